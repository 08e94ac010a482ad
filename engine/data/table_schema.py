"""The table that a rule set asks for as a Table Schema of the Frictionless standard: what programs that know
no rules can say of a cell."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import Node, Possible, RuleSet
from ..words.diagnostics import say
from ..words.numerals import decimal_text
from ..words.speech import Speech
from .asked_values import AskedRows, ends_of, limits_told

MOST_LISTED = 100  # values of a number that are listed one by one


def table_schema(rules: RuleSet, asked: AskedRows, speech: Speech) -> dict[str, Any]:
    """The schema, in a language: a field for the unit and for each value. Of words, and of numbers in their
    shortest form, it takes what the rules take; only of decimals and steps, for which it has no word, the
    description speaks. Other spellings that the rules take too (52.0 for a whole number) it may refuse."""
    unit: dict[str, Any] = {
        "name": rules.unit,
        "type": "string",
        "title": speech.words(say("Name of the {unit}", unit=rules.unit)),
        "constraints": {"required": True},
    }
    schema: dict[str, Any] = {
        "title": rules.title.in_language(speech.language) or rules.id,
        "description": f"{rules.id} {rules.fingerprint}",
        "fields": [unit, *(_field(rules, node, speech) for node in asked.nodes)],
        "missingValues": [""],
    }
    return {**schema, "primaryKey": rules.unit} if asked.layout == "scores" else schema


def _field(rules: RuleSet, node: Node, speech: Speech) -> dict[str, Any]:
    meaning, possible = CellMeaning.of(rules, node), rules.possible(node)
    field: dict[str, Any] = {"name": rules.short_name(node.path)}
    told = list[str]()
    if meaning.words:
        is_answer = bool(possible.only)
        texts = [text for text, score in meaning.certain.items() if not is_answer or possible.takes(score)]
        words = list(meaning.words)
        field |= {
            "type": "string",
            "constraints": {"enum": [*words, *(text for text in texts if text not in words)]},
        }
    else:
        field["type"] = "integer" if possible.decimals == 0 else "number"
        if constraints := _constraints(possible):
            field["constraints"] = constraints
        told += [speech.words(each) for each in limits_told(possible)]
    if title := node.title.in_language(speech.language):
        field["title"] = title
    if measure := node.measure or (None if node.value is None else node.value.measure):
        told.append(speech.words(say("In {measure}.", measure=measure)))
    return {**field, "description": " ".join(told)} if told else field


def _constraints(possible: Possible) -> dict[str, Any]:
    low, high = ends_of(possible)
    if possible.step is not None and possible.decimals != 0 and low is not None and high is not None:
        first = possible.base + possible.step * -((possible.base - low) // possible.step)
        count = int((high - first) // possible.step) + 1
        if 0 < count <= MOST_LISTED:
            return {"enum": _numbers([first + possible.step * number for number in range(count)])}
    ends = (("minimum", low), ("maximum", high))
    return {name: _number(end) for name, end in ends if end is not None}


def _numbers(values: Sequence[Fraction]) -> list[int | float]:
    return [_number(value) for value in values]


def _number(value: Fraction) -> int | float:
    """A number as JSON has it."""
    return int(value) if value.denominator == 1 else float(decimal_text(value))


__all__ = ["table_schema"]
