"""What came out of a case otherwise than expected, and how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..book.document import Document, Place
from ..meaning.arithmetic.exact import Exact
from ..meaning.choosing import Chosen, taken
from ..meaning.expressions import Expression
from ..meaning.facts_in_words import weighted_name
from ..meaning.model import TOTAL, Judgement
from ..meaning.one_unit import ExactResult
from ..meaning.plan import Plan
from ..rating.evaluation import UnitResult
from ..rating.nodes_of_units import UnitNodes
from ..words.diagnostics import Position
from ..words.numerals import decimal_text


@dataclass(frozen=True)
class Mismatch:
    """Something that came out differently than expected; `way` is how it came about, line by line."""

    what: str
    expected: str
    exact: str
    columns: str
    position: Position
    way: tuple[str, ...] = ()


@dataclass(frozen=True)
class Came:
    """What came of one case: by exact arithmetic, and by columns, where `nodes` has words and states."""

    plan: Plan
    exact: ExactResult
    columns: UnitResult
    nodes: UnitNodes

    def mismatches(self, document: Document, place: Place, expect: Mapping[str, Any]) -> Iterator[Mismatch]:
        """What is otherwise than `expect`, which stands at a place of the document, says; by either way."""
        for wanted in self._expected(place, expect):
            if not wanted.value == wanted.by_exact == wanted.by_columns:
                yield Mismatch(
                    wanted.what,
                    written(wanted.value),
                    written(wanted.by_exact),
                    written(wanted.by_columns),
                    document.value_at(wanted.place),
                    tuple(self._way_to(wanted)),
                )

    def _expected(self, place: Place, expect: Mapping[str, Any]) -> Iterator[_Expected]:
        exact, columns = self.exact, self.columns
        for key, value in expect.items():
            here = (*place, key)
            if key == "rating":
                yield _Expected(key, value, exact.rating, columns.rating, here)
            elif key == "status":
                yield _Expected(key, value, exact.status, columns.status, here)
            elif key == "lacks":
                yield _Expected(key, value, list(columns.lacks), list(columns.lacks), here)
            elif key == "judgements":
                yield from (self._judged(name, result, (*here, name)) for name, result in value.items())
            elif key == "ratings":
                yield from (self._rated(name, rating, (*here, name)) for name, rating in value.items())
            elif key == "states":
                yield from (self._stated(name, state, (*here, name)) for name, state in value.items())
            else:
                yield self._scored(key, value, here)

    def _judged(self, name: str, result: str | None, place: Place) -> _Expected:
        rules, judged = self.plan.rules, self.exact.outcome.judged
        path = rules.names[name][0]
        by_exact = result_of(judged[path]) if path in judged else None
        return _Expected(name, result, by_exact, self.columns.judgements.get(rules.short_name(path)), place)

    def _rated(self, name: str, rating: str | None, place: Place) -> _Expected:
        path = self.plan.rules.names[name][0]
        return _Expected(name, rating, self.exact.word(path), self.nodes.words.get(path), place, path)

    def _stated(self, name: str, state: str, place: Place) -> _Expected:
        path = self.plan.rules.names[name][0]
        by_columns = self.nodes.states[path].value
        return _Expected(name, state, self.exact.state(path).value, by_columns, place, path)

    def _scored(self, name: str, value: object, place: Place) -> _Expected:
        rules = self.plan.rules
        (path,) = rules.names[name]
        printed = self.exact.outcome.printed.get(path)
        by_exact = None if printed is None else Fraction(printed)
        by_columns = self.columns.scores.get(rules.short_name(path))
        return _Expected(name, value, by_exact, by_columns, place, path)

    def _way_to(self, wanted: _Expected) -> Iterator[str]:
        """How the rating, or the score of a node, came about, and what is lacking."""
        plan = self.exact.plan  # of its variant
        for path in plan.required if wanted.path is None else [wanted.path]:
            yield from _way(plan, self.exact, path)
        if wanted.what == "rating":
            yield from _bands(plan, self.exact)
        if wanted.by_exact is None and self.columns.lacks:
            yield f"lacks: {', '.join(self.columns.lacks)}"


@dataclass(frozen=True)
class _Expected:
    """Something that a case expects, where it does, and what came out; `path` is that of the node of which it
    is said."""

    what: str
    value: object
    by_exact: object
    by_columns: object
    place: Place
    path: str | None = None


def result_of(judged: Chosen[Exact, bool | None, Judgement]) -> str | None:
    """The result of a node that was judged; None where no judgement is given."""
    judgement = taken(judged)
    return None if judgement is None else judgement.result


def written(value: object) -> str:
    """A value as messages have it: - for none, a number with the decimals that it has, or six."""
    if value is None:
        return "-"
    if isinstance(value, Fraction):
        return decimal_text(value) if 10**12 % value.denominator == 0 else f"{float(value):.6f}"
    return ", ".join(map(str, value)) or "-" if isinstance(value, list) else str(value)


def _way(plan: Plan, exact: ExactResult, path: str) -> Iterator[str]:
    """How a node's score came about: what it is made of, before and after rounding."""
    node = plan.rules.entries[path]
    if path in plan.rules.inputs:
        yield f"{plan.rules.short_name(path)} = {_said(exact, path)}"
        return
    value, printed = exact.outcome.values.get(path), exact.outcome.printed.get(path)
    if value is None or printed is None:
        yield f"{plan.rules.short_name(path)}: -"
        return
    yield f"{plan.rules.short_name(path)} = {_brief(Fraction(value))} → {written(Fraction(printed))}"
    if (
        path in exact.outcome.computed
        or not node.children
        or all(exact.outcome.values.get(child.path) is None for child in node.children)
    ):
        return
    parts = [
        f"{weighted_name(plan.rules.short_name(child.path), child)} {_brief(Fraction(inner))}"
        for child in node.children
        if (inner := exact.outcome.values.get(child.path)) is not None
    ]
    yield f"  {node.combine}: " + ", ".join(parts)


def _bands(plan: Plan, exact: ExactResult) -> Iterator[str]:
    """Which bands take a unit: each with its bounds, its condition, and the values that stand in this."""
    bands = exact.outcome.bands
    for number, band in enumerate(plan.rules.bands if bands is not None else ()):
        holds = bands.holds[number] if bands is not None else None
        sign = "?" if holds is None else "✓" if holds else "✗"
        bounds = [
            f"{TOTAL} {comparison} {decimal_text(bound)}"
            for comparison, bound in (
                (">" if band.above else ">=", band.minimum),
                ("<" if band.below else "<=", band.maximum),
            )
            if bound is not None
        ]
        condition = [] if band.when is None else [band.when.text]
        values = "" if band.when is None else ", ".join(_values(plan, exact, band.when))
        yield f"{sign} {band.rating}: {'; '.join([*bounds, *condition])}" + (f" ({values})" if values else "")


def _values(plan: Plan, exact: ExactResult, condition: Expression) -> Iterator[str]:
    """The values of the names in a condition."""
    rules = plan.rules
    for name in dict.fromkeys(condition.names):
        if name in rules.thresholds:
            yield f"{name} = {decimal_text(rules.thresholds[name].value)}"
        elif name in rules.names:
            yield f"{name} = {_said(exact, rules.names[name][0])}"


def _said(exact: ExactResult, path: str) -> str:
    """What is printed of a node or input, or its word."""
    rules, printed = exact.plan.rules, exact.outcome.printed.get(path)
    scale = rules.answers.get(rules.entries[path].answers or "")
    if printed is not None and scale is not None and path in rules.inputs:
        return scale.words[int(printed)]
    return "-" if printed is None else written(Fraction(printed))


def _brief(value: Fraction) -> str:
    return decimal_text(value) if 10**6 % value.denominator == 0 else f"{float(value):.6f}…"


__all__ = ["Came", "Mismatch", "result_of", "written"]
