"""A dataset rated: units with their scores, judgements and notes, the targets, and everything that was found
on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import polars as pl

from ..data import Dataset
from ..meaning.arithmetic.exact import exact_value
from ..meaning.model import RuleSet, Target
from ..meaning.one_unit import INCOMPLETE, RATED
from ..meaning.plan import Plan
from ..meaning.policy import Policy
from ..meaning.states import State
from ..words.diagnostics import Diagnostic, Text, Translate, in_order, say
from ..words.numerals import COVERAGE_DECIMALS, percent_of, percent_text
from .rated import Columns, Rated, rate
from .remarks import remarks

MAX_GROUPS = 100


_STATES = tuple(State)
_CODES = {state: code for code, state in enumerate(_STATES)}


def _state(columns: Columns, path: str) -> pl.Expr:
    """The state of a node in every unit, as a number."""
    known = pl.col(columns["printed", path]).is_not_null()
    state = pl.when(known).then(_CODES[State.KNOWN]).otherwise(_CODES[State.MISSING])
    for kind, other in (("undecided", State.UNDECIDED), ("refused", State.REFUSED)):
        if (kind, path) in columns:
            state = pl.when(pl.col(columns[kind, path])).then(_CODES[other]).otherwise(state)
    return state


@dataclass(frozen=True)
class UnitResult:
    """One unit: scores and judgements by the name under which each node was reported; `lacks` what a rating
    would need."""

    unit: str
    status: str
    rating: str | None
    scores: Mapping[str, Fraction]
    judgements: Mapping[str, str]
    lacks: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    respondents: Mapping[str, int] = field(default_factory=dict)  # by instrument, where the data are answers
    coverage: Mapping[str, Fraction] = field(default_factory=dict)  # answers received of answers possible
    passed: Mapping[str, object] = field(default_factory=dict)  # the data's columns that are no scores


@dataclass(frozen=True)
class TargetResult:
    """How many of the rated units meet a target's condition, and whether that is enough."""

    target: Target
    meeting: int
    rated: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.meeting, self.rated) if self.rated else None

    @property
    def met(self) -> bool | None:
        return None if self.share is None else self.share >= self.target.at_least

    @property
    def percent(self) -> Fraction | None:
        """The share in per cent, as it is printed: on the side of the target on which it is."""
        return None if self.share is None else percent_of(self.share, [self.target.at_least])

    @property
    def percent_words(self) -> str | None:
        return None if self.share is None else percent_text(self.share, [self.target.at_least])


@dataclass(frozen=True)
class Evaluation:
    """The outcome of rating a dataset. Rows of `rated.frame` are units, in the order of the data."""

    rules: RuleSet
    dataset: Dataset
    rated: Rated
    diagnostics: tuple[Diagnostic, ...]
    targets: tuple[TargetResult, ...]
    # units by rating; those not rated under "incomplete"
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def frame(self) -> pl.DataFrame:
        return cast("pl.DataFrame", self.rated.frame)

    @cached_property
    def shared(self) -> Mapping[str, str]:
        """Nodes that the data reports as one through an alias, and the name under which it does: below the
        alias's own nodes each such name is shown once."""
        own = {path for each in self.dataset.claims.nodes if each.alias is None for path in each.paths}
        found = {}
        for each in self.dataset.claims.nodes:
            for path in each.paths:
                if each.alias is not None and path not in own and path not in self.rules.aliases[each.alias]:
                    found[path] = each.name
        return found

    def name_of(self, path: str) -> str:
        return self.shared.get(path) or self.rules.short_name(path)

    @cached_property
    def _alias_notes(self) -> tuple[Text, ...]:
        used = dict.fromkeys(each.alias for each in self.dataset.claims.nodes if each.alias is not None)
        return tuple(
            say(
                "{alias} was reported as one and stands for {nodes}",
                alias=alias,
                nodes=list(self.rules.aliases[alias]),
            )
            for alias in used
        )

    def gaps(self) -> Iterator[tuple[tuple[str, ...], tuple[Text, ...]]]:
        """For each unit what a rating lacks, and the notes on it. Units with the same gaps share their
        answer."""
        columns, paths = self.rated.columns, list(self.rules.nodes)
        states = [_state(columns, path) for path in paths]
        rated = self.frame[columns["rating", ""]].is_not_null().to_list()
        whole = self.frame.select(
            pl.all_horizontal(state == _CODES[State.KNOWN] for state in states)
        ).to_series()
        given = {
            path: pl.any_horizontal(pl.col(name).is_not_null() for name in self._own_columns(path))
            for path in paths
            if self._own_columns(path)
        }
        named = dict(zip(paths, states, strict=True)) | {
            f"given {path}": is_given for path, is_given in given.items()
        }
        partly = (
            self.frame.filter(~whole).select(expr.alias(name) for name, expr in named.items()).iter_rows()
        )
        all_known = (_CODES[State.KNOWN],) * len(paths)
        found: dict[tuple[int, ...], tuple[tuple[str, ...], tuple[Text, ...]]] = {}
        for is_whole, is_rated in zip(whole, rated, strict=True):
            pattern = all_known if is_whole else next(partly)
            if pattern not in found:
                own = {path for path, is_given in zip(given, pattern[len(paths) :], strict=False) if is_given}
                lacks, assumed = self._gaps(
                    {path: _STATES[code] for path, code in zip(paths, pattern, strict=False)}, own
                )
                found[pattern] = (lacks, (*self._alias_notes, *assumed))
            lacks, notes = found[pattern]
            yield (() if is_rated else lacks), notes

    def units(self) -> Iterator[UnitResult]:
        """Every unit, in the order of the data."""
        columns, paths = self.rated.columns, list(self.rules.nodes)
        judged = {path: columns["judged", path] for path in paths if ("judged", path) in columns}
        passed = self.dataset.claims.passed
        for row, (lacks, notes) in zip(self.frame.iter_rows(named=True), self.gaps(), strict=True):
            printed = ((path, row[columns["printed", path]]) for path in paths)
            yield UnitResult(
                unit=str(row[self.dataset.claims.key]),
                status=row[columns["status", ""]],
                rating=row[columns["rating", ""]],
                scores={
                    self.name_of(path): exact
                    for path, value in printed
                    if (exact := exact_value(value)) is not None
                },
                judgements={
                    self.name_of(path): row[column]
                    for path, column in judged.items()
                    if row[column] is not None
                },
                lacks=lacks,
                notes=notes,
                respondents={each.owner: int(row[each.respondents]) for each in self.dataset.respondents},
                coverage={
                    each.owner: Fraction(int(row[each.answers]), int(row[each.respondents]) * each.questions)
                    for each in self.dataset.respondents
                    if row[each.respondents]
                },
                passed={name: row[name] for name in passed},
            )

    def _own_columns(self, path: str) -> tuple[str, ...]:
        """The columns that give a node above others its own score."""
        return self.dataset.claims.columns_for(path) if self.rules.nodes[path].children else ()

    def _gaps(
        self, states: Mapping[str, State], given: Collection[str]
    ) -> tuple[tuple[str, ...], tuple[Text, ...]]:
        """What is missing for a rating, as high up as it is missing whole; and what was refused, cannot be
        told, was left out or counted as zero. `given` are the nodes above others whose own score the data
        have."""
        plan, lacks, skipped, zeroed = Plan.of(self.rules), dict[str, None](), [], []
        known = {path: state is State.KNOWN for path, state in states.items()}

        def missing_below(path: str) -> Iterator[str]:
            node = self.rules.nodes[path]
            if not node.children or not any(
                known[inner.path] for child in node.children for inner in child.walk()
            ):
                yield self.name_of(path)
                return
            policy = Policy.of(node)
            # what is merely missing does no harm there
            stands_in = (policy.skips or policy.fills) and states[path] is not State.MISSING
            gone = [
                child.path
                for child in node.children
                if not known[child.path] and not (stands_in and states[child.path] is State.MISSING)
            ]
            inside = [name for inner in gone for name in missing_below(inner)]
            yield from inside or [self.name_of(path)]

        for path in plan.required:
            if not known[path]:
                lacks.update(dict.fromkeys(missing_below(path)))
        for node in self.rules.nodes.values():
            gone = [
                self.name_of(child.path) for child in node.children if states[child.path] is State.MISSING
            ]
            policy = Policy.of(node)
            if known[node.path] and gone and node.path not in given:
                skipped += gone if policy.skips else []
                zeroed += (
                    (gone if len(gone) < len(node.children) else [self.name_of(node.path)])
                    if policy.fills
                    else []
                )
        told = {
            state: [self.name_of(path) for path in self._lowest(states, state)]
            for state in (State.REFUSED, State.UNDECIDED)
        }
        notes = [
            (
                told[State.REFUSED],
                say(
                    "refused, because a value cannot be right: {nodes}",
                    nodes=list(dict.fromkeys(told[State.REFUSED])),
                ),
            ),
            (
                told[State.UNDECIDED],
                say("cannot be told: {nodes}", nodes=list(dict.fromkeys(told[State.UNDECIDED]))),
            ),
            (
                skipped,
                say("left out, because they have no score: {nodes}", nodes=list(dict.fromkeys(skipped))),
            ),
            (
                zeroed,
                say("counted as 0, because they have no score: {nodes}", nodes=list(dict.fromkeys(zeroed))),
            ),
        ]
        return tuple(lacks), tuple(note for nodes, note in notes if nodes)

    def _lowest(self, states: Mapping[str, State], state: State) -> Iterator[str]:
        """The nodes in a state that have none in it below them."""
        for path, node in self.rules.nodes.items():
            if states[path] is state and not any(states[child.path] is state for child in node.children):
                yield path


def groupings(described: pl.DataFrame) -> tuple[str, ...]:
    """The columns that put units into groups: more than one, and not nearly as many as units."""
    most = min(MAX_GROUPS, max(2, described.height // 2))
    return tuple(name for name in described.columns if 1 < described[name].n_unique() <= most)


def evaluate_dataset(rules: RuleSet, dataset: Dataset, *, questions: bool = True) -> Evaluation:
    """Rates every unit of a dataset. `questions` asks for the judgements of single questions too, of which
    there are many."""
    plan = Plan.of(rules)
    rated = rate(
        plan,
        cast("Any", dataset.frame),
        dataset.claims,
        judge=None if questions else [level for level in rules.judgements if level != "question"],
    )
    frame = cast("pl.DataFrame", rated.frame)
    findings = [*dataset.diagnostics, *remarks(plan, dataset, rated, frame)]
    ratings = frame[rated.columns["rating", ""]]
    of_rating = {str(rating): int(count) for rating, count in ratings.drop_nulls().value_counts().iter_rows()}
    counts = {band.rating: of_rating[band.rating] for band in rules.bands if band.rating in of_rating}
    is_rated = pl.col(rated.columns["rating", ""]).is_not_null()
    meeting = frame.select(
        (pl.col(rated.columns["target", target.id]) & is_rated).sum().alias(target.id)
        for target in rules.targets
    )
    targets = [
        TargetResult(target, int(meeting[target.id].item()), sum(counts.values())) for target in rules.targets
    ]
    counts[INCOMPLETE] = ratings.null_count()
    return Evaluation(rules, dataset, rated, in_order(findings), tuple(targets), counts)


def as_json(evaluation: Evaluation, translate: Translate = str) -> dict[str, Any]:
    """The result as one JSON object; numbers are scores as printed."""
    return {
        "ruleset": evaluation.rules.id,
        "fingerprint": evaluation.rules.fingerprint,
        "units": [unit_json(unit, translate) for unit in evaluation.units()],
        "counts": dict(evaluation.counts),
        "targets": [target_json(target) for target in evaluation.targets],
        "diagnostics": [diagnostic_json(diagnostic, translate) for diagnostic in evaluation.diagnostics],
    }


def unit_json(unit: UnitResult, translate: Translate = str) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "status": unit.status,
        "rating": unit.rating,
        "scores": {name: json_number(score) for name, score in unit.scores.items()},
        "judgements": dict(unit.judgements),
        "lacks": list(unit.lacks),
        "notes": [note.in_words(translate) for note in unit.notes],
        **({"data": {name: json_cell(value) for name, value in unit.passed.items()}} if unit.passed else {}),
        **({"respondents": dict(unit.respondents)} if unit.respondents else {}),
        **(
            {
                "coverage": {
                    name: float(percent_of(share, decimals=COVERAGE_DECIMALS) / 100)
                    for name, share in unit.coverage.items()
                }
            }
            if unit.coverage
            else {}
        ),
    }


def target_json(result: TargetResult) -> dict[str, Any]:
    return {
        "id": result.target.id,
        "meeting": result.meeting,
        "rated": result.rated,
        "share": None if result.percent is None else float(result.percent / 100),
        "at_least": json_number(result.target.at_least),
        "met": result.met,
    }


def diagnostic_json(diagnostic: Diagnostic, translate: Translate = str) -> dict[str, Any]:
    at = diagnostic.position
    return {
        "file": at.file,
        "line": at.line or None,
        "column": at.column or None,
        "cell": at.cell or None,
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "message": diagnostic.message.in_words(translate),
        "hint": None if diagnostic.hint is None else diagnostic.hint.in_words(translate),
    }


def json_number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def json_cell(value: object) -> object:
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


__all__ = [
    "INCOMPLETE",
    "RATED",
    "Evaluation",
    "TargetResult",
    "UnitResult",
    "as_json",
    "diagnostic_json",
    "evaluate_dataset",
    "groupings",
]
