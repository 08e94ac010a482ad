"""One unit, exactly: what columns leave in doubt, what explanations show, and what tests hold columns
against."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction

from .arithmetic.exact import Exact, ExactArithmetic
from .choosing import taken
from .model import TOTAL, Band, Node, Possible, RuleSet
from .plan import Outcome, Plan, run
from .scope import words_at
from .scoring import RatingLimit
from .states import Given, State, Value, state_of
from .statuses import unit_status


class Standing(Enum):
    """Why a unit has a rating or none."""

    RATED = "rated"
    SCORED = "scored"  # the rules have no bands
    REFUSED = "refused"  # a value that the bands look at was refused
    UNDECIDED = "undecided"  # one of these cannot be told, or whether a band holds cannot
    LACKING = "lacking"  # one of these is missing
    NOT_APPLICABLE = "not applicable"
    NO_BAND = "no band"  # everything is known, and no band takes it
    SEVERAL = "several bands"  # more than one does, and only one may


@dataclass(frozen=True)
class ExactResult:
    """One unit in exact arithmetic. `outcome` has every value by path; `given` is what it was made of, as far
    as that can be; the words of the inputs in `choosing` chose the variant whose `plan` it is."""

    plan: Plan
    outcome: Outcome[Exact, bool | None]
    given: Given[Exact, bool | None] = field(default_factory=Given)
    choosing: tuple[str, ...] = ()

    @property
    def rating(self) -> str | None:
        """None where no band is taken."""
        band = taken(self.outcome.bands)
        return None if band is None else band.rating

    @property
    def status(self) -> str:
        """“rated”, or “scored” where the rules have no bands; “not applicable”, or “incomplete” where there
        is no rating."""
        rules = self.plan.rules
        result = self.rating if rules.bands else self.outcome.printed[TOTAL]
        leaves = self.state(TOTAL) is State.NOT_APPLICABLE
        return unit_status(rules, has_result=result is not None, leaves=leaves)

    def word(self, path: str) -> str | None:
        """The word that is said of a node: its answer, or its rating; None where there is none, or a score
        was given instead."""
        number, words = self.outcome.word(path).number, words_at(self.plan.rules, path) or ()
        return None if number is None or not 0 <= number < len(words) else words[int(number)]

    @property
    def overlapping(self) -> tuple[str, ...]:
        """Where only one band may hold and several do: these."""
        bands = self.outcome.bands
        if bands is None or self.standing is not Standing.SEVERAL:
            return ()
        return tuple(band.rating for band, holds in zip(bands.cases, bands.holds, strict=True) if holds)

    @property
    def untold(self) -> Band | RatingLimit:
        """Where everything is known and there is no rating: the first band of which it cannot be told whether
        it holds, else the first limit of the rating."""
        bands, total = self.outcome.bands, self.plan.rules.total
        assert bands is not None
        for band, holds in zip(bands.cases, bands.holds, strict=True):
            if holds is None:
                return band
        limits = (limit for limit in total.no_better_than if self.outcome.limits[TOTAL, limit.rating] is None)
        return next(limits, bands.cases[-1])

    def state(self, path: str) -> State:
        """The state of a node's value."""
        return state_of(self.outcome.nodes[path])

    def withheld(self, path: str) -> Node | None:
        """The node that asks for more respondents than there are, so that the answers to a question do not
        count and are not shown; None where they do."""
        return next((node for node in self.plan.gates.get(path, ()) if self.outcome.few.get(node.path)), None)

    @property
    def standing(self) -> Standing:
        """Why there is a rating or none: the first of the reasons, in the order of `Standing`."""
        states = {self.state(path) for path in (TOTAL, *self.plan.required)}
        if self.state(TOTAL) is not State.NOT_APPLICABLE:
            states.discard(State.NOT_APPLICABLE)
        for state, standing in (
            (State.REFUSED, Standing.REFUSED),
            (State.UNDECIDED, Standing.UNDECIDED),
            (State.MISSING, Standing.LACKING),
            (State.NOT_APPLICABLE, Standing.NOT_APPLICABLE),
        ):
            if state in states:
                return standing
        bands = self.outcome.bands
        if not self.plan.rules.bands:
            return Standing.SCORED
        if bands is None or bands.number is None:
            return Standing.UNDECIDED
        return {bands.none: Standing.NO_BAND, bands.several: Standing.SEVERAL}.get(
            int(bands.number), Standing.RATED
        )


def evaluate_exactly(
    plan: Plan,
    given: Given[Exact, bool | None] | Mapping[str, Fraction | None],
    *,
    judge: Collection[str] | None = None,
    compare_given: bool = True,
    recorded: bool = False,
    top: Node | None = None,
) -> ExactResult:
    """Rates one unit from what is given of it (scores by path, where it is no more); a value that cannot be
    is refused. `recorded` keeps what every step did; with `top` only that node and what it hangs on is looked
    at, and nothing is rated."""
    known, choosing = usable(plan.rules, given), plan.rules.choosing
    if choosing:
        from .chosen_variant import plan_for

        chosen = plan_for(plan, known)
        if chosen is None:
            return ExactResult(plan, _nothing(plan, known), known, choosing)
        plan, known = chosen, usable(chosen.rules, given)
    arithmetic = ExactArithmetic(plan.rules.scale)
    outcome = run(
        plan, arithmetic, known, judge=judge, compare_given=compare_given, recorded=recorded, top=top
    )
    return ExactResult(plan, outcome, known, choosing)


def _nothing(plan: Plan, given: Given[Exact, bool | None]) -> Outcome[Exact, bool | None]:
    """What is found of a unit of which no variant can be told: nothing, and where what chooses it is refused
    that this is so."""
    refused = any(given.refused.get(path) for path in plan.rules.choosing)
    paths = list(plan.rules.readable)
    nothing = dict.fromkeys(paths)
    value: Value[Exact, bool | None] = Value(None, refused=True if refused else None)
    return Outcome(dict.fromkeys(paths, value), dict(nothing), dict(nothing), dict(nothing))


def evaluate_below(plan: Plan, path: str, given: Given[Exact, bool | None]) -> Outcome[Exact, bool | None]:
    """What a node makes of what is given and below it, and nothing else: it costs what these nodes cost."""
    known = usable(plan.rules, given)
    if plan.rules.choosing:
        from .chosen_variant import plan_for

        plan = plan_for(plan, known) or plan
    return run(plan, ExactArithmetic(plan.rules.scale), known, top=plan.rules.nodes[path])


def usable(
    rules: RuleSet,
    given: Given[Exact, bool | None] | Mapping[str, Fraction | None],
    possible: Callable[[str], Possible] | None = None,
) -> Given[Exact, bool | None]:
    """What is given of a unit, with the values that cannot be refused; `possible` says by path what can be,
    where that was looked up before."""
    given = given if isinstance(given, Given) else Given(scores=given)
    possible = possible or (lambda path: rules.possible(rules.readable[path]))
    refused = {path: True for path, is_refused in given.refused.items() if is_refused}
    for path, value in given.scores.items():
        if value is not None and not possible(path).takes(Fraction(value)):
            refused[path] = True
    scores = {path: None if path in refused else value for path, value in given.scores.items()}
    answers = {path: None if path in refused else value for path, value in given.answers.items()}
    whole = {
        alias: value if value is None or possible(rules.aliases[alias][0]).takes(Fraction(value)) else None
        for alias, value in given.whole.items()
    }
    return Given(scores, answers, given.respondents, refused, given.inapplicable, whole)


def formula_value(plan: Plan, path: str, raw: Fraction | None) -> Fraction | None:
    """What a node makes of a raw value; None where that has no score."""
    given: Given[Exact, bool | None] = Given({path: raw})
    outcome = run(plan, ExactArithmetic(plan.rules.scale), given, top=plan.rules.nodes[path])
    value = outcome.values[path]
    return None if value is None else Fraction(value)
