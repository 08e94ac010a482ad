"""Notes for readers: shown with what they are of, and no part of what a rule set is known by."""

from __future__ import annotations

import re

import kenrules

RULES = """ruleset: test/noted
title: {en: Noted}
unit: school
source: circular 4
note: {en: a note on all, th: หมายเหตุรวม}
scale: {min: 0, max: 100, decimals: 0, rounding: half_up}
answers: {note: {note: 100, other: 0}}
inputs: {kind: {one_of: [day, boarding], note: a note on kind}}
thresholds: {least: 50}
indicators:
  A:
    note: a note on A
    questions: {q1: {note: a note on a question}, note: Remark, q2: {answers: {note: 100, no: 0}}}
    bands: [{rating: 5, from: 50, note: a note on five of A}, {rating: 4}]
  B: {questions: {q1: {note: a note on the other}}}
bands: [{rating: good, from: 50, when: kind == day, note: a note on good}, {rating: poor}]
targets: [{id: most, share_of_units: total >= 50, at_least: 75%, note: a note on the target}]
variants: {kind: {boarding: {change: {A: {note: a note elsewhere}}}}}
"""
NOTES = {
    "": "a note on all",
    "kind": "a note on kind",
    "A": "a note on A",
    "A.q1": "a note on a question",
    "A: 5": "a note on five of A",
    "B.q1": "a note on the other",
    "good": "a note on good",
    "most": "a note on the target",
}


def test_each_note_is_known_with_what_it_is_of(write):
    rules = kenrules.load(write("rules.yaml", RULES))
    assert {name: note["plain" if name else "en"] for name, note in rules.notes} == NOTES
    assert "A.note" in rules.nodes


def test_notes_are_no_part_of_the_fingerprint(write):
    noted = kenrules.load(write("rules.yaml", RULES))
    without = re.sub(
        r", note: a note on [a-z A]+\\b", "", RULES.replace("note: {en: a note on all, th: หมายเหตุรวม}\n", "")
    )
    plain = kenrules.load(write("plain.yaml", without))
    assert len(plain.notes) < len(noted.notes)
    assert plain.fingerprint == noted.fingerprint


def test_show_tells_the_notes_in_the_language_of_the_reader(ken, write):
    path = write("rules.yaml", RULES)
    shown = ken("--lang", "en", "show", path, "--format", "markdown").stdout
    assert "| note | a note on all |" in shown
    assert "| A: 5 | a note on five of A |" in shown
    assert "| B.q1 | a note on the other |" in shown
    assert "a note elsewhere" not in shown
    assert "หมายเหตุรวม" in ken("--lang", "th", "show", path).stdout
