"""Reference tables, from what is written under `tables` and the CSV files beside the rule set."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, cast

from ..meaning.model import RuleSet
from ..meaning.reference import How, ReferenceTable, Sought, TableKey
from ..meaning.scope import Scope, Unclear
from ..meaning.word_options import Choice
from ..words.diagnostics import KenError, Position, Text, say
from ..words.hints import nearest_or
from ..words.numerals import read_number
from .csv_cells import CsvCells, read_cells
from .document import Place
from .draft import Draft

MOST_FAULTS = 20
"""So many faults of one table are told at most."""


def tables_of(draft: Draft, rules: RuleSet) -> Mapping[str, ReferenceTable]:
    """The tables of a document, by id; `rules` has all else that their keys can name. With faults a table has
    the columns that expressions name, and no rows."""
    made = {}
    for id_, data in (draft.data.get("tables") or {}).items():
        position = draft.document.key_at(("tables", id_))
        draft.free_id(id_, position, draft.thresholds)
        if id_ in rules.names:
            message = say("“{id}” is the name of a node or an input already", id=id_)
            draft.fault("duplicate-id", message, position, say("rename one of the two"))
        named = {
            name.removeprefix(f"{id_}."): None
            for expression in draft.read
            for name in expression.names
            if name.startswith(f"{id_}.")
        }
        made[id_] = _TableReader(draft, rules, id_, data, tuple(named)).made()
    return made


@dataclass(frozen=True)
class _FoundBy:
    """A column by which rows are found: its number, and what its cells are held against."""

    key: TableKey
    number: int
    choice: Choice | None  # of the words that it has


@dataclass
class _TableReader:
    """One table on its way to the model; `named` are the columns that expressions name."""

    draft: Draft
    rules: RuleSet
    id: str
    data: Mapping[str, Any]
    named: Sequence[str]
    told: int = field(default=0)

    @property
    def place(self) -> Place:
        return ("tables", self.id)

    def fault(self, code: str, message: Text, position: Position, hint: Text) -> None:
        """Keeps a fault, unless there are many already."""
        self.told += 1
        if self.told <= MOST_FAULTS:
            self.draft.fault(code, message, position, hint)

    def made(self) -> ReferenceTable:
        """The table, without rows where something is wrong with it."""
        position = self.draft.document.key_at(self.place)
        cells = self._cells()
        columns = [] if cells is None else list(self._keys(cells))
        values: dict[str, tuple[Fraction | None, ...]] = {}
        rows: list[tuple[Sought, ...]] = []
        if cells is not None and len(columns) == len(self.data["by"]):
            rows = self._rows(cells, columns)
            values = self._values(cells, {column.number for column in columns})
        keys = tuple(column.key for column in columns)
        if self.told or cells is None:
            nothing: dict[str, tuple[Fraction | None, ...]] = dict.fromkeys(self.named, ())
            return ReferenceTable(self.id, keys, (), nothing, position=position)
        return ReferenceTable(self.id, keys, tuple(rows), values, cells.file, cells.lines, position)

    # the file

    def _cells(self) -> CsvCells | None:
        at = self.draft.document.value_at((*self.place, "file"))
        name = str(self.data["file"])
        folder = Path(at.file).parent
        path = folder / name
        hint = say("write the name of a CSV file in the folder of the rule set, for example growth.csv")
        if not _is_beside(name, folder):
            message = say("“{name}” does not stand beside the rule set", name=name)
            self.fault("reference-table", message, at, hint)
            return None
        if not os.path.isfile(path):  # noqa: PTH113  # what may not be looked at is none
            self.fault(
                "reference-table", say("there is no file “{name}” beside the rule set", name=name), at, hint
            )
            return None
        try:
            kept = path.stat()
            return _read(path, kept.st_mtime_ns, kept.st_size, kept.st_ino)
        except KenError as problem:
            for fault in problem.diagnostics:
                self.fault(fault.code, fault.message, fault.position, fault.hint or hint)
        except OSError as problem:
            self.fault(
                "reference-table", say("the file cannot be read: {reason}", reason=problem.strerror), at, hint
            )
        return None

    # keys

    def _keys(self, cells: CsvCells) -> Iterator[_FoundBy]:
        by = cast("Mapping[str, How]", self.data["by"])
        for number, (name, how) in enumerate(by.items()):
            at = self.draft.document.key_at((*self.place, "by", name))
            if how == "between" and number < len(by) - 1:
                message = say("“{name}” is looked up between rows, and is not the last of by", name=name)
                hint = say("write it last; lines are drawn between the rows of one column")
                self.fault("reference-table", message, at, hint)
                continue
            if (path := self._path(name, at)) is None:
                continue
            if name not in cells.header:
                message = say("the table has no column “{name}”", name=name)
                listed = say("its columns are {names}", names=[own for own in cells.header if own])
                hint = nearest_or(name, cells.header, listed)
                self.fault("reference-table", message, cells.at(None, 0), hint)
                continue
            column = cells.header.index(name)
            choice = self._choice(name, [row[column] for row in cells.rows])
            if choice is not None and how != "exactly":
                message = say("“{name}” has words for values, and these have no order", name=name)
                self.fault("reference-table", message, at, say("write {name}: exactly", name=name))
                continue
            yield _FoundBy(TableKey(name, path, how, None if choice is None else choice.kind), column, choice)

    def _path(self, name: str, at: Position) -> str | None:
        """The path of the input or node by which rows are found."""
        scope = Scope(self.rules)
        try:
            named = scope.find(name)
        except Unclear as unclear:
            message = say("“{name}” can mean {paths}", name=name, paths=list(unclear.paths))
            self.fault("ambiguous", message, at, say("give the node that is meant an id of its own"))
            return None
        if named is None or named.kind != "node":
            message = say("nothing is called “{name}”", name=name)
            hint = nearest_or(name, scope.names(), say("name an input or a node, and the column alike"))
            self.fault("undefined", message, at, hint)
            return None
        return named.paths[0]

    def _choice(self, name: str, words: Sequence[str]) -> Choice | None:
        """What the words in a column are said of; None where it has numbers."""
        options = Scope(self.rules).options(name)
        if options is None or not options.takes(words):
            return None
        return (options.asked(words) or list(options.choices[0]))[0]

    # rows

    def _rows(self, cells: CsvCells, columns: Sequence[_FoundBy]) -> list[tuple[Sought, ...]]:
        rows: list[tuple[Sought, ...]] = []
        seen: dict[tuple[Sought, ...], int] = {}
        last: dict[tuple[Sought, ...], Sought] = {}
        for number, row in enumerate(cells.rows):
            key = tuple(self._sought(row[column.number], column, cells, number) for column in columns)
            rows.append(key)
            if self.told > MOST_FAULTS:
                break
            if None in [self._read(row[column.number], column) for column in columns]:
                continue
            if key in seen:
                line, at = seen[key], cells.at(number, columns[0].number)
                message = say("the row for {keys} stands in line {line} already", keys=list(key), line=line)
                hint = say("delete one of the two rows, or mend its keys")
                self.fault("reference-table", message, at, hint)
            seen.setdefault(key, cells.lines[number])
            for depth, column in enumerate(columns):
                if column.key.how != "exactly":
                    before = last.setdefault(key[:depth], key[depth])
                    last[key[:depth]] = key[depth]
                    self._rising(before, key[depth], column, cells, number)
        return rows

    def _rising(self, before: Sought, value: Sought, column: _FoundBy, cells: CsvCells, row: int) -> None:
        """Keeps a fault where a number stands below a greater one."""
        if isinstance(before, Fraction) and isinstance(value, Fraction) and value < before:
            message = say("{value} stands below {before}", value=value, before=before)
            hint = say("write the rows from the lowest to the highest {name}", name=column.key.name)
            self.fault("reference-table", message, cells.at(row, column.number), hint)

    @staticmethod
    def _read(cell: str, column: _FoundBy) -> Sought | None:
        """A cell by which its row is found; None where it is nothing of the kind."""
        if column.choice is None:
            return read_number(cell)
        number = column.choice.number_of(cell)
        return None if number is None else column.choice.words[number]

    def _sought(self, cell: str, column: _FoundBy, cells: CsvCells, row: int) -> Sought:
        """The same, with a fault where there is none."""
        value = self._read(cell, column)
        if value is not None:
            return value
        at = cells.at(row, column.number)
        if column.choice is None:
            message, hint = _no_number(cell)
            self.fault("reference-table", message, at, hint)
        else:
            words = list(column.choice.words)
            message = say("“{word}” is no word of “{name}”", word=cell, name=column.key.name)
            hint = nearest_or(cell, words, say("its words are {words}", words=words))
            self.fault("undefined", message, at, hint)
        return cell

    def _values(self, cells: CsvCells, keys: set[int]) -> dict[str, tuple[Fraction | None, ...]]:
        """The columns of numbers; others are for readers, unless an expression names them."""
        values = {}
        for number, name in enumerate(cells.header):
            if number in keys or not name:
                continue
            column = [row[number] for row in cells.rows]
            numbers = [read_number(cell) if cell else None for cell in column]
            wrong = [row for row, cell in enumerate(column) if cell and numbers[row] is None]
            if not wrong:
                values[name] = tuple(numbers)
            for row in wrong if name in self.named else ():
                message, hint = _no_number(column[row])
                self.fault("reference-table", message, cells.at(row, number), hint)
        return values


def _no_number(cell: str) -> tuple[Text, Text]:
    if not cell:
        return (
            say("a cell by which its row is found is empty"),
            say("write what the row is for, or delete the row"),
        )
    return (
        say("“{cell}” is no number", cell=cell),
        say("write digits with a point, for example 12.5; an empty cell is a missing value"),
    )


def _is_beside(name: str, folder: Path) -> bool:
    """Whether a path stays in a folder, also where it is a link."""
    parts = (*PurePosixPath(name).parts, *PureWindowsPath(name).parts)
    if PurePosixPath(name).is_absolute() or PureWindowsPath(name).anchor or ".." in parts or "\0" in name:
        return False
    inside = os.path.realpath(folder)
    return os.path.realpath(folder / name).startswith(os.path.join(inside, ""))  # noqa: PTH118


@lru_cache(maxsize=8)
def _read(path: Path, changed: int, size: int, number: int) -> CsvCells:  # noqa: ARG001
    """The cells of a file as it is now: rule sets with variants ask again and again."""
    return read_cells(path)


__all__ = ["tables_of"]
