"""What can be said of values that may be missing, refused, undecided or not applicable: whether they are
known, how they compare, and what is told of conditions and counts of these."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Generic

from .arithmetic import Arithmetic, Number, Truth
from .combining import either
from .states import Value

_ONE, _ZERO = Fraction(1), Fraction(0)


@dataclass(frozen=True)
class Told(Generic[Number, Truth]):
    """A truth, and where it cannot be told because something is refused, undecided, or does not apply (None:
    nowhere)."""

    truth: Truth
    refused: Truth | None = None
    undecided: Truth | None = None
    inapplicable: Truth | None = None


@dataclass(frozen=True)
class Counted(Generic[Number, Truth]):
    """How many of some conditions hold: between `low` and `high`, as far as these can be told."""

    low: Number
    high: Number
    refused: Truth | None = None
    undecided: Truth | None = None


class StatedTruths(Generic[Number, Truth]):
    """Truths of values with their states, over the arithmetic `a` of their numbers."""

    def __init__(self, a: Arithmetic[Number, Truth], name: str = "") -> None:
        self.a, self.name = a, name
        self.kept = 0

    def keep(self, value: Value[Number, Truth]) -> Value[Number, Truth]:
        """The same value: where it has a name, what was worked out on the way to it is kept, so that no
        expression is written out again and again."""
        if not self.name:
            return value
        self.kept += 1
        name = f"{self.name} {self.kept}"

        def named(kind: str, state: Truth | None) -> Truth | None:
            return None if state is None else self.a.named_truth(f"{name} {kind}", state)

        number = None if value.number is None else self.a.named(name, value.number)
        states = (named(kind, getattr(value, kind)) for kind in ("refused", "undecided", "inapplicable"))
        return Value(number, *states)

    def keep_told(self, told: Told[Number, Truth]) -> Told[Number, Truth]:
        """The same truth and its states, kept as a value is."""
        if not self.name:
            return told
        self.kept += 1
        name = f"{self.name} {self.kept}"

        def named(kind: str, truth: Truth | None) -> Truth | None:
            return None if truth is None else self.a.named_truth(f"{name} {kind}", truth)

        states = (named(kind, getattr(told, kind)) for kind in ("refused", "undecided", "inapplicable"))
        return Told(self.a.named_truth(f"{name} told", told.truth), *states)

    def known(self, values: Sequence[Any], at_least: int) -> Told[Number, Truth]:
        """Whether so many of the values are known: one that does not apply is not. Of all of a list: whether
        none is missing."""
        a, plain = self.a, [self._plain(value) for value in values]
        if len(plain) == 1:
            return self._is_known(plain[0])
        there = [self._there(value) for value in plain]
        if at_least == len(there):
            return Told(a.both(there))
        counted = a.total([self.number_of_truth(truth) for truth in there], [_ONE] * len(there))
        return Told(a.compare(">=", counted, a.number(Fraction(at_least))))

    def _is_known(self, value: Value[Number, Truth]) -> Told[Number, Truth]:
        """Whether a value is known; that of something refused or undecided cannot be told."""
        a = self.a
        truth = a.known([], 1) if value.number is None else a.known([value.number], 1)
        untold = either(a, value.refused, value.undecided)
        if untold is None:
            return Told(truth)
        shown = a.only_if(a.opposite(untold), self.number_of_truth(truth))
        return Told(a.compare("==", shown, a.number(_ONE)), value.refused, value.undecided)

    def _there(self, value: Value[Number, Truth]) -> Truth:
        """Where a value of a list is known, or does not apply."""
        is_known = self.a.known([] if value.number is None else [value.number], 1)
        return is_known if value.inapplicable is None else self.a.either([is_known, value.inapplicable])

    def compare(self, sign: str, left: Any, right: Any) -> Told[Number, Truth]:
        """Whether two values stand in a relation. A count is compared as far as it can be told."""
        if isinstance(left, Counted):
            return self._of_count(sign, left, self._plain(right))
        if isinstance(right, Counted):
            turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(sign, sign)
            return self._of_count(turned, right, self._plain(left))
        values = [self._plain(left), self._plain(right)]
        truth = self.a.compare(sign, *map(self._number, values))
        states = (self._any(values, name) for name in ("refused", "undecided", "inapplicable"))
        return Told(truth, *states)

    def _of_count(
        self, sign: str, count: Counted[Number, Truth], bound: Value[Number, Truth]
    ) -> Told[Number, Truth]:
        a, number = self.a, self._number(bound)
        same = a.compare("==", count.low, count.high)
        at_least, at_most = (a.compare(sign, end, number) for end in (count.low, count.high))
        if sign in ("==", "!="):
            outside = a.either([a.compare("<", number, count.low), a.compare(">", number, count.high)])
            told = a.either([same, outside])
            elsewhere = a.number(_ZERO if sign == "==" else _ONE)
            shown = a.only_if(told, a.choose(same, self.number_of_truth(at_least), elsewhere))
        else:
            agree = a.either(
                [a.both([at_least, at_most]), a.both([a.opposite(at_least), a.opposite(at_most)])]
            )
            shown = a.only_if(agree, self.number_of_truth(at_least))
        truth = a.compare("==", shown, a.number(_ONE))
        refused = either(a, bound.refused, count.refused)
        undecided = either(a, bound.undecided, bound.inapplicable, count.undecided)
        return self.untold(self.keep_told(Told(truth, refused, undecided)))

    def both(self, truths: Sequence[Any]) -> Told[Number, Truth]:
        """Whether all hold: told as soon as one does not."""
        return self._joined(truths, self.a.both)

    def either(self, truths: Sequence[Any]) -> Told[Number, Truth]:
        """Whether one holds: told as soon as one does."""
        return self._joined(truths, self.a.either)

    def _joined(self, truths: Sequence[Any], join: Callable[[Sequence[Truth]], Truth]) -> Told[Number, Truth]:
        told = [self._told(truth) for truth in truths]
        refused, undecided, out = (
            either(self.a, *(getattr(each, name) for each in told))
            for name in ("refused", "undecided", "inapplicable")
        )
        joined = self.keep_told(Told(join([each.truth for each in told]), refused, undecided, out))
        untold = self.untold(joined)
        return Told(joined.truth, untold.refused, untold.undecided, joined.inapplicable)

    def opposite(self, truth: Any) -> Told[Number, Truth]:
        """Whether it does not hold."""
        told = self._told(truth)
        return Told(self.a.opposite(told.truth), told.refused, told.undecided, told.inapplicable)

    def holding(self, truths: Sequence[Any]) -> Counted[Number, Truth]:
        """How many of some truths hold."""
        a, one, zero = self.a, self.a.number(_ONE), self.a.number(_ZERO)
        told, ones = [self.keep_told(self._told(truth)) for truth in truths], [_ONE] * len(truths)
        least, most = [], []
        for each in told:
            sure = a.choose(each.truth, one, zero)
            least.append(a.first_known([sure, zero]))
            highest = a.first_known([sure, one])
            out = each.inapplicable
            most.append(highest if out is None else a.choose(self._told_only(out) or out, zero, highest))
        untold = [self.untold(each) for each in told]
        refused, undecided = (
            either(a, *(getattr(each, name) for each in untold)) for name in ("refused", "undecided")
        )
        low, high = (self.keep(Value(a.total(ends, ones))).number for ends in (least, most))
        assert low is not None
        assert high is not None
        return Counted(low, high, refused, undecided)

    def untold(self, result: Any) -> Told[Number, Truth]:
        """A truth with where it cannot be told, refused before undecided."""
        told = self._told(result)
        if told.refused is None and told.undecided is None:
            return told
        is_open = self.a.opposite(self.a.known([self.number_of_truth(told.truth)], 1))
        refused = None if told.refused is None else self.a.both([is_open, told.refused])
        undecided = None if told.undecided is None else self.a.both([is_open, told.undecided])
        if refused is not None and undecided is not None:
            undecided = self.a.both([undecided, self.a.opposite(refused)])
        return Told(told.truth, refused, undecided)

    def _plain(self, value: Any) -> Value[Number, Truth]:
        """A count as a number, which is missing where it cannot be told."""
        if isinstance(value, Counted):
            number = self.a.only_if(self.a.compare("==", value.low, value.high), value.low)
            return Value(number, value.refused, value.undecided)
        assert isinstance(value, Value)
        return value

    def _told(self, truth: Any) -> Told[Number, Truth]:
        assert isinstance(truth, Told)
        return truth

    def _told_only(self, state: Truth | None) -> Truth | None:
        """Where a state is known to hold: nowhere else."""
        return None if state is None else self.surely(state)

    def surely(self, truth: Truth) -> Truth:
        """Whether a truth is known to hold, which is told everywhere; as the arithmetic says it, where it
        does."""
        if hasattr(self.a, "surely"):
            sure: Truth = self.a.surely(truth)
            return sure
        number = self.a.first_known([self.number_of_truth(truth), self.a.number(_ZERO)])
        return self.a.compare("==", number, self.a.number(_ONE))

    def _number(self, value: Value[Number, Truth]) -> Number:
        return self.a.nothing() if value.number is None else value.number

    def number_of_truth(self, truth: Truth) -> Number:
        """1 where a truth holds, 0 where it does not; missing where it cannot be told."""
        return self.a.choose(truth, self.a.number(_ONE), self.a.number(_ZERO))

    def _any(self, values: Sequence[Value[Number, Truth]], name: str) -> Truth | None:
        states = [state for value in values if (state := getattr(value, name)) is not None]
        return either(self.a, *states) if states else None


__all__ = ["Counted", "StatedTruths", "Told"]
