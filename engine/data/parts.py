"""Several files as one dataset: each read by its layout, then put together by unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import polars as pl

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import RuleSet, above_of
from ..meaning.plan import Plan
from ..words.diagnostics import Diagnostic, Position, counted, say
from ..words.natural_order import naturally
from ..words.numerals import decimal_text
from ..words.progress import Watch
from .answers import UNIT
from .cells import shown_number
from .claims import Claim, Claims
from .copied_files import copied_files
from .damage import damage_told
from .dataset import Dataset, Respondents
from .doubts import doubts
from .files_of_years import files_of_years
from .lone_units import Nearest, lone_units
from .manifest import Part
from .most_told import all_listed, first_told, most_told
from .passed_columns import filled, passed_again
from .pieces import Piece, read_pieces
from .responses import PLACE, added_up, contradictions, surveyed
from .sheet import Locate
from .unit_names import alike_units

MOST_COMPARED = 5  # files with a row a unit that are held against each other

if TYPE_CHECKING:
    from typing import Any

    from .spark import Cluster


def read_parts(
    rules: RuleSet, parts: Sequence[Part], cluster: Cluster | None = None, watch: Watch | None = None
) -> Dataset:
    """The dataset that the files make together; `cluster` sums the answers of respondents, if there is one;
    `watch` is told of each file.

    Units are those of the files with a row a unit, if there are such; a respondent of another unit is
    reported. Raises KenError, with the faults of all files, when columns of one cannot be understood."""
    with damage_told(path for part in parts for path in part.paths if isinstance(path, Path)):
        pieces = read_pieces(rules, parts, cluster, watch or Watch())
        units, unknown = _units(rules, pieces.pieces)
        dataset = _together(rules, pieces.pieces, units, [*pieces.found, *unknown], pieces.lines)
        meant = {code for part in parts for code in part.meant}
        lone = _lone(rules, [piece for piece in pieces.pieces if piece.is_register], dataset)
        more = [*copied_files(parts), *files_of_years(parts), *lone, *doubts(rules, dataset, meant)]
        return replace(dataset, diagnostics=(*dataset.diagnostics, *more))


def _units(rules: RuleSet, pieces: Sequence[Piece]) -> tuple[pl.DataFrame, list[Diagnostic]]:
    """The units of all files, each once, and respondents of others."""
    registers = [piece for piece in pieces if piece.is_register]
    named = registers or pieces
    placed = [piece.places for piece in named if piece.places is not None]
    if len(placed) == len(named):
        units = pl.concat(placed).sort(PLACE).select(UNIT).unique(maintain_order=True)
    else:
        units = pl.concat([piece.frame.select(UNIT) for piece in named]).unique(maintain_order=True)
        units = units if registers else pl.DataFrame({UNIT: naturally(units[UNIT])})
    if not registers:
        return units, []
    nearest, faults = Nearest(units[UNIT].to_list()), list[Diagnostic]()
    for piece in pieces:
        if not piece.is_register:
            strangers = naturally(piece.frame.select(UNIT).join(units, on=UNIT, how="anti")[UNIT])
            told = (_stranger(rules, nearest, piece, unit) for unit in strangers)
            faults += first_told(told, len(strangers))
    return units, faults


def _stranger(rules: RuleSet, nearest: Nearest, piece: Piece, unit: str) -> Diagnostic:
    """That a respondent belongs to a unit that no file with a row a unit has."""
    message = say(
        "a respondent belongs to “{unit}”, which is in no file with a row for each {kind}",
        unit=unit,
        kind=rules.unit,
    )
    near = nearest.to(unit)
    hint = (
        say("mend the name, or add the {kind}; until then its answers are left out", kind=rules.unit)
        if near is None
        else say(
            "did you mean “{near}”? Write one name in both; until then its answers are left out", near=near
        )
    )
    return Diagnostic("unknown-unit", message, piece.locate(unit, ""), hint, unit=unit)


def _lone(rules: RuleSet, registers: Sequence[Piece], dataset: Dataset) -> Iterator[Diagnostic]:
    """What is told of units that one of two files with a row a unit has alone, besides those told
    already. Files with the same columns are one table: a unit stands in any of them."""
    told = {finding.unit for finding in dataset.diagnostics if finding.code == "alike-units"}
    for number, piece in enumerate(registers):
        for earlier in registers[:number] if len(registers) <= MOST_COMPARED else ():
            if piece.header == earlier.header:
                continue
            units, others = (own.frame[UNIT].to_list() for own in (earlier, piece))
            others = [name for name in others if name not in told]
            yield from lone_units(rules.unit, earlier.file, units, others, partial(_first_cell, piece))


def _first_cell(piece: Piece, unit: str) -> Position:
    """Where a unit stands in a file."""
    return piece.locate(unit, "")


def _together(
    rules: RuleSet,
    pieces: Sequence[Piece],
    units: pl.DataFrame,
    found: Sequence[Diagnostic],
    lines: Mapping[str, Sequence[str]],
) -> Dataset:
    frame = units
    passed: dict[str, str] = {}
    owners: dict[str, Piece] = {}
    refused: dict[str, tuple[str, ...]] = {}
    for piece in pieces:
        again = passed_again(passed, piece.passed)
        frame = frame.join(piece.frame, on=UNIT, how="left", maintain_order="left")
        frame = cast("pl.DataFrame", filled(cast("Any", frame), again))
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
    def homes() -> Mapping[str, Piece]:
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
    alike = alike_units(rules.unit, frame[UNIT], lambda row: locate(row, UNIT))
    found = [*found, *faults, *_several_answers(rules, frame, claims, locate), *alike]
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
        for row, unit in rows.head(most_told()).iter_rows():
            message = say(
                "“{unit}” has another {node} here than in {place}",
                unit=unit,
                node=node,
                place=str(locate(row, other.column)),
            )
            faults.append(Diagnostic("item-twice", message, locate(row, own.column), hint, unit=unit))
        if (more := rows.height - most_told()) > 0:
            message = counted(
                more,
                "{count} more unit has another {node} here than in {place}",
                "{count} more units have another {node} here than in {place}",
                node=node,
                place=locate(None, other.column).file,
            )
            place = locate(None, own.column)
            faults.append(Diagnostic("item-twice", message, place, hint, unit="", more=more))
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
        words = _words(rules, claim)
        columns = ("ken:row", UNIT, claim.column, high)
        for row, unit, *ends in apart.select(columns).head(most_told()).iter_rows():
            message = say(
                "“{unit}” answers {node} in several ways: {answers}",
                unit=unit,
                node=claim.name,
                answers=[words.get(end, shown_number(end)) for end in ends],
            )
            hint = say(
                "each {unit} answers it once: write the same answer in each of its rows, or in one alone",
                unit=rules.unit,
            )
            yield Diagnostic("several-answers", message, locate(row, claim.column), hint, unit=unit)
        if (more := apart.height - most_told()) > 0:
            message = counted(
                more,
                "{count} more unit answers {node} in several ways",
                "{count} more units answer {node} in several ways",
                node=claim.name,
            )
            hint = all_listed()
            place = locate(None, claim.column)
            yield Diagnostic("several-answers", message, place, hint, unit="", more=more)


def _words(rules: RuleSet, claim: Claim) -> Mapping[float, str]:
    """By score: the word of the answer to a question, where it has a scale."""
    meaning = CellMeaning.of(rules, rules.readable[claim.paths[0]])
    return {float(score): f"{word} ({decimal_text(score)})" for word, score in meaning.words.items()}


__all__ = ["read_parts"]
