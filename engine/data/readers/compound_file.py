"""Compound files, the container of .xls: streams in chains of sectors."""

from __future__ import annotations

import struct
from collections.abc import Sequence

_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")
_FREE = 0xFFFFFFFA  # numbers from here on are no sectors
_ENTRY = 128
_STREAM, _ROOT = 2, 5


def stream_of(data: bytes, names: Sequence[str]) -> bytes:
    """The stream of one of these names. Raises ValueError, KeyError or struct.error when there is none, or
    the file is no such container."""
    if data[:8] != _MAGIC:
        raise ValueError("no compound file")
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    first_directory, _, least, first_mini, _, first_more, _ = struct.unpack_from("<IIIIIII", data, 48)
    if shift not in (9, 12) or mini_shift != 6:
        raise ValueError("sectors of another size")
    size = 1 << shift

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    table: list[int] = []
    for number in _table_sectors(data, size, first_more):
        table.extend(_numbers(sector(number)))
    directory = b"".join(map(sector, _chain(table, first_directory)))
    entries = _entries(directory)
    start, length = entries[next((name for name in names if name in entries), names[0])]
    if length >= least:
        return b"".join(map(sector, _chain(table, start)))[:length]
    root = b"".join(map(sector, _chain(table, entries[""][0])))
    minis: list[int] = []
    for number in _chain(table, first_mini):
        minis.extend(_numbers(sector(number)))
    pieces = [root[number << mini_shift : (number + 1) << mini_shift] for number in _chain(minis, start)]
    return b"".join(pieces)[:length]


def _numbers(sector: bytes) -> Sequence[int]:
    return struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])


def _table_sectors(data: bytes, size: int, more: int) -> list[int]:
    """The sectors that hold the table of chains: 109 are named in the header, others in sectors of their
    own."""
    found = [number for number in struct.unpack_from("<109I", data, 76) if number < _FREE]
    seen: set[int] = set()
    while more < _FREE:
        if more in seen:
            raise ValueError("a circle")
        seen.add(more)
        numbers = _numbers(data[(more + 1) * size : (more + 2) * size])
        found.extend(number for number in numbers[:-1] if number < _FREE)
        more = numbers[-1]
    if len(found) > len(data) // size + 1:
        raise ValueError("more sectors than the file has")
    return found


def _chain(table: Sequence[int], start: int) -> list[int]:
    """The sectors of a chain. Raises ValueError where it leads back or out."""
    found: list[int] = []
    while start < _FREE:
        if start >= len(table) or len(found) > len(table):
            raise ValueError("a chain without end")
        found.append(start)
        start = table[start]
    return found


def _entries(directory: bytes) -> dict[str, tuple[int, int]]:
    """By name: where a stream starts and how long it is; the root is called by an empty name."""
    found: dict[str, tuple[int, int]] = {}
    for place in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        kind = directory[place + 66]
        if kind in (_STREAM, _ROOT):
            (length,) = struct.unpack_from("<H", directory, place + 64)
            name = directory[place : place + max(0, min(length, 64) - 2)].decode("utf-16-le")
            start, size = struct.unpack_from("<II", directory, place + 116)
            found.setdefault("" if kind == _ROOT else name, (start, size))
    return found


__all__ = ["stream_of"]
