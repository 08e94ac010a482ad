"""A national year compared under two rule sets, beside one evaluation of it.

    python benchmarks/compare.py [FOLDER]

Data come from examples/national.py (27.8 million answers) and stay in FOLDER, where a further run finds them;
without one they are made anew. The comparison of ita/2565 with ita/2566 (both ratings, places, directions,
and the cause of every move) and one evaluation by ita/2566 run in turn, in this process and as whole
commands. Figures are medians, and medians of the ratios of neighbouring runs, because machines are noisy.
Then the two sides of the comparison are held against evaluations of each rule set by itself, and the causes
added up."""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
from kenrules.engine.book import library
from kenrules.engine.compare.comparison import Comparison, compare_pairs
from kenrules.engine.compare.ratings import Data
from kenrules.engine.data import prepare, read_manifest, read_parts
from kenrules.engine.data.sheet import Sheet, numbered
from kenrules.engine.rating.evaluation import evaluate_dataset
from kenrules.engine.words.diagnostics import Position
from national import RUNS, by_ken, compile_package, ken_command, make, timed, whole_command

OLD, NEW = "ita/2565", "ita/2566"


def compared(rules: tuple[Any, Any], manifest: Path) -> Comparison:
    (found,) = compare_pairs(
        rules, Data(lambda reader: read_parts(reader, read_manifest(reader, manifest)), rules)
    )
    return found


def line(name: str, pairs: list[tuple[float, float]]) -> None:
    one, other = (statistics.median(values) for values in zip(*pairs, strict=True))
    print(
        f"{name:42} {one:6.3f} s   one evaluation {other:6.3f} s   ratio "
        f"{statistics.median(a / b for a, b in pairs):.2f}"
    )


def old_by_itself(rules: Any, manifest: Path, new: Any) -> pl.DataFrame:
    """The old rule set on a table in which EIT is one: the mean of its two parts, as the exact sums of
    answers make it."""
    dataset = read_parts(new, read_manifest(new, manifest))
    means = {}
    for each in dataset.claims.nodes:
        for path in each.paths:
            column = (
                pl.col(each.column)
                if each.count is None
                else pl.col(each.column) / (pl.col(each.count) * each.per)
            )
            means[path] = column.fill_nan(None)
    questions = {path.partition(".")[2] for path in means if path.startswith("EIT1.")}
    columns = [expr.alias(path) for path, expr in means.items() if not path.startswith(("EIT1.", "EIT2."))]
    columns += [
        ((means[f"EIT1.{path}"] + means[f"EIT2.{path}"]) / 2).alias(f"EIT.{path}") for path in questions
    ]
    frame = dataset.frame.select(pl.col(dataset.claims.key).alias(new.unit), *columns)
    names = numbered(frame.columns)
    table = Sheet(
        "means",
        names,
        frame.rename({name: column for column, name in names.items()}),
        lambda row, column: Position("means", row or 0, cell=names.get(column, "")),
    )
    rated = evaluate_dataset(rules, prepare(rules, table), questions=False)
    return rated.frame.rename({rated.dataset.claims.key: "unit"})


def agreement(rules: tuple[Any, Any], manifest: Path) -> None:
    found = compared(rules, manifest)
    new = by_ken(rules[1], manifest)
    by_itself = new.frame.select(unit=new.dataset.claims.key, rating=new.rated.columns["rating", ""])
    joined = found.units.join(by_itself, on="unit")
    print(f"{found.units.height:,} agencies; the matrix adds up to {sum(found.matrix.values()):,}")
    print(
        "new ratings that differ from those of evaluate: "
        f"{joined.filter(pl.col('new_rating').ne_missing(pl.col('rating'))).height}"
    )
    old = old_by_itself(rules[0], manifest, rules[1])
    joined = found.units.join(old.select("unit", rating="ken:rating="), on="unit")
    print(
        "old ratings that differ from those of evaluate, EIT given as the mean: "
        f"{joined.filter(pl.col('old_rating').ne_missing(pl.col('rating'))).height}"
    )
    causes = found.causes()
    print(
        f"units that move {found.moved.height:,}; put down to causes "
        f"{sum(count for _, count, _ in causes):,}:"
    )
    for cause, count, _ in causes:
        print(f"  {count:6,}  {cause}")


def main(folder: Path) -> None:
    compile_package()
    manifest = make(folder, 1, "parquet", "parquet.yaml")
    rules = library.load(OLD), library.load(NEW)
    compared(rules, manifest)
    by_ken(rules[1], manifest)
    print(f"one national year, medians of {RUNS} runs in turn; rule sets are loaded beforehand")
    line(
        "compare, in process",
        [
            (timed(lambda: compared(rules, manifest)), timed(lambda: by_ken(rules[1], manifest)))
            for _ in range(RUNS)
        ],
    )
    near = [
        (timed(lambda: compared(rules, manifest).near()), timed(lambda: by_ken(rules[1], manifest)))
        for _ in range(RUNS)
    ]
    line("compare with nearest misses, in process", near)
    with tempfile.TemporaryDirectory() as temporary:
        evaluate = ken_command(manifest, Path(temporary) / "one.csv")
        for name, more in (
            ("whole command, Markdown", []),
            ("whole command, without proofs", ["--no-proofs"]),
        ):
            compare = [
                evaluate[0],
                "compare",
                OLD,
                NEW,
                str(manifest),
                *more,
                "-o",
                str(Path(temporary) / "both.md"),
            ]
            runs = [(whole_command(compare)[0], whole_command(evaluate)[0]) for _ in range(RUNS)]
            line(name, runs)
    agreement(rules, manifest)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, nargs="?")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary_folder:
        main(asked.folder or Path(temporary_folder))
