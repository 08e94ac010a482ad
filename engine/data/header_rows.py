"""Rows of a table that name its columns once more, or those of another table below it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError
from ..words.numerals import western
from .claims import Claims
from .column_matching import key_names
from .header import again, another_table
from .sheet import Sheet

MOST = 50  # rows that are looked at


@dataclass(frozen=True)
class Headless:
    """A table without the rows that name its columns again: their cells are empty. `rows` are these (from 0),
    `faults` what is told of them."""

    sheet: Sheet
    rows: frozenset[int] = frozenset()
    faults: tuple[Diagnostic, ...] = ()


def without_headers(rules: RuleSet, sheet: Sheet, claims: Claims) -> Headless:
    """A table without such rows: those whose unit is called as its column is. Raises KenError where one
    names other columns."""
    cells = sheet.frame[claims.key]
    if cells.dtype != pl.String:
        return Headless(sheet)
    names = [claims.key_name, *key_names(rules, None)]
    found = (
        cells.str.strip_chars(" \ufeff")
        .is_in(pl.Series(names, dtype=pl.String).implode())
        .fill_null(value=False)
    )
    rows = found.arg_true().head(MOST).to_list()
    faults = []
    headings = {made.column: made.heading for made in claims.nodes}
    kept = []
    for row in rows:
        told = _told(rules, sheet, claims, headings, row)
        if told is not None:
            faults.append(told)
            kept.append(row)
    if not kept:
        return Headless(sheet)
    is_kept = pl.int_range(sheet.height, eager=True).is_in(pl.Series(kept).implode())
    cells_left = sheet.frame.with_columns(pl.when(~pl.lit(is_kept)).then(pl.all()))
    return Headless(replace(sheet, cells=cells_left), frozenset(kept), tuple(faults))


def _told(
    rules: RuleSet, sheet: Sheet, claims: Claims, headings: Mapping[str, str], row: int
) -> Diagnostic | None:
    """What is told of a row whose unit is called as its column is; None where its other cells name
    nothing."""
    own = {
        column: cell.strip()
        for column, cell in sheet.frame.row(row, named=True).items()
        if isinstance(cell, str) and cell.strip() and column in sheet.names and column != claims.key
    }
    place = sheet.locate(row, claims.key)
    if own and all(compared(text) == compared(sheet.names[column]) for column, text in own.items()):
        return again(place)
    nodes = [text for text in own.values() if rules.meant(western(compared(text)))]
    if not nodes:
        return None
    if any(compared(own.get(column, heading)) != compared(heading) for column, heading in headings.items()):
        raise KenError([*sheet.notes, another_table(place, [sheet.frame[claims.key][row], *own.values()])])
    return again(place)


__all__ = ["Headless", "without_headers"]
