"""Formulas and sums of one unit with its numbers in them: 8.22 × 0.85 × 0.77 ≈ 5.3800.

An equation is worked out from the figures as they are shown. Where these do not come to the result, more
decimals are shown, or ≈ stands between the sides; where that does not help, there is no equation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeAlias

from ..meaning.arithmetic.exact import Exact
from ..meaning.arithmetic.rounding_exactly import round_exactly
from ..meaning.arithmetic.text import TextArithmetic, Written, exactly
from ..meaning.combining import combine
from ..meaning.expressions import Expression
from ..meaning.model import Node, Scale
from ..meaning.named_values import stated_names
from ..meaning.names import Outcome
from ..meaning.one_unit import ExactResult
from ..meaning.plan import Plan
from ..meaning.scoring import Row
from ..meaning.stated import Stated
from ..meaning.states import Value
from ..words.numerals import decimal_text
from .shown_points import DUST

MOST_DECIMALS = 6
"""With so many decimals a number is shown as it is;"""
MOST_RESULT_DECIMALS = 8
"""a result with so many;"""
PLACES = (4, 6, 8, 12, 20, 30)
"""others are rounded to the first of these that does."""
LONGEST = 400
"""A longer equation tells nobody anything."""

Shown: TypeAlias = "Callable[[Exact], Written]"
Made: TypeAlias = "Callable[[TextArithmetic, Shown], Written | None]"


@dataclass(frozen=True)
class Equation:
    """What a result comes of: `left` with its numbers, = or ≈, and the result as it is shown."""

    left: str
    sign: str
    right: str

    def __str__(self) -> str:
        return f"{self.left} {self.sign} {self.right}"


class _Plainly(TextArithmetic):
    """Constants are written in full."""

    def number(self, value: Fraction) -> Written:
        """The number, written as itself."""
        text = exactly(value)
        return Written(value, text, 1 if "/" in text else 0 if value < 0 else 3)

    def negate(self, value: Written) -> Written:
        """-a; of a plain number the number below 0."""
        made = super().negate(value)
        return Written(made.value, made.text, 1) if value.binding == 3 else made

    def rounded(self, value: Written, decimals: int | None = None, rounding: str | None = None) -> Written:
        """round(a, 2), as rules write it; floor(a) and the like where it is rounded so."""
        made = super().rounded(value, decimals, rounding)
        places = self.exact.scale.decimals if decimals is None else decimals
        word = _ROUNDINGS.get(rounding or self.exact.scale.rounding, "round")
        return Written(made.value, f"{word}({value.text}{f', {places}' if places else ''})")


_ROUNDINGS = {"up": "roundup", "down": "rounddown", "floor": "floor", "ceiling": "ceiling"}


def is_short(value: Fraction, places: int = MOST_DECIMALS) -> bool:
    """Whether a number has no more decimals than that."""
    scaled: Fraction = value * 10**places
    return scaled.denominator == 1


def figure(value: Fraction, places: int = 4) -> str:
    """A number as it stands in a sentence: with the decimals that it has where these are few, else rounded to
    so many."""
    if is_short(value):
        return decimal_text(value)
    return decimal_text(round_exactly(value, places, "half_up"), places)


def figure_where(value: Fraction, holds: Callable[[Fraction], bool]) -> str:
    """A number with as many decimals as it takes for something to hold of what is shown, as it does of the
    number."""
    for places in PLACES:
        if is_short(value) or holds(round_exactly(value, places, "half_up")):
            break
    return figure(value, places)


def _as_shown(value: Exact, places: int) -> tuple[Fraction, str] | None:
    if value is None:
        return None
    number = Fraction(value)
    shown = number if is_short(number) else round_exactly(number, places, "half_up")
    return shown, decimal_text(shown) if shown == number else decimal_text(shown, places)


def worked(scale: Scale, made: Made, result: Exact, decimals: int) -> Equation | None:
    """The equation of what `made` writes in an arithmetic of texts, where it comes to a result that is
    printed with so many decimals; None where there is none that is true."""
    if result is None:
        return None
    whole, a = Fraction(result), _Plainly(scale)
    for places in PLACES:

        def with_text(value: Exact, own: Exact, text: str) -> Written:
            return Written(value, text, 0 if own is not None and own < 0 else 3)

        def exact(value: Exact, places: int = places) -> Written:
            shown = _as_shown(value, places)
            return a.nothing() if shown is None else with_text(value, value, shown[1])

        def rounded(value: Exact, places: int = places) -> Written:
            shown = _as_shown(value, places)
            return a.nothing() if shown is None else with_text(shown[0], value, shown[1])

        one, other = made(a, exact), made(a, rounded)
        if one is None or other is None or one.value is None or other.value is None:
            return None
        if abs(Fraction(one.value) - whole) > DUST * max(Fraction(1), abs(whole)) or len(one.text) > LONGEST:
            return None
        found = _equation(one.text, Fraction(other.value), whole, decimals)
        if one.text == other.text and found is not None:
            return replace(found, left=found.left.replace(" + -", " - "))
    return None


def _equation(left: str, shown: Fraction, result: Fraction, decimals: int) -> Equation | None:
    """The equation, where the figures as they are shown come to the result, or near enough to it."""
    if shown == result and is_short(result, MOST_RESULT_DECIMALS):
        return Equation(left, "=", decimal_text(result))
    places = max(decimals + 2, 4)
    near = round_exactly(result, places, "half_up")
    if round_exactly(shown, places, "half_up") != near:
        return None
    return Equation(left, "≈", decimal_text(near, places))


class _Lazily(dict[str, Any]):
    """Values by path, made when they are asked for."""

    def __init__(self, make: Callable[[str], Any]) -> None:
        super().__init__()
        self.make = make

    def __missing__(self, path: str) -> Any:
        self[path] = self.make(path)
        return self[path]


@dataclass(frozen=True)
class Equations:
    """The equations of one unit."""

    plan: Plan
    exact: ExactResult

    @property
    def scale(self) -> Scale:
        """The scale of the whole."""
        return self.plan.rules.scale

    def of_formula(
        self,
        node: Node,
        formula: Expression,
        result: Exact,
        decimals: int,
        score: tuple[Exact, Exact] | None = None,
        *,
        judged: bool = False,
    ) -> Equation | None:
        """A formula at a node; `score` is what its own name means there, carried and printed; where it is
        `judged` names are read as they are printed."""

        def made(a: TextArithmetic, shown: Shown) -> Written | None:
            stated: Stated[Written, bool | None] = Stated(a)
            own: dict[str, Any] = {}
            if (read := self.exact.outcome.read.get(node.path)) is not None:
                own["value"] = _written_value(read, shown)
            outcome = self._outcome(shown)
            names = stated_names(self.plan, outcome, stated, node.path, own)
            if score is not None:
                own["score"], printed = (_value(each, shown) for each in score)
                names = replace(names, own=own, own_judged={"score": printed})
            found: Any = formula.evaluate(stated, names, judged=judged)
            number: Written | None = stated.value(found).number
            return number

        return worked(self.scale, made, result, decimals)

    def of_children(self, node: Node, result: Exact, decimals: int) -> Equation | None:
        """What a node's children make."""
        outcome = self.exact.outcome
        lower = self.plan.rules.better_at(node) == "lower"

        def made(a: TextArithmetic, shown: Shown) -> Written | None:
            values = [_written_value(outcome.nodes[child.path], shown) for child in node.children]
            return combine(a, node, values, lower=lower).number

        return worked(self.scale, made, result, decimals)

    def of_line(self, row: Row, value: Exact, result: Exact, decimals: int) -> Equation | None:
        """A straight line of a table."""

        def made(a: TextArithmetic, shown: Shown) -> Written | None:
            low, high, begin, end = row.low, row.high, row.score, row.end
            assert low is not None
            assert high is not None
            assert end is not None
            run = a.divide(_from(a, low, shown(value)), _from(a, low, a.number(high)))
            rise = a.multiply(run, _from(a, begin, a.number(end)))
            return rise if begin == 0 else a.add(a.number(begin), rise)

        return worked(self.scale, made, result, decimals)

    def of_sum(self, left: Exact, right: Exact, result: Exact, decimals: int) -> Equation | None:
        """Something added to a value, or taken from it."""

        def made(a: TextArithmetic, shown: Shown) -> Written | None:
            assert right is not None
            if right < 0:
                return a.subtract(shown(left), shown(a.exact.negate(right)))
            return a.add(shown(left), shown(right))

        return worked(self.scale, made, result, decimals)

    def _outcome(self, shown: Shown) -> Outcome[Written, bool | None]:
        """What the run found, in writing."""
        outcome = self.exact.outcome

        def printed(path: str) -> Written | None:
            number = outcome.printed[path]
            return None if number is None else shown(number)

        made: Outcome[Written, bool | None] = Outcome(
            nodes=_Lazily(lambda path: _written_value(outcome.nodes[path], shown)), printed=_Lazily(printed)
        )
        made.words = dict(_of_words(outcome, shown))
        made.columns = {name: _written_value(value, shown) for name, value in outcome.columns.items()}
        return made


def _of_words(outcome: Outcome[Exact, bool | None], shown: Shown) -> Iterator[tuple[Any, Any]]:
    for key, value in outcome.words.items():
        yield key, _written_value(value, shown)


def _from(a: TextArithmetic, begin: Fraction, value: Written) -> Written:
    """How far a value is from where something begins."""
    return value if begin == 0 else a.subtract(value, a.number(begin))


def _value(number: Exact, shown: Shown) -> Value[Written, bool | None]:
    return Value(None if number is None else shown(number))


def _written_value(value: Value[Exact, bool | None], shown: Shown) -> Value[Written, bool | None]:
    number = _value(value.number, shown).number
    return Value(number, value.refused, value.undecided, value.inapplicable, value.assumed)


__all__ = ["Equation", "Equations", "figure", "figure_where", "is_short"]
