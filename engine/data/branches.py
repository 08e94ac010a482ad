"""Tables with a row a respondent, whose rows are of several instruments with questions of their own: a column
tells which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, counted, say
from ..words.numerals import western
from .alike_columns import compared_cells
from .blanks import is_blank
from .column_matching import key_of
from .manifest import Part
from .most_told import all_listed, most_told
from .name_patterns import NamePatterns
from .sheet import Sheet
from .some_rows import some_rows


@dataclass(frozen=True)
class Branch:
    """The rows of a table that are of one instrument, with the columns that this has; `rows` are their
    numbers in the whole table (None: all of it), `faults` what was found on taking it apart."""

    sheet: Sheet
    part: Part
    rows: pl.Series | None = None
    faults: tuple[Diagnostic, ...] = ()


def branches(rules: RuleSet, sheet: Sheet, part: Part) -> tuple[Branch, ...]:
    """A table by instrument, where a column tells that of a row and one has questions that another has not;
    else the whole of it, read by `part`."""
    table = _Branched(rules, sheet, part)
    return tuple(table.apart()) if table.differ else (Branch(sheet, part),)


@dataclass(frozen=True)
class _Branched:
    """A table in which a column may tell the instrument of a row."""

    rules: RuleSet
    sheet: Sheet
    part: Part

    @cached_property
    def _told(self) -> str | None:
        """The column that tells the instrument."""
        name = self.part.instrument_column
        return None if name is None else self.sheet.column(name)

    @cached_property
    def _values(self) -> Mapping[str, list[str]]:
        """By path of an instrument: the values that tell it."""
        values: dict[str, list[str]] = {}
        for value, path in self.part.instruments.items():
            values.setdefault(path, []).append(value)
        return values

    @cached_property
    def _owners(self) -> Mapping[str, frozenset[str]]:
        """By column of a question: the instruments that have it."""
        others = NamePatterns(self.part.pass_through)
        owners: dict[str, frozenset[str]] = {}
        for column, name in self.sheet.names.items():
            if column not in (self._told, self._key) and not others.match(name):
                meant = self.rules.meant(western(compared(name)))
                owners[column] = frozenset(
                    owner for owner in self._values for path in meant if f"{path}.".startswith(f"{owner}.")
                )
        return {column: own for column, own in owners.items() if own}

    @cached_property
    def _key(self) -> str | None:
        """The column of the units."""
        return key_of(self.rules, self.sheet.names, self.part.key)

    @property
    def differ(self) -> bool:
        """Whether one of the instruments has a question that another has not."""
        return self._told is not None and any(len(own) < len(self._values) for own in self._owners.values())

    def apart(self) -> Iterator[Branch]:
        """The rows of each instrument."""
        assert self._told is not None
        cells = self.sheet.frame.select(compared_cells(self._told).alias("told"))["told"].fill_null("")
        faults, notes = [*self._untold(cells)], self.sheet.notes
        for path, values in self._values.items():
            rows = cells.is_in(pl.Series(values, dtype=pl.String).implode()).arg_true()
            foreign = {column for column, own in self._owners.items() if path not in own}
            faults += [fault for column in foreign for fault in self._strange(path, column, rows)]
            passed = (*self.part.pass_through, self.sheet.names[self._told])
            part = replace(self.part, instruments={"": path}, instrument_column=None, pass_through=passed)
            sheet = replace(self._only(rows, foreign), notes=notes)
            yield Branch(sheet, part, rows, tuple(faults))
            faults, notes = [], ()

    def _only(self, rows: pl.Series, foreign: set[str]) -> Sheet:
        """Some rows of the table, without some columns."""
        names = {column: name for column, name in self.sheet.names.items() if column not in foreign}
        return some_rows(replace(self.sheet, names=names, cells=self.sheet.frame.select([*names])), rows)

    def _unit(self, row: int) -> str | None:
        """The unit of a row."""
        if self._key is None:
            return None
        cell = self.sheet.frame[self._key][row]
        return None if cell is None else compared(str(cell))

    def _untold(self, cells: pl.Series) -> Iterator[Diagnostic]:
        """Rows whose instrument the column does not tell."""
        known = list(self.part.instruments)
        rows = (~cells.is_in(pl.Series(known, dtype=pl.String).implode())).arg_true()
        hint = say("mend the cell, or add the value to the manifest")
        assert self._told is not None
        for row in rows.head(most_told()).to_list():
            message = say(
                "“{value}” tells no instrument; those told are {known}", value=cells[row], known=known
            )
            place = self.sheet.locate(row, self._told)
            yield Diagnostic("undefined", message, place, hint, unit=self._unit(row))
        if (more := rows.len() - most_told()) > 0:
            message = counted(more, "{count} more row tells none", "{count} more rows tell none")
            hint = all_listed()
            place = self.sheet.locate(None, self._told)
            yield Diagnostic("undefined", message, place, hint, unit="", more=more)

    def _strange(self, path: str, column: str, rows: pl.Series) -> Iterator[Diagnostic]:
        """Answers of some rows, which are of one instrument, in a column of others."""
        found = rows.filter(~is_blank(self.sheet.frame[column].gather(rows)))
        owners = [self.rules.short_name(owner) for owner in sorted(self._owners[column])]
        for row in found.head(most_told()).to_list():
            message = say(
                "the row is of {instrument}, and has an answer to “{column}”, which only {others} asks: it "
                "is not counted",
                instrument=self.rules.short_name(path),
                column=self.sheet.names[column],
                others=owners,
            )
            hint = say("mend “{column}”, or leave the cell empty", column=self.part.instrument_column or "")
            place = self.sheet.locate(row, column)
            yield Diagnostic("not-an-answer", message, place, hint, unit=self._unit(row))
        if (more := found.len() - most_told()) > 0:
            message = counted(
                more,
                "{count} more row has an answer that its instrument does not ask for",
                "{count} more rows have an answer that their instrument does not ask for",
            )
            hint = all_listed()
            place = self.sheet.locate(None, column)
            yield Diagnostic("not-an-answer", message, place, hint, unit="", more=more)


__all__ = ["Branch", "branches"]
