"""A dataset rated: units with their scores, judgements and notes, the targets, and everything that was found
on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import polars as pl

from ..data import Dataset
from ..meaning.arithmetic.exact import exact_value
from ..meaning.model import RuleSet, Target
from ..meaning.plan import Plan
from ..meaning.printed_scores import printed_places
from ..meaning.scope import is_pure
from ..meaning.statuses import INCOMPLETE, NOT_APPLICABLE, RATED, SCORED
from ..words.diagnostics import Diagnostic, Text, in_order, say
from ..words.natural_order import natural_places
from ..words.numerals import percent_of, percent_text
from .gaps import Gaps, gaps_of_units
from .rated import Rated, rate
from .remarks import met_column, remarks

MAX_GROUPS = 100


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
        """From 0 to 1; None where no unit was rated."""
        return Fraction(self.meeting, self.rated) if self.rated else None

    @property
    def met(self) -> bool | None:
        """Whether the share is what the target asks for, or more; None where no unit was rated."""
        return None if self.share is None else self.share >= self.target.at_least

    @property
    def percent(self) -> Fraction | None:
        """The share in per cent, as it is printed: on the side of the target on which it is."""
        return None if self.share is None else percent_of(self.share, [self.target.at_least])

    @property
    def percent_words(self) -> str | None:
        """The same as a text, without the sign."""
        return None if self.share is None else percent_text(self.share, [self.target.at_least])


@dataclass(frozen=True)
class ChosenUnits:
    """That some units are shown of a `whole`: the rows of all that meet the condition, if there is one."""

    whole: Evaluation
    meeting: pl.DataFrame
    where: str | None


@dataclass(frozen=True)
class Evaluation:
    """The outcome of rating a dataset. Rows of `rated.frame` are units, in the order of the data; or those
    that are `chosen` to be shown, in another order. Targets and counts are of all units."""

    rules: RuleSet
    dataset: Dataset
    rated: Rated
    diagnostics: tuple[Diagnostic, ...]
    targets: tuple[TargetResult, ...]
    # units by rating; those not rated under "incomplete"
    counts: Mapping[str, int] = field(default_factory=dict)
    chosen: ChosenUnits | None = None

    @property
    def whole(self) -> Evaluation:
        """The evaluation of all units, of which some may be chosen."""
        return self if self.chosen is None else self.chosen.whole

    @property
    def frame(self) -> pl.DataFrame:
        """The data with the results beside them, a row a unit; `rated.columns` names the results."""
        return cast("pl.DataFrame", self.rated.frame)

    @cached_property
    def shared(self) -> Mapping[str, str]:
        """Nodes that the data reports as one through an alias, and the name under which it does: below the
        alias's own nodes each such name is shown once."""
        claims = self.dataset.claims.nodes
        own = {path for claim in claims if claim.alias is None for path in claim.paths}
        return {
            path: claim.name
            for claim in claims
            if claim.alias is not None
            for path in claim.paths
            if path not in own and path not in self.rules.aliases[claim.alias]
        }

    def name_of(self, path: str) -> str:
        """The name under which a node is reported: that of an alias that is shared, or its short name."""
        return self.shared.get(path) or self.rules.short_name(path)

    def places(self, name: str) -> int:
        """To how many decimals the node of a name is printed."""
        path = next((path for path in self.rules.nodes if self.name_of(path) == name), None)
        return (
            self.rules.scale.decimals if path is None else printed_places(self.rules, self.rules.nodes[path])
        )

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of nodes in files, with the paths: of every node its own, whatever the data have; and
        beside them those under which the data report several as one."""
        names = {self.rules.short_name(path): path for path in self.rules.nodes}
        for path, name in self.shared.items():
            names.setdefault(name, path)
        return names

    @cached_property
    def _alias_notes(self) -> tuple[Text, ...]:
        used = dict.fromkeys(claim.alias for claim in self.dataset.claims.nodes if claim.alias is not None)
        return tuple(
            say(
                "{alias} was reported as one and stands for {nodes}",
                alias=alias,
                nodes=list(self.rules.aliases[alias]),
            )
            for alias in used
        )

    def gaps(self) -> Iterator[Gaps]:
        """For each unit, in the order of the data, what a rating lacks (nothing where it has one or is to
        have none), and the notes on it."""
        ratings = self.frame[self.rated.columns["rating", ""]]
        statuses = self.frame[self.rated.columns["status", ""]]
        gaps = gaps_of_units(self.rules, self.dataset.claims, self.rated.columns, self.frame, self.name_of)
        for rating, status, (lacks, notes) in zip(ratings, statuses, gaps, strict=True):
            is_open = rating is None and bool(self.rules.bands) and status != NOT_APPLICABLE
            yield Gaps(lacks if is_open or status == INCOMPLETE else (), (*self._alias_notes, *notes))

    def units(self) -> Iterator[UnitResult]:
        """Every unit, in the order of the data."""
        columns, paths, claims = self.rated.columns, list(self.rules.nodes), self.dataset.claims
        judged = {path: columns["judged", path] for path in paths if ("judged", path) in columns}
        judged |= {path: columns["word", path] for path in paths if ("word", path) in columns}
        worded = {path for path in paths if is_pure(self.rules, path)}
        for row, (lacks, notes) in zip(self.frame.iter_rows(named=True), self.gaps(), strict=True):
            printed = ((path, row[columns["printed", path]]) for path in paths if path not in worded)
            yield UnitResult(
                unit=str(row[claims.key]),
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
                respondents={
                    survey.owner: int(row[survey.respondents]) for survey in self.dataset.respondents
                },
                coverage={
                    survey.owner: Fraction(
                        int(row[survey.answers]), int(row[survey.respondents]) * survey.questions
                    )
                    for survey in self.dataset.respondents
                    if row[survey.respondents]
                },
                passed={name: row[column] for column, name in claims.passed.items()},
            )


def groupings(described: Mapping[str, pl.Series]) -> tuple[str, ...]:
    """The columns, by name, that put units into groups: more than one, and not nearly as many as units."""
    units = max((len(cells) for cells in described.values()), default=0)
    most = min(MAX_GROUPS, max(2, units // 2))
    return tuple(name for name, cells in described.items() if 1 < cells.n_unique() <= most)


def places_of_groups(cells: pl.Series) -> pl.Series:
    """For each unit the place of its group among the values of a column: numbers by value, anything else in
    the order of names; missing where the cell is empty."""
    if cells.dtype.is_numeric():
        return cells.rank("dense")
    names = cells.cast(pl.String)
    return names.replace_strict(natural_places(names.drop_nulls()), default=None, return_dtype=pl.Int64)


def evaluate_dataset(rules: RuleSet, dataset: Dataset, *, questions: bool = True) -> Evaluation:
    """Rates every unit of a dataset; what is wrong with some of them is among the diagnostics. `questions`
    asks for the judgements of single questions too, of which there are many."""
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
        (met_column(rated.columns, target.id) & is_rated).sum().alias(target.id) for target in rules.targets
    )
    targets = [
        TargetResult(target, int(meeting[target.id].item()), sum(counts.values())) for target in rules.targets
    ]
    statuses = frame[rated.columns["status", ""]]
    for status in (SCORED, NOT_APPLICABLE):
        if count := int((statuses == status).sum()):
            counts[status] = count
    counts[INCOMPLETE] = int((statuses == INCOMPLETE).sum())
    return Evaluation(rules, dataset, rated, in_order(findings), tuple(targets), counts)


__all__ = [
    "INCOMPLETE",
    "RATED",
    "ChosenUnits",
    "Evaluation",
    "TargetResult",
    "UnitResult",
    "evaluate_dataset",
    "groupings",
    "places_of_groups",
]
