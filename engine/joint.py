"""Rule sets that run together on the same values: what one has computed, another takes over.

One rule set alone is the simplest case. With several, a node that means the same in two of them is computed once, and a node
that another rule set has in several parts is the mean of these.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .arithmetic import Arithmetic, Number, Truth
from .model import RuleSet
from .plan import Outcome, Plan, run


@dataclass(frozen=True)
class Link:
    """Where a node takes its value from: nodes of the rule set with the number `source`; of several their mean."""

    source: int
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Joint:
    """Rule sets in an order in which each takes values from those before it only.

    `reader` is the rule set by which data are read: it has every node that data can give a value. `inputs` says for each rule
    set which of its nodes (by path) take a given value, and of which node of the reader (of several the mean); `links` which
    take one of another rule set.
    """

    plans: tuple[Plan, ...]
    reader: RuleSet
    inputs: tuple[Mapping[str, tuple[str, ...]], ...]
    links: tuple[Mapping[str, Link], ...]

    def run(
        self,
        arithmetics: Sequence[Arithmetic[Number, Truth]],
        given: Mapping[str, Number | None],
        *,
        judge: Collection[str] | None = None,
        compare_given: bool = True,
    ) -> list[Outcome[Number, Truth]]:
        """Runs each rule set, in an arithmetic of its own; `given` is by path of the reader, and of what is
        given for an alias by `whole`. See `plan.run`."""
        outcomes: list[Outcome[Number, Truth]] = []
        for plan, a, inputs, links in zip(self.plans, arithmetics, self.inputs, self.links, strict=True):
            own = {path: _mean(a, given, sources) for path, sources in inputs.items()}
            taken = {path: _first_known(a, own.pop(path, None), linked(a, outcomes[link.source].values, link)) for path, link in links.items()}
            outcomes.append(run(plan, a, own, linked=taken, judge=judge, compare_given=compare_given))
        return outcomes


def whole(alias: str) -> str:
    """The name under which a value is given that data have for an alias, beside those of its nodes."""
    return f"whole {alias}"


def _first_known(a: Arithmetic[Number, Truth], given: Number | None, made: Number | None) -> Number | None:
    known = [value for value in (given, made) if value is not None]
    return a.first_known(known) if len(known) > 1 else next(iter(known), None)


def linked(a: Arithmetic[Number, Truth], values: Mapping[str, Number | None], link: Link) -> Number | None:
    """The value that a link gives; None where the data cannot give one."""
    return _mean(a, values, link.paths)


def _mean(a: Arithmetic[Number, Truth], values: Mapping[str, Number | None], paths: Sequence[str]) -> Number | None:
    found = [value for path in paths if (value := values.get(path)) is not None]
    if len(found) < len(paths):
        return None
    return found[0] if len(found) == 1 else a.mean(found, [Fraction(1)] * len(found))


def alone(plan: Plan) -> Joint:
    """A rule set by itself."""
    return Joint((plan,), plan.rules, ({path: (path,) for path in plan.rules.nodes},), ({},))


__all__ = ["Joint", "Link", "alone", "linked", "whole"]
