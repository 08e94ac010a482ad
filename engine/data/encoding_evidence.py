"""Which encoding bytes are in that are not UTF-8, told by what they would say: Thai of Windows (CP874),
letters with accents of Western Windows (Windows-1252), or UTF-16 without a byte order mark.

CP874 and Windows-1252 use the same bytes. In Thai they come in runs, with marks behind consonants and some
vowels before them; in Western texts one or two of them stand among Latin letters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Literal

Encoding = Literal["utf-8", "utf-16-le", "utf-16-be", "cp874", "windows-1252"]

MAX_RUNS = 100_000  # of high bytes that are looked at
CLEARLY = 4  # how many times as much speaks for an encoding as against it
_BLOCK = 65_536

# without the signs that are the same in both: €, …, quotes, dashes, no-break space
_RUN = re.compile(rb"[\x81-\x84\x86-\x90\x98-\x9f\xa1-\xff]+")
# vowel before, consonant, marks, vowel behind; other signs and digits
_THAI = re.compile(
    rb"(?:[\xe0-\xe4]?[\xa1-\xce][\xd1\xd4-\xda\xe7-\xee]{0,3}[\xd0\xd2\xd3\xe5]{0,2}|[\xcf\xe6\xdf\xf0-\xfb])+"
)
_THAI_CONSONANT = re.compile(rb"[\xa1-\xce]")
_WESTERN = re.compile(rb"[\x8a\x8c\x8e\x9a\x9c\x9e\x9f\xaa\xba\xc0-\xd6\xd8-\xf6\xf8-\xff]{1,2}")
_SEPARATORS = b" \t\r\n,;|\"'()./-"
_LETTERS = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


@dataclass(frozen=True)
class Evidence:
    """The encoding that bytes are in (None: they do not tell), and a word that shows it, from one byte to
    another."""

    encoding: Encoding | None
    word: tuple[int, int] = (0, 0)


def wide_encoding(raw: bytes) -> Encoding | None:
    """UTF-16 where bytes without a byte order mark are in it: every second byte of the beginning, and of
    these alone, is nought for each Latin letter, sign or line end. None where they are not."""
    head = raw[:_BLOCK]
    if b"\0" not in head or len(raw) % 2:
        return None
    even, odd = head[::2].count(0), head[1::2].count(0)
    most, least = max(even, odd), min(even, odd)
    if least or most * 20 < len(head):
        return None
    return "utf-16-be" if even else "utf-16-le"


def evidence_of(raw: bytes) -> Evidence:
    """Which encoding bytes are in that are not UTF-8."""
    if _is_broken_utf_8(raw):
        return Evidence("utf-8")
    thai = western = strange = 0
    thai_word = western_word = (0, 0)
    for run in islice(_RUN.finditer(raw), MAX_RUNS):
        kind = _kind(raw, run)
        if kind == "thai":
            thai_word = thai_word if thai else _word(raw, run)
            thai += 1
        elif kind == "western":
            western_word = western_word if western else _word(raw, run)
            western += 1
        elif kind == "strange":
            strange += 1
    if thai and thai >= CLEARLY * (western + strange):
        return Evidence("cp874", thai_word)
    if (western and western >= CLEARLY * (thai + strange)) or _RUN.search(raw) is None:
        return Evidence("windows-1252", western_word)
    return Evidence(None)


def _kind(raw: bytes, run: re.Match[bytes]) -> str:
    """What a run of high bytes speaks for: thai, western, strange (neither), or open (either)."""
    bytes_, (start, end) = run[0], run.span()
    before = raw[start - 1] in _LETTERS if start else False
    after = end < len(raw) and raw[end] in _LETTERS
    is_among_letters = before or after
    is_thai = _THAI.fullmatch(bytes_) is not None and _THAI_CONSONANT.search(bytes_) is not None
    is_western = _WESTERN.fullmatch(bytes_) is not None
    if is_among_letters and len(bytes_) <= 2:
        return "western" if is_western else "strange" if before and after else "open"
    if is_thai:
        around = (raw[start - 1 : start] if start else b"") + raw[end : end + 1]
        is_apart = len(bytes_) > 1 or not around.strip(_SEPARATORS)
        return "thai" if is_apart else "open"
    if is_western:
        return "open" if _THAI.fullmatch(bytes_) else "western"
    return "strange" if len(bytes_) > 2 else "open"


def _word(raw: bytes, run: re.Match[bytes]) -> tuple[int, int]:
    """The word around a run of high bytes."""
    start, end = run.span()
    while start and end - start < 40 and (raw[start - 1] in _LETTERS or raw[start - 1] >= 0x80):
        start -= 1
    while end < len(raw) and end - start < 40 and (raw[end] in _LETTERS or raw[end] >= 0x80):
        end += 1
    return start, end


def _is_broken_utf_8(raw: bytes) -> bool:
    """Whether most high bytes make characters of UTF-8: then some of it is damaged."""
    text = raw.decode("utf-8", "replace")
    damaged = text.count("\ufffd")
    whole = len(text) - len(text.encode("ascii", "ignore")) - damaged
    return whole >= CLEARLY * damaged


__all__ = ["Encoding", "Evidence", "evidence_of", "wide_encoding"]
