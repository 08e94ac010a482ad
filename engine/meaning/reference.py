"""Reference tables: rows that are found by the values of inputs and nodes, and what stands in them. Frozen
data of the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from ..words.diagnostics import Position
from .word_options import WordKind

How = Literal["exactly", "steps", "between"]
"""How a row is found: the one that has the very value; the last one whose value is not above; or two, between
which the answer lies on a straight line."""

NOWHERE = Position("")

Sought: TypeAlias = "Fraction | str"


@dataclass(frozen=True)
class TableKey:
    """By what the rows of a table are found: the number of the node or input at `path`, or the word that is
    said of it, of some `kind`."""

    name: str
    path: str
    how: How
    kind: WordKind | None = None


@dataclass(frozen=True)
class ReferenceTable:
    """A table of rows with numbers. `rows` has the values of its keys, in the order of `keys`; `columns` by
    name what stands in each row, None where the cell is empty. `lines` is where each row stands in `file`."""

    id: str
    keys: tuple[TableKey, ...]
    rows: tuple[tuple[Sought, ...], ...]
    columns: Mapping[str, tuple[Fraction | None, ...]]
    file: str = field(default="", compare=False)
    lines: tuple[int, ...] = field(default=(), compare=False)
    position: Position = field(default=NOWHERE, compare=False)


__all__ = ["How", "ReferenceTable", "Sought", "TableKey"]
