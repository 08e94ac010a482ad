"""Files of columns that turn out to be damaged on the way. They are gone through lazily, so that nobody knows
before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import polars as pl

from ..words.diagnostics import Diagnostic, KenError, Position
from .piped import is_piped, kept
from .readers import typed_file
from .readers.refusals import damaged


def is_panic(problem: BaseException) -> bool:
    """Whether a library in Rust gave up, which is no Exception to Python."""
    return type(problem).__name__ == "PanicException"


@contextmanager
def damage_told(paths: Iterable[Path | str]) -> Iterator[None]:
    """Work on files. Raises KenError where it fails because some of them are damaged."""
    try:
        yield
    except BaseException as problem:
        if not (is_panic(problem) or isinstance(problem, pl.exceptions.PolarsError)):
            raise
        faults = [fault for path in dict.fromkeys(paths) if (fault := _fault(Path(path)))]
        if not faults:
            raise
        raise KenError(faults) from None


def _fault(path: Path) -> Diagnostic | None:
    """That a file of columns is damaged; None of one that can be read whole, and of others."""
    own = kept(path) if is_piped(path) else path
    if own.suffix.casefold() not in typed_file.SUFFIXES:
        return None
    try:
        typed_file.whole(own)
    except BaseException as problem:
        if not (is_panic(problem) or isinstance(problem, (OSError, pl.exceptions.PolarsError))):
            raise
        return replace(damaged(str(own)), position=Position(str(path)))
    return None


__all__ = ["damage_told", "is_panic"]
