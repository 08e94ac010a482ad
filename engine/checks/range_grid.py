"""Ranges whose ends are no values, or which hold no value at all."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.numerals import decimal_text
from .tried_units import beside

ID = "range-grid"
SEVERITY: Severity = "warning"
WHY = say(
    "The end of a range that decimals or steps rule out is a value that no unit can have: one of them is "
    "wrong."
)
PASSES = """
inputs: {staff: {range: 1..6, step: 0.5}}
no_better_than: {low: staff < 3}
"""
FAILS = """
inputs: {staff: {range: 1..6, step: 0.4}}
no_better_than: {low: staff < 3}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each end of the range of a raw value or input that is no value; an error where none lies
    between, so that all that data say is refused."""
    for entry in rules.entries.values():
        value = entry.value
        if value is None:
            continue
        can_be = rules.possible(entry).as_read
        at = entry.at("range") if entry.path in rules.inputs else entry.at("value")
        low, high = value.minimum, value.maximum
        if can_be.step is not None and low is not None and high is not None:
            first = low if can_be.takes(low) else beside(can_be, low, 1)
            if first > high:
                message = say(
                    "{name}: no value lies in the range {low}..{high}, as values go in steps of {step}",
                    name=entry.path,
                    low=decimal_text(low),
                    high=decimal_text(high),
                    step=decimal_text(can_be.step),
                )
                yield Diagnostic(
                    ID, message, at, say("mend the range, or decimals or step"), "error", entry.path
                )
                continue
        for end, sign in ((value.minimum, 1), (value.maximum, -1)):
            if end is None or can_be.step is None or can_be.takes(end):
                continue
            near = beside(can_be, end, sign)
            message = say(
                "{name}: the range ends at {end}, and values go in steps of {step}, to {near}",
                name=entry.path,
                end=decimal_text(end),
                step=decimal_text(can_be.step),
                near=decimal_text(near),
            )
            hint = say("write {near}, or mend decimals or step", near=decimal_text(near))
            yield Diagnostic(ID, message, at, hint, SEVERITY, entry.path)
