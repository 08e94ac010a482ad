"""A table of cells as a file has it: text, or the file's own numbers, and where each cell stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import polars as pl

from ..words.diagnostics import Diagnostic, Position

Locate: TypeAlias = Callable[[int | None, str], Position]
"""The place of a cell, by its row (from 0; None is the header) and its column."""


@dataclass(frozen=True)
class Sheet:
    """A table with a name for each column. `lines` has, by file, the lines of text files, to be shown beside
    messages; `notes` is what was found on reading it."""

    file: str
    frame: pl.DataFrame
    locate: Locate
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notes: tuple[Diagnostic, ...] = ()


__all__ = ["Locate", "Sheet"]
