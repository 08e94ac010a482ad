"""Rule sets between two others of the second edition: each change is made by itself, as if it alone had been
written."""

from __future__ import annotations

from itertools import combinations

import kenrules
import pytest
from kenrules.engine.compare.changes import differences
from kenrules.engine.compare.hybrids import between, mixed
from kenrules.engine.meaning.model import RuleSet

from .test_second_edition_changes import BOOK, RENT

REVISIONS = (
    ("..8: 100, 9..20", "..9: 100, 10..20"),
    ("21..: 0}", "21..: 5}"),
    ("[20, 50]", "[25, 50]"),
    ("of: staff, points", "of: 2 * staff, points"),
    ("when: kind == shop, score: 50", "when: staff < 9, score: 50"),
    ("score: 10 * rent.low", "score: 9 * rent.low"),
    ("range: 0..300, decimals: 0", "range: 0..250, decimals: 0"),
    ("[yes, no], missing: no", "[yes, no]"),
    ("plus: {score: 2, when: prize == yes}", "plus: [{score: 2, when: prize == yes}, {score: 1, when: staff > 90}]"),
    ("at_most: 100\n", ""),
    ("fair: floor < 20", "fair: floor < 25"),
    ("met, from: 40", "met, from: 45"),
    ("fair, from: 50", "fair, from: 55"),
    ("good, from: 80", "good, from: 82"),
    ("good: {from: 85}", "good: {from: 90}"),
    ("weight: 30%, of", "weight: 30%, round: 1, of"),
    ("missing: skip\n", "missing: skip\nnotches: {score: -1, when: staff > 400}\n"),
    ("decimals: 1, rounding: half_up", "decimals: 1, rounding: up"),
)  # fmt: skip


@pytest.fixture
def book(write):
    """The book with some of the revisions, by their numbers."""
    write("rent.csv", RENT)

    def make(numbers: tuple[int, ...]) -> RuleSet:
        text = BOOK
        for number in numbers:
            before, after = REVISIONS[number]
            assert before in text
            text = text.replace(before, after, 1)
        return kenrules.load(write("made.yaml", text))

    return make


def test_each_change_is_made_as_if_it_alone_had_been_written(book):
    old, new = book(()), book(tuple(range(len(REVISIONS))))
    found = differences(old, new)
    assert len(found.rating) == len(REVISIONS)
    number_of = {}
    for number in range(len(REVISIONS)):
        (own,) = differences(old, book((number,))).rating
        number_of[number] = next(
            at for at, each in enumerate(found.rating) if str(each.title) == str(own.title)
        )
    assert sorted(number_of.values()) == list(range(len(REVISIONS)))
    pairs = list(combinations(range(len(REVISIONS)), 2))
    for numbers in [*((number,) for number in number_of), *pairs[::23]]:
        for chosen in (numbers, tuple(other for other in number_of if other not in numbers)):
            made = between(found, [number_of[number] for number in chosen])
            assert made is not None
            assert [str(each.title) for each in differences(made, book(chosen)).rating] == []


def test_what_cannot_stand_alone_is_not_made(rules):
    """A formula that names a node which only another change brings."""
    top = "bands: [{rating: hi, from: 50}, {rating: lo}]\n"
    old = rules("one", f"combine: sum\nparts: {{a: {{title: a}}, c: {{title: c, score: 2 * a}}}}\n{top}")
    new = rules(
        "two",
        f"combine: sum\nparts: {{a: {{title: a}}, b: {{title: b}}, c: {{title: c, score: a + b}}}}\n{top}",
    )
    found = differences(kenrules.load(old), kenrules.load(new))
    kinds = [change.kind for change in found.rating]
    assert sorted(kinds) == ["added", "score"]
    assert between(found, [kinds.index("score")]) is None
    made = between(found, [kinds.index("added")])
    assert made is not None
    assert list(made.nodes) == ["total", "a", "b", "c"]


def test_a_row_that_another_one_would_overlap_is_not_made(rules):
    text = "parts: {{a: {{title: a, value: {{range: 0..90}}, points: {{{rows}}}}}}}\nbands: [{{rating: hi, from: 5}}, {{rating: lo}}]\n"
    old = rules("one", text.format(rows="..10: 0, 10..20: 0..5, 20..: 5"))
    new = rules("two", text.format(rows="..10: 1, 10..20: 1..5, 20..: 5"))
    found = differences(kenrules.load(old), kenrules.load(new))
    assert len(found.rating) == 2
    assert [between(found, [number]) for number in range(2)] == [None, None]


TOP = "combine: sum\nbands: [{rating: hi, from: 50}, {rating: lo}]\n"


@pytest.mark.parametrize(
    ("old", "new", "alone"),
    [
        # a node made of itself
        (
            f"{TOP}parts: {{a: {{title: a}}, b: {{title: b, score: 2 * a}}}}\n",
            f"{TOP}parts: {{a: {{title: a, score: 2 * b}}, b: {{title: b}}}}\n",
            "formula of a: – → 2 * b",
        ),
        # a limit at a rating that is not there
        (
            f"{TOP}parts: {{a: {{title: a}}, b: {{title: b}}}}\n",
            "combine: sum\nparts: {a: {title: a}, b: {title: b}}\nno_better_than: {mid: a < 3}\n"
            "bands: [{rating: hi, from: 50}, {rating: mid, from: 30}, {rating: lo}]\n",
            "limit of the rating of total: – → mid where a < 3",
        ),
        # a variant where nothing chooses
        (
            f"{TOP}parts: {{a: {{title: a}}, b: {{title: b}}}}\n",
            f"{TOP}parts: {{a: {{title: a}}, b: {{title: b}}}}\ninputs: {{size: {{one_of: [small, large]}}}}\n"
            "variants: {size: {large: {at_most: 95}}}\n",
            "where size is large: upper limit of total: – → 95",
        ),
    ],
)
def test_what_needs_another_change_is_not_made_alone(rules, old, new, alone):
    found = differences(kenrules.load(rules("one", old)), kenrules.load(rules("two", new)))
    titles = [str(change.title) for change in found.rating]
    assert len(titles) == 2
    assert between(found, [titles.index(alone)]) is None
    assert between(found, [0, 1]) is found.new


READ = """
ruleset: test/read
title: An input that one variant leaves aside
source: made for a test
unit: office
scale: {{min: 0, max: 10, decimals: 0, rounding: half_up}}
combine: mean
inputs:
  size: {{range: {range}, decimals: {decimals}, rounding: {rounding}}}
  place: {{one_of: [north, south]}}
parts:
  a: {{answers: {{yes: 10, no: 0}}, applies: size >= 2}}
  b: {{answers: {{yes: 10, no: 0}}}}
bands:
  - {{rating: good, from: 5}}
  - {{rating: fair}}
variants:
  place:
    south: {{change: {{a: {{applies: null}}}}}}
"""


@pytest.mark.parametrize("taken", [("0..9", 1, "down"), ("0..10", 0, "down"), ("0..10", 1, "up")])
def test_data_are_read_alike_in_a_variant_that_leaves_an_input_aside(write, taken):
    """Its rating does not hang on how the input is read, which is the same in all variants all the same."""
    first, last = ("0..10", 1, "down"), ("0..9", 0, "up")

    def book(reading):
        text = READ.format(**dict(zip(("range", "decimals", "rounding"), reading, strict=True)))
        return kenrules.load(write("read.yaml", text))

    found = differences(book(first), book(last))
    own = next(at for at in range(3) if taken[at] != first[at])
    kind = ("range", "value-decimals", "value-rounding")[own]
    made = mixed(found, frozenset(facet for facet in found.facets if facet[0] == kind))
    assert made is not None
    wanted = book(taken).inputs["size"].value
    for rules in (made, *made.variants.values()):
        read = rules.inputs["size"].value
        assert (read.maximum, read.decimals, read.rounding) == (wanted.maximum, *taken[1:])
