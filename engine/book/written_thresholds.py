"""Thresholds: numbers that conditions may call by name."""

from __future__ import annotations

from typing import Any

from ..meaning.model import Threshold, Title
from .document import Place
from .draft import Draft


def threshold_of(draft: Draft, id_: str, data: Any, place: Place) -> Threshold:
    """A threshold as it is written: its number, or more about it."""
    draft.free_id(id_, draft.document.key_at(place))
    if isinstance(data, dict):
        position = draft.document.value_at((*place, "value"))
        return Threshold(id_, data["value"], Title(data.get("title")), data.get("source"), position)
    return Threshold(id_, data, position=draft.document.value_at(place))


__all__ = ["threshold_of"]
