"""Answers that score otherwise in a variant: read once, in words, and scored by each variant."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest

from ..libraries import LIBRARIES
from ..wrong_rules import HEAD, POINTS, Wrong, assert_found

KINDS = POINTS + "inputs: {kind: {one_of: [a, b]}}\ncombine: sum\n"
UNIT = "questions: {q: {answers: {low: 1, mid: 2, high: 3}}, r: {}}\n"
MANY = "answers: {often: {options: {no: 0, yes: 10}}}\nquestions: {q: {answers: often}}\n"
CHANGED = "variants: {kind: {b: {change: {q: %s}}}}\n"

WRONG = (
    Wrong("a word that the rules lack", KINDS + UNIT + CHANGED % "{answers: ‹{top: 5}}", "variant-data",
          "q is answered with low, mid, high, top, and without the variant with low, mid, high (variant b)",
          "write all words in the rules too"),
    Wrong("a word taken away", KINDS + UNIT + CHANGED % "{answers: ‹{mid: null}}", "variant-data",
          "q is answered with low, high, and without"),
    Wrong("no words any more", KINDS + UNIT + CHANGED % "{answers: null, value: ‹{range: 0..3}}", "variant-data",
          "q has no words, and is answered in words without", "write two nodes"),
    Wrong("respondents score otherwise", KINDS + MANY + CHANGED % "{reversed: ‹true}", "variant-data",
          "words of respondents for q score otherwise"),
    Wrong("another scale for respondents", KINDS.replace("combine: sum\n", "") + MANY
          + "variants: {kind: {b: {answers: {often: {options: {yes: 9}}}}}}\n", "variant-data",
          "words of respondents for q score otherwise"),
)  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.name)
def test_what_data_cannot_say_before_the_variant_is_known(wrong, write):
    if wrong.name == "another scale for respondents":
        found = kenrules.check(write("one.yaml", (HEAD + wrong.text).replace("‹", "")))
        assert any(each.code == wrong.code and wrong.said in str(each.message) for each in found), found
    else:
        assert_found(write, wrong)


PATCHES = {
    "scores": ("{answers: {low: 10, mid: 20, high: 30}}", {"low": 10, "mid": 20, "high": 30}),
    "the same scores the other way round": ("{answers: {low: 3, high: 1}}", {"low": 3, "mid": 2, "high": 1}),
    "the order": ("{answers: {replace: {high: 3, low: 1, mid: 2}}}", {"low": 1, "mid": 2, "high": 3}),
    "reversed": ("{reversed: true}", {"low": 3, "mid": 2, "high": 1}),
    "one that leaves": ("{answers: {mid: not_applicable}}", {"low": 1, "mid": None, "high": 3}),
}


@pytest.mark.parametrize("library", LIBRARIES)
@pytest.mark.parametrize("patch", PATCHES)
def test_each_variant_scores_the_words_itself(patch, library, write):
    text, scores = PATCHES[patch]
    rules = kenrules.load(write("one.yaml", HEAD + KINDS + UNIT + CHANGED % text))
    base = {"low": 1, "mid": 2, "high": 3}
    rows = [(kind, word) for kind in "ab" for word in base]
    frame = pl.DataFrame({
        "agency": [f"u{number}" for number in range(len(rows))],
        "kind": [kind for kind, _ in rows], "q": [word for _, word in rows], "r": [1] * len(rows),
    })  # fmt: skip
    there, back = LIBRARIES[library]
    found = back(kenrules.evaluate(rules, there(frame))).sort("agency")
    wanted = [(base if kind == "a" else scores)[word] for kind, word in rows]
    assert found["q"].to_list() == wanted
    assert found["total"].to_list() == [1 + (score or 0) for score in wanted]


def test_scores_cannot_stand_for_words_that_variants_score_otherwise(write):
    rules = kenrules.load(write("one.yaml", HEAD + KINDS + UNIT + CHANGED % "{answers: {low: 2}}"))
    frame = pl.DataFrame({"agency": ["u", "v"], "kind": ["a", "b"], "q": [1, 2], "r": [1, 1]})
    with pytest.raises(kenrules.KenError) as caught:
        kenrules.evaluate(rules, frame)
    (fault,) = caught.value.diagnostics
    assert str(fault.message) == "“q” has numbers that are no answers: 1, 2"
    assert str(fault.hint) == "answers are low, mid, high"


def test_numbers_of_a_frame_are_no_words(write):
    text = KINDS + UNIT + "plus: {score: 1, when: kind == b}\n"
    rules = kenrules.load(write("one.yaml", HEAD + text))
    frame = pl.DataFrame({"agency": ["u", "v"], "kind": [0, 1], "q": [1, 2], "r": [1, 1]})
    with pytest.raises(kenrules.KenError, match="numbers that are no answers: 0, 1"):
        kenrules.evaluate(rules, frame)
    missing = frame.with_columns(kind=pl.Series([float("nan"), None]))
    assert kenrules.evaluate(rules, missing)["status"].to_list() == ["incomplete"] * 2


ADDED = """inputs: {kind: {one_of: [a, b, c]}}
combine: sum
parts: {p: {value: {range: 0..10}}}
variants:
  kind:
    b: {inputs: {extra: {range: 0..5, missing: 0}}, plus: extra}
    c: {parts: {more: {questions: {q: {answers: {low: 1, high: 2}}}}}}
"""


@pytest.mark.parametrize("library", LIBRARIES)
def test_what_a_variant_alone_has_is_read_for_its_units(library, write):
    rules = kenrules.load(write("one.yaml", HEAD + POINTS + ADDED))
    frame = pl.DataFrame({
        "agency": ["u", "v", "w", "x", "y"], "kind": ["a", "b", "b", "c", "c"], "p": [1, 2, 3, 4, 5],
        "extra": [5, 5, None, 5, None], "q": ["high", "high", None, "high", None],
    })  # fmt: skip
    there, back = LIBRARIES[library]
    found = back(kenrules.evaluate(rules, there(frame))).sort("agency")
    assert found["total"].to_list() == [1, 7, 3, 6, None]


def test_what_a_unit_of_a_variant_lacks_is_told_by_its_rules(rated, write):
    rules = write("one.yaml", HEAD + POINTS + ADDED.replace(", missing: 0", "") + "bands: [{rating: any}]\n")
    found = rated(rules, write("data.csv", "agency,kind,p,extra,q\nu,a,1,,\nv,b,1,,\nw,c,1,1,\nx,c,1,,low\n"))
    assert [unit["lacks"] for unit in found["units"]] == [[], ["extra"], ["more"], []]


RANGES = KINDS + "parts: {p: {value: {range: 0..10, decimals: 0}}, r: {}}\n"
UNLIKE = (
    Wrong("a wider range", RANGES + "variants: {kind: {b: {change: {p: {value: ‹{range: 0..20}}}}}}\n", "variant-data",
          "data can give p other values than without the variant (variant b)", "under refuse"),
    Wrong("more decimals", RANGES + "variants: {kind: {b: {change: {p: {value: ‹{decimals: 1}}}}}}\n", "variant-data",
          "data can give p other values"),
    Wrong("another scale", KINDS.replace(POINTS, "") + "scale: {min: 0, max: 5, decimals: 0, rounding: half_up}\n"
          "parts: {p: {}}\nvariants: {kind: {b: {scale: ‹{max: 10}}}}\n", "variant-data",
          "data can give total other values"),
    Wrong("an input of two kinds", KINDS + "parts: {p: {}}\nvariants: {kind: {a: {inputs: {n: {range: 0..1}}, plus: n}, "
          "b: {inputs: {‹n: {range: 0..2}}, plus: n}}}\n", "variant-data", "data can give n other values"),
)  # fmt: skip


@pytest.mark.parametrize("wrong", UNLIKE, ids=lambda wrong: wrong.name)
def test_numbers_that_data_cannot_give_before_the_variant_is_known(wrong, write):
    assert_found(write, wrong)


def test_what_lacks_is_what_a_step_names(rated, write):
    text = "inputs: {n: {range: 0..5}, m: {range: 0..5}}\nparts: {p: {applies: m > 2}, r: {}}\nplus: n\nbands: [{rating: any}]\n"
    rules = write("one.yaml", HEAD + POINTS + text)
    found = rated(rules, write("data.csv", "agency,p,r,n,m\nu,1,1,,3\nv,1,1,2,\nw,,1,2,3\nx,1,1,2,3\n"))
    assert [unit["lacks"] for unit in found["units"]] == [["n"], ["m"], ["p"], []]
