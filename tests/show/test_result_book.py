"""The workbook of an evaluation, read back: what people open first."""

from __future__ import annotations

import re
import statistics
import zipfile
from fractions import Fraction

import fastexcel
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from kenrules.engine.rating.unit_summary import Spread, spread_of

RULES = """
title: {en: Two parts, th: สองส่วน}
parts: {a: {title: {en: First, th: ส่วนแรก}, questions: [q1, q2]}, b: {title: {en: Second, th: ส่วนที่สอง}}}
targets: [{id: most, share_of_units: total >= 50, at_least: 50%}]
"""
DATA = "agency,province,a,q1,q2,b\n=1+1,67,,60,70,80\nสอง,8,90,,,95.25\nสาม,67,10,,,20\nสี่,8,,,,\n"
NAMES = {"en": ("Summary", "Results", "Questions"), "th": ("สรุป", "ผล", "ข้อคำถาม")}


@pytest.fixture(params=["en", "th"])
def book(request, ken, smallest, write, tmp_path):
    """The language, and the workbook written in it."""
    target = tmp_path / "out.xlsx"
    data = write("data.csv", DATA)
    done = ken("--lang", request.param, "evaluate", smallest(RULES), data, "-o", target)
    assert target.exists(), done.stderr
    return request.param, target


def cells(path, sheet) -> list[tuple[object, ...]]:
    found = fastexcel.read_excel(path).load_sheet(sheet, header_row=None, dtypes="string")
    return found.to_polars().rows()


def test_sheets_and_heads_are_in_the_language_and_ids_stand_below(book):
    language, path = book
    assert fastexcel.read_excel(path).sheet_names == [*NAMES[language], "ratings", "rules"]
    titles, ids, first, *_ = cells(path, NAMES[language][1])
    expected = {
        "en": ("agency", "rating", "total", "First", "Second"),
        "th": ("agency", "ระดับผล", "คะแนนรวม", "ส่วนแรก", "ส่วนที่สอง"),
    }
    assert titles[:5] == expected[language]
    assert [name for name in ids if name != "notes"] == [
        "agency", "rating", "total", "a", "b", "lacks", "province",
    ]  # fmt: skip
    assert first[0] == "=1+1"  # a text, and no formula
    assert first[ids.index("province")] == "67"
    assert first[ids.index("total")] == "72.5"


def test_results_can_be_filtered_and_printed_and_numbers_are_numbers(book):
    _, path = book
    with zipfile.ZipFile(path) as parts:
        sheet = parts.read("xl/worksheets/sheet2.xml").decode()
        names = parts.read("xl/workbook.xml").decode()
        assert any(name.startswith("xl/charts/chart") for name in parts.namelist())
        assert not any("<f>" in parts.read(f"xl/worksheets/sheet{at}.xml").decode() for at in range(1, 6))
    assert re.search(r'<autoFilter ref="A2:[A-Z]6"', sheet)
    assert re.search(r'<pane xSplit="2" ySplit="2"', sheet)
    assert 'fitToHeight="0"' in sheet
    assert 'orientation="landscape"' in sheet
    assert "_xlnm.Print_Titles" in names
    assert re.search(r'<c r="C3" s="[0-9]+"><v>72.5</v>', sheet)
    ratings = re.findall(r'<c r="B([3-6])" s="([0-9]+)" t="s">', sheet)
    looks = dict(ratings)
    assert looks["3"] == looks["4"] != looks["5"] != looks["6"]  # high, high, low, not rated


def test_the_summary_counts_what_the_results_have(book):
    language, path = book
    summary, results = cells(path, NAMES[language][0]), cells(path, NAMES[language][1])[2:]
    (at,) = (number for number, row in enumerate(summary) if row[2] and ("%" in row[2] or "ร้อยละ" in row[2]))
    told = {row[0]: (int(row[1]), row[2] and float(row[2])) for row in summary[at + 1 : at + 4]}
    given = [row[1] for row in results]
    *rated, unrated = told
    of = sum(given.count(rating) for rating in rated)
    shares = {rating: pytest.approx(100 * given.count(rating) / of, abs=0.005) for rating in rated}
    assert told == {rating: (given.count(rating), shares.get(rating)) for rating in told}
    assert 0 < given.count(unrated) < 4
    assert sum(count for count, _ in told.values()) == 4
    (total,) = (row for row in summary if row[0] in ("total", "คะแนนรวม"))
    scores = [float(row[2]) for row in results if row[2] is not None]
    assert float(total[1]) == len(scores)
    assert float(total[5]) == pytest.approx(statistics.median(scores), abs=0.005)
    questions = cells(path, NAMES[language][2])
    assert [(row[0], row[2], float(row[3])) for row in questions[1:]] == [("q1", "1", 60), ("q2", "1", 70)]


def test_what_ken_has_written_it_reads(book, ken, smallest, write):
    _, path = book
    shown = ken("audit", smallest(RULES), path)
    assert "ratings" in shown.stderr, shown.output
    assert shown.exit_code == 0, shown.output


@settings(max_examples=300, deadline=None)
@given(st.lists(st.none() | st.integers(-50, 300).map(lambda number: number / 100), max_size=40))
def test_a_spread_is_that_of_the_numbers(numbers):
    found = spread_of(pl.Series("x", numbers, dtype=pl.Float64))
    exact = sorted(Fraction(repr(number)) for number in numbers if number is not None)
    if not exact:
        assert found is None
        return
    assert (found.count, found.mean) == (len(exact), sum(exact) / len(exact))
    quarters = statistics.quantiles(exact, n=4, method="inclusive") if len(exact) > 1 else exact * 3
    assert found.quarters == (exact[0], *quarters, exact[-1])


def test_figures_of_a_spread_are_rounded_half_up():
    spread = Spread(2, Fraction(5, 4), (Fraction(1, 4), *[Fraction(5, 4)] * 3, Fraction(9, 4)))
    assert list(map(float, spread.rounded(1))) == [1.3, 0.3, 1.3, 1.3, 1.3, 2.3]


def test_ratings_without_an_order_have_no_colours(ken, smallest, write, tmp_path):
    looks = {}
    for better in ("higher", "none"):
        rules = smallest(
            f"scale: {{min: 0, max: 100, decimals: 2, rounding: half_up, better: {better}}}\n{RULES}"
        )
        target = tmp_path / f"{better}.xlsx"
        ken("evaluate", rules, write("data.csv", DATA), "-o", target)
        with zipfile.ZipFile(target) as parts:
            sheet = parts.read("xl/worksheets/sheet2.xml").decode()
        looks[better] = dict(re.findall(r'<c r="B([3-6])" s="([0-9]+)" t="s">', sheet))
    assert looks["higher"]["3"] != looks["higher"]["5"]
    assert looks["none"]["3"] == looks["none"]["5"]
