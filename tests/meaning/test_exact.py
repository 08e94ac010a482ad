"""Exact numbers: those of other libraries are taken as they are, and what roots and logarithms make of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
import pytest
import z3
from kenrules.engine.meaning.arithmetic.exact import ExactArithmetic
from kenrules.engine.meaning.arithmetic.rounding_exactly import round_exactly
from kenrules.engine.meaning.arithmetic.symbols import SymbolArithmetic
from kenrules.engine.meaning.arithmetic.terms import BeyondProof
from kenrules.engine.meaning.arithmetic.text import TextArithmetic, written
from kenrules.engine.meaning.model import Scale

SCALE = Scale(Fraction(0), Fraction(100), 2, "half_up")
EXACT = ExactArithmetic(SCALE)


def test_numpy_scalars_and_pandas_words_for_missing():
    from kenrules.engine.meaning.arithmetic.exact import exact_value

    assert exact_value(np.float64(0.1)) == exact_value(0.1)
    assert [exact_value(each) for each in (pd.NA, pd.NaT, None, float("nan"), float("inf"), True)] == [
        None
    ] * 6


def near(value: Any, wanted: str) -> bool:
    """Whether an irrational number begins with these digits."""
    assert isinstance(value, Decimal)
    return str(value).startswith(wanted)


@pytest.mark.parametrize(("base", "exponent", "wanted"), [
    ("8", "1/3", "2"), ("27/8", "2/3", "9/4"), ("27/8", "-2/3", "4/9"), ("2", "10", "1024"), ("-2", "3", "-8"), ("-2", "-2", "1/4"),
    ("0", "2", "0"), ("0", "1/2", "0"), ("0", "0", "1"), ("-3", "0", "1"), ("0", "-1", None), ("-8", "1/3", None), ("1", "1/7", "1"),
    ("-1", "7", "-1"), ("10", "401", None), ("-10", "401", None), ("10", "-401", "0"), ("10", "399", "1" + "0" * 399), ("1/10", "100000000000000000000", "0"),
    ("3", "100000000000000000000", None), ("1", "100000000000000000000", "1"), ("0.0625", "1/4", "1/2"),
])  # fmt: skip
def test_powers_are_exact_where_they_are_rational(base: str, exponent: str, wanted: str | None) -> None:
    found = EXACT.power(Fraction(base), Fraction(exponent))
    assert found == (None if wanted is None else Fraction(wanted))


def test_powers_that_are_not_rational_have_fifty_digits():
    root = EXACT.power(Fraction(2), Fraction(1, 2))
    assert near(root, "1.41421356237309504880168872420969807856967187537694")
    assert EXACT.compare("==", EXACT.power(root, Fraction(2)), Fraction(2)) is True
    assert near(
        EXACT.power(Fraction(-101, 100), Fraction(3001)), "-9299138620601.38"
    )  # of 6,000 digits, if they were kept
    whole = EXACT.multiply(root, root)  # 2, but for the sixtieth digit
    assert EXACT.power(Fraction(-3), whole) == 9
    assert EXACT.divide(Fraction(1), EXACT.subtract(whole, Fraction(2))) is None
    assert EXACT.logarithm(EXACT.subtract(whole, Fraction(2))) is None


def test_exponentials_and_logarithms():
    assert EXACT.exponential(Fraction(0)) == 1
    assert near(EXACT.exponential(Fraction(1)), "2.71828182845904523536028747135266249775724709369995")
    assert EXACT.exponential(Fraction(10**30)) is None
    assert EXACT.exponential(Fraction(-(10**30))) == 0
    assert [EXACT.logarithm(Fraction(each), 10) for each in ("1000", "1/100", "1", "0", "-1")] == [
        3,
        -2,
        0,
        None,
        None,
    ]
    assert near(EXACT.logarithm(Fraction(2), 10), "0.301029995663981195213738894724493026768189881462108")
    assert EXACT.logarithm(Fraction(1024), 2) == 10
    assert EXACT.compare("==", EXACT.logarithm(EXACT.exponential(Fraction(5, 2))), Fraction(5, 2)) is True
    assert EXACT.logarithm(None, 10) is EXACT.exponential(None) is EXACT.power(None, None) is None


@pytest.mark.parametrize(("rounding", "wanted"), [
    ("floor", [-2, -2, -1, 0, 1, 1]), ("ceiling", [-1, -1, 0, 1, 2, 2]), ("down", [-1, -1, 0, 0, 1, 1]),
    ("up", [-2, -2, -1, 1, 2, 2]), ("half_up", [-2, -1, -1, 1, 1, 2]), ("half_even", [-2, -1, 0, 0, 1, 2]),
])  # fmt: skip
def test_ways_of_rounding(rounding: str, wanted: list[int]) -> None:
    numbers = [Fraction(each) for each in ("-1.5", "-1.4", "-0.5", "0.5", "1.4", "1.5")]
    assert [EXACT.rounded(each, 0, rounding) for each in numbers] == wanted
    assert [round_exactly(each, 0, rounding) for each in numbers] == wanted
    assert [EXACT.to_step(each / 2, Fraction(1, 2), rounding) for each in numbers] == [
        each / Fraction(2) for each in wanted
    ]
    symbols = SymbolArithmetic(SCALE)
    for number, whole in zip(numbers, wanted, strict=True):
        x = z3.Real("x")
        step = symbols.to_step(x, Fraction(5), rounding)
        solver = z3.Solver()
        solver.add(
            *(fact for _, facts in symbols.names.facts.values() for fact in facts()),
            x == z3.RealVal(number * 5),
        )
        solver.add(
            z3.Or(
                step != 5 * whole,
                symbols.compare("<", step, z3.RealVal(5 * whole)),
                symbols.compare(">", step, z3.RealVal(5 * whole)),
            )
        )
        assert solver.check() == z3.unsat


def test_roots_are_floored_on_whole_numbers():
    third = EXACT.divide(Fraction(1), Fraction(3))
    assert EXACT.rounded(EXACT.power(Fraction(8), third), 0, "floor") == 2
    assert (
        EXACT.rounded(
            EXACT.multiply(
                EXACT.power(Fraction(2), Fraction(1, 2)), EXACT.power(Fraction(2), Fraction(1, 2))
            ),
            0,
            "floor",
        )
        == 2
    )


def test_what_is_no_polynomial_is_beyond_proof():
    a, x = SymbolArithmetic(SCALE), z3.Real("x")
    two = a.number(Fraction(2))
    assert z3.simplify(a.power(x, two) == x * x).eq(z3.BoolVal(val=True))
    assert [
        a.power(a.number(Fraction(8)), a.number(Fraction(1, 3))).as_fraction(),
        a.logarithm(a.number(Fraction(100)), 10).as_fraction(),
    ] == [2, 2]
    for beyond in (
        lambda: a.power(x, x), lambda: a.power(x, a.number(Fraction(1, 2))), lambda: a.power(x, a.number(Fraction(-1))),
        lambda: a.power(x, a.number(Fraction(10**9))), lambda: a.power(two, x), lambda: a.exponential(x), lambda: a.exponential(two),
        lambda: a.logarithm(x), lambda: a.logarithm(x, 10), lambda: a.logarithm(two),
    ):  # fmt: skip
        with pytest.raises(BeyondProof):
            beyond()


def test_equations_of_powers_and_steps():
    a, x, y = TextArithmetic(SCALE), written(Fraction(90)), written(Fraction(-1, 2))
    made = [
        a.power(a.add(x, y), y), a.exponential(y), a.logarithm(x), a.logarithm(x, 10), a.rounded(x, 0), a.rounded(x, 0, "floor"),
        a.rounded(x, 0, "ceiling"), a.to_step(a.add(x, y), Fraction(1, 2)), a.to_step(x, Fraction(1, 3), "floor"),
    ]  # fmt: skip
    assert [each.text for each in made] == [
        "(90 + -0.5)^(-0.5)", "exp(-0.5)", "ln(90)", "log10(90)", "round(90)", "floor(90)",
        "ceiling(90)", "round((90 + -0.5) / 0.5) × 0.5", "floor(90 / (1/3)) × (1/3)",
    ]  # fmt: skip
    assert (made[3].value, made[7].value) == (EXACT.logarithm(Fraction(90), 10), Fraction(179, 2))
