"""CSV of which some rows are the table alone: the others become blank lines, so that every line keeps its
number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ...words.diagnostics import Diagnostic, KenError, Position, say
from ..row_bounds import RowBounds, joined_heads
from ..sheet import Sheet
from .csv_grammar import SEPARATORS, Grammar, UnclosedError

MOST_LOOKED_AT = 50  # rows among which the widest is looked for
_SAYS_SEPARATOR = re.compile(r"sep=([,;|\t])")


def said_separator(lines: Sequence[str]) -> tuple[int, str | None]:
    """The line in which the records begin, and the separator that one for spreadsheets before it names."""
    first = next(number for number, line in enumerate(lines) if line.strip(" ,;|\t"))
    named = _SAYS_SEPARATOR.fullmatch(lines[first].strip())
    return (first + 1, named[1]) if named else (first, None)


def tidied_lines(grammar: Grammar, text: str, file: str, first: int) -> str:
    """The text, whose first line has a number (from 0) in the file, so that all programs read it alike.
    Raises KenError for a quotation mark that is never closed."""
    try:
        return grammar.tidied(text)
    except UnclosedError as problem:
        line = first + problem.line
        message = say("a quotation mark that is opened in line {line} is never closed", line=line + 1)
        hint = say(
            'close it, or delete it where it is meant as a sign (15"); where it stands for the cell '
            "above, write that out"
        )
        raise KenError([Diagnostic("unreadable", message, Position(file, line + 1, 1), hint)]) from None


@dataclass(frozen=True)
class BoundedText:
    """A text with the rows of the table alone, its separator, the line that names the columns (from 0), and
    what was left out."""

    text: str
    separator: str
    head: int
    is_joined: bool
    notes: tuple[Diagnostic, ...]

    def as_it_stands(self, sheet: Sheet, text: str) -> Sheet:
        """The table that was read of it, with the lines of the whole text. The place of names that are joined
        of several rows is the line of the last."""

        def locate(row: int | None, column: str) -> Position:
            if row is None and self.is_joined:
                return Position(sheet.file, self.head + 1, 1)
            return sheet.locate(row, column)

        lines = {sheet.file: text.split("\n")}
        return replace(sheet, locate=locate, lines=lines, notes=(*self.notes, *sheet.notes))


def bounded_text(file: str, text: str, bounds: RowBounds) -> BoundedText:
    """The text with the rows of the table alone. Raises KenError where it has no such rows."""
    lines = text.split("\n")
    first, named = said_separator(lines)
    first = first if named else 0  # blank rows before the first count
    text = "\n".join(lines[first:])
    separator = named or max(SEPARATORS, key=lambda sign: _width(sign, text, bounds))
    grammar = Grammar(separator)
    tidied_lines(grammar, text, file, first)
    rows = {
        number: (start + first, end + first, [cell.strip() for cell in cells])
        for number, (start, end, cells) in enumerate(grammar.rows(text), 1)
        if any(cell.strip() for cell in cells)
    }
    found = bounds.table_of(
        file,
        [*rows],
        lambda row: next(cell for cell in rows[row][2] if cell),
        lambda row: Position(file, rows[row][0] + 1, 1),
    )
    kept = [""] * len(lines)
    for row in (*found.heads[-1:], *found.body):
        start, end, _ = rows[row]
        kept[start:end] = lines[start:end]
    start, end, _ = rows[found.heads[-1]]
    is_joined = len(found.heads) > 1
    if is_joined:
        names = joined_heads([rows[row][2] for row in found.heads])
        quoted = ('"' + name.replace('"', '""') + '"' for name in names)
        kept[start:end] = [separator.join(quoted), *[""] * (end - start - 1)]
    return BoundedText("\n".join(kept), separator, start, is_joined, found.notes)


def widest_rows(file: str, text: str) -> list[tuple[int, list[str]]]:
    """The rows of a text that are not blank, each with its number (from 1) and its cells, by the separator
    with which one of the first has most of these. Raises KenError for a quotation mark that is never
    closed."""
    lines = text.split("\n")
    first, named = said_separator(lines)
    text = "\n".join(lines[first:]) if named else text
    separator = named or max(SEPARATORS, key=lambda sign: _widest(sign, text))
    grammar = Grammar(separator)
    tidied_lines(grammar, text, file, first if named else 0)
    return [
        (number, [cell.strip() for cell in cells])
        for number, (_, _, cells) in enumerate(grammar.rows(text), 1)
        if any(cell.strip() for cell in cells)
    ]


def _widest(separator: str, text: str) -> int:
    rows = islice(Grammar(separator).records(text), MOST_LOOKED_AT)
    return max((len(cells) for _, _, cells in rows), default=0)


def _width(separator: str, text: str, bounds: RowBounds) -> int:
    """How many cells the row that names the columns has with a separator."""
    for number, (_, _, cells) in enumerate(Grammar(separator).rows(text), 1):
        is_head = number >= bounds.heads[-1] if bounds.heads else any(cell.strip() for cell in cells)
        if is_head and not bounds.is_skipped(number):
            return len(cells)
    return 0


__all__ = ["BoundedText", "bounded_text", "said_separator", "tidied_lines", "widest_rows"]
