"""Laws of `ken compare` over random books of the second edition and their revisions: what it says of each unit
by the old and by the new rules is what each of them says on its own, and its numbers add up."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import yaml
from kenrules.engine.book import library
from kenrules.engine.compare.attribution import Attribution, Attributor
from kenrules.engine.compare.comparison import Comparison, _comparison
from kenrules.engine.compare.correspondence import correspondence
from kenrules.engine.compare.ratings import Data, RatedSheet
from kenrules.engine.compare.rule_differences import Differences
from kenrules.engine.data import Dataset, read_parts
from kenrules.engine.data.manifest import read_manifest
from kenrules.engine.meaning.model import RuleSet
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.rating.rated import rate
from kenrules.engine.words.diagnostics import KenError, errors

from .budget import seeds
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


def compared_by(old: RuleSet, new: RuleSet, data: Data) -> Comparison:
    """The comparison of two rule sets."""
    nothing = Differences(old, new, correspondence(old, new), ())
    return _comparison(
        Attributor(nothing, data),
        *data.rated([old, new]),
        data.described(),
        Attribution(
            (), pl.DataFrame({"unit": [], "cause": []}, schema={"unit": pl.String, "cause": pl.Int64}), ()
        ),
    )


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
    moved = sum(count for (old, new), count in found.matrix.items() if old != new)
    if found.moved.height != moved:
        yield f"moved: {found.moved.height}, not {moved}"
    told = Counter(found.direction_of(*pair) for pair, count in found.matrix.items() for _ in range(count))
    if {way: count for way, count in found.directions.items() if count} != dict(told):
        yield f"directions: {found.directions}, not {told}"


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
        found = compared_by(case.rules, new, data)
        assert not list(unsound(found)), (seed, list(unsound(found)))
        compared += found.units.height
    assert compared > 50
