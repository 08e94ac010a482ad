"""Rating one million units from the scores of four instruments: Ken beside a hand-written polars query and a simpleeval loop.

    python benchmarks/bands.py [UNITS]

All run in one process, in turn, on the same data; figures are ratios of medians of at least seven runs, because machines
are noisy. The polars query computes the same table (total, rating) in floats, as one would write it by hand: it checks
nothing, and rounds half up by adding a half. The loop rates a sample of the units, and its time is scaled up.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kenrules
import numpy as np
import polars as pl
from simpleeval import SimpleEval

INSTRUMENTS = ("IIT", "EIT1", "EIT2", "OIT")
RULES = Path(__file__).with_name("bands.yaml")
RUNS = 9
SAMPLE = 5_000


def data(units: int) -> pl.DataFrame:
    """Instrument scores with two decimals, most of them high, as they are in truth."""
    random = np.random.default_rng(2566)
    scores = {name: np.clip(np.round(10_000 - random.gamma(2.0, 600, units)), 0, 10_000) / 100 for name in INSTRUMENTS}
    return pl.DataFrame({"agency": np.arange(units), **scores})


def by_hand(frame: pl.DataFrame) -> pl.DataFrame:
    """The query that somebody who knows polars would write."""
    total = pl.col("IIT") * 0.30 + pl.col("EIT1") * 0.15 + pl.col("EIT2") * 0.15 + pl.col("OIT") * 0.40
    return (
        frame.lazy()
        .with_columns(total=((total * 100 + 0.5).floor() / 100), least=pl.min_horizontal(INSTRUMENTS))
        .with_columns(
            rating=pl.when((pl.col("total") >= 95) & (pl.col("least") >= 95))
            .then(pl.lit("ผ่านดีเยี่ยม"))
            .when((pl.col("total") >= 85) & (pl.col("least") >= 85))
            .then(pl.lit("ผ่านดี"))
            .when(pl.col("total") >= 85)
            .then(pl.lit("ผ่าน"))
            .when(pl.col("total") >= 70)
            .then(pl.lit("ต้องปรับปรุง"))
            .otherwise(pl.lit("ต้องปรับปรุงโดยด่วน"))
        )
        .select("agency", "total", *INSTRUMENTS, "rating")
        .collect()
    )


def by_loop(frame: pl.DataFrame) -> list[str]:
    """simpleeval on every unit, its expressions parsed beforehand."""
    evaluator = SimpleEval(functions={"min": min, "round": round})
    total = "round(IIT * 0.3 + EIT1 * 0.15 + EIT2 * 0.15 + OIT * 0.4, 2)"
    bands = {
        "ผ่านดีเยี่ยม": "total >= 95 and min(IIT, EIT1, EIT2, OIT) >= 95",
        "ผ่านดี": "total >= 85 and min(IIT, EIT1, EIT2, OIT) >= 85",
        "ผ่าน": "total >= 85",
        "ต้องปรับปรุง": "total >= 70",
        "ต้องปรับปรุงโดยด่วน": "total >= 0",
    }
    parsed_total = evaluator.parse(total)
    parsed = {rating: evaluator.parse(condition) for rating, condition in bands.items()}
    ratings = []
    for row in frame.iter_rows(named=True):
        evaluator.names = row
        evaluator.names = {**row, "total": evaluator.eval(total, previously_parsed=parsed_total)}
        ratings.append(next(rating for rating, condition in bands.items() if evaluator.eval(condition, previously_parsed=parsed[rating])))
    return ratings


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(units: int) -> None:
    rules = kenrules.load(RULES)
    frame = data(units)
    sample = frame.head(SAMPLE)
    kenrules.evaluate(rules, sample)
    ken, hand, loop = [], [], []
    for _ in range(RUNS):
        ken.append(timed(lambda: kenrules.evaluate(rules, frame)))
        hand.append(timed(lambda: by_hand(frame)))
        loop.append(timed(lambda: by_loop(sample)) * units / SAMPLE)
    rated, reference = kenrules.evaluate(rules, frame), by_hand(frame)
    differ = int((rated["rating"] != reference["rating"]).sum())
    print(f"{units:,} units, medians of {RUNS} runs in turn")
    print(f"ken                  {statistics.median(ken) * 1000:8.1f} ms")
    print(
        f"polars by hand       {statistics.median(hand) * 1000:8.1f} ms   ken takes {statistics.median(k / h for k, h in zip(ken, hand, strict=True)):.2f} of it"
    )
    print(
        f"simpleeval row loop  {statistics.median(loop) * 1000:8.1f} ms   ken is {statistics.median(s / k for k, s in zip(ken, loop, strict=True)):.0f} times as fast"
    )
    print(f"totals that the query by hand rounds differently: {int((rated['total'] != reference['total']).sum()):,}; ratings: {differ:,}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
