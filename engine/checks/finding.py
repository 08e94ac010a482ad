"""What a check finds: a diagnostic, or scores that show something, and the diagnostic that tells of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from ..diagnostics import Diagnostic
from ..proofs import Shown, Witness


@dataclass(frozen=True)
class Finding:
    """Scores that show something. They are told of when they are as easy to read as the time allows."""

    shown: Shown
    told: Callable[[Sequence[Witness]], Diagnostic]


Result: TypeAlias = "Diagnostic | Finding"

__all__ = ["Finding", "Result"]
