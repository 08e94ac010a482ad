"""A table of cells as a file has it: text, or the file's own numbers, and where each cell stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

import polars as pl

from ..meaning.cell_meaning import DecimalSign, PercentMeaning
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, Position
from .plain_text import PlainText

Locate: TypeAlias = Callable[[int | None, str], Position]
"""The place of a cell, by its row (from 0; None is the header) and its column ("" is the first)."""


def numbered(names: Iterable[str]) -> dict[str, str]:
    """What the columns of a table are called in frames, c0, c1 and so on, each with its name in the file.
    A name in data is never used as one in a frame: a library may read it as a pattern, and it could be that
    of a column of our own."""
    return {f"c{number}": name for number, name in enumerate(names)}


@dataclass(frozen=True)
class Sheet:
    """A table with a name for each column. `names` has, by column of `cells`, the name in the file, in the
    file's order. `lines` has, by file, the lines of text files, to be shown beside messages; `notes` is what
    was found on reading it. `decimal` parts the decimals of numbers in its texts; `plain` has the texts,
    where they are plain. `starts` are the first rows of the files that it is made of; `percent` says what 85%
    means in them."""

    file: str
    names: Mapping[str, str]
    cells: pl.DataFrame | pl.LazyFrame
    locate: Locate
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notes: tuple[Diagnostic, ...] = ()
    decimal: DecimalSign = "point"
    plain: PlainText | None = None
    starts: tuple[int, ...] = (0,)
    percent: PercentMeaning | None = None

    @cached_property
    def frame(self) -> pl.DataFrame:
        """The cells, in memory."""
        return self.cells.collect() if isinstance(self.cells, pl.LazyFrame) else self.cells

    @cached_property
    def height(self) -> int:
        """How many rows it has."""
        if self.plain is not None:
            return sum(self.plain.heights)
        return int(self.cells.lazy().select(pl.len()).collect().item())

    def file_of(self, row: int) -> int:
        """The number, from 0, of the file that a row comes from."""
        return bisect_right(self.starts, row) - 1

    def column(self, name: str) -> str | None:
        """The column of that name; None where there is none."""
        return column_called(self.names, name)


def column_called(names: Mapping[str, str], name: str) -> str | None:
    """The column that has a name in the file, else one that is compared as the same; None where there is
    none."""
    exact = next((column for column, own in names.items() if own == name), None)
    form = compared(name)
    return exact or next((column for column, own in names.items() if compared(own) == form), None)


__all__ = ["Locate", "Sheet", "column_called", "numbered"]
