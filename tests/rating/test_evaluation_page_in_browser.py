"""The page of an evaluation in a browser: chosen by rating and group, kept in the address, taken along as CSV."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import urlsplit

import pytest

from ..browser import is_too_wide, overprinted

NAMES = ("=1+1", '"><img src=x onerror=alert(1)>', "-5", "-1+2", "a,b", "@x", "+3")


@pytest.fixture
def made(ken, write, tmp_path):
    """A page of some units with hostile names, and their ratings by name."""

    def makes(language="en"):
        rules = write(
            "rules.yaml",
            """
ruleset: test/pages
title: {en: Pages of many units, th: หน้าของหลายหน่วย}
unit: agency
source: x
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
parts:
  a: {title: {en: The first of all parts with a long name, th: ส่วนแรกซึ่งมีชื่อยาวเพื่อให้ต้องขึ้นบรรทัดใหม่}}
  b: {title: {en: The second, th: ส่วนที่สอง}}
bands: [{rating: high, from: 70}, {rating: middle, title: {th: ปานกลาง}, from: 40}, {rating: low}]
""",
        )
        rows = [
            (name, f"g{at % 3}", (at * 37) % 101, (at * 61) % 101)
            for at, name in enumerate([*NAMES, *(f"u{number}" for number in range(143))])
        ]
        stream = io.StringIO()
        csv.writer(stream).writerows([("agency", "province", "a", "b"), *rows])
        data, out = write("data.csv", stream.getvalue()), tmp_path / "page.html"
        assert ken("--lang", language, "evaluate", rules, data, "-o", out).exit_code == 0
        totals = {name: (a + b) / 2 for name, _, a, b in rows}
        rated = {
            name: "high" if total >= 70 else "middle" if total >= 40 else "low"
            for name, total in totals.items()
        }
        return out.read_text(encoding="utf-8"), rated, {name: group for name, group, _, _ in rows}

    return makes


def units(tab):
    return tab.locator("div.table", has=tab.locator("table[data-table=units]"))


def names(tab):
    return tab.locator("table[data-table=units] tbody td:first-child").all_inner_texts()


def test_a_rating_chooses_its_units_and_the_address_keeps_it(made, tab_of):
    text, rated, groups = made()
    tab = tab_of(text)
    tab.locator("table[data-table=ratings] button.choose", has_text="high").click()
    wanted = [name for name, rating in rated.items() if rating == "high"]
    assert 0 < len(wanted) < 100
    assert names(tab) == wanted
    assert re.findall("[0-9]+", units(tab).locator("output").inner_text()) == [str(len(wanted)), "150"]
    again = tab_of(text, after="#" + urlsplit(tab.url).fragment)
    assert names(again) == wanted
    units(again).locator("select").nth(1).select_option(label="g1")
    assert names(again) == [name for name in wanted if groups[name] == "g1"]
    units(again).locator(".reset").click()
    assert len(names(again)) == 100
    assert "#" not in again.url
    tab.locator("[data-table='by province'] button.choose", has_text="g2").click()
    assert names(tab) == [name for name, group in groups.items() if group == "g2"]
    tab.locator("table[data-table=ratings] tr", has_text="low").locator(".bar").click()
    assert names(tab) == [name for name, rating in rated.items() if rating == "low"][:100]


def test_what_is_shown_is_taken_along_as_csv_without_formulas(made, tab_of):
    text, rated, groups = made()
    tab = tab_of(text, accept_downloads=True)
    units(tab).locator("select").nth(1).select_option(label="g1")
    with tab.expect_download() as taken:
        units(tab).locator(".download").click()
    assert taken.value.suggested_filename == "test-pages.csv"
    content = taken.value.path().read_bytes()
    assert content.startswith("\ufeff".encode())
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert head[:4] == ["agency", "rating", "total", "province"]
    wanted = [name for name, group in groups.items() if group == "g1"]
    safe = {"=1+1": "'=1+1", "-1+2": "'-1+2", "@x": "'@x", "+3": "'+3"}
    assert [row[0] for row in rows] == [safe.get(name, name) for name in wanted]
    assert [row[1].split()[0] for row in rows] == [rated[name] for name in wanted]
    assert all(re.fullmatch(r"[0-9]+\.[0-9]{2}", row[2]) for row in rows)


def test_ratings_are_sorted_as_they_stand_and_the_order_is_kept(made, tab_of):
    text, rated, _ = made()
    tab = tab_of(text)
    units(tab).locator("thead button", has_text="rating").click()
    order = ["high", "middle", "low"]
    wanted = sorted(rated, key=lambda name: order.index(rated[name]))
    assert names(tab) == wanted[:100]
    again = tab_of(text, after="#" + urlsplit(tab.url).fragment)
    assert names(again) == wanted[:100]
    for fragment in (
        "#t=d99&c1=7",
        "#t=%00&sort=x",
        "#t=" + urlsplit(tab.url).fragment[2:] + "&sort=999&c1=99&q=%3Cb%3E",
    ):
        tab_of(text, after=fragment)  # what others write into an address does no harm


@pytest.mark.parametrize("language", ["en", "th"])
@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_read_on_wide_and_narrow_screens_by_day_and_night(made, tab_of, language, width, scheme):
    text, _, _ = made(language)
    tab = tab_of(text, width, color_scheme=scheme)
    assert not is_too_wide(tab)
    assert list(overprinted(tab)) == []
    cut = "each => each.filter(cell => cell.scrollWidth > cell.clientWidth + 1).map(cell => cell.textContent)"
    assert tab.locator("th, td, h1, h2, p, dd").evaluate_all(cut) == []
    colors = tab.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    light = [sum(map(int, re.findall("[0-9]+", color)[:3])) for color in colors]
    assert (light[0] < light[1]) == (scheme == "light")
