"""What a sheet of Excel holds, and what is more than that. Programs that write one leave the rest out without
a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from ..words.diagnostics import Text, Translate, say
from .exhibit import RowsOfUnits
from .formats import DoesNotFitError
from .sections import Section, shown

if TYPE_CHECKING:
    import polars as pl

MOST_ROWS = 1_048_575  # below the header
MOST_COLUMNS = 16_384
DIGITS = 15  # that Excel keeps of a number
LONGEST = 32_767  # of a text, in units of UTF-16


def is_kept(value: float | Decimal) -> bool:
    """Whether Excel keeps all digits of a number. For a double that is none it has an error."""
    if isinstance(value, float):
        return True
    return len("".join(str(digit) for digit in Decimal(value).as_tuple().digits).strip("0")) <= DIGITS


def units_fit(rows: RowsOfUnits) -> None:
    """Raises DoesNotFitError for rows of units that one sheet does not hold."""
    hint = say("write .csv or .parquet, which have no such limit")
    if rows.frame.height > MOST_ROWS:
        message = say(
            "{count} units do not fit: a sheet of Excel holds {most} below its header",
            count=f"{rows.frame.height:,}",
            most=f"{MOST_ROWS:,}",
        )
        raise DoesNotFitError(message, hint)
    _columns_fit(list(rows.headings.values()), hint)
    first = next(iter(rows.headings))
    for column, heading in rows.headings.items():
        for row, text in _long_texts(rows.frame[column]):
            unit = str(rows.frame[first][row])
            raise DoesNotFitError(_too_long(text, unit, heading), hint)


def tables_fit(sections: Iterable[Section], translate: Translate) -> None:
    """Raises DoesNotFitError for a table of a section that one sheet does not hold."""
    hint = say("write .html or .json, which have no such limit")
    for section in sections:
        table = section.table
        if table is None:
            continue
        if len(table.rows) > MOST_ROWS:
            message = say(
                "“{table}” has {count} rows, which do not fit: a sheet of Excel holds {most} "
                "below its header",
                table=section.title,
                count=f"{len(table.rows):,}",
                most=f"{MOST_ROWS:,}",
            )
            raise DoesNotFitError(message, hint)
        _columns_fit([heading.in_words(translate) for heading in table.headings], hint)
        named = next((at for at, each in enumerate(table.headings) if each.template == "{unit}"), 0)
        for row in table.rows:
            for heading, cell in zip(table.headings, row, strict=True):
                if isinstance(cell, (str, Text)) and _units_of(text := shown(cell, translate)) > LONGEST:
                    raise DoesNotFitError(
                        _too_long(text, shown(row[named], translate), heading.in_words(translate)), hint
                    )


def _columns_fit(headings: Sequence[str], hint: Text) -> None:
    if len(headings) > MOST_COLUMNS:
        message = say(
            "{count} columns do not fit: a sheet of Excel holds {most}",
            count=f"{len(headings):,}",
            most=f"{MOST_COLUMNS:,}",
        )
        raise DoesNotFitError(message, hint)
    for heading in headings:
        if _units_of(heading) > LONGEST:
            message = say(
                "the heading “{column}” has {count} characters, which do not fit: a cell of Excel "
                "holds {most}",
                column=heading,
                count=f"{_units_of(heading):,}",
                most=f"{LONGEST:,}",
            )
            raise DoesNotFitError(message, hint)


def _too_long(text: str, unit: str, column: str) -> Text:
    return say(
        "{unit}: the text in the column “{column}” has {count} characters, which do not fit: a cell of "
        "Excel holds {most}",
        unit=unit,
        column=column,
        count=f"{_units_of(text):,}",
        most=f"{LONGEST:,}",
    )


def _long_texts(cells: pl.Series) -> Iterable[tuple[int, str]]:
    """The texts of a column that are too long, with their rows."""
    import polars as pl

    if cells.dtype in (pl.Categorical, pl.Enum):
        cells = cells.cast(pl.String)
    if cells.dtype != pl.String:
        return
    for row in (cells.str.len_bytes() > LONGEST).arg_true().to_list():
        if _units_of(cells[row]) > LONGEST:
            yield row, cells[row]


def _units_of(text: str) -> int:
    """How long Excel takes a text for: a letter beyond the first plane of Unicode counts twice."""
    return len(text) + sum(letter > "\uffff" for letter in text) if len(text) * 2 > LONGEST else len(text)


__all__ = ["is_kept", "tables_fit", "units_fit"]
