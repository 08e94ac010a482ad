"""Drafts over one rule set: in whichever order they are laid the same comes of them, or it is told."""

from __future__ import annotations

import json
from hashlib import sha1

import kenrules
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kenrules import KenError
from kenrules.engine.book import source
from kenrules.engine.book.contrary_drafts import Drafts
from kenrules.engine.book.differences import patched
from kenrules.engine.book.library import _sets, inspect, resolve

from ..strategies import LAW

BASE = """
ruleset: test/base
title: The base
unit: agency
source: made up
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
answers:
  yesno: {options: {yes: 100, no: 0}}
thresholds: {pass: 60, good: {value: 80}}
parts:
  a: {title: One, weight: 40%, answers: yesno, questions: {q1: First, q2: {title: Second}, q3: Third}}
  b: {title: Two, weight: 60%}
bands:
  - {rating: high, from: 80}
  - {rating: middle, from: 50, to: 79.99}
  - {rating: low, from: 0, to: 49.99}
"""
QUESTION = ("parts", "a", "questions")
EDITS = {
    ("title",): ["New", "Newer"],
    ("thresholds", "pass"): [65, 70, {"value": 65}, None],
    ("thresholds", "good"): [85, {"value": 85}, {"value": 90}, None],
    ("parts", "b", "title"): ["Two", "Second part", {"en": "Second part"}],
    ("parts", "b", "min_respondents"): [3, 4],
    ("change", "b"): [{"weight": "50%"}, {"title": "Second part"}, None],
    ("change", "q1"): [{"reversed": True}, {"reversed": False}, {"title": "Anew"}, None],
    (*QUESTION, "q1"): ["Anew", {"title": "Anew"}, {"title": {"en": "Anew"}}, {"reversed": True}, None],
    (*QUESTION, "q2"): ["Anew", {"title": "Anew"}, {"weight": 2}, None],
    ("bands", "high"): [{"from": 90}, {"from": 85}, {"to": 100}],
    ("bands", "middle"): [{"from": 45}, {"when": "b >= 10"}, {"rating": "fair"}, None],
    ("bands", "low"): [{"to": 44.99}, None],
}


def draft_of(edits: dict[tuple[str, ...], object]) -> str:
    tree: dict = {}
    for place, value in edits.items():
        here = tree
        for step in place[:-1]:
            here = here.setdefault(step, {})
        here[place[-1]] = value
    return json.dumps(tree or {"title": "The base"}, ensure_ascii=False)


EDIT = st.sampled_from([(place, value) for place, values in EDITS.items() for value in values])
DRAFT = st.lists(EDIT, max_size=4).map(lambda listed: draft_of(dict(listed)))


@pytest.fixture(scope="module")
def laid(tmp_path_factory):
    """What comes of the base with drafts over it, and the codes of what is wrong with that."""
    folder = tmp_path_factory.mktemp("drafts")
    (folder / "base.yaml").write_text(BASE, encoding="utf-8")

    def lay(*texts: str):
        sets = _sets()
        document, faults = resolve(folder / "base.yaml", sets)
        drafts = Drafts(document)
        for text in texts:
            path = folder / f"{sha1(text.encode()).hexdigest()}.yaml"  # a file that is read stays as it is
            path.write_text(text, encoding="utf-8")
            document, more = patched(drafts, path, sets)
            faults += more
        return document.data, {fault.code for fault in faults if fault.severity == "error"}

    return lay


@settings(LAW, max_examples=300)
@given(one=DRAFT, other=DRAFT)
@example(one=draft_of({("thresholds", "pass"): 65}), other=draft_of({("thresholds", "pass"): {"value": 65}}))
@example(one=draft_of({("change", "q1"): None}), other=draft_of({("change", "q1"): {"title": "Anew"}}))
@example(one=draft_of({("change", "b"): None}), other=draft_of({("parts", "b", "min_respondents"): 3}))
@example(one=draft_of({("bands", "low"): None}), other=draft_of({("bands", "middle"): {"from": 45}}))
def test_drafts_that_are_not_contrary_can_be_laid_in_any_order(laid, one, other):
    if laid(one)[1] or laid(other)[1]:
        return
    (there, said), (back, said_back) = laid(one, other), laid(other, one)
    assert bool(said) == bool(said_back)
    if not said:
        assert in_full(there) == in_full(back)


def in_full(data):
    """The rule set with what can be written briefly written in full."""
    thresholds = {
        name: value if isinstance(value, dict) else {"value": value}
        for name, value in data.get("thresholds", {}).items()
    }
    questions = {
        name: value if isinstance(value, dict) and "en" not in value else {"title": value}
        for name, value in data["parts"]["a"]["questions"].items()
    }
    a = {**data["parts"]["a"], "questions": questions}
    return {**data, "thresholds": thresholds, "parts": {**data["parts"], "a": a}}


@settings(LAW, max_examples=150)
@given(edits=st.lists(EDIT, max_size=4))
def test_the_same_draft_twice_is_the_draft(laid, edits):
    text = draft_of(dict(edits))
    is_renamed = ("bands", "middle") in dict(edits)  # its name is none from then on
    if not laid(text)[1] and not is_renamed:
        assert laid(text, f" {text}") == laid(text)


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("thresholds: {pass: 70}", "thresholds: {pass: {value: 65}}",
         "thresholds › pass › value: this draft says 65, and the one in {one}:1:20 says 70"),
        ("change: {q1: null}", "change: {q1: {title: Anew}}",
         "“q1” is changed here, and taken away in {one}:1:10"),
        ("change: {q1: {title: Anew}}", "change: {q1: null}",
         "parts › a › questions › q1 is taken away here, and changed in {one}:1:22"),
        ("bands: {low: {to: 44.99}}", "bands: {low: null}", "bands › low is taken away here, and changed in {one}:1:19"),
        ("bands: {low: null}", "bands: {low: {to: 44.99}}", "“low” is changed here, and taken away in {one}:1:9"),
        ("parts: {a: {weight: null}, b: {weight: null}}", "parts: {a: {weight: 50%}, b: {weight: 50%}}",
         "parts › a › weight is changed here, and taken away in {one}:1:13"),
    ],
)  # fmt: skip
def test_both_places_are_told_and_what_to_do(write, one, other, said):
    base = write("base.yaml", BASE)
    first, second = write("one.yaml", one), write("two.yaml", other)
    with pytest.raises(KenError) as refused:
        kenrules.load(f"{base}+{first}+{second}")
    found = [told for told in refused.value.diagnostics if told.code == "contrary-drafts"]
    assert said.format(one=first) == str(found[0].message)
    assert found[0].position.file == str(second)
    assert "in one of the drafts alone" in str(found[0].hint)
    assert len(found) == len({told.position for told in found})


def test_one_finding_is_told_for_each_key(write):
    base = write("base.yaml", BASE)
    first = write("one.yaml", "thresholds: {pass: 61, good: 81}\ntitle: A\nparts: {b: {title: New}}\n")
    second = write("two.yaml", "thresholds: {pass: 62, good: 82}\ntitle: B\nparts: {b: {title: New}}\n")
    third = write("three.yaml", "title: C\n")
    _, found = inspect(f"{base}+{first}+{second}+{third}")
    told = [
        (each.position.file, str(each.message.arguments["where"]))
        for each in found
        if each.code == "contrary-drafts"
    ]
    two = [
        (str(second), "title"),
        *((str(second), f"thresholds › {name} › value") for name in ("good", "pass")),
    ]
    assert sorted(told) == sorted([*two, (str(third), "title")])


def test_a_draft_that_says_what_the_rule_set_says_is_contrary_to_one_that_changes_it(write):
    base = write("base.yaml", BASE)
    first, second = write("one.yaml", "thresholds: {pass: 61}"), write("two.yaml", "thresholds: {pass: 60}")
    assert [told.code for told in inspect(f"{base}+{first}+{second}")[1]] == ["contrary-drafts"]


def test_contrary_drafts_are_refused_by_every_command(ken, write):
    first, second = write("a.yaml", "thresholds: {pass: 80}"), write("b.yaml", "thresholds: {pass: 75}")
    write("d.csv", "agency,IIT,EIT1,EIT2,OIT\nu,90,90,90,90\n")
    name = f"ita/2566+{first}+{second}"
    for command in (["evaluate", name, first.parent / "d.csv"], ["diff", "ita/2566", name], ["check", name]):
        done = ken(*command)
        assert done.exit_code == (1 if command[0] == "check" else 2)
        assert "[contrary-drafts]" in done.stdout + done.stderr
        assert source.read(first).file in done.stdout + done.stderr
