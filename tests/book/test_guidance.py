"""Guidance: what to do about each question, as rules beside the rule set, and an agency's own over it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import kenrules
import pytest
from jsonschema import Draft202012Validator
from kenrules import KenError
from kenrules.engine.book.guidance import beside, load
from kenrules.engine.meaning.model import UNTITLED, Title

from ..conftest import ROOT

OWN = "guidance: ita/2566\n"


@pytest.fixture(scope="module")
def rules():
    return kenrules.load("ita/2566")


@pytest.fixture(scope="module")
def guidance(rules):
    return load(rules)


def test_every_question_and_indicator_of_2566_has_guidance_in_both_languages(rules, guidance):
    spoken_of = [node for node in rules.nodes.values() if node.level in ("question", "indicator")]
    assert len([node for node in spoken_of if node.level == "question"]) == 30 + 2 * 15 + 43
    for node in spoken_of:
        advice = guidance.of(node.path)
        for title in (advice.improve, advice.keep):
            assert {"th", "en"} <= title.keys()
        if node.level == "question":
            assert advice.measure is not None
            assert all(
                {"th", "en"} <= step.keys()
                for step in (*advice.measure.steps, advice.measure.report, *advice.measure.units)
            )
    assert all(guidance.of(child.path).about["th"] for child in rules.total.children)


def test_no_two_questions_are_given_the_same_text(rules, guidance):
    for language in ("th", "en"):
        texts = {
            node.id: guidance.of(node.path).improve[language]
            for node in rules.nodes.values()
            if node.level == "question"
        }
        assert len(set(texts.values())) == len(texts) == 88


def test_texts_hold_no_years_that_would_grow_old():
    text = (ROOT / "rules" / "ita" / "2566.guidance.yaml").read_text(encoding="utf-8")
    assert not re.search(
        r"25[0-9]{2}|20[0-9]{2}|๒๕[๐-๙]{2}", text.replace("ita/2566", "").replace("ITA 2566", "")
    )


def test_rules_that_extend_others_have_their_guidance():
    own = Path(kenrules.load("ita/2566").files[0]).with_name("2566.guidance.yaml")
    assert beside(kenrules.load("ita/2566-as-printed")) == [own]
    assert beside(kenrules.load("ita/2565")) == []


def test_one_s_own_lies_over_the_common_one(rules, guidance, write):
    own = write(
        "own.yaml",
        f"{OWN}units: {{chief: {{th: ปลัด}}}}\nitems:\n  i7: {{improve: {{th: ของเรา}}, measure: {{units: "
        f"[chief, finance], by: year}}}}\n",
    )
    changed = load(rules, [own])
    path = rules.names["i7"][0]
    assert changed.of(path).improve == Title({"th": "ของเรา", "en": guidance.of(path).improve["en"]})
    assert changed.of(path).measure.units[0] == Title({"th": "ปลัด"})
    assert changed.of(path).measure.month is None
    assert changed.of(path).measure.steps == guidance.of(path).measure.steps
    assert changed.of(rules.names["i8"][0]) == guidance.of(rules.names["i8"][0])
    assert changed.fingerprint != guidance.fingerprint


def test_a_path_says_more_than_an_id(rules, write):
    own = write("own.yaml", f"{OWN}items: {{e1: {{improve: both}}, EIT2.I6.e1: {{improve: the second}}}}\n")
    found = load(rules, [own])
    assert [found.of(f"{part}.I6.e1").improve for part in ("EIT1", "EIT2")] == [
        Title("both"),
        Title("the second"),
    ] or (found.of("EIT2.I6.e1").improve["plain"] == "the second")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        (f"{OWN}items:\n  i99: {{improve: x}}\n", 3, "guidance for “i99”"),
        (f"{OWN}items:\n  I1:\n    imprve: x\n", 4, "imprve"),
        (
            f"{OWN}items:\n  i1: {{measure: {{units: [nobody], steps: [x], report: y, by: 3}}}}\n",
            3,
            "no responsible unit is called “nobody”",
        ),
        (
            f"{OWN}items:\n  i1: {{measure: {{units: [clerk], steps: [x], report: y, by: 13}}}}\n",
            3,
            "the most is 12",
        ),
        (f"{OWN}items:\n  i1: {{measure: {{units: [clerk], steps: [], report: y, by: soon}}}}\n", 3, "soon"),
        (f"{OWN}items:\n  I1: {{measure: {{units: [clerk], steps: [x], by: 3}}}}\n", 3, "lacks “report”"),
        ("- a list\n", 1, "this is no guidance"),
    ],
)
def test_faults_are_told_at_their_place_with_a_hint(rules, write, text, line, words):
    path = write("own.guidance.yaml", text)
    with pytest.raises(KenError) as caught:
        load(rules, [path])
    found = [each for each in caught.value.diagnostics if words in str(each.message)]
    assert found
    assert (found[0].position.file, found[0].position.line) == (str(path), line)
    assert found[0].hint is not None


def test_ken_check_looks_at_guidance(ken, write):
    assert ken("check", ROOT / "rules" / "ita" / "2566.guidance.yaml").stdout.strip().endswith("no findings")
    result = ken("check", write("own.guidance.yaml", f"{OWN}items:\n  i99: {{improve: x}}\n"))
    assert result.exit_code == 1
    assert "own.guidance.yaml:3:3: error: guidance for “i99”, which is no node of ita/2566" in result.stdout
    assert "did you mean" in result.stdout


def test_ken_check_says_which_questions_are_left_out(ken, write, smallest):
    smallest("parts: {a: {questions: q1..q2}, b: {}}", "changed.yaml")
    result = ken(
        "check", write("changed.guidance.yaml", "guidance: test/changed\nitems: {q1: {improve: x}}\n")
    )
    assert "no guidance for q2" in result.stdout


def test_the_schema_is_one_and_can_be_printed(ken):
    schema = json.loads(ken("schema", "guidance").stdout)
    Draft202012Validator.check_schema(schema)
    assert schema == json.loads((ROOT / "schemas" / "guidance.schema.json").read_text(encoding="utf-8"))


def test_without_guidance_there_is_none(smallest):
    found = load(kenrules.load(smallest()))
    assert found.principles == ()
    assert found.of("a").improve == UNTITLED


def test_what_does_not_fit_hides_nothing_else(smallest, write):
    smallest("parts: {a: {questions: [w1]}}", "changed.yaml")
    path = write(
        "changed.guidance.yaml",
        "guidance: test/changed\nunits: {finance: Finance}\nitems:\n  W1:\n    measure:\n      units: [finace]\n"
        "      steps: {th: ประชุม, en: Meet}\n      by: กุมภาพันธ์\n",
    )
    assert [(each.position.line, each.code, str(each.hint)) for each in kenrules.check(path)] == [
        (4, "undefined", "did you mean “w1”?"),
        (6, "undefined", "did you mean “finance”? It can be: finance"),
        (7, "wrong-type", "put it between [ ]: [{th: ประชุม, en: Meet}]"),
        (
            8,
            "not-allowed",
            "write a number, 1 for the first month of the next year to 12 for its last, or year",
        ),
    ]


def test_inherited_guidance_may_speak_of_nodes_that_are_gone(ken, smallest, write):
    """Guidance stands beside the rules that are extended: what these rules have taken away needs none."""
    write(
        "smallest.guidance.yaml",
        "guidance: test/smallest\nitems: {a: {improve: Mend it}, b: {keep: Go on}}\n",
    )
    rules, data = smallest("parts: {b: null}\n"), write("data.csv", "agency,a\nu,40\n")
    made = write("report.md", "")
    done = ken("report", rules, data, "-o", made, "--seconds", "1")
    assert done.exit_code == 0, done.stderr
    write("rules.guidance.yaml", "guidance: test/changed\nitems: {b: {keep: Go on}}\n")
    assert "guidance for “b”" in ken("report", rules, data, "-o", made).stderr
