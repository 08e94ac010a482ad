"""Slips that leave a rule set good in form: a hundredth of a number, a name in two spellings, a title or a
function that is not what was meant."""

from __future__ import annotations

import kenrules
import pytest
from kenrules.engine.book import library
from kenrules.engine.checks import short_formula

from .found import codes

BANDS = "bands: [{{rating: high, from: 50, to: 100, when: {when}}}, {{rating: low, from: 0, to: 100}}]\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (BANDS.format(when="min(parts) >= 0.8"), 3, "write 80 if 80 of 100 is meant"),
        (
            "bands: [{rating: high, from: 30, when: min(parts) >= 0.8}, {rating: low}]\nscale: {max: 60}",
            3,
            "write 48 if 48 of 60 is meant",
        ),
        (BANDS.format(when="a >= good") + "thresholds: {good: 0.8}", 4, "write 80 if 80 of 100 is meant"),
        ("bands: [{rating: high, from: 0.5}, {rating: low}]", 3, "write 50 if 50 of 100 is meant"),
        ("targets: [{id: t, share_of_units: total >= 50, at_least: 0.75%}]", 3, "write 75% if that is meant"),
        ("missing: skip\nmin_coverage: 0.8%", 4, "write 80% if that is meant"),
    ],
)
def test_a_hundredth_of_what_was_meant_is_told_at_its_place(smallest, text, line, said):
    found = [each for each in kenrules.check(smallest(text)) if each.code == "hundredth"]
    assert [(each.position.line, str(each.hint)) for each in found] == [(line, said)]


@pytest.mark.parametrize(
    "when", ["a / b >= 0.8", "abs(a - b) <= 0.5", "a >= 0.01", "count(parts >= 50) >= 0.5", "a * 0.5 >= 40"]
)
def test_numbers_below_one_that_are_no_scores_are_none(smallest, when):
    found = kenrules.check(smallest(BANDS.format(when=when)))
    assert "hundredth" not in {each.code for each in found}


def test_on_a_scale_to_one_shares_are_scores(smallest):
    own = "scale: {max: 1}\nbands: [{rating: high, from: 0.5, when: min(parts) >= 0.8}, {rating: low, to: 1}]"
    assert codes(smallest(own)) == []


def test_ratings_that_are_one_misspelt_are_told_at_the_second(smallest):
    own = "bands:\n  - {rating: ปรับปรุง, from: 50}\n  - {rating: ปรับปุรง}\n"
    (finding,) = kenrules.check(smallest(own))
    assert (finding.code, finding.position.line) == ("ratings-alike", 5)
    assert "“ปรับปุรง” or “ปรับปรุง”" in str(finding.hint)


@pytest.mark.parametrize(
    ("one", "other"),
    [("ผ่าน", "ไม่ผ่าน"), ("ดี", "ดีเด่น"), ("level A", "level B"), ("AAA", "AAB"), ("stage 11", "stage 12")],
)
def test_ratings_that_are_two_are_none(smallest, one, other):
    assert codes(smallest(f"bands: [{{rating: {one}, from: 50}}, {{rating: {other}}}]")) == []


def test_a_title_that_was_copied_is_told_and_one_that_is_copied_by_like_is_not(smallest):
    titled = "a: {title: {th: บริการ, en: Service}}"
    (finding,) = kenrules.check(smallest(f"parts: {{{titled}, b: {{title: {{th: บริการ, en: Service}}}}}}"))
    assert str(finding.message) == "b has the title of a: บริการ, Service"
    assert codes(smallest(f"parts: {{{titled}, c: {{like: a}}}}")) == []
    assert codes(smallest(f"parts: {{{titled}, b: {{title: {{th: บริการ, en: Care}}}}}}")) == []


def test_titles_in_each_others_language_are_told(smallest):
    (finding,) = kenrules.check(smallest("parts: {a: {title: {th: Service, en: บริการ}}}"))
    assert finding.code == "title-language"
    assert codes(smallest("parts: {a: {title: {th: ITA, en: ITA}}}")) == []


@pytest.mark.parametrize(
    ("formula", "said"),
    [
        ("clip(5, 0, 100)", "write value where the raw value belongs"),
        ("clip(0, value, 100)", "write clip(value, 0, 100)"),
        ("max(value)", "or leave max out"),
        ("value / 5 * 10", "let its formula reach 100"),
    ],
)
def test_a_formula_that_cannot_be_meant_is_told(smallest, formula, said):
    text = f'parts: {{a: {{questions: {{q: {{score: "{formula}", range: {{min: 0, max: 5}}}}}}}}}}'
    found = [
        each for each in kenrules.check(smallest(text)) if each.code in ("idle-function", "short-formula")
    ]
    assert any(said in str(each.hint) for each in found)


@pytest.mark.parametrize("formula", ["value / 5 * 100", "100 - value * 20", "clip(value * 20, 0, 100)"])
def test_a_formula_that_uses_the_scale_is_good(smallest, formula):
    text = f'parts: {{a: {{questions: {{q: {{score: "{formula}", range: {{min: 0, max: 5}}}}}}}}}}'
    assert codes(smallest(text)) == []


def test_parts_of_a_sum_use_their_share_of_the_scale(smallest):
    question = '{score: "clip(value * 2, 0, 10)", range: {min: 0, max: 5}}'
    asked = ", ".join(f"q{number}: {question}" for number in range(10))
    rules, _ = library.inspect(smallest(f"parts: {{a: {{combine: sum, questions: {{{asked}}}}}}}"))
    assert rules is not None
    assert list(short_formula.check(rules)) == []


def test_answers_that_all_earn_the_same_are_told_at_the_last(smallest):
    own = "answers: {o: {x: 100, z: 100}}\nparts: {a: {answers: o, questions: [q]}}"
    found = {each.code: each for each in kenrules.check(smallest(own))}
    position = found["answers-alike"].position
    assert (position.line, position.column) == (3, own.index("100}") + 1)
    assert "answers-alike" not in dict(codes(smallest(own.replace("z: 100", "z: 0"))))


def test_a_unit_with_the_name_of_a_score_is_told(smallest):
    (finding,) = kenrules.check(smallest("unit: a"))
    assert (finding.code, finding.position.line, finding.position.column) == ("unit-name", 3, 7)
