"""Words for “no answer”, as people and tools write them: they are told, and never taken for it unasked."""

from __future__ import annotations

from ..words.alike import compared
from ..words.diagnostics import Text, say

_WORDS = frozenset(
    (
        *("-", "–", "—", "n/a", "na", "null", "none", "no answer", "not applicable"),
        *("don't know", "don’t know", "do not know", "ไม่ทราบ", "ไม่ตอบ", "ไม่มีข้อมูล", "ไม่เกี่ยวข้อง"),
    )
)


def means_no_answer(text: str) -> bool:
    """Whether a text is likely to say that there is no answer."""
    return compared(text).casefold() in _WORDS


def told_of_no_answer(text: str) -> Text:
    """What to do about such a text."""
    return say(
        "leave the cell empty when there is no score, or say it of all such cells in a manifest: {entry}",
        entry=f'words: {{"{text}": missing}}',
    )


__all__ = ["means_no_answer", "told_of_no_answer"]
