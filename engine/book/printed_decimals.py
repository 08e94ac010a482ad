"""To how many decimals a node is printed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ..meaning.functions import MAX_DECIMALS


def printed_decimals(step: Any, inherited: int | None) -> int | None:
    """The decimals of what is written under `round`, else those that hold there; None: the scale's."""
    if isinstance(step, Fraction):
        return int(step)
    if isinstance(step, dict) and step.get("decimals") is not None:
        return int(step["decimals"])
    if isinstance(step, dict) and step.get("to") is not None:
        places = (places for places in range(MAX_DECIMALS) if (step["to"] * 10**places).denominator == 1)
        return next(places, MAX_DECIMALS)
    return inherited


__all__ = ["printed_decimals"]
