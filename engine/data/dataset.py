"""Data ready to be rated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import polars as pl

from ..meaning.arithmetic.frames import safe
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.hints import nearest_or
from .claims import Claims
from .sheet import Locate


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
    `refused`. `locate(row, column)` gives a cell's place in the file; `starts` are the first rows of the
    files that the table is made of."""

    file: str
    frame: pl.DataFrame
    claims: Claims
    diagnostics: tuple[Diagnostic, ...]
    locate: Locate
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    respondents: tuple[Respondents, ...] = ()
    starts: tuple[int, ...] = (0,)

    def numbered(self) -> Dataset:
        """The same of a frame that came from no file: units by their names as text, rows with numbers."""
        return replace(
            self,
            frame=self.frame.with_columns(pl.col(self.claims.key).cast(pl.String)).with_row_index("ken:row"),
        )

    def only(self, unit: str) -> Dataset:
        """The data of one unit, and what was found about it or the whole; findings about others are counted.
        Raises KenError when there is none of that name."""
        names, unit = self.frame[self.claims.key], compared(unit)
        if unit not in names:
            first = say("the first units are {names}", names=names.head(5).to_list())
            message = say("the data have no unit “{unit}”", unit=unit)
            position, hint = self.locate(None, self.claims.key), nearest_or(unit, names.to_list(), first)
            raise KenError([Diagnostic("no-such-unit", message, position, hint)])
        kept = (names == unit).arg_true().to_list()[0]
        own = [told for told in self.diagnostics if told.unit in (None, unit)]
        others = len(self.diagnostics) - len(own)
        own += self._refusals(kept, unit, own)
        if others:
            message = say("findings about other units: {count}", count=others)
            hint = say("leave --unit out to see them")
            own.append(Diagnostic("other-units", message, Position(self.file), hint, "note"))
        return replace(self, frame=self.frame.slice(kept, 1), diagnostics=tuple(own))

    def _refusals(self, row: int, unit: str, told: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
        """What was refused of a unit and is not told by itself, because many others have the same fault."""
        if any(fault.unit == unit and fault.severity == "error" for fault in told):
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


def refused_column(path: str) -> str:
    """The column that says where a node's value was refused."""
    return safe(f"ken:refused {path}")


__all__ = ["Dataset", "Respondents", "refused_column"]
