"""Rows that do not count, by what a manifest says of their cells: answers that were never finished, tests,
previews."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from ..words.alike import compared
from ..words.diagnostics import Diagnostic, KenError, Position, counted, say
from ..words.hints import nearest_or
from ..words.numerals import read_number, western
from .cells import in_words
from .manifest import OPEN, Part
from .row_bounds import LEFT_OUT
from .sheet import Sheet
from .some_rows import some_rows

MOST_TEXTS = 8  # of a column that are named


def rows_that_count(sheet: Sheet, part: Part) -> Sheet:
    """The rows of a table whose cells say what `only` has, and not what `without` has; a note says how many
    are left out. Capitals do not count. Raises KenError where a column is not there, or no row is left."""
    notes, faults = list[Diagnostic](), list[Diagnostic]()
    counts = pl.repeat(value=True, n=sheet.height, dtype=pl.Boolean, eager=True)
    for key, said in (("only", part.only), ("without", part.without)):
        for name, texts in said:
            column = sheet.column(name)
            if column is None:
                faults.append(_no_column(sheet, part.at[key], key, name))
                continue
            says, told = _says(sheet, column, texts, part.at[key])
            if OPEN in texts and told:
                faults.append(_undecided(name, key, part.at[key]))
                continue
            notes += told
            gone = ~says if key == "only" else says
            notes += _left_out(sheet, column, texts, counts & gone, is_only=key == "only")
            counts &= ~gone
    if not faults and not counts.any():
        message = say("no row is left: only: and without: leave out all {count}", count=sheet.height)
        key = "only" if part.only else "without"
        faults.append(Diagnostic("no-row", message, part.at[key], say("mend what they say of the cells")))
    if faults:
        raise KenError([*sheet.notes, *notes, *faults])
    kept = counts.arg_true()
    return replace(some_rows(sheet, kept), notes=(*sheet.notes, *notes))


def _no_column(sheet: Sheet, at: Position, key: str, name: str) -> Diagnostic:
    names = list(sheet.names.values())
    message = say("there is no column “{wanted}”; the columns are {columns}", wanted=name, columns=names)
    hint = nearest_or(name, names, say("mend it under {key}: of the manifest", key=key))
    return Diagnostic("no-column", message, at, hint)


def _undecided(column: str, key: str, at: Position) -> Diagnostic:
    """That nobody has said yet which rows count."""
    message = say("which rows count by “{column}” is left open", column=column)
    hint = say("write under {key}: what its cells say, or delete the line", key=key)
    return Diagnostic("no-row", message, at, hint)


def _says(
    sheet: Sheet, column: str, wanted: Sequence[str], at: Position
) -> tuple[pl.Series, list[Diagnostic]]:
    """Which cells of a column say one of some texts, and what is told of texts that none says."""
    texts = in_words(sheet.frame[column]).fill_null("")  # an empty cell says nothing, as "" does
    different = texts.drop_nulls().unique(maintain_order=True).to_list()
    forms = {text: _form(text) for text in different}
    asked = {_form(text): text for text in wanted}
    own = [text for text, form in forms.items() if form in asked]
    says = texts.is_in(pl.Series(own, dtype=pl.String).implode()).fill_null(value=False)
    told = []
    for form, text in asked.items():
        if form not in forms.values():
            shown = [other for other in different if other.strip()][:MOST_TEXTS]
            message = say(
                "no cell of “{column}” says “{text}”; it says {texts}",
                column=sheet.names[column],
                text=text,
                texts=shown,
            )
            hint = say("write it as the cells have it; where none is to be left out, all is well")
            told.append(Diagnostic("no-row", message, at, hint, "warning"))
    return says, told


def _form(text: str) -> object:
    """A text as it is compared: a number is the same however it is written."""
    form = compared(text)
    number = read_number(western(form))
    return form.casefold() if number is None else number


def _left_out(
    sheet: Sheet, column: str, texts: Sequence[str], gone: pl.Series, *, is_only: bool
) -> list[Diagnostic]:
    """How many rows are left out by what one column says."""
    rows = gone.arg_true()
    if not len(rows):
        return []
    of, name, said = f"{sheet.height:,}", sheet.names[column], list(texts)
    if is_only:
        message = counted(
            len(rows),
            "{count} row of {rows} is left out: its “{column}” is not {texts}",
            "{count} rows of {rows} are left out: their “{column}” is not {texts}",
            rows=of,
            column=name,
            texts=said,
        )
    else:
        message = counted(
            len(rows),
            "{count} row of {rows} is left out: its “{column}” is {texts}",
            "{count} rows of {rows} are left out: their “{column}” is {texts}",
            rows=of,
            column=name,
            texts=said,
        )
    hint = say("only: and without: in the manifest say so")
    return [Diagnostic(LEFT_OUT, message, sheet.locate(int(rows[0]), column), hint, "note")]


__all__ = ["rows_that_count"]
