"""The real agency of the 2566 report, by its published figures."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from ..conftest import EXAMPLE

PRINTED = {
    "I1": 90.63,
    "I2": 78.75,
    "I3": 86.25,
    "I4": 78.84,
    "I5": 76.09,
    "I6": 80.97,
    "I7": 80.91,
    "I8": 75.49,
    "I9": 80.5,
    "I10": 55,
}


def only_unit(result):
    (unit,) = result["units"]
    return unit


def test_the_scores_of_2566_are_those_published(rated):
    unit = only_unit(rated("ita/2566", EXAMPLE / "indicators.csv"))
    assert unit["scores"] == {
        "total": 75.47,
        "IIT": 82.11,
        "EIT1": 79.12,
        "EIT2": 79.12,
        "OIT": 67.75,
        **PRINTED,
        **{f"{part}.{name}": PRINTED[name] for part in ("EIT1", "EIT2") for name in ("I6", "I7", "I8")},
    }
    assert (unit["status"], unit["rating"], unit["lacks"]) == ("rated", "ต้องปรับปรุง", [])


def test_eight_indicators_fail_and_two_pass(rated):
    unit = only_unit(rated("ita/2566", EXAMPLE / "indicators.csv"))
    assert Counter(unit["judgements"][name] for name in PRINTED) == {"ไม่ผ่านเกณฑ์": 8, "ผ่านเกณฑ์": 2}
    assert {name for name in PRINTED if unit["judgements"][name] == "ผ่านเกณฑ์"} == {"I1", "I3"}


def test_the_result_says_that_eit_was_reported_as_one(rated):
    unit = only_unit(rated("ita/2566", EXAMPLE / "indicators.csv"))
    assert unit["notes"] == ["EIT was reported as one and stands for EIT1, EIT2"]


def test_under_the_old_scheme_the_rating_is_b(rated):
    unit = only_unit(rated("ita/2565", EXAMPLE / "indicators.csv"))
    assert (unit["rating"], unit["scores"]["total"], unit["scores"]["EIT"], unit["notes"]) == (
        "B",
        75.47,
        79.12,
        [],
    )


def test_items_alone_give_oit_and_say_what_a_total_lacks(rated):
    unit = only_unit(rated("ita/2566", EXAMPLE / "oit-questions.csv"))
    scores = unit["scores"]
    assert (scores["I9"], scores["I10"], scores["OIT"]) == (80.5, 55, 67.75)
    assert [scores[name] for name in ("S9_1", "S9_2", "S9_3", "S9_4", "S9_5", "S10_1", "S10_2")] == [
        90,
        87.5,
        100,
        100,
        25,
        50,
        60,
    ]
    assert (unit["status"], unit["rating"], unit["lacks"]) == ("incomplete", None, ["IIT", "EIT1", "EIT2"])
    assert "total" not in scores


def test_an_incomplete_unit_makes_the_command_exit_with_1(ken):
    assert ken("evaluate", "ita/2566", EXAMPLE / "oit-questions.csv").exit_code == 1
    assert ken("evaluate", "ita/2566", EXAMPLE / "indicators.csv").exit_code == 0


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["75.47", "ต้องปรับปรุง (To be improved)", "pass 2, fail 8"]),
        ("th", ["75.47", "ต้องปรับปรุง", "ผ่านเกณฑ์ 2, ไม่ผ่านเกณฑ์ 8"]),
    ],
)
def test_the_terminal_shows_the_result_in_both_languages(ken, language, words):
    shown = ken("--lang", language, "evaluate", "ita/2566", EXAMPLE / "indicators.csv").stdout
    for word in words:
        assert word in shown


def test_indicators_and_items_can_be_mixed(rated, write):
    header, row = (EXAMPLE / "indicators.csv").read_text(encoding="utf-8").splitlines()
    names, cells = (EXAMPLE / "oit-questions.csv").read_text(encoding="utf-8").splitlines()
    kept = [at for at, name in enumerate(header.split(",")) if name not in ("I9", "I10")]
    mixed = write(
        "mixed.csv",
        ",".join([header.split(",")[at] for at in kept] + names.split(",")[1:])
        + "\n"
        + ",".join([row.split(",")[at] for at in kept] + cells.split(",")[1:])
        + "\n",
    )
    unit = only_unit(rated("ita/2566", mixed))
    assert (unit["scores"]["total"], unit["rating"]) == (75.47, "ต้องปรับปรุง")


def test_the_json_names_the_rules_by_fingerprint(rated):
    new, old = rated("ita/2566", EXAMPLE / "indicators.csv"), rated("ita/2565", EXAMPLE / "indicators.csv")
    assert new["fingerprint"].startswith("sha256:")
    assert new["fingerprint"] != old["fingerprint"]
    assert json.dumps(new)
