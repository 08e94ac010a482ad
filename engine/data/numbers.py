"""A table held against a rule set: columns claimed, cells made numbers, and every fault found with its
place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, cast

import polars as pl

from ..book.schema import suggestion
from ..meaning.arithmetic.exact import exact_value
from ..meaning.arithmetic.frames import is_one_of
from ..meaning.model import TOTAL, AnswerScale, Possible, RuleSet, above_of
from ..words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from ..words.language import column_names
from ..words.numerals import MAX_NUMBER_LENGTH, decimal_text, read_number, western
from .claims import KEY_COLUMNS, MAX_MISSPELT, Claim, Claims, Spelling, claim
from .manifest import Layout
from .tables import Table

ROW = "ken:row in file"
ITEM_COLUMNS = column_names("item")
SCORE_COLUMNS = column_names("score")
MAX_SHOWN = 50  # diagnostics of one kind in one column; the rest is counted
MAX_STACKED = 4_000  # rows of a table whose columns are looked at one below the other
STACKED_CELLS = 200_000
DECIMAL_PLACES = 22  # of cells with more digits than a double holds

_PLAIN_NUMBER = r"^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$"
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]{1,2}")
_SAFE_DIGITS = 15  # a decimal number with so many digits is the shortest one of its double


@dataclass(frozen=True)
class Respondents:
    """How many answered a survey: columns of the respondents and of the answers received, and how many
    questions it asks."""

    owner: str
    respondents: str
    answers: str
    questions: int


@dataclass(frozen=True)
class Dataset:
    """Data ready to be rated: a row a unit, claimed columns as numbers (Float64, or Decimal where a cell has
    more digits than a double holds), faulty cells missing and told by the columns that the claims name as
    `refused`. `locate(row, column)` gives a cell's place in the file."""

    file: str
    frame: pl.DataFrame
    claims: Claims
    diagnostics: tuple[Diagnostic, ...]
    locate: Callable[[int | None, str], Position]
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    respondents: tuple[Respondents, ...] = ()

    def numbered(self) -> Dataset:
        """The same of a frame that came from no file: units by their names as text, rows with numbers."""
        return replace(
            self,
            frame=self.frame.with_columns(pl.col(self.claims.key).cast(pl.String)).with_row_index("ken:row"),
        )

    def only(self, unit: str) -> Dataset:
        """The data of one unit, and what was found about it or the whole; findings about others are counted.
        Raises KenError when there is none of that name."""
        names = self.frame[self.claims.key]
        if unit not in names:
            near = suggestion(unit, names.to_list())
            hint = (
                say("did you mean “{near}”?", near=near)
                if near
                else say("the first units are {names}", names=names.head(5).to_list())
            )
            raise KenError(
                [
                    Diagnostic(
                        "no-such-unit",
                        say("the data have no unit “{unit}”", unit=unit),
                        self.locate(None, self.claims.key),
                        hint,
                    )
                ]
            )
        kept = (names == unit).arg_true().to_list()[0]
        own = [each for each in self.diagnostics if each.unit in (None, unit)]
        own += self._refusals(kept, unit, own)
        if others := sum(each.unit not in (None, unit) for each in self.diagnostics):
            message = say("findings about other units: {count}", count=others)
            own.append(
                Diagnostic(
                    "other-units", message, Position(self.file), say("leave --unit out to see them"), "note"
                )
            )
        return replace(self, frame=self.frame.slice(kept, 1), diagnostics=tuple(own))

    def _refusals(self, row: int, unit: str, told: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
        """What was refused of a unit and is not told by itself, because many others have the same fault."""
        if any(each.unit == unit and each.severity == "error" for each in told):
            return
        flags = self.frame.row(row, named=True)
        for path, columns in self.claims.refused.items():
            if any(flags[column] for column in columns):
                column = next(iter(self.claims.columns_for(path)), self.claims.key)
                message = say("{node} of “{unit}” has a value that cannot be right", node=path, unit=unit)
                hint = say("the whole file tells more of it: leave --unit out")
                yield Diagnostic(
                    "refused", message, self.locate(int(flags.get("ken:row", 0)), column), hint, unit=unit
                )


def prepare(
    rules: RuleSet,
    table: Table,
    *,
    key: str | None = None,
    layout: Layout | None = None,
    pass_through: Collection[str] = (),
    within: str | None = None,
    earned: bool = True,
    whole: bool = True,
) -> Dataset:
    """The table's data for a rule set. Raises KenError when the columns cannot be understood; faulty cells
    are reported in the result, and are missing there. With `earned` a score that no answer earns is such a
    fault; `whole` says that these are all data that there are."""
    names = table.frame.columns
    item = next((name for name in names if name in ITEM_COLUMNS), None)
    score = next((name for name in names if name in SCORE_COLUMNS), None)
    if layout == "long" and (item is None or score is None):
        wanted = say("item") if item is None else say("score")
        message = say(
            "layout long needs a column “{wanted}”; the columns are {columns}",
            wanted=wanted,
            columns=list(names),
        )
        raise KenError(
            [
                Diagnostic(
                    "no-key",
                    message,
                    table.locate(None, ""),
                    say("a row of this layout is {unit}, item, score", unit=rules.unit),
                )
            ]
        )
    if layout != "scores" and item is not None and score is not None:
        table = _widened(rules, table, key, item, score)
    claims, faults = claim(
        rules,
        table.frame.columns,
        lambda column: table.locate(None, column),
        key=key,
        pass_through=pass_through,
        within=within,
    )
    if claims is None:
        raise KenError([*table.notes, *faults])
    found = list(table.notes)
    found.extend(_not_there(pass_through, table))
    columns: list[pl.Series | pl.Expr] = []
    refused: dict[str, list[int]] = {}
    possible = {each.column: rules.possible(rules.nodes[each.paths[0]]) for each in claims.nodes}
    if not earned:
        possible = {
            column: replace(values, spans=((values.low, values.high),)) for column, values in possible.items()
        }
    faultless = _faultless(table.frame, possible)
    names = table.frame[claims.key].cast(pl.String).str.strip_chars().to_list()
    for each in claims.nodes:
        if each.column in faultless:
            columns.append(faultless[each.column])
            continue
        stands = whole and not any(
            claims.columns_for(above) for path in each.paths for above in above_of(path)
        )
        hint = (
            say("check the decimal point; the unit is not rated with this value")
            if stands
            else say("check the decimal point; no rating comes of this value")
        )
        cells = _Cells(rules, table, each, possible[each.column], names, hint)
        columns.append(cells.numbers())
        found.extend(cells.faults)
        for path in each.paths if cells.refused else ():
            refused.setdefault(path, []).extend(cells.refused)
    frame = table.frame.with_columns(*columns, *_printable(table.frame, claims))
    frame, unit_faults, twice = _units(rules, frame, claims, table)
    found.extend(unit_faults)
    flags = {path: pl.col("ken:row").is_in(rows) for path, rows in refused.items()}
    if twice:
        again = pl.col(claims.key).is_in(twice)
        flags = {
            path: flags.get(path, pl.lit(value=False)) | again
            for path in (TOTAL, *(path for each in claims.nodes for path in each.paths))
        }
    frame = frame.with_columns(flag.alias(refused_column(path)) for path, flag in flags.items())
    claims = replace(claims, refused={path: (refused_column(path),) for path in flags})
    return Dataset(table.file, frame, claims, tuple(found), table.locate, table.lines)


def refused_column(path: str) -> str:
    """The column that says where a node's value was refused."""
    return f"ken:refused {path}"


def _faultless(frame: pl.DataFrame, possible: Mapping[str, Possible]) -> dict[str, pl.Expr]:
    """The columns whose every cell is empty or a plain number within the limits, as numbers. All are looked
    at in one go."""
    numbers: dict[str, pl.Expr] = {}
    alike: dict[tuple[pl.DataType, Possible], list[str]] = {}
    schema = frame.schema  # put together anew by each look at it
    for column, values in possible.items():
        dtype = schema[column]
        if dtype == pl.String or dtype.is_float() or dtype.is_integer():
            numbers[column] = _number(pl.col(column), dtype).alias(column)
            alike.setdefault((dtype, values), []).append(column)
    fine: dict[str, bool] = {}
    if 0 < frame.height <= MAX_STACKED:
        for (dtype, values), columns in alike.items():
            fine |= _all_fine(frame, columns, dtype, values)
    elif numbers:
        checks = [
            _is_fine(pl.col(column), dtype, values).all().alias(column)
            for (dtype, values), columns in alike.items()
            for column in columns
        ]
        fine = frame.lazy().select(checks).collect().row(0, named=True)
    return {column: number for column, number in numbers.items() if fine[column]}


def _number(cell: pl.Expr, dtype: pl.DataType) -> pl.Expr:
    return cell.cast(pl.Float64, strict=False) if dtype == pl.String else cell


def _is_fine(cell: pl.Expr, dtype: pl.DataType, values: Possible) -> pl.Expr:
    """Whether a cell is empty or a plain number within the limits."""
    number, is_plain = _number(cell, dtype), pl.lit(value=True)
    if dtype == pl.String:
        is_plain = (
            (cell.str.contains(_PLAIN_NUMBER) & (cell.str.len_bytes() <= _SAFE_DIGITS))
            | (cell == "")
            | cell.is_null()
        )
    inside: Any = number.is_between(float(values.low), float(values.high))
    if values.only:
        inside = is_one_of(pl, cast("Any", number.cast(pl.Float64)), values.only)
    elif not dtype.is_integer():
        inside &= number.is_not_nan()
    fine: pl.Expr = is_plain & (inside | number.is_null())
    return fine


def _all_fine(
    frame: pl.DataFrame, columns: Sequence[str], dtype: pl.DataType, values: Possible
) -> dict[str, bool]:
    """Of columns of a short table: whether all cells of each are fine. They are laid one below the other, so
    that there is one expression to plan and not one for each column, which takes longer than the cells do."""
    found: dict[str, bool] = {}
    many = max(1, STACKED_CELLS // frame.height)
    for start in range(0, len(columns), many):
        part = columns[start : start + many]
        cells = pl.concat([frame.get_column(column).alias("cell") for column in part]).to_frame()
        fine = cells.lazy().select(_is_fine(pl.col("cell"), dtype, values)).collect().to_series()
        found |= zip(part, fine.reshape((len(part), frame.height)).arr.all().to_list(), strict=True)
    return found


def _printable(frame: pl.DataFrame, claims: Claims) -> Iterator[pl.Series]:
    """Columns passed through whose cells are lists, structures or bytes, as texts; and a key that is none as
    one."""
    for name in (claims.key, *claims.passed):
        dtype = frame[name].dtype
        if dtype.is_nested() or dtype in (pl.Binary, pl.Object, pl.Duration):
            yield pl.Series(
                name, [None if value is None else str(value) for value in frame[name].to_list()], pl.String
            )


def _not_there(pass_through: Collection[str], table: Table) -> Iterator[Diagnostic]:
    for column in pass_through:
        if column not in table.frame.columns:
            message = say(
                "there is no column “{wanted}”; the columns are {columns}",
                wanted=column,
                columns=list(table.frame.columns),
            )
            yield Diagnostic(
                "no-column", message, table.locate(None, ""), say("check the name after --pass-through")
            )


class _Cells:
    """One column on its way from text to numbers."""

    def __init__(
        self,
        rules: RuleSet,
        table: Table,
        owner: Claim,
        possible: Possible,
        units: Sequence[str | None],
        hint: Text,
    ) -> None:
        self.rules = rules
        self.table = table
        self.units = units
        self.hint = hint  # for a value off the scale
        self.column = owner.column
        nodes = [rules.nodes[path] for path in owner.paths]
        self.possible = possible
        self.low, self.high = self.possible.low, self.possible.high
        self.answers: AnswerScale | None = (
            rules.answers.get(nodes[0].answers or "") if nodes[0].score is None else None
        )
        self.reversed = nodes[0].reversed
        self.faults: list[Diagnostic] = []
        self.refused: list[int] = []

    def numbers(self) -> pl.Series:
        series = self.table.frame[self.column]
        values = self._from_text(series) if series.dtype == pl.String else series
        if values.dtype == pl.Boolean or not (values.dtype.is_numeric() or values.dtype == pl.Null):
            message = say(
                "the column “{column}” has type {type}, and is to have numbers",
                column=self.column,
                type=str(series.dtype),
            )
            raise KenError(
                [
                    Diagnostic(
                        "not-a-number",
                        message,
                        self.table.locate(None, self.column),
                        say("turn it into numbers first"),
                    )
                ]
            )
        if values.dtype == pl.Null:
            return values.cast(pl.Float64)
        if values.dtype.is_float():
            values = values.fill_nan(None)
        return self._within(values)

    def _from_text(self, series: pl.Series) -> pl.Series:
        text = series.str.strip_chars()
        text = text.set(text == "", None)
        plain = text.str.contains(_PLAIN_NUMBER)
        values = text.set(~plain, None).cast(pl.Float64)
        exact: dict[int, Fraction | None] = {}
        special = (text.is_not_null() & ~plain.fill_null(False)) | (
            text.str.len_chars() > _SAFE_DIGITS
        ).fill_null(False)
        for row in special.arg_true().to_list():
            number = exact[row] = self._read(text[row])
            if number is None:
                self._not_a_number(row, text[row])
            elif not self.possible.takes(number):
                self._impossible(row, number, decimal_text(number))
                exact[row] = None
            elif (number * 10**DECIMAL_PLACES).denominator != 1:
                message = say("“{text}” has more than {most} decimals", text=text[row], most=DECIMAL_PLACES)
                self._fault(
                    "not-a-number", message, row, say("round it first; nothing is rounded in silence")
                )
                exact[row] = None
        return _with_exact(values, exact)

    def _read(self, text: str) -> Fraction | None:
        if self.answers is not None:
            score = self.answers.score(text, reversed_=self.reversed)
            if score is not None:
                return score
        return read_number(text, grouped=True)

    def _not_a_number(self, row: int, text: str) -> None:
        if self.answers is not None:
            message = say(
                "“{text}” is neither a number nor an answer of {scale}", text=text, scale=self.answers.id
            )
            hint = say("answers are {answers}", answers=list(self.answers.options))
        elif text in ("-", "–", "N/A", "n/a", "NA", "null", "None"):
            message, hint = (
                say("“{text}” is no number", text=text),
                say("leave the cell empty when there is no score"),
            )
        elif _DECIMAL_COMMA.fullmatch(western(text)):
            message, hint = (
                say("“{text}” is no number", text=text),
                say("write the decimal point as a point: {text}", text=text.replace(",", ".")),
            )
        elif len(text) > MAX_NUMBER_LENGTH:
            message, hint = (
                say("a number of {length} characters is too long", length=len(text)),
                say("write it with fewer digits"),
            )
        else:
            message, hint = (
                say("“{text}” is no number", text=text),
                say("write the number alone, without letters or units"),
            )
        self._fault("not-a-number", message, row, hint)

    def _within(self, values: pl.Series) -> pl.Series:
        if values.dtype.is_decimal():  # bounds of doubles would let in what lies just outside
            outside = pl.Series(
                [value is not None and not self.possible.takes(Fraction(value)) for value in values.to_list()]
            )
        else:
            outside = ((values < float(self.low)) | (values > float(self.high))).fill_null(False)
            if self.possible.only:
                outside |= values.is_not_null() & ~values.cast(pl.Float64).is_in(
                    [float(score) for score in self.possible.only]
                )
        for row in outside.arg_true().to_list():
            self._impossible(row, exact_value(values[row]), _shown(values[row]))
        return values.set(outside, None) if outside.any() else values

    def _impossible(self, row: int, number: Fraction | None, value: str) -> None:
        if self.possible.only and number is not None and self.low <= number <= self.high:
            assert self.answers is not None
            message = say("{value} is no answer of {scale}", value=value, scale=self.answers.id)
            answers = [
                f"{word} ({decimal_text(score)})"
                for word in self.answers.options
                if (score := self.answers.score(word, reversed_=self.reversed)) is not None
            ]
            self._fault(
                "not-an-answer",
                message,
                row,
                say(
                    "each {unit} answers it once: write one of {answers}",
                    unit=self.rules.unit,
                    answers=answers,
                ),
            )
            return
        message = say(
            "{value} is outside the possible values, {low} to {high}",
            value=value,
            low=self.low,
            high=self.high,
        )
        self._fault("out-of-range", message, row, self.hint)

    def _fault(self, code: str, message: Text, row: int, hint: Text) -> None:
        self.refused.append(row)
        same = sum(fault.code == code for fault in self.faults)
        if same < MAX_SHOWN:
            self.faults.append(
                Diagnostic(code, message, self.table.locate(row, self.column), hint, unit=self.units[row])
            )
        elif same == MAX_SHOWN:
            more = say(
                "more cells of “{column}” have the same fault; only the first {shown} are listed",
                column=self.column,
                shown=MAX_SHOWN,
            )
            self.faults.append(
                Diagnostic(
                    code,
                    more,
                    self.table.locate(row, self.column),
                    say("mend those listed and look again"),
                    unit="",
                )
            )


def _with_exact(values: pl.Series, exact: Mapping[int, Fraction | None]) -> pl.Series:
    """The values with those read exactly (None: no number); as decimals if one of them is more than a double
    can say."""
    if not exact:
        return values
    doubles = {row: None if number is None else float(number) for row, number in exact.items()}
    listed: list[float | None] = values.to_list()
    for row, double in doubles.items():
        listed[row] = double
    if all(number is None or read_number(repr(doubles[row])) == number for row, number in exact.items()):
        return pl.Series(values.name, listed, pl.Float64)
    cells = [
        exact.get(row, None if value is None else read_number(repr(value)))
        for row, value in enumerate(listed)
    ]
    decimals = [
        None if cell is None else Decimal(cell.numerator) / Decimal(cell.denominator) for cell in cells
    ]
    return pl.Series(values.name, decimals, pl.Decimal(38, DECIMAL_PLACES))


def _shown(value: object) -> str:
    number = read_number(repr(value)) if isinstance(value, (int, float)) else None
    return str(value) if number is None else decimal_text(number)


def _units(
    rules: RuleSet, frame: pl.DataFrame, claims: Claims, table: Table
) -> tuple[pl.DataFrame, list[Diagnostic], list[str]]:
    """Each unit once: rows without a name are left out, a unit that is there twice stays once, without
    values. Also what was found, and the units that are there twice."""
    faults: list[Diagnostic] = []
    key = claims.key
    names = frame[key].cast(pl.String).str.strip_chars()
    names = names.set(names == "", None)
    for row in names.is_null().arg_true().to_list()[:MAX_SHOWN]:
        message = say("the row has no {unit}", unit=rules.unit)
        faults.append(
            Diagnostic(
                "no-unit",
                message,
                table.locate(row, key),
                say("write the name of the {unit} in the column “{column}”", unit=rules.unit, column=key),
            )
        )
    frame = frame.with_columns(names.alias(key))
    twice = names.is_duplicated() & names.is_not_null()
    if twice.any():
        first: dict[str, int] = {}
        for row in twice.arg_true().to_list():
            earlier = first.setdefault(names[row], row)
            if earlier != row and len(faults) < MAX_SHOWN:
                message = say(
                    "“{unit}” is there twice; its first row is {place}",
                    unit=names[row],
                    place=str(table.locate(earlier, key)),
                )
                faults.append(
                    Diagnostic(
                        "duplicate-unit",
                        message,
                        table.locate(row, key),
                        say("keep one of the rows; until then the unit is not rated"),
                        unit=names[row],
                    )
                )
        emptied = [
            pl.when(twice).then(None).otherwise(pl.col(each.column)).alias(each.column)
            for each in claims.nodes
        ]
        frame = frame.with_columns(*emptied)
    frame = (
        frame.with_row_index("ken:row")
        .filter(pl.col(key).is_not_null())
        .unique(key, keep="first", maintain_order=True)
    )
    return frame, faults, names.filter(twice).unique().to_list()


def _widened(rules: RuleSet, table: Table, key: str | None, item: str, score: str) -> Table:
    """A long table (unit, item, score) as one row a unit."""
    frame = table.frame
    key_column = key or next((name for name in (rules.unit, *KEY_COLUMNS) if name in frame.columns), None)
    if key_column is None or key_column not in frame.columns:
        message = say(
            "there is no column “{wanted}”; the columns are {columns}",
            wanted=key or rules.unit,
            columns=list(frame.columns),
        )
        hint = say(
            "the first row names the columns: call the one with the name of each {unit} “{unit}”, or give "
            "its name with --key",
            unit=rules.unit,
        )
        raise KenError([Diagnostic("no-key", message, table.locate(None, ""), hint)])
    rows = frame.with_columns(
        pl.col(key_column).cast(pl.String).str.strip_chars(), pl.col(item).cast(pl.String).str.strip_chars()
    ).with_row_index(ROW)
    faults = [
        Diagnostic(
            "no-item",
            say("the row has no item"),
            table.locate(row, item),
            say("write the id of the node that was scored"),
        )
        for row in rows.filter(pl.col(item).is_null() | (pl.col(item) == ""))[ROW].to_list()[:MAX_SHOWN]
    ]
    faults.extend(_item_twice(rows, table, key_column, item))
    own = rows.filter(pl.col(item).is_in([key_column, ROW]))[ROW].to_list()
    faults.extend(
        Diagnostic(
            "reserved",
            say("an item cannot be called like the key column"),
            table.locate(row, item),
            say("rename the item"),
        )
        for row in own[:MAX_SHOWN]
    )
    faults.extend(_unknown_items(rules, rows, table, item))
    if faults:
        raise KenError(faults)
    values = _pivoted(rows, key_column, item, score)
    places = {(unit, name): row for row, unit, name in rows.select(ROW, key_column, item).iter_rows()}
    others = [name for name in frame.columns if name not in (key_column, item, score)]
    if others:
        values = values.join(
            rows.group_by(key_column, maintain_order=True).agg(pl.col(others).first()),
            on=key_column,
            how="left",
            maintain_order="left",
        )
    units = values[key_column].to_list()
    first_of_item = dict(zip(*rows.unique(item, keep="first").select(item, ROW).get_columns(), strict=True))

    def locate(row: int | None, column: str) -> Position:
        if row is None:
            return (
                table.locate(first_of_item[column], item)
                if column in first_of_item
                else table.locate(None, column)
            )
        original = places.get((units[row], column))
        if original is not None:
            return table.locate(original, score)
        return table.locate(next(at for (unit, _), at in places.items() if unit == units[row]), key_column)

    renamed = values.rename({key_column: rules.unit}) if key is None and key_column != rules.unit else values
    return Table(table.file, renamed, locate, table.lines, table.notes)


def _pivoted(rows: pl.DataFrame, key: str, item: str, score: str) -> pl.DataFrame:
    """A row a unit and a column an item, none of which is there twice. (polars' own pivot looks through all
    rows for each item.)"""
    units, items = (rows[name].unique(maintain_order=True) for name in (key, item))
    unit_at, item_at = ({name: at for at, name in enumerate(names.to_list())} for names in (units, items))
    places = [item_at[name] * len(units) + unit_at[unit] for unit, name in rows.select(key, item).iter_rows()]
    at = (
        pl.Series([None], dtype=pl.UInt32)
        .new_from_index(0, len(units) * len(items))
        .scatter(places, pl.int_range(rows.height, dtype=pl.UInt32, eager=True))
    )
    cells = rows[score].gather(at)
    return pl.DataFrame(
        [
            units,
            *(cells.slice(number * len(units), len(units)).alias(name) for name, number in item_at.items()),
        ]
    )


def _unknown_items(rules: RuleSet, rows: pl.DataFrame, table: Table, item: str) -> Iterator[Diagnostic]:
    """Items that no rule claims: in this layout every row is a score, so none of them is passed through."""
    known, spelling, told, untold = {*rules.names, *rules.aliases}, Spelling(rules), 0, list[int]()
    for row, name in rows.unique(item, keep="first", maintain_order=True).select(ROW, item).iter_rows():
        plain = western(name or "")
        if (
            plain
            and plain not in known
            and not rules.meant(plain)
            and plain.split(".")[0] not in rules.aliases
        ):
            if told >= MAX_MISSPELT:
                untold.append(row)
                continue
            told += 1
            near = spelling.meant(plain) or suggestion(plain, spelling.known)
            hint = (
                say("did you mean “{near}”?", near=near)
                if near
                else say("items are node ids; ken show {rules} lists them", rules=rules.id)
            )
            yield Diagnostic(
                "unknown-item",
                say("the item “{name}” is no node of {rules}", name=name, rules=rules.id),
                table.locate(row, item),
                hint,
            )
    if untold:
        message = counted(
            len(untold),
            "{count} more item is no node of {rules}",
            "{count} more items are no nodes of {rules}",
            rules=rules.id,
        )
        yield Diagnostic(
            "unknown-item",
            message,
            table.locate(untold[0], item),
            say("items are node ids; ken show {rules} lists them", rules=rules.id),
        )


def _item_twice(rows: pl.DataFrame, table: Table, key: str, item: str) -> Iterator[Diagnostic]:
    seen: dict[tuple[str, str], int] = {}
    for row, unit, name in (
        rows.filter(pl.struct(key, item).is_duplicated()).select(ROW, key, item).iter_rows()
    ):
        earlier = seen.setdefault((unit, name), row)
        if earlier != row:
            message = say(
                "“{item}” of “{unit}” is there twice; the first is {place}",
                item=name,
                unit=unit,
                place=str(table.locate(earlier, item)),
            )
            yield Diagnostic("item-twice", message, table.locate(row, item), say("keep one of the rows"))
