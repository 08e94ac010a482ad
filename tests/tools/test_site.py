"""The site of the documents."""

from __future__ import annotations

import re

import pytest

from ..conftest import ROOT
from .programs import program

site = program("site")


def test_every_document_is_a_page_of_the_site():
    for language in site.NAMES:
        sources = {site.source_of(page, language) for page in site.pages(language) if page != "commands"}
        own = [path for path in (ROOT / "docs").glob("*.md") if (".th." in path.name) == (language == "th")]
        assert set(own) <= sources
        assert all(source.exists() for source in sources)


@pytest.mark.parametrize("language", ["en", "th"])
def test_links_stay_in_the_language_of_the_page(language):
    text = site.text_of("tour", language)
    assert "](compare.md)" in text
    assert ".th.md" not in re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    other = "th" if language == "en" else "en"
    assert f"](../{other}/index.html)" in site.text_of("index", language)


def test_a_link_out_of_the_documents_is_its_words():
    assert "the input](" not in site.text_of("diagnostics", "en")
    assert "the input." in site.text_of("diagnostics", "en")


def test_headings_are_led_to_as_elsewhere():
    text = site.text_of("diagnostics", "en")
    names = re.findall(r"\{#([^}]+)\}$", text, re.MULTILINE)
    assert len(names) == len(set(names)) > 100
    assert set(re.findall(r"\]\(#([^)]+)\)", text)) <= set(names)
    assert "{#การเปลี่ยนแปลงที่น้อยที่สุด}" in site.text_of("explain", "th")


@pytest.mark.slow
def test_the_site_is_built_without_a_warning_or_a_dead_link(tmp_path):
    assert site.built(tmp_path / "site") == []
    english, thai = (tmp_path / "site" / language / "commands.html" for language in ("en", "th"))
    assert "ken evaluate" in english.read_text(encoding="utf-8")
    assert "ตัวเลือก" in thai.read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="https?://(?!zensical)', english.read_text(encoding="utf-8"))
