"""Advice follows what a question is, whatever its id has become."""

from __future__ import annotations

import random

import kenrules
import pytest
from kenrules.engine.book.guidance import load
from kenrules.engine.meaning.model import UNTITLED, Title

TAKEN = "change: {o36: null}"
RENUMBERED = """
change:
  S9_1:
    questions:
      replace:
        o1: {was: o32}
        o2: {was: [o2, o3], title: {th: ผู้บริหารและอำนาจหน้าที่, en: Executives and powers}}
        o3: {title: {th: ใหม่, en: Something new}}
        o4: {title: {th: โครงสร้าง, en: Structure}}
  S10_1: {questions: {replace: [o31, o33..o38]}}
"""


@pytest.fixture
def next_year(write):
    def make(text, name="next.yaml"):
        return kenrules.load(write(name, f"ruleset: demo/next\nextends: ita/2566\nsource: x\n{text}\n"))

    return make


@pytest.fixture(scope="module")
def old():
    return load(kenrules.load("ita/2566"))


def test_advice_goes_where_its_question_is_now(next_year, old):
    found = load(next_year(RENUMBERED))
    of = {node.id: found.of(node.path) for node in found.rules.nodes.values()}
    before = {node.id: old.of(node.path) for node in old.rules.nodes.values()}
    assert of["o1"] == before["o32"]
    assert of["o2"] == before["o2"]
    assert of["o4"] == before["o1"]  # its title tells
    assert of["o3"].improve == of["o3"].keep == UNTITLED
    assert of["o3"].measure is None
    assert "OIT.I9.S9_1.o3" in found.withheld
    kept = ("o31", "o33", "o43", "i1", "e15", "I9", "S9_1", "EIT1", "OIT")
    assert all(of[name] == before[name] for name in kept)
    note, joined = found.notes
    assert note.severity == joined.severity == "note"
    assert str(note.message.arguments["count"]) == "7"
    assert str(joined.message).endswith(
        "1 node that became one with another is not used, the other one's is: o3 (Powers and duties) → o2"
    )
    assert not note.position.file.startswith(str(kenrules.engine.__path__[0]).removesuffix("engine"))


def test_advice_on_a_random_renumbering_is_that_of_the_same_question(next_year, old):
    chance = random.Random(7)
    questions = [node for node in old.rules.nodes["OIT"].walk() if not node.children]
    for number in range(3):
        ids = [node.id for node in questions]
        chance.shuffle(ids)
        was = dict(zip((node.id for node in questions), ids, strict=True))
        lines = "".join(f"  {new}: {{was: {old_id}}}\n" for new, old_id in was.items())
        found = load(next_year(f"change:\n{lines}", f"next{number}.yaml"))
        paths = {node.id: node.path for node in found.rules.nodes["OIT"].walk()}
        before = {node.id: node.path for node in questions}
        assert all(found.of(paths[new]) == old.of(before[own]) for new, own in was.items())
        assert not found.notes
        titles = {node.id: node.title for node in questions}
        assert all(found.rules.nodes[paths[new]].title == titles[own] for new, own in was.items())


def test_ones_own_guidance_is_of_the_rules_that_it_names(next_year, write):
    rules = next_year(RENUMBERED)
    old_own = write("a.guidance.yaml", "guidance: ita/2566\nitems: {o32: {improve: by the old id}}\n")
    new_own = write("b.guidance.yaml", "guidance: demo/next\nitems: {o1: {keep: by the new id}}\n")
    advice = load(rules, [old_own, new_own]).of("OIT.I9.S9_1.o1")
    assert advice.improve["plain"] == "by the old id"
    assert advice.keep["plain"] == "by the new id"
    assert advice.measure is not None


def test_a_report_is_made_once_a_question_is_taken_away(next_year, ken, tmp_path, monkeypatch, write):
    monkeypatch.chdir(tmp_path)
    rules = next_year(TAKEN)
    questions = [node for node in rules.nodes.values() if node.level == "question"]
    data = write(
        "data.csv", f"agency,{','.join(n.path for n in questions)}\nu,{','.join('0' for _ in questions)}\n"
    )
    result = ken("report", "next.yaml", data, "-o", "r.md", "--seconds", "1", "--lang", "en")
    assert result.exit_code == 0, result.stderr
    assert "o36 (Action plan against corruption)" in result.stderr
    assert "did you mean" not in result.stderr
    checked = ken("check", "next.yaml", "--seconds", "1")
    assert checked.exit_code == 0
    assert "guidance of ita/2566 for 1 node that demo/next has no more is not used: o36" in checked.output


def test_a_report_says_where_advice_is_withheld(next_year, ken, tmp_path, monkeypatch, write):
    monkeypatch.chdir(tmp_path)
    rules = next_year("change: {o5: {title: {th: ข้อร้องเรียน, en: Complaints desk}}}")
    paths = [node.path for node in rules.nodes.values() if node.level == "question"]
    data = write("data.csv", f"agency,{','.join(paths)}\nu,{','.join('0' for _ in paths)}\n")
    last = write(
        "last.csv", f"agency,{','.join(paths)}\nu,{','.join('100' if 'o5' in p else '0' for p in paths)}\n"
    )
    result = ken(
        "report", "next.yaml", data, "-o", "r.md", "--seconds", "1", "--lang", "en", "--previous", last
    )
    assert result.exit_code == 0, result.stderr
    lines = [
        line for line in (tmp_path / "r.md").read_text().splitlines() if line.startswith("| Complaints desk")
    ]
    assert len(lines) == 1
    assert "No advice is at hand: what is known under this id is on another question." in lines[0]


def test_guidance_beside_rules_lies_over_that_of_those_they_extend(next_year, write, old, ken):
    rules = next_year(RENUMBERED)
    own = write("next.guidance.yaml", "guidance: demo/next\nitems: {o3: {improve: on the new question}}\n")
    found = load(rules)
    of = {node.id: found.of(node.path) for node in rules.nodes.values()}
    before = {node.id: old.of(node.path) for node in old.rules.nodes.values()}
    assert of["o3"].improve == Title("on the new question")
    assert of["o1"] == before["o32"]
    assert of["i1"] == before["i1"]
    assert found.principles == old.principles
    result = ken("check", own)
    assert (result.exit_code, result.stdout.strip()) == (0, f"{own}: no findings")
    again = ken("check", write("agency.guidance.yaml", "guidance: demo/next\nitems: {o44: {keep: x}}\n"))
    assert "guidance for “o44”, which is no node of demo/next" in again.stdout
    assert "o36" not in again.stdout  # of which only the guidance of ita/2566 speaks
