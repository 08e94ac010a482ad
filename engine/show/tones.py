"""Colours from the best to the worst."""

from __future__ import annotations

TONES = ("#2166ac", "#67a9cf", "#d1e5f0", "#fddbc7", "#ef8a62", "#b2182b")
"""From the first band to the last: told apart by who sees no red or green, and in grey."""
DARK = ("#2166ac", "#b2182b")  # on which letters are white
PALE = ((112, 172, 222), (255, 255, 255), (245, 164, 96))
"""From the best over the middle to the worst: colours on which letters are read."""


def tone(place: float) -> str:
    """The colour of a place from the best (0) to the worst (1)."""
    return TONES[round(place * (len(TONES) - 1))]


def shade(place: float) -> str:
    """The same as a colour that goes over without steps, and on which letters are read."""
    half = min(int(place * 2), 1)
    part = place * 2 - half
    mixed = (round(one + (other - one) * part) for one, other in zip(PALE[half], PALE[half + 1], strict=True))
    return "#" + "".join(f"{each:02x}" for each in mixed)


__all__ = ["DARK", "shade", "tone"]
