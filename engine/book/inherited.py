"""What a layer of rules finds in what it extends: nodes by their names, and what they bring along."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from .document import Document, Place, Plain
from .node_names import NodeNames, path_of


@dataclass(frozen=True)
class Layer:
    """A document that is extended."""

    document: Document

    @cached_property
    def names(self) -> NodeNames:
        """Its nodes by their names."""
        return NodeNames(self.document.data)


class Inherited:
    """The documents in which a layer looks for what it names, the first that knows a name first."""

    def __init__(self, *documents: Document) -> None:
        self.layers = [Layer(document) for document in documents]

    def find(self, name: str, place: Place) -> tuple[Document, list[Place]]:
        """The document that has nodes of a name, and where they are in it, as seen from the node at a place:
        several where it cannot be told which is meant, none where no document has one. Nodes that are the
        same but for their place are one."""
        for layer in self.layers:
            found = layer.names.nearest(name, place)
            if found:
                first = node_at(layer.document.data, found[0])
                if all(node_at(layer.document.data, other) == first for other in found[1:]):
                    found = found[:1]
                return layer.document, found
        return self.layers[0].document, []

    def all_names(self) -> list[str]:
        """Every name that can be found."""
        return [name for layer in self.layers for name in layer.names.by_name]


def node_at(data: Plain, place: Place) -> Plain:
    """What stands at a place; nothing for a question of a range or list, or where there is nothing."""
    for step in place:
        if not isinstance(data, dict) or not isinstance(step, str):
            return None
        data = data.get(step)
    return data


def answers_of(data: Plain, place: Place) -> tuple[Place, str] | None:
    """The place of the node that says which answer scale holds at a place (that node, or one around it), and
    the name of the scale; None where none does."""
    while place:
        entry = node_at(data, place)
        if isinstance(entry, dict) and isinstance(name := entry.get("answers"), str):
            return place, name
        place = place[:-2]
    return None


def places_text(document: Document, places: list[Place], most: int = 10) -> list[str]:
    """Nodes as a message lists them: the path of each, and where it stands."""
    listed = [f"{path_of(place)} ({document.standing(place)})" for place in places[:most]]
    return listed + ["…"] * (len(places) > most)


__all__ = ["Inherited", "answers_of", "node_at", "places_text"]
