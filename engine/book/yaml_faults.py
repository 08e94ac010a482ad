"""Faults of YAML, told to somebody who does not know its grammar."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from ..words.diagnostics import Diagnostic, Position, Text, say
from .document import Document
from .odd_signs import odd_sign


class EscapeError(yaml.MarkedYAMLError):
    """An escape in a text between double quotes that is no character, or none that YAML knows."""

    def __init__(self, escape: str, *, is_known: bool, mark: yaml.Mark) -> None:
        super().__init__(problem=escape, problem_mark=mark)
        self.escape = escape
        self.is_known = is_known


class Loader(yaml.SafeLoader):
    """PyYAML's own, which makes lone surrogates of escapes, breaks down over numbers that are too large for a
    character, and says of an escape that it does not know where it stands only roughly."""

    def scan_flow_scalar(self, style: str) -> Any:
        """A text between quotes, whose escapes are looked at first."""
        if style == '"':
            quoted = _QUOTED.match(self.buffer, self.pointer)
            for escape in _ESCAPE.finditer(quoted[0]) if quoted else ():
                self.look_at(escape)
        return super().scan_flow_scalar(style)

    def look_at(self, escape: re.Match[str]) -> None:
        """Raises EscapeError where an escape, found from the pointer on, is none that YAML knows or no
        character."""
        digits = next(filter(None, escape.groups()), None)
        is_known = digits is not None or escape[0][1:] in _ESCAPED
        if is_known and (digits is None or _is_character(int(digits, 16))):
            return
        at = self.pointer + escape.start()
        before = self.buffer[:at]
        raise EscapeError(
            escape[0],
            is_known=is_known,
            mark=yaml.Mark(self.name, at, before.count("\n"), at - before.rfind("\n") - 1, None, 0),
        )


_QUOTED = re.compile(r'"(?:[^"\\\0]|\\.)*', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|\r\n|.)", re.DOTALL)
_ESCAPED = {*yaml.SafeLoader.ESCAPE_REPLACEMENTS, "\r\n", *"\r\n\x85\u2028\u2029"}


def _is_character(code: int) -> bool:
    return code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF


def bad_character(problem: yaml.reader.ReaderError, text: str, file: str) -> Diagnostic:
    """A character of the text that may not stand in YAML, at its place."""
    before, character = text[: problem.position], problem.character
    position = Position(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
    code = character if isinstance(character, int) else ord(str(character)[0])
    return Diagnostic(
        "yaml-syntax",
        say("the character U+{code} may not stand in YAML", code=f"{code:04X}"),
        position,
        say("delete it; it may be invisible in the editor"),
    )


def syntax_faults(problem: yaml.MarkedYAMLError, document: Document) -> Iterator[Diagnostic]:
    """What the parser stumbled over: an escape, else every tab that indents, else what it says itself in
    plain words."""
    if isinstance(problem, EscapeError) and (mark := problem.problem_mark):
        position = Position(document.file, mark.line + 1, mark.column + 1, len(problem.escape))
        message, hint = _of_escape(problem)
        yield Diagnostic("yaml-syntax", message, position, hint)
        return
    lines = document.lines[document.file]
    if conflict := _conflict(lines, document.file):
        yield conflict
        return
    tabbed = [
        number for number, line in enumerate(lines, 1) if "\t" in line[: len(line) - len(line.lstrip())]
    ]
    for number in tabbed:
        yield Diagnostic(
            "yaml-tab",
            say("a tab is used to indent; YAML allows spaces only"),
            Position(document.file, number, lines[number - 1].index("\t") + 1),
            say("replace the tab by spaces, two for each level"),
        )
    if tabbed:
        return
    words = _in_plain_words(problem.problem or "", problem.context or "")
    context_mark = problem.context_mark if words.is_at_context else None
    mark = context_mark or problem.problem_mark or problem.context_mark
    position = Position(document.file, *((mark.line + 1, mark.column + 1) if mark else (1, 1)))
    line = lines[position.line - 1] if position.line <= len(lines) else ""
    if odd := odd_sign(line, document.file, position.line):
        yield odd
        return
    yield Diagnostic("yaml-syntax", words.message, position, words.hint)


def _conflict(lines: Sequence[str], file: str) -> Diagnostic | None:
    """That two versions of a part stand in the file, between the marks of a merge; None where there are no
    such marks."""
    marks = ["<<<<<<<", "=======", ">>>>>>>"]
    places: list[int] = []
    for number, line in enumerate(lines, 1):
        if len(places) < len(marks) and line.startswith(marks[len(places)]):
            places.append(number)
    if len(places) < len(marks):
        return None
    begin, middle, end = places
    message = say(
        "two versions of the file were not merged here: one stands in the lines {begin} to {middle}, the "
        "other in the lines {middle} to {end}, between the marks <<<<<<<, ======= and >>>>>>>",
        begin=begin,
        middle=middle,
        end=end,
    )
    hint = say("delete the lines of the version that does not count, and the three marks")
    return Diagnostic("yaml-syntax", message, Position(file, begin, 1, len(marks[0])), hint)


def _of_escape(problem: EscapeError) -> tuple[Text, Text]:
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


@dataclass(frozen=True)
class _PlainWords:
    """What PyYAML's words for a fault mean, what mends it, and whether the fault is where the construct began
    (its context) and not where the parser noticed."""

    message: Text
    hint: Text
    is_at_context: bool = False


_OPEN_QUOTE = _PlainWords(
    say("a quotation mark is opened here and never closed"), say("close it at the end of the text"), True
)
_OPEN_BRACKET = _PlainWords(
    say("a bracket is opened here and never closed"), say("close it with }} or ]"), True
)
_NO_COMMA = _PlainWords(
    say("a comma or a closing bracket is lacking before this place"),
    say("separate the entries inside {{ }} or [ ] by commas, and close the bracket"),
)
_AFTER_NO_COMMA = ("but got ':'", "but got '{'", "but got '['", "<scalar>")
_BY_PROBLEM = {
    "mapping values are not allowed": _PlainWords(
        say("a colon where no key can stand"),
        say("put a text that has a colon in it between quotes, or check the indentation"),
    ),
    "could not find expected ':'": _PlainWords(
        say("a key without a colon"), say("write “key: value”, with a space after the colon"), True
    ),
    "expected <block end>": _PlainWords(
        say("the structure breaks off here"),
        say("check that this line is indented like its neighbours, and that brackets and quotes are closed"),
    ),
    "cannot start any token": _PlainWords(
        say("a value may not begin with this character"), say("put the value between quotes")
    ),
    "undefined alias": _PlainWords(
        say("an alias (*name) without its anchor (&name)"),
        say("write &name before the value that is to be repeated, above this place"),
    ),
}
"""By what PyYAML says of the problem."""
_UNCLEAR = _PlainWords(
    say("YAML cannot be read from here on"), say("check indentation, colons, quotes and brackets around here")
)


def _in_plain_words(problem: str, context: str) -> _PlainWords:
    if "quoted scalar" in context:
        return _OPEN_QUOTE
    if "flow mapping" in context or "flow sequence" in context:
        return _NO_COMMA if any(sign in problem for sign in _AFTER_NO_COMMA) else _OPEN_BRACKET
    return next((words for sign, words in _BY_PROBLEM.items() if sign in problem), _UNCLEAR)


__all__ = ["EscapeError", "Loader", "bad_character", "syntax_faults"]
