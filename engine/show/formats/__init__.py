"""The formats that Ken writes: one file each, found by themselves.

A format is a module with `SUFFIXES` (of its files; of some none), `SHAPES` (fields of an exhibit, the first
that is filled is shown) and `written(exhibit, speech)`, which gives the pieces of the file. Its name is that
of its module. What one format guards against (formulas in cells, codes of terminals, markup) it guards
against for every command."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Protocol, cast

from ...words.diagnostics import Diagnostic, KenError, Position, Text, say
from ...words.speech import Speech
from ..exhibit import Exhibit


class Format(Protocol):
    """A module of this folder."""

    @property
    def SUFFIXES(self) -> tuple[str, ...]:  # noqa: N802
        """The suffixes of its files."""
        ...

    @property
    def SHAPES(self) -> tuple[str, ...]:  # noqa: N802
        """The fields of an exhibit that it shows, the first that is filled."""
        ...

    def written(self, exhibit: Exhibit, speech: Speech) -> Iterator[bytes]:
        """The file of an exhibit, in pieces."""
        ...


class DoesNotFitError(Exception):
    """What a command has found is more than a format holds; the hint says which ones hold it. `written`
    raises it before the first piece."""

    def __init__(self, message: Text, hint: Text) -> None:
        self.message, self.hint = message, hint
        super().__init__(str(message))


@cache
def names() -> tuple[str, ...]:
    """The names of all formats."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@cache
def format_named(name: str) -> Format:
    """A format by its name."""
    return cast(Format, importlib.import_module(f"{__name__}.{name}"))


def fitting(shapes: Collection[str]) -> dict[str, Format]:
    """The formats of what has some shapes, by name."""
    every = {name: format_named(name) for name in names()}
    return {name: each for name, each in every.items() if set(each.SHAPES) & set(shapes)}


def by_suffix(path: Path, shapes: Collection[str]) -> Format:
    """The format of a file. Raises KenError for one that what has these shapes cannot be written in."""
    suffixes = {suffix: each for each in fitting(shapes).values() for suffix in each.SUFFIXES}
    found = suffixes.get(path.suffix.casefold())
    if found is None:
        message = say("“{suffix}” is no kind of file that can be written", suffix=path.suffix)
        hint = say("use one of {suffixes}", suffixes=sorted(suffixes))
        raise KenError([Diagnostic("unwritable", message, Position(str(path)), hint)])
    return found


__all__ = ["DoesNotFitError", "Format", "by_suffix", "fitting", "format_named", "names"]
