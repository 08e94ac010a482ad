"""Ratings and results that are numbers: names as they are written, wherever they stand."""

from __future__ import annotations

import json

import kenrules
import pytest
from jsonschema import Draft202012Validator

from ..conftest import ROOT

RULES = """ruleset: test/stars
title: {en: Stars}
unit: hotel
source: circular 4
scale: {min: 0, max: 100, decimals: 1, rounding: half_up}
parts:
  a: {bands: [{rating: NUMBER, from: 50}, {rating: 0, to: 49.9}]}
  b: {}
judgements:
  total: [{result: NUMBER, when: score >= 50}, {result: 0, when: score < 50}]
bands:
  - {rating: NUMBER, from: 80}
  - {rating: 4, when: a == NUMBER}
  - {rating: 3}
no_better_than: {4: b < 20}
"""
LATER = """ruleset: test/later
extends: stars.yaml
title: {en: Later}
bands: {NUMBER: {from: 85}}
"""
CASES = """tests: test/stars
cases:
  - {input: {a: 90, b: 90}, expect: {rating: NUMBER, judgements: {total: NUMBER}, ratings: {a: NUMBER}}}
  - {input: {a: 90, b: 19}, expect: {rating: 4}}
  - {input: {a: 10}, expect: {rating: null}}
"""


@pytest.mark.parametrize("number", ["5", "5.0", "3.5", "-1", "๕", '"5"'])
def test_a_rating_may_be_a_number_and_is_its_text_as_written(ken, write, number):
    write("rules/test/later.yaml", LATER.replace("NUMBER", number))
    write("rules/test/stars.test.yaml", CASES.replace("NUMBER", number))
    path = write("rules/test/stars.yaml", RULES.replace("NUMBER", number))
    name = number.strip('"')
    rules = kenrules.load(path)
    assert [band.rating for band in rules.bands] == [name, "4", "3"]
    assert [band.rating for band in rules.nodes["a"].bands] == [name, "0"]
    assert [own.result for own in rules.judgements["total"]] == [name, "0"]
    assert [limit.rating for limit in rules.total.no_better_than] == ["4"]
    assert [band.rating for band in kenrules.load(path.with_name("later.yaml")).bands] == [name, "4", "3"]
    result = ken("test", path.with_name("stars.test.yaml"))
    assert result.exit_code == 0, result.output
    assert "cases 3, failed 0" in result.stdout


def test_a_score_of_a_word_called_rating_stays_a_number(write):
    rules = kenrules.load(
        write(
            "rules.yaml",
            "ruleset: test/words\ntitle: {en: Words}\nunit: school\nscale: {min: 0, max: 9, decimals: 0, rounding: half_up}\n"
            "parts:\n  a: {answers: {rating: 5, result: 9}}\n  b: {answers: {rating: 5, result: 9}}\n",
        )
    )
    assert [dict(scale.options) for scale in rules.answers.values()] == [{"rating": 5, "result": 9}] * 2


def test_a_claim_may_name_a_rating_that_is_a_number(write):
    plain = "parts: {a: {}, b: {}}\nbands: [{rating: 5, from: 80}, {rating: 4, from: 50}, {rating: 3}]\n"
    rules = kenrules.load(write("rules.yaml", RULES.partition("parts:")[0] + plain))
    claims = ["new.rating == 5 implies new.total >= 80", "new.rating in (5, 4) implies new.total >= 80"]
    assert [each.holds for each in kenrules.prove(rules, rules, claims).verdicts] == [True, False]


def test_counts_of_ratings_that_are_numbers_do_not_run_into_them(ken, write):
    path = write("rules/test/stars.yaml", RULES.replace("NUMBER", "5"))
    data = write("data.csv", "hotel,a,b\nx,90,90\ny,90,60\nz,1,\n")
    assert "5: 1, 4: 1, 3: 0, not rated: 1" in ken("evaluate", path, data).stdout


def test_schemas_for_editors_take_ratings_that_are_numbers():
    schema = json.loads((ROOT / "schemas/ruleset.schema.json").read_text(encoding="utf-8"))
    band = {**schema["$defs"]["band"], "$defs": schema["$defs"]}
    assert Draft202012Validator(band).is_valid({"rating": 5, "from": 1})
    assert not Draft202012Validator(band).is_valid({"rating": True})
