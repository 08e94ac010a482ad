"""Numbers of which only two ends are known, and truths of which it is known whether they can be told: what
rules can make of all the units in a box. What does not come out of a box comes out of none of its units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import Enum
from fractions import Fraction
from typing import Any, TypeAlias

from ..model import Scale
from .intervals import Enclosure, Intervals, hull


class Doubt(Enum):
    """What a truth is that is not the same for all units: told of each of them (`EITHER`), or perhaps not."""

    EITHER = "either"
    PERHAPS = "perhaps"


BoxTruth: TypeAlias = "bool | Doubt"

Rounded: TypeAlias = dict[tuple[int, "int | None", "str | None"], tuple[Enclosure, "Enclosure | None"]]
"""By number of an interval in memory, decimals and rounding: the interval, and what it is rounded to."""


class BoxArithmetic(Intervals):
    """The arithmetic of intervals. A truth is never None, which would say that it holds nowhere: a state in
    which some units are, and others are not, stays one."""

    work = 800

    def __init__(self, scale: Scale, known: Rounded | None = None) -> None:
        """`known` keeps what was rounded, for other runs too."""
        super().__init__(scale)
        self._rounded: Rounded = {} if known is None else known

    def rounded(
        self, value: Enclosure | None, decimals: int | None = None, rounding: str | None = None
    ) -> Enclosure | None:
        """Every rounded number; of the very same one it is known from then on."""
        if value is None:
            return None
        key = id(value), decimals, rounding
        if key not in self._rounded:
            self._rounded[key] = value, super().rounded(value, decimals, rounding)
        return self._rounded[key][1]

    def compare(self, sign: str, left: Enclosure | None, right: Enclosure | None) -> Any:
        """Whether all of one stand so to all of the other."""
        if left is None or right is None or left.may_lack or right.may_lack:
            return Doubt.PERHAPS
        told = super().compare("==" if sign == "!=" else sign, left, right)
        truth = Doubt.EITHER if told is None else told
        return self.opposite(truth) if sign == "!=" else truth

    def both(self, truths: Sequence[Any]) -> Any:
        """Whether all hold."""
        if any(truth is False for truth in truths):
            return False
        return _doubt(truths) or True

    def either(self, truths: Sequence[Any]) -> Any:
        """Whether one holds."""
        if any(truth is True for truth in truths):
            return True
        return _doubt(truths) or False

    def opposite(self, truth: Any) -> Any:
        """Whether it does not hold."""
        return truth if isinstance(truth, Doubt) else not truth

    def choose(self, truth: Any, yes: Enclosure | None, no: Enclosure | None) -> Enclosure | None:
        """One of two numbers, or either; which may be lacking where the truth perhaps cannot be told."""
        if not isinstance(truth, Doubt):
            return yes if truth else no
        made = hull(yes, no)
        return made if made is None or truth is Doubt.EITHER else replace(made, may_lack=True)

    def known(self, values: Sequence[Enclosure | None], at_least: int) -> Any:
        """Whether so many are there."""
        sure = sum(value is not None and not value.may_lack for value in values)
        perhaps = sum(value is not None for value in values)
        return True if sure >= at_least else False if perhaps < at_least else Doubt.EITHER

    def only_if(self, truth: Any, value: Enclosure | None) -> Enclosure | None:
        """The number, which may be lacking where the truth may not hold."""
        if value is None or truth is False:
            return None
        return replace(value, may_lack=True) if isinstance(truth, Doubt) else value

    def best(
        self, values: Sequence[Enclosure | None], count: int, *, lower: bool
    ) -> list[Enclosure | None] | None:
        """The best so many of some numbers, the best first: each lies between the same of all low and of all
        high ends. None where some may be lacking."""
        sure = [value for value in values if value is not None and not value.may_lack]
        if len(sure) < len(values):
            return None
        lows, highs = (
            sorted(ends, reverse=not lower)[:count]
            for ends in ([value.low for value in sure], [value.high for value in sure])
        )
        found = [Enclosure(low, high) for low, high in zip(lows, highs, strict=True)]
        return [*found, *[None] * (len(values) - count)]

    def never(self, truth: Any) -> bool:
        """Whether it cannot hold."""
        return truth is False

    def named_truth(self, name: str, truth: Any) -> Any:  # noqa: ARG002
        """The same truth."""
        return truth

    def total(
        self, values: Sequence[Enclosure | None], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Enclosure | None:
        """Every weighted sum; lacking where all that may be added may be."""
        if not partial:
            return super().total(values, weights)
        known = [value for value in values if value is not None]
        made = super().total(values, weights, partial=True) if known else None
        return replace(made, may_lack=True) if made is not None and all(v.may_lack for v in known) else made


def _doubt(truths: Sequence[Any]) -> Doubt | None:
    """The doubt that is in some truths; None for none."""
    if Doubt.PERHAPS in truths:
        return Doubt.PERHAPS
    return Doubt.EITHER if Doubt.EITHER in truths else None


__all__ = ["BoxArithmetic", "BoxTruth", "Doubt", "Rounded"]
