"""Where the conditions stand by which nodes come to their values and ratings."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.expressions import Expression
from ..meaning.model import Node


def step_conditions(node: Node) -> Iterator[tuple[str, Expression]]:
    """The conditions of a node, but for those of cases and bands, with the keys under which they stand."""
    if node.applies is not None:
        yield "applies", node.applies
    for refusal in node.refuse:
        yield "refuse", refusal.when
    for key, adjustments in (
        ("plus", node.plus),
        ("at_least", node.at_least),
        ("at_most", node.at_most),
        ("notches", node.notches),
    ):
        for adjustment in adjustments:
            if adjustment.when is not None:
                yield key, adjustment.when
    for limit in node.no_better_than:
        yield "no_better_than", limit.when


__all__ = ["step_conditions"]
