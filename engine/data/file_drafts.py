"""A file as it comes, held against a rule set: which rows are its table, what its columns stand for, and what
is left open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import polars as pl

from ..meaning.model import RuleSet, above_of, is_below
from ..show.result_sheets import FOR_PROGRAMS
from ..words.alike import compared
from ..words.diagnostics import Text, say
from .alike_columns import compared_column
from .cells import in_words
from .column_matching import key_names, key_of
from .header import nameless
from .heading_guesses import UNIT, Headings, OpenHeading, Sure
from .long_layout import columns_of
from .manifest import Layout
from .misread_tables import lies_on_its_side
from .readers import csv_file, excel_file
from .row_columns import counts_respondents, is_of_tools
from .row_guesses import YEAR, GuessedRows, Row, RowGuesses
from .sheet import Sheet
from .stray_answers import StrayAnswers, stray_answers, tells_strays
from .tables import read_table
from .tallies import tallied
from .told_maxima import told_maximum

_MEASURES = frozenset(("คะแนน", "ร้อยละ", "%", "คน", "บาท", "ระดับ", "points", "point", "percent", "score"))
MOST_ROWS = 5_000  # of a file whose columns have names of their own, which are looked through


@dataclass(frozen=True)
class FileDraft:
    """What is found of a file, or of one of its sheets (None: it has one alone). `known` are the columns that
    Ken knows as they are called, `called` those that are sure to stand for a node, `open` those that may,
    `others` those that look like none."""

    path: Path
    rules: RuleSet
    rows: GuessedRows
    table: Sheet
    sheet: str | None = None
    encoding: str | None = None
    within: str | None = None  # the instrument that a file or a sheet is called as
    known: Mapping[str, Sure] = field(default_factory=dict)
    called: Mapping[str, Sure] = field(default_factory=dict)
    open: Mapping[str, OpenHeading] = field(default_factory=dict)
    others: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()  # sheets of the file that have the same nodes
    is_any_of_them: bool = False  # it fits each of these

    @cached_property
    def paths(self) -> frozenset[str]:
        """The nodes and inputs that columns stand for."""
        sure = (*self.known.values(), *self.called.values())
        return frozenset(own.path for own in sure if own.path != UNIT)

    @cached_property
    def key(self) -> str | None:
        """The heading of the column with the units; None where none is known."""
        return None if self._key is None else self.table.names[self._key]

    @cached_property
    def _key(self) -> str | None:
        """The column with the units, and not one with what scores are measured in."""
        column = key_of(self.rules, self.table.names, None)
        if column is not None:
            cells = {compared(text) for text in in_words(self.table.frame[column]).drop_nulls().unique()}
            column = None if cells and cells <= _MEASURES else column
        called = [name for name, own in self.called.items() if own.path == UNIT]
        return self.table.column(called[0]) if column is None and called else column

    @cached_property
    def near_keys(self) -> tuple[str, ...]:
        """Headings that have the name of a unit in them."""
        words = [compared(name).casefold() for name in key_names(self.rules, None)]
        return tuple(name for name in self.others if any(word in name.casefold() for word in words))

    @cached_property
    def strays(self) -> tuple[StrayAnswers, ...]:
        """Columns by which some rows may be no answers."""
        return tuple(own for own in stray_answers(self.table) if self.table.names[own.column] in self.others)

    @cached_property
    def is_long(self) -> bool:
        """Whether a row is a score."""
        return None not in columns_of(self.table)

    @cached_property
    def repeats(self) -> bool:
        """Whether a unit stands in several rows, or an item of it does, where a row is a score."""
        return self._rows_of is not None and bool(self._rows_of.drop_nulls().is_duplicated().any())

    @cached_property
    def _rows_of(self) -> pl.DataFrame | None:
        """What one row has of a kind: a unit, or a unit and an item; None where no column names the units."""
        key, item = self._key, columns_of(self.table)[0]
        columns = [key, item] if self.is_long else [key]
        if key is None:
            return None
        return pl.DataFrame(
            [compared_column(self.table.frame[own]).alias(own) for own in columns if own is not None]
        )

    @cached_property
    def parting(self) -> tuple[str, ...]:
        """Columns beside the units that tell the rows of one unit apart, and do not number all rows:
        years."""
        if not self.repeats:
            return ()
        rows, frame, columns = (
            self._rows_of,
            self.table.frame,
            {name: column for column, name in self.table.names.items()},
        )
        found = []
        for name in self.others:
            cells = compared_column(frame[columns[name]])
            pairs = pl.DataFrame([*([] if rows is None else rows), cells.alias("cells")])
            is_year = cells.str.contains(YEAR).all()
            if (is_year or cells.drop_nulls().is_duplicated().any()) and not pairs.is_duplicated().any():
                found.append(name)
        return tuple(found)

    @cached_property
    def weights(self) -> tuple[str, ...]:
        """Columns that may say for how many respondents a row stands: numbers that are not all 1."""
        columns = {name: column for column, name in self.table.names.items()}
        frame = self.table.frame
        return tuple(
            name
            for name in self.others
            if counts_respondents(name, in_words(frame[columns[name]]).drop_nulls().unique().to_list())
        )

    @cached_property
    def _lies_otherwise(self) -> Text | None:
        """Why no column is a node: it has counts of answers, or nodes below each other."""
        if tallied(self.rules, self.table) is not None:
            return say("it has how many chose each answer: give each question a column with its mean score")
        if lies_on_its_side(self.rules, self.table):
            return say("it lies on its side: turn it, so that each {unit} has a row", unit=self.rules.unit)
        return None

    @property
    def layout(self) -> tuple[Layout | None, Text]:
        """What a row is, and why; None where it may be a respondent or not."""
        if not self.paths and not self.is_long and (otherwise := self._lies_otherwise):
            return None, otherwise
        if self.is_long and self.parting:
            return None, say(
                "long, of which a unit has an item several times: {names} tells them apart; say with only: "
                "which of these count, or name the units by several columns with key:",
                names=list(self.parting),
            )
        if self.is_long:
            return "long", say("it has a column of items and one of scores")
        if self.key is None:
            return None, say(
                "responses, if each row is a respondent; scores, if it is {unit}", unit=self.rules.unit
            )
        if not self.repeats:
            return "scores", say("each unit stands in one row; if rows are respondents, write responses")
        if self.paths and all(map(self._is_of_respondents, self.paths)):
            if self.weights:
                return None, say(
                    "responses, if each row is one respondent: {names} may say for how many it stands, and "
                    "answers are never weighted",
                    names=list(self.weights),
                )
            if self.parting:
                return None, say(
                    "responses, if each row is a respondent; a key of several columns, if {names} parts "
                    "the rows of a unit",
                    names=list(self.parting),
                )
            return "responses", say("units have several rows, and respondents answer the questions")
        if self.parting:
            return None, say(
                "a unit stands in several rows: the key may be of several columns, with {names}",
                names=list(self.parting),
            )
        return None, say("a unit stands in several rows: responses, if each row is a respondent")

    def _is_of_respondents(self, path: str) -> bool:
        node = self.rules.readable.get(path)
        scale = self.rules.answers.get((node.answers if node else None) or "")
        return scale is not None and scale.answered_by == "respondents"

    @cached_property
    def lacking(self) -> tuple[str, ...]:
        """Nodes beside those that columns stand for which have none."""
        if self.is_long:
            return ()
        owners = {above[-1] for path in self.paths if path in self.rules.nodes and (above := above_of(path))}
        beside = [node.path for owner in owners for node in self.rules.nodes[owner].children]
        return tuple(
            self.rules.short_name(path)
            for path in self.rules.nodes
            if path in beside and not any(self._gives(own, path) for own in self.paths)
        )

    @staticmethod
    def _gives(own: str, path: str) -> bool:
        return own == path or is_below(own, path) or is_below(path, own)


def drafts_of(rules: RuleSet, path: Path, encoding: str | None = None) -> tuple[FileDraft, ...]:
    """What is found of a file, for each sheet with columns of the rules. Raises KenError where it cannot be
    read."""
    kind = path.suffix.casefold()
    if not path.is_file() or not path.stat().st_size:
        read_table(path)  # says why it cannot be read
    if kind in excel_file.SUFFIXES:
        return tuple(_of_workbook(rules, path))
    if kind in csv_file.SUFFIXES:
        rows, notes = csv_file.rows_of(path, encoding)
        told = next((note.message for note in notes if note.code == "encoding"), None)
        return (_draft(rules, path, rows, encoding=encoding or (None if told is None else _codec(told))),)
    table = read_table(path)
    return (_draft(rules, path, list(_rows(table)), table=table),)


def _codec(note: Text) -> str | None:
    """The encoding that a note tells."""
    return next((name for name in ("cp874", "windows-1252") if name in str(note).casefold()), None)


def _rows(table: Sheet) -> Iterator[Row]:
    """The rows of a table whose columns have names."""
    cells = table.frame.head(MOST_ROWS)
    texts = [in_words(series).fill_null("").to_list() for series in cells.iter_columns()]
    yield from enumerate(zip(*texts, strict=True), 1)


def _of_workbook(rules: RuleSet, path: Path) -> Iterator[FileDraft]:
    sheets = {name: cells.rows() for name, cells in excel_file.sheets_of(path).items()}
    filled = {name: rows for name, rows in sheets.items() if len(rows) > 1}
    if tuple(sheets)[-len(FOR_PROGRAMS) :] == FOR_PROGRAMS:  # a result that Ken has written
        filled = {FOR_PROGRAMS[0]: filled[FOR_PROGRAMS[0]]}
    if len(filled) <= 1 and len(sheets) <= 1:
        yield _draft(rules, path, next(iter(filled.values()), []))
        return
    drafts = [_draft(rules, path, rows, sheet=name) for name, rows in filled.items()]
    useful = [draft for draft in drafts if draft.paths or draft.is_long] or drafts[:1]
    shared = [
        draft.sheet or ""
        for draft in useful
        if any(draft.paths & other.paths for other in useful if other is not draft)
    ]
    forms = [(own.rows.heads, own.rows.bounds, own.table.names) for own in useful if own.sheet in shared]
    is_one = all(form == forms[0] for form in forms)  # what is said of one fits the others
    for draft in useful:
        if draft.sheet not in shared:
            yield draft
        elif not is_one or draft.sheet == shared[0]:
            yield replace(draft, rivals=tuple(shared), is_any_of_them=is_one)


def _draft(
    rules: RuleSet,
    path: Path,
    rows: Sequence[Row],
    *,
    sheet: str | None = None,
    encoding: str | None = None,
    table: Sheet | None = None,
) -> FileDraft:
    """What is found of one table."""
    headings, called = Headings(rules), sheet or path.stem
    owners = [own for own in headings.exactly(called) if own in rules.nodes and rules.nodes[own].children]
    own_headings = Headings(rules, owners[0]) if len(owners) == 1 else headings
    guesses = RowGuesses(rules, own_headings, rows)
    found = (
        GuessedRows()
        if not rows
        else guesses.found()
        if table is None
        else guesses.named([*table.names.values()])
    )
    if table is None or found.bounds is not None:
        table = read_table(path, encoding=encoding, sheet=sheet, rows=found.bounds)
    columns = _ColumnsFound(own_headings, table, found)
    maxima = _of_maximum(rules, table)
    return FileDraft(
        path,
        rules,
        found,
        table,
        sheet,
        encoding,
        owners[0] if len(owners) == 1 else None,
        {name: own for name, own in columns.sure.items() if own.is_known},
        {name: own for name, own in columns.sure.items() if not own.is_known},
        {**columns.open, **maxima},
        tuple(name for name in columns.others if name not in maxima),
    )


def _of_maximum(rules: RuleSet, table: Sheet) -> dict[str, OpenHeading]:
    """The column of a long table that tells of how many points scores are, where these are others than is
    possible."""
    item, score = columns_of(table)
    told = None if item is None or score is None else told_maximum(rules, table, item, score)
    return {} if told is None else {told.heading: OpenHeading((), told.why)}


class _ColumnsFound:
    """The columns of a table, each with what it is sure to be, or may be."""

    def __init__(self, headings: Headings, table: Sheet, rows: GuessedRows) -> None:
        self.headings = headings
        self.rows = rows
        long = columns_of(table)
        passed = {table.names[column] for column in long if column} if None not in long else set()
        self.names = frozenset(table.names.values())
        names = [name for name in table.names.values() if name not in passed]
        self.guesses = {name: self._beside(name, self._guess(name)) for name in names}
        sure = {name: own for name, own in self.guesses.items() if isinstance(own, Sure)}
        if UNIT in (own.path for own in sure.values() if own.is_known):
            sure = {name: own for name, own in sure.items() if own.path != UNIT or own.is_known}
        paths = [own.path for own in sure.values()]
        self.sure = {
            name: own for name, own in sure.items() if own.is_known_unit or paths.count(own.path) == 1
        }
        given = {*headings.names(paths, most=len(paths))}
        self.open = {
            name: own
            for name, own in self.guesses.items()
            if isinstance(own, OpenHeading) and not (own.near and given.issuperset(own.near))
        }
        for name in (name for name in sure if name not in self.sure):
            why = say("several columns may be it")
            self.open[name] = OpenHeading(headings.names([sure[name].path]), why)
        self.others = tuple(name for name in names if name not in self.sure and name not in self.open)

    def _of_other_rows(self, place: int, path: str) -> Text | None:
        """What the row above the heads, one of full marks, or one of measures says against that a column has
        what data say of a node."""
        rows = (self.rows.above, self.rows.full_marks, self.rows.measures)
        above, marks, measure = (row[place] if place < len(row) else "" for row in rows)
        doubt = self.headings.doubt(above, path) if above else None
        doubt = doubt or (self.headings.doubt(f"{marks} points", path) if marks else None)
        return doubt or self.headings.measures.doubt([measure], path)

    def _guess(self, name: str) -> Sure | OpenHeading | None:
        """What a column stands for; none where it only looks like it, and says which rows are finished, or is
        called as those that tools for surveys add."""
        own = self.headings.guess(name)
        if isinstance(own, OpenHeading) and (tells_strays(name) or is_of_tools(name)):
            return None
        return own if isinstance(own, Sure) else self._by_wording(name) or own

    def _by_wording(self, name: str) -> Sure | None:
        """What the wording of a question below the head names, whole or behind what several questions share:
        “How far do you agree? - Staff are polite”."""
        if name not in self.rows.names:
            return None
        place = self.rows.names.index(name)
        for cells in self.rows.beside:
            text = cells[place] if place < len(cells) else ""
            paths = self.headings.exactly(text) or self.headings.exactly(text.rpartition(" - ")[2])
            if text and len(paths) == 1:
                return Sure(paths[0], say("the wording below its head"))
        return None

    def _beside(self, name: str, own: Sure | OpenHeading | None) -> Sure | OpenHeading | None:
        """The guess; open where a row beside the heads calls the column otherwise, or the heading goes on
        over a column without a name."""
        if not isinstance(own, Sure) or own.path == UNIT or name not in self.rows.names:
            return own
        place = self.rows.names.index(name)
        if nameless(place + 2) in self.names and self.rows.names[place + 1 : place + 2] == [""]:
            why = say("the column to its right has no name: the heads may stand in two rows (header_row)")
            return OpenHeading(self.headings.names([own.path]), why)
        if (doubt := self._of_other_rows(place, own.path)) is not None:
            return OpenHeading(self.headings.names(self.headings.measures.with_inputs(own.path)), doubt)
        for cells in self.rows.beside:
            text = cells[place] if place < len(cells) else ""
            paths = self.headings.exactly(text) if text else ()
            if paths and not any(own.path == path or is_below(own.path, path) for path in paths):
                near = self.headings.names([own.path, *paths])
                return OpenHeading(near, say("“{text}” stands beside it", text=text))
        return own


__all__ = ["FileDraft", "drafts_of"]
