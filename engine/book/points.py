"""Tables of points, as they are written: ranges with their scores, straight lines, ladders."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from ..meaning.scoring import PointsTable, Row
from ..words.diagnostics import Position, Text, say
from ..words.numerals import decimal_text, read_number
from .document import Place
from .draft import Draft

LADDERS = ("above", "from")
"""The words of ladders: a step is passed above its number, or from it on."""


def table_of(draft: Draft, data: Mapping[str, Any], place: Place) -> PointsTable:
    """The table that is written under `points`; its faults are kept."""
    return _Points(draft, place).table(data)


class _Points:
    def __init__(self, draft: Draft, place: Place) -> None:
        self.draft, self.place, self.document = draft, place, draft.document

    def table(self, data: Mapping[str, Any]) -> PointsTable:
        """The table; an empty one where it is neither ranges nor one ladder."""
        position = self.document.value_at(self.place)
        words = [word for word in LADDERS if word in data]
        if not words:
            return PointsTable(tuple(self._rows(data)), position=position)
        others = [key for key in data if key not in ("else", words[0])]
        if others:
            self._fault(
                "wrong-form",
                say("a ladder under “{word}” has “{key}” beside it", word=words[0], key=others[0]),
                self.document.key_at((*self.place, others[0])),
                say("write ranges such as 9..11: 1, or one ladder with else"),
            )
        steps = tuple(self._steps(data[words[0]], words[0]))
        otherwise = data.get("else")
        return PointsTable(
            steps, Fraction(0) if otherwise is None else otherwise, is_ladder=True, position=position
        )

    # ladders

    def _steps(self, data: Any, word: str) -> Iterator[Row]:
        """The steps of a ladder: a list of numbers, which are 1, 2, 3 … points, or numbers with their
        points."""
        place = (*self.place, word)
        if isinstance(data, list):
            given = [(bound, Fraction(number), (*place, number - 1)) for number, bound in enumerate(data, 1)]
        else:
            given = []
            for key, score in data.items():
                bound = read_number(key)
                if bound is None:
                    self._fault(
                        "wrong-form",
                        say("“{key}” is no number that a step of the ladder could begin at", key=key),
                        self.document.key_at((*place, key)),
                        say("write for example {form}", form="{40: 1, 60: 2}"),
                    )
                else:
                    given.append((bound, score, (*place, key)))
        keys = [self.document.key_at(at) for *_, at in given]
        if isinstance(data, dict) and _are_joined(self.document.key_at(place), keys):
            given.sort(key=lambda step: step[0])  # nobody writes where a step of another layer stands
        before: Row | None = None
        for bound, score, at in given:
            position = self.document.value_at(at) if isinstance(data, list) else self.document.key_at(at)
            row = Row(bound, None, score, above=word == "above", position=position)
            if before is not None and before.low is not None and bound <= before.low:
                self._fault(
                    "not-rising",
                    say("the step {step} stands after {before}", step=bound, before=before.low),
                    position,
                    say("write the steps from the lowest to the highest, each once"),
                )
            before = row
            yield row

    # ranges

    def _rows(self, data: Mapping[str, Any]) -> list[Row]:
        made = [(key, self._row(key, outcome)) for key, outcome in data.items()]
        rows = [(key, row) for key, row in made if row is not None]
        rows.sort(key=lambda keyed: (keyed[1].low is not None, keyed[1].low or Fraction(0)))
        self._apart(rows)
        return [row for _, row in rows]

    def _row(self, key: str, outcome: Any) -> Row | None:
        ends = written_ends(key)
        position = self.document.key_at((*self.place, key))
        if ends is None or ends == (None, None):
            self._fault(
                "wrong-form", say("“{key}” is no range of values", key=key), position, _range_hint(key)
            )
            return None
        low, high = ends
        if low is not None and high is not None and low > high:
            self._fault(
                "wrong-form",
                say("the range “{key}” falls from {low} to {high}", key=key, low=low, high=high),
                position,
                say("write the lower end first: {range}", range=f"{decimal_text(high)}..{decimal_text(low)}"),
            )
            return None
        if isinstance(outcome, Fraction):
            return Row(low, high, outcome, position=position)
        return self._line(key, outcome, low, high, position)

    def _line(
        self, key: str, outcome: Any, low: Fraction | None, high: Fraction | None, position: Position
    ) -> Row | None:
        """A row whose scores lie on a straight line."""
        scores = written_ends(outcome) if isinstance(outcome, str) else None
        at = self.document.value_at((*self.place, key))
        if scores is None or None in scores:
            self._fault(
                "wrong-form",
                say("“{outcome}” is no score and no line of scores", outcome=str(outcome)),
                at,
                say("write a number, or a line such as 51..100"),
            )
            return None
        if low is None or high is None:
            self._fault(
                "wrong-form",
                say("a line of scores needs both ends of its range, and “{key}” is open", key=key),
                position,
                say("write a range with two ends, such as 12.1..35.4: 51..100"),
            )
            return None
        first, last = scores
        assert first is not None
        if low == high and first != last:
            self._fault(
                "wrong-form",
                say("the one value {value} cannot have all scores of a line", value=low),
                at,
                say("write one score"),
            )
            return None
        return Row(low, high, first, None if first == last else last, position=position)

    def _apart(self, rows: Sequence[tuple[str, Row]]) -> None:
        """Keeps a fault where two rows take one value and give it different scores."""
        for (key, one), (other_key, other) in pairwise(rows):
            if one.high is not None and other.low is not None and one.high < other.low:
                continue
            touching = one.high == other.low and one.high is not None
            last = one.score if one.end is None else one.end
            if touching and last == other.score and one.low != one.high:
                continue
            words = {"first": key, "second": other_key}
            hint = say("let one of them end before the other begins; each value stands in one row", **words)
            if one.low == one.high and other.low == other.high:
                what = say("“{first}” and “{second}” are one value", **words)
                hint = say("keep one of the two rows")
            elif touching and one.high is not None:
                what = say(
                    "at {value} the row {first} gives {one}, and the row {second} gives {other}",
                    value=decimal_text(one.high),
                    one=decimal_text(last),
                    other=decimal_text(other.score),
                    **words,
                )
                hint = say(
                    "rows that touch must give the same score there; else let {first} end before {value}",
                    value=decimal_text(one.high),
                    **words,
                )
            else:
                what = say(
                    "the rows {first} and {second} both take {values}", values=_common(one, other), **words
                )
            if inherited := [
                each for each, row in ((key, one), (other_key, other)) if self._is_inherited(row)
            ]:
                hint = say(
                    "rows that are changed join those that are inherited; to take one away write {away}, "
                    "and to take the place of all {form}",
                    away=f"{inherited[0]}: null",
                    form="points: {replace: {…}}",
                )
            self._fault("overlap-of-rows", what, other.position, hint)

    def _is_inherited(self, row: Row) -> bool:
        return _are_joined(self.document.key_at(self.place), [row.position])

    def _fault(self, code: str, message: Text, position: Position, hint: Text) -> None:
        self.draft.fault(code, message, position, hint)


def _are_joined(key: Position, places: Sequence[Position]) -> bool:
    """Whether some of what stands below a key is inherited: written in another file, or before the key."""
    return any(at.file != key.file or (at.line, at.column) < (key.line, key.column) for at in places)


def written_ends(text: str) -> tuple[Fraction | None, Fraction | None] | None:
    """The two ends of a range such as 9..11, ..8, 12.. or 5; None where it is none."""
    before, dots, after = text.strip().partition("..")
    if after.startswith("."):
        return None  # three dots: nobody can see that 0...8 would end at 0.8
    if not dots:
        number = read_number(before)
        return None if number is None else (number, number)
    ends = [read_number(part.strip()) if part.strip() else None for part in (before, after)]
    if any(part.strip() and end is None for part, end in zip((before, after), ends, strict=True)):
        return None
    return ends[0], ends[1]


def _range_hint(key: str) -> Text:
    """How what is written instead of a range is to be written."""
    hyphen = re.fullmatch(r"\s*([0-9.,]{1,20})\s*[-–—]\s*([0-9.,]{1,20})\s*", key)
    if hyphen is not None:
        return say("write two dots between the ends: {range}", range=f"{hyphen[1]}..{hyphen[2]}")
    if "..." in key:
        return say("write two dots between the ends: {range}", range=key.replace("...", ".."))
    if key == "else":
        return say("else stands beside above or from; of ranges leave the last one open, such as 9..: 2")
    if any(sign.isalpha() for sign in key):
        return say("words have answers, and numbers have points: write answers: {form}", form=f"{{{key}: …}}")
    return say("write 9..11, ..8 (8 and less), 12.. (12 and more), or one number")


def range_of(text: str) -> tuple[Fraction | None, Fraction | None] | None:
    """The two ends of a range as it is written for raw values: 0..100, ..8, 12.. (None: open)."""
    return written_ends(text) if ".." in text else None


def _common(one: Row, other: Row) -> str:
    """The values that two rows have in common, the first of which begins no later."""
    highs = [high for high in (one.high, other.high) if high is not None]
    low = "" if other.low is None else decimal_text(other.low)
    return f"{low}..{decimal_text(min(highs))}" if highs else f"{low}.."


__all__ = ["LADDERS", "range_of", "table_of", "written_ends"]
