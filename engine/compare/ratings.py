"""Units rated by several rule sets: one pass over the data where one reading of them serves all."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, cast

import polars as pl

from ..data import Dataset
from ..data.claims import Claims, passed_names
from ..data.sheet import column_called
from ..meaning.arithmetic.frames import collected
from ..meaning.model import TOTAL, Node, RuleSet, above_of
from ..meaning.printed_scores import printed_places
from ..meaning.readings import reading
from ..meaning.statuses import INCOMPLETE
from ..meaning.steps_in_order import is_told
from ..rating.by_variant import known_to
from ..rating.evaluation import groupings
from ..rating.frame import claimed_table
from ..rating.rated import rate_jointly
from ..rating.remarks import few_respondents, told_twice
from ..words.diagnostics import Diagnostic, KenError, Position, in_order
from .by_words import ROW, UNTOLD, RowsOfVariants, by_words
from .correspondence import correspondence
from .together import Together, as_read_by
from .united_rules import named_as

UNIT = "unit"
SAID = "ken:said="
"""So the names of columns begin that have the words of inputs."""

Read = Callable[[RuleSet], Dataset]
"""Gives the data as a rule set reads them."""


@dataclass(frozen=True)
class RatedSheet:
    """The units by one rule set. `frame` has the columns `unit`, `rating`, `status`, `variant` (by which of
    `variants` a unit is rated, by their numbers; UNTOLD where none can be told), one for each score in
    `scores` (by path), one for each target in `targets` (by id), one for what data say of each input and word
    in `cells` (by path), and one in `leaving` that says where a node does not apply; rows are in the order of
    the data. `few` tells of units with too few respondents."""

    rules: RuleSet
    frame: pl.DataFrame
    scores: Mapping[str, str]
    targets: Mapping[str, str]
    few: tuple[Diagnostic, ...] = ()
    variants: tuple[RuleSet, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    leaving: Mapping[str, str] = field(default_factory=dict)

    def places(self, path: str) -> int:
        """To how many decimals a score is printed, by the variant that prints most."""
        nodes = ((rules, rules.nodes.get(path)) for rules in (self.rules, *self.variants))
        return max(printed_places(rules, node) for rules, node in nodes if node is not None)

    @property
    def parts(self) -> Iterator[tuple[RuleSet, pl.DataFrame]]:
        """The units that each variant rates."""
        for number, variant in enumerate(self.variants):
            yield variant, self.frame.filter(pl.col("variant") == number)


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
    ids_of: int = 0  # the number of the rule set whose ids the data have
    _known: dict[Hashable, Dataset] = field(default_factory=dict, repr=False)

    def dataset(self) -> Dataset:
        """The data as the compared rule sets read them together."""
        return self.read_by(self.together.reader)

    def read_by(self, rules: RuleSet) -> Dataset:
        """The data as a rule set reads them: read once for all that read alike."""
        key = tuple((path, reading(rules, path)) for path in rules.entries)
        if key not in self._known:
            self._known[key] = self._read_as_called(rules)
        return self._known[key]

    def _read_as_called(self, rules: RuleSet) -> Dataset:
        """The data as a rule set reads them; their units are called as by the rule set whose ids they have,
        or as by another one that is compared."""
        called = dict.fromkeys([self.compared[self.ids_of].unit, *(own.unit for own in self.compared)])
        unknown: list[KenError] = []
        for unit in called:
            try:
                return self.read(rules if rules.unit == unit else replace(rules, unit=unit))
            except KenError as error:
                if [each.code for each in error.diagnostics] != ["no-key"]:
                    raise
                unknown.append(error)
        raise unknown[0]

    @cached_property
    def together(self) -> Together:
        """The compared rule sets on one dataset."""
        return Together.of_all(self.compared, ids_of=self.ids_of)

    def rated(self, rules: Sequence[RuleSet], only: pl.Series | None = None) -> list[RatedSheet]:
        """A sheet for each rule set; of the units in `only`, where that is given."""
        together = self.together
        if together.reads_alike:
            # what others take parts from
            sources = [other for other in self.compared if not any(other is own for own in rules)]
            every = Together.of_all((*rules, *sources), together.reader)
            return _rated(every, self.read_by(together.reader), only, strict=self.is_strict)[: len(rules)]
        first = self.dataset()
        units = first.frame.select(pl.col(first.claims.key).alias(UNIT))
        if only is not None:
            units = units.filter(pl.col(UNIT).is_in(only.implode()))
        sheets = []
        for own in rules:
            apart, reader = self._apart(own)
            sheet = _rated(apart, self.read_by(reader), only, strict=self.is_strict)[0]
            sheets.append(
                replace(sheet, frame=units.join(sheet.frame, on=UNIT, how="left", maintain_order="left"))
            )
        return sheets

    def _apart(self, own: RuleSet) -> tuple[Together, RuleSet]:
        """A rule set with what it needs of the others, read in its own way; and the rule set by which all is
        read. Columns are called as the data call them."""
        others = (as_read_by(other, own) for other in self.compared)
        every = Together((own, *others), ids_of=1 + self.ids_of)
        if every.has_parts:
            return every, every.reader
        alone = Together((own,), every.reader)
        if alone.reads_alike:
            return alone, every.reader
        named = named_as(own, self.compared[self.ids_of]) if self.together.clashes else own
        return Together((own,), named), named

    def ungiven(self, rules: RuleSet) -> list[Node]:
        """The questions of a rule set for which the data have no column, neither of their own nor of what
        stands above them."""
        reader = self.together.reader if self.together.reads_alike else self._apart(rules)[1]
        claims, nodes = self.read_by(reader).claims, correspondence(rules, reader).new_of
        given = {path for path in rules.nodes if any(map(claims.columns_for, nodes.get(path, ())))}
        return [
            node
            for path, node in rules.nodes.items()
            if is_told(rules, node) and given.isdisjoint((path, *above_of(path)))
        ]

    def described(self) -> Described:
        """The columns of the data that are no scores, and the words of inputs."""
        dataset, inputs = self.dataset(), self.together.reader.inputs
        names = passed_names(dataset.claims, [UNIT])
        units = pl.col(dataset.claims.key).alias(UNIT)
        words = {path: node for path, node in inputs.items() if node.answers is not None}
        said = [
            self._words(path, columns).alias(f"{SAID}{path}")
            for path in words
            if (columns := dataset.claims.columns_for(path))
        ]
        frame = dataset.frame.select(units, *names, *said)
        inputs_named = {name: name.removeprefix(SAID) for name in frame.columns if name.startswith(SAID)}
        return Described(frame, {**names, **inputs_named})

    def _words(self, path: str, columns: Sequence[str]) -> pl.Expr:
        """The word of an input, of which data say the number."""
        rules = self.together.reader
        words = rules.answers[rules.inputs[path].answers or ""].words
        number = pl.coalesce(pl.col(column).cast(pl.Int64) for column in columns)
        return pl.lit(pl.Series(words, dtype=pl.String)).gather(
            pl.when(number.is_between(0, len(words) - 1)).then(number)
        )

    def findings(self) -> tuple[Diagnostic, ...]:
        """What was found in the data: when they were read, and where two columns give one node different
        values."""
        dataset = self.dataset()
        read = [diagnostic for dataset in self._known.values() for diagnostic in dataset.diagnostics]
        return in_order([*read, *told_twice(self.together.reader, dataset, dataset.frame)])


def _rated(together: Together, dataset: Dataset, only: pl.Series | None, *, strict: bool) -> list[RatedSheet]:
    frame = dataset.frame.with_row_index(ROW)
    if only is not None:
        frame = frame.filter(pl.col(dataset.claims.key).is_in(only.implode()))
    groups = [
        (chosen, _of_group(chosen, dataset, strict=strict))
        for chosen in by_words(together, dataset.claims, frame)
    ]
    return [
        _stacked(rules, [(chosen.variants[place], sheets[place]) for chosen, sheets in groups])
        for place, rules in enumerate(together.rules)
    ]


def _of_group(chosen: RowsOfVariants, dataset: Dataset, *, strict: bool) -> list[RatedSheet]:
    """A sheet for each rule set, of units that all are rated by the same variants."""
    together, joint, key = chosen.together, chosen.together.joint, dataset.claims.key
    shown = {
        path
        for plan in joint.plans
        for path in (TOTAL, *(child.path for child in plan.rules.total.children), *plan.required)
    }
    claims = known_to(joint.reader, dataset.claims)
    table = cast("Any", chosen.frame)
    rated = rate_jointly(joint, table, claims, judge=(), shown=shown, strict=strict)
    frame = cast("pl.DataFrame", rated.frame)
    sheets: dict[int, RatedSheet] = {}
    for place, (number, sheet) in enumerate(zip(together.order, rated.sheets, strict=True)):
        plan = joint.plans[place]
        scores = {path: column for (kind, path), column in sheet.items() if kind == "printed"}
        targets = {id_: column for (kind, id_), column in sheet.items() if kind == "target"}
        columns = [pl.col(ROW), pl.col(key).alias(UNIT), pl.col(sheet["rating", ""]).alias("rating")]
        columns.append(pl.col(sheet["status", ""]).alias("status"))
        columns += [pl.col(column).alias(f"score {path}") for path, column in scores.items()]
        columns += [pl.col(column).alias(f"target {id_}") for id_, column in targets.items()]
        leaving = {path: column for (kind, path), column in sheet.items() if kind == "inapplicable"}
        columns += [pl.col(column).alias(f"leaving {path}") for path, column in leaving.items()]
        said = dict(_said(joint.inputs[place], plan.rules, claims))
        columns += [pl.coalesce(names).alias(f"cell {path}") for path, names in said.items()]
        few = tuple(few_respondents(plan, dataset, sheet, frame))
        sheets[number] = RatedSheet(
            together.rules[number],
            frame.select(columns),
            {path: f"score {path}" for path in scores},
            {id_: f"target {id_}" for id_ in targets},
            few,
            cells={path: f"cell {path}" for path in said},
            leaving={path: f"leaving {path}" for path in leaving},
        )
    return [sheets[number] for number in range(len(together.rules))]


def _said(
    inputs: Mapping[str, tuple[str, ...]], rules: RuleSet, claims: Claims
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The columns of each input, and of each node of which data say the word."""
    for path, sources in inputs.items():
        if path in rules.inputs or path in rules.worded:
            columns = claims.columns_for(sources[0])
            if columns:
                yield path, columns


def _stacked(rules: RuleSet, groups: Sequence[tuple[RuleSet | None, RatedSheet]]) -> RatedSheet:
    """The sheets of one rule set as one, in the order of the data. Units of which no variant can be told have
    no results."""
    variants: list[RuleSet] = []
    frames: list[pl.DataFrame] = []
    for variant, sheet in groups:
        frame = sheet.frame
        if variant is None:
            told = pl.lit(None, pl.String).alias("rating"), pl.lit(INCOMPLETE).alias("status")
            frame, number = frame.select(ROW, UNIT, *told, *sheet.cells.values()), UNTOLD
        else:
            number = next((place for place, own in enumerate(variants) if own is variant), len(variants))
            variants += [variant] if number == len(variants) else []
        frames.append(frame.with_columns(pl.lit(number, pl.Int64).alias("variant")))
    whole = frames[0] if len(frames) == 1 else pl.concat(frames, how="diagonal_relaxed").sort(ROW)
    made = [sheet for variant, sheet in groups if variant is not None]
    scores = _merged([sheet.scores for sheet in made])
    targets = _merged([sheet.targets for sheet in made])
    # of units without a variant nothing is known, and nobody may have one
    scores |= {path: f"score {path}" for path in (TOTAL, *(child.path for child in rules.total.children))}
    targets |= {target.id: f"target {target.id}" for target in rules.targets}
    whole = whole.with_columns(
        pl.lit(None, kind).alias(column)
        for columns, kind in ((scores, pl.Float64), (targets, pl.Boolean))
        for column in columns.values()
        if column not in whole.columns
    )
    return RatedSheet(
        rules,
        whole.drop(ROW),
        scores,
        targets,
        tuple(each for sheet in made for each in sheet.few),
        tuple(variants),
        _merged([sheet.cells for _, sheet in groups]),
        _merged([sheet.leaving for sheet in made]),
    )


def _merged(mappings: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {name: column for mapping in mappings for name, column in mapping.items()}


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
