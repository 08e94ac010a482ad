"""What data say of units beside scores, where several files or frames have the same column."""

from __future__ import annotations

import csv
import io

import kenrules
import polars as pl
import pytest

from ..libraries import LIBRARIES

NORTH = "agency,province,a,b\nA,North,80,90\nB,South,70,60\n"
EAST = "agency,province,a,b\nC,East,50,60\nD,,70,80\n"
MANIFEST = (
    "dataset: both\nfiles:\n  - {path: one.csv, layout: scores}\n  - {path: two.csv, layout: scores%s}\n"
)


@pytest.fixture
def shown(ken, smallest, write):
    """The provinces of units, and what was told, of two files; `more` is said of the second one."""

    def run(one: str, two: str, more: str = ""):
        write("one.csv", one)
        write("two.csv", two)
        manifest = write("data.yaml", MANIFEST % more)
        result = ken("evaluate", smallest(), manifest, "-o", "-", "--format", "csv")
        rows = csv.DictReader(io.StringIO(result.stdout))
        return {row["agency"]: row["province"] for row in rows}, result.stderr

    return run


@pytest.mark.parametrize("more", ["", ", decimal: point", ", encoding: utf-8", ", percent: as_shown"])
def test_a_column_is_of_all_files_however_these_are_read(shown, more):
    provinces, told = shown(NORTH, EAST, more)
    assert provinces == {"A": "North", "B": "South", "C": "East", "D": ""}
    assert "item-twice" not in told


@pytest.mark.parametrize("more", ["", ", decimal: point"])
def test_of_what_two_files_say_otherwise_the_first_is_shown(shown, more):
    provinces, told = shown(NORTH, "agency,province,a,b\nA,East,80,90\nB,South,70,60\nC,East,50,60\n", more)
    assert provinces == {"A": "North", "B": "South", "C": "East"}
    assert "item-twice" not in told


def test_numbers_and_words_in_one_column_are_texts(shown):
    provinces, told = shown(NORTH.replace("North", "10").replace("South", "20"), EAST, ", decimal: point")
    assert provinces == {"A": "10", "B": "20", "C": "East", "D": ""}
    assert "item-twice" not in told


@pytest.mark.parametrize("library", LIBRARIES)
def test_frames_of_units_are_all_rated_and_keep_what_stands_beside(smallest, library):
    given, back = LIBRARIES[library]
    frames = [given(pl.read_csv(io.StringIO(text))) for text in (NORTH, EAST)]
    rated = back(kenrules.evaluate(smallest(), frames)).sort("agency")
    assert rated.select("agency", "province", "total").rows() == [
        ("A", "North", 85.0),
        ("B", "South", 65.0),
        ("C", "East", 55.0),
        ("D", None, 75.0),
    ]
    halves = [given(pl.read_csv(io.StringIO(NORTH)).drop(column)) for column in ("b", "a")]
    rated = back(kenrules.evaluate(smallest(), halves)).sort("agency")
    assert rated.select("agency", "province", "total").rows() == [("A", "North", 85.0), ("B", "South", 65.0)]
