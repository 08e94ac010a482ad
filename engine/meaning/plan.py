"""A rule set as steps in dependency order, and the one loop that runs them in any arithmetic.

Everything a rule set means happens here once: which values count, given values before computed ones, the
states of values, missing answers, combining, rounding, judging, choosing. An arithmetic only says what a
number is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

from .arithmetic import Arithmetic, Number, Truth
from .choosing import Chosen, choose
from .expressions import Expression
from .model import TOTAL, Band, Judgement, Node, RuleSet, Target, above_of
from .policy import Policy
from .reach import Reach
from .states import Given, Value
from .ways import way_of

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
        nodes, found = self.rules.nodes, {}
        for path, node in nodes.items():
            if not node.children:
                own = [each for above in (*above_of(path), path) if (each := nodes[above]).min_respondents]
                found[path] = tuple(
                    each for each in own if each.path != TOTAL or self.survey_of(path) == TOTAL
                )
        return found

    def enough(
        self,
        path: str,
        respondents: Mapping[str, Count],
        at_least: Callable[[Count, int], Enough],
        known: dict[str, Enough] | None = None,
    ) -> list[Enough]:
        """Of a question, for each node that asks for respondents and has them counted: whether there are
        enough. `known` keeps what was worked out before, by path of the node."""
        found = {} if known is None else known
        asking = [node for node in self.gates.get(path, ()) if node.path in respondents]
        for node in asking:
            if node.path not in found:
                found[node.path] = at_least(respondents[node.path], node.min_respondents)
        return [found[node.path] for node in asking]


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
    outcome: Outcome[Number, Truth] = Outcome()
    counting = answers_that_count(plan, a, given, outcome)
    for node in plan.steps if top is None else _children_first(top):
        path = node.path
        outcome.given[path] = raw = first_known(a, given.scores.get(path), counting.get(path))
        if linked is not None and path in linked:
            value = linked[path]
        elif node.score is not None:
            value = _scored(plan, a, node.score, raw)
        else:
            value = _given_or_computed(plan, a, node, raw, outcome, compare_given=compare_given)
        value = _with_states(a, value, given.refused.get(path), given.inapplicable.get(path))
        if value.number is not None:
            value = Value(
                a.named(f"value:{path}", value.number),
                value.refused,
                value.undecided,
                value.inapplicable,
                value.assumed,
            )
        outcome.nodes[path], outcome.values[path] = value, value.number
        outcome.printed[path] = (
            None if value.number is None else a.named(f"printed:{path}", a.rounded(value.number))
        )
    if top is not None:
        return outcome
    for node in plan.steps:
        printed = outcome.printed[node.path]
        if (
            printed is not None
            and (judge is None or node.level in judge)
            and node.level in plan.rules.judgements
        ):
            judgements = plan.rules.judgements[node.level]
            holds = [
                judgement.when.evaluate(a, meaning_of(plan, a, outcome.printed, {"score": printed}))
                for judgement in judgements
            ]
            chosen = choose(a, judgements, holds)
            outcome.judged[node.path] = Chosen(
                chosen.cases, chosen.holds, a.only_if(a.known([printed], 1), chosen.number)
            )
    required = [number for path in plan.required if (number := outcome.printed[path]) is not None]
    if len(required) == len(plan.required):
        outcome.rated = a.known(required, len(required))
        seen = {path: None if number is None else a.sure(number) for path, number in outcome.printed.items()}
        bands = choose(
            a,
            plan.rules.bands,
            [band_holds(plan, a, band, seen) for band in plan.rules.bands],
            plan.rules.hit_policy,
        )
        outcome.bands = Chosen(bands.cases, bands.holds, a.only_if(outcome.rated, bands.number))
    return outcome


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


def first_known(a: Arithmetic[Number, Truth], *numbers: Number | None) -> Number | None:
    """The first of some numbers that is there."""
    known = [number for number in numbers if number is not None]
    return a.first_known(known) if len(known) > 1 else next(iter(known), None)


def _scored(
    plan: Plan, a: Arithmetic[Number, Truth], formula: Expression, raw: Number | None
) -> Value[Number, Truth]:
    """A question's value from its raw value. It is undecided where the formula has none (a division by
    nought), or one outside the scale, which no band could judge."""
    if raw is None:
        return Value()
    scale = plan.rules.scale
    value: Number = formula.evaluate(a, meaning_of(plan, a, {}, {"value": a.sure(raw)}))
    inside = a.both(
        [a.compare(">=", value, a.number(scale.minimum)), a.compare("<=", value, a.number(scale.maximum))]
    )
    score = a.only_if(inside, value)
    is_raw, untold = a.known([raw], 1), a.opposite(a.known([score], 1))
    return Value(a.only_if(is_raw, score), undecided=None if a.never(untold) else a.both([is_raw, untold]))


def _given_or_computed(
    plan: Plan,
    a: Arithmetic[Number, Truth],
    node: Node,
    raw: Number | None,
    outcome: Outcome[Number, Truth],
    *,
    compare_given: bool,
) -> Value[Number, Truth]:
    """A node's own score where data give one, else what those below it make."""
    children = [outcome.nodes[child.path] for child in node.children]
    made = combine(a, node, children, assumptions=compare_given) if children else Value()
    if raw is None:
        return made
    if made.number is not None:
        outcome.computed[node.path] = made.number
        if compare_given:
            outcome.differs[node.path] = _differs(plan, a, raw, made)
    elsewhere = a.opposite(a.known([raw], 1))
    states = [
        None if state is None else a.both([elsewhere, state])
        for state in (made.refused, made.undecided, made.inapplicable, made.assumed)
    ]
    return Value(first_known(a, raw, made.number), *states)


def _with_states(
    a: Arithmetic[Number, Truth],
    value: Value[Number, Truth],
    refused: Truth | None,
    inapplicable: Truth | None,
) -> Value[Number, Truth]:
    """A node's value with the states that data give it themselves."""
    number, undecided = value.number, value.undecided
    for own in (refused, inapplicable):
        if own is not None:
            number = None if number is None else a.only_if(a.opposite(own), number)
            undecided = None if undecided is None else a.both([undecided, a.opposite(own)])
    return Value(
        number,
        either(a, value.refused, refused),
        undecided,
        either(a, value.inapplicable, inapplicable),
        value.assumed,
    )


def either(a: Arithmetic[Number, Truth], *states: Truth | None) -> Truth | None:
    """Where one of some states holds; None where none ever does."""
    ever = [state for state in states if state is not None and not a.never(state)]
    return a.either(ever) if len(ever) > 1 else next(iter(ever), None)


# combining


def combine(
    a: Arithmetic[Number, Truth],
    node: Node,
    children: Sequence[Value[Number, Truth]],
    *,
    assumptions: bool = False,
) -> Value[Number, Truth]:
    """A node's value, by its `combine` and its policy for missing children. `assumptions` asks where the
    policy stands in for something."""
    policy, zero = Policy.of(node), a.number(Fraction(0))
    refused = either(a, *(child.refused for child in children))
    undecided = either(a, *(child.undecided for child in children))
    leaving = [child.inapplicable for child in children if child.inapplicable is not None]
    out = a.both(leaving) if leaving and len(leaving) == len(children) else None
    assumed = either(a, *(child.assumed for child in children)) if assumptions else None
    if assumptions and (policy.skips or policy.fills):
        assumed = either(a, assumed, *(_lacking(a, child) for child in children))
    numbers = (
        [_filled(a, child, zero) for child in children]
        if policy.fills
        else [child.number for child in children]
    )
    pairs = [
        (number, child.relative_weight)
        for number, child in zip(numbers, node.children, strict=True)
        if number is not None
    ]
    weighed = [(number, weight) for number, weight in pairs if weight]
    if not weighed or len(pairs) < policy.needed - len(leaving):
        return Value(None, refused, undecided, out)
    values = [number for number, _ in pairs]
    partial = bool(leaving) or policy.needed < len(pairs)
    enough = _enough(a, policy, values, len(children), leaving) if leaving else a.known(values, policy.needed)
    number = a.only_if(enough, way_of(node).combined(a, weighed, partial=partial))
    poisoned = either(a, refused, undecided)
    return Value(
        number if poisoned is None else a.only_if(a.opposite(poisoned), number),
        refused,
        undecided,
        out,
        assumed,
    )


def _filled(a: Arithmetic[Number, Truth], child: Value[Number, Truth], zero: Number) -> Number:
    """A child's number, and 0 where it is missing."""
    stand_in = zero if child.inapplicable is None else a.only_if(a.opposite(child.inapplicable), zero)
    return stand_in if child.number is None else a.first_known([child.number, stand_in])


def _lacking(a: Arithmetic[Number, Truth], child: Value[Number, Truth]) -> Truth:
    """Where a child has no number, and should have one."""
    lacks = a.known([], 0) if child.number is None else a.opposite(a.known([child.number], 1))
    return lacks if child.inapplicable is None else a.both([lacks, a.opposite(child.inapplicable)])


def _enough(
    a: Arithmetic[Number, Truth],
    policy: Policy,
    values: Sequence[Number],
    count: int,
    leaving: Sequence[Truth],
) -> Truth:
    """Whether enough of those children are known that apply, and one at least."""
    one, zero = a.number(Fraction(1)), a.number(Fraction(0))
    applying = a.subtract(
        a.number(Fraction(count)),
        a.total([a.choose(truth, one, zero) for truth in leaving], [Fraction(1)] * len(leaving)),
    )
    known = a.total(
        [a.choose(a.known([value], 1), one, zero) for value in values], [Fraction(1)] * len(values)
    )
    return a.both(
        [a.compare(">=", known, a.multiply(a.number(policy.coverage), applying)), a.compare(">=", known, one)]
    )


def _differs(plan: Plan, a: Arithmetic[Number, Truth], raw: Number, made: Value[Number, Truth]) -> Truth:
    """Given and computed value lie further apart than rounding explains: half a unit of the last decimal for
    the given value, and half a one for the values below it, which may have been rounded too. Nothing is said
    where something below is missing, whatever stands in for it."""
    assert made.number is not None
    last_place = a.number(Fraction(1, 10**plan.rules.scale.decimals))
    apart = a.compare(">", a.absolute(a.subtract(raw, made.number)), last_place)
    whole = [] if made.assumed is None else [a.opposite(made.assumed)]
    return a.both([a.known([raw, made.number], 2), *whole, apart])


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
