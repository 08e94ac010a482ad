"""How nodes are judged and rated by what is printed of them: bands, then notches, then limits of the
rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic

from .arithmetic import Arithmetic, Number, Truth
from .choosing import Chosen, choose
from .combining import either
from .model import TOTAL, Band, Judgement, Node
from .names import NamesOf, Outcome
from .node_steps import judgement_of, printed_of, stated_names, word_value
from .scoring import Adjustment
from .stated import Stated
from .states import Value
from .steps_in_order import bands_of
from .word_options import Choice

if TYPE_CHECKING:
    from .plan import Plan

_ZERO = Fraction(0)


class RatingSteps(Generic[Number, Truth]):
    """What rates the nodes of a plan, by what a run has found (`outcome`)."""

    def __init__(self, plan: Plan, a: Arithmetic[Number, Truth], outcome: Outcome[Number, Truth]) -> None:
        self.plan, self.a, self.outcome = plan, a, outcome

    def names(self, at: str, own: Mapping[str, Any], *, sure: bool = False) -> NamesOf[Number, Truth]:
        """What names mean at a node, as plain numbers, the printed ones; `sure` takes them to be there."""

        def value_of(path: str, judged: bool) -> Number:  # noqa: ARG001
            number = printed_of(self.plan, self.a, self.outcome, path)
            if number is None:
                return self.a.nothing()
            # a table may have no row where everything that it is looked up by is there
            is_sure = sure and path not in self.plan.rules.table_columns
            return self.a.sure(number) if is_sure else number

        def word_of(choice: Choice) -> Number:
            number = self._word(choice).number
            if number is None:
                return self.a.nothing()
            return self.a.sure(number) if sure else number

        return NamesOf(self.plan.scope(at), own, value_of, word_of, self.a.number, self.a.nothing)

    def _word(self, choice: Choice) -> Value[Number, Truth]:
        """The number of the word that is said of a node or input; of the whole its rating."""
        if choice.kind == "rating" and choice.path == TOTAL:
            bands = self.outcome.bands
            return Value() if bands is None else self._rated_word(self.plan.rules.total, bands)
        return word_value(self.plan, self.a, self.outcome, choice)

    def judgement(self, node: Node) -> Chosen[Number, Truth, Judgement]:
        """What a node is judged to be, by what is printed of it."""
        return judgement_of(self.plan, self.a, self.outcome, node)

    # ratings

    def rate_total(self) -> None:
        """The rating of the whole, where data can give all that it hangs on."""
        found = self._rating(self.plan.rules.total)
        if found is not None:
            self.outcome.rated, self.outcome.bands = found

    def rate_node(self, node: Node) -> None:
        """The rating of a node with bands of its own."""
        found = self._rating(node)
        if found is None:
            values = [self.outcome.nodes[path] for path in self.plan.rating_of(node)]
            refused = either(self.a, *(value.refused for value in values))
            undecided = either(self.a, *(value.undecided for value in values))
            out = values[0].inapplicable
            self.outcome.words[node.path, "rating"] = Value(None, refused, undecided, out)
            return
        _, chosen = found
        self.outcome.node_bands[node.path] = chosen
        self.outcome.words[node.path, "rating"] = self._rated_word(node, chosen)

    def _rated_word(self, node: Node, chosen: Chosen[Number, Truth, Band]) -> Value[Number, Truth]:
        """The number of a rating, and why there is none."""
        a, values = self.a, [self.outcome.nodes[path] for path in self.plan.rating_of(node)]
        number = a.only_if(
            a.compare("<", chosen.number, a.number(Fraction(len(chosen.cases)))), chosen.number
        )
        lacks = a.opposite(a.known([number], 1))
        refused = either(a, *(value.refused for value in values))
        undecided = either(a, *(value.undecided for value in values))
        there = [
            a.known([] if value.number is None else [value.number], 1)
            if value.inapplicable is None
            else a.either([a.known([] if value.number is None else [value.number], 1), value.inapplicable])
            for value in values
        ]
        untold = a.both([lacks, *there])
        out = next((value.inapplicable for value in values[:1] if value.inapplicable is not None), None)
        if out is not None:
            untold = a.both([untold, a.opposite(out)])
        return Value(number, refused, either(a, undecided, untold), out)

    def _rating(self, node: Node) -> tuple[Truth, Chosen[Number, Truth, Band]] | None:
        """Whether a node is rated, and its band; None where data cannot give all that it hangs on."""
        a, outcome, bands = self.a, self.outcome, bands_of(self.plan.rules, node)
        paths = self.plan.rating_of(node)
        values = [outcome.nodes[path] for path in paths]
        if any(value.number is None and value.inapplicable is None for value in values):
            return None
        leaving = any(value.inapplicable is not None for value in values)
        numbers = [number for path in paths if (number := outcome.printed[path]) is not None]
        own = outcome.printed[node.path]
        rated = a.known(numbers, len(numbers)) if not leaving else self._all_told(node, values)
        steps = _Leaving(self, node) if leaving else _Plain(self, node)
        holds = [steps.holds(band, own) for band in bands]
        policy = self.plan.rules.hit_policy if node.path == TOTAL else "first"
        chosen = choose(a, bands, holds, policy)
        number = steps.limited(self._notched(steps, chosen, node.notches), chosen)
        return rated, Chosen(chosen.cases, chosen.holds, a.only_if(rated, number))

    def _all_told(self, node: Node, values: Sequence[Value[Number, Truth]]) -> Truth:
        """Whether everything is known or does not apply; the node itself is to apply."""
        a, told = self.a, []
        for path, value in zip(self.plan.rating_of(node), values, strict=True):
            is_known = a.known([] if value.number is None else [value.number], 1)
            if value.inapplicable is not None and path != node.path:
                is_known = a.either([is_known, value.inapplicable])
            told.append(is_known)
        return a.both(told)

    def _notched(
        self, steps: _Plain[Number, Truth], chosen: Chosen[Number, Truth, Band], notches: Sequence[Adjustment]
    ) -> Number:
        """The number of the band, moved: one place better is one less, never past the ends. Undecided where a
        notch is no whole number."""
        a, number = self.a, chosen.number
        if not notches:
            return number
        first, last = a.number(_ZERO), a.number(Fraction(len(chosen.cases) - 1))
        for notch in notches:
            by = steps.amount(notch)
            whole = a.rounded(by, 0, "half_up")
            moved = a.maximum([first, a.minimum([last, a.subtract(number, whole)])])
            moved = a.only_if(a.both([a.known([by], 1), a.compare("==", by, whole)]), moved)
            if notch.when is not None:
                moved = a.choose(steps.truth(notch.when), moved, number)
            number = a.choose(a.compare("<", number, a.number(Fraction(len(chosen.cases)))), moved, number)
        return number


class _Plain(Generic[Number, Truth]):
    """What the conditions of a rating say where everything that they name is known."""

    def __init__(self, steps: RatingSteps[Number, Truth], node: Node) -> None:
        self.steps, self.node, self.a = steps, node, steps.a
        self.names = self._named()

    def _named(self) -> NamesOf[Number, Truth]:
        own = self.steps.outcome.printed[self.node.path]
        names = {} if own is None else {"score": self.a.sure(own)}
        return self.steps.names(self.node.path, names, sure=True)

    def truth(self, condition: Any) -> Truth:
        """Whether a condition holds."""
        truth: Truth = condition.evaluate(self.a, self.names)
        return truth

    def amount(self, notch: Adjustment) -> Number:
        """By how much a notch moves a rating."""
        amount: Number = notch.amount.evaluate(self.a, self.names, judged=True)
        return amount

    def holds(self, band: Band, printed: Number | None) -> Truth:
        """Whether printed scores meet a band's range and condition (bands before it are not considered)."""
        a, conditions = self.a, []
        if band.minimum is not None and printed is not None:
            sign = ">" if band.above else ">="
            conditions.append(a.compare(sign, a.sure(printed), a.number(band.minimum)))
        if band.maximum is not None and printed is not None:
            sign = "<" if band.below else "<="
            conditions.append(a.compare(sign, a.sure(printed), a.number(band.maximum)))
        if band.when is not None:
            conditions.append(self.truth(band.when))
        return conditions[0] if len(conditions) == 1 else a.both(conditions)

    def limited(self, number: Number, chosen: Chosen[Number, Truth, Band]) -> Number:
        """The number of the band, no better than the limits of the rating allow."""
        a, ratings = self.a, [band.rating for band in chosen.cases]
        for limit in self.node.no_better_than:
            place = a.number(Fraction(ratings.index(limit.rating)))
            limited = a.only_if(a.known([number], 1), a.maximum([number, place]))
            number = a.choose(self.truth(limit.when), limited, number)
        return number


class _Leaving(_Plain[Number, Truth]):
    """The same where something that they name may not apply."""

    def _named(self) -> NamesOf[Number, Truth]:
        outcome = self.steps.outcome
        own: dict[str, Any] = {"score": Value(outcome.printed[self.node.path])}
        return stated_names(self.steps.plan, outcome, Stated(self.a), self.node.path, own)

    def truth(self, condition: Any) -> Truth:
        """Whether a condition holds."""
        truth: Truth = condition.evaluate(Stated(self.a), self.names).truth
        return truth

    def amount(self, notch: Adjustment) -> Number:
        """By how much a notch moves a rating."""
        number: Number | None = notch.amount.evaluate(Stated(self.a), self.names, judged=True).number
        return self.a.nothing() if number is None else number


__all__ = ["RatingSteps"]
