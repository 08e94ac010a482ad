"""Files with a row a respondent, summed by Spark: on a cluster, or on one machine by its local threads.

Spark reads the rows and makes the table of units; that table alone comes to this process, where it is rated
like any other. What is wrong with a file that this process can read too is placed by reading it here."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import narwhals as nw
import polars as pl

from ..meaning.arithmetic.frames import Names
from ..meaning.cell_meaning import DecimalSign
from ..words.diagnostics import Diagnostic, KenError, Position, say
from .alike_columns import compared_cells
from .answer_cells import is_text
from .manifest import Location, Part
from .readers.csv_file import SUFFIXES as CSV
from .readers.csv_grammar import separator_of, sign_of
from .readers.typed_file import PARQUET
from .responses import Summary
from .sheet import Sheet, numbered
from .sources import Source, Work, source_of

DEFAULT_ENCODING = "UTF-8"
CALLS_TRACED = "spark.python.sql.dataFrameDebugging.enabled"
"""Spark notes with each column that is made the line of Python that makes it, for its own messages: as much
work as all else about a column."""


class Cluster:
    """A session of Spark: the one already there, or one of our own, which `close` ends."""

    def __init__(self, master: str | None = None) -> None:
        try:
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError:
            message, hint = say("Spark is not installed"), say("install it: pip install 'kenrules[spark]'")
            raise KenError([Diagnostic("no-engine", message, Position("--engine"), hint)]) from None
        active = SparkSession.getActiveSession()
        self.is_own = active is None
        if active is None:
            builder = SparkSession.builder.appName("ken").config(CALLS_TRACED, "false")
            builder = builder.config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
            if master is not None:
                builder = builder.master(master).config("spark.ui.enabled", "false")
            try:
                with _quiet():
                    active = builder.getOrCreate()
            except (PySparkException, RuntimeError, OSError) as problem:
                message = say("Spark does not start: {reason}", reason=str(problem).splitlines()[0])
                hint = say(
                    "it needs Java 17 or later (JAVA_HOME), and a master that can be reached (--master "
                    "local[*] for this machine)"
                )
                raise KenError([Diagnostic("no-engine", message, Position("--engine"), hint)]) from None
            active.sparkContext.setLogLevel("OFF")
        self.session: Any = active

    def source(self, location: Location, part: Part) -> Source:
        """A file for Spark to read; one that Spark does not read, or may take apart otherwise than we do, is
        read here."""
        if isinstance(location, Path) and not location.is_dir():
            here = source_of(location, part)
            is_csv = _suffix(location) in CSV and here.sheet.plain is not None
            if not is_csv and _suffix(location) not in PARQUET:
                return here
            return SparkSource(self.session, location, part, here)
        return SparkSource(self.session, location, part)

    def table(self, location: str, part: Part) -> Sheet:
        """A table at an address that only Spark reads, with a row a unit."""
        source = SparkSource(self.session, location, part)
        return Sheet(location, source.names, source.table(), lambda row, column: source.place(row, column))

    def close(self) -> None:
        """Ends the session, if it is ours."""
        if self.is_own:
            self.session.stop()


class SparkSource(Source):
    """A file, folder or address that Spark reads. `here` is the same file read by this process, where it can
    be."""

    def __init__(self, session: Any, location: Location, part: Part, here: Source | None = None) -> None:
        self.session = session
        self.path = location
        self.part = part
        self.suffix = _suffix(location)
        self.here = here
        called = list(self.here.names.values()) if self.here else self._guarded(self._header)
        self.names = numbered(called)
        self.seen: Any = None  # the frame that could be read
        self.x: Names = pl if self.here else nw

    def _read(self) -> Any:
        """The file as Spark reads it."""
        reader = self.session.read
        place = str(self.path.resolve().as_uri() if isinstance(self.path, Path) else self.path)
        if self.suffix in PARQUET:
            return reader.parquet(place)
        return reader.options(
            header=True,
            mode="FAILFAST",
            enforceSchema=False,
            escape='"',
            sep=self._separator,
            encoding=_codec(self.part.encoding),
        ).csv(place)

    @property
    def _separator(self) -> str:
        lines = self.here.sheet.lines.get(str(self.path)) if self.here else None
        return separator_of(lines[0]) if lines else ","

    @property
    def lines(self) -> Mapping[str, Sequence[str]]:
        """As for a file that is read here."""
        return self.here.lines if self.here else {}

    @property
    def notes(self) -> tuple[Diagnostic, ...]:
        """As for a file that is read here."""
        return self.here.notes if self.here else ()

    @property
    def decimal(self) -> DecimalSign:
        """The sign that parts the decimals of its numbers."""
        return self.here.decimal if self.here else self.part.decimal or sign_of(self._separator)

    def _header(self) -> list[str]:
        """The names of the columns."""
        names: list[str] = self._read().columns
        return names

    def _frame(self) -> Any:
        return self._read().toDF(*self.names)

    @property
    def is_plain(self) -> bool:
        """Spark has no such way."""
        return False

    def summed(self, work: Work) -> tuple[Summary, pl.DataFrame]:
        """As for a file that is read here; `seen` is then the frame that could be read."""
        try:
            frame = self._frame()
            summary = work(cast("Any", nw.from_native(frame)))
            table = self.collected(summary.frame.to_native())
        except _failures() as failure:
            raise self._unreadable(failure) from None
        self.seen = frame
        return summary, table

    def table(self) -> pl.DataFrame:
        """All rows, in this process. Raises KenError when Spark cannot read them."""
        rows: pl.DataFrame = self._guarded(lambda: self.collected(self._frame()))
        return rows

    def collected(self, frame: Any) -> pl.DataFrame:
        """The rows of a frame of Spark, in this process."""
        table = pl.from_arrow(frame.toArrow())
        assert isinstance(table, pl.DataFrame)
        return table

    def _guarded(self, work: Any) -> Any:
        try:
            return work()
        except _failures() as problem:
            raise self._unreadable(problem) from None

    def _unreadable(self, problem: Exception | None) -> KenError:
        java = getattr(problem, "java_exception", None)
        return super()._unreadable(
            problem if java is None else RuntimeError(java.getMessage() or java.toString())
        )

    # what is wrong is looked for here, where the file can be read here

    def dtype(self, column: str) -> Any:
        """The type of a column, in the library of the expressions."""
        return self.here.dtype(column) if self.here else nw.from_native(self.seen).collect_schema()[column]

    def place(self, row: int | None, column: str) -> Position:
        """As for a file that is read here; the column alone, where only Spark reads it."""
        return (
            self.here.place(row, column)
            if self.here
            else Position(str(self.path), cell=self.names.get(column, ""))
        )

    def distinct(self, columns: Sequence[str]) -> dict[str, list[str]]:
        """Every different text in some columns."""
        from pyspark.sql import functions

        if self.here:
            return self.here.distinct(columns)
        cells = [
            functions.collect_set(functions.col(column).cast("string")).alias(column) for column in columns
        ]
        return dict(self.collected(self.seen.select(*cells)).row(0, named=True)) if columns else {}

    def is_text(self, column: str) -> bool:
        """Whether a column was read as text."""
        return self.here.is_text(column) if self.here else is_text(self.dtype(column), nw)

    def wrong_cells(self, key: str, wanted: list[tuple[Any, Any]]) -> list[pl.DataFrame]:
        """As for a file that is read here; without rows, where only Spark reads it."""
        if self.here:
            return self.here.wrong_cells(key, wanted)
        found = []
        for value, wrong in wanted:
            frame = (
                nw.from_native(self.seen).filter(wrong).with_columns(value.cast(nw.String).alias("ken:value"))
            )
            pairs = self.collected(
                frame.group_by("ken:value", key).agg(nw.len().alias("ken:count")).to_native()
            )
            grouped = pairs.group_by(pl.col("ken:value").alias("value"), maintain_order=True)
            no_rows = pl.lit([], dtype=pl.List(pl.UInt32)).first().alias("rows")
            no_units = pl.lit([], dtype=pl.List(pl.String)).first().alias("of rows")
            units = compared_cells(key).unique(maintain_order=True).drop_nulls().alias("units")
            found.append(grouped.agg(no_rows, pl.col("ken:count").sum().alias("count"), no_units, units))
        return found

    def tells(self, column: str, text: str) -> Any:
        """As for a file that is read here; but for blanks around it as it is written, where only Spark reads
        it."""
        cell = nw.col(column).cast(nw.String).str.strip_chars()
        return self.here.tells(column, text) if self.here else cell == text

    def row(self, column: str, text: str) -> int | None:
        """As for a file that is read here; none, where only Spark reads it."""
        return self.here.row(column, text) if self.here else None

    def rows(self, column: str, text: str | None, beside: tuple[str, str] | None = None) -> list[int]:
        """As for a file that is read here; none, where only Spark reads it."""
        return self.here.rows(column, text, beside) if self.here else []


def _failures() -> tuple[type[Exception], ...]:
    """What Spark raises when a job fails."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return PySparkException, Py4JError


@contextmanager
def _quiet() -> Iterator[None]:
    """Java's log goes nowhere: what it starts with, it writes to as long as it runs."""
    own, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(own, 2)
        os.close(own)
        os.close(nowhere)


def _suffix(location: Location) -> str:
    return Path(str(location).rstrip("/")).suffix.casefold()


def _codec(encoding: str | None) -> str:
    return {
        "cp874": "x-windows-874",
        "tis-620": "TIS-620",
        "tis620": "TIS-620",
        "windows-874": "x-windows-874",
    }.get((encoding or "").casefold(), encoding or DEFAULT_ENCODING)


__all__ = ["Cluster"]
