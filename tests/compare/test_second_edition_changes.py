"""What differs between rule sets of the second edition: a change a line, with its place in both files."""

from __future__ import annotations

import json

import kenrules
import pytest

from .pairs import titles_of

BOOK = """
ruleset: bakery/one
title: Bakeries
source: a city
unit: bakery
scale: {min: 0, max: 100, decimals: 1, rounding: half_up}
thresholds: {pass: 60}
inputs:
  kind: {one_of: [shop, factory], missing: shop}
  staff: {range: 1..500, decimals: 0}
  prize: {one_of: [yes, no], missing: no}
answers:
  state: {options: {clean: 100, dusty: 40}, answered_by: unit}
tables:
  rent: {file: rent.csv, by: {staff: steps}}
missing: skip
plus: {score: 2, when: prize == yes}
at_most: 100
no_better_than: {fair: floor < 20}
parts:
  floor: {weight: 50%, value: {range: 0..300, decimals: 0, in: specks}, points: {..8: 100, 9..20: 100..40, 21..: 0}}
  oven: {weight: 30%, of: staff, points: {else: 10, above: [20, 50]}}
  goods:
    weight: 20%
    cases: [{when: kind == shop, score: 50}, {score: 10 * rent.low}]
    bands: [{rating: met, from: 40}, {rating: not met}]
bands:
  - {rating: good, from: 80, when: goods == met}
  - {rating: fair, from: 50}
  - {rating: poor, below: 50}
variants:
  kind:
    factory: {bands: {good: {from: 85}}}
"""
RENT = "staff,low,high\n1,2,3\n50,4,6\n200,8,9\n"


@pytest.fixture
def changed(write):
    """The changes from the book to one with some of its text replaced."""

    def make(*pairs: tuple[str, str], rent: str = RENT):
        write("rent.csv", RENT)
        write("new/rent.csv", rent)
        text = BOOK.replace("bakery/one", "bakery/two")
        for before, after in pairs:
            assert before in text
            text = text.replace(before, after, 1)
        return kenrules.diff(write("one.yaml", BOOK), write("new/two.yaml", text))

    return make


FLOOR = "points of floor"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # tables of points
        ("..8: 100, 9..20", "..9: 100, 10..20", [f"{FLOOR}: ..8: 100 → ..9: 100; {FLOOR}: 9..20: 100..40 → 10..20: 100..40"]),
        ("100..40", "100..50", [f"{FLOOR}: 9..20: 100..40 → 9..20: 100..50"]),
        ("21..: 0", "21..40: 10, 41..: 0", [f"{FLOOR}: – → 21..40: 10; {FLOOR}: 21..: 0 → 41..: 0"]),
        ("[20, 50]", "[25, 50]", ["points of oven: > 20: 1 → > 25: 1"]),
        ("[20, 50]", "[20]", ["points of oven: > 50: 2 → –"]),
        ("else: 10", "else: 5", ["points of oven: else: 10 → else: 5"]),
        ("above: [", "from: [", ["points of oven: > 20: 1 → >= 20: 1", "points of oven: > 50: 2 → >= 50: 2"]),
        # other ways
        ("of: staff, points", "of: staff - 1, points", ["value that is looked up of oven: staff → staff - 1"]),
        ("10 * rent.low", "10 * rent.high", ["formula of case 2 of goods: = 10 * rent.low → = 10 * rent.high"]),
        ("when: kind == shop, score", "when: kind != factory, score", ["condition of case 1 of goods: kind == shop → kind != factory"]),
        ("{when: kind == shop, score: 50}, ", "", ["case 1 of goods: = 50 where kind == shop → –"]),
        ("of: staff, points: {else: 10, above: [20, 50]}", "score: staff / 5", ["how oven is scored: points → = staff / 5; value that is looked up of oven: staff → –"]),
        ("value: {range: 0..300, decimals: 0, in: specks}", "of: staff", ["value that is looked up of floor: – → staff; range of floor: 0 … 300 → –; decimals that are read of floor: 0 → –"]),
        # what data give
        ("range: 0..300, decimals: 0", "range: 0..400, decimals: 0", ["range of floor: 0 … 300 → 0 … 400"]),
        ("range: 0..300, decimals: 0", "range: 0..300, decimals: 0, rounding: down", ["rounding of what is read of floor: – → down"]),
        ("range: 1..500, decimals: 0", "range: 1..600, decimals: 0", ["range of input staff: 1 … 500 → 1 … 600"]),
        ("[yes, no], missing: no", "[yes, no]", ["what an empty cell stands for of input prize: no → –"]),
        # steps
        ("plus: {score: 2,", "plus: {score: 3,", ["addition of total: 2 where prize == yes → 3 where prize == yes"]),
        ("at_most: 100\n", "", ["upper limit of total: 100 → –"]),
        ("weight: 30%, of", "weight: 30%, at_least: 1, of", ["lower limit of oven: – → 1"]),
        ("weight: 30%, of", "weight: 30%, round: 2, of", ["rounding on the way of oven: – → 2 decimals"]),
        ("weight: 30%, of", "weight: 30%, missing: 7, of", ["what stands for a missing score of oven: – → 7"]),
        ("weight: 30%, of", "weight: 30%, applies: staff > 1, of", ["condition to apply of oven: – → staff > 1"]),
        ("missing: skip\n", "missing: skip\nrefuse: {when: staff > 400, because: too large}\n", ["contradiction of total: – → staff > 400"]),
        # ratings
        ("fair: floor < 20", "fair: floor < 25", ["limit of the rating of total: fair where floor < 20 → fair where floor < 25"]),
        ("fair: floor < 20", "poor: floor < 20", ["limit of the rating of total: fair where floor < 20 → poor where floor < 20"]),
        ("met, from: 40", "met, from: 45", ["goods: met from: 40.0 → 45.0"]),
        ("met, from: 40", "met, above: 40", ["goods: met from: 40.0 → > 40.0"]),
        ("fair, from: 50", "fair, from: 55", ["fair from: 50.0 → 55.0"]),
        ("poor, below: 50", "poor, below: 50.1", ["poor to: < 50.0 → < 50.1"]),
        ("scale: {min: 0, max: 100,", "scale: {min: 0,", ["highest score: 100 → –"]),
        ("missing: skip\n", "missing: skip\nnotches: {score: -1, when: staff > 400}\n", ["notches of total: – → -1 where staff > 400"]),
        # variants
        ("good: {from: 85}", "good: {from: 90}", ["where kind is factory: good from: 85.0 → 90.0"]),
        ("good, from: 80", "good, from: 82", ["good from: 80.0 → 82.0 (not where kind is factory)"]),
        ("    factory: {", "    shop: {at_most: 90}\n    factory: {", ["where kind is shop: upper limit of total: 100 → 90"]),
    ],
)  # fmt: skip
def test_one_change_is_one_line(changed, before, after, expected):
    found = changed((before, after))
    assert titles_of(found) == expected
    assert found.other == ()
    places = [
        (each.old_position, each.new_position) for change in found.rating for each in change.differences
    ]
    assert all(
        old.file.endswith("one.yaml") and new.file.endswith("two.yaml") and old.line and new.line
        for old, new in places
    )
    back = kenrules.diff(found.new, found.old)
    assert {change.id for change in back.rating} == {change.id for change in found.rating}
    swapped = [(str(each.new), str(each.old)) for change in back.rating for each in change.differences]
    told = [(str(each.old), str(each.new)) for change in found.rating for each in change.differences]
    assert sorted(swapped) == sorted(told)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("when: prize == yes", "when: (prize == 'yes')"),
        ("[20, 50]", "[20.0, 50.00]"),
        ("100..40", "100.0..40"),
        ("fair: floor < 20", "fair: {when: [20 > floor]}"),
        ("score: 10 * rent.low", "score: (10 * rent.low)"),
        ("at_most: 100\n", "at_most: [100]\n"),
        ("weight: 50%", "weight: 5"),
    ],
)
def test_the_same_written_otherwise_is_no_change(changed, before, after):
    pairs = [(before, after)]
    if before == "weight: 50%":
        pairs += [("weight: 30%", "weight: 3"), ("weight: 20%", "weight: 2")]
    assert changed(*pairs).changes == ()


def test_what_cannot_change_a_rating_is_told_apart(changed):
    found = changed(
        ("kind: {one_of: [shop, factory], missing: shop}", "kind: {one_of: [shop, factory], missing: shop, fixed: true}"),
        ("prize: {one_of", "garden: {range: 0..9}\n  prize: {title: a prize, one_of"),
        ("in: specks", "in: crumbs"),
        ("answers:\n", "answers:\n  other: {big: 1, small: 0}\n"),
    )  # fmt: skip
    assert found.rating == ()
    assert [str(change.title) for change in found.other] == [
        "answer scale other: – → big: 1, small: 0",
        "cannot be changed of input kind: – → ✓",
        "input garden: – → 0..9",
        "titles: 1",
        "measures: 1",
    ]


def test_rows_of_a_reference_table_are_summed_up_and_the_first_are_told(changed):
    found = changed(rent="staff,low,high\n1,2,3\n50,5,6\n100,6,7\n")
    (change,) = found.rating
    assert str(change.title) == "reference table rent: 1 row added; 1 row taken away; 1 row changed"
    assert [(str(each.old), str(each.new)) for each in change.differences] == [
        ("50: high 6, low 4", "50: high 6, low 5"),
        ("200: high 9, low 8", "None"),
        ("None", "100: high 7, low 6"),
    ]
    assert str(change.differences[0].new_position).endswith("new/rent.csv:3")


WORDS = """
extends: one.yaml
inputs: {size: {one_of: [small, large]}}
variants: {size: {large: {at_most: 95}}}
"""


def test_what_chooses_a_variant_is_told(rules):
    text = "parts: {a: {title: a}, b: {title: b}}\nbands: [{rating: hi, from: 50}, {rating: lo}]\n"
    found = kenrules.diff(rules("one", text), rules("two", WORDS))
    assert [str(change.title) for change in found.rating] == [
        "what chooses the variant: – → size",
        "where size is large: upper limit of total: – → 95",
    ]
    assert [str(change.title) for change in found.other] == ["input size: – → small, large"]


def test_a_threshold_of_a_node_is_told_where_it_holds(rules):
    text = """
thresholds: {pass: 80}
instruments:
  A: {title: a, weight: 50%, questions: [q1, q2]}
  B: {title: b, weight: 50%, questions: [q3, q4]}
judgements: {instrument: [{result: ok, when: score >= pass}, {result: no, when: score < pass}]}
bands: [{rating: hi, when: total >= 50}, {rating: lo}]
"""
    old = rules("one", text)
    found = kenrules.diff(old, rules("two", "extends: one.yaml\nchange: {A: {thresholds: {pass: 90}}}\n"))
    assert found.rating == ()
    assert [str(change.title) for change in found.other] == ["threshold pass of A: 80 → 90"]
    asked = text.replace("total >= 50", "A == ok")
    found = kenrules.diff(
        rules("three", asked), rules("four", "extends: three.yaml\nchange: {A: {thresholds: {pass: 90}}}\n")
    )
    assert titles_of(found) == ["threshold pass of A: 80 → 90"]


def test_what_goes_with_a_node_of_which_some_stands_elsewhere_is_told(rules):
    old = rules(
        "one",
        "parts: {a: {title: a, questions: [q1, q2, q3]}, b: {title: b, questions: [q4]}}\n"
        "bands: [{rating: hi, from: 50}, {rating: lo}]\n",
    )
    new = rules("two", "extends: one.yaml\nparts: {a: null, b: {questions: [q4, q1]}}\n")
    assert titles_of(kenrules.diff(old, new)) == [
        "q1 moves from a to b; a is taken away from total, and with it q2, q3"
    ]


@pytest.mark.parametrize("form", ["json", "markdown", "html"])
def test_the_command_tells_of_the_second_edition(ken, write, form):
    write("rent.csv", RENT)
    old, new = write("one.yaml", BOOK), write("two.yaml", BOOK.replace("at_most: 100", "at_most: 90"))
    shown = ken("diff", old, new, "--no-proofs", "--format", form)
    assert shown.exit_code == 0
    if form == "json":
        (told,) = json.loads(shown.stdout)["rating"]
        assert (told["kind"], told["title"]) == ("at_most", "upper limit of total: 100 → 90")
        (place,) = [each["new_position"] for each in told["differences"]]
        assert place.endswith("two.yaml:18:10")
    else:
        assert "upper limit of total: 100 → 90" in shown.stdout
    thai = ken("--lang", "th", "diff", old, new, "--no-proofs").stdout
    assert "ขีดจำกัดบนของ total: 100 → 90" in thai
