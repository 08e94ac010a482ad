"""Columns whose names differ in capitals alone, and which are never filled in one row: what belongs together
was written under two names."""

from __future__ import annotations

from collections.abc import Iterator

from ..words.alike import compared
from ..words.diagnostics import Diagnostic, say
from ..words.numerals import western
from .blanks import is_blank
from .claims import Claims
from .sheet import Sheet


def split_columns(sheet: Sheet, claims: Claims) -> Iterator[Diagnostic]:
    """An error of each column that is passed through beside such a one, which has the units or a node."""
    own = {claims.key: claims.key_name, **{made.column: made.heading for made in claims.nodes}}
    by_look = {_look(heading): column for column, heading in own.items()}
    for column, name in claims.passed.items():
        other = by_look.get(_look(name))
        if other is None:
            continue
        here, there = ~is_blank(sheet.frame[column]), ~is_blank(sheet.frame[other])
        if not here.any() or (here & there).any():
            continue
        message = say(
            "the columns “{column}” and “{other}” differ in capitals alone, and no row has both",
            column=name,
            other=own[other],
        )
        hint = say("write “{other}” in the place of “{column}”", column=name, other=own[other])
        yield Diagnostic("misspelt-column", message, sheet.locate(None, column), hint)


def _look(name: str) -> str:
    return western(compared(name)).casefold()


__all__ = ["split_columns"]
