"""Names, words, lists, circles, inputs and variants that mean nothing, or two things."""

from __future__ import annotations

import kenrules
import pytest

from ..wrong_rules import BANDS, HEAD, KIND, PAIR, POINTS, SCALE, STAFF, Wrong, assert_found, found_in

ASKED = POINTS + "parts: {p: {score: %s, questions: t1..t4}}\n"
ONE = "questions: {q: {value: {range: 0..10}}}\n"

EXPRESSIONS = (
    Wrong("an unknown name in a formula", STAFF + "questions: {q: {score: 2 * ‹m}}\n", "undefined",
          "nothing is called “m”", "n, q"),
    Wrong("a word looked up without scores", KIND + "questions: {q: {of: ‹kind}}\n", "expression-type",
          "q looks up kind, which is a word", "a score for each of food, fat, water"),
    Wrong("a variant that is no patch", KIND + ONE + "variants: {kind: {food: ‹5}}\n", "wrong-type",
          "kind food is no change of the rules", "write what is otherwise"),
    Wrong("variants of no words", KIND + ONE + "variants: {kind: ‹[food]}\n", "wrong-type", "variants"),
    Wrong("an unknown name in plus", STAFF + "parts: {p: {}}\nplus: {score: 2, when: ‹awrd > 3}\n", "undefined",
          "nothing is called “awrd”"),
    Wrong("an unknown name in a list", STAFF + "parts: {p: {}}\nplus: {score: 2, when: [n > 3, ‹m > 4]}\n",
          "undefined", "nothing is called “m”"),
    Wrong("an unknown name in a limit", PAIR + BANDS + "no_better_than: {F: ‹exem < 50}\n", "undefined",
          "nothing is called “exem”"),
    Wrong("an unknown name in refuse", PAIR + "refuse: {when: p > ‹c, because: too many}\n", "undefined",
          "nothing is called “c”"),
    Wrong("a list and a bound", ASKED % "'‹max(questions, 0)'", "expression-type", "can be read in two ways"),
    Wrong("a list alone", ASKED % "‹2 * questions", "expression-type", "this is a list of numbers",
          "mean(2 * questions)"),
    Wrong("a list of nothing", ASKED % "mean(‹indicators)", "undefined", "there are no indicators below",
          "lists that can be used here: questions"),
    Wrong("a list at two depths", POINTS + "parts: {p: {score: mean(‹questions), parts: {x: {questions: t1..t2}, "
          "y: {parts: {z: {questions: t3..t4}}}}}}\n", "ambiguous", "questions stand at several depths here",
          "mean(p.x.t1, p.y.z.t4)"),
    Wrong("numbers counted", ASKED % "‹count(questions)", "expression-type", "this is a number"),
    Wrong("a condition for a number", STAFF + "parts: {p: {}}\nplus: ‹n > 3\n", "expression-type",
          "this is true or false", "if(n > 3, 1, 0)"),
    Wrong("a number for a condition", STAFF + "parts: {p: {applies: ‹n}, r: {}}\n", "expression-type",
          "a condition must be true or false", "n >= 85"),
    Wrong("an order of words", KIND + "questions: {q: {score: 'if(‹kind < food, 1, 2)'}}\n", "expression-type",
          "these have no order", "==, != or in"),
    Wrong("a word in arithmetic", KIND + "questions: {q: {score: ‹2 * kind}}\n", "expression-type", "this is a word"),
    Wrong("words joined by or", KIND + "parts: {p: {applies: kind == food or ‹fat}, r: {}}\n", "expression-type",
          "fat is a word", "kind in (food, fat)"),
    Wrong("a rating that is none", SCALE + "parts: {p: {bands: [{rating: A, from: 50}, {rating: B}]}, r: {}}\n"
          "bands: [{rating: X, when: p == ‹C}, {rating: Y}]\n", "undefined", "“C” is no word of “p”",
          "its words are A, B"),
    Wrong("a word of respondents", SCALE + "answers: {o: {good: 100, bad: 0}}\nparts: {p: {answers: o, "
          "questions: t1..t2}}\nbands: [{rating: A, when: t1 == ‹good}, {rating: B}]\n", "undefined",
          "“good” is one answer of many to “t1”", "answered_by: unit"),
    Wrong("the rating of the whole in a target", PAIR + "bands: [{rating: very good, from: 50}, {rating: B}]\ntargets: "
          "[{id: t, share_of_units: \"‹rating in ('very good', B)\", at_least: 50%}]\n", "undefined",
          "nothing is called “rating”", "write total in place of rating"),
    Wrong("another function", ASKED % "‹average(questions)", "expression-refused", "no function “average”",
          "did you mean “mean”?"),
    Wrong("signs of another language", STAFF + "questions: {q: {score: 'if(n > 3 ‹&& n < 5, 1, 2)'}}\n",
          "expression-syntax", "&&, || and ! cannot be used", "and, or, not"),
    Wrong("a single =", STAFF + "parts: {p: {applies: n ‹= 3}, r: {}}\n", "expression-syntax", "a single ="),
    Wrong("a power", STAFF + "questions: {q: {score: ‹n ** 2}}\n", "expression-refused", "n ** 2",
          "write power(x, exponent)"),
    Wrong("if without else", STAFF + "questions: {q: {score: '‹if(n > 3, 1)'}}\n", "expression-type",
          "if takes 3 arguments, and has 2"),
)  # fmt: skip

CIRCLES = (
    Wrong("through applies", STAFF + "questions: {a: {score: ‹b}, b: {value: {range: 0..5}, applies: a > 3}}\n",
          "circle", "a (score) → b (applies) → a", "let one of them"),
    Wrong("through of", STAFF + "questions: {a: {of: ‹b, points: {..5: 1, 5..: 1}}, b: {score: 2 * a}}\n", "circle",
          "a (of) → b (score) → a"),
    Wrong("through plus", STAFF + "questions: {a: {score: n, plus: {score: 1, when: ‹b > 3}}, b: {score: 2 * a}}\n",
          "circle", "a (plus) → b (score) → a"),
    Wrong("through a limit", STAFF + "questions: {a: {score: n, at_most: ‹b}, b: {score: 2 * a}}\n", "circle",
          "a (at_most) → b (score) → a"),
    Wrong("through the whole", STAFF + "questions: {a: {score: n, applies: ‹total > 3}, b: {score: n}}\n", "circle",
          "total (combine) → a (applies) → total"),
    Wrong("through bands", POINTS + "parts: {a: {applies: ‹b == good}, b: {bands: [{rating: good, when: a > 3}, "
          "{rating: bad}]}}\n", "circle", "a (applies) → b (bands) → a"),
    Wrong("through itself", STAFF + "questions: {a: {score: ‹a + n}}\n", "circle", "a (score) → a"),
)  # fmt: skip

INPUTS = (
    Wrong("an input and a node", POINTS + "inputs: {‹q: {range: 0..10}}\nquestions: {q: {value: {range: 0..5}}}\n",
          "duplicate-id", "“q” is an input here, and a node in"),
    Wrong("an input and a threshold", POINTS + "inputs: {n: {range: 0..10}}\n"
          "parts: {p: {thresholds: {n: ‹5}, questions: {q: {score: n}}}}\n", "duplicate-id",
          "“n” is a threshold of p here, and an input in"),
    Wrong("an input called value", POINTS + "inputs: {‹value: {range: 0..10}}\nquestions: {q: {score: value}}\n",
          "reserved", "“value” has a meaning of its own"),
    Wrong("an input for nothing", POINTS + "inputs: {n: {range: 0..10}, ‹m: {range: 0..5}}\n"
          "questions: {q: {score: n}}\n", "unused", "no rule names the input m"),
    Wrong("options that are alike", POINTS + "inputs: {kind: {one_of: [food, ‹fat, water, wine]}}\n"
          "questions: {q: {cases: [{when: kind == food, score: 1}, {score: 3}]}}\n", "options-alike",
          "no rule tells these options of kind apart: fat, water, wine"),
    Wrong("a range and words", POINTS + "inputs: {n: {range: 0..5, ‹one_of: [a, b]}}\nquestions: {q: {score: 1}}\n",
          "two-ways", "one of some words or lies in a range", "delete range or one_of"),
    Wrong("rounding of how many", POINTS + "inputs: {n: {range: 0..5, ‹rounding: down}}\nquestions: {q: {score: n}}\n",
          "missing-key", "nothing says how many", "decimals: 1"),
    Wrong("steps finer than decimals", POINTS + "inputs: {n: {range: 0..5, step: 0.5, ‹decimals: 0}}\n"
          "questions: {q: {score: n}}\n", "two-ways", "steps of 0.5 have more decimals than 0"),
    Wrong("an end off the step", POINTS + "inputs: {n: {range: ‹1..6, step: 0.4}}\nquestions: {q: {score: n}}\n",
          "range-grid", "the range ends at 6, and values go in steps of 0.4, to 5.8", "write 5.8"),
    Wrong("a range that holds no value", POINTS + "inputs: {n: {range: ‹0.5..0.6, decimals: 0}}\n"
          "questions: {q: {score: n}}\n", "range-grid", "n: no value lies in the range 0.5..0.6"),
    Wrong("an empty cell beyond the range", POINTS + "inputs: {n: {range: 1..10, missing: ‹0}}\n"
          "questions: {q: {score: n}}\n", "out-of-range", "an empty cell stands for 0", "let the range take it"),
    Wrong("an empty cell too fine", POINTS + "inputs: {n: {range: 1..10, decimals: 0, missing: ‹2.5}}\n"
          "questions: {q: {score: n}}\n", "out-of-range", "2.5, which has more decimals than 0"),
    Wrong("an empty cell of no word", POINTS + "inputs: {kind: {one_of: [food, fat], missing: ‹wine}}\n"
          "questions: {q: {of: kind, answers: {food: 1, fat: 2}}}\n", "undefined", "“wine” is no word of “kind”"),
    Wrong("a formula without anything", POINTS + "questions: {q: {score: ‹2 + 3}}\n", "idle-function",
          "names nothing, so that every unit gets the same"),
    Wrong("a formula beside a raw value", STAFF + "questions: {q: {value: {range: 0..5}, score: ‹2 * n}}\n",
          "idle-function", "q has a raw value, which its formula does not name", "take the raw value away"),
)  # fmt: skip

VARIANTS = (
    Wrong("of no input", KIND + ONE + "variants: {‹kinds: {food: {change: {q: {at_most: 5}}}}}\n", "undefined",
          "“kinds” is no input with words", "did you mean “kind”?"),
    Wrong("of no word", KIND + ONE + "variants: {kind: {‹foood: {change: {q: {at_most: 5}}}}}\n", "undefined",
          "“foood” is no word of “kind”", "did you mean “food”?"),
    Wrong("an unknown name in a variant", KIND + ONE + "variants: {kind: {food: {change: {q: {plus: 2 * ‹m}}}}}\n",
          "undefined", "nothing is called “m”"),
    Wrong("an unknown node in a variant", KIND + ONE + "variants: {kind: {food: {change: {‹qq: {at_most: 5}}}}}\n",
          "undefined", "nothing is called “qq”", "did you mean “q”?"),
    Wrong("options without a patch", KIND.replace("food, fat", "food, ‹fat") + ONE
          + "variants: {kind: {food: {change: {q: {at_most: 5}}}}}\n", "without-patch", "no patch for fat, water of kind"),
    Wrong("another order", KIND + ONE + "bands: [{rating: A, from: 5}, {rating: B}]\nvariants: {kind: {food: {bands: "
          "{replace: [‹{rating: B, from: 7}, {rating: A}]}}}}\n", "variant-order",
          "variant food: B stands above A", "best first"),
    Wrong("one thing twice", POINTS + "inputs: {kind: {one_of: [food, fat]}, size: {one_of: [big, small]}}\n" + ONE
          + "variants: {kind: {food: {change: {q: {at_most: 5}}}}, size: {big: {change: {q: {at_most: ‹4}}}}}\n",
          "variants", "questions › q › at_most is patched for kind: food and for size: big",
          "one of the two inputs alone"),
    Wrong("a gap in a variant alone", KIND + "questions: {q: {value: {range: 0..10, decimals: 0}, "
          "points: {..5: 1, 6..: 2}}}\nvariants: {kind: {food: {change: {q: {points: {replace: "
          "{‹..4: 1, 6..: 2}}}}}}}\n", "table-gap", "q: no row takes 5 (variant food)"),
)  # fmt: skip


@pytest.mark.parametrize("wrong", [*EXPRESSIONS, *CIRCLES, *INPUTS, *VARIANTS], ids=lambda wrong: wrong.name)
def test_a_wrong_name_is_found_at_its_place(write, wrong):
    assert_found(write, wrong)


def test_a_patch_of_a_later_layer_that_a_variant_covers_is_told(write):
    write("base.yaml", HEAD + KIND + ONE + "bands: [{rating: A, from: 5}, {rating: B}]\n"
          "variants: {kind: {food: {bands: {A: {from: 7}}}}}\n")  # fmt: skip
    path = write("next.yaml", "ruleset: wrong/next\nextends: base.yaml\nbands: {A: {from: 6}}\n")
    (told,) = (each for each in kenrules.check(path) if each.code == "covered-patch")
    assert (told.severity, told.position.file.rsplit("/", 1)[-1], told.position.line) == (
        "warning",
        "base.yaml",
        9,
    )
    assert "the variant kind: food covers bands 1 › from, which is patched in" in str(told.message)
    assert "next.yaml:3" in str(told.message)


def test_a_list_that_a_variant_covers_is_told_once(write):
    write("base.yaml", HEAD + KIND + "questions: {q: {value: {range: 0..10}, points: {above: [2, 4, 6]}}}\n"
          "variants: {kind: {food: {change: {q: {points: {above: [3, 5, 7]}}}}}}\n")  # fmt: skip
    path = write(
        "next.yaml", "ruleset: wrong/next\nextends: base.yaml\nchange: {q: {points: {above: [2, 4, 8]}}}\n"
    )
    (told,) = (each for each in kenrules.check(path) if each.code == "covered-patch")
    assert "covers questions › q › points › above, which is patched in" in str(told.message)


@pytest.mark.parametrize("number", ["50", "1"])
def test_a_number_beside_a_rating_or_an_answer_is_no_word(write, number):
    text = (
        "answers: {o: {1: 0, 5: 100}}\nparts: {p: {bands: [{rating: A, from: 50}, {rating: B}]}, "
        f"r: {{answers: o, questions: [t1]}}}}\nplus: {{score: 1, when: p == {number} or t1 == {number}}}\n"
    )
    assert "undefined" not in {each.code for each in found_in(write, SCALE + text)}
