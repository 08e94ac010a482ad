"""The sizes that a Parquet file tells, held against each other and against the file, before a library
believes them: it would ask for as much memory as a damaged size says, and end the process.

https://parquet.apache.org/docs/file-format/metadata/ has the numbers of the fields."""

from __future__ import annotations

import mmap
import zlib
from collections.abc import Iterator
from pathlib import Path

from .thrift import Bytes, Compact, Struct

MAGIC = b"PAR1"
TAIL = 8
MOST_OF_FOOTER = 4_000_000  # bytes of it that are gone through; a longer one is left to the library
SMALL = 1 << 26  # bytes that may be asked for in vain
REPEATED, FIXED, UNPACKED = 2, 7, 0
DATA, INDEX, DICTIONARY, DATA_2 = range(4)
HEADERS = {DATA: 5, DICTIONARY: 7, DATA_2: 8}


def agree(path: Path) -> bool:
    """Whether the sizes in a Parquet file can be. Raises OSError when it cannot be read."""
    with path.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            return _agree(data)
        except (ValueError, IndexError, KeyError, TypeError, AttributeError, OverflowError):
            return False  # something is not there, or is of another kind


def _agree(data: Bytes) -> bool:
    end = len(data) - TAIL
    if end < len(MAGIC) or data[: len(MAGIC)] != MAGIC or data[-len(MAGIC) :] != MAGIC:
        return False
    size = int.from_bytes(data[end : end + 4], "little")
    if size > end:
        return False
    if size > MOST_OF_FOOTER:
        return True
    footer = Compact(data, end - size, end).struct()
    schema, groups = footer[2], footer.get(4, [])
    leaves = [element for element in schema if not element.get(5)]
    is_flat = all(element.get(3) != REPEATED for element in schema)
    if (
        sum(element.get(5, 0) for element in schema) != len(schema) - 1
        or any(not 0 < leaf[2] < SMALL for leaf in leaves if leaf.get(1) == FIXED)
        or any(group[3] < 0 or len(group[1]) != len(leaves) for group in groups)
        or sum(group[3] for group in groups) != footer[3]
    ):
        return False
    return all(
        (not is_flat or chunk[3][5] == group[3]) and _chunk_agrees(data, chunk[3], end - size)
        for group in groups
        for chunk in group[1]
        if 1 not in chunk  # another file
    )


def _chunk_agrees(data: Bytes, chunk: Struct, end: int) -> bool:
    """Whether the pages of a column in a row group are where and as large as is said."""
    starts = [offset for offset in (chunk.get(11), chunk[9]) if offset]
    begin, packed, unpacked = min(starts), chunk[7], chunk[6]
    if not (len(MAGIC) <= begin and 0 <= packed <= end - begin and unpacked >= 0 <= chunk[5]):
        return False
    left = chunk[5]
    for header, at in _pages(data, begin, begin + packed, left):
        size = header[3]
        kind = header[1]
        own = header[HEADERS[kind]] if kind in HEADERS else {}
        if not (
            0 <= header[2] <= max(unpacked, SMALL)
            and (chunk[4] != UNPACKED or size == header[2])
            and 0 <= own.get(1, 0) <= (header[2] if kind == DICTIONARY else left)
            and (
                kind != DATA_2
                or (own[5] >= 0 <= own[6] and own[5] + own[6] <= size and own[2] >= 0 <= own[3])
            )
            and (4 not in header or zlib.crc32(data[at : at + size]) == header[4] & 0xFFFFFFFF)
        ):
            return False
        left -= own.get(1, 0) if kind in (DATA, DATA_2) else 0
    return bool(left == 0)


def _pages(data: Bytes, begin: int, end: int, values: int) -> Iterator[tuple[Struct, int]]:
    """The headers of pages, each with the place of its content, until all values are there."""
    at = begin
    while at < end and (values or at == begin):
        reader = Compact(data, at, end)
        header = reader.struct()
        if not 0 <= header[3] <= end - reader.at:
            raise ValueError("a page beyond its column")
        yield header, reader.at
        at = reader.at + header[3]
        own = header.get(HEADERS.get(header[1], 0), {}) if header[1] in (DATA, DATA_2) else {}
        values -= own.get(1, 0)


__all__ = ["agree"]
