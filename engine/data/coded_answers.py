"""Answers that are written as numbers, where the scale has words: told once for a file, not for each cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, counted, say
from ..words.numerals import decimal_text, read_number
from .claims import Claim
from .sources import Source

LEAST = 10  # cells that are so; fewer are told one by one
MOST_CODE = 20  # the greatest number that is taken for one of an answer


@dataclass(frozen=True)
class WrongValue:
    """A value of a question that is no answer: the first rows that have it (from 0; none where rows have no
    numbers), their units, and how many rows there are."""

    claim: Claim
    value: str
    rows: Sequence[int]
    units: Sequence[str | None]
    count: int


def coded(
    rules: RuleSet, source: Source, wrong: Sequence[WrongValue]
) -> tuple[list[Diagnostic], list[WrongValue]]:
    """What is told of scales whose wrong answers are all such numbers, and the other wrong answers."""
    by_scale: dict[str | None, list[WrongValue]] = {}
    for own in wrong:
        by_scale.setdefault(rules.readable[own.claim.paths[0]].answers, []).append(own)
    found: list[Diagnostic] = []
    rest: list[WrongValue] = []
    for scale, values in by_scale.items():
        if scale is not None and _is_coded(rules, scale, values):
            found += _told(rules, source, scale, values)
        else:
            rest += values
    return found, rest


def _is_coded(rules: RuleSet, scale: str, wrong: Sequence[WrongValue]) -> bool:
    """Whether they are small whole numbers, several of them, and no option of the scale is one."""
    if any(read_number(word) is not None for word in rules.answers[scale].options):
        return False
    numbers = {read_number(own.value) for own in wrong}
    is_small = all(
        number is not None and number.denominator == 1 and 0 <= number <= MOST_CODE for number in numbers
    )
    return is_small and len(numbers) > 1 and sum(own.count for own in wrong) >= LEAST


def _told(rules: RuleSet, source: Source, scale: str, wrong: Sequence[WrongValue]) -> Iterator[Diagnostic]:
    first = min(wrong, key=lambda own: own.rows[0] if own.rows else 0)
    numbers = sorted({number for own in wrong if (number := read_number(own.value)) is not None})
    message = counted(
        sum(own.count for own in wrong),
        "answers of {scale} are written as numbers ({numbers}), which say none: {count} cell of {columns}",
        "answers of {scale} are written as numbers ({numbers}), which say none: {count} cells of {columns}",
        scale=scale,
        numbers=list(map(decimal_text, numbers)),
        columns=list(dict.fromkeys(own.claim.heading for own in wrong)),
    )
    hint = say(
        "put the words in their place, by what the questionnaire says of each number ({words}); or name the "
        "options of {scale} by the numbers in the rules",
        words=list(_words(rules, first.claim)),
        scale=scale,
    )
    place = source.place(first.rows[0] if first.rows else None, first.claim.column)
    yield Diagnostic("not-an-answer", message, place, hint)


def _words(rules: RuleSet, claim: Claim) -> Mapping[str, object]:
    return CellMeaning.of(rules, rules.readable[claim.paths[0]]).words


__all__ = ["WrongValue", "coded"]
