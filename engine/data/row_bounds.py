"""Which rows of a file are its table: those that name the columns, those that are left out, and the text at
which the table ends.

Rows are counted from 1 as a spreadsheet shows them: blank ones count, and a cell of several lines is in one
row. Of files whose columns have names of their own, the first row of data is 1."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from .name_patterns import NamePatterns

LEFT_OUT = "rows-left-out"
HEAD, SKIPPED, UNTIL = "header_row", "skip_rows", "until"
"""What a manifest calls them."""

Span = tuple[int, int]
"""A first and a last row."""


@dataclass(frozen=True)
class TableRows:
    """The rows of a file that are its table, by their numbers: the `heads` name the columns; `notes` say what
    is left out."""

    heads: tuple[int, ...]
    body: tuple[int, ...]
    notes: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class RowBounds:
    """What is said of the rows of a file. Without `heads` the first row that is not skipped names the
    columns. `at` has by key of the manifest where it says so."""

    heads: tuple[int, ...] = ()
    skipped: tuple[Span, ...] = ()
    until: str | None = None
    at: Mapping[str, Position] = field(default_factory=dict, compare=False)

    def table_of(
        self,
        file: str,
        filled: Sequence[int],
        first_cell: Callable[[int], str],
        place: Callable[[int], Position],
        *,
        has_names: bool = False,
    ) -> TableRows:
        """The table among the rows that have anything in them, whose first such cell and whose place in the
        file are given by their numbers; of a file that `has_names` of columns, no row has them. Raises
        KenError where what is said does not fit them."""
        last = filled[-1] if filled else 0
        faults = [*self._beyond(file, filled, last)]
        if self.heads and has_names:
            message = say("the columns of {file} have names of their own, and no row has them", file=file)
            faults = [self._at_key(HEAD, message, say("leave header_row: out for this file"))]
        if faults:
            raise KenError(faults)
        kept = [row for row in filled if not self.is_skipped(row)]
        heads = self.heads or (() if has_names else tuple(kept[:1]))
        if not heads and not has_names:
            message = say("every row of {file} is to be left out", file=file)
            raise KenError([self._at_key(SKIPPED, message, say("leave a row that names the columns"))])
        body = kept[bisect_left(kept, heads[-1] + 1) :] if heads else kept
        if self.until is None:
            return TableRows(heads, tuple(body))
        return self._ended(file, heads, body, first_cell, place)

    def is_skipped(self, row: int) -> bool:
        """Whether a row is to be left out."""
        return any(first <= row <= last for first, last in self.skipped)

    def _at_key(self, key: str, message: Text, hint: Text) -> Diagnostic:
        return Diagnostic("no-row", message, self.at[key], hint)

    def _beyond(self, file: str, filled: Sequence[int], last: int) -> Iterator[Diagnostic]:
        """Rows that the file has not."""
        hint = say("rows are counted from 1, as a spreadsheet shows them, blank ones too: mend the number")
        known = {*filled} if self.heads else set()
        for row in self.heads:
            if row > last:
                message = say(
                    "row {row} is to name the columns, and {file} has {last} rows",
                    row=row,
                    file=file,
                    last=last,
                )
                yield self._at_key(HEAD, message, hint)
            elif row not in known:
                message = say("row {row} of {file} is to name the columns, and is empty", row=row, file=file)
                yield self._at_key(HEAD, message, hint)
            elif self.is_skipped(row):
                message = say("row {row} is to name the columns, and to be left out", row=row)
                yield self._at_key(SKIPPED, message, say("take it out of header_row: or of skip_rows:"))
        for first, end in self.skipped:
            if end > last:
                message = say(
                    "row {row} is to be left out, and {file} has {last} rows", row=end, file=file, last=last
                )
                yield self._at_key(SKIPPED, message, hint)
            elif first > end:
                message = say("a range from {first} to {last} has no rows", first=first, last=end)
                yield self._at_key(SKIPPED, message, say("write the smaller number first"))

    def _ended(
        self,
        file: str,
        heads: tuple[int, ...],
        body: Sequence[int],
        first_cell: Callable[[int], str],
        place: Callable[[int], Position],
    ) -> TableRows:
        """The table up to the row that begins with the text at which it ends."""
        assert self.until is not None
        wanted = NamePatterns([self.until])
        found = [row for row in body if wanted.match(first_cell(row))]
        if not found:
            message = say("no row of {file} begins with “{text}”", file=file, text=self.until)
            hint = say(
                "write the first text of the row at which the table ends, as it stands there; * is any text"
            )
            raise KenError([self._at_key(UNTIL, message, hint)])
        if len(found) > 1:
            message = say(
                "rows {rows} of {file} begin with “{text}”: the table can end at one of them alone",
                rows=found,
                file=file,
                text=self.until,
            )
            hint = say("write more of the text, or name the rows under skip_rows: that are not to count")
            raise KenError([self._at_key(UNTIL, message, hint)])
        kept = body[: bisect_left(body, found[0])]
        count = len(body) - len(kept)
        text = compared(first_cell(found[0]))
        message = counted(
            count,
            "the table ends before the row that begins with “{text}”: {count} row is left out",
            "the table ends before the row that begins with “{text}”: from it on {count} rows are left out",
            text=text,
        )
        note = Diagnostic(LEFT_OUT, message, place(found[0]), say("until: in the manifest says so"), "note")
        return TableRows(heads, tuple(kept), (note,))


def joined_heads(rows: Sequence[Sequence[str]]) -> list[str]:
    """The names of columns that stand in several rows: what stands in each, with a / between. A head above
    others goes on over the empty cells to its right, as one does that is merged, up to the next head of its
    row or of one above."""
    width = max(map(len, rows))
    cells = [[*(" ".join(cell.split()) for cell in row), *[""] * (width - len(row))] for row in rows]
    names = [list[str]() for _ in range(width)]
    for level, row in enumerate(cells):
        group = ""
        for column, own in enumerate(row):
            has_more = any(cells[below][column] for below in range(level + 1, len(cells)))
            if own:
                group = own if has_more else ""
            elif any(cells[above][column] for above in range(level)):
                group = ""
            part = own or (group if has_more else "")
            if part and names[column][-1:] != [part]:
                names[column].append(part)
    return ["/".join(parts) for parts in names]


__all__ = ["HEAD", "LEFT_OUT", "SKIPPED", "UNTIL", "RowBounds", "Span", "TableRows", "joined_heads"]
