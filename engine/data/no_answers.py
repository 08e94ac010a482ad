"""Words for “no answer”, as people and tools write them: they are told, and never taken for it unasked."""

from __future__ import annotations

import re
from fractions import Fraction

from ..words.alike import compared
from ..words.diagnostics import Text, say
from ..words.numerals import western

_WORDS = frozenset(
    (
        *("-", "–", "—", ".", "..", "...", "…", "#null!"),
        *("n/a", "na", "null", "none", "no answer", "not applicable"),
        *("don't know", "don’t know", "do not know", "ไม่ทราบ", "ไม่ตอบ", "ไม่มีข้อมูล", "ไม่เกี่ยวข้อง"),
    )
)


NUMBERS = frozenset(
    {
        *(-7, -8, -9),
        *(
            sign * own
            for sign in (1, -1)
            for own in (77, 88, 98, 99, 777, 888, 998, 999, 7777, 8888, 9998, 9999)
        ),
    }
)
"""Numbers that survey tools, instruments and people write for no answer."""
_SIGN = re.compile(r"[0-9]|10|[^\W\d_]{1,3}[0-9]{1,3}|true|false|yes|no|[xyntf]")
"""What may be a code or a sign of an answer."""


def means_no_answer(text: str) -> bool:
    """Whether a text is likely to say that there is no answer."""
    return compared(text).casefold() in _WORDS


def may_mean_no_answer(number: Fraction | None) -> bool:
    """Whether a number that nothing can have is one of those that stand for no answer."""
    return number in NUMBERS


def or_no_answer(check: Text, value: str) -> Text:
    """What to look at in a number, and how a manifest says that it stands for no answer."""
    return say(
        "{check}; or, where it stands for no answer, say it in a manifest: {entry}",
        check=check,
        entry=f'words: {{"{value}": missing}}',
    )


def may_be_a_sign(text: str) -> bool:
    """Whether a text may be a sign or a code of which a manifest can say what it stands for: ✓, A2, TRUE."""
    form = western(compared(text)).casefold()
    return _SIGN.fullmatch(form) is not None or not any(map(str.isalnum, form))


def told_of_sign(text: str, hint: Text) -> Text:
    """A hint, with how a manifest says what such a text stands for."""
    entry = f'words: {{"{text}": …}}'
    return say(
        "{hint}; or say in a manifest what “{text}” stands for: {entry}", hint=hint, text=text, entry=entry
    )


def told_of_no_answer(text: str) -> Text:
    """What to do about such a text."""
    return say(
        "leave the cell empty when there is no score, or say it of all such cells in a manifest: {entry}",
        entry=f'words: {{"{text}": missing}}',
    )


__all__ = [
    "NUMBERS",
    "may_be_a_sign",
    "may_mean_no_answer",
    "means_no_answer",
    "or_no_answer",
    "told_of_no_answer",
    "told_of_sign",
]
