"""Statements about two rule sets: how they are written, and whether they hold."""

from __future__ import annotations

import json

import pytest
from kenrules.engine.compare import sorting

from .pairs import BASE, verdict

CLAIMS = [
    ("new.rating == 'ผ่านดีเยี่ยม' implies old.rating == 'AA'", True),
    ("old.rating == 'AA' implies new.rating == 'ผ่านดีเยี่ยม'", False),
    ("old.rating in (AA, A) implies new.total >= 85", True),
    ("old.rating in (AA, A, B) implies new.total >= 85", False),
    ("old.rating not in (AA, A) implies new.rating not in (ผ่านดีเยี่ยม, ผ่านดี, ผ่าน)", True),
    ("old.total == new.total", True),
    ("new.rating == ผ่าน implies min(new.instruments) < new.pass", True),
    ("new.rating is better than old.rating", False),
    ("not (new.rating is better than old.rating) and not (old.rating is better than new.rating)", True),
    ("old.rating is better than B implies new.rating in (ผ่านดีเยี่ยม, ผ่านดี, ผ่าน)", True),
    ("new.rating is worse than ผ่าน implies old.rating in (B, C, D, E, F)", True),
    ("old.rating is worse than A implies new.rating is worse than ผ่านดี", True),
    ("new.rating is worse than old.rating", False),
    ("not (new.EIT1 >= 95 and new.EIT2 >= 95) implies new.rating != ผ่านดีเยี่ยม", True),
    ("old.rating == new.rating", False),
]


@pytest.mark.slow
def test_claims_are_proved_or_refuted_by_a_counterexample(ken):
    asked = [argument for claim, _ in CLAIMS for argument in ("--claim", claim)]
    result = ken("diff", "ita/2565", "ita/2566", "--no-proofs", *asked, "--format", "json")
    assert result.exit_code == 1
    for (claim, holds), told in zip(CLAIMS, json.loads(result.stdout)["claims"], strict=True):
        assert told["holds"] is holds, claim
        assert (told["counterexample"] is None) == holds, claim


def test_a_claim_that_holds_ends_well(ken):
    held = next(claim for claim, holds in CLAIMS if holds)
    assert ken("diff", "ita/2565", "ita/2566", "--no-proofs", "--claim", held).exit_code == 0


@pytest.mark.parametrize(
    ("claim", "message", "hint"),
    [
        ("old.rating == AAA", "ita/2565 has no rating “AAA”", "did you mean “AA”?"),
        ("new.rating == AA", "ita/2566 has no rating “AA”", "its ratings are"),
        ("old.rating >= 5", "ratings are compared by ==, !=, in, not in", "is better than"),
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


@pytest.mark.parametrize("command", [["diff"], ["compare", "--no-proofs"]])
def test_every_wrong_claim_is_told_before_anything_is_proved(ken, monkeypatch, write, command):
    monkeypatch.setattr(sorting, "sorting", None)
    data = (
        [write("u.csv", "agency,IIT,EIT1,EIT2,OIT\nBan Na,80,80,80,80\n")] if command[0] == "compare" else []
    )
    claims = ("old.totl >= 5", "old.total >= 5", "new.rating == AA")
    asked = [argument for claim in claims for argument in ("--claim", claim)]
    result = ken(*command, "ita/2565", "ita/2566", *data, *asked)
    assert result.exit_code == 2
    assert "--claim 'old.totl >= 5': error: nothing is called “old.totl”" in result.stderr
    assert "--claim 'new.rating == AA': error: ita/2566 has no rating “AA”" in result.stderr
    assert result.stderr.count("error:") == 2


def test_ratings_that_look_alike_are_told_apart(rules, ken):
    one = rules(
        "one",
        "instruments: {A: {questions: [q1]}}\nbands: [{rating: ระดับ1, from: 50, to: 100}, "
        "{rating: ระดับ๑, from: 0, to: 49.99}]\n",
    )
    assert verdict(one, one, "old.rating == 'ระดับ1' implies old.total < 50") is False
    assert verdict(one, one, "old.rating == 'ระดับ๑' implies old.total < 50") is True


@pytest.mark.parametrize("name", ["a=b", "=1+1", "50%", "A AND B", "it's", "x implies y", "A+", "95"])
def test_any_rating_can_be_named_in_quotes(rules, name):
    one = rules(
        "one",
        f"instruments: {{A: {{questions: [q1]}}}}\nbands: [{{rating: {json.dumps(name)}, from: 50}}, "
        f"{{rating: other, to: 49.99}}]\n",
    )
    assert verdict(one, one, f'old.rating == "{name}" implies old.total >= 50') is True


def test_a_number_is_a_rating_without_quotes(rules):
    one = rules(
        "one",
        "instruments: {A: {questions: [q1]}}\nbands: [{rating: 95, from: 50}, {rating: other, to: 49.99}]\n",
    )
    assert verdict(one, one, "old.rating == 95 implies old.total >= 50") is True
    assert verdict(one, one, "old.rating != 95 implies old.total >= 50") is False


@pytest.mark.slow
@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        ("old.a1 >= 50 implies new.A >= 10", True),
        ("old.a1 >= 20 implies new.A >= 10", False),
        ("max(old.questions) >= 0", True),
        ("old.a1 == new.a1", True),
        ("old.a1 == new.a2", False),
        ("old.total / new.total >= 0", None),
        ("ln(old.total) < 5", None),
    ],
)
def test_claims_may_name_any_node(rules, ken, claim, holds):
    one, two = rules("one", BASE), rules("two", "extends: one.yaml\nthresholds: {pass: 70}\n")
    result = ken("diff", one, two, "--claim", claim, "--no-proofs", "--format", "json")
    (found,) = json.loads(result.stdout)["claims"]
    assert found["holds"] is holds
    assert (found["beyond"] is not None) == (holds is None)
    assert result.exit_code == (0 if holds else 1)


def test_names_with_a_lone_plus(ken):
    assert "lacks a name before or after a +" in ken("diff", "ita/2566+", "ita/2566").stderr
