"""Units of which the data have the name and nothing else: headings and notes among the rows, most likely."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, counted, say
from .dataset import Dataset

BARE = "bare-rows"


def bare_units(rules: RuleSet, dataset: Dataset) -> Iterator[Diagnostic]:
    """A note of units that have a name and nothing else in any file, where others have more."""
    claims, frame = dataset.claims, dataset.frame
    if frame.is_empty() or not claims.nodes:
        return
    lacking = [pl.col(claim.column).is_null() for claim in claims.nodes]
    lacking += [pl.col(column).is_null() for column in claims.passed]
    lacking += [~pl.col(column) for columns in claims.refused.values() for column in columns]
    bare = frame.select(pl.all_horizontal(lacking).fill_null(value=False)).to_series()
    if not bare.any() or bare.all():
        return
    rows = bare.arg_true().to_list()
    names = frame[claims.key].gather(rows).to_list()
    message = counted(
        len(names),
        "the row of “{name}” has nothing beside the name, and counts as a unit without scores",
        "{count} rows have nothing beside the name, and count as units without scores, such as “{name}”",
        name=names[0],
    )
    hint = say("delete such a row, if it is a heading or a note, and no {unit}", unit=rules.unit)
    yield Diagnostic(BARE, message, dataset.locate(frame["ken:row"][rows[0]], claims.key), hint, "note")


__all__ = ["BARE", "bare_units"]
