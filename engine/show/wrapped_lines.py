"""Sentences on a terminal: they go on in further lines between words and syllables, set in a little; in a
pipe each stays one line."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text as RichText

from ..words.whole_words import pieces_within

SET_IN = 2
LEAST_WIDTH = 20
_MARKS = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e"


def print_line(out: Console, markup: str) -> None:
    """Prints a text, in which markup is read (see `plain`); the lines that follow from its width are set in
    further than it is itself."""
    for line in RichText.from_markup(markup, emoji=False).split("\n", allow_blank=True):
        if not out.is_terminal or out.width < LEAST_WIDTH:
            out.print(line, soft_wrap=True)
            continue
        own = len(line.plain) - len(line.plain.lstrip(" "))
        indent = min(own + SET_IN, out.width // 2)
        breaks = list(line_breaks(line.plain, out.width, indent))
        for number, part in enumerate(line.divide(breaks)):
            part.rstrip()
            out.print(RichText(" " * indent if number else "").append_text(part), soft_wrap=True)


def line_breaks(text: str, width: int, indent: int) -> Iterator[int]:
    """Where in a text a line begins, so that none is wider, the later ones set in by so much."""
    start, used, room = 0, 0, width
    for piece in pieces_within(text, width - indent, cell_len):
        if used and used + cell_len(piece.rstrip()) > room:
            yield start
            used, room = 0, width - indent
        for letter in piece:
            wide = cell_len(letter)
            # a piece that is longer than a line; a mark stays with its letter
            if used + wide > room and letter != " " and letter not in _MARKS:
                yield start
                used, room = 0, width - indent
            start += 1
            used += wide


__all__ = ["line_breaks", "print_line"]
