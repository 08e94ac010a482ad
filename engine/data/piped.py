"""Data that come through a pipe: kept in a file as long as the process runs, because tables are looked at
more than once."""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from ..show import leftovers
from ..words.diagnostics import Diagnostic, KenError, Position, say

STANDARD_INPUT = "-"
MAX_BYTES = 4_000_000_000
MOST_SECONDS = 1.0  # that a pipe may be without anybody who writes into it
_CHUNK = 1_000_000
_MAGIC = {
    b"PAR1": ".parquet",
    b"ARROW1": ".arrow",
    b"\xff\xff\xff\xff": ".arrow",
    b"\xd0\xcf\x11\xe0": ".xls",
    b"PK\x03\x04": ".xlsx",
}

_kept: dict[str, Path] = {}


def is_piped(path: Path) -> bool:
    """Whether a path means the standard input or a pipe."""
    if str(path) == STANDARD_INPUT:
        return True
    try:
        return stat.S_ISFIFO(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def kept(path: Path) -> Path:
    """A file with what comes through a pipe, its ending by what it begins with. Raises KenError where nobody
    writes into it, and for more than MAX_BYTES."""
    name = str(path)
    if name not in _kept:
        read = _standard_input() if name == STANDARD_INPUT else _pipe(path)
        handle, place = tempfile.mkstemp(prefix="ken-")
        leftovers.until_the_end(Path(place))
        with os.fdopen(handle, "wb") as copy:
            _copy(read, copy.write, name)
        whole = leftovers.until_the_end(Path(place).with_suffix(_ending(Path(place))))
        Path(place).rename(whole)
        _kept[name] = whole
    return _kept[name]


def _copy(read: Callable[[int], bytes], write: Callable[[bytes], int], name: str) -> None:
    size = 0
    while chunk := read(_CHUNK):
        size += len(chunk)
        if size > MAX_BYTES:
            message = say("more than {most} bytes come through the pipe", most=f"{MAX_BYTES:,}")
            hint = say("write them to a file, and give its path")
            raise KenError([Diagnostic("too-large", message, Position(name), hint)])
        write(chunk)


def _standard_input() -> Callable[[int], bytes]:
    if sys.stdin.isatty():
        message = say("nothing comes through the standard input")
        hint = say("give the path of a file, or pipe the data in: … | ken evaluate RULES -")
        raise KenError([Diagnostic("unreadable", message, Position(STANDARD_INPUT), hint)])
    return sys.stdin.buffer.read


def _pipe(path: Path) -> Callable[[int], bytes]:
    """What reads a pipe; without waiting for ever for somebody who opens it to write. Whoever has it open may
    take his time."""
    handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    ends = time.monotonic() + MOST_SECONDS
    pieces: list[bytes] = []
    while not pieces:
        try:
            begin = os.read(handle, _CHUNK)
        except BlockingIOError:  # somebody has it open, and has written nothing yet
            break
        if begin:
            pieces.append(begin)
        elif time.monotonic() > ends:
            os.close(handle)
            message = say("this is no file, but a pipe that nobody writes into")
            hint = say("give the path of a file")
            raise KenError([Diagnostic("unreadable", message, Position(str(path)), hint)])
        else:
            time.sleep(0.01)
    os.set_blocking(handle, True)
    rest = os.fdopen(handle, "rb")
    return lambda size: pieces.pop() if pieces else rest.read(size)


def _ending(path: Path) -> str:
    """The ending that says what a file is."""
    with path.open("rb") as stream:
        head = stream.read(1_000_000)
    for magic, ending in _MAGIC.items():
        if head.startswith(magic):
            return ".ods" if b"opendocument.spreadsheet" in head[:200] else ending
    begins = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if begins not in (b"[", b"{"):
        return ".csv"
    return ".jsonl" if begins == b"{" and _is_one_object(head) else ".json"


def _is_one_object(head: bytes) -> bool:
    """Whether the first line is an object of its own, with another line after it."""
    line, end, rest = head.lstrip().partition(b"\n")
    try:
        return isinstance(json.loads(line), dict) and bool(end) and rest.lstrip().startswith(b"{")
    except (ValueError, RecursionError):
        return False


__all__ = ["is_piped", "kept"]
