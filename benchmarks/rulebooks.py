"""Rating one million units by rule books that make scores of raw values: Ken beside polars queries written by
hand.

    python benchmarks/rulebooks.py [--units 1000000] [--runs 5] [--only points,formulas,lines] [--spark]

Three books of the folder books (points for ranges, formulas, straight lines) stand beside the queries of
rulebooks_by_hand.py, in one process, in turn, on the same data; the two are to give the same ratings but for
rows that floats round otherwise. Figures are medians, and medians of the ratios of neighbouring runs, because
machines are noisy. Then what may cost more than it should: one cell with twelve decimals among the others,
zeros in a geometric mean, and six variants beside one of them. Last, whether the books run on lazy frames of
DuckDB, and with --spark of Spark, which takes minutes."""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import kenrules
import numpy as np
import polars as pl
from kenrules.engine.meaning.model import RuleSet
from rulebooks_by_hand import BY_HAND

BOOKS = Path(__file__).with_name("books")
LAZILY = 100_000
KINDS = ("food", "meat", "cheese", "fat", "drink", "water")
MOST_ROUNDED_OTHERWISE = 1e-4  # of all units: the share that floats may rate otherwise


def data(name: str, units: int) -> pl.DataFrame:
    """The raw values of a book: decimals as their measures have them."""
    random = np.random.default_rng(2566)

    def normal(mean: float, spread: float, low: float, high: float, decimals: int) -> Any:
        return np.clip(np.round(random.normal(mean, spread, units), decimals), low, high)

    def skewed(scale: float, low: float, high: float, decimals: int) -> Any:
        return np.clip(np.round(random.gamma(1.5, scale, units), decimals), low, high)

    columns: dict[str, Any]
    match name:
        case "points":
            columns = {
                "device": random.choice([1, 2], units),
                "respiration": normal(17, 4, 0, 90, 0),
                "oxygen": normal(94, 4, 0, 100, 0),
                "pressure": normal(125, 22, 0, 350, 0),
                "pulse": normal(80, 20, 0, 300, 0),
                "temperature": normal(37, 0.9, 25, 45, 1),
                "sugar": skewed(5, 0, 100, 2),
                "amount": skewed(1200, 0, 20000, 0),
            }
        case "formulas":
            columns = {
                "length": normal(1.7, 0.1, 1, 3, 2),
                "mass": normal(75, 14, 20, 300, 1),
                "east": normal(50, 20, 0, 100, 2),
                "north": normal(50, 20, 0, 100, 2),
                "health": normal(72, 9, 20.1, 120, 1),
                "income": np.clip(np.round(random.lognormal(9, 1, units)), 110, 1_000_000),
            }
        case "lines":
            columns = {
                "fine": skewed(20, 0, 500.4, 2),
                "coarse": skewed(40, 0, 604, 1),
                "ozone": skewed(0.03, 0, 0.374, 4),
                "monoxide": skewed(2, 0, 50.4, 2),
                "dioxide": skewed(30, 0, 1004, 1),
            }
        case _:
            columns = {
                "kind": random.choice(KINDS, units),
                "energy": skewed(800, 0, 3800, 0),
                "sugars": skewed(10, 0, 100, 1),
                "saturates": skewed(4, 0, 100, 1),
                "salt": skewed(0.6, 0, 100, 2),
                "protein": skewed(5, 0, 100, 1),
            }
    return pl.DataFrame({"unit": np.arange(units), **columns})


def book(name: str) -> RuleSet:
    return kenrules.load(BOOKS / f"{name}.yaml")


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def told(
    what: str, one: Callable[[], Any], other: Callable[[], Any], names: tuple[str, str], runs: int
) -> None:
    """Runs two in turn, and prints the median of their ratios."""
    one()
    other()
    pairs = [(timed(one), timed(other)) for _ in range(runs)]
    first, second = (statistics.median(times) * 1000 for times in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(
        f"{what:28} {names[0]:>12} {first:8.1f} ms   {names[1]:>12} {second:8.1f} ms   ratio {ratio:.2f}",
        flush=True,
    )


def beside_hand(name: str, units: int, runs: int) -> None:
    frame = data(name, units)
    beside(name, book(name), frame, lambda: BY_HAND[name](frame), runs)


def beside(
    name: str, rules: RuleSet, frame: pl.DataFrame, by_hand: Callable[[], pl.DataFrame], runs: int
) -> None:
    """Ken beside a query by hand: whether they rate alike, and how long they take."""
    rated, reference = kenrules.evaluate(rules, frame), by_hand()
    otherwise = {
        column: _differing(rated[column], reference[column])
        for column in reference.columns
        if column != "unit"
    }
    most = max(1, int(frame.height * MOST_ROUNDED_OTHERWISE))
    assert otherwise["rating"] <= most, f"{name}: {otherwise['rating']} ratings differ"
    told(name, lambda: kenrules.evaluate(rules, frame), by_hand, ("ken", "by hand"), runs)
    differing = ", ".join(f"{column} {count}" for column, count in otherwise.items() if count)
    if differing:
        print(f"{'':28} the query by hand gives otherwise, of {frame.height:,}: {differing}")


def _differing(one: pl.Series, other: pl.Series) -> int:
    """In how many rows two columns differ; of scores by more than the last digit of a float."""
    if not one.dtype.is_numeric():
        return int(one.ne_missing(other).sum())
    apart = (one - other).abs() > 1e-9
    return int((apart | (one.is_null() != other.is_null())).sum())


def one_fine_cell(units: int, runs: int) -> None:
    """One cell of a column has twelve decimals."""
    for name, column in (("formulas", "mass"), ("lines", "fine")):
        rules, frame = book(name), data(name, units)
        cell = pl.when(pl.col("unit") == units // 2).then(70.123456789012).otherwise(pl.col(column))
        fine = frame.with_columns(cell.alias(column))
        told(
            f"{name}, one fine cell",
            lambda: kenrules.evaluate(rules, fine),  # noqa: B023  # run at once
            lambda: kenrules.evaluate(rules, frame),  # noqa: B023
            ("with", "without"),
            runs,
        )


def zeros_in_mean(units: int, runs: int) -> None:
    """One in fifty units has a score of 0, and so a geometric mean of 0."""
    rules, frame = book("formulas"), data("formulas", units)
    cell = pl.when(pl.col("unit") % 50 == 0).then(12.5).otherwise(pl.col("health"))
    zeros = frame.with_columns(cell.alias("health"))
    told(
        "formulas, zeros",
        lambda: kenrules.evaluate(rules, zeros),
        lambda: kenrules.evaluate(rules, frame),
        ("with", "without"),
        runs,
    )


def six_variants(units: int, runs: int) -> None:
    rules, frame = book("variants"), data("variants", units)
    alone = frame.with_columns(pl.Series("kind", [KINDS[1]] * units))
    told(
        "six variants",
        lambda: kenrules.evaluate(rules, frame),
        lambda: kenrules.evaluate(rules, alone),
        ("all", "one"),
        runs,
    )


def lazily(library: str, lazy: Callable[[pl.DataFrame], Any], names: Iterable[str], units: int) -> None:
    """Whether the books rate lazy frames of another library as they rate polars."""
    for name in names:
        rules, frame = book(name), data(name, units)
        given = lazy(frame)
        start = time.perf_counter()
        ratings = _ratings(kenrules.evaluate(rules, given))
        seconds = time.perf_counter() - start
        expected = dict(kenrules.evaluate(rules, frame).select("unit", "rating").iter_rows())
        assert ratings == expected, f"{library} rates {name} otherwise"
        print(f"{library}, {name}: {units:,} units in {seconds:.1f} s, rated as polars does", flush=True)


def _of_duckdb(frame: pl.DataFrame) -> Any:
    import duckdb

    return duckdb.connect().from_arrow(frame.to_arrow())


def _of_spark(frame: pl.DataFrame) -> Any:
    from pyspark.sql import SparkSession

    session = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session.createDataFrame(frame.to_pandas())


def _ratings(rated: Any) -> dict[int, str]:
    """The rating of each unit, of a frame of DuckDB or Spark."""
    rows = rated.select("unit", "rating")
    return dict(map(tuple, rows.fetchall() if hasattr(rows, "fetchall") else rows.collect()))


def main(units: int, runs: int, only: list[str], spark: bool) -> None:
    print(f"{units:,} units, medians of {runs} runs in turn; rule sets are loaded beforehand")
    for name in only:
        beside_hand(name, units, runs)
    one_fine_cell(units, runs)
    zeros_in_mean(units, runs)
    six_variants(units, runs)
    lazily("DuckDB", _of_duckdb, only, min(units, LAZILY))
    if spark:
        lazily("Spark", _of_spark, only, min(units, LAZILY))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default=",".join(BY_HAND))
    parser.add_argument("--spark", action="store_true", help="rate lazy frames of Spark too")
    asked = parser.parse_args()
    main(asked.units, asked.runs, asked.only.split(","), asked.spark)
