"""Rows of texts as lines of even columns, for tables too long to be laid out cell by cell: widths come from
whole columns, and lines are made a piece at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from ..words.diagnostics import visible

if TYPE_CHECKING:
    import polars as pl

PIECE = 10_000  # lines that are made at once
BETWEEN = "   "
_ONE_LINE = str.maketrans({"\n": "\u240a"})


class TextColumn(NamedTuple):
    """A heading and a text for each row, those of numbers with their last digits below each other."""

    heading: str
    cells: pl.Series
    is_number: bool = False


def lines_of_rows(columns: Sequence[TextColumn]) -> Iterator[str]:
    """The lines of a table in pieces, with the headings and a rule first: as wide as its longest cells, and
    never folded."""
    heads = [one_line(column.heading) for column in columns]
    padded = [_padded(column, head) for column, head in zip(columns, heads, strict=True)]
    widths = [width for width, _ in padded]
    filled = (
        _filled(head, width, column.is_number)
        for head, width, column in zip(heads, widths, columns, strict=True)
    )
    yield f"{_line(filled)}\n {'─' * (sum(widths) + len(BETWEEN) * (len(widths) - 1))}\n"
    height = len(columns[0].cells)
    for start in range(0, height, PIECE):
        rows = zip(*(cells.slice(start, PIECE).to_list() for _, cells in padded), strict=True)
        yield "".join(f"{_line(row)}\n" for row in rows)


def one_line(text: str) -> str:
    """A text that neither moves the cursor nor begins another line."""
    return visible(text).translate(_ONE_LINE)


def _line(cells: Iterator[str] | Sequence[str]) -> str:
    return f" {BETWEEN.join(cells)}".rstrip(" ")


def _filled(text: str, width: int, is_number: bool) -> str:
    space = " " * (width - cell_len(text))
    return space + text if is_number else text + space


def _padded(column: TextColumn, head: str) -> tuple[int, pl.Series]:
    """How wide a column is, and its cells as wide as that: each different text is measured once."""
    import polars as pl

    texts = column.cells.unique().to_list()
    shown = [one_line(text or "") for text in texts]
    width = max(map(cell_len, [head, *shown]))
    filled = [_filled(text, width, column.is_number) for text in shown]
    found = column.cells.to_frame("was").join(
        pl.DataFrame({"was": texts, "is": filled}, schema={"was": pl.String, "is": pl.String}),
        on="was",
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    return width, found["is"]


__all__ = ["TextColumn", "lines_of_rows", "one_line"]
