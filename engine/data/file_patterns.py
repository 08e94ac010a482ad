"""The files that a path with signs such as * means, found within bounds."""

from __future__ import annotations

import glob
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatch
from itertools import islice
from pathlib import Path

from ..words.diagnostics import Text, say
from ..words.hints import suggestion
from ..words.natural_order import natural_path, naturally

MOST_FILES = 10_000  # that a pattern matches
MOST_ENTRIES = 300_000  # of folders that are looked at
MOST_SECONDS = 5.0
MOST_PARTS = 200  # of a path
MOST_NEAR = 2_000  # files that are asked whether one of them is meant
FEW = 5
ANY_DEPTH = "**"


class TooWideError(Exception):
    """A pattern that matches too much, or looks at too much; `message` says which."""

    def __init__(self, message: Text) -> None:
        super().__init__(str(message))
        self.message = message


def is_pattern(path: str) -> bool:
    """Whether a path may mean several files."""
    return glob.has_magic(path)


def matching(folder: Path, pattern: str) -> tuple[Path, ...]:
    """The files that a pattern means, seen from a folder: each once, whatever links lead to it, in the order
    of their names. Names with a dot before them have to be told. Raises TooWideError."""
    anchor, *parts = Path(pattern).parts if Path(pattern).anchor else ("", *Path(pattern).parts)
    found = []
    for path in _Walk().matched(Path(anchor) if anchor else folder, parts):
        found.append(path)
        if len(found) > MOST_FILES:
            raise TooWideError(say("this matches more than {most} files", most=f"{MOST_FILES:,}"))
    if ANY_DEPTH in parts:  # the folders on the way are not meant
        found = [path for path in found if not path.is_dir()]
    return tuple(sorted(each_once(found), key=natural_path))


def each_once(paths: Iterable[Path]) -> Iterator[Path]:
    """Files without those that are another one of them, reached through a link."""
    seen = set()
    for path in sorted(paths, key=lambda path: (path.is_symlink(), str(path))):
        if (real := os.path.realpath(path)) not in seen:
            seen.add(real)
            yield path


def near_files(folder: Path, pattern: str) -> list[str]:
    """Paths that may be meant by a path or pattern that no file has: the one of nearly that name, or a few of
    the files beside it."""
    inner, name = os.path.split(pattern)
    try:
        with os.scandir(folder / inner) as entries:
            found = naturally(entry.name for entry in islice(entries, MOST_NEAR) if entry.is_file())
    except (OSError, ValueError):
        return []
    alike = [own for own in found if fnmatch(own.casefold(), name.casefold())]
    near = suggestion(name, found)
    suffix = Path(name).suffix.casefold()
    beside = [own for own in found if Path(own).suffix.casefold() == suffix]
    chosen = alike[:FEW] or ([near] if near else beside[:FEW])
    return [str(Path(inner) / own) for own in chosen]


class _Walk:
    """One way through folders. It does not go on for ever."""

    def __init__(self) -> None:
        self.looked = 0
        self.ends = time.monotonic() + MOST_SECONDS

    def matched(self, folder: Path, parts: Sequence[str]) -> Iterator[Path]:
        """What lies in a folder under names of that form, a part a level."""
        if not 0 < len(parts) <= MOST_PARTS:  # no path is as long
            return
        first, rest = parts[0], parts[1:]
        if first == ANY_DEPTH:
            rest = rest or ["*"]
            for below in self._folders(folder):
                yield from self.matched(below, rest)
        elif not is_pattern(first):
            path = folder / first
            if rest:
                yield from self.matched(path, rest)
            elif os.path.lexists(path):
                yield path
        else:
            for entry in self._entries(folder):
                if fnmatch(entry.name, first) and (first.startswith(".") or not entry.name.startswith(".")):
                    if not rest:
                        yield folder / entry.name
                    elif _is_folder(entry):
                        yield from self.matched(folder / entry.name, rest)

    def _folders(self, top: Path) -> Iterator[Path]:
        """A folder and all below it. One that links lead to as well is gone into once: links wait until the
        folders themselves are done."""
        seen: set[str] = set()
        waiting, links = [top], list[Path]()
        while waiting or links:
            folder = waiting.pop() if waiting else links.pop(0)
            if (real := os.path.realpath(folder)) in seen:
                continue
            seen.add(real)
            yield folder
            for entry in self._entries(folder):
                if not entry.name.startswith(".") and _is_folder(entry):
                    (links if entry.is_symlink() else waiting).append(folder / entry.name)

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        """What lies in a folder; nothing of one that cannot be looked into."""
        found = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    self._look()
                    found.append(entry)
        except (OSError, ValueError):
            return found
        self._look()
        return found

    def _look(self) -> None:
        self.looked += 1
        if self.looked > MOST_ENTRIES or time.monotonic() > self.ends:
            message = say(
                "to find what this matches takes too long: {count} files and folders were looked at",
                count=f"{self.looked - 1:,}",
            )
            raise TooWideError(message)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


__all__ = ["MOST_FILES", "TooWideError", "each_once", "is_pattern", "matching", "near_files"]
