"""`like` that names any node: of what is extended, or of the same file as soon as that node is whole."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from ..words.diagnostics import say
from .document import Place, Plain
from .inherited import Inherited, node_at, places_text
from .node_names import NodeNames
from .overlay import Overlay

_MOST_ROUNDS = 40


@dataclass(frozen=True)
class _Waiting:
    """A copy that is to be made: of the node called `name`, changed by `value`."""

    name: str
    value: dict[str, Plain]
    place: Place
    origin: Place


class FarCopies:
    """The copies of one layer that are not of neighbours."""

    def __init__(self, layer: Overlay) -> None:
        self.layer = layer
        self._waiting: list[_Waiting] = []
        self._busy: Counter[Place] = Counter()  # how many copies are to be made at or below a place

    def is_busy(self, place: Place) -> bool:
        """Whether what stands at a place is not whole yet."""
        return self._busy[place] > 0

    def of_inherited(
        self, inherited: Inherited, result: dict[str, Plain], key: str, place: Place, origin: Place
    ) -> dict[str, Plain] | None:
        """The neighbours with a copy of a node of what is extended as `key`; None where that has no node of
        the name."""
        name = self.layer.named_by(origin)
        document, found = inherited.find(name, place[:-1])
        if not found:
            return None
        if len(found) > 1:
            self._ambiguous(name, places_text(document, found), origin)
            return result
        value = node_at(document.data, found[0])
        return self.layer.with_copy(result, key, value, found[0], place, origin, document)

    def wait(self, value: dict[str, Plain], place: Place, origin: Place) -> None:
        """Notes a copy that is made when all else is merged."""
        self._waiting.append(_Waiting(self.layer.named_by(origin), value, place, origin))
        self._busy.update(place[:end] for end in range(len(place) + 1))

    def make(self, inherited: Inherited) -> None:
        """Makes the copies that wait, those first that others are made of; what cannot be made is told."""
        if not self._waiting:
            return
        names = NodeNames(self.layer.merged.data)
        for number in range(_MOST_ROUNDS):
            # a copy may be made of one that stands below it, or above it
            waiting, self._waiting = self._waiting[:: -1 if number % 2 else 1], []
            kept = [copy for copy in waiting if not self._made(copy, names)]
            is_stuck = len(kept) == len(waiting)
            self._waiting = kept[:: -1 if number % 2 else 1] + self._waiting
            if is_stuck:
                break
        waiting, self._waiting, self._busy = self._waiting, [], Counter()
        for copy in waiting:
            self._tell(copy, [*names.by_name, *inherited.all_names()], self._sources(copy, names))
            self._put(copy, None)
        self._waiting, self._busy = [], Counter()

    def _made(self, copy: _Waiting, names: NodeNames) -> bool:
        """Whether a copy is made now, or there is nothing more to wait for."""
        layer = self.layer
        found = self._sources(copy, names)
        if not found or any(self.is_busy(source) for source in found):
            return False
        self._busy.subtract(copy.place[:end] for end in range(len(copy.place) + 1))
        key = str(copy.place[-1])
        made: dict[str, Plain] = {}
        if len(found) > 1:
            self._ambiguous(copy.name, places_text(layer.merged, found), copy.origin)
        else:
            value = node_at(layer.merged.data, found[0])
            made = layer.with_copy({}, key, value, found[0], copy.place[:-1], copy.origin, layer.merged)
        names.add(self._put(copy, made.get(key)), copy.place)
        return True

    def _put(self, copy: _Waiting, value: Plain) -> Plain:
        """Puts a copy in its place, changed as it is written there."""
        neighbours = node_at(self.layer.merged.data, copy.place[:-1])
        assert isinstance(neighbours, dict)
        key = str(copy.place[-1])
        neighbours[key] = self.layer.merge(value, copy.value, copy.place, copy.origin)
        return neighbours[key]

    def _sources(self, copy: _Waiting, names: NodeNames) -> list[Place]:
        """The nodes that a copy can be meant to be of: a neighbour first."""
        neighbour = (*copy.place[:-1], copy.name)
        if neighbour != copy.place and neighbour in names.called(copy.name):
            return [neighbour]
        return [found for found in names.nearest(copy.name, copy.place[:-2]) if found != copy.place]

    def _ambiguous(self, name: str, places: list[str], origin: Place) -> None:
        message = say("like: “{name}” can mean {places}", name=name, places=places)
        hint = say("write the path, for example {path}", path=places[0].partition(" ")[0])
        self.layer.fault("ambiguous", message, (*origin, "like"), hint, is_value=True)

    def _tell(self, copy: _Waiting, known: list[str], found: list[Place]) -> None:
        if not found:
            message = say("like: there is no node “{name}” to copy", name=copy.name)
            hint = self.layer.nearest(
                copy.name,
                [name for name in known if name != copy.place[-1]],
                say("name a node of this file, or of what it extends"),
            )
        else:
            message = say("like: “{name}” is itself made of this copy, or around it", name=copy.name)
            hint = say("write one of the two out, without like:")
        self.layer.fault("undefined", message, (*copy.origin, "like"), hint, is_value=True)


__all__ = ["FarCopies"]
