"""Cases, conditions, limits and roundings of nodes that cannot be meant."""

from __future__ import annotations

import pytest

from ..wrong_rules import BANDS, KIND, PAIR, POINTS, SCALE, STAFF, Wrong, assert_found, found_in, question

WHOLE = "value: {range: 0..10, decimals: 0}, "
FLAT = "points: {..5: 1, 6..: 2}"
MAYBE = KIND + "parts: {p: {applies: kind == food}, r: {}}\n"


def cases(text: str, before: str = STAFF) -> str:
    return f"{before}questions: {{q: {{cases: [{text}]}}}}\n"


CASES = (
    Wrong("a case that nobody meets", cases("{when: ‹n > 10, score: 1}, {when: n > 3, score: 2}, {score: 3}"),
          "unreachable-case", "no unit meets the condition of case 1: n > 10", "n lies between 0 and 10"),
    Wrong("a case that everybody meets", cases("{when: n >= 0, score: 1}, {when: ‹n > 3, score: 2}, {score: 3}"),
          "unreachable-case", "no unit comes to case 2; those above it take all", "put it above case 1"),
    Wrong("a case within one above", cases("{when: n > 3, score: 1}, {when: ‹n > 5, score: 2}, {score: 3}"),
          "unreachable-case", "no unit comes to case 2", "put it above case 1"),
    Wrong("a case twice", cases("{when: n < 5, score: 1}, {when: ‹n < 5, score: 2}, {score: 3}"),
          "unreachable-case", "no unit comes to case 2"),
    Wrong("a last case for no word", cases(
        "{when: kind in (food, fat), score: 1}, {when: kind == water, score: 2}, ‹{score: 3}".replace(
            "kind in (food, fat)", "'kind in (food, fat)'"), KIND), "unreachable-case", "no unit comes to case 3"),
    Wrong("a number between two cases", cases("{when: n < 5, score: 1}, ‹{when: n > 5, score: 2}"), "case-gap",
          "no case holds for n 5", "write a last case without a when"),
    Wrong("a word without a case", cases("{when: kind == food, score: 1}, ‹{when: kind == fat, score: 2}", KIND),
          "case-gap", "no case holds for kind water"),
    Wrong("a case in two ways", cases("‹{when: n > 3, score: 1, points: {0..1: 3}}, {score: 2}"), "two-ways",
          "case 1 has points, score", "write one of answers, points and score"),
    Wrong("a case without a way", cases("‹{when: n > 3}, {score: 2}"), "missing-key", "case 1 has no way"),
    Wrong("the last case first", cases("‹{score: 1}, {when: n > 3, score: 2}"), "shadowed-case",
          "case 1 holds always", "put it last"),
    Wrong("a word that is none", cases("{when: kind == ‹fodd, score: 1}, {score: 3}", KIND), "undefined",
          "“fodd” is no word of “kind”", "did you mean “food”?"),
)  # fmt: skip

CONDITIONS = (
    Wrong("applies to all", question(WHOLE + "applies: ‹value <= 10, " + FLAT), "constant-step",
          "applies of q: every unit meets the condition value <= 10", "value lies between 0 and 10"),
    Wrong("applies to nobody", question(WHOLE + "applies: ‹value > 10, " + FLAT), "constant-step",
          "applies of q: no unit meets the condition", "leave applies out"),
    Wrong("applies to all words", KIND + "parts: {p: {applies: ‹'kind in (food, fat, water)'}, r: {}}\n",
          "constant-step", "every unit meets", "kind is one of food, fat, water"),
    Wrong("nothing to refuse", SCALE + "questions: {a: {value: {range: 0..5}}, b: {}}\n"
          "refuse: {when: ‹a > 5, because: too many}\n", "constant-step", "refuse of total: no unit meets",
          "a lies between 0 and 5"),
    Wrong("plus for all", PAIR.replace("scale", "inputs: {n: {range: 0..10}}\nscale")
          + "plus: {score: 5, when: ‹n >= 0}\n", "constant-step", "plus of total: every unit meets"),
    Wrong("a limit of the rating for nobody", PAIR + BANDS + "no_better_than: {F: ‹p < 0}\n", "constant-step",
          "no_better_than of total: no unit meets the condition p < 0", "p lies between 0 and 100"),
    Wrong("alone in a sum", MAYBE + "score: ‹p + r\n", "may-not-apply", "p may not apply, and stands alone in p + r",
          "first(p, 0)"),
    Wrong("alone in plus", MAYBE + "plus: ‹p\n", "may-not-apply", "stands alone in p"),
    Wrong("alone by an answer", POINTS + "questions: {a: {answers: {yes: 1, no: 0, none: not_applicable}}, "
          "b: {answers: {yes: 1, no: 0}}}\nscore: ‹a + b\n", "may-not-apply", "a may not apply"),
    Wrong("alone by an empty cell", POINTS + "questions: {a: {missing: not_applicable, value: {range: 0..5}}, "
          "b: {value: {range: 0..5}}}\nscore: b * ‹a\n", "may-not-apply", "a may not apply"),
)  # fmt: skip

LIMITS = (
    Wrong("the least above the most", SCALE + "parts: {p: {at_least: ‹60, at_most: 40}, r: {}}\n", "limit-order",
          "at_least is 60, above at_most, which is 40", "exchange the two numbers"),
    Wrong("a limit finer than printed", PAIR + "at_most: ‹59.95\n", "limit-grid",
          "at_most is 59.95, and its score is printed in steps of 1", "write 59 or 60"),
    Wrong("a limit off the step", SCALE + "parts: {p: {round: {to: 5}, at_least: ‹12}, r: {}}\n", "limit-grid",
          "at_least is 12, and its score is printed in steps of 5", "write 10 or 15"),
    Wrong("a most that nothing reaches", SCALE + "parts: {p: {at_most: ‹120}, r: {}}\n", "unreached-limit",
          "at_most is 120, and the rules make no score above 100", "mend the number"),
    Wrong("a least below everything", SCALE + "parts: {p: {at_least: ‹-5}, r: {}}\n", "unreached-limit",
          "at_least is -5, and the rules make no score below 0"),
    Wrong("a most beyond what is made", question(WHOLE + "score: 'min(value, 10 - value)', at_most: ‹6"),
          "unreached-limit", "q: no score comes to at_most 6", "mend the number"),
    Wrong("a most after a lower one", question(WHOLE + "at_most: [7, ‹8]"), "unreached-limit",
          "q: no score comes to at_most 8"),
    Wrong("added to a score that nobody has", question(
        WHOLE + "score: 'min(value, 10 - value)', plus: {score: 1, when: ‹score > 5}"), "constant-step",
          "plus of q: no unit meets the condition score > 5"),
    Wrong("a limit of the rating for those below it", PAIR + "combine: min\n" + BANDS + "no_better_than:\n  ‹F: p < 50\n",
          "unreached-limit", "nobody with p < 50 would be rated better", "name a worse rating"),
    Wrong("a notch for those at the end", PAIR + "combine: min\n" + BANDS + "notches: {score: ‹-1, when: p < 50}\n",
          "unreached-limit", "notches -1 move no rating", "mend the sign"),
    Wrong("nothing added", SCALE + "parts: {p: {plus: ‹0}, r: {}}\n", "idle-key", "plus adds 0"),
    Wrong("two roundings", SCALE + "parts: {p: {round: {decimals: 1, ‹to: 0.5}}, r: {}}\n", "two-ways",
          "round has decimals and to", "delete one of the two"),
    Wrong("a step of nought", SCALE + "parts: {p: {round: {to: ‹0}}, r: {}}\n", "out-of-range",
          "a step of 0 leads nowhere", "0.5"),
    Wrong("rounded to nothing", SCALE + "parts: {p: {round: ‹{rounding: up}}, r: {}}\n", "missing-key",
          "round does not say to what", "{decimals: 1, rounding: up}"),
    Wrong("decimals beside round", SCALE + "parts: {p: {round: 2, decimals: ‹1}, r: {}}\n", "idle-key",
          "decimals is not used; round: 2"),
    Wrong("all of the best", SCALE + "parts: {p: {best: ‹4, questions: t1..t4}}\n", "idle-key",
          "the best 4 of 4 are all of them", "write a smaller number"),
    Wrong("more than there are", SCALE + "parts: {p: {best: ‹5, questions: t1..t4}}\n", "idle-key",
          "the best 5 are asked for, and there are only 4", "below 4"),
    Wrong("the best of nothing", SCALE + "parts: {p: {best: ‹3}, r: {}}\n", "idle-key", "nothing stands below it"),
    Wrong("combine beside a formula", SCALE + "parts: {p: {combine: ‹sum, score: a + b, questions: {a: {}, b: {}}}}\n",
          "idle-key", "combine is not used; score makes the score"),
    Wrong("weights beside a formula", SCALE + "parts: {p: {score: ‹a / 2 + b / 2, questions: {a: {weight: 30%}, "
          "b: {weight: 70%}}}}\n", "idle-key", "the weights of p.a, p.b are not used"),
    Wrong("of beside a formula", STAFF + "questions: {q: {of: ‹n, score: 2 * n}}\n", "idle-key",
          "of is not used; score looks nothing up", "delete of"),
    Wrong("points turned round", question(WHOLE + FLAT + ", reversed: ‹true"), "idle-key", "reversed is not used"),
    Wrong("words in a mean", POINTS + "answers: {o: [good, poor]}\nquestions: {‹q: {answers: o}, r: {answers: o}}\n",
          "no-number", "words without numbers are all that there is of q, r", "combine: none"),
)  # fmt: skip


@pytest.mark.parametrize("wrong", [*CASES, *CONDITIONS, *LIMITS], ids=lambda wrong: wrong.name)
def test_a_wrong_step_is_found_at_its_place(write, wrong):
    assert_found(write, wrong)


@pytest.mark.parametrize(
    "score",
    [
        "'first(p, 0) + r'",
        "'if(known(p), p, 0) + r'",
        "'if(not known(p), r, p + r)'",
        "sum(parts)",
        "'sum(p, r)'",
        "r",
    ],
)
def test_what_may_not_apply_is_guarded(write, score):
    assert "may-not-apply" not in {each.code for each in found_in(write, MAYBE + f"score: {score}\n")}


def test_what_units_that_lack_something_meet_is_met(write):
    text = SCALE + (
        "missing: zero\nparts: {p: {questions: {a: {value: {range: 5..10}}, b: {value: {range: 5..10}}}}, r: {}}\n"
        "plus: {score: 5, when: p < CUT}\n"
    )

    def told(cut):
        found = found_in(write, text.replace("CUT", cut))
        return [str(each.message) for each in found if each.code == "constant-step"]

    assert told("5") == []  # a or b may be missing, and count as 0
    assert told("0") == ["plus of total: no unit meets the condition p < 0"]


def test_what_stands_in_is_what_a_condition_sees(write):
    text = SCALE + "parts: {p: {missing: 7}, r: {}}\nplus: {score: 5, when: p >= 0}\n"
    assert "constant-step" in {each.code for each in found_in(write, text)}
    text = text.replace("missing: 7", "missing: -7")
    assert "constant-step" not in {each.code for each in found_in(write, text)}


@pytest.mark.parametrize(
    ("condition", "is_constant"),
    [("r > 5 and r < 4", True), ("r > p and p > r", True), ("p + r > 200", True), ("p + r >= 200", False)],
)
def test_what_hangs_together_is_seen(write, condition, is_constant):
    """Of each part by itself nothing is told, of all together it is."""
    text = SCALE + f"parts: {{p: {{}}, r: {{}}}}\nplus: {{score: 5, when: {condition}}}\n"
    assert ("constant-step" in {each.code for each in found_in(write, text)}) is is_constant


def test_cases_that_hang_together_are_seen(write):
    parts = "parts: {p: {}, r: {}, s: {cases: [{when: p > r, score: 1}, {when: r > p, score: 2}, LAST]}}\n"
    equal = parts.replace("LAST", "{when: p == r, score: 3}, {score: 4}")
    (told,) = (each for each in found_in(write, SCALE + equal) if each.code == "unreachable-case")
    assert str(told.message) == "s: no unit comes to case 4; those above it take all"
    gap = parts.replace("LAST", "{when: p == r and p < 99, score: 3}")
    (told,) = (each for each in found_in(write, SCALE + gap) if each.code == "case-gap")
    assert str(told.message) == "s: no case holds for p 100, r 100"
    assert "case-gap" not in {
        each.code for each in found_in(write, SCALE + parts.replace("LAST", "{when: p == r, score: 3}"))
    }


def test_a_condition_that_asks_what_is_known_is_never_constant(write):
    text = SCALE + "parts: {p: {}, r: {}}\nplus: {score: 5, when: not known(p)}\n"
    assert "constant-step" not in {each.code for each in found_in(write, text)}
