"""Holds a document against a JSON Schema and says in plain words what does not fit, each at its place."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from .diagnostics import Diagnostic, Text, say
from .source import Document, Place

FOLDER = Path(__file__).resolve().parent.parent / "schemas"

_PATTERNS = {
    "[0-9]{4}-": say("write the date as 2022-10-01 (year of the Christian era, month, day)"),
    "%$": say("write a percentage such as 30%"),
    "\\.\\.": say("write a range such as i1..i6, a list [i1, i2], or ids with titles"),
    "{0,63}": say("use English letters, digits and _, beginning with a letter, at most 64"),
}


def validate(document: Document, schema: str) -> Iterator[Diagnostic]:
    """What of the document does not fit `schemas/{schema}.schema.json`."""
    for error in _validator(schema).iter_errors(document.data):
        yield from _explained(error, document)


@cache
def _validator(schema: str) -> Any:
    checker = Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "number": lambda _, value: isinstance(value, Fraction),
            "integer": lambda _, value: isinstance(value, Fraction) and value.denominator == 1,
        }
    )
    text = (FOLDER / f"{schema}.schema.json").read_text(encoding="utf-8")
    return cast(Any, extend)(Draft202012Validator, type_checker=checker)(json.loads(text))


def _explained(found: ValidationError, document: Document) -> Iterator[Diagnostic]:
    error: Any = found  # its fields hold whatever the schema says
    place: Place = tuple(error.absolute_path)
    at = document.value_at(place)
    name = place_text(place)
    match error.validator:
        case "additionalProperties" if error.validator_value is False:
            known = list(error.schema.get("properties", {}))
            for key in error.instance:
                if key not in known:
                    message = say("{where} has no key “{key}”", where=name, key=key)
                    yield Diagnostic("unknown-key", message, document.key_at((*place, key)), _did_you_mean(key, known))
        case "required":
            for key in error.validator_value:
                if key not in error.instance:
                    message = say("{where} lacks the key “{key}”", where=name, key=key)
                    yield Diagnostic("missing-key", message, document.key_at(place), say("add the line “{key}: …”", key=key))
        case "type":
            wanted = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
            message = say("{where} is to be {wanted}, and is {given}", where=name, wanted=_either(wanted), given=_kind(error.instance))
            hint = (
                say("write a value after “{key}:”, or delete the line", key=place[-1])
                if error.instance is None and place
                else _type_hint(wanted, error.instance)
            )
            yield Diagnostic("wrong-type", message, at, hint)
        case "enum":
            allowed = [value for value in error.validator_value if value is not None]
            message = say("{where} is “{given}”; it can be {allowed}", where=name, given=_value(error.instance), allowed=allowed)
            yield Diagnostic("not-allowed", message, at, _did_you_mean(str(error.instance), allowed))
        case "pattern":
            is_key = error.parent is not None and error.parent.validator == "propertyNames"
            position = document.key_at((*place, error.instance)) if is_key else at
            hint = next((text for mark, text in _PATTERNS.items() if mark in error.validator_value), None)
            message = (
                say("“{given}” is not a name that can be used here", given=error.instance)
                if is_key
                else say("{where} is “{given}”, which is not in the form wanted", where=name, given=error.instance)
            )
            yield Diagnostic("wrong-form", message, position, hint)
        case "minimum" | "maximum":
            bound, given = Fraction(error.validator_value), error.instance
            message = (
                say("{where} is {given}; the least is {bound}", where=name, given=given, bound=bound)
                if error.validator == "minimum"
                else say("{where} is {given}; the most is {bound}", where=name, given=given, bound=bound)
            )
            yield Diagnostic("out-of-range", message, at, say("write a number within the bounds"))
        case "minItems" | "minProperties" | "minLength":
            yield Diagnostic("empty", say("{where} is empty", where=name), at, say("write at least one entry, or delete the line"))
        case "anyOf":
            patterns = (
                text for error_ in error.context or () if error_.validator == "pattern" for mark, text in _PATTERNS.items() if mark in error_.validator_value
            )
            message = say("{where} is “{given}”, which is not in the form wanted", where=name, given=_value(error.instance))
            yield Diagnostic("wrong-form", message, at, next(patterns, None))
        case _:
            yield Diagnostic("schema", say("{where} does not fit: {reason}", where=name, reason=error.message), at)


def place_text(place: Iterable[str | int]) -> Text | str:
    """A place as people name it: instruments › IIT › weight, or band 2 › from."""
    words: list[str] = []
    for step in place:
        if isinstance(step, int):
            words[-1] += f" {step + 1}"
        else:
            words.append(step)
    return " › ".join(words) if words else say("the rule set")


def suggestion(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` is most likely a slip of."""
    candidates = list(known)
    folded = {candidate.casefold(): candidate for candidate in candidates}
    near = difflib.get_close_matches(word.casefold(), folded, n=1, cutoff=0.6)
    return folded[near[0]] if near else None


def _did_you_mean(word: str, known: list[str]) -> Text:
    near = suggestion(word, known)
    return say("did you mean “{near}”?", near=near) if near else say("it can be: {known}", known=sorted(known))


_KINDS: Mapping[str, Text] = {
    "number": say("a number"),
    "integer": say("a whole number"),
    "string": say("a text"),
    "object": say("a mapping (key: value)"),
    "array": say("a list"),
    "boolean": say("true or false"),
}


def _either(names: Iterable[str]) -> Text:
    kinds: list[object] = [_KINDS[name] for name in names if name != "null"]
    if len(kinds) == 1:
        return say("{kind}", kind=kinds[0])
    return say("{first} or {last}", first=kinds[:-1], last=kinds[-1])


def _kind(value: object) -> Text:
    match value:
        case None:
            return say("empty")
        case bool():
            return say("the truth value {value}", value=str(value).lower())
        case Fraction():
            return say("the number {value}", value=value)
        case str():
            return say("the text “{value}”", value=_value(value))
        case list():
            return say("a list")
        case _:
            return say("a mapping (key: value)")


def _value(value: object) -> object:
    return value if isinstance(value, Fraction) else (str(value) if len(str(value)) <= 60 else f"{str(value)[:59]}…")


def _type_hint(wanted: Iterable[str], value: object) -> Text | None:
    if isinstance(value, str) and {"number", "integer"} & set(wanted):
        return say("write the number alone, without quotes, letters or units")
    if isinstance(value, (Fraction, bool)) and "string" in wanted:
        return say("put it between quotes to make it a text")
    if "array" in wanted:
        return say("begin each entry with “- ”")
    if "object" in wanted:
        return say("write “key: value” lines, indented by two spaces")
    return None
