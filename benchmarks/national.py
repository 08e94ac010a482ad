"""A national year: Ken beside a hand-written polars query that makes the same table of scores and ratings
from the same files.

    python benchmarks/national.py [FOLDER] [--quick]

Data come from examples/national.py (27.8 million answers a year) and stay in FOLDER, where a further run
finds them; without one they are made anew. Both rate the year in turn, in this process and as whole commands.
Figures are medians, and medians of the ratios of neighbouring runs, because machines are noisy. Then the two
tables are compared, and Ken rates one to eight years (--quick leaves that out). The query is in
national_by_hand.py: it checks nothing, and rounds in floats."""

from __future__ import annotations

import argparse
import compileall
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import kenrules
import polars as pl
from kenrules.engine.book import library
from kenrules.engine.data import read_manifest, read_parts
from kenrules.engine.meaning.model import RuleSet
from kenrules.engine.rating.evaluation import Evaluation, evaluate_dataset
from national_by_hand import INSTRUMENTS, rate

HERE = Path(__file__).resolve().parent
GENERATOR = HERE.parent / "examples/national.py"
RULES = "ita/2566"
RUNS = 9
GROWTH_RUNS = 5
YEARS = (1, 2, 4, 8)

# A command's seconds, and the peak memory (KB) of it alone: the process around it is small and has no other
# child.
WRAPPER = """
import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def by_ken(rules: RuleSet, manifest: Path) -> Evaluation:
    return evaluate_dataset(rules, read_parts(rules, read_manifest(rules, manifest)), questions=False)


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ken_command(manifest: Path, output: Path) -> list[str]:
    return [str(Path(sys.executable).with_name("ken")), "evaluate", RULES, str(manifest), "-o", str(output)]


def hand_command(folder: Path, output: Path) -> list[str]:
    return [sys.executable, str(HERE / "national_by_hand.py"), str(folder), "parquet", str(output)]


def whole_command(arguments: list[str]) -> tuple[float, float]:
    """Seconds and peak memory (MB) of a command, whose last argument is the file that it writes."""
    output = Path(arguments[-1])
    output.unlink(missing_ok=True)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-S", "-c", WRAPPER, *arguments],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    if not output.exists():
        sys.exit(f"wrote nothing: {' '.join(arguments)}")
    seconds, kilobytes = done.stdout.split()
    return float(seconds), int(kilobytes) / 1024


def compile_package() -> None:
    """Bytecode for the package, which an ordinary install has."""
    package = Path(kenrules.__file__).parent
    compileall.compile_dir(package, maxlevels=0, quiet=2)
    compileall.compile_dir(package / "engine", quiet=2)


def make(folder: Path, years: int, kind: str, manifest: str) -> Path:
    """Makes the data when they are not there; the manifest's path."""
    if not (folder / manifest).exists():
        subprocess.run(
            [sys.executable, str(GENERATOR), str(folder), "--years", str(years), "--format", kind], check=True
        )
        (folder / "dataset.yaml").rename(folder / manifest)
    return folder / manifest


def line(name: str, unit: str, pairs: list[tuple[float, float]]) -> None:
    ken, hand = (statistics.median(values) for values in zip(*pairs, strict=True))
    decimals = 0 if unit == "MB" else 3
    ratio = statistics.median(k / h for k, h in pairs)
    print(
        f"{name:24} ken {ken:6.{decimals}f} {unit:2}   by hand {hand:6.{decimals}f} {unit:2}   ratio "
        f"{ratio:.2f}"
    )


def in_process(rules: RuleSet, folder: Path) -> None:
    for kind in ("parquet", "csv"):
        manifest = make(folder, 1, kind, f"{kind}.yaml")
        by_ken(rules, manifest)
        rate(folder, kind)
        # run at once
        pairs = [
            (timed(lambda: by_ken(rules, manifest)), timed(lambda: rate(folder, kind)))  # noqa: B023
            for _ in range(RUNS)
        ]
        line(f"{kind}, in process", "s", pairs)


def as_commands(folder: Path, out: Path) -> None:
    ken, hand = ken_command(folder / "parquet.yaml", out / "ken.csv"), hand_command(folder, out / "hand.csv")
    whole_command(ken)
    whole_command(hand)
    runs = [(whole_command(ken), whole_command(hand)) for _ in range(RUNS)]
    line("parquet, whole command", "s", [(k[0], h[0]) for k, h in runs])
    line("its peak memory", "MB", [(k[1], h[1]) for k, h in runs])


def agreement(rules: RuleSet, folder: Path) -> None:
    """Scores are compared as printed, in hundredths: the floats of the query may be off by their last
    digit."""
    evaluation = by_ken(rules, folder / "parquet.yaml")
    columns, scores = evaluation.rated.columns, ["total", *INSTRUMENTS]

    def hundredths(names: list[str]) -> list[pl.Expr]:
        return [
            (pl.col(name) * 100).round().cast(pl.Int64).alias(score)
            for name, score in zip(names, scores, strict=True)
        ]

    key = pl.col(evaluation.dataset.claims.key).alias("agency")
    ken = evaluation.frame.select(
        key, *hundredths([columns["printed", score] for score in scores]), rating=columns["rating", ""]
    )
    hand = rate(folder, "parquet").select("agency", *hundredths(scores), "rating")
    both = ken.join(hand, on="agency", how="full", coalesce=True, suffix=" by hand")
    print(
        f"{both.height:,} agencies, {ken['rating'].count():,} of them rated; what the query by hand gives "
        "differently:"
    )
    for what, names in (("ratings", ["rating"]), ("printed scores", scores)):
        differ = {
            name: both.filter(pl.col(name).ne_missing(pl.col(f"{name} by hand")))[name] for name in names
        }
        none = sum(values.null_count() for values in differ.values())
        each = (
            f" ({', '.join(f'{name} {len(values):,}' for name, values in differ.items())})"
            if len(names) > 1
            else ""
        )
        print(
            f"  {what} {sum(len(values) for values in differ.values()):,}{each}, of which {none:,} where "
            "Ken gives none"
        )


def growth(rules: RuleSet, folder: Path, out: Path) -> None:
    manifests = {years: make(folder / f"years-{years}", years, "parquet", "dataset.yaml") for years in YEARS}
    for manifest in manifests.values():
        by_ken(rules, manifest)
    # run at once
    rounds = [
        {years: timed(lambda: by_ken(rules, manifest)) for years, manifest in manifests.items()}  # noqa: B023
        for _ in range(GROWTH_RUNS)
    ]
    print(
        f"growth: ken, Parquet; seconds in process (median of {GROWTH_RUNS}), peak memory of the whole "
        "command"
    )
    for years, manifest in manifests.items():
        seconds = statistics.median(each[years] for each in rounds)
        multiple = statistics.median(each[years] / each[1] for each in rounds)
        memory = statistics.median(
            whole_command(ken_command(manifest, out / "ken.csv"))[1] for _ in range(GROWTH_RUNS)
        )
        print(f"national years {years}  {seconds:7.3f} s  {multiple:5.2f} times one year  {memory:6.0f} MB")


def main(folder: Path, quick: bool) -> None:
    compile_package()
    library.load(RULES)
    loads = [timed(lambda: library.load(RULES)) for _ in range(RUNS)]
    print(
        f"one national year, medians of {RUNS} runs in turn; the rule set is loaded beforehand, in "
        f"{statistics.median(loads) * 1000:.0f} ms"
    )
    rules = library.load(RULES)
    with tempfile.TemporaryDirectory() as temporary:
        in_process(rules, folder)
        as_commands(folder, Path(temporary))
        agreement(rules, folder)
        if not quick:
            growth(rules, folder, Path(temporary))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--quick", action="store_true", help="leave out the growth from one to eight years")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        main(asked.folder or Path(temporary), asked.quick)
