"""The rows of a rated frame in which columns leave a doubt, settled by the exact arithmetic."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ..data.claims import Claims
from ..data.row_values import given_of
from ..meaning.arithmetic.exact import ExactArithmetic
from ..meaning.arithmetic.frames import Frame, Names, collected, is_eager, is_polars, names_for
from ..meaning.choosing import taken
from ..meaning.joint import Joint
from ..meaning.one_unit import ExactResult, evaluate_jointly
from ..meaning.plan import target_met
from .result_columns import PREFIX, Columns, result_types

DOUBT = f"{PREFIX}doubt"
"""The column that is true where a row is in doubt."""

MOST_NESTED = 40
"""So many units are laid over the others in one round: expressions that nest deeper break engines."""

Cell = float | str | bool | None


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
        if is_eager(frame) and not is_polars(frame):
            return self._settled_in_memory(frame)
        x, key = names_for(frame), self.claims.key
        doubtful = collected(frame.filter(x.col(DOUBT)).select(key, *self.claims.inputs))
        by_unit = {row[key]: self._exactly(row) for row in doubtful.rows(named=True)}
        if not by_unit:
            return frame, 0
        replaced = self._joined(frame, by_unit) if is_polars(frame) else self._laid_over(frame, by_unit, x)
        return replaced, len(doubtful)

    def _exactly(self, row: Mapping[str, object]) -> list[ExactResult]:
        return evaluate_jointly(self.joint, given_of(self.claims, row), judge=self.judge)

    def _results(self) -> Iterator[_Result]:
        """Every column of results."""
        for number, sheet in enumerate(self.sheets):
            for (kind, name), column in sheet.items():
                yield _Result(number, kind, name, column)

    def _settled_in_memory(self, frame: Any) -> tuple[Frame, int]:
        """Of a frame of narwhals in memory: its columns are made anew."""
        import narwhals as nw

        rows = [row for row, doubtful in enumerate(frame.get_column(DOUBT).to_list()) if doubtful]
        if not rows:
            return frame, 0
        settled = [self._exactly(row) for row in frame.select(*self.claims.inputs)[rows].rows(named=True)]
        made, dtypes = [], result_types(nw)
        for result in self._results():
            cells = [
                None if type(cell).__name__ == "NAType" else cell
                for cell in frame.get_column(result.column).to_list()
            ]
            for row, exact in zip(rows, settled, strict=True):
                cells[row] = self._cell(exact, result)
            made.append(
                nw.new_series(result.column, cells, dtypes[result.kind], backend=frame.implementation)
            )
        return frame.with_columns(*made), len(rows)

    def _laid_over(self, frame: Frame, by_unit: Mapping[Any, list[ExactResult]], x: Names) -> Frame:
        """Of a lazy frame of any library: a condition on the key for each unit."""
        units, dtypes = list(by_unit), result_types(x)
        for start in range(0, len(units), MOST_NESTED):
            exprs = []
            for result in self._results():
                expr = x.col(result.column)
                for unit in units[start : start + MOST_NESTED]:
                    cell = x.lit(self._cell(by_unit[unit], result), dtype=dtypes[result.kind])
                    expr = x.when(x.col(self.claims.key) == unit).then(cell).otherwise(expr)
                exprs.append(expr.alias(result.column))
            frame = frame.with_columns(*exprs)
        return frame

    def _joined(self, frame: Any, by_unit: Mapping[Any, list[ExactResult]]) -> Frame:
        """Of a frame of polars: by a join on the key."""
        import polars as pl

        key, dtypes = self.claims.key, result_types(pl)
        settled = pl.DataFrame(
            {
                f"{PREFIX}unit": pl.Series(list(by_unit), dtype=frame.collect_schema()[key]),
                f"{PREFIX}settled": [True] * len(by_unit),
                **{
                    f"{PREFIX}new {result.column}": pl.Series(
                        [self._cell(exact, result) for exact in by_unit.values()], dtype=dtypes[result.kind]
                    )
                    for result in self._results()
                },
            }
        )
        joined = frame.join(
            settled.lazy() if hasattr(frame, "collect") else settled,
            left_on=key,
            right_on=f"{PREFIX}unit",
            how="left",
            maintain_order="left",
        )
        replaced: Frame = joined.with_columns(
            pl.when(pl.col(f"{PREFIX}settled"))
            .then(pl.col(f"{PREFIX}new {result.column}"))
            .otherwise(pl.col(result.column))
            .alias(result.column)
            for result in self._results()
        )
        return replaced

    def _cell(self, exact: Sequence[ExactResult], result: _Result) -> Cell:
        """What the exact results of a unit, one for each rule set, put into a column."""
        plan, of_unit = self.joint.plans[result.number], exact[result.number]
        outcome, name = of_unit.outcome, result.name
        match result.kind:
            case "printed":
                printed = outcome.printed[name]
                return None if printed is None else float(printed)
            case "judged":
                judgement = taken(outcome.judged.get(name))
                return None if judgement is None else judgement.result
            case "word":
                return of_unit.word(name)
            case "refused" | "undecided" | "inapplicable":
                return bool(getattr(outcome.nodes[name], result.kind))
            case "few":
                return bool(outcome.few.get(name))
            case "differs":
                return bool(outcome.differs.get(name))
            case "target":
                target = next(target for target in plan.rules.targets if target.id == name)
                return target_met(plan, ExactArithmetic(plan.rules.scale), target, outcome)
            case "rating":
                return of_unit.rating
            case _:
                return of_unit.status


__all__ = ["DOUBT", "DoubtfulRows"]
