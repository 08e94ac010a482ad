"""Which units a rule set does not rate, and which scores they lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from ..meaning.statuses import INCOMPLETE
from ..meaning.steps_in_order import is_numberless
from ..words.diagnostics import Text, counted, say
from .by_words import UNTOLD
from .comparison import Comparison
from .ratings import RatedSheet

MAX_NAMED = 10


def unrated_units(pairs: Sequence[Comparison]) -> Iterator[Text]:
    """A sentence for each rule set that does not rate a unit: the first such units, and what they lack. Each
    pair begins with the rule set that the one before it ends with."""
    sides = [(pair, "new", pair.sheets[1]) for pair in pairs]
    for pair, side, sheet in [(pairs[0], "old", pairs[0].sheets[0]), *sides]:
        unrated = pair.units.filter(pl.col(f"{side}_status") == INCOMPLETE)["unit"]
        if not len(unrated):
            continue
        words = {
            "rules": sheet.rules.id,
            "units": [_lacking(sheet, unit) for unit in unrated.head(MAX_NAMED)],
        }
        if sheet.rules.bands:
            yield counted(
                len(unrated),
                "{rules} does not rate {count} unit: {units}",
                "{rules} does not rate {count} units, such as {units}",
                **words,
            )
        else:
            yield counted(
                len(unrated),
                "{rules} does not score {count} unit: {units}",
                "{rules} does not score {count} units, such as {units}",
                **words,
            )


def _lacking(sheet: RatedSheet, unit: str) -> Text | str:
    """A unit, with the scores right below the total that it has not, though they apply; of one whose variant
    cannot be told with what chooses it."""
    row = sheet.frame.row(by_predicate=pl.col("unit") == unit, named=True)
    rules = sheet.rules
    lacks = [
        rules.short_name(child.path)
        for child in rules.total.children
        if not is_numberless(child) and _is_missing(sheet, row, child.path)
    ]
    if row["variant"] == UNTOLD:
        lacks = [path for path in rules.choosing if row.get(sheet.cells.get(path, "")) is None]
    return say("{unit} (without {lacks})", unit=unit, lacks=lacks) if lacks else unit


def _is_missing(sheet: RatedSheet, row: Mapping[str, Any], path: str) -> bool:
    """Whether a node has no score, and does not leave."""
    has_none = path in sheet.scores and row[sheet.scores[path]] is None
    return has_none and not (path in sheet.leaving and row[sheet.leaving[path]])


__all__ = ["unrated_units"]
