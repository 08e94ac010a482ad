"""Columns of every dataframe library are rated as exact arithmetic rates them."""

from __future__ import annotations

import os
import subprocess
import sys
from decimal import Decimal

import kenrules
import polars as pl
import pytest

from ..conftest import HI_LO
from ..libraries import LIBRARIES


@pytest.fixture(params=LIBRARIES)
def rate(request, smallest):
    """Rates columns by a rule set, on each library: a list of (total, rating)."""
    there, back = LIBRARIES[request.param]

    def run(text, **columns):
        rows = len(next(iter(columns.values())))
        frame = pl.DataFrame(
            {"agency": [f"u{n:04}" for n in range(rows)], **columns},
            schema_overrides={name: pl.Float64 for name, cells in columns.items() if isinstance(cells, list)},
        )
        found = back(kenrules.evaluate(kenrules.load(smallest(HI_LO + text)), there(frame))).sort("agency")
        return list(zip(found["total"].to_list(), found["rating"].to_list(), strict=True))

    return run


def test_rounding_to_fewer_decimals_than_the_scale(rate):
    assert rate('questions: {a: {score: "round(value, 1)"}}', a=[5.55, 60.0]) == [(5.6, "lo"), (60.0, "hi")]


@pytest.mark.parametrize(
    "formula",
    ["count(value >= 3) * 50", "count(not (value >= 3)) * 50", "value * 0 + 50", "min(value, 3) * 0"],
)
def test_a_formula_of_a_missing_value_has_no_value(rate, formula):
    assert rate(
        f'missing: skip\nquestions: {{a: {{score: "{formula}"}}, b: {{}}}}', a=[None, 5.0], b=[80.0, 80.0]
    )[0] == (80.0, "hi")


def test_a_geometric_mean_of_what_is_zero_but_for_floats(rate):
    text = (
        "combine: geometric_mean\nquestions: "
        '{a: {score: "value * 3 - 0.9", range: {min: 0.3, max: 30}}, b: {}}'
    )
    assert rate(text, a=[0.3, 10.3], b=[80.0, 80.0]) == [(0.0, "lo"), (48.99, "lo")]


def test_very_small_numbers_are_numbers(rate):
    assert rate("questions: [a, b]", a=[1e-120, 5e-324], b=[80.0, 80.0]) == [(40.0, "lo"), (40.0, "lo")]


def test_zero_has_no_sign(rate):
    found = rate("questions: [a, b]", a=[-0.0, -0.0], b=[-0.0, 0.0])
    assert [str(total) for total, _ in found] == ["0.0", "0.0"]


def test_zero_has_no_sign_in_a_column_of_the_data_either(smallest):
    """Whatever polars makes of sums with 0, which hangs on its threads."""
    rules, frame = smallest(), "{'agency': ['x'], 'a': [-0.0], 'b': [-0.0]}"
    code = f"import kenrules, polars as pl; print(kenrules.evaluate({str(rules)!r}, pl.DataFrame({frame})).rows())"
    run = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "POLARS_MAX_THREADS": "1"},
    )
    assert run.stdout.startswith("[('x', 0.0, 0.0, 0.0, "), run.stdout


@pytest.mark.slow
def test_many_rows_in_doubt(rate):
    cells = [None if n % 7 == 0 else n / 40 for n in range(600)]
    found = rate(
        "combine: geometric_mean\nmissing: skip\nquestions: [a, b]",
        a=cells,
        b=[(n * 37 % 4000) / 40 for n in range(600)],
    )
    assert len(found) == 600
    assert all(total is not None for total, _ in found)


def test_a_column_without_any_value(rate):
    assert rate("missing: skip\nquestions: [a, b]", a=[None, None], b=[80.0, 10.0]) == [
        (80.0, "hi"),
        (10.0, "lo"),
    ]


def test_a_column_without_any_value_on_a_scale_without_nought(rate):
    assert rate(
        "scale: {min: 1, max: 60}\nmissing: skip\nquestions: [a, b]", a=[None, None], b=[4.0, 1.0]
    ) == [(4.0, "lo"), (1.0, "lo")]


def test_a_sum_on_the_grid_is_printed_without_the_noise_of_floats(rate):
    assert rate('questions: {a: {score: "value + 0.2", range: {min: 0, max: 99}}}', a=[0.1, 0.7]) == [
        (0.3, "lo"),
        (0.9, "lo"),
    ]


def test_a_frame_without_rows(rate):
    assert rate("questions: [a, b]", a=[], b=[]) == []


@pytest.mark.parametrize("scale", [6, 12])
def test_decimals_that_no_double_holds(smallest, scale):
    rules = kenrules.load(smallest(HI_LO + "scale: {max: 100000000000, rounding: up}\nquestions: [a]"))
    cells = [Decimal("50000000000.000001"), Decimal("50000000000.010000")]
    frame = pl.DataFrame({"agency": ["a", "b"], "a": pl.Series(cells, dtype=pl.Decimal(38, scale))})
    assert kenrules.evaluate(rules, frame)["total"].to_list() == [50000000000.01, 50000000000.01]


def test_formulas_with_absurd_constants_do_not_crash(smallest):
    huge = " * ".join(["9" * 50] * 8)
    rules = kenrules.load(smallest(HI_LO + f'questions: {{a: {{score: "clip(value * ({huge}), 0, 100)"}}}}'))
    assert kenrules.evaluate(rules, pl.DataFrame({"agency": ["x", "y"], "a": [1.0, 0.0]}))[
        "total"
    ].to_list() == [100.0, 0.0]
