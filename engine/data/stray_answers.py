"""Rows of an export that may be no answers: unfinished ones, tests, previews, and those that were refused, by
the columns in which tools for surveys and people say so. Whether they count, somebody has to decide."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from ..words.alike import compared
from ..words.diagnostics import Diagnostic, Position, Text, counted, say
from ..words.hints import if_meant
from .cells import in_words
from .sheet import Sheet
from .sources import Source

CODE = "stray-answers"

_NO = ("false", "0", "no", "ไม่", "ไม่ใช่")
_YES = ("true", "1", "yes", "ใช่")
_REFUSED = (
    *("not approved", "validation_status_not_approved", "on hold", "validation_status_on_hold"),
    *("rejected", "hasissues", "has issues"),
)
_STATES = (
    *("survey preview", "preview", "survey test", "test", "spam", "draft", "deleted", "cancelled"),
    *("partial", "partially completed", "incomplete", "in progress", "not finished", "disqualified"),
    *(*_REFUSED, "ร่าง", "ทดสอบ", "ยกเลิก", "ยังไม่เสร็จ", "ไม่สมบูรณ์", "ไม่อนุมัติ"),
)
_QUALTRICS_STATES = ("1", "2", "8")  # a preview, a test, spam
_SAID = {
    **dict.fromkeys(("finished", "complete", "completed", "เสร็จสิ้น", "สมบูรณ์"), (*_NO, *_STATES)),
    **dict.fromkeys(("status", "response status", "response type", "สถานะ", "state"), _STATES),
    **dict.fromkeys(("distributionchannel", "distribution channel"), ("preview", "test")),
    **dict.fromkeys(("_validation_status", "validation_status", "validation status"), _REFUSED),
    **dict.fromkeys(("reviewstate", "review state"), _REFUSED),
    **dict.fromkeys(("test", "is test", "is_test", "test response", "ทดสอบ"), (*_YES, "test", "ทดสอบ")),
    "complete?": (*_NO, *_STATES, "unverified"),  # of REDCap, with labels for codes
    "survey timestamp": ("[not completed]",),
    **dict.fromkeys(("submitdate", "date submitted", "submitdate. date submitted"), ("",)),
}
"""By what a column is called: what its cells say of rows that may be no answers."""

_OF_REDCAP = {"_complete": ("0", "1", "incomplete", "unverified"), "_timestamp": ("[not completed]",)}
"""By how a column ends, below the name of a form."""


@dataclass(frozen=True)
class StrayAnswers:
    """A column by which some rows may be no answers, what its cells say there, and how many say it."""

    column: str
    texts: tuple[str, ...]
    count: int


def tells_strays(heading: str) -> bool:
    """Whether a column is called as one that says which rows are finished, or tests."""
    return compared(heading).casefold() in _SAID


def stray_answers(sheet: Sheet) -> Iterator[StrayAnswers]:
    """The columns of a table that tell such rows. Where all rows are so, or none, there is nothing to
    decide."""
    if any(_telling(sheet.names)):
        yield from _strays(sheet.names, sheet.frame)


def _strays(names: Mapping[str, str], frame: pl.DataFrame) -> Iterator[StrayAnswers]:
    for column, wanted in _telling(names).items():
        cells = in_words(frame[column]).fill_null("")
        own = [text for text in cells.unique(maintain_order=True) if compared(text).casefold() in wanted]
        count = int(cells.is_in(pl.Series(own, dtype=pl.String).implode()).sum())
        if 0 < count < len(cells):
            yield StrayAnswers(column, tuple(own), count)


def counted_strays(source: Source, columns: Collection[str], meant: Collection[str]) -> Iterator[Diagnostic]:
    """Warnings of such rows in a file of respondents, where they count, by those of its `columns` that are
    passed through."""
    telling = _telling({column: source.names[column] for column in columns})
    if CODE in meant or source.x is not pl or not telling:
        return
    frame = source.frame.select(*telling).collect()
    for each in _strays({column: source.names[column] for column in telling}, frame):
        heading = source.names[each.column]
        message = counted(
            each.count,
            "{count} row of {rows} may be no answer, for its “{column}” is {texts}, and it counts",
            "{count} rows of {rows} may be no answers, for their “{column}” is {texts}, and they count",
            rows=f"{frame.height:,}",
            column=heading,
            texts=[text or say("empty") for text in each.texts],
        )
        yield _told(message, each, heading, frame, source.place)


def stray_units(
    names: Mapping[str, str],
    units: pl.DataFrame,
    place: Callable[[int | None, str], Position],
    meant: Collection[str],
) -> Iterator[Diagnostic]:
    """Warnings of such units, a row each, by those of their columns that `names` has with their names in the
    file; `place` is that of a row and a column."""
    for each in _strays(names, units) if CODE not in meant else ():
        message = counted(
            each.count,
            "{count} unit may not be meant to count, for its “{column}” is {texts}, and it counts",
            "{count} units may not be meant to count, for their “{column}” is {texts}, and they count",
            column=names[each.column],
            texts=list(each.texts),
        )
        yield _told(message, each, names[each.column], units, place)


def _told(
    message: Text,
    each: StrayAnswers,
    heading: str,
    frame: pl.DataFrame,
    place: Callable[[int | None, str], Position],
) -> Diagnostic:
    """A warning of such rows, at the first of them."""
    said = each.texts[0] if len(each.texts) == 1 else list(each.texts)
    entry = f"without: {json.dumps({heading: said}, ensure_ascii=False)}"
    hint = say("if they do not count, say it in a manifest: {entry}", entry=entry)
    texts = pl.Series(each.texts, dtype=pl.String).implode()
    row = in_words(frame[each.column]).fill_null("").is_in(texts).arg_max()
    return Diagnostic(CODE, message, place(row, each.column), if_meant(CODE, hint), "warning")


def _telling(names: Mapping[str, str]) -> dict[str, Sequence[str]]:
    """By column that may tell such rows, by its name in the file, what its cells say of them."""
    forms = {column: compared(name).casefold() for column, name in names.items()}
    has_finished, found = "finished" in forms.values(), dict[str, Sequence[str]]()
    for column, form in forms.items():
        wanted = _SAID.get(form) or _of_redcap(form)
        if form == "status" and has_finished:
            wanted = (*wanted, *_QUALTRICS_STATES)
        if wanted:
            found[column] = wanted
    return found


def _of_redcap(form: str) -> tuple[str, ...]:
    return next((texts for end, texts in _OF_REDCAP.items() if form.endswith(end)), ())


__all__ = ["CODE", "StrayAnswers", "counted_strays", "stray_answers", "stray_units", "tells_strays"]
