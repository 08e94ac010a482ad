"""Help as pages: verbs in groups, examples, and lines that end where a word does, in Thai too."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import click

from ...engine.words.whole_words import pieces_within

RULES = "Write rules"
DATA = "Prepare data"
RATING = "Rate and explain"
COMPARING = "Compare rules"
GROUPS = (RULES, DATA, RATING, COMPARING)

LEAST = 10  # letters of a column


@dataclass(frozen=True)
class About:
    """What help says of a verb beside its own text: in which group it stands, what it does in a few words,
    and examples, each with the command and what it does."""

    group: str
    brief: str
    examples: Sequence[tuple[str, str]]

    def templates(self) -> Iterator[str]:
        """All that is to be translated."""
        yield from (self.group, self.brief)
        yield from (words for _, words in self.examples)


class HelpPage(click.HelpFormatter):
    """Click's page with Thai: click itself counts letters above and below others, and breaks syllables."""

    def write_text(self, text: str) -> None:
        """Paragraphs, set in as far as the page is now."""
        indent = " " * self.current_indent
        paragraphs = text.split("\n\n")
        shown = ("\n".join(indent + line for line in _lines(each, self._room())) for each in paragraphs)
        self.write("\n\n".join(shown) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms, and beside them what they mean."""
        rows = list(rows)
        first = min(max((wide(term) for term, _ in rows), default=0), col_max) + col_spacing
        room = max(self._room() - first, LEAST)
        for term, meaning in rows:
            before = " " * self.current_indent + term
            lines = list(_lines(meaning, room)) if meaning else []
            space = first - wide(term)
            if lines and space >= col_spacing:
                before += " " * space + lines.pop(0)
            set_in = " " * (self.current_indent + first)
            self.write("".join(f"{line}\n" for line in (before, *(set_in + line for line in lines))))

    def _room(self) -> int:
        return max(self.width - self.current_indent, LEAST)


class HelpContext(click.Context):
    """The context of a command whose help is such a page."""

    formatter_class = HelpPage


def wide(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(map(_cells, text))


def _cells(letter: str) -> int:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1


def _lines(text: str, width: int) -> Iterator[str]:
    """A text in lines of at most so many cells; only what is wider itself is on a wider one."""
    line = ""
    for piece in pieces_within(" ".join(text.split()), width, wide):
        if line and wide((line + piece).rstrip()) > width:
            yield line.rstrip()
            line = ""
        line += piece
    yield line.rstrip()


__all__ = ["COMPARING", "DATA", "GROUPS", "RATING", "RULES", "About", "HelpContext", "HelpPage", "wide"]
