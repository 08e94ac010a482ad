"""Tables as wide as a terminal: numbers and ids stay whole, texts go on in further lines, and where even that
is too wide each row becomes a few lines of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Column, Table
from rich.text import Text as RichText

from ..words.whole_words import pieces_within, unbroken

LEAST = 10  # letters of a text's column
NARROW = 5  # the same where room is scarce
MORE = "…"
_Gap: TypeAlias = "tuple[tuple[int, int, int, int], int]"
_Way: TypeAlias = "tuple[tuple[int, int, int, int], Sequence[int], list[int]]"
_GAPS: tuple[_Gap, ...] = (((0, 1, 0, 1), LEAST), ((0, 1, 0, 0), LEAST), ((0, 0, 0, 0), NARROW))
"""What stands around cells, and how narrow texts may be: the wider the better."""
_THAI = re.compile(r"[\u0e01-\u0e4e]")
_BEGINS_ONE = "เแโใไ"  # vowels that stand before the first consonant of a syllable
_DIGIT = re.compile(r"[0-9\u0e50-\u0e59]")


def lines_within(text: str, width: int) -> list[str]:
    """A text in lines of at most so many letters; a piece that is longer is cut, and says so by …"""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for piece in pieces_within(paragraph, width, cell_len):
            if line and cell_len((line + piece).rstrip()) > width:
                if line.isspace():  # what is set in stays on its line
                    line = line[: max(0, width - cell_len(piece.rstrip()))]
                else:
                    lines.append(line.rstrip())
                    line = ""
            line += piece
        lines.append(line.rstrip())
    return [_shortened(line, width) for line in lines]


def _shortened(line: str, width: int) -> str:
    if cell_len(line) <= width:
        return line
    while line and (cell_len(line) > width - 1 or line[-1] in _BEGINS_ONE):
        line = line[:-1]
    return line + MORE


def widths_within(cells: Sequence[Sequence[str]], width: int, narrow: int = LEAST) -> list[int] | None:
    """How wide columns of texts (headings among them) are that have so much room together, texts at least
    `narrow`; None where that, numbers and ids need more."""
    natural = [max(map(cell_len, column), default=0) for column in cells]
    # the first column names the rows
    kinds = [max(narrow, 0 if place else LEAST) for place in range(len(cells))]
    least = [
        min(most, _least(*own)) for most, own in zip(natural, zip(cells, kinds, strict=True), strict=True)
    ]
    if sum(least) > width:
        return None
    found = [min(most, max(width, own)) for most, own in zip(natural, least, strict=True)]
    while sum(found) > width:
        wider = (at for at in range(len(found)) if found[at] > least[at])
        found[max(wider, key=lambda at: (found[at], at))] -= 1
    return found


def _least(column: Sequence[str], narrow: int) -> int:
    """The width at which nothing of a column is broken that has to be whole."""
    heading, *rows = column
    pieces = [piece.strip() for cell in rows for piece in unbroken(cell)]
    whole = [piece for piece in pieces if _DIGIT.search(piece) or not _THAI.search(piece)]
    words = max(map(cell_len, [piece.strip() for piece in unbroken(heading)]), default=0)
    are_texts = any(len(unbroken(cell.strip())) > 1 or _THAI.search(cell) for cell in rows)
    return max([narrow if are_texts else 1, min(words, narrow), *map(cell_len, whole)])


def _without(texts: Sequence[Sequence[str]], out: Sequence[int]) -> list[Sequence[str]]:
    return [column for place, column in enumerate(texts) if place not in out]


def _is_cut(cells: Sequence[Sequence[str]], widths: Sequence[int]) -> bool:
    """Whether something of some columns is wider than they are."""
    return any(
        cell_len(piece.strip()) > width
        for column, width in zip(cells, widths, strict=True)
        for cell in column
        for piece in unbroken(cell)
    )


class FittedTable(Table):
    """A table that fits: rich shrinks all columns alike, and cuts numbers in two. Where all that does not
    help, the columns of `spare` are left out, by their places, the first of them first; `left_out` says so
    of their headings."""

    spare: Sequence[int] = ()
    left_out: Callable[[list[str]], str] = ", ".join

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """As rich does it, once cells have the lines that fit."""
        texts = [
            [_plain(console, cell) for cell in (column.header, *column.cells)] for column in self.columns
        ]
        around = self._extra_width + sum(map(self._get_padding_width, range(len(texts))))
        if sum(max(map(cell_len, column), default=0) for column in texts) <= options.max_width - around:
            yield from super().__rich_console__(console, options)
            return
        every, way = list(self.columns), self._way(texts, options)
        if way is None:
            yield from self._as_records(console, texts, options.max_width)
            return
        self.padding, out, widths = way
        self.columns = [column for place, column in enumerate(every) if place not in out]
        for place, (column, width) in enumerate(zip(self.columns, widths, strict=True)):
            column._index = place
            _fit(console, column, width)
        yield from super().__rich_console__(console, options)
        if out:
            yield RichText(self.left_out([texts[place][0] for place in sorted(out)]), style="dim")

    def _way(self, texts: Sequence[Sequence[str]], options: ConsoleOptions) -> _Way | None:
        """How the table is laid out: what stands around cells, which columns are left out, and how wide the
        others are. Where room is scarce all are left out that can be."""
        *usual, scarce = _GAPS
        for count in range(len(self.spare) + 1):
            out = self.spare[:count]
            ways = [way for gap in usual if (way := self._laid_out(texts, gap, out, options))]
            if ways:
                return ways[-1] if _is_cut(_without(texts, out), ways[0][2]) else ways[0]
        return self._laid_out(texts, scarce, self.spare, options)

    def _laid_out(
        self, texts: Sequence[Sequence[str]], gap: _Gap, out: Sequence[int], options: ConsoleOptions
    ) -> _Way | None:
        kept = _without(texts, out)
        around = sum(gap[0]) * (len(kept) - 1) + len(kept) + 1  # nothing at the edges
        widths = widths_within(kept, options.max_width - around, gap[1])
        return None if widths is None else (gap[0], out, widths)

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
                after = " " * (indent + 2)
                if max(cell_len(piece.strip()) for piece in unbroken(cell.strip())) > width - len(after):
                    yield RichText(head)  # what is to stay whole has a line of its own
                    before = after = "  "
                for line in lines_within(cell.strip(), max(width - len(after), LEAST)):
                    yield RichText(before + line, no_wrap=True, overflow="ignore")
                    before = after


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


__all__ = ["FittedTable", "lines_within", "widths_within"]
