"""Rule books that come with Ken as queries that somebody who knows polars would write. They check nothing,
and compute in floats."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import polars as pl
from rulebooks_by_hand import LINES, down_to, ladder, on_lines, steps_above

LOSS = {"H": 0.56, "L": 0.22, "N": 0.0}
# between the tenths: 39 / 10 is 3.9000000000000004 in a query, which is no number at most 3.9
SEVERITY = {"None": 0.05, "Low": 3.95, "Medium": 6.95, "High": 8.95, "Critical": math.inf}
SALT = [0.2 * step for step in range(1, 21)]
LETTERS = {
    "food": {"A": 0, "B": 2, "C": 10, "D": 18, "E": math.inf},
    "fat": {"A": -6, "B": 2, "C": 10, "D": 18, "E": math.inf},
    "beverage": {"B": 2, "C": 6, "D": 9, "E": math.inf},
}
O3_HOUR = [(0.125, 0.164), (0.165, 0.204), (0.205, 0.404), (0.405, 0.504), (0.505, 0.604)]
NO2 = [(0, 53), (54, 100), (101, 360), (361, 649), (650, 1249), (1250, 1649), (1650, 2049)]
ROWS = {name: rows for name, (_, rows, _) in LINES.items()}
INDICES = LINES["fine"][2]
AIR = {  # by pollutant: the column, its decimals, the rows, and the index of the first of them
    "pm25": ("pm25_24h", 1, ROWS["fine"], 0),
    "pm10": ("pm10_24h", 0, ROWS["coarse"], 0),
    "o3_8h": ("ozone_8h", 3, ROWS["ozone"], 0),
    "o3_1h": ("ozone_1h", 3, O3_HOUR, 2),
    "co": ("co_8h", 1, ROWS["monoxide"], 0),
    "so2_hour": ("so2_1h", 0, ROWS["dioxide"][:4], 0),
    "so2_day": ("so2_24h", 0, ROWS["dioxide"][4:], 4),
    "no2": ("no2_1h", 0, NO2, 0),
}
OF_AIR = {
    "Good": 50,
    "Moderate": 100,
    "Unhealthy for Sensitive Groups": 150,
    "Unhealthy": 200,
    "Very Unhealthy": 300,
    "Hazardous": math.inf,
}


def nutriscore(frame: pl.DataFrame) -> pl.DataFrame:
    """The points of a product, and its letter."""
    kind, col = pl.col("kind"), pl.col
    is_fat, is_drink = kind == "fat", kind.is_in(["beverage", "water"])
    share = pl.when(col("fat_g") == 0).then(0.0).otherwise(100 * col("satfat_g") / col("fat_g"))
    negative = {
        "energy": pl.when(is_fat)
        .then(steps_above(37 * col("satfat_g"), range(120, 1201, 120)))
        .when(is_drink)
        .then(steps_above(col("energy_kj"), [30, 90, 150, 210, 240, 270, 300, 330, 360, 390]))
        .otherwise(steps_above(col("energy_kj"), range(335, 3351, 335))),
        "sugars": pl.when(is_drink)
        .then(steps_above(col("sugars_g"), [0.5, 2, 3.5, 5, 6, 7, 8, 9, 10, 11]))
        .otherwise(
            steps_above(col("sugars_g"), [3.4, 6.8, 10, 14, 17, 20, 24, 27, 31, 34, 37, 41, 44, 48, 51])
        ),
        "saturates": pl.when(is_fat)
        .then(ladder(share, {10 + 6 * step: step + 1 for step in range(10)}))
        .otherwise(steps_above(col("satfat_g"), range(1, 11))),
        "salt": steps_above(col("salt_g"), [round(step, 1) for step in SALT]),
        "sweeteners": pl.when((kind == "beverage") & (col("sweetener") == "yes")).then(4).otherwise(0),
    }
    protein = (
        pl.when(is_drink)
        .then(steps_above(col("protein_g"), [1.2, 1.5, 1.8, 2.1, 2.4, 2.7, 3.0]))
        .otherwise(steps_above(col("protein_g"), [2.4, 4.8, 7.2, 9.6, 12, 14, 17]))
    )
    limit = pl.when(is_fat).then(7).otherwise(11)
    counts = is_drink | (kind == "cheese") | (col("negative") < limit)
    fruit = ladder(col("fruit_pct"), {40: 1, 60: 2, 80: 5}, above=True)
    letters = pl.when(kind == "water").then(pl.lit("A"))
    for name, bands in LETTERS.items():
        mine = {"food": ~is_fat & ~is_drink, "fat": is_fat, "beverage": is_drink}[name]
        letters = letters.when(mine).then(down_to(col("total"), bands))
    return (
        frame.lazy()
        .with_columns(negative=pl.sum_horizontal(*negative.values()))
        .with_columns(
            positive=pl.when(counts)
            .then(pl.when(kind == "red_meat").then(pl.min_horizontal(protein, 2)).otherwise(protein))
            .otherwise(0)
            + steps_above(col("fibre_g"), [3.0, 4.1, 5.2, 6.3, 7.4])
            + fruit * pl.when(is_drink).then(2).otherwise(1)
            - pl.when(is_drink & (col("fruit_pct") > 80)).then(4).otherwise(0)
        )
        .with_columns(total=col("negative") - col("positive"))
        .select("unit", "negative", "positive", "total", rating=letters)
        .collect()
    )


def cvss(frame: pl.DataFrame) -> pl.DataFrame:
    """The base score of a vulnerability, and its severity."""
    col, changed = pl.col, pl.col("S") == "C"

    def words(name: str, numbers: Mapping[str, float]) -> pl.Expr:
        return col(name).replace_strict(numbers, return_dtype=pl.Float64)

    privileges = (
        pl.when(changed)
        .then(words("PR", {"N": 0.85, "L": 0.68, "H": 0.50}))
        .otherwise(words("PR", {"N": 0.85, "L": 0.62, "H": 0.27}))
    )
    ease = (
        8.22
        * words("AV", {"N": 0.85, "A": 0.62, "L": 0.55, "P": 0.20})
        * words("AC", {"L": 0.77, "H": 0.44})
        * privileges
        * words("UI", {"N": 0.85, "R": 0.62})
    )
    lost = 1 - (1 - words("C", LOSS)) * (1 - words("I", LOSS)) * (1 - words("A", LOSS))
    impact = (
        pl.when(changed)
        .then(7.52 * (col("lost") - 0.029) - 3.25 * (col("lost") - 0.02) ** 15)
        .otherwise(6.42 * col("lost"))
    )
    both = pl.when(changed).then(1.08 * (col("impact") + ease)).otherwise(col("impact") + ease)
    fine = (pl.min_horizontal(both, 10.0) * 100_000).round()
    raised = pl.when(fine % 10_000 == 0).then(fine / 100_000).otherwise(((fine / 10_000).floor() + 1) / 10)
    return (
        frame.lazy()
        .with_columns(lost=lost)
        .with_columns(impact=impact)
        .with_columns(total=pl.when(col("impact") <= 0).then(0.0).otherwise(raised))
        .select("unit", "total", rating=down_to(col("total"), SEVERITY))
        .collect()
    )


def aqi(frame: pl.DataFrame) -> pl.DataFrame:
    """The index of each pollutant, the greatest of them, and what it is called."""
    scores = {}
    for name, (column, decimals, rows, first) in AIR.items():
        read = (pl.col(column) * 10**decimals + 1e-6).floor()
        low, high = (round(end * 10**decimals) for end in (rows[0][0], rows[-1][1]))
        index = (on_lines(read, rows, INDICES[first : first + len(rows)], 10**decimals) + 0.5).floor()
        if name == "so2_hour":
            index = pl.when(read >= 305).then(200).otherwise(index)
        scores[name] = pl.when((read >= low) & ((read <= high) | (name == "so2_hour"))).then(index)
    return (
        frame.lazy()
        .select("unit", **scores)
        .with_columns(total=pl.max_horizontal(*scores))
        .with_columns(rating=down_to(pl.col("total"), OF_AIR))
        .collect()
    )


SHIPPED_BY_HAND: Mapping[str, Callable[[pl.DataFrame], pl.DataFrame]] = {
    "nutriscore/2023": nutriscore,
    "cvss/3.1": cvss,
    "aqi/us-2012": aqi,
}
