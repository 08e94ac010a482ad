"""The grammar of CSV: which signs of a text are cells.

As RFC 4180 has it, and as Python's csv module reads what that leaves open: a cell may stand between quotation
marks, in which separators and line ends are signs like others and a doubled mark is one; a mark that does not
begin a cell is a sign like others; blanks before a cell (no tabs) do not belong to it. Of a record of blanks
and separators alone nothing is kept. Line ends are "\\n" here: whoever gives a text has made them alike."""

from __future__ import annotations

import csv
import io
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...meaning.cell_meaning import DecimalSign

SEPARATORS = (",", ";", "\t", "|")
MAX_CELL = 10_000_000  # signs
MAX_HEADER = 1_000_000

_QUOTED = r'"(?:[^"]++|"")*+"'


class UnclosedError(ValueError):
    """A quotation mark that is never closed; `line` is the one that it stands in, from 0."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def separator_of(text: str) -> str:
    """The separator that the first line of a text has most of outside quotation marks; a comma for a single
    column."""
    bare = re.sub(_QUOTED, "", text[:MAX_HEADER]).partition("\n")[0]
    return max(SEPARATORS, key=bare.count)


def sign_of(separator: str) -> DecimalSign:
    """Which sign parts the decimals in a file, by its separator: where cells are parted by semicolons, commas
    often do, and nothing says so."""
    return "unsaid" if separator == ";" else "point"


@dataclass(frozen=True)
class Grammar:
    """The grammar with one separator."""

    separator: str

    @cached_property
    def _well_formed(self) -> re.Pattern[str]:
        """Text up to the first quotation mark that another program may read otherwise."""
        begins, ends = rf"(?<=[{re.escape(self.separator)}\n])", rf"(?=[{re.escape(self.separator)}\n]|\Z)"
        return re.compile(rf'(?:[^"]++|{begins}{_QUOTED}{ends})*+')

    @cached_property
    def _cell(self) -> re.Pattern[str]:
        """One cell: what stands between quotation marks and what follows it, or neither."""
        bare = rf"[^{re.escape(self.separator)}\n]*+"
        return re.compile(rf' *+(?:"((?:[^"]++|"")*+)("?)({bare})|({bare}))')

    @cached_property
    def _blank_line(self) -> re.Pattern[str]:
        blanks = " " if self.separator == "\t" else r" \t"
        return re.compile(rf"(?m)^[{blanks}]*$\n?")

    def tidied(self, text: str) -> str:
        """The text with every odd cell between quotation marks, so that all programs read it alike; with the
        same records. Raises UnclosedError."""
        if '"' not in text:
            return text
        pieces: list[str] = []
        text = f"\n{text}"  # a cell begins behind a line end
        place = start = 0
        while True:
            place = self._well_formed.match(text, place).end()  # type: ignore[union-attr]
            if place >= len(text):
                break
            begin = self._begin(text, place)
            cell = self._cell.match(text, begin)
            assert cell is not None
            pieces += [text[start:begin], self._quoted(text, cell)]
            start = place = cell.end()
            # the next sign is a separator or a line end: whatever follows it begins a cell
            place = min(place + 1, len(text))
            pieces.append(text[start:place])
            start = place
            if place < len(text) and text[place] == '"':
                place -= 1
        pieces.append(text[start:])
        return "".join(pieces)[1:]

    def _begin(self, text: str, mark: int) -> int:
        """Where the cell begins that a quotation mark stands in."""
        return max(text.rfind(self.separator, 0, mark), text.rfind("\n", 0, mark)) + 1

    def _quoted(self, text: str, cell: re.Match[str]) -> str:
        inner, closing, rest, bare = cell.groups()
        if inner is None:
            content = bare
        elif not closing:
            raise UnclosedError(text.count("\n", 0, cell.start()) - 1)
        else:
            content = inner.replace('""', '"') + rest
        return '"' + content.replace('"', '""') + '"'

    def has_long_cells(self, text: str) -> bool:
        """Whether cells of a tidy text have several lines."""
        return '"' in text and re.sub(_QUOTED, "", text).count("\n") < text.count("\n")

    def is_even(self, text: str, width: int) -> bool:
        """Whether each record of a tidy text has `width` cells, as far as their sum tells it: where none has
        more, each has so many."""
        bare = re.sub(_QUOTED, "x", text) if '"' in text else text
        bare = bare if bare.endswith("\n") else f"{bare}\n"
        blank = len(self._blank_line.findall(bare[:-1])) if width > 1 else 0
        blank -= bare == "\n"
        records = bare.count("\n") - max(0, blank)
        return bare.count(self.separator) == records * (width - 1)

    def records(self, text: str) -> Iterator[tuple[int, int, list[str]]]:
        """The records of a text that are not blank: the lines in which each begins and ends (from 0, the
        latter excluded), and its cells. Raises csv.Error."""
        return (found for found in self.rows(text) if any(cell.strip() for cell in found[2]))

    def rows(self, text: str) -> Iterator[tuple[int, int, list[str]]]:
        """The same of all records, blank ones too."""
        csv.field_size_limit(MAX_CELL)
        reader, line = csv.reader(io.StringIO(text), delimiter=self.separator, skipinitialspace=True), 0
        for record in reader:
            yield line, reader.line_num, record
            line = reader.line_num

    def starts(self, record: str) -> array[int]:
        """Where the cells of a record begin, blanks before them left out, and where one after the last
        would."""
        starts, place = array("l"), 0
        while True:
            cell = self._cell.match(record, place)
            assert cell is not None
            first = cell.start(4) if cell.start(4) >= 0 else cell.start(1) - 1
            starts.append(first)
            place = cell.end()
            if place >= len(record) or record[place] == "\n":
                break
            place += 1
        starts.append(place + 1)
        return starts


__all__ = ["SEPARATORS", "Grammar", "UnclosedError", "separator_of", "sign_of"]
