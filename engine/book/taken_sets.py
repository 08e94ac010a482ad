"""The rule sets that `like` takes: found, read once each, and within bounds."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from .document import Document, Place, Plain, walk
from .folder import SUFFIXES

MOST_STEPS = 20
MOST_SETS = 50


def names_set(name: str) -> bool:
    """Whether `like` names a rule set, and no node: family/version, or the path of a file."""
    return "/" in name or Path(name).suffix.casefold() in SUFFIXES


class TakenSets:
    """The rule sets that are taken while one is loaded, each read once. `find` finds the file of a name, as
    seen from a file; `resolve` reads it with all that it is laid over."""

    def __init__(
        self,
        find: Callable[[str, Position], Path],
        resolve: Callable[[Path, TakenSets], tuple[Document, list[Diagnostic]]],
    ) -> None:
        self._find, self._resolve = find, resolve
        self._known: dict[Path, Document] = {}
        self._lost: set[tuple[str, str]] = (
            set()
        )  # names that cannot be taken, each with the file that says it
        self._going: list[Path] = []  # the files that are being laid, each for the sake of the one before

    @property
    def files(self) -> tuple[str, ...]:
        """The files of all that is taken, each once."""
        return tuple(dict.fromkeys(file for document in self._known.values() for file in document.lines))

    def begin(self, path: Path) -> None:
        """A file is being laid from now on: nothing that it takes may take it."""
        self._going.append(path)

    def end(self) -> None:
        """The file that was begun last is laid."""
        self._going.pop()

    def of(self, name: str, at: Position) -> tuple[Document | None, list[Diagnostic]]:
        """The document of a rule set that is named at a position, and what is wrong with it: told the first
        time. None where there is none to take."""
        if (name, at.file) in self._lost or len(self._lost) > MOST_SETS:
            return None, []
        try:
            path = self._find(name, at)
            real = Path(os.path.realpath(path))
            if real in self._known:
                return self._known[real], []
            self._bounded(path, at)
            going = list(self._going)
            try:
                document, faults = self._resolve(path, self)
            finally:
                self._going = going
        except KenError as problem:
            self._lost.add((name, at.file))
            return None, list(problem.diagnostics)
        self._known[real] = document
        return document, faults

    def _bounded(self, path: Path, at: Position) -> None:
        """Raises KenError where a file would take itself, or too many are taken."""
        going = [Path(os.path.realpath(each)) for each in self._going]
        if (real := Path(os.path.realpath(path))) in going:
            message = say(
                "rule sets take each other in a circle: {steps}",
                steps=_steps([*going[going.index(real) :], real]),
            )
            hint = say("let one of them stand on its own, without like:")
        elif len(going) >= MOST_STEPS:
            message = say("a chain of more than {most} rule sets that take each other", most=MOST_STEPS)
            hint = say("copy less by like:")
        elif len(self._known) >= MOST_SETS:
            message = say("more than {most} rule sets are taken by like:", most=MOST_SETS)
            hint = say("copy less by like:")
        else:
            return
        raise KenError([Diagnostic("extends-cycle", message, at, hint)])


def _steps(files: Sequence[Path]) -> Text:
    """Files as a message lists them, by what their paths have of their own."""
    common = os.path.commonpath([file.parent for file in files])
    first, *others = (file.relative_to(common).as_posix() for file in files)
    steps = say("{name}", name=first)
    for name in others:
        steps = say("{steps} → {name}", steps=steps, name=name)
    return steps


def names_taken(patch: Plain) -> Iterator[tuple[str, Place]]:
    """The rule sets that a patch takes by `like`, each with the place of its name; those of variants are
    taken when these are laid."""
    if isinstance(patch, dict):
        data: Plain = {key: value for key, value in patch.items() if key != "variants"}
        for place, value in walk(data, ()):
            if place[-1:] == ("like",) and isinstance(value, str) and names_set(value):
                yield value, place


__all__ = ["TakenSets", "names_set", "names_taken"]
