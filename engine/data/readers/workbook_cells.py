"""What a sheet of a workbook has, cell by cell, and the table that it makes: nothing is lost or guessed."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

from ...words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from ..row_bounds import RowBounds, TableRows, joined_heads
from .refusals import damaged, too_large

MAX_COLUMNS, MAX_ROWS = 16_384, 1_048_576  # of a sheet of Excel
MAX_CELLS = 30_000_000
MAX_SPARSE = 50_000_000  # places in a table most of which are empty
MAX_MERGED = 5_000_000  # cells that merged ranges cover; in a sound sheet none covers another
MAX_NAMED = 12  # cells and rows that a finding names

Cell = tuple[int, int]
"""A row and a column, both from 0."""


@dataclass(frozen=True)
class WorkbookCells:
    """A table as a workbook has it. `names` are the header's texts, unstripped; `frame` has the body in
    columns “c0”, “c1” and so on, without empty rows: Float64 where all cells are numbers, else String. `at`
    is the place of a cell by row (from 0; None is the header) and number of the column."""

    names: list[str]
    frame: pl.DataFrame
    at: Callable[[int | None, int], Position]
    notes: tuple[Diagnostic, ...] = ()


@dataclass
class SheetCells:
    """The cells of one sheet that are not empty, column by column: numbers as doubles, all else as texts.
    What is `merged` goes from a first to a last cell; `uncomputed` are formulas without a result."""

    file: str
    sheet: str
    columns: dict[int, dict[int, float | str]] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[tuple[Cell, Cell]] = field(default_factory=list)
    uncomputed: list[Cell] = field(default_factory=list)
    count: int = 0

    def put(self, row: int, column: int, value: float | str) -> None:
        """Adds a cell; an empty text is none. Raises KenError for one too many, or off any sheet."""
        if value == "" and isinstance(value, str):
            return
        if not (0 <= row < MAX_ROWS and 0 <= column < MAX_COLUMNS):
            raise KenError([damaged(self.file)])
        self.count += 1
        if self.count > MAX_CELLS:
            raise KenError([too_large(self.file, say("more than {most} cells", most=f"{MAX_CELLS:,}"))])
        cells = self.columns.get(column)
        if cells is None:
            cells = self.columns[column] = {}
        cells[row] = value

    def rows(self) -> list[tuple[int, list[str]]]:
        """The rows with anything in them, each with its number (from 1) and its cells as texts."""
        columns = sorted(number for number, cells in self.columns.items() if _has_any(cells.values()))
        filled = {row for column in columns for row, cell in self.columns[column].items() if _is_filled(cell)}
        return [
            (row + 1, [_as_text(self.columns[column].get(row, "")) for column in columns])
            for row in sorted(filled)
        ]

    def table(self, bounds: RowBounds | None = None) -> WorkbookCells:
        """The table whose header is the first row with anything in it, or that of some rows. Raises KenError
        where the sheet is empty, would make a table that is too large, or has no such rows."""
        for column in [number for number, cells in self.columns.items() if not _has_any(cells.values())]:
            del self.columns[column]
        if not self.columns:
            raise KenError([empty_sheet(self.file, self.sheet)])
        numbers = sorted(self.columns)
        rows = sorted(
            {row for cells in self.columns.values() for row, cell in cells.items() if _is_filled(cell)}
        )
        if len(rows) * len(numbers) > max(MAX_SPARSE, 4 * self.count):
            last = cell_name((rows[-1], numbers[-1]))
            what = say(
                "a table of {rows} rows and {columns} columns, most of it empty; its last cell is {cell}",
                rows=f"{len(rows):,}",
                columns=f"{len(numbers):,}",
                cell=last,
            )
            raise KenError([too_large(self.file, what)])
        heads, body, notes = [rows[0]], rows[1:], tuple[Diagnostic, ...]()
        if bounds is not None:
            found = self._bounded(bounds, rows, numbers)
            heads, body, notes = (
                [row - 1 for row in found.heads],
                [row - 1 for row in found.body],
                found.notes,
            )
            self._leave_out([*heads, *body])
        header, rows = heads[-1], [heads[-1], *body]
        notes = (*notes, *self._merged(rows, numbers), *self._uncomputed(), *self._hidden(rows, numbers))
        places = {row: index for index, row in enumerate(body)}
        texts = [[_as_text(self.columns[number].get(row, "")) for number in numbers] for row in heads]
        names = texts[0] if len(texts) == 1 else joined_heads(texts)
        frame = pl.DataFrame(
            [_series(f"c{index}", self.columns[number], places) for index, number in enumerate(numbers)]
        )
        return WorkbookCells(names, frame, places_of(self.file, self.sheet, header, body, numbers), notes)

    def _bounded(self, bounds: RowBounds, rows: Sequence[int], columns: Sequence[int]) -> TableRows:
        """The rows of the table, counted from 1."""

        def first_cell(row: int) -> str:
            cells = (self.columns[column].get(row - 1, "") for column in columns)
            return next(_as_text(cell) for cell in cells if cell != "" and _is_filled(cell))

        def place(row: int) -> Position:
            return self._at((row - 1, columns[0]))

        return bounds.table_of(self.file, [row + 1 for row in rows], first_cell, place)

    def _leave_out(self, kept: Sequence[int]) -> None:
        """Forgets formulas and merged ranges in rows that are not kept, which rise."""

        def has_any(first: int, last: int) -> bool:
            return bisect_left(kept, first) < bisect_right(kept, last)

        self.uncomputed = [cell for cell in self.uncomputed if has_any(cell[0], cell[0])]
        self.merged = [(first, last) for first, last in self.merged if has_any(first[0], last[0])]

    def _uncomputed(self) -> Iterator[Diagnostic]:
        if not self.uncomputed:
            return
        message = counted(
            len(self.uncomputed),
            "the formula in {cells} has not been computed: the file has no result, or a 0 in its place",
            "the formulas in {cells} have not been computed: the file has no results, or a 0 in their place",
            cells=_named([cell_name(cell) for cell in sorted(self.uncomputed)]),
        )
        hint = say("open the file in the spreadsheet program and save it; then it has the results")
        yield Diagnostic("not-computed", message, self._at(min(self.uncomputed)), hint)

    def _hidden(self, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Diagnostic]:
        if hidden := [row for row in rows if row in self.hidden_rows]:
            message = counted(
                len(hidden),
                "row {rows} of the sheet “{sheet}” is hidden or filtered out, and is read all the same",
                "rows {rows} of the sheet “{sheet}” are hidden or filtered out, and are read all the same",
                rows=_named(_runs([row + 1 for row in hidden], str)),
                sheet=self.sheet,
            )
            hint = say("delete the rows that are not to count, or show them again")
            yield Diagnostic("hidden", message, self._at((hidden[0], columns[0])), hint, "warning")
        if hidden := [column for column in columns if column in self.hidden_columns]:
            message = counted(
                len(hidden),
                "column {columns} of the sheet “{sheet}” is hidden, and is read all the same",
                "columns {columns} of the sheet “{sheet}” are hidden, and are read all the same",
                columns=_named(_runs(hidden, letters_of)),
                sheet=self.sheet,
            )
            hint = say("delete the columns that are not to count, or show them again")
            yield Diagnostic("hidden", message, self._at((rows[0], hidden[0])), hint, "warning")

    def _merged(self, rows: Sequence[int], columns: Sequence[int]) -> Iterator[Diagnostic]:
        """What is said of merged cells of the body. Those without a value of their own get a text that is no
        number, so that none counts as empty; not in a range that begins in the first column, where names
        and headings are."""
        found, filled = [], 0
        known_rows, known_columns = set(rows), set(columns)
        for (top, left), (bottom, right) in self.merged:
            if bottom <= rows[0] or top > rows[-1] or (top, left) == (bottom, right):
                continue
            name = f"{cell_name((top, left))}:{cell_name((bottom, right))}"
            found.append((top, left, name))
            if left <= columns[0]:
                continue
            height, width = min(bottom, rows[-1]) - top + 1, min(right, columns[-1]) - left + 1
            filled += height * max(width, 0)
            if filled > MAX_MERGED:
                raise KenError([damaged(self.file)])
            for column in range(left, left + width):
                if column not in known_columns:
                    continue
                for row in range(max(top, rows[0] + 1), top + height):
                    if (row, column) != (top, left) and row in known_rows:
                        self.columns[column][row] = f"({name})"
        if found:
            message = counted(
                len(found),
                "the cells {ranges} are merged: only the first of them has a value",
                "the cells {ranges} are merged: only the first of each range has a value",
                ranges=_named([name for _, _, name in sorted(found)]),
            )
            hint = say("unmerge them, and write into each cell what it is to have")
            yield Diagnostic("merged", message, self._at(min(found)[:2]), hint)

    def _at(self, cell: Cell) -> Position:
        return position_of(self.file, self.sheet, cell)


def empty_sheet(file: str, sheet: str) -> Diagnostic:
    """What is said of a sheet without a cell."""
    message = say("the sheet “{sheet}” is empty", sheet=sheet)
    return Diagnostic("empty-file", message, Position(file), say("choose another sheet with --sheet"))


def places_of(
    file: str, sheet: str, header: int, body: Sequence[int], columns: Sequence[int]
) -> Callable[[int | None, int], Position]:
    """The places of a table's cells, as WorkbookCells tells them, by the rows and columns of the sheet (from
    0) that it has."""

    def at(row: int | None, column: int) -> Position:
        return position_of(file, sheet, (header if row is None else body[row], columns[column]))

    return at


def position_of(file: str, sheet: str, cell: Cell) -> Position:
    """The place of a cell."""
    row, column = cell
    return Position(file, row + 1, column + 1, cell=f"{sheet}!{cell_name(cell)}")


def cell_name(cell: Cell) -> str:
    """What a spreadsheet calls a cell, such as D5."""
    return f"{letters_of(cell[1])}{cell[0] + 1}"


def letters_of(column: int) -> str:
    """What a spreadsheet calls a column (from 0): A to Z, AA, AB and so on."""
    letters = ""
    while column >= 0:
        letters, column = chr(ord("A") + column % 26) + letters, column // 26 - 1
    return letters


def cell_of(name: str) -> Cell:
    """The row and column (from 0) of a cell by its name. Raises ValueError where it is none."""
    letters = name.rstrip("0123456789")
    row = int(name[len(letters) :]) - 1
    if not (0 < len(letters) <= 3 and letters.isascii() and letters.isalpha() and 0 <= row < MAX_ROWS):
        raise ValueError(name)
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return row, column - 1


def plain_text(number: float) -> str:
    """The shortest decimal that is this double, without an exponent: 90, 84.99499999999999."""
    text = repr(number)
    if "e" in text:
        text = format(Decimal(text), "f")
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def _series(name: str, cells: Mapping[int, float | str], places: Mapping[int, int]) -> pl.Series:
    """A column of the body."""
    values: list[float | str | None] = [None] * len(places)
    is_text = False
    for row, value in cells.items():
        place = places.get(row)
        if place is not None:
            values[place] = value
            is_text = is_text or isinstance(value, str)
    if is_text or all(value is None for value in values):
        texts = [plain_text(value) if isinstance(value, float) else value for value in values]
        return pl.Series(name, texts, pl.String)
    return pl.Series(name, values, pl.Float64)


def _is_filled(value: float | str) -> bool:
    """Whether it is more than blanks."""
    return not isinstance(value, str) or not value.isspace()


def _has_any(values: Iterable[float | str]) -> bool:
    return any(_is_filled(value) for value in values)


def _as_text(value: float | str) -> str:
    return plain_text(value) if isinstance(value, float) else value


def _runs(numbers: Sequence[int], name: Callable[[int], str]) -> list[str]:
    """Rising numbers by name, those that follow on each other as a range: 4, 7–9."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [name(first) if first == last else f"{name(first)}–{name(last)}" for first, last in runs]


def _named(names: Sequence[str]) -> Text:
    """The first of some names, and how many more there are."""
    shown = ", ".join(names[:MAX_NAMED])
    more = len(names) - MAX_NAMED
    return say("{names} and {more} more", names=shown, more=more) if more > 0 else Text(shown)


__all__ = [
    "MAX_CELLS",
    "SheetCells",
    "WorkbookCells",
    "cell_name",
    "cell_of",
    "empty_sheet",
    "letters_of",
    "places_of",
    "plain_text",
    "position_of",
]
