"""Hints at slips of those who write their first rule set: each says what mends this very one."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest

RULES = """ruleset: test/hotel
title: {en: Hotels}
unit: hotel
source: circular 4
scale: {decimals: 0, rounding: half_up}
inputs: {kind: {one_of: [guest house, hotel]}}
combine: sum
parts:
  room: {value: {range: 0..200}, points: {from: {9: 1, 14: 3, 18: 5}}}
  food: {value: {range: 0..9}}
"""


@pytest.mark.parametrize(
    ("condition", "hint"),
    [
        ("kind != guest house", "!= 'guest house'"),
        ("food > 1 and kind == guest house and room >= 1", "== 'guest house'"),
        ("kind == 'guest house' and kind == บ้าน พัก ใหญ่", "== 'บ้าน พัก ใหญ่'"),
        ("kind == hotel and (room >= 1", None),
        ("food > 1 and kind ==", None),
    ],
)
def test_a_word_of_several_parts_is_shown_between_quotation_marks(write, condition, hint):
    found = kenrules.check(write("rules.yaml", f'{RULES}applies: "{condition}"\n'))
    hints = [str(each.hint) for each in found if each.code == "expression-syntax"]
    assert len(hints) == 1
    assert ("quotation marks" in hints[0]) == (hint is not None)
    assert hints[0].endswith(hint or "")


@pytest.mark.parametrize(
    ("points", "scores"),
    [
        ("{from: {12: 2, 20: 6}}", {11: 1, 12: 2, 14: 3, 19: 5, 20: 6}),
        ("{replace: {from: {20: 1, 12: 5}}}", None),
    ],
)
def test_steps_that_join_inherited_ones_stand_where_they_belong(write, points, scores):
    text = f"{RULES}variants: {{kind: {{hotel: {{change: {{room: {{points: {points}}}}}}}}}}}\n"
    path = write("rules.yaml", text)
    told = [each for each in kenrules.check(path) if each.code == "not-rising"]
    assert bool(told) == (scores is None)
    for room, score in (scores or {}).items():
        unit = {"hotel": "x", "kind": "hotel", "room": room, "food": 1}
        assert kenrules.evaluate(kenrules.load(path), pl.DataFrame([unit]))["room"].to_list() == [score]


def test_rows_that_join_inherited_ones_are_told_to_take_these_away(write):
    rows, taken = "111..125: 2, 126..: 3", ""
    for away in ("111..130: null", "131..: null", None):
        patch = f"change: {{pulse: {{points: {{{taken}{rows}}}}}}}\n"
        found = kenrules.check(write("rules.yaml", f"ruleset: mine/next\nextends: news2/2017\n{patch}"))
        hints = [str(each.hint) for each in found]
        if away is None:
            assert hints == []
            return
        assert f"to take one away write {away}, " in hints[0]
        assert "points: {replace: {…}}" in hints[0]
        taken += f"{away}, "


def test_a_count_with_a_range_of_its_own_is_not_told_to_become_a_score(ken, write):
    data = write("data.csv", "hotel,kind,room,food\nx,hotel,50,10\n")
    told = ken("evaluate", write("rules.yaml", RULES), data).output
    assert "10 is outside the possible values, 0 to 9" in told
    assert "it is a count" not in told
