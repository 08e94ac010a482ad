"""One document laid over another (JSON Merge Patch, RFC 7396), every value still with its place.

Beside the RFC, `like: name` begins a new key as a copy of its neighbour, and a null that takes nothing away
is told. What rule sets have beyond that is in `layers`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from ..meaning.model import LEVELS
from ..words.alike import is_slip
from ..words.diagnostics import Diagnostic, KenError, Severity, Text, say
from ..words.hints import nearest_or
from .document import Document, Place, Plain, excerpt_of, own_copy, place_text, walk
from .layer_identity import undeclared
from .node_names import is_level
from .schema import empty_hint, slip_hint
from .yaml_data import MAX_DEPTH, MAX_VALUES

MOST_NEAR = 100


def lay_over(base: Document | None, patch: Document) -> tuple[Document, list[Diagnostic]]:
    """The patch laid over the base (None: the patch stands on its own), with positions: what the patch brings
    stands where the patch has it."""
    overlay = Overlay(base, patch)
    overlay.merged.data = overlay.merge(overlay.base.data, patch.data, (), ())
    return overlay.merged, overlay.faults


class Overlay:
    """A patch on its way over a base: `merged` is what comes of the two, `faults` what is wrong with it.

    A value has two places: that in what is merged, and its `origin`, that in the patch."""

    def __init__(self, base: Document | None, patch: Document) -> None:
        self.patch = patch
        self.standing_alone = base is None
        self.base = base or Document(patch.file, {})
        self.merged = Document(
            patch.file,
            None,
            dict(self.base.values),
            dict(self.base.keys),
            {**self.base.lines, **patch.lines},
            dict(self.base.gone),
            removed=dict(self.base.removed),
        )
        self.faults: list[Diagnostic] = []
        self.copied = 0  # how many values are copies

    def fault(self, code: str, message: Text, origin: Place, hint: Text, *, is_value: bool = False) -> None:
        """Keeps a fault of the key (or the value) that the patch has at `origin`."""
        at = self.patch.value_at(origin) if is_value else self.patch.key_at(origin)
        self.faults.append(Diagnostic(code, message, at, hint))

    def nearest(self, name: str, known: Iterable[str], otherwise: Text) -> Text:
        """A question whether the nearest of the known names was meant, or `otherwise`. To look for it takes
        time, so that it is done for the first faults only."""
        return nearest_or(name, known if len(self.faults) < MOST_NEAR else (), otherwise)

    def merge(self, below: Plain, above: Plain, place: Place, origin: Place) -> Plain:
        """The value at a place with that of the patch laid over it."""
        if not isinstance(above, dict):
            self.merged.forget(below, place)
            self.take(above, place, origin)
            return above
        if not isinstance(below, dict):
            self.merged.forget(below, place)
            below = {}
        self.take_place(place, origin)
        result = dict(below)
        is_named = bool(place) and (place[-1] in LEVELS or place in _NAMED)
        kept = {old.casefold(): old for old in below if is_named and above.get(old, old) is not None}
        for key, value in above.items():
            inner, own = (*place, key), (*origin, key)
            if isinstance(value, dict) and isinstance(value.get("like"), str):
                begun = self.like(result, below, key, place, own)
                value = {name: entry for name, entry in value.items() if name != "like"}
                if begun is None:
                    result[key] = self.postponed(value, inner, own)
                    continue
                result = begun
            if value is not None:
                if key not in result and kept:
                    self._resembles(key, kept, place, own)
                result[key] = self.merge(result.get(key), value, inner, own)
            elif key in result:
                self.take_away(result, key, place, own)
            elif self.standing_alone:
                message = say("{where} is empty", where=place_text(inner))
                self.fault("empty", message, own, slip_hint(self.patch, own) or empty_hint(inner))
            else:
                self.removes_nothing(key, list(result), own)
        return result

    def take_away(self, neighbours: dict[str, Plain], key: str, place: Place, origin: Place) -> None:
        """Takes what is called `key` away from the mapping at a place, as the patch says at `origin`."""
        self.merged.forget(neighbours.pop(key), (*place, key))
        self.merged.removed[(*place, key)] = self.patch.key_at(origin)
        if place and (place[-1] in LEVELS or place in _NAMED):
            self.merged.gone[key] = self.patch.key_at(origin)

    def removes_nothing(self, key: str, neighbours: list[str], origin: Place) -> None:
        """Keeps a fault: null takes away what is not there."""
        message = say("null takes “{key}” away, but there is none in what this extends", key=key)
        hint = slip_hint(self.patch, origin) or self.nearest(
            key, neighbours, say("delete the line, or write a value")
        )
        self.fault("removes-nothing", message, origin, hint)

    def like(
        self, result: dict[str, Plain], below: dict[str, Plain], key: str, place: Place, origin: Place
    ) -> dict[str, Plain] | None:
        """The neighbours, with a copy of the one that `like` names as `key`, in its place: taken from what is
        extended, even if the patch takes that one away, or from further up in the same file. None where the
        copy has to wait until all else is merged (see `postponed`)."""
        name = self.named_by(origin)
        neighbours = below if name in below else result
        if key in result:
            self.already_there(place, key, origin)
            return result
        if name not in neighbours:
            message = say("like: there is no neighbour “{name}” to copy", name=name)
            hint = self.nearest(
                name, neighbours, say("name a neighbour that stands above, or in what this extends")
            )
            self.fault("undefined", message, (*origin, "like"), hint, is_value=True)
            return result
        documents = (self.base, self.merged) if name in below else (self.merged,)
        made = self.with_copy({}, key, neighbours[name], (*place, name), place, origin, *documents)
        number_of = {neighbour: number for number, neighbour in enumerate(below)}
        before = number_of.get(name, len(result))
        kept = {
            neighbour: value
            for neighbour, value in result.items()
            if neighbour not in number_of or number_of[neighbour] < before
        }
        later = {neighbour: value for neighbour, value in result.items() if neighbour not in kept}
        return {**kept, **made, **later}

    def already_there(self, place: Place, key: str, origin: Place) -> None:
        """Keeps a fault: `like` cannot begin what is there."""
        message = say("like: “{key}” is there already, in {place}", key=key, place=self.known(place, key))
        hint = say("choose another id for the copy, or leave like: out and write what is otherwise")
        self.fault("undefined", message, (*origin, "like"), hint, is_value=True)

    def with_copy(
        self,
        neighbours: dict[str, Plain],
        key: str,
        value: Plain,
        source: Place,
        place: Place,
        origin: Place,
        *documents: Document,
    ) -> dict[str, Plain]:
        """The nodes at a place with a copy of what stands at `source` in the documents as `key`; without it
        where there is no room for so many."""
        if not self.has_room(value, len(place) + 1, origin):
            return neighbours
        self.merged.put(excerpt_of(value, source, *documents), (*place, key))
        return {**neighbours, key: undeclared(value) if is_level(place) else own_copy(value)}

    def has_room(self, value: Plain, depth: int, origin: Place) -> bool:
        """Whether a copy, which begins so deep, goes no deeper than a file may; it is told where it does.
        Raises KenError where all copies up to this one are more than a file may have."""
        deepest = 0
        for below, _ in walk(value, ()):
            self.copied += 1
            deepest = max(deepest, len(below))
        if self.copied > MAX_VALUES:
            message = say("with its copies the file has more than {most} values", most=f"{MAX_VALUES:,}")
            self.fault("alias-bomb", message, origin, say("copy less by like:"))
            raise KenError(self.faults)
        if depth + deepest > MAX_DEPTH:
            message = say("nested deeper than {most} levels", most=MAX_DEPTH)
            self.fault("too-deep", message, origin, say("flatten the structure"))
            return False
        return True

    def named_by(self, origin: Place) -> str:
        """What `like` names in the mapping that the patch has at `origin`."""
        value = self.patch.data
        for step in (*origin, "like"):
            value = value[step]  # type: ignore[index]  # it was come to on this way
        return str(value)

    def postponed(self, value: dict[str, Plain], place: Place, origin: Place) -> Plain:
        """What stands at a place until the copy that is to be there can be made."""
        raise NotImplementedError

    def known(self, place: Place, key: str) -> str:
        """The file and the line in which a neighbour stands that is there."""
        return self.merged.standing((*place, key))

    def _resembles(self, key: str, kept: Mapping[str, str], place: Place, origin: Place) -> None:
        """A new id that differs in capitals alone, or in a letter, from one of what is extended: most likely
        that one, misspelt. `kept` are those that the patch leaves, by their small letters."""
        capitals = kept.get(key.casefold())
        near = capitals or next((old for old in islice(kept.values(), _MOST) if is_slip(key, old)), None)
        if near is None:
            return
        message = say(
            "“{key}” is new here, and looks like “{near}” of what this extends, which stands in {place}",
            key=key,
            near=near,
            place=self.base.standing((*place, near)),
        )
        hint = (
            say("write “{near}”; ids that differ in capitals alone are taken for one another", near=near)
            if capitals
            else say("if “{near}” is meant, write it so; if not, choose an id that is less alike", near=near)
        )
        severity: Severity = "error" if capitals else "warning"
        self.faults.append(Diagnostic("resembles", message, self.patch.key_at(origin), hint, severity, key))

    def take(self, value: Plain, place: Place, origin: Place) -> None:
        """A value and all that is in it stand where the patch has them."""
        for own, _ in walk(value, origin):
            self.take_place((*place, *own[len(origin) :]), own)

    def take_place(self, place: Place, origin: Place) -> None:
        """What stands at a place now stands where the patch has it, if it has it."""
        for known, new in ((self.merged.values, self.patch.values), (self.merged.keys, self.patch.keys)):
            if origin in new:
                known[place] = new[origin]


_MOST = 1000  # so many neighbours are looked at for a letter that differs
_NAMED: tuple[Place, ...] = (("thresholds",), ("answers",), ("aliases",))
"""Mappings of ids beside those of nodes."""


__all__ = ["Overlay", "lay_over"]
