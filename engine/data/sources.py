"""Files with a row a respondent, as frames: gone through lazily where they can be, so that nothing of them
stays in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, cast

import polars as pl

from ..meaning.arithmetic.frames import Frame, Names, collected
from ..meaning.cell_meaning import DecimalSign
from ..words.diagnostics import Diagnostic, KenError, Position, say
from .alike_columns import compared_cells
from .answer_cells import is_text
from .cells import in_words
from .manifest import Location, Part
from .most_told import most_told
from .plain_text import Texts
from .readers import typed_file
from .readers.refusals import damaged
from .responses import Summary
from .sheet import Sheet, column_called
from .tables import read_table

ROW = "ken:row"
UNIT_OF_ROW = "ken:unit of row"

Work = Callable[[Frame], Summary]


def source_of(path: Path, part: Part) -> Source:
    """A file with a row a respondent. Raises KenError when it cannot be read."""
    sheet = read_table(path, **part.reading)
    return Source(sheet, part)


class Source:
    """A file with a row a respondent: `names` are its columns with their names, `frame` its rows, `x` what
    expressions for them come from."""

    x: Names = pl

    def __init__(self, sheet: Sheet, part: Part) -> None:
        self.path: Location = sheet.file
        self.part = part
        self.sheet = sheet
        self.names: Mapping[str, str] = self.sheet.names
        self.frame: pl.LazyFrame = self.sheet.cells.lazy()

    @property
    def decimal(self) -> DecimalSign:
        """The sign that parts the decimals of its numbers."""
        return self.sheet.decimal

    @property
    def lines(self) -> Mapping[str, Sequence[str]]:
        """The lines of the file, where it has some."""
        return self.sheet.lines

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """What was found on reading the file."""
        return self.sheet.notes

    def column(self, name: str) -> str | None:
        """The column of that name; None where there is none."""
        return column_called(self.names, name)

    @property
    def is_plain(self) -> bool:
        """Whether its columns can be read as a few texts each, which is fast."""
        return self.sheet.plain is not None

    def summed(self, work: Work) -> tuple[Summary, pl.DataFrame]:
        """What `work` makes of the file, and the rows of that. Raises KenError when it cannot be read."""
        try:
            summary = work(cast("Any", self.frame))
            return summary, collected(summary.frame)
        except (OSError, pl.exceptions.PolarsError) as failure:
            raise self._unreadable(failure) from None

    def summed_of(self, work: Work, texts: Texts) -> tuple[Summary, pl.DataFrame] | None:
        """The same of plain text whose columns have no other texts than those; None where one has."""
        assert self.sheet.plain is not None
        try:
            summary = work(cast("Any", self.sheet.plain.scanned(texts)))
            return summary, collected(summary.frame)
        except pl.exceptions.PolarsError:
            return None

    def _unreadable(self, problem: Exception | None) -> KenError:
        if Path(self.sheet.file).suffix.casefold() in typed_file.SUFFIXES:
            return KenError([damaged(self.sheet.file)])
        reason = str(problem).splitlines()[0]
        message = say("the file cannot be taken apart into cells: {reason}", reason=reason)
        hint = say("look for rows with too many cells, and quotation marks that are not closed")
        return KenError([Diagnostic("unreadable", message, Position(str(self.path)), hint)])

    def distinct(self, columns: Sequence[str]) -> dict[str, list[str]]:
        """Every different text in some columns."""
        texts = self.frame.select(
            pl.col(column).cast(pl.String).unique().drop_nulls().implode() for column in columns
        ).collect()
        return dict(texts.row(0, named=True)) if columns else {}

    def wrong_cells(self, key: str, wanted: list[tuple[Any, Any]]) -> list[pl.DataFrame]:
        """For each pair of a value and a condition that makes it wrong: the wrong values, the first rows of
        each (from 0; none where rows have no numbers), how many there are, the units of these rows, and all
        units."""
        frames = []
        for value, wrong in wanted:
            rows = (
                self.frame.with_row_index(ROW)
                .filter(wrong)
                .with_columns(compared_cells(key).alias(UNIT_OF_ROW))
                .group_by(value.cast(pl.String).alias("value"), maintain_order=True)
            )
            unit = pl.col(UNIT_OF_ROW)
            few = (
                pl.col(ROW).head(most_told() + 1),
                pl.len().alias("count"),
                unit.head(most_told() + 1).alias("of rows"),
            )
            frames.append(rows.agg(*few, unit.unique(maintain_order=True).drop_nulls().alias("units")))
        return pl.collect_all(frames)

    def tells(self, column: str, text: str) -> Any:
        """Whether a text stands in a column, as an expression."""
        return compared_cells(column) == text

    def place(self, row: int | None, column: str) -> Position:
        """The place of a cell (rows from 0; None is the header)."""
        return self.sheet.locate(row, column)

    def row(self, column: str, text: str) -> int | None:
        """The first row (from 0) with a text as it is written in a column, blanks around it left out."""
        found = (
            self.frame.with_row_index(ROW)
            .filter(
                pl.col(column)
                .map_batches(in_words, return_dtype=pl.String, is_elementwise=True)
                .str.strip_chars()
                == text
            )
            .select(ROW)
            .head(1)
            .collect()
        )
        return None if found.is_empty() else int(found.item())

    def rows(self, column: str, text: str | None, beside: tuple[str, str] | None = None) -> list[int]:
        """The first rows (from 0) with a text in a column, and with another one beside it; with None, those
        where it is empty."""
        cell = compared_cells(column)
        condition = cell.is_null() | (cell == "") if text is None else cell == text
        if beside is not None:
            condition = condition & (compared_cells(beside[0]) == beside[1])
        return (
            self.frame.with_row_index(ROW)
            .filter(condition)
            .select(ROW)
            .head(most_told())
            .collect()[ROW]
            .to_list()
        )

    def is_text(self, column: str) -> bool:
        """Whether a column was read as text."""
        return is_text(self.dtype(column), pl)

    def dtype(self, column: str) -> Any:
        """The type of a column, in the library of the expressions."""
        return self.frame.collect_schema()[column]


__all__ = ["ROW", "Source", "Work", "source_of"]
