"""A national year: Ken beside a hand-written polars query that makes the same table of scores and ratings from the same files.

    python benchmarks/national.py [FOLDER]

Data come from examples/national.py (27.8 million answers). Both run in one process, in turn, and as whole commands; figures
are medians, and medians of the ratios of neighbouring runs, because machines are noisy. The query is what somebody who knows
polars would write: it checks nothing, rounds half up by adding a half in floats, and keeps no sums to settle ties by.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
from kenrules.engine import library
from kenrules.engine.dataset import read_manifest, read_parts
from kenrules.engine.evaluation import evaluate_dataset

ROOT = Path(__file__).resolve().parent.parent
RUNS = 7

INDICATORS = {
    "IIT": {f"I{n + 1}": [f"i{6 * n + k}" for k in range(1, 7)] for n in range(5)},
    "EIT": {f"I{n + 6}": [f"e{5 * n + k}" for k in range(1, 6)] for n in range(3)},
}
SUBINDICATORS = {"I9": [(1, 10), (11, 18), (19, 22), (23, 26), (27, 30)], "I10": [(31, 38), (39, 43)]}


def by_hand(folder: Path, kind: str) -> pl.DataFrame:
    scan = pl.scan_parquet if kind == "parquet" else pl.scan_csv

    def rounded(expr: pl.Expr) -> pl.Expr:
        return (expr * 100 + 0.5).floor() / 100

    def means(groups: dict[str, list[str]]) -> list[pl.Expr]:
        return [pl.mean_horizontal(columns).alias(name) for name, columns in groups.items()]

    internal = INDICATORS["IIT"]
    external = INDICATORS["EIT"]
    iit = scan(folder / f"iit.{kind}").group_by("agency").agg(pl.col([q for qs in internal.values() for q in qs]).mean())
    iit = iit.with_columns(means(internal)).with_columns(IIT=pl.mean_horizontal(*internal))
    eit = scan(folder / f"eit.{kind}").group_by("agency", "part").agg(pl.col([q for qs in external.values() for q in qs]).mean())
    eit = eit.with_columns(means(external)).with_columns(EIT=pl.mean_horizontal(*external))
    oit = scan(folder / f"oit.{kind}")
    for name, ranges in SUBINDICATORS.items():
        parts = [pl.mean_horizontal([f"o{n}" for n in range(first, last + 1)]) for first, last in ranges]
        oit = oit.with_columns(pl.mean_horizontal(parts).alias(name))
    oit = oit.with_columns(OIT=pl.mean_horizontal("I9", "I10"))
    table = oit.join(iit, on="agency", how="left")
    for part in (1, 2):
        own = eit.filter(pl.col("part") == part).drop("part").select("agency", pl.all().exclude("agency").name.suffix(str(part)))
        table = table.join(own, on="agency", how="left")
    instruments = ["IIT", "EIT1", "EIT2", "OIT"]
    total = pl.col("IIT") * 0.30 + pl.col("EIT1") * 0.15 + pl.col("EIT2") * 0.15 + pl.col("OIT") * 0.40
    scores = pl.all().exclude("agency", "province")
    return (
        table.with_columns(total=total)
        .with_columns(rounded(scores))
        .with_columns(least=pl.min_horizontal(instruments))
        .with_columns(
            new=pl.when((pl.col("total") >= 95) & (pl.col("least") >= 95))
            .then(pl.lit("ผ่านดีเยี่ยม"))
            .when((pl.col("total") >= 85) & (pl.col("least") >= 85))
            .then(pl.lit("ผ่านดี"))
            .when(pl.col("total") >= 85)
            .then(pl.lit("ผ่าน"))
            .when(pl.col("total") >= 70)
            .then(pl.lit("ต้องปรับปรุง"))
            .otherwise(pl.lit("ต้องปรับปรุงโดยด่วน"))
        )
        .collect()
    )


def by_ken(folder: Path, kind: str) -> Any:
    rules = library.load("ita/2566")
    return evaluate_dataset(rules, read_parts(rules, read_manifest(rules, folder / f"{kind}.yaml")))


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def whole_command(arguments: list[str]) -> tuple[float, float]:
    """Seconds and peak memory (MB) of a command."""
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    start = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return time.perf_counter() - start, int(done.stdout) / 1024


def main(folder: Path) -> None:
    for kind in ("parquet", "csv"):
        if not (folder / f"iit.{kind}").exists():
            subprocess.run([sys.executable, str(ROOT / "examples/national.py"), str(folder), "--format", kind], check=True)
            (folder / "dataset.yaml").rename(folder / f"{kind}.yaml")
    for kind in ("parquet", "csv"):
        by_ken(folder, kind)
        by_hand(folder, kind)
        pairs = [(timed(lambda: by_ken(folder, kind)), timed(lambda: by_hand(folder, kind))) for _ in range(RUNS)]  # noqa: B023  # run at once
        ken, hand = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(f"{kind:8} in process     ken {ken:6.3f} s   by hand {hand:6.3f} s   ratio {statistics.median(k / h for k, h in pairs):.2f}")
    script = "import sys; sys.path.insert(0, sys.argv[1]); import national; from pathlib import Path; national.by_hand(Path(sys.argv[2]), 'parquet').write_csv(sys.argv[3])"
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "kenrules.cli", "evaluate", "ita/2566", str(folder / "parquet.yaml"), "-o", f"{out}/ken.csv"]
        query = [sys.executable, "-c", script, str(Path(__file__).parent), str(folder), f"{out}/hand.csv"]
        runs = [(whole_command(command), whole_command(query)) for _ in range(5)]
    seconds = [(k[0], h[0]) for k, h in runs]
    memory = [(k[1], h[1]) for k, h in runs]
    print(
        f"whole command           ken {statistics.median(k for k, _ in seconds):6.3f} s   by hand {statistics.median(h for _, h in seconds):6.3f} s   ratio {statistics.median(k / h for k, h in seconds):.2f}"
    )
    print(
        f"peak memory             ken {statistics.median(k for k, _ in memory):6.0f} MB  by hand {statistics.median(h for _, h in memory):6.0f} MB  ratio {statistics.median(k / h for k, h in memory):.2f}"
    )
    rated, reference = by_ken(folder, "parquet"), by_hand(folder, "parquet")
    mine = rated.frame.select(
        pl.col("agency"), pl.col(rated.rated.columns["rating", ""]).alias("ken"), pl.col(rated.rated.columns["printed", "total"]).alias("printed")
    )
    both = mine.join(reference.select("agency", "new", "total"), on="agency", how="inner")
    differ = both.filter(pl.col("ken").is_not_null() & (pl.col("ken") != pl.col("new"))).height
    print(f"units {both.height:,}; ratings that the query by hand gets wrong: {differ}")
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary))
