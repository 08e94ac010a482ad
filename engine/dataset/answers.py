"""Files with a row a respondent: summed for each unit in one pass, answers held against their scale on the way.

Nothing larger than the table of units is kept. Where that pass meets an answer that is none, the file is gone through again:
first to learn what else its texts can mean (Thai digits, blanks), then to place each wrong answer.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import cast

import polars as pl

from ..claims import Claim, Claims, claim
from ..diagnostics import Diagnostic, KenError, Position, say
from ..model import RuleSet
from ..numerals import read_number
from ..responses import Known, Summary, is_answer, is_text, most_in_doubles, summarise
from .manifest import Part
from .tables import CSV, PARQUET, decoded, names_of_header, read_table, separator_of

MAX_SHOWN = 50
UNIT = "ken:unit"
ROW = "ken:row"


@dataclass(frozen=True)
class Answers:
    """One file's answers by unit: `frame` has the key, named "ken:unit", and the columns that `claims` and `respondents` (by
    node: how many there were) name. `locate(unit)` finds a unit's first row in the file."""

    file: str
    frame: pl.DataFrame
    claims: tuple[Claim, ...]
    respondents: dict[str, str]
    rows: int
    locate: Callable[[str], Position]
    faults: list[Diagnostic] = field(default_factory=list)
    refused: dict[str, set[str]] = field(default_factory=dict)


class Source:
    """A file with a row a respondent. `frame` is read lazily: nothing of it stays in memory."""

    def __init__(self, path: Path, part: Part) -> None:
        self.path = path
        self.part = part
        self.suffix = path.suffix.casefold()
        self.separator = ","
        if self.suffix in (*CSV, *PARQUET) and path.is_file() and path.stat().st_size:
            self.names = self._header()
            self.frame = self._scan([])
        else:
            self.frame = read_table(path, encoding=part.encoding, sheet=part.sheet).frame.lazy()
            self.names = self.frame.collect_schema().names()

    def _header(self) -> list[str]:
        try:
            if self.suffix in PARQUET:
                return pl.scan_parquet(self.path).collect_schema().names()
            with self.path.open("rb") as stream:
                head = decoded(stream.readline(1_000_000), self.part.encoding, str(self.path))[0]
        except (OSError, pl.exceptions.PolarsError) as problem:
            raise self._unreadable(problem) from None
        self.separator = separator_of(head)
        return names_of_header(next(csv.reader(io.StringIO(head), delimiter=self.separator), []), lambda column: Position(str(self.path), 1, column + 1))

    def _scan(self, numbers: list[str], source: Path | io.BytesIO | None = None) -> pl.LazyFrame:
        if self.suffix in PARQUET:
            return pl.scan_parquet(self.path)
        schema = {name: pl.Float64() if name in numbers else pl.String() for name in self.names}
        return pl.scan_csv(source or self.path, separator=self.separator, schema=schema)

    def ways(self, numbers: list[str]) -> Iterator[pl.LazyFrame]:
        """The file as it may be read, the fastest way first. Of a CSV file: `numbers` as numbers; all as text; and as text
        that is not UTF-8, which has to be read whole."""
        if self.suffix not in CSV:
            yield self.frame
            return
        if self.part.encoding is None:  # polars reads UTF-8, and finds out itself when it is not
            yield self._scan(numbers)
            yield self._scan([])
        text = decoded(self.path.read_bytes(), self.part.encoding, str(self.path))[0]
        yield self._scan([], io.BytesIO(text.encode()))

    def summed(self, work: Callable[[pl.LazyFrame], Summary], numbers: list[str]) -> tuple[Summary, pl.DataFrame]:
        """What `work` makes of the file, and the rows of that. `frame` is then the way in which it could be read."""
        problem: Exception | None = None
        for frame in self.ways(numbers):
            try:
                summary = work(frame)
                self.frame = frame
                return summary, cast("pl.LazyFrame", summary.frame).collect()
            except (OSError, pl.exceptions.PolarsError) as found:
                problem = found
        raise self._unreadable(problem)

    def _unreadable(self, problem: Exception | None) -> KenError:
        message = say("the file cannot be taken apart into cells: {reason}", reason=str(problem).splitlines()[0])
        hint = say("look for rows with too many cells, and quotation marks that are not closed")
        if self.suffix in PARQUET:
            message = say("the file is damaged, or is no “{suffix}” file whatever its ending says", suffix=self.suffix)
            hint = say("open it in the program that made it and save it again")
        return KenError([Diagnostic("unreadable", message, Position(str(self.path)), hint)])

    def place(self, row: int, column: str) -> Position:
        """A row's place (rows from 0): its line where the file has lines and the header is the first, else its number."""
        kind, number = ("line", row + 2) if self.suffix in CSV else ("row", row + 1)
        return Position(str(self.path), number, cell=f"{kind} {number}, {column}")

    def rows(self, condition: pl.Expr) -> list[int]:
        """The first rows (from 0) that meet a condition."""
        return self.frame.with_row_index(ROW).filter(condition).select(ROW).head(MAX_SHOWN).collect()[ROW].to_list()


def read_answers(rules: RuleSet, path: Path, part: Part, number: int) -> Answers:
    """The answers in a file. Raises KenError when its columns cannot be understood; answers that are none are reported in
    the result and left out."""
    source = Source(path, part)
    claimed = _claimed(rules, source, part)
    first = next(iter(claimed.values()))
    told = [part.instrument_column] if part.instrument_column is not None else []
    faults: list[Diagnostic] = []
    refused: dict[str, set[str]] = {}
    known: Known = {}

    def summary_of(frame: pl.LazyFrame, *, leave_out: bool = False, whole: bool = False) -> Summary:
        try:
            return summarise(rules, frame, first, name=str(number), also_by=told, known=known, leave_out=leave_out, whole=whole)  # type: ignore[arg-type]
        except KenError as problem:
            raise KenError([replace(fault, position=replace(fault.position, file=str(path))) for fault in problem.diagnostics]) from None

    summary, table = source.summed(summary_of, [each.column for each in first.nodes])
    if table[summary.wrong].sum():
        known = _learned(rules, source.frame, first)
        summary, table = source.summed(lambda frame: summary_of(frame, leave_out=True, whole=True), [each.column for each in first.nodes])
        if table[summary.wrong].sum():
            faults, refused = _wrong_answers(rules, source, claimed, known)
    elif int(cast("int", table[summary.respondents].max() or 0)) > most_in_doubles(rules, first.nodes):
        summary, table = source.summed(lambda frame: summary_of(frame, whole=True), [each.column for each in first.nodes])
    rows = int(table[summary.respondents].sum())
    table = table.drop(summary.wrong).with_columns(_stripped(first.key).alias(UNIT), *(_stripped(name) for name in told))
    if table[UNIT].is_null().any() or (table[UNIT] == "").any():
        blank = _stripped(first.key).is_null() | (_stripped(first.key) == "")
        hint = say("write the name of the {unit} in the column “{column}”", unit=rules.unit, column=first.key)
        faults += [Diagnostic("no-unit", say("the row has no {unit}", unit=rules.unit), source.place(row, first.key), hint) for row in source.rows(blank)]
    table = _each_once(table if first.key == UNIT else table.drop(first.key), told)
    faults += [fault for column in told for fault in _untold(source, table, column, claimed)]

    def locate(unit: str) -> Position:
        return source.place(next(iter(source.rows(_stripped(first.key) == unit)), 0), first.key)

    return _by_instrument(Answers(str(path), table, (), {}, rows, locate, faults, refused), summary, claimed, part)


def _claimed(rules: RuleSet, source: Source, part: Part) -> dict[str, Claims]:
    """The claims on the file's columns, for each instrument that a column tells (under "" where none does)."""
    at = Position(str(source.path), 1, 1)
    if part.instrument_column is not None and part.instrument_column not in source.names:
        message = say("there is no column “{wanted}”; the columns are {columns}", wanted=part.instrument_column, columns=source.names)
        raise KenError([Diagnostic("no-key", message, at, say("it is to tell the instrument of each row"))])
    others = {*part.pass_through, *([part.instrument_column] if part.instrument_column else [])}
    claimed: dict[str, Claims] = {}
    faults: list[Diagnostic] = []
    owners: dict[str, str | None] = dict(part.instruments) or {"": None}
    for value, within in owners.items():
        found, wrong = claim(rules, source.names, lambda column: Position(str(source.path), 1, cell=column), key=part.key, pass_through=others, within=within)
        faults.extend(fault for fault in wrong if fault not in faults)
        if found is not None:
            claimed[value] = found
    if faults:
        raise KenError(faults)
    return claimed


def _by_instrument(answers: Answers, summary: Summary, claimed: Mapping[str, Claims], part: Part) -> Answers:
    """The table with columns for each instrument of its own, where a column tells the instrument."""
    table, column, nodes = answers.frame, part.instrument_column, next(iter(claimed.values())).nodes
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
    return replace(answers, frame=joined, claims=tuple(claims), respondents=respondents)


def _stripped(column: str) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.strip_chars()


def _each_once(table: pl.DataFrame, told: list[str]) -> pl.DataFrame:
    """The table of units by their names without blanks around them; rows that come to one name are added up."""
    table = table.filter(pl.col(UNIT).is_not_null() & (pl.col(UNIT) != ""))
    if table.select(UNIT, *told).is_duplicated().any():
        return table.group_by(UNIT, *told, maintain_order=True).sum()
    return table


def _untold(source: Source, table: pl.DataFrame, column: str, claimed: Mapping[str, Claims]) -> Iterator[Diagnostic]:
    for value in table[column].unique().sort().to_list():
        if value not in claimed:
            row = source.rows(_stripped(column).is_null() if value is None else _stripped(column) == value)[0]
            message = say("“{value}” tells no instrument; those told are {known}", value=value or "", known=list(claimed))
            yield Diagnostic("undefined", message, source.place(row, column), say("mend the cell, or add the value to the manifest"))


def _common_owner(claims: Claims) -> str:
    """The node above all questions of a file: the beginning that their paths share."""
    steps = [path.split(".")[:-1] for each in claims.nodes for path in each.paths]
    shared = []
    for level in zip(*steps, strict=False):
        if len(set(level)) > 1:
            break
        shared.append(level[0])
    return ".".join(shared) or "total"


def _learned(rules: RuleSet, frame: pl.LazyFrame, claims: Claims) -> Known:
    """What the texts of each column score, by looking at every different one."""
    schema = frame.collect_schema()
    texts = [each for each in claims.nodes if is_text(schema[each.column], pl)]
    if not texts:
        return {}
    found = frame.select(_stripped(each.column).unique().drop_nulls().implode() for each in texts).collect().row(0, named=True)
    scores = {each.column: {text: _score(rules, each, text) for text in found[each.column]} for each in texts}
    return {column: {text: float(score) for text, score in each.items() if score is not None} for column, each in scores.items()}


def _score(rules: RuleSet, claim: Claim, text: str) -> Fraction | None:
    """The score of one text: by its scale's words or scores; without a scale a number within the limits."""
    node = rules.nodes[claim.paths[0]]
    number = read_number(text, grouped=True)
    if node.answers is not None:
        scale = rules.answers[node.answers]
        word = scale.score(text, reversed_=node.reversed)
        return word if word is not None else number if number in scale.options.values() else None
    low, high = rules.limits(node)
    return number if number is not None and low <= number <= high else None


def _wrong_answers(rules: RuleSet, source: Source, claimed: Mapping[str, Claims], known: Known) -> tuple[list[Diagnostic], dict[str, set[str]]]:
    """Each answer that is none, at its first places; and by unit the nodes of which one was refused."""
    claims, schema = next(iter(claimed.values())), source.frame.collect_schema()
    frames = []
    for each in claims.nodes:
        cell = pl.col(each.column)
        if is_text(schema[each.column], pl):
            cell = _stripped(each.column)
            wrong = cell.is_not_null() & (cell != "") & ~cell.is_in(list(known.get(each.column, ())))
        else:
            answer = cast("pl.Expr", is_answer(rules, rules.nodes[each.paths[0]], cell.cast(pl.Float64)))  # type: ignore[arg-type]
            wrong = cell.is_not_null() & ~answer
        rows = source.frame.with_row_index(ROW).filter(wrong).group_by(cell.cast(pl.String).alias("value"), maintain_order=True)
        frames.append(rows.agg(pl.col(ROW).head(MAX_SHOWN + 1), pl.len().alias("count"), _stripped(claims.key).unique().drop_nulls().alias("units")))
    faults: list[Diagnostic] = []
    refused: dict[str, set[str]] = {}
    for each, found in zip(claims.nodes, pl.collect_all(frames), strict=True):
        paths = {path for own in claimed.values() for other in own.nodes if other.column == each.column for path in other.paths}
        for value, rows_found, count, units in found.iter_rows():
            faults.extend(_wrong(rules, each, source, value, rows_found, count))
            for unit in units:
                refused.setdefault(unit, set()).update(paths)
    return faults, refused


def _wrong(rules: RuleSet, claim: Claim, source: Source, value: str, rows: list[int], count: int) -> Iterator[Diagnostic]:
    node = rules.nodes[claim.paths[0]]
    if node.answers is not None:
        message = say("“{value}” is no answer of {scale}", value=value, scale=node.answers)
        options = rules.answers[node.answers].options
        hint = say("answers are {answers}", answers=[f"{word} ({float(score):g})" for word, score in options.items()])
    else:
        low, high = rules.limits(node)
        message = say("“{value}” is no score from {low} to {high}", value=value, low=low, high=high)
        hint = say("write the number alone, without letters or units")
    for row in rows[:MAX_SHOWN]:
        yield Diagnostic("not-an-answer", message, source.place(row, claim.column), hint)
    if count > MAX_SHOWN:
        more = say("“{value}” stands in {count} more rows", value=value, count=count - MAX_SHOWN)
        yield Diagnostic("not-an-answer", more, source.place(rows[MAX_SHOWN], claim.column), hint)


__all__ = ["UNIT", "Answers", "read_answers"]
