"""One document laid over another (JSON Merge Patch, RFC 7396), every value still with its place.

Beside the RFC, `like: name` begins a new key as a copy of its neighbour, and a null that takes nothing away
is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from ..meaning.model import LEVELS
from ..words.alike import is_slip
from ..words.diagnostics import Diagnostic, Severity, say
from ..words.hints import nearest_or
from .document import Document, Place, Plain, place_text
from .schema import empty_hint, slip_hint


def lay_over(base: Document | None, patch: Document) -> tuple[Document, list[Diagnostic]]:
    """The patch laid over the base (None: the patch stands on its own), with positions: what the patch brings
    stands where the patch has it."""
    layers = _Layers(base, patch)
    layers.merged.data = layers.merge(layers.base.data, patch.data, ())
    return layers.merged, layers.faults


class _Layers:
    """A patch on its way over a base: `merged` is what comes of the two, `faults` what is wrong with it."""

    def __init__(self, base: Document | None, patch: Document) -> None:
        self.patch = patch
        self.standing_alone = base is None
        self.base = base or Document(patch.file, {})
        self.merged = Document(
            patch.file, None, dict(self.base.values), dict(self.base.keys), {**self.base.lines, **patch.lines}
        )
        self.merged.removed = dict(self.base.removed)
        self.faults: list[Diagnostic] = []

    def merge(self, below: Plain, above: Plain, place: Place) -> Plain:
        """The value at a place with that of the patch laid over it."""
        if not isinstance(above, dict):
            self._forget(below, place)
            self._take(above, place)
            return above
        if not isinstance(below, dict):
            self._forget(below, place)
            below = {}
        self._take_place(place)
        result = dict(below)
        is_named = bool(place) and (place[-1] in LEVELS or place in _NAMED)
        kept = {old.casefold(): old for old in below if is_named and above.get(old, old) is not None}
        for key, value in above.items():
            inner = (*place, key)
            if isinstance(value, dict) and isinstance(value.get("like"), str):
                result = self._like(result, below, key, str(value["like"]), place)
                value = {name: entry for name, entry in value.items() if name != "like"}
            if value is not None:
                if key not in result and kept:
                    self._resembles(key, kept, inner)
                result[key] = self.merge(result.get(key), value, inner)
            elif key in result:
                self._forget(result.pop(key), inner)
                self.merged.removed[key] = self.patch.key_at(inner)
            elif self.standing_alone:
                message = say("{where} is empty", where=place_text(inner))
                hint = slip_hint(self.patch, inner) or empty_hint(inner)
                self.faults.append(Diagnostic("empty", message, self.patch.key_at(inner), hint))
            else:
                self._removes_nothing(key, result, inner)
        return result

    def _removes_nothing(self, key: str, neighbours: Mapping[str, Plain], place: Place) -> None:
        message = say("null takes “{key}” away, but there is none in what this extends", key=key)
        hint = slip_hint(self.patch, place) or nearest_or(
            key, neighbours, say("delete the line, or write a value")
        )
        self.faults.append(Diagnostic("removes-nothing", message, self.patch.key_at(place), hint))

    def _like(
        self, result: dict[str, Plain], below: dict[str, Plain], key: str, name: str, place: Place
    ) -> dict[str, Plain]:
        """The neighbours, with a copy of the one called `name` as `key`, in its place: taken from what is
        extended, even if the patch takes that one away, or from further up in the same file."""
        origin, document = (below, self.base) if name in below else (result, self.merged)
        if name not in origin or key in result:
            hint = nearest_or(
                name, {**below, **result}, say("name a neighbour that stands above, or in what this extends")
            )
            message = (
                say("like: there is no neighbour “{name}” to copy", name=name)
                if name not in origin
                else say("like: “{key}” is there already", key=key)
            )
            self.faults.append(
                Diagnostic("undefined", message, self.patch.value_at((*place, key, "like")), hint)
            )
            return result
        for old, _ in _walk(origin[name], (*place, name)):
            new = (*place, key, *old[len(place) + 1 :])
            for known, source_of in (
                (self.merged.values, document.values),
                (self.merged.keys, document.keys),
            ):
                if old in source_of:
                    known[new] = source_of[old]
        number_of = {neighbour: number for number, neighbour in enumerate(below)}
        before = number_of.get(name, len(result))
        kept = {
            neighbour: value
            for neighbour, value in result.items()
            if neighbour not in number_of or number_of[neighbour] < before
        }
        later = {neighbour: value for neighbour, value in result.items() if neighbour not in kept}
        return {**kept, key: origin[name], **later}

    def _resembles(self, key: str, kept: Mapping[str, str], place: Place) -> None:
        """A new id that differs in capitals alone, or in a letter, from one of what is extended: most likely
        that one, misspelt. `kept` are those that the patch leaves, by their small letters."""
        capitals = kept.get(key.casefold())
        near = capitals or next((old for old in islice(kept.values(), _MOST) if is_slip(key, old)), None)
        if near is None:
            return
        message = say("“{key}” is new here, and looks like “{near}” of what this extends", key=key, near=near)
        hint = (
            say("write “{near}”; ids that differ in capitals alone are taken for one another", near=near)
            if capitals
            else say("if “{near}” is meant, write it so; if not, choose an id that is less alike", near=near)
        )
        severity: Severity = "error" if capitals else "warning"
        self.faults.append(Diagnostic("resembles", message, self.patch.key_at(place), hint, severity, key))

    def _forget(self, value: Plain, place: Place) -> None:
        for below, _ in _walk(value, place):
            self.merged.values.pop(below, None)
            self.merged.keys.pop(below, None)

    def _take(self, value: Plain, place: Place) -> None:
        for above, _ in _walk(value, place):
            self._take_place(above)

    def _take_place(self, place: Place) -> None:
        """What stands at a place now stands where the patch has it, if it has it."""
        for known, new in ((self.merged.values, self.patch.values), (self.merged.keys, self.patch.keys)):
            if place in new:
                known[place] = new[place]


_MOST = 1000  # so many neighbours are looked at for a letter that differs
_NAMED: tuple[Place, ...] = (("thresholds",), ("answers",), ("aliases",))
"""Mappings of ids beside those of nodes."""


def _walk(value: Plain, place: Place) -> Iterator[tuple[Place, Plain]]:
    """A value and all that is in it, each with its place."""
    yield place, value
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, (*place, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _walk(inner, (*place, index))


__all__ = ["lay_over"]
