"""Files with a row a respondent, as frames: read lazily, by polars, so that nothing of them stays in
memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import polars as pl

from ..meaning.arithmetic.frames import Frame, Names
from ..words.diagnostics import Diagnostic, KenError, Position, say
from .encoding import decoded
from .header import names_of_header
from .manifest import Location, Part
from .readers.csv_file import SUFFIXES as CSV
from .readers.csv_file import separator_of
from .readers.parquet_file import SUFFIXES as PARQUET
from .readers.refusals import damaged
from .responses import Summary, is_text
from .tables import read_table

MAX_SHOWN = 50
ROW = "ken:row"

Work = Callable[[Frame], Summary]


class Source:
    """A file with a row a respondent: `names` are its columns, `frame` its rows, `x` what expressions for
    them come from."""

    x: Names = pl

    def __init__(self, path: Path, part: Part) -> None:
        self.path: Location = path
        self.file = path
        self.part = part
        self.suffix = path.suffix.casefold()
        self.separator = ","
        if self.suffix in (*CSV, *PARQUET) and path.is_file() and path.stat().st_size:
            self.names = self._header()
            self.frame = self._scan([])
        else:
            self.frame = read_table(path, encoding=part.encoding, sheet=part.sheet).frame.lazy()
            self.names = self.frame.collect_schema().names()

    def _header(self) -> list[str]:
        try:
            if self.suffix in PARQUET:
                return pl.scan_parquet(self.file).collect_schema().names()
            with self.file.open("rb") as stream:
                head = decoded(stream.readline(1_000_000), self.part.encoding, str(self.path))[0]
        except (OSError, pl.exceptions.PolarsError) as problem:
            raise self._unreadable(problem) from None
        self.separator = separator_of(head)
        return names_of_header(
            next(csv.reader(io.StringIO(head), delimiter=self.separator), []),
            lambda column: Position(str(self.path), 1, column + 1),
        )

    def _scan(self, numbers: list[str], source: Path | io.BytesIO | None = None) -> pl.LazyFrame:
        if self.suffix in PARQUET:
            return pl.scan_parquet(self.file)
        schema = {name: pl.Float64() if name in numbers else pl.String() for name in self.names}
        return pl.scan_csv(source or self.file, separator=self.separator, schema=schema)

    def ways(self, numbers: list[str]) -> Iterator[pl.LazyFrame]:
        """The file as it may be read, the fastest way first. Of a CSV file: `numbers` as numbers; all as
        text; and as text that is not UTF-8, which has to be read whole."""
        if self.suffix not in CSV:
            yield self.frame
            return
        if self.part.encoding is None:  # polars reads UTF-8, and finds out itself when it is not
            yield self._scan(numbers)
            yield self._scan([])
        text = decoded(self.file.read_bytes(), self.part.encoding, str(self.path))[0]
        yield self._scan([], io.BytesIO(text.encode()))

    def summed(self, work: Work, numbers: list[str]) -> tuple[Summary, pl.DataFrame]:
        """What `work` makes of the file, and the rows of that. `frame` is then the way in which it could be
        read. Raises KenError when there is none."""
        problem: Exception | None = None
        for frame in self.ways(numbers):
            try:
                summary = work(cast("Any", frame))
                self.frame = frame
                return summary, cast("Any", summary.frame).collect()
            except (OSError, pl.exceptions.PolarsError) as failure:
                problem = failure
        raise self._unreadable(problem)

    def _unreadable(self, problem: Exception | None) -> KenError:
        if self.suffix in PARQUET:
            return KenError([damaged(str(self.path))])
        reason = str(problem).splitlines()[0]
        message = say("the file cannot be taken apart into cells: {reason}", reason=reason)
        hint = say("look for rows with too many cells, and quotation marks that are not closed")
        return KenError([Diagnostic("unreadable", message, Position(str(self.path)), hint)])

    def distinct(self, columns: list[str]) -> dict[str, list[str]]:
        """Every different text in some columns, without blanks around it."""
        texts = self.frame.select(
            stripped(column).unique().drop_nulls().implode() for column in columns
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
                .group_by(value.cast(pl.String).alias("value"), maintain_order=True)
            )
            unit = stripped(key)
            few = (
                pl.col(ROW).head(MAX_SHOWN + 1),
                pl.len().alias("count"),
                unit.head(MAX_SHOWN + 1).alias("of rows"),
            )
            frames.append(rows.agg(*few, unit.unique(maintain_order=True).drop_nulls().alias("units")))
        return pl.collect_all(frames)

    def place(self, row: int | None, column: str) -> Position:
        """A row's place (rows from 0; None where they have no numbers): its line where the file has lines and
        the header is the first, else its number."""
        if row is None:
            return Position(str(self.path), cell=column)
        kind, number = ("line", row + 2) if self.suffix in CSV else ("row", row + 1)
        return Position(str(self.path), number, cell=f"{kind} {number}, {column}")

    def rows(self, column: str, text: str | None, beside: tuple[str, str] | None = None) -> list[int]:
        """The first rows (from 0) with a text in a column, and with another one beside it; with None, those
        where it is empty."""
        cell = stripped(column)
        condition = cell.is_null() | (cell == "") if text is None else cell == text
        if beside is not None:
            condition = condition & (stripped(beside[0]) == beside[1])
        return (
            self.frame.with_row_index(ROW)
            .filter(condition)
            .select(ROW)
            .head(MAX_SHOWN)
            .collect()[ROW]
            .to_list()
        )

    def is_text(self, column: str) -> bool:
        """Whether a column was read as text."""
        return is_text(self.frame.collect_schema()[column], pl)


def stripped(column: str) -> pl.Expr:
    """A column's cells as text without blanks around it."""
    return pl.col(column).cast(pl.String).str.strip_chars()


__all__ = ["MAX_SHOWN", "ROW", "Source", "Work", "stripped"]
