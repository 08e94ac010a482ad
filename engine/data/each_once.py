"""Rows of tables to units: each is there once, and has a name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from ..meaning.model import TOTAL, RuleSet
from ..words.diagnostics import Diagnostic, Position, counted, say
from .alike_columns import compared_cells, compared_column
from .bare_units import BARE
from .claims import Claim, Claims
from .dataset import refused_column
from .lone_units import anew, is_shortened, shortened_names
from .most_told import all_listed, first_told, most_told
from .row_columns import is_of_part_of_year, is_of_time
from .sheet import Sheet
from .total_rows import CODE as TOTALS
from .total_rows import NOTES, named_totals
from .unit_names import row_of, written_otherwise
from .wrong_letters import wrong_letters

ROW = "ken:row"
FILE = "ken:file"


@dataclass(frozen=True)
class Units:
    """A row a unit, with "ken:row", the number of its first row in the table; `flags` has by path of a node
    the column that says where its value is refused."""

    frame: pl.DataFrame
    faults: tuple[Diagnostic, ...]
    flags: Mapping[str, str]


def each_once(
    rules: RuleSet,
    sheet: Sheet,
    frame: pl.DataFrame,
    claims: Claims,
    flags: Mapping[str, str],
    meant: Collection[str] = (),
    told: Collection[int] = (),
) -> Units:
    """The units of a frame of a sheet. Rows without a name are left out. A unit that is there twice in one
    file has no values; what several files give of it is put together, and is refused where they disagree.
    `flags` has by path the column that says where a value is refused; `meant` has codes of findings that are
    not to be told, `told` the rows of which enough has been told."""
    key = claims.key
    names = compared_column(frame[key])

    def place(text: str) -> Position:
        return sheet.locate(row_of(frame[key], text), key)

    odd = [
        *written_otherwise(frame[key], names, place),
        *wrong_letters(frame[key], place, meant),
        *shortened_names(frame[key], place, meant),
    ]
    numbered = frame.with_columns(names.alias(key)).with_row_index(ROW)
    rows = _UnitRows(rules, sheet, claims, numbered, dict(flags), odd)
    rows.unnamed(told)
    rows.notes()
    if TOTALS not in meant:
        rows.totals()
    rows.twice_in_a_file()
    rows.of_several_files()
    return Units(rows.frame, tuple(rows.faults), rows.flags)


@dataclass
class _UnitRows:
    """Rows on their way to units."""

    rules: RuleSet
    sheet: Sheet
    claims: Claims
    frame: pl.DataFrame
    flags: dict[str, str]
    faults: list[Diagnostic] = field(default_factory=list)

    @property
    def key(self) -> str:
        """The column of the units' names."""
        return self.claims.key

    def unnamed(self, told: Collection[int]) -> None:
        """Leaves out the rows without a unit, and tells them but for those `told`."""
        nameless = self.frame[self.key].is_null()
        rules, heading = self.rules, self.claims.key_name
        message = say("the row has no {unit}", unit=rules.unit)
        hint = say("write the name of the {unit} in the column “{column}”", unit=rules.unit, column=heading)
        rows = [row for row in nameless.arg_true().to_list() if row not in told]
        places = (self.sheet.locate(row, self.key) for row in rows)
        self.faults += first_told((Diagnostic("no-unit", message, at, hint) for at in places), len(rows))
        self.frame = self.frame.filter(~nameless) if nameless.any() else self.frame

    def totals(self) -> None:
        """Leaves out the rows that have the name of totals."""
        is_total, found = named_totals(self.rules, self.sheet.locate, self.frame, self.key, ROW)
        self.faults += first_told(found)
        if is_total.all():  # a table has a unit
            self._refuse(is_total)
        elif is_total.any():
            self.frame = self.frame.filter(~is_total)

    def notes(self) -> None:
        """Leaves out rows that are a note below the table, with nothing beside it."""
        is_note = self.frame[self.key].str.contains(NOTES).fill_null(value=False)
        cells = self.sheet.frame
        for row, name in self.frame.filter(is_note).select(ROW, self.key).iter_rows():
            others = [cell for column, cell in cells.row(row, named=True).items() if column != self.key]
            if any(str(cell).strip() for cell in others if cell is not None):
                continue
            message = say(
                "“{text}” looks like a note, and no {unit}: it is left out", text=name, unit=self.rules.unit
            )
            hint = say("delete the row, or say until: in a manifest")
            at = self.sheet.locate(row, self.key)
            self.faults.append(Diagnostic(BARE, message, at, hint, "warning"))
            self.frame = self.frame.filter(pl.col(ROW) != row)

    def _refuse(self, which: pl.Series) -> None:
        """Takes all values from some rows."""
        every = dict.fromkeys([TOTAL, *(path for made in self.claims.nodes for path in made.paths)])
        self.flags = {path: self.flags.get(path, refused_column(path)) for path in every}
        is_one, own = pl.lit(which), set(self.frame.columns)
        self.frame = self.frame.with_columns(
            *(
                pl.when(is_one).then(None).otherwise(pl.col(made.column)).alias(made.column)
                for made in self.claims.nodes
            ),
            *(
                (pl.col(column) | is_one if column in own else is_one).alias(column)
                for column in self.flags.values()
            ),
        )

    def twice_in_a_file(self) -> None:
        """Leaves one row of a unit that a file has twice, with no values."""
        if not self.frame[self.key].is_duplicated().any():
            return
        starts = pl.Series(self.sheet.starts, dtype=pl.UInt32)
        file = starts.search_sorted(self.frame[ROW], side="right").alias(FILE)
        self.frame = self.frame.with_columns(file)
        twice = self.frame.select(FILE, self.key).is_duplicated()
        if not twice.any():
            return
        units = self.frame.filter(twice).select(FILE, self.key)
        self.faults += first_told(self._repeated(twice), units.height - units.n_unique())
        self._refuse(twice)
        self.frame = self.frame.unique([FILE, self.key], keep="first", maintain_order=True)

    def _repeated(self, twice: pl.Series) -> Iterator[Diagnostic]:
        """Rows of units that have one above in the same file."""
        first: dict[tuple[int, str], int] = {}
        hint = say("keep one of the rows; until then the unit is not rated")
        if (parting := self._parting(twice)) is not None:
            hint = say(
                "“{column}” tells the rows apart: say in a manifest that the units are named by both, {key}, "
                "or which rows count, {only}; until then the unit is not rated",
                column=parting[0],
                key=f'key: ["{self.claims.key_name}", "{parting[0]}"]',
                only=f'only: {{"{parting[0]}": "{parting[1]}"}}',
            )
        elif any(self._is_of_respondents(made) for made in self.claims.nodes):
            hint = say(
                "if each row is a respondent, say --layout responses; else keep one of the rows: until then "
                "the unit is not rated"
            )
        for file, unit, row in self.frame.filter(twice).select(FILE, self.key, ROW).iter_rows():
            earlier = first.setdefault((file, unit), row)
            if earlier != row:
                place = str(self.sheet.locate(earlier, self.key))
                message = say("“{unit}” is there twice; its first row is {place}", unit=unit, place=place)
                at, own = self.sheet.locate(row, self.key), anew() if is_shortened(unit) else hint
                yield Diagnostic("duplicate-unit", message, at, own, unit=unit)

    def _parting(self, twice: pl.Series) -> tuple[str, str] | None:
        """A column of times that tells the rows of one unit apart, and the last of its values."""
        for column, name in self.claims.passed.items():
            if not (is_of_time(name) or is_of_part_of_year(name)):
                continue
            rows = self.frame.filter(twice).select(FILE, self.key, compared_cells(column).alias(column))
            if not rows.is_duplicated().any() and rows[column].null_count() == 0:
                return name, str(rows[column].max())
        return None

    def _is_of_respondents(self, made: Claim) -> bool:
        """Whether a column has a question that respondents answer."""
        scale = self.rules.answers.get(self.rules.readable[made.paths[0]].answers or "")
        return scale is not None and scale.answered_by == "respondents"

    def of_several_files(self) -> None:
        """Puts together what several files give of a unit."""
        if FILE not in self.frame.columns:
            return
        again = self.frame[self.key].is_duplicated()
        if again.any():
            shared = self.frame.filter(again)
            for made in self.claims.nodes:
                self._disagreeing(shared, made)
            self.frame = self._merged()
        self.frame = self.frame.drop(FILE)

    def _disagreeing(self, shared: pl.DataFrame, made: Claim) -> None:
        """Refuses what files say otherwise of one node."""
        values = shared.filter(pl.col(made.column).is_not_null()).select(self.key, ROW, made.column)
        apart = values.group_by(self.key).agg(pl.col(made.column).n_unique().alias("values"))
        units = apart.filter(pl.col("values") > 1)[self.key]
        if not len(units):
            return
        is_apart = pl.col(self.key).is_in(units.implode())
        own = set(self.frame.columns)
        for path in made.paths:
            flag = self.flags.setdefault(path, refused_column(path))
            known = pl.col(flag) if flag in own else pl.lit(value=False)
            self.frame = self.frame.with_columns((known | is_apart).alias(flag))
        self.faults += _told(self._conflicts(values.filter(is_apart), made), most_told())
        if (more := len(units) - most_told()) > 0:
            message = counted(
                more,
                "{count} more unit has another {node} in another file",
                "{count} more units have another {node} in another file",
                node=made.name,
            )
            hint = all_listed()
            place = self.sheet.locate(None, made.column)
            self.faults.append(Diagnostic("item-twice", message, place, hint, unit="", more=more))

    def _conflicts(self, values: pl.DataFrame, made: Claim) -> Iterator[Diagnostic]:
        """For each unit the first row that has another value than its first one."""
        first: dict[str, tuple[int, object]] = {}
        told: set[str] = set()
        hint = say("leave one of the two out; until then neither counts")
        for unit, row, value in values.iter_rows():
            earlier, known = first.setdefault(unit, (row, value))
            if value != known and unit not in told:
                told.add(unit)
                place = str(self.sheet.locate(earlier, made.column))
                message = say(
                    "“{unit}” has another {node} here than in {place}", unit=unit, node=made.name, place=place
                )
                yield Diagnostic("item-twice", message, self.sheet.locate(row, made.column), hint, unit=unit)

    def _merged(self) -> pl.DataFrame:
        """A row a unit: of each column the first value that is there."""
        flags = [column for column in self.flags.values() if column in self.frame.columns]
        others = [column for column in self.frame.columns if column not in (self.key, *flags)]
        merged = self.frame.group_by(self.key, maintain_order=True).agg(
            *(pl.col(column).drop_nulls().first() for column in others),
            *(pl.col(column).any() for column in flags),
        )
        return merged.select(self.frame.columns)


def _told(findings: Iterator[Diagnostic], most: int) -> Iterator[Diagnostic]:
    """The first of some findings."""
    for _, finding in zip(range(max(0, most)), findings, strict=False):
        yield finding


__all__ = ["ROW", "Units", "each_once"]
