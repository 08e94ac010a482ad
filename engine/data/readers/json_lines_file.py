"""JSON lines: an object a line. Numbers stay as they are written."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ...book import source
from ...words.diagnostics import Diagnostic, KenError, Position, say
from ..encoding import decoded
from ..sheet import Sheet
from .json_file import MAX_BYTES, TwiceError, object_of, sheet_of
from .json_slips import told_of_json

SUFFIXES = (".jsonl", ".ndjson")
MAX_FAULTS = 20


def read(path: Path) -> Sheet:
    """The table in a file, a row a line, every value as text. Raises KenError for lines that are no objects
    of single values; OSError when it cannot be read."""
    file = str(path)
    if path.stat().st_size > MAX_BYTES:
        message = say("the file is larger than {most} bytes, the most that is read", most=f"{MAX_BYTES:,}")
        raise KenError([Diagnostic("too-large", message, Position(file), say("save it as Parquet or CSV"))])
    text, notes = decoded(path.read_bytes(), None, file)
    lines = text.replace("\r\n", "\n").split("\n")
    numbers = [number for number, line in enumerate(lines) if line.strip()]
    records: list[dict[str, Any]] = []
    faults: list[Diagnostic] = []
    for number in numbers:
        try:
            records.append(_object(file, number, lines[number]))
        except KenError as problem:
            faults += problem.diagnostics
            if len(faults) >= MAX_FAULTS:
                break
    if faults:
        raise KenError(faults)

    def place(row: int | None, name: str) -> Position:
        number = numbers[0 if row is None else row]
        if len(lines[number]) > source.MAX_BYTES:
            return Position(file, number + 1, cell=name)
        found = source.parse(lines[number], file)
        position = found.key_at((name,)) if row is None else found.value_at((name,))
        return Position(file, number + 1, position.column, position.length)

    return sheet_of(file, records, place, "\n".join(lines), notes)


def _object(file: str, number: int, line: str) -> dict[str, Any]:
    """The object in a line. Raises KenError."""
    hint = say("write an object in each line: {example}", example='{"agency": "…", "service": 82.11}')
    position = Position(file, number + 1, 1)
    try:
        record = object_of(line)
        if "\\u" in line:  # characters written as numbers may be halves
            json.dumps(record, ensure_ascii=False).encode()
    except json.JSONDecodeError as problem:
        message, mending = told_of_json(line, problem, is_line=True)
        hint, position = mending, Position(file, number + 1, problem.colno)
    except TwiceError as problem:
        message = say("the key “{key}” is written twice in one object", key=problem)
        hint = say("keep one of the two")
    except RecursionError:
        message = say("the file is nested too deep")
    except UnicodeEncodeError:
        message = say("the file has half a character (a lone surrogate such as \\ud800)")
    else:
        if isinstance(record, dict):
            return record
        message = say("the line is no object")
    raise KenError([Diagnostic("json", message, position, hint)])


__all__ = ["SUFFIXES", "read"]
