"""What a layer of rules says of identity: `was` and `new`, at nodes, inputs, bands and targets. They speak of
the step from what is extended to this layer, and go no further."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import cast

from ..meaning.kinship import KnownNode, KnownNodes, identity
from ..meaning.lineage import Generation, Lineage
from ..meaning.model import INPUT, LEVELS, TOTAL, Title
from ..words.diagnostics import Diagnostic, say
from ..words.hints import nearest_or
from .document import Document, Place, Plain, own_copy
from .inherited import node_at
from .node_names import nodes_in, path_of
from .question_ranges import Ranges, is_title

KEYS = ("was", "new")


def generation_of(below: Document | None, merged: Document) -> tuple[Generation, list[Diagnostic]]:
    """What a document that is laid over another one (None: over nothing) is as a layer of a rule set, and
    what is wrong with what it says of identity."""
    places = dict(_places(merged.data))
    entries = {path: _entry(path, place, merged.data) for path, place in places.items()}
    side = KnownNodes(entries, _aliases(merged.data, entries))
    before = None if below is None or below.lineage is None else below.lineage.own
    reader = _Declarations(merged, before)
    was = reader.of_entries(places)
    ratings, targets = reader.of_bands(below), reader.of_targets(below)
    reader.of_single_nodes(places.values())
    known = None if before is None else identity(before.side, side, was)
    marks = repr(
        (
            "" if before is None else before.key,
            [(entry.path, entry.level, sorted(entry.title.items())) for entry in entries.values()],
            sorted(was.items()),
        )
    )
    key = hashlib.sha256(marks.encode()).hexdigest()
    return Generation(key, side, was, ratings, targets, known), reader.faults


def with_lineage(below: Document | None, merged: Document) -> tuple[Document, list[Diagnostic]]:
    """The document with its lineage: that of what it is laid over, and its own layer."""
    made, faults = generation_of(below, merged)
    earlier = None if below is None else below.lineage
    return replace(merged, lineage=earlier.with_layer(made) if earlier else Lineage((made,))), faults


def handed_on(document: Document | None) -> Document | None:
    """The document as it is handed on to the next layer: without what it says of identity."""
    if document is None:
        return None
    places = [*_places(document.data).values(), *_listed_places(document.data)]
    said = [place for place in places if _says(document.data, place)]
    if not said:
        return document
    made = replace(document, data=own_copy(document.data))
    for place in said:
        _undeclare(made.data, place)
    values, keys = (
        {place: at for place, at in known.items() if not (place[-1:] in _OWN and place[:-1] in said)}
        for known in (document.values, document.keys)
    )
    return replace(made, values=values, keys=keys)


def undeclared(data: Plain) -> Plain:
    """A copy of a node without what it, and what is below it, says of identity."""
    made = own_copy(data)
    for place in ((), *nodes_in(made, (), Ranges())):
        if _says(made, place):
            _undeclare(made, place)
    return made


def _undeclare(data: Plain, place: Place) -> None:
    entry = cast("dict[str, Plain]", _at(data, place))
    for key in KEYS:
        entry.pop(key, None)


_OWN = {(key,) for key in KEYS}


def _at(data: Plain, place: Place) -> Plain:
    for step in place:
        if isinstance(data, dict):
            data = data.get(cast(str, step))
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _says(data: Plain, place: Place) -> bool:
    entry = _at(data, place)
    return isinstance(entry, dict) and not is_title(entry) and any(key in entry for key in KEYS)


def _places(data: Plain) -> dict[str, Place]:
    """By path: the places of all nodes and inputs, the total first."""
    made: dict[str, Place] = {TOTAL: ()}
    made.update((path_of(place), place) for place in nodes_in(data, (), Ranges()))
    inputs = data.get("inputs") if isinstance(data, dict) else None
    for name in inputs if isinstance(inputs, dict) else ():
        made.setdefault(name, ("inputs", name))
    return made


def _listed_places(data: Plain) -> Iterator[Place]:
    """The places of all bands and targets that stand in lists."""
    yield from _entries_at(data, ("targets",))
    for place in _places(data).values():
        yield from _entries_at(data, (*place, "bands"))


def _entries_at(data: Plain, place: Place) -> Iterator[Place]:
    listed = _at(data, place)
    for number, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict):
            yield (*place, number)


def _entry(path: str, place: Place, data: Plain) -> KnownNode:
    own = node_at(data, place)
    title = own.get("title") if isinstance(own, dict) and not is_title(own) else own
    texts = {
        language: text
        for language, text in (title.items() if isinstance(title, dict) else [("plain", title)])
        if isinstance(text, str)
    }
    is_input = place[:1] == ("inputs",)
    level = INPUT if is_input else LEVELS[str(place[-2])] if place else TOTAL
    above = None if is_input or not place else path.rpartition(".")[0] or TOTAL
    return KnownNode(path.rpartition(".")[2], path, level, Title(texts), above)


def _aliases(data: Plain, entries: Mapping[str, KnownNode]) -> dict[str, tuple[str, ...]]:
    """The aliases of a document, by the paths of what they stand for, where all of that can be told."""
    written = data.get("aliases") if isinstance(data, dict) else None
    names = KnownNodes(entries).by_name
    made = {}
    for name, members in written.items() if isinstance(written, dict) else ():
        listed = members if isinstance(members, list) else []
        paths = [names.get(member, ()) for member in listed if isinstance(member, str)]
        if paths and all(len(own) == 1 for own in paths):
            made[name] = tuple(own[0] for own in paths)
    return made


@dataclass
class _Declarations:
    """Reads what a document says of identity; `before` is the layer that it speaks of, if that is known."""

    document: Document
    before: Generation | None
    faults: list[Diagnostic] = field(default_factory=list)

    def of_entries(self, places: Mapping[str, Place]) -> dict[str, tuple[str, ...]]:
        """By path of a node or input: what it was."""
        said = {path: self.said(place) for path, place in places.items() if place}
        if self.before is None:
            return {path: names for path, names in said.items() if names is not None}
        side = self.before.side
        of_inputs = {path for path, entry in side.entries.items() if entry.level == INPUT}
        found = {}
        for path, names in said.items():
            if names is None:
                continue
            is_input = places[path][:1] == ("inputs",)

            def meant(name: str, *, is_input: bool = is_input) -> list[str]:
                return [own for own in side.by_name.get(name, ()) if (own in of_inputs) == is_input]

            known = [name for name in side.by_name if meant(name)]
            found[path] = self.meant(names, (*places[path], "was"), meant, known)
        return found

    def of_bands(self, below: Document | None) -> dict[str, tuple[str, ...]]:
        """By rating of the whole: those that it was."""
        return dict(self._of_list(("bands",), "rating", below))

    def of_single_nodes(self, places: Iterable[Place]) -> None:
        """Keeps a fault for each band of a single node of which something is said."""
        for place in places:
            for own in _entries_at(self.document.data, (*place, "bands")) if place else ():
                if self.said(own) is not None:
                    message = say("was and new are said of the bands of the whole, not of those of a node")
                    at = self.document.value_at(own)
                    self.faults.append(Diagnostic("unused-key", message, at, say("delete them here")))

    def of_targets(self, below: Document | None) -> dict[str, tuple[str, ...]]:
        """By id of a target: those that it was."""
        return dict(self._of_list(("targets",), "id", below))

    def _of_list(
        self, place: Place, key: str, below: Document | None
    ) -> Iterator[tuple[str, tuple[str, ...]]]:
        """By what the entries of a list are called: what they were."""
        known = _listed(below, place, key)
        for own in _entries_at(self.document.data, place):
            names = self.said(own)
            if names is None or not isinstance(called := _at(self.document.data, (*own, key)), str):
                continue
            if self.before is not None:
                names = self.meant(
                    names, (*own, "was"), lambda name: [each for each in known if each == name], known
                )
            yield called, names

    def said(self, place: Place) -> tuple[str, ...] | None:
        """What stands under `was` at a place: nothing for `new: true`; None where nothing is said."""
        entry = _at(self.document.data, place)
        if not isinstance(entry, dict) or is_title(entry):
            return None
        was, is_new = entry.get("was"), entry.get("new") is True
        names = [was] if isinstance(was, str) else was
        if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
            if is_new:
                message = say("what was something before is not new")
                hint = say("write was: or new: true, not both")
                self.faults.append(
                    Diagnostic("identity", message, self.document.key_at((*place, "new")), hint)
                )
            return tuple(cast("list[str]", names))
        return () if is_new else None

    def meant(
        self, names: Iterable[str], place: Place, found: Callable[[str], list[str]], known: list[str]
    ) -> tuple[str, ...]:
        """What names mean in the layer before; a name of nothing, or of several, is told."""
        paths: list[str] = []
        for name in names:
            own = found(name)
            at = self.document.value_at(place)
            if not own:
                message = say("was: nothing is called “{name}” in what this extends", name=name)
                hint = nearest_or(name, known, say("write what it is called there: its id or path"))
                self.faults.append(Diagnostic("undefined", message, at, hint))
            elif len(own) > 1:
                message = say("was: “{name}” can mean {paths}", name=name, paths=own)
                hint = say("write the path, for example {path}", path=own[0])
                self.faults.append(Diagnostic("ambiguous", message, at, hint))
            else:
                paths.append(own[0])
        return tuple(dict.fromkeys(paths))


def _listed(document: Document | None, place: Place, key: str) -> list[str]:
    """What the entries of a list are called in a document."""
    data = None if document is None else document.data
    entries = (cast("dict[str, Plain]", _at(data, own)).get(key) for own in _entries_at(data, place))
    return [name for name in entries if isinstance(name, str)]


__all__ = ["generation_of", "handed_on", "undeclared", "with_lineage"]
