"""Workbooks to fill in: what they ask for a rule set, and how one that was filled in is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import TOTAL, Node, RuleSet
from ..show.entry_book import FORM, EntryColumn, EntrySheet
from ..show.excel_limits import MOST_COLUMNS
from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.speech import Speech
from .asked_values import asked_rows
from .manifest import Layout, Part
from .readers import excel_file
from .row_bounds import HEAD, RowBounds

LONGEST_NAME = 31  # of a sheet
HEADS_OF_FORM = 2  # the row that has the names of columns, below their titles


def entry_sheets(rules: RuleSet, speech: Speech) -> list[EntrySheet]:
    """The sheets that ask for what data give a rule set: one with a row a unit, and for each instrument that
    respondents answer one with a row a respondent. Raises KenError for more columns than a sheet has."""
    unit = EntryColumn(speech.words(say("Name of the {unit}", unit=rules.unit)), rules.unit, is_text=True)
    sheets = list[EntrySheet]()
    for rows in asked_rows(rules):
        columns = [unit, *(_column(rules, node, speech) for node in rows.nodes)]
        instrument = "" if rows.instrument == TOTAL else rows.instrument
        of_all = say("Units") if rows.layout == "scores" else say("Respondents")
        name = _name(instrument or speech.words(of_all), sheets)
        sheets.append(EntrySheet(name, rows.layout, instrument, columns))
    if faults := [_too_wide(rules) for sheet in sheets if len(sheet.columns) > MOST_COLUMNS]:
        raise KenError(faults)
    return sheets


def _name(wanted: str, sheets: Sequence[EntrySheet]) -> str:
    """The name of a sheet that no other has, as long as names may be."""
    taken = {sheet.name.casefold() for sheet in sheets} | {FORM}
    name, number = wanted[:LONGEST_NAME], 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted[: LONGEST_NAME - len(str(number)) - 1]} {number}"
    return name


def _too_wide(rules: RuleSet) -> Diagnostic:
    """That a sheet does not hold the columns of a rule set."""
    message = say(
        "{rules} asks for more than {most} values, the most columns of a sheet",
        rules=rules.id,
        most=f"{MOST_COLUMNS:,}",
    )
    return Diagnostic("too-large", message, Position("-o"), say("use CSV files, and name them in a manifest"))


def _column(rules: RuleSet, node: Node, speech: Speech) -> EntryColumn:
    title = node.title.get(speech.language) or next(iter(node.title.values()), node.id)
    name, meaning = rules.short_name(node.path), CellMeaning.of(rules, node)
    if meaning.words:
        return EntryColumn(title, name, tuple(meaning.words))
    possible = rules.possible(node)
    ends = float(possible.low), float(possible.high)
    return EntryColumn(title, name, (), ends, possible.decimals)


def parts_of_form(rules: RuleSet, path: Path) -> tuple[Part, ...]:
    """The sheets of a workbook to fill in that have rows; none of other files. Raises KenError where it is
    damaged, or none has."""
    marks = excel_file.rows_of_sheet(path, FORM)
    parts = tuple(_parts(rules, path, [cells for _, cells in marks]))
    if marks and not parts:
        message = say("nothing is filled in: no sheet of the form has a row below the names of its columns")
        hint = say("write a row for each {unit}, or for each respondent", unit=rules.unit)
        raise KenError([Diagnostic("empty-file", message, Position(str(path)), hint)])
    return parts


def _parts(rules: RuleSet, path: Path, marks: Sequence[Sequence[str]]) -> Iterator[Part]:
    for name, layout, instrument in (cells[:3] for cells in marks if cells[0]):
        rows = excel_file.rows_of_sheet(path, name)
        if rows and rows[-1][0] > HEADS_OF_FORM:
            told = {"": instrument} if instrument in rules.nodes else {}
            bounds = RowBounds((HEADS_OF_FORM,), at={HEAD: Position(str(path))})
            yield Part((path,), cast("Layout", layout), told, sheet=name, rows=bounds)


__all__ = ["entry_sheets", "parts_of_form"]
