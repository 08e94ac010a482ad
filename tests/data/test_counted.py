"""How often each option was answered, of one unit."""

from __future__ import annotations

import json
from pathlib import Path


def test_answers_are_counted_by_option(ken, write):
    write("iit.csv", "agency,i1,i4\na,มาก,น้อย\na,น้อย,มากที่สุด\na,มาก,33.33\nb,มากที่สุด,\n")
    rules = write(
        "r.yaml",
        "ruleset: t/1\nextends: ita/2566\ninstruments: "
        "{EIT1: null, EIT2: null, OIT: null, IIT: {weight: 100%, missing: skip}}\naliases: null\n",
    )
    found = json.loads(
        ken(
            "explain",
            rules,
            "iit.csv" and Path(rules).parent / "iit.csv",
            "--layout",
            "responses",
            "--unit",
            "a",
            "--format",
            "json",
        ).stdout
    )
    questions = {each["id"]: each for each in found["total"]["children"][0]["children"][0]["children"]}
    assert {each["option"]: each["count"] for each in questions["i1"]["answers"]} == {
        "น้อยที่สุดหรือไม่มีเลย": 0,
        "น้อย": 1,
        "มาก": 2,
        "มากที่สุด": 0,
    }
    # i4 is reversed: "33.33" is a score, that of "มาก" turned round
    assert {each["option"]: each["count"] for each in questions["i4"]["answers"]} == {
        "น้อยที่สุดหรือไม่มีเลย": 0,
        "น้อย": 1,
        "มาก": 1,
        "มากที่สุด": 1,
    }
    assert questions["i1"]["source"] == "answers"
