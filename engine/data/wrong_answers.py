"""Answers in files that are none: what else their texts can mean, and where those stand that mean nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from ..meaning.cell_meaning import CellMeaning, DecimalSign
from ..meaning.model import Node, RuleSet
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, Text, counted, say
from ..words.numerals import decimal_text, read_number
from .answer_cells import as_text, decimals_of, is_answer
from .claims import Claim, Claims
from .coded_answers import WrongValue, coded
from .header import again
from .most_told import most_told
from .nearest_answer import told_of_answer
from .number_slips import results_of, told_of_number, told_of_signs
from .responses import Known
from .sources import Source


@dataclass(frozen=True)
class Refused:
    """What is wrong with answers, and by path of a node the units of which one was refused."""

    faults: list[Diagnostic] = field(default_factory=list)
    units: dict[str, set[str]] = field(default_factory=dict)


def learned(
    rules: RuleSet, claims: Claims, texts: Mapping[str, Sequence[str]], decimal: DecimalSign
) -> Known:
    """What the different texts of each column score, but for blanks around them."""
    by_column = {claim.column: claim for claim in claims.nodes}
    return {
        column: {
            text.strip(): float(score)
            for text in different
            if (score := score_of(rules, by_column[column], text, decimal)) is not None
        }
        for column, different in texts.items()
    }


def score_of(rules: RuleSet, claim: Claim, text: str, decimal: DecimalSign) -> Fraction | None:
    """The score of one text: by its scale's words or scores; without a scale a number within the limits."""
    node = rules.readable[claim.paths[0]]
    meaning = CellMeaning.of(rules, node, decimal)
    if meaning.scale is not None:
        return meaning.answer(text.strip())
    score = meaning.score(text.strip())
    if score is None:
        return None
    low, high = rules.limits(node)
    return score if low <= score <= high and _is_counted(rules, node, score) else None


def _is_counted(rules: RuleSet, node: Node, number: Fraction) -> bool:
    """Whether a number has no more decimals than are counted exactly."""
    scaled: Fraction = number * 10 ** decimals_of(rules, node)
    return scaled.denominator == 1


def wrong_answers(
    rules: RuleSet, source: Source, claimed: Mapping[str, Claims], known: Known, column: str | None
) -> Refused:
    """Each answer that is none, at its first places. `claimed` has the claims for each instrument that a
    column tells; `known` what texts score."""
    claims = next(iter(claimed.values()))
    wanted = [_wanted(rules, source, claim, known) for claim in claims.nodes]
    refused, found = Refused(), list[WrongValue]()
    for told, own in claimed.items():
        here = None if column is None else source.tells(column, told)
        asked = wanted if here is None else [(cell, wrong & here) for cell, wrong in wanted]
        for claim, cells in zip(own.nodes, source.wrong_cells(claims.key, asked), strict=True):
            for value, rows, count, of_rows, units in cells.iter_rows():
                found.append(WrongValue(claim, value, rows, of_rows, count))
                for path in claim.paths:
                    refused.units.setdefault(path, set()).update(units)
    told_once, rest = coded(rules, source, found)
    refused.faults.extend(told_once)
    headers = {own.rows[0] for own in rest if own.rows and compared(own.value) == compared(own.claim.heading)}
    refused.faults.extend(again(source.place(row, claims.key)) for row in sorted(headers))
    for own_value in rest:
        if not own_value.rows or own_value.rows[0] not in headers:
            refused.faults.extend(_told(rules, source, own_value))
    return refused


def _wanted(rules: RuleSet, source: Source, claim: Claim, known: Known) -> tuple[Any, Any]:
    """A question's cells, and where one is no answer."""
    x = source.x
    cell: Any = x.col(claim.column)
    if source.is_text(claim.column):
        cell = as_text(x, cell, source.dtype(claim.column)).str.strip_chars()
        return cell, ~cell.is_null() & (cell != "") & ~cell.is_in(list(known.get(claim.column, ())))
    node = rules.readable[claim.paths[0]]
    return cell, ~cell.is_null() & ~is_answer(rules, node, cell.cast(x.Float64))


def _told(rules: RuleSet, source: Source, wrong: WrongValue) -> Iterator[Diagnostic]:
    claim = wrong.claim
    number = None if source.is_text(claim.column) else read_number(wrong.value)
    value = wrong.value if number is None else decimal_text(number)
    meaning = CellMeaning.of(rules, rules.readable[claim.paths[0]], source.decimal)
    message, hint = _in_words(rules, rules.readable[claim.paths[0]], meaning, value, number)
    most, heading = most_told(), claim.heading
    rows, units = wrong.rows[:most], wrong.units[:most]
    for row, unit in zip(rows, units, strict=True):
        place = source.place(row, claim.column)
        yield Diagnostic("not-an-answer", message, place, hint, unit=unit, column=heading)
    if not rows:
        message = counted(wrong.count, "{message}: {count} row", "{message}: {count} rows", message=message)
        yield Diagnostic("not-an-answer", message, source.place(None, claim.column), hint, column=heading)
    elif (more := wrong.count - most) > 0:
        message = counted(
            more, "“{value}” stands in {count} more row", "“{value}” stands in {count} more rows", value=value
        )
        place = source.place(wrong.rows[most], claim.column)
        yield Diagnostic("not-an-answer", message, place, hint, column=heading, more=more)


def _in_words(
    rules: RuleSet, node: Node, meaning: CellMeaning, value: str, number: Fraction | None
) -> tuple[Text, Text]:
    """What is wrong with a value, and what mends it."""
    if node.answers is not None:
        message = say("“{value}” is no answer of {scale}", value=value, scale=node.answers)
        otherwise = told_of_answer(rules.answers[node.answers], meaning, value, message)
        return told_of_signs(value, meaning, otherwise)
    low, high = rules.limits(node)
    if number is None:
        number = meaning.number(value)
    if number is not None and low <= number <= high:
        message = say("“{value}” has more than {most} decimals", value=value, most=decimals_of(rules, node))
        return message, say("round it first; nothing is rounded in silence")
    if number is None:
        otherwise = told_of_number(value, meaning, (low, high), results_of(rules))
        return told_of_signs(value, meaning, otherwise)
    message = say("“{value}” is no score from {low} to {high}", value=value, low=low, high=high)
    return message, say("look for a slip of the decimal point, and for figures that are no scores")


__all__ = ["Refused", "learned", "score_of", "wrong_answers"]
