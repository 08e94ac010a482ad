"""What a node does with what it is given: raw values, tables, cases, limits, roundings. Frozen data of the
model, as model.py has the rest of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, TypeAlias

from ..words.diagnostics import Position
from .titles import UNTITLED, Title

if TYPE_CHECKING:
    from .expressions import Expression
    from .model import Rounding

NOWHERE = Position("")

NOT_APPLICABLE = "not_applicable"
"""What stands for a score where a node leaves its parent without being missing."""

StandIn: TypeAlias = Fraction | Literal["not_applicable"]
"""What stands in the place of an outcome that is missing."""


@dataclass(frozen=True)
class RawValue:
    """What a raw value can be: a number between two ends (None: without end).

    `decimals` is how many it may have (None: any), `rounding` how one with more is read (None: it is
    refused), `step` what it is a multiple of. `missing` is the value that stands for an empty cell; nobody
    can change what is `fixed`. `measure` is for readers."""

    minimum: Fraction | None = None
    maximum: Fraction | None = None
    decimals: int | None = None
    rounding: Rounding | None = None
    step: Fraction | None = None
    missing: Fraction | None = None
    fixed: bool = False
    measure: str | None = None

    @property
    def grid(self) -> Fraction | None:
        """What every value is a multiple of, once it is read; None where values may lie anywhere."""
        return None if self.decimals is None or self.step is not None else Fraction(1, 10**self.decimals)

    @property
    def ends(self) -> tuple[Fraction | None, Fraction | None]:
        """Between which ends values lie, once they are read; None: without end. A value that is rounded may
        go beyond its range, and so may one that stands for an empty cell."""
        low, high, grid = self.minimum, self.maximum, self.grid
        if grid is not None:
            low, high = (
                (None if low is None else low // grid * grid),
                (None if high is None else -(-high // grid) * grid),
            )
        if self.missing is not None:
            low, high = (
                (None if low is None else min(low, self.missing)),
                (None if high is None else max(high, self.missing)),
            )
        return low, high


@dataclass(frozen=True)
class Row:
    """A row of a table: values from `low` to `high` (None: without end), without `low` itself where it is
    `above`, have a score; where `end` is another one, scores on the straight line from one to the other."""

    low: Fraction | None
    high: Fraction | None
    score: Fraction
    end: Fraction | None = None
    above: bool = False
    position: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class PointsTable:
    """A table that gives a value its score, by the first row that takes it, lowest rows first; a value in no
    row has none. Of a ladder (`is_ladder`) the rows are steps: the last one passed counts, and `otherwise` is
    the score below the first."""

    rows: tuple[Row, ...]
    otherwise: Fraction | None = None
    is_ladder: bool = False
    position: Position = field(default=NOWHERE, compare=False)

    def takes_all(self, value: RawValue) -> bool:
        """Whether some row takes each raw value that there can be, so that none is without a score."""
        step, (low, high) = value.grid, value.ends
        ends = [end for row in self.rows[:-1] if (end := row.high) is not None]
        if self.is_ladder or step is None or len(ends) < len(self.rows) - 1 or ends != sorted(ends):
            return False
        first, last = self.rows[0], self.rows[-1]
        if first.low is not None and (first.above or low is None or first.low > low):
            return False
        if last.high is not None and (high is None or last.high < high):
            return False
        after = [(end // step + 1) * step for end in ends]  # the least value beyond the end of a row
        return all(
            row.low is not None and (row.low < least or (row.low == least and not row.above))
            for least, row in zip(after, self.rows[1:], strict=True)
        )


@dataclass(frozen=True)
class Case:
    """One of several ways of scoring: where `when` holds (None: always) the score comes of the answer scale
    `answers`, of the table `points`, or of the formula `score`; `of` is what is looked up, if it is not the
    node's own."""

    when: Expression | None
    answers: str | None = None
    points: PointsTable | None = None
    score: Expression | None = None
    of: Expression | None = None
    position: Position = field(default=NOWHERE, compare=False)
    title: Title = UNTITLED
    source: str | None = None


@dataclass(frozen=True)
class Adjustment:
    """Something added to a value, or a limit of it, where `when` holds (None: always)."""

    amount: Expression
    when: Expression | None = None
    position: Position = field(default=NOWHERE, compare=False)
    source: str | None = None

    @property
    def names_score(self) -> bool:
        """Whether it, or its condition, names the node's own score."""
        expressions = (self.amount, self.when)
        return any("score" in expression.names for expression in expressions if expression is not None)


@dataclass(frozen=True)
class RatingLimit:
    """A unit is rated no better than `rating` where `when` holds."""

    rating: str
    when: Expression
    source: str | None = None
    position: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Refusal:
    """Values that contradict each other where `when` holds, and why."""

    when: Expression
    because: Title
    position: Position = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class RoundStep:
    """A value carried rounded from here on: to so many decimals, or to multiples of a step; by `rounding`, or
    the scale's where it is None."""

    decimals: int | None = None
    step: Fraction | None = None
    rounding: Rounding | None = None


__all__ = [
    "NOT_APPLICABLE",
    "Adjustment",
    "Case",
    "PointsTable",
    "RatingLimit",
    "RawValue",
    "Refusal",
    "RoundStep",
    "Row",
    "StandIn",
]
