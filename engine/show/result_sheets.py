"""A result as a workbook for people: what it comes to, the units, and their questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..words.diagnostics import Text
from .sections import Table

if TYPE_CHECKING:
    import polars as pl

FOR_PROGRAMS = ("ratings", "rules")
"""Sheets with every column under its id, and with the rules: what Ken reads of such a workbook."""


@dataclass(frozen=True)
class ResultColumn:
    """A column of units: its title and its id; numbers with so many decimals (None: as they are)."""

    title: str
    id: str
    cells: pl.Series
    decimals: int | None = None


@dataclass(frozen=True)
class ResultSheets:
    """The sheets before those for programs: `tables` stand below each other on the first one, with a chart of
    the counts in the first of them. `tones` has the place of each rating from the first band (0) to the last
    (1)."""

    title: str
    sentences: Sequence[tuple[Text, bool | None]]
    tables: Sequence[tuple[Text, Table]]
    columns: Sequence[ResultColumn]
    questions: Table
    rating: int | None = None
    tones: Mapping[str, float] = field(default_factory=dict)


__all__ = ["FOR_PROGRAMS", "ResultColumn", "ResultSheets"]
