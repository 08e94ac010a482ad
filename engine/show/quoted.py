"""The lines of files to be shown beside what is said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from ..words.diagnostics import Diagnostic

MAX_BYTES = 1_000_000  # of a file are looked at: no rule set is larger


def lines_of(diagnostics: Iterable[Diagnostic]) -> Mapping[str, tuple[str, ...]]:
    """The lines of the files that diagnostics speak of, by file; one that cannot be read, or has no lines, is
    left out."""
    lines: dict[str, tuple[str, ...]] = {}
    for file in {told.position.file for told in diagnostics if told.position.line and not told.position.cell}:
        try:
            raw = Path(file).read_bytes()[:MAX_BYTES]
        except OSError:
            continue
        lines[file] = tuple(raw.decode("utf-8-sig", errors="replace").split("\n"))
    return lines


__all__ = ["lines_of"]
