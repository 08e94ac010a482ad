"""One data set in many files: every way of cutting it means the same.

for way in WAYS:
    cut = write(sample, way, folder, chance)   # None where the sample cannot be cut this way
    ken evaluate RULES cut.path *cut.options
"""

from __future__ import annotations

import csv
import json
import random
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
import yaml

from .generate import NUMBERED, Sample
from .naive import KNOWN, Rules, read_answer

SCORES = ("table", "long", "columns", "units")
RESPONSES = ("one", "instruments", "rows", "instruments and rows", "options")
FORMATS = ("csv", "json", "parquet", "xlsx")


@dataclass(frozen=True)
class Way:
    """How the scores are laid out, how the respondents' rows are, and the kind of the files."""

    scores: str
    responses: str
    kind: str

    def __str__(self) -> str:
        return f"{self.scores}/{self.responses}/{self.kind}"


WAYS = [Way(*each) for each in product(SCORES, RESPONSES, FORMATS)]


@dataclass(frozen=True)
class Cut:
    """What to give to `ken evaluate` beside the rule set."""

    way: Way
    path: Path
    options: list[str]


@dataclass(frozen=True)
class _Table:
    """Columns and rows of cells; `texts` are columns whose cells stay texts though they look like numbers."""

    columns: list[str]
    rows: list[list[str | None]]
    texts: frozenset[str] = frozenset()


def write(sample: Sample, way: Way, folder: Path, chance: random.Random) -> Cut | None:
    """Write the sample's data into the folder in this way. None where the sample has nothing to cut so, or
    the cut would mean something else."""
    rules = Rules.from_yaml(sample.rules)
    rows = [(name, row) for name, unit in sample.units.items() for row in unit.respondents]
    if not sample.scored and way.scores in ("long", "columns"):
        return None
    if not rows and way.responses != "one":
        return None
    if len(rows) < 2 and "rows" in way.responses:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for number, (extra, table) in enumerate(
        [*_scores(sample, rules, way, chance), *_responses(sample, rules, way, rows, chance)]
    ):
        path = folder / f"file{number}.{way.kind}"
        _WRITERS[way.kind](_shuffled(table, chance), path)
        files.append({"path": path.name, **extra})
    if way.responses == "options":
        tables = [file for file in files if file["layout"] != "responses"]
        answers = [file for file in files if file["layout"] == "responses"]
        if len(tables) != 1 or any("instrument" not in file for file in answers):
            return None
        options = [
            part
            for file in answers
            for part in ("--responses", f"{file['instrument']}={folder / file['path']}")
        ]
        return Cut(way, folder / tables[0]["path"], [*options, "--layout", tables[0]["layout"]])
    if len(files) == 1:
        return Cut(way, folder / files[0]["path"], ["--layout", files[0]["layout"]])
    chance.shuffle(files)
    manifest = folder / "dataset.yaml"
    manifest.write_text(
        yaml.safe_dump({"dataset": "random", "files": files}, allow_unicode=True), encoding="utf-8"
    )
    return Cut(way, manifest, [])


# Scores


def _scores(
    sample: Sample, rules: Rules, way: Way, chance: random.Random
) -> list[tuple[dict[str, str], _Table]]:
    """The files with scores. They name all units, so that one without respondents is there too."""
    paths = sample.scored
    names = list(sample.units)
    if not paths:
        if (
            way.responses == "one"
            and all(_answered(sample, rules, name) for name in names)
            and chance.random() < 0.5
        ):
            return []
        paths = ["total"]
    if way.scores == "long":
        return [({"layout": "long"}, _long(sample, rules, paths))]
    layout = {"layout": "scores"}
    if way.scores == "columns":
        return [(layout, _table(sample, rules, part, names)) for part in _parts(paths, chance)]
    if way.scores == "units":
        return [(layout, _table(sample, rules, paths, part)) for part in _parts(names, chance)]
    return [(layout, _table(sample, rules, paths, names))]


def _table(sample: Sample, rules: Rules, paths: list[str], names: list[str]) -> _Table:
    rows = [[name, *(_cell(sample.units[name].scores.get(path)) for path in paths)] for name in names]
    return _Table([sample.key, *map(_id, paths)], rows, _texts(rules, paths))


def _long(sample: Sample, rules: Rules, paths: list[str]) -> _Table:
    rows = [
        [name, _id(path), _cell(unit.scores.get(path))]
        for name, unit in sample.units.items()
        for path in paths
    ]
    return _Table(
        [sample.key, "item", "score"], rows, frozenset({"score"}) if _texts(rules, paths) else frozenset()
    )


def _answered(sample: Sample, rules: Rules, name: str) -> bool:
    """Whether a respondent of the unit answered something, so that the respondents' file alone tells that the
    unit is there."""
    return any(
        read_answer(rules, path, cell).state == KNOWN
        for row in sample.units[name].respondents
        for path, cell in row.items()
    )


# Respondents


def _responses(
    sample: Sample, rules: Rules, way: Way, rows: list[tuple[str, dict[str, Any]]], chance: random.Random
) -> list[tuple[dict[str, str], _Table]]:
    """The files with a row a respondent. A row is only cut between instruments, since respondents are counted
    inside of them."""
    if not rows:
        return []
    groups: list[tuple[dict[str, str], list[str]]] = [({}, sample.answered)]
    if way.responses not in ("one", "rows"):
        groups = _by_instrument(sample, rules)
    found = []
    for extra, paths in groups:
        parts = _parts(rows, chance) if "rows" in way.responses else [rows]
        for part in parts:
            table = _Table(
                [sample.key, *map(_id, paths)],
                [[name, *(_cell(row.get(path)) for path in paths)] for name, row in part],
                _texts(rules, paths),
            )
            found.append(({"layout": "responses", **extra}, table))
    return found


def _by_instrument(sample: Sample, rules: Rules) -> list[tuple[dict[str, str], list[str]]]:
    """The answered questions of each node right below the total; leaves that stand there share a file without
    an instrument."""
    groups = []
    rest = []
    for top in rules.nodes["total"].children:
        inside = [path for path in sample.answered if path.startswith(f"{top}.")]
        rest += [top] if top in sample.answered else []
        if inside:
            groups.append(({"instrument": top}, inside))
    return [*groups, ({}, rest)] if rest else groups


# Cells and files


def _id(path: str) -> str:
    return path.rsplit(".", 1)[-1]


def _cell(cell: Any) -> str | None:
    return None if cell is None else str(cell)


def _texts(rules: Rules, paths: list[str]) -> frozenset[str]:
    """The columns of questions whose answers are words that look like numbers."""
    return frozenset(
        _id(path)
        for path in paths
        if (answers := rules.nodes[path].answers) and set(NUMBERED) & set(answers.options)
    )


def _parts(items: list[Any], chance: random.Random) -> list[list[Any]]:
    """The items in two or three parts, none of them empty."""
    drawn = list(items)
    chance.shuffle(drawn)
    count = min(chance.choice([2, 3]), len(drawn))
    return [drawn[at::count] for at in range(count)]


def _shuffled(table: _Table, chance: random.Random) -> _Table:
    """The same table with its rows, and now and then its columns, in another order."""
    rows = list(table.rows)
    chance.shuffle(rows)
    order = list(range(len(table.columns)))
    if chance.random() < 0.3:
        chance.shuffle(order)
    return _Table(
        [table.columns[at] for at in order], [[row[at] for at in order] for row in rows], table.texts
    )


def _number(cell: str | None) -> float | int | None:
    """The number that a cell looks like, in the digits that files have."""
    if cell is None or not cell.isascii():
        return None
    try:
        return int(cell) if cell.lstrip("-").isdigit() else float(cell)
    except ValueError:
        return None


def _is_numeric(table: _Table, at: int) -> bool:
    """Whether a column can be one of numbers."""
    cells = [row[at] for row in table.rows if row[at] is not None]
    return (
        table.columns[at] not in table.texts
        and bool(cells)
        and all(_number(cell) is not None for cell in cells)
    )


def _write_csv(table: _Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([table.columns, *table.rows])


def _write_json(table: _Table, path: Path) -> None:
    numeric = [_is_numeric(table, at) for at in range(len(table.columns))]
    rows = [
        {
            name: _number(cell) if number else cell
            for name, cell, number in zip(table.columns, row, numeric, strict=True)
        }
        for row in table.rows
    ]
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def _write_parquet(table: _Table, path: Path) -> None:
    series = []
    for at, name in enumerate(table.columns):
        cells = [row[at] for row in table.rows]
        numeric = _is_numeric(table, at)
        series.append(
            pl.Series(
                name,
                [_number(cell) if numeric else cell for cell in cells],
                dtype=pl.Float64 if numeric else pl.String,
                strict=False,
            )
        )
    pl.DataFrame(series).write_parquet(path)


def _write_xlsx(table: _Table, path: Path) -> None:
    """Each cell by itself is a number or a text."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, table.columns)
    for down, row in enumerate(table.rows, 1):
        for across, cell in enumerate(row):
            number = None if table.columns[across] in table.texts else _number(cell)
            if number is not None:
                sheet.write_number(down, across, number)
            elif cell is not None:
                sheet.write_string(down, across, cell)
    book.close()


_WRITERS = {"csv": _write_csv, "json": _write_json, "parquet": _write_parquet, "xlsx": _write_xlsx}
