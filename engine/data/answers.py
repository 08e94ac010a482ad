"""Files with a row a respondent: summed for each unit in one pass, answers held against their scale on the
way.

Nothing larger than the table of units is kept. Where that pass meets an answer that is none, the file is gone
through again: first to learn what else its texts can mean (Thai digits, blanks), then to place each wrong
answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, cast

import polars as pl

from ..meaning.arithmetic.frames import Frame
from ..meaning.model import Node, RuleSet
from ..meaning.plan import Plan
from ..words.diagnostics import Diagnostic, KenError, Position, counted, say
from ..words.numerals import decimal_text, read_number
from .claims import Claim, Claims, claim
from .manifest import Part
from .responses import (
    PLACE,
    Group,
    Known,
    Summary,
    decimals_of,
    groups_of,
    is_answer,
    most_in_doubles,
    summarise,
)
from .sources import MAX_SHOWN, Source, stripped

UNIT = "ken:unit"


@dataclass(frozen=True)
class Answers:
    """One file's answers by unit: `frame` has the key, named "ken:unit", and the columns that `claims` and
    `respondents` (by node: how many there were) name. `locate(unit)` finds a unit's first row in the file;
    `refused` has by path of a node the units of which an answer was refused."""

    file: str
    frame: pl.DataFrame
    claims: tuple[Claim, ...]
    respondents: tuple[Mapping[str, str], ...]  # several, where a column tells the instrument of a row
    rows: int
    locate: Callable[[str], Position]
    faults: list[Diagnostic] = field(default_factory=list)
    refused: Mapping[str, Collection[str]] = field(default_factory=dict)
    places: pl.DataFrame | None = None  # by unit, where that was asked for: the number of its first row


def read_answers(rules: RuleSet, source: Source, part: Part, number: int, *, placed: bool = False) -> Answers:
    """The answers in a file; `placed` asks where each unit first stands. Raises KenError when its columns
    cannot be understood; answers that are none are reported in the result and left out."""
    claimed = _claimed(rules, source, part)
    first = next(iter(claimed.values()))
    told = [part.instrument_column] if part.instrument_column is not None else []
    faults: list[Diagnostic] = []
    refused: dict[str, set[str]] = {}
    known: Known = {}
    groups = {value: groups_of(Plan.of(rules), each) for value, each in claimed.items()}
    wanted = [group for each in groups.values() for group in each.values()]

    def summary_of(frame: Frame, *, leave_out: bool = False, whole: bool = False) -> Summary:
        frame = _placed(frame) if placed else frame
        try:
            return summarise(
                rules,
                frame,
                first,
                name=str(number),
                groups=wanted,
                also_by=told,
                known=known,
                leave_out=leave_out,
                whole=whole,
            )
        except KenError as problem:
            raise KenError(
                [
                    replace(fault, position=replace(fault.position, file=str(source.path)))
                    for fault in problem.diagnostics
                ]
            ) from None

    summary, table = source.summed(summary_of, [each.column for each in first.nodes])
    if table[summary.wrong].sum():
        known = _learned(rules, source, first)
        summary, table = source.summed(
            lambda frame: summary_of(frame, leave_out=True, whole=True), [each.column for each in first.nodes]
        )
        if table[summary.wrong].sum():
            faults, refused = _wrong_answers(rules, source, claimed, known, part.instrument_column)
    elif int(cast("int", table[summary.rows].max() or 0)) > most_in_doubles(rules, first.nodes):
        summary, table = source.summed(
            lambda frame: summary_of(frame, whole=True), [each.column for each in first.nodes]
        )
    rows, blank = int(table[summary.rows].sum()), int(table[summary.blank].sum())
    if blank:
        message = counted(
            blank,
            "{count} row of {rows} answers nothing: it counts for nobody",
            "{count} rows of {rows} answer nothing: they count for nobody",
            rows=f"{rows:,}",
        )
        faults.append(
            Diagnostic(
                "blank-rows",
                message,
                Position(str(source.path)),
                say("delete them, if they are no respondents"),
                "note",
            )
        )
    table = table.drop(summary.wrong, summary.rows, summary.blank).with_columns(
        stripped(first.key).alias(UNIT), *(stripped(name) for name in told)
    )
    if table[UNIT].is_null().any() or (table[UNIT] == "").any():
        hint = say("write the name of the {unit} in the column “{column}”", unit=rules.unit, column=first.key)
        faults += [
            Diagnostic(
                "no-unit", say("the row has no {unit}", unit=rules.unit), source.place(row, first.key), hint
            )
            for row in (*source.rows(first.key, None),) or (None,)
        ]
    table = _each_once(table if first.key == UNIT else table.drop(first.key), told, summary.claims)
    faults += [fault for column in told for fault in _untold(source, table, first.key, column, claimed)]

    places = table.group_by(UNIT).agg(pl.col(PLACE).min()) if placed else None
    table = table.drop(PLACE) if placed else table

    def locate(unit: str) -> Position:
        return source.place(next(iter(source.rows(first.key, unit)), None), first.key)

    return _by_instrument(
        Answers(str(source.path), table, (), (), rows, locate, faults, refused, places),
        summary,
        claimed,
        groups,
        part,
    )


def _claimed(rules: RuleSet, source: Source, part: Part) -> dict[str, Claims]:
    """The claims on the file's columns, for each instrument that a column tells (under "" where none
    does)."""
    at = Position(str(source.path), 1, 1)
    if part.instrument_column is not None and part.instrument_column not in source.names:
        message = say(
            "there is no column “{wanted}”; the columns are {columns}",
            wanted=part.instrument_column,
            columns=source.names,
        )
        raise KenError([Diagnostic("no-key", message, at, say("it is to tell the instrument of each row"))])
    others = {*part.pass_through, *([part.instrument_column] if part.instrument_column else [])}
    claimed: dict[str, Claims] = {}
    faults: list[Diagnostic] = []
    owners: dict[str, str | None] = dict(part.instruments) or {"": None}
    for value, within in owners.items():
        found, wrong = claim(
            rules,
            source.names,
            lambda column: Position(str(source.path), 1, cell=column),
            key=part.key,
            pass_through=others,
            within=within,
        )
        faults.extend(fault for fault in wrong if fault not in faults)
        if found is not None:
            claimed[value] = found
    if faults:
        raise KenError(faults)
    return claimed


def _placed(frame: Frame) -> Frame:
    """The frame of polars with the number of each row."""
    return cast("Frame", cast("pl.LazyFrame", frame).with_row_index(PLACE))


def _by_instrument(
    answers: Answers,
    summary: Summary,
    claimed: Mapping[str, Claims],
    groups: Mapping[str, Mapping[str, Group]],
    part: Part,
) -> Answers:
    """The table with columns for each instrument of its own, where a column tells the instrument."""
    table, column, nodes = answers.frame, part.instrument_column, next(iter(claimed.values())).nodes
    tables: list[pl.DataFrame] = []
    claims: list[Claim] = []
    respondents: list[Mapping[str, str]] = []
    for value, each in claimed.items():
        own = table if column is None else table.filter(pl.col(column) == value).drop(column)
        names = {name: f"{name} {value}" for name in own.columns if name != UNIT}
        tables.append(own.rename(names))
        paths = {other.column: other for other in each.nodes}
        for old, made in zip(nodes, summary.claims, strict=True):
            other = paths[old.column]
            count, high = (None if column is None else names[column] for column in (made.count, made.high))
            claims.append(
                replace(
                    made,
                    column=names[made.column],
                    count=count,
                    high=high,
                    name=other.name,
                    paths=other.paths,
                    alias=other.alias,
                )
            )
        respondents.append(
            {owner: names[summary.respondents[group]] for owner, group in groups[value].items()}
        )
    joined = tables[0]
    for other_table in tables[1:]:
        joined = joined.join(other_table, on=UNIT, how="full", coalesce=True)
    return replace(answers, frame=joined, claims=tuple(claims), respondents=tuple(respondents))


def _each_once(table: pl.DataFrame, told: list[str], claims: Sequence[Claim]) -> pl.DataFrame:
    """The table of units by their names without blanks around them; rows that come to one name are added
    up."""
    table = table.filter(pl.col(UNIT).is_not_null() & (pl.col(UNIT) != ""))
    if not table.select(UNIT, *told).is_duplicated().any():
        return table
    least, most = [each.column for each in claims if each.high], [each.high for each in claims if each.high]
    least += [PLACE] if PLACE in table.columns else []
    summed = [pl.col(name).sum() for name in table.columns if name not in (UNIT, *told, *least, *most)]
    return table.group_by(UNIT, *told, maintain_order=True).agg(
        *summed, *(pl.col(name).min() for name in least), *(pl.col(name).max() for name in most)
    )


def _untold(
    source: Source, table: pl.DataFrame, key: str, column: str, claimed: Mapping[str, Claims]
) -> Iterator[Diagnostic]:
    """Units with rows that a column should tell the instrument of, and does not."""
    strange = (
        table.filter(~pl.col(column).is_in(list(claimed)) | pl.col(column).is_null())
        .select(column, UNIT)
        .sort(column, UNIT)
    )
    for value, unit in strange.head(MAX_SHOWN).iter_rows():
        row = next(iter(source.rows(column, value, beside=(key, unit))), None)
        message = say(
            "“{value}” tells no instrument; those told are {known}", value=value or "", known=list(claimed)
        )
        yield Diagnostic(
            "undefined",
            message,
            source.place(row, column),
            say("mend the cell, or add the value to the manifest"),
            unit=unit,
        )
    if strange.height > MAX_SHOWN:
        more = counted(
            strange.height - MAX_SHOWN, "{count} more unit has such rows", "{count} more units have such rows"
        )
        yield Diagnostic(
            "undefined", more, Position(str(source.path)), say("mend those listed and look again"), unit=""
        )


def _learned(rules: RuleSet, source: Source, claims: Claims) -> Known:
    """What the texts of each column score, by looking at every different one."""
    texts = {each.column: each for each in claims.nodes if source.is_text(each.column)}
    scores = {
        column: {text: _score(rules, texts[column], text) for text in found}
        for column, found in source.distinct(list(texts)).items()
    }
    return {
        column: {text: float(score) for text, score in each.items() if score is not None}
        for column, each in scores.items()
    }


def _score(rules: RuleSet, claim: Claim, text: str) -> Fraction | None:
    """The score of one text: by its scale's words or scores; without a scale a number within the limits."""
    node = rules.nodes[claim.paths[0]]
    number = read_number(text, grouped=True)
    if node.answers is not None:
        scale = rules.answers[node.answers]
        word = scale.score(text, reversed_=node.reversed)
        return word if word is not None else number if number in scale.options.values() else None
    low, high = rules.limits(node)
    return (
        number if number is not None and low <= number <= high and _is_counted(rules, node, number) else None
    )


def _is_counted(rules: RuleSet, node: Node, number: Fraction) -> bool:
    """Whether a number has no more decimals than are counted exactly."""
    scaled: Fraction = number * 10 ** decimals_of(rules, node)
    return scaled.denominator == 1


def _wrong_answers(
    rules: RuleSet, source: Source, claimed: Mapping[str, Claims], known: Known, column: str | None
) -> tuple[list[Diagnostic], dict[str, set[str]]]:
    """Each answer that is none, at its first places; and by path of a node the units of which one was
    refused."""
    claims, x = next(iter(claimed.values())), source.x
    wanted = []
    for each in claims.nodes:
        cell: Any = x.col(each.column)
        if source.is_text(each.column):
            cell = cell.cast(x.String).str.strip_chars()
            wanted.append(
                (cell, ~cell.is_null() & (cell != "") & ~cell.is_in(list(known.get(each.column, ()))))
            )
        else:
            wanted.append(
                (cell, ~cell.is_null() & ~is_answer(rules, rules.nodes[each.paths[0]], cell.cast(x.Float64)))
            )
    faults: list[Diagnostic] = []
    refused: dict[str, set[str]] = {}
    for told, own in claimed.items():
        here = None if column is None else x.col(column).cast(x.String).str.strip_chars() == told
        asked = wanted if here is None else [(cell, wrong & here) for cell, wrong in wanted]
        for each, found in zip(own.nodes, source.wrong_cells(claims.key, asked), strict=True):
            for value, rows_found, count, of_rows, units in found.iter_rows():
                faults.extend(_wrong(rules, each, source, value, rows_found, of_rows, count))
                for path in each.paths:
                    refused.setdefault(path, set()).update(units)
    return faults, refused


def _wrong(
    rules: RuleSet,
    claim: Claim,
    source: Source,
    value: str,
    rows: list[int],
    units: list[str | None],
    count: int,
) -> Iterator[Diagnostic]:
    node = rules.nodes[claim.paths[0]]
    number = None if source.is_text(claim.column) else read_number(value)
    value = value if number is None else decimal_text(number)
    if node.answers is not None:
        message = say("“{value}” is no answer of {scale}", value=value, scale=node.answers)
        options = rules.answers[node.answers].options
        hint = say(
            "answers are {answers}", answers=[f"{word} ({float(score):g})" for word, score in options.items()]
        )
    else:
        low, high = rules.limits(node)
        message = say("“{value}” is no score from {low} to {high}", value=value, low=low, high=high)
        hint = say("write the number alone, without letters or units")
        if number is None:
            number = read_number(value, grouped=True)
        if number is not None and low <= number <= high:
            message = say(
                "“{value}” has more than {most} decimals", value=value, most=decimals_of(rules, node)
            )
            hint = say("round it first; nothing is rounded in silence")
    for row, unit in zip(rows[:MAX_SHOWN], units[:MAX_SHOWN], strict=True):
        yield Diagnostic("not-an-answer", message, source.place(row, claim.column), hint, unit=unit)
    if not rows:
        yield Diagnostic(
            "not-an-answer",
            counted(count, "{message}: {count} row", "{message}: {count} rows", message=message),
            source.place(None, claim.column),
            hint,
        )
    elif count > MAX_SHOWN:
        more = counted(
            count - MAX_SHOWN,
            "“{value}” stands in {count} more row",
            "“{value}” stands in {count} more rows",
            value=value,
        )
        yield Diagnostic("not-an-answer", more, source.place(rows[MAX_SHOWN], claim.column), hint)


__all__ = ["UNIT", "Answers", "read_answers"]
