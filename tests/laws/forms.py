"""One table in every form that data have: kinds of files, dialects of CSV, layouts, cut into files, frames of
every library.

for form in forms(survey, chance):
    data, options = form.write(survey, folder, chance)   # for `ken evaluate RULES data *options`

What a cell says stays the same: blanks around it, Thai digits, true as TRUE, a number as a text or as a
number."""

from __future__ import annotations

import csv
import io
import json
import random
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import polars as pl
import xlsxwriter
import yaml

from .surveys import Survey

THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
KINDS = ("csv", "xlsx", "ods", "json", "jsonl", "parquet", "arrow")
COMMENTS = (
    "fine",
    'a 15" screen',
    "far; away",
    "late, slow",
    'said "no"\nand left',
    "ช้า\r\nมาก",
    "",
    '"',
    "a\tb|c",
)

NAMES = ("agency",)  # columns of names, which are not dressed up

ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body>'
    '<office:spreadsheet><table:table table:name="Sheet1">{rows}</table:table></office:spreadsheet>'
    "</office:body></office:document-content>"
)
ODS_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry'
    ' manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    "</manifest:manifest>"
)
Row = list[str | None]
Dress = Callable[[str | None], str | None]


@dataclass(frozen=True)
class Form:
    """A form of data: kind of file, how many files, whether a row is a score; of CSV its dialect."""

    kind: str
    files: int = 1
    is_long: bool = False
    separator: str = ","
    quoting: int = csv.QUOTE_MINIMAL
    line_end: str = "\n"
    mark: bool = False
    blank_lines: bool = False
    comments: bool = False
    decimal: str = "point"
    typed: bool = False

    def write(self, survey: Survey, folder: Path, chance: random.Random) -> tuple[Path, list[str]]:
        """Writes the table into the folder: what to give to the command, and its options."""
        folder.mkdir(parents=True, exist_ok=True)
        columns, rows = table(survey, is_long=self.is_long)
        layout = "long" if self.is_long else survey.layout
        parts = _parts(rows, self.files, chance)
        for number, part in enumerate(parts):
            write_table(self, folder / f"part{number}.{self.kind}", columns, part, chance)
        if len(parts) == 1:
            options = ["--layout", layout]
            if self.decimal == "comma":
                options += ["--decimal", "comma"]
            return folder / f"part0.{self.kind}", options
        entry: dict[str, Any] = {"layout": layout}
        if self.decimal == "comma":
            entry["decimal"] = "comma"
        every = [{"path": f"part*.{self.kind}", **entry}]
        if chance.random() < 0.3:
            every = [{"path": f"part{number}.{self.kind}", **entry} for number in range(len(parts))]
        manifest = folder / "dataset.yaml"
        manifest.write_text(yaml.safe_dump({"dataset": "random", "files": every}), encoding="utf-8")
        return manifest, []


def forms(survey: Survey, chance: random.Random) -> Iterator[Form]:
    """Each kind of file once as one file and once as several; of CSV several dialects."""
    lengths = [survey.layout == "scores" and chance.random() < 0.4 for _ in range(3 * len(KINDS))]
    for kind, is_long, other in zip(KINDS, lengths, lengths[len(KINDS) :], strict=False):
        yield Form(kind, 1, is_long, typed=chance.random() < 0.7)
        yield Form(kind, chance.randint(2, 8), other, typed=chance.random() < 0.7)
    for is_long in lengths[2 * len(KINDS) :]:
        separator = chance.choice(",;\t|")
        yield Form(
            "csv",
            chance.choice([1, 1, chance.randint(2, 8)]),
            is_long,
            separator,
            chance.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
            chance.choice(["\n", "\r\n", "\r"]),
            mark=chance.random() < 0.5,
            blank_lines=chance.random() < 0.5,
            comments=chance.random() < 0.5,
            decimal=chance.choice(["point", "comma"]) if separator == ";" else "point",
        )


def write_table(
    form: Form, path: Path, columns: list[str], rows: Sequence[Row], chance: random.Random
) -> None:
    """Writes any table of texts into one file, in the form."""
    _WRITERS[form.kind](form, path, columns, rows, chance)


def table(survey: Survey, *, is_long: bool) -> tuple[list[str], list[Row]]:
    """The columns and rows of a survey."""
    names = [question.name for question in survey.questions]
    if not is_long:
        return ["agency", *names], [[unit, *(cells[name] for name in names)] for unit, cells in survey.rows]
    rows: list[Row] = [[unit, name, cells[name]] for unit, cells in survey.rows for name in names]
    return ["agency", "item", "score"], rows


def frame_of(survey: Survey, *, typed: bool) -> pl.DataFrame:
    """The table as a frame of polars, with columns of numbers and truths where the cells allow it."""
    columns, rows = table(survey, is_long=False)
    return _frame(columns, rows, typed=typed, dress=lambda cell: cell)


def _parts(rows: Sequence[Row], count: int, chance: random.Random) -> list[Sequence[Row]]:
    """The rows in their order, cut into so many parts; none is empty."""
    cuts = sorted(chance.sample(range(1, len(rows)), min(count, len(rows)) - 1))
    return [rows[start:end] for start, end in zip([0, *cuts], [*cuts, len(rows)], strict=True)]


def _dress(chance: random.Random) -> Dress:
    """Blanks around cells, Thai digits and capitals of truths, here and there."""

    def dressed(cell: str | None) -> str | None:
        if cell is None:
            return chance.choice([None, "", " "])
        if chance.random() < 0.2:
            cell = cell.translate(THAI)
        if cell == "true" or (cell == "false" and chance.random() < 0.5):
            cell = chance.choice([cell, cell.upper(), cell.title()])
        return chance.choice([" {}", "{}  ", " {} "]).format(cell) if chance.random() < 0.1 else cell

    return dressed


def number_of(cell: str | None) -> int | float | None:
    """The number that a cell is, where a double says all of it."""
    if cell is None or not cell.lstrip("-").replace(".", "", 1).isdigit():
        return None
    number = float(cell)
    if Fraction(repr(number)) != Fraction(cell):
        return None
    return int(cell) if cell.lstrip("-").isdigit() else number


def _write_csv(
    form: Form, path: Path, columns: list[str], rows: Sequence[Row], chance: random.Random
) -> None:
    dress, text = _dress(chance), io.StringIO()
    writer = csv.writer(text, delimiter=form.separator, quoting=form.quoting, lineterminator="\n")
    at = chance.randint(1, len(columns)) if form.comments else None

    def commented(row: Row, comment: str) -> Row:
        return row if at is None else [*row[:at], comment, *row[at:]]

    writer.writerow(commented([*columns], "comment"))
    for row in rows:
        cells = [cell if name in NAMES else dress(cell) for name, cell in zip(columns, row, strict=True)]
        if form.decimal == "comma":
            cells = [cell.replace(".", ",") if cell and cell != "1..5" else cell for cell in cells]
        writer.writerow(commented(cells, chance.choice(COMMENTS)))
        if form.blank_lines and chance.random() < 0.2:
            text.write(
                chance.choice(["\n", "  \n", form.separator * (len(columns) - 1 + form.comments) + "\n"])
            )
    encoding = "utf-8-sig" if form.mark else "utf-8"
    path.write_bytes(text.getvalue().replace("\r", "").replace("\n", form.line_end).encode(encoding))


def _write_json(
    form: Form, path: Path, columns: list[str], rows: Sequence[Row], chance: random.Random
) -> None:
    dress = _dress(chance)

    def written(cell: str | None) -> str:
        plain = cell is not None and cell.lstrip("-").replace(".", "", 1).isdigit()
        if plain and form.typed and chance.random() < 0.7:
            return str(cell)  # all digits, as they are
        if cell in ("true", "false") and chance.random() < 0.5:
            return str(cell)
        return json.dumps(dress(cell), ensure_ascii=False)

    records = [
        "{"
        + ", ".join(
            f"{json.dumps(name)}: {json.dumps(cell, ensure_ascii=False) if name in NAMES else written(cell)}"
            for name, cell in zip(columns, row, strict=True)
        )
        + "}"
        for row in rows
    ]
    lines = f"[{', '.join(records)}]" if form.kind == "json" else "\n".join(records)
    path.write_text(lines, encoding="utf-8")


def _write_xlsx(
    form: Form, path: Path, columns: list[str], rows: Sequence[Row], chance: random.Random
) -> None:
    dress, book = _dress(chance), xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, columns)
    for down, row in enumerate(rows, 1):
        sheet.write_string(down, 0, row[0] or "")
        for across, cell in enumerate(row[1:], 1):
            if columns[across] in NAMES:
                sheet.write_string(down, across, cell or "")
                continue
            number = number_of(cell) if form.typed and chance.random() < 0.7 else None
            if number is not None:
                sheet.write_number(down, across, number)
            elif cell in ("true", "false") and chance.random() < 0.5:
                sheet.write_boolean(down, across, cell == "true")
            elif (text := dress(cell)) is not None:
                sheet.write_string(down, across, text)
    book.close()


def _write_ods(
    form: Form, path: Path, columns: list[str], rows: Sequence[Row], chance: random.Random
) -> None:
    dress = _dress(chance)

    def written(name: str, cell: str | None) -> str:
        number = number_of(cell) if name not in NAMES and form.typed and chance.random() < 0.7 else None
        if number is not None:
            return f'<table:table-cell office:value-type="float" office:value="{number}"/>'
        text = cell if name in NAMES else dress(cell)
        if not text:
            return "<table:table-cell/>"
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(text)}</text:p></table:table-cell>'
        )

    head: Row = [*columns]
    lines = [
        "<table:table-row>"
        + "".join(
            written(name if row is not head else NAMES[0], cell)
            for name, cell in zip(columns, row, strict=True)
        )
        + "</table:table-row>"
        for row in [head, *rows]
    ]
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", ODS_MANIFEST)
        book.writestr("content.xml", ODS.format(rows="".join(lines)))


def _frame(columns: list[str], rows: Sequence[Row], *, typed: bool, dress: Dress) -> pl.DataFrame:
    series = []
    for at, name in enumerate(columns):
        cells = [row[at] for row in rows]
        there = [cell for cell in cells if cell is not None]
        numbers = [number_of(cell) for cell in there]
        if typed and there and all(number is not None for number in numbers):
            dtype: Any = pl.Int64 if all(isinstance(number, int) for number in numbers) else pl.Float64
            series.append(pl.Series(name, [number_of(cell) for cell in cells], dtype=dtype, strict=False))
        elif typed and there and set(there) <= {"true", "false"}:
            series.append(pl.Series(name, [None if cell is None else cell == "true" for cell in cells]))
        else:
            texts = [*map(dress, cells)] if name not in NAMES else cells
            series.append(pl.Series(name, texts, dtype=pl.String))
    return pl.DataFrame(series)


def _write_typed(
    form: Form, path: Path, columns: list[str], rows: Sequence[Row], chance: random.Random
) -> None:
    frame = _frame(columns, rows, typed=form.typed, dress=_dress(chance))
    if form.kind == "parquet":
        frame.write_parquet(path)
    elif chance.random() < 0.5:
        frame.write_ipc(path)
    else:
        frame.write_ipc_stream(path)


_WRITERS: dict[str, Callable[..., None]] = {
    "csv": _write_csv,
    "json": _write_json,
    "jsonl": _write_json,
    "xlsx": _write_xlsx,
    "ods": _write_ods,
    "parquet": _write_typed,
    "arrow": _write_typed,
}
