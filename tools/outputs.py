"""What every command prints and writes on the shipped examples, in both languages and every format, one file
each in a folder.

    python tools/outputs.py FOLDER

Made before a change and after it, two folders are to be the same (`diff -r BEFORE AFTER`): a move of code
changes no output. Times, dates and versions that a format carries are left out of it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KEN = Path(sys.executable).with_name("ken")
LANGUAGES = ("en", "th")
EXAMPLE = "examples/takothong-2566"
UNITS, QUESTIONS, FIGURES, PRINTED = (
    f"{EXAMPLE}/{name}.csv" for name in ("indicators", "oit-questions", "figures", "printed")
)
OLD, NEW, LITERAL = "ita/2565", "ita/2566", "ita/2566-as-printed"
ON_PAPER = (".docx", ".html", ".pdf", ".md")

RESPONDENTS = "agency,q1,q2\na,1,0\na,0,1\nb,1,1\n"
BROKEN = """
ruleset: test/broken
title: {th: ผิด, en: Broken}
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
parts: {a: {weight: 40%}, b: {weight: 70%}, c: {colour: red}}
bands: [{rating: high, from: 50, to: 100}, {rating: low, from: 0, to: 49}]
"""


def calls() -> Iterator[tuple[str, ...]]:
    """The commands; `@` before a suffix is a file to be written."""
    yield ("--help",)
    for verb in (
        "list",
        "show",
        "check",
        "test",
        "schema",
        "init",
        "new",
        "evaluate",
        "diff",
        "compare",
        "explain",
        "audit",
        "report",
    ):
        yield (verb, "--help")
    yield ("list",)
    for rules in (OLD, NEW, LITERAL):
        yield ("show", rules)
    for style in ("text", "json", "github", "sarif", "junit"):
        yield ("check", "rules", "BROKEN", "--format", style, "--seconds", "120")
    for style in ("text", "json", "junit"):
        yield ("test", "rules", "--format", style)
    for kind in ("ruleset", "dataset", "tests", "guidance"):
        yield ("schema", kind)
    yield from _data_calls()
    yield ("show", "nowhere")
    yield ("evaluate", NEW, "nowhere.csv")
    yield ("evaluate", NEW, UNITS, "-o", "@.txt")
    yield ("check", "--explain", "gap")
    yield ("check", "--explain", "nothing")


def _data_calls() -> Iterator[tuple[str, ...]]:
    for rules in (OLD, NEW, LITERAL):
        for style in ("table", "json", "jsonl", "csv"):
            yield ("evaluate", rules, UNITS, "--format", style)
    yield ("evaluate", NEW, QUESTIONS)
    yield ("evaluate", NEW, UNITS, "--questions")
    for suffix in (".csv", ".xlsx", ".json", ".jsonl", ".parquet"):
        yield ("evaluate", NEW, UNITS, "-o", f"@{suffix}")
    for style in ("text", "json", "markdown"):
        yield (
            "diff",
            OLD,
            NEW,
            "--format",
            style,
            "--seconds",
            "60",
            "--claim",
            "old.rating == AA implies new.total >= 85",
        )
        yield ("compare", OLD, NEW, UNITS, "--format", style, "--seconds", "60")
        yield ("explain", NEW, UNITS, "--format", style, "--seconds", "60")
        yield ("explain", OLD, UNITS, "--format", style, "--seconds", "60")
        yield ("audit", NEW, FIGURES, PRINTED, "--format", style)
    for suffix in (".html", ".xlsx", ".json", ".md"):
        yield ("diff", OLD, NEW, "-o", f"@{suffix}", "--seconds", "60")
        yield ("compare", OLD, NEW, UNITS, "-o", f"@{suffix}", "--seconds", "60")
    for suffix in (".json", ".md"):
        yield ("explain", NEW, UNITS, "-o", f"@{suffix}", "--seconds", "60")
        yield ("audit", NEW, FIGURES, PRINTED, "-o", f"@{suffix}")
    for suffix in ON_PAPER:
        yield (
            "report",
            NEW,
            UNITS,
            "-o",
            f"@{suffix}",
            "--seconds",
            "60",
            "--previous",
            UNITS,
            "--previous-rules",
            OLD,
            "--audit",
            FIGURES,
        )
    yield ("report", NEW, UNITS, "--all", "-o", "@", "--kind", "md", "--seconds", "60")


def run(folder: Path, language: str, call: tuple[str, ...], broken: Path) -> None:
    """Runs one command, and keeps what it prints, its exit status and the file that it writes."""
    name = re.sub(r"[^\w@.+-]+", "_", " ".join((language, *call)).replace(EXAMPLE + "/", ""))[:140]
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch) / "output"
        given = [
            str(target) + word[1:] if word.startswith("@") else str(broken) if word == "BROKEN" else word
            for word in call
        ]
        done = subprocess.run(
            [str(KEN), *given],
            cwd=ROOT,
            capture_output=True,
            env={**os.environ, "KEN_LANG": language, "COLUMNS": "100"},
            check=False,
        )
        printed = b"\n".join(
            (b"exit %d" % done.returncode, b"-- stdout", done.stdout, b"-- stderr", done.stderr)
        )
        (folder / f"{name}.txt").write_bytes(
            printed.replace(scratch.encode(), b"SCRATCH").replace(str(broken).encode(), b"BROKEN")
        )
        for written in sorted(path for path in Path(scratch).rglob("*") if path.is_file()):
            where = folder / f"{name}--{str(written.relative_to(scratch)).replace('/', '_')}"
            where.write_bytes(plain(written))


def plain(path: Path) -> bytes:
    """A file without what differs from run to run: of zip files and PDF the texts."""
    content = path.read_bytes()
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = (
                f"== {part}\n".encode() + archive.read(part) + b"\n" for part in sorted(archive.namelist())
            )
            return re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", b"TIME", b"".join(parts))
    if path.suffix == ".pdf":
        from pypdf import PdfReader

        return "\f".join(page.extract_text() for page in PdfReader(path).pages).encode()
    if path.suffix == ".parquet":
        import polars as pl

        return pl.read_parquet(path).write_json().encode()
    return content


def main() -> None:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(2) as pool:
        broken = Path(scratch) / "broken.yaml"
        broken.write_text(BROKEN, encoding="utf-8")
        every = [(language, call) for language in LANGUAGES for call in calls()]
        list(pool.map(lambda each: run(folder, each[0], each[1], broken), every))
    print(f"{len(every)} commands, {len(list(folder.iterdir()))} files in {folder}")


if __name__ == "__main__":
    main()
