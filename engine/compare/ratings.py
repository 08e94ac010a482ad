"""Units rated by several rule sets: one pass over the data where one reading of them serves all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

import polars as pl

from ..data import Dataset
from ..data.claims import passed_names
from ..data.sheet import column_called
from ..meaning.arithmetic.frames import collected
from ..meaning.model import TOTAL, RuleSet
from ..rating.evaluation import groupings
from ..rating.frame import claimed_table
from ..rating.rated import rate_jointly
from ..rating.remarks import few_respondents, told_twice
from ..words.diagnostics import Diagnostic, Position, in_order
from .correspondence import Definitions
from .together import Together, as_read_by

UNIT = "unit"

Read = Callable[[RuleSet], Dataset]
"""Gives the data as a rule set reads them."""


@dataclass(frozen=True)
class RatedSheet:
    """The units by one rule set. `frame` has the columns `unit`, `rating`, one for each score in `scores` (by
    path), and one for each target in `targets` (by id); rows are in the order of the data. `few` tells of
    units with too few respondents."""

    rules: RuleSet
    frame: pl.DataFrame
    scores: Mapping[str, str]
    targets: Mapping[str, str]
    few: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True)
class Described:
    """What data say of units beside their scores: `frame` has `unit` and the columns of `names`, which are
    called so in the data."""

    frame: pl.DataFrame
    names: Mapping[str, str]

    def named(self, name: str) -> pl.Series | None:
        """The cells of the column of that name, row by row; None where there is none."""
        column = column_called(self.names, name)
        return None if column is None else self.frame[column]

    @cached_property
    def groupings(self) -> tuple[str, ...]:
        """The names of the columns that put units into groups."""
        flat = {name: self.frame[column] for column, name in self.names.items()}
        return groupings({name: cells for name, cells in flat.items() if not cells.dtype.is_nested()})


@dataclass(frozen=True)
class Data:
    """Data that several rule sets are to rate: a way to read them, and the rule sets that are compared."""

    read: Read
    compared: tuple[RuleSet, ...]
    is_strict: bool = False  # values that cannot be are refused, and not taken as missing
    _known: dict[Hashable, Dataset] = field(default_factory=dict, repr=False)

    def dataset(self) -> Dataset:
        """The data as the compared rule sets read them together."""
        return self.read_by(self.together.reader)

    def read_by(self, rules: RuleSet) -> Dataset:
        """The data as a rule set reads them: read once for all that read alike."""
        definitions = Definitions(rules)
        key = tuple((path, definitions.reading(path)) for path in rules.nodes)
        if key not in self._known:
            self._known[key] = self.read(rules)
        return self._known[key]

    @cached_property
    def together(self) -> Together:
        """The compared rule sets on one dataset."""
        return Together(self.compared)

    def rated(self, rules: Sequence[RuleSet], only: pl.Series | None = None) -> list[RatedSheet]:
        """A sheet for each rule set; of the units in `only`, where that is given."""
        together = self.together
        if together.reads_alike:
            # what others take parts from
            sources = [other for other in self.compared if not any(other is own for own in rules)]
            every = Together((*rules, *sources), together.reader)
            return _rated(every, self.read_by(together.reader), only, strict=self.is_strict)[: len(rules)]
        first = self.dataset()
        units = first.frame.select(pl.col(first.claims.key).alias(UNIT))
        if only is not None:
            units = units.filter(pl.col(UNIT).is_in(only.implode()))
        sheets = []
        for own in rules:
            others = tuple(as_read_by(other, own) for other in self.compared)
            apart = Together((own, *others))
            sheet = _rated(apart, self.read_by(apart.reader), only, strict=self.is_strict)[0]
            sheets.append(
                replace(sheet, frame=units.join(sheet.frame, on=UNIT, how="left", maintain_order="left"))
            )
        return sheets

    def described(self) -> Described:
        """The columns of the data that are no scores."""
        dataset = self.dataset()
        names = passed_names(dataset.claims, [UNIT])
        units = pl.col(dataset.claims.key).alias(UNIT)
        return Described(dataset.frame.select(units, *names), names)

    def findings(self) -> tuple[Diagnostic, ...]:
        """What was found in the data: when they were read, and where two columns give one node different
        values."""
        dataset = self.dataset()
        read = [diagnostic for dataset in self._known.values() for diagnostic in dataset.diagnostics]
        return in_order([*read, *told_twice(self.together.reader, dataset, dataset.frame)])


def _rated(together: Together, dataset: Dataset, only: pl.Series | None, *, strict: bool) -> list[RatedSheet]:
    frame, key = dataset.frame, dataset.claims.key
    if only is not None:
        frame = frame.filter(pl.col(key).is_in(only.implode()))
    joint = together.joint
    shown = {
        path
        for plan in joint.plans
        for path in (TOTAL, *(child.path for child in plan.rules.total.children), *plan.required)
    }
    rated = rate_jointly(joint, cast("Any", frame), dataset.claims, judge=(), shown=shown, strict=strict)
    frame = cast("pl.DataFrame", rated.frame)
    sheets: dict[int, RatedSheet] = {}
    for place, (number, sheet) in enumerate(zip(together.order, rated.sheets, strict=True)):
        plan = joint.plans[place]
        scores = {path: column for (kind, path), column in sheet.items() if kind == "printed"}
        targets = {id_: column for (kind, id_), column in sheet.items() if kind == "target"}
        columns = [pl.col(key).alias(UNIT), pl.col(sheet["rating", ""]).alias("rating")]
        columns += [pl.col(column).alias(f"score {path}") for path, column in scores.items()]
        columns += [pl.col(column).alias(f"target {id_}") for id_, column in targets.items()]
        names = {path: f"score {path}" for path in scores}
        few = tuple(few_respondents(plan, dataset, sheet, frame))
        sheets[number] = RatedSheet(
            together.rules[number],
            frame.select(columns),
            names,
            {id_: f"target {id_}" for id_ in targets},
            few,
        )
    return [sheets[number] for number in range(len(together.rules))]


def data_of(
    data: Any, compared: tuple[RuleSet, ...], *, key: str | None, pass_through: Collection[str]
) -> Data:
    """A dataframe of the caller's, or several (see `kenrules.evaluate`), to be rated by some rule sets.
    Reading raises KenError when columns cannot be understood, have values that cannot be, or a unit is there
    twice."""

    def read(rules: RuleSet) -> Dataset:
        table, claims = claimed_table(rules, data, key=key, pass_through=pass_through)
        frame: Any = collected(table)
        names = {made.column: made.heading for made in claims.nodes} | {claims.key: claims.key_name}
        return Dataset(
            "data",
            frame.to_polars(),
            claims,
            (),
            lambda row, column: Position("data", row or 0, cell=names.get(column, column)),
        )

    return Data(read, compared, is_strict=True)


__all__ = ["UNIT", "Data", "Described", "RatedSheet", "Read", "data_of"]
