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
        ("E1[q1]", "E1.q1"),
        ("group_a-i3", "E2.i3"),
        ("Fairness / Fairness", "E2.i3"),
        ("Fairness/score", "E2.i3"),
        ("Fairness (out of 100)", "E2.i3"),
        ("about you/agency", UNIT),
        ("agency/Open-Ended Response", UNIT),
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
        ("E2[q2]", {"E2", "q2"}),
        ("i3/1", {"i3"}),
        ("E2-x", {"E2"}),
        ("rank/i3", {"i3"}),
        ("อันดับ [Fairness]", {"i3"}),
        ("i3 (S.D.)", {"i3"}),
        ("i3 (n)", {"i3"}),
        ("i3[comment]", {"i3"}),
        ("เป้าหมาย: Fairness", {"i3"}),
        ("Fairness (50 points)", {"i3"}),
        ("Fairness (เต็ม 5 คะแนน)", {"i3"}),
        ("Fairness (THB)", {"i3"}),
        ("Fairness [FY23]", {"i3"}),
        ("Fairness 2565", {"i3"}),
    ],
)
def test_headings_that_are_open(headings, heading, near):
    own = headings.guess(heading)
    assert not isinstance(own, Sure), own
    assert own is not None
    assert {*own.near} <= near
    assert own.near


def test_what_leaves_a_heading_open_is_said(headings):
    for heading, why in [
        ("Fairness (50 points)", "it tells of 50 points, and 100 are possible"),
        ("Fairness 2565", "it may be of another year"),
        ("rank/i3", "it may be something else than the score"),
        ("ÊØÀÒ¾", "it seems to be “สุภาพ”, read in a wrong encoding: export the file again"),
        ("Ë¹èÇÂ§Ò¹", "it seems to be “หน่วยงาน”, read in a wrong encoding: export the file again"),
    ]:
        assert str(headings.guess(heading).why) == why


@pytest.mark.parametrize("heading", ["i3_rank", "timestamp", "_id", "remarks", "year", "x/y", "[99]", ""])
def test_headings_that_are_none(headings, heading):
    assert headings.guess(heading) is None
