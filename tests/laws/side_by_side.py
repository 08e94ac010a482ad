"""Random books of the second edition and their units, as the engine reads and rates them: for laws that hold
one way of evaluating against another."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

import narwhals as nw
import polars as pl
import yaml
from kenrules.engine.book import library
from kenrules.engine.data import Dataset, read_parts
from kenrules.engine.data.manifest import read_manifest
from kenrules.engine.data.row_values import given_of
from kenrules.engine.meaning.choosing import taken
from kenrules.engine.meaning.chosen_variant import plan_for
from kenrules.engine.meaning.joint import alone
from kenrules.engine.meaning.model import RuleSet
from kenrules.engine.meaning.one_unit import ExactResult, evaluate_exactly, usable
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.scope import is_pure
from kenrules.engine.meaning.states import State
from kenrules.engine.rating.by_variant import known_to
from kenrules.engine.rating.doubtful_rows import DoubtfulRows
from kenrules.engine.rating.rated import rate
from kenrules.engine.rating.result_columns import words_of_results
from kenrules.engine.words.diagnostics import errors

from .books import Sample, book_of
from .naive import Result, Unit

REFUSED_BOOKS = {"respondents-raw", "band-range"}
"""What the engine refuses in books that the language allows: raw values of respondents, and bands that no score
reaches in some variant."""

MEANT = frozenset({"fractions", "small-scores", "percentages", "weighted-scores"})
"""What data can look like and mean: that is not asked here."""


@dataclass(frozen=True)
class Case:
    """A book with its units, read by the engine."""

    book: Sample
    rules: RuleSet
    dataset: Dataset

    @property
    def units(self) -> Mapping[str, Unit]:
        """The units by name."""
        return self.book.units

    @property
    def key(self) -> str:
        """The column that names a unit."""
        return self.dataset.claims.key

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """The table of units, a row each."""
        return list(self.dataset.frame.iter_rows(named=True))

    def exactly(self, row: Mapping[str, Any]) -> ExactResult:
        """What the engine says of one row in exact arithmetic."""
        return evaluate_exactly(Plan.of(self.rules), given_of(self.dataset.claims, row))

    def by_columns(self, there: Any, back: Any) -> tuple[pl.DataFrame, Mapping[tuple[str, str], str]]:
        """The results as columns of a frame of any library, and their names; `there` makes a frame of that
        library of one of polars, `back` one of polars of a result."""
        frame = there(self.dataset.frame)
        table = frame if isinstance(frame, (pl.DataFrame, pl.LazyFrame)) else nw.from_native(frame)
        rated = rate(Plan.of(self.rules), table, self.dataset.claims)
        found = rated.frame
        native = found if isinstance(found, (pl.DataFrame, pl.LazyFrame)) else nw.to_native(found)
        return back(native), rated.columns


def read(seed: int, folder: Path, units: int | None = None) -> Case | None:
    """The book of a seed as the engine reads it; None where it refuses it for what it cannot do."""
    book = book_of(seed, units=units)
    for unit in book.units.values():  # data cannot say one thing twice
        for path in {path for row in unit.respondents for path in row} & unit.scores.keys():
            del unit.scores[path]
    (folder / "rules.yaml").write_text(book.text, encoding="utf-8")
    rules, found = library.inspect(folder / "rules.yaml")
    wrong = errors(found)
    if wrong and {fault.code for fault in wrong} <= REFUSED_BOOKS:
        return None
    assert not wrong, (seed, [f"{fault.position} {fault.message}" for fault in wrong])
    assert rules is not None
    return Case(book, rules, data_for(book, rules, folder))


def data_for(book: Sample, rules: RuleSet, folder: Path) -> Dataset:
    """The units of a book as data that some rules read, by files in a folder."""
    one = [{rules.unit: name, **unit.scores, **unit.inputs} for name, unit in book.units.items()]
    many = [{rules.unit: name, **row} for name, unit in book.units.items() for row in unit.respondents]
    files = []
    for name, layout, rows in (("scores", "scores", one), ("answers", "responses", many)):
        heads = list(dict.fromkeys(head for row in rows for head in row))
        if len(heads) < 2:
            continue
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, heads)
            writer.writeheader()
            writer.writerows(rows)
        files.append({"path": f"{name}.csv", "layout": layout})
    manifest = folder / "data.yaml"
    manifest.write_text(yaml.safe_dump({"dataset": "random", "files": files}), encoding="utf-8")
    return read_parts(rules, [replace(part, meant=MEANT) for part in read_manifest(rules, manifest)])


def unlike_naive(exact: ExactResult, wanted: Result) -> Iterator[str]:
    """Where the engine, in exact arithmetic, says something else of a unit than the naive evaluator."""
    outcome = exact.outcome
    if (exact.status, exact.rating) != (wanted.status, wanted.rating):
        yield f"{exact.status} {exact.rating}, not {wanted.status} {wanted.rating}"
    for path, state in wanted.state.items():
        found = exact.state(path).value
        if found != state:
            yield f"{path}: {found}, not {state}"
        elif not is_pure(exact.plan.rules, path):  # of words alone the engine has their numbers
            yield from _unlike(f"{path} printed", outcome.printed[path], wanted.printed[path])
            yield from _unlike(f"{path} carried", outcome.values[path], wanted.value[path])
        judged = taken(outcome.judged.get(path))
        result = None if judged is None else judged.result
        if result != wanted.judged[path]:
            yield f"{path} judged {result}, not {wanted.judged[path]}"
        if path in wanted.ratings and path != "total" and exact.word(path) != wanted.ratings[path]:
            yield f"{path} rated {exact.word(path)}, not {wanted.ratings[path]}"


def _unlike(name: str, found: Any, wanted: Fraction | None) -> Iterator[str]:
    """Whether two scores differ; irrational ones are known to forty digits and more."""
    if found is None or wanted is None:
        differ = found is not None or wanted is not None
    else:
        differ = abs(Fraction(found) - wanted) > abs(wanted) / 10**30
    if differ:
        yield f"{name}: {found}, not {wanted}"


def unlike_exact(
    rules: RuleSet, row: Mapping[str, Any], columns: Mapping[tuple[str, str], str], exact: ExactResult
) -> Iterator[str]:
    """Where the columns of a row say something else than exact arithmetic."""
    outcome, plan = exact.outcome, exact.plan
    wanted: dict[tuple[str, str], Any] = {("rating", ""): exact.rating, ("status", ""): exact.status}
    for path in plan.rules.nodes:
        printed = outcome.printed[path]
        wanted["printed", path] = None if printed is None else float(printed)
        if words_of_results(plan.rules, path) is not None:
            wanted["word", path] = exact.word(path)
        judged = taken(outcome.judged.get(path))
        wanted["judged", path] = None if judged is None else judged.result
        for kind, state in (("refused", State.REFUSED), ("undecided", State.UNDECIDED)):
            wanted[kind, path] = exact.state(path) is state
            if wanted[kind, path]:  # what goes after it is not asked
                break
    for path in plan.rules.inputs:
        said = outcome.printed[path]
        wanted["printed", path] = None if said is None else float(said)
    for (kind, name), column in columns.items():
        if (kind, name) not in wanted:
            continue
        found = row[column]
        if isinstance(found, float) and found != found:
            found = None
        if found != wanted[kind, name] and not (found is None and wanted[kind, name] is False):
            yield f"{kind} {name}: {found}, not {wanted[kind, name]}"


def unlike_together(
    case: Case, wanted: pl.DataFrame, columns: Mapping[tuple[str, str], str]
) -> Iterator[str]:
    """Where the columns of all rows say something else than exact arithmetic, which has the rows of each variant
    together."""
    rated = 0
    for rules, places in _by_variant(case).values():
        entries = rules.entries
        sheet = {
            (kind, name): column
            for (kind, name), column in columns.items()
            if kind in ("rating", "status") or name in entries
        }
        settling = DoubtfulRows(alone(Plan.of(rules)), known_to(rules, case.dataset.claims), None, [sheet])
        exact = settling._exactly([case.rows[place] for place in places])  # as it settles rows
        for (kind, name), column in sheet.items():
            found = wanted[column].gather(places).to_list()
            for place, cell, other in zip(places, found, exact[column], strict=True):
                if (
                    cell != other
                    and not (cell is None and other is False)
                    and not (cell != cell and other is None)
                ):
                    yield f"{wanted[case.key][place]}: {kind} {name}: {cell}, not {other}"
        rated += len(places)
    assert rated, "no unit is rated"


def _by_variant(case: Case) -> dict[int, tuple[RuleSet, list[int]]]:
    """The rows that the same rules rate, by their places; those of which no variant can be told are left out."""
    plan, found = Plan.of(case.rules), dict[int, tuple[RuleSet, list[int]]]()
    for place, row in enumerate(case.rows):
        own = plan.rules
        if own.choosing:
            chosen = plan_for(plan, usable(own, given_of(case.dataset.claims, row)))
            if chosen is None:
                continue
            own = chosen.rules
        found.setdefault(id(own), (own, []))[1].append(place)
    return found


def unlike_columns(
    key: str, columns: Mapping[tuple[str, str], str], found: pl.DataFrame, wanted: pl.DataFrame
) -> Iterator[str]:
    """Where results of one library differ from those of another. That a state is not there, and that it does
    not hold, is one thing."""
    found, wanted = found.sort(key), wanted.sort(key)
    for (kind, name), column in columns.items():
        one, other = found[column], wanted[column]
        if kind == "printed":
            one, other = (each.cast(pl.Float64).fill_nan(None) for each in (one, other))
        elif kind in ("refused", "undecided", "inapplicable", "few", "differs"):
            one, other = (each.cast(pl.Boolean).fill_null(value=False) for each in (one, other))
        else:
            one, other = (each.cast(pl.String) for each in (one, other))
        if not (same := one.eq_missing(other)).all():
            row = (~same).arg_max() or 0
            yield f"{found[key][row]}: {kind} {name}: {one[row]}, not {other[row]}"
