"""What of a caller's frame can hardly be meant: told as a warning, by what is asked of a file too."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import narwhals as nw
import polars as pl

from ..data import Dataset
from ..data.claims import Claims
from ..data.doubts import doubts
from ..data.each_once import ROW
from ..data.total_rows import named_totals
from ..meaning.arithmetic.frames import Frame
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Position

MOST_UNITS = 20_000
"""Frames of more units are not looked through: that takes several times as long as to rate them."""


class DoubtfulData(UserWarning):
    """That data can hardly be meant as they stand. `code` is that of the finding, which `meant` takes."""

    def __init__(self, told: str, code: str = "") -> None:
        super().__init__(told)
        self.code = code


def warn(rules: RuleSet, table: Frame, claims: Claims, meant: Collection[str]) -> None:
    """Warns of what a file with this table of units would be told of whole columns and rows. A lazy frame
    stays lazy, and is not looked through; nor is one of very many units."""
    for finding in _found(rules, table, claims, frozenset(meant)):
        told = f"{finding.message} [{finding.code}] ({finding.hint})"
        warnings.warn(DoubtfulData(told, finding.code), stacklevel=4)


def _found(rules: RuleSet, table: Frame, claims: Claims, meant: Collection[str]) -> list[Diagnostic]:
    if not isinstance(table, nw.DataFrame) or len(table) > MOST_UNITS:
        return []

    def locate(row: int | None, column: str) -> Position:
        heading = claims.key_name if column == claims.key else _heading(claims, column)
        return Position("data", cell=heading if row is None else f"{heading}[{row + 1}]")

    dataset = Dataset("data", _numbers(table, claims), replace(claims, passed={}), (), locate).numbered()
    is_total, found = named_totals(rules, locate, dataset.frame, claims.key, ROW)
    left = replace(dataset, frame=dataset.frame.filter(~is_total))
    return [
        *(own for own in found if own.code not in meant),
        *(doubts(rules, left, meant) if left.frame.height else ()),
    ]


def _heading(claims: Claims, column: str) -> str:
    return next((own.heading for own in claims.nodes if own.column == column), column)


def _numbers(table: nw.DataFrame[Any], claims: Claims) -> pl.DataFrame:
    """The units and what they are rated by, as polars has it."""
    columns = list(dict.fromkeys((claims.key, *claims.inputs)))
    native: Any = table.to_native()
    frame = native.select(columns) if isinstance(native, pl.DataFrame) else _copied(table, columns)
    schema = frame.schema  # put together anew by each look at it
    kept = [column for column in claims.inputs if not schema[column].is_decimal()]
    return frame.with_columns(pl.col(column).cast(pl.Float64).fill_nan(None) for column in kept)


def _copied(table: nw.DataFrame[Any], columns: Collection[str]) -> pl.DataFrame:
    """Columns of another library, each as what its cells are."""
    cells = {column: table.get_column(column).to_list() for column in columns}
    return pl.DataFrame([pl.Series(name, _known(own), strict=False) for name, own in cells.items()])


def _known(cells: Sequence[Any]) -> list[Any]:
    """Cells without what a library calls missing."""
    return [None if type(cell).__name__ in ("NAType", "NaTType") else cell for cell in cells]


__all__ = ["DoubtfulData", "warn"]
