"""Numbers as people write them, read exactly: the digits of every language are digits, 94.99 is 94.99 and not
the nearest double."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from fractions import Fraction

from .language import ARABIC, DIGITS

_TO_ARABIC = str.maketrans("".join(DIGITS.values()), DIGITS[ARABIC] * len(DIGITS))
_FROM_ARABIC = {numerals: str.maketrans(DIGITS[ARABIC], digits) for numerals, digits in DIGITS.items()}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,2})?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


class Numeral(str):
    """A number as Ken writes it. Sentences show its digits in the numerals of their reader; those of any
    other text, such as an id or an address, stay as they are."""

    __slots__ = ()


MAX_NUMBER_LENGTH = 60  # a longer one is no score of anything; a bound keeps hostile input cheap


def western(text: str) -> str:
    """The text with the digits of every language turned into 0-9, character for character, so that columns
    stay where they are."""
    return text.translate(_TO_ARABIC)


def in_numerals(text: str, numerals: str) -> str:
    """The text with 0-9 turned into other numerals, such as thai."""
    return text.translate(_FROM_ARABIC[numerals])


def read_number(text: str, *, grouped: bool = False) -> Fraction | None:
    """The exact value of a decimal number, or None when the text is not one.

    Thai digits are read; `grouped` allows thousands separators (1,234.5). Infinities, "not a number",
    hexadecimal and underscored forms are not numbers here, nor is anything longer than MAX_NUMBER_LENGTH or
    with an exponent over two digits."""
    plain = western(text.strip())
    if len(plain) > MAX_NUMBER_LENGTH:
        return None
    if grouped and _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    return Fraction(plain) if _NUMBER.fullmatch(plain) else None


def read_percent(text: str) -> Fraction | None:
    """30% (or 30 %, or ๓๐%) as 3/10; None when the text is not a percentage."""
    plain = western(text.strip())
    if not plain.endswith("%"):
        return None
    value = read_number(plain[:-1])
    return None if value is None else value / 100


def decimal_text(value: Fraction, decimals: int | None = None) -> Numeral:
    """The value in decimal: with exactly `decimals` places, or with as many as it needs (an endless one is
    cut to 8 and marked …)."""
    if decimals is not None:
        scaled = value * 10**decimals
        if scaled.denominator != 1:
            raise ValueError(f"{value} has more than {decimals} decimals")
        return _placed(scaled.numerator, decimals)
    for places in range(41):
        scaled = value * 10**places
        if scaled.denominator == 1:
            return _placed(scaled.numerator, places)
    return Numeral(_placed(int(value * 10**8), 8) + "…")


def shown_text(value: Fraction, decimals: int) -> Numeral:
    """The value with so many decimals, or with more where it has more."""
    return decimal_text(value, decimals if (value * 10**decimals).denominator == 1 else None)


SHARE_DECIMALS = 2
COVERAGE_DECIMALS = 4
MOST_SHARE_DECIMALS = 15


def percent_of(share: Fraction, bounds: Iterable[Fraction] = (), decimals: int = SHARE_DECIMALS) -> Fraction:
    """A share in per cent as it is printed: with so many decimals, or with as many more as keep it on its
    side of some bounds (shares too), of nothing and of all."""
    percent = share * 100
    apart = [bound * 100 for bound in (Fraction(0), Fraction(1), *bounds)]
    for places in range(decimals, MOST_SHARE_DECIMALS):
        shown = Fraction(math.floor(percent * 10**places + Fraction(1, 2)), 10**places)
        if all((shown > bound, shown < bound) == (percent > bound, percent < bound) for bound in apart):
            return shown
    return percent


def percent_text(share: Fraction, bounds: Iterable[Fraction] = (), decimals: int = SHARE_DECIMALS) -> Numeral:
    """The same as a text, without the sign; zeros after the second decimal are left out."""
    return shown_text(percent_of(share, bounds, decimals), SHARE_DECIMALS)


def _placed(scaled: int, decimals: int) -> Numeral:
    digits = str(abs(scaled)).rjust(decimals + 1, "0")
    sign = "-" if scaled < 0 else ""
    return Numeral(sign + (f"{digits[:-decimals]}.{digits[-decimals:]}" if decimals else digits))
