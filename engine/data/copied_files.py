"""Files of respondents that are there twice, under two names: their answers would count twice."""

from __future__ import annotations

import filecmp
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..words.diagnostics import Diagnostic, Position, say
from ..words.hints import if_meant
from .manifest import Part

CODE = "same-contents"
LEAST_BYTES = 1_000  # of a file that is another one by no chance


def copied_files(parts: Sequence[Part]) -> Iterator[Diagnostic]:
    """An error for each file with the same contents as one before it. Only files of one size are compared,
    and not those of a few respondents."""
    by_size: dict[int, list[Path]] = {}
    hint = if_meant(CODE, say("leave one of the two out"))
    for part in parts:
        if part.layout != "responses" or CODE in part.meant:
            continue
        for path in part.paths:
            if not isinstance(path, Path) or not path.is_file():
                continue
            size = path.stat().st_size
            if size < LEAST_BYTES:
                continue
            alike = by_size.setdefault(size, [])
            first = next((known for known in alike if _is_copy(known, path)), None)
            if first is None:
                alike.append(path)
                continue
            message = say(
                "the file has the same contents as {other}: its respondents count twice", other=str(first)
            )
            yield Diagnostic(CODE, message, Position(str(path)), hint)


def _is_copy(known: Path, path: Path) -> bool:
    """Whether another file has the same bytes; False where one cannot be read, which its reader tells."""
    try:
        return not known.samefile(path) and filecmp.cmp(known, path, shallow=False)
    except OSError:
        return False


__all__ = ["copied_files"]
