"""Reference tables by the naive evaluator: examples worked out by hand, and the engine's exact arithmetic on random
tables."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path
from typing import Any

import kenrules
import pytest
import yaml
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan

from .budget import seeds
from .naive import Unit, assess

RULES: dict[str, Any] = {
    "ruleset": "test/tables",
    "title": "Tables",
    "unit": "child",
    "source": "made up",
    "scale": {"decimals": 1, "rounding": "half_up"},
    "inputs": {"kind": {"one_of": ["a", "b", "c"]}, "x": {"range": "-20..20", "decimals": 2}},
    "score": "p + 1",
    "parts": {
        "n": {"value": {"range": "-20..20", "decimals": 2}, "score": "value * 1.5", "decimals": 1},
        "p": {"score": "t.y * 2"},
        "q": {"score": "first(t.z, 7)", "decimals": 2},
        "r": {"score": "x", "at_most": "t.y", "missing": "not_applicable"},
    },
    "bands": [{"rating": "high", "when": "t.y >= 2 and p < 9"}, {"rating": "low", "when": "x < 15"}],
}


def rows_of(header: list[str], *rows: tuple[Any, ...]) -> list[dict[str, str]]:
    return [dict(zip(header, map(str, row), strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("how", "value", "wanted"),
    [
        ("exactly", "2", 5),
        ("exactly", "2.5", "undecided"),
        ("steps", "1.99", 3),  # 2 is above 1.99
        ("steps", "0.5", "undecided"),
        ("steps", "20", "missing"),
        ("between", "1.5", 4),  # half the way from 3 to 5
        ("between", "3", "missing"),
        ("between", "2", 5),
        ("between", "4.01", "undecided"),
    ],
)
def test_a_row_is_found_as_by_says(how, value, wanted):
    table = {"by": {"x": how}, "rows": rows_of(["x", "y"], (1, 3), (2, 5), (4, ""))}
    rules = {**RULES, "tables": {"t": table}, "parts": {"p": {"score": "t.y"}}, "bands": [{"rating": "all"}]}
    found = assess(rules, Unit(inputs={"x": value}))
    assert (found.value["p"] if found.state["p"] == "known" else found.state["p"]) == wanted


@pytest.mark.parametrize("by", [{"kind": "exactly", "x": "between"}, {"x": "steps"}, {"kind": "exactly", "n": "steps"}, {"n": "steps", "x": "between"}, {"x": "exactly"}])  # fmt: skip
def test_exact_arithmetic_says_what_the_naive_evaluator_does(by, tmp_path: Path):
    for seed in seeds(2, at_least=4):
        chance = random.Random(seed)
        table = {"file": "t.csv", "by": by}
        rows = _random_rows(chance, by)
        header = [*by, "y", "z"]
        text = "\n".join([",".join(header), *(",".join(row[name] for name in header) for row in rows)])
        (tmp_path / "t.csv").write_text(text, encoding="utf-8")
        path = tmp_path / "rules.yaml"
        path.write_text(yaml.safe_dump({**RULES, "tables": {"t": table}}, sort_keys=False), encoding="utf-8")
        rules = kenrules.load(path)
        naive_rules = {**RULES, "tables": {"t": {**table, "rows": rows}}}
        for _ in range(40):
            unit = {name: _cell(chance, rows, name) for name in ("kind", "x", "n")}
            _compare(
                rules, naive_rules, {name: cell for name, cell in unit.items() if cell is not None}, seed
            )


def _random_rows(chance: random.Random, by: dict[str, str]) -> list[dict[str, str]]:
    keys: set[tuple[Any, ...]] = set()
    for _ in range(chance.randint(2, 25)):
        keys.add(tuple(chance.choice("ab") if name == "kind" else chance.randint(-8, 8) / 2 for name in by))
    header = [*by, "y", "z"]
    return rows_of(
        header,
        *(
            (
                *key,
                *(chance.choice(["", *(str(chance.randint(-50, 50) / 10) for _ in range(5))]) for _ in "yz"),
            )
            for key in sorted(keys)
        ),
    )


def _cell(chance: random.Random, rows: list[dict[str, str]], name: str) -> str | None:
    if chance.random() < 0.08:
        return None
    if name == "kind":
        return chance.choice("aabbc")
    if name in rows[0] and chance.random() < 0.4:
        return chance.choice(rows)[name]
    return str(chance.randint(-500, 500) / 100)


def _compare(rules: Any, naive_rules: dict[str, Any], unit: dict[str, str], seed: int) -> None:
    wanted = assess(
        naive_rules,
        Unit(
            scores={name: cell for name, cell in unit.items() if name == "n"},
            inputs={name: cell for name, cell in unit.items() if name != "n"},
        ),
    )
    given = {
        name: Fraction("abc".index(cell)) if name == "kind" else Fraction(cell) for name, cell in unit.items()
    }
    exact = evaluate_exactly(Plan.of(rules), given)
    assert (exact.rating, exact.status) == (wanted.rating, wanted.status), (seed, unit)
    for path, state in wanted.state.items():
        assert exact.state(path).value == state, (seed, unit, path)
        carried, printed = exact.outcome.values[path], exact.outcome.printed[path]
        assert (None if carried is None else Fraction(carried)) == wanted.value[path], (seed, unit, path)
        assert (None if printed is None else Fraction(printed)) == wanted.printed[path], (seed, unit, path)
