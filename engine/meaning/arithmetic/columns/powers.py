"""Powers of columns."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

from ..irrational import power as exact_power
from .apart import NEAR_ZERO, above_zero, surely
from .certificate import Doubts
from .exponentials import EIGHT, MOST_LOG, widened
from .missing_numbers import known, only_if
from .products import product, quotient, within_doubles
from .quantity import EPS, MAX_DENOMINATOR, Quantity, constant, double, margins, near
from .steps import MAX_DEGREE, least_size, raised, uncounted
from .truth import Truth

MOST_FACTORS = 16
"""Of a power that is computed as a product."""


def power(doubts: Doubts, base: Quantity, exponent: Quantity) -> Quantity:
    """The power: a product, a root, or what `_general` says."""
    x, whole = doubts.x, exponent.constant
    if whole is not None and base.constant is not None:
        return _of_numbers(doubts, base, base.constant, whole)
    if whole == 0:
        one = constant(x, Fraction(1))
        return only_if(x, known(x, [base], 1), one) if base.missing else one
    if whole is not None and whole.denominator == 1 and abs(whole) <= MOST_FACTORS:
        made = _factors(doubts, base, abs(int(whole)))
        return made if whole > 0 else quotient(doubts, constant(x, Fraction(1)), made)
    if whole is not None and whole.denominator > 1 and _is_moderate(doubts, base, whole):
        return _root(doubts, base, whole)
    return _general(doubts, base, exponent)


def _of_numbers(doubts: Doubts, quantity: Quantity, base: Fraction, exponent: Fraction) -> Quantity:
    """The power of two numbers that are the same in every row."""
    exact = exact_power(base, exponent)
    if exact is None:
        return only_if(doubts.x, Truth(constant=False), quantity)
    if isinstance(exact, Fraction):
        return constant(doubts.x, exact)
    return within_doubles(doubts, near(doubts.x, Fraction(exact)), [quantity])


def _factors(doubts: Doubts, base: Quantity, count: int) -> Quantity:
    """The base times itself. An even power is not below 0."""
    if count == 1:
        return base
    half = _factors(doubts, base, count // 2)
    square = product(doubts, half, half)
    square = replace(square, low=max(square.low, Fraction(0)))
    return product(doubts, square, base) if count % 2 else square


def _is_moderate(doubts: Doubts, base: Quantity, exponent: Fraction) -> bool:
    """Whether no power is too large for doubles, or too near to 0."""
    least = min(least_size(base, doubts.most) or NEAR_ZERO, NEAR_ZERO)
    most = max(base.size, 1 / least)
    return abs(double(exponent)) * math.log(most) < MOST_LOG


def _root(doubts: Doubts, base: Quantity, exponent: Fraction) -> Quantity:
    """A power with a constant exponent that is not whole: 0 where the base is, missing where that is below
    0. Where the base x is off by e, the power is off by |w| e y^(w - 1), with a y between x - e and x + e; e
    is at most a third of x."""
    x, weight = doubts.x, float(exponent)
    positive = above_zero(doubts, base)
    may_be_zero = exponent > 0 and base.low <= 0
    is_zero = (base.alone.abs() if base.low < 0 else base.alone) <= positive.cut
    expr = (base.alone if may_be_zero and base.low == 0 else positive.expr) ** weight
    low, high = positive.least * 2 / 3, max(float(base.high), positive.least) * 4 / 3
    ends = sorted([positive.least**weight, max(float(base.high), positive.least) ** weight])
    slopes = max(abs(weight) * low ** (weight - 1), abs(weight) * high ** (weight - 1))
    rounding = EIGHT + 2 * EPS * abs(weight) * max(abs(math.log(low)), abs(math.log(high)))
    error = slopes * positive.error + rounding * ends[1]
    # in proportion |w| e / x, grown by (1 + e / x)^|w|: less than four times that where it is below a quarter
    shift = positive.margin * abs(weight) / positive.expr
    own = x.when(shift < 0.25).then(expr * (4.0 * shift + rounding)).otherwise(x.lit(math.inf))
    interval = widened(*ends)
    if may_be_zero:
        expr = x.when(is_zero).then(x.lit(0.0)).otherwise(expr)
        own = x.when(is_zero).then(x.lit(0.0)).otherwise(own)
    denominator, loose, degree = _of_root(uncounted(base, doubts.most), exponent)
    made = Quantity(
        expr,
        Fraction(0) if may_be_zero else max(interval[0], Fraction(0)),
        interval[1],
        error if math.isfinite(error) else math.inf,
        denominator,
        1,
        base.missing or base.low < 0 or (exponent < 0 and positive.elsewhere),
        base.stage,
        loose=loose,
        degree=degree,
        margin=own,
    )
    return within_doubles(doubts, made, [base])


def _of_root(base: Quantity, exponent: Fraction) -> tuple[int | None, int, int]:
    """What a power has as `denominator`, `loose` and `degree`: v = x^(p/n) makes v^n = x^p, or with a degree
    m of x v^(nm) = (x^m)^p."""
    degree, times = exponent.denominator * base.degree, abs(exponent.numerator)
    own = raised(base, base.degree)
    if own is None or degree > MAX_DEGREE or times > MAX_DEGREE:
        return None, 1, 1
    denominator, loose = own[0] ** times, own[1] ** times
    if exponent < 0:
        denominator, loose = 1, denominator * loose * max(1, math.ceil(base.size**base.degree)) ** times
    return (denominator, loose, degree) if denominator * loose <= MAX_DENOMINATOR else (None, 1, 1)


def _general(doubts: Doubts, base: Quantity, exponent: Quantity) -> Quantity:
    """A power whose exponent differs from row to row, or is a large number. Rows with a base below 0 are in
    doubt; 1 is exactly 1, and so is what has the exponent 0.

    The power is exp(w ln x). With an error e of x and d of w, the logarithm is off by |w| e / (x - e) and
    |ln x| d."""
    x, stage = doubts.x, max(base.stage, exponent.stage)
    positive = above_zero(doubts, base)
    if base.low <= 0:
        doubts.row(doubts.unsure(base.alone > 0, base), base.stage)
    logs = [math.log(max(float(end), positive.least)) for end in (base.low, base.high)]
    ends = [log * float(end) for log in logs for end in (exponent.low, exponent.high)]
    log, weight = positive.expr.log(), exponent.alone
    if max(map(abs, ends)) > MOST_LOG:
        doubts.row((log * weight).abs() > MOST_LOG, stage)
    low, high = max(min(ends), -MOST_LOG), min(max(ends), MOST_LOG)
    low, high = min(low, high), max(low, high)
    expr = (log * weight).clip(-MOST_LOG, MOST_LOG).exp()
    rounding = EIGHT + 4 * EPS * max(abs(low), abs(high))
    shift = (
        exponent.size * positive.error * 1.5 / positive.least
        + max(map(abs, logs)) * exponent.error
        + rounding
    )
    (of_exponent,) = margins(x, [exponent]) or [x.lit(exponent.error)]
    own = weight.abs() * positive.margin * 1.5 / positive.expr + log.abs() * of_exponent + rounding
    margin = x.when(own < 0.5).then(expr * (2.0 * own)).otherwise(x.lit(math.inf))
    for quantity, number in ((base, Fraction(1)), (exponent, Fraction(0))):
        is_number = surely(doubts, quantity, number) if quantity.constant is None else None
        if is_number is not None:
            expr = x.when(is_number & ~expr.is_null()).then(x.lit(1.0)).otherwise(expr)
            margin = x.when(is_number).then(x.lit(0.0)).otherwise(margin)
    interval = widened(math.exp(low), math.exp(high))
    return Quantity(
        expr,
        min(max(interval[0], Fraction(0)), Fraction(1)),
        max(interval[1], Fraction(1)),
        math.exp(high) * 2 * shift if shift < 1 / 2 else math.inf,
        None,
        1,
        base.missing or exponent.missing or base.low <= 0,
        stage,
        margin=margin,
    )


__all__ = ["MOST_FACTORS", "power"]
