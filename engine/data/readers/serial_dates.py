"""Numbers that Excel shows as something else, by the format of a cell: dates and times, stored as days since
1900 or 1904, and percentages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

DateKind = Literal["", "date", "time", "elapsed", "percent"]
"""How a format shows a number: as a number, a date, a time of day, hours that have passed, or per cent."""

# numbers of formats that have no code in the file: 27 to 36 and 50 to 58 are of East Asia, 71 to 81 Thai
_KINDS: Mapping[int, DateKind] = {
    **dict.fromkeys((*range(14, 18), 22, *range(27, 32), 36, *range(50, 59), *range(71, 75), 77, 81), "date"),
    **dict.fromkeys((*range(18, 22), *range(32, 36), 45, 47, 75, 76, 78, 80), "time"),
    **dict.fromkeys((46, 79), "elapsed"),
    **dict.fromkeys((9, 10), "percent"),
}
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_FIRST_LEAP = 61  # Excel's 1900 has a 29 February; from the day after on, it is one ahead
_LONGEST = 1_000  # code that is looked at; Excel takes 255
_MOST = 2_958_466  # the first of January 10000


def kind_of(number: int, code: str | None) -> DateKind:
    """What a format is, by its number and its code where the workbook gives one."""
    if code is None:
        return _KINDS.get(number, "")
    first = code[:_LONGEST].split(";")[0]
    if _ELAPSED.search(first):
        return "elapsed"
    shown = _NOT_SHOWN.sub("", first).lower()
    if "general" in shown:
        return ""
    if "%" in shown:
        return "percent"
    if any(letter in shown for letter in "ydb") or ("m" in shown and "h" not in shown and "s" not in shown):
        return "date"
    return "time" if "h" in shown or "s" in shown else ""


def date_text(serial: float, kind: DateKind, *, since_1904: bool) -> str | None:
    """The date of a number as ISO text (2026-01-31, with the time if there is one), a time as 13:05:00; None
    where a spreadsheet could show none."""
    if not 0 <= serial < _MOST:
        return None
    moment = timedelta(milliseconds=round(serial * 86_400_000))
    if kind == "elapsed" or (kind == "time" and moment < timedelta(days=1)):
        return _time(moment)
    if since_1904:
        date = datetime(1904, 1, 1) + moment
    else:
        date = datetime(1899, 12, 30 if serial >= _FIRST_LEAP else 31) + moment
        if _FIRST_LEAP - 1 <= serial < _FIRST_LEAP:
            return "1900-02-29"
    rest = timedelta(hours=date.hour, minutes=date.minute, seconds=date.second, microseconds=date.microsecond)
    return f"{date:%Y-%m-%d}" + (f" {_time(rest)}" if rest else "")


def percent_text(number: float) -> str:
    """A stored number as the percentage that it is shown as, with all its digits: 0.85 as 85%."""
    return f"{Decimal(repr(number)).scaleb(2):f}%"


def _time(moment: timedelta) -> str:
    """Hours, minutes and seconds; thousandths where there are any."""
    seconds, thousandths = divmod(round(moment / timedelta(milliseconds=1)), 1000)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{thousandths:03}" if thousandths else text


__all__ = ["DateKind", "date_text", "kind_of", "percent_text"]
