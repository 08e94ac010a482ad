"""The rows of a rated frame in which columns leave a doubt, settled by the exact arithmetic."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, NamedTuple, TypeVar, cast

from ..data.claims import Claims
from ..data.row_values import given_of
from ..meaning.arithmetic.exact import Exact
from ..meaning.arithmetic.exact_rows import Numbers, RowsArithmetic, Truths
from ..meaning.arithmetic.frames import Frame, Names, collected, is_eager, is_polars, names_for
from ..meaning.choosing import Chosen, taken
from ..meaning.joint import Joint
from ..meaning.model import TOTAL, RuleSet
from ..meaning.one_unit import usable
from ..meaning.plan import Outcome, target_met
from ..meaning.scope import words_at
from ..meaning.states import Given
from ..meaning.statuses import unit_status
from .result_columns import PREFIX, Columns, result_types

DOUBT = f"{PREFIX}doubt"
"""The column that is true where a row is in doubt."""

MOST_NESTED = 40
"""So many units are laid over the others in one round: expressions that nest deeper break engines."""

MOST_AT_ONCE = 2000
"""So many rows are settled together: their exact numbers are in memory."""

Cell = float | str | bool | None


Case = TypeVar("Case")


class _Result(NamedTuple):
    """A column of results: by which rule set, what it is, and what it is called."""

    number: int
    kind: str
    name: str
    column: str


@dataclass(frozen=True)
class DoubtfulRows:
    """How rows in doubt are settled: by which rule sets, from which columns, into the results of which
    `sheets` (one for each rule set); `judge` names the levels of which single nodes are judged (None:
    all)."""

    joint: Joint
    claims: Claims
    judge: Collection[str] | None
    sheets: Sequence[Columns]

    def settled(self, frame: Frame) -> tuple[Frame, int]:
        """The frame with the results of rows in doubt replaced by exact ones, and how many rows these are.
        Only these rows are collected, where the frame is not in memory."""
        if is_eager(frame):
            return self._of_polars(frame) if is_polars(frame) else self._settled_in_memory(frame)
        x, key = names_for(frame), self.claims.key
        # polars has what is exact by a join, and need not say what its columns found
        results = [] if is_polars(frame) else [result.column for result in self._results()]
        doubtful = collected(frame.filter(x.col(DOUBT)).select(key, *self.claims.inputs, *results))
        if not len(doubtful):
            return frame, 0
        rows = doubtful.select(key, *self.claims.inputs).rows(named=True)
        units, cells = [row[key] for row in rows], self._exactly(rows)
        if is_polars(frame):
            return self._joined(frame, units, cells), len(rows)
        found = {column: doubtful.get_column(column).to_list() for column in results}
        return self._laid_over(frame, units, cells, found, x), len(rows)

    def _exactly(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Cell]]:
        """The results of rows by the exact arithmetic, by column. Rows that give the same are settled
        once."""
        alike: dict[Hashable, int] = {}
        columns = self.claims.inputs
        places = [alike.setdefault(tuple(row[column] for column in columns), len(alike)) for row in rows]
        different = [dict(zip(columns, inputs, strict=True)) for inputs in cast("Any", alike)]
        cells: dict[str, list[Cell]] = {result.column: [] for result in self._results()}
        for start in range(0, len(different), MOST_AT_ONCE):
            for column, some in self._together(different[start : start + MOST_AT_ONCE]).items():
                cells[column] += some
        return {column: [some[place] for place in places] for column, some in cells.items()}

    def _together(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Cell]]:
        """The results of some rows, by column."""
        rules = self.joint.reader
        possible = cache(lambda path: rules.possible(rules.entries[path]))
        given = together([usable(rules, given_of(self.claims, row), possible) for row in rows])
        arithmetics = [RowsArithmetic(plan.rules.scale, len(rows)) for plan in self.joint.plans]
        outcomes = self.joint.run(arithmetics, given, judge=self.judge, compare_given=True)
        return {
            result.column: self._cells(arithmetics[result.number], outcomes[result.number], result)
            for result in self._results()
        }

    def _results(self) -> Iterator[_Result]:
        """Every column of results."""
        for number, sheet in enumerate(self.sheets):
            for (kind, name), column in sheet.items():
                yield _Result(number, kind, name, column)

    def _of_polars(self, frame: Any) -> tuple[Frame, int]:
        """Of a frame of polars in memory: columns are made anew where they change."""
        import polars as pl

        if not frame.get_column(DOUBT).any():
            return frame, 0
        places = frame.get_column(DOUBT).arg_true()
        # rows of the frame, not of each column: one that is the same in all rows is no list of them yet
        doubtful = frame[places]
        settled = self._exactly(doubtful.select(*self.claims.inputs).rows(named=True))
        made, dtypes = [], result_types(pl)
        for result in self._results():
            cells = settled[result.column]
            if doubtful.get_column(result.column).to_list() != cells:
                column, own = frame.get_column(result.column), pl.Series(cells, dtype=dtypes[result.kind])
                made.append(column.cast(dtypes[result.kind]).scatter(places, own))
        return frame.with_columns(made), len(places)

    def _settled_in_memory(self, frame: Any) -> tuple[Frame, int]:
        """Of a frame of narwhals in memory: its columns are made anew."""
        import narwhals as nw

        rows = [row for row, doubtful in enumerate(frame.get_column(DOUBT).to_list()) if doubtful]
        if not rows:
            return frame, 0
        settled = self._exactly(list(frame.select(*self.claims.inputs)[rows].rows(named=True)))
        made, dtypes = [], result_types(nw)
        for result in self._results():
            cells = [
                None if type(cell).__name__ == "NAType" else cell
                for cell in frame.get_column(result.column).to_list()
            ]
            for row, cell in zip(rows, settled[result.column], strict=True):
                cells[row] = cell
            made.append(
                nw.new_series(result.column, cells, dtypes[result.kind], backend=frame.implementation)
            )
        return frame.with_columns(*made), len(rows)

    def _laid_over(
        self,
        frame: Frame,
        units: Sequence[Any],
        cells: Mapping[str, Sequence[Cell]],
        found: Mapping[str, Sequence[Cell]],
        x: Names,
    ) -> Frame:
        """Of a lazy frame of any library: a condition on the key for each cell that columns `found`
        otherwise."""
        dtypes = result_types(x)
        others = {
            result: [
                (unit, exact)
                for unit, exact, other in zip(units, cells[result.column], found[result.column], strict=True)
                if other != exact
            ]
            for result in self._results()
        }
        for start in range(0, max(map(len, others.values()), default=0), MOST_NESTED):
            exprs = []
            for result, changes in others.items():
                expr = x.col(result.column)
                for unit, value in changes[start : start + MOST_NESTED]:
                    cell = x.lit(value, dtype=dtypes[result.kind])
                    expr = x.when(x.col(self.claims.key) == unit).then(cell).otherwise(expr)
                if changes[start:]:
                    exprs.append(expr.alias(result.column))
            frame = frame.with_columns(*exprs)
        return frame

    def _joined(self, frame: Any, units: Sequence[Any], cells: Mapping[str, Sequence[Cell]]) -> Frame:
        """Of a lazy frame of polars: by a join on the key."""
        import polars as pl

        key, dtypes = self.claims.key, result_types(pl)
        settled = pl.DataFrame(
            {
                f"{PREFIX}unit": pl.Series(units, dtype=frame.collect_schema()[key]),
                f"{PREFIX}settled": [True] * len(units),
                **{
                    f"{PREFIX}new {result.column}": pl.Series(cells[result.column], dtype=dtypes[result.kind])
                    for result in self._results()
                },
            }
        )
        joined = frame.join(
            settled.lazy(), left_on=key, right_on=f"{PREFIX}unit", how="left", maintain_order="left"
        )
        replaced: Frame = joined.with_columns(
            pl.when(pl.col(f"{PREFIX}settled"))
            .then(pl.col(f"{PREFIX}new {result.column}"))
            .otherwise(pl.col(result.column))
            .alias(result.column)
            for result in self._results()
        )
        return replaced

    def _cells(self, a: RowsArithmetic, outcome: Outcome[Numbers, Truths], result: _Result) -> list[Cell]:
        """What the exact results of rows put into a column."""
        name, plan = result.name, self.joint.plans[result.number]
        match result.kind:
            case "printed":
                printed = outcome.printed[name] or a.nothing()
                return [None if number is None else float(number) for number in printed]
            case "judged":
                judged = _taken(a, outcome.judged.get(name))
                return [None if judgement is None else judgement.result for judgement in judged]
            case "word":
                number = outcome.word(name).number or a.nothing()
                words = words_at(plan.rules, name) or ()
                return [None if each is None else words[int(each)] for each in number]
            case "refused" | "undecided" | "inapplicable":
                return _truths(a, getattr(outcome.nodes[name], result.kind))
            case "few":
                return _truths(a, outcome.few.get(name))
            case "differs":
                return _truths(a, outcome.differs.get(name))
            case "target":
                target = next(target for target in plan.rules.targets if target.id == name)
                met: Truths = target_met(plan, a, target, outcome)
                return list(met)
            case "rating":
                return [None if band is None else band.rating for band in _taken(a, outcome.bands)]
            case _:
                return self._statuses(a, outcome, plan.rules)

    def _statuses(self, a: RowsArithmetic, outcome: Outcome[Numbers, Truths], rules: RuleSet) -> list[Cell]:
        printed = outcome.printed[TOTAL] or a.nothing()
        results = _taken(a, outcome.bands) if rules.bands else printed
        out = _truths(a, outcome.nodes[TOTAL].inapplicable)
        return [
            unit_status(rules, has_result=result is not None, leaves=bool(leaves))
            for result, leaves in zip(results, out, strict=True)
        ]


def together(units: Sequence[Given[Exact, bool | None]]) -> Given[Numbers, Truths]:
    """What is given of some units, by the same columns of a table, as lists: equal numbers are one."""
    first, known = units[0], dict[tuple[int, int], Exact]()

    def one(number: Exact) -> Exact:
        return known.setdefault(number.as_integer_ratio(), number) if isinstance(number, Fraction) else number

    refused = dict.fromkeys(path for unit in units for path in unit.refused)
    return Given(
        {path: [one(unit.scores[path]) for unit in units] for path in first.scores},
        {path: [one(unit.answers[path]) for unit in units] for path in first.answers},
        {path: [unit.respondents[path] for unit in units] for path in first.respondents},
        {path: [bool(unit.refused.get(path)) for unit in units] for path in refused},
        whole={alias: [one(unit.whole[alias]) for unit in units] for alias in first.whole},
    )


def _truths(a: RowsArithmetic, truths: Truths | None) -> list[Cell]:
    return [bool(truth) for truth in truths] if truths is not None else [False] * a.count


def _taken(a: RowsArithmetic, chosen: Chosen[Numbers, Truths, Case] | None) -> list[Case | None]:
    """The case of each row; None where there is none."""
    if chosen is None:
        return [None] * a.count
    return [taken(Chosen(chosen.cases, (), number)) for number in chosen.number]


__all__ = ["DOUBT", "DoubtfulRows"]
