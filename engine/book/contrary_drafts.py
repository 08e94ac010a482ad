"""Drafts that are laid over one rule set: where two of them change the same key to different values, neither
is taken for the right one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..words.diagnostics import Diagnostic, Position, say
from ..words.numerals import decimal_text
from .document import Document, Place, Plain, place_text
from .layers import named_by
from .node_names import is_node
from .question_ranges import is_title

LONGEST = 40  # letters of a value that is shown


@dataclass(frozen=True)
class _Change:
    """What is said of a key, and where: its value; or that there is none, because `gone`, the key itself or
    one that leads to it, is taken away or has another value in its place."""

    value: Plain
    position: Position
    gone: Place | None = None


class Drafts:
    """What drafts change in a rule set, one laid over the other."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.changed: dict[Place, _Change] = {}
        self.gone: dict[Place, _Change] = {}  # what nothing stands for any more
        self.files: set[str] = set()

    def laid(self, patch: Document, made: Document, faults: list[Diagnostic]) -> list[Diagnostic]:
        """What is wrong with one more draft, of which `made` comes: its own `faults`, and what an earlier one
        changes otherwise."""
        found = [told for fault in faults if (told := self._with_reason(fault, patch)) is not None]
        known: set[Position] = set()
        changes = _changes(self.document, made, patch.file)
        for key, new in changes.items():
            old = self._said_before(key, new)
            if (new.value, new.gone is None) != (old.value, old.gone is None) and new.position not in known:
                known.add(new.position)
                found.append(_contrary(key, old, new))
        there = {key[:length] for key, _ in _values(made) for length in range(len(key) + 1)}
        gone = {said.gone: said for said in changes.values() if said.gone is not None}
        self.gone |= {place: said for place, said in gone.items() if place not in there}
        self.document = made
        self.files.add(patch.file)
        return found

    def _said_before(self, key: Place, new: _Change) -> _Change:
        """What an earlier draft says of a key, or that it takes away what the key is of; else what is said
        now."""
        around = (key[:length] for length in range(1, len(key)))
        gone = next((self.gone[place] for place in around if place in self.gone), None)
        return self.changed.setdefault(key, new) if gone is None else gone

    def _with_reason(self, fault: Diagnostic, patch: Document) -> Diagnostic | None:
        """A fault of a draft; of a name that an earlier draft takes away, told so, and none where both take
        it away."""
        if fault.code not in ("undefined", "removes-nothing"):
            return fault
        arguments = fault.message.arguments
        name = str(arguments.get("name", arguments.get("key")))
        removed = {str(place[-1]): at for place, at in self.document.removed.items()}
        at = self.document.gone.get(name) or removed.get(name)
        if at is None or at.file not in self.files:
            return fault
        places = [place for place, own in patch.keys.items() if own == fault.position]
        if any(_value_at(patch.data, place) is None for place in places):
            return None
        message = say("“{name}” is changed here, and taken away in {place}", name=name, place=str(at))
        return Diagnostic("contrary-drafts", message, fault.position, _HINT)


_HINT = say("write it in one of the drafts alone, or the same in both")


def _contrary(key: Place, old: _Change, new: _Change) -> Diagnostic:
    """Two drafts that say different things of a key."""
    place, gone = str(old.position), new.gone or old.gone
    if gone is None:
        message = say(
            "{where}: this draft says {new}, and the one in {place} says {old}",
            where=place_text(key),
            new=_shown(new.value),
            old=_shown(old.value),
            place=place,
        )
    elif new.gone is None:
        message = say(
            "{where} is changed here, and taken away in {place}", where=place_text(gone), place=place
        )
    else:
        message = say(
            "{where} is taken away here, and changed in {place}", where=place_text(gone), place=place
        )
    return Diagnostic("contrary-drafts", message, new.position, _HINT)


def _changes(before: Document, after: Document, file: str) -> dict[Place, _Change]:
    """What a draft in a file says, by key: each value that it writes, and what it takes away."""
    olds, news = dict(_values(before)), dict(_values(after))
    written = {
        key: _Change(value, after.values[place])
        for key, (value, place) in news.items()
        if place in after.values and after.values[place].file == file
    }
    gone = {
        key: said for key in olds.keys() - news.keys() if (said := _taken_away(after, key, file)) is not None
    }
    return {**gone, **written}


def _taken_away(after: Document, key: Place, file: str) -> _Change | None:
    """Where a draft takes away what had a key: by a key on the way to it, by the id of a node, or by what it
    writes in its place. None where it has gone without being named."""
    way = [key[:length] for length in range(len(key), 0, -1)]
    for known in (
        after.removed,
        {place: after.gone[str(place[-1])] for place in way if str(place[-1]) in after.gone},
        after.values,
    ):
        for place in way:
            if place in known and known[place].file == file:
                return _Change(None, known[place], place)
    return None


def _values(document: Document) -> Iterator[tuple[Place, tuple[Plain, Place]]]:
    """The values of a document that are no mappings, by the keys that lead to them: entries of lists that
    have names by these, other lists whole; each with its place."""
    waiting: list[tuple[Place, Place, Plain]] = [((), (), document.data)]
    while waiting:
        key, place, value = waiting.pop()
        key = (*key, *_in_full(place, value))
        if isinstance(value, dict):
            waiting += [((*key, name), (*place, name), inner) for name, inner in value.items()]
            continue
        names = _names(place, value)
        if names is None or not isinstance(value, list):
            yield key, (value, place)
            continue
        for number, (name, inner) in enumerate(zip(names, value, strict=True)):
            waiting.append(((*key, name), (*place, number), inner))


def _in_full(place: Place, value: Plain) -> Place:
    """The key that a value has where what stands at a place is written in full: a threshold can be its number
    alone, a question its title."""
    if len(place) == 2 and place[0] == "thresholds" and not isinstance(value, dict):
        return ("value",)
    is_question = place[-2:-1] == ("questions",) and is_node(place)
    return ("title",) if is_question and is_title(value) else ()


def _names(place: Place, value: Plain) -> list[str] | None:
    """The names of the entries of a list; None where they have none of their own."""
    own = named_by(place)
    if own is None or not isinstance(value, list):
        return None
    names = [entry.get(own) if isinstance(entry, dict) else None for entry in value]
    texts = [name for name in names if isinstance(name, str)]
    return texts if len({*texts}) == len(value) else None


def _value_at(data: Plain, place: Place) -> Plain:
    for step in place:
        data = data[step]  # type: ignore[index]  # the place is one of the data
    return data


def _shown(value: Plain) -> str:
    """A value as it could be written."""
    text = _written(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _written(value: Plain) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    if isinstance(value, Fraction):
        return decimal_text(value)
    return "null" if value is None else str(value).casefold() if isinstance(value, bool) else value


__all__ = ["Drafts"]
