"""Answers chosen to be hard: exact ties at every level, one to 100,000 respondents, means within 1e-12 of a
boundary.

On every dataframe library each printed number and rating equals what fractions of whole numbers make of the
same counts."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import gcd
from pathlib import Path
from typing import Any

import kenrules
import numpy as np
import polars as pl
import pytest
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan

from ..libraries import LIBRARIES

RULES = """
parts: null
instruments:
  S:
    weight: 60%
    answers: steps
    indicators: {S1: {questions: {q1: {}, q2: {}}}, S2: {questions: [q3]}}
  W: {weight: 40%, answers: yes_no, questions: [w1, w2]}
answers:
  steps: {never: 0, seldom: 33.33, often: 66.67, always: 100}
  yes_no: {มี: 100, ไม่มี: 0}
thresholds: {pass: 85}
bands: [{rating: high, from: 85, when: S1 >= pass}, {rating: middle, from: 50}, {rating: low, to: 49.99}]
"""

PATHS = {"q1": "S.S1.q1", "q2": "S.S1.q2", "q3": "S.S2.q3"}
PRIMES = (99_989, 99_991)
NEAR = Fraction(1, 10**12)


def answers_with_sum(total: int, count: int) -> list[float]:
    """So many answers of the scale that add up to a number of hundredths."""
    third = total * pow(3333, -1, 10_000) % 10_000
    whole, rest = divmod(total - 3333 * third, 10_000)
    assert rest == 0
    assert whole >= 0
    assert third + whole <= count
    return [33.33] * third + [100.0] * whole + [0.0] * (count - third - whole)


def sums_near(boundary: Fraction, side: int) -> tuple[int, int]:
    """Sums for counts of two primes whose means average to just above or just below a boundary (in
    hundredths)."""
    first, second = PRIMES
    assert gcd(first, second) == 1
    wanted = boundary * 2 * first * second
    whole = -(-wanted.numerator // wanted.denominator) if side > 0 else wanted.numerator // wanted.denominator
    whole += side if wanted.denominator == 1 else 0
    # whole = one * second + other * first, with one near 85 of 100
    one = whole * pow(second, -1, first) % first
    one += (int(boundary * first) - one) // first * first
    other, rest = divmod(whole - one * second, first)
    assert rest == 0
    return one, other


def hard_units() -> dict[str, dict[str, list[float]]]:
    """The answers to each question, by unit."""
    random = np.random.default_rng(2566)
    steps = np.array([0.0, 33.33, 66.67, 100.0])
    units: dict[str, dict[str, list[float]]] = {}
    for count in (*range(1, 65), 99, 128, 200, 999, 1000, 4096):
        for turn in range(3):
            chances = [(1, 1, 1, 1), (1, 1, 3, 15), (0, 0, 1, 8)][turn]
            shares = np.array(chances) / sum(chances)
            units[f"{count} by chance {turn}"] = {
                q: random.choice(steps, count, p=shares).tolist() for q in PATHS
            }
    for name, boundary in {
        "threshold": Fraction(84_995, 10),
        "tie": Fraction(90_005, 10),
        "below": Fraction(70_005, 10),
    }.items():
        for side in (1, -1):
            one, other = sums_near(boundary, side)
            own = {
                "q1": answers_with_sum(one, PRIMES[0]),
                "q2": answers_with_sum(other, PRIMES[1]),
                "q3": [100.0],
            }
            value = (Fraction(one, PRIMES[0]) + Fraction(other, PRIMES[1])) / 2
            assert 0 < abs(value - boundary) / 100 < NEAR
            units[f"{name} {side}"] = own
    for at, (low, high) in enumerate([(33.33, 0.0), (66.67, 100.0), (33.33, 100.0), (66.67, 0.0)]):
        units[f"an instrument on a tie {at}"] = {"q1": [low], "q2": [low], "q3": [high]}
    for indicator, question in ((8335, 0.0), (1665, 100.0), (5005, 100.0), (1665, 0.0)):
        ten_thousand = answers_with_sum(indicator * 10_000, 10_000)
        units[f"the total on a tie {indicator} {question}"] = {
            "q1": ten_thousand,
            "q2": ten_thousand,
            "q3": [question],
        }
    units["a hundred thousand on a tie"] = {
        "q1": [0.0, 33.33] * 50_000,
        "q2": [100.0, 66.67] * 50_000,
        "q3": [33.33] * 99_999 + [66.67],
    }
    return units


UNITS = hard_units()
ITEMS = {unit: ((at * 7) % 2 * 100, 100) for at, unit in enumerate(UNITS)}


@pytest.fixture(scope="module")
def respondents() -> pl.DataFrame:
    frames = []
    for unit, answers in UNITS.items():
        rows = max(map(len, answers.values()))
        frames.append(
            pl.DataFrame(
                {
                    "agency": [unit] * rows,
                    **{q: [*given, *[None] * (rows - len(given))] for q, given in answers.items()},
                },
                schema_overrides=dict.fromkeys(PATHS, pl.Float64),
            )
        )
    return pl.concat(frames).sample(fraction=1.0, shuffle=True, seed=1)


@pytest.fixture(scope="module")
def items() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "agency": list(ITEMS),
            "w1": [first for first, _ in ITEMS.values()],
            "w2": [second for _, second in ITEMS.values()],
        }
    )


def exactly(rules: Any) -> dict[str, dict[str, Any]]:
    plan, found = Plan(rules), {}
    for unit, answers in UNITS.items():
        cents = {
            PATHS[q]: Fraction(sum(round(answer * 100) for answer in given), 100 * len(given))
            for q, given in answers.items()
        }
        result = evaluate_exactly(
            plan, {**cents, "W.w1": Fraction(ITEMS[unit][0]), "W.w2": Fraction(ITEMS[unit][1])}, judge=()
        )
        printed = {
            rules.short_name(path): float(value)
            for path, value in result.outcome.printed.items()
            if value is not None
        }
        found[unit] = {**printed, "rating": result.rating, "values": result.outcome.values}
    return found


def from_spark(frame: Any) -> pl.DataFrame:
    table = pl.from_arrow(frame.toArrow())
    assert isinstance(table, pl.DataFrame)
    return table


@pytest.mark.slow
@pytest.mark.parametrize("rounding", ["half_up", "half_even"])
@pytest.mark.parametrize("backend", ["polars", "polars-lazy", "pandas", "pyarrow", "duckdb", "pyspark"])
def test_hard_answers_equal_exact_arithmetic(
    backend, rounding, smallest, respondents, items, request, tmp_path
):
    rules = kenrules.load(smallest(RULES + f"scale: {{rounding: {rounding}}}\n"))
    if backend == "pyspark":
        spark = request.getfixturevalue("spark")

        def there(frame: pl.DataFrame) -> Any:
            path = tmp_path / f"{frame.width}.parquet"
            frame.write_parquet(path)
            return spark.read.parquet(str(path))

        back: Callable[[Any], Any] = from_spark
    else:
        there, back = LIBRARIES[backend]
    found = back(kenrules.evaluate(rules, [there(items), kenrules.Responses(there(respondents), "S")]))
    wanted = exactly(rules)
    assert found.height == len(wanted)
    for row in found.rows(named=True):
        expected = wanted[row["agency"]]
        assert {name: row[name] for name in expected if name != "values"} == {
            name: value for name, value in expected.items() if name != "values"
        }, row["agency"]


@pytest.mark.slow
def test_the_data_are_as_hard_as_they_claim(smallest):
    rules = kenrules.load(smallest(RULES))
    values = [row["values"] for row in exactly(rules).values()]
    for path in ("S.S1.q1", "S.S1", "S", "total"):
        on_a_tie = sum((value[path] * 100 + Fraction(1, 2)).denominator == 1 for value in values)
        assert on_a_tie >= 3, path
    above, below = (
        evaluated["values"]["S.S1"]
        for evaluated in map(exactly(rules).__getitem__, ("threshold 1", "threshold -1"))
    )
    assert 0 < above - Fraction(84_995, 1000) < NEAR
    assert 0 < Fraction(84_995, 1000) - below < NEAR


@pytest.mark.slow
def test_one_dataset_on_files_and_frames_gives_the_same(ken, smallest, respondents, items, tmp_path: Path):
    respondents.write_parquet(tmp_path / "s.parquet")
    items.write_csv(tmp_path / "w.csv")
    (tmp_path / "d.yaml").write_text(
        "dataset: d\nfiles:\n  - {path: s.parquet, layout: responses, instrument: S}\n  - {path: w.csv}\n",
        encoding="utf-8",
    )
    path = smallest(RULES)
    result = ken("evaluate", path, tmp_path / "d.yaml", "-o", tmp_path / "out.parquet")
    assert result.exit_code == 0, result.stderr
    wanted = exactly(kenrules.load(path))
    for row in pl.read_parquet(tmp_path / "out.parquet").rows(named=True):
        assert {name: row[name] for name in ("q1", "q2", "q3", "S1", "S2", "S", "W", "total", "rating")} == {
            name: wanted[row["agency"]][name]
            for name in ("q1", "q2", "q3", "S1", "S2", "S", "W", "total", "rating")
        }
