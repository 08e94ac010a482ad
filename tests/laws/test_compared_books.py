"""Laws of `ken compare` over random books of the second edition and their revisions: what it says of each unit
by the old and by the new rules is what each of them says on its own, and its numbers add up."""

from __future__ import annotations

import copy
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import kenrules
import polars as pl
import yaml
from kenrules.engine.book import library
from kenrules.engine.compare.comparison import Comparison, compare_pairs
from kenrules.engine.compare.margins import margins
from kenrules.engine.compare.ratings import Data, RatedSheet
from kenrules.engine.data import Dataset, read_parts
from kenrules.engine.data.manifest import read_manifest
from kenrules.engine.meaning.arithmetic.exact import ExactArithmetic
from kenrules.engine.meaning.model import RuleSet
from kenrules.engine.meaning.one_unit import ExactResult
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.rating_steps import RatingSteps
from kenrules.engine.meaning.states import Value
from kenrules.engine.rating.rated import rate
from kenrules.engine.words.diagnostics import KenError, errors

from .budget import seeds
from .few_values import few_values
from .revised_books import revised
from .side_by_side import MEANT, Case, read


def read_by(rules: RuleSet, folder: Path) -> Dataset:
    """The data of a case as a rule set reads them."""
    manifest = folder / "data.yaml"
    return read_parts(rules, [replace(part, meant=MEANT) for part in read_manifest(rules, manifest)])


def revision(case: Case, folder: Path, seed: int) -> RuleSet | None:
    """The rules with one thing changed; None where that is not valid."""
    new = revised(case.book.rules, random.Random(seed))
    file = folder / "two.yaml"
    file.write_text(yaml.safe_dump(new, allow_unicode=True, sort_keys=False), encoding="utf-8")
    rules, found = library.inspect(file)
    return None if errors(found) else rules


def pairs(folder: Path, seconds: float, units: int) -> Iterator[tuple[int, Case, RuleSet, Data]]:
    """Random books with a revision each, and the data of both."""
    for seed in seeds(seconds, at_least=3):
        case = read(seed, folder, units=units)
        new = None if case is None else revision(case, folder, seed)
        if case is None or new is None:
            continue
        yield seed, case, new, Data(lambda reader: read_by(reader, folder), (case.rules, new))


def unlike(rules: RuleSet, sheet: RatedSheet, folder: Path) -> Iterator[str]:
    """Where a comparison says something else of units than the rule set on its own."""
    alone = read_by(rules, folder)
    rated = rate(Plan.of(rules), alone.frame, alone.claims)
    frame: Any = rated.frame
    names = {"rating": ("rating", ""), "status": ("status", "")}
    names |= {column: ("printed", path) for path, column in sheet.scores.items()}
    names |= {column: ("target", id_) for id_, column in sheet.targets.items()}
    own = frame.select(
        pl.col(alone.claims.key).alias("unit"),
        *(pl.col(rated.columns[key]).alias(name) for name, key in names.items() if key in rated.columns),
    )
    both = sheet.frame.join(own, on="unit", how="left", suffix=" alone", maintain_order="left")
    for name in names:
        wanted = f"{name} alone"
        if wanted not in both.columns:
            continue
        wrong = both.filter(pl.col(name).ne_missing(pl.col(wanted)))
        if wrong.height:
            first = wrong.row(0, named=True)
            yield f"{rules.id} {first['unit']} {name}: {first[name]}, not {first[wanted]}"


def unsound(found: Comparison) -> Iterator[str]:
    """Numbers of a comparison that do not add up."""
    units = found.units.height
    sums = {
        "matrix": sum(found.matrix.values()),
        "directions": sum(found.directions.values()),
        "old": sum(found.counts("old").values()),
        "new": sum(found.counts("new").values()),
    }
    yield from (f"{name}: {count}, not {units}" for name, count in sums.items() if count != units)
    if found.is_scored:
        return
    moved = sum(count for (old, new), count in found.matrix.items() if old != new)
    if found.moved.height != moved:
        yield f"moved: {found.moved.height}, not {moved}"
    told = Counter(found.direction_of(*pair) for pair, count in found.matrix.items() for _ in range(count))
    if {way: count for way, count in found.directions.items() if count} != dict(told):
        yield f"directions: {found.directions}, not {told}"


def moved_alone(rules: RuleSet, exact: ExactResult, path: str, score: Fraction) -> str | None:
    """The rating of a unit whose printed score of one node is another one, and all else is as it is: what the
    steps of ratings say of it in exact arithmetic."""
    plan, outcome = exact.plan, copy.deepcopy(exact.outcome)
    outcome.printed[path] = score
    outcome.nodes[path] = Value(score)
    steps = RatingSteps(plan, ExactArithmetic(rules.scale), outcome)
    for node in plan.steps:
        if node.bands:
            steps.rate_node(node)
    steps.rate_total()
    return ExactResult(plan, outcome).rating


def test_what_is_told_of_near_misses_is_so(tmp_path: Path):
    told = 0
    for seed, case, _, _ in pairs(tmp_path, 12, 12):
        data = Data(lambda reader: read_by(reader, tmp_path), (case.rules, case.rules))
        if not case.rules.bands:
            continue
        (sheet,) = data.rated([case.rules])
        near = margins(sheet, sheet, 3).frame.filter(pl.col("side") == "old")
        rows = {str(row[case.key]): row for row in case.rows}
        for each in near.rows(named=True):
            exact = case.exactly(rows[each["unit"]])
            at = Fraction(repr(each["to"]))
            assert exact.rating == each["rating"] != each["other"], (seed, each)
            assert moved_alone(exact.plan.rules, exact, each["score"], at) == each["other"], (seed, each)
            told += 1
    assert told > 5


def test_what_is_proved_of_small_books_is_so(tmp_path: Path):
    """Of books over a few values: no unit has what was proved impossible, and the examples have what is
    possible."""
    decided = 0
    for seed in seeds(12, at_least=3):
        chance = random.Random(seed)
        book = few_values(chance)
        files = []
        for name, rules in (("one", book.rules), ("two", revised(book.rules, chance))):
            files.append(tmp_path / f"{name}.yaml")
            files[-1].write_text(yaml.safe_dump(rules, allow_unicode=True, sort_keys=False), encoding="utf-8")
        if any(errors(library.inspect(file)[1]) for file in files):
            continue
        proved = kenrules.prove(*files, seconds=2)
        impossible = {(each.old, each.new) for each in proved.transitions if each.possible is False}
        decided += len(impossible)
        units = [{name: chance.choice(values) for name, values in book.values.items()} for _ in range(150)]
        frame = pl.DataFrame([{"unit": f"u{number}", **unit} for number, unit in enumerate(units)])
        try:
            found = kenrules.compare(*files, frame)
        except KenError:
            continue
        assert not impossible & found.matrix.keys(), (seed, impossible & found.matrix.keys())
        for each in proved.transitions:
            if each.example is not None:
                sides = (each.example.old, each.example.new)
                assert tuple(side.result.rating for side in sides) == (each.old, each.new), seed
    assert decided


def test_a_comparison_says_of_each_side_what_its_rules_say_alone(tmp_path: Path):
    compared = 0
    for seed, case, new, data in pairs(tmp_path, 20, 30):
        try:
            alone = read_by(new, tmp_path)
        except KenError:
            continue  # the new rules cannot read these data
        assert alone.frame.height
        for rules, sheet in zip((case.rules, new), data.rated([case.rules, new]), strict=True):
            assert not list(unlike(rules, sheet, tmp_path)), (seed, list(unlike(rules, sheet, tmp_path)))
        (found,) = compare_pairs((case.rules, new), data)
        assert not list(unsound(found)), (seed, list(unsound(found)))
        compared += found.units.height
    assert compared > 50
