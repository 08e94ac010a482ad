"""What files cost beside their rows: many small files, Excel files, and one odd cell in a large file.

    python benchmarks/files.py [--quick] [--parts many,excel,odd] [--runs 3]

many   1,500 CSV files of 200 rows against one file with the same rows, and 750 against 1,500 files; with a
       row a unit and a row a respondent
excel  a national year (examples/national.py) as Excel files against what fastexcel needs to read them
odd    a large CSV file in which one cell is odd (a stray quotation mark, a word among numbers, a number of 20
       digits) against the same file without it

Commands run as processes of their own; figures are medians of so many runs, seconds and peak memory. --quick
takes a tenth of the rows and files, and one run."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import xlsxwriter

HERE = Path(__file__).resolve().parent
GENERATOR = HERE.parent / "examples/national.py"
KEN = str(Path(sys.executable).with_name("ken"))
PARTS = ("many", "excel", "odd")
LAYOUTS = ("scores", "responses")
FILES, ROWS, QUESTIONS = 1_500, 200, 20
ODD_ROWS = 1_000_000
AGENCIES = 8_325
RULES = f"""
ruleset: demo/1
title: Demo
source: made up
unit: agency
scale: {{min: 0, max: 100, decimals: 2, rounding: half_up}}
instruments: {{A: {{title: First, questions: q1..q{QUESTIONS}}}}}
bands: [{{rating: good, from: 50, to: 100}}, {{rating: poor, from: 0, to: 49.99}}]
"""
BY_FASTEXCEL = """
import sys, fastexcel
for path in sys.argv[1:]:
    fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars()
"""

# A command's status, its seconds and the peak memory (KB) of it alone: the process around it is small and has
# no other child.
WRAPPER = """
import resource, subprocess, sys, time
start = time.perf_counter()
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
print(status, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@dataclass(frozen=True)
class Run:
    """A measured command: seconds, and peak memory in MB."""

    seconds: float
    memory: float

    def beside(self, other: Run) -> str:
        """The ratios to another run."""
        return f"{self.seconds / other.seconds:5.2f} times, memory {self.memory / other.memory:.2f} times"

    def __str__(self) -> str:
        return f"{self.seconds:7.2f} s {self.memory:6.0f} MB"


def measured(words: Sequence[object], runs: int) -> Run:
    """The median of some runs. Ends the program when the command fails."""
    found = []
    for _ in range(runs):
        arguments = [sys.executable, "-S", "-c", WRAPPER, *map(str, words)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=True)
        status, seconds, kilobytes = done.stdout.split()
        if status not in ("0", "1"):
            sys.exit(f"ended with {status}: {' '.join(map(str, words))}")
        found.append((float(seconds), int(kilobytes) / 1024))
    return Run(*(statistics.median(values) for values in zip(*found, strict=True)))


def evaluate(rules: Path | str, data: Path, *options: str, runs: int) -> Run:
    """`ken evaluate` with its result as CSV."""
    return measured([KEN, "evaluate", rules, data, *options, "--format", "csv"], runs)


# many small files


def rows_of(layout: str, start: int, count: int) -> list[str]:
    """Rows with other cells each; of respondents some 50 belong to a unit."""
    return [
        f"u{row if layout == 'scores' else row // 50},"
        + ",".join(str((row * at + at) % 101) for at in range(1, QUESTIONS + 1))
        for row in range(start, start + count)
    ]


def written(folder: Path, layout: str, files: int, each: int) -> Path:
    """So many files of so many rows, and their manifest."""
    folder.mkdir(parents=True)
    head = ",".join(["agency", *(f"q{at}" for at in range(1, QUESTIONS + 1))])
    for number in range(files):
        rows = rows_of(layout, number * each, each)
        (folder / f"part-{number:05}.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    manifest = folder / "dataset.yaml"
    manifest.write_text(f"dataset: x\nfiles: [{{path: part-*.csv, layout: {layout}}}]\n", encoding="utf-8")
    return manifest


def many(folder: Path, rules: Path, *, quick: bool, runs: int) -> None:
    files = FILES // 10 if quick else FILES
    for layout in LAYOUTS:
        one = evaluate(rules, written(folder / f"{layout}-one", layout, 1, files * ROWS), runs=runs)
        half = evaluate(rules, written(folder / f"{layout}-half", layout, files // 2, ROWS), runs=runs)
        whole = evaluate(rules, written(folder / f"{layout}-many", layout, files, ROWS), runs=runs)
        print(f"many, {layout}: {files * ROWS:,} rows in 1 file      {one}")
        more = (whole.seconds - one.seconds) / (files - 1) * 1_000
        print(f"   {files:,} files of {ROWS} rows {whole}   {whole.beside(one)}; {more:.1f} ms a file more")
        print(f"   {files // 2:,} files of {ROWS} rows {half}   twice the files: {whole.beside(half)}")


# Excel files


def as_excel(source: Path) -> Path:
    """A Parquet file as a workbook beside it, written row by row."""
    frame, path = pl.read_parquet(source), source.with_suffix(".xlsx")
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, frame.columns)
    for number, row in enumerate(frame.iter_rows(), 1):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(number, column, cell)
    book.close()
    return path


def excel(folder: Path, *, quick: bool, runs: int) -> None:
    share = 20 if quick else 1
    agencies = AGENCIES // share
    subprocess.run([sys.executable, GENERATOR, folder, "--agencies", str(agencies)], check=True)
    files = [as_excel(folder / f"{name}.parquet") for name in ("iit", "eit", "oit")]
    rows = sum(
        pl.scan_parquet(path.with_suffix(".parquet")).select(pl.len()).collect().item() for path in files
    )
    manifest = folder / "dataset.yaml"
    typed = evaluate("ita/2566", manifest, runs=runs)
    text = manifest.read_text(encoding="utf-8").replace(".parquet", ".xlsx")
    (folder / "excel.yaml").write_text(text, encoding="utf-8")
    ken = evaluate("ita/2566", folder / "excel.yaml", runs=runs)
    alone = measured([sys.executable, "-c", BY_FASTEXCEL, *files], runs)
    print(f"excel, {agencies:,} agencies, {rows:,} rows in 3 workbooks: {ken}")
    print(f"   read by fastexcel alone {alone}   ken: {ken.beside(alone)}")
    print(f"   as Parquet              {typed}   as Excel: {ken.beside(typed)}")


# one odd cell


def odd(folder: Path, rules: Path, *, quick: bool, runs: int) -> None:
    count = ODD_ROWS // 10 if quick else ODD_ROWS
    folder.mkdir(parents=True)
    for layout in LAYOUTS:
        head = ",".join(["agency", *(f"q{at}" for at in range(1, QUESTIONS + 1)), "comment"])
        lines = [head, *(f"{row},fine" for row in rows_of(layout, 0, count))]
        cells = lines[count // 2].split(",")
        cases = {
            "none": cells,
            "a stray mark": [*cells[:-1], 'a 15" screen'],
            "a word": [*cells[:3], "maybe", *cells[4:]],
            "20 digits": [*cells[:3], "12.345678901234567890", *cells[4:]],
        }
        plain = None
        for name, row in cases.items():
            path = folder / "data.csv"
            lines[count // 2] = ",".join(row)
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            run = evaluate(rules, path, "--layout", layout, runs=runs)
            plain = plain or run
            print(f"odd, {layout}, {count:,} rows, {name:13} {run}   {run.beside(plain)}", flush=True)


def main(asked: argparse.Namespace, folder: Path) -> None:
    runs = 1 if asked.quick else asked.runs
    rules = folder / "rules.yaml"
    rules.write_text(RULES, encoding="utf-8")
    if "many" in asked.parts:
        many(folder / "many", rules, quick=asked.quick, runs=runs)
    if "excel" in asked.parts:
        excel(folder / "excel", quick=asked.quick, runs=runs)
    if "odd" in asked.parts:
        odd(folder / "odd", rules, quick=asked.quick, runs=runs)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quick", action="store_true", help="a tenth of the rows and files, and one run")
    parser.add_argument("--parts", type=lambda text: text.split(","), default=list(PARTS))
    parser.add_argument("--runs", type=int, default=3, help="of each command; the median is shown")
    with tempfile.TemporaryDirectory() as temporary:
        main(parser.parse_args(), Path(temporary))
