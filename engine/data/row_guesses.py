"""Which rows of a file are sure to name its columns, to be none of the table, or to end it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.diagnostics import Text, say
from ..words.numerals import read_number, western
from .heading_guesses import UNIT, Headings, OpenHeading, Sure
from .long_layout import ITEM_COLUMNS, SCORE_COLUMNS
from .row_bounds import HEAD, SKIPPED, UNTIL, RowBounds, joined_heads
from .total_rows import NOTES, is_of_full_marks, is_of_statistics, is_of_totals

MOST_ABOVE = 40  # rows in which the names of columns are looked for
MOST_BELOW = 5  # rows below them that may be no data
MOST_AT_END = 20
LEAST_STATISTICS = 2  # names of statistics beside totals; one alone may be a unit's
LEAST_HEADS = 2  # cells of a row that is a head above others

YEAR = r"^(?:19|20|24|25|26)[0-9]{2}$"
_IMPORT_ID = re.compile(r'\{"ImportId":\s*".*\}')
_NOTE = re.compile(NOTES)

Row = tuple[int, Sequence[str]]
"""The number of a row (from 1), and its cells."""


@dataclass
class GuessedRows:
    """What rows are for: `heads` name the columns (0: they have names of their own), `skipped` are no data,
    `until` begins the row at which the table ends. `whys` has by key of a manifest the reason, `names` what
    columns are called, `beside` other rows that may name them, `full_marks` the row with the most points of
    each, `measures` that with what each is measured in, `above` the row right above the heads, each of its
    texts over the empty cells to its right."""

    heads: list[int] = field(default_factory=list)
    skipped: list[int] = field(default_factory=list)
    until: str | None = None
    whys: dict[str, Text] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    beside: list[Sequence[str]] = field(default_factory=list)
    full_marks: Sequence[str] = ()
    measures: Sequence[str] = ()
    above: Sequence[str] = ()

    @property
    def bounds(self) -> RowBounds | None:
        """The rows as a manifest says them; None where nothing need be said."""
        if not self.whys:
            return None
        heads = tuple(self.heads) if HEAD in self.whys else ()
        return RowBounds(heads, tuple((row, row) for row in self.skipped), self.until)


class RowGuesses:
    """The rows of a file held against the names of a rule set."""

    def __init__(self, rules: RuleSet, headings: Headings, rows: Sequence[Row]) -> None:
        self.rules = rules
        self.headings = headings
        self.rows = rows

    def found(self) -> GuessedRows:
        """What the rows are for."""
        found = GuessedRows()
        at = self._name(found)
        self._skip(found, at)
        self._end(found, at + 1 + len(found.skipped))
        return found

    def named(self, names: Sequence[str]) -> GuessedRows:
        """The same of a file whose columns have names of their own."""
        found = GuessedRows(names=list(names))
        self._skip(found, -1)
        self._end(found, len(found.skipped))
        return found

    def sure(self, cells: Sequence[str]) -> list[Sure]:
        """What of some cells are sure to be headings."""
        return [own for cell in cells if cell and isinstance(own := self.headings.named(cell), Sure)]

    def _weight(self, cells: Sequence[str]) -> tuple[int, int]:
        """How many cells of a row are names, and how many of these Ken knows as they are."""
        if not sum(map(bool, cells)) > 0:
            return 0, 0
        own = self.sure(cells)
        forms = {compared(cell) for cell in cells}
        is_long = bool(forms & {*ITEM_COLUMNS}) and bool(forms & {*SCORE_COLUMNS})
        is_one = len({each.path for each in own}) < LEAST_HEADS and len(own) > 1
        return (0 if is_one else len(own)) + 2 * is_long, sum(each.is_known for each in own)

    def _name(self, found: GuessedRows) -> int:
        """Takes the rows that have most names of nodes and units: one, or two that have more together; the
        first, where none has any. The place of the last of them."""
        looked_at = self.rows[:MOST_ABOVE]
        weights = [self._weight(cells) for _, cells in looked_at]
        at = weights.index(max(weights)) if max(weights)[0] else 0
        if max(weights)[0] == 1 and _has_numbers(looked_at[at][1]):  # a node beside its scores
            at = 0
        found.heads, found.names = [looked_at[at][0]], list(looked_at[at][1])
        best = self._count(found.names)
        for lower in (at, at + 1):
            joined = self._joined(lower)
            if joined is not None and (count := self._count(joined)) > best:
                best, found.names = count, joined
                found.heads = [looked_at[lower - 1][0], looked_at[lower][0]]
        if len(found.heads) > 1:
            found.whys[HEAD] = say("together they name more columns than one of them alone")
            return next(place for place, row in enumerate(looked_at) if row[0] == found.heads[1])
        if at:
            found.whys[HEAD] = say("it has the most names of nodes and units")
            found.beside = [cells for _, cells in looked_at[max(0, at - 2) : at]]
            found.above = _spread(looked_at[at - 1][1])
        return at

    def _joined(self, lower: int) -> list[str] | None:
        """The names of columns that a row and the one above it have together; None where they are no heads,
        or the lower is enough."""
        if not 0 < lower < min(len(self.rows), MOST_ABOVE):
            return None
        (above, heads), (number, cells) = self.rows[lower - 1], self.rows[lower]
        filled = [cell for cell in (*heads, *cells) if cell]
        is_head = above == number - 1 and sum(map(bool, heads)) >= LEAST_HEADS
        is_head = is_head and not any(read_number(cell) is not None for cell in filled if not is_year(cell))
        return joined_heads([heads, cells]) if is_head and self._needs(heads, cells) else None

    def _needs(self, above: Sequence[str], cells: Sequence[str]) -> bool:
        """Whether a row lacks names that the row above may have: some of its cells are empty, the same, or
        mean several nodes."""
        filled = [compared(cell) for cell in cells if cell]
        lacking = any(upper and not own for upper, own in zip(above, cells, strict=False))
        doubts = any(isinstance(self.headings.named(cell), OpenHeading) for cell in cells if cell)
        return lacking or doubts or len({*filled}) < len(filled)

    def _count(self, names: Sequence[str]) -> int:
        """How many nodes and units some names are sure to be, each by one of them."""
        paths = [own.path for own in self.sure(names)]
        return sum(paths.count(path) == 1 for path in {*paths})

    def _skip(self, found: GuessedRows, at: int) -> None:
        """Rows below the head that are no data."""
        below = self.rows[at + 1 : at + 1 + MOST_BELOW]
        ids = next((place for place, (_, cells) in enumerate(below[:2]) if _are_import_ids(cells)), None)
        paths = [self._path(name) for name in found.names]
        if ids is not None:
            found.skipped = [number for number, _ in below[: ids + 1]]
            found.whys[SKIPPED] = say("they have the wording and the import ids that Qualtrics writes")
            found.beside += [cells for _, cells in below[:ids]]
            return
        for number, cells in below:
            if self._names_again(paths, cells):
                found.whys[SKIPPED] = say("it names the columns once more")
            elif is_of_totals(compared(_first(cells))):
                found.whys[SKIPPED] = say("it has the name of weights or totals")
                found.full_marks = cells if is_of_full_marks(compared(_first(cells))) else found.full_marks
            elif self._is_no_unit(paths, cells):
                found.whys[SKIPPED] = say("it has no unit, and nothing that its nodes can have")
                found.measures = cells
            else:
                return
            found.skipped.append(number)

    def _path(self, name: str) -> str | None:
        own = self.headings.named(name) if name else None
        return own.path if isinstance(own, Sure) else None

    def _names_again(self, paths: Sequence[str | None], cells: Sequence[str]) -> bool:
        """Whether each cell at a node is the name of that node, and there are some."""
        pairs = [
            (path, cell)
            for path, cell in zip(paths, cells, strict=False)
            if cell and path is not None and path != UNIT
        ]
        return bool(pairs) and all(path in self.headings.exactly(cell) for path, cell in pairs)

    def _is_no_unit(self, paths: Sequence[str | None], cells: Sequence[str]) -> bool:
        """Whether a row has no unit, and in the columns of nodes nothing that they can have, though
        something."""
        if UNIT not in paths or not any(cells):
            return False
        unit = cells[paths.index(UNIT)] if paths.index(UNIT) < len(cells) else ""
        own = [
            (path, cell)
            for path, cell in zip(paths, cells, strict=False)
            if cell and path in self.rules.readable
        ]
        return not unit and bool(own) and not any(self._says(path or "", cell) for path, cell in own)

    def _says(self, path: str, cell: str) -> bool:
        return CellMeaning.of(self.rules, self.rules.readable[path]).score(cell) is not None

    def _end(self, found: GuessedRows, first: int) -> None:
        """The row of totals or of notes at which the table ends, and rows below it that are none of it."""
        rows = self._without_strays(found, self.rows[first:])
        at = len(rows)
        while at > 1 and len(rows) - at < MOST_AT_END and self._closes(rows[at - 1][1]):
            at -= 1
        below = [_first(cells) for _, cells in rows[at:]]
        statistics = {text for text in below if is_of_statistics(compared(text))}
        are_sure = len(statistics) >= LEAST_STATISTICS and any(map(_is_end, below))
        while at < len(rows) and not (
            _is_end(text := _first(rows[at][1])) or (are_sure and text in statistics)
        ):
            at += 1
        if at < len(rows):
            self._ends(found, rows, at)

    def _ends(self, found: GuessedRows, rows: Sequence[Row], at: int) -> None:
        """Takes a row for the one at which the table ends, if its text begins no other."""
        text = _first(rows[at][1])
        if sum(compared(_first(cells)) == compared(text) for _, cells in rows) == 1:
            found.until = " ".join(text.split())
            found.whys[UNTIL] = say("the row has the name of totals or notes, and no unit follows")

    def _without_strays(self, found: GuessedRows, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows but the last ones that have no unit, and nothing that nodes can have: a signature, a date
        beside the table. They are left out one by one, for no text of theirs begins a row alone."""
        paths = [self._path(name) for name in found.names]
        at = len(rows)
        while at > 1 and len(rows) - at < MOST_AT_END and self._is_no_unit(paths, rows[at - 1][1]):
            at -= 1
        if at < len(rows) and not any(_is_end(_first(cells)) for _, cells in rows[at:]):
            found.skipped += [number for number, _ in rows[at:]]
            found.whys.setdefault(SKIPPED, say("it has no unit, and nothing that its nodes can have"))
            return rows[:at]
        return rows

    def _closes(self, cells: Sequence[str]) -> bool:
        """Whether a row may stand below the end of a table."""
        first = _first(cells)
        return _is_end(first) or is_of_statistics(compared(first)) or sum(map(bool, cells)) == 1


def _has_numbers(cells: Sequence[str]) -> bool:
    """Whether a row has numbers that are no years."""
    return any(read_number(cell) is not None and not is_year(cell) for cell in cells if cell)


def _spread(cells: Sequence[str]) -> list[str]:
    """The texts of a row over the empty cells to their right; none of a row that has a title."""
    texts, last = list[str](), ""
    for cell in cells if not _first(cells[:1]) else ():
        last = cell if cell.strip() else last
        texts.append(last)
    return texts


def is_year(text: str) -> bool:
    """Whether a text is the number of a year."""
    return re.fullmatch(YEAR, western(text.strip())) is not None


def _first(cells: Sequence[str]) -> str:
    """The first cell with anything in it."""
    return next((cell for cell in cells if cell.strip()), "")


def _is_end(text: str) -> bool:
    return is_of_totals(compared(text)) or _NOTE.match(compared(text)) is not None


def _are_import_ids(cells: Sequence[str]) -> bool:
    """Whether a row has the ids under which Qualtrics imports answers."""
    filled = [cell for cell in cells if cell]
    return bool(filled) and all(_IMPORT_ID.fullmatch(cell) for cell in filled)


__all__ = ["GuessedRows", "RowGuesses"]
