"""The nearest misses: units that would be rated otherwise if one score were a little higher or lower.

One score is moved at a time, the total or one that a condition of the bands looks at, and the others stay: to
the next bound of a band, or to the next number that a condition compares with. What the rating is there, the
rule set itself says."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any, cast

import polars as pl

from ..data.claims import Claim, Claims
from ..meaning.joint import alone
from ..meaning.model import TOTAL, Node, RuleSet
from ..meaning.plan import Plan
from ..rating.rated import rate_jointly
from ..words.numerals import read_number
from .ratings import UNIT, RatedSheet

NEAR = Fraction(1)
"""How near is near, in points, unless it is said otherwise."""


def margins(old: RatedSheet, new: RatedSheet, most: Fraction | float) -> pl.DataFrame:
    """The units within `most` points of another rating, nearest first: `side` (old or new), `unit`, `rating`,
    `score` (what would have to be otherwise), `from`, `to`, `apart` (points, positive where it would have to
    rise) and `other`, the rating there. Of each unit and side, the nearest."""
    frames = [
        _near(sheet, most).with_columns(pl.lit(side).alias("side"))
        for side, sheet in (("old", old), ("new", new))
    ]
    return (
        pl.concat(frames)
        .select("side", UNIT, "rating", "score", "from", "to", "apart", "other")
        .sort(pl.col("apart").abs(), "side", UNIT)
    )


def _near(sheet: RatedSheet, most: Fraction | float) -> pl.DataFrame:
    """The nearest miss of each unit of a sheet. Scores are whole numbers of the last decimal (`at PATH`)
    until they are shown."""
    rules, step = sheet.rules, 10**sheet.rules.scale.decimals
    stub, paths = _bands_only(rules)
    columns = [path for path in paths if path in sheet.scores]
    frame = sheet.frame.filter(pl.col("rating").is_not_null()).select(
        UNIT,
        "rating",
        *((pl.col(sheet.scores[path]) * step).round().cast(pl.Int64).alias(f"at {path}") for path in columns),
    )
    width = int(min(most, rules.scale.maximum - rules.scale.minimum) * step)
    tried = [_moved(frame, path, point, width) for path in columns for point in _points_beside(rules, path)]
    wanted = [UNIT, "rating", "score", "from", "to", "other"]
    if not any(moved.height for moved in tried):
        whole = dict.fromkeys(("from", "to"), pl.lit(0, pl.Int64))
        none = frame.clear().with_columns(score=pl.lit(""), other=pl.lit(""), **whole)
        return none.select(wanted).with_columns(*_shown(step))
    values = (
        pl.concat(tried)
        .with_row_index("row")
        .with_columns(_decimal(pl.col(f"at {path}"), step).alias(f"value {path}") for path in columns)
    )
    nodes = tuple(Claim(f"value {path}", path, (path,), path) for path in columns)
    claims = Claims("row", "row", nodes, {})
    rated = rate_jointly(alone(Plan.of(stub)), cast("Any", values), claims, judge=(), shown=(), targets=False)
    there = pl.col(rated.columns["rating", ""]).alias("other")
    return (
        cast("pl.DataFrame", rated.frame)
        .with_columns(there)
        .filter(pl.col("other").is_not_null() & (pl.col("other") != pl.col("rating")))
        .sort((pl.col("to") - pl.col("from")).abs(), pl.col("score") != TOTAL, "score", "to")
        .unique(UNIT, keep="first", maintain_order=True)
        .select(wanted)
        .with_columns(*_shown(step))
    )


def _points_beside(rules: RuleSet, path: str) -> list[int]:
    """The scores of a node at which a rating can change, and those right beside them, within the scale: as
    whole numbers of the last decimal."""
    scale, step = rules.scale, 10**rules.scale.decimals
    points = {
        int(point)
        for bound in _points(rules, path)
        for point in (bound * step - 1, bound * step, bound * step + 1)
    }
    return sorted(point for point in points if scale.minimum * step <= point <= scale.maximum * step)


def _moved(frame: pl.DataFrame, path: str, point: int, width: int) -> pl.DataFrame:
    """The units of which a score is another one and at most so far away, with the score moved to the
    point."""
    own = pl.col(f"at {path}")
    return frame.filter((own != point) & ((own - point).abs() <= width)).with_columns(
        pl.lit(path).alias("score"),
        own.alias("from"),
        pl.lit(point, pl.Int64).alias("to"),
        pl.lit(point, pl.Int64).alias(f"at {path}"),
    )


def _shown(step: int) -> Iterator[pl.Expr]:
    yield from (_decimal(pl.col(name), step).alias(name) for name in ("from", "to"))
    yield _decimal(pl.col("to") - pl.col("from"), step).alias("apart")


def _decimal(whole: pl.Expr, step: int) -> pl.Expr:
    """whole / step as the double nearest to the decimal number: polars divides by multiplying, and its own
    round divides."""
    return (whole / step).round(len(str(step)) - 1)


def _bands_only(rules: RuleSet) -> tuple[RuleSet, tuple[str, ...]]:
    """The rule set as far as the bands see it: every node that they look at is one that data give."""
    paths = Plan.of(rules).required
    steps = [path.split(".") for path in paths]
    wanted = {".".join(own[:depth]) for own in steps for depth in range(1, len(own) + 1)}

    def pruned(node: Node) -> Node:
        return replace(
            node,
            score=None,
            answers=None,
            children=tuple(pruned(child) for child in node.children if child.path in wanted),
        )

    return replace(rules, total=pruned(rules.total), targets=(), judgements={}), paths


def _points(rules: RuleSet, path: str) -> set[Fraction]:
    """The values at which the rating can change: of the total the bounds of bands; the numbers that
    conditions compare with."""
    points = (
        {bound for band in rules.bands for bound in (band.minimum, band.maximum) if bound is not None}
        if path == TOTAL
        else set()
    )
    for band in rules.bands:
        if band.when is None or path not in Plan.of(rules).referred(band.when):
            continue
        for node in ast.walk(band.when.tree):
            if isinstance(node, ast.Constant):
                number = read_number(ast.get_source_segment(band.when.code, node) or "")
                points |= set() if number is None else {number}
        points |= {rules.thresholds[name].value for name in band.when.names if name in rules.thresholds}
    return points


__all__ = ["NEAR", "margins"]
