"""Files to sheets, each by the reader of its kind."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

import polars as pl

from ..meaning.cell_meaning import DecimalSign, PercentMeaning
from ..show import leftovers
from ..words.diagnostics import Diagnostic, KenError, Position, say
from .damage import damage_told
from .piped import is_piped, kept
from .readers import csv_file, excel_file, json_file, json_lines_file, typed_file
from .readers.refusals import damaged, empty
from .row_bounds import RowBounds
from .sheet import Sheet
from .some_rows import within_bounds

MAX_NAME = 250


def read_table(
    path: Path,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    decimal: DecimalSign | None = None,
    percent: PercentMeaning | None = None,
    rows: RowBounds | None = None,
) -> Sheet:
    """The table in a file, by the file's ending: `encoding` is of text files, `sheet` of workbooks; `decimal`
    parts the decimals of numbers in texts, `percent` says what 85% means, `rows` which rows are the table,
    where somebody says so. Raises KenError when it cannot be read, or has no rows."""
    if len(path.name) > MAX_NAME:
        message = say("a name of {length} characters is too long", length=len(path.name))
        raise KenError(
            [Diagnostic("unreadable", message, Position(path.name[:40]), say("give the path of a file"))]
        )
    if is_piped(path):
        sheet_ = _as_of(str(path), lambda: _read(kept(path), encoding, sheet, rows))
    elif not _is_utf8(str(path)) and path.is_file():
        sheet_ = _as_of(str(path), lambda: _read(_linked(path), encoding, sheet, rows))
    else:
        sheet_ = _read(path, encoding, sheet, rows)
    return replace(sheet_, decimal=decimal or sheet_.decimal, percent=percent)


def _is_utf8(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _linked(path: Path) -> Path:
    """A link to a file, as long as the process runs: libraries open no file whose name is not in UTF-8, as
    that of one unpacked from an archive of another system."""
    folder = leftovers.until_the_end(Path(tempfile.mkdtemp(prefix="ken-")))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # the command leaves without, Python does not
    link = folder / f"data{path.suffix}"
    link.symlink_to(path.absolute())
    return link


def _read(path: Path, encoding: str | None, sheet: str | None, rows: RowBounds | None) -> Sheet:
    """The table in a file of this machine."""
    file = str(path)
    if not path.is_file():
        what = say("this is a folder") if path.is_dir() else say("there is no such file")
        hint = say("give the path of a CSV, Excel, Parquet or JSON file")
        raise KenError([Diagnostic("unreadable", what, Position(file), hint)])
    if path.stat().st_size == 0:
        raise KenError([empty(file)])
    read = _readers(encoding, sheet, rows).get(path.suffix.casefold())
    if read is None:
        message = say("“{suffix}” is no kind of file that can be read", suffix=path.suffix)
        hint = say("save it as .csv, .xlsx, .parquet or .json")
        raise KenError([Diagnostic("unreadable", message, Position(file), hint)])
    try:
        with damage_told([path]):
            table = read(path)
            is_empty = table.height == 0
    except OSError as problem:
        message = say("cannot read the file: {reason}", reason=problem.strerror or problem)
        raise KenError([Diagnostic("unreadable", message, Position(file))]) from None
    except pl.exceptions.PolarsError as problem:
        raise KenError([damaged(file)]) from problem
    if is_empty:
        hint = say("the first row names the columns; data begins in the second")
        raise KenError(
            [Diagnostic("empty-file", say("the file has no rows of data"), Position(file, 1, 1), hint)]
        )
    return table


def _as_of(name: str, work: Callable[[], Sheet]) -> Sheet:
    """The table that `work` reads from a copy, its places told by the name of what was copied."""

    def told(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
        return tuple(replace(own, position=replace(own.position, file=name)) for own in diagnostics)

    try:
        table = work()
    except KenError as problem:
        raise KenError(told(problem.diagnostics)) from None
    return replace(
        table,
        file=name,
        locate=lambda row, column: replace(table.locate(row, column), file=name),
        lines=dict.fromkeys([name], *table.lines.values()) if table.lines else {},
        notes=told(table.notes),
    )


def _readers(
    encoding: str | None, sheet: str | None, rows: RowBounds | None
) -> Mapping[str, Callable[[Path], Sheet]]:
    """By ending, in small letters: what reads such a file."""
    return {
        **dict.fromkeys(csv_file.SUFFIXES, partial(csv_file.read, encoding=encoding, rows=rows)),
        **dict.fromkeys(excel_file.SUFFIXES, partial(excel_file.read, sheet=sheet, rows=rows)),
        **dict.fromkeys(json_file.SUFFIXES, _bounded(json_file.read, rows)),
        **dict.fromkeys(json_lines_file.SUFFIXES, _bounded(json_lines_file.read, rows)),
        **dict.fromkeys(typed_file.SUFFIXES, _bounded(typed_file.read, rows)),
    }


def _bounded(read: Callable[[Path], Sheet], rows: RowBounds | None) -> Callable[[Path], Sheet]:
    """What reads some rows of a file whose columns have names of their own."""
    return read if rows is None else lambda path: within_bounds(read(path), rows)


__all__ = ["read_table"]
