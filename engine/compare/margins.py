"""The nearest misses: units that would be rated otherwise if one score were a little higher or lower.

One score is moved at a time, the total or one that a condition of the bands looks at, and the others stay: to
the next bound of a band, or to the next number that a condition compares with. What the rating is there, the
rule set itself says: a unit that a limit holds back is no near miss of a bound that would not help it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import polars as pl

from ..data.claims import Claim, Claims
from ..meaning.arithmetic.frames import divided
from ..meaning.joint import alone
from ..meaning.model import TOTAL, RuleSet
from ..meaning.plan import Plan
from ..meaning.printed_scores import printed_places
from ..meaning.scope import thresholds_at
from ..meaning.steps_in_order import bands_of
from ..rating.rated import rate_jointly
from ..words.diagnostics import Text, counted
from ..words.natural_order import natural_places
from ..words.numerals import read_number
from .bands_alone import BandsAlone
from .ratings import UNIT, RatedSheet

NEAR = Fraction(1)
"""How near is near, in points, unless it is said otherwise."""

MOST_WHOLE = 2**62
"""Scores of more last decimals are not moved."""


@dataclass(frozen=True)
class NearMisses:
    """The units within some points of another rating, nearest first: `side` (old or new), `unit`, `rating`,
    `score` (what would have to be otherwise), `from`, `to`, `apart` (points, positive where it would have to
    rise) and `other`, the rating there. Of each unit and side, the nearest. `untold` says what was not looked
    at."""

    frame: pl.DataFrame
    untold: tuple[Text, ...] = ()


def margins(old: RatedSheet, new: RatedSheet, most: Fraction | float) -> NearMisses:
    """The units within `most` points of another rating by either rule set."""
    frames, untold = [_NONE], dict[str, Text]()
    for side, sheet in (("old", old), ("new", new)):
        for rules, units in sheet.parts if sheet.rules.bands else ():
            if not rules.bands or not units.height:
                continue
            found = _NearSearch(sheet, rules, units, BandsAlone(rules))
            frames += (
                [] if found.bands.unseen else [found.near(most).with_columns(pl.lit(side).alias("side"))]
            )
            untold |= {str(text): text for text in found.untold()}
    frame = pl.concat(frames, how="diagonal_relaxed").select(_NONE.columns)
    places = natural_places(frame[UNIT])
    by_name = pl.col(UNIT).replace_strict(places, default=None, return_dtype=pl.Int64)
    return NearMisses(frame.sort(pl.col("apart").abs(), "side", by_name), tuple(untold.values()))


_NONE = pl.DataFrame(
    schema={
        "side": pl.String,
        UNIT: pl.String,
        "rating": pl.String,
        "score": pl.String,
        **dict.fromkeys(("from", "to", "apart"), pl.Float64),
        "other": pl.String,
    }
)


@dataclass(frozen=True)
class _NearSearch:
    """The units that one rule set rates, or one variant of it."""

    sheet: RatedSheet
    rules: RuleSet
    units: pl.DataFrame
    bands: BandsAlone

    def untold(self) -> Iterator[Text]:
        """What was not looked at."""
        unseen, not_tried = self.bands.unseen, self.bands.not_tried
        if unseen is not None:
            yield unseen
            return
        yield from () if not_tried is None else (not_tried,)
        if count := self.rated.height - self.seen.height:
            yield counted(
                count,
                "Of {count} unit nearest misses by {rules} were not looked for: its rating does not come of "
                "what is printed alone.",
                "Of {count} units nearest misses by {rules} were not looked for: their ratings do not come "
                "of what is printed alone.",
                rules=self.rules.id,
            )

    def near(self, most: Fraction | float) -> pl.DataFrame:
        """The nearest miss of each unit. Scores are whole numbers of the last decimal (`at PATH`) until they
        are shown."""
        tried = [
            _moved(self.seen, path, point, self.grid[path][0] * Fraction(min(most, float(MOST_WHOLE))))
            for path in self.columns
            for point in self._points_beside(path)
        ]
        if not any(moved.height for moved in tried):
            return _NONE
        moved = pl.concat(tried)
        return (
            moved.with_columns(self._ratings(moved).alias("other"))
            .filter(pl.col("other").is_not_null() & (pl.col("other") != pl.col("rating")))
            .with_columns(*self._shown())
            .sort(pl.col("apart").abs(), pl.col("score") != TOTAL, "score", "to")
            .unique(UNIT, keep="first", maintain_order=True)
            .select(UNIT, "rating", "score", "from", "to", "apart", "other")
        )

    @cached_property
    def columns(self) -> list[str]:
        """The scores that are there to be moved."""
        return [path for path in self.bands.scores if path in self.sheet.scores]

    @cached_property
    def grid(self) -> Mapping[str, tuple[int, int]]:
        """By path: how many of the last decimal make 1, and of how many of them the score is a multiple."""
        made = {}
        for path in self.columns:
            node = self.rules.nodes[path]
            whole = 10 ** printed_places(self.rules, node)
            step = None if node.round is None else node.round.step
            made[path] = whole, 1 if step is None else max(1, int(step * whole))
        return made

    @cached_property
    def rated(self) -> pl.DataFrame:
        """The rated units with the scores and words that their ratings look at."""
        units = self.units.filter(pl.col("rating").is_not_null())
        for path in self.columns:
            own = units[self.sheet.scores[path]]
            units = units.filter((own.abs() * self.grid[path][0] < MOST_WHOLE).fill_null(value=True))
        scores = [
            (pl.col(self.sheet.scores[path]) * self.grid[path][0]).round().cast(pl.Int64).alias(f"at {path}")
            for path in self.columns
        ]
        return units.select(UNIT, "rating", *scores, *self._cells())

    def _cells(self) -> Iterator[pl.Expr]:
        for path in self.bands.said:
            if path in self.sheet.cells:
                cell = pl.col(self.sheet.cells[path])
                if path in self.sheet.scores and path not in self.rules.inputs:
                    cell = pl.when(pl.col(self.sheet.scores[path]).is_not_null()).then(cell)
                yield cell.cast(pl.Float64).alias(f"cell {path}")

    @cached_property
    def seen(self) -> pl.DataFrame:
        """The units whose rating comes of what is printed, as all are by rules of the first edition."""
        if not self.rated.height:
            return self.rated
        return self.rated.filter(self._ratings(self.rated).eq_missing(self.rated["rating"]))

    def _ratings(self, frame: pl.DataFrame) -> pl.Series:
        """The ratings of units with such scores and words."""
        values = frame.with_row_index("row").with_columns(
            divided(pl.col(f"at {path}"), float(self.grid[path][0])).alias(f"value {path}")
            for path in self.columns
        )
        names = {path: f"value {path}" for path in self.columns}
        names |= {path: f"cell {path}" for path in self.bands.said if f"cell {path}" in frame.columns}
        nodes = tuple(Claim(name, path, (path,), path) for path, name in names.items())
        claims = Claims("row", "row", nodes, {})
        rated = rate_jointly(
            alone(Plan.of(self._stub)), cast("Any", values), claims, judge=(), shown=(), targets=False
        )
        return cast("pl.DataFrame", rated.frame)[rated.columns["rating", ""]]

    @cached_property
    def _stub(self) -> RuleSet:
        leaving = [path for path in self.columns if path != TOTAL and self.rated[f"at {path}"].null_count()]
        return self.bands.given(leaving)

    def _points_beside(self, path: str) -> list[int]:
        """The scores of a node at which a rating can change, and those right beside them, between the ends of
        what it can be: as whole numbers of the last decimal. Where it has single scores alone, all of
        these."""
        (whole, step), scale = self.grid[path], self.rules.scale
        node, reach = self.rules.nodes[path], Plan.of(self.rules).reach
        if single := reach.single(node):
            return [int(score * whole) for score in single if (score * whole).denominator == 1]
        low, high = reach.ends(node)
        low = min(low, scale.minimum) if scale.bounded_below else low
        high = max(high, scale.maximum) if scale.bounded_above else high
        points = set()
        for bound in self._points(path):
            first = int(bound * whole // step) * step
            points |= {first - step, first, first + step}
        return sorted(
            point for point in points if low * whole <= point <= high * whole and abs(point) < MOST_WHOLE
        )

    def _points(self, path: str) -> set[Fraction]:
        """The values at which a rating can change: the bounds of bands, and the numbers that conditions
        compare with."""
        bands = bands_of(self.rules, self.rules.nodes[path])
        points = {bound for band in bands for bound in (band.minimum, band.maximum) if bound is not None}
        for at, expression in self.bands.expressions:
            if path not in Plan.of(self.rules).referred(expression, at) and not (
                at == path and "score" in expression.names
            ):
                continue
            for node in ast.walk(expression.tree):
                if isinstance(node, ast.Constant):
                    number = read_number(ast.get_source_segment(expression.code, node) or "")
                    points |= set() if number is None else {number}
            thresholds = thresholds_at(self.rules, at)
            points |= {thresholds[name].value for name in expression.names if name in thresholds}
        return points

    def _shown(self) -> Iterator[pl.Expr]:
        """The scores as decimal numbers, by what was moved."""
        for name, whole in (
            ("from", pl.col("from")),
            ("to", pl.col("to")),
            ("apart", pl.col("to") - pl.col("from")),
        ):
            shown: Any = pl.lit(None, pl.Float64)
            for path in self.columns:
                own = divided(whole, float(self.grid[path][0]))
                shown = pl.when(pl.col("score") == path).then(own).otherwise(shown)
            yield shown.alias(name)


def _moved(frame: pl.DataFrame, path: str, point: int, width: Fraction) -> pl.DataFrame:
    """The units of which a score is another one and at most so far away, with the score moved to the
    point."""
    own, most = pl.col(f"at {path}"), int(min(width, Fraction(MOST_WHOLE)))
    return frame.filter((own != point) & ((own - point).abs() <= most)).with_columns(
        pl.lit(path).alias("score"),
        own.alias("from"),
        pl.lit(point, pl.Int64).alias("to"),
        pl.lit(point, pl.Int64).alias(f"at {path}"),
    )


__all__ = ["NEAR", "NearMisses", "margins"]
