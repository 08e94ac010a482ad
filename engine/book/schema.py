"""Holds a document against a JSON Schema and says in plain words what does not fit, each at its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, cast

from jsonschema import Draft202012Validator
from jsonschema.validators import extend

from ..meaning.ways import SYNONYMS
from ..words.diagnostics import Diagnostic, Position, Text, say
from ..words.hints import did_you_mean, either
from . import misfit_hints
from .document import Document, Place, place_text
from .odd_signs import odd_hint

FOLDER = Path(__file__).resolve().parents[2] / "schemas"

_FORMS: Mapping[str, Text] = {
    "ruleset": say("write family/version, for example ita/2566: English letters, digits, _ . - and /"),
    "id": say("use English letters, digits and _, beginning with a letter, at most 64"),
    "date": say("write the date as 2022-10-01 (year of the Christian era, month, day)"),
    "percent": say("write a percentage such as 30%"),
    "weight": say("write a percentage such as 30%, or a plain number"),
    "expression": say("write a condition or formula as text, for example total >= 85"),
    "range": say("write 0..100, ..8 (8 and less), 12.. (12 and more), or {form}", form="{min: 0, max: 100}"),
    "answer_score": say("write its score, a number without quotes, or missing, or not_applicable"),
    "points": say("write a score, or a line of scores such as 51..100"),
    "rows": say("write the number of a row, a range such as 3..4, or several as a list: [2, 3]"),
    "questions": say("write a range such as i1..i6, a list [i1, i2], or ids with titles"),
}
"""What mends a value that has to be in a form; the schema names the form by the keyword x-form."""


def validate(document: Document, schema: str) -> list[Diagnostic]:
    """What of the document does not fit `schemas/{schema}.schema.json`."""
    faults = [
        fault
        for error in _validator(schema).iter_errors(document.data)
        for fault in _explained(_Misfit(error, document, schema))
    ]
    # a key that is misspelt is also lacking: the one is enough
    meant = {
        (fault.position.file, near)
        for fault in faults
        if fault.code == "unknown-key" and fault.hint and (near := fault.hint.arguments.get("near"))
    }
    return [
        fault
        for fault in faults
        if fault.code != "missing-key"
        or (fault.position.file, fault.message.arguments.get("key")) not in meant
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
            for misfit in taken:
                gone += [misfit, *_inside(_take_out(document.data, misfit), misfit)]
    return None


def _inside(value: Any, place: Place) -> Iterator[Place]:
    """The places of the keys of a mapping that was taken out."""
    if isinstance(value, dict):
        yield from ((*place, key) for key in value)


def _take_out(data: Any, place: Place) -> Any:
    """Takes a value out, and gives it; None where it is gone already."""
    for step in place[:-1]:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None  # what is around it is gone already
    if isinstance(data, dict):
        return data.pop(place[-1], None)
    if isinstance(data, list) and isinstance(place[-1], int) and place[-1] < len(data):
        return data.pop(place[-1])
    return None


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
        part = waiting.pop()
        if isinstance(part, dict):
            keys = part.get("required")
            found.update(keys if isinstance(keys, list) else ())
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return frozenset(found)


@dataclass(frozen=True)
class _Misfit:
    """What the validator says of one place. `error` is its ValidationError, whose fields hold whatever the
    schema says."""

    error: Any
    document: Document
    schema: str

    @property
    def place(self) -> Place:
        return tuple(self.error.absolute_path)

    @property
    def position(self) -> Position:
        return self.document.value_at(self.place)

    @property
    def name(self) -> Text | str:
        return place_text(self.place) if self.place else misfit_hints.WHOLE[self.schema]

    @property
    def form_name(self) -> str:
        return str(self.error.schema.get("x-form", ""))

    @property
    def form(self) -> Text | None:
        return _FORMS.get(self.form_name)

    def told(self, code: str, message: Text, hint: Text | None) -> Diagnostic:
        """A finding where the value stands."""
        return Diagnostic(code, message, self.position, hint)


def _explained(misfit: _Misfit) -> Iterator[Diagnostic]:
    """One misfit in plain words; of a mapping that lacks several keys, each of them."""
    yield from _BY_KEYWORD.get(misfit.error.validator, _other)(misfit)


def _lacking(misfit: _Misfit) -> Iterator[Diagnostic]:
    for key in misfit.error.validator_value:
        if key not in misfit.error.instance:
            message = say("{where} lacks the key “{key}”", where=misfit.name, key=key)
            hint = misfit_hints.lacking_hint(key, misfit.error.instance) or say(
                "add the line “{key}: …”", key=key
            )
            yield Diagnostic("missing-key", message, misfit.document.key_at(misfit.place), hint)


def _wrong_type(misfit: _Misfit) -> Iterator[Diagnostic]:
    error, place = misfit.error, misfit.place
    wanted = [error.validator_value] if isinstance(error.validator_value, str) else error.validator_value
    message = say(
        "{where} is to be {wanted}, and is {given}",
        where=misfit.name,
        wanted=either([_KINDS[kind] for kind in wanted if kind != "null"]),
        given=_kind(error.instance),
    )
    hint = (
        empty_hint(place, misfit.schema)
        if error.instance is None and place
        else _meant(misfit, wanted) or misfit.form or _type_hint(wanted, error.instance)
    )
    if isinstance(error.instance, dict) and error.schema.get("x-form") == "id":
        hint = say("ids with titles are a mapping: write them without the dashes")
    yield misfit.told("wrong-type", message, hint)


def _meant(misfit: _Misfit, wanted: Collection[str]) -> Text | None:
    """What mends a value of a wrong kind from which it can be told what was meant."""
    place, value = misfit.place, misfit.error.instance
    if not place:
        return None
    return (
        misfit_hints.misplaced_hint(place, _keys_of("node") if misfit.schema == "ruleset" else ())
        or misfit_hints.number_hint(place, value, wanted)
        or misfit_hints.list_hint(place, value, misfit.form_name)
        or (misfit_hints.mapping_hint(place, value) if "array" in wanted else None)
    )


def _keys_of(kind: str) -> Collection[str]:
    """The keys of a node, or of a question, in a rule set."""
    part = _schema("ruleset")["$defs"][kind]
    for step in () if kind == "node" else ("then", "else"):
        part = part[step]
    return cast("dict[str, Any]", part["properties"]).keys()


def _not_allowed(misfit: _Misfit) -> Iterator[Diagnostic]:
    given = misfit.error.instance
    allowed = [value for value in misfit.error.validator_value if value is not None]
    message = say("{where} is “{given}”", where=misfit.name, given=given)
    hint = misfit_hints.value_hint(misfit.place, misfit.schema) or misfit.form
    yield misfit.told("not-allowed", message, hint or did_you_mean(str(given), allowed, _SYNONYMS))


def _wrong_form(misfit: _Misfit) -> Iterator[Diagnostic]:
    given = misfit.error.instance
    if "propertyNames" in misfit.error.absolute_schema_path:
        message = say("“{given}” is not a name that can be used here", given=given)
        at = misfit.document.key_at((*misfit.place, given))
        yield Diagnostic("wrong-form", message, at, odd_hint(given) or misfit.form)
    else:
        message = say("{where} is “{given}”, which is not in the form wanted", where=misfit.name, given=given)
        hint = odd_hint(given) or misfit_hints.form_hint(given, misfit.form_name)
        yield misfit.told("wrong-form", message, hint or misfit.form)


def _too_small(misfit: _Misfit) -> Iterator[Diagnostic]:
    given, bound = misfit.error.instance, Fraction(misfit.error.validator_value)
    message = say("{where} is {given}; the least is {bound}", where=misfit.name, given=given, bound=bound)
    yield misfit.told("out-of-range", message, say("write a number of at least {bound}", bound=bound))


def _too_large(misfit: _Misfit) -> Iterator[Diagnostic]:
    given, bound = misfit.error.instance, Fraction(misfit.error.validator_value)
    message = say("{where} is {given}; the most is {bound}", where=misfit.name, given=given, bound=bound)
    yield misfit.told("out-of-range", message, say("write a number of at most {bound}", bound=bound))


def _empty_text(misfit: _Misfit) -> Iterator[Diagnostic]:
    hint = misfit.form or empty_hint(misfit.place, misfit.schema)
    yield misfit.told("empty", say("{where} is empty", where=misfit.name), hint)


def _no_entries(misfit: _Misfit) -> Iterator[Diagnostic]:
    place = misfit.place
    hint = (
        say("write at least one entry")
        if place and place[-1] in _required(misfit.schema)
        else say("write at least one entry, or delete the line")
    )
    yield misfit.told("empty", say("{where} is empty", where=misfit.name), hint)


def _other(misfit: _Misfit) -> Iterator[Diagnostic]:
    message = say("{where} does not fit: {reason}", where=misfit.name, reason=misfit.error.message)
    hint = misfit.form or say("an editor that knows the schema completes it")
    yield misfit.told("schema", message, hint)


def _unknown_keys(misfit: _Misfit) -> Iterator[Diagnostic]:
    document, place = misfit.document, misfit.place
    known = list(misfit.error.schema.get("properties", {}))
    for key, value in misfit.error.instance.items():
        if key in known:
            continue
        message = say("{where} has no key “{key}”", where=misfit.name, key=key)
        hint = slip_hint(document, (*place, key)) if value is None else None
        if hint is None and misfit.schema == "ruleset":
            hint = misfit_hints.key_hint(key, known, _keys_of("question"))
        yield Diagnostic(
            "unknown-key",
            message,
            document.key_at((*place, key)),
            hint or did_you_mean(key, known, _SYNONYMS),
        )


_BY_KEYWORD: Mapping[str, Callable[[_Misfit], Iterator[Diagnostic]]] = {
    "additionalProperties": _unknown_keys,
    "required": _lacking,
    "type": _wrong_type,
    "enum": _not_allowed,
    "pattern": _wrong_form,
    "minimum": _too_small,
    "maximum": _too_large,
    "minLength": _empty_text,
    "minItems": _no_entries,
    "minProperties": _no_entries,
}
"""By the keyword of JSON Schema that is not met: what is said of it."""


def slip_hint(document: Document, place: Place) -> Text | None:
    """What mends a key without a value that a slip inside { } has made; None where it looks like none."""
    key, at = str(place[-1]), document.key_at(place)
    if "“" in key or "”" in key:
        return say("use straight quotation marks, not curly ones")
    if "：" in key:
        return say(
            "“：” is a full-width colon; write a plain one and a space: {key}", key=key.replace("：", ": ", 1)
        )
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


_SYNONYMS: Mapping[str, str] = {"ignore": "skip", "null": "skip", **SYNONYMS, **misfit_hints.SYNONYMS}


_KINDS: Mapping[str, Text] = {
    "number": say("a number"),
    "integer": say("a whole number"),
    "string": say("a text"),
    "object": say("a mapping (key: value)"),
    "array": say("a list"),
    "boolean": say("true or false"),
}


def _kind(value: object) -> Text:
    match value:
        case None:
            return say("empty")
        case bool():
            return say("the truth value {value}", value=str(value).lower())
        case Fraction():
            return say("the number {value}", value=value)
        case str():
            return say("the text “{value}”", value=value if len(value) <= 60 else f"{value[:59]}…")
        case list():
            return say("a list")
        case _:
            return say("a mapping (key: value)")


def _type_hint(wanted: Collection[str], value: object) -> Text:
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
