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

from ..meaning.ways import WAYS
from ..words.diagnostics import Diagnostic, Text, say
from .source import Document, Place

FOLDER = Path(__file__).resolve().parents[2] / "schemas"

_FORMS: Mapping[str, Text] = {
    "ruleset": say("write family/version, for example ita/2566: English letters, digits, _ . - and /"),
    "id": say("use English letters, digits and _, beginning with a letter, at most 64"),
    "date": say("write the date as 2022-10-01 (year of the Christian era, month, day)"),
    "percent": say("write a percentage such as 30%"),
    "weight": say("write a percentage such as 30%, or a plain number"),
    "expression": say("write a condition or formula as text, for example total >= 85"),
    "questions": say("write a range such as i1..i6, a list [i1, i2], or ids with titles"),
}
"""What mends a value that has to be in a form; the schema names the form by the keyword x-form."""


def validate(document: Document, schema: str) -> list[Diagnostic]:
    """What of the document does not fit `schemas/{schema}.schema.json`."""
    found: list[Diagnostic] = []
    for error in _validator(schema).iter_errors(document.data):
        found.extend(_explained(error, document, schema))
    # a key that is misspelt is also lacking: the one is enough
    meant = {
        (d.position.file, near)
        for d in found
        if d.code == "unknown-key" and d.hint and (near := d.hint.arguments.get("near"))
    }
    return [
        d
        for d in found
        if not (d.code == "missing-key" and (d.position.file, d.message.arguments.get("key")) in meant)
    ]


def prune(document: Document, schema: str) -> list[Place] | None:
    """Takes out of the document what does not fit, so that the rest can be looked at; the places, or None
    when what is left is no whole."""
    gone: list[Place] = []
    for _ in range(5):
        errors = list(_validator(schema).iter_errors(document.data))
        if not errors:
            return gone
        for error in errors:
            place = tuple(error.absolute_path)
            if error.validator == "additionalProperties":
                taken = [
                    (*place, key) for key in error.instance if key not in error.schema.get("properties", {})
                ]
            elif "propertyNames" in error.absolute_schema_path:
                taken = [(*place, error.instance)]
            elif not place:
                return None
            else:
                taken = [place]
            for each in taken:
                _take_out(document.data, each)
                gone.append(each)
    return None


def _take_out(data: Any, place: Place) -> None:
    for step in place[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return  # what is around it is gone already
    if isinstance(data, dict):
        data.pop(place[-1], None)
    elif isinstance(data, list) and isinstance(place[-1], int) and place[-1] < len(data):
        data.pop(place[-1])


@cache
def _schema(schema: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{schema}.schema.json").read_text(encoding="utf-8"))
    return loaded


def top_keys(schema: str) -> frozenset[str]:
    """The keys that may stand at the top of a document."""
    return frozenset(_schema(schema)["properties"])


@cache
def _validator(schema: str) -> Any:
    checker = Draft202012Validator.TYPE_CHECKER.redefine_many(
        {
            "number": lambda _, value: isinstance(value, Fraction),
            "integer": lambda _, value: isinstance(value, Fraction) and value.denominator == 1,
        }
    )
    return cast(Any, extend)(Draft202012Validator, type_checker=checker)(_schema(schema))


@cache
def _required(schema: str) -> frozenset[str]:
    """Every key that must be there somewhere."""
    found: set[str] = set()
    waiting: list[Any] = [_schema(schema)]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            found.update(each.get("required", ()) if isinstance(each.get("required"), list) else ())
            waiting.extend(each.values())
        elif isinstance(each, list):
            waiting.extend(each)
    return frozenset(found)


def _explained(found: ValidationError, document: Document, schema: str) -> Iterator[Diagnostic]:
    error: Any = found  # its fields hold whatever the schema says
    place: Place = tuple(error.absolute_path)
    at, name = document.value_at(place), place_text(place)
    form = _FORMS.get(str(error.schema.get("x-form", "")))
    match error.validator:
        case "additionalProperties":
            yield from _unknown_keys(error, place, document)
        case "required":
            for key in error.validator_value:
                if key not in error.instance:
                    message = say("{where} lacks the key “{key}”", where=name, key=key)
                    yield Diagnostic(
                        "missing-key",
                        message,
                        document.key_at(place),
                        say("add the line “{key}: …”", key=key),
                    )
        case "type":
            wanted = (
                [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
            )
            message = say(
                "{where} is to be {wanted}, and is {given}",
                where=name,
                wanted=_either(wanted),
                given=_kind(error.instance),
            )
            hint = (
                empty_hint(place, schema)
                if error.instance is None and place
                else form or _type_hint(wanted, error.instance)
            )
            if isinstance(error.instance, dict) and error.schema.get("x-form") == "id":
                hint = say("ids with titles are a mapping: write them without the dashes")
            yield Diagnostic("wrong-type", message, at, hint)
        case "enum":
            allowed = [value for value in error.validator_value if value is not None]
            yield Diagnostic(
                "not-allowed",
                say("{where} is “{given}”", where=name, given=error.instance),
                at,
                did_you_mean(str(error.instance), allowed),
            )
        case "pattern" if "propertyNames" in error.absolute_schema_path:
            message = say("“{given}” is not a name that can be used here", given=error.instance)
            yield Diagnostic("wrong-form", message, document.key_at((*place, error.instance)), form)
        case "pattern":
            yield Diagnostic(
                "wrong-form",
                say(
                    "{where} is “{given}”, which is not in the form wanted", where=name, given=error.instance
                ),
                at,
                form,
            )
        case "minimum":
            message = say(
                "{where} is {given}; the least is {bound}",
                where=name,
                given=error.instance,
                bound=Fraction(error.validator_value),
            )
            yield Diagnostic(
                "out-of-range",
                message,
                at,
                say("write a number of at least {bound}", bound=Fraction(error.validator_value)),
            )
        case "maximum":
            message = say(
                "{where} is {given}; the most is {bound}",
                where=name,
                given=error.instance,
                bound=Fraction(error.validator_value),
            )
            yield Diagnostic(
                "out-of-range",
                message,
                at,
                say("write a number of at most {bound}", bound=Fraction(error.validator_value)),
            )
        case "minLength":
            yield Diagnostic(
                "empty", say("{where} is empty", where=name), at, form or empty_hint(place, schema)
            )
        case "minItems" | "minProperties":
            hint = (
                say("write at least one entry")
                if place and place[-1] in _required(schema)
                else say("write at least one entry, or delete the line")
            )
            yield Diagnostic("empty", say("{where} is empty", where=name), at, hint)
        case _:
            yield Diagnostic(
                "schema",
                say("{where} does not fit: {reason}", where=name, reason=error.message),
                at,
                form or say("an editor that knows the schema completes it"),
            )


def _unknown_keys(error: Any, place: Place, document: Document) -> Iterator[Diagnostic]:
    known = list(error.schema.get("properties", {}))
    for key, value in error.instance.items():
        if key in known:
            continue
        at = document.key_at((*place, key))
        message = say("{where} has no key “{key}”", where=place_text(place), key=key)
        hint = (slip_hint(document, (*place, key)) if value is None else None) or did_you_mean(key, known)
        yield Diagnostic("unknown-key", message, at, hint)


def slip_hint(document: Document, place: Place) -> Text | None:
    """What mends a key without a value that a slip inside { } has made; None where it looks like none."""
    key, at = str(place[-1]), document.key_at(place)
    if "“" in key or "”" in key:
        return say("use straight quotation marks, not curly ones")
    if ":" in key:
        return say("put a space after the colon: {key}", key=key.replace(":", ": ", 1))
    lines = document.lines.get(at.file, ())
    line = lines[at.line - 1] if 1 <= at.line <= len(lines) else ""
    before, after = line[: at.column - 1].rstrip(), line[at.column - 1 + at.length :].lstrip()
    if before.endswith(",") and not after.startswith(":"):
        return say(
            "the comma before it ended the value: put a value with a comma in it between quotes; write a "
            "number without commas"
        )
    return None


def empty_hint(place: Place, schema: str = "ruleset") -> Text:
    """What to do about a key without a value."""
    key = place[-1]
    return (
        say("write a value after “{key}:”", key=key)
        if key in _required(schema)
        else say("write a value after “{key}:”, or delete the line", key=key)
    )


def place_text(place: Iterable[str | int]) -> Text | str:
    """A place as people name it: parts › a › weight, or band 2 › from."""
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


def did_you_mean(word: str, known: list[str]) -> Text:
    """The likeliest of the known words, or all of them."""
    near = suggestion(_SYNONYMS.get(word.casefold(), word), known)
    if near is None:
        return say("it can be: {known}", known=sorted(known))
    if len(known) > MAX_CHOICES:
        return say("did you mean “{near}”?", near=near)
    return say("did you mean “{near}”? It can be: {known}", near=near, known=sorted(known))


MAX_CHOICES = 10
_SYNONYMS: Mapping[str, str] = {
    "ignore": "skip",
    "null": "skip",
    **{word: way.name for way in WAYS.values() for word in way.also},
}


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
    return (
        value
        if isinstance(value, Fraction)
        else (str(value) if len(str(value)) <= 60 else f"{str(value)[:59]}…")
    )


def _type_hint(wanted: Iterable[str], value: object) -> Text:
    if isinstance(value, str) and {"number", "integer"} & set(wanted):
        return say("write the number alone, without quotes, letters or units")
    if isinstance(value, Fraction) and "integer" in wanted:
        return say("write a whole number")
    if isinstance(value, bool) and "number" in wanted:
        return say("write a number; true and false are words with a meaning of their own")
    if "boolean" in wanted:
        return say("write true or false, without quotes")
    if isinstance(value, (Fraction, bool)) and "string" in wanted:
        return say("put it between quotes to make it a text")
    if "array" in wanted:
        return say("begin each entry with “- ”")
    if "object" in wanted:
        return say("write “key: value” lines, indented by two spaces")
    return say("write a value of the kind that is wanted")
