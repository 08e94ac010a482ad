"""Files to tables: CSV, Excel, Parquet and JSON, every cell still as it was written (text, or the file's own numbers)."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from ..diagnostics import Diagnostic, KenError, Position, say

EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
SEPARATORS = (",", ";", "\t", "|")
MAX_JSON_BYTES = 500_000_000


@dataclass(frozen=True)
class Table:
    """A table and where its cells stand: `locate(row, column)`, rows from 0, None for the header."""

    file: str
    frame: pl.DataFrame
    locate: Callable[[int | None, str], Position]
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)  # of text files: what to show beside a diagnostic
    notes: tuple[Diagnostic, ...] = ()


def read_table(path: Path, *, encoding: str | None = None, sheet: str | None = None) -> Table:
    """The table in a file, by the file's ending. Raises KenError when it cannot be read."""
    if not path.is_file():
        what = say("this is a folder") if path.is_dir() else say("there is no such file")
        raise KenError([Diagnostic("unreadable", what, Position(str(path)), say("give the path of a CSV, Excel, Parquet or JSON file"))])
    suffix = path.suffix.casefold()
    try:
        if suffix in EXCEL:
            table = _excel(path, sheet)
        elif suffix in (".parquet", ".pq"):
            frame = pl.read_parquet(path)
            table = Table(str(path), frame, _rows_only(str(path)))
        elif suffix == ".json":
            table = _json(path)
        elif suffix in (".csv", ".tsv", ".txt"):
            table = _csv(path, encoding)
        else:
            message = say("“{suffix}” is no kind of file that can be read", suffix=path.suffix)
            raise KenError([Diagnostic("unreadable", message, Position(str(path)), say("save it as .csv, .xlsx, .parquet or .json"))])
    except OSError as problem:
        message = say("cannot read the file: {reason}", reason=problem.strerror or problem)
        raise KenError([Diagnostic("unreadable", message, Position(str(path)))]) from None
    except pl.exceptions.PolarsError as problem:
        message = say("cannot read the file: {reason}", reason=str(problem).splitlines()[0])
        raise KenError([Diagnostic("unreadable", message, Position(str(path)), say("check that the file is what its ending says"))]) from None
    if table.frame.height == 0:
        message = say("the file has no rows of data")
        raise KenError([Diagnostic("empty-file", message, Position(str(path), 1, 1), say("the first row names the columns; data begins in the second"))])
    return table


def _rows_only(file: str) -> Callable[[int | None, str], Position]:
    return lambda row, column: Position(file, cell=f"{column}" if row is None else f"row {row + 1}, {column}")


# CSV


def _csv(path: Path, encoding: str | None) -> Table:
    raw = path.read_bytes()
    text, notes = _decoded(raw, encoding, str(path))
    if not text.strip():
        raise KenError(
            [Diagnostic("empty-file", say("the file is empty"), Position(str(path), 1, 1), say("the first row names the columns; data begins in the second"))]
        )
    first = next(line for line in text.splitlines() if line.strip())
    separator = max(SEPARATORS, key=first.count) if any(first.count(each) for each in SEPARATORS) else ","
    records = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    header = next(record for record in records if any(cell.strip() for cell in record))
    places = _CsvPlaces(str(path), text, separator)
    names = _names(header, places.header)
    faults = []
    for record in records:
        if record and len(record) != len(header):
            message = say("the row has {given} cells, and the header {wanted}", given=len(record), wanted=len(header))
            hint = say("a cell with a {separator} in it must stand between quotation marks", separator=separator)
            faults.append(Diagnostic("ragged-row", message, Position(str(path), records.line_num, 1), hint))
        if len(faults) >= 20:
            break
    if faults:
        raise KenError(faults)
    frame = pl.read_csv(io.BytesIO(text.encode()), separator=separator, infer_schema=False, has_header=True, skip_rows=places.before_header)
    frame = frame.rename(dict(zip(frame.columns, names, strict=True)))
    frame = frame.filter(~pl.all_horizontal(pl.all().str.strip_chars().fill_null("") == ""))
    return Table(str(path), _without_empty(frame), places.locate, {str(path): text.split("\n")}, notes)


def _names(header: Sequence[str], at: Callable[[int], Position]) -> list[str]:
    """The columns' names; one without a name is called by its number. Raises KenError when two have one name."""
    names = [name.strip().lstrip("\ufeff") or f"({number})" for number, name in enumerate(header, 1)]
    twice = [name for name, count in Counter(names).items() if count > 1]
    faults = []
    for name in twice:
        first, second = [number for number, each in enumerate(names) if each == name][:2]
        message = say("the columns {first} and {second} are both called “{name}”", first=first + 1, second=second + 1, name=name)
        faults.append(Diagnostic("column-twice", message, at(second), say("rename or delete one of them")))
    if faults:
        raise KenError(faults)
    return names


def _without_empty(frame: pl.DataFrame) -> pl.DataFrame:
    """Without the columns that have neither a name nor a value, which spreadsheets leave behind."""
    empty = [name for name in frame.columns if name.startswith("(") and name.endswith(")") and frame[name].is_null().all()]
    return frame.drop(empty)


def _decoded(raw: bytes, encoding: str | None, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text: in the encoding named, else by its byte order mark, else UTF-8, else Thai Windows (CP874, of which TIS-620 is
    a part)."""
    if encoding:
        try:
            codec = codecs.lookup({"tis-620": "cp874", "tis620": "cp874", "windows-874": "cp874"}.get(encoding.casefold(), encoding)).name
        except LookupError:
            raise KenError(
                [Diagnostic("encoding", say("no encoding is called “{name}”", name=encoding), Position(file), say("use utf-8, cp874 (Thai Windows) or utf-16"))]
            ) from None
        return _strictly(raw, "utf-8-sig" if codec == "utf-8" else codec, file), ()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(raw, "utf-16", file), ()
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        text = _strictly(raw, "cp874", file)
        message = say("read as CP874 (Thai Windows), because it is not UTF-8")
        return text, (Diagnostic("encoding", message, Position(file), say("save it as UTF-8, or name the encoding with --encoding"), "note"),)


def _strictly(raw: bytes, codec: str, file: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        column = problem.start - raw.rfind(b"\n", 0, problem.start)
        message = say("byte 0x{byte} is no character in {codec}", byte=f"{raw[problem.start]:02X}", codec=codec.upper().removesuffix("-SIG"))
        hint = say("save the file as UTF-8, or name its encoding with --encoding")
        raise KenError([Diagnostic("encoding", message, Position(file, line, column), hint)]) from None


class _CsvPlaces:
    """Finds cells in the text of a CSV file, when a message needs them."""

    def __init__(self, file: str, text: str, separator: str) -> None:
        self.file = file
        self.text = text
        self.separator = separator
        self.names: list[str] = []
        self.starts: list[int] | None = None
        lines = text.split("\n")
        self.before_header = next(number for number, line in enumerate(lines) if line.strip())

    def header(self, column: int) -> Position:
        return self._cell(self.before_header, column)

    def locate(self, row: int | None, column: str) -> Position:
        starts = self._starts()
        record = next(csv.reader([self.text.split("\n")[self.before_header]], delimiter=self.separator))
        names = [name.strip() or f"({number})" for number, name in enumerate(record, 1)]
        if column not in names:
            return Position(self.file, self.before_header + 1, 1)
        if row is None:
            return self._cell(self.before_header, names.index(column))
        return self._cell(starts[row], names.index(column))

    def _starts(self) -> list[int]:
        """The line (from 0) in which each record begins."""
        if self.starts is None:
            reader = csv.reader(io.StringIO(self.text, newline=""), delimiter=self.separator)
            found, before = [], 0
            for record in reader:
                if any(cell.strip() for cell in record):
                    found.append(before)
                before = reader.line_num
            self.starts = found[1:]
        return self.starts

    def _cell(self, line: int, column: int) -> Position:
        text, start, quoted, seen = self.text.split("\n")[line], 0, False, 0
        for at, character in enumerate(text):
            if character == '"':
                quoted = not quoted
            elif character == self.separator and not quoted:
                if seen == column:
                    return Position(self.file, line + 1, start + 1, max(1, at - start))
                seen, start = seen + 1, at + 1
        return Position(self.file, line + 1, start + 1, max(1, len(text.rstrip("\r")) - start))


# Excel


def _excel(path: Path, sheet: str | None) -> Table:
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        if sheet is not None and sheet not in book.sheet_names:
            message = say("there is no sheet “{sheet}”; the sheets are {sheets}", sheet=sheet, sheets=list(book.sheet_names))
            raise KenError([Diagnostic("no-sheet", message, Position(str(path)), say("name one of them with --sheet"))])
        chosen = sheet or book.sheet_names[0]
        loaded = book.load_sheet(chosen, header_row=None, dtypes="string")
    except fastexcel.FastExcelError as problem:
        message = say("cannot read the file: {reason}", reason=str(problem).splitlines()[0])
        raise KenError([Diagnostic("unreadable", message, Position(str(path)), say("check that the file is what its ending says"))]) from None
    frame = loaded.to_polars()

    def cell(row: int, column: int) -> Position:
        return Position(str(path), row + 1, column + 1, cell=f"{chosen}!{_letters(column)}{row + 1}")

    if frame.height == 0:
        raise KenError(
            [Diagnostic("empty-file", say("the sheet “{sheet}” is empty", sheet=chosen), Position(str(path)), say("name another sheet with --sheet"))]
        )
    names = _names([value or "" for value in frame.row(0)], lambda column: cell(0, column))
    body = frame.slice(1).rename(dict(zip(frame.columns, names, strict=True))).with_row_index("(row)")
    body = body.filter(~pl.all_horizontal(pl.all().exclude("(row)").is_null()))
    rows = body["(row)"].to_list()

    def locate(row: int | None, column: str) -> Position:
        return cell(0 if row is None else rows[row] + 1, names.index(column) if column in names else 0)

    notes: tuple[Diagnostic, ...] = ()
    if sheet is None and len(book.sheet_names) > 1:
        message = say("the sheet “{sheet}” is read; the others ({others}) are not", sheet=chosen, others=list(book.sheet_names[1:]))
        notes = (Diagnostic("sheet", message, Position(str(path)), say("name another sheet with --sheet"), "note"),)
    return Table(str(path), _without_empty(body.drop("(row)")), locate, notes=notes)


def _letters(column: int) -> str:
    letters = ""
    while column >= 0:
        letters, column = chr(ord("A") + column % 26) + letters, column // 26 - 1
    return letters


# JSON


def _json(path: Path) -> Table:
    file = str(path)
    if path.stat().st_size > MAX_JSON_BYTES:
        raise KenError(
            [
                Diagnostic(
                    "too-large",
                    say("the file is larger than {most} bytes, the most that is read", most=f"{MAX_JSON_BYTES:,}"),
                    Position(file),
                    say("save it as Parquet or CSV"),
                )
            ]
        )
    text, notes = _decoded(path.read_bytes(), None, file)
    hint = say('write a list of objects: [{{"agency": "…", "IIT": 82.11}}, …]')
    try:
        data = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_once)
    except (json.JSONDecodeError, _TwiceError, RecursionError) as problem:
        at = Position(file, getattr(problem, "lineno", 1), getattr(problem, "colno", 1))
        message = (
            say("the key “{key}” is written twice in one object", key=problem)
            if isinstance(problem, _TwiceError)
            else say("not JSON: {problem}", problem=getattr(problem, "msg", problem))
        )
        raise KenError([Diagnostic("json", message, at, hint)]) from None
    records = data.get("units") if isinstance(data, dict) else data
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise KenError([Diagnostic("json", say("the file is no list of objects"), Position(file, 1, 1), hint)])
    names = list(dict.fromkeys(name for record in records for name in record))
    columns: dict[str, list[str | None]] = {name.strip(): [] for name in names}
    for number, record in enumerate(records):
        for name in names:
            value = record.get(name)
            if isinstance(value, (list, dict)):
                raise KenError(
                    [
                        Diagnostic(
                            "json",
                            say("“{name}” of object {number} is itself a list or object", name=name, number=number + 1),
                            Position(file),
                            say("write one value for each name"),
                        )
                    ]
                )
            columns[name.strip()].append(None if value is None else str(value))
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return Table(file, frame, _rows_only(file), notes=notes)


class _TwiceError(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError(next(name for name, count in Counter(name for name, _ in islice(pairs, 10_000)).items() if count > 1))
    return found
