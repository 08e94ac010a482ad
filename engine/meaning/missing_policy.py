"""What `missing` says of the children of a node: how many have to be known, and what becomes of the
others."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from .model import Node


@dataclass(frozen=True)
class Policy:
    """What `missing` says of a node's children: how many of them must be known, and what becomes of the
    others."""

    needed: int
    coverage: Fraction  # the same as a share of the children, where these may be fewer
    skips: bool = False  # they are left out
    fills: bool = False  # they count as 0

    @classmethod
    def of(cls, node: Node) -> Policy:
        """The policy of a node, from its `missing` and `min_coverage`."""
        count = len(node.children)
        match node.missing:
            case "skip":
                return cls(max(1, math.ceil(node.min_coverage * count)), node.min_coverage, skips=True)
            case "zero":
                return cls(count, Fraction(1), fills=True)
            case "error":
                return cls(count, Fraction(1))


def counts_as_zero(node: Node, is_there: Callable[[str], bool]) -> bool:
    """Whether children of a node that are missing count as 0: `is_there` says of a path whether it has a
    value. Where only the best are combined, none does where so many are there."""
    if not Policy.of(node).fills:
        return False
    return node.best is None or sum(is_there(child.path) for child in node.children) < node.best


__all__ = ["Policy", "counts_as_zero"]
