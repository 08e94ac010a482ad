"""Numbers: as they are written, rounded, and what roots and logarithms make of them."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

Cell = str | int | float | bool | Decimal | Fraction | None

HIGHEST_DEGREE = 64
NEAR = Fraction(1, 10**40)
"""What is nearer than this to a tie or to a bound counts as on it."""

DIGITS = Context(prec=60)
MANY_DIGITS = Context(prec=100)
THAI = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)


def exact(number: Cell) -> Fraction:
    """A number as it is written: 94.99 is 9499/100."""
    return Fraction(str(number).translate(THAI))


def exact_or_none(number: Cell) -> Fraction | None:
    """A number as it is written, if there is one."""
    return None if number is None else exact(number)


def percent(text: str) -> Fraction:
    """`80%` as 4/5."""
    return exact(text.replace("%", "").strip()) / 100


def read_number(cell: Cell) -> Fraction | None:
    """The number in a cell, with Thai digits and separators for thousands if it likes; None if it holds
    none."""
    text = str(cell).strip().translate(THAI)
    if isinstance(cell, Fraction):
        return cell
    return Fraction(text.replace(",", "")) if NUMBER.fullmatch(text) else None


def is_empty(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def rounded(value: Fraction, decimals: int, rounding: str) -> Fraction:
    """The value with so many decimals."""
    steps = abs(value) * 10**decimals
    whole = math.floor(steps)
    rest = steps - whole
    half = Fraction(1, 2)
    match rounding:
        case "down":
            more = False
        case "up":
            more = rest > 0
        case "half_up":
            more = rest >= half
        case _:
            more = rest > half or (rest == half and whole % 2 == 1)
    size = Fraction(whole + more, 10**decimals)
    return -size if value < 0 else size


def natural_logarithm(value: Fraction) -> Fraction:
    """ln with 60 digits."""
    return Fraction(DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator)).ln(DIGITS))


def snapped(value: Fraction) -> Fraction:
    """An irrational value, or the decimal number that it is nearer to than 10^-40."""
    near = Fraction(round(value * 10**12), 10**12)
    return near if abs(value - near) < Fraction(1, 10**40) else value


def root(value: Fraction, degree: int) -> Fraction:
    """The positive root: the fraction that it is, else 60 digits."""
    parts = []
    for whole in (value.numerator, value.denominator):
        near = DIGITS.power(Decimal(whole), DIGITS.divide(Decimal(1), Decimal(degree)))
        guess = int(near.to_integral_value())
        parts.append(Fraction(guess) if guess**degree == whole else Fraction(near))
    return parts[0] / parts[1]


# The second edition


def compared(one: Fraction, other: Fraction) -> int:
    """-1, 0 or 1: how one number lies to the other, on it where they are nearer than 10^-40."""
    apart = one - other
    return 0 if abs(apart) < NEAR else (1 if apart > 0 else -1)


def to_step(value: Fraction, step: Fraction, rounding: str) -> Fraction:
    """The multiple of a step that a value is rounded to; ties are told with 10^-40 to spare."""
    halves = abs(value) / step * 2
    nearest = round(halves)
    if abs(halves - nearest) * step / 2 < NEAR:
        halves = Fraction(nearest)
    size = rounded(halves / 2, 0, rounding) * step
    return -size if value < 0 else size


def to_decimals(value: Fraction, decimals: int, rounding: str) -> Fraction:
    """The value with so many decimals; fewer than none stand for tens and hundreds."""
    return to_step(value, Fraction(10) ** -decimals, rounding)


def whole_part(value: Fraction) -> int:
    """The whole number that is not above the value."""
    nearest = round(value)
    return nearest if abs(value - nearest) < NEAR else math.floor(value)


def _decimal(value: Fraction) -> Decimal:
    return MANY_DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


def exponential(value: Fraction) -> Fraction:
    """e to the power of the value: 1 at nought, else 100 digits."""
    return Fraction(1) if value == 0 else Fraction(MANY_DIGITS.exp(_decimal(value)))


def logarithm(value: Fraction) -> Fraction | None:
    """ln of a value; None where there is none."""
    if compared(value, Fraction(0)) <= 0:
        return None
    return Fraction(MANY_DIGITS.ln(_decimal(value)))


def logarithm_of_ten(value: Fraction) -> Fraction | None:
    """log10 of a value, exact for powers of ten; None where there is none."""
    if compared(value, Fraction(0)) <= 0:
        return None
    found = Fraction(MANY_DIGITS.log10(_decimal(value)))
    near = round(found)
    return Fraction(near) if Fraction(10) ** near == value else found


def exact_root(value: Fraction, degree: int) -> Fraction | None:
    """The root of a positive value, if it is a fraction."""
    parts = []
    for whole in (value.numerator, value.denominator):
        guess = round(MANY_DIGITS.power(Decimal(whole), MANY_DIGITS.divide(Decimal(1), Decimal(degree))))
        if guess**degree != whole:
            return None
        parts.append(guess)
    return Fraction(parts[0], parts[1])


def power(base: Fraction, exponent: Fraction) -> Fraction | None:
    """A power: exact where it is a fraction, else 100 digits; None where there is none."""
    nought = compared(base, Fraction(0)) == 0
    if exponent.denominator == 1:
        if nought:
            return None if exponent < 0 else Fraction(exponent == 0)
        return base ** int(exponent)
    if nought:
        return Fraction(0) if exponent > 0 else None
    if base < 0:
        return None
    if exponent.denominator <= 1000:
        root_of_it = exact_root(base, exponent.denominator)
        if root_of_it is not None:
            return root_of_it**exponent.numerator
    log = logarithm(base)
    assert log is not None
    return exponential(exponent * log)


def geometric_mean(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Of values and their weights; nought where a value is nought, None where one is below it."""
    if any(compared(value, Fraction(0)) < 0 for value, _ in pairs):
        return None
    if any(compared(value, Fraction(0)) == 0 for value, _ in pairs):
        return Fraction(0)
    weights = sum((weight for _, weight in pairs), Fraction(0))
    shares = [(value, weight / weights) for value, weight in pairs]
    degree = math.lcm(*(share.denominator for _, share in shares))
    if degree <= HIGHEST_DEGREE:
        product = math.prod((value ** int(share * degree) for value, share in shares), start=Fraction(1))
        exactly = exact_root(product, degree)
        if exactly is not None:
            return exactly
    if len({value for value, _ in shares}) == 1:
        return shares[0][0]
    return exponential(sum((share * (logarithm(value) or 0) for value, share in shares), Fraction(0)))


def harmonic_mean(pairs: Sequence[tuple[Fraction, Fraction]]) -> Fraction | None:
    """Of values and their weights; nought where a value is nought, None where one is below it."""
    if any(compared(value, Fraction(0)) < 0 for value, _ in pairs):
        return None
    if any(compared(value, Fraction(0)) == 0 for value, _ in pairs):
        return Fraction(0)
    quotients = sum((weight / value for value, weight in pairs), Fraction(0))
    return sum((weight for _, weight in pairs), Fraction(0)) / quotients
