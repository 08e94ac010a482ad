"""Files with a row a respondent, summed by Spark: on a cluster, or on one machine by its local threads.

Spark reads the rows and makes the table of units; that table alone comes to this process, where it is rated
like any other. What is wrong with a file that this process can read too is placed by reading it here."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import narwhals as nw
import polars as pl

from ..meaning.arithmetic.frames import Names
from ..words.diagnostics import Diagnostic, KenError, Position, say
from .manifest import Location, Part
from .readers.csv_file import SUFFIXES as CSV
from .readers.parquet_file import SUFFIXES as PARQUET
from .responses import Summary, is_text
from .sheet import Sheet
from .sources import Source, Work, stripped

DEFAULT_ENCODING = "UTF-8"


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
            builder = SparkSession.builder.appName("ken").config(
                "spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower()
            )
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
        """A file for Spark to read; of a kind that Spark does not read, a file that is read here."""
        suffix = _suffix(location)
        if isinstance(location, Path) and (
            suffix not in (*CSV, *PARQUET)
            or (location.is_file() and not location.stat().st_size)
            or not location.exists()
        ):
            return Source(location, part)
        return SparkSource(self.session, location, part)

    def table(self, location: str, part: Part) -> Sheet:
        """A table at an address that only Spark reads, with a row a unit."""
        source = SparkSource(self.session, location, part)
        return Sheet(location, source.table(), lambda row, column: source.place(row, column))

    def close(self) -> None:
        """Ends the session, if it is ours."""
        if self.is_own:
            self.session.stop()


class SparkSource(Source):
    """A file, folder or address that Spark reads. `here` is the same file read by this process, where it can
    be."""

    def __init__(self, session: Any, location: Location, part: Part) -> None:
        self.session = session
        self.path = location
        self.part = part
        self.suffix = _suffix(location)
        self.here = Source(location, part) if isinstance(location, Path) and location.is_file() else None
        self.separator = self.here.separator if self.here else ","
        self.names = self.here.names if self.here else self._guarded(lambda: self._frame([]).columns)
        self.seen: Any = None  # the frame that could be read
        self.x: Names = pl if self.here else nw

    def _frame(self, numbers: list[str]) -> Any:
        reader, place = (
            self.session.read,
            str(self.path.resolve().as_uri() if isinstance(self.path, Path) else self.path),
        )
        if self.suffix in PARQUET:
            return reader.parquet(place)
        reader = reader.options(
            header=True,
            sep=self.separator,
            mode="FAILFAST",
            encoding=_codec(self.part.encoding),
            enforceSchema=False,
        )
        if not self.here and not hasattr(self, "names"):
            return reader.csv(place)
        schema = ", ".join(
            f"`{name.replace('`', '``')}` {'DOUBLE' if name in numbers else 'STRING'}" for name in self.names
        )
        return reader.schema(schema).csv(place)

    def ways(self, numbers: list[str]) -> Iterator[Any]:
        """Frames of Spark, the fastest way first."""
        yield self._frame(numbers)
        if self.suffix in CSV:
            yield self._frame([])

    def summed(self, work: Work, numbers: list[str]) -> tuple[Summary, pl.DataFrame]:
        """As for a file that is read here; `seen` is then the frame that could be read."""
        problem: Exception | None = None
        for frame in self.ways(numbers):
            try:
                summary = work(cast("Any", nw.from_native(frame)))
                table = self.collected(summary.frame.to_native())
                self.seen = frame
                return summary, table
            except _failures() as failure:
                problem = failure
        raise self._unreadable(problem)

    def table(self) -> pl.DataFrame:
        """All rows, in this process. Raises KenError when Spark cannot read them."""
        rows: pl.DataFrame = self._guarded(lambda: self.collected(self._frame([])))
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

    @cached_property
    def _readable(self) -> Source | None:
        if self.here is None:
            return None
        for frame in self.here.ways([]):
            self.here.frame = frame
            with suppress(pl.exceptions.PolarsError):
                frame.select(pl.all().null_count()).collect()
                break
        return self.here

    def distinct(self, columns: list[str]) -> dict[str, list[str]]:
        """Every different text in some columns, without blanks around it."""
        from pyspark.sql import functions

        if self._readable:
            return self._readable.distinct(columns)
        cells = [
            functions.collect_set(functions.trim(functions.col(f"`{column}`").cast("string"))).alias(column)
            for column in columns
        ]
        return dict(self.collected(self.seen.select(*cells)).row(0, named=True)) if columns else {}

    def is_text(self, column: str) -> bool:
        """Whether a column was read as text."""
        return (
            self._readable.is_text(column)
            if self._readable
            else is_text(nw.from_native(self.seen).collect_schema()[column], nw)
        )

    def wrong_cells(self, key: str, wanted: list[tuple[Any, Any]]) -> list[pl.DataFrame]:
        """As for a file that is read here; without rows, where only Spark reads it."""
        if self._readable:
            return self._readable.wrong_cells(key, wanted)
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
            units = stripped(key).unique(maintain_order=True).drop_nulls().alias("units")
            found.append(grouped.agg(no_rows, pl.col("ken:count").sum().alias("count"), no_units, units))
        return found

    def rows(self, column: str, text: str | None, beside: tuple[str, str] | None = None) -> list[int]:
        """As for a file that is read here; none, where only Spark reads it."""
        return self._readable.rows(column, text, beside) if self._readable else []


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
