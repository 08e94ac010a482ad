"""What a run leaves behind: temporary files, which whoever ends it removes, and files that it has written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..words.diagnostics import Text, listed, say

WRITTEN: list[Path] = []
"""The files that this process has written."""
_TEMPORARY: set[Path] = set()
TRIES = 20
"""How often a folder is emptied into which the run that ends may still write."""
_ACCOUNTS: list[Callable[[], Text]] = []


def until_the_end(path: Path) -> Path:
    """A temporary file that is there as long as the run."""
    _TEMPORARY.add(path)
    return path


def keep(paths: Iterable[Path]) -> None:
    """Files that were temporary until all of them were written."""
    WRITTEN.extend(paths)
    _TEMPORARY.difference_update(paths)


@contextmanager
def while_within(path: Path) -> Iterator[Path]:
    """A temporary file or folder that is gone afterwards."""
    _TEMPORARY.add(path)
    try:
        yield path
    finally:
        _remove(path)
        _TEMPORARY.discard(path)


def remove_all() -> None:
    """Removes every temporary file that is still there."""
    while _TEMPORARY:
        _remove(_TEMPORARY.pop())


def _remove(path: Path) -> None:
    with suppress(OSError):
        for _ in range(TRIES):
            if not path.is_dir():
                path.unlink()
                return
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def accounted(account: Callable[[], Text]) -> Iterator[None]:
    """Says of work on many files what was done; not file by file."""
    _ACCOUNTS.append(account)
    try:
        yield
    finally:
        _ACCOUNTS.remove(account)


def what_was_written() -> Text:
    """What a run that ends now has written."""
    if _ACCOUNTS:
        return _ACCOUNTS[-1]()
    if not WRITTEN:
        return say("nothing was written")
    return listed([say("{file} is written", file=os.fspath(path)) for path in WRITTEN])


__all__ = ["WRITTEN", "accounted", "keep", "remove_all", "until_the_end", "what_was_written", "while_within"]
