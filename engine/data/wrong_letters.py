"""Texts that were once read in a wrong encoding, and stand in a file as what they were taken for: Thai of
Windows as letters with accents, UTF-8 as two or three letters for each of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache

import polars as pl

from ..words.diagnostics import Diagnostic, Position, counted, say
from ..words.hints import if_meant
from .cells import in_words

CODE = "wrong-letters"

MAX_LENGTH = 200  # characters of a text that are looked at
LEAST = 2  # letters that a text was to have
_THAI = re.compile("[\u0e01-\u0e3a\u0e3f-\u0e5b]")
_OTHER = re.compile("[^\x00-\x7f\u0e01-\u0e5b]")
_ACCENTS = re.compile("[\u00a1-\u00ff]")
_MISTAKEN = ("cp1252", "latin-1", "cp874")


def wrong_letters(
    names: pl.Series, at: Callable[[str], Position], meant: Collection[str]
) -> Iterator[Diagnostic]:
    """A warning where names of units, as they are written, were read in a wrong encoding; `at` gives the
    place of one."""
    if CODE in meant:
        return
    odd = in_words(names).drop_nulls().unique(maintain_order=True)
    odd = odd.filter(odd.str.strip_chars().str.slice(0, MAX_LENGTH).str.contains(_mistakable()))
    wrong = [(name, own) for name in odd.to_list() if (own := what_was_meant(name.strip())) is not None]
    if wrong:
        name, own = wrong[0]
        message = counted(
            len(wrong),
            "“{name}” seems to be “{own}”, read in a wrong encoding ({count} name)",
            "“{name}” seems to be “{own}”, read in a wrong encoding ({count} names)",
            name=name.strip(),
            own=own,
        )
        hint = say("export the file again as UTF-8 from where the names are still right")
        yield Diagnostic(CODE, message, at(name), if_meant(CODE, hint), "warning")


@cache
def _mistakable() -> str:
    """A pattern of texts that can have been read in a wrong encoding, quickly looked for in many: letters of
    Western Windows alone, or pairs of Thai signs that stand for the beginning and the rest of a letter in
    UTF-8."""

    def signs(encoding: str, first: int, last: int) -> str:
        every = (bytes([byte]).decode(encoding, "ignore") for byte in range(first, last + 1))
        return "".join(rf"\x{{{ord(sign):x}}}" for sign in every if sign)

    western = signs("cp1252", 0x80, 0xFF) + signs("latin-1", 0x80, 0xFF)
    begins, goes_on = signs("cp874", 0xC2, 0xF4), signs("cp874", 0x80, 0xBF)
    alone = rf"[\x00-\x7f]*[{western}][\x00-\x7f{western}]*"
    return rf"^(?:{alone}|(?:[\x00-\x7f]|[{begins}][{goes_on}]+)*[{begins}][{goes_on}]+[\x00-\x7f]*)$"


def what_was_meant(text: str) -> str | None:
    """The text that another one was before it was read in a wrong encoding; None for one that is right."""
    text = text[:MAX_LENGTH]
    for encoding in _MISTAKEN:
        try:
            raw = text.encode(encoding)
        except UnicodeEncodeError:
            continue
        own = _decoded(raw, "utf-8")
        if own is not None and own != text and sum(sign > "\x7f" for sign in own) >= LEAST:
            return own
        if encoding != "cp874" and _is_all_accents(text):
            own = _decoded(raw, "cp874")
            if own is not None and len(_THAI.findall(own)) > LEAST and _OTHER.search(own) is None:
                return own
    return None


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _is_all_accents(text: str) -> bool:
    """Whether a text has letters with accents and other signs of Western Windows, and hardly a plain letter:
    no language is written so."""
    plain = sum(sign.isascii() and sign.isalpha() for sign in text)
    return len(_ACCENTS.findall(text)) > max(LEAST, 3 * plain)


__all__ = ["what_was_meant", "wrong_letters"]
