"""Golden tests of many rule sets are run at once."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..words.diagnostics import Diagnostic, KenError, say
from .at_once import made_at_once
from .golden import FileResult, run_file


def run_files(files: Sequence[Path]) -> tuple[list[FileResult], list[Diagnostic]]:
    """The outcomes of some files of cases, in their order, and what is wrong with those that cannot be
    run."""
    broken = say("a process that runs golden tests has ended before its time")
    made = made_at_once(_ran, files, [str(file) for file in files], broken)
    results = [own for own in made if isinstance(own, FileResult)]
    return results, [found for own in made if not isinstance(own, FileResult) for found in own]


def _ran(file: Path) -> FileResult | tuple[Diagnostic, ...]:
    try:
        return run_file(file)
    except KenError as problem:
        return problem.diagnostics


__all__ = ["run_files"]
