"""Where something stands in a template: its tags, and the words in them."""

from __future__ import annotations

import re
from collections.abc import Callable

from ..words.diagnostics import Diagnostic, Position, Text

_STRING = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
_QUOTED = re.compile(_STRING, re.DOTALL)
_TAG = re.compile(
    rf"\{{#.*?#\}}|\{{%[-+]?\s*raw\b.*?\{{%[-+]?\s*endraw\b.*?%\}}|\{{%(?:{_STRING}|[^'\"%]|%(?!\}}))*%\}}|\{{\{{(?:{_STRING}|[^'\"}}]|\}}(?!\}}))*\}}\}}",
    re.DOTALL,
)
_SILENT = re.compile(r"\{#|\{%[-+]?\s*raw\b")
_BEFORE = {"": r"(?<![\w.|])", ".": r"\.\s*", "|": r"\|\s*", "[": r"\[\s*['\"]", "'": r"['\"]"}

Where = Callable[[int, str], Position]
"""The position of something in a template by its line and by a word that stands there, with what is before it
where that tells it from others: `unit`, `each.title`, `.title`, `|upper`, `each[title`, `'title`."""


def fault(message: Text, position: Position, hint: Text | None = None) -> Diagnostic:
    """What is wrong with a template."""
    return Diagnostic("template", message, position, hint)


class Tags:
    """The tags of a template that write something or decide something."""

    def __init__(self, source: str) -> None:
        found = [each for each in _TAG.finditer(source) if not _SILENT.match(each[0])]
        self.spans = [each.span() for each in found]
        ends = [0, *(end for _, end in self.spans)]
        begins = [*(begin for begin, _ in self.spans), len(source)]
        gaps = [" " * (begin - end) for end, begin in zip(ends, begins, strict=True)]
        self.text = "".join(
            gap + tag for gap, tag in zip(gaps, [*(each[0] for each in found), ""], strict=True)
        )
        """The source with blanks for all that is in no tag."""
        self.bare = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), self.text)

    def place(self, word: str, begin: int, end: int) -> int:
        """Where a word (see Where) begins between two places of the source; -1 where it does not. A name is
        rather looked for outside quotation marks."""
        owner, sign, last = _parts(word)
        before = _BEFORE[sign] if not owner else rf"(?<![\w.]){owner}\s*{_BEFORE[sign]}"
        for pattern in (before, r"(?<!\w)"):
            for text in (self.bare, self.text):
                for found in re.finditer(rf"{pattern}(?P<word>{re.escape(last)})(?!\w)", text):
                    if begin <= found.start("word") < end:
                        return found.start("word")
        return -1


def own_length(word: str) -> int:
    """How long a word is without what is before it."""
    return len(_parts(word)[2])


def _parts(word: str) -> tuple[str, str, str]:
    found = re.fullmatch(r"(?:(\w*)([.|\[']))?(.*)", word, re.DOTALL)
    assert found is not None
    owner, sign, last = found.groups("")
    return owner, sign, last


__all__ = ["Tags", "Where", "fault", "own_length"]
