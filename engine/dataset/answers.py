"""Files with a row a respondent: read column by column, answers held against their scale, and summed for each unit."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

import narwhals as nw
import polars as pl

from ..claims import Claim, Claims, claim
from ..diagnostics import Diagnostic, KenError, Position, say
from ..model import RuleSet
from ..numerals import read_number
from ..responses import summarise
from .manifest import Part
from .tables import EXCEL, decoded, read_table, separator_of

MAX_SHOWN = 50
UNIT = "ken:unit"


@dataclass(frozen=True)
class Answers:
    """One file's answers by unit: `frame` has the key, named "ken:unit", and the columns that `claims` and `respondents` (by
    node: how many there were) name."""

    file: str
    frame: pl.DataFrame
    claims: tuple[Claim, ...]
    respondents: dict[str, str]
    rows: int
    faults: list[Diagnostic] = field(default_factory=list)
    refused: dict[str, set[str]] = field(default_factory=dict)


def read_answers(rules: RuleSet, path: Path, part: Part, number: int) -> Answers:
    """The answers in a file. Raises KenError when its columns cannot be understood; answers that are none are reported in
    the result and left out."""
    file = str(path)
    names = _column_names(path, part)
    if part.instrument_column is not None and part.instrument_column not in names:
        message = say("there is no column “{wanted}”; the columns are {columns}", wanted=part.instrument_column, columns=names)
        raise KenError([Diagnostic("no-key", message, Position(file, 1, 1), say("it is to tell the instrument of each row"))])
    others = {*part.pass_through, *([part.instrument_column] if part.instrument_column else [])}
    claimed: dict[str, Claims] = {}
    faults: list[Diagnostic] = []
    owners: dict[str, str | None] = dict(part.instruments) or {"": None}
    for value, within in owners.items():
        found, wrong = claim(rules, names, lambda column: Position(file, 1, cell=column), key=part.key, pass_through=others, within=within)
        faults.extend(wrong)
        if found is not None:
            claimed[value] = found
    if faults:
        raise KenError(faults)
    first = next(iter(claimed.values()))
    wanted = [first.key, *([part.instrument_column] if part.instrument_column else []), *(each.column for each in first.nodes)]
    frame = _frame(path, part, wanted, [each.column for each in first.nodes])
    found_faults: list[Diagnostic] = []
    refused: dict[str, set[str]] = {}
    frame = _scored(rules, frame, claimed, path, found_faults, refused)
    frame = frame.with_columns(pl.col(first.key).cast(pl.String)).rename({first.key: UNIT})
    found_faults.extend(_unnamed(rules, frame, path, first.key))
    return replace(_summed(rules, frame, claimed, part, number, path, found_faults), refused=refused)


def _summed(rules: RuleSet, frame: pl.DataFrame, claimed: Mapping[str, Claims], part: Part, number: int, path: Path, faults: list[Diagnostic]) -> Answers:
    column, nodes = part.instrument_column, next(iter(claimed.values())).nodes
    told = [column] if column is not None else []
    summary = summarise(rules, nw.from_native(frame.lazy()), Claims(UNIT, nodes, ()), name=str(number), also_by=told)
    native = summary.frame.to_native()
    table = _named(native.collect(), told)
    if column is not None:
        faults.extend(_untold(frame, table, column, claimed, path))
    tables: list[pl.DataFrame] = []
    claims: list[Claim] = []
    respondents: dict[str, str] = {}
    for value, each in claimed.items():
        own = table if column is None else table.filter(pl.col(column) == value).drop(column)
        names = {name: f"{name} {value}" for name in own.columns if name != UNIT}
        tables.append(own.rename(names))
        paths = {other.column: other for other in each.nodes}
        for old, made in zip(nodes, summary.claims, strict=True):
            assert made.count is not None
            other = paths[old.column]
            claims.append(replace(made, column=names[made.column], count=names[made.count], name=other.name, paths=other.paths, alias=other.alias))
        respondents[part.instruments.get(value) or _common_owner(each)] = names[summary.respondents]
    joined = tables[0]
    for other_table in tables[1:]:
        joined = joined.join(other_table, on=UNIT, how="full", coalesce=True)
    return Answers(str(path), joined, tuple(claims), respondents, frame.height, faults)


def _named(table: pl.DataFrame, told: list[str]) -> pl.DataFrame:
    """The table of units by their names without blanks around them; rows that come to one name are added up."""
    stripped = table.with_columns(pl.col(UNIT).str.strip_chars(), *(pl.col(name).cast(pl.String).str.strip_chars() for name in told))
    stripped = stripped.filter(pl.col(UNIT).is_not_null() & (pl.col(UNIT) != ""))
    if stripped.select(UNIT, *told).is_duplicated().any():
        return stripped.group_by(UNIT, *told, maintain_order=True).sum()
    return stripped


def _untold(frame: pl.DataFrame, table: pl.DataFrame, column: str, claimed: Mapping[str, Claims], path: Path) -> Iterator[Diagnostic]:
    for value in table[column].unique().to_list():
        if value not in claimed:
            cells = frame[column].cast(pl.String).str.strip_chars()
            row = int((cells.is_null() if value is None else (cells == value).fill_null(False)).arg_true()[0])
            message = say("“{value}” tells no instrument; those told are {known}", value=value or "", known=list(claimed))
            yield Diagnostic("undefined", message, place(path, row, column), say("mend the cell, or add the value to the manifest"))


def _common_owner(claims: Claims) -> str:
    """The node above all questions of a file: the beginning that their paths share."""
    steps = [path.split(".")[:-1] for each in claims.nodes for path in each.paths]
    shared = []
    for level in zip(*steps, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return ".".join(shared) or "total"


def _column_names(path: Path, part: Part) -> list[str]:
    suffix = path.suffix.casefold()
    if suffix in (".parquet", ".pq"):
        return pl.scan_parquet(path).collect_schema().names()
    if suffix in (".csv", ".tsv", ".txt"):
        return _csv_header(_head(path, part))[0]
    return read_table(path, encoding=part.encoding, sheet=part.sheet).frame.columns


def _head(path: Path, part: Part) -> str:
    with path.open("rb") as stream:
        raw = stream.readline(1_000_000)
    return decoded(raw, part.encoding, str(path))[0]


def _csv_header(first: str) -> tuple[list[str], str]:
    separator = separator_of(first)
    record = next(csv.reader(io.StringIO(first), delimiter=separator), [])
    return [name.strip() for name in record], separator


def _frame(path: Path, part: Part, wanted: list[str], questions: list[str]) -> pl.DataFrame:
    """The columns wanted; those of questions as numbers where they all are, as text where not."""
    suffix = path.suffix.casefold()
    if suffix in (".parquet", ".pq"):
        return pl.read_parquet(path, columns=wanted)
    if suffix in EXCEL or suffix == ".json":
        return read_table(path, encoding=part.encoding, sheet=part.sheet).frame.select(wanted)
    names, separator = _csv_header(_head(path, part))
    dtypes = [pl.Float64 if name in questions else pl.String for name in names]
    try:
        if part.encoding is None:  # polars reads UTF-8, and finds out itself when it is not
            return pl.read_csv(path, separator=separator, new_columns=names, schema_overrides=dtypes).select(wanted)
    except pl.exceptions.PolarsError:
        pass
    text = decoded(path.read_bytes(), part.encoding, str(path))[0].encode()
    try:
        frame = pl.read_csv(text, separator=separator, new_columns=names, infer_schema=False)
    except pl.exceptions.PolarsError as problem:
        message = say("the file cannot be taken apart into cells: {reason}", reason=str(problem).splitlines()[0])
        raise KenError(
            [Diagnostic("unreadable", message, Position(str(path)), say("look for rows with too many cells, and quotation marks that are not closed"))]
        ) from None
    return frame.select(wanted)


def _scored(
    rules: RuleSet,
    frame: pl.DataFrame,
    claimed: Mapping[str, Claims],
    path: Path,
    faults: list[Diagnostic],
    refused: dict[str, set[str]],
) -> pl.DataFrame:
    """The frame with answers as scores; what is no answer is reported, left out, and noted as refused of its unit."""
    claims = next(iter(claimed.values()))
    paths = {
        each.column: {path for found in claimed.values() for other in found.nodes if other.column == each.column for path in other.paths}
        for each in claims.nodes
    }
    valid: Mapping[str, bool] = {}
    if _all_numbers(frame, claims):
        native = summarise(rules, nw.from_native(frame.lazy()), Claims(claims.key, claims.nodes, ()), name="check").valid.to_native()
        valid = native.collect().row(0, named=True)
    for each in claims.nodes:
        if valid.get(each.column):
            continue
        series = frame[each.column]
        scores = {value: _score(rules, each, value) for value in series.unique().drop_nulls().to_list()}
        bad = [value for value, score in scores.items() if score is None and str(value).strip()]
        for value in bad:
            faults.extend(_wrong(rules, each, series, value, path))
            for unit in frame[claims.key].filter(series == value).cast(pl.String).str.strip_chars().unique().drop_nulls().to_list():
                refused.setdefault(unit, set()).update(paths[each.column])
        mapped = {value: None if score is None else float(score) for value, score in scores.items()}
        frame = frame.with_columns(series.replace_strict(list(mapped), list(mapped.values()), default=None, return_dtype=pl.Float64).alias(each.column))
    return frame


def _all_numbers(frame: pl.DataFrame, claims: Claims) -> bool:
    return all(frame[each.column].dtype.is_numeric() for each in claims.nodes)


def _score(rules: RuleSet, claim: Claim, value: object) -> Fraction | None:
    """The score of one answer: by its scale's words or scores; without a scale a number within the limits."""
    node = rules.nodes[claim.paths[0]]
    text = value.strip() if isinstance(value, str) else None
    number = read_number(text, grouped=True) if text is not None else read_number(repr(float(value)))  # type: ignore[arg-type]
    if node.answers is not None:
        scale = rules.answers[node.answers]
        word = scale.score(text, reversed_=node.reversed) if text is not None else None
        return word if word is not None else number if number in scale.options.values() else None
    low, high = rules.limits(node)
    return number if number is not None and low <= number <= high else None


def _wrong(rules: RuleSet, claim: Claim, series: pl.Series, value: object, path: Path) -> Iterator[Diagnostic]:
    node = rules.nodes[claim.paths[0]]
    rows = (series == value).arg_true().to_list()
    if node.answers is not None:
        message = say("“{value}” is no answer of {scale}", value=value, scale=node.answers)
        options = rules.answers[node.answers].options
        hint = say("answers are {answers}", answers=[f"{word} ({float(score):g})" for word, score in options.items()])
    else:
        low, high = rules.limits(node)
        message = say("“{value}” is no score from {low} to {high}", value=value, low=low, high=high)
        hint = say("write the number alone, without letters or units")
    for row in rows[:MAX_SHOWN]:
        yield Diagnostic("not-an-answer", message, place(path, row, claim.column), hint)
    if len(rows) > MAX_SHOWN:
        more = say("“{value}” stands in {count} more rows", value=value, count=len(rows) - MAX_SHOWN)
        yield Diagnostic("not-an-answer", more, place(path, rows[MAX_SHOWN], claim.column), hint)


def _unnamed(rules: RuleSet, frame: pl.DataFrame, path: Path, key: str) -> Iterator[Diagnostic]:
    names = frame[UNIT]
    for row in (names.is_null() | (names == "").fill_null(False)).arg_true().to_list()[:MAX_SHOWN]:
        yield Diagnostic(
            "no-unit",
            say("the row has no {unit}", unit=rules.unit),
            place(path, row, key),
            say("write the name of the {unit} in the column “{column}”", unit=rules.unit, column=key),
        )


def place(path: Path, row: int, column: str) -> Position:
    """A row of a file of answers: its line where the file has lines and the header is the first, else its number."""
    has_lines = path.suffix.casefold() in (".csv", ".tsv", ".txt")
    return Position(str(path), row + 2 if has_lines else row + 1, cell=f"{'line' if has_lines else 'row'} {row + 2 if has_lines else row + 1}, {column}")


def first_row(path: Path, part: Part, key: str, unit: str) -> Callable[[], Position]:
    """Finds the first row of a unit, when a message needs it."""

    def found() -> Position:
        frame = _frame(path, part, [key], [])
        rows = (frame[key].cast(pl.String).str.strip_chars() == unit).arg_true()
        return place(path, int(rows[0]) if len(rows) else 0, key)

    return found


__all__ = ["UNIT", "Answers", "first_row", "read_answers"]
