"""Whether a rule set that was put together of two others means something."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..book.meaning_of_names import placed_expressions
from ..meaning.expressions import Expression
from ..meaning.kinds import check
from ..meaning.model import Node, RuleSet
from ..meaning.namable import InScope
from ..meaning.plan import Plan
from ..meaning.scope import Scope
from ..meaning.scoring import PointsTable, Row
from ..meaning.steps_in_order import Circle, bands_of


def is_sound(rules: RuleSet) -> bool:
    """Whether every name and word of its expressions is known, no node is made of itself, and what is said of
    ratings and rows goes together."""
    if set(rules.inputs) & set(rules.names) - set(rules.inputs):
        return False
    if not all(_means(expression, scope) for expression, scope in placed_expressions(rules)):
        return False
    if not all(_goes_together(rules, node) for node in rules.nodes.values()):
        return False
    try:
        return bool(Plan.of(rules).steps)
    except Circle:
        return False


def _means(expression: Expression, scope: Scope) -> bool:
    """Whether an expression comes to a number, or to a truth."""
    named = InScope(scope)
    return not check(expression, named, "truth") or not check(expression, named, "number")


def _goes_together(rules: RuleSet, node: Node) -> bool:
    """Whether the ratings of a node are there once each, with those that are limited; and its tables rise."""
    ratings = [band.rating for band in bands_of(rules, node)]
    limits = {limit.rating for limit in node.no_better_than}
    is_rated = bool(ratings) or not (limits or node.notches)
    return is_rated and limits <= {*ratings} and all(map(_rises, _tables(node)))


def _tables(node: Node) -> Iterator[PointsTable]:
    if node.points is not None:
        yield node.points
    yield from (case.points for case in node.cases if case.points is not None)


def _rises(table: PointsTable) -> bool:
    """Whether the rows of a table follow each other."""
    lows = [row.low for row in table.rows]
    if any(low is None for low in lows[1:]):
        return False
    known: list[Fraction] = [low for low in lows if low is not None]
    is_once = len(set(known)) == len(known) or not table.is_ladder
    return is_once and known == sorted(known) and all(map(_follows, table.rows, table.rows[1:]))


def _follows(one: Row, other: Row) -> bool:
    """Whether a row begins where the one before it has ended; where they touch they give the same."""
    if one.high is None or other.low is None or one.high < other.low:
        return True
    return one.high == other.low and (one.score if one.end is None else one.end) == other.score


__all__ = ["is_sound"]
