"""Rows and steps of tables in words."""

from __future__ import annotations

from ..meaning.scoring import Row
from ..words.diagnostics import Text, say
from ..words.numerals import decimal_text, shown_text


def on_ladder(value: str, row: Row | None, after: Row | None) -> Text:
    """Where a value stands on a ladder, between two steps."""
    step = None if row is None or row.low is None else decimal_text(row.low)
    last = None if after is None or after.low is None else decimal_text(after.low)
    above = (row or after) is not None and bool((row or after).above)  # type: ignore[union-attr]
    if step is None:
        return (
            say("{value} is not above {last}", value=value, last=last)
            if above
            else say("{value} is below {last}", value=value, last=last)
        )
    if last is None:
        return (
            say("{value} is above {step}", value=value, step=step)
            if above
            else say("{value} is {step} or more", value=value, step=step)
        )
    if above:
        return say("{value} is above {step}, not above {last}", value=value, step=step, last=last)
    return say("{value} is {step} or more, below {last}", value=value, step=step, last=last)


def in_row(value: str, row: Row, decimals: int) -> Text:
    """In which row of a table a value is."""
    low, high = (None if end is None else shown_text(end, decimals) for end in (row.low, row.high))
    if low is None and high is None:
        return say("{value} is in the only row", value=value)
    if low is None:
        return say("{value} is {high} or less", value=value, high=high)
    if high is None:
        return say("{value} is {step} or more", value=value, step=low)
    return say("{value} is in {range}", value=value, range=low if low == high else f"{low}..{high}")


__all__ = ["in_row", "on_ladder"]
