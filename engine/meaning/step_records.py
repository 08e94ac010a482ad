"""What the steps of a node did with one unit: kept by a run in exact arithmetic for those who tell of it, so
that nothing is decided a second time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from .scoring import Adjustment, Case, Refusal, Row
from .states import Value

if TYPE_CHECKING:
    from .arithmetic.exact import Exact

Stated: TypeAlias = "Value[Exact, bool | None]"
AdjustmentKey = Literal["plus", "at_least", "at_most"]


@dataclass(frozen=True)
class WayTaken:
    """What a way of scoring looked at, and what it made of it: the value of a table or a formula, or the
    `word` of answers; `row` is the row of the table that took the value (of a ladder the last step that was
    passed; None: none)."""

    case: Case
    value: Stated
    made: Stated
    word: str | None = None
    row: Row | None = None


@dataclass(frozen=True)
class AdjustedBy:
    """What became of something added, or of a limit: whether it `holds` (None: it cannot be told), its
    amount, and the value before and after."""

    key: AdjustmentKey
    adjustment: Adjustment
    holds: bool | None
    amount: Stated
    before: Exact
    after: Exact


@dataclass
class StepRecord:
    """What the steps of a node did. `cases` are told in order as far as they were looked at, `way` is what
    the one that was taken made; `kept` says of each child whether it is one of the best that count."""

    cases: list[tuple[Case, bool | None]] = field(default_factory=list)
    way: WayTaken | None = None
    stood_in: bool = False
    adjusted: list[AdjustedBy] = field(default_factory=list)
    rounded: tuple[Exact, Exact] | None = None
    refusals: list[tuple[Refusal, bool | None]] = field(default_factory=list)
    applies: bool | None = True
    kept: list[bool] = field(default_factory=list)


@dataclass
class HeardOf:
    """What the steps of a node heard of its rules in a run of any arithmetic: what each expression came to;
    the value that was looked up in each table; the number that something was added to, or that was limited,
    where there can be one. Expressions, tables and adjustments are known by their `id`."""

    came: dict[int, Any] = field(default_factory=dict)
    looked: dict[int, Value[Any, Any]] = field(default_factory=dict)
    before: dict[int, Any] = field(default_factory=dict)


__all__ = ["AdjustedBy", "HeardOf", "StepRecord", "WayTaken"]
