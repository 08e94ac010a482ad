"""Questions in the words of SMT-LIB that every solver reads: z3 has one of its own for “at least so many of
these”, and writes sums of one number."""

from __future__ import annotations

import re

_TOKENS = re.compile(r';[^\n]*|\|[^|]*\||"(?:[^"]|"")*"|[()]|[^\s()|";]+')
_CARDINAL = re.compile(r"\(_ at-(least|most) (\d+)\)")
_SIGNS = {"least": ">=", "most": "<="}
_OF_SEVERAL = ("+", "*", "and", "or")
_OF_NONE = {"or": "false", "and": "true"}


def in_standard_words(text: str) -> str:
    """The text with each “at least” and “at most” as a sum of ones, each sum of one number as the number, and
    “and” and “or” of nothing as true and false; a line for each command."""
    lines: list[str] = []
    open_: list[list[str]] = []
    for sign in _TOKENS.findall(text):
        if sign == "(":
            open_.append([])
            continue
        whole = _written(open_.pop()) if sign == ")" else sign
        (open_[-1] if open_ else lines).append(whole)
    return "\n".join([*lines, ""])


def _written(items: list[str]) -> str:
    """A list of an operator and its terms; “and” and “or” of nothing are terms."""
    items[1:] = [_OF_NONE.get(item, item) for item in items[1:]]
    if len(items) == 2 and items[0] in _OF_SEVERAL:
        return items[1]
    cardinal = _CARDINAL.fullmatch(items[0]) if items else None
    if cardinal is None:
        return f"({' '.join(items)})"
    ones = " ".join(f"(ite {term} 1 0)" for term in items[1:])
    return f"({_SIGNS[cardinal[1]]} (+ 0 {ones}) {cardinal[2]})"


__all__ = ["in_standard_words"]
