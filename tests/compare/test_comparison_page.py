"""The page of a comparison: what data and rules cannot do to it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import kenrules
import pytest
from kenrules.engine.compare.comparison_sections import comparison_sections
from kenrules.engine.compare.flow_chart import flow
from kenrules.engine.compare.reporting import drawn, published
from kenrules.engine.compare.totals_chart import distribution
from kenrules.engine.show.exhibit import Chapter, Exhibit
from kenrules.engine.show.formats import html
from kenrules.engine.show.formats.html import PAGE
from kenrules.engine.show.sections import Section, Table
from kenrules.engine.words.diagnostics import KenError, say
from kenrules.engine.words.speech import Speech

from ..html_pages import Parsed
from .hostile_pages import HOSTILE, page, report


def scripts_of(parsed):
    return [text for tag, text in parsed.strings if tag == "script"]


def check_harmless(text):
    parsed = Parsed(text)
    assert not parsed.all("img")
    assert [each.get("type") for each in parsed.all("script")].count(None) == 1
    assert not [name for _, attributes in parsed.elements for name in attributes if name.startswith("on")]
    assert not [
        value
        for _, attributes in parsed.elements
        for name, value in attributes.items()
        if name in ("src", "srcset", "action", "data", "xlink:href")
    ]
    assert all(
        attributes["href"].startswith("#") for _, attributes in parsed.elements if "href" in attributes
    )
    assert not {"link", "base", "iframe", "object", "embed", "form", "image", "use", "foreignobject"} & {
        tag for tag, _ in parsed.elements
    }
    assert set(re.findall(r"https?://[^\s\"'<>)]*", text)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert not re.search(r"url\(|@import", text)
    for script in scripts_of(parsed)[:-1]:
        json.loads(script)
    return parsed


@pytest.mark.parametrize("language", ["en", "th"])
def test_hostile_names_are_only_text(reports, language):
    parsed = check_harmless(reports[language])
    assert parsed.all("html") == [{"lang": language}]
    assert ("title", HOSTILE[0]) in parsed.strings
    cells = {text for tag, text in parsed.strings if tag == "td"}
    assert {name for name in HOSTILE if name.isprintable()} <= cells
    assert "a b␇" in cells
    (policy,) = [
        each["content"] for each in parsed.all("meta") if each.get("http-equiv") == "Content-Security-Policy"
    ]
    assert (
        policy == "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    )


def test_hostile_ratings_are_only_text(evil):
    parsed = check_harmless(evil)
    ratings = [
        '"><img src=x onerror=alert(3)>',
        "</script><script>alert(4)</script>",
        "</text></svg><script>alert(5)</script>",
    ]
    for tag in ("td", "text", "th"):
        joined = " ".join(text for own, text in parsed.strings if own == tag)
        assert all(part in joined for rating in ratings for part in rating.split()), tag


def test_charts_are_small_and_have_text_and_no_ids(compared):
    for chart in (flow(compared, str), distribution(compared, str)):
        parsed = Parsed(chart)
        assert len(chart) < 100_000
        assert "id" not in {name for _, attributes in parsed.elements for name in attributes}
        assert {"viewbox", "role", "aria-label"} <= set(parsed.all("svg")[0])
        assert "ต้องปรับปรุงโดยด่วน" in {text for tag, text in parsed.strings if tag == "text"}


def test_rows_beyond_the_first_page_are_data(compared, reports):
    parsed = Parsed(reports["en"])
    (data,) = [
        found
        for script in scripts_of(parsed)[:-1]
        if len((found := json.loads(script)).get("rows", ())) == compared.moved.height
    ]
    assert compared.moved.height > PAGE
    assert {data["words"][row[0]] for row in data["rows"] if "หน่วย" in data["words"][row[0]]} == {
        name for name in compared.moved["unit"] if name.startswith("หน่วย")
    }
    assert "Without scripts only the first 100" in "".join(text for tag, text in parsed.strings if tag == "p")


def test_sections_without_data_and_several_pairs(compared):
    section = Section(
        say("Rule sets"), (say("nothing"),), Table("rules", (say("rule set"),), [("<b>",), (None,), (3,)])
    )
    title = say("{old} → {new}", old="ita/2565", new="ita/2566")
    pair = Chapter(list(drawn(compared, list(comparison_sections(compared)))), title)
    parsed = check_harmless(page(say("Report"), [Chapter([section]), pair, pair]))
    ids = [attributes["id"] for _, attributes in parsed.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert [text for tag, text in parsed.strings if tag == "h2"] == [
        "Rule sets",
        "ita/2565 → ita/2566",
        "ita/2565 → ita/2566",
    ]


@pytest.mark.parametrize(("module", "package"), [("jinja2", "jinja2"), ("markupsafe", "markupsafe")])
def test_a_missing_package_is_named(compared, monkeypatch, module, package):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(KenError) as caught:
        report(compared)
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.message)) == (
        "no-report",
        f"reports need {package}, which is not installed",
    )


@pytest.mark.parametrize(
    ("language", "titles"), [("en", "B.E. 2565 → Integrity"), ("th", "พ.ศ. 2565 → การประเมิน")]
)
def test_a_page_says_what_was_compared_of_which_data_and_when(compared, monkeypatch, language, titles):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    report = Exhibit(say("x"), chapters=lambda: [Chapter([Section(say("Summary"), (say("x"),))])])
    found = published(report, [compared], (None, Path("/of/the/writer/data.csv")), language)
    text = b"".join(html.written(found, Speech(language))).decode()
    header = text[text.index("<header>") : text.index("</header>")]
    day = "14 November 2023" if language == "en" else "14 พฤศจิกายน 2566"
    own = (titles, "ita/2565 → ita/2566", "data.csv", "150", day, compared.old.fingerprint)
    assert all(each in header for each in (*own, compared.new.fingerprint))
    assert "…" not in header
    assert "/of/the/writer" not in text


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_page_of_two_rule_sets_says_which_they_are_and_when_it_was_made(
    smallest, ken, tmp_path, monkeypatch, language
):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    old, page = smallest(), tmp_path / "diff.html"
    assert ken("diff", old, "ita/2566", "--no-proofs", "-o", page, "--lang", language).exit_code == 0
    text = page.read_text(encoding="utf-8")
    header = text[text.index("<header>") : text.index("</header>")]
    day = "14 November 2023" if language == "en" else "14 พฤศจิกายน 2566"
    titles = {"en": "Integrity and Transparency", "th": "การประเมินคุณธรรม"}[language]
    rules = (kenrules.load(old), kenrules.load("ita/2566"))
    for told in (day, titles, " → ".join(each.id for each in rules), *(each.fingerprint for each in rules)):
        assert told in header
    assert "units" not in header
