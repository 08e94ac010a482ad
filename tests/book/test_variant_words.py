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
    Wrong("a word that the rules lack", KINDS + UNIT + CHANGED % "{answers: ‹{top: 5}}", "variant-words",
          "q is answered with low, mid, high, top, and without the variant with low, mid, high (variant b)",
          "write all words in the rules too"),
    Wrong("a word taken away", KINDS + UNIT + CHANGED % "{answers: ‹{mid: null}}", "variant-words",
          "q is answered with low, high, and without"),
    Wrong("no words any more", KINDS + UNIT + CHANGED % "{answers: null, value: ‹{range: 0..3}}", "variant-words",
          "q has no words, and is answered in words without", "write two nodes"),
    Wrong("respondents score otherwise", KINDS + MANY + CHANGED % "{reversed: ‹true}", "variant-words",
          "words of respondents for q score otherwise"),
    Wrong("another scale for respondents", KINDS.replace("combine: sum\n", "") + MANY
          + "variants: {kind: {b: {answers: {often: {options: {yes: 9}}}}}}\n", "variant-words",
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
