"""A table held against a rule set: columns claimed, cells made numbers, and every fault found with its
place."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import polars as pl

from ..meaning.cell_meaning import CellMeaning, DecimalSign
from ..meaning.model import INPUT, Possible, RuleSet, above_of
from ..words.diagnostics import Diagnostic, KenError, say
from .alike_columns import compared_column
from .cells import Cells, in_words
from .claims import Claim, Claims
from .column_matching import claim, key_names
from .dataset import Dataset, refused_column
from .doubts import doubts
from .each_once import ROW, each_once
from .faultless import faultless
from .header_rows import without_headers
from .long_layout import columns_of, scores_once, widened
from .manifest import Layout
from .misread_tables import misread
from .name_patterns import NamePatterns
from .near_ties import near_ties
from .percentages import in_percent
from .sheet import Sheet
from .split_columns import split_columns
from .stray_answers import stray_units
from .unit_names import alike_units

LEAST_THOUSAND = 1000  # that has a sign between its thousands
_POINTED = r"\.(?:[0-9]{1,2}|[0-9]{4,})\s*$"
"""A number with another point than one between thousands."""


def prepare(
    rules: RuleSet,
    sheet: Sheet,
    *,
    key: str | None = None,
    layout: Layout | None = None,
    pass_through: Collection[str] = (),
    within: str | None = None,
    earned: bool = True,
    whole: bool = True,
    meant: Collection[str] = (),
) -> Dataset:
    """The table's data for a rule set. Raises KenError when the columns cannot be understood; faulty cells
    are reported in the result, and are missing there. With `earned` a score that no answer earns is such a
    fault; `whole` says that these are all data that there are. `meant` has codes of findings about whole
    columns and rows that are not to be told."""
    sheet = _a_row_a_unit(rules, sheet, key, layout, pass_through)
    claims = _claims(rules, sheet, key, pass_through, within)
    if split := [*split_columns(sheet, claims)]:
        raise KenError([*sheet.notes, *split])
    headless = without_headers(rules, sheet, claims)
    sheet = in_percent(headless.sheet, [made.column for made in claims.nodes])
    decimal = _sign(sheet, [made.column for made in claims.nodes])
    columns = {made.column: _column_of(rules, made, decimal, earned=earned) for made in claims.nodes}
    numbers = _numbers(rules, sheet, claims, columns, whole=whole)
    flags = {path: refused_column(path) for path in numbers.refused}
    frame = sheet.frame.with_columns(*numbers.columns, *_printable(sheet.frame, claims)).with_columns(
        _flag(flags[path], rows, sheet.height) for path, rows in numbers.refused.items()
    )
    units = each_once(rules, sheet, frame, claims, flags, meant, headless.rows)
    claims = replace(claims, refused={path: (column,) for path, column in units.flags.items()})
    ties = near_ties(rules, sheet, frame, claims.nodes)
    found = [
        *(note for note in sheet.notes if note.code not in meant),
        *headless.faults,
        *_not_there(pass_through, sheet),
        *numbers.faults,
    ]
    found += [*ties, *units.faults]
    found += _of_units(rules, sheet, claims, units.frame, meant, whole=whole)
    dataset = Dataset(
        sheet.file, units.frame, claims, tuple(found), sheet.locate, sheet.lines, starts=sheet.starts
    )
    more = doubts(rules, dataset, meant) if whole else []
    return replace(dataset, diagnostics=(*found, *more)) if more else dataset


def _of_units(
    rules: RuleSet, sheet: Sheet, claims: Claims, units: pl.DataFrame, meant: Collection[str], *, whole: bool
) -> Iterator[Diagnostic]:
    """What is told of units as they count: those that may not be meant to, and those that look alike."""
    rows = units[ROW]
    passed = {column: sheet.names[column] for column in claims.passed if column in sheet.names}
    yield from stray_units(
        passed, units, lambda at, column: sheet.locate(None if at is None else rows[at], column), meant
    )
    if whole:
        yield from alike_units(rules.unit, units[claims.key], lambda at: sheet.locate(rows[at], claims.key))


def _claims(
    rules: RuleSet, sheet: Sheet, key: str | None, pass_through: Collection[str], within: str | None
) -> Claims:
    """What the columns are for. Raises KenError where one leaves that open."""
    at = partial(sheet.locate, None)
    claims, faults = claim(rules, sheet.names, at, key=key, pass_through=pass_through, within=within)
    if claims is None:
        raise KenError([*sheet.notes, *misread(rules, faults, sheet, key, key_names(rules, key))])
    return claims


def _flag(name: str, rows: Sequence[int], height: int) -> pl.Series:
    """A column that is true in some rows."""
    return pl.Series(name, [False], dtype=pl.Boolean).new_from_index(0, height).scatter(rows, True)


def _a_row_a_unit(
    rules: RuleSet, sheet: Sheet, key: str | None, layout: Layout | None, pass_through: Collection[str]
) -> Sheet:
    """The table as it is, or widened where a row of it is a score."""
    item, score = columns_of(sheet)
    if layout == "long" and (item is None or score is None):
        wanted = say("item") if item is None else say("score")
        message = say(
            "layout long needs a column “{wanted}”; the columns are {columns}",
            wanted=wanted,
            columns=list(sheet.names.values()),
        )
        hint = say("a row of this layout is {unit}, item, score", unit=rules.unit)
        raise KenError([Diagnostic("no-key", message, sheet.locate(None, ""), hint)])
    if layout != "scores" and item is not None and score is not None:
        score = scores_once(sheet, score, pass_through)
        return widened(rules, sheet, key, item, score, pass_through=pass_through)
    return sheet


@dataclass(frozen=True)
class _Column:
    """What the cells of a column say, and what its values can be."""

    meaning: CellMeaning
    possible: Possible

    @property
    def is_plain(self) -> bool:
        """Whether a plain number in it says itself."""
        return not self.meaning.codes and self.meaning.decimal not in ("comma", "either")


def _sign(sheet: Sheet, columns: Sequence[str]) -> DecimalSign:
    """Which sign parts the decimals of a table; where nothing says it, and no number has a point that parts
    no thousands, it can be either."""
    texts = [column for column in columns if sheet.frame[column].dtype == pl.String]
    if sheet.decimal != "unsaid" or any(sheet.frame[own].str.contains(_POINTED).any() for own in texts):
        return sheet.decimal
    return "either"


def _column_of(rules: RuleSet, claimed: Claim, decimal: DecimalSign, *, earned: bool) -> _Column:
    """How a column is read; unless its values are `earned`, they are figures, and can be all between the
    least and the most. What data give in words is no figure."""
    node = rules.readable[claimed.paths[0]]
    possible = rules.possible(node)
    if decimal == "either" and possible.high < LEAST_THOUSAND:
        decimal = "unsaid"
    if earned or node.path in rules.worded or node.level == INPUT:
        return _Column(CellMeaning.of(rules, node, decimal), possible)
    between = replace(possible, spans=((possible.low, possible.high),))
    return _Column(CellMeaning.of(rules, node, decimal, possible), between)


@dataclass
class _Numbers:
    """The claimed columns as numbers, the faults of their cells, and by path of a node the rows (from 0) of
    which its value is refused."""

    columns: list[pl.Series | pl.Expr] = field(default_factory=list)
    faults: list[Diagnostic] = field(default_factory=list)
    refused: dict[str, list[int]] = field(default_factory=dict)


def _numbers(
    rules: RuleSet, sheet: Sheet, claims: Claims, columns: Mapping[str, _Column], *, whole: bool
) -> _Numbers:
    plain = {column: own.possible for column, own in columns.items() if own.is_plain}
    numbers, without = _Numbers(), faultless(sheet.frame, plain)
    names = compared_column(sheet.frame[claims.key]).to_list()
    for made in claims.nodes:
        if made.column in without:
            numbers.columns.append(without[made.column])
            continue
        is_needed = whole and _is_alone(claims, made)
        own = columns[made.column]
        cells = Cells(rules, sheet, made, own.meaning, own.possible, names, is_needed)
        numbers.columns.append(cells.numbers())
        numbers.faults.extend(
            [*cells.faults, *cells.uncounted(), *([doubt] if (doubt := cells.doubtful()) else [])]
        )
        for path in made.paths if cells.refused else ():
            numbers.refused.setdefault(path, []).extend(cells.refused)
    return numbers


def _is_alone(claims: Claims, made: Claim) -> bool:
    """Whether no node above a column's has a column of its own, with which the unit may be rated all the
    same."""
    return not any(claims.columns_for(above) for path in made.paths for above in above_of(path))


def _printable(frame: pl.DataFrame, claims: Claims) -> Iterator[pl.Series]:
    """Columns passed through whose cells are lists, structures or bytes, as texts; and a key that is none as
    one."""
    for name in (claims.key, *claims.passed):
        dtype = frame[name].dtype
        if dtype.is_nested() or dtype in (pl.Binary, pl.Object, pl.Duration):
            yield in_words(frame[name])


def _not_there(pass_through: Collection[str], sheet: Sheet) -> Iterator[Diagnostic]:
    """Columns that are to be passed through and are none."""
    for column in pass_through:
        patterns = NamePatterns([column])
        if not any(patterns.match(name) for name in sheet.names.values()):
            message = say(
                "there is no column “{wanted}”; the columns are {columns}",
                wanted=column,
                columns=list(sheet.names.values()),
            )
            yield Diagnostic(
                "no-column", message, sheet.locate(None, ""), say("check the name after --pass-through")
            )


__all__ = ["prepare"]
