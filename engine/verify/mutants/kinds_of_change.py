"""The kinds of change that are made to a clause: a row of `KINDS` each. A kind takes a clause and gives the
changes of it that there are; of one that is none of its own it gives none."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, cast

from ...book.document import Document, place_text
from ...book.points import written_ends
from ...meaning.model import LEVELS
from ...words.diagnostics import Position, Text, say
from ...words.numerals import decimal_text, read_number, read_percent
from .rule_change import Edit, RuleChange, joined
from .written_clauses import WrittenClause, at_place, clauses_of, decimals_of, grid_of, numbers_in

Changes = Iterator[RuleChange]

_EXPRESSIONS = ("when", "applies", "score", "of", "plus", "at_least", "at_most", "notches", "no_better_than")
_ADJUSTMENTS = ("plus", "at_least", "at_most", "notches")
_ENDS = ("from", "to", "above", "below")

_SIGNS: Mapping[str, tuple[str, ...]] = {
    "<": ("<=",),
    "<=": ("<",),
    ">": (">=",),
    ">=": (">",),
    "==": ("!=",),
    "!=": ("==",),
    "and": ("or",),
    "or": ("and",),
    "not": ("",),
    "+": ("-",),
    "-": ("+",),
    "*": ("/",),
    "/": ("*",),
    "min": ("max",),
    "max": ("min",),
    "mean": ("min",),
    "sum": ("max",),
    "median": ("mean",),
    "round": ("floor",),
    "rounddown": ("roundup",),
    "roundup": ("rounddown",),
    "floor": ("ceiling",),
    "ceiling": ("floor",),
}
"""Signs, words and functions of expressions, each with what is put in its place."""

_PARTS = re.compile(
    r"""(?P<text>"[^"]*"|'[^']*')|(?P<name>[^\W\d][\w.]*)|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[<>=!]=|[<>+*/-])"""
)

_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "missing": {"error": ("skip", "zero"), "skip": ("error", "zero"), "zero": ("error", "skip")}
    | {"not_applicable": ("error",)},
    "rounding": {"half_up": ("half_even", "down"), "half_even": ("half_up",)}
    | {"down": ("half_up",), "up": ("half_up",)},
    "combine": {"mean": ("min",), "weighted_mean": ("min",), "sum": ("max",), "product": ("sum",)}
    | {"min": ("max",), "max": ("min",), "median": ("mean",)}
    | {"geometric_mean": ("mean",), "harmonic_mean": ("mean",)},
}
"""By key: its words, each with those that are put in its place."""

_DROPPED = ("applies", "when", "round", "refuse", "no_better_than", *_ADJUSTMENTS)
"""Keys that may be left out, with what stands under them."""


def changes_of(document: Document) -> list[RuleChange]:
    """Every change of one clause of a rule set, in the order of its files."""
    return joined(change for clause in clauses_of(document) for kind in KINDS for change in kind(clause))


def _change(
    clause: WrittenClause, was: str, now: str | Text, *edits: Edit, at: Position | None = None
) -> RuleChange:
    named = [step for step in clause.place if step not in _NOT_TOLD]
    place = place_text(named if named and isinstance(named[0], str) else clause.place)
    told = now if isinstance(now, Text) else _short(now)
    return RuleChange(clause.position if at is None else at, place, _short(was), told, edits)


def _short(text: str) -> str:
    """A text that stands in one line."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0]} …"


_NOT_TOLD = frozenset({*LEVELS, "variants", "change", "options", "replace"})
_LONGEST = 60


def _stepped(clause: WrittenClause, *steps: Fraction) -> Changes:
    """A number moved by each of some steps."""
    number = cast("Fraction", clause.value)
    for step in steps:
        now = number + step
        yield _change(clause, decimal_text(number), decimal_text(now), Edit(clause.place, now))


def _is_number(clause: WrittenClause) -> bool:
    return isinstance(clause.value, Fraction)


# numbers


def bounds(clause: WrittenClause) -> Changes:
    """The end of a band, or a threshold, up and down by the last decimal that is printed."""
    is_end = clause.key in _ENDS and not clause.within("points")
    is_threshold = "thresholds" in clause.keys[-2:]
    if _is_number(clause) and (is_end or is_threshold):
        printed = clause.scale.get("decimals") or Fraction(0)
        step = Fraction(1, 10 ** max(int(printed), decimals_of(cast("Fraction", clause.value))))
        yield from _stepped(clause, step, -step)


def steps_of_ladders(clause: WrittenClause) -> Changes:
    """A step of a ladder, up and down by one step of the grid of its values."""
    if clause.key not in ("above", "from") or not clause.within("points"):
        return
    if isinstance(clause.value, Fraction) and isinstance(clause.place[-1], int):
        step = grid_of(clause, numbers_in(cast("list[object]", clause.above)))
        yield from _stepped(clause, step, -step)
    elif clause.is_named and isinstance(clause.place[-1], str):
        bound = read_number(clause.place[-1])
        step = grid_of(clause, numbers_in([*cast("dict[str, object]", clause.above)]))
        for now in () if bound is None else (bound + step, bound - step):
            name, at = decimal_text(now), clause.document.key_at(clause.place)
            yield _change(clause, clause.place[-1], name, Edit(clause.place, name=name), at=at)


def borders_of_rows(clause: WrittenClause) -> Changes:
    """The border between two rows of a table, up and down by one step of the grid of its values."""
    if clause.key != "points" or clause.is_named or not isinstance(clause.value, dict):
        return
    ends = {key: written_ends(key) for key in clause.value}
    rows = [(key, own) for key, own in ends.items() if own is not None and own != (None, None)]
    rows.sort(key=lambda row: (row[1][0] is not None, row[1][0] or Fraction(0)))
    known = [end for _, own in rows for end in own if end is not None]
    step = grid_of(clause, known)
    for (one, (low, high)), (other, (next_low, next_high)) in pairwise(rows):
        if high is None or next_low is None or next_low - high > step:
            continue
        for move in (step, -step):
            moved = _range(low, high + move), _range(next_low + move, next_high)
            edits = [
                Edit((*clause.place, key), name=name)
                for key, name in zip((other, one), moved[::-1], strict=True)
            ]
            at = clause.document.key_at((*clause.place, one))
            yield _change(clause, f"{one} | {other}", " | ".join(moved), *edits, at=at)


def _range(low: Fraction | None, high: Fraction | None) -> str:
    if low == high and low is not None:
        return decimal_text(low)
    return "..".join("" if end is None else decimal_text(end) for end in (low, high))


def scores(clause: WrittenClause) -> Changes:
    """A number of points, of an answer, row or amount, raised by one of its last decimal; the highest of
    several lowered."""
    is_end = clause.key in ("above", "from") and isinstance(clause.place[-1], int)
    is_score = clause.key in ("answers", "options", "points", "above", "from", "else", "score", *_ADJUSTMENTS)
    is_bound = clause.key == "from" and not clause.within("points")
    if not is_score or is_bound or is_end:
        return
    if _is_number(clause):
        others = clause.above.values() if isinstance(clause.above, dict) else ()
        number, step = (
            cast("Fraction", clause.value),
            Fraction(1, 10 ** decimals_of(cast("Fraction", clause.value))),
        )
        is_highest = clause.is_named and number == max(numbers_in(list(others)), default=number)
        yield from _stepped(clause, -step if is_highest else step)
    elif clause.key == "points" and clause.is_named and isinstance(clause.value, str):
        yield from _line(clause, clause.value)


def _line(clause: WrittenClause, text: str) -> Changes:
    """Each end of a straight line of scores."""
    ends = written_ends(text)
    if ends is None or ends[0] is None or ends[1] is None:
        return
    for moved in ((ends[0] + 1, ends[1]), (ends[0], ends[1] - 1)):
        now = "..".join(map(decimal_text, moved))
        yield _change(clause, text, now, Edit(clause.place, now))


def counts(clause: WrittenClause) -> Changes:
    """How many decimals, how many of the best, how much of the children: one more, and one less."""
    if not _is_number(clause):
        return
    if clause.key in ("decimals", "round", "best") and not clause.within("inputs", "value"):
        low = 1 if clause.key == "best" else 0
        less = [Fraction(-1)] if cast("Fraction", clause.value) > low else []
        yield from _stepped(clause, Fraction(1), *less)
    elif clause.key == "missing":
        yield from _stepped(clause, Fraction(1))


def weights(clause: WrittenClause) -> Changes:
    """A weight: one more; of percentages one that the next sibling has less."""
    if clause.key == "min_coverage" and isinstance(clause.value, str):
        yield from _percentage(clause, 1)
    if clause.key != "weight":
        return
    if isinstance(clause.value, Fraction):
        yield from _stepped(clause, Fraction(1))
    elif isinstance(clause.value, str) and "/" in clause.value:
        above, below = clause.value.split("/")
        number = read_number(above)
        if number is not None:
            now = f"{decimal_text(number + 1)}/{below.strip()}"
            yield _change(clause, clause.value, now, Edit(clause.place, now))
    elif isinstance(clause.value, str):
        yield from _with_next(clause)


def _percentage(clause: WrittenClause, by: int) -> Changes:
    share = read_percent(str(clause.value))
    if share is not None:
        now = f"{decimal_text(share * 100 + by)}%"
        yield _change(clause, str(clause.value), now, Edit(clause.place, now))


def _with_next(clause: WrittenClause) -> Changes:
    """A percentage with one more, of which the next sibling has one less, so that the sum stays."""
    siblings: Any = at_place(clause.document.data, clause.place[:-2])
    weights_of = {
        name: read_percent(own["weight"])
        for name, own in siblings.items()
        if isinstance(own, dict) and isinstance(own.get("weight"), str)
    }
    names, own = list(weights_of), str(clause.place[-2])
    other = names[(names.index(own) + 1) % len(names)] if own in names else own
    mine, theirs = weights_of.get(own), weights_of.get(other)
    if own == other or mine is None or not theirs:
        return
    now, less = f"{decimal_text(mine * 100 + 1)}%", f"{decimal_text(theirs * 100 - 1)}%"
    edits = Edit(clause.place, now), Edit((*clause.place[:-2], other, "weight"), less)
    told = say("{now} ({other} {less})", now=now, other=other, less=less)
    yield _change(clause, str(clause.value), told, *edits)


# words


def words(clause: WrittenClause) -> Changes:
    """A policy, a way of rounding or of combining: another one."""
    if isinstance(clause.value, str) and not clause.is_named and not clause.within("inputs", "value"):
        for now in _WORDS.get(clause.key, {}).get(clause.value, ()):
            yield _change(clause, clause.value, now, Edit(clause.place, now))


def reversals(clause: WrittenClause) -> Changes:
    """A reversed question as it is, and one that is not reversed turned round."""
    if clause.key == "reversed" and isinstance(clause.value, bool):
        now = not clause.value
        was, told = (str(value).lower() for value in (clause.value, now))
        yield _change(clause, was, told, Edit(clause.place, now))


# expressions


def expressions(clause: WrittenClause) -> Changes:
    """A comparison with or without its end, and for or, another function, a number with one more."""
    text = clause.value
    if not isinstance(text, str) or clause.key not in _EXPRESSIONS:
        return
    for found in _PARTS.finditer(text):
        start, at = found.start(), _within(clause, text, found.start())
        was = _around(text, start, found[0])
        for now in _others(found):
            after = f"{text[:start]}{now}{text[found.end() :]}"
            yield _change(clause, was, _around(after, start, now), Edit(clause.place, after), at=at)


def _others(found: re.Match[str]) -> tuple[str, ...]:
    """What is put in the place of a part of an expression."""
    if found["number"]:
        number = read_number(found["number"])
        if number is None:
            return ()
        step = Fraction(1, 10 ** decimals_of(number))
        return decimal_text(number + step), decimal_text(number - step)
    if found["name"]:
        is_function = found.string[found.end() :].lstrip().startswith("(")
        return _SIGNS.get(found[0], ()) if is_function or found[0] in ("and", "or", "not") else ()
    return _SIGNS.get(found[0], ()) if found["sign"] else ()


_NEAR = 24


def _around(text: str, start: int, part: str) -> str:
    """A part of an expression, with what stands beside it."""
    low, high = max(0, start - _NEAR), start + len(part) + _NEAR
    before = text[low:start] if low == 0 else "… " + text[low:start].partition(" ")[2]
    after = text[start + len(part) : high]
    return before + part + (after if high >= len(text) else after.rpartition(" ")[0] + " …")


def _within(clause: WrittenClause, text: str, start: int) -> Position:
    """Where a part of an expression stands, where this stands in one line as it is."""
    at = clause.position
    lines = clause.document.lines.get(at.file, ())
    line = lines[at.line - 1] if 0 < at.line <= len(lines) else ""
    for quote in (0, 1):
        first = at.column - 1 + quote
        if line[first : first + len(text)] == text:
            return Position(at.file, at.line, first + start + 1)
    return at


# left out


def left_out(clause: WrittenClause) -> Changes:
    """A condition, a limit, an amount, a refusal, a case or the end of a band: left out."""
    is_entry = isinstance(clause.place[-1], int) and clause.key in (*_DROPPED, "cases")
    is_end = clause.key in _ENDS and not clause.within("points") and _is_number(clause)
    is_limit = clause.key == "no_better_than" and clause.is_named and len(clause.place) > 1
    is_key = clause.key in _DROPPED and not clause.is_named
    is_whole = is_key and clause.key == "no_better_than" and isinstance(clause.value, dict)
    if is_whole or not (is_entry or is_end or is_limit or is_key):
        return
    if len(cast("Any", clause.above)) == 1 and not is_key:
        return
    at = clause.position if is_entry or is_limit else clause.document.key_at(clause.place)
    yield _change(clause, _told(clause), say("left out"), Edit(clause.place, drops=True), at=at)


def _told(clause: WrittenClause) -> str:
    """A clause in one line, as it is written."""
    name = "" if isinstance(clause.place[-1], int) else f"{clause.place[-1]}: "
    return f"{name}{_brief(clause.value)}"


def _brief(value: object) -> str:
    if isinstance(value, dict):
        inner = ", ".join(
            f"{key}: {_brief(own)}" for key, own in value.items() if key not in ("because", "source")
        )
        return f"{{{inner}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_brief, value))}]"
    return decimal_text(value) if isinstance(value, Fraction) else str(value)


KINDS: tuple[Callable[[WrittenClause], Changes], ...] = (
    bounds,
    steps_of_ladders,
    borders_of_rows,
    scores,
    counts,
    weights,
    words,
    reversals,
    expressions,
    left_out,
)

__all__ = ["KINDS", "changes_of"]
