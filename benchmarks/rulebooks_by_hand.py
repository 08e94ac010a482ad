"""The rule books of the folder books as queries that somebody who knows polars would write. They check
nothing, and compute in floats."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence

import polars as pl

SATURATION = {
    1: [(91, 3), (93, 2), (95, 1), (None, 0)],
    2: [(83, 3), (85, 2), (87, 1), (92, 0), (94, 1), (96, 2), (None, 3)],
}
RANGES = {
    "respiration": [(8, 3), (11, 1), (20, 0), (24, 2), (None, 3)],
    "pressure": [(90, 3), (100, 2), (110, 1), (219, 0), (None, 3)],
    "pulse": [(40, 3), (50, 1), (90, 0), (110, 1), (130, 2), (None, 3)],
    "temperature": [(35.0, 3), (36.0, 1), (38.0, 0), (39.0, 1), (None, 2)],
}
SUGAR = [3.4, 6.8, 10, 14, 17, 20, 24, 27, 31, 34]
AMOUNT = {1400: 1, 1800: 2, 4000: 4, 9200: 7}
LINES = {
    "fine": (
        1,
        [
            (0, 12.0),
            (12.1, 35.4),
            (35.5, 55.4),
            (55.5, 150.4),
            (150.5, 250.4),
            (250.5, 350.4),
            (350.5, 500.4),
        ],
        [(0, 50), (51, 100), (101, 150), (151, 200), (201, 300), (301, 400), (401, 500)],
    ),
    "coarse": (
        0,
        [(0, 54), (55, 154), (155, 254), (255, 354), (355, 424), (425, 504), (505, 604)],
        [(0, 50), (51, 100), (101, 150), (151, 200), (201, 300), (301, 400), (401, 500)],
    ),
    "ozone": (
        3,
        [(0, 0.059), (0.060, 0.075), (0.076, 0.095), (0.096, 0.115), (0.116, 0.374)],
        [(0, 50), (51, 100), (101, 150), (151, 200), (201, 300)],
    ),
    "monoxide": (
        1,
        [(0, 4.4), (4.5, 9.4), (9.5, 12.4), (12.5, 15.4), (15.5, 30.4), (30.5, 40.4), (40.5, 50.4)],
        [(0, 50), (51, 100), (101, 150), (151, 200), (201, 300), (301, 400), (401, 500)],
    ),
    "dioxide": (
        0,
        [(0, 35), (36, 75), (76, 185), (186, 304), (305, 604), (605, 804), (805, 1004)],
        [(0, 50), (51, 100), (101, 150), (151, 200), (201, 300), (301, 400), (401, 500)],
    ),
}


def points(frame: pl.DataFrame) -> pl.DataFrame:
    """The points of a measured value each, their sum, and the rating."""
    first, second = (up_to(pl.col("oxygen"), SATURATION[device]) for device in (1, 2))
    scores = {
        **{name: up_to(pl.col(name), steps) for name, steps in RANGES.items()},
        "oxygen": pl.when(pl.col("device") == 1).then(first).otherwise(second),
        "sugar": ladder(pl.col("sugar"), dict(zip(SUGAR, range(1, 11), strict=True)), above=True),
        "amount": ladder(pl.col("amount"), AMOUNT),
    }
    return (
        frame.lazy()
        .select("unit", **scores)
        .with_columns(total=pl.sum_horizontal(*scores), most=pl.max_horizontal(*scores))
        .with_columns(
            rating=pl.when((pl.col("total") <= 4) & (pl.col("most") < 3))
            .then(pl.lit("low"))
            .when(pl.col("total") <= 4)
            .then(pl.lit("low-medium"))
            .when(pl.col("total") <= 9)
            .then(pl.lit("medium"))
            .otherwise(pl.lit("high"))
        )
        .drop("most")
        .collect()
    )


def formulas(frame: pl.DataFrame) -> pl.DataFrame:
    """Four scores by formulas, their geometric mean, and the rating."""
    scores = {
        "health": ((pl.col("health") - 20) / 65).clip(0, 1),
        "income": ((pl.col("income").log() - math.log(100)) / (math.log(75000) - math.log(100))).clip(0, 1),
        "weight": 20 / pl.max_horizontal(pl.col("mass") / pl.col("length") ** 2, 20),
        "distance": 1 - (pl.col("east") ** 2 + pl.col("north") ** 2).sqrt() / 150,
    }
    product = pl.col("health") * pl.col("income") * pl.col("weight") * pl.col("distance")
    return (
        frame.lazy()
        .select("unit", **scores)
        .with_columns(total=product**0.25)
        .with_columns((pl.col(name) * 1000 + 0.5).floor() / 1000 for name in (*scores, "total"))
        .with_columns(
            rating=from_(pl.col("total"), {"very high": 0.8, "high": 0.7, "medium": 0.55, "low": -math.inf})
        )
        .collect()
    )


def lines(frame: pl.DataFrame) -> pl.DataFrame:
    """The point on its straight line of a value each, the greatest of them, and the rating. Values are read
    as whole numbers of their last decimal, which floats compare as they should."""
    read = {name: (pl.col(name) * 10**decimals + 1e-6).floor() for name, (decimals, _, _) in LINES.items()}
    scores = {
        name: (on_lines(pl.col(name), ranges, ends, 10**decimals) + 0.5).floor()
        for name, (decimals, ranges, ends) in LINES.items()
    }
    return (
        frame.lazy()
        .with_columns(**read)
        .select("unit", **scores)
        .with_columns(total=pl.max_horizontal(*scores))
        .with_columns(
            rating=down_to(
                pl.col("total"),
                {
                    "good": 50,
                    "moderate": 100,
                    "sensitive": 150,
                    "unhealthy": 200,
                    "very unhealthy": 300,
                    "hazardous": math.inf,
                },
            )
        )
        .collect()
    )


def up_to(value: pl.Expr, steps: Sequence[tuple[float | None, int]]) -> pl.Expr:
    """The points of the first step that a value is not beyond."""
    expr = pl.lit(steps[-1][1])
    for most, score in reversed(steps[:-1]):
        expr = pl.when(value <= most).then(score).otherwise(expr)
    return expr


def ladder(value: pl.Expr, steps: Mapping[float, int], *, above: bool = False) -> pl.Expr:
    """The points of the last step that a value has passed."""
    expr = pl.lit(0)
    for least, score in steps.items():
        expr = pl.when(value > least if above else value >= least).then(score).otherwise(expr)
    return expr


def on_lines(
    value: pl.Expr, ranges: Sequence[tuple[float, float]], scores: Sequence[tuple[int, int]], per: int
) -> pl.Expr:
    """The score of a value, a whole number of 1/per, on the line of its range; none beyond all."""
    expr = pl.lit(None, dtype=pl.Float64)
    for ends, (first, last) in zip(reversed(ranges), reversed(scores), strict=True):
        low, high = (round(end * per) for end in ends)
        line = first + (value - low) * ((last - first) / (high - low))
        expr = pl.when(value <= high).then(line).otherwise(expr)
    return expr


def from_(value: pl.Expr, bands: Mapping[str, float]) -> pl.Expr:
    """The first rating whose least score a value reaches."""
    expr = pl.lit(None, dtype=pl.String)
    for rating, least in reversed(bands.items()):
        expr = pl.when(value >= least).then(pl.lit(rating)).otherwise(expr)
    return expr


def down_to(value: pl.Expr, bands: Mapping[str, float]) -> pl.Expr:
    """The first rating whose greatest score a value is not beyond."""
    expr = pl.lit(None, dtype=pl.String)
    for rating, most in reversed(bands.items()):
        expr = pl.when(value <= most).then(pl.lit(rating)).otherwise(expr)
    return expr


def steps_above(value: pl.Expr, steps: Iterable[float]) -> pl.Expr:
    """A point more for each step that a value is above."""
    return ladder(value, {step: number for number, step in enumerate(steps, 1)}, above=True)


BY_HAND: Mapping[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "points": points,
    "formulas": formulas,
    "lines": lines,
}
