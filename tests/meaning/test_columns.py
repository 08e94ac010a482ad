"""What columns promise of a number before any row is looked at, and that exact arithmetic keeps each promise:
an interval that holds it, a bound on its error, its denominator; and that a float which is off by all of that
error still falls on the right side."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

import kenrules
import polars as pl
import pytest
from kenrules.engine.data.column_matching import claim
from kenrules.engine.meaning.arithmetic.columns import ColumnArithmetic, Quantity, Truth
from kenrules.engine.meaning.arithmetic.columns.certificate import Doubts
from kenrules.engine.meaning.arithmetic.exact import ExactArithmetic, exact_value
from kenrules.engine.meaning.arithmetic.rounding_exactly import round_exactly
from kenrules.engine.meaning.model import Scale
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.rating.rated import rate
from kenrules.engine.words.diagnostics import Position

MODES = ("half_up", "half_even", "down", "up", "floor", "ceiling")
WHOLE = ("down", "up", "floor", "ceiling")  # those whose boundaries are the whole numbers
SIGNS = ("<", "<=", ">", ">=", "==", "!=")
EPS = 2.0**-52


def scale(rounding: Any = "half_up", decimals: int = 2) -> Scale:
    return Scale(Fraction(-1000), Fraction(1000), decimals, rounding)


def staged(a: ColumnArithmetic, frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with what the arithmetic keeps of it as columns."""
    for stage in a.stages:
        frame = frame.with_columns(*stage)
    return frame


def columns(rounding: Any = "half_up", decimals: int = 2, most: int = 1) -> ColumnArithmetic:
    return ColumnArithmetic(scale(rounding, decimals), "ken:", pl, {"n": most, "m": most})


def between(
    name: str, low: Fraction | int, high: Fraction | int, decimals: int = 2, *, missing: bool = False
) -> Quantity:
    """A column of numbers with so many decimals."""
    error = max(abs(float(low)), abs(float(high))) * EPS
    return Quantity(
        pl.col(name), Fraction(low), Fraction(high), error, 10**decimals, missing=missing, plain=True
    )


def cells(low: int, high: int, count: int, seed: int, *, missing: bool = False) -> list[float | None]:
    """The ends, what lies around 0, and numbers with two decimals by chance; some are missing where they may
    be."""
    chance = random.Random(seed)
    some = [low, high, *(each for each in (0, 0.01, -0.01, 1) if low <= each <= high)]
    drawn = [round(chance.uniform(low, high), 2) for _ in range(count - len(some))]
    found: list[float | None] = [*some, *drawn]
    return [None if missing and chance.random() < 0.25 else each for each in found]


THIRDS = [Fraction(1), Fraction(2), Fraction(4)]
NUMBERS = {
    "add": lambda a, x, y, _z: a.add(x, y),
    "subtract": lambda a, x, y, z: a.subtract(a.subtract(x, y), z),
    "negate": lambda a, x, _y, _z: a.negate(x),
    "multiply": lambda a, x, y, z: a.multiply(a.multiply(x, y), z),
    "multiply by a number": lambda a, x, _y, _z: a.multiply(a.number(Fraction(-7, 3)), a.multiply(x, a.number(Fraction(1, 3)))),
    "divide by a number": lambda a, x, _y, z: a.divide(a.add(x, z), a.number(Fraction(-7))),
    "absolute": lambda a, x, y, _z: a.absolute(a.subtract(x, y)),
    "absolute of a number": lambda a, x, _y, _z: a.add(x, a.absolute(a.number(Fraction(-7, 3)))),
    "minimum": lambda a, x, y, _z: a.minimum([x, y, a.number(Fraction(5))]),
    "maximum": lambda a, x, y, z: a.maximum([x, y, z]),
    "total": lambda a, x, y, z: a.total([x, y, z, a.number(Fraction(1, 3))], [Fraction(1, 3), Fraction(-2), Fraction(7, 100), Fraction(1)]),
    "total of what is known": lambda a, x, y, z: a.only_if(
        a.known([x, y, z], 1), a.total([x, y, z], [Fraction(1, 3), Fraction(-2), Fraction(5)], partial=True)
    ),
    "total with one that weighs nothing": lambda a, x, y, z: a.total([x, y, z], [Fraction(1), Fraction(0), Fraction(3)]),
    "mean": lambda a, x, y, z: a.mean([x, y, z], THIRDS),
    "mean of what is known": lambda a, x, y, z: a.mean([x, y, z], THIRDS, partial=True),
    "mean of what is known of three alike": lambda a, x, y, z: a.mean([x, y, z], [Fraction(1, 7)] * 3, partial=True),
    "rounded": lambda a, x, y, z: a.rounded(a.mean([x, y, z], THIRDS)),
    "rounded to tens": lambda a, x, y, _z: a.rounded(a.multiply(x, y), 1),
    "rounded down to halves": lambda a, x, y, _z: a.to_step(a.multiply(x, y), Fraction(1, 2), "floor"),
    "rounded up to fives": lambda a, x, y, _z: a.to_step(a.multiply(x, y), Fraction(5), "ceiling"),
    "rounded to tenths of three": lambda a, x, y, _z: a.to_step(a.add(x, y), Fraction(3, 10)),
    "square": lambda a, x, _y, _z: a.power(x, a.number(Fraction(2))),
    "cube": lambda a, x, _y, z: a.add(a.power(x, a.number(Fraction(3))), z),
    "power of nought": lambda a, x, _y, _z: a.power(x, a.number(Fraction(0))),
    "chosen": lambda a, x, y, z: a.choose(a.compare(">", x, y), x, z),
    "first known": lambda a, x, y, z: a.first_known([x, y, z]),
    "only if": lambda a, x, y, z: a.only_if(a.compare(">=", x, z), y),
    "of a number and a sum": lambda a, x, y, z: a.minimum([a.rounded(a.add(x, y)), a.rounded(z, 0)]),
}  # fmt: skip
POSITIVE = {
    "divide": lambda a, x, y, _z: a.divide(x, a.add(y, a.number(Fraction(1, 2)))),
    "divide by what is below nought": lambda a, x, y, z: a.divide(a.subtract(x, z), a.negate(a.add(y, a.number(Fraction(1))))),
    "logarithm": lambda a, x, _y, _z: a.logarithm(a.add(x, a.number(Fraction(1, 10)))),
    "geometric mean": lambda a, x, y, z: a.geometric_mean([x, y, z], THIRDS),
    "harmonic mean": lambda a, x, y, z: a.harmonic_mean([a.add(each, a.number(Fraction(1))) for each in (x, y, z)], THIRDS),
}  # fmt: skip


def kept(quantity: Quantity, frame: pl.DataFrame, wanted: Sequence[Any], doubts: Sequence[Truth]) -> None:
    """Holds a quantity against the exact numbers of each row; of rows in doubt nothing is promised."""
    doubtful = [truth.expr for truth in doubts if truth.expr is not None]
    found = frame.select(
        value=quantity.expr.cast(pl.Float64),
        margin=pl.lit(None) if quantity.margin is None else quantity.margin,
        doubt=pl.any_horizontal([pl.lit(value=False), *(each.fill_null(value=False) for each in doubtful)]),
    )
    assert found.height in (1, len(wanted))
    for (value, margin, doubt), exact in zip(
        found.rows() * (1 if found.height == len(wanted) else len(wanted)), wanted, strict=True
    ):
        if doubt:
            continue
        assert (value is None) is (exact is None), (value, exact)
        if exact is None:
            assert quantity.missing
            continue
        number = Fraction(exact)
        assert quantity.low <= number <= quantity.high
        off = abs(Fraction(value) / quantity.per - number)
        for bound in (quantity.error, margin):
            if bound is not None and math.isfinite(bound):
                assert off <= Fraction(bound) + Fraction(1, 10**30)
        if margin == 0:
            assert number.denominator == 1 or isinstance(exact, Decimal)
        if quantity.denominator is not None and not quantity.counts:
            steps = number**quantity.degree * quantity.denominator
            assert is_near(steps, isinstance(exact, Decimal)).denominator <= quantity.loose


def is_near(steps: Fraction, irrational: bool) -> Fraction:
    """Of a power of a root, which is known to fifty digits, the whole number that it is."""
    return Fraction(round(steps)) if irrational and abs(steps - round(steps)) < Fraction(1, 10**30) else steps


@pytest.mark.parametrize("missing", ["", "x", "yz", "xyz"])
@pytest.mark.parametrize("name", [*NUMBERS, *POSITIVE])
def test_numbers_lie_where_they_were_promised(name: str, missing: str) -> None:
    """Of three columns, those named may lack values."""
    made = {**NUMBERS, **POSITIVE}[name]
    for seed, ends in enumerate([(0, 100), (-5, 3), (-9, -2), (2, 8)]):
        if name in POSITIVE and ends[0] < 0:
            continue
        data = {
            each: cells(*ends, 40, seed * 3 + at, missing=each in missing) for at, each in enumerate("xyz")
        }
        a, exactly = columns(), ExactArithmetic(scale())
        quantity = made(a, *(between(each, *ends, missing=each in missing) for each in "xyz"))
        rows = zip(*data.values(), strict=True)
        wanted = [made(exactly, *(exact_value(cell) for cell in row)) for row in rows]
        kept(quantity, pl.DataFrame(data, schema=dict.fromkeys("xyz", pl.Float64)), wanted, a.doubts)


@pytest.mark.parametrize(
    ("name", "made", "low", "high"),
    [
        ("sum", lambda a, x, y: a.add(x, y), -7, 7),
        ("difference", lambda a, x, y: a.subtract(x, y), -6, 8),
        ("product", lambda a, x, y: a.multiply(x, y), -15, 12),
        ("quotient", lambda a, x, y: a.divide(x, a.add(y, a.number(Fraction(6)))), -2, 3),
        ("magnitude", lambda a, _x, y: a.absolute(y), 0, 5),
        ("magnitude of what is below nought", lambda a, _x, y: a.absolute(a.subtract(y, a.number(Fraction(6)))), 2, 11),
        ("magnitude of what is above nought", lambda a, x, _y: a.absolute(a.add(x, a.number(Fraction(6)))), 4, 9),
        ("least", lambda a, x, y: a.minimum([x, y]), -5, 3),
        ("greatest", lambda a, x, y: a.maximum([x, y]), -2, 4),
        ("mean", lambda a, x, y: a.mean([x, y], [Fraction(1), Fraction(1)]), Fraction(-7, 2), Fraction(7, 2)),
        ("rounded", lambda a, x, _y: a.rounded(a.divide(x, a.number(Fraction(4))), 0), -1, 1),
    ],
)  # fmt: skip
def test_intervals_are_no_wider_than_they_need_to_be(name, made, low, high):
    found = made(columns(), between("x", -2, 3), between("y", -5, 4))
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(("made", "denominator"), [
    (lambda a, x, y: a.add(x, y), 100), (lambda a, x, y: a.multiply(x, y), 10_000), (lambda a, x, _y: a.divide(x, a.number(Fraction(3))), 300),
    (lambda a, x, y: a.mean([x, y], [Fraction(1), Fraction(2)]), 300), (lambda a, x, _y: a.multiply(x, a.number(Fraction(50, 3))), 6),
    (lambda a, x, _y: a.add(x, a.number(Fraction(1, 8))), 200), (lambda a, x, y: a.rounded(a.multiply(x, y)), 100), (lambda a, x, _y: a.rounded(x, 0), 1),
    (lambda a, x, y: a.minimum([x, a.rounded(y, 0)]), 100), (lambda a, x, y: a.divide(x, a.add(y, a.number(Fraction(9)))), 100),
    (lambda a, x, y: a.multiply(a.multiply(a.multiply(x, y), a.multiply(x, y)), a.multiply(a.multiply(x, y), a.multiply(x, y))), 10**16),
    (lambda a, x, y: a.multiply(x, a.multiply(a.multiply(a.multiply(x, y), a.multiply(x, y)), a.multiply(a.multiply(x, y), a.multiply(x, y)))), None),
])  # fmt: skip
def test_denominators_are_the_least_that_are_known(made, denominator):
    assert made(columns(), between("x", -2, 3), between("y", -5, 4)).denominator == denominator


@pytest.mark.parametrize(
    ("weights", "denominator"),
    [
        ((1, 1), 200),
        ((2, 1), 600),
        ((1, 1, 1), 600),
        ((2, 3), 3000),
        ((Fraction(1, 4), Fraction(3, 4)), 1200),
    ],
)
def test_what_means_of_known_ones_are_shares_of(weights, denominator):
    """One of any of the sums that the weights of the known ones can have."""
    quantities = [between(name, 0, 10, missing=True) for name in "xyz"[: len(weights)]]
    assert (
        columns().mean(quantities, [Fraction(weight) for weight in weights], partial=True).denominator
        == denominator
    )


def test_numbers_that_doubles_have_are_without_error():
    a = columns()
    assert [a.number(Fraction(each)).error for each in ("0.5", "-3", "1e300")] == [
        0,
        0,
        pytest.approx(1e300 * EPS),
    ]
    assert 0 < a.number(Fraction(1, 3)).error < 1e-15
    assert a.number(Fraction(10**400)).error == math.inf
    assert (
        a.total([between("x", 0, 1), a.number(Fraction(10**400))], [Fraction(1), Fraction(1)]).error
        == math.inf
    )


def test_counts_of_answers_are_those_of_all_that_a_number_is_made_of():
    a = columns()
    one, two = (
        Quantity(pl.col(name), Fraction(0), Fraction(1), EPS, 100, counts=frozenset([count]))
        for name, count in (("x", "n"), ("y", "m"))
    )
    made = [
        a.add(one, two),
        a.mean([one, two], [Fraction(1)] * 2),
        a.minimum([one, two]),
        a.first_known([a.only_if(Truth(pl.lit(value=True)), one), two]),
    ]
    assert [each.counts for each in made] == [{"n", "m"}] * len(made)


# a float that is off


def off(steps: Sequence[int], denominator: int, error: float) -> tuple[list[Fraction], list[float]]:
    """Numbers of so many steps of 1/denominator, and floats that are off by nearly all of an error, to either
    side."""
    exact = [Fraction(step, denominator) for step in steps for _ in (-1, 0, 1)]
    return exact, [
        float(Fraction(step, denominator) + side * Fraction(error) * Fraction(99, 100))
        for step in steps
        for side in (-1, 0, 1)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("denominator", [1000, 2000, 300, 150, 125])
@pytest.mark.parametrize("low", [-1, 0])
def test_a_float_that_is_off_by_its_error_rounds_as_the_number_does(mode, denominator, low):
    grid = 100
    error = 0.999 / (4 * math.lcm(denominator, 2 * grid)) - 1e-12
    exact, floats = off(range(low * denominator, denominator + 1), denominator, error)
    exact, floats = zip(
        *(
            (one, other)
            for one, other in zip(exact, floats, strict=True)
            if low <= one <= 1 and (low or other >= 0)
        ),
        strict=True,
    )
    a = columns(mode)
    found = a.rounded(Quantity(pl.col("x"), Fraction(low), Fraction(1), error, denominator))
    assert not a.doubts
    wholes = pl.DataFrame({"x": floats}).select(found.expr).to_series().to_list()
    assert [Fraction(whole) / found.per for whole in wholes] == [
        round_exactly(each, 2, mode) for each in exact
    ]


@pytest.mark.parametrize("sign", SIGNS)
@pytest.mark.parametrize("threshold", [Fraction(1, 2), Fraction(1, 4), Fraction(1, 3)])
def test_a_float_that_is_off_by_its_error_compares_as_the_number_does(sign, threshold):
    error = 0.999 / (4 * math.lcm(12, threshold.denominator)) - 1e-12
    exact, floats = off(range(13), 12, error)
    a = columns()
    truth = a.compare(sign, Quantity(pl.col("x"), Fraction(0), Fraction(1), error, 12), a.number(threshold))
    assert not a.doubts
    assert truth.expr is not None
    found = pl.DataFrame({"x": floats}).select(truth.expr).to_series().to_list()
    assert found == [ExactArithmetic(scale()).compare(sign, each, threshold) for each in exact]


@pytest.mark.parametrize(("share", "doubts"), [(0.24, 0), (0.26, 1), (0.4, 1)])
def test_an_error_of_a_quarter_of_a_step_is_too_much(share, doubts):
    a, error = columns(), share / 1000
    a.rounded(Quantity(pl.col("x"), Fraction(0), Fraction(1), error, 125))
    a.compare(">=", Quantity(pl.col("x"), Fraction(0), Fraction(1), error, 1000), a.number(Fraction(1, 2)))
    assert len(a.doubts) == 2 * doubts


@pytest.mark.parametrize("mode", MODES)
def test_where_too_little_is_known_rows_near_a_boundary_are_in_doubt_and_others_are_not(mode):
    a, error = columns(mode), 1e-6
    a.rounded(Quantity(pl.col("x"), Fraction(0), Fraction(1), error, None))
    (doubt,) = a.doubts
    assert doubt.expr is not None
    at = 0.12 if mode in WHOLE else 0.125
    near, far = [at - error, at, at + error], [at - 3 * error, at + 3 * error, at + 0.005]
    assert (
        staged(a, pl.DataFrame({"x": near + far})).select(doubt.expr).to_series().to_list()
        == [True] * 3 + [False] * 3
    )
    b = columns()
    b.compare(">=", Quantity(pl.col("x"), Fraction(0), Fraction(1), error, None), b.number(Fraction(1, 2)))
    (doubt,) = b.doubts
    assert doubt.expr is not None
    assert pl.DataFrame({"x": [0.5 - error, 0.5, 0.5 + error, 0.5 - 3 * error, 0.5 + 3 * error]}).select(doubt.expr).to_series().to_list() == [
        True, True, True, False, False,
    ]  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
def test_means_of_answers_round_right_and_only_those_of_too_many_are_in_doubt(mode):
    """In a row with n answers the denominator is n times that of an answer."""
    rows = [(total, count) for count in (1, 2, 3, 7, 8, 40) for total in range(100 * count + 1)]
    error = 1e-7
    a = columns(mode, most=10**9)
    found = a.rounded(Quantity(pl.col("x"), Fraction(0), Fraction(1), error, 100, counts=frozenset(["n"])))
    for side in (-1, 0, 1):
        floats = [max(0.0, total / (100 * count) + side * error * 0.99) for total, count in rows]
        frame = staged(a, pl.DataFrame({"x": floats, "n": [count for _, count in rows]}))
        wanted = [round_exactly(Fraction(total, 100 * count), 2, mode) for total, count in rows]
        assert [Fraction(whole) / found.per for whole in frame.select(found.expr).to_series()] == wanted
    (doubt,) = a.doubts
    assert doubt.expr is not None
    tie = 0.12 if mode in WHOLE else 0.125
    limits = (
        staged(a, pl.DataFrame({"x": [tie] * 3 + [tie + 0.001], "n": [1, 40, 10**7, 10**7]}))
        .select(doubt.expr)
        .to_series()
        .to_list()
    )
    assert limits == [False, False, True, False]


def test_without_a_row_of_so_many_answers_there_is_no_doubt():
    for most, doubts in ((1000, 0), (10**7, 1)):
        a = columns(most=most)
        a.rounded(Quantity(pl.col("x"), Fraction(0), Fraction(1), 1e-9, 100, counts=frozenset(["n"])))
        assert len(a.doubts) == doubts


def test_the_common_count_of_a_row_is_no_less_than_the_lcm():
    pairs = list(itertools.product(range(1, 9), repeat=2))
    frame = pl.DataFrame(pairs, schema=["n", "m"], orient="row")
    bounds = frame.select(Doubts(pl, {}).common_count(frozenset(["n", "m"]))).to_series().to_list()
    assert all(bound >= math.lcm(*pair) for bound, pair in zip(bounds, pairs, strict=True))
    assert [bound for bound, (n, m) in zip(bounds, pairs, strict=True) if n == m] == [
        n for n, m in pairs if n == m
    ]


# truths


UNTOLD = {"yes": True, "no": False, "untold": None}


def truth(kind: str, form: str) -> Truth:
    """A truth of one outcome in each row, as a constant, or as a column that is told everywhere or only
    somewhere."""
    outcome = UNTOLD[kind]
    if outcome is None:
        return Truth(pl.lit(value=True), None, 0, pl.lit(value=False))
    if form == "constant":
        return Truth(constant=outcome)
    return Truth(pl.lit(outcome)) if form == "column" else Truth(pl.lit(outcome), None, 0, pl.lit(value=True))


def told(found: Truth) -> bool | None:
    expr = pl.lit(found.constant) if found.expr is None else found.expr
    value, known = (
        pl.DataFrame({"row": [1]})
        .select(value=expr, known=pl.lit(value=True) if found.known is None else found.known)
        .row(0)
    )
    return value if known else None


FORMS = ("constant", "column", "column that may be untold")


@pytest.mark.parametrize("joined", ["both", "either"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_truths_are_joined_as_in_the_exact_arithmetic(joined: str, count: int) -> None:
    exactly: Callable[..., bool | None] = getattr(ExactArithmetic(scale()), joined)
    for kinds in itertools.product(UNTOLD, repeat=count):
        for forms in itertools.product(FORMS, repeat=count):
            found = getattr(columns(), joined)(
                [truth(kind, form) for kind, form in zip(kinds, forms, strict=True)]
            )
            assert told(found) is exactly([UNTOLD[kind] for kind in kinds]), (kinds, forms)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", UNTOLD)
def test_truths_turned_round_and_chosen_by_are_those_of_the_exact_arithmetic(kind: str, form: str) -> None:
    a, exactly, outcome = columns(), ExactArithmetic(scale()), UNTOLD[kind]
    assert told(a.opposite(truth(kind, form))) is exactly.opposite(outcome)
    one, two = (
        Quantity(pl.lit(1.0), Fraction(1), Fraction(1), 0.0, 1),
        Quantity(pl.lit(2.0), Fraction(2), Fraction(2), 0.0, 1),
    )
    frame = pl.DataFrame({"row": [1]})
    assert frame.select(a.choose(truth(kind, form), one, two).expr).item() == exactly.choose(
        outcome, Fraction(1), Fraction(2)
    )
    assert frame.select(a.only_if(truth(kind, form), two).expr).item() == exactly.only_if(
        outcome, Fraction(2)
    )


@pytest.mark.parametrize("sign", SIGNS)
def test_an_interval_alone_settles_a_comparison_only_where_all_of_it_says_the_same(sign: str) -> None:
    for low, high, at in itertools.product((-1, 0, 1), (-1, 0, 1), (-1, 0, 1)):
        if low > high:
            continue
        for missing in (False, True):
            outcomes = {
                ExactArithmetic(scale()).compare(sign, Fraction(cents, 100), Fraction(at))
                for cents in range(100 * low, 100 * high + 1)
            }
            for turned in (False, True):
                a = columns()
                number, column = a.number(Fraction(at)), between("x", low, high, missing=missing)
                mirrored = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(sign, sign)
                found = a.compare(mirrored, number, column) if turned else a.compare(sign, column, number)
                assert found.constant is (
                    next(iter(outcomes)) if len(outcomes) == 1 and not missing else None
                )


def test_how_many_are_known_is_counted():
    names = "xyz"
    for sure in range(4):
        quantities = [between(name, 0, 1, missing=at >= sure) for at, name in enumerate(names)]
        for there in itertools.product((1.0, None), repeat=3 - sure):
            frame = pl.DataFrame(
                {"x": [1.0], "y": [1.0], "z": [1.0]}
                | {names[sure + at]: [cell] for at, cell in enumerate(there)},
                schema=dict.fromkeys(names, pl.Float64),
            )
            for at_least in range(1, 4):
                found = columns().known(quantities, at_least)
                value = found.constant if found.expr is None else frame.select(found.expr).item()
                assert value is (sure + sum(cell is not None for cell in there) >= at_least)


def test_what_has_no_name_of_its_own_gets_one_and_comes_a_round_later():
    a = columns()
    column, constant = between("x", 0, 1), a.number(Fraction(1, 2))
    assert a.named("x", column) is column
    assert a.named("half", constant) is constant
    half = a.named("half of x", a.multiply(column, constant))
    quarter = a.named("quarter of x", a.multiply(half, constant))
    assert (half.stage, quarter.stage, [len(stage) for stage in a.stages]) == (1, 2, [1, 1])
    frame = pl.DataFrame({"x": [1.0]})
    for stage in a.stages:
        frame = frame.with_columns(*stage)
    assert frame.row(0, named=True) == {"x": 1.0, "ken:half of x": 0.5, "ken:quarter of x": 0.25}


def test_extremes_of_numbers_are_numbers():
    a = columns()
    numbers = [a.number(Fraction(each)) for each in (3, -2, 5)]
    assert (a.minimum(numbers).constant, a.maximum(numbers).constant) == (-2, 5)
    column = between("x", 0, 1)
    assert (a.minimum([column]), a.maximum([column])) == (column, column)


def test_no_row_is_in_doubt_where_all_scores_have_the_decimals_of_the_scale(smallest):
    rules = kenrules.load(smallest("missing: skip"))
    frame = pl.DataFrame({"agency": ["u", "v", "w"], "a": [0.01, None, 33.33], "b": [49.98, 50.0, 66.66]})
    claims, _ = claim(
        rules, {name: name for name in frame.columns}, lambda column: Position("data", cell=column)
    )
    assert claims is not None
    assert rate(Plan(rules), frame, claims).settled == 0


def claimed(rules: Any, frame: pl.DataFrame) -> Any:
    claims, _ = claim(
        rules, {name: name for name in frame.columns}, lambda column: Position("data", cell=column)
    )
    assert claims is not None
    return claims


def settled(rules: Any, frame: pl.DataFrame) -> int:
    """How many rows of a frame are in doubt."""
    return rate(Plan(rules), frame, claimed(rules, frame)).settled


RATIO = (
    "parts: null\nquestions: {a: {score: 'clip(100 * value / (value + 7), 0, 100)', range: {min: 0, max: 1000}}, b: {}}\n"
    "bands: [{rating: high, from: 50}, {rating: low}]\n"
)
CURVED = "parts: null\nquestions: {a: {}, b: {}}\nbands: [{rating: high, from: 50}, {rating: low}]\n"


@pytest.mark.parametrize(
    "text",
    [
        RATIO,
        RATIO.replace("value + 7", "abs(value - 50)"),
        RATIO.replace("clip(100 * value / (value + 7), 0, 100)", "clip(ln(value) * 10, 0, 100)"),
        CURVED + "combine: geometric_mean",
        CURVED + "combine: harmonic_mean",
        CURVED + "combine: geometric_mean\nmissing: skip",
        CURVED + "combine: harmonic_mean\nmissing: skip\nscale: {rounding: down}",
        CURVED + "combine: geometric_mean\nscale: {rounding: half_even, decimals: 1}",
    ],
)
def test_noughts_ratios_and_exact_hits_leave_no_row_in_doubt(smallest, text):
    chance = random.Random(7)
    rules = kenrules.load(smallest(text))
    a, b = (
        [chance.choice([0, 1, 7, 25, 49, 50, 63, 93, 100, chance.randint(0, 100)]) for _ in range(2000)]
        for _ in "ab"
    )
    if "skip" in text:
        b = [None if chance.random() < 0.2 else each for each in b]
    frame = pl.DataFrame(
        {"agency": range(2000), "a": a, "b": b}, schema_overrides={"a": pl.Float64, "b": pl.Float64}
    )
    claims, _ = claim(
        rules, {name: name for name in frame.columns}, lambda column: Position("data", cell=column)
    )
    assert settled(rules, frame) == 0
    found = rate(Plan(rules), frame, claims)
    for row, printed in zip(
        frame.rows(named=True), found.frame[found.columns["printed", "total"]], strict=True
    ):
        exact = evaluate_exactly(
            Plan.of(rules), {each: exact_value(row[each]) for each in "ab"}
        ).outcome.printed["total"]
        assert printed == (None if exact is None else float(exact)), row


def test_one_odd_cell_puts_its_row_in_doubt_and_no_other(smallest):
    chance = random.Random(3)
    cube = (
        "parts: null\nquestions: {a: {score: 'value * value * value / 10000'}, b: {score: 'value * 0.5'}}\n"
        "bands: [{rating: high, from: 50}, {rating: low}]\n"
    )
    rules = kenrules.load(smallest(cube))
    cells = [chance.randint(0, 10_000) / 100 for _ in range(3000)]
    for odd in (12.345678901234, 33.12345678):
        cells[1234] = odd
        frame = pl.DataFrame({"agency": range(3000), "a": cells, "b": cells[::-1]})
        assert settled(rules, frame) == 2
    found = rate(Plan(rules), frame, claimed(rules, frame))
    given = {each: exact_value(frame[each][1234]) for each in "ab"}
    exact = evaluate_exactly(Plan.of(rules), given).outcome.printed["total"]
    assert exact is not None
    assert found.frame[found.columns["printed", "total"]][1234] == float(exact)


def test_by_a_column_of_noughts_nothing_is_divided():
    a = columns()
    made = a.divide(between("x", 0, 1), between("y", 0, 0))
    frame = pl.DataFrame({"x": [0.0, 1.0], "y": [0.0, 0.0]})
    assert frame.select(made.expr).to_series().to_list() == [None, None]
    assert not a.doubts
    assert a.logarithm(between("y", 0, 0)).missing
    root, power = (
        a.power(between("y", 0, 0), each) for each in (a.number(Fraction(1, 2)), between("x", 0, 1))
    )
    assert frame.select(root.expr).to_series().to_list() == [0.0, 0.0]
    assert power.missing
    assert a.geometric_mean([between("y", 0, 0), between("x", 0, 1)], [Fraction(1)] * 2).low == 0
