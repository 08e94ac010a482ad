"""`change`: nodes that are changed by their names, wherever they stand."""

from __future__ import annotations

from collections.abc import Callable

from ..meaning.model import LEVELS
from ..words.diagnostics import say
from .document import Place, Plain
from .inherited import node_at, places_text
from .node_names import NodeNames
from .overlay import Overlay

ORIGIN: Place = ("change",)


class NamedChanges:
    """The changes of one layer, which are made on what it is with all else merged: `data` is the layer's own,
    and nothing else has part in it."""

    def __init__(self, layer: Overlay, spelt_out: Callable[[Plain, Place], Plain]) -> None:
        self.layer = layer
        self.spelt_out = spelt_out
        self.names = NodeNames(layer.merged.data)

    def make(self, key: str, value: Plain) -> None:
        """Changes the node of a name; null takes it away. A name of none or of several is told."""
        layer, origin = self.layer, (*ORIGIN, key)
        found = self.names.called(key)
        if not found:
            message = say(
                "change: nothing is called “{name}” in this rule set or in what it extends", name=key
            )
            hint = layer.nearest(key, self.names.by_name, say("name a node by its id, or by its path"))
            layer.fault("undefined", message, origin, hint)
            return
        if len(found) > 1:
            places = places_text(layer.merged, found)
            message = say("change: “{name}” can mean {places}", name=key, places=places)
            hint = say("write the path, for example {path}", path=places[0].partition(" ")[0])
            layer.fault("ambiguous", message, origin, hint)
            return
        self._change(found[0], value, origin)

    def _change(self, place: Place, value: Plain, origin: Place) -> None:
        layer, id_ = self.layer, str(place[-1])
        around = node_at(layer.merged.data, place[:-2])
        assert isinstance(around, dict)
        level = str(place[-2])
        neighbours = around[level] = self.spelt_out(around[level], place[:-1])
        assert isinstance(neighbours, dict)
        is_of_nodes = value is None or changes_nodes(value)
        if is_of_nodes:
            self.names.remove(neighbours[id_], place)
        if value is None:
            layer.take_away(neighbours, id_, place[:-1], origin)
            return
        neighbours[id_] = layer.merge(neighbours[id_], value, place, origin)
        if is_of_nodes:
            self.names.add(neighbours[id_], place)


def changes_nodes(value: Plain) -> bool:
    """Whether a change is of the nodes below a node too."""
    return isinstance(value, dict) and not set(LEVELS).isdisjoint(value)


__all__ = ["NamedChanges", "changes_nodes"]
