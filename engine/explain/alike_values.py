"""Values of a unit that are alike: exchanging two of them changes nothing but the two. Of such it is enough
to look at how many are changed, and to what."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..meaning.model import UNTITLED, Node, above_of
from ..meaning.plan import Plan
from ..meaning.steps_in_order import expressions_of, has_written_steps, rating_expressions_of
from .changeable import Changeable, Unit

Groups = Sequence[tuple[Changeable, ...]]


def alike(unit: Unit, goal: str) -> Groups:
    """What can be changed of a unit, in groups of values that are alike where a goal is one of the node of a
    path; in the order of the first of each."""
    plan = unit.trace.exact.plan
    named = {*_apart(plan), frozenset([goal])}
    groups: list[list[Changeable]] = []
    for one in unit.changeable:
        group = next((own for own in groups if _are_alike(unit, named, own[0], one)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [tuple(group) for group in groups]


def chosen_among(groups: Groups, size: int) -> Iterator[tuple[Changeable, ...]]:
    """So many of the values in every way that differs: of those that are alike always the first ones."""
    if not groups:
        if not size:
            yield ()
        return
    first, *others = groups
    if size <= sum(map(len, groups)):
        for count in range(min(size, len(first)), -1, -1):
            for rest in chosen_among(others, size - count):
                yield (*first[:count], *rest)


def _apart(plan: Plan) -> Iterator[frozenset[str]]:
    """The paths that expressions name together, by a list, an alias or a name."""
    rules = plan.rules
    for node in rules.nodes.values():
        own = (*expressions_of(node), *rating_expressions_of(rules, node))
        judged = [judgement.when for judgement in rules.judgements.get(node.level, ())]
        placed = [(expression, plan.scope(node.path)) for expression in own]
        placed += [(expression, plan.scope_of_judgement(node)) for expression in judged]
        for expression, scope in placed:
            for name in expression.names:
                found = scope.find(name)
                if found is not None and found.paths:
                    yield frozenset(found.paths)


def _are_alike(unit: Unit, named: set[frozenset[str]], one: Changeable, other: Changeable) -> bool:
    rules, given = unit.trace.rules, unit.trace.exact.given
    nodes = [rules.nodes.get(each.path) for each in (one, other)]
    if any(node is None or node.children or has_written_steps(node) for node in nodes):
        return False
    first, second = (_nameless(node) for node in nodes if node is not None)
    is_same = (one.old, one.grid, one.words) == (other.old, other.grid, other.words)
    return (
        is_same
        and first == second
        and above_of(one.path)[-1:] == above_of(other.path)[-1:]
        and given.answers.get(one.path) == given.answers.get(other.path)
        and all((one.path in paths) == (other.path in paths) for paths in named)
    )


def _nameless(node: Node) -> Node:
    """A node without what says which one it is."""
    return replace(node, id="", path="", title=UNTITLED, source=None)


__all__ = ["Groups", "alike", "chosen_among"]
