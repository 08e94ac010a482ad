"""A rule set as steps in dependency order, and the one loop that runs them in any arithmetic.

Everything a rule set means happens here once: which values count, given values before computed ones, the
states of values, missing answers, combining, rounding, judging, choosing. An arithmetic only says what a
number is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeVar, cast

from .arithmetic import Arithmetic, Number, Truth
from .combining import combine, first_known, given_or_made
from .expressions import Expression
from .given_values import answers_that_count, raw_read, with_states
from .lookups import in_numbers
from .model import TOTAL, Node, RuleSet, Target, above_of
from .named_values import named_value, names_of_judgement
from .names import NamesOf, Outcome, Values
from .node_steps import NodeSteps
from .printed_scores import printed_score
from .rating_steps import RatingSteps
from .reach import Reach
from .scope import Scope, is_pure
from .states import Given, Value
from .step_records import StepRecord
from .steps_in_order import (
    combines,
    expressions_of,
    has_steps,
    in_order,
    is_numberless,
    needed_for,
    rating_expressions_of,
)
from .work import run_over

Count = TypeVar("Count")
Enough = TypeVar("Enough")


@dataclass(frozen=True)
class Plan:
    """The nodes, children before parents, and what must be known before a unit can be rated."""

    rules: RuleSet

    @classmethod
    def of(cls, rules: RuleSet) -> Plan:
        """The plan of a rule set, made once and kept with it."""
        kept = vars(rules)
        plan: Plan = kept.get("plan") or kept.setdefault("plan", cls(rules))
        return plan

    @cached_property
    def reach(self) -> Reach:
        """What the scores of its nodes can be."""
        return Reach(self.rules)

    @cached_property
    def span(self) -> tuple[Fraction, Fraction]:
        """Between which ends the total lies: those of the scale, within which data may give it, and those of
        what the rules make of it."""
        scale, (low, high) = self.rules.scale, self.reach.ends(self.rules.total)
        low = min(low, scale.minimum) if scale.bounded_below else low
        return low, max(high, scale.maximum) if scale.bounded_above else high

    @cached_property
    def rows_in_numbers(self) -> Mapping[str, Sequence[Sequence[Fraction]]]:
        """By reference table its rows, with numbers for words."""
        return {name: in_numbers(self, table) for name, table in self.rules.tables.items()}

    @cached_property
    def rows_alike(self) -> dict[tuple[str, int, int], Mapping[Fraction, Sequence[int]]]:
        """What is known of rows of reference tables that are alike in some keys (see lookups.py)."""
        return {}

    @cached_property
    def steps(self) -> tuple[Node, ...]:
        """All nodes in the order in which they are scored: what a node is made of, or names, goes before
        it."""
        return in_order(self.rules, self.scope)

    def scope(self, path: str = TOTAL) -> Scope:
        """What names mean at a node."""
        if path not in self._scopes:
            own = ("value", "score") if path != TOTAL else ("score",)
            self._scopes[path] = Scope(self.rules, path, own)
        return self._scopes[path]

    def scope_of_judgement(self, node: Node) -> Scope:
        """What names mean in the judgement of a node: the thresholds are those that hold there, the lists
        those of the whole."""
        key = f"{node.path} judged"
        if key not in self._scopes:
            self._scopes[key] = Scope(self.rules, node.path, ("score",), TOTAL)
        return self._scopes[key]

    @cached_property
    def _scopes(self) -> dict[str, Scope]:
        return {}

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The paths of the total, and of everything that what rates it names, as far as these have
        numbers."""
        nodes = self.rules.nodes
        return tuple(
            path
            for path in self.rating_of(self.rules.total)
            if path not in nodes or not is_numberless(nodes[path])
        )

    def rating_of(self, node: Node) -> tuple[str, ...]:
        """The paths of what must be known before a node is rated."""
        if node.path not in self._ratings:
            paths: dict[str, None] = {node.path: None}
            for condition in rating_expressions_of(self.rules, node):
                paths.update(dict.fromkeys(self.referred(condition, node.path)))
            self._ratings[node.path] = tuple(paths)
        return self._ratings[node.path]

    @cached_property
    def _ratings(self) -> dict[str, tuple[str, ...]]:
        return {}

    def looked_at(self, node: Node) -> tuple[str, ...]:
        """The paths of the nodes and inputs that the expressions of a node's value name, and of its children
        where these make it."""
        paths = dict.fromkeys(child.path for child in node.children) if combines(node) else {}
        for expression in expressions_of(node):
            paths.update(dict.fromkeys(self.referred(expression, node.path)))
        return tuple(paths)

    def needs(self, path: str) -> tuple[str, ...]:
        """The paths of all nodes and inputs on which the value of a node hangs, and its own; in variants all
        that there are."""
        if self.rules.choosing:
            return tuple(self.rules.readable)
        if path in self.rules.inputs:
            return (path,)
        nodes = needed_for(self.rules, self.scope, self.rules.nodes[path])
        paths = dict.fromkeys(node.path for node in nodes)
        for node in nodes:
            paths.update(dict.fromkeys(self.looked_at(node)))
        return tuple(paths)

    def referred(self, expression: Expression, at: str = TOTAL) -> tuple[str, ...]:
        """The paths of the nodes and inputs that an expression at some node names, lists written out."""
        return self.scope(at).referred(expression)

    # who answered

    def survey_of(self, path: str) -> str:
        """The node whose respondents a question's answers are told of: the one right below the total that it
        stands below."""
        first = path.partition(".")[0]
        return first if path != TOTAL and self.rules.readable[first].children else TOTAL

    @cached_property
    def surveys(self) -> tuple[str, ...]:
        """The nodes whose respondents and coverage a result tells."""
        return tuple(
            dict.fromkeys(
                self.survey_of(path) for path, node in self.rules.nodes.items() if not node.children
            )
        )

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """The nodes whose respondents are counted: those that are told of, and those that ask for a least
        number."""
        surveys, nodes = frozenset(self.surveys), self.rules.nodes
        return tuple(path for path, node in nodes.items() if path in surveys or node.min_respondents)

    @cached_property
    def gates(self) -> Mapping[str, tuple[Node, ...]]:
        """By path of a question: the nodes that ask for a least number of respondents before its answers
        count."""
        nodes, gates = self.rules.nodes, {}
        for path, node in nodes.items():
            if not node.children:
                asking = [nodes[owner] for owner in (*above_of(path), path) if nodes[owner].min_respondents]
                gates[path] = tuple(
                    gate for gate in asking if gate.path != TOTAL or self.survey_of(path) == TOTAL
                )
        return gates

    def enough(
        self,
        path: str,
        respondents: Mapping[str, Count],
        at_least: Callable[[Count, int], Enough],
        known: dict[str, Enough] | None = None,
    ) -> list[Enough]:
        """Of a question, for each node that asks for respondents and has them counted: whether there are
        enough. `known` keeps what was worked out before, by path of the node."""
        enough = {} if known is None else known
        asking = [node for node in self.gates.get(path, ()) if node.path in respondents]
        for node in asking:
            if node.path not in enough:
                enough[node.path] = at_least(respondents[node.path], node.min_respondents)
        return [enough[node.path] for node in asking]


def run(
    plan: Plan,
    a: Arithmetic[Number, Truth],
    given: Given[Number, Truth],
    *,
    linked: Mapping[str, Value[Number, Truth]] | None = None,
    judge: Collection[str] | None = None,
    compare_given: bool = True,
    top: Node | None = None,
    recorded: bool = False,
    heard: bool = False,
) -> Outcome[Number, Truth]:
    """Runs the plan on what is given; `linked` are values that another rule set has computed, by path, and
    stand for what is given or computed here.

    `judge` names the levels of which single nodes are judged (None: all); `compare_given` asks for the
    disagreement of given and computed values. With `top` only that node and what is below it is run, and
    nothing is judged or rated. A run in exact arithmetic can be `recorded`: what every step did is kept; in
    any other what steps `heard` of the rules can be."""
    going: _Run[Number, Truth] = _Run(plan, a, given, linked or {}, compare_given)
    going.outcome.records = {} if recorded else None
    going.outcome.heard = {} if heard else None
    if top is not None:
        going.score(needed_for(plan.rules, plan.scope, top))
        return going.outcome
    going.score(plan.steps)
    run_over(len(plan.steps), len(going.linked), a)
    going.judge(judge)
    going.rate()
    return going.outcome


@dataclass(frozen=True)
class _Run(Generic[Number, Truth]):
    """One run of a plan, and what it has found up to now; see `run`."""

    plan: Plan
    a: Arithmetic[Number, Truth]
    given: Given[Number, Truth]
    linked: Mapping[str, Value[Number, Truth]]
    compare_given: bool
    outcome: Outcome[Number, Truth] = field(default_factory=Outcome)

    def score(self, nodes: Iterable[Node]) -> None:
        """The value of each node, after those that it is made of, and what is printed of it."""
        a, given, outcome = self.a, self.given, self.outcome
        counting = answers_that_count(self.plan, a, given, outcome)
        self.inputs()
        for node in nodes:
            path = node.path
            outcome.given[path] = raw = first_known(a, given.scores.get(path), counting.get(path))
            value = self._value(node, raw, counting.get(path))
            refused = None if has_steps(self.plan.rules, node) else given.refused.get(path)
            value = with_states(a, value, refused, given.inapplicable.get(path))
            printed = None
            value = named_value(a, f"value:{path}", value)
            if (number := value.number) is not None and not is_numberless(node):
                printed = a.named(f"printed:{path}", printed_score(a, self.plan.rules, node, number))
            outcome.nodes[path] = value
            outcome.values[path] = None if is_numberless(node) else value.number
            outcome.printed[path] = printed
            if node.bands:
                self._rating.rate_node(node)

    def inputs(self) -> None:
        """The value of each input: what stands for an empty cell where there is none."""
        a, given = self.a, self.given
        for path, node in self.plan.rules.inputs.items():
            assert node.value is not None
            refused = given.refused.get(path)
            number = raw_read(a, node.value, given.scores.get(path), refused)
            self.outcome.nodes[path] = Value(number, refused)
            self.outcome.values[path] = self.outcome.printed[path] = number

    @cached_property
    def _rating(self) -> RatingSteps[Number, Truth]:
        return RatingSteps(self.plan, self.a, self.outcome)

    def _value(self, node: Node, raw: Number | None, answer: Number | None) -> Value[Number, Truth]:
        """A node's value, but for the states that data give it themselves: that of another rule set; what
        its way makes of the raw value, of answers, or of other nodes; its own score where data give one;
        what those below it make."""
        if node.path in self.linked:
            return self.linked[node.path]
        if has_steps(self.plan.rules, node):
            refused = self.given.refused.get(node.path)
            steps = self._steps(node, raw, refused)
            self.outcome.read[node.path] = steps.value_read
            made = steps.made(self._combined(node) if answer is None else Value(answer))
            if answer is not None:
                raw = self.given.scores.get(node.path)
            if not steps.reads_words:
                return steps.held(made if raw is None or steps.is_raw else self._stands(node, raw, made))
            if (given := steps.score_read) is not None:
                made = given_or_made(self.a, given, made)
            value = named_value(self.a, f"held:{node.path}", steps.held(made))
            word = named_value(self.a, f"answer of {node.path}", steps.word_of(value))
            self.outcome.words[node.path, "answer"] = word
            return value
        made = self._combined(node) or Value()
        return made if raw is None else self._stands(node, raw, made)

    def _steps(self, node: Node, raw: Number | None, refused: Truth | None) -> NodeSteps[Number, Truth]:
        """The steps of a node, which are kept where the run keeps them."""
        if self.outcome.records is None and self.outcome.heard is None:
            return NodeSteps(self.plan, self.a, self.outcome, node, raw, refused)
        from .recorded_steps import HeardSteps, RecordedSteps

        if self.outcome.records is None:
            hearing = HeardSteps[Number, Truth](self.plan, self.a, self.outcome, node, raw, refused)
            assert self.outcome.heard is not None
            self.outcome.heard[node.path] = hearing.heard
            return hearing
        steps = RecordedSteps(self.plan, self.a, self.outcome, node, raw, refused)
        self.outcome.records[node.path] = steps.record
        return cast("NodeSteps[Number, Truth]", steps)

    def _combined(self, node: Node) -> Value[Number, Truth] | None:
        """What those below a node make; None where another way scores it, or none."""
        if not combines(node):
            return None
        children = [self.outcome.nodes[child.path] for child in node.children]
        lower = self.plan.rules.better_at(node) == "lower"
        kept: list[Number | None] = []
        made = combine(self.a, node, children, assumptions=self.compare_given, lower=lower, kept=kept)
        if self.outcome.records is not None and kept:
            record = self.outcome.records.setdefault(node.path, StepRecord())
            record.kept = [number is not None for number in kept]
        return made

    def _stands(self, node: Node, raw: Number, made: Value[Number, Truth]) -> Value[Number, Truth]:
        """The given score, and where there is none what was made."""
        if made.number is not None:
            self.outcome.computed[node.path] = made.number
            if self.compare_given:
                self.outcome.differs[node.path] = self._differs(raw, made, made.number)
        return given_or_made(self.a, raw, made)

    def _differs(self, raw: Number, made: Value[Number, Truth], computed: Number) -> Truth:
        """Given and computed value lie further apart than rounding explains: half a unit of the last decimal
        for the given value, and half a one for the values below it, which may have been rounded too. Nothing
        is said where something below is missing, whatever stands in for it."""
        a = self.a
        last_place = a.number(Fraction(1, 10**self.plan.rules.scale.decimals))
        apart = a.compare(">", a.absolute(a.subtract(raw, computed)), last_place)
        nothing_assumed = [] if made.assumed is None else [a.opposite(made.assumed)]
        return a.both([a.known([raw, computed], 2), *nothing_assumed, apart])

    def judge(self, levels: Collection[str] | None) -> None:
        """The judgement of each node of some levels (None: of all) by what is printed of it."""
        printed_by_path = self.outcome.printed
        for node in self.plan.steps:
            printed, judgements = printed_by_path[node.path], self.plan.rules.judgements.get(node.level)
            if (
                printed is None
                or judgements is None
                or node.bands
                or is_pure(self.plan.rules, node.path)
                or (levels is not None and node.level not in levels)
            ):
                continue
            self.outcome.judged[node.path] = self._rating.judgement(node)

    def rate(self) -> None:
        """The band, where data can give all that the bands look at; it is missing where something of it
        is."""
        self._rating.rate_total()


# judging


def target_met(
    plan: Plan, a: Arithmetic[Number, Truth], target: Target, outcome: Outcome[Number, Truth]
) -> Truth:
    """Whether a unit meets a target's condition."""
    met: Truth = target.condition.evaluate(a, meaning_of(plan, a, outcome))
    return met


def meaning_of(
    plan: Plan, a: Arithmetic[Number, Truth], outcome: Outcome[Number, Truth], node: Node | None = None
) -> NamesOf[Number, Truth]:
    """What names mean in a condition of the whole, by what a run has found: thresholds, inputs, nodes, lists;
    in a judgement of a node its own score too."""
    if node is not None:
        return names_of_judgement(plan, a, outcome, node)
    return RatingSteps(plan, a, outcome).names(TOTAL, {}, {})


__all__ = ["Outcome", "Plan", "Values", "meaning_of", "run", "target_met"]
