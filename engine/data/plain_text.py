"""Cells in plain text: a line a record, a cell between two separators, and no quotation marks. Such text is
scanned by polars; that of many files as one."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

import polars as pl

Texts = Mapping[str, Sequence[str]]
"""By column: the only texts that stand in it."""

MAX_JOINED = 200_000_000  # bytes of files that are put together in memory


@dataclass(frozen=True)
class PlainText:
    """The rows of plain files with the same `columns`, below a header line each; `sizes` are the files' bytes
    and `heights` their rows."""

    paths: tuple[Path, ...]
    separator: str
    columns: tuple[str, ...]
    sizes: tuple[int, ...]
    heights: tuple[int, ...]

    def scanned(self, texts: Texts | None = None) -> pl.LazyFrame:
        """The rows, every cell a text. Columns of `texts` have no other texts than those, which is fast, or
        the scan fails with a PolarsError."""
        known = texts or {}
        schema = {
            column: pl.Enum(known[column]) if column in known else pl.String() for column in self.columns
        }
        if len(self.paths) == 1:
            return self._scan(self.paths[0], 1, schema)
        if self._joined is not None:
            return self._scan(io.BytesIO(self._joined), 0, schema)
        return pl.concat([self._scan(path, 1, schema) for path in self.paths])

    def head(self, rows: int) -> pl.DataFrame:
        """The first rows of the first file, every cell a text."""
        with self.paths[0].open("rb") as stream:
            lines = b"".join(islice(stream, rows + 1))
        return self._scan(io.BytesIO(lines), 1, dict.fromkeys(self.columns, pl.String())).collect()

    def _scan(self, source: Path | io.BytesIO, skip: int, schema: Mapping[str, pl.DataType]) -> pl.LazyFrame:
        return pl.scan_csv(
            source,
            separator=self.separator,
            quote_char=None,
            has_header=False,
            skip_rows=skip,
            schema=dict(schema),
            glob=False,
        )

    @cached_property
    def _joined(self) -> bytes | None:
        """The rows of all files in memory; None where they are too many."""
        return b"".join(map(_body, self.paths)) if sum(self.sizes) <= MAX_JOINED else None

    def with_more(self, others: Sequence[PlainText]) -> PlainText | None:
        """The rows of this and of other files; None where they are not alike."""
        if any((own.separator, own.columns) != (self.separator, self.columns) for own in others):
            return None
        every = (self, *others)
        return PlainText(
            tuple(path for own in every for path in own.paths),
            self.separator,
            self.columns,
            tuple(size for own in every for size in own.sizes),
            tuple(height for own in every for height in own.heights),
        )


def _body(path: Path) -> bytes:
    """A file below its header, with a line end at its end."""
    body = path.read_bytes().partition(b"\n")[2]
    return body if body.endswith(b"\n") else body + b"\n"


__all__ = ["PlainText", "Texts"]
