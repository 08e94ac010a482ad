"""Plain data of the events of a YAML parser, with the position of every key and value.

The data are built here and not by PyYAML, because the language differs from YAML 1.1 on purpose: numbers are
exact decimals (`fractions.Fraction`), Thai digits are digits, only `true`, `false` and `null` are words with
a meaning of their own (`no`, `on`, `1:30` stay text), keys are always text, a key written twice is an error,
and depth and the growth by aliases are bounded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NoReturn

import yaml

from ..words.alike import character_name, compared, first_difference
from ..words.diagnostics import Diagnostic, Position, Text, say
from ..words.numerals import read_number, western
from .document import Document, Place, Plain
from .odd_signs import NAMES, Odd, is_rating, odd_key, odd_value

MAX_DEPTH = 70
MAX_VALUES = 100_000  # with aliases written out

_WORDS: dict[str, bool | None] = {"true": True, "True": True, "false": False, "False": False}
_WORDS |= {"null": None, "Null": None, "NULL": None, "~": None, "": None}
_NOT_FINITE = {".inf", "+.inf", "-.inf", ".nan", ".Inf", "-.Inf", ".NaN", ".INF", "-.INF", ".NAN"}


class BrokenOffError(Exception):
    """Reading stops: the fault that is told leaves nothing to go on with."""


@dataclass
class _Open:
    """A collection that is being read."""

    node: dict[str, Plain] | list[Plain]
    place: Place
    anchor: str | None
    start: int  # how much had been placed before it
    key: str | None = None
    fresh: bool = True  # whether the pending key is seen for the first time
    forms: dict[str, str] = field(default_factory=dict)  # by key as it is compared: the key


@dataclass(frozen=True)
class _Anchored:
    """A value with an anchor, and all that was placed with it; the first of these is the value itself."""

    value: Plain
    placed: list[tuple[Place, Position, bool]]


class YamlData:
    """The data of one document, while they are built."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.anchors: dict[str, _Anchored] = {}
        self.placed: list[tuple[Place, Position, bool]] = []
        self.count = 0

    def build(self, events: Iterator[yaml.Event]) -> None:
        """Builds the data from the parser's events; faults that can be read past are noted, others end it
        (BrokenOffError)."""
        stack: list[_Open] = []
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._fault(
                        event,
                        "yaml-syntax",
                        say("a second document begins here; a file holds one"),
                        say("delete the line “---”"),
                    )
                    return
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                stack.append(self._opened(event, stack))
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                done = stack.pop()
                if done.anchor:
                    self.anchors[done.anchor] = _Anchored(done.node, self.placed[done.start :])
                self._attach(stack, done.node)
            elif isinstance(event, yaml.ScalarEvent):
                self._scalar(event, stack)
            elif isinstance(event, yaml.AliasEvent):
                self._alias(event, stack)

    def _opened(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, stack: list[_Open]) -> _Open:
        if stack and isinstance(stack[-1].node, dict) and stack[-1].key is None:
            self._break_off(
                event,
                "yaml-key",
                say("a list or mapping cannot be a key"),
                say("put the key between quotes if it is a text"),
            )
        if len(stack) >= MAX_DEPTH:
            self._break_off(
                event,
                "too-deep",
                say("nested deeper than {most} levels", most=MAX_DEPTH),
                say("flatten the structure"),
            )
        self._no_tag(event)
        self._grow(event, 1)
        place, start = self._place(stack), len(self.placed)
        self._put(place, self._position(event))
        return _Open({} if isinstance(event, yaml.MappingStartEvent) else [], place, event.anchor, start)

    def _no_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self._fault(
                event,
                "yaml-tag",
                say("tags such as {tag} are not part of the rule language", tag=shown),
                say("delete the tag"),
            )

    def _scalar(self, event: yaml.ScalarEvent, stack: list[_Open]) -> None:
        self._grow(event, 1)
        if stack and isinstance(stack[-1].node, dict) and stack[-1].key is None:
            self._open_key(event, stack[-1])
            return
        value = self._value(event, stack)
        self._put(self._place(stack), self._position(event))
        if event.anchor:
            self.anchors[event.anchor] = _Anchored(value, self.placed[-1:])
        self._attach(stack, value)

    def _open_key(self, event: yaml.ScalarEvent, parent: _Open) -> None:
        key = self._plain_key(event)
        assert isinstance(parent.node, dict)
        place = (*parent.place, key)
        if key == "<<" and not event.style:
            self._fault(
                event,
                "yaml-key",
                say("merge keys (<<) are not part of the rule language"),
                say("write the keys out, or use extends"),
            )
        form = compared(key)
        known = parent.forms.setdefault(form, key)
        parent.fresh = key not in parent.node and known == key
        if known != key:
            at, character = first_difference(key, known)
            message = say(
                "the key “{key}” is written twice, in two ways: character {place} is {character} here",
                key=key,
                place=at,
                character=character,
            )
            self._fault(event, "duplicate-key", message, say("keep one of the two, or rename one"))
        elif not parent.fresh:
            first = self.document.keys[place]
            message = say(
                "the key “{key}” is written twice; the first is in line {line}", key=key, line=first.line
            )
            self._fault(event, "duplicate-key", message, say("keep one of the two, or rename one"))
        else:
            self._put(place, self._position(event), is_key=True)
        parent.key = key

    def _plain_key(self, event: yaml.ScalarEvent) -> str:
        """A key, without what nobody sees in it, which is told."""
        text: str = event.value
        if not event.style and text[:1].isspace():  # at the beginning of a line: an indentation that is none
            message = say(
                "{character} is used to indent; YAML allows spaces only", character=character_name(text[0])
            )
            self._break_off(event, "odd-characters", message, say("put plain blanks in its place"))
        odd = odd_key(text) or (None if event.style else odd_value(text))
        if odd is None:
            return text
        self._odd(event, odd)
        return odd.meant

    def _odd(self, event: yaml.ScalarEvent, odd: Odd) -> None:
        """Notes what is odd in a text, at its character."""
        position = self._position(event)
        if event.start_mark and event.end_mark and event.start_mark.line == event.end_mark.line:
            position = replace(position, column=position.column + odd.at + bool(event.style), length=1)
        self.document.faults.append(replace(odd.finding, position=position))

    def _value(self, event: yaml.ScalarEvent, stack: list[_Open]) -> Plain:
        text = event.value
        self._no_tag(event)
        odd = odd_key(text) if stack and stack[-1].key in NAMES else None
        if odd := odd or (None if event.style else odd_value(text)):
            self._odd(event, odd)
            text = odd.meant
        if event.style:  # quoted or block: what is between quotes is text
            return text
        if text in _WORDS:
            return _WORDS[text]
        if text in _NOT_FINITE:
            self._fault(
                event,
                "not-finite",
                say("{text} is not a number that can be scored with", text=text),
                say("write a finite number"),
            )
        number = read_number(text)
        if number is None and len(text) > 20 and western(text).replace(".", "").replace("e", "").isdigit():
            self._fault(
                event,
                "not-finite",
                say("a number of {length} characters is too long", length=len(text)),
                say("write it with fewer digits"),
            )
        if number is None or is_rating(self._place(stack)):  # 5 and 1.10 are names there, as written
            return text
        return number

    def _alias(self, event: yaml.AliasEvent, stack: list[_Open]) -> None:
        anchored = self.anchors.get(event.anchor or "")
        if anchored is None:
            message = say("the alias *{name} has no anchor &{name} above it", name=event.anchor)
            self._break_off(
                event,
                "yaml-syntax",
                message,
                say("write &{name} before the value that is to be repeated", name=event.anchor),
            )
        self._grow(event, len(anchored.placed))
        place, origin = self._place(stack), len(anchored.placed[0][0])
        for old, position, is_key in anchored.placed:
            self._put((*place, *old[origin:]), position, is_key=is_key)
        self._attach(stack, anchored.value)

    def _put(self, place: Place, position: Position, *, is_key: bool = False) -> None:
        (self.document.keys if is_key else self.document.values)[place] = position
        self.placed.append((place, position, is_key))

    def _grow(self, event: yaml.Event, by: int) -> None:
        self.count += by
        if self.count > MAX_VALUES:
            message = say(
                "with its aliases written out the document has more than {most} values",
                most=f"{MAX_VALUES:,}",
            )
            self._break_off(event, "alias-bomb", message, say("repeat less by aliases (*name)"))

    def _attach(self, stack: list[_Open], value: Plain) -> None:
        if not stack:
            self.document.data = value
            return
        parent = stack[-1]
        if isinstance(parent.node, list):
            parent.node.append(value)
        else:
            assert parent.key is not None
            if parent.fresh:
                parent.node[parent.key] = value
            parent.key = None

    def _place(self, stack: list[_Open]) -> Place:
        if not stack:
            return ()
        parent = stack[-1]
        step: str | int = len(parent.node) if isinstance(parent.node, list) else str(parent.key)
        return (*parent.place, step) if parent.fresh else (*parent.place, step, "duplicate")

    def _position(self, event: yaml.Event) -> Position:
        start, end = event.start_mark, event.end_mark
        assert start is not None  # a parser gives every event its marks
        assert end is not None
        length = max(1, end.column - start.column) if end.line == start.line else 1
        return Position(self.document.file, start.line + 1, start.column + 1, length)

    def _fault(self, event: yaml.Event, code: str, message: Text, hint: Text) -> None:
        self.document.faults.append(Diagnostic(code, message, self._position(event), hint))

    def _break_off(self, event: yaml.Event, code: str, message: Text, hint: Text) -> NoReturn:
        self._fault(event, code, message, hint)
        raise BrokenOffError


__all__ = ["MAX_DEPTH", "MAX_VALUES", "BrokenOffError", "YamlData"]
