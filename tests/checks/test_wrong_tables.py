"""Tables of points with gaps, overlaps, jumps and rows that no value comes to."""

from __future__ import annotations

import pytest

from ..wrong_rules import KIND, STAFF, Wrong, assert_found, found_in, question

WHOLE = "value: {range: 0..20, decimals: 0}, "
ANY = "value: {range: 0..100}, "

TABLES = (
    Wrong("a gap of whole numbers", question(WHOLE + "points: {‹..3: 3, 5..: 0}"), "table-gap", "no row takes 4",
          "let ..3 end at 4, or 5.. begin at 4"),
    Wrong("a gap of any numbers", question(ANY + "points: {‹0..20: 1, 21..100: 2}"), "table-gap",
          "no row takes 20.5", "say how many decimals values have"),
    Wrong("a gap of a tenth", question("value: {range: 0..20, decimals: 1}, points: {‹0..12: 1, 12.2..20: 2}"),
          "table-gap", "no row takes 12.1", "let 0..12 end at 12.1"),
    Wrong("a gap at the end", question("value: {range: 0..100, decimals: 0}, points: {0..54: 1, ‹55..99: 2}"),
          "table-gap", "no row takes 100", "values lie between 0 and 100; widen the row 55..99"),
    Wrong("a gap of a step", question("value: {range: 1..6, step: 0.5}, points: {‹1..2: 1, 3..6: 2}"),
          "table-gap", "no row takes 2.5", "let 1..2 end at 2.5"),
    Wrong("a gap in a case", STAFF + "questions: {q: {value: {range: 0..10, decimals: 0}, cases: "
          "[{when: n == 1, points: {‹0..3: 3, 5..10: 0}}, {score: 1}]}}\n", "table-gap", "no row takes 4"),
    Wrong("a gap of what is worked out", STAFF + "questions: {q: {of: 2 * n, points: {‹0..9: 3, 11..20: 0}}}\n",
          "table-gap", "no row takes 10, which 2 * n comes to for n 5", "of: round(2 * n, 0)"),
    Wrong("values beyond all rows", STAFF + "questions: {q: {of: 2 * n, points: {0..9: 3, ‹10..15: 0}}}\n",
          "table-gap", "no row takes 16", "values lie between 0 and 20"),
    Wrong("two scores at one value", question(WHOLE + "points: {..8: 3, ‹8..11: 1, 12..: 0}"), "overlap-of-rows",
          "at 8 the row ..8 gives 3, and the row 8..11 gives 1", "let ..8 end before 8"),
    Wrong("an overlap", question(WHOLE + "points: {0..10: 1, ‹5..20: 2}"), "overlap-of-rows",
          "the rows 0..10 and 5..20 both take 5..10", "let one of them end"),
    Wrong("a line that jumps", question(ANY + "points: {..20: 0, ‹20..85: 1..2, 85..: 2}"), "overlap-of-rows",
          "at 20 the row ..20 gives 0, and the row 20..85 gives 1"),
    Wrong("a value twice", question(WHOLE + "points: {..11: 0, 12: 1, ‹12.0: 2, 13..: 3}"), "overlap-of-rows",
          "“12” and “12.0” are one value", "keep one of the two rows"),
    Wrong("a range that falls", question(WHOLE + "points: {..8: 0, ‹11..9: 1, 12..: 3}"), "wrong-form",
          "falls from 11 to 9", "9..11"),
    Wrong("a line without an end", question(ANY + "points: {‹..20: 0..1, 20..: 1}"), "wrong-form",
          "needs both ends", "12.1..35.4: 51..100"),
    Wrong("a row beyond the range", question(
        "value: {range: 0..100, decimals: 0}, points: {0..50: 1, 51..100: 2, ‹101..150: 3}"), "unreachable-row",
          "the row 101..150 takes no value: values lie between 0 and 100", "mend 101..150"),
    Wrong("a step beyond the range", question("value: {range: 0..1000}, points: {else: 4, from: {400: 52, ‹1800: 9}}"),
          "unreachable-row", "no value comes to the step 1800", "mend 1800"),
    Wrong("a row that nobody comes to", question(
        WHOLE + "of: 'min(value, 10 - value)', points: {..3: 1, 4..5: 2, ‹6..: 3}"), "unreachable-row",
          "q: no unit comes to the row 6..", "mend 6.. or what is looked up"),
    Wrong("a step that nobody comes to", question(
        WHOLE + "of: 'min(value, 10 - value)', points: {from: {3: 1, ‹6: 3}}"), "unreachable-row",
          "q: no unit comes to the step 6", "mend 6 or what is looked up"),
    Wrong("a row within another", question(WHOLE + "points: {..5: 1, ‹5..5.5: 1, 6..: 2}"), "unreachable-row",
          "q: rows above 5..5.5 take all of its values", "mend the ends of these rows, or delete 5..5.5"),
    Wrong("a bound finer than values", question(
        "value: {range: 0..10, decimals: 0}, points: {‹..3.5: 3, 3.5..: 3}"), "ambiguous-boundary",
          "no value is 3.5; values go in steps of 1", "write a bound that values can have"),
    Wrong("a ladder that falls", question(ANY + "points: {above: [3, ‹2]}"), "not-rising",
          "the step 2 stands after 3", "lowest to the highest"),
    Wrong("a ladder with a range", question(ANY + "points: {above: [3, 20], ‹30..: 9}"), "wrong-form",
          "a ladder under “above” has “30..” beside it", "one ladder"),
    Wrong("two ladders", question(ANY + "points: {above: [3], ‹from: [20]}"), "wrong-form", "“from” beside it"),
    Wrong("a hyphen", question(ANY + "points: {‹0-8: 1, 9..100: 2}"), "wrong-form", "“0-8” is no range",
          "write two dots between the ends: 0..8"),
    Wrong("three dots", question(ANY + "points: {‹0...8: 1, 9..100: 2}"), "wrong-form", "“0...8” is no range",
          "write two dots between the ends: 0..8"),
    Wrong("a score in words", question(ANY + "points: {..8: ‹three, 8..: 2}"), "wrong-form", "“three” is no score"),
    Wrong("words for numbers", KIND + "questions: {q: {of: kind, points: {‹food: 1, fat: 2, water: 3}}}\n",
          "wrong-form", "“food” is no range", "write answers: {food: …}"),
    Wrong("else of ranges", question(ANY + "points: {‹else: 1, 0..8: 2}"), "wrong-form", "“else” is no range",
          "leave the last one open"),
    Wrong("a word without a score", KIND + "questions: {q: {of: kind, answers: ‹{food: 1, fat: 2}}}\n", "word-gap",
          "the answers do not have “water”, which kind can be", "write its score: water: …"),
    Wrong("a score without a word", KIND + "questions: {q: {of: kind, answers: {food: 1, fat: 2, water: 3, "
          "wine: ‹4}}}\n", "word-gap", "kind is never “wine”", "its words are food, fat, water"),
)  # fmt: skip


@pytest.mark.parametrize("wrong", TABLES, ids=lambda wrong: wrong.name)
def test_a_wrong_table_is_found_at_its_place(write, wrong):
    assert_found(write, wrong)


@pytest.mark.parametrize(
    "text",
    [
        "value: {range: 0..20, decimals: 0}, points: {..8: 3, 9..11: 1, 12..: 0}",
        "value: {range: 0..20, decimals: 1, rounding: down}, points: {0..12.0: 0..50, 12.1..20: 51..100}",
        "value: {range: 0..120}, points: {..20: 0, 20..85: 0..1, 85..: 1}",
        "value: {range: 0..1, decimals: 3}, applies: value >= 0.125, points: {0.125..1: 101..150}",
        "value: {range: -5..5, decimals: 0}, points: {-5..-1: 10..0, 0..5: 0}",
        "value: {range: 0..100}, points: {else: 4, from: {10: 52, 20: 9}}",
    ],
)
def test_a_table_without_a_gap_is_none(write, text):
    assert found_in(write, question(text)) == ()


def test_a_table_of_a_case_is_asked_for_the_values_of_that_case_alone(write):
    cases = "cases: [{when: value < 5, score: 0}, {points: {5..10: 1..2}}]"
    assert found_in(write, question(f"value: {{range: 0..10}}, {cases}")) == ()
