"""The equations that an audit shows hold as they are written."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    ("rules", "figures", "line"),
    [
        (
            "parts: {a: {weight: 30%}, b: {weight: 70%}}\ncombine: geometric_mean",
            "a,20\nb,90\ntotal,10",
            "20^0.3 × 90^0.7 ≈ 57.3164 → 57.32; 10.00 ≠ 57.32",
        ),
        (
            "missing: skip\nparts: {a: {}, b: null, x: {questions: [b1, b2]}}",
            "a,90\ntotal,96",
            "(90 + [x ≤ 100]) / 2 = 95 → 95.00; 96.00 > 95.00",
        ),
        (
            "missing: skip\nparts: {a: {}, b: {}}",
            "a,90\ntotal,40",
            "(90 + [b ≥ 0]) / 2 = 45 → 45.00; 40.00 < 45.00",
        ),
        (
            "parts: {a: {weight: 30%}, b: {weight: 70%}}",
            "a,20\nb,90\ntotal,10",
            "30% × 20 + 70% × 90 = 69 → 69.00; 10.00 ≠ 69.00",
        ),
        (
            "parts: {a: {}, b: {}}\ncombine: harmonic_mean",
            "a,20\nb,80\ntotal,10",
            "2 / (1 / 20 + 1 / 80) = 32 → 32.00; 10.00 ≠ 32.00",
        ),
        (
            "parts: {a: {}, b: {}}\ncombine: min",
            "a,20\nb,80\ntotal,10",
            "min(20, 80) = 20 → 20.00; 10.00 ≠ 20.00",
        ),
    ],
)
def test_the_equations_of_an_audit_hold_as_they_are_written(ken, smallest, write, rules, figures, line):
    data = write(
        "figures.csv", "agency,item,score\n" + "".join(f"u,{each}\n" for each in figures.split("\n"))
    )
    (finding,) = json.loads(ken("audit", smallest(rules), data, "--format", "json").stdout)["findings"]
    assert finding["arithmetic"] == line


def test_a_score_that_nothing_is_computed_from_was_not_rounded(ken, smallest, write):
    stars = (
        "scale: {max: 5, decimals: 0}\nparts: "
        "{a: {weight: 30%}, b: {weight: 15%}, c: {weight: 33%}, d: {weight: 22%}}\n"
    )
    rules = smallest(f"{stars}bands: [{{rating: good, from: 3}}, {{rating: poor, to: 2}}]")
    figures = "agency,item,score\nu,a,3\nu,b,4\nu,c,3\nu,d,3\nu,total,{}\n"
    found = json.loads(ken("audit", rules, write("wrong.csv", figures.format(4)), "--format", "json").stdout)[
        "findings"
    ]
    assert [each["arithmetic"] for each in found] == [
        "30% × 3 + 15% × 4 + 33% × 3 + 22% × 3 = 3.15 → 3; 4 ≠ 3"
    ]
    assert (
        json.loads(ken("audit", rules, write("right.csv", figures.format(3)), "--format", "json").stdout)[
            "findings"
        ]
        == []
    )
