"""Each year's rules on each year's data: how much of the change is the rules', and how much the scores'."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import polars as pl

from ..meaning.arithmetic.rounding_exactly import round_exactly
from ..meaning.model import RuleSet
from ..meaning.printed_scores import printed_places
from ..meaning.steps_in_order import is_numberless
from ..rating.whole_numbers import whole_numbers
from ..words.diagnostics import Diagnostic, Text, counted, in_order, say
from ..words.numerals import decimal_text
from .comparison import Comparison, scores_of, targets_of, units_of
from .ratings import UNIT, Data, RatedSheet
from .unrated import unrated_units

CAUSES = ("scores", "rules", "both", "untold", "lacked", "lacks", "neither", "same", "new", "gone")


@dataclass(frozen=True)
class Years:
    """The old rules on the old data, the old rules on the new data, the new rules on the new data.

    `units` has a row a unit of either year: `unit`, `before` (rating by the old rules on the old data),
    `between` (by the old rules on the new data), `after`, the same of `total_…`, and `cause`: what changed
    the rating, `scores`, `rules`, `both` of them, `untold` (the old rules do not rate the new data),
    `lacked` and `lacks` (it was not rated in the old year, or is not in the new one, for want of data),
    `neither` (both changed it, and it is what it was), `same` (it is what it was), or that the unit is `new`
    or `gone`. `whole` is the comparison from the old year to the new one, of the units that both have;
    `by_rules` that of both rule sets on the new data, where `unrated` are not rated."""

    old: RuleSet
    new: RuleSet
    units: pl.DataFrame
    whole: Comparison
    by_rules: Comparison
    unrated: tuple[Text, ...] = ()

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many units have each cause, all causes named."""
        counted = dict(self.units["cause"].value_counts().iter_rows())
        return {cause: counted.get(cause, 0) for cause in CAUSES}

    @cached_property
    def measured(self) -> Mapping[str, int]:
        """How many units have a total in both years (`all`), and how many of these (`split`) have one by the
        old rules on the new data too."""
        both = self.units.drop_nulls(["total_before", "total_after"])
        return {"all": both.height, "split": both.height - both["total_between"].null_count()}

    @cached_property
    def means(self) -> Mapping[str, Fraction | None]:
        """The mean change of the total: `all` of the units that have one in both years; by scores, by rules,
        and by both (`split`) of those that the old rules score on the new data too. None of none."""
        both = self.units.drop_nulls(["total_before", "total_after"])
        split = both.drop_nulls("total_between")
        return {
            "scores": self._mean(split, "total_before", "total_between"),
            "rules": self._mean(split, "total_between", "total_after"),
            "split": self._mean(split, "total_before", "total_after"),
            "all": self._mean(both, "total_before", "total_after"),
        }

    @property
    def _places(self) -> int:
        return max(printed_places(rules, rules.total) for rules in (self.old, self.new))

    def _mean(self, units: pl.DataFrame, earlier: str, later: str) -> Fraction | None:
        """By how much a total is more than another one, on average."""
        if not units.height:
            return None
        whole = (whole_numbers(units[name], self._places) for name in (later, earlier))
        more, less = (sum(number for number in own if number is not None) for own in whole)
        return Fraction(more - less, units.height * 10**self._places)

    order = say("First the scores change, by the old rules; then the rules, on the new data.")

    @property
    def has_ratings(self) -> bool:
        """Whether one of the rule sets gives ratings."""
        return bool(self.old.bands or self.new.bands)

    def sentences(self) -> Iterator[Text]:
        """The mean change of the total, in words, and how much of it scores and rules make."""
        if any(is_numberless(rules.total) for rules in (self.old, self.new)):
            return
        every, split = self.measured["all"], self.measured["split"]
        shown = {
            name: _signed(value, self._places) for name, value in self.means.items() if value is not None
        }
        if not every:
            yield say("No unit has a total in both years.")
        elif split == every:
            yield say(
                "Mean change of the total: {all} points, of which scores {scores} and rules {rules}.", **shown
            )
        elif split:
            yield _of_all(every, shown)
            yield counted(
                split,
                "Of the one that the old rules give a total for the new data: {split} points, of which "
                "scores {scores} and rules {rules}.",
                "Of the {count} of them that the old rules give a total for the new data: {split} points, of "
                "which scores {scores} and rules {rules}.",
                **shown,
            )
        else:
            yield _of_all(every, shown)
            yield say(
                "How much of it scores make, and how much rules, cannot be told: the old rules give none of "
                "these units a total for the new data."
            )

    def headings(self) -> tuple[Text, ...]:
        """Of the table of causes."""
        return (say("what changed the rating"), say("units"))

    def rows(self) -> list[tuple[Any, ...]]:
        """Every cause that some unit has, in words, and how many have it."""
        words = {
            "scores": say("scores changed"),
            "rules": say("rules changed"),
            "both": say("both, in turn"),
            "untold": say("scores or rules: the old rules do not rate the new data"),
            "lacked": say("not rated in the old year"),
            "lacks": say("not rated in the new year"),
            "neither": say("both, and back to the same rating"),
            "same": say("the same rating"),
            "new": say("only in the new data"),
            "gone": say("only in the old data"),
        }
        return [(words[cause], count) for cause, count in self.counts.items() if count]


def _of_all(units: int, shown: Mapping[str, str]) -> Text:
    """The mean change of the total of so many units."""
    return counted(
        units,
        "Change of the total of the one unit that has it in both years: {all} points.",
        "Mean change of the total: {all} points, of {count} units.",
        **shown,
    )


def _signed(value: Fraction, places: int) -> str:
    """A change of so many points, with its sign."""
    rounded = round_exactly(value, places, "half_up")
    return f"{'-' if rounded < 0 else '+'}{decimal_text(abs(rounded), places)}"


def years(by_rules: Comparison, old_data: Data, new_data: Data) -> Years:
    """Splits the change from the old year to the new one; `by_rules` is the comparison of both rule sets on
    the new data."""
    old, new = by_rules.old, by_rules.new
    (sheet,) = old_data.rated([old])
    units = _caused(sheet, by_rules)
    found = in_order([*old_data.findings(), *sheet.few, *by_rules.diagnostics])
    unrated = tuple(unrated_units([by_rules], new_data, new_data))
    return Years(old, new, units, _whole(sheet, by_rules, units, found), by_rules, unrated)


def _caused(sheet: RatedSheet, by_rules: Comparison) -> pl.DataFrame:
    """The units of either year, each with what changed its rating."""
    first = units_of(sheet, sheet).select(
        UNIT, before="old_rating", total_before="old_total", in_old=pl.lit(value=True)
    )
    then = by_rules.units.select(
        UNIT, between="old_rating", total_between="old_total", after="new_rating", total_after="new_total"
    )
    both = first.join(
        then.with_columns(in_new=pl.lit(value=True)),
        on=UNIT,
        how="full",
        coalesce=True,
        maintain_order="right_left",
    )
    before, between, after = (pl.col(name) for name in ("before", "between", "after"))
    by_scores, by_rule = before.ne_missing(between), between.ne_missing(after)
    cause = (
        pl.when(pl.col("in_old").is_null())
        .then(pl.lit("new"))
        .when(pl.col("in_new").is_null())
        .then(pl.lit("gone"))
        .when(before.is_null() & (between.is_not_null() | after.is_not_null()))
        .then(pl.lit("lacked"))
        .when(before.is_not_null() & between.is_null() & after.is_null())
        .then(pl.lit("lacks"))
        .when(between.is_null() & before.is_not_null() & after.is_not_null())
        .then(pl.when(before == after).then(pl.lit("same")).otherwise(pl.lit("untold")))
        .when(by_scores & by_rule & before.eq_missing(after))
        .then(pl.lit("neither"))
        .when(by_scores & by_rule)
        .then(pl.lit("both"))
        .when(by_scores)
        .then(pl.lit("scores"))
        .when(by_rule)
        .then(pl.lit("rules"))
        .otherwise(pl.lit("same"))
    )
    return both.with_columns(cause.alias("cause")).drop("in_old", "in_new")


def _whole(
    sheet: RatedSheet, by_rules: Comparison, caused: pl.DataFrame, found: tuple[Diagnostic, ...]
) -> Comparison:
    """The comparison from the old year to the new one."""
    shared = by_rules.units.join(sheet.frame, on=UNIT, how="semi", maintain_order="left").select(UNIT)
    old, new = (_of_units(own, shared) for own in (sheet, by_rules.sheets[1]))
    places = units_of(sheet, sheet).select(UNIT, "old_place")
    news = by_rules.units.select(UNIT, "new_place", clause="cause")
    listed = units_of(old, new).drop("old_place", "new_place")
    for own in (places, news, caused.select(UNIT, why="cause")):
        listed = listed.join(own, on=UNIT, how="left", maintain_order="left")
    name = "total" if by_rules.is_scored else "rating"
    moved = listed.filter(pl.col(f"old_{name}").ne_missing(pl.col(f"new_{name}")))
    counted = moved.group_by("why", "clause").len().sort(-pl.col("len").cast(pl.Int64), "why", "clause")
    causes = (
        counted.select("why", "clause").with_row_index("cause").with_columns(pl.col("cause").cast(pl.Int32))
    )
    moved = moved.select(UNIT, "why", "clause").join(
        causes, on=["why", "clause"], how="left", nulls_equal=True
    )
    units = listed.join(moved.select(UNIT, "cause"), on=UNIT, how="left", maintain_order="left")
    described = by_rules.described
    return replace(
        by_rules,
        units=units.drop("why", "clause"),
        described=replace(
            described, frame=described.frame.join(shared, on=UNIT, how="semi", maintain_order="left")
        ),
        attribution=replace(by_rules.attribution, causes=(), alone=()),
        told=tuple(_cause_in_words(by_rules, why, clause) for why, clause, _ in counted.iter_rows()),
        scores=scores_of(by_rules.differences, old, new),
        targets=targets_of(by_rules.differences, sheet, by_rules.sheets[1]),
        sheets=(old, new),
        diagnostics=found,
    )


def _of_units(sheet: RatedSheet, units: pl.DataFrame) -> RatedSheet:
    """A sheet of some units, in their order."""
    return replace(sheet, frame=units.join(sheet.frame, on=UNIT, how="left", maintain_order="left"))


def _cause_in_words(by_rules: Comparison, why: str, clause: int | None) -> Text:
    """What changed the rating of a unit from the one year to the other."""
    if why == "scores":
        return say("its scores")
    if why == "untold":
        return say("its scores or the rules: the old rules do not rate the new data")
    if why in ("lacked", "lacks"):
        return say("not rated in the old year") if why == "lacked" else say("not rated in the new year")
    rule = say("the rules") if clause is None else by_rules.told[clause]
    return say("its scores, then: {clause}", clause=rule) if why == "both" else rule


__all__ = ["Years", "years"]
