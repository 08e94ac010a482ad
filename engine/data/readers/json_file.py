"""JSON: a list of objects, or the units that Ken itself writes as JSON. Numbers stay as they are written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import polars as pl

from ...book import source
from ...book.document import Document
from ...words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..encoding import decoded
from ..sheet import Locate, Sheet, numbered
from .json_slips import told_of_json

SUFFIXES = (".json",)
MAX_BYTES = 500_000_000
_HINT = say('write a list of objects: [{{"agency": "…", "service": 82.11}}, …]')
_WORDS = {True: "true", False: "false"}

Records: TypeAlias = "Sequence[dict[str, Any]]"


def read(path: Path) -> Sheet:
    """The table in a file, a row an object, every value as text. Raises KenError when it is too large, no
    JSON, or no list of objects whose values are single ones; OSError when it cannot be read."""
    file = str(path)
    if path.stat().st_size > MAX_BYTES:
        message = say("the file is larger than {most} bytes, the most that is read", most=f"{MAX_BYTES:,}")
        raise KenError([Diagnostic("too-large", message, Position(file), say("save it as Parquet or CSV"))])
    text, notes = decoded(path.read_bytes(), None, file)
    if not text.strip():
        _refuse("empty-file", say("the file is empty"), Position(file, 1, 1))
    places = _Places(file, text)
    data = _loaded(text, places)
    records = data["units"] if isinstance(data, dict) and "units" in data else data
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        message, hint = _no_list(records)
        _refuse("json", message, Position(file, 1, 1), hint)
    return sheet_of(file, records, places.locate, text, notes)


def _no_list(data: Any) -> tuple[Text, Text]:
    """What is said of data that are no list of objects."""
    message = say("the file is no list of objects")
    if not isinstance(data, dict) or not data:
        return message, _HINT
    first, own = next(iter(data.items()))
    if all(isinstance(value, dict) for value in data.values()):
        message = say(
            "the file is one object, with an object for each name (“{first}”, …), and no list", first=first
        )
        inner = json.dumps(dict(islice(own.items(), 2)), ensure_ascii=False)[1:-1]
        example = f'[{{"agency": {json.dumps(first, ensure_ascii=False)}, {inner}, …}}, …]'
        return message, say(
            "put each name into its object, and the objects into a list: {example}", example=example
        )
    if not any(isinstance(value, (dict, list)) for value in data.values()):
        message = say("the file is one object, and no list of objects")
        return message, say("put [ before it, and ] behind it")
    return message, _HINT


def sheet_of(file: str, records: Records, place: Locate, text: str, notes: tuple[Diagnostic, ...]) -> Sheet:
    """The table of some objects, whose values stand where `place` says (by row and name). Raises KenError
    where one is a list or an object, or two names differ by blanks alone."""
    names = list(dict.fromkeys(name for record in records for name in record))
    if faults := [*_named_twice(names, place), *_not_single(records, place)]:
        raise KenError(faults)
    columns = numbered(name.strip() for name in names)
    cells = {
        column: [_text(record.get(name)) for record in records]
        for column, name in zip(columns, names, strict=True)
    }
    frame = pl.DataFrame(cells, schema=dict.fromkeys(columns, pl.String))

    def locate(row: int | None, column: str) -> Position:
        return place(row, columns.get(column, ""))

    return Sheet(file, columns, frame, locate, {file: text.split("\n")}, notes)


def _refuse(code: str, message: Text, position: Position, hint: Text = _HINT) -> NoReturn:
    raise KenError([Diagnostic(code, message, position, hint)])


def _loaded(text: str, places: _Places) -> Any:
    """What the text says, its numbers as text."""
    begin = Position(places.file, 1, 1)
    try:
        data = object_of(text)
        text.encode()
        json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as problem:
        position = Position(places.file, problem.lineno, problem.colno)
        message, hint = told_of_json(text, problem)
        _refuse("json", message, position, hint)
    except TwiceError as problem:
        if faults := places.faults():
            raise KenError(faults) from None
        message = say("the key “{key}” is written twice in one object", key=problem)
        _refuse("json", message, begin, say("keep one of the two"))
    except RecursionError:
        _refuse("json", say("the file is nested too deep"), begin)
    except UnicodeEncodeError:
        message = say("the file has half a character (a lone surrogate such as \\ud800)")
        _refuse("json", message, begin, say("write the character itself"))
    return data


def _text(value: object) -> str | None:
    """A value as text; None where there is none."""
    if value is None or isinstance(value, str):
        return value
    return _WORDS[value] if isinstance(value, bool) else str(value)


def _named_twice(names: Sequence[str], place: Locate) -> Iterator[Diagnostic]:
    """Names that are the same but for the blanks around them."""
    stripped = [name.strip() for name in names]
    for number, name in enumerate(stripped):
        if name in stripped[:number]:
            message = say(
                "the columns {first} and {second} are both called “{name}”",
                first=stripped.index(name) + 1,
                second=number + 1,
                name=name,
            )
            position = place(None, name)
            yield Diagnostic("column-twice", message, position, say("rename or delete one of them"))


def _not_single(records: Records, place: Locate) -> Iterator[Diagnostic]:
    """Values that are lists or objects themselves."""
    for number, record in enumerate(records):
        for name, value in record.items():
            if isinstance(value, (list, dict)):
                message = say(
                    "“{name}” of object {number} is itself a list or object", name=name, number=number + 1
                )
                hint = say("write one value for each name")
                yield Diagnostic("json", message, place(number, name), hint)


class _Places:
    """Where the values of a JSON file stand: read again as YAML, of which JSON is a part, when a message
    needs it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text

    @cached_property
    def document(self) -> Document | None:
        """The file as YAML; None where it is too long or none."""
        if len(self.text) > source.MAX_BYTES:
            return None
        try:
            return source.parse(self.text, self.file)
        except KenError:
            return None

    def faults(self) -> tuple[Diagnostic, ...]:
        """Keys written twice, each at its place."""
        document = source.parse(self.text, self.file) if len(self.text) <= source.MAX_BYTES else None
        return tuple(document.faults) if document else ()

    def locate(self, row: int | None, column: str) -> Position:
        """The place of a value, as a Sheet tells it; in a file too long to be read again, its number."""
        if self.document is None:
            return Position(self.file, cell=column if row is None else f"object {row + 1}, {column}")
        data = self.document.data
        above: tuple[str | int, ...] = ("units",) if isinstance(data, dict) else ()
        return (
            self.document.key_at((*above, self._first_with(column, above), column))
            if row is None
            else self.document.value_at((*above, row, column))
        )

    def _first_with(self, column: str, above: tuple[str | int, ...]) -> int:
        """The number of the first object that has a key."""
        data: Any = self.document.data if self.document else []
        records = data["units"] if above else data
        return next((number for number, record in enumerate(records) if column in record), 0)


class TwiceError(ValueError):
    """An object has a key twice; the key is the message."""


def object_of(text: str) -> Any:
    """What a JSON text says, its numbers as they are written. Raises ValueError and RecursionError."""
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of some pairs. Raises TwiceError."""
    record = dict(pairs)
    if len(record) < len(pairs):
        raise TwiceError(
            next(
                name
                for name, count in Counter(name for name, _ in islice(pairs, 10_000)).items()
                if count > 1
            )
        )
    return record


__all__ = ["SUFFIXES", "TwiceError", "object_of", "read", "sheet_of"]
