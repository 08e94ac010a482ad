"""The findings of an audit as files."""

from __future__ import annotations

import json

import pytest

from ..conftest import EXAMPLE


@pytest.mark.slow
def test_files_in_markdown_and_json(ken, tmp_path):
    for name in ("a.md", "a.json"):
        assert ken("audit", "ita/2566", EXAMPLE / "printed.csv", "-o", tmp_path / name).exit_code == 1
    assert "76.962" in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert len(json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))["findings"]) == 4


def test_a_page_says_what_was_audited_by_which_rules_and_when(ken, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    page = tmp_path / "a.html"
    assert ken("audit", "ita/2566", EXAMPLE / "printed.csv", "-o", page).exit_code == 1
    text = page.read_text(encoding="utf-8")
    header = text[text.index("<header>") : text.index("</header>")]
    told = (
        "Integrity and Transparency",
        "ita/2566",
        "printed.csv",
        "14 November 2023",
        "sha256:05b505feb740",
    )
    assert all(each in header for each in told)
    assert "<dt>units</dt><dd>1</dd>" in header
    assert "76.962" in text
