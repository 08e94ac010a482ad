"""The page of a comparison in a browser: searched, sorted, printed, on wide and on narrow screens."""

from __future__ import annotations

import re

import pytest
from kenrules.engine.show.exhibit import Chapter
from kenrules.engine.show.formats.html import PAGE
from kenrules.engine.show.sections import Section, Table
from kenrules.engine.words.diagnostics import say

from ..browser import is_too_wide, overprinted
from .hostile_pages import HOSTILE, page

WIDTHS = (1280, 390)


@pytest.fixture
def opened(tab_of, reports):
    """Opens a report."""

    def opens(language="en", width=1280, text=None, **options):
        return tab_of(text or reports[language], width, **options)

    return opens


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
    assert not is_too_wide(tab)


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


def test_a_cell_of_the_matrix_chooses_just_the_units_that_it_counts(opened, compared):
    tab, moves = opened(), compared.moved
    matrix = tab.locator("table[data-table=matrix]")
    olds, news = compared.ratings("old"), compared.ratings("new")
    pairs = [pair for pair, count in compared.matrix.items() if count and pair[0] != pair[1]]
    assert pairs
    assert matrix.locator("button.choose").count() == len(pairs)
    for old, new in pairs[:4]:
        cell = matrix.locator("tbody tr").nth(olds.index(old)).locator("td").nth(news.index(new))
        cell.locator("button").click()
        wanted = moves.filter((moves["old_rating"] == old) & (moves["new_rating"] == new))["unit"].to_list()
        assert len(wanted) == compared.matrix[old, new]
        shown = block(tab, "moved").locator("tbody td:first-child").all_inner_texts()
        assert (
            sorted(shown)
            == sorted(name.replace("\u2028", " ").replace("\x07", "␇") for name in wanted)[:PAGE]
        )
        assert "c" in tab.url.partition("#")[2]


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
    tab = opened(text=page(say("Report"), [Chapter([section])]))
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
    assert list(overprinted(tab)) == []
    assert tab.locator("svg text").count() > 20
