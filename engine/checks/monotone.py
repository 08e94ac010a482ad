"""Scores whose rise lowers the rating."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cached_property, partial

import z3

from ..meaning.arithmetic.lacking_terms import MayHold, MayLack
from ..meaning.arithmetic.terms import Term
from ..meaning.choosing import taken
from ..meaning.model import Band, Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.settling import Steps, Trial
from ..meaning.spaces import Found, Shown, Space
from ..meaning.states import Value
from ..meaning.steps_in_order import expressions_of, has_steps, has_way
from ..meaning.told_solver import rising
from ..meaning.ways import way_of
from ..meaning.witnesses import Witness, written
from ..meaning.worlds_of_rules import Worlds
from ..words.diagnostics import Diagnostic, Severity, Text, say
from .finding import MEND, MOST, Result, Witnessed, and_others, banded

ID = "monotone"
SEVERITY: Severity = "warning"
WHY = say("A unit that does better in one thing, and in nothing worse, should not be rated lower.")
PASSES = """
bands: [{rating: high, from: 50, when: a >= 50}, {rating: middle, from: 50}, {rating: low, to: 49.99}]
"""
FAILS = """
bands: [{rating: high, from: 50, when: a < 50}, {rating: middle, from: 50}, {rating: low, to: 49.99}]
"""


def check(worlds: Worlds) -> Iterator[Trial[Result]]:
    """One trial for all scores whose betterment lowers the rating, where higher scores are better everywhere,
    or lower ones are, and no formula makes one score of others."""
    rules = worlds.rules
    betters = {rules.scale.better, *map(rules.better_at, rules.nodes.values())}
    if (
        rules.bands
        and len(betters) == 1
        and "none" not in betters
        and not any(_turns(rules, node) for node in rules.nodes.values())
    ):
        yield Trial("", _lowered(worlds))


def _turns(rules: RuleSet, node: Node) -> bool:
    """Whether something that a node's score is worked out of may make it fall where it rises."""
    if node.children:
        return has_way(node)
    return any(Plan.of(rules).referred(own, node.path) for own in expressions_of(node))


def _states(value: Value[MayLack, MayHold]) -> list[Term]:
    """The truths that say in which state a value is."""
    states = [state for state in (value.refused, value.undecided, value.inapplicable) if state is not None]
    there = [] if value.number is None else [value.number.there]
    return [*there, *(side for state in states for side in (state.yes, state.no))]


def _lowered(worlds: Worlds) -> Steps[Result]:
    yield from _Rise(worlds).lowered()


class _Rise:
    """A unit before and after some of its scores do better: rise, where higher scores are better."""

    def __init__(self, worlds: Worlds) -> None:
        self.rules = rules = worlds.rules
        self.is_higher = rules.scale.better == "higher"
        self.before, self.after = banded(worlds), worlds.made(prefix="raised ")
        self.space = Space(
            (self.before, self.after),
            rising(
                self.before,
                self.after,
                ((path, path) for path, score in self.before.outcome.values.items() if score is not None),
            ),
        )
        self._no_worse: dict[str, Term] = {}
        self.after.arithmetic.facts += [*self.risen(), *self.kept(), *self.grown()]
        self.place: dict[str, int] = {}
        for number, band in enumerate(rules.bands):
            self.place.setdefault(band.rating, number)

    def risen(self) -> Iterator[Term]:
        """Of nodes that are no sum of shares: that they do better where all that is below them does. Every
        way of scoring is so, and it is hard to find for the solver. Nothing is said of nodes with more
        steps."""
        for node in self.rules.nodes.values():
            if not node.children or has_steps(self.rules, node) or node.path in self.before.free:
                continue
            paths = [node.path, *(child.path for child in node.children)]
            pairs: list[tuple[Term, Term]] = [
                (self.before.outcome.values.get(path), self.after.outcome.values.get(path)) for path in paths
            ]
            if any(None in pair for pair in pairs):
                continue
            if way_of(node).shares([Fraction(1)] * len(node.children)) is None:
                whole, *below = ((low, high) if self.is_higher else (high, low) for low, high in pairs)
                there = [world.has_score(path) for world in (self.before, self.after) for path in paths]
                yield z3.Implies(z3.And(*there, *(low <= high for low, high in below)), whole[0] <= whole[1])

    def kept(self) -> Iterator[Term]:
        """That a score stays as it is where what data give for it does: nothing else makes it."""
        if self.before.lacking is None:
            return
        for path in self.moving:
            equal = z3.And(
                self.before.has_score(path) == self.after.has_score(path),
                self.before.score(path) == self.after.score(path),
            )
            kept = z3.Implies(self.before.same(self.after, path), equal)
            if self.before.is_within_part(path):
                self.after.inner.append(kept)
            yield kept

    def grown(self) -> Iterator[Term]:
        """Of parts that a proof need not look into: that they do no worse, and are in no other state, where
        everything below them does no worse."""
        before, after = self.before.lacking, self.after.lacking
        if before is None or after is None:
            return
        inputs = [path for path in self.before.free if path in self.rules.inputs]
        for path in filter(self.grows, self.before.parts):
            one, two = before.outcome.nodes[path], after.outcome.nodes[path]
            if one.number is None or two.number is None:
                continue
            below = [inner.path for inner in self.rules.nodes[path].walk() if inner.path in self.before.free]
            same = [mine == its for mine, its in zip(_states(one), _states(two), strict=True)]
            is_grown = one.number.term <= two.number.term
            if not self.is_higher:
                is_grown = two.number.term <= one.number.term
            yield z3.Implies(
                z3.And(*map(self.does_no_worse, (*below, *inputs))),
                z3.And(*same, z3.Implies(one.number.there, is_grown)),
            )

    def grows(self, path: str) -> bool:
        """Whether a part does no worse where everything below it does no worse: combined of what stands below
        it by ways that never fall, with nothing beside that names anything, or is held against what is
        below."""
        for node in self.rules.nodes[path].walk():
            if not node.children:
                continue
            steps = (*node.plus, *node.at_least, *node.at_most)
            if (
                node.best is not None
                or node.notches
                or node.bands
                or way_of(node).unsigned
                or any(child.relative_weight < 0 for child in node.children)
                or any(each.when is not None or each.amount.names for each in steps)
                or node.applies is not None
                or node.refuse
            ):
                return False
        return True

    def lowered(self) -> Steps[Result]:
        """The scores whose rise alone can lower the rating. A rise of several is one after the other, so that
        all are asked about at once first."""
        still: dict[str, Term] = {}
        told = 0
        while True:
            rises = [still.get(path, self.does_no_worse(path)) for path in self.before.free]
            shown = yield Found(self.space, (*rises, self.worse), self.falls)
            if shown is None:
                return
            paths = [path for path in self.moving if path not in still]
            path = self.step(shown, paths)
            for risen in paths if path is None else [path]:
                others = [self.before.same(self.after, kept) for kept in self.before.free if kept != risen]
                alone = yield Found(
                    self.space,
                    (*others, *self.does_better(risen), self.worse),
                    partial(self.falls_alone, risen),
                )
                if alone is not None:
                    yield Witnessed(alone, partial(self.told, risen))
                    told += 1
                if told == MOST:
                    yield Diagnostic(ID, and_others(ID), self.rules.position, MEND, "note")
                    return
                still[risen] = self.before.same(self.after, risen)

    @cached_property
    def moving(self) -> list[str]:
        """The paths of what data give freely, as far as it is a score, of which it is said what is better."""
        rules = self.rules
        return [
            path
            for path in self.before.free
            if path in rules.nodes
            and self.before.outcome.values.get(path) is not None
            and (path not in rules.worded or rules.answers[rules.nodes[path].answers or ""].has_scores)
        ]

    def does_no_worse(self, path: str) -> Term:
        """That what is free does better or as well, or is not there both times; of what is no score that it
        stays as it is. Within a part it has a name: that the part does no worse hangs on no more of it."""
        if path not in self._no_worse:
            truth, names = self.compared(path), self.after.arithmetic.names
            if self.before.is_within_part(path):
                truth = names.truth(f"{path} does no worse", truth)
                names.loose[truth.get_id()] = list
            self._no_worse[path] = truth
        return self._no_worse[path]

    def compared(self, path: str) -> Term:
        """The same, said of the scores."""
        if path not in self.moving:
            return self.before.same(self.after, path)
        worse, better = self.before.score(path), self.after.score(path)
        grown = better >= worse if self.is_higher else better <= worse
        if self.before.lacking is None:
            return grown
        is_there = z3.And(self.before.is_scored(path), self.after.is_scored(path))
        return z3.Or(self.before.same(self.after, path), z3.And(is_there, grown))

    def does_better(self, path: str) -> Iterator[Term]:
        """That a score does better."""
        yield self.before.is_scored(path)
        yield self.after.is_scored(path)
        worse, better = self.before.score(path), self.after.score(path)
        yield better > worse if self.is_higher else better < worse

    @cached_property
    def worse(self) -> Term:
        """That the rating is at a worse place after than before."""
        places = sorted({self.place[band.rating] for band in self.rules.bands})
        given_at: list[list[Term]] = []
        for world in (self.before, self.after):
            given: dict[int, list[Term]] = {place: [] for place in places}
            for term, band in zip(world.given, self.rules.bands, strict=True):
                given[self.place[band.rating]].append(term)
            given_at.append([z3.Or(*terms) for terms in given.values()])
        worse, beyond = [], z3.BoolVal(val=False)
        for before, after in list(zip(*given_at, strict=True))[::-1]:
            worse.append(z3.And(before, beyond))
            beyond = self.after.arithmetic.names.truth("as bad or worse", z3.Or(beyond, after))
        return z3.Or(*worse)

    def falls(self, witnesses: Sequence[Witness]) -> bool:
        before, after = (witness.result.rating for witness in witnesses)
        return before is not None and after is not None and self.place[before] < self.place[after]

    def falls_alone(self, path: str, witnesses: Sequence[Witness]) -> bool:
        """The same, where one score does better and everything else is as it was."""
        before, after = (witness.given for witness in witnesses)
        scores = [witness.result.outcome.values.get(path) for witness in witnesses]
        if None in scores or {**before, path: 0} != {**after, path: 0}:
            return False
        low, high = scores if self.is_higher else scores[::-1]
        return bool(low < high) and self.falls(witnesses)  # type: ignore[operator]

    def step(self, shown: Shown, paths: Sequence[str]) -> str | None:
        """Of scores that rise together, one that lowers the rating; None where the units between have
        none."""
        before, after = (witness.given for witness in shown.witnesses)
        rising = [path for path in paths if before.get(path) != after.get(path)]

        def place(count: int) -> int | None:
            mixed = {**before, **{path: after[path] for path in rising[:count] if path in after}}
            rating = Witness.of(self.before.plan, mixed).result.rating
            return None if rating is None else self.place[rating]

        low, high = 0, len(rising)
        best = place(low)
        while high - low > 1:
            middle = (low + high) // 2
            here = place(middle)
            if here is None or best is None:
                return None
            if here > best:
                high = middle
            else:
                low, best = middle, here
        return rising[low] if rising else None

    def order_hint(self, low: Witness, high: Witness) -> Text | None:
        """What to do where the cause is the order of bands: the one that counts as better takes lower totals
        only. None where it is not."""
        better, worse = taken(low.result.outcome.bands), taken(high.result.outcome.bands)
        if not self.is_higher:
            return self.turned_hint(better, worse)
        if (
            better is None
            or worse is None
            or better.maximum is None
            or worse.minimum is None
            or better.maximum > worse.minimum
        ):
            return None
        words = {"better": better.rating, "worse": worse.rating, "to": better.maximum, "from": worse.minimum}
        return say(
            "bands stand best first: {better} (to {to}) stands above {worse} (from {from}), as if it were "
            "the better rating; turn the order round",
            **words,
        )

    def turned_hint(self, better: Band | None, worse: Band | None) -> Text | None:
        """The same where lower scores are better."""
        if better is None or worse is None or better.minimum is None or worse.maximum is None:
            return None
        if better.minimum < worse.maximum:
            return None
        return say(
            "bands stand best first: {better} (from {from}) stands above {worse} (to {to}), as if it were "
            "the better rating; turn the order round, or mend better in the scale",
            **{"better": better.rating, "worse": worse.rating, "from": better.minimum, "to": worse.maximum},
        )

    def told(self, path: str, witnesses: Sequence[Witness]) -> Diagnostic:
        low, high = witnesses
        better, worse = low.result.rating, high.result.rating
        scores = [witness.shown(path) for witness in witnesses]  # as printed, if that shows the rise
        if scores[0] == scores[1]:
            scores = [Fraction(witness.result.outcome.values[path] or 0) for witness in witnesses]
        before, after = (written(score, self.rules.scale.decimals) for score in scores)
        words = {
            "node": self.rules.short_name(path),
            "low": before,
            "high": after,
            "better": better,
            "worse": worse,
            "witness": low.in_words(),
        }
        message = (
            say(
                "raising {node} from {low} to {high} lowers the rating from {better} to {worse}: {witness}",
                **words,
            )
            if self.is_higher
            else say(
                "lowering {node} from {low} to {high}, which is better, makes the rating {worse} instead of "
                "{better}: {witness}",
                **words,
            )
        )
        given = taken(high.result.outcome.bands)
        assert given is not None
        hint = self.order_hint(low, high) or say(
            "check the signs (<, >) in the conditions of {better} and {worse}", better=better, worse=worse
        )
        return Diagnostic(ID, message, given.position, hint, SEVERITY, self.rules.short_name(path))
