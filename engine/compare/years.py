"""Each year's rules on each year's data: how much of the change is the rules', and how much the scores'."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import polars as pl

from ..meaning.model import RuleSet
from ..meaning.printed_scores import printed_places
from ..meaning.steps_in_order import is_numberless
from ..words.diagnostics import Text, say
from .comparison import Comparison, units_of
from .ratings import UNIT, Data, RatedSheet

CAUSES = ("scores", "rules", "both", "neither", "same", "new", "gone")


@dataclass(frozen=True)
class Years:
    """The old rules on the old data, the old rules on the new data, the new rules on the new data.

    `units` has a row a unit of either year: `unit`, `before` (rating by the old rules on the old data),
    `between` (by the old rules on the new data), `after`, the same of `total_…`, and `cause`: what changed
    the rating, `scores`, `rules`, `both` of them, `neither` (both changed it, and it is what it was), `same`
    (nothing changed it), or that the unit is `new` or `gone`."""

    old: RuleSet
    new: RuleSet
    units: pl.DataFrame

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
            "neither": say("both, and back to the same rating"),
            "same": say("nothing: the same rating"),
            "new": say("only in the new data"),
            "gone": say("only in the old data"),
        }
        return [(words[cause], count) for cause, count in self.counts.items() if count]


def years(old: RuleSet, new: RuleSet, old_data: Data, comparison: Comparison) -> Years:
    """Splits the change from the old year to the new one; `comparison` is of both rule sets on the new
    data."""
    (sheet,) = old_data.rated([old])
    first = _of(sheet)
    then = comparison.units.select(
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
    by_scores, by_rules = before.ne_missing(between), between.ne_missing(after)
    cause = (
        pl.when(pl.col("in_old").is_null())
        .then(pl.lit("new"))
        .when(pl.col("in_new").is_null())
        .then(pl.lit("gone"))
        .when(by_scores & by_rules & before.eq_missing(after))
        .then(pl.lit("neither"))
        .when(by_scores & by_rules)
        .then(pl.lit("both"))
        .when(by_scores)
        .then(pl.lit("scores"))
        .when(by_rules)
        .then(pl.lit("rules"))
        .otherwise(pl.lit("same"))
    )
    return Years(old, new, both.with_columns(cause.alias("cause")).drop("in_old", "in_new"))


def _of(sheet: RatedSheet) -> pl.DataFrame:
    units = units_of(sheet, sheet)
    return units.select(UNIT, before="old_rating", total_before="old_total", in_old=pl.lit(value=True))


__all__ = ["Years", "years"]
