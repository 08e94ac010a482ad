"""The order in which nodes are scored: what a node is made of, or names, goes before it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from .expressions import Expression
from .model import NO_NUMBER, TOTAL, Band, Node, RuleSet
from .scope import Scope, Unclear

Scopes = Callable[[str], Scope]


class Circle(Exception):  # noqa: N818  # it is no error of the program
    """Nodes that hang on each other in a circle: their paths, the first one again at the end."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(*paths)
        self.paths = tuple(paths)


def has_way(node: Node) -> bool:
    """Whether something else than its children makes a node's score."""
    return bool(node.score or node.points or node.cases or node.of)


def is_told(rules: RuleSet, entry: Node) -> bool:
    """Whether data say something of a node that no rules make: a leaf, or an input."""
    is_said = entry.is_raw or (entry.path in rules.worded and not entry.of)
    return not entry.children and (is_said or not has_way(entry))


def has_steps(rules: RuleSet, node: Node) -> bool:
    """Whether a node has any of these steps, beside a score that is given or combined, or its word is
    read."""
    return has_written_steps(node) or node.path in rules.worded


def has_written_steps(node: Node) -> bool:
    """Whether any of these steps is written at a node."""
    return bool(
        node.value
        or has_way(node)
        or node.applies
        or node.refuse
        or node.stand_in is not None
        or node.plus
        or node.at_least
        or node.at_most
        or node.round
        or node.notches
    )


def combines(node: Node) -> bool:
    """Whether a node's score comes of those below it."""
    return bool(node.children) and not has_way(node)


def is_numberless(node: Node) -> bool:
    """Whether no number is made of a node: it only stands over others."""
    return node.combine == NO_NUMBER and combines(node)


def expressions_of(node: Node) -> Iterator[Expression]:
    """Every expression on which a node's value hangs, and those that may refuse it."""
    yield from value_expressions_of(node)
    yield from (refusal.when for refusal in node.refuse)


def value_expressions_of(node: Node) -> Iterator[Expression]:
    """Every expression that makes a node's value; what one of them cannot tell may leave it without one."""
    own = [node.of, node.score, node.applies]
    for case in node.cases:
        own += [case.when, case.score, case.of]
    for each in (*node.plus, *node.at_least, *node.at_most, *node.notches):
        own += [each.amount, each.when]
    yield from (expression for expression in own if expression is not None)


def rating_expressions_of(rules: RuleSet, node: Node) -> Iterator[Expression]:
    """Every expression on which a node's rating hangs."""
    own = [band.when for band in bands_of(rules, node)]
    own += [limit.when for limit in node.no_better_than]
    yield from (expression for expression in own if expression is not None)


def bands_of(rules: RuleSet, node: Node) -> tuple[Band, ...]:
    """The bands that rate a node."""
    return rules.bands if node.path == TOTAL else node.bands


def hangs_on(rules: RuleSet, scopes: Scopes, node: Node) -> tuple[str, ...]:
    """The paths of the nodes that must be scored before a node is."""
    paths = dict.fromkeys(child.path for child in node.children) if combines(node) else {}
    expressions = [*expressions_of(node), *(rating_expressions_of(rules, node) if node.bands else ())]
    for expression in expressions:
        try:
            paths.update(dict.fromkeys(scopes(node.path).referred(expression)))
        except Unclear:
            continue
    if node.bands:  # its bands may name the node itself, which is scored by then
        paths.pop(node.path, None)
    return tuple(path for path in paths if path in rules.nodes)


def in_order(rules: RuleSet, scopes: Scopes) -> tuple[Node, ...]:
    """All nodes, each after those on which it hangs. Raises Circle."""
    return _ordered(rules, scopes, list(rules.nodes))


def needed_for(rules: RuleSet, scopes: Scopes, node: Node) -> tuple[Node, ...]:
    """A node with all on which it hangs, in order."""
    return _ordered(rules, scopes, [node.path])


def _ordered(rules: RuleSet, scopes: Scopes, wanted: Sequence[str]) -> tuple[Node, ...]:
    done: dict[str, Node] = {}
    for start in wanted:
        trail: dict[str, Iterator[str]] = {}
        step: str | None = start
        while step is not None or trail:
            if step is not None and step not in done:
                if step in trail:
                    steps = list(trail)
                    raise Circle([*steps[steps.index(step) :], step])
                trail[step] = iter(hangs_on(rules, scopes, rules.nodes[step]))
            if not trail:
                break
            last = next(reversed(trail))
            step = next(trail[last], None)
            if step is None:
                del trail[last]
                done[last] = rules.nodes[last]
    return tuple(done.values())


__all__ = [
    "Circle",
    "bands_of",
    "combines",
    "expressions_of",
    "has_steps",
    "has_way",
    "has_written_steps",
    "in_order",
    "is_numberless",
    "is_told",
    "needed_for",
    "rating_expressions_of",
    "value_expressions_of",
]
