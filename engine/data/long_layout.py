"""Tables with a row a score (unit, item, score), widened to a row a unit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from ..words.hints import as_typed
from ..words.language import column_names
from ..words.numerals import western
from .alike_columns import compared_column
from .column_matching import key_of
from .most_told import first_told, most_told
from .name_patterns import NamePatterns
from .several_times import of_scores
from .sheet import Sheet
from .told_maxima import told_maximum
from .unit_names import row_of, written_otherwise
from .unknown_items import UnknownItems

ROW = "ken:row in file"
FILE = "ken:file"
ITEM_COLUMNS = column_names("item")
SCORE_COLUMNS = column_names("score")


def scores_once(sheet: Sheet, score: str, pass_through: Collection[str]) -> str:
    """The column with the scores, of those that have such a name: the one that is not passed through. Raises
    KenError where several are left."""
    passed = frozenset(map(compared, pass_through))
    called = [
        column
        for column, name in sheet.names.items()
        if (form := compared(name)) in SCORE_COLUMNS and form not in passed
    ]
    if len(called) < 2:
        return called[0] if called else score
    names = [sheet.names[column] for column in called]
    message = say("the scores can be in several columns: {columns}", columns=names)
    hint = say(
        "say which ones do not count, for example --pass-through {column}, or rename them",
        column=as_typed(names[1]),
    )
    raise KenError([Diagnostic("ambiguous", message, sheet.locate(None, called[1]), hint)])


def columns_of(sheet: Sheet) -> tuple[str | None, str | None]:
    """The columns with the items and with the scores; None where there is none of such a name."""
    return (
        next((column for column, name in sheet.names.items() if compared(name) in ITEM_COLUMNS), None),
        next((column for column, name in sheet.names.items() if compared(name) in SCORE_COLUMNS), None),
    )


def widened(
    rules: RuleSet, sheet: Sheet, key: str | None, item: str, score: str, pass_through: Collection[str] = ()
) -> Sheet:
    """The same with a row a unit, a column an item, and the other columns as in a unit's first row that has
    something there. `key` is the name of the column of the unit, where that alone does not say so. Raises
    KenError for rows without an item or with one that no rule claims, and for an item that a unit has twice,
    or in several values in a column of its own."""
    own = _key_among(rules, sheet, key)
    starts = pl.Series(sheet.starts, dtype=pl.UInt32)
    cells = sheet.frame
    items = compared_column(cells[item])
    # one item in several digits is one
    spelt = {name: western(name) for name in items.drop_nulls().unique().to_list()}
    items = items.replace(list(spelt), list(spelt.values()))
    unknown = UnknownItems(rules, sheet, item, score)
    unknown.not_swapped(items, cells[score])
    rows = cells.with_columns(compared_column(cells[own]), items).with_row_index(ROW)
    rows = rows.with_columns((starts.search_sorted(rows[ROW], side="right") - 1).alias(FILE))
    odd = [
        *_without_unit(rules, sheet, rows, own),
        *written_otherwise(cells[own], rows[own], lambda text: sheet.locate(row_of(cells[own], text), own)),
    ]
    rows = rows.filter(pl.col(own).is_not_null())
    long = _Long(sheet, rows, own, item, score)
    beside = {
        column: unknown.is_known(compared(name)) and not NamePatterns(pass_through).match(name)
        for column, name in sheet.names.items()
        if column not in (own, item, score)
    }
    faults = [*long.no_items(), *long.items_twice(), *unknown.told(long.first_rows())]
    if (other := told_maximum(rules, sheet, item, score, pass_through)) is not None:
        faults.append(other.finding(sheet))
    if faults := [*faults, *long.others_twice([column for column in beside if beside[column]])]:
        raise KenError(faults)
    odd += of_scores(sheet, own, item, [column for column in beside if not beside[column]])
    wide = long.pivoted()
    names = {column: sheet.names[column] for column in wide.columns if column in sheet.names}
    names[own] = names[own] if key is not None else rules.unit
    files = wide[FILE].to_list()
    origin = _Origin(long, list(zip(files, wide[own].to_list(), strict=True)))
    return replace(
        sheet,
        names={**names, **long.items},
        cells=wide.drop(FILE),
        locate=origin.locate,
        notes=(*sheet.notes, *odd),
        plain=None,
        starts=tuple(files.index(file) for file in dict.fromkeys(files)),
    )


def _key_among(rules: RuleSet, sheet: Sheet, key: str | None) -> str:
    """The column of the units. Raises KenError where there is none."""
    own = key_of(rules, sheet.names, key)
    if own is None:
        message = say(
            "there is no column “{wanted}”; the columns are {columns}",
            wanted=key or rules.unit,
            columns=list(sheet.names.values()),
        )
        hint = say(
            "the first row names the columns: call the one with the name of each {unit} “{unit}”, or give "
            "its name with --key",
            unit=rules.unit,
        )
        raise KenError([Diagnostic("no-key", message, sheet.locate(None, ""), hint)])
    return own


def _without_unit(rules: RuleSet, sheet: Sheet, rows: pl.DataFrame, key: str) -> list[Diagnostic]:
    """What is told of rows without a unit: often it is written on the first row of several alone."""
    found = rows.filter(pl.col(key).is_null())[ROW].to_list()
    above = rows[key].forward_fill().gather(found[: most_told()]).to_list()
    message = say("the row has no {unit}", unit=rules.unit)
    faults = [
        Diagnostic("no-unit", message, sheet.locate(row, key), _filled_down(rules, own))
        for row, own in zip(found, above, strict=False)
    ]
    if more := found[most_told() :]:
        message = counted(
            len(more), "{count} more row has no {unit}", "{count} more rows have no {unit}", unit=rules.unit
        )
        place, hint = sheet.locate(more[0], key), _filled_down(rules, None)
        faults.append(Diagnostic("no-unit", message, place, hint, more=len(more)))
    return faults


def _filled_down(rules: RuleSet, above: str | None) -> Text:
    """What mends a row without a unit, below one of the unit `above`."""
    if above is None:
        return say("write the name of the {unit} in each row", unit=rules.unit)
    return say(
        "write the name of the {unit} in each row; if this one is of “{above}”, as those above it, fill the "
        "name down",
        unit=rules.unit,
        above=above,
    )


@dataclass(frozen=True)
class _Long:
    """A sheet in this layout: its rows, with their numbers as ROW, and which column is what."""

    sheet: Sheet
    rows: pl.DataFrame
    key: str
    item: str
    score: str

    @property
    def _is_nameless(self) -> pl.Expr:
        return pl.col(self.item).is_null() | (pl.col(self.item) == "")

    def no_items(self) -> Iterator[Diagnostic]:
        """Rows without an item."""
        nameless = self.rows.filter(self._is_nameless)
        message, hint = say("the row has no item"), say("write the id of the node that was scored")
        places = (self.sheet.locate(row, self.item) for row in nameless[ROW].to_list())
        yield from first_told((Diagnostic("no-item", message, at, hint) for at in places), nameless.height)

    def items_twice(self) -> Iterator[Diagnostic]:
        """Rows with an item that their unit has above."""
        seen: dict[tuple[int, str, str], int] = {}
        named = self.rows.filter(~self._is_nameless)
        twice = named.filter(pl.struct(FILE, self.key, self.item).is_duplicated())
        hint = self._hint_at_twice(twice) if twice.height else say("keep one of the rows")
        for row, file, unit, name in twice.select(ROW, FILE, self.key, self.item).iter_rows():
            earlier = seen.setdefault((file, unit, name), row)
            if earlier != row:
                message = say(
                    "“{item}” of “{unit}” is there twice; the first is {place}",
                    item=name,
                    unit=unit,
                    place=str(self.sheet.locate(earlier, self.item)),
                )
                position = self.sheet.locate(row, self.item)
                yield Diagnostic("item-twice", message, position, hint)

    def _hint_at_twice(self, twice: pl.DataFrame) -> Text:
        """What mends items that their units have twice: where another column tells the rows apart, it says
        which of them count."""
        for column, name in self.sheet.names.items():
            if column in (self.key, self.item, self.score):
                continue
            cells = compared_column(twice[column])
            rows = twice.select(FILE, self.key, self.item).with_columns(cells)
            if cells.null_count() or rows.is_duplicated().any() or cells.n_unique() * 2 > len(cells):
                continue
            return say(
                "“{column}” tells the rows apart: say in a manifest which of them count, {only}, or that the "
                "units are named by both, {key}",
                column=name,
                only=f'only: {{"{name}": "{cells[0]}"}}',
                key=f'key: ["{self.sheet.names[self.key]}", "{name}"]',
            )
        return say("keep one of the rows")

    def others_twice(self, columns: Sequence[str]) -> Iterator[Diagnostic]:
        """Rows whose unit has another value above in one of some columns of nodes."""
        for column in columns:
            values = self.rows.with_columns(compared_column(self.rows[column]))
            values = values.filter(pl.col(column).is_not_null()).unique(
                [FILE, self.key, column], keep="first", maintain_order=True
            )
            first: dict[tuple[int, str], int] = {}
            for row, file, unit in values.select(ROW, FILE, self.key).iter_rows():
                earlier = first.setdefault((file, unit), row)
                if earlier != row:
                    message = say(
                        "“{unit}” has another {node} here than in {place}",
                        unit=unit,
                        node=self.sheet.names[column],
                        place=str(self.sheet.locate(earlier, column)),
                    )
                    hint = say("each unit has one: write the same in all its rows, or leave the others empty")
                    yield Diagnostic("item-twice", message, self.sheet.locate(row, column), hint)

    @cached_property
    def items(self) -> Mapping[str, str]:
        """The columns that the items become, and their names."""
        names = self.rows[self.item].unique(maintain_order=True).to_list()
        return {f"i{number}": name for number, name in enumerate(names)}

    def first_rows(self) -> list[tuple[int, str]]:
        """The first row of each item."""
        return list(
            self.rows.unique(self.item, keep="first", maintain_order=True).select(ROW, self.item).iter_rows()
        )

    def pivoted(self) -> pl.DataFrame:
        """A row a unit and a column an item, none of which is there twice, and the other columns. (polars'
        own pivot looks through all rows for each item.)"""
        units = self.rows.select(FILE, self.key).unique(maintain_order=True)
        unit_at = {unit: number for number, unit in enumerate(units.iter_rows())}
        item_at = {name: number for number, name in enumerate(self.items.values())}
        places = [
            item_at[name] * len(units) + unit_at[file, unit]
            for file, unit, name in self.rows.select(FILE, self.key, self.item).iter_rows()
        ]
        row_of_place = (
            pl.Series([None], dtype=pl.UInt32)
            .new_from_index(0, len(units) * len(item_at))
            .scatter(places, pl.int_range(self.rows.height, dtype=pl.UInt32, eager=True))
        )
        cells = self.rows[self.score].gather(row_of_place)
        columns = [
            cells.slice(number * len(units), len(units)).alias(column)
            for number, column in enumerate(self.items)
        ]
        wide = units.with_columns(columns)
        others = [name for name in self.sheet.names if name not in (self.key, self.item, self.score)]
        if not others:
            return wide
        first = self.rows.group_by(FILE, self.key, maintain_order=True).agg(_first_filled(others))
        return wide.join(first, on=[FILE, self.key], how="left", maintain_order="left", nulls_equal=True)


def _first_filled(columns: Sequence[str]) -> list[pl.Expr]:
    """Of each column the first cell with anything in it."""
    cells = (pl.col(column) for column in columns)
    return [
        cell.filter(cell.cast(pl.String, strict=False).str.strip_chars().fill_null("") != "").first()
        for cell in cells
    ]


@dataclass(frozen=True)
class _Origin:
    """Where the cells of the widened table stand: those of an item in the column of the scores."""

    long: _Long
    units: list[tuple[int, str]]  # by row of the widened table: the file and the unit

    @cached_property
    def rows(self) -> dict[tuple[tuple[int, str], str], int]:
        """By file, unit and item: the row."""
        long = self.long
        found = long.rows.select(ROW, FILE, long.key, long.item)
        return {((file, unit), name): row for row, file, unit, name in found.iter_rows()}

    @cached_property
    def first_of_item(self) -> dict[str, int]:
        """By item: the first row that has it."""
        long = self.long
        first = long.rows.unique(long.item, keep="first")
        return dict(first.select(long.item, ROW).iter_rows())

    @cached_property
    def first_of_unit(self) -> dict[tuple[int, str], int]:
        """By file and unit: its first row."""
        return {unit: row for (unit, _), row in reversed(self.rows.items())}

    def locate(self, row: int | None, column: str) -> Position:
        """The place of a cell, as a Sheet tells it."""
        sheet, long = self.long.sheet, self.long
        item = long.items.get(column)
        if row is None:
            return (
                sheet.locate(None, column)
                if item is None
                else sheet.locate(self.first_of_item[item], long.item)
            )
        unit = self.units[row]
        original = None if item is None else self.rows.get((unit, item))
        if original is not None:
            return sheet.locate(original, long.score)
        return sheet.locate(self.first_of_unit[unit], long.key)


__all__ = ["ITEM_COLUMNS", "SCORE_COLUMNS", "columns_of", "scores_once", "widened"]
