"""Laws of written reports: what stands in each kind of file, read back, is what the naive evaluator says."""

from __future__ import annotations

import html
import os
import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from . import commands
from .test_commands import World, worlds

REPORTS = int(os.environ.get("KEN_LAWS_REPORTS", "0"))
"""How many reports of each kind are read back at the least: 200 by hand."""


def in_markdown(path: Path) -> str:
    return path.read_text(encoding="utf-8").replace("\\", "")


def in_html(path: Path) -> str:
    text = re.sub(r"<(style|script|svg)\b.*?</\1>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return html.unescape(re.sub(r"<[^>]+>", " ", text))


def in_word(path: Path) -> str:
    from docx import Document

    made = Document(str(path))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in made.paragraphs), *cells])


def in_pdf(path: Path) -> str:
    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


READERS = {"md": in_markdown, "html": in_html, "docx": in_word, "pdf": in_pdf}


def checked(text: str, each: World, unit: str) -> None:
    """The total, the rating and every indicator's score and result stand in a report, and no other total or
    rating."""
    at, said, decimals = (each.sample.seed, unit), each.said[unit], each.expected_rules.scale.decimals
    plain = re.sub(r"\s+", " ", text)
    total = said.scores.get("total")
    shown = "–" if total is None else printed(total, decimals)
    assert re.search(rf"(?<![0-9.]){re.escape(shown)}(?![0-9])", plain), at
    if said.rating is None:
        assert "not rated" in plain, at
    else:
        assert re.search(rf"\b{said.rating}\b", plain), at
    for path, node in each.expected_rules.nodes.items():
        if node.level == "indicator":
            score = said.scores.get(path.rsplit(".", 1)[-1])
            assert ("–" if score is None else printed(score, decimals)) in plain, (at, path)


def printed(value: Fraction, decimals: int) -> str:
    return f"{float(value):.{decimals}f}"


@pytest.mark.parametrize(("kind", "seconds"), [("md", 15), ("html", 15), ("docx", 15), ("pdf", 15)])
def test_written_reports_say_what_the_naive_evaluator_says(tmp_path, kind, seconds, request):
    if kind == "pdf":
        request.getfixturevalue("pango")
    count = 0
    for each in worlds(tmp_path, seconds, 4, at_least=REPORTS * 2):
        (cut,) = each.cuts(each.rules.parent, 1)
        unit = each.chance.choice(list(each.sample.units))
        path = each.rules.parent / f"report.{kind}"
        options: list[Any] = [*cut.options, "--unit", unit, "-o", path, "--seconds", "0.1"]
        result = commands.ken("--lang", "en", "report", each.rules, cut.path, *options)
        assert result.exit_code in (0, 1), (each.sample.seed, result.stderr)
        assert path.exists(), (each.sample.seed, result.stderr)
        checked(READERS[kind](path), each, unit)
        count += 1
        if REPORTS and count >= REPORTS:
            break
    assert count >= max(REPORTS, 3)
