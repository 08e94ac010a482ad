"""Rating one million units from the scores of four instruments: Ken beside a hand-written polars query, a
simpleeval loop and zen-engine, a rules engine in Rust.

    python benchmarks/bands.py [UNITS]

All run in one process, in turn, on the same data; figures are medians, and medians of the ratios of
neighbouring runs, because machines are noisy. The polars query computes the same table (total, rating) in
floats, as one would write it by hand: it checks nothing, and rounds half up by adding a half. simpleeval and
zen-engine rate a sample of the units, and their time is scaled up.

zen-engine rates unit by unit (`evaluate`), each a JSON text in bytes. That is its fastest way from Python:
dicts take longer, and so do `evaluate_batch`, `async_evaluate` and two threads; a decision object
(`get_decision`, `create_decision`) takes twenty times as long. Its rules, bands_zen.json, are loaded
beforehand, as Ken's are, and give the total and the rating alone."""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kenrules
import numpy as np
import polars as pl
import zen
from simpleeval import SimpleEval

INSTRUMENTS = ("IIT", "EIT1", "EIT2", "OIT")
RULES = Path(__file__).with_name("bands.yaml")
GRAPH = Path(__file__).with_name("bands_zen.json")
RUNS = 9
SAMPLE = 5_000


def data(units: int) -> pl.DataFrame:
    """Instrument scores with two decimals, most of them high, as they are in truth."""
    random = np.random.default_rng(2566)
    scores = {
        name: np.clip(np.round(10_000 - random.gamma(2.0, 600, units)), 0, 10_000) / 100
        for name in INSTRUMENTS
    }
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
        ratings.append(
            next(
                rating
                for rating, condition in bands.items()
                if evaluator.eval(condition, previously_parsed=parsed[rating])
            )
        )
    return ratings


def zen_engine() -> zen.ZenEngine:
    return zen.ZenEngine(
        {"loader": {"type": "static", "content": {"bands": json.loads(GRAPH.read_text(encoding="utf-8"))}}}
    )


def by_zen(engine: zen.ZenEngine, frame: pl.DataFrame) -> list[str]:
    units = frame.select(INSTRUMENTS).write_ndjson().encode().splitlines()
    return [engine.evaluate("bands", unit)["result"]["rating"] for unit in units]


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main(units: int) -> None:
    rules, engine = kenrules.load(RULES), zen_engine()
    frame = data(units)
    sample = frame.head(SAMPLE)
    rated, reference = kenrules.evaluate(rules, frame), by_hand(frame)
    scale = units / sample.height
    runs: dict[str, list[float]] = {"ken": [], "hand": [], "loop": [], "zen": []}
    for _ in range(RUNS):
        runs["ken"].append(timed(lambda: kenrules.evaluate(rules, frame)))
        runs["hand"].append(timed(lambda: by_hand(frame)))
        runs["loop"].append(timed(lambda: by_loop(sample)) * scale)
        runs["zen"].append(timed(lambda: by_zen(engine, sample)) * scale)
    ratios = {
        name: [other / ken for other, ken in zip(times, runs["ken"], strict=True)]
        for name, times in runs.items()
    }
    milliseconds = {name: f"{statistics.median(times) * 1000:8.1f} ms" for name, times in runs.items()}
    print(
        f"{units:,} units, medians of {RUNS} runs in turn; simpleeval and zen-engine rate "
        f"{sample.height:,} of them, scaled up"
    )
    print(f"ken                  {milliseconds['ken']}")
    print(
        f"polars by hand       {milliseconds['hand']}   ken takes "
        f"{statistics.median(1 / ratio for ratio in ratios['hand']):.2f} of it"
    )
    print(
        f"simpleeval row loop  {milliseconds['loop']}   ken is {statistics.median(ratios['loop']):.0f} "
        "times as fast"
    )
    print(
        f"zen-engine           {milliseconds['zen']}   ken rates {statistics.median(ratios['zen']):.0f} "
        "times as many units a second"
    )
    totals = int(((rated["total"] * 100).round() != (reference["total"] * 100).round()).sum())
    print(
        f"the query by hand: totals rounded differently {totals:,}, ratings "
        f"{int((rated['rating'] != reference['rating']).sum()):,}, of {units:,}"
    )
    ratings = zip(by_zen(engine, sample), rated["rating"].head(SAMPLE), strict=True)
    print(
        f"zen-engine: ratings given differently {sum(given != ken for given, ken in ratings):,}, of "
        f"{sample.height:,}"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
