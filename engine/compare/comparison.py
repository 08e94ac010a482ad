"""Data rated by an old and a new rule set: who moves, why, and what that adds up to. Everything here is
data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Literal

import polars as pl

from ..meaning.model import TOTAL, RuleSet
from ..meaning.scope import is_pure
from ..meaning.statuses import INCOMPLETE, RATED, SCORED
from ..rating.evaluation import TargetResult, places_of_groups
from ..rating.whole_numbers import whole_numbers
from ..words.diagnostics import Diagnostic, KenError, Position, Text, in_order, say
from .attribution import Attribution, Attributor, Numbers
from .changes import differences
from .margins import NEAR, NearMisses, margins
from .rating_order import DIRECTIONS, Direction, Order, are_scored, direction_of, directions, order_of
from .ratings import UNIT, Data, Described, RatedSheet
from .rule_differences import Differences
from .together import Together

EXAMPLES = 3
"""So many units of each clause are named."""


@dataclass(frozen=True)
class ScoreChange:
    """How a printed score differs over the units that have it by both: in points, new minus old; it is
    printed to so many `decimals`."""

    path: str
    decimals: int
    units: int
    changed: int
    mean: Fraction
    lowest: Fraction
    highest: Fraction


@dataclass(frozen=True)
class Comparison:
    """An old and a new rule set on the same units.

    `units` has a row a unit, in the order of the data: `unit`, `old_rating`, `new_rating` (missing where it
    is not rated), `old_total`, `new_total` (as printed), `direction`, `old_place`, `new_place` (of all units
    that are rated, or scored by rules without bands, by the total, 1 the best; missing where the rules say
    not what is better), `old_status`, `new_status`, and `cause` (a number in `told`, which has the causes
    in words; missing where the rating is the same, or no cause was found). `described` has the data's other
    columns, row by row."""

    differences: Differences
    units: pl.DataFrame
    described: Described
    attribution: Attribution
    told: tuple[Text, ...]
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

    @property
    def order(self) -> Order:
        """By what the better of two ratings is told (see rating_order.py)."""
        return order_of(self.old, self.new)

    @property
    def is_scored(self) -> bool:
        """Whether neither rule set gives ratings, so that totals are compared."""
        return are_scored([self.old, self.new])

    @cached_property
    def tells_status(self) -> bool:
        """Whether a unit can be something else than rated or not rated: scored, or not applicable."""
        statuses = {*self.units["old_status"].unique(), *self.units["new_status"].unique()}
        return not statuses <= {RATED, INCOMPLETE}

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
        """The units that have another rating by the new rules, or have one by one of the two only; where
        neither gives ratings, those of another total."""
        name = "total" if self.is_scored else "rating"
        return self.units.filter(pl.col(f"old_{name}").ne_missing(pl.col(f"new_{name}")))

    def causes(self) -> list[tuple[Text, int, Mapping[Direction, int]]]:
        """Each cause in words, how many units it moved, and where to."""
        listed: list[tuple[Text, int, Mapping[Direction, int]]] = []
        counted = self.moved.group_by("cause", "direction").len()
        for number, words in enumerate(self.told):
            own = {direction: count for cause, direction, count in counted.iter_rows() if cause == number}
            listed.append((words, sum(own.values()), own))
        return listed

    @property
    def clauses(self) -> pl.DataFrame:
        """Who moves by which cause from which rating to which: `cause`, `old_rating`, `new_rating`, `units`,
        and the first `examples` of them; the most frequent causes first."""
        return (
            self.moved.group_by("cause", "old_rating", "new_rating", maintain_order=True)
            .agg(pl.len().alias("units"), pl.col(UNIT).head(EXAMPLES).alias("examples"))
            .sort("cause", -pl.col("units").cast(pl.Int64), nulls_last=True, maintain_order=True)
        )

    @property
    def groupings(self) -> tuple[str, ...]:
        """The descriptive columns that put units into groups: more than one, and not nearly as many as
        units."""
        return self.described.groupings

    def near(self, most: Fraction | float = NEAR) -> pl.DataFrame:
        """The units that are at most so many points away from another rating, by either rule set (see
        margins.py)."""
        return self.near_misses(most).frame

    def near_misses(self, most: Fraction | float = NEAR) -> NearMisses:
        """The same, with what was not looked at."""
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
        grouped = (
            frame.with_columns(places_of_groups(own).alias("first"))
            .group_by("group")
            .agg(pl.len().alias("units"), *counts, *means, pl.col("first").first())
        )
        return grouped.sort("first", nulls_last=True).drop("first")


def in_words(differences: Differences, numbers: Numbers) -> Text:
    """The titles of some changes, by their numbers in `differences.rating`."""
    titles = [differences.rating[number].title for number in sorted(numbers)]
    words = titles[0]
    for title in titles[1:]:
        words = say("{first} + {rest}", first=words, rest=title)
    return words


def compare_pairs(rules: Sequence[RuleSet], data: Data) -> list[Comparison]:
    """Each rule set with the one after it, all in one pass over the data."""
    attributors = [Attributor(differences(old, new), data) for old, new in pairwise(rules)]
    mixed = [attributor.between_them for attributor in attributors]
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
    differences, data = attributor.differences, attributor.data
    assumptions = Together.of_all((differences.old, differences.new)).assumptions
    return Comparison(
        differences,
        units,
        described,
        attribution,
        tuple(in_words(differences, numbers) for numbers in attribution.causes),
        scores_of(differences, old, new),
        targets_of(differences, old, new),
        (old, new),
        (*assumptions, *data.together.reading_told),
        in_order([*data.findings(), *old.few, *new.few]),
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
            "old_status": old.frame["status"],
            "new_status": new.frame["status"],
        }
    )
    return frame.select(
        UNIT,
        *("old_rating", "new_rating", "old_total", "new_total"),
        directions(old.rules, new.rules, frame),
        _place("old", old.rules).alias("old_place"),
        _place("new", new.rules).alias("new_place"),
        *("old_status", "new_status"),
    )


def _place(side: str, rules: RuleSet) -> pl.Expr:
    if rules.scale.better == "none":
        return pl.lit(None, pl.Int64)
    counts = pl.col(f"{side}_status").is_in([RATED, SCORED])
    total = pl.when(counts).then(pl.col(f"{side}_total"))
    return total.rank("min", descending=rules.scale.better == "higher").cast(pl.Int64)


def scores_of(differences: Differences, old: RatedSheet, new: RatedSheet) -> tuple[ScoreChange, ...]:
    """The total, and the nodes right below it that both rule sets have."""
    listed = []
    for path, column in old.scores.items():
        matches = differences.correspondence.new_of.get(path, ())
        if len(matches) != 1 or matches[0] not in new.scores:
            continue
        if is_pure(old.rules, path) or is_pure(new.rules, matches[0]):
            continue
        places = max(old.places(path), new.places(matches[0]))
        ones, others = (
            whole_numbers(frame[name], places)
            for frame, name in ((old.frame, column), (new.frame, new.scores[matches[0]]))
        )
        both = zip(ones, others, strict=True)
        apart = [other - one for one, other in both if one is not None and other is not None]
        if apart:
            ends = Fraction(min(apart), 10**places), Fraction(max(apart), 10**places)
            mean = Fraction(sum(apart), 10**places * len(apart))
            changed = sum(1 for each in apart if each)
            listed.append(ScoreChange(path, places, len(apart), changed, mean, *ends))
    return tuple(sorted(listed, key=lambda change: change.path != TOTAL))


def targets_of(
    differences: Differences, old: RatedSheet, new: RatedSheet
) -> dict[str, tuple[TargetResult | None, TargetResult | None]]:
    """What became of each target by the old rule set and by the new one, of the units rated; by what the new
    rule set calls it."""
    ids = [[target.id for target in sheet.rules.targets] for sheet in (old, new)]
    now = differences.correspondence.called_now("targets", *ids)
    shares = []
    for sheet in (old, new):
        is_rated = sheet.frame["rating"].is_not_null()
        own = {}
        for target in sheet.rules.targets:
            meeting = int((sheet.frame[sheet.targets[target.id]] & is_rated).sum())
            name = now[target.id] if sheet is old else target.id
            own[name] = TargetResult(target, meeting, int(is_rated.sum()))
        shares.append(own)
    return {id_: (shares[0].get(id_), shares[1].get(id_)) for id_ in dict.fromkeys([*shares[0], *shares[1]])}


__all__ = ["Comparison", "ScoreChange", "compare_pairs", "in_words", "scores_of", "targets_of", "units_of"]
