"""Results to files and text: CSV, Excel, Parquet and JSON, written whole or not at all."""

from __future__ import annotations

import io
import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl

from .. import __version__
from ..data import Respondents
from ..data.claims import RESULT_COLUMNS, passed_names
from ..rating.evaluation import Evaluation
from ..rating.evaluation_json import as_json, unit_json
from ..words.diagnostics import Diagnostic, KenError, Position, Translate, say
from ..words.numerals import COVERAGE_DECIMALS, percent_text

EXCEL_FONT = "Leelawadee UI"  # comes with every Windows, and has Thai

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def write(evaluation: Evaluation, path: Path, translate: Translate = str) -> None:
    """Writes the result to a file, by its ending. Raises KenError when that cannot be done; then the file is
    as it was."""
    writers: dict[str, Callable[[Path], object]] = {
        ".csv": lambda file: _csv_table(evaluation, translate).write_csv(
            file, float_precision=evaluation.rules.scale.decimals, include_bom=True
        ),
        ".xlsx": lambda file: file.write_bytes(_excel(table(evaluation, translate), evaluation)),
        ".parquet": lambda file: file.write_bytes(_parquet(table(evaluation, translate), evaluation)),
        ".json": lambda file: file.write_text(json_text(evaluation, translate), encoding="utf-8"),
        ".jsonl": lambda file: _write_lines(evaluation, file, translate),
    }
    write_as(path, writers)


def write_as(path: Path, writers: Mapping[str, Callable[[Path], object]]) -> None:
    """Writes a file by its ending, whole or not at all. Raises KenError when that cannot be done; then the
    file is as it was."""
    writer = writers.get(path.suffix.casefold())
    if writer is None:
        message = say("“{suffix}” is no kind of file that can be written", suffix=path.suffix)
        raise KenError(
            [
                Diagnostic(
                    "unwritable",
                    message,
                    Position(str(path)),
                    say("use one of {suffixes}", suffixes=list(writers)),
                )
            ]
        )
    try:
        whole(path, writer)
    except OSError as problem:
        message = say(
            "cannot write the file: {reason}; nothing was written", reason=problem.strerror or problem
        )
        raise KenError(
            [
                Diagnostic(
                    "unwritable",
                    message,
                    Position(str(path)),
                    say("check the folder, its permissions and the space on the disk"),
                )
            ]
        ) from None


def whole(path: Path, writer: Callable[[Path], object]) -> None:
    """Writes a file that shows when it is whole, so that no reader ever sees a half of it and a run that is
    killed leaves nothing behind: without a name, where the system can (Linux), else beside the file under
    another one."""
    if path.exists() and not path.is_file():  # a pipe or a device
        writer(path)
        return
    try:
        handle = os.open(path.parent, os.O_TMPFILE | os.O_RDWR, 0o666)
    except (AttributeError, OSError):
        _beside(path, writer)
        return
    try:
        unnamed = Path(f"/proc/self/fd/{handle}")
        writer(unnamed)
        os.fsync(handle)
        if path.exists():
            _replaced(handle, path)
        else:
            _named(handle, path)
    finally:
        os.close(handle)


def _named(handle: int, path: Path) -> None:
    # with a folder's handle (which an absolute path does without) Python follows the link to the file
    os.link(f"/proc/self/fd/{handle}", path.absolute(), src_dir_fd=handle, follow_symlinks=True)


def _replaced(handle: int, path: Path) -> None:
    """Puts a file without a name in the place of one that is there. Under a name of its own it is whole
    already."""
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".ken-") as folder:
        named = Path(folder) / path.name
        _named(handle, named)
        named.replace(path)


def _beside(path: Path, writer: Callable[[Path], object]) -> None:
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-", suffix=path.suffix)
    os.close(handle)
    temporary = Path(name)
    try:
        writer(temporary)
        with temporary.open("rb") as written:
            os.fsync(written.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def table(evaluation: Evaluation, translate: Translate = str) -> pl.DataFrame:
    """One row a unit: its name, the data's other columns, a score for each node reported, rating, status,
    gaps and notes."""
    rated, claims = evaluation.rated, evaluation.dataset.claims
    shown: dict[str, str] = {}
    for path in evaluation.rules.nodes:
        column = rated.columns["printed", path]
        if evaluation.frame[column].null_count() < evaluation.frame.height:
            shown.setdefault(evaluation.name_of(path), column)
    results = _results(evaluation, shown)
    counted = evaluation.dataset.respondents
    own = [
        claims.key,
        *shown,
        *results,
        *(f"{word} {each.owner}" for each in counted for word in ("respondents", "coverage")),
        *RESULT_COLUMNS,
    ]
    gaps = list(evaluation.gaps())
    return evaluation.frame.select(
        pl.col(claims.key),
        *(pl.col(name).alias(shown_as) for name, shown_as in passed_names(claims, own).items()),
        *(pl.col(column).alias(name) for name, column in shown.items()),
        *(pl.col(column).alias(name) for name, column in results.items()),
        pl.col(rated.columns["rating", ""]).alias("rating"),
        pl.col(rated.columns["status", ""]).alias("status"),
        *(
            pl.col(each.respondents).alias(f"respondents {each.owner}")
            for each in evaluation.dataset.respondents
        ),
        *(
            coverages(evaluation.frame, each).cast(pl.Float64).alias(f"coverage {each.owner}")
            for each in evaluation.dataset.respondents
        ),
        pl.Series("lacks", [", ".join(lacks) for lacks, _ in gaps], pl.String),
        pl.Series(
            "notes", ["; ".join(note.in_words(translate) for note in notes) for _, notes in gaps], pl.String
        ),
    )


def _results(evaluation: Evaluation, shown: Mapping[str, str]) -> dict[str, str]:
    """Judgements of the nodes shown, single questions left out (JSON has these too)."""
    columns = evaluation.rated.columns
    nodes = [
        path
        for path, node in evaluation.rules.nodes.items()
        if node.level != "question" and ("judged", path) in columns
    ]
    return {
        f"{evaluation.name_of(path)} result": columns["judged", path]
        for path in nodes
        if evaluation.name_of(path) in shown
    }


def coverages(frame: pl.DataFrame, each: Respondents) -> pl.Series:
    """Answers received of answers possible, in per cent as they are printed: for each unit, missing where
    nobody answered."""
    counts = frame.select(
        pl.col(each.answers).cast(pl.Int64).alias("received"),
        (pl.col(each.respondents).cast(pl.Int64) * each.questions).alias("possible"),
    )
    received, possible, step = pl.col("received"), pl.col("possible"), 10**COVERAGE_DECIMALS
    steps = (received * 200 * step + possible) // (possible * 2)
    decimals = (steps % step).cast(pl.String).str.zfill(COVERAGE_DECIMALS)
    text = pl.concat_str(
        (steps // step).cast(pl.String),
        pl.lit("."),
        decimals.str.head(2),
        decimals.str.slice(2).str.strip_chars_end("0"),
    )
    found = counts.select(pl.when(possible > 0).then(text)).to_series()
    near_the_ends = ((received < possible) & (steps == 100 * step)) | ((received > 0) & (steps == 0))
    for row in counts.select((possible > 0) & near_the_ends).to_series().arg_true().to_list():
        found[row] = percent_text(Fraction(*counts.row(row)), decimals=COVERAGE_DECIMALS)
    return found


def csv_text(evaluation: Evaluation, translate: Translate = str) -> str:
    """CSV, scores with the scale's decimals, no cell that a spreadsheet would take for a formula."""
    return _csv_table(evaluation, translate).write_csv(float_precision=evaluation.rules.scale.decimals)


def _csv_table(evaluation: Evaluation, translate: Translate) -> pl.DataFrame:
    frame = table(evaluation, translate)
    frame = frame.with_columns(
        coverages(evaluation.frame, each).alias(f"coverage {each.owner}")
        for each in evaluation.dataset.respondents
    )
    passed, schema = frozenset(evaluation.dataset.claims.passed), frame.schema
    names = passed_names(evaluation.dataset.claims, [name for name in schema if name not in passed])
    # not ours to round
    frame = frame.with_columns(
        pl.col(name).cast(pl.String) for name in names.values() if name in schema and schema[name].is_float()
    )
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    starts = pl.concat_list([pl.lit(start) for start in _FORMULA_STARTS])
    safe = [
        pl.when(pl.col(name).str.slice(0, 1).is_in(starts))
        .then(pl.concat_str(pl.lit("'"), pl.col(name)))
        .otherwise(pl.col(name))
        .alias(name)
        for name in texts
    ]
    return frame.with_columns(safe)


def json_lines(evaluation: Evaluation, translate: Translate = str) -> Iterator[str]:
    """JSON lines: an object for each unit."""
    for unit in evaluation.units():
        yield json.dumps(unit_json(unit, translate), ensure_ascii=False) + "\n"


def _write_lines(evaluation: Evaluation, file: Path, translate: Translate) -> None:
    with file.open("w", encoding="utf-8") as stream:
        stream.writelines(json_lines(evaluation, translate))


def json_text(evaluation: Evaluation, translate: Translate = str) -> str:
    return json.dumps(as_json(evaluation, translate), ensure_ascii=False, indent=2) + "\n"


def _parquet(frame: pl.DataFrame, evaluation: Evaluation) -> bytes:
    content = io.BytesIO()
    frame.write_parquet(content, metadata=_metadata(evaluation))
    return content.getvalue()


def _excel(frame: pl.DataFrame, evaluation: Evaluation) -> bytes:
    from xlsxwriter.exceptions import FileCreateError

    content = io.BytesIO()
    try:
        _fill_workbook(content, frame, evaluation)
    except FileCreateError as problem:  # what it lays aside on the disk finds no room
        reason = problem.args[0] if problem.args else problem
        raise reason if isinstance(reason, OSError) else OSError(str(reason)) from None
    return content.getvalue()


def _fill_workbook(content: io.BytesIO, frame: pl.DataFrame, evaluation: Evaluation) -> None:
    import xlsxwriter

    decimals = evaluation.rules.scale.decimals
    with xlsxwriter.Workbook(
        content,
        {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        },
    ) as book:
        sheet = book.add_worksheet("ratings")
        plain = {"font_name": EXCEL_FONT, "font_size": 11}
        heading, text = book.add_format({**plain, "bold": True, "bottom": 1}), book.add_format(plain)
        number = book.add_format({**plain, "num_format": "0." + "0" * decimals if decimals else "0"})
        for at, (name, dtype) in enumerate(frame.schema.items()):
            sheet.write_string(0, at, name, heading)
            is_number = dtype.is_numeric()
            sheet.set_column(at, at, 10 if is_number else 24)
            for row, value in enumerate(frame[name].to_list(), 1):
                if value is None:
                    continue
                if is_number:
                    sheet.write_number(row, at, float(value), number)
                else:
                    sheet.write_string(row, at, str(value), text)
        sheet.freeze_panes(1, 1)
        about = book.add_worksheet("rules")
        for row, (name, value) in enumerate(_metadata(evaluation).items()):
            about.write_string(row, 0, name, heading)
            about.write_string(row, 1, value, text)
        about.set_column(0, 1, 30)


def _metadata(evaluation: Evaluation) -> dict[str, str]:
    return {
        "ruleset": evaluation.rules.id,
        "fingerprint": evaluation.rules.fingerprint,
        "kenrules": __version__,
    }


def to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
