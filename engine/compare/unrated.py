"""Which units a rule set does not rate, and which scores they lack."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from ..meaning.model import Node, RuleSet
from ..meaning.statuses import INCOMPLETE
from ..meaning.steps_in_order import is_numberless
from ..meaning.titles import TitleInMessage
from ..words.diagnostics import Text, counted, say
from .by_words import UNTOLD
from .comparison import Comparison
from .ratings import Data, RatedSheet

MAX_NAMED = 10


def unrated_units(pairs: Sequence[Comparison], data: Data, earlier: Data | None = None) -> Iterator[Text]:
    """A sentence for each rule set that does not rate a unit: the first such units, what they lack, and which
    questions the data have no column for. Each pair begins with the rule set that the one before it ends
    with. `earlier` is the old data, of a comparison of two years."""
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
        given = earlier if side == "old" and earlier is not None else data
        if lacks := given.ungiven(sheet.rules):
            yield _without_columns(sheet.rules, lacks, is_of_years=earlier is not None)


def _without_columns(rules: RuleSet, lacks: Sequence[Node], *, is_of_years: bool) -> Text:
    """The questions of which the data say nothing, and what can be done."""
    listed: list[Text | str] = [_named(rules, node) for node in lacks[:MAX_NAMED]]
    told = counted(
        len(lacks),
        "The data have no column for {count} of the questions of {rules}: {questions}",
        "The data have no column for {count} of the questions of {rules}: {questions}",
        rules=rules.id,
        questions=[*listed, *(["…"] if len(lacks) > MAX_NAMED else [])],
    )
    if is_of_years:
        return say("{finding}. Without them these rules do not rate them.", finding=told)
    hint = say("Give data for them, or rate each year's data by its own rules: --data-old and --data-new.")
    return say("{finding}. {hint}", finding=told, hint=hint)


def _named(rules: RuleSet, node: Node) -> Text | str:
    """A question by its id, with its title."""
    name = rules.short_name(node.path)
    return say("{node} ({title})", node=name, title=TitleInMessage.of(node.title)) if node.title else name


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
