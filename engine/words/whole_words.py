"""Where a line may end: between words, and in Thai, which has no spaces, where a word is likely to begin; and
only in what is longer than a line between what is sure to be whole syllables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

_AT_WORDS = re.compile(
    r"(?<=\s)(?=[^\s%])"  # after a space
    r"|(?<=[\u0e46\u0e2f])(?=[\u0e01-\u0e2e\u0e40-\u0e44])"  # signs that end a word in Thai
    r"|(?<=และ)(?=[\u0e01-\u0e2e])"
    # a vowel that begins a syllable, unless what is before is likely to be of the same word, as in ประเมิน
    r"|(?:(?<=[\u0e01-\u0e2f\u0e31\u0e32\u0e34-\u0e3a\u0e45-\u0e4e])|(?<=และ))(?=[\u0e40-\u0e44])"
)
_CONSONANT = "[\u0e01-\u0e2e]"
_BEGINS = rf"(?={_CONSONANT}[\u0e30-\u0e39\u0e47-\u0e4b])(?!{_CONSONANT}[\u0e34\u0e38]\u0e4c)"
"""A consonant with a vowel or a tone of its own begins a syllable; a silent one, as in ศักดิ์, does not."""
_AT_SYLLABLES = re.compile(
    r"(?<=[\u0e30\u0e33])(?=[\u0e01-\u0e2e\u0e40-\u0e44])"  # after vowels that end one
    rf"|(?:(?<=[\u0e32\u0e34\u0e35\u0e38\u0e39\u0e4c])|(?<=[\u0e34\u0e35\u0e38\u0e39][\u0e48-\u0e4b])){_BEGINS}"
    # a vowel with its last consonant
    rf"|(?:(?<=[\u0e31\u0e47]{_CONSONANT})|(?<=\u0e31[\u0e48-\u0e4b]{_CONSONANT})){_BEGINS}"
)


def words_in(text: str) -> list[str]:
    """A text in pieces that stay together where a line has room for them."""
    return _pieces(text, _AT_WORDS)


def unbroken(text: str) -> list[str]:
    """A text in pieces that stay whole: words, and of Thai what is sure to be whole syllables."""
    return [piece for word in words_in(text) for piece in _pieces(word, _AT_SYLLABLES)]


def pieces_within(text: str, width: int, measure: Callable[[str], int]) -> Iterator[str]:
    """A text in words; those that are wider than a line in syllables."""
    for word in words_in(text):
        if measure(word.rstrip()) <= width:
            yield word
        else:
            yield from _pieces(word, _AT_SYLLABLES)


def _pieces(text: str, ends: re.Pattern[str]) -> list[str]:
    starts = [0, *(found.start() for found in ends.finditer(text)), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


__all__ = ["pieces_within", "unbroken", "words_in"]
