"""The words of a report."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("50.00 or more", "up to 49.99", "20.00–30.00")),
        ("th", ("50.00 ขึ้นไป", "ไม่เกิน 49.99", "20.00–30.00")),
    ],
)
def test_bands_with_an_open_end_are_told_in_words(ken, smallest, write, tmp_path, language, words):
    rules = smallest(
        "bands: [{rating: high, from: 50}, {rating: mid, from: 20, to: 30}, {rating: low, to: 49.99}, "
        "{rating: rest, when: a > 1}]"
    )
    options = ["--digits", "arabic", "-o", tmp_path / "r.md"]
    assert (
        ken("--lang", language, "report", rules, write("d.csv", "agency,a,b\nA,90,50\n"), *options).exit_code
        == 0
    )
    text = (tmp_path / "r.md").read_text(encoding="utf-8")
    assert not [word for word in words if word not in text]
    assert "––" not in text


def test_one_is_told_in_the_singular(ken, smallest, write, tmp_path):
    rules, data = smallest(), write("d.csv", "agency,a,b\nA,90,50\n")
    assert (
        "all: 1 report written, 0 were up to date, 0 are not written"
        in ken("report", rules, data, "--all", "-o", tmp_path / "all").stderr
    )
    page = (tmp_path / "all" / "index.html").read_text(encoding="utf-8")
    assert "report of 1 unit<" in page
    assert "1 unit, of which 1 is rated" in page
    assert (
        "r.csv: 1 unit, of which 1 is rated" in ken("evaluate", rules, data, "-o", tmp_path / "r.csv").stderr
    )
    assert "ทศนิยม 2 ตำแหน่ง" in ken("--lang", "th", "show", rules).stdout
    assert "The one unit gets no other rating." in ken("compare", rules, rules, data).stdout
    assert "1 decimal;" in ken("show", smallest("scale: {decimals: 1}\nbands: [{rating: r}]")).stdout
