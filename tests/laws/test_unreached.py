"""A law of golden tests over random books of the second edition: a row of a table that no unit reached, as is told,
changes nothing of them with its score; one that is not told does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kenrules.engine.data.row_values import given_of
from kenrules.engine.meaning.model import Node, RuleSet
from kenrules.engine.meaning.one_unit import ExactResult, evaluate_exactly, usable
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.scoring import PointsTable
from kenrules.engine.verify.unreached import unreached

from .budget import seeds
from .side_by_side import read


def with_node(node: Node, changed: Node) -> Node:
    """A tree in which a node stands in the place of the one at its path."""
    if node.path == changed.path:
        return changed
    return replace(node, children=tuple(with_node(child, changed) for child in node.children))


def other_rows(table: PointsTable) -> Iterator[PointsTable]:
    """A table with another score in one of its rows, for each of them."""
    for place, row in enumerate(table.rows):
        end = None if row.end is None else row.end + 1000
        moved = replace(row, score=row.score + 1000, end=end)
        yield replace(table, rows=(*table.rows[:place], moved, *table.rows[place + 1 :]))


def changed_rows(rules: RuleSet) -> Iterator[tuple[str, int, RuleSet]]:
    """The rule set with another score in one row of the table of one node: its path, and the row's number."""
    for node in rules.nodes.values():
        if node.points is not None and not node.cases:
            for place, table in enumerate(other_rows(node.points)):
                yield (
                    node.path,
                    place,
                    replace(rules, total=with_node(rules.total, replace(node, points=table))),
                )


def looked_up(results: list[ExactResult], path: str) -> list[Any]:
    """What the table of a node gave each unit."""
    ways = [(result.outcome.records or {})[path].way for result in results]
    return [None if way is None else way.made for way in ways]


def test_a_row_that_no_unit_reached_can_have_any_score(tmp_path: Path):
    told = untold = 0
    for seed in seeds(6, at_least=4):
        case = read(seed, tmp_path, units=3)
        if case is None or case.rules.choosing:
            continue
        units = [usable(case.rules, given_of(case.dataset.claims, row)) for row in case.rows]

        def rated(rules: RuleSet, units: list[Any] = units) -> list[ExactResult]:
            return [evaluate_exactly(Plan(rules), unit, recorded=True) for unit in units]

        results = rated(case.rules)
        places = unreached(Plan.of(case.rules), results)
        for path, number, other in changed_rows(case.rules):
            name, table = case.rules.short_name(path), case.rules.nodes[path].points
            assert table is not None
            is_told = any(
                place.node == name and place.key == "points" and place.what in spelt(table, number)
                for place in places
            )
            same = looked_up(rated(other), path) == looked_up(results, path)
            assert same == is_told, (seed, path, number)
            told, untold = told + is_told, untold + (not is_told)
    assert told
    assert untold


def spelt(table: PointsTable, number: int) -> tuple[str, ...]:
    """How a row is written."""
    row = table.rows[number]
    low, high = (None if end is None else f"{float(end):g}" for end in (row.low, row.high))
    bounds = f"{low or ''}..{high or ''}"
    return (bounds, f"> {low}", f"> {bounds}", *([low] if low is not None and low == high else []))
