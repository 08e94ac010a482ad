"""The steps by which a node comes to its value, in their fixed order: the raw value or what is looked up
instead, whether the node applies, contradictions, the way of scoring, what stands in for a missing outcome,
what is added, the limits, the rounding.

A score that data give stands for all of it: only whether the node applies, and contradictions, are held
against it."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any, Generic

from .arithmetic import Arithmetic, Number, Truth
from .combining import either
from .expressions import Expression, dotted
from .given_values import raw_read
from .model import AnswerScale, Node
from .named_values import named_value, stated_names
from .names import NamesOf, Outcome
from .points_tables import found, from_table, from_whole_table
from .printed_scores import printed_score
from .scoring import NOT_APPLICABLE, Adjustment, Case, RawValue
from .stated import Stated
from .states import Value
from .word_options import Choice

if TYPE_CHECKING:
    from .plan import Plan

_ZERO = Fraction(0)


class NodeSteps(Generic[Number, Truth]):
    """One node on its way: `raw` is what data give for it (None: nothing), `refused` where that cannot be."""

    def __init__(
        self,
        plan: Plan,
        a: Arithmetic[Number, Truth],
        outcome: Outcome[Number, Truth],
        node: Node,
        raw: Number | None,
        refused: Truth | None = None,
    ) -> None:
        self.plan, self.a, self.outcome, self.node, self.raw = plan, a, outcome, node, raw
        self.refused = refused
        self.stated = Stated(a, f"steps:{node.path}")
        self.steps = 0

    def _kept(self, value: Value[Number, Truth]) -> Value[Number, Truth]:
        """The same value, kept under a name of its own after a step."""
        self.steps += 1
        return named_value(self.a, f"step {self.steps} of {self.node.path}", value)

    @property
    def is_raw(self) -> bool:
        """Whether what data give is no score, but something that a score is made of."""
        return self.node.is_raw or self.reads_words

    @property
    def reads_words(self) -> bool:
        """Whether data give it the number of a word."""
        return self.node.path in self.plan.rules.worded

    @cached_property
    def scale(self) -> AnswerScale:
        """The words that data give for it."""
        return self.plan.rules.answers[self.node.answers or ""]

    @cached_property
    def word_read(self) -> Value[Number, Truth]:
        """The number of the word that data give; missing where they give a score instead."""
        value, a = self.value_read, self.a
        scores = self.scale.scores_given(reversed_=self.node.reversed)
        if value.number is None or not scores:
            return value
        is_word = a.compare("<", value.number, a.number(Fraction(len(self.scale.words))))
        return Value(a.only_if(is_word, value.number), value.refused)

    @cached_property
    def score_read(self) -> Number | None:
        """The score that data give instead of a word, which stands; None for no unit."""
        a, number = self.a, self.value_read.number
        scores = self.scale.scores_given(reversed_=self.node.reversed)
        if number is None or not scores:
            return None
        given, first = a.nothing(), len(self.scale.words)
        for place, score in enumerate(scores, first):
            is_it = a.compare("==", number, a.number(Fraction(place)))
            given = a.choose(is_it, a.number(score), given)
        return given

    def word_of(self, value: Value[Number, Truth]) -> Value[Number, Truth]:
        """The number of the word that data give, or of the score in its place, as far as the node has a
        value."""
        number = self.value_read.number
        if number is not None:
            is_known = self.a.known([] if value.number is None else [value.number], 1)
            number = self.a.only_if(is_known, number)
        return Value(number, value.refused, value.undecided, value.inapplicable)

    @cached_property
    def value_read(self) -> Value[Number, Truth]:
        """The raw value, as the rules say that it is read."""
        if not self.is_raw:
            return Value()
        if self.node.value is None:
            return Value(self.raw, self.refused)
        return Value(raw_read(self.a, self.node.value, self.raw, self.refused), self.refused)

    # the value

    def made(self, combined: Value[Number, Truth] | None) -> Value[Number, Truth]:
        """What the rules make of it, up to where it is rounded; `combined` is what its children make, where
        these are its way."""
        made = self._way() if combined is None else combined
        if self.node.stand_in is not None:
            made = self._with_stand_in(self._kept(made))
        for adjustments, operation in (
            (self.node.plus, self.stated.add),
            (self.node.at_least, lambda one, other: self.stated.maximum([one, other])),
            (self.node.at_most, lambda one, other: self.stated.minimum([one, other])),
        ):
            before = made = self._kept(made) if adjustments else made
            for adjustment in adjustments:
                made = self._kept(self._adjusted(made, before, adjustment, operation))
        return self._rounded(made)

    def held(self, value: Value[Number, Truth]) -> Value[Number, Truth]:
        """A value as far as the node applies, what data give for it can be, and nothing contradicts it."""
        a, refused = self.a, self.refused
        for refusal in self.node.refuse:
            told = self.stated.keep_told(self.stated.untold(self._evaluated(refusal.when)))
            refused = either(a, refused, self.stated.surely(told.truth))
        if refused is not None:
            value = self._where(self._kept(value), a.opposite(refused), refused=refused)
        if self.node.notches:
            value = self._notched(self._kept(value))
        return value if self.node.applies is None else self._applying(self._kept(value), self.node.applies)

    def _where(
        self, value: Value[Number, Truth], inside: Truth, *, refused: Truth | None = None
    ) -> Value[Number, Truth]:
        """A value where something holds, which is told everywhere; elsewhere it is what `refused` says."""
        a = self.a
        number = None if value.number is None else a.only_if(inside, value.number)
        own, undecided, out = (
            None if state is None else a.both([inside, state])
            for state in (value.refused, value.undecided, value.inapplicable)
        )
        return Value(number, either(a, own, refused), undecided, out, value.assumed)

    def _applying(self, value: Value[Number, Truth], applies: Expression) -> Value[Number, Truth]:
        """Where it applies the value, where it does not nothing; where that cannot be told the node is as
        what it hangs on, or refused as its cell is."""
        a, stated = self.a, self.stated
        told = stated.keep_told(stated.untold(stated.keep_told(self._evaluated(applies))))
        inside, out = self.stated.surely(told.truth), self.stated.surely(a.opposite(told.truth))
        held = self._where(value, inside)
        cell = None if self.refused is None else a.both([self.refused, a.opposite(out)])
        return Value(
            held.number,
            either(a, held.refused, cell, told.refused),
            either(a, held.undecided, told.undecided),
            either(a, held.inapplicable, out),
            held.assumed,
        )

    def _notched(self, value: Value[Number, Truth]) -> Value[Number, Truth]:
        """A value where all notches of its rating can be told, and are whole numbers: else the node is as
        what they hang on."""
        a = self.a
        if value.number is None:
            return value
        own, zero, places = self._own(value), self.stated.number(_ZERO), self.stated.number(_ZERO)
        for notch in self.node.notches:
            by = self._evaluated(notch.amount, own, judged=True)
            if notch.when is not None:
                by = self.stated.choose(self._evaluated(notch.when, own), by, zero)
            places = self._kept(self.stated.value(self.stated.add(places, by)))
        is_whole = self.stated.compare("==", places, self.stated.rounded(places, 0, "half_up"))
        told = self.stated.choose(is_whole, zero, Value(None, undecided=a.known([], 0)))
        return self._kept(self._as_far_as(value, self.stated.value(told), value))

    def _as_far_as(
        self, value: Value[Number, Truth], other: Value[Number, Truth], before: Value[Number, Truth]
    ) -> Value[Number, Truth]:
        """A value where another one is known too; where there was one `before`, the states of that other one
        are its own."""
        a = self.a
        if before.number is None:
            return value
        is_there = a.known([before.number], 1)
        is_known = a.known([] if other.number is None else [other.number], 1)

        def there(state: Truth | None) -> Truth | None:
            return None if state is None else a.both([is_there, state])

        return Value(
            None if value.number is None else a.only_if(is_known, value.number),
            either(a, value.refused, there(other.refused)),
            either(a, value.undecided, there(other.undecided)),
            value.inapplicable,
            value.assumed,
        )

    # the way

    def _way(self) -> Value[Number, Truth]:
        node = self.node
        if node.cases:
            return self._of_cases(node.cases)
        return self._outcome(Case(None, node.answers, node.points, node.score, node.of))

    def _of_cases(self, cases: Sequence[Case]) -> Value[Number, Truth]:
        """The way of the first case that holds; one that cannot be told is never passed over."""
        value: Value[Number, Truth] = Value(None, undecided=self.a.known([], 0))
        for case in reversed(cases):
            own = self._outcome(case)
            if case.when is None:
                value = own
            else:
                chosen = self.stated.choose(self._evaluated(case.when), own, value)
                value = self._kept(self.stated.value(chosen))
        return value

    def _outcome(self, case: Case) -> Value[Number, Truth]:
        """What one way makes of what it looks at."""
        if case.score is not None:
            return (
                Value() if self._is_of_nothing(case.score) else self.stated.value(self._evaluated(case.score))
            )
        looked = case.of or self.node.of
        if case.points is not None:
            value = (
                self.value_read if looked is None else self.stated.value(self._evaluated(looked, judged=True))
            )
            raw = self._raw_of(looked)
            if raw is not None and case.points.takes_all(raw):
                return from_whole_table(self.a, case.points, value)
            return from_table(self.a, case.points, value)
        words = self._choice(looked)
        if words is None or (looked is not None and case.answers is None):
            return (
                self.value_read if looked is None else self.stated.value(self._evaluated(looked, judged=True))
            )
        return self._from_words(words, case.answers)

    def _is_of_nothing(self, formula: Expression) -> bool:
        """Whether a formula is one of the raw value alone, and no unit has one."""
        return (
            self.value_read == Value()
            and formula.is_strict
            and "value" in formula.names
            and not self._names.scope.referred(formula)
        )

    def _choice(self, looked: Expression | None) -> Choice | None:
        """The word that is looked up; None where it is a number."""
        if looked is not None:
            name = dotted(looked.tree)
            options = None if name is None else self._names.options(name)
            return None if options is None or options.is_list else options.choices[0][0]
        if not self.reads_words:
            return None
        return Choice(self.node.path, "answer", self.scale.words, lambda _: self.word_read)

    def _from_words(self, choice: Choice, scale_id: str | None) -> Value[Number, Truth]:
        """The score of a word, by a scale; where it has none there it is refused, or undecided if it is the
        word of something else. Where words have no scores, the number of the word."""
        a, value, is_own = self.a, choice.number, choice.path == self.node.path
        scale = self.plan.rules.answers[scale_id or ""]
        if value.number is None or not scale.has_scores:
            return value  # type: ignore[no-any-return]
        number = a.nothing()
        for place, word in enumerate(choice.words):
            score = scale.score(word, reversed_=self.node.reversed)
            if score is not None:
                is_it = a.compare("==", value.number, a.number(Fraction(place)))
                number = a.choose(is_it, a.number(score), number)
        scored = found(a, value, number)
        out = either(a, scored.inapplicable, self._is_one(choice, value.number, scale.leaving))
        lacks = self._is_one(choice, value.number, scale.lacking)
        untold = scored.undecided
        for said in (self._is_one(choice, value.number, scale.leaving), lacks):
            if said is not None and untold is not None:
                untold = a.both([untold, a.opposite(self.stated.surely(said))])
        if not is_own:
            return Value(scored.number, scored.refused, untold, out)
        # a word that only other cases know is no answer here
        return Value(scored.number, either(a, scored.refused, untold), None, out)

    def _is_one(self, choice: Choice, number: Number, words: Sequence[str]) -> Truth | None:
        """Where a choice is one of some words; None for no unit."""
        numbers = [place for place, word in enumerate(choice.words) if word in words]
        truths = [self.a.compare("==", number, self.a.number(Fraction(place))) for place in numbers]
        found = either(self.a, *truths)
        return None if found is None else self.stated.surely(found)

    def _raw_of(self, looked: Expression | None) -> RawValue | None:
        """What the raw value can be that is looked up: the node's own, or an input's; None for others."""
        if looked is None:
            return self.node.value if self.is_raw else None
        name = dotted(looked.tree)
        named = None if name is None or name in self._names.own else self._names.scope.find(name)
        if named is None or named.kind != "node" or named.paths[0] not in self.plan.rules.inputs:
            return None
        return self.plan.rules.inputs[named.paths[0]].value

    # after the way

    def _with_stand_in(self, value: Value[Number, Truth]) -> Value[Number, Truth]:
        """A value with what stands in its place where it is missing."""
        a, stand_in = self.a, self.node.stand_in
        lacks = a.known([], 0) if value.number is None else a.opposite(a.known([value.number], 1))
        others = [
            state for state in (value.refused, value.undecided, value.inapplicable) if state is not None
        ]
        missing = a.both([lacks, *(a.opposite(state) for state in others)])
        if stand_in == NOT_APPLICABLE:
            out = either(a, value.inapplicable, missing)
            return Value(value.number, value.refused, value.undecided, out, value.assumed)
        assert stand_in is not None
        assert not isinstance(stand_in, str)
        number = a.only_if(missing, a.number(stand_in))
        number = number if value.number is None else a.first_known([value.number, number])
        assumed = either(a, value.assumed, missing)
        return Value(number, value.refused, value.undecided, value.inapplicable, assumed)

    def _adjusted(
        self,
        value: Value[Number, Truth],
        before: Value[Number, Truth],
        adjustment: Adjustment,
        operation: Any,
    ) -> Value[Number, Truth]:
        """A value with something added, or within a limit; one that is missing or does not apply stays so. In
        the amount and its condition the score is what it was `before` the step."""
        if before.number is None:
            return value
        own = self._own(before) if adjustment.names_score else None
        now = Value[Number, Truth](value.number)
        changed = operation(now, self._evaluated(adjustment.amount, own))
        if adjustment.when is not None:
            condition = self._evaluated(adjustment.when, own)
            changed = self.stated.choose(condition, changed, now)
        told, a = self.stated.value(changed), self.a
        made = self._as_far_as(value, told, before)
        number = None if told.number is None else a.only_if(a.known([before.number], 1), told.number)
        return Value(number, made.refused, made.undecided, made.inapplicable, made.assumed)

    def _own(self, value: Value[Number, Truth]) -> tuple[Value[Number, Truth], Value[Number, Truth]]:
        """What `score` means: as it is carried, and as it is printed."""
        assert value.number is not None
        return Value(value.number), Value(printed_score(self.a, self.plan.rules, self.node, value.number))

    def _rounded(self, value: Value[Number, Truth]) -> Value[Number, Truth]:
        step = self.node.round
        if step is None or value.number is None:
            return value
        if step.step is not None:
            number = self.a.to_step(value.number, step.step, step.rounding or self.plan.rules.scale.rounding)
        else:
            number = self.a.rounded(value.number, step.decimals, step.rounding)
        return Value(number, value.refused, value.undecided, value.inapplicable, value.assumed)

    # expressions

    @cached_property
    def _names(self) -> NamesOf[Number, Truth]:
        return stated_names(self.plan, self.outcome, self.stated, self.node.path, {"value": self.value_read})

    def _evaluated(
        self,
        expression: Expression,
        score: tuple[Value[Number, Truth], Value[Number, Truth]] | None = None,
        *,
        judged: bool = False,
    ) -> Any:
        """An expression over values with their states; `score` is what its own name means, carried and
        printed."""
        names = self._names
        if score is not None:
            own, own_judged = {**names.own, "score": score[0]}, {"score": score[1]}
            names = NamesOf(
                names.scope, own, names.value_of, names.word_of, names.number, names.nothing, own_judged
            )
        return expression.evaluate(self.stated, names, judged=judged)


__all__ = ["NodeSteps"]
