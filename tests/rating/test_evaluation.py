"""A dataset rated: judgements, targets, and the shares that are printed of them."""

from __future__ import annotations

import pytest

JUDGED = """
missing: skip
parts: {a: null, b: null, x: {questions: [a]}, y: {questions: [b]}}
judgements:
  part:
    - {result: pass, when: score >= 50 or y >= 50}
    - {result: fail, when: not (score >= 50 and y >= 50)}
targets: [{id: T, share_of_units: x >= 50 or y >= 50, at_least: 50%}]
bands: [{rating: hi, from: 50}, {rating: lo}]
"""


def test_a_condition_on_a_missing_score_is_told_as_soon_as_the_known_ones_decide(rated, smallest, write):
    found = rated(smallest(JUDGED), write("data.csv", "agency,a,b\nu,60,\nv,10,\nw,50,80\n"))
    assert [unit["judgements"] for unit in found["units"]] == [{"x": "pass"}, {}, {"x": "pass", "y": "pass"}]
    assert found["targets"][0]["meeting"] == 2


def test_targets_do_not_count_scores_that_were_refused(units):
    text = (
        "missing: error\nparts: {a: {}, b: null, x: {questions: [b]}}\ntargets: "
        "[{id: T, share_of_units: b >= 50, at_least: 100%}]"
    )
    found = units(text, "agency,a,b,x\nu,80,900,80\nv,80,80,\n")
    assert [(each["meeting"], each["rated"], each["met"]) for each in found["found"]["targets"]] == [
        (1, 2, False)
    ]
    assert "b" not in found["u"]["scores"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("meeting", "of", "least", "printed", "verdict"),
    [
        (6242, 8323, "75%", "74.997 %", "not met"),
        (99_999, 100_000, "100%", "99.999 %", "not met"),
        (3, 4, "75%", "75.00 %", "met"),
        (1, 100_000, "50%", "0.001 %", "not met"),
        (2, 3, "66.66%", "66.67 %", "met"),
    ],
)
def test_a_printed_share_is_on_the_side_on_which_it_is_judged(
    ken, rated, smallest, write, meeting, of, least, printed, verdict
):
    rules = smallest(f"targets: [{{id: T, share_of_units: a >= 50, at_least: {least}}}]")
    data = write(
        "data.csv",
        "\n".join(["agency,a,b", *(f"u{number},{60 if number < meeting else 40},50" for number in range(of))])
        + "\n",
    )
    said = ken("evaluate", rules, data).stdout.replace(",", "")
    assert (
        f"target T: {meeting} of {of} rated units ({printed}) at least {least.replace('%', ' %')}: {verdict}"
        in said
    )
    (target,) = rated(rules, data)["targets"]
    assert (target["share"] >= target["at_least"]) is target["met"] is (verdict == "met")
