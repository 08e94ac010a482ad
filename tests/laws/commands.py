"""What each command says of units, read back from what it prints or writes, in one form."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from kenrules.cli import commands

from . import naive


@dataclass(frozen=True)
class Said:
    """What is said of one unit: `scores` and `judged` by id of a node, only those that there are."""

    status: str
    rating: str | None
    scores: Mapping[str, Fraction]
    judged: Mapping[str, str]


def ken(*arguments: object) -> Result:
    """Runs the command in this process; only an end that it means is no fault."""
    result = CliRunner().invoke(commands, [str(argument) for argument in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), (arguments, result.exception)
    return result


def printed(*arguments: object) -> str:
    """What a command prints; it may have findings, and has to have run."""
    result = ken(*arguments)
    assert result.exit_code in (0, 1), (arguments, result.stderr)
    return str(result.stdout)


def by_naive(result: naive.Result) -> Said:
    """The second opinion, in the same form."""
    scores = {_id(path): value for path, value in result.printed.items() if value is not None}
    judged = {_id(path): word for path, word in result.judged.items() if word is not None}
    return Said(result.status, result.rating, scores, judged)


def by_json(
    rules: Path, data: Path, options: list[str]
) -> tuple[dict[str, Said], dict[str, tuple[int, int, bool | None]]]:
    """`ken evaluate --format json`, and its targets: meeting, rated, met."""
    found = json.loads(printed("evaluate", rules, data, *options, "--format", "json"))
    units = {
        unit["unit"]: Said(
            unit["status"],
            unit["rating"],
            {name: exact(score) for name, score in unit["scores"].items() if score is not None},
            {name: word for name, word in unit["judgements"].items() if word is not None},
        )
        for unit in found["units"]
    }
    return units, {
        target["id"]: (target["meeting"], target["rated"], target["met"]) for target in found["targets"]
    }


def by_csv(rules: Path, data: Path, options: list[str], known: Callable[[str], bool]) -> dict[str, Said]:
    """`ken evaluate --format csv`; `known` says which columns are nodes. It has no judgements of
    questions."""
    rows = list(csv.DictReader(io.StringIO(printed("evaluate", rules, data, *options, "--format", "csv"))))
    said = {}
    for row in rows:
        scores = {name: exact(cell) for name, cell in row.items() if known(name) and cell}
        judged = {
            name.removesuffix(" result"): cell
            for name, cell in row.items()
            if name.endswith(" result") and cell
        }
        said[next(iter(row.values()))] = Said(row["status"], row["rating"] or None, scores, judged)
    return said


def by_explain(rules: Path, data: Path, options: list[str], unit: str) -> tuple[Said, dict[str, Any]]:
    """`ken explain --format json` of one unit, and the whole of it."""
    found = json.loads(
        printed("explain", rules, data, *options, "--unit", unit, "--format", "json", "--seconds", "0.1")
    )
    walked = list(steps(found["total"]))
    scores = {step["id"]: exact(step["printed"]) for step in walked if step["printed"] is not None}
    judged = {step["id"]: step["result"] for step in walked if step["result"] is not None}
    given = [band["rating"] for band in found["bands"] if band["given"]]
    assert given == ([] if found["rating"] is None else [found["rating"]])
    return Said("incomplete" if found["rating"] is None else "rated", found["rating"], scores, judged), found


def by_compare(
    rules: Path, other: Path, data: Path, options: list[str]
) -> tuple[dict[str, tuple[Any, ...]], dict[str, Any]]:
    """Two rule sets compared: by unit the old rating and total, and the new ones; and the whole of it."""
    (found,) = json.loads(
        printed("compare", rules, other, data, *options, "--format", "json", "--no-proofs")
    )["comparisons"]
    totals = ("old_total", "new_total")
    said = {
        each["unit"]: (
            each["old_rating"],
            each["new_rating"],
            *(None if each[name] is None else exact(each[name]) for name in totals),
        )
        for each in found["units"]
    }
    return said, found


def steps(step: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield step
    for child in step["children"]:
        yield from steps(child)


def exact(number: object) -> Fraction:
    """A number of JSON or CSV, or an exact text of it (a fraction p/q)."""
    return Fraction(repr(number) if isinstance(number, float) else str(number))


def _id(path: str) -> str:
    return path.rsplit(".", 1)[-1]
