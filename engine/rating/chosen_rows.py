"""Which units of a result are shown, and in which order. What is counted stays what it is of all units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, cast

import polars as pl

from ..data.claims import JUDGED
from ..meaning.model import TOTAL
from ..words.diagnostics import Diagnostic, KenError, Position
from ..words.natural_order import natural_places
from .evaluation import ChosenUnits, Evaluation
from .result_columns import words_of_results
from .row_condition import ShownColumn, column_named, rows_that_meet
from .unit_rows import judged_of, named_columns

FALLING = "-"
"""Stands before the name of a column whose order is turned round."""


class ShownColumns:
    """The columns of an evaluation as its tables have them."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation

    @cached_property
    def columns(self) -> Mapping[str, ShownColumn]:
        """Each by its heading: numbers as they are printed, anything else as texts."""
        evaluation, words = self.evaluation, dict(self._words())
        named = named_columns(evaluation)
        frame = evaluation.frame.select(expr.alias(f"c{at}") for at, expr in enumerate(named.values()))
        return {
            name: ShownColumn(
                cells if cells.dtype.is_numeric() else cells.cast(pl.String), words.get(name, ())
            )
            for name, cells in zip(named, frame, strict=True)
        }

    def _words(self) -> list[tuple[str, list[str]]]:
        """The words that columns can have by the rules."""
        rules = self.evaluation.rules
        told = [("rating", [band.rating for band in rules.bands])]
        for name, path in self.evaluation.names.items():
            if own := words_of_results(rules, path):
                told += [(name, list(own)), (f"{name} rating", list(own))]
        for name, path in judged_of(self.evaluation).items():
            results = [judgement.result for judgement in rules.judgements[rules.nodes[path].level]]
            told.append((f"{name}{JUDGED}", results))
        return told

    def places(self, name: str) -> pl.Series:
        """For each unit its place in the order of a column: of scores and ratings the best first (the
        greatest, where neither end is better), of numbers in the data the least, of names as they are read.
        Empty cells have none."""
        rules, cells = self.evaluation.rules, self.columns[name].cells
        path = TOTAL if name == "rating" else self.evaluation.names.get(name)
        words = self.columns[name].words
        if words:
            known = {word: place for place, word in enumerate(dict.fromkeys(words))}
            return cells.replace_strict(known, default=None, return_dtype=pl.Int64)
        if (numbers := self.columns[name].numbers) is not None:
            falls = path is not None and rules.better_at(rules.nodes[path]) != "lower"
            return numbers.rank("dense", descending=falls)
        places = natural_places(cells.drop_nulls().unique())
        return cells.replace_strict(places, default=None, return_dtype=pl.Int64)


def chosen(
    evaluation: Evaluation, where: str | None, sort: str | None = None, top: int | None = None
) -> Evaluation:
    """The evaluation with those units alone for which a condition holds, in the order of a column (turned
    round after a -), and of these the first. Raises KenError where the condition or the column is none."""
    shown = ShownColumns(evaluation)
    rows = pl.int_range(evaluation.frame.height, eager=True, dtype=pl.UInt32)
    faults: list[Diagnostic] = []
    try:
        if where is not None:
            rows = rows.filter(rows_that_meet(where, shown.columns, Position("--where")))
    except KenError as problem:
        faults += problem.diagnostics
    try:
        if sort is not None:
            column = column_named(sort.removeprefix(FALLING), shown.columns, Position("--sort"))
            ordered = pl.DataFrame({"row": rows, "at": shown.places(column)[rows]}).sort(
                "at", descending=sort.startswith(FALLING), nulls_last=True, maintain_order=True
            )
            rows = ordered["row"]
    except KenError as problem:
        faults += problem.diagnostics
    if faults:
        raise KenError(faults)
    meeting = evaluation.frame[rows]
    shown_rows = meeting if top is None else meeting.head(top)
    return replace(
        evaluation,
        rated=replace(evaluation.rated, frame=cast("Any", shown_rows)),
        chosen=ChosenUnits(evaluation, meeting, where),
    )


__all__ = ["ShownColumns", "chosen"]
