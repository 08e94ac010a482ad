"""Tables as wide as a terminal: numbers and ids stay whole, texts go on in further lines, and where even that
is too wide each row becomes a few lines of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Column, Table
from rich.text import Text as RichText

LEAST = 10  # letters of a text's column
MORE = "…"
_MAY_BREAK = re.compile(
    r"(?<=\s)(?=\S)"  # after a space
    r"|(?<=[\u0e30\u0e33\u0e46\u0e2f])(?=[\u0e01-\u0e2e\u0e40-\u0e44])"  # signs that end a syllable in Thai
    r"|(?<=[\u0e01-\u0e3a\u0e45-\u0e4e])(?=[\u0e40-\u0e44])"  # vowels that begin one
)
_THAI = re.compile(r"[\u0e01-\u0e4e]")
_DIGIT = re.compile(r"[0-9\u0e50-\u0e59]")


def unbroken(text: str) -> list[str]:
    """A text in pieces that stay whole: words, and of Thai what is sure to be whole syllables."""
    starts = [0, *(found.start() for found in _MAY_BREAK.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


def lines_within(text: str, width: int) -> list[str]:
    """A text in lines of at most so many letters; a piece that is longer is cut, and says so by …"""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in unbroken(paragraph):
            if line and cell_len((line + piece).rstrip()) > width:
                lines.append(line.rstrip())
                line = ""
            line += piece
        lines.append(line.rstrip())
    return [_shortened(line, width) for line in lines]


def _shortened(line: str, width: int) -> str:
    if cell_len(line) <= width:
        return line
    while line and cell_len(line) > width - 1:
        line = line[:-1]
    return line + MORE


def widths_within(cells: Sequence[Sequence[str]], width: int) -> list[int] | None:
    """How wide columns of texts (headings among them) are that have so much room together; None where numbers
    and ids alone need more."""
    natural = [max(map(cell_len, column), default=0) for column in cells]
    least = [min(most, _least(column)) for most, column in zip(natural, cells, strict=True)]
    if sum(least) > width:
        return None
    found = [min(most, max(width, narrow)) for most, narrow in zip(natural, least, strict=True)]
    while sum(found) > width:
        wider = (at for at in range(len(found)) if found[at] > least[at])
        found[max(wider, key=lambda at: (found[at], at))] -= 1
    return found


def _least(column: Sequence[str]) -> int:
    """The width at which nothing of a column is broken that has to be whole."""
    heading, *rows = column
    pieces = [piece.strip() for cell in rows for piece in unbroken(cell)]
    whole = [piece for piece in pieces if _DIGIT.search(piece) or not _THAI.search(piece)]
    words = max(map(cell_len, [piece.strip() for piece in unbroken(heading)]), default=0)
    are_texts = any(len(unbroken(cell.strip())) > 1 or _THAI.search(cell) for cell in rows)
    return max([LEAST if are_texts else 1, min(words, LEAST), *map(cell_len, whole)])


class FittedTable(Table):
    """A table that fits: rich shrinks all columns alike, and cuts numbers in two."""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """As rich does it, once cells have the lines that fit."""
        room = (
            options.max_width
            - self._extra_width
            - sum(map(self._get_padding_width, range(len(self.columns))))
        )
        texts = [
            [_plain(console, cell) for cell in (column.header, *column.cells)] for column in self.columns
        ]
        if sum(max(map(cell_len, column), default=0) for column in texts) > room:
            widths = widths_within(texts, room)
            if widths is None:
                yield from self._as_records(console, texts, options.max_width)
                return
            for column, width in zip(self.columns, widths, strict=True):
                _fit(console, column, width)
        yield from super().__rich_console__(console, options)

    def _as_records(self, console: Console, texts: Sequence[Sequence[str]], width: int) -> Iterator[Any]:
        """Each row as lines of heading and cell: those without a cell are left out."""
        if self.title:
            yield RichText(_plain(console, self.title), style="italic")
        names = [column[0] for column in texts]
        indent = min(max(map(cell_len, names)), width // 3)
        for row in zip(*(column[1:] for column in texts), strict=True):
            yield RichText("")
            for name, cell in zip(names, row, strict=True):
                if not cell.strip():
                    continue
                head = _shortened(name, indent)
                before = head + " " * (indent - cell_len(head) + 2)
                for line in lines_within(cell.strip(), max(width - indent - 2, LEAST)):
                    yield RichText(before + line, no_wrap=True, overflow="ignore")
                    before = " " * (indent + 2)


def _plain(console: Console, cell: Any) -> str:
    return cell.plain if isinstance(cell, RichText) else console.render_str(str(cell)).plain


def _fit(console: Console, column: Column, width: int) -> None:
    """Gives the cells of a column lines of at most so many letters, and puts those of numbers to the right:
    lines that are not to be wrapped rich leaves where they are."""
    column.width, column.no_wrap, column.overflow = width, True, "ignore"

    def fitted(text: str) -> RichText:
        lines = lines_within(text, width)
        if column.justify == "right":
            lines = [" " * (width - cell_len(line)) + line for line in lines]
        return RichText("\n".join(lines))

    column.header = fitted(_plain(console, column.header))
    column._cells[:] = [fitted(_plain(console, cell)) for cell in column.cells]


__all__ = ["FittedTable", "lines_within", "unbroken", "widths_within"]
