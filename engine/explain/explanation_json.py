"""A trace and the least changes as data for programs, in the form of schemas/trace.schema.json."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .. import __version__
from ..meaning.arithmetic.exact import Exact
from ..meaning.arithmetic.text import exactly
from ..meaning.model import TOTAL
from ..words.diagnostics import Translate
from ..words.json_forms import diagnostic_json
from ..words.language import ENGLISH, Language
from ..words.numerals import decimal_text
from .conditions import Clause, Judged
from .decisions import Decision
from .goals import Goal
from .remedies import Raise, Remedy
from .remedy_words import words_of
from .trace import Share, Trace, TraceStep
from .what_decided import WhatDecided

FORMAT = "ken-trace/1"


def trace_json(
    trace: Trace, remedies: Sequence[Remedy], translate: Translate, language: Language = ENGLISH
) -> dict[str, Any]:
    """The trace in its documented form. Exact numbers are texts: a decimal, or a fraction p/q. What the
    second edition of the language adds stands in it only where rules say such things."""
    form = _TraceForm(trace, WhatDecided(trace, language), translate)
    return {
        "format": FORMAT,
        "kenrules": __version__,
        "ruleset": trace.rules.id,
        "fingerprint": trace.rules.fingerprint,
        "unit": trace.unit,
        "rating": trace.rating,
        "lacks": list(trace.lacks),
        "notes": [note.in_words(translate) for note in trace.notes],
        **form.of_unit(),
        "total": form.step(trace.root),
        "bands": [
            {
                "rating": band.name,
                "holds": band.holds,
                "given": number == trace.given_at,
                "parts": _clauses_json(band.parts),
                **form.words(band),
            }
            for number, band in enumerate(trace.bands)
        ],
        "least_change": [_remedy_json(trace, remedy) for remedy in remedies],
        "diagnostics": [diagnostic_json(diagnostic, translate) for diagnostic in trace.diagnostics],
    }


@dataclass(frozen=True)
class _TraceForm:
    """The parts of a trace for programs."""

    trace: Trace
    decided: WhatDecided
    translate: Translate

    def of_unit(self) -> dict[str, Any]:
        """What rules of the second edition say of the unit as a whole."""
        trace = self.trace
        if not trace.second_edition:
            return {}
        variant = next((decision.data for decision in self.decided.rules()), None)
        return {
            "status": trace.exact.status,
            "variant": None if variant is None else dict(variant),
            "inputs": [self._input(path) for path in trace.rules.inputs],
            "rated_by": self._decisions(self.decided.rating()),
        }

    def _input(self, path: str) -> dict[str, Any]:
        exact, entry = self.trace.exact, self.trace.rules.inputs[path]
        is_word = entry.answers is not None
        return {
            "id": path,
            "state": exact.state(path).value,
            "given": self.trace.given_values.get(path) is not None,
            "value": None if is_word else _number(exact.outcome.printed[path]),
            "word": exact.word(path) if is_word else None,
        }

    def step(self, step: TraceStep) -> dict[str, Any]:
        """A node with all below it."""
        return {
            "id": step.node.id,
            "path": step.node.path,
            "level": step.node.level,
            "source": step.source,
            "value": _exact(step.value),
            "printed": _exact(step.printed),
            "share": _exact(step.share),
            "adds": _points_json(step.adds),
            "costs": _points_json(step.costs),
            "raw": _exact(step.raw),
            "computed": _exact(step.computed),
            "few": None if step.few is None else {"respondents": step.few[0], "least": step.few[1]},
            "answers": [
                {"option": option, "score": _exact(score), "count": count}
                for option, score, count in step.answers
            ],
            "result": step.result,
            "judgements": [
                {
                    "result": judged.name,
                    "holds": judged.holds,
                    "parts": _clauses_json(judged.parts),
                    **self.words(judged),
                }
                for judged in step.verdicts
            ],
            **self._steps_of(step),
            "children": [self.step(child) for child in step.children],
        }

    def _steps_of(self, step: TraceStep) -> dict[str, Any]:
        if not self.trace.second_edition:
            return {}
        return {
            "read": _exact(step.read),
            "answered": list(step.answered),
            "rating": step.rating,
            "plus": _points_json(step.plus),
            "decided": self._decisions(self.decided.of(step.node.path)),
        }

    def _decisions(self, decisions: Iterable[Decision]) -> list[dict[str, Any]]:
        return [
            {
                "step": decision.step,
                "words": decision.words.in_words(self.translate),
                **{name: _plain(value) for name, value in decision.data.items()},
            }
            for decision in decisions
        ]

    def words(self, judged: Judged) -> dict[str, Any]:
        """The comparisons with words of a condition."""
        if not judged.words:
            return {}
        return {
            "words": [
                {"condition": clause.text, "path": clause.path, "word": clause.word, "holds": clause.holds}
                for clause in judged.words
            ]
        }


def _plain(value: object) -> Any:
    """What JSON can say: exact numbers as texts."""
    if isinstance(value, (Fraction, Decimal)):
        return _number(value)
    return [_plain(each) for each in value] if isinstance(value, (list, tuple)) else value


def _number(value: Exact) -> str | None:
    return None if value is None else _exact(Fraction(value))


def _exact(value: Fraction | None) -> str | None:
    return None if value is None else exactly(value)


def _points_json(points: Share | None) -> dict[str, Any] | None:
    if points is None:
        return None
    return {"exact": _exact(points.exact), "shown": decimal_text(points.shown, points.places)}


def _clauses_json(clauses: Sequence[Clause]) -> list[dict[str, Any]]:
    return [
        {
            "condition": clause.text,
            "left": _exact(clause.left),
            "right": _exact(clause.right),
            "holds": clause.holds,
            "margin": _exact(clause.margin),
            "nodes": list(clause.nodes),
        }
        for clause in clauses
    ]


def _goal_json(goal: Goal) -> dict[str, Any]:
    if goal.rating is None:
        return {"node": goal.path, "sign": goal.sign, "bound": _exact(goal.bound)}
    return {"rating": goal.rating} if goal.path == TOTAL else {"node": goal.path, "rating": goal.rating}


def _remedy_json(trace: Trace, remedy: Remedy) -> dict[str, Any]:
    goal = _goal_json(remedy.goal)
    has_points = remedy.found == "found" and remedy.by != "items" and not remedy.is_by_values
    result = remedy.result if remedy.result is not None else remedy.best
    total = None if result is None else result.outcome.printed[TOTAL]
    return {
        "goal": goal,
        "by": remedy.by,
        "found": remedy.found,
        "points": _exact(remedy.points) if has_points else None,
        "changes": [_change_json(trace, change) for change in remedy.changes],
        "data": None
        if remedy.data is None
        else {
            path: value if isinstance(value, str) else _exact(value)
            for path, value in remedy.data.items()
            if value is not None
        },
        "rating": None if result is None else result.rating,
        "total": None if total is None else _exact(Fraction(total)),
        **({"left": list(remedy.left)} if remedy.left else {}),
    }


def _change_json(trace: Trace, change: Raise) -> dict[str, Any]:
    """A change; of words these too, and where the rules do not say it in what steps it was looked for."""
    words = (
        {}
        if change.words is None
        else dict(zip(("old_word", "new_word"), words_of(trace, change), strict=True))
    )
    step = {} if change.step is None else {"step": _exact(change.step)}
    return {"path": change.path, "old": _exact(change.old), "new": _exact(change.new), **words, **step}


__all__ = ["FORMAT", "trace_json"]
