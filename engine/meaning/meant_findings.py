"""Findings of checks that are meant, and why. Frozen data of the model."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..words.diagnostics import Position

NOWHERE = Position("")


@dataclass(frozen=True)
class Suppression:
    """Findings of one check that are meant: of the ratings or ids in `ignore`, for the reason in
    `because`."""

    ignore: tuple[str, ...]
    because: str
    position: Position = field(default=NOWHERE, compare=False)


__all__ = ["Suppression"]
