"""What was made of a rule set, or of several, is kept with it and taken again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

MOST_KEPT = 3
"""For so many keys what was made is kept, those last that were asked for last."""

Made = TypeVar("Made")


def kept_with(holder: Any, name: str, key: Any, make: Callable[[], Made]) -> Made:
    """What `make` makes of a key: what it made before, where an object keeps that under a name."""
    entries: list[tuple[Any, Any]] = vars(holder).setdefault(name, [])
    known = next((entry for entry in entries if entry[0] == key), None)
    if known is None:
        known = key, make()
    entries[:] = [known, *(entry for entry in entries if entry is not known)][:MOST_KEPT]
    made: Made = known[1]
    return made


class Very:
    """An object as a key, or a part of one: the same for itself alone, whatever it is equal to."""

    def __init__(self, own: Any) -> None:
        self.own = own

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Very) and self.own is other.own

    def __hash__(self) -> int:
        return id(self.own)


__all__ = ["MOST_KEPT", "Very", "kept_with"]
