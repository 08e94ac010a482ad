"""Headings that tell in what their column is measured, and what comes of another measure than that of the rules."""

from __future__ import annotations

import pytest
from kenrules.engine.book import library
from kenrules.engine.data.file_drafts import drafts_of
from kenrules.engine.data.heading_guesses import Headings, OpenHeading, Sure

RULES = """unit: product
inputs:
  salt_g: {title: {en: salt, th: เกลือ}, range: 0..100, in: g}
  age: {title: age at test, range: 0..120, in: years}
  air: {title: fine dust, range: 0..500, in: µg/m³}
  share: {title: share of fruit, range: 0..100, in: "%"}
parts:
  salt: {title: salt, of: salt_g, points: {above: [1, 2, 3]}}
  rest: {title: taste}
aliases: {both: [salt, rest]}
"""


@pytest.fixture
def headings(smallest):
    return Headings(library.load(str(smallest(RULES))))


@pytest.mark.parametrize(
    ("heading", "path"),
    [
        ("salt (g)", "salt_g"),
        ("salt [Gram]", "salt_g"),
        ("เกลือ (กรัม)", "salt_g"),
        ("age at test (year)", "age"),
        ("fine dust (ug/m3)", "air"),
        ("share of fruit (percent)", "share"),
        ("taste (%)", "rest"),
        ("taste (overall)", "rest"),
        ("both", "both"),
    ],
)
def test_the_measure_of_the_rules_is_sure(headings, heading, path):
    own = headings.guess(heading)
    assert isinstance(own, Sure), own
    assert own.path == path


@pytest.mark.parametrize(
    ("heading", "near", "why"),
    [
        ("salt (mg)", ("salt_g", "salt"), "it tells of mg, and the rules take a score"),
        ("salt_g (mg)", ("salt_g",), "“mg” stands beside it, and the rules take g"),
        ("age at test (months)", ("age",), "“months” stands beside it, and the rules take years"),
        ("fine dust (mg/m³)", ("air",), "“mg/m3” stands beside it, and the rules take μg/m³"),
        ("taste (kcal)", ("rest",), "it tells of kcal, and the rules take a score"),
    ],
)
def test_another_measure_leaves_a_heading_open(headings, heading, near, why):
    own = headings.guess(heading)
    assert isinstance(own, OpenHeading), own
    assert own.near == near
    assert str(own.why).replace("µ", "μ") == why


def test_a_row_of_measures_below_the_heads_is_held_against_the_rules(headings, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("product,age,salt,taste\n,months,g,points\nA,90,3,2\nB,80,1,3\n")
    (draft,) = drafts_of(headings.rules, file)
    assert draft.rows.skipped == [2]
    assert {name: own.near for name, own in draft.open.items()} == {
        "age": ("age",),
        "salt": ("salt_g", "salt"),
    }
    assert [own.path for own in draft.called.values()] == ["rest"]


@pytest.mark.parametrize(
    ("heading", "hint"),
    [
        ("salt (g)", "call it salt_g, which is in g; if it is no value, pass it through with --pass-through"),
        (
            "salt (mg)",
            "turn its values into g, and call it salt_g; if it is no value, pass it through with --pass-through "
            '"salt (mg)"',
        ),
        (
            "salt_mg",
            "turn its values into g, and call it salt_g; if it is no value, pass it through with --pass-through salt_mg",
        ),
    ],
)
def test_no_hint_takes_a_measure_for_another(ken, smallest, write, heading, hint):
    run = ken("evaluate", smallest(RULES), write("data.csv", f"product,{heading},rest\nA,3,2\n"))
    assert f"hint: {hint}\n" in run.stderr, run.stderr
