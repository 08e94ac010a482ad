"""Of every unit of a rated dataset: in which state each node and input is, and which word is said of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from ..meaning.states import State
from ..meaning.steps_in_order import is_numberless
from .evaluation import Evaluation
from .gaps import state_column, state_with


@dataclass(frozen=True)
class UnitNodes:
    """By path of one unit: the states of nodes and inputs, and the words of those nodes that have some."""

    states: Mapping[str, State]
    words: Mapping[str, str | None]


def nodes_of_units(evaluation: Evaluation) -> Iterator[UnitNodes]:
    """The states and words of every unit, in the order of the data."""
    rules, columns = evaluation.rules, evaluation.rated.columns
    numberless = {path for path, node in rules.nodes.items() if is_numberless(node)}
    states = evaluation.frame.select(
        state_column(columns, path).cast(pl.Int64).alias(path) for path in rules.entries
    )
    words = {path: columns["word", path] for path in rules.nodes if ("word", path) in columns}
    said = evaluation.frame.select(
        pl.col(column).cast(pl.String).alias(path) for path, column in words.items()
    )
    for number, codes in enumerate(states.iter_rows(named=True)):
        found = {path: state_with(code) for path, code in codes.items()}
        for path in numberless:  # it has no number that could be missing
            if found[path] is State.MISSING:
                found[path] = State.KNOWN
        yield UnitNodes(found, said.row(number, named=True) if words else {})


__all__ = ["UnitNodes", "nodes_of_units"]
