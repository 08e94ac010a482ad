"""Thrift's compact protocol, in which Parquet writes its sizes: structures as mappings from the numbers of
fields. Texts and numbers with decimals are passed over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

DEEPEST = 20
MOST_BITS = 63
_STOP, _TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 0, 1, 2, 3, 7, 8, 9, 10, 12
_WHOLE = (4, 5, 6)

Struct: TypeAlias = "dict[int, Any]"


class Bytes(Protocol):
    """What is read from: bytes, or a file in memory."""

    def __getitem__(self, place: Any, /) -> Any:
        """A byte, or some."""

    def __len__(self) -> int:
        """How many there are."""


class Compact:
    """Reads what stands at `at`, and goes on behind it. What is cut off, or nothing that the protocol has,
    raises ValueError or IndexError."""

    def __init__(self, data: Bytes, at: int, end: int) -> None:
        self.data, self.at, self.end = data, at, end

    def struct(self, depth: int = 0) -> Struct:
        """A structure."""
        if depth > DEEPEST:
            raise ValueError("nested too deep")
        found: Struct = {}
        number = 0
        while head := self._byte():
            kind = head & 15
            number = number + (head >> 4) if head >> 4 else self._signed()
            found[number] = kind == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, depth)
        return found

    def _value(self, kind: int, depth: int) -> Any:
        if kind in _WHOLE:
            return self._signed()
        if kind == _BINARY:
            return self._pass(self._unsigned())
        if kind == _STRUCT:
            return self.struct(depth + 1)
        if kind in (_LIST, _SET):
            return self._list(depth)
        if kind in (_TRUE, _FALSE, _BYTE):
            return self._byte()
        if kind == _DOUBLE:
            return self._pass(8)
        raise ValueError("no kind of value")

    def _list(self, depth: int) -> list[Any]:
        head = self._byte()
        size = head >> 4 if head >> 4 < 15 else self._unsigned()
        if depth > DEEPEST or size > self.end - self.at:  # each takes a byte at least
            raise ValueError("a list that is too long")
        kind = head & 15
        one: Callable[[], Any] = lambda: self._value(kind, depth + 1)  # noqa: E731
        return [one() for _ in range(size)]

    def _byte(self) -> int:
        if self.at >= self.end:
            raise ValueError("cut off")
        self.at += 1
        return int(self.data[self.at - 1])

    def _pass(self, size: int) -> None:
        if size > self.end - self.at:
            raise ValueError("cut off")
        self.at += size

    def _unsigned(self) -> int:
        value = bits = 0
        while True:
            byte = self._byte()
            value |= (byte & 127) << bits
            if byte < 128:
                return value
            bits += 7
            if bits > MOST_BITS:
                raise ValueError("a number that is too long")

    def _signed(self) -> int:
        value = self._unsigned()
        return (value >> 1) ^ -(value & 1)


__all__ = ["Bytes", "Compact", "Struct"]
