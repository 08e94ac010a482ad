"""Files to tables: CSV, Excel, Parquet and JSON, every cell still as it was written (text, or the file's own
numbers)."""

from __future__ import annotations

import codecs
import csv
import io
import json
from array import array
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from ..book import source
from ..words.diagnostics import Diagnostic, KenError, Position, Text, say

EXCEL = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
CSV = (".csv", ".tsv", ".txt")
PARQUET = (".parquet", ".pq")
SEPARATORS = (",", ";", "\t", "|")
_SEPARATOR_NAMES = {",": say("comma"), ";": say("semicolon"), "\t": say("tab"), "|": say("bar")}
MAX_RAGGED = 20
MAX_KEPT = 100  # lines of which is kept where their cells stand
MAX_NAME = 250
MAX_JSON_BYTES = 500_000_000


@dataclass(frozen=True)
class Table:
    """A table and where its cells stand: `locate(row, column)`, rows from 0, None for the header."""

    file: str
    frame: pl.DataFrame
    locate: Callable[[int | None, str], Position]
    # of text files: what to show beside a diagnostic
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notes: tuple[Diagnostic, ...] = ()


def read_table(path: Path, *, encoding: str | None = None, sheet: str | None = None) -> Table:
    """The table in a file, by the file's ending. Raises KenError when it cannot be read."""
    if len(path.name) > MAX_NAME:
        raise KenError(
            [
                Diagnostic(
                    "unreadable",
                    say("a name of {length} characters is too long", length=len(path.name)),
                    Position(path.name[:40]),
                    say("give the path of a file"),
                )
            ]
        )
    if not path.is_file():
        what = say("this is a folder") if path.is_dir() else say("there is no such file")
        raise KenError(
            [
                Diagnostic(
                    "unreadable",
                    what,
                    Position(str(path)),
                    say("give the path of a CSV, Excel, Parquet or JSON file"),
                )
            ]
        )
    suffix = path.suffix.casefold()
    if path.stat().st_size == 0:
        raise KenError([_empty(str(path))])
    try:
        if suffix in EXCEL:
            table = _excel(path, sheet)
        elif suffix in PARQUET:
            frame = pl.read_parquet(path)
            table = Table(str(path), frame, _rows_only(str(path)))
        elif suffix == ".json":
            table = _json(path)
        elif suffix in CSV:
            table = _csv(path, encoding)
        else:
            message = say("“{suffix}” is no kind of file that can be read", suffix=path.suffix)
            raise KenError(
                [
                    Diagnostic(
                        "unreadable",
                        message,
                        Position(str(path)),
                        say("save it as .csv, .xlsx, .parquet or .json"),
                    )
                ]
            )
    except OSError as problem:
        message = say("cannot read the file: {reason}", reason=problem.strerror or problem)
        raise KenError([Diagnostic("unreadable", message, Position(str(path)))]) from None
    except pl.exceptions.PolarsError as problem:
        raise KenError([_damaged(path)]) from problem
    if table.frame.height == 0:
        message = say("the file has no rows of data")
        raise KenError(
            [
                Diagnostic(
                    "empty-file",
                    message,
                    Position(str(path), 1, 1),
                    say("the first row names the columns; data begins in the second"),
                )
            ]
        )
    return table


def _rows_only(file: str) -> Callable[[int | None, str], Position]:
    """Places in a file without lines: by row, counted from 1, and column."""
    return lambda row, column: Position(
        file, 0 if row is None else row + 1, cell=column if row is None else f"row {row + 1}, {column}"
    )


def _damaged(path: Path) -> Diagnostic:
    message = say(
        "the file is damaged, or is no “{suffix}” file whatever its ending says", suffix=path.suffix
    )
    return Diagnostic(
        "unreadable",
        message,
        Position(str(path)),
        say("open it in the program that made it and save it again"),
    )


# CSV


def _csv(path: Path, encoding: str | None) -> Table:
    file = str(path)
    text, notes = decoded(path.read_bytes(), encoding, file)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    first = next((line for line in text.split("\n") if line.strip(" ,;|\t")), None)
    if first is None:
        raise KenError([_empty(file)])
    separator = separator_of(first)
    plain = _plain_csv(text, separator)
    if plain is not None:
        return Table(
            file,
            _without_empty(plain),
            _lazily(lambda: _CsvPlaces(file, text, separator, plain.columns).locate),
            {file: text.split("\n")},
            notes,
        )
    places = _CsvPlaces(file, text, separator)
    header, *records = places.records
    names = names_of_header(header, lambda column: places.cell(places.starts[0], column))
    places.names = names
    faults = []
    for record, start, end in zip(records, places.starts[1:], places.ends[1:], strict=True):
        if len(record) != len(header):
            message = say(
                "the row has {given} cells, and the header {wanted}", given=len(record), wanted=len(header)
            )
            faults.append(
                Diagnostic(
                    "ragged-row",
                    message,
                    Position(file, start + 1, 1),
                    _ragged_hint(len(record) < len(header), end - start > 1, separator),
                )
            )
        if len(faults) >= MAX_RAGGED:
            break
    if faults:
        raise KenError(faults)
    frame = pl.DataFrame(records, schema=dict.fromkeys(names, pl.String), orient="row")
    return Table(file, _without_empty(frame), places.locate, {file: text.split("\n")}, notes)


def _plain_csv(text: str, separator: str) -> pl.DataFrame | None:
    """The table in a CSV text without quotation marks, blank rows or rows of unequal length, as most are;
    None for others."""
    body = text.removesuffix("\n")
    if any(odd in text for odd in ('"', "\0", "\n\n")) or text.startswith("\n"):
        return None
    header = [name.strip() for name in body.split("\n", 1)[0].split(separator)]
    rows = body.count("\n")
    # no row is too long, or polars would refuse it; then none is too short either
    if len(set(header)) < len(header) or not rows or body.count(separator) != (rows + 1) * (len(header) - 1):
        return None
    try:
        frame = pl.read_csv(
            body.encode(),
            separator=separator,
            quote_char=None,
            has_header=False,
            skip_rows=1,
            new_columns=names_of_header(header, lambda column: Position("", 1, column)),
            infer_schema=False,
        ).with_columns(pl.all().fill_null(""))
    except pl.exceptions.PolarsError:
        return None
    has_blank = frame.select(pl.all_horizontal(pl.all().str.strip_chars() == "").any()).item()
    return None if has_blank or frame.shape != (rows, len(header)) else frame


def _lazily(
    work: Callable[[], Callable[[int | None, str], Position]],
) -> Callable[[int | None, str], Position]:
    """What `work` makes, made when it is first called."""
    made: list[Callable[[int | None, str], Position]] = []

    def locate(row: int | None, column: str) -> Position:
        if not made:
            made.append(work())
        return made[0](row, column)

    return locate


def separator_of(line: str) -> str:
    """The separator that a header line has most of; a comma for a single column."""
    return max(SEPARATORS, key=line.count)


def _empty(file: str) -> Diagnostic:
    return Diagnostic(
        "empty-file",
        say("the file is empty"),
        Position(file, 1, 1),
        say("the first row names the columns; data begins in the second"),
    )


def _ragged_hint(is_short: bool, is_long_quote: bool, separator: str) -> Text:
    if is_long_quote:
        return say("a quotation mark opened in this row runs over several lines; close it")
    if is_short:
        return say("cells are lacking: an empty one still needs its separator")
    return say(
        "a cell with a separator in it ({separator}) must stand between quotation marks",
        separator=_SEPARATOR_NAMES[separator],
    )


def names_of_header(header: Sequence[str], at: Callable[[int], Position]) -> list[str]:
    """The columns' names; one without a name is called by its number. Raises KenError when two have one
    name."""
    names = [name.strip().lstrip("\ufeff") or f"({number})" for number, name in enumerate(header, 1)]
    twice = [name for name, count in Counter(names).items() if count > 1]
    faults = []
    for name in twice:
        first, second = [number for number, each in enumerate(names) if each == name][:2]
        message = say(
            "the columns {first} and {second} are both called “{name}”",
            first=first + 1,
            second=second + 1,
            name=name,
        )
        faults.append(Diagnostic("column-twice", message, at(second), say("rename or delete one of them")))
    if faults:
        raise KenError(faults)
    return names


def _without_empty(frame: pl.DataFrame) -> pl.DataFrame:
    """Without the columns that have neither a name nor a value, which spreadsheets leave behind."""
    empty = [
        name
        for name in frame.columns
        if name.startswith("(") and name.endswith(")") and frame[name].is_null().all()
    ]
    return frame.drop(empty)


def decoded(raw: bytes, encoding: str | None, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text: in the encoding named, else by its byte order mark, else UTF-8, else Thai Windows (CP874, of
    which TIS-620 is a part)."""
    if encoding:
        try:
            codec = codecs.lookup(
                {"tis-620": "cp874", "tis620": "cp874", "windows-874": "cp874"}.get(
                    encoding.casefold(), encoding
                )
            ).name
            "".encode(codec)  # refuses codecs that are none of text
        except (LookupError, UnicodeError):
            raise KenError(
                [
                    Diagnostic(
                        "encoding",
                        say("no encoding is called “{name}”", name=encoding),
                        Position(file),
                        say("use utf-8, cp874 (Thai Windows) or utf-16"),
                    )
                ]
            ) from None
        return _strictly(raw, "utf-8-sig" if codec == "utf-8" else codec, file), ()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(raw, "utf-16", file), ()
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        text = _strictly(raw, "cp874", file)
        message = say("read as CP874 (Thai Windows), because it is not UTF-8")
        return text, (
            Diagnostic(
                "encoding",
                message,
                Position(file),
                say("save it as UTF-8, or give its encoding with --encoding"),
                "note",
            ),
        )


def _strictly(raw: bytes, codec: str, file: str) -> str:
    try:
        return raw.decode(codec)
    except UnicodeError as problem:
        if not isinstance(problem, UnicodeDecodeError):
            message = say("the text is not in {codec}", codec=codec.upper())
            raise KenError(
                [
                    Diagnostic(
                        "encoding",
                        message,
                        Position(file),
                        say("save the file as UTF-8, or give its encoding with --encoding"),
                    )
                ]
            ) from None
        line = raw[: problem.start].count(b"\n") + 1
        column = problem.start - raw.rfind(b"\n", 0, problem.start)
        message = say(
            "byte 0x{byte} is no character in {codec}",
            byte=f"{raw[problem.start]:02X}",
            codec=codec.upper().removesuffix("-SIG"),
        )
        hint = say("save the file as UTF-8, or give its encoding with --encoding")
        raise KenError([Diagnostic("encoding", message, Position(file, line, column), hint)]) from None


class _CsvPlaces:
    """The records of a CSV text, blank ones left out, and where they and their cells stand."""

    def __init__(self, file: str, text: str, separator: str, names: Sequence[str] = ()) -> None:
        self.file = file
        self.separator = separator
        self.lines = text.split("\n")
        self.names = names
        self.kept: dict[int, Sequence[int]] = {}
        self.records: list[list[str]] = []
        self.starts: list[int] = []  # by record: the line, from 0, in which it begins
        self.ends: list[int] = []
        reader, line = csv.reader(io.StringIO(text), delimiter=separator), 0
        try:
            for record in reader:
                if any(cell.strip() for cell in record):
                    self.records.append(record)
                    self.starts.append(line)
                    self.ends.append(reader.line_num)
                line = reader.line_num
        except csv.Error as problem:
            message = say(
                "line {line} cannot be taken apart into cells: {reason}", line=line + 1, reason=problem
            )
            raise KenError(
                [
                    Diagnostic(
                        "unreadable",
                        message,
                        Position(file, line + 1, 1),
                        say("look for a quotation mark that is not closed"),
                    )
                ]
            ) from None

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """By name of a column: its number, from 0."""
        return {name: number for number, name in enumerate(self.names)}

    def locate(self, row: int | None, column: str) -> Position:
        line = self.starts[0 if row is None else row + 1]
        return (
            self.cell(line, self.numbers[column])
            if column in self.numbers
            else Position(self.file, line + 1, 1)
        )

    def cell(self, line: int, column: int) -> Position:
        starts = self.cells(line)
        at = min(column, len(starts) - 2)
        return Position(self.file, line + 1, starts[at] + 1, max(1, starts[at + 1] - 1 - starts[at]))

    def cells(self, line: int) -> Sequence[int]:
        """Where the cells of a line begin, and where one after the last would; of the lines that were asked
        for last they are kept, because one with a fault often has more."""
        if (known := self.kept.get(line)) is not None:
            return known
        starts, quoted, text = array("l", [0]), False, self.lines[line]
        for at, character in enumerate(text):
            if character == '"':
                quoted = not quoted
            elif character == self.separator and not quoted:
                starts.append(at + 1)
        starts.append(len(text) + 1)
        if len(self.kept) >= MAX_KEPT:
            self.kept.clear()
        self.kept[line] = starts
        return starts


# Excel


def _excel(path: Path, sheet: str | None) -> Table:
    import fastexcel

    try:
        book = fastexcel.read_excel(path)
        if sheet is not None and sheet not in book.sheet_names:
            message = say(
                "there is no sheet “{sheet}”; the sheets are {sheets}",
                sheet=sheet,
                sheets=list(book.sheet_names),
            )
            raise KenError(
                [Diagnostic("no-sheet", message, Position(str(path)), say("choose one of them with --sheet"))]
            )
        chosen = sheet or book.sheet_names[0]
        loaded = book.load_sheet(chosen, header_row=None, dtypes="string")
    except fastexcel.FastExcelError as problem:
        raise KenError([_damaged(path)]) from problem
    frame = loaded.to_polars()

    def cell(row: int, column: int) -> Position:
        return Position(str(path), row + 1, column + 1, cell=f"{chosen}!{_letters(column)}{row + 1}")

    if frame.height == 0:
        raise KenError(
            [
                Diagnostic(
                    "empty-file",
                    say("the sheet “{sheet}” is empty", sheet=chosen),
                    Position(str(path)),
                    say("choose another sheet with --sheet"),
                )
            ]
        )
    names = names_of_header([value or "" for value in frame.row(0)], lambda column: cell(0, column))
    body = frame.slice(1).rename(dict(zip(frame.columns, names, strict=True))).with_row_index("(row)")
    body = body.filter(~pl.all_horizontal(pl.all().exclude("(row)").is_null()))
    rows = body["(row)"].to_list()

    def locate(row: int | None, column: str) -> Position:
        return cell(0 if row is None else rows[row] + 1, names.index(column) if column in names else 0)

    notes: tuple[Diagnostic, ...] = ()
    if sheet is None and len(book.sheet_names) > 1:
        message = say(
            "the sheet “{sheet}” is read; the others ({others}) are not",
            sheet=chosen,
            others=list(book.sheet_names[1:]),
        )
        notes = (
            Diagnostic(
                "sheet", message, Position(str(path)), say("choose another sheet with --sheet"), "note"
            ),
        )
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
        message = say(
            "the file is larger than {most} bytes, the most that is read", most=f"{MAX_JSON_BYTES:,}"
        )
        raise KenError([Diagnostic("too-large", message, Position(file), say("save it as Parquet or CSV"))])
    text, notes = decoded(path.read_bytes(), None, file)
    hint = say('write a list of objects: [{{"agency": "…", "service": 82.11}}, …]')
    if not text.strip():
        raise KenError([Diagnostic("empty-file", say("the file is empty"), Position(file, 1, 1), hint)])
    places = _JsonPlaces(file, text)
    try:
        data = json.loads(text, parse_float=str, parse_int=str, parse_constant=str, object_pairs_hook=_once)
        text.encode()
        json.dumps(data, ensure_ascii=False).encode()
    except json.JSONDecodeError as problem:
        message = say("the file is not JSON from here on")
        raise KenError(
            [
                Diagnostic(
                    "json",
                    message,
                    Position(file, problem.lineno, problem.colno),
                    say("check the commas, quotation marks and brackets before this place"),
                )
            ]
        ) from None
    except _TwiceError as problem:
        message = say("the key “{key}” is written twice in one object", key=problem)
        raise KenError(
            places.faults() or [Diagnostic("json", message, Position(file, 1, 1), say("keep one of the two"))]
        ) from None
    except RecursionError:
        raise KenError(
            [Diagnostic("json", say("the file is nested too deep"), Position(file, 1, 1), hint)]
        ) from None
    except UnicodeEncodeError:
        raise KenError(
            [
                Diagnostic(
                    "json",
                    say("the file has half a character (a lone surrogate such as \\ud800)"),
                    Position(file, 1, 1),
                    say("write the character itself"),
                )
            ]
        ) from None
    top = "units" if isinstance(data, dict) and "units" in data else None
    records = data[top] if top else data
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise KenError(
            [Diagnostic("json", say("the file is no list of objects"), Position(file, 1, 1), hint)]
        )
    names = list(dict.fromkeys(name for record in records for name in record))
    stripped = [name.strip() for name in names]
    faults = [
        Diagnostic(
            "column-twice",
            say(
                "the columns {first} and {second} are both called “{name}”",
                first=stripped.index(name) + 1,
                second=at + 1,
                name=name,
            ),
            places.locate(None, name),
            say("rename or delete one of them"),
        )
        for at, name in enumerate(stripped)
        if name in stripped[:at]
    ]
    for number, record in enumerate(records):
        for name, value in record.items():
            if isinstance(value, (list, dict)):
                message = say(
                    "“{name}” of object {number} is itself a list or object", name=name, number=number + 1
                )
                faults.append(
                    Diagnostic(
                        "json", message, places.locate(number, name), say("write one value for each name")
                    )
                )
    if faults:
        raise KenError(faults)
    words = {True: "true", False: "false"}
    columns = {
        name.strip(): [
            None if (value := record.get(name)) is None else words.get(value, str(value))
            for record in records
        ]
        for name in names
    }
    return Table(
        file,
        pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)),
        places.locate,
        {file: text.split("\n")},
        notes,
    )


class _JsonPlaces:
    """Where the values of a JSON file stand: read again as YAML, of which JSON is a part, when a message
    needs it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text

    @cached_property
    def document(self) -> source.Document | None:
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
        if self.document is None:
            return Position(self.file, cell=column if row is None else f"object {row + 1}, {column}")
        data = self.document.data
        above: tuple[str | int, ...] = ("units",) if isinstance(data, dict) else ()
        return (
            self.document.key_at((*above, 0, column))
            if row is None
            else self.document.value_at((*above, row, column))
        )


class _TwiceError(ValueError):
    pass


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceError(
            next(
                name
                for name, count in Counter(name for name, _ in islice(pairs, 10_000)).items()
                if count > 1
            )
        )
    return found
