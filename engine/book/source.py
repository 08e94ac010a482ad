"""YAML text to plain data, safely and exactly, with the position of every key and value.

PyYAML parses to events; this module builds the data from them itself, because the language differs from YAML
1.1 on purpose: numbers are exact decimals (`fractions.Fraction`), Thai digits are digits, only `true`,
`false` and `null` are words with a meaning of their own (`no`, `on`, `1:30` stay text), keys are always text,
a key written twice is an error, and size, depth and the growth by aliases are bounded."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import yaml

from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..words.numerals import read_number, western

Plain: TypeAlias = "dict[str, Plain] | list[Plain] | str | Fraction | bool | None"
Place: TypeAlias = "tuple[str | int, ...]"

MAX_BYTES = 1_000_000
MAX_DEPTH = 70
MAX_VALUES = 100_000

_WORDS: dict[str, bool | None] = {"true": True, "True": True, "false": False, "False": False}
_WORDS |= {"null": None, "Null": None, "NULL": None, "~": None, "": None}
_NOT_FINITE = {".inf", "+.inf", "-.inf", ".nan", ".Inf", "-.Inf", ".NaN", ".INF", "-.INF", ".NAN"}


@dataclass
class Document:
    """A YAML document: plain data, and where each of its keys and values stands, by path from the root."""

    file: str
    data: Plain
    values: dict[Place, Position] = field(default_factory=dict)
    keys: dict[Place, Position] = field(default_factory=dict)
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by file: merged documents have several
    # those that leave something to go on with, such as a key twice
    faults: list[Diagnostic] = field(default_factory=list)

    def value_at(self, place: Place) -> Position:
        """Where the value at `place` stands; for one that is not there, where the nearest thing around it
        does."""
        while place and place not in self.values:
            place = place[:-1]
        return self.values.get(place, Position(self.file, 1, 1))

    def key_at(self, place: Place) -> Position:
        """Where the key at `place` stands (a list item has none: its value)."""
        return self.keys.get(place) or self.value_at(place)


def read(path: Path, name: str | None = None) -> Document:
    """The document in a file. Raises KenError when it cannot be read or is not YAML as the module describes
    it."""
    shown = name or str(path)
    raw = beginning(path, shown)
    if len(raw) > MAX_BYTES:
        message = say("the file is larger than {most} bytes, the most that is read", most=f"{MAX_BYTES:,}")
        raise KenError(
            [Diagnostic("too-large", message, Position(shown), say("split the rules, or use extends"))]
        )
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = raw[: problem.start].decode("utf-8-sig")
        position = Position(shown, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = say(
            "the file is not in UTF-8: byte 0x{byte} is no part of a character",
            byte=f"{raw[problem.start]:02X}",
        )
        hint = say("save the file as UTF-8 (an editor offers this under “Save with encoding”)")
        raise KenError([Diagnostic("encoding", message, position, hint)]) from None
    return parse(text, shown)


def beginning(path: Path, name: str | None = None) -> bytes:
    """What stands in a file, and no more of it than shows that it is too large. Raises KenError when it
    cannot be read."""
    if found := unreadable(path, name):
        raise KenError([found])
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except OSError as problem:
        raise KenError([_cannot_read(path, problem, name)]) from None


def unreadable(path: Path, name: str | None = None) -> Diagnostic | None:
    """Why a file cannot be read: it may not be, or it is none. A pipe would keep the run waiting, so that
    nothing is opened."""
    position = Position(name or str(path))
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as problem:
        return _cannot_read(path, problem, name)
    if stat.S_ISDIR(mode):
        return Diagnostic("unreadable", say("this is a folder"), position, say("give the path of a file"))
    if not stat.S_ISREG(mode):
        return Diagnostic(
            "unreadable",
            say("this is no file, but a pipe or a device"),
            position,
            say("give the path of a file"),
        )
    return (
        None
        if os.access(path, os.R_OK)
        else _cannot_read(path, PermissionError(errno.EACCES, os.strerror(errno.EACCES)), name)
    )


def _cannot_read(path: Path, problem: OSError | ValueError, name: str | None = None) -> Diagnostic:
    """Why the system refuses a file; of a link, where it leads."""
    number = getattr(problem, "errno", None)
    message = say("cannot read the file: {reason}", reason=getattr(problem, "strerror", None) or problem)
    hint = say("check that it is there and that you may read it")
    with suppress(OSError, ValueError):
        if number == errno.ENOENT and path.is_symlink():
            message = say("this is a link to nothing: there is no {target}", target=str(path.readlink()))
            hint = say("mend the link, or delete it")
        elif number == errno.ELOOP:
            message = say("this is a link that leads back to itself: {target}", target=str(path.readlink()))
            hint = say("mend the link, or delete it")
    return Diagnostic("unreadable", message, Position(name or str(path)), hint)


def is_none(path: Path) -> bool:
    """Whether there is no file behind a name in a folder, but a link to nothing, a pipe or a device: nothing
    that could be read."""
    try:
        return not stat.S_ISREG(path.stat().st_mode)
    except OSError as problem:
        return problem.errno in (errno.ENOENT, errno.ELOOP)


def stands(path: Path) -> bool:
    """Whether anything has this path: a file, a folder, a link to nothing, or something that one may not look
    at."""
    try:
        path.lstat()
    except OSError as problem:
        return problem.errno in (errno.EACCES, errno.ELOOP)
    except ValueError:
        return False
    return True


def parse(text: str, file: str = "<text>") -> Document:
    """The document in a text, with the faults that one can read past. Raises KenError when it is not YAML at
    all."""
    # libyaml finds the same ten times as fast, and explains less of what is wrong
    if fast := getattr(yaml, "CSafeLoader", None):
        with suppress(yaml.YAMLError, _BrokenOffError):
            return _built(Document(file, None, lines={file: tuple(text.split("\n"))}), text, fast)
    document = Document(file, None, lines={file: tuple(text.split("\n"))})
    try:
        return _built(document, text, _Loader)
    except yaml.reader.ReaderError as problem:
        before = text[: problem.position]
        position = Position(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        message = say(
            "the character U+{code} may not stand in YAML", code=f"{_code_point(problem.character):04X}"
        )
        hint = say("delete it; it may be invisible in the editor")
        raise KenError([*document.faults, Diagnostic("yaml-syntax", message, position, hint)]) from None
    except yaml.MarkedYAMLError as problem:
        raise KenError([*document.faults, *_syntax(problem, document)]) from None
    except _BrokenOffError:
        raise KenError(document.faults) from None


def events(text: str) -> Iterator[yaml.Event]:
    """The parser's events, for who wants to look at the beginning only."""
    found: Iterator[yaml.Event] = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", _Loader))
    return found


def _built(document: Document, text: str, loader: Any) -> Document:
    _Builder(document).build(yaml.parse(text, Loader=loader))
    return document


class _EscapeError(yaml.MarkedYAMLError):
    """An escape in a text between double quotes that is no character, or none that YAML knows."""

    def __init__(self, escape: str, *, is_known: bool, mark: yaml.Mark) -> None:
        super().__init__(problem=escape, problem_mark=mark)
        self.escape = escape
        self.is_known = is_known


class _Loader(yaml.SafeLoader):
    """PyYAML's own, which makes lone surrogates of escapes, breaks down over numbers that are too large for a
    character, and says of an escape that it does not know where it stands only roughly."""

    def scan_flow_scalar(self, style: str) -> Any:
        if style == '"':
            quoted = _QUOTED.match(self.buffer, self.pointer)
            for escape in _ESCAPE.finditer(quoted[0]) if quoted else ():
                self.look_at(escape)
        return super().scan_flow_scalar(style)

    def look_at(self, escape: re.Match[str]) -> None:
        digits = next(filter(None, escape.groups()), None)
        is_known = digits is not None or escape[0][1:] in _ESCAPED
        if is_known and (digits is None or _is_character(int(digits, 16))):
            return
        at = self.pointer + escape.start()
        before = self.buffer[:at]
        raise _EscapeError(
            escape[0],
            is_known=is_known,
            mark=yaml.Mark(self.name, at, before.count("\n"), at - before.rfind("\n") - 1, None, 0),
        )


_QUOTED = re.compile(r'"(?:[^"\\\0]|\\.)*', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|\r\n|.)", re.DOTALL)
_ESCAPED = {*yaml.SafeLoader.ESCAPE_REPLACEMENTS, "\r\n", *"\r\n\x85\u2028\u2029"}


def _is_character(code: int) -> bool:
    return code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF


class _BrokenOffError(Exception):
    """Reading stops: the fault that is told leaves nothing to go on with."""


def _code_point(character: object) -> int:
    return character if isinstance(character, int) else ord(str(character)[0])


def _syntax(problem: yaml.MarkedYAMLError, document: Document) -> Iterator[Diagnostic]:
    if isinstance(problem, _EscapeError) and (mark := problem.problem_mark):
        position = Position(document.file, mark.line + 1, mark.column + 1, len(problem.escape))
        message, hint = _of_escape(problem)
        yield Diagnostic("yaml-syntax", message, position, hint)
        return
    lines = document.lines[document.file]
    tabbed = [
        number for number, line in enumerate(lines, 1) if "\t" in line[: len(line) - len(line.lstrip())]
    ]
    if tabbed:
        for number in tabbed:
            column = lines[number - 1].index("\t") + 1
            hint = say("replace the tab by spaces, two for each level")
            yield Diagnostic(
                "yaml-tab",
                say("a tab is used to indent; YAML allows spaces only"),
                Position(document.file, number, column),
                hint,
            )
        return
    message, hint, at_context = _in_plain_words(problem)
    mark = (problem.context_mark if at_context else None) or problem.problem_mark or problem.context_mark
    position = (
        Position(document.file, mark.line + 1, mark.column + 1) if mark else Position(document.file, 1, 1)
    )
    yield Diagnostic("yaml-syntax", message, position, hint)


def _of_escape(problem: _EscapeError) -> tuple[Text, Text]:
    """What is wrong with an escape, and what mends it."""
    if problem.is_known:
        return say("{escape} is no character", escape=problem.escape), say(
            "write the character itself; characters end at \\U0010FFFF"
        )
    message = say("{escape} is no escape that YAML knows", escape=problem.escape)
    return message, say(
        "put a text with a backslash between single quotes or none; between double quotes a backslash is "
        "written twice"
    )


def _in_plain_words(found: yaml.MarkedYAMLError) -> tuple[Text, Text, bool]:
    """PyYAML's words for a fault, what they mean to somebody who does not know YAML's grammar, what mends it,
    and whether the fault is where the construct began (its context) rather than where the parser noticed."""
    problem, context = found.problem or "", found.context or ""
    if "quoted scalar" in context:
        return (
            say("a quotation mark is opened here and never closed"),
            say("close it at the end of the text"),
            True,
        )
    if "flow mapping" in context or "flow sequence" in context:
        if (
            "but got ':'" in problem
            or "but got '{'" in problem
            or "but got '['" in problem
            or "<scalar>" in problem
        ):
            return (
                say("a comma or a closing bracket is lacking before this place"),
                say("separate the entries inside {{ }} or [ ] by commas, and close the bracket"),
                False,
            )
        return say("a bracket is opened here and never closed"), say("close it with }} or ]"), True
    if "mapping values are not allowed" in problem:
        return (
            say("a colon where no key can stand"),
            say("put a text that has a colon in it between quotes, or check the indentation"),
            False,
        )
    if "could not find expected ':'" in problem:
        return say("a key without a colon"), say("write “key: value”, with a space after the colon"), True
    if "expected <block end>" in problem:
        return (
            say("the structure breaks off here"),
            say(
                "check that this line is indented like its neighbours, and that brackets and quotes are "
                "closed"
            ),
            False,
        )
    if "cannot start any token" in problem:
        return say("a value may not begin with this character"), say("put the value between quotes"), False
    if "undefined alias" in problem:
        return (
            say("an alias (*name) without its anchor (&name)"),
            say("write &name before the value that is to be repeated, above this place"),
            False,
        )
    return (
        say("YAML cannot be read from here on"),
        say("check indentation, colons, quotes and brackets around here"),
        False,
    )


@dataclass
class _Open:
    """A collection that is being read."""

    node: dict[str, Plain] | list[Plain]
    place: Place
    anchor: str | None
    start: int  # how much had been placed before it
    key: str | None = None
    fresh: bool = True  # whether the pending key is seen for the first time


@dataclass(frozen=True)
class _Anchored:
    """A value with an anchor, and all that was placed with it; the first of these is the value itself."""

    value: Plain
    placed: list[tuple[Place, Position, bool]]


class _Builder:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.anchors: dict[str, _Anchored] = {}
        self.placed: list[tuple[Place, Position, bool]] = []
        self.count = 0

    def build(self, events: Iterator[yaml.Event]) -> None:
        """Builds the data from the parser's events; faults that can be read past are noted, others end it
        (_BrokenOffError)."""
        stack: list[_Open] = []
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.fault(
                        event,
                        "yaml-syntax",
                        say("a second document begins here; a file holds one"),
                        say("delete the line “---”"),
                    )
                    return
            elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                stack.append(self.opened(event, stack))
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                done = stack.pop()
                if done.anchor:
                    self.anchors[done.anchor] = _Anchored(done.node, self.placed[done.start :])
                self.attach(stack, done.node)
            elif isinstance(event, yaml.ScalarEvent):
                self.scalar(event, stack)
            elif isinstance(event, yaml.AliasEvent):
                self.alias(event, stack)

    def opened(self, event: yaml.MappingStartEvent | yaml.SequenceStartEvent, stack: list[_Open]) -> _Open:
        if stack and isinstance(stack[-1].node, dict) and stack[-1].key is None:
            self.break_off(
                event,
                "yaml-key",
                say("a list or mapping cannot be a key"),
                say("put the key between quotes if it is a text"),
            )
        if len(stack) >= MAX_DEPTH:
            self.break_off(
                event,
                "too-deep",
                say("nested deeper than {most} levels", most=MAX_DEPTH),
                say("flatten the structure"),
            )
        self.no_tag(event)
        self.grow(event, 1)
        place, start = self.place(stack), len(self.placed)
        self.put(place, self.position(event))
        return _Open({} if isinstance(event, yaml.MappingStartEvent) else [], place, event.anchor, start)

    def no_tag(self, event: yaml.NodeEvent) -> None:
        tag = getattr(event, "tag", None)
        if tag is not None and tag != "!":
            shown = tag.replace("tag:yaml.org,2002:", "!!")
            self.fault(
                event,
                "yaml-tag",
                say("tags such as {tag} are not part of the rule language", tag=shown),
                say("delete the tag"),
            )

    def scalar(self, event: yaml.ScalarEvent, stack: list[_Open]) -> None:
        self.grow(event, 1)
        if stack and isinstance(stack[-1].node, dict) and stack[-1].key is None:
            self.open_key(event, stack[-1])
            return
        value = self.value(event)
        self.put(self.place(stack), self.position(event))
        if event.anchor:
            self.anchors[event.anchor] = _Anchored(value, self.placed[-1:])
        self.attach(stack, value)

    def open_key(self, event: yaml.ScalarEvent, parent: _Open) -> None:
        key = event.value
        assert isinstance(parent.node, dict)
        place = (*parent.place, key)
        if key == "<<" and not event.style:
            self.fault(
                event,
                "yaml-key",
                say("merge keys (<<) are not part of the rule language"),
                say("write the keys out, or use extends"),
            )
        parent.fresh = key not in parent.node
        if not parent.fresh:
            first = self.document.keys[place]
            message = say(
                "the key “{key}” is written twice; the first is in line {line}", key=key, line=first.line
            )
            self.fault(event, "duplicate-key", message, say("keep one of the two, or rename one"))
        else:
            self.put(place, self.position(event), is_key=True)
        parent.key = key

    def value(self, event: yaml.ScalarEvent) -> Plain:
        text = event.value
        self.no_tag(event)
        if event.style:  # quoted or block: what is between quotes is text
            return text
        if text in _WORDS:
            return _WORDS[text]
        if text in _NOT_FINITE:
            self.fault(
                event,
                "not-finite",
                say("{text} is not a number that can be scored with", text=text),
                say("write a finite number"),
            )
        number = read_number(text)
        if number is None and len(text) > 20 and western(text).replace(".", "").replace("e", "").isdigit():
            self.fault(
                event,
                "not-finite",
                say("a number of {length} characters is too long", length=len(text)),
                say("write it with fewer digits"),
            )
        return text if number is None else number

    def alias(self, event: yaml.AliasEvent, stack: list[_Open]) -> None:
        anchored = self.anchors.get(event.anchor or "")
        if anchored is None:
            message = say("the alias *{name} has no anchor &{name} above it", name=event.anchor)
            self.break_off(
                event,
                "yaml-syntax",
                message,
                say("write &{name} before the value that is to be repeated", name=event.anchor),
            )
        self.grow(event, len(anchored.placed))
        place, origin = self.place(stack), len(anchored.placed[0][0])
        for old, at, is_key in anchored.placed:
            self.put((*place, *old[origin:]), at, is_key=is_key)
        self.attach(stack, anchored.value)

    def put(self, place: Place, at: Position, *, is_key: bool = False) -> None:
        (self.document.keys if is_key else self.document.values)[place] = at
        self.placed.append((place, at, is_key))

    def grow(self, event: yaml.Event, by: int) -> None:
        self.count += by
        if self.count > MAX_VALUES:
            message = say(
                "with its aliases written out the document has more than {most} values",
                most=f"{MAX_VALUES:,}",
            )
            self.break_off(event, "alias-bomb", message, say("repeat less by aliases (*name)"))

    def attach(self, stack: list[_Open], value: Plain) -> None:
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

    def place(self, stack: list[_Open]) -> Place:
        if not stack:
            return ()
        parent = stack[-1]
        step: str | int = len(parent.node) if isinstance(parent.node, list) else str(parent.key)
        return (*parent.place, step) if parent.fresh else (*parent.place, step, "duplicate")

    def position(self, event: yaml.Event) -> Position:
        start, end = event.start_mark, event.end_mark
        assert start is not None  # a parser gives every event its marks
        assert end is not None
        length = max(1, end.column - start.column) if end.line == start.line else 1
        return Position(self.document.file, start.line + 1, start.column + 1, length)

    def fault(self, event: yaml.Event, code: str, message: Text, hint: Text) -> None:
        self.document.faults.append(Diagnostic(code, message, self.position(event), hint))

    def break_off(self, event: yaml.Event, code: str, message: Text, hint: Text) -> NoReturn:
        self.fault(event, code, message, hint)
        raise _BrokenOffError
