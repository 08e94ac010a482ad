"""The national year as a query that somebody who knows polars would write: the table of `ken evaluate
ita/2566`, by hand.

    python benchmarks/national_by_hand.py FOLDER parquet|csv OUT.csv

It checks nothing, rounds half up by adding a half in floats, and keeps no sums to settle ties by.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

INTERNAL = {f"I{n + 1}": [f"i{6 * n + k}" for k in range(1, 7)] for n in range(5)}
EXTERNAL = {f"I{n + 6}": [f"e{5 * n + k}" for k in range(1, 6)] for n in range(3)}
PUBLISHED = {"I9": [(1, 10), (11, 18), (19, 22), (23, 26), (27, 30)], "I10": [(31, 38), (39, 43)]}
INDICATORS = [*INTERNAL, *(f"{name}{part}" for part in (1, 2) for name in EXTERNAL), *PUBLISHED]
INSTRUMENTS = ["IIT", "EIT1", "EIT2", "OIT"]


def rate(folder: Path, kind: str) -> pl.DataFrame:
    scan = pl.scan_parquet if kind == "parquet" else pl.scan_csv
    iit = _respondents(scan(folder / f"iit.{kind}"), ["agency"], INTERNAL, "IIT")
    eit = _respondents(scan(folder / f"eit.{kind}"), ["agency", "part"], EXTERNAL, "EIT")
    oit = scan(folder / f"oit.{kind}")
    for name, ranges in PUBLISHED.items():
        parts = [
            pl.mean_horizontal([f"o{n}" for n in range(first, last + 1)]).alias(f"{name}_{at}")
            for at, (first, last) in enumerate(ranges, 1)
        ]
        oit = oit.with_columns(parts).with_columns(
            pl.mean_horizontal([f"{name}_{at}" for at in range(1, len(ranges) + 1)]).alias(name)
        )
    table = oit.with_columns(OIT=pl.mean_horizontal("I9", "I10")).join(iit, on="agency", how="left")
    for part in (1, 2):
        own = (
            eit.filter(pl.col("part") == part)
            .drop("part")
            .select("agency", pl.all().exclude("agency").name.suffix(str(part)))
        )
        table = table.join(own, on="agency", how="left")
    total = pl.col("IIT") * 0.30 + pl.col("EIT1") * 0.15 + pl.col("EIT2") * 0.15 + pl.col("OIT") * 0.40
    scores = pl.col(pl.Float64).exclude("^(respondents|coverage) .*$")
    return (
        table.with_columns(total=total)
        .with_columns((scores * 100 + 0.5).floor() / 100, (pl.col("^coverage .*$") * 10_000).floor() / 100)
        .with_columns(least=pl.min_horizontal(INSTRUMENTS))
        .with_columns(
            *(
                pl.when(pl.col(name) >= 85)
                .then(pl.lit("ผ่านเกณฑ์"))
                .otherwise(pl.lit("ไม่ผ่านเกณฑ์"))
                .alias(f"{name} result")
                for name in INDICATORS
            ),
            rating=pl.when(pl.col("total").is_null())
            .then(None)
            .when((pl.col("total") >= 95) & (pl.col("least") >= 95))
            .then(pl.lit("ผ่านดีเยี่ยม"))
            .when((pl.col("total") >= 85) & (pl.col("least") >= 85))
            .then(pl.lit("ผ่านดี"))
            .when(pl.col("total") >= 85)
            .then(pl.lit("ผ่าน"))
            .when(pl.col("total") >= 70)
            .then(pl.lit("ต้องปรับปรุง"))
            .otherwise(pl.lit("ต้องปรับปรุงโดยด่วน")),
        )
        .collect()
    )


def _respondents(
    answers: pl.LazyFrame, key: list[str], indicators: dict[str, list[str]], instrument: str
) -> pl.LazyFrame:
    """The mean of each question, indicator and instrument, how many respondents there were, and the share of
    answers given."""
    questions = [question for each in indicators.values() for question in each]
    given = pl.sum_horizontal(pl.col(questions).count()) / pl.len() / len(questions)
    return (
        answers.group_by(key)
        .agg(
            pl.col(questions).mean(),
            pl.len().alias(f"respondents {instrument}"),
            given.alias(f"coverage {instrument}"),
        )
        .with_columns(pl.mean_horizontal(each).alias(name) for name, each in indicators.items())
        .with_columns(pl.mean_horizontal(*indicators).alias(instrument))
    )


if __name__ == "__main__":
    rate(Path(sys.argv[1]), sys.argv[2]).write_csv(sys.argv[3])
