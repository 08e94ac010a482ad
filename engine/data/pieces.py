"""Files to tables of units: those with the same columns as one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from ..words.progress import Watch
from .answers import UNIT, Answers, read_answers
from .arranged import arranged, not_on_a_cluster
from .branches import branches
from .claims import Claim
from .column_matching import key_names
from .dataset import Dataset, refused_column
from .manifest import Location, Part
from .misread_tables import misread
from .number_codes import NumbersSaid, codes_of_answers
from .numbers import prepare
from .readers import excel_file
from .responses import PLACE
from .sheet import Sheet
from .sheet_patterns import OneTable, tables_of
from .sources import Source
from .stacked import alike, stacked
from .tables import read_table

if TYPE_CHECKING:
    from .spark import Cluster

AT_ONCE = 2  # workbooks that are read at the same time
MOST_ROWS = 10**12  # of one file


@dataclass
class Piece:
    """The share of files in a dataset: a table of units (key UNIT), what it claims, and where its cells
    stand."""

    file: str
    frame: pl.DataFrame
    claims: tuple[Claim, ...]
    locate: Callable[[str, str], Position]  # by unit and column
    is_register: bool  # a row a unit: it says which units there are
    passed: Mapping[str, str] = field(default_factory=dict)
    # by path of a node, as in Claims; of each instrument that a column tells
    respondents: tuple[Mapping[str, str], ...] = ()
    refused: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    places: pl.DataFrame | None = None  # by unit: the place of its first row among all files
    header: frozenset[str] = frozenset()  # the names of a register's columns in its file
    said: Sequence[NumbersSaid] = ()

    @cached_property
    def units(self) -> frozenset[str]:
        """The names of its units."""
        return frozenset(self.frame[UNIT].to_list())


@dataclass
class Pieces:
    """What the files of a dataset give: their pieces, what was found in them, and the lines of text files."""

    pieces: list[Piece] = field(default_factory=list)
    found: list[Diagnostic] = field(default_factory=list)
    lines: dict[str, Sequence[str]] = field(default_factory=dict)

    def add(self, piece: Piece, found: Sequence[Diagnostic], lines: Mapping[str, Sequence[str]]) -> None:
        """Takes in the share of some files."""
        self.pieces.append(piece)
        self.found.extend(found)
        self.lines.update(lines)


@dataclass(frozen=True)
class _Stack:
    """Files of one part with the same columns; `numbers` are theirs among all files. Where a cluster reads
    one, there is no sheet."""

    part: Part
    numbers: tuple[int, ...]
    locations: tuple[Location, ...]
    sheets: tuple[Sheet, ...]

    @cached_property
    def sheet(self) -> Sheet:
        """The tables as one."""
        return stacked(self.sheets)

    def places(self, rows: pl.DataFrame, first_rows: Sequence[int]) -> pl.DataFrame:
        """By unit the place of its first row (PLACE, in these files) among the rows of all files; each of
        these begins with one of `first_rows`."""
        starts = pl.Series(first_rows, dtype=pl.Int64)
        numbers = pl.Series(self.numbers, dtype=pl.Int64)
        file = pl.Series(starts.search_sorted(rows[PLACE].cast(pl.Int64), side="right")).cast(pl.Int64) - 1
        place = numbers.gather(file) * MOST_ROWS + rows[PLACE].cast(pl.Int64) - starts.gather(file)
        return rows.select(pl.col(UNIT), place.alias(PLACE))


def read_pieces(rules: RuleSet, parts: Sequence[Part], cluster: Cluster | None, watch: Watch) -> Pieces:
    """What the files give. Raises KenError, with the faults of all files, when one cannot be read or its
    columns cannot be understood."""
    made, broken = Pieces(), list[Diagnostic]()
    # where no file has a row a unit, nothing else says in which order units come
    placed = cluster is None and all(part.layout == "responses" for part in parts)
    for stack in _stacks(rules, parts, cluster, watch, broken):
        number = len(made.pieces)
        try:
            with watch.step(_adding(stack)):
                if stack.part.layout == "responses":
                    for found in _of_respondents(rules, stack, number, cluster, placed=placed):
                        made.add(*found)
                else:
                    made.add(*_of_units(rules, stack, number, cluster))
        except KenError as problem:
            own, faults = stack.part.key, problem.diagnostics
            names = key_names(rules, own)
            broken.extend(misread(rules, faults, stack.sheets[0], own, names) if stack.sheets else faults)
            broken.extend(_and_others(stack))
    broken.extend(_not_asked(rules, parts, made.pieces))
    if broken:
        raise KenError([*broken, *made.found])
    made.found.extend(codes_of_answers(rules, [own for piece in made.pieces for own in piece.said]))
    return made


def _stacks(
    rules: RuleSet, parts: Sequence[Part], cluster: Cluster | None, watch: Watch, broken: list[Diagnostic]
) -> Sequence[_Stack]:
    """The files, read and put together as far as they are alike. What is wrong with some is added to
    `broken`."""
    files = tables_of(parts, broken)
    stacks: dict[object, _Stack] = {}
    sheets = _read_ahead([] if cluster else files)
    for number, table in enumerate(files):
        part, path = table.part, table.path
        message = say(
            "reading {file} ({number} of {count}; {rows} rows so far)",
            file=str(path),
            number=number + 1,
            count=len(files),
            rows=f"{watch.rows:,}",
        )
        try:
            with watch.step(message) as step:
                if cluster is not None:
                    not_on_a_cluster(part)
                    stacks[number] = _Stack(part, (number,), (path,), ())
                    continue
                sheet = arranged(rules, table.with_note(next(sheets)()), part)
                step.rows = sheet.height
        except KenError as problem:
            broken.extend(problem.diagnostics)
            continue
        kind = (part.kind, alike(sheet))
        known = stacks.get(kind, _Stack(part, (), (), ()))
        stacks[kind] = _Stack(
            known.part, (*known.numbers, number), (*known.locations, path), (*known.sheets, sheet)
        )
    return list(stacks.values())


def _read_ahead(files: Sequence[OneTable]) -> Iterator[Callable[[], Sheet]]:
    """What gives the table in each file. Workbooks are read beside others that are waited for: their library
    lets Python go on, which is busy with text itself."""
    with ThreadPoolExecutor(AT_ONCE) as readers:
        waiting: deque[Callable[[], Sheet]] = deque()
        for table in files:
            if len(waiting) == AT_ONCE:
                yield waiting.popleft()
            is_workbook = Path(table.path).suffix.casefold() in excel_file.SUFFIXES
            read = partial(_table, table.part, table.path, table.sheet)
            waiting.append(readers.submit(read).result if is_workbook else read)
        yield from waiting


def _table(part: Part, location: Location, sheet: str | None = None) -> Sheet:
    """The table in a file, or in that sheet of it. Raises KenError when it cannot be read."""
    reading = part.reading if sheet is None else part.reading | {"sheet": sheet}
    return read_table(_a_file(location), **reading)


def _adding(stack: _Stack) -> Text:
    """What is done with some files."""
    return counted(
        len(stack.locations),
        "taking what {file} gives each unit",
        "taking what {file} and others give each unit ({count} files)",
        file=str(stack.locations[0]),
    )


def _and_others(stack: _Stack) -> Iterator[Diagnostic]:
    """That what is wrong with the columns of a file is so in others."""
    if others := stack.locations[1:]:
        message = counted(
            len(others),
            "{count} more file has the same columns: {files}",
            "{count} more files have the same columns, such as {files}",
            files=[str(location) for location in others[:3]],
        )
        yield Diagnostic("same-columns", message, Position(str(stack.locations[0])), None, "note")


_Found: TypeAlias = "tuple[Piece, Sequence[Diagnostic], Mapping[str, Sequence[str]]]"
"""A piece, what was found in its files, and their lines."""


def _of_respondents(
    rules: RuleSet, stack: _Stack, number: int, cluster: Cluster | None, *, placed: bool
) -> Iterator[_Found]:
    """The share of files with a row a respondent, of each instrument whose questions are its own."""
    part = stack.part
    if cluster:
        answers = read_answers(rules, cluster.source(stack.locations[0], part), part, number)
        yield _of_answers(stack, answers, number), answers.faults, answers.lines
        return
    for further, branch in enumerate(branches(rules, stack.sheet, part)):
        source, own = Source(branch.sheet, branch.part), number + further
        answers = read_answers(rules, source, branch.part, own, placed=placed)
        if branch.rows is not None and answers.places is not None:
            rows = branch.rows.gather(answers.places[PLACE]).alias(PLACE)
            answers = replace(answers, places=answers.places.with_columns(rows))
        yield _of_answers(stack, answers, own), [*branch.faults, *answers.faults], answers.lines


def _of_units(rules: RuleSet, stack: _Stack, number: int, cluster: Cluster | None) -> _Found:
    """The share of files with a row a unit, or a row a score."""
    part, location = stack.part, stack.locations[0]
    if cluster is None:
        sheet = stack.sheet
    elif isinstance(location, str):
        sheet = cluster.table(location, part)
    else:
        sheet = _table(part, location)
    within = next(iter(part.instruments.values()), None)
    dataset = prepare(
        rules,
        sheet,
        key=part.key,
        layout=part.layout,
        pass_through=part.pass_through,
        within=within,
        whole=False,
        meant=part.meant,
    )
    piece = _of_scores(stack, dataset, number)
    return replace(piece, header=frozenset(sheet.names.values())), dataset.diagnostics, dataset.lines


def _a_file(location: Location) -> Path:
    """A location that this process reads. Raises KenError for an address."""
    if isinstance(location, Path):
        return location
    message = say("this is an address, which only a cluster reads")
    raise KenError([Diagnostic("unreadable", message, Position(location), say("use --engine spark"))])


def _of_answers(stack: _Stack, answers: Answers, number: int) -> Piece:
    """The share of files of respondents."""

    flags = {path: f"ken:{number} {refused_column(path)}" for path in answers.refused}
    frame = answers.frame.with_columns(
        pl.col(UNIT).is_in(list(units)).alias(flags[path]) for path, units in answers.refused.items()
    )
    return Piece(
        answers.file,
        frame,
        answers.claims,
        answers.locate,
        is_register=False,
        respondents=answers.respondents,
        refused={path: (column,) for path, column in flags.items()},
        places=None if answers.places is None else stack.places(answers.places, stack.sheet.starts),
        said=answers.said,
    )


def _not_asked(rules: RuleSet, parts: Sequence[Part], pieces: Sequence[Piece]) -> Iterator[Diagnostic]:
    """Questions of an instrument that no file has a column for, though there are files with its
    respondents."""
    given = {path for piece in pieces for claim in piece.claims for path in claim.paths}
    for instrument, file in {
        path: part.paths[0]
        for part in parts
        if part.layout == "responses"
        for path in part.instruments.values()
    }.items():
        below = [node.path for node in rules.nodes[instrument].walk() if not node.children]
        gone = [path for path in below if path not in given]
        if gone and len(gone) < len(below):
            message = say(
                "questions of {instrument} without a column: {questions}",
                instrument=instrument,
                questions=[rules.short_name(path) for path in gone],
            )
            hint = say("add the columns; their cells stay empty where nobody was asked")
            yield Diagnostic("no-column", message, Position(str(file), 1, 1), hint)


def _of_scores(stack: _Stack, dataset: Dataset, number: int) -> Piece:
    """The share of files with a row a unit, its columns told from those of others."""
    key = dataset.claims.key
    names = {column: f"ken:{number} {column}" for column in (*dataset.claims.inputs, *dataset.claims.passed)}
    original = {new: old for old, new in names.items()}
    rows = dict(zip(dataset.frame[key].to_list(), dataset.frame["ken:row"].to_list(), strict=True))

    def locate(unit: str, column: str) -> Position:
        return dataset.locate(rows[unit], original.get(column, key))

    places = dataset.frame.select(pl.col(key).alias(UNIT), pl.col("ken:row").alias(PLACE))
    return Piece(
        dataset.file,
        dataset.frame.drop("ken:row").rename({key: UNIT, **names}),
        tuple(replace(claim, column=names[claim.column]) for claim in dataset.claims.nodes),
        locate,
        is_register=True,
        passed={names[column]: name for column, name in dataset.claims.passed.items()},
        refused={
            path: tuple(names[column] for column in columns)
            for path, columns in dataset.claims.refused.items()
        },
        places=stack.places(places, dataset.starts),
    )


__all__ = ["Piece", "Pieces", "read_pieces"]
