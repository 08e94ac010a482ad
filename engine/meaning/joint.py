"""Rule sets that run together on the same values: what one has computed, another takes over.

One rule set alone is the simplest case. With several, a node that means the same in two of them is computed
once, and a node that another rule set has in several parts is the mean of these."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from .arithmetic import Arithmetic, Number, Truth
from .combining import either, first_known, given_or_made
from .model import RuleSet
from .plan import Outcome, Plan, run
from .states import Given, Value


@dataclass(frozen=True)
class Link:
    """Where a node takes its value from: nodes of the rule set with the number `source`; of several their
    mean."""

    source: int
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Joint:
    """Rule sets in an order in which each takes values from those before it only.

    `reader` is the rule set by which data are read: it has every node that data can give a value. `inputs`
    says for each rule set which of its nodes (by path) take a given value, and of which node of the reader
    (of several the mean); `links` which take one of another rule set; `wholes` which take before that what
    was given for an alias of the reader."""

    plans: tuple[Plan, ...]
    reader: RuleSet
    inputs: tuple[Mapping[str, tuple[str, ...]], ...]
    links: tuple[Mapping[str, Link], ...]
    wholes: tuple[Mapping[str, str], ...] = field(default=())

    def run(
        self,
        arithmetics: Sequence[Arithmetic[Number, Truth]],
        given: Given[Number, Truth],
        *,
        judge: Collection[str] | None = None,
        compare_given: bool = True,
    ) -> list[Outcome[Number, Truth]]:
        """Runs each rule set, in an arithmetic of its own; `given` is by path of the reader. See
        `plan.run`."""
        outcomes: list[Outcome[Number, Truth]] = []
        for number, (plan, a, links) in enumerate(zip(self.plans, arithmetics, self.links, strict=True)):
            taken = {path: linked(a, outcomes[link.source].nodes, link) for path, link in links.items()}
            for path, alias in (self.wholes[number] if self.wholes else {}).items():
                if (whole := given.whole.get(alias)) is not None:
                    taken[path] = given_or_made(a, whole, taken[path])
            outcomes.append(
                run(
                    plan,
                    a,
                    self.given(number, a, given),
                    linked=taken,
                    judge=judge,
                    compare_given=compare_given,
                )
            )
        return outcomes

    def given(
        self, number: int, a: Arithmetic[Number, Truth], given: Given[Number, Truth]
    ) -> Given[Number, Truth]:
        """What the data say, by path of the rule set with a number."""
        if self.plans[number].rules is self.reader and not self.links[number]:
            return given
        scores: dict[str, Number | None] = {}
        answers: dict[str, Number | None] = {}
        respondents: dict[str, Number] = {}
        refused: dict[str, Truth | None] = {}
        inapplicable: dict[str, Truth | None] = {}
        for path, sources in self.inputs[number].items():
            if len(sources) == 1:
                scores[path], answers[path] = given.scores.get(sources[0]), given.answers.get(sources[0])
            else:  # of each part its score, or its answers; all of them then count by respondents
                parts = {
                    source: first_known(a, given.scores.get(source), given.answers.get(source))
                    for source in sources
                }
                summed = any(source in given.answers for source in sources)
                (answers if summed else scores)[path] = _mean(a, parts, sources)
            refused[path] = either(a, *(given.refused.get(source) for source in sources))
            inapplicable[path] = either(a, *(given.inapplicable.get(source) for source in sources))
            counted = [given.respondents[source] for source in sources if source in given.respondents]
            if counted:
                respondents[path] = (
                    counted[0] if len(counted) == 1 else a.total(counted, [Fraction(1)] * len(counted))
                )
        return Given(
            {path: score for path, score in scores.items() if score is not None},
            {path: answer for path, answer in answers.items() if answer is not None},
            respondents,
            {path: truth for path, truth in refused.items() if truth is not None},
            {path: truth for path, truth in inapplicable.items() if truth is not None},
        )


def linked(
    a: Arithmetic[Number, Truth], values: Mapping[str, Value[Number, Truth]], link: Link
) -> Value[Number, Truth]:
    """The value that a link gives."""
    sources = [values[path] for path in link.paths if path in values]
    if len(sources) == 1 == len(link.paths):
        return sources[0]
    number = _mean(a, {path: value.number for path, value in values.items()}, link.paths)
    states = (
        either(a, *(getattr(value, name) for value in sources))
        for name in ("refused", "undecided", "inapplicable", "assumed")
    )
    return Value(number, *states)


def _mean(
    a: Arithmetic[Number, Truth], values: Mapping[str, Number | None], paths: Sequence[str]
) -> Number | None:
    """The mean of the values of some paths; the value where it is one, None where one is not there."""
    numbers = [value for path in paths if (value := values.get(path)) is not None]
    if len(numbers) < len(paths):
        return None
    return numbers[0] if len(numbers) == 1 else a.mean(numbers, [Fraction(1)] * len(numbers))


def alone(plan: Plan) -> Joint:
    """A rule set by itself."""
    return Joint((plan,), plan.rules, ({path: (path,) for path in plan.rules.nodes},), ({},))


__all__ = ["Joint", "Link", "alone", "linked"]
