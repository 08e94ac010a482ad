"""Rows of an export that may be no answers: unfinished ones, tests, previews, and those that were refused, by
the columns in which tools for surveys and people say so. Whether they count, somebody has to decide."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from ..words.alike import compared
from .cells import in_words
from .sheet import Sheet

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
    forms = {column: compared(name).casefold() for column, name in sheet.names.items()}
    has_finished = "finished" in forms.values()
    for column, form in forms.items():
        wanted = _SAID.get(form) or _of_redcap(form)
        if form == "status" and has_finished:
            wanted = (*wanted, *_QUALTRICS_STATES)
        if not wanted:
            continue
        cells = in_words(sheet.frame[column]).fill_null("")
        own = [text for text in cells.unique(maintain_order=True) if compared(text).casefold() in wanted]
        count = int(cells.is_in(pl.Series(own, dtype=pl.String).implode()).sum())
        if 0 < count < len(cells):
            yield StrayAnswers(column, tuple(own), count)


def _of_redcap(form: str) -> tuple[str, ...]:
    return next((texts for end, texts in _OF_REDCAP.items() if form.endswith(end)), ())


__all__ = ["StrayAnswers", "stray_answers", "tells_strays"]
