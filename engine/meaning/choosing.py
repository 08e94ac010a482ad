"""Which of several cases is taken: the band that rates, the judgement that counts.

The case is a number like any other (0 is the first), so that one definition serves every arithmetic. It is
missing where it cannot be told: a case that cannot be told is never passed over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from .arithmetic import Arithmetic, Number, Truth
from .arithmetic.exact import Exact
from .model import HitPolicy

Case = TypeVar("Case")


@dataclass(frozen=True)
class Chosen(Generic[Number, Truth, Case]):
    """Cases, whether each holds by itself, and the number of the one taken: `none` where no case holds,
    `several` where more than one does and only one may."""

    cases: tuple[Case, ...]
    holds: tuple[Truth, ...]
    number: Number

    @property
    def none(self) -> int:
        """The number that says that no case holds."""
        return len(self.cases)

    @property
    def several(self) -> int:
        """The number that says that more than one case holds, and only one may."""
        return len(self.cases) + 1

    def is_taken(self, a: Arithmetic[Number, Truth], number: int) -> Truth:
        """Whether the case with a number is the one taken."""
        return a.compare("==", self.number, a.number(Fraction(number)))


def choose(
    a: Arithmetic[Number, Truth], cases: Sequence[Case], holds: Sequence[Truth], policy: HitPolicy = "first"
) -> Chosen[Number, Truth, Case]:
    """The first case that holds; under the policy `unique` none where several hold."""
    one, zero, none = a.number(Fraction(1)), a.number(Fraction(0)), a.number(Fraction(len(cases)))
    number = none
    for place, truth in reversed(list(enumerate(holds))):
        number = a.choose(truth, a.number(Fraction(place)), number)
    if policy == "unique" and len(cases) > 1:
        count = a.total([a.choose(truth, one, zero) for truth in holds], [Fraction(1)] * len(holds))
        number = a.choose(a.compare("<=", count, one), number, a.number(Fraction(len(cases) + 1)))
    return Chosen(tuple(cases), tuple(holds), number)


def taken(chosen: Chosen[Exact, bool | None, Case] | None) -> Case | None:
    """The case of one unit, in the exact arithmetic; None where there is none, or it cannot be told."""
    if chosen is None or chosen.number is None or chosen.number >= chosen.none:
        return None
    return chosen.cases[int(chosen.number)]


__all__ = ["Chosen", "choose", "taken"]
