"""Data rated by an old and a new rule set: who moves, why, and what that adds up to. Everything here is
data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Literal, cast

import polars as pl

from ..meaning.model import TOTAL, RuleSet
from ..rating.evaluation import TargetResult
from ..words.diagnostics import Diagnostic, KenError, Position, Text, in_order, say
from .attribution import Attribution, Attributor, Numbers
from .changes import differences
from .hybrids import between
from .margins import NEAR, margins
from .ratings import UNIT, Data, Described, RatedSheet
from .rule_differences import Differences
from .statements import are_ranked, ranks
from .together import Together

Direction = Literal["up", "down", "sideways", "same", "lost", "gained", "unrated"]
DIRECTIONS: tuple[Direction, ...] = ("up", "down", "sideways", "same", "lost", "gained", "unrated")
"""Where a unit goes: to a better, worse, or other rating of the same place; it stays; it has no rating any
more, it has one now, or it has one by neither rule set."""


@dataclass(frozen=True)
class ScoreChange:
    """How a printed score differs over the units that have it by both: in points, new minus old."""

    path: str
    units: int
    changed: int
    mean: Fraction
    lowest: Fraction
    highest: Fraction


@dataclass(frozen=True)
class Comparison:
    """An old and a new rule set on the same units.

    `units` has a row a unit, in the order of the data: `unit`, `old_rating`, `new_rating` (missing where it
    is not rated), `old_total`, `new_total` (as printed), `direction`, `old_place`, `new_place` (of all rated
    units, by the total, 1 the best), and `cause` (a number in `attribution.causes`; missing where the rating
    is the same). `described` has the data's other columns, row by row."""

    differences: Differences
    units: pl.DataFrame
    described: Described
    attribution: Attribution
    scores: tuple[ScoreChange, ...]
    targets: Mapping[str, tuple[TargetResult | None, TargetResult | None]]
    sheets: tuple[RatedSheet, RatedSheet]
    assumptions: tuple[Text, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = field(default=())

    @property
    def old(self) -> RuleSet:
        """The rule set that is compared with."""
        return self.differences.old

    @property
    def new(self) -> RuleSet:
        """The rule set that is compared."""
        return self.differences.new

    @cached_property
    def by_rank(self) -> bool:
        """Whether ratings are put in order by the rank that every band of both rule sets has; by the position
        of bands if not."""
        return are_ranked([self.old, self.new])

    @cached_property
    def matrix(self) -> Mapping[tuple[str | None, str | None], int]:
        """How many units have the one rating by the old and the other by the new rules; None is not rated."""
        counted = self.units.group_by("old_rating", "new_rating").len()
        return {(one, other): count for one, other, count in counted.iter_rows()}

    def ratings(self, side: Literal["old", "new"]) -> tuple[str | None, ...]:
        """The ratings of a rule set, best first; with None at the end where a unit has none."""
        rules = self.old if side == "old" else self.new
        listed: list[str | None] = list(dict.fromkeys(band.rating for band in rules.bands))
        return (*listed, None) if self.units[f"{side}_rating"].null_count() else tuple(listed)

    def counts(self, side: Literal["old", "new"]) -> Mapping[str | None, int]:
        """Units by rating."""
        counted = dict(self.units[f"{side}_rating"].value_counts().iter_rows())
        return {rating: counted.get(rating, 0) for rating in self.ratings(side)}

    @cached_property
    def directions(self) -> Mapping[Direction, int]:
        """How many units go where, all directions named."""
        counted = dict(self.units["direction"].value_counts().iter_rows())
        return {direction: counted.get(direction, 0) for direction in DIRECTIONS}

    def direction_of(self, old: str | None, new: str | None) -> Direction:
        """Where a unit goes from one rating to another."""
        return direction_of(self.old, self.new, old, new)

    @property
    def moved(self) -> pl.DataFrame:
        """The units that have another rating by the new rules, or have one by one of the two only."""
        return self.units.filter(pl.col("cause").is_not_null())

    def causes(self) -> list[tuple[Text, int, Mapping[Direction, int]]]:
        """Each cause in words, how many units it moved, and where to."""
        listed: list[tuple[Text, int, Mapping[Direction, int]]] = []
        counted = self.moved.group_by("cause", "direction").len()
        for number, numbers in enumerate(self.attribution.causes):
            own = {direction: count for cause, direction, count in counted.iter_rows() if cause == number}
            listed.append((self.cause_in_words(numbers), sum(own.values()), own))
        return listed

    def cause_in_words(self, numbers: Numbers) -> Text:
        """The titles of some changes, by their numbers in `differences.rating`."""
        titles = [self.differences.rating[number].title for number in sorted(numbers)]
        words = titles[0]
        for title in titles[1:]:
            words = say("{first} + {rest}", first=words, rest=title)
        return words

    @property
    def groupings(self) -> tuple[str, ...]:
        """The descriptive columns that put units into groups: more than one, and not nearly as many as
        units."""
        return self.described.groupings

    def near(self, most: Fraction | float = NEAR) -> pl.DataFrame:
        """The units that are at most so many points away from another rating, by either rule set (see
        margins.py)."""
        return margins(*self.sheets, most)

    def breakdown(self, column: str) -> pl.DataFrame:
        """By the values of a descriptive column: `group`, `units`, a column a direction, and the mean totals.
        Raises KenError where there is no such column."""
        own = self.described.named(column)
        if own is None or own.dtype.is_nested():
            hint = say("columns that make groups: {columns}", columns=list(self.groupings))
            message = say("“{column}” is no column of the data, or is a score", column=column)
            raise KenError([Diagnostic("no-column", message, Position("data"), hint)])
        frame = self.units.with_columns(own.cast(pl.String).alias("group"))
        counts = [(pl.col("direction") == direction).sum().alias(direction) for direction in DIRECTIONS]
        means = [pl.col(name).mean().alias(name) for name in ("old_total", "new_total")]
        first = pl.Series(
            "first", own.rank("dense") if own.dtype.is_numeric() else own.cast(pl.String).rank("dense")
        )
        grouped = (
            frame.with_columns(first)
            .group_by("group")
            .agg(pl.len().alias("units"), *counts, *means, pl.col("first").first())
        )
        return grouped.sort("first", nulls_last=True).drop("first")


def compare_pairs(rules: Sequence[RuleSet], data: Data) -> list[Comparison]:
    """Each rule set with the one after it, all in one pass over the data."""
    attributors = [Attributor(differences(old, new), data) for old, new in pairwise(rules)]
    mixed = [
        {numbers: between(attributor.differences, numbers) for numbers in attributor.singles()}
        for attributor in attributors
    ]
    extra = [made for own in mixed for made in own.values() if made is not None]
    sheets = data.rated([*rules, *extra])
    own, rest = sheets[: len(rules)], iter(sheets[len(rules) :])
    described = data.described()
    comparisons = []
    for (old, new), attributor, between_them in zip(pairwise(own), attributors, mixed, strict=True):
        rated = {
            numbers: None if made is None else next(rest).frame["rating"]
            for numbers, made in between_them.items()
        }
        attribution = attributor.attribution(old, new, rated)
        comparisons.append(_comparison(attributor, old, new, described, attribution))
    return comparisons


def _comparison(
    attributor: Attributor, old: RatedSheet, new: RatedSheet, described: Described, attribution: Attribution
) -> Comparison:
    units = units_of(old, new).join(attribution.of_unit, on=UNIT, how="left", maintain_order="left")
    differences = attributor.differences
    return Comparison(
        differences,
        units,
        described,
        attribution,
        _scores(differences, old, new),
        _targets(old, new),
        (old, new),
        Together((differences.old, differences.new)).assumptions,
        in_order([*attributor.data.findings(), *old.few, *new.few]),
    )


def units_of(old: RatedSheet, new: RatedSheet) -> pl.DataFrame:
    """The table of units of two sheets of the same units."""
    frame = pl.DataFrame(
        {
            UNIT: old.frame[UNIT],
            "old_rating": old.frame["rating"],
            "new_rating": new.frame["rating"],
            "old_total": old.frame[old.scores[TOTAL]],
            "new_total": new.frame[new.scores[TOTAL]],
        }
    )
    return frame.with_columns(
        _direction(old.rules, new.rules, frame),
        _place("old").alias("old_place"),
        _place("new").alias("new_place"),
    )


def _place(side: str) -> pl.Expr:
    rated = pl.when(pl.col(f"{side}_rating").is_not_null()).then(pl.col(f"{side}_total"))
    return rated.rank("min", descending=True).cast(pl.Int64)


def direction_of(old: RuleSet, new: RuleSet, before: str | None, after: str | None) -> Direction:
    """Where a unit goes from a rating by the old rules to one by the new rules."""
    if before is None or after is None:
        return "unrated" if before == after else "lost" if after is None else "gained"
    if before == after:
        return "same"
    by_rank = are_ranked([old, new])
    one, other = ranks(old, by_rank=by_rank)[before], ranks(new, by_rank=by_rank)[after]
    return "up" if other < one else "down" if other > one else "sideways"


def _direction(old: RuleSet, new: RuleSet, frame: pl.DataFrame) -> pl.Series:
    pairs = frame.select("old_rating", "new_rating")
    ways = {pair: direction_of(old, new, *pair) for pair in pairs.unique().rows()}
    return pl.Series("direction", [ways[pair] for pair in pairs.iter_rows()], pl.String)


def _scores(differences: Differences, old: RatedSheet, new: RatedSheet) -> tuple[ScoreChange, ...]:
    """The total, and the nodes right below it that both rule sets have."""
    listed = []
    scale = 10 ** max(differences.old.scale.decimals, differences.new.scale.decimals)
    for path, column in old.scores.items():
        matches = differences.correspondence.new_of.get(path, ())
        if len(matches) != 1 or matches[0] not in new.scores:
            continue
        whole = [
            (frame[name] * scale).round().cast(pl.Int64)
            for frame, name in ((old.frame, column), (new.frame, new.scores[matches[0]]))
        ]
        apart = (whole[1] - whole[0]).drop_nulls()
        if len(apart):
            low, high = (Fraction(cast("int", end), scale) for end in (apart.min(), apart.max()))
            mean = Fraction(int(apart.sum()), scale * len(apart))
            listed.append(ScoreChange(path, len(apart), int((apart != 0).sum()), mean, low, high))
    return tuple(sorted(listed, key=lambda change: change.path != TOTAL))


def _targets(old: RatedSheet, new: RatedSheet) -> dict[str, tuple[TargetResult | None, TargetResult | None]]:
    shares = []
    for sheet in (old, new):
        is_rated = sheet.frame["rating"].is_not_null()
        own = {}
        for target in sheet.rules.targets:
            meeting = int((sheet.frame[sheet.targets[target.id]] & is_rated).sum())
            own[target.id] = TargetResult(target, meeting, int(is_rated.sum()))
        shares.append(own)
    return {id_: (shares[0].get(id_), shares[1].get(id_)) for id_ in dict.fromkeys([*shares[0], *shares[1]])}


__all__ = ["DIRECTIONS", "Comparison", "Direction", "ScoreChange", "compare_pairs", "units_of"]
