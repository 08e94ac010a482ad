"""Files with a row a respondent: summed for each unit in one pass, answers held against their scale on the
way.

Nothing larger than the table of units is kept. Where that pass meets an answer that is none, the file is gone
through again: first to learn what else its texts can mean (Thai digits, blanks), then to place each wrong
answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import cast

import polars as pl

from ..meaning.arithmetic.frames import Frame
from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import RuleSet
from ..meaning.plan import Plan
from ..words.diagnostics import Diagnostic, KenError, Position, counted, say
from .alike_columns import compared_cells
from .answer_cells import usual_texts
from .cells import in_words
from .claims import Claim, Claims
from .instrument_columns import claimed_by_instrument
from .lone_units import shortened_names
from .manifest import Part
from .most_told import all_listed, most_told
from .number_codes import NumbersSaid, numbers_said
from .pasted_rows import pasted_rows
from .plain_text import Texts
from .responses import PLACE, Adding, Group, Known, Summary, groups_of, most_in_doubles, summarise
from .several_times import of_respondents
from .sources import Source
from .stray_answers import counted_strays
from .total_rows import totals_among_answers
from .unit_names import written_otherwise
from .wrong_answers import Refused, learned, score_of, wrong_answers
from .wrong_letters import wrong_letters

UNIT = "ken:unit"
WRITTEN = "ken:unit as written"
FIRST_ROWS = 1_000


@dataclass(frozen=True)
class Answers:
    """One file's answers by unit: `frame` has the key, named "ken:unit", and the columns that `claims` and
    `respondents` (by node: how many there were) name. `locate(unit, column)` finds a unit's first row in the
    file, and the cell that one of these columns is summed from; `refused` has by path of a node the units of
    which an answer was refused."""

    file: str
    frame: pl.DataFrame
    claims: tuple[Claim, ...]
    respondents: tuple[Mapping[str, str], ...]  # several, where a column tells the instrument of a row
    rows: int
    locate: Callable[[str, str], Position]
    faults: list[Diagnostic] = field(default_factory=list)
    refused: Mapping[str, Collection[str]] = field(default_factory=dict)
    places: pl.DataFrame | None = None  # by unit, where that was asked for: the number of its first row
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    said: Sequence[NumbersSaid] = ()


def read_answers(rules: RuleSet, source: Source, part: Part, number: int, *, placed: bool = False) -> Answers:
    """The answers in a file; `number` tells its columns from those of other files, `placed` asks where each
    unit first stands. Raises KenError when its columns cannot be understood; answers that are none are
    reported in the result and left out."""
    file = _File(rules, source, part, claimed_by_instrument(rules, source, part), placed)
    sums = file.summed(str(number))
    summary, key, told = sums.summary, file.first.key, file.told
    rows, blank = int(sums.table[summary.rows].sum()), int(sums.table[summary.blank].sum())
    faults = [*source.notes, *sums.refused.faults, *_blank_rows(source, blank, rows)]
    table = sums.table.drop(summary.wrong, summary.rows, summary.blank).with_columns(
        compared_cells(key).alias(UNIT), *(compared_cells(column) for column in told)
    )
    if table[UNIT].is_null().any() or (table[UNIT] == "").any():
        faults += _nameless(rules, source, key)
    is_total, found = _names_told(file, table, key)
    faults += found
    table = table.filter(~is_total)
    passed = [own for own in file.first.passed if own not in told]
    faults += [
        *pasted_rows(source, key, passed, part.meant),
        *of_respondents(source, key, passed, part.meant),
        *counted_strays(source, passed, part.meant),
    ]
    table = _each_once(table if key == UNIT else table.drop(key), told, summary.claims)
    faults += [fault for column in told for fault in _untold(file, table, column)]
    places = table.group_by(UNIT).agg(pl.col(PLACE).min()) if placed else None

    joined = _by_instrument(file, table.drop(PLACE) if placed else table, summary)
    nodes = file.first.nodes
    cells = {made.column: nodes[number % len(nodes)].column for number, made in enumerate(joined.claims)}

    def locate(unit: str, column: str) -> Position:
        return source.place(next(iter(source.rows(key, unit)), None), cells.get(column, key))

    return Answers(
        str(source.path),
        joined.frame,
        joined.claims,
        joined.respondents,
        rows,
        locate,
        faults,
        sums.refused.units,
        places,
        source.lines,
        numbers_said(rules, source, file.first.nodes, part.meant),
    )


@dataclass(frozen=True)
class _Added:
    """The answers of a file, added up: `table` has the rows of `summary`."""

    summary: Summary
    table: pl.DataFrame
    refused: Refused = field(default_factory=Refused)


@dataclass(frozen=True)
class _File:
    """A file with the claims on its columns, for each instrument that a column tells (under "" where none
    does)."""

    rules: RuleSet
    source: Source
    part: Part
    claimed: Mapping[str, Claims]
    placed: bool

    @property
    def first(self) -> Claims:
        """The claims for one instrument, whose columns are those of all."""
        return next(iter(self.claimed.values()))

    @property
    def told(self) -> list[str]:
        """The column that tells the instrument of a row, if there is one."""
        name = self.part.instrument_column
        column = None if name is None else self.source.column(name)
        return [] if column is None else [column]

    @cached_property
    def groups(self) -> Mapping[str, Mapping[str, Group]]:
        """For each instrument, by path of a node: the columns whose respondents are counted together."""
        plan = Plan.of(self.rules)
        return {value: groups_of(plan, claims) for value, claims in self.claimed.items()}

    def summed(self, name: str) -> _Added:
        """The sums of the answers, made in the fastest way that is exact."""
        adding = Adding(name, whole=False, decimal=self.source.decimal)
        added = self._quickly(adding)
        if added is None and not self.source.is_plain:
            added = self._added(adding)
        if added is None or added.table[added.summary.wrong].sum():
            added = self._added(replace(adding, known=self._known, leave_out=True, whole=True))
            if added.table[added.summary.wrong].sum():
                column = next(iter(self.told), None)
                refused = wrong_answers(self.rules, self.source, self.claimed, self._known, column)
                return replace(added, refused=refused)
            return added
        most = int(cast("int", added.table[added.summary.rows].max() or 0))
        if most <= most_in_doubles(self.rules, self.first.nodes):
            return added
        whole = replace(adding, whole=True)
        return self._quickly(whole) or self._added(whole)

    def _added(self, adding: Adding) -> _Added:
        return _Added(*self.source.summed(lambda frame: self._summary(frame, adding)))

    def _quickly(self, adding: Adding) -> _Added | None:
        """The sums of a file whose answers are a few texts each: those that its first rows have, or else all
        that it has. None for other files."""
        for texts in (self._first_texts, self._all_texts) if self.source.is_plain else ():
            known = texts()
            if known is not None:
                summed = self.source.summed_of(lambda frame: self._summary(frame, adding), known)
                if summed is not None:
                    return _Added(*summed)
        return None

    @cached_property
    def _scaled(self) -> Mapping[str, Claim]:
        """The questions with an answer scale, by column."""
        rules = self.rules
        return {
            own.column: own for own in self.first.nodes if rules.readable[own.paths[0]].answers is not None
        }

    def _first_texts(self) -> Texts | None:
        """By column of a question with a scale: texts that say an answer, among them those of the first
        rows."""
        plain = self.source.sheet.plain
        if plain is None:
            return None
        head = plain.head(FIRST_ROWS)
        texts: dict[str, Sequence[str]] = {}
        for column, question in self._scaled.items():
            node = self.rules.readable[question.paths[0]]
            usual = usual_texts(CellMeaning.of(self.rules, node, self.source.decimal))
            own = head[column].drop_nulls().unique().to_list()
            texts[column] = self._by_score(question, [*usual, *own])
        return texts

    def _by_score(self, question: Claim, texts: Sequence[str]) -> Sequence[str]:
        """Different texts that say an answer, those with the same score together; blank ones first."""
        scores = {text: score_of(self.rules, question, text, self.source.decimal) for text in texts}
        blank = [text for text in scores if not text.strip()]
        known = [(score, text) for text, score in scores.items() if score is not None]
        return [*blank, *(text for _, text in sorted(known))]

    def _all_texts(self) -> Texts | None:
        """By column of a question with a scale: all its texts; None where one of them says no answer."""
        texts = self._different
        is_known = all(
            text.strip() in self._known[column] or not text.strip()
            for column, own in texts.items()
            for text in own
        )
        if not is_known:
            return None
        return {column: self._by_score(self._scaled[column], own) for column, own in texts.items()}

    @cached_property
    def _different(self) -> Mapping[str, Sequence[str]]:
        return self.source.distinct([*self._scaled])

    @property
    def unscaled(self) -> list[Claim]:
        """The questions without an answer scale."""
        return [own for own in self.first.nodes if own.column not in self._scaled]

    @cached_property
    def _known(self) -> Known:
        """What the texts of each question score."""
        others = self.source.distinct(
            [own.column for own in self.unscaled if self.source.is_text(own.column)]
        )
        scaled = {column: own for column, own in self._different.items() if self.source.is_text(column)}
        return learned(self.rules, self.first, {**scaled, **others}, self.source.decimal)

    def _summary(self, frame: Frame, adding: Adding) -> Summary:
        frame = _placed(frame) if self.placed else frame
        groups = [group for own in self.groups.values() for group in own.values()]
        try:
            return summarise(self.rules, frame, self.first, adding, groups=groups, also_by=self.told)
        except KenError as problem:
            file = str(self.source.path)
            raise KenError(
                replace(fault, position=replace(fault.position, file=file)) for fault in problem.diagnostics
            ) from None


def _names_told(file: _File, table: pl.DataFrame, key: str) -> tuple[pl.Series, list[Diagnostic]]:
    """Which rows have the name of totals in the place of a unit, and what is told of the names of all."""
    source, meant = file.source, file.part.meant
    ways = (
        table.select(pl.col(key).map_batches(in_words, return_dtype=pl.String).alias(WRITTEN), UNIT)
        .unique()
        .sort(WRITTEN)
    )

    def place(text: str) -> Position:
        return source.place(source.row(key, text.strip()), key)

    is_total, found = totals_among_answers(file.rules, table[UNIT], place, meant)
    found += written_otherwise(ways[WRITTEN], ways[UNIT], place)
    found += wrong_letters(ways[WRITTEN], place, meant)
    found += shortened_names(ways[WRITTEN], place, meant)
    return is_total, found


def _blank_rows(source: Source, blank: int, rows: int) -> Iterator[Diagnostic]:
    if blank:
        message = counted(
            blank,
            "{count} row of {rows} answers nothing: it counts for nobody",
            "{count} rows of {rows} answer nothing: they count for nobody",
            rows=f"{rows:,}",
        )
        hint = say("delete them, if they are no respondents")
        yield Diagnostic("blank-rows", message, Position(str(source.path)), hint, "note")


def _nameless(rules: RuleSet, source: Source, key: str) -> Iterator[Diagnostic]:
    """Rows without a unit: the first of them, or the column where rows have no numbers."""
    message = say("the row has no {unit}", unit=rules.unit)
    heading = source.names[key]
    hint = say("write the name of the {unit} in the column “{column}”", unit=rules.unit, column=heading)
    for row in (*source.rows(key, None),) or (None,):
        yield Diagnostic("no-unit", message, source.place(row, key), hint)


def _placed(frame: Frame) -> Frame:
    """The frame of polars with the number of each row."""
    return cast("Frame", cast("pl.LazyFrame", frame).with_row_index(PLACE))


@dataclass(frozen=True)
class _Joined:
    """A table of units with columns for each instrument of its own."""

    frame: pl.DataFrame
    claims: tuple[Claim, ...]
    respondents: tuple[Mapping[str, str], ...]


def _by_instrument(file: _File, table: pl.DataFrame, summary: Summary) -> _Joined:
    """The table, in which a unit has a row for each instrument that a column tells, with a row a unit."""
    column, nodes = next(iter(file.told), None), file.first.nodes
    tables: list[pl.DataFrame] = []
    claims: list[Claim] = []
    respondents: list[Mapping[str, str]] = []
    for value, claimed in file.claimed.items():
        own = table if column is None else table.filter(pl.col(column) == value).drop(column)
        names = {name: f"{name} {value}" for name in own.columns if name != UNIT}
        tables.append(own.rename(names))
        by_column = {question.column: question for question in claimed.nodes}
        for question, made in zip(nodes, summary.claims, strict=True):
            count, high = (None if name is None else names[name] for name in (made.count, made.high))
            meant = by_column[question.column]
            claims.append(
                replace(
                    made,
                    column=names[made.column],
                    count=count,
                    high=high,
                    name=meant.name,
                    paths=meant.paths,
                    alias=meant.alias,
                )
            )
        respondents.append(
            {owner: names[summary.respondents[group]] for owner, group in file.groups[value].items()}
        )
    joined = tables[0]
    for further in tables[1:]:
        joined = joined.join(further, on=UNIT, how="full", coalesce=True)
    return _Joined(joined, tuple(claims), tuple(respondents))


def _each_once(table: pl.DataFrame, told: list[str], claims: Sequence[Claim]) -> pl.DataFrame:
    """The table of units by their names without blanks around them; rows that come to one name are added
    up."""
    table = table.filter(pl.col(UNIT).is_not_null() & (pl.col(UNIT) != ""))
    if not table.select(UNIT, *told).is_duplicated().any():
        return table
    least = [claim.column for claim in claims if claim.high]
    most = [claim.high for claim in claims if claim.high]
    least += [PLACE] if PLACE in table.columns else []
    summed = [pl.col(name).sum() for name in table.columns if name not in (UNIT, *told, *least, *most)]
    return table.group_by(UNIT, *told, maintain_order=True).agg(
        *summed, *(pl.col(name).min() for name in least), *(pl.col(name).max() for name in most)
    )


def _untold(file: _File, table: pl.DataFrame, column: str) -> Iterator[Diagnostic]:
    """Units with rows that a column should tell the instrument of, and does not."""
    source, known = file.source, list(file.claimed)
    strange = (
        table.filter(~pl.col(column).is_in(known) | pl.col(column).is_null())
        .select(column, UNIT)
        .sort(column, UNIT)
    )
    hint = say("mend the cell, or add the value to the manifest")
    for value, unit in strange.head(most_told()).iter_rows():
        row = next(iter(source.rows(column, value, beside=(file.first.key, unit))), None)
        message = say("“{value}” tells no instrument; those told are {known}", value=value or "", known=known)
        yield Diagnostic("undefined", message, source.place(row, column), hint, unit=unit)
    if (more := strange.height - most_told()) > 0:
        message = counted(more, "{count} more unit has such rows", "{count} more units have such rows")
        hint = all_listed()
        yield Diagnostic("undefined", message, Position(str(source.path)), hint, unit="", more=more)


__all__ = ["UNIT", "Answers", "read_answers"]
