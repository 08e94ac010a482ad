"""What headings of columns are sure to stand for, and what is left open."""

from __future__ import annotations

import pytest
from kenrules.engine.book import library
from kenrules.engine.data.heading_guesses import UNIT, Headings, Sure

RULES = """answers: {yes_no: {yes: 100, no: 0}}
parts:
  a: null
  b: null
  E1: {title: {en: Outside, th: ภายนอก}, answers: yes_no, questions: {q1: {en: Politeness, th: สุภาพ}, q2: Speed}}
  E2: {title: Inside, answers: yes_no, questions: {q1: Pay and, i3: Fairness, i4: Air 2565}}
"""


@pytest.fixture
def headings(smallest):
    return Headings(library.load(str(smallest(RULES))))


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("agency", UNIT),
        ("หน่วยงาน", UNIT),
        ("i3", "E2.i3"),
        ("E1.q1", "E1.q1"),
        ("E1/q1", "E1.q1"),
        ("Outside/q1", "E1.q1"),
        ("data:E2:q1", "E2.q1"),
        ("speed", "E1.q2"),
        ("สุภาพ", "E1.q1"),
        ("12. Fairness", "E2.i3"),
        ("๒) Speed", "E1.q2"),
        ("Please rate: [Fairness]", "E2.i3"),
        ("[i3] Fairness", "E2.i3"),
        ("Was all fair? (i3)", "E2.i3"),
        ("i3. Fairness", "E2.i3"),
        ("group one/i3", "E2.i3"),
        ("Air 2565", "E2.i4"),
    ],
)
def test_headings_that_are_sure(headings, heading, path):
    own = headings.guess(heading)
    assert isinstance(own, Sure), own
    assert own.path == path


@pytest.mark.parametrize(
    ("heading", "near"),
    [
        ("q1", {"E1.q1", "E2.q1"}),
        ("x/q1", {"E1.q1", "E2.q1"}),
        ("[i3] Speed", {"i3", "q2"}),
        ("Fairness [q2]", {"i3", "q2"}),
        ("Inside/q2", {"q2", "E2"}),
        ("2565/i3", {"i3"}),
        ("Speed [2565]", {"q2"}),
        ("Score E1 of all", {"E1"}),
        ("คะแนน i3", {"i3"}),
        ("i3 (last year)", {"i3"}),
        ("ปีก่อน/i3", {"i3"}),
        ("Fairnes", {"i3"}),
        ("Points - Fairness", {"i3"}),
        ("l3", {"i3"}),
    ],
)
def test_headings_that_are_open(headings, heading, near):
    own = headings.guess(heading)
    assert not isinstance(own, Sure), own
    assert own is not None
    assert {*own.near} <= near
    assert own.near


@pytest.mark.parametrize("heading", ["timestamp", "_id", "remarks", "year", "x/y", "[99]", ""])
def test_headings_that_are_none(headings, heading):
    assert headings.guess(heading) is None
