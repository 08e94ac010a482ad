"""From a document to a rule set: ranges of questions, and ids that are not there."""

from __future__ import annotations

import kenrules
import pytest
from kenrules.engine.book.question_ranges import MAX_QUESTIONS
from kenrules.engine.book.yaml_data import MAX_VALUES

from ..large_rules import BANDS, HEAD


def test_ranges_may_have_many_questions_and_not_more_than_a_file_could_have_values(write):
    assert 10_000 <= MAX_QUESTIONS < MAX_VALUES
    found = kenrules.check(
        write("rules.yaml", HEAD + f"instruments:\n  A: {{questions: q1..q{MAX_QUESTIONS + 1}}}\n" + BANDS)
    )
    (told,) = (each for each in found if each.code == "wrong-form")
    assert str(told.message) == "the range “q1..q50001” has 50,001 questions; at most 50,000 are read"
    assert str(told.hint) == "let it end at q50000 or before, or make several rule sets"


@pytest.mark.slow
def test_many_ranges_count_together(write):
    ranges = "".join(
        f"  I{at}: {{questions: q{at * 30_000 + 5}..q{at * 30_000 + 30_004}}}\n" for at in range(3)
    )
    found = [
        each
        for each in kenrules.check(write("rules.yaml", HEAD + "instruments:\n" + ranges + BANDS))
        if each.code == "wrong-form"
    ]
    assert [str(each.message) for each in found] == [
        "the range “q30005..q60004” has 30,000 questions, and those above it 30,000; at most 50,000 are read",
        "the range “q60005..q90004” has 30,000 questions, and those above it 30,000; at most 50,000 are read",
    ]
    assert str(found[0].hint) == "let it end at q50004 or before, or make several rule sets"
    assert found[0].position.line == 8


def test_a_numbered_id_is_likelier_another_number_than_another_case(ken, tmp_path):
    (tmp_path / "r.yaml").write_text(
        "ruleset: x/r\nextends: ita/2566\nthresholds: {pass: 85}\nbands: [{rating: a, when: I12 > 90}, "
        "{rating: b}]\n",
        encoding="utf-8",
    )
    assert "did you mean “i12”" not in ken("check", tmp_path / "r.yaml").stdout


def test_a_range_that_is_upside_down_hides_no_other_mistake(write):
    text = (
        "ruleset: test/turned\ntitle: {en: Turned}\nunit: agency\nsource: made up\n"
        "scale: {decimals: 0, rounding: half_up}\ncombine: sum\nquestions: {p: {range: 10..0}, q: {}}\n"
        "bands: [{rating: A, from: 2, to: 1}, {rating: B}]\n"
    )
    found = {each.code: str(each.hint) for each in kenrules.check(write("rules.yaml", text))}
    assert found["scale"] == "write range: 0..10"
    assert "band-range" in found
