"""One unit, exactly: what columns leave in doubt, what explanations show, and what tests hold columns
against."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from .arithmetic.exact import Exact, ExactArithmetic
from .choosing import taken
from .model import Band, Node, Possible, RuleSet
from .plan import Outcome, Plan, run
from .states import Given, State, state_of

RATED, INCOMPLETE = "rated", "incomplete"


class Standing(Enum):
    """Why a unit has a rating or none."""

    RATED = "rated"
    REFUSED = "refused"  # a value that the bands look at was refused
    UNDECIDED = "undecided"  # one of these cannot be told, or whether a band holds cannot
    LACKING = "lacking"  # one of these is missing
    NOT_APPLICABLE = "not applicable"
    NO_BAND = "no band"  # everything is known, and no band takes it
    SEVERAL = "several bands"  # more than one does, and only one may


@dataclass(frozen=True)
class ExactResult:
    """One unit in exact arithmetic. `outcome` has every value by path."""

    plan: Plan
    outcome: Outcome[Exact, bool | None]

    @property
    def rating(self) -> str | None:
        """None where no band is taken."""
        band = taken(self.outcome.bands)
        return None if band is None else band.rating

    @property
    def status(self) -> str:
        """“rated”, or “incomplete” where there is no rating."""
        return INCOMPLETE if self.rating is None else RATED

    @property
    def overlapping(self) -> tuple[str, ...]:
        """Where only one band may hold and several do: these."""
        bands = self.outcome.bands
        if bands is None or self.standing is not Standing.SEVERAL:
            return ()
        return tuple(band.rating for band, holds in zip(bands.cases, bands.holds, strict=True) if holds)

    @property
    def untold(self) -> Band:
        """Where everything is known and whether a band holds cannot be told: the first such band."""
        bands = self.outcome.bands
        assert bands is not None
        return next(band for band, holds in zip(bands.cases, bands.holds, strict=True) if holds is None)

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
        states = {self.state(path) for path in self.plan.required}
        for state, standing in (
            (State.REFUSED, Standing.REFUSED),
            (State.UNDECIDED, Standing.UNDECIDED),
            (State.MISSING, Standing.LACKING),
            (State.NOT_APPLICABLE, Standing.NOT_APPLICABLE),
        ):
            if state in states:
                return standing
        bands = self.outcome.bands
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
) -> ExactResult:
    """Rates one unit from what is given of it (scores by path, where it is no more); a value that cannot be
    is refused."""
    arithmetic = ExactArithmetic(plan.rules.scale)
    return ExactResult(
        plan, run(plan, arithmetic, usable(plan.rules, given), judge=judge, compare_given=compare_given)
    )


def evaluate_below(plan: Plan, path: str, given: Given[Exact, bool | None]) -> Outcome[Exact, bool | None]:
    """What a node makes of what is given and below it, and nothing else: it costs what these nodes cost."""
    arithmetic = ExactArithmetic(plan.rules.scale)
    return run(plan, arithmetic, usable(plan.rules, given), top=plan.rules.nodes[path])


def usable(
    rules: RuleSet,
    given: Given[Exact, bool | None] | Mapping[str, Fraction | None],
    possible: Callable[[str], Possible] | None = None,
) -> Given[Exact, bool | None]:
    """What is given of a unit, with the values that cannot be refused; `possible` says by path what can be,
    where that was looked up before."""
    given = given if isinstance(given, Given) else Given(scores=given)
    possible = possible or (lambda path: rules.possible(rules.nodes[path]))
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
    """What a question's formula makes of a raw value, on the scale or not; None where it has no value."""
    formula = plan.rules.nodes[path].score
    assert formula is not None
    meanings = {**{id_: threshold.value for id_, threshold in plan.rules.thresholds.items()}, "value": raw}
    value = formula.evaluate(ExactArithmetic(plan.rules.scale), lambda name: meanings[name])
    return None if value is None else Fraction(value)
