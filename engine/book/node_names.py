"""The nodes of a document, by their names: ids, paths, and ends of paths."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ..meaning.model import LEVELS
from .document import Place, Plain
from .question_ranges import MAX_QUESTIONS, Ranges, is_range

MOST_NAMESAKES = 50  # so many nodes of one name are told from each other


def is_level(place: Place) -> bool:
    """Whether nodes stand at a place: it ends in a level, such as questions, and leads through nodes only."""
    return len(place) % 2 == 1 and all(step in LEVELS for step in place[::2])


def is_node(place: Place) -> bool:
    """Whether a node stands at a place."""
    return is_level(place[:-1])


def path_of(place: Place) -> str:
    """The path of the node at a place: A1.B6."""
    return ".".join(str(step) for step in place[1::2])


def nodes_in(data: Plain, place: Place, ranges: Ranges) -> Iterator[Place]:
    """The places of all nodes in what stands at a place; a question of a range or list has that which it
    would have in a mapping."""
    if not isinstance(data, dict):
        return
    for level in LEVELS:
        inner = data.get(level)
        entries: dict[str, Plain] = {}
        if isinstance(inner, dict):
            entries = inner
        elif level == "questions" and inner is not None:
            entries = dict.fromkeys(ids_of(inner, ranges))
        for id_, entry in entries.items():
            yield (*place, level, id_)
            yield from nodes_in(entry, (*place, level, id_), ranges)


def ids_of(questions: Plain, ranges: Ranges) -> list[str]:
    """The ids in a range, or in a list of ids and ranges; what is none of these is left out."""
    ids: list[str] = []
    for item in questions if isinstance(questions, list) else [questions]:
        if isinstance(item, str):
            ids += ranges.ids(item) if is_range(item) else [item]
    return ids


class NodeNames:
    """The nodes of a document as they can be named."""

    def __init__(self, data: Plain) -> None:
        self.by_name: dict[str, dict[Place, None]] = {}
        self._ranges = Ranges()
        self._below: dict[tuple[Place, str], list[Place]] | None = None
        self.add(data, ())

    def add(self, data: Plain, place: Place) -> None:
        """Notes the nodes in what stands at a place, and the node there itself."""
        for node in _nodes(data, place, self._ranges):
            for name in _names(node):
                self.by_name.setdefault(name, {})[node] = None
            self._note(node)

    def remove(self, data: Plain, place: Place) -> None:
        """Forgets the nodes in what stands at a place, and the node there itself."""
        ranges = Ranges()
        ranges.count = MAX_QUESTIONS - self._ranges.count
        for node in _nodes(data, place, ranges):
            for name in _names(node):
                self.by_name.get(name, {}).pop(node, None)
        self._ranges.count = MAX_QUESTIONS - ranges.count
        self._below = None

    def called(self, name: str) -> list[Place]:
        """The places of the nodes that a name can mean, or so many of them that it is clear that it is no
        one's."""
        return list(islice(self.by_name.get(name, ()), MOST_NAMESAKES))

    def nearest(self, name: str, place: Place) -> list[Place]:
        """The places of the nodes that a name means at the node of a place: looked for below it, then below
        its parent, and so on; several where they are equally near, none where there is none."""
        found = self.called(name)
        if len(found) < 2:
            return found
        if self._below is None:
            self._below = {}
            for node in self.by_name:
                for same in self.by_name[node] if "." not in node else ():
                    self._note(same)
        id_, around = name.rpartition(".")[2], place
        while around:
            near = self._below.get((around, id_), ())
            if near := [node for node in near if name in (id_, *_names(node))]:
                return near
            around = around[:-2]
        return found

    def _note(self, node: Place) -> None:
        """Notes a node with all that it is below, if anybody has asked for that."""
        if self._below is not None:
            for end in range(2, len(node), 2):
                near = self._below.setdefault((node[:end], str(node[-1])), [])
                if len(near) < MOST_NAMESAKES:
                    near.append(node)


def _nodes(data: Plain, place: Place, ranges: Ranges) -> Iterator[Place]:
    if place:
        yield place
    yield from nodes_in(data, place, ranges)


def _names(place: Place) -> Iterator[str]:
    steps = [str(step) for step in place[1::2]]
    for start in range(len(steps)):
        yield ".".join(steps[start:])


def named_by(place: Place) -> str | None:
    """By what the entries of the list at a place can be named; None where they cannot."""
    if place[-1:] == ("bands",) and (len(place) == 1 or is_node(place[:-1])):
        return "rating"
    return "result" if len(place) == 2 and place[0] == "judgements" else None


__all__ = ["NodeNames", "ids_of", "is_level", "is_node", "named_by", "nodes_in", "path_of"]
