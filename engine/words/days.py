"""Days in words."""

from __future__ import annotations

import datetime
import os

from .diagnostics import Text, say
from .language import MONTHS, SPOKEN, Language


def day_in_words(day: datetime.date, calendar: Language) -> Text:
    """A day, with the year as the calendar of a language counts it: 30 September 2566."""
    month, year = Text(MONTHS[day.month - 1]), day.year + SPOKEN[calendar].era
    return say("{day} {month} {year}", day=day.day, month=month, year=year)


def today() -> datetime.date:
    """This day, or that of SOURCE_DATE_EPOCH, by which a file has the same bytes on any day."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed.isdecimal() and len(fixed) < len("253402300799"):
        return datetime.datetime.fromtimestamp(int(fixed), datetime.UTC).date()
    return datetime.datetime.now().astimezone().date()


__all__ = ["day_in_words", "today"]
