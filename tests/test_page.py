"""The HTML report: what data and rules cannot do to it, and how it behaves in a browser."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
from html.parser import HTMLParser

import kenrules
import polars as pl
import pytest
from kenrules.engine.compare import charts
from kenrules.engine.compare.comparison_page import PAGE, Part, page
from kenrules.engine.compare.comparison_sections import comparison_sections
from kenrules.engine.compare.difference_sections import difference_sections, rule_sections
from kenrules.engine.show.sections import Section, Table
from kenrules.engine.words.diagnostics import KenError, say
from kenrules.engine.words.language import catalogue

HOSTILE = [
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}",
    "=1+1",
    "<!--<script>",
    "a\u2028b\x07",
    "]]></text></svg><img src=x onerror=alert(2)>",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
WIDTHS = (1280, 390)

EVIL_RULES = """
ruleset: test/{name}
title: The evil
unit: agency
source: made up
scale: {{min: 0, max: 100, decimals: 2, rounding: half_up}}
parts: {{a: {{weight: {weight}}}, b: {{weight: 1}}}}
bands:
  - {{rating: '"><img src=x onerror=alert(3)>', from: 80, to: 100}}
  - {{rating: '</script><script>alert(4)</script>', from: 50, to: 79.99}}
  - {{rating: '</text></svg><script>alert(5)</script>', from: 0, to: 49.99}}
"""


class Parsed(HTMLParser):
    """The elements of a page, and the text of each, by name."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.texts, self.open = [], [], []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data):
        self.texts.append((self.open[-1] if self.open else "", data))

    def all(self, tag):
        return [attributes for name, attributes in self.elements if name == tag]


def units(count=150):
    """Units whose totals go up and down on both sides of the bounds of ITA 2565 and 2566, some of them
    hostile."""
    names = [*HOSTILE, *(f"หน่วยงาน {number:03d}" for number in range(count - len(HOSTILE)))]
    scores = [40 + (number * 37 % 600) / 10 for number in range(count)]
    columns = {
        name: [min(100.0, each + shift) for each in scores]
        for name, shift in (("IIT", 0), ("EIT1", 9), ("EIT2", -9), ("OIT", 4))
    }
    return pl.DataFrame(
        {"agency": names, "province": [HOSTILE[number % 3] for number in range(count)], **columns}
    )


def report(found, language="en"):
    sections = [
        *comparison_sections(found),
        *difference_sections(found.differences),
        *rule_sections([found.old, found.new]),
    ]
    title = say("{name}", name=HOSTILE[0])
    return page(title, language, catalogue(language), [Part(sections, found)])


@pytest.fixture(scope="module")
def compared():
    return kenrules.compare("ita/2565", "ita/2566", units(), pass_through=["province"])


@pytest.fixture(scope="module")
def reports(compared):
    return {language: report(compared, language) for language in ("en", "th")}


@pytest.fixture
def evil(write):
    rules = [
        write(f"{name}.yaml", EVIL_RULES.format(name=name, weight=weight))
        for name, weight in (("one", 1), ("two", 3))
    ]
    frame = pl.DataFrame(
        {
            "agency": [f"u{number}" for number in range(60)],
            "a": [number * 1.6 for number in range(60)],
            "b": [95 - number for number in range(60)],
        }
    )
    return report(kenrules.compare(*rules, frame))


def scripts_of(parsed):
    return [text for tag, text in parsed.texts if tag == "script"]


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
    assert ("title", HOSTILE[0]) in parsed.texts
    cells = {text for tag, text in parsed.texts if tag == "td"}
    assert {name for name in HOSTILE if name.isprintable()} <= cells
    assert "a\u2028b␇" in cells
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
        joined = " ".join(text for own, text in parsed.texts if own == tag)
        assert all(part in joined for rating in ratings for part in rating.split()), tag


def test_charts_are_small_and_have_text_and_no_ids(compared):
    for drawn in (charts.flow(compared, str), charts.distribution(compared, str)):
        parsed = Parsed(drawn)
        assert len(drawn) < 100_000
        assert "id" not in {name for _, attributes in parsed.elements for name in attributes}
        assert {"viewbox", "role", "aria-label"} <= set(parsed.all("svg")[0])
        assert "ต้องปรับปรุงโดยด่วน" in {text for tag, text in parsed.texts if tag == "text"}


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
    assert "Without scripts only the first 100" in "".join(text for tag, text in parsed.texts if tag == "p")


def test_sections_without_data_and_several_pairs(compared):
    section = Section(
        say("Rule sets"), (say("nothing"),), Table("rules", (say("rule set"),), [("<b>",), (None,), (3,)])
    )
    parts = [
        Part([section]),
        Part(list(comparison_sections(compared)), compared),
        Part(list(comparison_sections(compared)), compared),
    ]
    parsed = check_harmless(page(say("Report"), "en", str, parts))
    ids = [attributes["id"] for _, attributes in parsed.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert [text for tag, text in parsed.texts if tag == "h2"] == [
        "Rule sets",
        "ita/2565 → ita/2566",
        "ita/2565 → ita/2566",
    ]


@pytest.mark.parametrize(
    ("module", "package"), [("jinja2", "jinja2"), ("altair", "altair"), ("vl_convert", "vl-convert-python")]
)
def test_a_missing_package_is_named(compared, monkeypatch, module, package):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    with pytest.raises(KenError) as caught:
        report(compared)
    (found,) = caught.value.diagnostics
    assert (found.code, str(found.message)) == (
        "no-report",
        f"reports need {package}, which is not installed",
    )


# in a browser


@pytest.fixture(scope="module")
def chromium():
    """A browser without a window. Skips where there is none, unless KEN_BROWSER=required."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    lacks = [
        name
        for name, there in (
            ("playwright", importlib.util.find_spec("playwright") is not None),
            ("Chromium on PATH", program is not None),
        )
        if not there
    ]
    if lacks:
        reason = f"the report cannot be opened in a browser: no {' and no '.join(lacks)}"
        if os.environ.get("KEN_BROWSER") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, reports, tmp_path):
    """Opens a report; at the end nothing may have gone wrong in it, or have been asked of the network."""
    faults, contexts = [], []

    def opens(language="en", width=1280, text=None, **options):
        path = tmp_path / f"{language}.html"
        path.write_text(text or reports[language], encoding="utf-8")
        contexts.append(chromium.new_context(viewport={"width": width, "height": 900}, **options))
        tab = contexts[-1].new_page()
        tab.on("console", lambda message: faults.append(message.text))
        tab.on("pageerror", lambda error: faults.append(str(error)))
        tab.on("dialog", lambda dialog: (faults.append(dialog.message), dialog.dismiss()))
        tab.on("request", lambda request: request.url.startswith("file:") or faults.append(request.url))
        tab.goto(path.as_uri())
        return tab

    yield opens
    for context in contexts:
        context.close()
    assert faults == []


def block(tab, name):
    return tab.locator("div.table", has=tab.locator(f"table[data-table={name}]"))


def column(tab, name, heading):
    """The numbers of a column, from top to bottom."""
    at = [
        each.strip("\u00a0↕↑↓") for each in block(tab, name).locator("thead button").all_inner_texts()
    ].index(heading)
    return [
        float(each)
        for each in block(tab, name)
        .locator(f"tbody td:nth-child({at + 1})")
        .evaluate_all("cells => cells.map(cell => cell.dataset.value)")
    ]


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_is_never_wider_than_the_window(opened, language, width):
    tab = opened(language, width)
    inner, outer = tab.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert inner <= outer


def test_hostile_rules_and_units_open_no_dialog(opened, evil):
    tab = opened("evil", text=evil)
    assert tab.evaluate(
        "[document.documentElement.scrollWidth <= document.documentElement.clientWidth, "
        "document.images.length]"
    ) == [True, 0]
    tab = opened("en")
    block(tab, "moved").locator("input").fill("onerror")
    assert tab.evaluate("document.images.length") == 0


def test_searching_shows_the_rows_that_match(opened, compared):
    tab = opened("th")
    moved = block(tab, "moved")
    everything = compared.moved.height
    assert moved.locator("tbody tr").count() == PAGE
    moved.locator("input").fill("หน่วยงาน 14")
    wanted = [name for name in compared.moved["unit"] if "หน่วยงาน 14" in name]
    assert moved.locator("tbody td:first-child").all_inner_texts() == wanted
    assert re.findall(r"\d+", moved.locator("output").inner_text()) == [str(len(wanted)), str(everything)]
    moved.locator("input").fill("</SCRIPT>")
    assert HOSTILE[0] in moved.locator("tbody td:first-child").all_inner_texts()
    moved.locator("input").fill("nothing has this")
    assert moved.locator("tbody tr").count() == 0
    moved.locator("input").fill("")
    assert moved.locator("tbody tr").count() == PAGE


def test_pages_of_rows(opened, compared):
    moved = block(opened(), "moved")
    before, after = moved.locator(".pager button").all()
    assert before.is_disabled()
    after.click()
    assert moved.locator("tbody tr").count() == compared.moved.height - PAGE
    assert after.is_disabled()
    assert moved.locator("tbody td:first-child").first.inner_text() == compared.moved["unit"][PAGE]


def test_sorting_by_total_sorts_numbers_both_ways(opened, compared):
    tab = opened()
    heading = block(tab, "moved").locator("thead th", has_text="new total")
    assert heading.get_attribute("aria-sort") == "none"
    totals = sorted(compared.moved["new_total"].to_list())
    heading.locator("button").click()
    assert (heading.get_attribute("aria-sort"), column(tab, "moved", "new total")) == (
        "ascending",
        totals[:PAGE],
    )
    heading.locator("button").focus()
    tab.keyboard.press("Enter")
    assert (heading.get_attribute("aria-sort"), column(tab, "moved", "new total")) == (
        "descending",
        totals[::-1][:PAGE],
    )


def test_without_scripts_the_first_rows_are_there(opened):
    tab = opened(java_script_enabled=False)
    assert block(tab, "moved").locator("tbody tr").count() == PAGE
    assert block(tab, "moved").locator("noscript p").is_visible()
    assert not block(tab, "moved").locator("input").is_visible()


@pytest.mark.parametrize("language", ["en", "th"])
def test_printing(opened, compared, language):
    tab = opened(language)
    assert tab.pdf(prefer_css_page_size=True).startswith(b"%PDF")
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    moved = block(tab, "moved")
    assert moved.locator("tbody tr").count() == compared.moved.height
    assert not moved.locator("input").is_visible()
    assert moved.locator("thead").evaluate("each => getComputedStyle(each).display") == "table-header-group"
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    assert moved.locator("tbody tr").count() == PAGE


def test_a_long_list_is_printed_in_part(opened, compared):
    rows = [(f"u{number}", number) for number in range(1234)]
    section = Section(say("Units that move"), (), Table("moved", (say("unit"), say("total")), rows))
    tab = opened(text=page(say("Report"), "en", str, [Part([section])]))
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    tab.emulate_media(media="print")
    assert block(tab, "moved").locator("tbody tr").count() == 500
    assert (
        block(tab, "moved").locator(".left-out").inner_text()
        == "500 of 1,234 rows are printed here; 734 are left out."
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_no_words_are_cut_or_laid_over_others(opened, width):
    tab = opened("th", width)
    cut = """each => each.filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"""
    assert tab.locator("th, td, h1, h2, p").evaluate_all(cut) == []
    labels = """each => each.map(svg => {
      const frame = svg.getBoundingClientRect();
      return Array.from(svg.querySelectorAll("text"), text => {
        const box = text.getBoundingClientRect();
        return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top, frame.width, frame.height, text.textContent];
      });
    })"""
    for drawn in tab.locator("svg").evaluate_all(labels):
        assert len(drawn) > 10
        for left, top, right, bottom, wide, high, words in drawn:
            assert left >= 0, words
            assert top >= -1, words
            assert right <= wide, words
            assert bottom <= high + 1, words
        for at, (left, top, right, bottom, _, _, words) in enumerate(drawn):
            for other in drawn[:at]:
                across = min(right, other[2]) - max(left, other[0])
                down = min(bottom, other[3]) - max(top, other[1])
                assert across <= 0 or down <= 0.35 * (bottom - top), (words, other[6])
