"""Keys of nodes that do nothing where they stand."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import Node, RuleSet
from ..meaning.steps_in_order import combines, has_way
from ..words.diagnostics import Diagnostic, Severity, Text, say
from ..words.numerals import decimal_text
from .tried_units import whole

ID = "idle-key"
SEVERITY: Severity = "warning"
WHY = say(
    "A key that does nothing where it stands was meant to do something: it belongs elsewhere, or lacks "
    "a part."
)
PASSES = """
parts: {a: {best: 2, questions: {q1: {}, q2: {}, q3: {}}}, b: {}}
"""
FAILS = """
parts: {a: {best: 3, questions: {q1: {}, q2: {}, q3: {}}}, b: {}}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each key that is not looked at."""
    for node in rules.nodes.values():
        yield from _of_combining(node)
        yield from _of_best(node)
        yield from _of_looking_up(rules, node)
        yield from _of_steps(rules, node)


def _told(node: Node, key: str, message: Text, hint: Text) -> Diagnostic:
    return Diagnostic(ID, message, node.at(key), hint, SEVERITY, node.path)


def _way(node: Node) -> str:
    """The key that makes a node's score."""
    return "score" if node.score else "points" if node.points else "cases" if node.cases else "of"


def _of_combining(node: Node) -> Iterator[Diagnostic]:
    if not node.children or combines(node):
        return
    if "combine" in node.places:
        message = say("{node}: combine is not used; {way} makes the score", node=node.path, way=_way(node))
        yield _told(node, "combine", message, say("delete combine, or {way}", way=_way(node)))
    weighted = [child.path for child in node.children if child.weight is not None]
    if weighted:
        message = say(
            "{node}: the weights of {nodes} are not used; {way} makes the score",
            node=node.path,
            nodes=weighted,
            way=_way(node),
        )
        hint = say("write the weights into the formula, or delete them")
        yield _told(node, _way(node), message, hint)


def _of_best(node: Node) -> Iterator[Diagnostic]:
    if node.best is None:
        return
    if not combines(node):
        message = (
            say("{node}: best is not used; {way} makes the score", node=node.path, way=_way(node))
            if has_way(node)
            else say("{node}: best is not used; nothing stands below it", node=node.path)
        )
        yield _told(node, "best", message, say("delete best, or put it where scores are combined"))
    elif node.best == len(node.children):
        message = say("{node}: the best {count} of {count} are all of them", node=node.path, count=node.best)
        yield _told(node, "best", message, say("write a smaller number, or delete best"))
    elif node.best > len(node.children):
        message = say(
            "{node}: the best {best} are asked for, and there are only {count}",
            node=node.path,
            best=node.best,
            count=len(node.children),
        )
        yield _told(node, "best", message, say("write a number below {count}", count=len(node.children)))


def _of_looking_up(rules: RuleSet, node: Node) -> Iterator[Diagnostic]:
    is_looked = node.points or any(case.points or case.answers for case in node.cases)
    if node.of is not None and not is_looked and node.answers is None and (node.score or node.cases):
        message = say("{node}: of is not used; {way} looks nothing up", node=node.path, way=_way(node))
        yield _told(
            node, "of", message, say("name it in the formula, and delete of; or write points or answers")
        )
    scale = rules.answers.get(node.answers or "")
    if (
        node.reversed
        and not node.children
        and (node.value is not None or (scale is not None and not scale.has_scores))
    ):
        message = say("{node}: reversed is not used; no answers with scores are turned round", node=node.path)
        yield _told(node, "reversed", message, say("delete it, or turn the points or the formula round"))


def _of_steps(rules: RuleSet, node: Node) -> Iterator[Diagnostic]:
    if node.better is not None and not node.bands and node.best is None:
        message = say("{node}: better is not used; there are no bands here", node=node.path)
        yield _told(node, "better", message, say("write bands here, or better in the scale"))
    places = node.round.decimals if node.round is not None else None
    if places is not None and "decimals" in node.places and not node.children:
        message = say(
            "{node}: decimals is not used; round: {count} says how it is printed",
            node=node.path,
            count=places,
        )
        yield _told(node, "decimals", message, say("delete one of the two"))
    for added in node.plus:
        number = whole(rules).number(added.amount, node.path)
        if number is not None and number.low == number.high == 0:
            message = say("{node}: plus adds {number}", node=node.path, number=decimal_text(number.low))
            yield _told(node, "plus", message, say("write what is added, or delete plus"))
