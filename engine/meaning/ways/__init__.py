"""The ways of scoring: one file each. A new one is a file in here, its line in the schema and its line in the
documents.

What else knows a way by name (the schema, a rule set) knows only the name; what it means stands in its file.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module

from ..model import Node
from . import mean, way, weighted_mean
from .way import Way


def _every() -> Mapping[str, Way]:
    modules = [
        import_module(f"{__name__}.{module.name}")
        for module in pkgutil.iter_modules(__path__)
        if module.name != way.__name__.rpartition(".")[2]
    ]
    return {module.WAY.name: module.WAY for module in modules}


WAYS: Mapping[str, Way] = _every()
"""By name."""

SYNONYMS: Mapping[str, str] = {word: way.name for way in WAYS.values() for word in way.also}
"""By other words for a way: its name."""


def way_of(node: Node) -> Way:
    """The way in which a node's score comes of those right below it."""
    return WAYS[node.combine]


def usual(*, weighted: bool) -> Way:
    """The way of a node that names none."""
    return weighted_mean.WAY if weighted else mean.WAY


__all__ = ["SYNONYMS", "WAYS", "Way", "usual", "way_of"]
