"""The best so many of some scores."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .arithmetic import Arithmetic, Number, Truth

_ONE, _ZERO = Fraction(1), Fraction(0)


def best_of(
    a: Arithmetic[Number, Truth], numbers: Sequence[Number | None], count: int, *, lower: bool
) -> list[Number | None]:
    """The numbers, of which all but the best `count` are made missing: the highest, or where `lower` is
    better the lowest; of those that are the same the first."""
    one, zero = a.number(_ONE), a.number(_ZERO)
    kept: list[Number | None] = []
    for place, number in enumerate(numbers):
        if number is None:
            kept.append(None)
            continue
        before = []
        for other_place, other in enumerate(numbers):
            if other is None or other_place == place:
                continue
            sign = "<" if lower else ">"
            is_better = a.compare(f"{sign}=" if other_place < place else sign, other, number)
            before.append(a.first_known([a.choose(is_better, one, zero), zero]))
        rank = a.total(before, [_ONE] * len(before)) if before else zero
        kept.append(a.only_if(a.compare("<", rank, a.number(Fraction(count))), number))
    return kept


__all__ = ["best_of"]
