"""Texts that look alike: the form in which names are compared, and the characters that make two of them
differ.

`compared` does away with what nobody sees: invisible characters, kinds of blanks, the ways in which Unicode
writes one letter, the order of Thai marks. `look` goes further, to letters of other scripts that look like
Latin ones; what is the same only by `look` is never taken for the same, but told."""

from __future__ import annotations

import re
import unicodedata

from .language import ARABIC, DIGITS
from .numerals import western

_VOWELS = "\u0e31\u0e34-\u0e3a\u0e47"  # above or below the consonant
_TONES = "\u0e48-\u0e4b"
_LAST = "\u0e4c\u0e4e"  # silent, cluster
_NIKHAHIT, _AA, _AM = "\u0e4d", "\u0e32", "\u0e33"
_MARKS = f"{_VOWELS}{_TONES}{_LAST}{_NIKHAHIT}"
_UNSEEN = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""What is seen by nobody beside format characters (category Cf): joiners, fillers, variation selectors."""

NEEDS_LOOK = (
    # anything but ASCII, Thai without nikhahit, and letters with accents written as one
    "[^ -~\u0e01-\u0e3a\u0e3f-\u0e4c\u0e4e-\u0e5b\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]"
    f"|^ | $|  |[{_VOWELS}][{_VOWELS}]|[{_TONES}][{_VOWELS}{_TONES}]|[{_LAST}][{_MARKS}]"
    f"|[{_AA}{_AM}][{_AM}{_MARKS}]"
)
"""A regular expression, for Python and for polars, that finds something in every text which may be written
otherwise than it is compared. In plain texts it finds nothing."""

_NEEDS_LOOK = re.compile(NEEDS_LOOK)
_THAI = re.compile(f"[{_MARKS}]+[{_AA}{_AM}]?[{_MARKS}]*|[{_AA}{_AM}][{_MARKS}]+")
_IS_VOWEL, _IS_TONE = re.compile(f"[{_VOWELS}]"), re.compile(f"[{_TONES}]")
_IS_UNSEEN = re.compile(f"[{_UNSEEN}]")
_MOST_ROUNDS = 8

_LATIN = {
    **dict(zip("АВЕЅІЈКМНОРСТХҮԛԜаесһіјорԁѕухԝѵ", "ABESIJKMHOPCTXYqWaechijopdsyxwv", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανι", "ABEZHIKMNOPTYXoavi", strict=True)),
    **dict(zip("ıɑɡɩꞮӀԀԌՕօЗᴏǀ", "iagiIIdGOo3oI", strict=True)),
    **dict.fromkeys("‐‒–—−﹣", "-"),
    **dict.fromkeys("‘’ʼ′", "'"),
    **dict.fromkeys("“”″", '"'),
    "\u2800": " ",
    "ๅ": _AA,
}
_LOOKS = str.maketrans(_LATIN)
CONFUSABLE = f"เเ|[{''.join(_LATIN).replace('-', '')}{''.join(DIGITS.values()).replace(DIGITS[ARABIC], '')}]"
"""A regular expression, as above, that finds something in every text that looks otherwise than it is
compared."""


def compared(text: str) -> str:
    """The form in which a text is compared: NFKC, without format characters and the like, blanks of all kinds
    one blank, none at the ends, Thai marks as they are typed (vowel, then tone; SARA AM as one). It is the
    same of its own result."""
    if _NEEDS_LOOK.search(text) is None:
        return text
    for _ in range(_MOST_ROUNDS):  # a mark that is moved may come to stand where another is composed
        before, text = text, _once(text)
        if text == before:
            break
    return text


def _once(text: str) -> str:
    if text.isascii():
        return " ".join(text.split())
    seen = "".join(character for character in text if not is_unseen(character))
    return _THAI.sub(_in_order, " ".join(unicodedata.normalize("NFKC", seen).split()))


def is_unseen(character: str) -> bool:
    """Whether a character shows nothing, not even a blank."""
    return unicodedata.category(character) == "Cf" or _IS_UNSEEN.match(character) is not None


def _in_order(marks: re.Match[str]) -> str:
    """Thai marks, with the SARA AA or AM among them, as they are typed."""
    run = list(marks[0].replace(_AM, _NIKHAHIT + _AA))
    vowel = ""
    if _AA in run:
        vowel = _AA
        run.remove(_AA)
        if _NIKHAHIT in run:
            vowel = _AM
            run.remove(_NIKHAHIT)
    return "".join(sorted(run, key=_place)) + vowel


def _place(mark: str) -> tuple[int, int, str]:
    """Where a mark stands among those of a consonant. Marks that Unicode orders itself keep that order."""
    kind = 0 if _IS_VOWEL.match(mark) else 2 if _IS_TONE.match(mark) else 1 if mark == _NIKHAHIT else 3
    return kind, unicodedata.combining(mark), mark


def look(text: str) -> str:
    """What a text looks like: as it is compared, with letters of other scripts as the Latin ones that they
    look like, digits of every language as 0-9, two Thai SARA E as SARA AE. Capitals stay."""
    plain = western(compared(text))
    return plain if plain.isascii() else compared(plain.translate(_LOOKS).replace("เเ", "แ"))


def glance(text: str) -> str:
    """The same with capitals and small letters as one."""
    return look(text).lower()


def odd_characters(text: str) -> list[tuple[int, str, str]]:
    """The characters for which a text is written otherwise than it is compared: the place of each, counted
    from 1, the character, and its name such as “U+200B ZERO WIDTH SPACE”."""
    if compared(text) == text:
        return []
    return [
        (place, character, character_name(character))
        for place, character in enumerate(text, 1)
        if _is_odd(text, place - 1)
    ]


def _is_odd(text: str, at: int) -> bool:
    """Whether the character at a place (from 0) is one that is not there, or another, in the form
    compared."""
    character, before = text[at], text[at - 1 : at]
    if is_unseen(character):
        return True
    if character.isspace():
        return character != " " or before in ("", " ") or not text[at:].strip()
    if re.match(f"[{_MARKS}]", character):
        return (
            (character == _NIKHAHIT and re.match(f"[{_MARKS}]*[{_AA}{_AM}]", text[at:]) is not None)
            or before in (_AA, _AM)
            or (re.match(f"[{_MARKS}]", before) is not None and _place(before) > _place(character))
        )
    if character == _AM:
        return before in (_AA, _AM)
    composed = unicodedata.normalize("NFC", before + character)
    return unicodedata.normalize("NFKC", character) != character or (
        unicodedata.combining(character) > 0 and len(composed) == 1
    )


def foreign_characters(text: str) -> list[tuple[int, str, str]]:
    """The characters that look like others: the place of each, counted from 1, the character that it looks
    like, and its name such as “U+0406 CYRILLIC CAPITAL LETTER …”."""
    return [
        (place, _LATIN[character], character_name(character))
        for place, character in enumerate(text, 1)
        if character in _LATIN
    ]


def first_difference(text: str, other: str) -> tuple[int, str]:
    """Where a text begins to differ from another: the place, counted from 1, and the name of the character
    there; that of its last one where it only ends sooner, and of the other's first one where it is empty."""
    text = text or other
    place = next(
        (at for at, (own, its) in enumerate(zip(text, other, strict=False)) if own != its),
        min(len(text) - 1, len(other)),
    )
    return place + 1, character_name(text[place])


def is_slip(key: str, old: str) -> bool:
    """Whether an id of letters is another one in which a letter is another, too many or lacking."""
    if min(len(key), len(old)) < 3 or not (key + old).isalpha():
        return False
    if len(key) == len(old):
        return sum(one != other for one, other in zip(key, old, strict=True)) == 1
    short, long = sorted((key, old), key=len)
    if len(long) - len(short) != 1 or len(short) < 4:
        return False
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def differ_by_a_slip(text: str, other: str) -> bool:
    """Whether two names are most likely one, misspelt: they differ inside one word of five letters or more,
    by two letters that are exchanged, or by one that is another, too many or lacking. (At the ends of words
    letters make a difference: level A, level B.)"""
    if max(len(text), len(other)) > _LONGEST:
        return False
    words = list(zip(text.split(), other.split(), strict=False))
    different = [(one, its) for one, its in words if one != its]
    if len(text.split()) != len(other.split()) or len(different) != 1:
        return False
    one, its = different[0]
    if min(len(one), len(its)) < _SHORTEST or not all(map(_is_letter, one + its)):
        return False
    before = _alike_from(one, its)
    after = _alike_from(one[before:][::-1], its[before:][::-1])
    left, right = one[before : len(one) - after], its[before : len(its) - after]
    is_exchanged = len(left) == 2 and left == right[::-1]
    return before > 0 and after > 0 and (is_exchanged or max(len(left), len(right)) == 1)


_SHORTEST, _LONGEST = 5, 200  # of words and of names that are held against each other


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM"


def _alike_from(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (own, its) in pairs if own != its), min(len(one), len(other)))


def character_name(character: str) -> str:
    """A character's code point and its name in Unicode: “U+200B ZERO WIDTH SPACE”."""
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


__all__ = [
    "CONFUSABLE",
    "NEEDS_LOOK",
    "character_name",
    "compared",
    "differ_by_a_slip",
    "first_difference",
    "foreign_characters",
    "glance",
    "is_slip",
    "is_unseen",
    "look",
    "odd_characters",
]
