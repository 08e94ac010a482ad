"""The lines of a text file, looked up when a message needs them."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import overload

CHUNK = 4_000_000
MAX_LINE = 100_000  # bytes of a line that are shown


class FileLines(Sequence[str]):
    """The lines of a UTF-8 file, of which only the places are kept."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @cached_property
    def _starts(self) -> array[int]:
        starts, place = array("q", [0]), 0
        with self.path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                found = chunk.find(b"\n")
                while found >= 0:
                    starts.append(place + found + 1)
                    found = chunk.find(b"\n", found + 1)
                place += len(chunk)
        if starts[-1] == place:
            starts.pop()
        return starts

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, number: int) -> str: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[str]: ...
    def __getitem__(self, number: int | slice) -> str | Sequence[str]:
        if isinstance(number, slice):
            return [self[line] for line in range(*number.indices(len(self)))]
        with self.path.open("rb") as stream:
            stream.seek(self._starts[number])
            line = stream.readline(MAX_LINE)
        return line.decode("utf-8", errors="replace").rstrip("\r\n").removeprefix("\ufeff")


__all__ = ["FileLines"]
