"""Cells that are no numbers: what makes them none is named, and how the number is written that they have."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize("layout", ["scores", "responses"])
@pytest.mark.parametrize(
    ("cell", "message", "hint"),
    [
        (
            "2023-03-17",
            "is a date, and no number: spreadsheets make one of what is typed like 17/3",
            "Number",
        ),
        ("3-May", "is a date, and no number: spreadsheets make one of what is typed like 3/5", "Number"),
        ("Aug-07", "is a date, and no number: spreadsheets make one of what is typed like 7/8", "Number"),
        (
            "2 March 2026",
            "is a date, and no number: spreadsheets make one of what is typed like 2/3",
            "Number",
        ),
        ("3 maybe", "“maybe” stands beside it", "write 3 alone"),
        ("๙๐.๕o", "its character 5 is U+006F LATIN SMALL LETTER O, which looks like “0”", "write 90.50"),
        ("1e999", "“1e999” is no number", "without a power of ten"),
        ("1OO", "its character 2 is U+004F", "write 100"),
        ("82 .11", "a blank stands in it", "write 82.11, without a blank"),
        ("1 000", "a blank stands in it", "write 1000"),
        ("82.1.1", "it has several points or commas", "leave the one"),
        ("8S", "its character 2 is U+0053", "write 85"),
        ("๙๐:๕๐", "“:” stands between its digits", "if it parts the decimals, write 90.50"),
        ("90*", "“*” stands beside it", "write 90 alone"),
        ("80 คะแนน", "“คะแนน” stands beside it", "write 80 alone"),
        ("4/5", "is no number, but 4 of 5", "from 0 to 100 this is 80"),
        ("(90)", "in accounts the brackets mean -90", "write 90 without brackets"),
        ("80 to 85", "it has several (80, 85)", "write the one number"),
        ("n.a.", "“n.a.” is no number", "leave the cell empty where there is none"),
        ("ๆ", "a sign for what stands above it", "write the number out in each row"),
        ("high", "is no number, but a result", "write the score"),
    ],
)
def test_what_makes_a_cell_no_number(rated, smallest, write, layout, cell, message, hint):
    found = rated(smallest(), write("data.csv", f"agency,a,b\nNorth,{cell},60\n"), "--layout", layout)
    fault = found["diagnostics"][0]
    assert (fault["line"], fault["column"]) == (2, 7)
    assert message in fault["message"]
    assert hint in fault["hint"]


@pytest.mark.parametrize(
    ("cell", "hint"),
    [("120", "whether it is a count"), ("120.5", "check the decimal point;"), ("-70", "check the sign")],
)
def test_numbers_off_the_scale(rated, smallest, write, cell, hint):
    (fault,) = rated(smallest(), write("data.csv", f"agency,a,b\nNorth,{cell},60\n"))["diagnostics"]
    assert fault["code"] == "out-of-range"
    assert hint in fault["hint"]
