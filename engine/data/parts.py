"""Several files as one dataset: each read by its layout, then put together by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from ..meaning.model import RuleSet, above_of
from ..meaning.plan import Plan
from ..words.diagnostics import Diagnostic, KenError, Position, counted, say
from ..words.progress import Watch
from .answers import UNIT, Answers, read_answers
from .cells import MAX_SHOWN
from .claims import Claim, Claims
from .dataset import Dataset, Respondents, refused_column
from .manifest import Location, Part
from .numbers import prepare
from .responses import PLACE, added_up, contradictions, surveyed
from .sheet import Locate
from .sources import Source
from .tables import read_table

if TYPE_CHECKING:
    from .spark import Cluster


@dataclass
class _Piece:
    """One file's share of the dataset: a table of units (key UNIT), what it claims, and where its cells
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
    places: pl.DataFrame | None = None  # by unit: the number of its first row

    @cached_property
    def units(self) -> frozenset[str]:
        return frozenset(self.frame[UNIT].to_list())


def read_parts(
    rules: RuleSet, parts: Sequence[Part], cluster: Cluster | None = None, watch: Watch | None = None
) -> Dataset:
    """The dataset that the files make together; `cluster` sums the answers of respondents, if there is one;
    `watch` is told of each file.

    Units are those of the files with a row a unit, if there are such; a respondent of another unit is
    reported. Raises KenError, with the faults of all files, when columns of one cannot be understood."""
    pieces: list[_Piece] = []
    found: list[Diagnostic] = []
    broken: list[Diagnostic] = []
    lines: dict[str, Sequence[str]] = {}
    watch = watch or Watch()
    files = [(part, path) for part in parts for path in part.paths]
    # nothing else says in which order units come
    placed = cluster is None and all(part.layout == "responses" for part in parts)
    for number, (part, path) in enumerate(files, 1):
        message = say(
            "reading {file} ({number} of {count}; {rows} rows so far)",
            file=str(path),
            number=number,
            count=len(files),
            rows=f"{watch.rows:,}",
        )
        try:
            with watch.step(message) as step:
                piece, faults, step.rows = _read(
                    rules, part, path, len(pieces), cluster, lines, placed=placed
                )
            pieces.append(piece)
            found.extend(faults)
        except KenError as problem:
            broken.extend(problem.diagnostics)
    broken.extend(_not_asked(rules, parts, pieces))
    if broken:
        raise KenError([*broken, *found])
    units, unknown = _units(rules, pieces)
    found.extend(unknown)
    return _together(rules, pieces, units, found, lines)


def _read(
    rules: RuleSet,
    part: Part,
    path: Location,
    number: int,
    cluster: Cluster | None,
    lines: dict[str, Sequence[str]],
    *,
    placed: bool,
) -> tuple[_Piece, Sequence[Diagnostic], int]:
    """One file's share, what was found in it, and how many rows it has."""
    if part.layout == "responses":
        answers = read_answers(
            rules,
            cluster.source(path, part) if cluster else Source(_a_file(path), part),
            part,
            number,
            placed=placed,
        )
        lines.update(answers.lines)
        return _of_answers(answers, number), answers.faults, answers.rows
    table = (
        cluster.table(path, part)
        if cluster and isinstance(path, str)
        else read_table(_a_file(path), encoding=part.encoding, sheet=part.sheet, decimal=part.decimal)
    )
    within = next(iter(part.instruments.values()), None)
    dataset = prepare(
        rules,
        table,
        key=part.key,
        layout=part.layout,
        pass_through=part.pass_through,
        within=within,
        whole=False,
    )
    lines.update(dataset.lines)
    return _of_scores(dataset, number), dataset.diagnostics, table.frame.height


def _a_file(location: Location) -> Path:
    """A location that this process reads. Raises KenError for an address."""
    if isinstance(location, Path):
        return location
    message = say("this is an address, which only a cluster reads")
    raise KenError([Diagnostic("unreadable", message, Position(location), say("use --engine spark"))])


def _of_answers(answers: Answers, number: int) -> _Piece:
    """The share of a file of respondents."""

    # a sum of answers has no cell of its own: the unit's first row
    def locate(unit: str, column: str) -> Position:  # noqa: ARG001
        return answers.locate(unit)

    flags = {path: f"ken:{number} {refused_column(path)}" for path in answers.refused}
    frame = answers.frame.with_columns(
        pl.col(UNIT).is_in(list(units)).alias(flags[path]) for path, units in answers.refused.items()
    )
    refused = {path: (column,) for path, column in flags.items()}
    return _Piece(
        answers.file,
        frame,
        answers.claims,
        locate,
        is_register=False,
        respondents=answers.respondents,
        refused=refused,
        places=answers.places,
    )


def _not_asked(rules: RuleSet, parts: Sequence[Part], pieces: Sequence[_Piece]) -> Iterator[Diagnostic]:
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


def _of_scores(dataset: Dataset, number: int) -> _Piece:
    """The share of a file with a row a unit, its columns told from those of other files."""
    key = dataset.claims.key
    inputs = [*dataset.claims.inputs, *dataset.claims.passed]
    names = {column: f"ken:{number} {column}" for column in inputs}
    original = {new: old for old, new in names.items()}
    rows = dict(zip(dataset.frame[key].to_list(), dataset.frame["ken:row"].to_list(), strict=True))

    def locate(unit: str, column: str) -> Position:
        return dataset.locate(rows[unit], original.get(column, key))

    frame = dataset.frame.drop("ken:row").rename({key: UNIT, **names})
    claims = tuple(replace(claim, column=names[claim.column]) for claim in dataset.claims.nodes)
    refused = {
        path: tuple(names[column] for column in columns) for path, columns in dataset.claims.refused.items()
    }
    return _Piece(
        dataset.file,
        frame,
        claims,
        locate,
        is_register=True,
        passed={names[column]: name for column, name in dataset.claims.passed.items()},
        refused=refused,
    )


def _units(rules: RuleSet, pieces: Sequence[_Piece]) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """The units of all files, each once, and respondents of others."""
    registers = [piece.frame.select(UNIT) for piece in pieces if piece.is_register]
    if not registers:
        placed = [piece.places.sort(PLACE).select(UNIT) for piece in pieces if piece.places is not None]
        if placed:
            return pl.concat(placed).unique(maintain_order=True), []
        return pl.concat([piece.frame.select(UNIT) for piece in pieces]).unique(maintain_order=True).sort(
            UNIT
        ), []
    units = pl.concat(registers).unique(maintain_order=True)
    faults = []
    for piece in pieces:
        if piece.is_register:
            continue
        strangers = piece.frame.select(UNIT).join(units, on=UNIT, how="anti")[UNIT].sort().to_list()
        for unit in strangers[:MAX_SHOWN]:
            message = say(
                "a respondent belongs to “{unit}”, which is in no file with a row for each {kind}",
                unit=unit,
                kind=rules.unit,
            )
            hint = say(
                "mend the name, or add the {kind}; until then its answers are left out", kind=rules.unit
            )
            faults.append(Diagnostic("unknown-unit", message, piece.locate(unit, ""), hint, unit=unit))
    return units, faults


def _together(
    rules: RuleSet,
    pieces: Sequence[_Piece],
    units: pl.DataFrame,
    found: Sequence[Diagnostic],
    lines: Mapping[str, Sequence[str]],
) -> Dataset:
    frame = units
    passed: dict[str, str] = {}
    owners: dict[str, _Piece] = {}
    refused: dict[str, tuple[str, ...]] = {}
    for piece in pieces:
        again = [column for column, name in piece.passed.items() if name in passed.values()]
        frame = frame.join(piece.frame.drop(again), on=UNIT, how="left", maintain_order="left")
        passed.update({column: name for column, name in piece.passed.items() if column not in again})
        owners.update({name: piece for name in piece.frame.columns if name != UNIT and name not in again})
        for path, columns in piece.refused.items():
            refused[path] = (*refused.get(path, ()), *columns)
    every = [claim for piece in pieces for claim in piece.claims]
    columns_of = [columns for piece in pieces for columns in piece.respondents]
    summed, claims, respondents = added_up(cast("Any", frame), every, columns_of)
    frame = cast("pl.DataFrame", summed)
    frame = frame.with_columns(
        pl.col(name).fill_null(value=False) for columns in refused.values() for name in columns
    )
    frame, surveys = _respondents(Plan.of(rules), frame, claims, respondents)
    frame = frame.with_row_index("ken:row")
    names = frame[UNIT].to_list()

    @cache
    def homes() -> Mapping[str, _Piece]:
        """The first file that each unit stands in."""
        return {unit: piece for piece in reversed(pieces) for unit in piece.frame[UNIT].to_list()}

    def locate(row: int | None, column: str) -> Position:
        if row is None:
            return Position(owners.get(column, pieces[0]).file)
        own, home = owners.get(column), homes()[names[row]]
        piece = home if own is None or names[row] not in own.units else own
        return piece.locate(names[row], column)

    frame, twice, faults = _given_twice(Plan.of(rules), frame, claims, respondents, locate)
    refused = {path: (*refused.get(path, ()), *twice.get(path, ())) for path in {**refused, **twice}}
    used = Claims(UNIT, rules.unit, tuple(claims), passed, respondents, refused)
    found = [*found, *faults, *_several_answers(rules, frame, claims, locate)]
    return Dataset(pieces[0].file, frame, used, tuple(found), locate, dict(lines), surveys)


def _respondents(
    plan: Plan, frame: pl.DataFrame, claims: Sequence[Claim], columns: Mapping[str, str]
) -> tuple[pl.DataFrame, tuple[Respondents, ...]]:
    """Respondents and answers received, of answers possible, for each survey."""
    asked: dict[str, dict[str, Claim]] = {owner: {} for owner in surveyed(plan, claims)}
    questions: dict[str, set[str]] = {owner: set() for owner in asked}
    for claim in (claim for claim in claims if claim.is_summed):
        for path in claim.paths:
            for owner in (owner for owner in (*above_of(path), path) if owner in asked):
                asked[owner][claim.column] = claim
                questions[owner].add(path)
    made, sums = [], []
    for owner, those in asked.items():
        entry = Respondents(owner, columns[owner], f"ken:answers {owner}", len(questions[owner]))
        received = [
            pl.col(claim.count) if claim.count else pl.col(claim.column).is_not_null().cast(pl.Int64)
            for claim in those.values()
        ]
        sums.append(pl.sum_horizontal(received).alias(entry.answers))
        made.append(entry)
    return frame.with_columns(sums), tuple(made)


def _given_twice(
    plan: Plan, frame: pl.DataFrame, claims: Sequence[Claim], respondents: Mapping[str, str], locate: Locate
) -> tuple[pl.DataFrame, dict[str, tuple[str, ...]], list[Diagnostic]]:
    """The frame with what two files say otherwise of one node refused: by path the columns that say where,
    and what is told of it."""
    refused: dict[str, tuple[str, ...]] = {}
    faults: list[Diagnostic] = []
    hint = say("leave one of the two out; until then neither counts")
    pairs = list(contradictions(plan, pl, claims, respondents))
    some = frame.select(
        cast("pl.Expr", where).fill_null(value=False).any().alias(str(number))
        for number, (_, _, where) in enumerate(pairs)
    )
    for own, other, where in (pair for number, pair in enumerate(pairs) if some[str(number)].item()):
        flag = f"ken:twice {len(refused)} {own.column}"
        flagged = frame.with_columns(cast("pl.Expr", where).fill_null(value=False).alias(flag))
        rows = flagged.filter(pl.col(flag)).select("ken:row", UNIT)
        frame = flagged
        shared = [path for path in own.paths if path in other.paths]
        refused.update({path: (*refused.get(path, ()), flag) for path in shared})
        node = plan.rules.short_name(shared[0])
        for row, unit in rows.head(MAX_SHOWN).iter_rows():
            message = say(
                "“{unit}” has another {node} here than in {place}",
                unit=unit,
                node=node,
                place=str(locate(row, other.column)),
            )
            faults.append(Diagnostic("item-twice", message, locate(row, own.column), hint, unit=unit))
        if rows.height > MAX_SHOWN:
            message = counted(
                rows.height - MAX_SHOWN,
                "{count} more unit has another {node} here than in {place}",
                "{count} more units have another {node} here than in {place}",
                node=node,
                place=locate(None, other.column).file,
            )
            faults.append(Diagnostic("item-twice", message, locate(None, own.column), hint, unit=""))
    return frame, refused, faults


def _several_answers(
    rules: RuleSet, frame: pl.DataFrame, claims: Sequence[Claim], locate: Locate
) -> Iterator[Diagnostic]:
    """Units with several answers to a question that a unit answers once."""
    once = [(claim, claim.high) for claim in claims if claim.high is not None]
    some = frame.select(
        (pl.col(claim.column) != pl.col(high)).any().alias(claim.column) for claim, high in once
    )
    for claim, high in (pair for pair in once if some[pair[0].column].item()):
        apart = frame.filter(pl.col(claim.column) != pl.col(high))
        for row, unit in apart.select("ken:row", UNIT).head(MAX_SHOWN).iter_rows():
            message = say("“{unit}” answers {node} in several ways", unit=unit, node=claim.name)
            hint = say("each {unit} answers it once: keep one of the rows", unit=rules.unit)
            yield Diagnostic("several-answers", message, locate(row, claim.column), hint, unit=unit)
        if apart.height > MAX_SHOWN:
            message = counted(
                apart.height - MAX_SHOWN,
                "{count} more unit answers {node} in several ways",
                "{count} more units answer {node} in several ways",
                node=claim.name,
            )
            hint = say("mend those listed and look again")
            yield Diagnostic("several-answers", message, locate(None, claim.column), hint, unit="")


__all__ = ["read_parts"]
