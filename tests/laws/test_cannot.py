"""The law of what `ken diff` files under *cannot change a rating*, and under *can*: on random books of the second
edition and revisions of them. What cannot changes no rating, made alone, with all others that cannot, and taken
back, whatever data say; a unit that shows what can is rated otherwise by the two rule sets that are said.

In CI for a while from a fixed seed, on some units; by hand KEN_LAWS_PROOFS=500 for so many pairs, on 1,000 units
each, those on the ends of ranges, rows and bands among them."""

from __future__ import annotations

import copy
import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kenrules
import polars as pl
import pytest
import yaml
from kenrules import KenError
from kenrules.engine.compare.changes import differences
from kenrules.engine.compare.hybrids import between
from kenrules.engine.compare.ratings import Data, data_of
from kenrules.engine.compare.sorting import Sorting, sorting
from kenrules.engine.meaning.model import RuleSet
from kenrules.engine.meaning.one_unit import evaluate_exactly

from .budget import SEED, seeds
from .revised_books import revised
from .shipped import Filler
from .small_books import small_book

PAIRS = int(os.environ.get("KEN_LAWS_PROOFS", "0"))
UNITS = 1_000 if PAIRS else 150
SECONDS = 12.0


def pairs(folder: Path) -> Iterator[tuple[int, RuleSet, RuleSet]]:
    """Random books, each with a revision of it by some changes; one that is not valid is left out."""
    for seed in range(SEED, SEED + PAIRS) if PAIRS else seeds(SECONDS, at_least=6):
        chance = random.Random(seed)
        book = small_book(chance)
        new = book
        for _ in range(chance.randint(0, 2)):
            new = revised(new, chance)
        new = harmless(new, chance)
        made = []
        for name, written in (("one", book), ("two", new)):
            path = folder / f"{name}.yaml"
            path.write_text(yaml.safe_dump(written, sort_keys=False, allow_unicode=True), encoding="utf-8")
            try:
                made.append(kenrules.load(path))
            except KenError:
                break
        if len(made) == 2 and all(rules.bands for rules in made):
            yield seed, made[0], made[1]


def harmless(written: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The rules with something more that most likely does nothing."""
    new = copy.deepcopy(written) | {"ruleset": "random/two"}
    never = "total < -1000"
    bands = new.get("bands", [])
    changes: list[dict[str, Any]] = [
        {"at_least": -1000},
        {"plus": {"score": 1, "when": "score < -1000"}},
        {"thresholds": {**new.get("thresholds", {}), "spare": 5}},
    ]
    if bands:
        changes.append({"no_better_than": {bands[-1]["rating"]: never}})
        changes.append({"notches": {"score": -1, "when": never}})
        changes.append({"bands": [*bands, {"rating": "spare"}]})
    made = chance.choice(changes)
    return new | {key: value for key, value in made.items() if key == "bands" or key not in new}


def units_of(rules: RuleSet, chance: random.Random) -> pl.DataFrame:
    """Units of a rule set, as data have them."""
    filler, rows = Filler(rules, chance), []
    for number in range(UNITS):
        unit = filler.unit()
        scores = {rules.short_name(path): cell for path, cell in unit.scores.items()}
        rows.append({rules.unit: f"u{number}", **unit.inputs, **scores})
    return pl.DataFrame(rows, schema=dict.fromkeys(rows[0], pl.String))


def moved(data: Data, one: RuleSet, other: RuleSet) -> list[str]:
    """The units that two rule sets rate otherwise."""
    first, second = data.rated([one, other])
    unlike = first.frame["rating"].ne_missing(second.frame["rating"])
    return first.frame.filter(unlike)["unit"].to_list()


def shown_wrongly(known: Sorting) -> Iterator[str]:
    """The units shown for what can change a rating that are rated alike, or not as is said."""
    for own in known.can:
        assert own.unit is not None
        sides = (own.unit.old, own.unit.new)
        again = [evaluate_exactly(side.plan, side.data, judge=()).rating for side in sides]
        if again != [side.result.rating for side in sides] or again[0] == again[1]:
            yield f"{own.change.title}: {again}"


def test_what_cannot_change_a_rating_changes_none_and_what_can_comes_with_a_unit(tmp_path: Path):
    asked: Counter[str] = Counter()
    failed = []
    for seed, old, new in pairs(tmp_path):
        found = differences(old, new)
        known = sorting(found, seconds=2)
        failed += [f"seed {seed}: {told}" for told in shown_wrongly(known)]
        asked["can"] += len(known.can)
        every = frozenset(range(len(found.rating)))
        idle = [n for n in every if any(found.rating[n] is change for change in known.cannot)]
        frame = units_of(old, random.Random(seed))
        data = data_of(frame, (old, new), key=None, pass_through=())
        steps = [(found.names, found.names | frozenset(idle)), (every - frozenset(idle), every)]
        for number in idle:
            steps += [(found.names, found.names | {number}), (every - {number}, every)]
        for before, after in dict.fromkeys(steps):
            made = between(found, before), between(found, after)
            if None in made or before == after:
                continue
            try:
                others = moved(data, *(rules for rules in made if rules is not None))
            except KenError:
                asked["not read"] += 1
                continue
            asked["cannot"] += 1
            if others:
                failed.append(
                    f"seed {seed}: {len(others)} units such as {others[0]}, by {sorted(after - before)}"
                )
        if not known.can and not known.undecided:
            asked["nothing"] += 1
    if failed:
        pytest.fail("\n".join(failed[:5]), pytrace=False)
    assert asked["can"], asked
    assert asked["cannot"], asked
