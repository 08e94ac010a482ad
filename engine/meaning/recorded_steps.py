"""Steps of a node that keep what they did, of one unit in exact arithmetic; and those that keep what they
heard of the rules, in any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from .arithmetic import Number, Truth
from .arithmetic.exact import Exact
from .node_steps import NodeSteps
from .points_tables import row_taking
from .scoring import Adjustment, Case
from .states import Value
from .step_records import AdjustedBy, AdjustmentKey, HeardOf, StepRecord, WayTaken
from .word_options import Choice

_Value = Value[Exact, "bool | None"]


class HeardSteps(NodeSteps[Number, Truth]):
    """Steps as everywhere, which keep what they `heard` of the rules."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.heard = HeardOf()

    def _evaluated(self, expression: Any, score: Any = None, *, judged: bool = False) -> Any:
        found = super()._evaluated(expression, score, judged=judged)
        self.heard.came[id(expression)] = found
        return found

    def _outcome(self, case: Case) -> Value[Number, Truth]:
        made = super()._outcome(case)
        if case.points is not None:
            self.heard.looked[id(case.points)] = self._seen(case)
        return made

    def _seen(self, case: Case) -> Value[Number, Truth]:
        """What a way of scoring looked at."""
        looked = case.of or self.node.of
        if looked is None:
            return self.value_read
        return self.stated.value(self.heard.came.get(id(looked), Value()))

    def _adjusted(
        self,
        value: Value[Number, Truth],
        before: Value[Number, Truth],
        adjustment: Adjustment,
        operation: Any,
    ) -> Value[Number, Truth]:
        if before.number is not None:
            self.heard.before[id(adjustment)] = value.number
        return super()._adjusted(value, before, adjustment, operation)


class RecordedSteps(HeardSteps[Exact, "bool | None"]):
    """Steps of one unit, with a `record` of what they found."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.record = StepRecord()
        self._looked: dict[int, WayTaken] = {}
        self._word: str | None = None

    def _truth(self, condition: Any) -> bool | None:
        """What a condition came to when it was evaluated."""
        return True if condition is None else cast("bool | None", self.heard.came[id(condition)].truth)

    def made(self, combined: _Value | None) -> _Value:
        """What the rules make of it, up to where it is rounded."""
        value = super().made(combined)
        if combined is None and not self.node.cases:
            self.record.way = next(iter(self._looked.values()), None)
        return value

    def _of_cases(self, cases: Sequence[Case]) -> _Value:
        value = super()._of_cases(cases)
        for case in cases:
            holds = self._truth(case.when)
            self.record.cases.append((case, holds))
            if holds is not False:  # one that cannot be told is never passed over
                self.record.way = self._looked[id(case)] if holds else None
                break
        return value

    def _outcome(self, case: Case) -> _Value:
        self._word = None
        made = super()._outcome(case)
        seen, row = self._seen(case), None
        if case.points is not None and seen.number is not None:
            row = row_taking(case.points, seen.number)
        self._looked[id(case)] = WayTaken(case, seen, made, self._word, row)
        return made

    def _from_words(self, choice: Choice, scale_id: str | None) -> _Value:
        number = choice.number.number
        if number is not None and 0 <= number < len(choice.words):
            self._word = choice.words[int(number)]
        return super()._from_words(choice, scale_id)

    def _with_stand_in(self, value: _Value) -> _Value:
        made = super()._with_stand_in(value)
        self.record.stood_in = (value.number, value.inapplicable) != (made.number, made.inapplicable)
        return made

    def _adjusted(self, value: _Value, before: _Value, adjustment: Adjustment, operation: Any) -> _Value:
        made = super()._adjusted(value, before, adjustment, operation)
        if before.number is not None:
            keys: tuple[AdjustmentKey, ...] = ("plus", "at_least", "at_most")
            key = next(key for key in keys if any(own is adjustment for own in getattr(self.node, key)))
            amount = self.stated.value(self.heard.came[id(adjustment.amount)])
            self.record.adjusted.append(
                AdjustedBy(key, adjustment, self._truth(adjustment.when), amount, value.number, made.number)
            )
        return made

    def _rounded(self, value: _Value) -> _Value:
        made = super()._rounded(value)
        if made.number is not None and self.node.round is not None:
            self.record.rounded = (value.number, made.number)
        return made

    def held(self, value: _Value) -> _Value:
        """A value as far as the node applies, what data give for it can be, and nothing contradicts it."""
        made = super().held(value)
        node = self.node
        self.record.refusals = [(refusal, self._truth(refusal.when)) for refusal in node.refuse]
        self.record.applies = self._truth(node.applies)
        return made


__all__ = ["HeardSteps", "RecordedSteps"]
