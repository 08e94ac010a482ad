"""Remarks for readers that a rule set gives: on the whole, on nodes and inputs, on bands, targets and the
like."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..meaning.model import LEVELS, Title
from .document import Document, Place, Plain, walk
from .node_names import is_node, path_of

_NAMES_BELOW = frozenset({*LEVELS, "inputs", "thresholds", "answers", "options", "tables", "judgements"})
"""Keys below which stand names, of which one may be “note”."""

_ELSEWHERE = frozenset({"variants", "change", "checks"})
"""Keys at the top below which stands what is no part of the rules as they are."""


def notes_of(document: Document) -> Iterator[tuple[str, Title]]:
    """Each note with what it is of, in the order in which they stand: the path of a node, the name of
    something else, nothing for the whole."""
    for place, note in walk(document.data, ()):
        is_note = place[-1:] == ("note",) and (len(place) == 1 or place[-2] not in _NAMES_BELOW)
        if is_note and place[0] not in _ELSEWHERE and isinstance(note, (str, dict)):
            yield _owner(document.data, place[:-1]), Title(_texts(note))


def _texts(note: Plain) -> str | dict[str, str | None]:
    """The texts of a note, as far as they are texts."""
    if not isinstance(note, dict):
        return str(note)
    return {language: text for language, text in note.items() if isinstance(text, str)}


def _owner(data: Plain, place: Place) -> str:
    """The name of what stands at a place."""
    if not place or is_node(place):
        return path_of(place)
    entry: Any = data
    for step in place:
        entry = entry[step]
    names = [entry[key] for key in ("rating", "id", "result") if isinstance(place[-1], int) and key in entry]
    name = str(names[0] if names else next(step for step in reversed(place) if isinstance(step, str)))
    above = place[:-2]
    return f"{path_of(above)}: {name}" if above and is_node(above) else name


__all__ = ["notes_of"]
