"""A decision on the way to a rating."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from ..words.diagnostics import Text

StepName = Literal[
    "variant", "read", "of", "applies", "refuse", "cases", "answers", "points", "score", "combine", "best",
    "missing", "plus", "at_least", "at_most", "round", "given", "table", "bands", "notches",
    "no_better_than",
]  # fmt: skip
"""By the keys that rules write them under."""


@dataclass(frozen=True)
class Decision:
    """What one step did: in words, and for programs in `data` (numbers, texts and truths by name). What
    changed nothing is not told to people (`told`)."""

    step: StepName
    words: Text
    data: Mapping[str, object] = field(default_factory=dict)
    told: bool = True


__all__ = ["Decision", "StepName"]
