"""What is proposed in place of a value that does not fit: what was most likely meant."""

from __future__ import annotations

import kenrules
import pytest


def hints(path):
    return [str(each.hint) for each in kenrules.check(path)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("parts: {a: {questions: q1-q4}}", "write q1..q4"),
        ("parts: {a: {questions: q1 ถึง q4}}", "write q1..q4"),
        ("parts: {a: {questions: q1…q4}}", "write q1..q4"),
        ("parts: {a: {weight: 60 เปอร์เซ็นต์}, b: {weight: 40%}}", "write 60%"),
        ("parts: {a: {weight: ร้อยละ ๖๐}, b: {weight: 40%}}", "write 60%"),
        ("bands: [{rating: x, from: 80.00-89.99}, {rating: y}]", "write from: 80.00, to: 89.99"),
        ("bands: [{title: x, from: 80}]", "add rating: x"),
        (
            'thresholds: {pass: ">= 80"}',
            "write 80 alone; the sign stands in a condition, for example score >= pass",
        ),
        (
            "thresholds: {pass: [80, 90]}",
            "a threshold is one number, and these are 80, 90: write pass: 80, and the others under names of "
            "their own",
        ),
        ('thresholds: {pass: "80"}', "write 80 without quotes"),
        ("answers: {o: {options: [มี, ไม่มี]}}", "write the score of each answer: {มี: …, ไม่มี: …}"),
        ("missing: ข้าม", "did you mean “skip”? It can be: error, not_applicable, skip, zero"),
        (
            "judgements: {ตัวชี้วัด: [{result: x, when: score > 1}]}",
            "did you mean “indicator”? It can be: indicator, instrument, part, question, subindicator, total",
        ),
        (
            "parts: {a: {parts: {weight: 60%}}}",
            "“weight” stands among the parts of parts › a; if it is said of parts › a, indent it as parts: is",
        ),
        ("parts: {a: {reversed: true, questions: [q]}}", "write it at each of them that it is meant for"),
        (
            "min_respondents: 80%",
            "write how many respondents there must be, for example 30; a share cannot be asked for",
        ),
        (
            "targets: [{id: t, share_of_units: 80%, at_least: 50%}]",
            "write the condition of which a share of units is asked, for example total >= 80; the share itself "
            "stands in at_least",
        ),
        (
            "parts: {a: {parts: {x: {}}, questions: [q]}}",
            "under questions stand q, under parts x: put the one kind inside a node of the other, or move it to "
            "the node that it belongs to",
        ),
    ],
)
def test_the_hint_is_what_mends_it(smallest, text, said):
    assert hints(smallest(text)) == [said]


def test_names_of_languages_are_told_by_their_codes(smallest):
    said = hints(smallest("parts: {a: {questions: {q: {thai: ก, eng: x}}}}"))
    assert said == [
        f"the languages of a title are written th and en: write “{code}”" for code in ("th", "en")
    ]


def test_a_key_with_a_slip_makes_no_faults_of_what_is_under_it(smallest):
    text = "10 thresholds:\n  pass: 80\nbands: [{rating: x, when: a >= pass}, {rating: y}]\n"
    assert hints(smallest(text)) == ["did you mean “thresholds”?"]


def test_long_texts_are_not_looked_at(smallest):
    (said,) = hints(smallest(f"parts: {{a: {{questions: {'q1' * 200}-q2}}}}"))
    assert said.startswith("write a range such as")


def test_a_word_of_respondents_has_a_score(ken, write):
    rules = write(
        "rules.yaml",
        "ruleset: x/1\ntitle: X\nunit: agency\nsource: s\nscale: {min: 0, max: 100, decimals: 2, rounding: half_up}\n"
        "answers:\n  heard: {good: 100, bad: 0, unsure: missing}\n"
        "parts: {a: {answers: heard, questions: q1..q3}}\nbands: [{rating: x}]\n",
    )
    run = ken("check", rules)
    assert run.output.count("[respondents-raw]") == 1
    assert "rules.yaml:7:38: error: a.q1 is answered by respondents" in run.output
    assert "leave “unsure” out of the scale" in run.output
