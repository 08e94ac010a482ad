"""Several files as one dataset: each read by its layout, then put together by unit."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from ..claims import Claim, Claims
from ..diagnostics import Diagnostic, KenError, Position, say
from ..model import RuleSet, is_below
from ..progress import Watch
from .answers import UNIT, Answers, read_answers
from .manifest import Location, Part
from .numbers import MAX_SHOWN, Dataset, Respondents, prepare
from .sources import Source
from .tables import read_table

if TYPE_CHECKING:
    from .spark import Cluster


@dataclass
class _Piece:
    """One file's share of the dataset: a table of units (key UNIT), what it claims, and where its cells stand."""

    file: str
    frame: pl.DataFrame
    claims: tuple[Claim, ...]
    locate: Callable[[str, str], Position]  # by unit and column
    is_register: bool  # a row a unit: it says which units there are
    passed: tuple[str, ...] = ()
    respondents: dict[str, str] = field(default_factory=dict)
    refused: Mapping[str, Collection[str]] = field(default_factory=dict)


def read_parts(rules: RuleSet, parts: Sequence[Part], cluster: Cluster | None = None, watch: Watch | None = None) -> Dataset:
    """The dataset that the files make together; `cluster` sums the answers of respondents, if there is one; `watch` is told
    of each file.

    Units are those of the files with a row a unit, if there are such; a respondent of another unit is reported. Raises
    KenError, with the faults of all files, when columns of one cannot be understood.
    """
    pieces: list[_Piece] = []
    found: list[Diagnostic] = []
    broken: list[Diagnostic] = []
    lines: dict[str, Sequence[str]] = {}
    watch = watch or Watch()
    files = [(part, path) for part in parts for path in part.paths]
    for number, (part, path) in enumerate(files, 1):
        message = say("reading {file} ({number} of {count}; {rows} rows so far)", file=str(path), number=number, count=len(files), rows=f"{watch.rows:,}")
        try:
            with watch.step(message) as step:
                piece, faults, step.rows = _read(rules, part, path, len(pieces), cluster, lines)
            pieces.append(piece)
            found.extend(faults)
        except KenError as problem:
            broken.extend(problem.diagnostics)
    broken.extend(_not_asked(rules, parts, pieces))
    if broken:
        raise KenError([*broken, *found])
    found.extend(_given_twice(rules, pieces))
    units, unknown = _units(rules, pieces)
    found.extend(unknown)
    return _together(rules, pieces, units, found, lines)


def _read(
    rules: RuleSet, part: Part, path: Location, number: int, cluster: Cluster | None, lines: dict[str, Sequence[str]]
) -> tuple[_Piece, Sequence[Diagnostic], int]:
    """One file's share, what was found in it, and how many rows it has."""
    if part.layout == "responses":
        answers = read_answers(rules, cluster.source(path, part) if cluster else Source(_a_file(path), part), part, number)
        return _of_answers(answers), answers.faults, answers.rows
    table = cluster.table(path, part) if cluster and isinstance(path, str) else read_table(_a_file(path), encoding=part.encoding, sheet=part.sheet)
    within = next(iter(part.instruments.values()), None)
    dataset = prepare(rules, table, key=part.key, layout=part.layout, pass_through=part.pass_through, within=within)
    lines.update(dataset.lines)
    return _of_scores(dataset, number), dataset.diagnostics, table.frame.height


def _a_file(location: Location) -> Path:
    if isinstance(location, Path):
        return location
    raise KenError([Diagnostic("unreadable", say("this is an address, which only a cluster reads"), Position(location), say("use --engine spark"))])


def _of_answers(answers: Answers) -> _Piece:
    def locate(unit: str, column: str) -> Position:  # noqa: ARG001  # a sum of answers has no cell of its own: the unit's first row
        return answers.locate(unit)

    return _Piece(answers.file, answers.frame, answers.claims, locate, is_register=False, respondents=answers.respondents, refused=answers.refused)


def _not_asked(rules: RuleSet, parts: Sequence[Part], pieces: Sequence[_Piece]) -> Iterator[Diagnostic]:
    """Questions of an instrument that no file has a column for, though there are files with its respondents."""
    given = {path for piece in pieces for each in piece.claims for path in each.paths}
    for instrument, file in {path: part.paths[0] for part in parts if part.layout == "responses" for path in part.instruments.values()}.items():
        below = [node.path for node in rules.nodes[instrument].walk() if not node.children]
        gone = [path for path in below if path not in given]
        if gone and len(gone) < len(below):
            message = say("questions of {instrument} without a column: {questions}", instrument=instrument, questions=[rules.short_name(path) for path in gone])
            yield Diagnostic("no-column", message, Position(str(file), 1, 1), say("add the columns; their cells stay empty where nobody was asked"))


def _of_scores(dataset: Dataset, number: int) -> _Piece:
    key = dataset.claims.key
    names = {name: f"ken:{number} {name}" for each in dataset.claims.nodes for name in (each.column, each.count) if name}
    original = {new: old for old, new in names.items()}
    rows = dict(zip(dataset.frame[key].to_list(), dataset.frame["ken:row"].to_list(), strict=True))

    def locate(unit: str, column: str) -> Position:
        return dataset.locate(rows[unit], original.get(column, key))

    frame = dataset.frame.drop("ken:row").rename({key: UNIT, **names})
    claims = tuple(replace(each, column=names[each.column]) for each in dataset.claims.nodes)
    return _Piece(dataset.file, frame, claims, locate, is_register=True, passed=dataset.claims.passed, refused=dataset.refused)


def _given_twice(rules: RuleSet, pieces: Sequence[_Piece]) -> Iterator[Diagnostic]:
    """A unit of which two files give the same node."""
    for later, piece in enumerate(pieces):
        for earlier in pieces[:later]:
            both = {path for each in piece.claims for path in each.paths} & {path for each in earlier.claims for path in each.paths}
            if not both:
                continue
            shared = piece.frame.select(UNIT).join(earlier.frame.select(UNIT), on=UNIT, how="semi")[UNIT].to_list()
            for unit in shared[:MAX_SHOWN]:
                name = rules.short_name(sorted(both)[0])
                message = say("“{unit}” has {node} here and in {place} too", unit=unit, node=name, place=str(earlier.locate(unit, "")))
                yield Diagnostic(
                    "item-twice", message, piece.locate(unit, ""), say("leave the unit out of one of the two files; until then the first file counts")
                )


def _units(rules: RuleSet, pieces: Sequence[_Piece]) -> tuple[pl.DataFrame, list[Diagnostic]]:
    registers = [piece.frame.select(UNIT) for piece in pieces if piece.is_register]
    if not registers:
        return pl.concat([piece.frame.select(UNIT) for piece in pieces]).unique(maintain_order=True).sort(UNIT), []
    units = pl.concat(registers).unique(maintain_order=True)
    faults = []
    for piece in pieces:
        if piece.is_register:
            continue
        strangers = piece.frame.select(UNIT).join(units, on=UNIT, how="anti")[UNIT].sort().to_list()
        for unit in strangers[:MAX_SHOWN]:
            message = say("a respondent belongs to “{unit}”, which is in no file with a row for each {kind}", unit=unit, kind=rules.unit)
            faults.append(
                Diagnostic(
                    "unknown-unit",
                    message,
                    piece.locate(unit, ""),
                    say("mend the name, or add the {kind}; until then its answers are left out", kind=rules.unit),
                )
            )
    return units, faults


def _together(rules: RuleSet, pieces: Sequence[_Piece], units: pl.DataFrame, found: Sequence[Diagnostic], lines: Mapping[str, Sequence[str]]) -> Dataset:
    frame = units
    passed: dict[str, None] = {}
    claims: list[Claim] = []
    owners: dict[str, _Piece] = {}
    respondents: dict[str, list[str]] = {}
    for piece in pieces:
        again = [name for name in piece.passed if name in passed]
        frame = frame.join(piece.frame.drop(again), on=UNIT, how="left", maintain_order="left")
        passed.update(dict.fromkeys(piece.passed))
        claims.extend(piece.claims)
        owners.update({name: piece for name in piece.frame.columns if name != UNIT and name not in again})
        for owner, column in piece.respondents.items():
            respondents.setdefault(owner, []).append(column)
    frame, counted = _respondents(frame, claims, respondents)
    frame, claims, few = _enough(rules, frame, claims, counted)
    counts = [pl.col(each.count).fill_null(0) for each in claims if each.count is not None]
    frame = frame.with_columns(*counts).rename({UNIT: rules.unit}).with_row_index("ken:row")
    names = frame[rules.unit].to_list()

    def locate(row: int | None, column: str) -> Position:
        piece = owners.get(column, pieces[0])
        return Position(piece.file) if row is None else piece.locate(names[row], column)

    refused: dict[str, frozenset[str]] = {}
    for piece in pieces:
        for unit, paths in piece.refused.items():
            refused[unit] = refused.get(unit, frozenset()) | frozenset(paths)
    return Dataset(pieces[0].file, frame, Claims(rules.unit, tuple(claims), tuple(passed)), (*found, *few), locate, dict(lines), counted, refused)


def _respondents(frame: pl.DataFrame, claims: Sequence[Claim], columns: Mapping[str, Sequence[str]]) -> tuple[pl.DataFrame, tuple[Respondents, ...]]:
    """Respondents and answers received, of answers possible, for each instrument."""
    made = []
    for owner, names in columns.items():
        asked = [each for each in claims if each.count is not None and any(is_below(path, owner) for path in each.paths)]
        questions = len({path for each in asked for path in each.paths})
        entry = Respondents(owner, f"ken:respondents {owner}", f"ken:answers {owner}", questions)
        frame = frame.with_columns(
            pl.sum_horizontal(pl.col(name).fill_null(0) for name in names).alias(entry.respondents),
            pl.sum_horizontal(pl.col(each.count).fill_null(0) for each in asked if each.count).alias(entry.answers),
        )
        made.append(entry)
    return frame, tuple(made)


def _enough(rules: RuleSet, frame: pl.DataFrame, claims: list[Claim], counted: Sequence[Respondents]) -> tuple[pl.DataFrame, list[Claim], list[Diagnostic]]:
    """Where a unit has fewer respondents than the rules ask for, its answers do not count."""
    few: list[Diagnostic] = []
    for entry in counted:
        least = rules.nodes[entry.owner].min_respondents
        if not least:
            continue
        too_few = (pl.col(entry.respondents) > 0) & (pl.col(entry.respondents) < least)
        for unit, number in frame.filter(too_few).select(UNIT, entry.respondents).head(MAX_SHOWN).iter_rows():
            message = say("“{unit}” has {number} respondents to {node}; the rules ask for {least}", unit=unit, number=number, node=entry.owner, least=least)
            few.append(
                Diagnostic(
                    "few-respondents", message, Position(unit), say("the answers do not count; gather more, or lower min_respondents in the rules"), "warning"
                )
            )
        own = [each.count for each in claims if each.count is not None and any(is_below(path, entry.owner) for path in each.paths)]
        frame = frame.with_columns(pl.when(too_few).then(0).otherwise(pl.col(name)).alias(name) for name in own)
    return frame, claims, few
