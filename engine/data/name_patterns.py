"""Names of columns, and patterns of such: * is any text."""

from __future__ import annotations

from collections.abc import Iterable

from ..words.alike import compared

ANY = "*"


class NamePatterns:
    """Some names and patterns, which are compared as names are. A name goes before a pattern."""

    def __init__(self, names: Iterable[str]) -> None:
        forms = [compared(name) for name in names]
        self._exact = frozenset(forms)
        self._patterns = [form for form in forms if ANY in form]

    def match(self, name: str) -> bool:
        """Whether a name is one of these, or like one of the patterns."""
        form = compared(name)
        return form in self._exact or any(star(pattern, form) is not None for pattern in self._patterns)


def star(pattern: str, text: str) -> str | None:
    """What stands in a text for the first * of a pattern; None where the text is not like it."""
    first, *others = pattern.split(ANY)
    if not others or not text.startswith(first):
        return None
    at, end = len(first), len(text)
    *between, last = others
    if not text.endswith(last) or end - len(last) < at:
        return None
    end -= len(last)
    taken = None
    for part in between:
        found = text.find(part, at, end)
        if found < 0:
            return None
        taken = text[at:found] if taken is None else taken
        at = found + len(part)
    return text[at:end] if taken is None else taken


__all__ = ["ANY", "NamePatterns", "star"]
