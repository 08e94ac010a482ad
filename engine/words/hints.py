"""What somebody may have meant: the nearest of the words that are known, and how to say so."""

from __future__ import annotations

import difflib
import re
import shlex
from collections.abc import Iterable, Mapping, Sequence

from .diagnostics import Text, say
from .natural_order import naturally

MAX_CHOICES = 10
NEAR = 0.6
"""The share of letters that a slip has in common with the word that was meant, at least."""


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` is most likely a slip of, capitals or not; None where none is near."""
    by_folded = {candidate.casefold(): candidate for candidate in known}
    near = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=NEAR)
    return by_folded[near[0]] if near else None


def nearest_or(word: str, known: Iterable[str], otherwise: Text) -> Text:
    """A question whether the nearest of the known words was meant; `otherwise` where none is near."""
    near = suggestion(word, known)
    return otherwise if near is None else say("did you mean “{near}”?", near=near)


def did_you_mean(word: str, known: Sequence[str], synonyms: Mapping[str, str] | None = None) -> Text:
    """The likeliest of the known words, and all of them where they are few; `synonyms` has, by other words
    for them (in small letters), those that are known."""
    near = suggestion((synonyms or {}).get(word.casefold(), word), known)
    if near is None:
        return say("it can be: {known}", known=naturally(known))
    if len(known) > MAX_CHOICES:
        return say("did you mean “{near}”?", near=near)
    return say("did you mean “{near}”? It can be: {known}", near=near, known=naturally(known))


def either(choices: Sequence[Text]) -> Text:
    """Some choices as one phrase: a number, or a number or a text. There is one at least."""
    if len(choices) == 1:
        return say("{kind}", kind=choices[0])
    return say("{first} or {last}", first=list(choices[:-1]), last=choices[-1])


def if_meant(code: str, otherwise: Text) -> Text:
    """What to do about a doubtful finding, or how to say that what it tells is meant."""
    return say(
        "{otherwise} (if it is meant: --meant {code}, or meant: [{code}] in the manifest)",
        otherwise=otherwise,
        code=code,
    )


def as_typed(text: str) -> str:
    """A name or path as it is written on a command line: in quotes where it has more than letters and signs
    that stand for themselves."""
    return text if _PLAIN.fullmatch(text) else f'"{text}"' if not _TRICKY.search(text) else shlex.quote(text)


_PLAIN = re.compile(r"[\w./:+,=@%-]+")
_TRICKY = re.compile(r"[\"$`\\!]")

__all__ = ["as_typed", "did_you_mean", "either", "if_meant", "nearest_or", "suggestion"]
