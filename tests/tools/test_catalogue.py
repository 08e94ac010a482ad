"""The Thai catalogue is whole, and is what renewing makes of it."""

from __future__ import annotations

import ast
import functools
import json

import pytest
from kenrules.engine.words.language import LANGUAGES

from ..languages import THAI_LETTERS
from .programs import program

renew = program("renew_catalogue")
templates = functools.cache(renew.templates)
EVERY = pytest.mark.parametrize("language", renew.languages())


def test_every_template_has_a_thai_translation():
    known = renew.translations("th")
    lacking = sorted(template for template in templates() if not THAI_LETTERS.search(known.get(template, "")))
    assert not lacking, "run python tools/renew_catalogue.py, and translate what it names"


def test_extraction_finds_every_kind_of_template():
    found = templates()
    assert {
        "rule set",
        "hint",
        "error",
        "note",
        "subindicator",
        "total",
        "Show the version and exit.",
        "Nothing was written.",
    } <= found
    assert "{parts}" not in found
    assert any(template.startswith("Check rule sets") and "\n\nWithout" in template for template in found)


@EVERY
def test_no_entry_is_unused(language):
    known = renew.translations(language).keys()
    assert known - templates() <= set(renew.CLICK)
    assert "#~" not in renew.po(language).read_text(encoding="utf-8")


def test_clicks_messages_are_translated():
    known = renew.translations("th")
    assert [
        identifier for identifier in renew.CLICK if not THAI_LETTERS.search(known.get(identifier, ""))
    ] == []


@EVERY
def test_placeholders_agree(language):
    own = templates()
    for identifier, text in renew.translations(language).items():
        if not text:  # stays English
            continue
        if identifier in own:
            assert renew.placeholders(text) == renew.placeholders(identifier), identifier
        else:  # click fills both forms of a plural with the same names; Thai has one form
            forms = (identifier,) if isinstance(identifier, str) else identifier
            assert renew.placeholders(text) <= set().union(*map(renew.placeholders, forms)), identifier


@pytest.mark.slow
@EVERY
def test_files_are_what_renewing_makes_of_them(language):
    wanted = renew.catalogue(language, renew.translations(language))
    path = renew.po(language)
    assert path.read_bytes() == renew.po_bytes(wanted)
    assert path.with_suffix(".mo").read_bytes() == renew.mo_bytes(wanted)


@pytest.mark.parametrize("path", renew.SCHEMAS, ids=lambda path: path.name)
def test_titles_can_be_in_every_language(path):
    text = path.read_text(encoding="utf-8")
    assert renew.schema_text(text) == text
    kinds = json.loads(text)["$defs"]
    titles = kinds.get("title") or kinds["text"]
    assert set(titles["then"]["properties"]) == set(LANGUAGES)


def test_templates_are_plain_strings():
    calls = [(place, call) for place, call in renew.calls("say")]
    assert len(calls) > 100
    faulty = [
        place
        for place, call in calls
        if not (call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str))
    ]
    assert faulty == []
