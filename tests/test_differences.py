"""What differs between two rule sets, and what that implies without any data."""

from __future__ import annotations

import json
import time
from typing import Any

import kenrules
import pytest
from kenrules.engine.meaning.one_unit import evaluate_exactly


def titles(found: Any) -> list[str]:
    return [str(change.title) for change in found.rating]


def test_from_2565_to_2566_one_instrument_is_split_and_the_bands_are_replaced():
    found = kenrules.diff("ita/2565", "ita/2566")
    assert titles(found) == ["EIT (30%) becomes EIT1 (15%), EIT2 (15%)", "7 bands are replaced by 5"]
    bands = {str(each.what) for each in found.rating[1].differences}
    assert len(bands) == 12
    assert [change.kind for change in found.other] == ["target", "effective", "titles", "sources"]
    assert (
        str(found.other[0].title)
        == "target national: total >= pass for at least 80 % → total >= pass for at least 100 %"
    )


def test_the_printed_table_differs_in_exactly_the_two_95s():
    found = kenrules.diff("ita/2566-as-printed", "ita/2566")
    assert titles(found) == [
        "ผ่านดีเยี่ยม from: 85.00 → 95.00",
        "condition of ผ่านดีเยี่ยม: min(instruments) >= pass → min(instruments) >= 95",
    ]
    places = [
        (str(each.old_position), str(each.new_position))
        for change in found.rating
        for each in change.differences
    ]
    assert [(old.split("/")[-1], new.split("/")[-1]) for old, new in places] == [
        ("2566-as-printed.yaml:10:81", "2566.yaml:30:11"),
        ("2566-as-printed.yaml:10:103", "2566.yaml:32:11"),
    ]
    assert [change.kind for change in found.other] == ["titles"]


ONE = """
ruleset: test/one
title: One
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
thresholds: {pass: 85}
instruments:
  A: {weight: 60%, indicators: {I1: {questions: a1..a3}, I2: {questions: a4..a5}}}
  B: {weight: 40%, indicators: {I3: {questions: [b1, b2]}}}
bands: [{rating: high, from: 85, when: min(instruments) >= pass}, {rating: middle, from: 50}, {rating: low, to: 49.99}]
"""


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("pass: 85", "pass: 80", ["threshold pass: 85 → 80"]),
        ("a4..a5", "a4..a6", ["a6 is added to I2"]),
        ("a4..a5", "[a4]", ["a5 is taken away from I2"]),
        (
            "from: 50}, {rating: low, to: 49.99}",
            "from: 55}, {rating: low, to: 54.99}",
            ["middle from: 50.00 → 55.00; low to: 49.99 → 54.99"],
        ),
        ("from: 85, when", "from: 90, when", ["high from: 85.00 → 90.00"]),
        (">= pass", ">= 80", ["condition of high: min(instruments) >= pass → min(instruments) >= 80"]),
        ("decimals: 2", "decimals: 3", ["decimals of scores: 2 → 3"]),
        ("half_up", "half_even", ["rounding: half_up → half_even"]),
        ("rating: middle", "rating: fair", ["bands taken away: middle; bands added: fair"]),
        (
            "ruleset: test/one",
            "ruleset: test/one\nmissing: zero",
            ["what is done about missing scores of total and 5 more: error → zero"],
        ),
        ("ruleset: test/one", "ruleset: test/one\nhit_policy: unique", ["hit policy: first → unique"]),
        (
            "{I3: {questions: [b1, b2]}}",
            "{I3: {combine: min, questions: [b1, b2]}}",
            ["how I3 combines what is below it: mean → min"],
        ),
    ],
)
def test_each_kind_of_change_is_named(write, before, after, expected):
    assert before in ONE
    old, new = (
        write("one.yaml", ONE),
        write("two.yaml", ONE.replace(before, after, 1).replace("test/one", "test/two")),
    )
    found = kenrules.diff(old, new)
    assert titles(found) == expected
    back = kenrules.diff(new, old)
    assert [change.id for change in back.rating] == [change.id for change in found.rating]


def test_weights_below_one_node_are_one_change(write):
    old = write("one.yaml", ONE)
    new = write("two.yaml", ONE.replace("60%", "55%").replace("40%", "45%"))
    assert titles(kenrules.diff(old, new)) == ["weights below total: A 60% → 55%, B 40% → 45%"]


def test_an_indicator_that_moves_is_one_change(write):
    old = write("one.yaml", ONE)
    new = write(
        "two.yaml",
        ONE.replace(", I2: {questions: a4..a5}}}", "}}").replace("{I3:", "{I2: {questions: a4..a5}, I3:"),
    )
    assert titles(kenrules.diff(old, new)) == ["I2 moves from A to B"]


def test_the_same_rules_written_otherwise_do_not_differ(write):
    old = write("one.yaml", ONE)
    new = write(
        "two.yaml",
        ONE.replace("test/one", "test/two")
        .replace("a1..a3", "{a1: , a2: , a3: }".replace(": ,", ": {},").replace(": }", ": {}}"))
        .replace("85,", "85.00,")
        .replace("weight: 60%", "weight: 3")
        .replace("weight: 40%", "weight: 2")
        .replace("min(instruments) >= pass", "( min( instruments )>=(pass) )"),
    )
    assert kenrules.diff(old, new).changes == ()


def test_transitions_from_the_old_ratings_to_the_new_are_proved_and_shown():
    proved = kenrules.prove("ita/2565", "ita/2566")
    possible = {
        old: [each.new for each in proved.transitions if each.old == old and each.possible]
        for old in ("AA", "A", "B", "C", "D", "E", "F")
    }
    good, pass_, urgent = "ผ่านดี", "ผ่าน", "ต้องปรับปรุงโดยด่วน"
    assert possible == {
        "AA": ["ผ่านดีเยี่ยม", good, pass_],
        "A": [good, pass_],
        "B": ["ต้องปรับปรุง"],
        "C": ["ต้องปรับปรุง", urgent],
        "D": [urgent],
        "E": [urgent],
        "F": [urgent],
    }
    assert [each.possible for each in proved.transitions].count(None) == 0
    assert [str(each) for each in proved.assumptions] == [
        "EIT of ita/2565 is the mean of EIT1, EIT2 of ita/2566"
    ]
    for each in proved.transitions:
        assert (each.example is not None) == each.possible
        if each.example is not None:
            new, old = each.example.new, each.example.old
            assert evaluate_exactly(new.plan, new.given, judge=()).rating == each.new
            assert old.given["EIT"] == (new.given["EIT1"] + new.given["EIT2"]) / 2
            assert evaluate_exactly(old.plan, old.given, judge=()).rating == each.old


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("new.rating == 'ผ่านดีเยี่ยม' implies old.rating == 'AA'", True),
        ("old.rating == 'AA' implies new.rating == 'ผ่านดีเยี่ยม'", False),
        ("old.rating in (AA, A) implies new.total >= 85", True),
        ("old.rating in (AA, A, B) implies new.total >= 85", False),
        ("old.rating not in (AA, A) implies new.rating not in (ผ่านดีเยี่ยม, ผ่านดี, ผ่าน)", True),
        ("old.total == new.total", True),
        ("new.rating == ผ่าน implies min(new.instruments) < new.pass", True),
        ("new.rank <= old.rank", False),
        ("old.rank <= 2 implies new.rank <= 3", True),
        ("not (new.EIT1 >= 95 and new.EIT2 >= 95) implies new.rating != ผ่านดีเยี่ยม", True),
        ("old.rating == new.rating", False),
    ],
)
def test_claims_are_proved_or_refuted_by_a_counterexample(ken, claim, holds):
    result = ken("diff", "ita/2565", "ita/2566", "--no-proofs", "--claim", claim, "--format", "json")
    (verdict,) = json.loads(result.stdout)["claims"]
    assert verdict["holds"] is holds
    assert (verdict["counterexample"] is None) == holds
    assert result.exit_code == (0 if holds else 1)


@pytest.mark.parametrize(
    ("claim", "message", "hint"),
    [
        ("old.rating == AAA", "ita/2565 has no rating “AAA”", "did you mean “AA”?"),
        ("new.rating == AA", "ita/2566 has no rating “AA”", "its ratings are"),
        ("old.rating >= 5", "ratings are compared by ==, !=, in and not in only", "old.rank"),
        ("old.totl >= 5", "nothing is called “old.totl”", "old.total"),
        ("total >= 5", "nothing is called “total”", "total"),
        ("old.total", "a condition must be true or false", "old.total >= 85"),
        (
            "old.total >= 5 implies new.total >= 5 implies old.total >= 1",
            "“implies” stands there 2 times",
            "several claims",
        ),
        ("old.total in (1, 2)", "“in” is for ratings", "old.rating in"),
        ("old.rating", "nothing is called “old.rating”", "old."),
        ("__import__('os').system('true')", "__import__", ""),
        ("", "the expression is empty", "write"),
        ("new.I6 >= 5", "“new.I6” can mean new.EIT1.I6, new.EIT2.I6", "new.EIT1.I6"),
        ("old.rating == (AA", "no complete expression", "bracket"),
    ],
)
def test_a_claim_that_cannot_be_understood_is_answered_with_a_hint(ken, claim, message, hint):
    result = ken("diff", "ita/2565", "ita/2566", "--claim", claim)
    assert result.exit_code == 2
    assert message in result.stderr
    assert hint in result.stderr
    assert "--claim" in result.stderr


def test_rules_beyond_the_proofs_are_said_to_be(write, ken):
    beyond = ONE.replace("min(instruments)", "ln(A)")
    old = write("one.yaml", beyond)
    new = write("two.yaml", beyond.replace("pass: 85", "pass: 80"))
    result = ken("diff", old, new, "--claim", "new.total >= 0")
    assert "Nothing is proved: ln is beyond the logic of the proofs." in result.stdout
    assert result.exit_code == 1


def test_proofs_keep_to_their_time(ken):
    began = time.monotonic()
    ken("diff", "ita/2565", "ita/2566", "--seconds", "0.1")
    assert time.monotonic() - began < 5


def test_a_patch_is_laid_over_a_rule_set(ken, write):
    draft = write("draft.yaml", "thresholds: {pass: {value: 80}}\n")
    more = write("more.yaml", "instruments: {OIT: {weight: 35%}, IIT: {weight: 35%}}\n")
    result = ken("diff", "ita/2566", f"ita/2566+{draft}+{more}", "--format", "json", "--no-proofs")
    found = json.loads(result.stdout)
    assert found["new"]["ruleset"] == "ita/2566+draft+more"
    assert found["new"]["fingerprint"] != found["old"]["fingerprint"]
    assert [change["title"] for change in found["rating"]] == [
        "weights below total: IIT 30% → 35%, OIT 40% → 35%",
        "threshold pass: 85 → 80",
    ]
    assert str(draft) in found["rating"][1]["differences"][0]["new_position"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ruleset: x\n", "a file of differences has no “ruleset”"),
        ("extends: ita/2565\n", "a file of differences has no “extends”"),
        ("", "the file is empty"),
        ("thresholds: {pas: 80}\nbands: null\n", "the rule set lacks the key “bands”"),
        ("instruments: {OIT: {weight: 50%}}\n", "110"),
    ],
)
def test_a_patch_that_cannot_be_is_answered_at_its_place(ken, write, text, message):
    result = ken("diff", "ita/2566", f"ita/2566+{write('draft.yaml', text)}")
    assert result.exit_code == 2
    assert message in result.stderr


def test_a_patch_that_is_not_there(ken):
    assert "nowhere.yaml" in ken("diff", "ita/2566", "ita/2566+nowhere.yaml").stderr
    assert "ends in .yaml" in ken("diff", "ita/2566", "ita/2566+nowhere").stderr


def test_markdown_takes_nothing_of_the_rules_for_markup(ken, write):
    old = write("one.yaml", ONE)
    new = write("two.yaml", ONE.replace("title: One", 'title: "| <b>x</b> *y* `z`"'))
    result = ken("diff", old, new, "--format", "markdown", "--no-proofs")
    assert "\\| \\<b\\>x\\</b\\> \\*y\\* \\`z\\`" in result.stdout
