"""Each year's rules on each year's data: how much of the change is the rules', and how much the scores'."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, cast

import polars as pl

from ..meaning.model import RuleSet
from ..meaning.printed_scores import printed_places
from ..meaning.steps_in_order import is_numberless
from ..words.diagnostics import Diagnostic, Text, in_order, say
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
    def means(self) -> Mapping[str, float]:
        """The mean change of the total over the units that have it all three times: by scores, by rules, and
        in all."""
        whole = self.units.drop_nulls(["total_before", "total_between", "total_after"])
        steps = {
            "scores": ("total_between", "total_before"),
            "rules": ("total_after", "total_between"),
            "all": ("total_after", "total_before"),
        }
        return {
            name: cast(float, (whole[later] - whole[earlier]).mean() or 0.0) if whole.height else 0.0
            for name, (later, earlier) in steps.items()
        }

    order = say("First the scores change, by the old rules; then the rules, on the new data.")

    @property
    def has_totals(self) -> bool:
        """Whether a unit has a total all three times."""
        return self.units.drop_nulls(["total_before", "total_between", "total_after"]).height > 0

    @property
    def has_ratings(self) -> bool:
        """Whether one of the rule sets gives ratings."""
        return bool(self.old.bands or self.new.bands)

    def sentences(self) -> Iterator[Text]:
        """The mean change of the total, in words; nothing where no unit has one."""
        if not self.has_totals and (is_numberless(self.old.total) or is_numberless(self.new.total)):
            return
        places = max(printed_places(rules, rules.total) for rules in (self.old, self.new))
        shown = {name: f"{value:+.{places}f}" for name, value in self.means.items()}
        yield say(
            "Mean change of the total: {all} points, of which scores {scores} and rules {rules}.", **shown
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
