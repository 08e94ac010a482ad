"""One unit, exactly: what columns leave in doubt, what explanations show, and what tests hold columns against."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from .arithmetic.exact import Exact, ExactArithmetic, exact_value
from .claims import Claims
from .joint import Joint, whole
from .model import Node, RuleSet
from .plan import Outcome, Plan, run

RATED, INCOMPLETE = "rated", "incomplete"


@dataclass(frozen=True)
class ExactResult:
    """One unit in exact arithmetic. `outcome` has every value by path; `rating` is None where none is given."""

    outcome: Outcome[Exact, bool | None]
    rating: str | None
    overlapping: tuple[str, ...] = ()  # under hit policy unique: the bands that match together

    @property
    def status(self) -> str:
        return INCOMPLETE if self.rating is None else RATED


def evaluate_exactly(
    plan: Plan, given: Mapping[str, Fraction | None], *, linked: Mapping[str, Fraction] | None = None, judge: Collection[str] | None = None
) -> ExactResult:
    """Rates one unit from what is given of it, by path; what lies outside the possible values is taken as missing. `linked`
    are scores from elsewhere (see `plan.run`)."""
    usable = _usable(plan.rules, given)
    return _result(plan, run(plan, ExactArithmetic(plan.rules.scale), usable, linked=linked, judge=judge))


def evaluate_jointly(joint: Joint, given: Mapping[str, Fraction | None], *, judge: Collection[str] | None = None) -> list[ExactResult]:
    """The same by several rule sets; `given` is by path of the rule set that data are read by."""
    outcomes = joint.run([ExactArithmetic(plan.rules.scale) for plan in joint.plans], _usable(joint.reader, given), judge=judge)
    return [_result(plan, outcome) for plan, outcome in zip(joint.plans, outcomes, strict=True)]


def _usable(rules: RuleSet, given: Mapping[str, Fraction | None]) -> dict[str, Exact | None]:
    """The values that can be."""
    wholes = {whole(alias): members[0] for alias, members in rules.aliases.items()}
    usable: dict[str, Exact | None] = {}
    for path, value in given.items():
        low, high = rules.limits(rules.nodes[wholes.get(path, path)])
        usable[path] = value if value is not None and low <= value <= high else None
    return usable


def _result(plan: Plan, outcome: Outcome[Exact, bool | None]) -> ExactResult:
    matching = [band.rating for holds, band in outcome.bands if holds] if outcome.rated else []
    if plan.rules.hit_policy == "unique" and len(matching) > 1:
        return ExactResult(outcome, None, tuple(matching))
    return ExactResult(outcome, matching[0] if matching else None)


def formula_value(plan: Plan, node: Node, raw: Fraction | None) -> Fraction | None:
    """What a question's formula makes of a raw value, on the scale or not; None where it has no value."""
    assert node.score is not None
    meanings = {**{id_: threshold.value for id_, threshold in plan.rules.thresholds.items()}, "value": raw}
    value = node.score.evaluate(ExactArithmetic(plan.rules.scale), lambda name: meanings[name])
    return None if value is None else Fraction(value)


def given_values(claims: Claims, row: Mapping[str, object]) -> dict[str, Fraction | None]:
    """What a row gives, by path; a node's own column before that of an alias."""
    given: dict[str, Fraction | None] = {}
    for each in sorted(claims.nodes, key=lambda found: found.alias is not None):
        value = exact_value(row[each.column])
        if each.count is not None and value is not None:
            count = exact_value(row[each.count])
            value = value / (each.per * count) if count else None
        for path in each.paths:
            if given.get(path) is None:
                given[path] = value
        if each.alias is not None and each.alias == each.name:
            given[whole(each.alias)] = value
    return given
