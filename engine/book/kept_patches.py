"""The patches of variants, which a later layer changes before they are laid over the rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from ..meaning.model import LEVELS
from ..words.diagnostics import say
from .document import Place, Plain, excerpt_of, place_text
from .node_names import named_by
from .overlay import Overlay

_WHOLE = "replace"

Entries = Callable[[list[Plain], dict[str, Plain], Place, Place, str], Plain]


class KeptPatches:
    """Patches of what is extended with those of one layer merged into them. All stay as they are written,
    null and `replace` too: they are meant for the rules that they are laid over.

    `entries` changes those of a list that are called by their names."""

    def __init__(self, layer: Overlay, entries: Entries) -> None:
        self.layer = layer
        self.entries = entries

    def merged(self, below: Plain, above: Plain, place: Place, origin: Place) -> Plain:
        """The patches at a place with those of the layer. What the layer replaces is taken whole; what it
        changes of what was taken whole is changed there."""
        layer = self.layer
        if not isinstance(above, dict) or _is_whole(above):
            layer.merged.forget(below, place)
            layer.take(above, place, origin)
            return above
        if key := named_by(place[-1:]) or named_by(place[-2:]):
            below = self._list_alone(below, place)
            if isinstance(below, list):
                return self.entries(below, above, place, origin, key)
        if _is_whole(below) and isinstance(inner := below[_WHOLE], dict):
            return {_WHOLE: self._each(inner, above, (*place, _WHOLE), origin)}
        if place[-1] in LEVELS and (isinstance(below, (list, str)) or _is_whole(below)):
            self._cannot_change(place, origin)
        layer.take_place(place, origin)
        return self._each(below if isinstance(below, dict) else {}, above, place, origin)

    def _each(self, below: dict[str, Plain], above: dict[str, Plain], place: Place, origin: Place) -> Plain:
        result = dict(below)
        for key, value in above.items():
            own = (*origin, key)
            if value is None and key in result and (len(place) == 1 or place[-1] == _WHOLE):
                self.layer.take_away(result, key, place, own)
            else:
                result[key] = self.merged(result.get(key), value, (*place, key), own)
        return result

    def _list_alone(self, below: Plain, place: Place) -> Plain:
        """A list that was taken whole, as a list in this place, which means the same."""
        if not _is_whole(below) or not isinstance(below[_WHOLE], list):
            return below
        merged = self.layer.merged
        excerpt = excerpt_of(below[_WHOLE], (*place, _WHOLE), merged)
        merged.forget(below, place)
        merged.put(excerpt, place)
        return excerpt.value

    def _cannot_change(self, place: Place, origin: Place) -> None:
        """Keeps a fault: the nodes of a list have no entries of their own that could be changed."""
        message = say(
            "{where} is a list in what this extends, in {place}: its entries cannot be changed one by one",
            where=place_text(place),
            place=self.layer.merged.standing(place),
        )
        hint = say("write all of them: {key}: {{replace: […]}}", key=place[-1])
        self.layer.fault("patch", message, origin, hint)


def _is_whole(value: Plain) -> TypeGuard[dict[str, Plain]]:
    """Whether a patch takes the place of all, and changes no single entries. What is called `replace` and
    has no entries is a name of the user's own."""
    return isinstance(value, dict) and list(value) == [_WHOLE] and isinstance(value[_WHOLE], (dict, list))


__all__ = ["KeptPatches"]
