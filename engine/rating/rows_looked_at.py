"""Of units that something may be found of, those that are looked at: each costs an exact evaluation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from ..data.most_told import all_listed, most_told
from ..words.diagnostics import Diagnostic, Position, counted

MAX_FINDINGS = 200  # of one kind


def first_rows(marked: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """The rows that are looked at."""
    return marked.head(most_told(MAX_FINDINGS)).iter_rows(named=True)


@dataclass
class LookedAt:
    """Of how many units of a file's data something may be found, and what was found last."""

    count: int
    file: str
    last: Diagnostic | None = None

    def at(self, found: Diagnostic) -> Diagnostic:
        """Remembers a finding, and gives it back."""
        self.last = found
        return found

    def rest(self) -> Iterator[Diagnostic]:
        """What is told of units that were not looked at, where something was found of others."""
        left = self.count - most_told(MAX_FINDINGS)
        if self.last is not None and left > 0:
            message = counted(
                left,
                "{count} more unit may have the same fault: only the first {shown} were looked at",
                "{count} more units may have the same fault: only the first {shown} were looked at",
                shown=most_told(MAX_FINDINGS),
            )
            yield Diagnostic(self.last.code, message, Position(self.file), all_listed(), "note")


__all__ = ["MAX_FINDINGS", "LookedAt", "first_rows"]
