"""Laws of reports by random books of the second edition: what stands in them is what the naive evaluator
says. And every verb takes every book that `ken evaluate` takes, or says why not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from . import commands
from .budget import seeds
from .naive import Result, assess
from .side_by_side import Case, read
from .test_reports import in_html, printed

STATES = {
    "refused": "refused",
    "undecided": "cannot be told",
    "missing": "missing",
    "not applicable": "does not apply",
}


def cases(folder: Path, seconds: float, at_least: int) -> Iterator[tuple[int, Case, Path]]:
    """Random books with their data, each in a folder of its own."""
    for seed in seeds(seconds, at_least):
        own = folder / str(seed)
        own.mkdir()
        case = read(seed, own, units=4)
        if case is not None:
            yield seed, case, own


def reported(case: Case, folder: Path, unit: str, kind: str, *options: Any) -> str:
    """The report of a unit as it is written."""
    path = folder / f"{unit}.{kind}"
    arguments = [folder / "rules.yaml", folder / "data.yaml", "--unit", unit, "-o", path, "--seconds", "0.1"]
    done = commands.ken("--lang", "en", "report", *arguments, *options)
    assert done.exit_code in (0, 1), (case.book.seed, done.stderr)
    return path.read_text(encoding="utf-8")


def table_under(text: str, heading: str) -> list[dict[str, str]]:
    """The rows of a Markdown table by its headings."""
    part = text.partition(f" {heading}\n\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" |")] for line in part.splitlines()]
    plain = [[cell.replace("\\", "").replace("\u00a0", "").strip() for cell in row] for row in rows]
    return [dict(zip(plain[0], row, strict=True)) for row in plain[2:]]


def places_of(case: Case, path: str) -> int:
    own = case.rules.nodes[path].decimals
    return case.rules.scale.decimals if own is None else own


def unlike(case: Case, text: str, wanted: Result) -> Iterator[str]:
    """Where a report in Markdown says something else than the naive evaluator."""
    total = re.search(r"^- \*\*Total score:\*\* (.*)$", text, re.MULTILINE)
    rating = re.search(r"^- \*\*Rating:\*\* (.*)$", text, re.MULTILINE)
    if total is not None:
        number = wanted.total
        said = "–" if number is None else printed(number, places_of(case, "total"))
        if total[1] != said:
            yield f"total {total[1]}, not {said}"
    elif wanted.total is not None:
        yield "no total"
    if (rating is not None) != bool(case.rules.bands):
        yield "whether there is a rating"
    if rating is not None and rating[1] != (wanted.rating or "–"):
        yield f"rating {rating[1]}, not {wanted.rating}"
    rows = {row["node"]: row for row in table_under(text, "All scores")}
    for path in case.rules.nodes:
        if path != "total":
            yield from unlike_node(case, rows[case.rules.short_name(path)], path, wanted)


def unlike_node(case: Case, row: dict[str, str], path: str, wanted: Result) -> Iterator[str]:
    state, number, word = wanted.state[path], wanted.printed[path], wanted.ratings.get(path)
    if state in STATES:
        if row["score"] != STATES[state]:
            yield f"{path}: {row['score']}, not {state}"
    elif (
        number is not None
        and path not in case.rules.worded
        and row["score"] not in (printed(number, places_of(case, path)), word)
    ):
        yield f"{path}: {row['score']}, not {number}"
    result = word if case.rules.nodes[path].bands else wanted.judged[path]
    if row.get("result", "") != (result or ""):
        yield f"{path}: {row.get('result')}, not {result}"


def test_a_report_says_what_the_naive_evaluator_says(tmp_path):
    told = 0
    for seed, case, folder in cases(tmp_path, 10, at_least=4):
        for unit in list(case.units)[:2]:
            text = reported(case, folder, unit, "md")
            wrong = list(unlike(case, text, assess(case.book.rules, case.units[unit])))
            assert not wrong, (seed, unit, wrong)
            told += 1
    assert told >= 4


def test_every_kind_of_report_is_made_in_both_languages(tmp_path):
    for seed, case, folder in cases(tmp_path, 5, at_least=2):
        unit = next(iter(case.units))
        wanted = assess(case.book.rules, case.units[unit])
        html = reported(case, folder, unit, "html")
        assert case.rules.id, seed
        if wanted.rating is not None:
            (folder / "read.html").write_text(html, encoding="utf-8")
            assert re.search(rf"\b{wanted.rating}\b", in_html(folder / "read.html")), (seed, unit)
        every = commands.ken(
            *("--lang", "th", "report", folder / "rules.yaml", folder / "data.yaml", "--all"),
            *("-o", folder / "all", "--kind", "md", "--seconds", "0.1", "--jobs", "1"),
        )
        assert every.exit_code in (0, 1), (seed, every.stderr)
        assert len(list((folder / "all").glob("*.md"))) == len(case.units), (seed, every.stderr)


VERBS: dict[str, tuple[str, ...]] = {
    "evaluate": ("RULES", "DATA"),
    "evaluate in full": ("RULES", "DATA", "--unit", "u0", "--questions"),
    "evaluate as CSV": ("RULES", "DATA", "--format", "csv"),
    "evaluate as JSON": ("RULES", "DATA", "--format", "json"),
    "evaluate as Parquet": ("RULES", "DATA", "-o", "FOLDER/out.parquet"),
    "evaluate as Excel": ("RULES", "DATA", "-o", "FOLDER/out.xlsx"),
    "show": ("RULES",),
    "show as a page": ("RULES", "--format", "html"),
    "check": ("RULES", "--seconds", "0.1"),
    "explain": ("RULES", "DATA", "--unit", "u0", "--seconds", "0.1"),
    "explain as JSON": ("RULES", "DATA", "--unit", "u0", "--seconds", "0.1", "--format", "json"),
    "audit": ("RULES", "FOLDER/scores.csv"),
    "diff": ("RULES", "RULES", "--seconds", "0.1"),
    "compare": ("RULES", "RULES", "DATA", "--seconds", "0.1"),
    "new": ("random/two", "--from", "RULES", "--folder", "FOLDER/new"),
}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_takes_every_book_or_says_why_not(tmp_path, verb):
    for seed, _, folder in cases(tmp_path, 1, at_least=2):
        names = {"RULES": str(folder / "rules.yaml"), "DATA": str(folder / "data.yaml")}
        words = [names.get(word, word.replace("FOLDER", str(folder))) for word in VERBS[verb]]
        if verb == "audit" and not (folder / "scores.csv").exists():
            continue
        done = commands.ken(verb.split()[0], *words)
        assert done.exit_code in (0, 1, 2), (seed, verb)
        assert done.exit_code != 2 or done.stderr, (seed, verb)
        assert "Traceback" not in done.stderr, (seed, verb)
