"""Columns give what exact arithmetic gives: on random rule sets, random data, every dataframe library."""

from __future__ import annotations

from typing import Any

import kenrules
import narwhals as nw
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kenrules.engine.data.claims import Claims
from kenrules.engine.data.column_matching import claim
from kenrules.engine.data.row_values import given_of
from kenrules.engine.meaning.arithmetic.exact import ExactArithmetic
from kenrules.engine.meaning.choosing import taken
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan, target_met
from kenrules.engine.rating.rated import rate
from kenrules.engine.words.diagnostics import Position

from ..libraries import LIBRARIES
from ..strategies import load, random_data, rule_sets

UNITS = 100
EXAMPLES = 60  # together 6,000 units; more of the second edition are in laws

# a random rule set is small already, and shrinking one takes minutes
LAW = settings(
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def exactly(rules: Any, data: pl.DataFrame) -> list[dict[str, Any]]:
    """What the exact arithmetic makes of each row."""
    claims, faults = claim(
        rules, {name: name for name in data.columns}, lambda column: Position("data", cell=column)
    )
    assert isinstance(claims, Claims), faults
    plan, rows = Plan(rules), []
    for row in data.rows(named=True):
        result = evaluate_exactly(plan, given_of(claims, row), judge=())
        printed = {
            rules.short_name(path): None if value is None else float(value)
            for path, value in result.outcome.printed.items()
        }
        rows.append({"unit": row["unit"], **printed, "rating": result.rating, "status": result.status})
    return rows


def assert_same(found: pl.DataFrame, wanted: list[dict[str, Any]]) -> None:
    for have, want in zip(
        found.sort("unit").rows(named=True), sorted(wanted, key=lambda row: row["unit"]), strict=True
    ):
        assert {name: have[name] for name in want} == want


@pytest.mark.slow
@settings(LAW, max_examples=EXAMPLES)
@given(data=rule_sets(), seed=st.integers(0, 2**32))
def test_columns_equal_exact_arithmetic(data: dict[str, Any], seed: int) -> None:
    rules = load(data)
    frame = random_data(rules, UNITS, seed)
    assert_same(kenrules.evaluate(rules, frame), exactly(rules, frame))


@pytest.mark.slow
@settings(LAW, max_examples=EXAMPLES)
@given(data=rule_sets(rational=True), seed=st.integers(0, 2**32))
def test_columns_equal_exact_arithmetic_without_settling(data: dict[str, Any], seed: int) -> None:
    rules = load(data)
    frame = random_data(rules, UNITS, seed)
    assert_same(kenrules.evaluate(rules, frame), exactly(rules, frame))


@pytest.mark.slow
@settings(LAW, max_examples=20)
@given(data=rule_sets(), seed=st.integers(0, 2**32))
def test_judgements_and_targets_equal_exact_arithmetic(data: dict[str, Any], seed: int) -> None:
    rules = load(data)
    frame, plan = random_data(rules, UNITS, seed), Plan(rules)
    claims, faults = claim(
        rules, {name: name for name in frame.columns}, lambda column: Position("data", cell=column)
    )
    assert isinstance(claims, Claims), faults
    rated = rate(plan, nw.from_native(frame), claims)
    (target,) = rules.targets
    for row in rated.frame.rows(named=True):
        outcome = evaluate_exactly(plan, given_of(claims, row)).outcome
        for path, judged in outcome.judged.items():
            wanted = taken(judged)
            assert row[rated.columns["judged", path]] == (None if wanted is None else wanted.result)
        met = target_met(plan, ExactArithmetic(rules.scale), target, outcome)
        assert row.get(rated.columns.get(("target", "t"), ""), None) == met


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["pandas", "pyarrow", "polars-lazy", "duckdb"])
@settings(LAW, max_examples=12)
@given(data=rule_sets(), seed=st.integers(0, 2**32))
def test_every_dataframe_library_gives_the_same(backend: str, data: dict[str, Any], seed: int) -> None:
    rules = load(data)
    frame = random_data(rules, 40, seed)
    there, back = LIBRARIES[backend]
    assert_same(back(kenrules.evaluate(rules, there(frame))), exactly(rules, frame))
