"""A rule set as steps in dependency order, and the one loop that runs them in any arithmetic.

Everything a rule set means happens here once: which values count, given values before computed ones, the
states of values, missing answers, combining, rounding, judging, choosing. An arithmetic only says what a
number is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

from .arithmetic import Arithmetic, Number, Truth
from .choosing import Chosen, choose
from .combining import combine, either, first_known, given_or_made
from .expressions import Expression
from .model import TOTAL, Band, Judgement, Node, RuleSet, Target, above_of
from .reach import Reach
from .states import Given, Value

Values: TypeAlias = "dict[str, Number | None]"
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
    def steps(self) -> tuple[Node, ...]:
        """All nodes in the order in which they are scored."""
        return tuple(_children_first(self.rules.total))

    @cached_property
    def required(self) -> tuple[str, ...]:
        """The paths of the total and of every node that a band's condition names."""
        paths = dict.fromkeys([TOTAL])
        for band in self.rules.bands:
            if band.when:
                paths.update(dict.fromkeys(self.referred(band.when)))
        return tuple(paths)

    def referred(self, expression: Expression) -> tuple[str, ...]:
        """The paths of the nodes that an expression names, lists written out."""
        paths: dict[str, None] = {}
        for name in expression.names:
            paths.update(dict.fromkeys(self.rules.lists.get(name) or self.rules.names.get(name, ())))
        return tuple(paths)

    # who answered

    def survey_of(self, path: str) -> str:
        """The node whose respondents a question's answers are told of: the one right below the total that it
        stands below."""
        first = path.partition(".")[0]
        return first if path != TOTAL and self.rules.nodes[first].children else TOTAL

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
        surveys = frozenset(self.surveys)
        return tuple(
            path for path, node in self.rules.nodes.items() if path in surveys or node.min_respondents
        )

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


def _children_first(node: Node) -> Sequence[Node]:
    return [step for child in node.children for step in _children_first(child)] + [node]


@dataclass
class Outcome(Generic[Number, Truth]):
    """What a run found. A path that no data can give a value is not in the mappings (or has None)."""

    nodes: dict[str, Value[Number, Truth]] = field(default_factory=dict)  # with their states
    values: Values[Number] = field(default_factory=dict)  # at full precision
    printed: Values[Number] = field(default_factory=dict)  # rounded: what is shown and judged
    given: Values[Number] = field(default_factory=dict)  # what data give and counts
    # by node that asks for respondents: there are some, and not enough
    few: dict[str, Truth] = field(default_factory=dict)
    judged: dict[str, Chosen[Number, Truth, Judgement]] = field(default_factory=dict)
    rated: Truth | None = None  # what bands look at is known; None: for no unit
    bands: Chosen[Number, Truth, Band] | None = None  # means nothing where `rated` does not hold
    # given and computed value disagree beyond rounding
    differs: dict[str, Truth] = field(default_factory=dict)
    computed: dict[str, Number] = field(default_factory=dict)  # what a given value stands in the place of


def run(
    plan: Plan,
    a: Arithmetic[Number, Truth],
    given: Given[Number, Truth],
    *,
    linked: Mapping[str, Value[Number, Truth]] | None = None,
    judge: Collection[str] | None = None,
    compare_given: bool = True,
    top: Node | None = None,
) -> Outcome[Number, Truth]:
    """Runs the plan on what is given; `linked` are values that another rule set has computed, by path, and
    stand for what is given or computed here.

    `judge` names the levels of which single nodes are judged (None: all); `compare_given` asks for the
    disagreement of given and computed values. With `top` only that node and what is below it is run, and
    nothing is judged or rated."""
    going: _Run[Number, Truth] = _Run(plan, a, given, linked or {}, compare_given)
    if top is not None:
        going.score(_children_first(top))
        return going.outcome
    going.score(plan.steps)
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
        """The value of each node, children before parents, and what is printed of it."""
        a, given, outcome = self.a, self.given, self.outcome
        counting = answers_that_count(self.plan, a, given, outcome)
        for node in nodes:
            path = node.path
            outcome.given[path] = raw = first_known(a, given.scores.get(path), counting.get(path))
            value = _with_states(
                a, self._value(node, raw), given.refused.get(path), given.inapplicable.get(path)
            )
            printed = None
            if value.number is not None:
                number = a.named(f"value:{path}", value.number)
                value = Value(number, value.refused, value.undecided, value.inapplicable, value.assumed)
                printed = a.named(f"printed:{path}", a.rounded(number))
            outcome.nodes[path], outcome.values[path] = value, value.number
            outcome.printed[path] = printed

    def _value(self, node: Node, raw: Number | None) -> Value[Number, Truth]:
        """A node's value, but for the states that data give it themselves: that of another rule set; what its
        formula makes of the raw value; its own score where data give one; what those below it make."""
        if node.path in self.linked:
            return self.linked[node.path]
        if node.score is not None:
            return self._scored(node.score, raw)
        children = [self.outcome.nodes[child.path] for child in node.children]
        made = combine(self.a, node, children, assumptions=self.compare_given) if children else Value()
        if raw is None:
            return made
        if made.number is not None:
            self.outcome.computed[node.path] = made.number
            if self.compare_given:
                self.outcome.differs[node.path] = self._differs(raw, made, made.number)
        return given_or_made(self.a, raw, made)

    def _scored(self, formula: Expression, raw: Number | None) -> Value[Number, Truth]:
        """A question's value from its raw value. It is undecided where the formula has none (a division by
        nought), or one outside the scale, which no band could judge."""
        if raw is None:
            return Value()
        a, scale = self.a, self.plan.rules.scale
        value: Number = formula.evaluate(a, meaning_of(self.plan, a, {}, {"value": a.sure(raw)}))
        inside = a.both(
            [a.compare(">=", value, a.number(scale.minimum)), a.compare("<=", value, a.number(scale.maximum))]
        )
        score = a.only_if(inside, value)
        is_raw, untold = a.known([raw], 1), a.opposite(a.known([score], 1))
        return Value(
            a.only_if(is_raw, score), undecided=None if a.never(untold) else a.both([is_raw, untold])
        )

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
        a, printed_by_path = self.a, self.outcome.printed
        for node in self.plan.steps:
            printed, judgements = printed_by_path[node.path], self.plan.rules.judgements.get(node.level)
            if printed is None or judgements is None or (levels is not None and node.level not in levels):
                continue
            meaning = meaning_of(self.plan, a, printed_by_path, {"score": printed})
            chosen = choose(a, judgements, [judgement.when.evaluate(a, meaning) for judgement in judgements])
            self.outcome.judged[node.path] = Chosen(
                chosen.cases, chosen.holds, a.only_if(a.known([printed], 1), chosen.number)
            )

    def rate(self) -> None:
        """The band, where data can give all that the bands look at; it is missing where something of it
        is."""
        a, rules, outcome = self.a, self.plan.rules, self.outcome
        required = [number for path in self.plan.required if (number := outcome.printed[path]) is not None]
        if len(required) < len(self.plan.required):
            return
        outcome.rated = a.known(required, len(required))
        sure = {path: None if number is None else a.sure(number) for path, number in outcome.printed.items()}
        holds = [band_holds(self.plan, a, band, sure) for band in rules.bands]
        bands = choose(a, rules.bands, holds, rules.hit_policy)
        outcome.bands = Chosen(bands.cases, bands.holds, a.only_if(outcome.rated, bands.number))


# what data give


def answers_that_count(
    plan: Plan,
    a: Arithmetic[Number, Truth],
    given: Given[Number, Truth],
    outcome: Outcome[Number, Truth] | None = None,
) -> Values[Number]:
    """The answers of respondents, missing where one of the nodes above them asks for more respondents than
    there are. The outcome, if there is one, is told where that is so."""

    def least(number: Number, wanted: int) -> Truth:
        return a.compare(">=", number, a.number(Fraction(wanted)))

    enough: dict[str, Truth] = {}
    counting: Values[Number] = {}
    for path, answer in given.answers.items():
        wanted = plan.enough(path, given.respondents, least, enough)
        counting[path] = a.only_if(a.both(wanted), answer) if wanted and answer is not None else answer
    if outcome is not None:
        for path, is_enough in enough.items():
            outcome.few[path] = a.both(
                [a.opposite(is_enough), a.compare(">", given.respondents[path], a.number(Fraction(0)))]
            )
    return counting


def _with_states(
    a: Arithmetic[Number, Truth],
    value: Value[Number, Truth],
    refused: Truth | None,
    inapplicable: Truth | None,
) -> Value[Number, Truth]:
    """A node's value with the states that data give it themselves."""
    number, undecided = value.number, value.undecided
    for state in (refused, inapplicable):
        if state is not None:
            number = None if number is None else a.only_if(a.opposite(state), number)
            undecided = None if undecided is None else a.both([undecided, a.opposite(state)])
    return Value(
        number,
        either(a, value.refused, refused),
        undecided,
        either(a, value.inapplicable, inapplicable),
        value.assumed,
    )


# judging


def band_holds(plan: Plan, a: Arithmetic[Number, Truth], band: Band, printed: Values[Number]) -> Truth:
    """Whether printed scores meet a band's range and condition (bands before it are not considered)."""
    total = printed[TOTAL]
    assert total is not None
    conditions = []
    if band.minimum is not None:
        conditions.append(a.compare(">=", total, a.number(band.minimum)))
    if band.maximum is not None:
        conditions.append(a.compare("<=", total, a.number(band.maximum)))
    if band.when is not None:
        conditions.append(band.when.evaluate(a, meaning_of(plan, a, printed)))
    return conditions[0] if len(conditions) == 1 else a.both(conditions)


def target_met(
    plan: Plan, a: Arithmetic[Number, Truth], target: Target, outcome: Outcome[Number, Truth]
) -> Truth:
    """Whether a unit meets a target's condition."""
    met: Truth = target.condition.evaluate(a, meaning_of(plan, a, outcome.printed))
    return met


def meaning_of(
    plan: Plan, a: Arithmetic[Number, Truth], scores: Values[Number], own: Mapping[str, Number] | None = None
) -> Callable[[str], object]:
    """What names mean in a condition: `own` names first, then lists, thresholds and nodes, whose scores are
    the printed ones."""
    rules = plan.rules

    def score(path: str) -> Number:
        number = scores[path]
        return a.nothing() if number is None else number

    def meaning(name: str) -> object:
        if own and name in own:
            return own[name]
        if name in rules.lists:
            return tuple(map(score, rules.lists[name]))
        if name in rules.thresholds:
            return a.number(rules.thresholds[name].value)
        (path,) = rules.names[name]
        return score(path)

    return meaning


__all__ = ["Outcome", "Plan", "Values", "answers_that_count", "band_holds", "meaning_of", "run", "target_met"]
