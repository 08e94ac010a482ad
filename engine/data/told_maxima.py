"""A column that tells of how many points each score of a long table is, held against what is possible."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from ..meaning.model import RAW_LIMIT, RuleSet
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, Text, say
from ..words.hints import as_typed
from ..words.numerals import decimal_text, read_number, western
from .cells import in_words
from .name_patterns import NamePatterns
from .sheet import Sheet

CODE = "other-maximum"
_CALLED = re.compile(
    r"(?:max(?:imum)?|full|total|possible|highest|available)"
    r"(?:[ _.-]?(?:scores?|marks?|points?|possible|value))?"
    r"|(?:scores?|marks?|points?)[ _.-]?(?:max(?:imum)?|possible|available)|out[ _.-]?of"
    r"|(?:คะแนน)?เต็ม|คะแนนสูงสุด(?:ที่เป็นไปได้)?|คะแนน(?:เต็ม)?ทั้งหมด",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ToldMaximum:
    """That a column says of a score that it is of so many points, where its node can have `high`."""

    column: str
    heading: str
    row: int
    value: Fraction
    told: Fraction
    node: str
    high: Fraction

    @property
    def why(self) -> Text:
        """What it says, in words."""
        return say(
            "it says that scores of {node} are out of {told}, and {high} are possible",
            node=self.node,
            told=decimal_text(self.told),
            high=decimal_text(self.high),
        )

    def finding(self, sheet: Sheet) -> Diagnostic:
        """What is told of it, and what mends it."""
        message = say("the column “{column}”: {why}", column=self.heading, why=self.why)
        hint = say(
            "turn the scores and the column into such of {high}: {value} of {told} is {score}; if the column "
            "says something else, pass it through with --pass-through {column}",
            high=decimal_text(self.high),
            value=decimal_text(self.value),
            told=decimal_text(self.told),
            score=decimal_text(round(self.value / self.told * self.high, 4)),
            column=as_typed(self.heading),
        )
        return Diagnostic(CODE, message, sheet.locate(self.row, self.column), hint)


def told_maximum(
    rules: RuleSet, sheet: Sheet, item: str, score: str, passed: Collection[str] = ()
) -> ToldMaximum | None:
    """The first score of another number of points than its node can have, by a column that is called so and
    is not passed through; None where there is none."""
    for column, name in sheet.names.items():
        is_called = _CALLED.fullmatch(western(compared(name))) is not None
        if column not in (item, score) and is_called and not NamePatterns(passed).match(name):
            found = _first(rules, sheet, column, item, score)
            if found is not None:
                return found
    return None


def _first(rules: RuleSet, sheet: Sheet, column: str, item: str, score: str) -> ToldMaximum | None:
    cells = pl.DataFrame(
        [
            in_words(sheet.frame[own]).alias(name)
            for own, name in ((item, "item"), (column, "most"), (score, "score"))
        ]
    ).with_row_index("row")
    pairs = cells.drop_nulls().unique(["item", "most"], keep="first", maintain_order=True)
    for row, name, most, value in pairs.iter_rows():
        told, own = (read_number(western(text.strip()), grouped=True) for text in (most, value))
        form = western(compared(name))
        path = next(iter(rules.aliases.get(form, rules.meant(form))), None)
        if path is None or not told or own is None or rules.readable[path].is_raw:
            continue
        low, high = rules.limits(rules.readable[path])
        if low == 0 and 0 < high < RAW_LIMIT and told != high:
            return ToldMaximum(column, sheet.names[column], row, own, told, rules.short_name(path), high)
    return None


__all__ = ["ToldMaximum", "told_maximum"]
