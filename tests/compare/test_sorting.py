"""Changes of rules are sorted by what they can do: a unit, a proof, or neither."""

from __future__ import annotations

import json
from pathlib import Path

import kenrules
import pytest
from kenrules.engine.compare.changes import differences
from kenrules.engine.compare.same_ratings import rate_alike
from kenrules.engine.compare.sorting import MadeHow, sorting
from kenrules.engine.compare.tried_pairs import TriedPair
from kenrules.engine.meaning.settling import Budget

TOP = "thresholds: {goal: 70, fine: 55}\n"
NODES = """
instruments:
  A: {weight: 40%, indicators: {A1: {}, A2: {}}}
  B: {weight: 60%, indicators: {B1: {}}}
aliases: {AB: [A, B]}
judgements: {indicator: [{result: fine, when: score >= fine}, {result: weak, when: score < fine}]}
targets: [{id: most, share_of_units: total >= goal, at_least: 60%}]
"""
BANDS = "bands: [{rating: up, from: 75, to: 100, when: min(instruments) >= 40}, {rating: down, from: 0, to: 100}]\n"


def sorted_titles(found):
    return (
        [str(own.change.title) for own in found.can],
        [str(change.title) for change in found.read],
        [str(change.title) for change in found.cannot],
        [str(own.change.title) for own in found.undecided],
    )


@pytest.fixture
def otherwise(rules):
    """How the changes are sorted that lead to a text in which some words are others."""

    def run(*replaced, base=TOP + NODES + BANDS, **options):
        new = base
        for old_words, new_words in replaced:
            assert old_words in new
            new = new.replace(old_words, new_words)
        return kenrules.can_change(rules("one", base), rules("two", new), **options)

    return run


@pytest.mark.parametrize(
    ("old", "new", "title"),
    [("aliases: {AB: [A, B]}\n", "", "alias AB: A, B → –"), ("AB: [A, B]", "AB: [B]", "alias AB: A, B → B")],
)
def test_what_changes_which_data_are_read_stands_by_itself(otherwise, old, new, title):
    assert sorted_titles(otherwise((old, new))) == ([], [title], [], [])


def test_the_name_of_a_unit_is_what_data_must_look_like(rules, write):
    old = rules("one", TOP + NODES + BANDS)
    written = Path(old).read_text(encoding="utf-8")
    new = write("two.yaml", written.replace("unit: agency", "unit: office"))
    assert sorted_titles(kenrules.can_change(old, new)) == (
        [],
        ["what a unit is called: agency → office"],
        [],
        [],
    )


def test_a_threshold_that_rates_nothing_says_what_it_changes(otherwise):
    assert sorted_titles(otherwise(("fine: 55", "fine: 58"))) == (
        [],
        [],
        ["threshold fine: 55 → 58 (indicators are judged fine from 58)"],
        [],
    )
    assert sorted_titles(otherwise(("goal: 70", "goal: 72.5"))) == (
        [],
        [],
        ["threshold goal: 70 → 72.5 (target most counts units with total >= 72.5)"],
        [],
    )


def test_a_number_in_place_of_its_name_is_no_difference(otherwise):
    said = (
        ("score >= fine", "score >= 55"),
        ("score < fine", "score < 55"),
        ("total >= goal", "total >= 70"),
    )
    assert sorted_titles(otherwise(*said)) == ([], [], [], [])
    found = otherwise(("score >= fine", "score >= 56"))
    assert len(found.cannot) == 1


def test_a_threshold_that_the_new_bands_do_not_name_does_not_rate(otherwise):
    base = TOP + NODES + BANDS.replace(">= 40", ">= fine")
    moved = ("fine: 55", "fine: 61"), ("min(instruments) >= fine", "min(instruments) >= 55")
    found = otherwise(*moved, base=base)
    assert sorted_titles(found) == (
        [],
        [],
        ["threshold fine: 55 → 61 (indicators are judged fine from 61)"],
        [],
    )
    with_another = otherwise(*moved, ("from: 75", "from: 77"), base=base)
    (own,) = with_another.can
    assert own.change.kind == "boundary"


def test_a_change_that_moves_a_unit_comes_with_it(otherwise):
    found = otherwise(("min(instruments) >= 40", "min(instruments) >= 45"))
    (own,) = found.can
    assert own.way is MadeHow.MADE
    assert own.unit is not None
    assert (own.unit.old.result.rating, own.unit.new.result.rating) == ("up", "down")
    scores = own.unit.new.data
    least = min(scores[name] for name in ("A", "B"))
    assert 40 <= least < 45


@pytest.mark.parametrize(
    "idle",
    ["min(instruments) >= 40 and max(instruments) >= 40", "min(instruments) >= 40 or min(instruments) > 62"],
)
def test_what_is_proved_for_all_data_cannot_change_a_rating(otherwise, idle):
    found = otherwise(("min(instruments) >= 40", idle))
    can, read, cannot, undecided = sorted_titles(found)
    assert (can, read, undecided) == ([], [], [])
    assert len(cannot) == 1


def test_what_holds_only_of_whole_units_is_undecided(otherwise):
    found = otherwise(("min(instruments) >= 40", "min(instruments) >= 40 and max(instruments) >= 74"))
    (own,) = found.undecided
    assert own.is_idle_for_whole
    assert not found.cannot


def test_without_proofs_nothing_is_said_to_be_proved(otherwise):
    idle = "min(instruments) >= 40", "min(instruments) >= 40 and max(instruments) >= 40"
    found = otherwise(idle, proofs=False)
    assert sorted_titles(found)[:3] == ([], [], [])
    assert len(found.undecided) == 1
    assert not found.undecided[0].is_idle_for_whole


def test_changes_that_matter_only_together_are_not_said_to_change_nothing(rules):
    """Of three numbers the middle one counts: each by itself moves nobody, all of them do."""
    nodes = "instruments: {A: {weight: 50%}, B: {weight: 50%}}\n"

    def text(one, two, three):
        told = [
            f"({x} and {y})" for x, y in (("A >= a", "A >= b"), ("A >= b", "A >= c"), ("A >= a", "A >= c"))
        ]
        return (
            f"thresholds: {{a: {one}, b: {two}, c: {three}}}\n{nodes}"
            f"bands: [{{rating: up, from: 0, to: 100, when: '{' or '.join(told)}'}}, {{rating: down, from: 0, to: 100}}]\n"
        )

    old, new = kenrules.load(rules("one", text(30, 30, 30))), kenrules.load(rules("two", text(60, 60, 60)))
    found = sorting(differences(old, new))
    assert not found.cannot
    assert len(found.can) + len(found.undecided) == 3


def test_a_proof_speaks_of_scores_that_data_give(rules):
    """A score that the rules make can be given; then it need not go with what it is made of."""
    nodes = "instruments: {A: {weight: 50%, indicators: {A1: {}, A2: {}}}, B: {weight: 50%}}\n"
    bands = "bands: [{{rating: up, from: 0, to: 100, when: '{when}'}}, {{rating: down, from: 0, to: 100}}]\n"
    old = kenrules.load(rules("one", nodes + bands.format(when="A >= 50")))
    new = kenrules.load(rules("two", nodes + bands.format(when="A >= 50 and max(A1, A2) >= 50")))
    assert not rate_alike(old, new, Budget(5))
    assert rate_alike(old, old, Budget(5))


def test_tried_units_say_the_same_to_both(rules):
    old = kenrules.load(rules("one", TOP + NODES + BANDS))
    new = kenrules.load(rules("two", TOP + NODES + BANDS.replace("75", "80")))
    for unit in TriedPair(old, new).units():
        assert unit.old.data == unit.new.data
        assert set(unit.old.data) <= {"A", "B"}


def test_json_says_how_changes_are_sorted_and_shows_the_unit(ken, rules):
    new = (
        (TOP + NODES + BANDS).replace(">= 40", ">= 45").replace("fine: 55", "fine: 58").replace("AB:", "BA:")
    )
    files = str(rules("one", TOP + NODES + BANDS)), str(rules("two", new))
    found = json.loads(ken("diff", *files, "--format", "json", "--no-proofs").stdout)
    (rating,) = found["rating"]
    assert rating["sorted"] == "can"
    assert rating["unit"]["change"] == "made"
    assert (rating["unit"]["without_it"]["rating"], rating["unit"]["with_it"]["rating"]) == ("up", "down")
    assert {change["kind"]: change["sorted"] for change in found["other"]} == {
        "alias": "read",
        "threshold": "cannot",
    }


def test_the_report_has_a_heading_for_each(ken, rules):
    idle = "min(instruments) >= 40 and max(instruments) >= 74"
    new = (TOP + NODES + BANDS).replace("from: 75", "from: 74").replace("min(instruments) >= 40", idle)
    files = str(rules("one", TOP + NODES + BANDS)), str(rules("two", new.replace("AB:", "BA:")))
    told = ken("diff", *files, "--no-proofs").stdout
    headings = (
        "What can change a rating",
        "A unit for each, confirmed by exact arithmetic",
        "What data must look like",
        "What cannot change a rating",
    )
    places = [told.index(f"\n{heading}\n") for heading in headings]
    assert places == sorted(places)


def test_two_questions_that_became_one_get_an_answer_in_every_unit_that_is_tried(rules, write):
    """Their mean was no answer of the scale, so that nobody could be rated: that was shown as what the change
    does."""
    scale = "answers: {level: {options: {strong: 100, weak: 30, none: 0}, answered_by: unit}}\n"
    tail = "bands: [{rating: up, from: 60}, {rating: down, to: 59.99}]\n"
    old = rules("one", scale + "parts: {a: {answers: level, questions: [t1, t2, t3]}, b: {}}\n" + tail)
    new = rules(
        "two",
        scale
        + "parts: {a: {answers: level, questions: {t1: {was: [t1, t3]}, t2: {}, t4: {new: true}}}, b: {}}\n"
        + tail,
    )
    units = list(TriedPair(kenrules.load(old), kenrules.load(new)).units())
    whole = [each.new for each in units if not each.new.lacked]
    assert len(whole) > 50
    assert {witness.data["a.t1"] for witness in whole} == {0, 30, 100}
    assert all(witness.result.rating for witness in whole)
