"""Which units a rule set does not rate, and which scores they lack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import polars as pl

from ..words.diagnostics import Text, counted, say
from .comparison import Comparison
from .ratings import RatedSheet

MAX_NAMED = 10


def unrated_units(pairs: Sequence[Comparison]) -> Iterator[Text]:
    """A sentence for each rule set that does not rate a unit: the first such units, and what they lack. Each
    pair begins with the rule set that the one before it ends with."""
    sides = [(pair, "new_rating", pair.sheets[1]) for pair in pairs]
    for pair, side, sheet in [(pairs[0], "old_rating", pairs[0].sheets[0]), *sides]:
        unrated = pair.units.filter(pl.col(side).is_null())["unit"]
        if len(unrated):
            yield counted(
                len(unrated),
                "{rules} does not rate {count} unit: {units}",
                "{rules} does not rate {count} units, such as {units}",
                rules=sheet.rules.id,
                units=[_lacking(sheet, unit) for unit in unrated.head(MAX_NAMED)],
            )


def _lacking(sheet: RatedSheet, unit: str) -> Text | str:
    """A unit, with the scores right below the total that it has not."""
    row = sheet.frame.row(by_predicate=pl.col("unit") == unit, named=True)
    rules = sheet.rules
    lacks = [
        rules.short_name(child.path)
        for child in rules.total.children
        if child.path in sheet.scores and row[sheet.scores[child.path]] is None
    ]
    return say("{unit} (without {lacks})", unit=unit, lacks=lacks) if lacks else unit


__all__ = ["unrated_units"]
