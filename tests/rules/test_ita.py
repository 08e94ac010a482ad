"""The ITA rule sets: every band, every boundary, and that rules change without code."""

from __future__ import annotations

from fractions import Fraction

import kenrules
import polars as pl
import pytest

OLD = [
    ("AA", 95, 100),
    ("A", 85, 94.99),
    ("B", 75, 84.99),
    ("C", 65, 74.99),
    ("D", 55, 64.99),
    ("E", 50, 54.99),
    ("F", 0, 49.99),
]


def rate(rules, **scores):
    return kenrules.evaluate(
        rules, pl.DataFrame({"agency": ["one"], **{name: [float(score)] for name, score in scores.items()}})
    ).row(0, named=True)


@pytest.mark.parametrize(("rating", "low", "high"), OLD)
def test_each_old_band_begins_and_ends_where_the_table_says(rating, low, high):
    rules = kenrules.load("ita/2565")
    assert rate(rules, total=low, IIT=low)["rating"] == rating
    assert rate(rules, total=high, IIT=low)["rating"] == rating


@pytest.mark.parametrize(
    ("iit", "eit1", "eit2", "oit", "rating"),
    [
        (95, 95, 95, 95, "ผ่านดีเยี่ยม"),
        (100, 100, 100, 94.99, "ผ่านดี"),
        (94.99, 94.99, 94.99, 95.01, "ผ่านดี"),
        (85, 85, 85, 85, "ผ่านดี"),
        (84.99, 100, 100, 100, "ผ่าน"),
        (84.99, 85, 85, 85.01, "ผ่าน"),
        (84.99, 84.99, 84.99, 84.99, "ต้องปรับปรุง"),
        (70, 70, 70, 70, "ต้องปรับปรุง"),
        (69.99, 69.99, 69.99, 69.99, "ต้องปรับปรุงโดยด่วน"),
        (0, 0, 0, 0, "ต้องปรับปรุงโดยด่วน"),
    ],
)
def test_new_ratings_by_instruments(iit, eit1, eit2, oit, rating):
    assert rate(kenrules.load("ita/2566"), IIT=iit, EIT1=eit1, EIT2=eit2, OIT=oit)["rating"] == rating


@pytest.mark.slow
def test_as_printed_nobody_passes_well():
    rules = kenrules.load("ita/2566-as-printed")
    assert rate(rules, IIT=85, EIT1=85, EIT2=85, OIT=85)["rating"] == "ผ่านดีเยี่ยม"
    finding, proof = kenrules.check(rules)
    assert (proof.code, proof.severity) == ("shadowed", "warning")
    assert finding.code == "duplicate-condition"
    assert "ผ่านดีเยี่ยม and ผ่านดี" in str(finding.message)


@pytest.mark.parametrize(("iit", "total", "rating"), [("84.98333", 84.99, "B"), ("84.98334", 85.0, "A")])
def test_a_total_is_judged_as_it_is_printed(iit, total, rating):
    """30 % of it lies just below and just above the tie at 84.995."""
    row = rate(kenrules.load("ita/2565"), IIT=float(iit), EIT=85, OIT=85)
    assert (row["total"], row["rating"]) == (total, rating)


def test_weights_and_questions_are_those_of_the_report():
    old, new = kenrules.load("ita/2565"), kenrules.load("ita/2566")
    assert {node.id: node.weight for node in old.total.children} == {
        "IIT": Fraction(30, 100),
        "EIT": Fraction(30, 100),
        "OIT": Fraction(40, 100),
    }
    assert {node.id: node.weight for node in new.total.children} == {
        "IIT": Fraction(30, 100),
        "EIT1": Fraction(15, 100),
        "EIT2": Fraction(15, 100),
        "OIT": Fraction(40, 100),
    }
    assert [node.id for node in new.total.children] == ["IIT", "EIT1", "EIT2", "OIT"]
    questions = [node.id for node in old.nodes.values() if node.level == "question"]
    assert questions == [f"i{n}" for n in range(1, 31)] + [f"e{n}" for n in range(1, 16)] + [
        f"o{n}" for n in range(1, 44)
    ]
    assert sum(node.level == "question" for node in new.nodes.values()) == 30 + 15 + 15 + 43


@pytest.mark.parametrize("name", ["ita/2565", "ita/2566", "ita/2566-as-printed"])
def test_every_node_and_number_has_titles_in_both_languages_and_a_source(name):
    rules = kenrules.load(name)
    titled = [
        *list(rules.nodes.values())[1:],
        *rules.thresholds.values(),
        *rules.answers.values(),
        *rules.targets,
    ]
    assert all({"th", "en"} <= each.title.keys() for each in titled)
    sourced = [
        *list(rules.nodes.values())[1:],
        *rules.thresholds.values(),
        *rules.answers.values(),
        *rules.targets,
        *rules.bands,
        *rules.judgements["indicator"],
    ]
    assert all(each.source for each in sourced)


def test_another_threshold_gives_other_ratings_without_code(write):
    changed = write(
        "stricter.yaml", "ruleset: test/stricter\nextends: ita/2566\nthresholds: {pass: {value: 90}}\n"
    )
    scores = {"IIT": 88, "EIT1": 92, "EIT2": 92, "OIT": 92}
    assert rate(kenrules.load("ita/2566"), **scores)["rating"] == "ผ่านดี"
    assert rate(kenrules.load(changed), **scores)["rating"] == "ผ่าน"


def test_reversed_questions_turn_answers_round():
    rules = kenrules.load("ita/2566")
    scale = rules.answers["perception"]
    assert scale.score("มากที่สุด", reversed_=False) == 100
    assert scale.score("มากที่สุด", reversed_=True) == 0
    assert scale.score("น้อย", reversed_=True) == Fraction("66.67")
    assert rules.nodes["IIT.I3.i17"].reversed
    assert not rules.nodes["IIT.I3.i13"].reversed


@pytest.mark.slow
def test_the_printed_table_of_2566_never_gives_its_second_rating(ken):
    result = ken("check", "ita/2566-as-printed")
    assert result.exit_code == 0
    assert (
        "ผ่านดี can never be given: ผ่านดีเยี่ยม stands above it and takes, for example, IIT 90.00, EIT1 "
        "90.00, EIT2 90.00, OIT 100.00, total 94.00" in result.stdout
    )
    assert "bands ผ่านดีเยี่ยม and ผ่านดี are the same rule" in result.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ita/2565", "ita/2566"])
def test_the_rule_sets_that_come_with_ken_are_clean(name):
    assert kenrules.check(name) == ()
