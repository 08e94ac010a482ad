"""How nodes are judged and rated by what is printed of them: bands, then notches, then limits of the
rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic

from .arithmetic import Arithmetic, Number, Truth
from .choosing import Chosen, choose
from .combining import either
from .expressions import Expression
from .model import TOTAL, Band, Judgement, Node
from .named_values import judgement_of, named_value, number_of, stated_names, word_value
from .names import NamesOf, Outcome, RatingRecord
from .scope import asked_words
from .scoring import Adjustment
from .stated import Stated
from .stated_truths import Told
from .states import Value
from .steps_in_order import bands_of, is_numberless, rating_expressions_of
from .word_options import Choice

if TYPE_CHECKING:
    from .plan import Plan

_ZERO = Fraction(0)


class RatingSteps(Generic[Number, Truth]):
    """What rates the nodes of a plan, by what a run has found (`outcome`)."""

    def __init__(self, plan: Plan, a: Arithmetic[Number, Truth], outcome: Outcome[Number, Truth]) -> None:
        self.plan, self.a, self.outcome = plan, a, outcome

    def names(
        self, at: str, own: Mapping[str, Any], own_judged: Mapping[str, Any], *, sure: bool = False
    ) -> NamesOf[Number, Truth]:
        """What names mean at a node, as plain numbers; `sure` takes them to be there."""

        def value_of(path: str, judged: bool) -> Number:
            number = number_of(self.plan, self.a, self.outcome, path, judged=judged)
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

        return NamesOf(self.plan.scope(at), own, value_of, word_of, self.a.number, self.a.nothing, own_judged)

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
            self.outcome.rated, self.outcome.bands = found.rated, found.chosen

    def rate_node(self, node: Node) -> None:
        """The rating of a node with bands of its own."""
        found = self._rating(node)
        if found is None:
            refused, undecided = self._hindered(node)
            out = self.outcome.nodes[node.path].inapplicable
            self.outcome.words[node.path, "rating"] = Value(None, refused, undecided, out)
            return
        self.outcome.node_bands[node.path] = found.chosen
        word = self._rated_word(node, found.chosen, found.why)
        self.outcome.words[node.path, "rating"] = named_value(self.a, f"rating of {node.path}", word)

    def _rated_word(
        self, node: Node, chosen: Chosen[Number, Truth, Band], why: Value[Number, Truth] | None = None
    ) -> Value[Number, Truth]:
        """The number of a rating, and why there is none: where `why` says nothing of it, it is undecided."""
        a, values = self.a, [self.outcome.nodes[path] for path in self.plan.rating_of(node)]
        number = a.only_if(
            a.compare("<", chosen.number, a.number(Fraction(len(chosen.cases)))), chosen.number
        )
        lacks = a.opposite(a.known([number], 1))
        refused, undecided = self._hindered(node)
        there = [
            a.known([] if value.number is None else [value.number], 1)
            if value.inapplicable is None
            else a.either([a.known([] if value.number is None else [value.number], 1), value.inapplicable])
            for value in values
        ]
        out = next((value.inapplicable for value in values[:1] if value.inapplicable is not None), None)
        open_ = a.both([lacks, *there, *([] if out is None else [a.opposite(out)])])
        if why is None:
            return Value(number, refused, either(a, undecided, open_), out)
        untold = [None if state is None else a.both([open_, state]) for state in (why.refused, why.undecided)]
        return Value(number, either(a, refused, untold[0]), either(a, undecided, untold[1]), out)

    def _hindered(self, node: Node) -> tuple[Truth | None, Truth | None]:
        """Where there is no rating because something is refused, or undecided: the node itself, or where it
        is known what its rating names."""
        a, own = self.a, self.outcome.nodes[node.path]
        if own.number is None:
            return own.refused, own.undecided
        is_known = a.known([own.number], 1)
        named = [self.outcome.nodes[path] for path in self.plan.rating_of(node) if path != node.path]
        refused, undecided = (
            either(a, *(value.refused for value in named)),
            either(a, *(value.undecided for value in named)),
        )
        return (
            either(a, own.refused, None if refused is None else a.both([is_known, refused])),
            either(a, own.undecided, None if undecided is None else a.both([is_known, undecided])),
        )

    def _rating(self, node: Node) -> _Found[Number, Truth] | None:
        """Whether a node is rated, and its band; None where data cannot give all that it hangs on."""
        a, outcome, bands = self.a, self.outcome, bands_of(self.plan.rules, node)
        paths = self.plan.rating_of(node)
        values = [outcome.nodes[path] for path in paths]
        if any(value.number is None and value.inapplicable is None for value in values):
            return None
        leaving = any(value.inapplicable is not None for value in values)
        numbers = [number for path in paths if (number := self._number(path)) is not None]
        own = outcome.printed[node.path]
        rated = a.known(numbers, len(numbers)) if not leaving else self._all_told(node, values)
        steps = _Leaving(self, node) if leaving or self._can_be_open(node) else _Plain(self, node)
        holds = [steps.holds(band, own) for band in bands]
        policy = self.plan.rules.hit_policy if node.path == TOTAL else "first"
        chosen = choose(a, bands, holds, policy)
        record: RatingRecord[Number, Truth] = RatingRecord(rated, chosen.number)
        outcome.ratings[node.path] = record
        record.notched = self._notched(steps, chosen, node.notches, record)
        number = steps.limited(record.notched, chosen)
        number = a.named(f"band of {node.path}", a.only_if(rated, number))
        chosen = Chosen(chosen.cases, chosen.holds, number)
        return _Found(rated, chosen, steps.why())

    def _can_be_open(self, node: Node) -> bool:
        """Whether what rates a node names something that may not be there though all nodes and inputs that
        its bands and limits name are: the raw value, the word of a node, or what its notches name."""
        known: dict[str, bool] = vars(self.plan).setdefault("open_ratings", {})  # kept with the plan
        if node.path not in known:
            known[node.path] = self._names_what_may_lack(node)
        return known[node.path]

    def _names_what_may_lack(self, node: Node) -> bool:
        scope = self.plan.scope(node.path)
        for expression in rating_expressions_of(self.plan.rules, node):
            if "value" in expression.names:
                return True
            if any(choice.path in self.plan.rules.nodes for choice in asked_words(scope, expression.tree)):
                return True
        return any(
            "value" in expression.names or scope.referred(expression)
            for notch in node.notches
            for expression in (notch.amount, notch.when)
            if expression is not None
        )

    def _number(self, path: str) -> Number | None:
        """What says that a node or input is there: its score, or the rating of a node without one."""
        if path in self.plan.rules.nodes and is_numberless(self.plan.rules.nodes[path]):
            rating = self.outcome.words.get((path, "rating"))
            return (self.outcome.nodes[path] if rating is None else rating).number
        return self.outcome.printed[path]

    def _all_told(self, node: Node, values: Sequence[Value[Number, Truth]]) -> Truth:
        """Whether everything is known or does not apply; the node itself is to apply."""
        a, told = self.a, []
        for path, value in zip(self.plan.rating_of(node), values, strict=True):
            number = self._number(path)
            is_known = a.known([] if number is None else [number], 1)
            if value.inapplicable is not None and path != node.path:
                is_known = a.either([is_known, value.inapplicable])
            told.append(is_known)
        return a.both(told)

    def _notched(
        self,
        steps: _Plain[Number, Truth],
        chosen: Chosen[Number, Truth, Band],
        notches: Sequence[Adjustment],
        record: RatingRecord[Number, Truth],
    ) -> Number:
        """The number of the band, moved by all notches that hold: one place better is one less, never past
        the ends. Undecided where they come to no whole number."""
        a, number = self.a, chosen.number
        if not notches:
            return number
        zero, last = a.number(_ZERO), a.number(Fraction(len(chosen.cases) - 1))
        moves = record.moves
        for notch in notches:
            by = steps.amount(notch)
            moves.append(by if notch.when is None else a.choose(steps.truth(notch.when), by, zero))
        places = moves[0] if len(moves) == 1 else a.total(moves, [Fraction(1)] * len(moves))
        whole = a.rounded(places, 0, "half_up")
        moved = a.maximum([zero, a.minimum([last, a.subtract(number, whole)])])
        moved = a.only_if(a.both([a.known([places], 1), a.compare("==", places, whole)]), moved)
        return a.choose(a.compare("<", number, a.number(Fraction(len(chosen.cases)))), moved, number)


@dataclass(frozen=True)
class _Found(Generic[Number, Truth]):
    """Whether a node is rated, its band, and why it has none where everything is known (None: undecided)."""

    rated: Truth
    chosen: Chosen[Number, Truth, Band]
    why: Value[Number, Truth] | None


def within_ends(a: Arithmetic[Number, Truth], band: Band, printed: Number) -> list[Truth]:
    """Of each end that a band has: whether a printed score lies within it."""
    conditions = []
    if band.minimum is not None:
        conditions.append(a.compare(">" if band.above else ">=", printed, a.number(band.minimum)))
    if band.maximum is not None:
        conditions.append(a.compare("<" if band.below else "<=", printed, a.number(band.maximum)))
    return conditions


class _Plain(Generic[Number, Truth]):
    """What the conditions of a rating say where everything that they name is known."""

    def __init__(self, steps: RatingSteps[Number, Truth], node: Node) -> None:
        self.steps, self.node, self.a = steps, node, steps.a
        self.names = self._named()

    def _named(self) -> NamesOf[Number, Truth]:
        outcome, at = self.steps.outcome, self.node.path
        carried, printed = (
            dict[str, Any]() if number is None else {"score": self.a.sure(number)}
            for number in (outcome.nodes[at].number, outcome.printed[at])
        )
        return self.steps.names(at, carried, printed, sure=True)

    @property
    def _record(self) -> RatingRecord[Number, Truth]:
        return self.steps.outcome.ratings[self.node.path]

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
        conditions = self._ends(band, printed)
        if band.when is not None:
            conditions.append(self.truth(band.when))
        return conditions[0] if len(conditions) == 1 else self.a.both(conditions)

    def _ends(self, band: Band, printed: Number | None) -> list[Truth]:
        """Of each end that a band has: whether what is printed of the node, if anything, lies within it."""
        return [] if printed is None else within_ends(self.a, band, self.a.sure(printed))

    def limited(self, number: Number, chosen: Chosen[Number, Truth, Band]) -> Number:
        """The number of the band, no better than the limits of the rating allow."""
        a, ratings = self.a, [band.rating for band in chosen.cases]
        for rating, limits in self._limits().items():
            place = a.number(Fraction(ratings.index(rating)))
            limited = a.only_if(a.known([number], 1), a.maximum([number, place]))
            held = self._one_holds(rating, limits)
            self.steps.outcome.limits[self.node.path, rating] = held
            number = a.choose(held, limited, number)
        return number

    def _limits(self) -> Mapping[str, Sequence[Expression]]:
        """The conditions of the limits of the rating, by rating: one of them is enough."""
        limits: dict[str, list[Expression]] = {}
        for limit in self.node.no_better_than:
            limits.setdefault(limit.rating, []).append(limit.when)
        return limits

    def _one_holds(self, rating: str, conditions: Sequence[Expression]) -> Truth:
        """Whether one of the conditions of a limit holds."""
        truths = [self.truth(condition) for condition in conditions]
        self._record.limits[rating] = truths
        return truths[0] if len(truths) == 1 else self.a.either(truths)

    def why(self) -> Value[Number, Truth] | None:
        """Why there is no rating where everything that its conditions name is known; None: it is undecided
        then."""
        return None


class _Leaving(_Plain[Number, Truth]):
    """The same where something that they name may not apply, or not be there."""

    def __init__(self, steps: RatingSteps[Number, Truth], node: Node) -> None:
        self.stated = Stated(steps.a, f"rating:{node.path}")
        super().__init__(steps, node)
        self.bands: list[Any] = []
        self.limiting: list[Any] = []

    def _named(self) -> NamesOf[Number, Truth]:
        outcome = self.steps.outcome
        at = self.node.path
        own: dict[str, Any] = {"score": Value(outcome.nodes[at].number)}
        if (value := outcome.read.get(at)) is not None:
            own["value"] = value
        printed: dict[str, Any] = {"score": Value(outcome.printed[at])}
        return stated_names(self.steps.plan, outcome, self.stated, at, own, printed)

    def truth(self, condition: Any) -> Truth:
        """Whether a condition holds."""
        truth: Truth = self._told(condition).truth
        return truth

    def _told(self, condition: Expression) -> Any:
        return self.stated.keep_told(condition.evaluate(self.stated, self.names))

    def holds(self, band: Band, printed: Number | None) -> Truth:
        """Whether a band's range and condition are met, kept with why this cannot be told."""
        conditions: list[Any] = [Told(end) for end in self._ends(band, printed)]
        if band.when is not None:
            conditions.append(self._told(band.when))
        told = conditions[0] if len(conditions) == 1 else self.stated.both(conditions)
        told = self.stated.keep_told(told)
        self.bands.append(told)
        return told.truth

    def _one_holds(self, rating: str, conditions: Sequence[Expression]) -> Truth:
        each = [self._told(condition) for condition in conditions]
        self._record.limits[rating] = [told.truth for told in each]
        told = self.stated.either(each)
        told = self.stated.keep_told(told)
        self.limiting.append(told)
        return told.truth

    def why(self) -> Value[Number, Truth] | None:
        """Why there is no rating: what is said of the first band that cannot be told, else of the limits."""
        rated = nothing = self.stated.number(_ZERO)
        for told in reversed(self.bands):
            rated = self.stated.choose(told, nothing, rated)
        untold = [self.stated.untold(told) for told in self.limiting]
        return Value(
            rated.number,
            either(self.a, rated.refused, *(told.refused for told in untold)),
            either(self.a, rated.undecided, *(told.undecided for told in untold)),
        )

    def amount(self, notch: Adjustment) -> Number:
        """By how much a notch moves a rating."""
        number: Number | None = notch.amount.evaluate(self.stated, self.names, judged=True).number
        return self.a.nothing() if number is None else number


__all__ = ["RatingSteps"]
