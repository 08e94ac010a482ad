"""What data give a unit, as far as it counts."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from .arithmetic import Arithmetic, Number, Truth
from .combining import either
from .names import Outcome, Values
from .scoring import RawValue
from .states import Given, Value

if TYPE_CHECKING:
    from .plan import Plan


def answers_that_count(
    plan: Plan,
    a: Arithmetic[Number, Truth],
    given: Given[Number, Truth],
    outcome: Outcome[Number, Truth] | None = None,
) -> Values[Number]:
    """The answers of respondents, missing where one of the nodes above them asks for more respondents than
    there are. The outcome, if there is one, is told where that is so."""

    def least(number: Number, wanted: int) -> Truth:
        return a.compare(">=", number, a.number(Fraction(wanted)))

    enough: dict[str, Truth] = {}
    counting: Values[Number] = {}
    for path, answer in given.answers.items():
        wanted = plan.enough(path, given.respondents, least, enough)
        counting[path] = a.only_if(a.both(wanted), answer) if wanted and answer is not None else answer
    if outcome is not None:
        for path, is_enough in enough.items():
            outcome.few[path] = a.both(
                [a.opposite(is_enough), a.compare(">", given.respondents[path], a.number(Fraction(0)))]
            )
    return counting


def with_states(
    a: Arithmetic[Number, Truth],
    value: Value[Number, Truth],
    refused: Truth | None,
    inapplicable: Truth | None,
) -> Value[Number, Truth]:
    """A node's value with the states that data give it themselves."""
    number, undecided = value.number, value.undecided
    for state in (refused, inapplicable):
        if state is not None:
            number = None if number is None else a.only_if(a.opposite(state), number)
            undecided = None if undecided is None else a.both([undecided, a.opposite(state)])
    return Value(
        number,
        either(a, value.refused, refused),
        undecided,
        either(a, value.inapplicable, inapplicable),
        value.assumed,
    )


def raw_read(
    a: Arithmetic[Number, Truth], value: RawValue, number: Number | None, refused: Truth | None
) -> Number | None:
    """A raw value or an input as it is read: rounded where the rules say how more decimals are, and where the
    cell is empty what stands for it."""
    if number is not None and value.rounding is not None:
        number = a.rounded(number, value.decimals, value.rounding)
    if value.missing is None:
        return number
    stand_in = a.number(value.missing)
    if refused is not None:
        stand_in = a.only_if(a.opposite(refused), stand_in)
    return stand_in if number is None else a.first_known([number, stand_in])


__all__ = ["answers_that_count", "raw_read", "with_states"]
