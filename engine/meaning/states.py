"""The states that a value can be in, and what data say of a unit before any rule is applied.

Refused goes before undecided, undecided before missing, missing before not applicable and known. Refused and
undecided poison everything above them, whatever the policy for missing scores says; a score that is given
shields what stands above it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic

from .arithmetic import Number, Truth


class State(Enum):
    """What can be said of a node's value."""

    KNOWN = "known"
    MISSING = "missing"  # the data have none
    REFUSED = "refused"  # the data have one that cannot be right
    NOT_APPLICABLE = "not applicable"  # it leaves its parent without being missing
    UNDECIDED = "undecided"  # everything is there, and it cannot be told: a division by nought


@dataclass(frozen=True)
class Value(Generic[Number, Truth]):
    """A node's value in every unit: `number` is missing wherever one of the states below holds (None: in all
    of them). None for a state: in no unit. `assumed` says where the policy for missing scores has stood in
    for something below."""

    number: Number | None = None
    refused: Truth | None = None
    undecided: Truth | None = None
    inapplicable: Truth | None = None
    assumed: Truth | None = None


@dataclass(frozen=True)
class Given(Generic[Number, Truth]):
    """What the data say, by path. `scores` are a node's own score, or the raw value of a question with a
    formula; `answers` the mean of the answers of respondents; `respondents` how many answered anything at or
    below a node; `refused` where the data have a value that cannot be right; `inapplicable` where a node does
    not apply. `whole` has by alias what was given for it."""

    scores: Mapping[str, Number | None] = field(default_factory=dict)
    answers: Mapping[str, Number | None] = field(default_factory=dict)
    respondents: Mapping[str, Number] = field(default_factory=dict)
    refused: Mapping[str, Truth] = field(default_factory=dict)
    inapplicable: Mapping[str, Truth] = field(default_factory=dict)
    whole: Mapping[str, Number | None] = field(default_factory=dict)


def state_of(value: Value[Any, bool | None]) -> State:
    """The state of one unit's value, in the exact arithmetic."""
    if value.refused:
        return State.REFUSED
    if value.undecided:
        return State.UNDECIDED
    if value.number is not None:
        return State.KNOWN
    return State.NOT_APPLICABLE if value.inapplicable else State.MISSING


__all__ = ["Given", "State", "Value", "state_of"]
