"""Files of respondents that are there twice, under two names: their answers would count twice."""

from __future__ import annotations

import filecmp
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..words.diagnostics import Diagnostic, Position, say
from ..words.hints import if_meant
from .manifest import Part

CODE = "same-contents"
LEAST_BYTES = 1_000  # of a text that is another one by no chance, whatever its name
LEAST_BINARY = 20_000  # of other files, which are large whatever they hold
_TEXTS = (".csv", ".tsv", ".txt", ".json", ".jsonl")
_OF_COPIES = re.compile(r"copy|\([0-9]{1,2}\)|สำเนา|คัดลอก", re.IGNORECASE)


def copied_files(parts: Sequence[Part]) -> Iterator[Diagnostic]:
    """An error for each file with the same contents as one before it, or named and read a second time; a note
    for one that is named, and found by a pattern too, which counts once. Only files of one size are compared,
    and not those of a few respondents, unless they are called copies."""
    by_size: dict[int, list[tuple[Part, Path]]] = {}
    hint = if_meant(CODE, say("leave one of the two out"))
    for part in parts:
        if CODE in part.meant:
            continue
        if part.also_at is not None and part.position is not None:
            message = say(
                "{file} is found by the pattern at {place} too: it counts once",
                file=str(part.paths[0]),
                place=str(part.also_at),
            )
            again = say("delete this entry, or leave the file out of the pattern")
            yield Diagnostic(CODE, message, part.position, again, "note")
        for path in part.paths if part.layout == "responses" else ():
            if not isinstance(path, Path) or not path.is_file():
                continue
            alike = by_size.setdefault(path.stat().st_size, [])
            first = next((known for own, known in alike if _is_copy(own, known, part, path)), None)
            if first is None:
                alike.append((part, path))
                continue
            message = say(
                "the file has the same contents as {other}: its respondents count twice", other=str(first)
            )
            position = Position(str(path))
            if first.samefile(path):
                message = say("{file} is named twice: its respondents count twice", file=str(path))
                position = part.position or position
            yield Diagnostic(CODE, message, position, hint)


def _is_copy(own: Part, known: Path, part: Part, path: Path) -> bool:
    """Whether a file is read a second time in the same way, or another one has its bytes; False where one
    cannot be read, which its reader tells."""
    try:
        if known.samefile(path):
            return own.kind == part.kind
        least = LEAST_BYTES if path.suffix.casefold() in _TEXTS else LEAST_BINARY
        is_told = path.stat().st_size >= least or _is_named_so(known.stem, path.stem)
        return is_told and filecmp.cmp(known, path, shallow=False)
    except OSError:
        return False


def _is_named_so(one: str, other: str) -> bool:
    """Whether one of two files is called as a copy of the other."""
    long, short = sorted((one, other), key=len, reverse=True)
    return short in long and _OF_COPIES.search(long.replace(short, "", 1)) is not None


__all__ = ["copied_files"]
