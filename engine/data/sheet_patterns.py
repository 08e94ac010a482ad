"""Sheets of workbooks that a manifest names by a pattern: each that matches is a part of the file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError, Position, say
from .manifest import Location, Part
from .name_patterns import ANY, star
from .piped import is_piped, kept
from .readers import excel_file
from .sheet import Sheet

CODE = "hidden"


@dataclass(frozen=True)
class OneTable:
    """A table that is to be read: a file of a part, or one of its sheets (None: as the part says)."""

    part: Part
    path: Location
    sheet: str | None = None
    note: Diagnostic | None = None

    def with_note(self, table: Sheet) -> Sheet:
        """The table, with what was found on looking for it."""
        return table if self.note is None else replace(table, notes=(self.note, *table.notes))


def tables_of(parts: Sequence[Part], faults: list[Diagnostic]) -> list[OneTable]:
    """The tables of all parts, one after the other. What is wrong with patterns of sheets is added to
    `faults`."""
    found = list[OneTable]()
    for part in parts:
        for path in part.paths:
            try:
                found += _sheets(part, path) if _has_pattern(part, path) else [OneTable(part, path)]
            except KenError as problem:
                faults += problem.diagnostics
    faults += _twice(found)
    return found


def _has_pattern(part: Part, path: Location) -> bool:
    return (
        ANY in (part.sheet or "")
        and isinstance(path, Path)
        and path.is_file() | is_piped(path)
        and path.suffix.casefold() in excel_file.SUFFIXES
    )


def _sheets(part: Part, path: Location) -> Iterator[OneTable]:
    """The sheets that match, but for hidden ones, which a note names. Raises KenError where there is none."""
    assert isinstance(path, Path)
    pattern = compared(part.sheet or "")
    sheets = excel_file.names_of(kept(path) if is_piped(path) else path)
    own = [(name, shown) for name, shown in sheets if star(pattern, compared(name)) is not None]
    shown = [name for name, is_shown in own if is_shown]
    hidden = [name for name, is_shown in own if not is_shown]
    at = part.at.get("sheet", Position(str(path)))
    if not shown:
        message = say(
            "no sheet of {file} that is shown matches “{pattern}”; the sheets are {sheets}",
            file=str(path),
            pattern=part.sheet,
            sheets=[name for name, _ in sheets],
        )
        raise KenError([Diagnostic("no-sheet", message, at, say("mend the pattern; * is any text"))])
    note = None
    if hidden:
        message = say(
            "the sheets {sheets} match “{pattern}”, are hidden, and are not read",
            sheets=hidden,
            pattern=part.sheet,
        )
        hint = say("show them in the spreadsheet, if they count, or name each in an entry of its own")
        note = Diagnostic(CODE, message, Position(str(path)), hint, "warning")
    for name in shown:
        yield OneTable(part, path, name, note if name == shown[0] else None)


def _twice(tables: Sequence[OneTable]) -> Iterator[Diagnostic]:
    """That respondents in a sheet would count twice, because a pattern and another entry name it."""
    first: dict[tuple[str, str], OneTable] = {}
    for table in tables:
        sheet = table.sheet or table.part.sheet
        if table.part.layout != "responses" or sheet is None or "same-contents" in table.part.meant:
            continue
        known = first.setdefault((os.path.realpath(table.path), sheet), table)
        if known is not table and table.sheet is not known.sheet:
            message = say("the sheet “{sheet}” is named twice: its respondents count twice", sheet=sheet)
            at = table.part.at.get("sheet", Position(str(table.path)))
            yield Diagnostic("same-contents", message, at, say("leave one of the two out"))


__all__ = ["OneTable", "tables_of"]
