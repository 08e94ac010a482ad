"""A comma inside { } or [ ] cuts a text in two in silence; it is told, once, with the line that mends it."""

from __future__ import annotations

import kenrules
import pytest

RULES = """\
ruleset: test/commas
title: Commas
unit: agency
source: made up
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
parts: {a: {title: A, questions: {q: {score: "100 * value", range: {min: 0, max: 1}}}}, b: {title: B}}
bands:
  - {rating: high, when: total >= 50}
  - {rating: low}
"""
CUT = {
    "a title": ("title: A,", "title: Air, water,", 'title: "Air, water"'),
    "a title of a language": ("title: B", "title: {th: ข, en: Air, water}", 'en: "Air, water"'),
    "in more than two": ("title: B", "title: Air, water, and fire", 'title: "Air, water, and fire"'),
    "a formula": ('"100 * value"', "clip(100 * value, 0, 100)", 'score: "clip(100 * value, 0, 100)"'),
    "a condition": ("total >= 50", "min(a, b) >= 50", 'when: "min(a, b) >= 50"'),
    "with quotes in it": ("title: B", 'title: Air, "so called"', None),
    "with a quote": ("title: B", "title: It's, well", 'title: "It\'s, well"'),
}


@pytest.mark.parametrize(("before", "after", "mended"), CUT.values(), ids=CUT)
def test_a_text_that_is_cut_is_told_with_the_line_that_mends_it(write, before, after, mended):
    cut = RULES.replace(before, after)
    assert cut != RULES
    told = [finding for finding in kenrules.check(write("rules.yaml", cut)) if finding.severity == "error"]
    if mended is None:
        assert told
        return
    (finding,) = told
    assert finding.code == "unquoted-comma"
    assert str(finding.hint) == f"put quotes around it: {mended}"
    line = cut.splitlines()[finding.position.line - 1]
    key, _, text = mended.partition(": ")
    assert line[finding.position.column - 1 :].startswith(text[1:-1])
    kenrules.load(write("mended.yaml", cut.replace(f"{key}: {text[1:-1]}", mended)))


def test_a_cut_text_takes_nothing_away_in_an_overlay(write):
    write("rules.yaml", RULES.replace("title: Commas", "title: {th: ก, en: Commas}"))
    over = write("over.yaml", "ruleset: test/over\nextends: rules.yaml\ntitle: {en: Air, th}\n")
    (finding,) = [finding for finding in kenrules.check(over) if finding.severity == "error"]
    assert str(finding.hint) == 'put quotes around it: en: "Air, th"'


def test_a_bracket_in_a_list_is_closed_in_the_next_item(write):
    reason = "checks: {gap: {ignore: [max(a, b), c], because: known}}\n"
    found = kenrules.check(write("rules.yaml", RULES + reason))
    assert [str(told.hint) for told in found if told.code == "unquoted-comma"] == [
        'put quotes around it: "max(a, b)"'
    ]


@pytest.mark.parametrize("row", ["{title: A, note}", "{title: A,\n  note: null}", "{note:, title: A}"])
def test_a_key_that_is_meant_is_no_slip_of_a_comma(write, row):
    text = RULES.replace("b: {title: B}", "b: {title: B, note: Old}")
    write("rules.yaml", text)
    over = write("over.yaml", f"ruleset: test/over\nextends: rules.yaml\nparts: {{b: {row}}}\n")
    slips = [told for told in kenrules.check(over) if told.code == "unquoted-comma"]
    assert len(slips) == (row == "{title: A, note}")
