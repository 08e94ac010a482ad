"""Numbers that know how they were made: an exact value, and the equation that comes to it, with the numbers
filled in.

What is combined in this arithmetic reads as it was combined, by the rules that combine it: (90 + 50) / 2,
20^0.3 × 90^0.7."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from ...words.numerals import decimal_text
from ..model import Scale
from .exact import Exact, ExactArithmetic
from .rounding_exactly import round_exactly

MOST_DECIMALS = 6
LARGEST_DIVISOR = 999
MOST_TERMS = 12  # of a sum that are written out one by one

_SUM, _PRODUCT, _POWER, _ATOM = range(4)


@dataclass(frozen=True)
class Written:
    """A number and its text; `binding` says how strongly the text holds together, for the brackets around
    it."""

    value: Exact
    text: str
    binding: int = _ATOM

    def within(self, binding: int) -> str:
        """The text as part of something that binds so strongly."""
        return self.text if self.binding >= binding else f"({self.text})"


def exactly(value: Fraction) -> str:
    """A number without loss: a decimal, or a fraction where it is none."""
    text = decimal_text(value)
    return f"{value.numerator}/{value.denominator}" if text.endswith("…") else text


def brief(value: Fraction) -> str:
    """A number as people read it: with few decimals, as a fraction of small numbers, or rounded to four
    decimals."""
    if (value * 10**MOST_DECIMALS).denominator == 1 or value.denominator <= LARGEST_DIVISOR:
        return exactly(value)
    return decimal_text(round_exactly(value, 4, "half_up"), 4)


def is_brief(value: Fraction) -> bool:
    """Whether nothing is lost when a number is written so."""
    return (value * 10**MOST_DECIMALS).denominator == 1 or value.denominator <= LARGEST_DIVISOR


def written(value: Fraction) -> Written:
    """A number that stands for itself."""
    text = brief(value)
    return Written(value, text, _PRODUCT if "/" in text else _SUM if value < 0 else _ATOM)


class TextArithmetic:
    """Writes what the exact arithmetic computes."""

    def __init__(self, scale: Scale) -> None:
        self.exact = ExactArithmetic(scale)

    def number(self, value: Fraction) -> Written:
        """The number, written as itself."""
        return written(value)

    def add(self, left: Written, right: Written) -> Written:
        """a + b."""
        return self.total([left, right], [Fraction(1), Fraction(1)])

    def subtract(self, left: Written, right: Written) -> Written:
        """a - b."""
        return Written(
            self.exact.subtract(left.value, right.value), f"{left.text} - {right.within(_PRODUCT)}", _SUM
        )

    def multiply(self, left: Written, right: Written) -> Written:
        """a × b."""
        return Written(
            self.exact.multiply(left.value, right.value),
            f"{left.within(_PRODUCT)} × {right.within(_PRODUCT)}",
            _PRODUCT,
        )

    def divide(self, left: Written, right: Written) -> Written:
        """a / b."""
        return Written(
            self.exact.divide(left.value, right.value),
            f"{left.within(_PRODUCT)} / {right.within(_POWER)}",
            _PRODUCT,
        )

    def negate(self, value: Written) -> Written:
        """-a."""
        return Written(self.exact.negate(value.value), f"-{value.within(_PRODUCT)}", _SUM)

    def absolute(self, value: Written) -> Written:
        """abs(a)."""
        return Written(self.exact.absolute(value.value), f"abs({value.text})")

    def power(self, base: Written, exponent: Written) -> Written:
        """a^b."""
        result = self.exact.power(base.value, exponent.value)
        return Written(result, f"{base.within(_ATOM)}^{exponent.within(_ATOM)}", _POWER)

    def exponential(self, value: Written) -> Written:
        """exp(a)."""
        return Written(self.exact.exponential(value.value), f"exp({value.text})")

    def logarithm(self, value: Written, base: int | None = None) -> Written:
        """ln(a); to a base log10(a)."""
        function = "ln" if base is None else f"log{base}"
        return Written(self.exact.logarithm(value.value, base), f"{function}({value.text})")

    def minimum(self, values: Sequence[Written]) -> Written:
        """min(a, b), of those that are there."""
        return self._listed("min", self.exact.minimum(_values(values)), values)

    def maximum(self, values: Sequence[Written]) -> Written:
        """max(a, b), of those that are there."""
        return self._listed("max", self.exact.maximum(_values(values)), values)

    def total(
        self, values: Sequence[Written], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Written:
        """30% × a + 70% × b, of those that are there."""
        result = self.exact.total(_values(values), weights, partial=partial)
        return Written(result, *_summed(self._known(values, weights)))

    def mean(
        self, values: Sequence[Written], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Written:
        """(a + b) / 2, of those that are there; by unequal weights (30% × a + 20% × b) / 50%."""
        known = self._known(values, weights)
        share = sum((weight for _, weight in known), Fraction(0))
        same = len({weight for _, weight in known}) == 1
        text, binding = _summed([(value, Fraction(1)) for value, _ in known] if same else known)
        divisor = Fraction(len(known)) if same else share
        result = self.exact.mean(_values(values), weights, partial=partial)
        if divisor == 1:
            return Written(result, text, binding)
        return Written(
            result, f"{text if binding >= _PRODUCT else f'({text})'} / {_weight(divisor)}", _PRODUCT
        )

    def geometric_mean(
        self, values: Sequence[Written], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Written:
        """(a × b)^(1/2), of those that are there; by unequal weights a^0.3 × b^0.7."""
        known = self._known(values, weights)
        share = sum((weight for _, weight in known), Fraction(0))
        result = self.exact.geometric_mean(_values(values), weights, partial=partial)
        if len(known) == 1:
            return Written(result, known[0][0].text, known[0][0].binding)
        if len({weight for _, weight in known}) == 1:
            return Written(
                result,
                f"({' × '.join(value.within(_PRODUCT) for value, _ in known)})^(1/{len(known)})",
                _POWER,
            )
        powers = (f"{value.within(_ATOM)}^{written(weight / share).within(_ATOM)}" for value, weight in known)
        return Written(result, " × ".join(powers), _PRODUCT)

    def harmonic_mean(
        self, values: Sequence[Written], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Written:
        """2 / (1 / a + 1 / b), of those that are there; min(a, b) where one is 0."""
        known = self._known(values, weights)
        share = sum((weight for _, weight in known), Fraction(0))
        result = self.exact.harmonic_mean(_values(values), weights, partial=partial)
        if any(value.value == 0 for value, _ in known):  # it is 0 where one of them is
            return self._listed("min", result, [value for value, _ in known])
        inverse = " + ".join(f"{_weight(weight)} / {value.within(_POWER)}" for value, weight in known)
        return Written(result, f"{_weight(share)} / ({inverse})", _PRODUCT)

    def rounded(self, value: Written, decimals: int | None = None, rounding: str | None = None) -> Written:
        """round(a); floor(a) or ceiling(a) where it is rounded so."""
        result = self.exact.rounded(value.value, decimals, rounding)
        return Written(result, f"{_rounding_word(rounding)}({value.text})")

    def to_step(self, value: Written, step: Fraction, rounding: str | None = None) -> Written:
        """round(a / 0.5) × 0.5."""
        by = exactly(step)
        by = f"({by})" if "/" in by else by
        return Written(
            self.exact.to_step(value.value, step, rounding),
            f"{_rounding_word(rounding)}({value.within(_PRODUCT)} / {by}) × {by}",
            _PRODUCT,
        )

    def compare(self, sign: str, left: Written, right: Written) -> bool | None:
        """Whether two values stand in a relation, as exact arithmetic has it."""
        return self.exact.compare(sign, left.value, right.value)

    def both(self, truths: Sequence[bool | None]) -> bool | None:
        """As in exact arithmetic."""
        return self.exact.both(truths)

    def either(self, truths: Sequence[bool | None]) -> bool | None:
        """As in exact arithmetic."""
        return self.exact.either(truths)

    def opposite(self, truth: bool | None) -> bool | None:
        """As in exact arithmetic."""
        return self.exact.opposite(truth)

    def choose(self, truth: bool | None, yes: Written, no: Written) -> Written:
        """One of the two as it is written; nothing where the truth is not known."""
        return self.nothing() if truth is None else yes if truth else no

    def known(self, values: Sequence[Written], at_least: int) -> bool:
        """Whether so many of the values are there."""
        return self.exact.known(_values(values), at_least)

    def first_known(self, values: Sequence[Written]) -> Written:
        """The first whose value is there, or nothing."""
        return next((number for number in values if number.value is not None), self.nothing())

    def only_if(self, truth: bool | None, value: Written) -> Written:
        """The number where the truth holds, else nothing."""
        return value if truth else self.nothing()

    def nothing(self) -> Written:
        """A dash, which has no value."""
        return Written(None, "–")

    def sure(self, value: Written) -> Written:
        """The number as it is."""
        return value

    def within(self, value: Written, low: Fraction, high: Fraction) -> Written:  # noqa: ARG002
        """The number as it is."""
        return value

    def never(self, truth: bool | None) -> bool:
        """Whether the truth does not hold."""
        return truth is False

    def called(self, function: str, values: Sequence[Written], value: Written) -> Written:
        """function(a, b), of those that are there, for what is too long to be written out."""
        return Written(
            value.value,
            f"{function}({', '.join(number.text for number in values if number.value is not None)})",
        )

    def named_truth(self, name: str, truth: bool | None) -> bool | None:  # noqa: ARG002
        """The same truth."""
        return truth

    def named(self, name: str, value: Written) -> Written:  # noqa: ARG002
        """The number as it is: an equation is written out, not named."""
        return value

    def _known(
        self, values: Sequence[Written], weights: Sequence[Fraction]
    ) -> list[tuple[Written, Fraction]]:
        return [
            (value, weight)
            for value, weight in zip(values, weights, strict=True)
            if value.value is not None and weight
        ]

    def _listed(self, function: str, result: Exact, values: Sequence[Written]) -> Written:
        known = list(dict.fromkeys(number.text for number in values if number.value is not None))
        return Written(result, known[0] if len(known) == 1 else f"{function}({', '.join(known)})")


def _rounding_word(rounding: str | None) -> str:
    return rounding if rounding in ("floor", "ceiling") else "round"


def _values(numbers: Sequence[Written]) -> list[Exact]:
    return [number.value for number in numbers]


def _summed(terms: Sequence[tuple[Written, Fraction]]) -> tuple[str, int]:
    """A weighted sum; in a long one what is in it several times is written once."""
    times = (
        Counter((value.text, weight) for value, weight in terms)
        if len(terms) > MOST_TERMS
        else Counter[tuple[str, Fraction]]()
    )
    texts, last = [], _SUM
    for value, weight in dict.fromkeys(terms) if times else terms:
        factors = [str(times[value.text, weight])] * (times[value.text, weight] > 1) + [_weight(weight)] * (
            weight != 1
        )
        last = _PRODUCT if factors else value.binding
        texts.append(" × ".join([*factors, value.within(_PRODUCT)]) if factors else value.within(_SUM))
    return (texts[0], last) if len(texts) == 1 else (" + ".join(texts), _SUM)


def _weight(weight: Fraction) -> str:
    """A weight: one below 1 in per cent, where that is a decimal."""
    percent = decimal_text(weight * 100)
    if weight < 1 and not percent.endswith("…"):
        return f"{percent}%"
    text = exactly(weight)
    return f"({text})" if "/" in text else text


__all__ = ["TextArithmetic", "Written", "brief", "exactly", "is_brief", "written"]
