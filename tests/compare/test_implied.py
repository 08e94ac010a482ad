"""What two rule sets imply of each other, without any data."""

from __future__ import annotations

import json
import time
from fractions import Fraction

import kenrules
import pytest
from kenrules.engine.book import library
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan

from .pairs import ONE

REGROUPED = """
title: Demo
source: made up
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
answers: {yn: {options: {"yes": 100, "no": 0}, answered_by: unit}}
bands: [{rating: AA, from: 95}, {rating: A, from: 85, to: 94.99}, {rating: B, from: 75, to: 84.99}, {rating: C, from: 50, to: 74.99}, {rating: F, to: 49.99}]
instruments:
  IIT: {title: I, weight: 30%}
  EIT: {title: E, weight: 30%}
  OIT:
    title: O
    weight: 40%
    answers: yn
    indicators:
"""


def regrouped(name, sizes):
    first, text = 1, f"ruleset: demo/{name}{REGROUPED}"
    for at, size in enumerate(sizes):
        text += f"      I{at}: {{title: G, questions: o{first}..o{first + size - 1}}}\n"
        first += size
    return text


@pytest.mark.slow
def test_a_revision_that_regroups_items_is_told_truly(ken, write):
    """43 items in six groups become 35 in five. Every pair of ratings is settled or said to be undecided, and
    what is possible is shown by units that are rated so."""
    old, new = (
        write(f"{name}.yaml", regrouped(name, sizes))
        for name, sizes in (("old", [9, 8, 6, 6, 6, 8]), ("new", [10, 6, 5, 7, 7]))
    )
    result = ken("diff", old, new, "--seconds", "20", "--format", "json")
    assert result.exit_code == 0
    pairs = json.loads(result.stdout)["transitions"]
    assert len(pairs) == 25
    assert {each["possible"] for each in pairs} <= {True, False, None}
    assert sum(each["possible"] is True for each in pairs) >= 9
    for each in pairs:
        if each["possible"]:
            for side, path in (("old", old), ("new", new)):
                rules = kenrules.load(path)
                scores = {
                    name: Fraction(str(score)) for name, score in each["example"][side]["scores"].items()
                }
                rated = evaluate_exactly(
                    Plan.of(rules), {rules.meant(name)[0]: score for name, score in scores.items()}
                )
                assert rated.rating == each[side]


def test_a_claim_rounds_each_rule_set_by_its_own_rule(ken, write):
    scale = "scale: {min: 0, max: 100, decimals: 0, rounding: %s}\n"
    text = (
        f"title: X\nunit: u\n{scale}parts: {{a: {{}}, b: {{}}}}\nbands: [{{rating: hi, from: 50}}, "
        f"{{rating: lo, to: 49}}]\n"
    )
    old, new = (
        write(f"{name}.yaml", f"ruleset: x/{name}\n" + text % rounding)
        for name, rounding in (("old", "half_up"), ("new", "half_even"))
    )
    for claim, holds in (
        ("old.total >= 51 implies new.total >= 51", False),
        ("old.total == 51 implies new.total > 50", False),
        ("new.total >= 51 implies old.total >= 51", True),
        ("min(old.total, new.total) >= 51 implies new.total >= 51", True),
    ):
        (told,) = json.loads(
            ken("diff", old, new, "--no-proofs", "--claim", claim, "--format", "json").stdout
        )["claims"]
        assert told["holds"] is holds, claim


def test_answers_that_only_one_rule_set_has_are_said_to_be_left_out(ken, write):
    text = (
        "title: X\nunit: u\nscale: {min: 0, max: 100, decimals: 0, rounding: half_up}\nparts: "
        "{a: {answers: s}}\n"
    )
    text += (
        "bands: [{rating: hi, from: 75}, {rating: mid, from: 50}, {rating: lo}]\nanswers: "
        "{s: {answered_by: unit, options: %s}}\n"
    )
    old = write("old.yaml", "ruleset: x/old\n" + text % "{n: 0, p: 50, y: 100}")
    new = write("new.yaml", "ruleset: x/new\n" + text % "{n: 0, y: 100, z: 40}")
    assert "nobody gives a what only x/old or only x/new can read" in " ".join(
        ken("diff", old, new).stdout.split()
    )


def test_a_claim_is_not_refuted_by_a_unit_without_a_rating(ken, write):
    """The bounds of a geometric mean of 9 and 3.25 allow 4.4, which it is not: 5.4 has no rating by the old
    rules."""
    text = (
        "title: X\nunit: u\nscale: {min: 0, max: 10, decimals: 1, rounding: down}\ncombine: geometric_mean\n"
    )
    text += (
        "answers: "
        "{s: {answered_by: unit, options: {o: %s}}, t: {answered_by: unit, options: {o: 3.25}}}\nparts: {a: {answers: s}, b: {answers: t}}\n"
    )
    old = write("old.yaml", "ruleset: x/old\n" + text % 9 + "bands: [{rating: low, to: 4.4, when: a > 5}]\n")
    new = write("new.yaml", "ruleset: x/new\n" + text % 1.75 + "bands: [{rating: any}]\n")
    (told,) = json.loads(
        ken("diff", old, new, "--no-proofs", "--claim", "new.total == 9", "--format", "json").stdout
    )["claims"]
    assert (told["holds"], told["counterexample"]) == (True, None)


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


def test_of_logarithms_as_much_is_proved_as_bounds_say(write, ken):
    beyond = ONE.replace("min(instruments)", "ln(A)")
    old = write("one.yaml", beyond)
    new = write("two.yaml", beyond.replace("pass: 85", "pass: 80"))
    result = ken("diff", old, new, "--claim", "new.total >= 0", "--seconds", "2")
    assert "low → low; never high, middle" in result.stdout
    assert "Nothing is proved" not in result.stdout
    assert result.exit_code == 0


@pytest.mark.parametrize("name", sorted(entry.name for entry in library.entries()))
def test_of_every_shipped_rule_set_it_is_proved_that_a_unit_has_one_rating(name):
    rules = kenrules.load(name)
    if not rules.bands:
        return
    proved = kenrules.prove(rules, rules, ["new.rating == old.rating"])
    assert proved.beyond is None
    for each in proved.transitions:
        assert each.possible is not True or each.old == each.new
        assert each.possible is not None
    assert [verdict.holds for verdict in proved.verdicts] == [True]


def test_rules_beyond_the_proofs_are_said_to_be(write, ken):
    beyond = ONE.replace("I2: {questions: a4..a5}", "I2: {answers: {low: 0, high: 9}, plus: 1}")
    beyond += "\nanswered_by: respondents\n"
    old = write("one.yaml", beyond)
    new = write("two.yaml", beyond.replace("pass: 85", "pass: 80"))
    result = ken("diff", old, new, "--claim", "new.total >= 0")
    assert "Nothing is proved: the logic of the proofs does not reach steps after" in result.stdout
    assert result.exit_code == 1


def test_proofs_keep_to_their_time(ken):
    began = time.process_time()
    ken("diff", "ita/2565", "ita/2566", "--seconds", "0.1")
    assert time.process_time() - began < 10


LACKING = """
ruleset: test/lacking
title: Demo
source: made up
unit: agency
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
missing: skip
combine: weighted_mean
parts: {E: {weight: 2}, F: {weight: 2}}
bands: [{rating: high, from: 50, when: known(F)}, {rating: low}]
"""


def test_what_is_made_of_parts_is_not_proved_of_units_that_may_lack_some(write, ken):
    """A proof would take the parts for something else than the whole, and say that they are its mean."""
    old = write("one.yaml", LACKING)
    parts = "E1: {was: E, weight: 1}, E2: {was: E, weight: 1}"
    new = write("two.yaml", LACKING.replace("E: {weight: 2}", parts).replace("test/lacking", "test/two"))
    shown = ken("diff", old, new).stdout
    assert "Nothing is proved: the logic of the proofs does not reach values that may be missing." in shown
    assert "is the mean of" not in shown


def test_of_units_that_may_lack_something_no_score_is_given_that_others_make(write, ken):
    old = write("one.yaml", LACKING)
    new = write("two.yaml", LACKING.replace("from: 50", "from: 60").replace("test/lacking", "test/two"))
    shown = ken("diff", old, new, "--claim", "new.rating == high implies old.rating == high").stdout
    assert "Assumed: data give no score that the rules work out." in shown
    assert "Assumed: nothing is missing" not in shown
    assert "high → high, low" in shown
    assert "low → low; never high" in shown
    assert "proved" in shown


GOALPOSTS = """
ruleset: test/{name}
title: made up
source: made up
unit: country
scale: {{min: 0, max: 1, decimals: 3, rounding: half_up}}
combine: {way}
parts:
  health: {{weight: 1, value: {{range: 0..120}}, points: {{..{low}: 0, {low}..{high}: 0..1, {high}..: 1}}}}
  income: {{weight: 2}}
  school: {{weight: 1}}
bands: [{{rating: high, from: 0.7}}, {{rating: low, to: 0.699}}]
"""


@pytest.mark.parametrize("way", ["geometric_mean", "harmonic_mean"])
def test_who_has_less_of_one_thing_gets_no_better_mean(write, way):
    old, new = (
        kenrules.load(write(f"{name}.yaml", GOALPOSTS.format(name=name, way=way, low=low, high=high)))
        for name, low, high in (("old", 20, 85), ("new", 25, 90))
    )
    every = {("high", "high"), ("high", "low"), ("low", "high"), ("low", "low")}
    for one, other, never in [(old, new, ("low", "high")), (new, old, ("high", "low"))]:
        said = {(each.old, each.new): each.possible for each in kenrules.prove(one, other).transitions}
        assert said == dict.fromkeys(every, True) | {never: False}
