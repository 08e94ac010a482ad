"""Laws across commands: whatever is asked about a unit, and however the data are cut into files, the answer
is one.

One side is always the naive evaluator; the other what a command prints or writes, read back.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import kenrules
import pytest
import yaml
from kenrules import KenError

from . import commands, cutting, equations, naive
from .budget import seeds
from .commands import Said
from .generate import NUMBERED, Sample, generate

WAYS_OF_A_SAMPLE = 2
UNITS_OF_A_SAMPLE = 240
UNITS = int(os.environ.get("KEN_LAWS_UNITS", "20000"))
"""How many units are evaluated in every cut: 200,000 by hand."""


@dataclass(frozen=True)
class World:
    """A random rule set on the disk, units for it, and what the naive evaluator says of them."""

    sample: Sample
    rules: Path
    expected: naive.Evaluation
    chance: random.Random

    @property
    def said(self) -> dict[str, Said]:
        return {unit: commands.by_naive(result) for unit, result in self.expected.results.items()}

    @property
    def targets(self) -> dict[str, tuple[int, int, bool | None]]:
        return {
            name: (target.meeting, target.rated, target.met) for name, target in self.expected.targets.items()
        }

    def cuts(self, folder: Path, count: int) -> Iterator[cutting.Cut]:
        """The data in files, in several ways."""
        for number, way in enumerate(self.chance.sample(cutting.WAYS, len(cutting.WAYS))):
            cut = cutting.write(self.sample, way, folder / str(number), self.chance)
            if cut is not None:
                yield cut
                count -= 1
            if not count:
                return

    def is_node(self, name: str) -> bool:
        return any(path.rsplit(".", 1)[-1] == name for path in self.expected_rules.nodes)

    @property
    def expected_rules(self) -> naive.Rules:
        return naive.Rules.from_yaml(self.sample.rules)


def world(seed: int, folder: Path, units: int | None = None) -> World | None:
    """The world of a seed; None where its rules do not load, or have words that look like numbers, which
    files do not all read alike."""
    sample = generate(seed, rational=seed % 4 != 0, units=units)
    if any(set(NUMBERED) & set(scale) for scale in sample.rules.get("answers", {}).values()):
        return None
    rules = folder / "rules.yaml"
    rules.parent.mkdir(parents=True, exist_ok=True)
    rules.write_text(yaml.safe_dump(sample.rules, allow_unicode=True, sort_keys=False), encoding="utf-8")
    try:
        kenrules.load(rules)
    except KenError:
        return None
    return World(sample, rules, naive.evaluate(sample.rules, sample.units), random.Random(seed))


def worlds(folder: Path, seconds: float, units: int | None = None, at_least: int = 0) -> Iterator[World]:
    for seed in seeds(seconds, at_least):
        found = world(seed, folder / str(seed), units)
        if found is not None:
            yield found


def test_every_cut_of_the_data_gives_the_same_ratings_scores_judgements_and_targets(tmp_path):
    units = 0
    for each in worlds(tmp_path, 100, UNITS_OF_A_SAMPLE, at_least=UNITS // UNITS_OF_A_SAMPLE * 2):
        if units >= UNITS:
            break
        (cut,) = each.cuts(each.rules.parent, 1)
        said, targets = commands.by_json(each.rules, cut.path, cut.options)
        assert said == each.said, (each.sample.seed, cut)
        assert targets == each.targets, (each.sample.seed, cut)
        units += len(said)
        shutil.rmtree(each.rules.parent)
    assert units >= UNITS


def test_json_csv_explain_and_compare_say_the_same(tmp_path):
    for each in worlds(tmp_path, 45, 6):
        for cut in each.cuts(each.rules.parent, WAYS_OF_A_SAMPLE):
            at = (each.sample.seed, cut)
            said, _ = commands.by_json(each.rules, cut.path, cut.options)
            assert said == each.said, at
            table = commands.by_csv(each.rules, cut.path, cut.options, each.is_node)
            unjudged = {
                unit: replace(
                    one, judged={name: word for name, word in one.judged.items() if not name.startswith("q")}
                )
                for unit, one in said.items()
            }
            assert table == unjudged, at
            compared, whole = commands.by_compare(each.rules, each.rules, cut.path, cut.options)
            totals = {
                unit: (one.rating, one.rating, one.scores.get("total"), one.scores.get("total"))
                for unit, one in said.items()
            }
            assert compared == totals, at
            for name, target in whole["targets"].items():
                sides = [
                    (target[side]["meeting"], target[side]["rated"], target[side]["met"])
                    for side in ("old", "new")
                ]
                assert sides == [each.targets[name]] * 2, at
            unit = each.chance.choice(list(said))
            explained, trace = commands.by_explain(each.rules, cut.path, cut.options, unit)
            assert explained == said[unit], (at, unit)
            states = {step["path"]: step["source"] for step in commands.steps(trace["total"])}
            assert {path: STATE_OF.get(source, naive.KNOWN) for path, source in states.items()} == {
                "total" if path == "total" else path: state
                for path, state in each.expected.results[unit].state.items()
            }, (at, unit)


STATE_OF = {
    "missing": naive.MISSING,
    "withheld": naive.MISSING,
    "refused": naive.REFUSED,
    "undecided": naive.UNDECIDED,
}


def test_a_comparison_says_of_each_side_what_its_rule_set_says_alone(tmp_path):
    """The new rule set has the same nodes, read alike, and other weights, policies, least numbers of
    respondents and bands."""
    for each in worlds(tmp_path, 35, 8):
        new = revised(each.sample.rules, each.chance)
        other = each.rules.parent / "other.yaml"
        other.write_text(yaml.safe_dump(new, allow_unicode=True, sort_keys=False), encoding="utf-8")
        try:
            kenrules.load(other)
        except KenError:
            continue
        (cut,) = each.cuts(each.rules.parent, 1)
        compared, _ = commands.by_compare(each.rules, other, cut.path, cut.options)
        results = naive.evaluate(new, each.sample.units).results
        expected = {
            unit: (old.rating, results[unit].rating, old.printed["total"], results[unit].printed["total"])
            for unit, old in each.expected.results.items()
        }
        assert compared == expected, (each.sample.seed, cut)


def revised(rules: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A rule set with some of what people change."""
    new = json.loads(json.dumps(rules))
    new["ruleset"] = "random/two"
    if chance.random() < 0.6:
        new["missing"] = chance.choice(["error", "skip", "zero"])
    if chance.random() < 0.4:
        new["scale"]["rounding"] = chance.choice(["half_up", "half_even", "down", "up"])
    if chance.random() < 0.4:
        new["thresholds"]["half"] = new["scale"]["max"] * 0.4
    for key in ("instruments", "indicators", "parts"):
        for node in (new.get(key) or {}).values():
            if (
                isinstance(node, dict)
                and any(level in node for level in naive.LEVELS)
                and chance.random() < 0.4
            ):
                node["min_respondents"] = chance.randint(1, 4)
            elif isinstance(node, dict) and chance.random() < 0.3:
                node.pop("min_respondents", None)
    return new


def western(cell: Any) -> str | None:
    """An answer in the digits that frames have."""
    return None if cell is None else str(cell).translate(str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789"))


def frames_of(each: World, chance: random.Random, library: str) -> list[Any]:
    """The world's data as dataframes of a library: one of units, and `Responses`."""
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    make = {"polars": pl.DataFrame, "polars lazy": pl.LazyFrame, "pandas": pd.DataFrame, "pyarrow": pa.table}[
        library
    ]

    def make_floats(columns: dict[str, list[Any]]) -> Any:
        """A frame of units; a column without values is one of numbers too."""
        frame = pl.DataFrame(columns, schema_overrides={name: pl.Float64 for name in columns if name != key})
        kinds = {
            "polars": frame.clone,
            "polars lazy": frame.lazy,
            "pandas": frame.to_pandas,
            "pyarrow": lambda: pa.table(
                {
                    name: pa.array(cells, None if name == key else pa.float64())
                    for name, cells in columns.items()
                }
            ),
        }
        return kinds[library]()

    parsed, key, found = each.expected_rules, each.sample.key, []

    def column(path: str, cells: list[Any]) -> list[float | None]:
        read = [naive.read_cell(parsed, path, cell) for cell in cells]
        return [None if one.value is None else float(one.value) for one in read]

    paths = each.sample.scored or ["total"]
    units = list(each.sample.units)
    scores = {
        path.rsplit(".", 1)[-1]: column(path, [each.sample.units[unit].scores.get(path) for unit in units])
        for path in paths
    }
    found.append(make_floats({key: units, **scores}))
    rows = [(unit, row) for unit in units for row in each.sample.units[unit].respondents]
    chance.shuffle(rows)
    cut = chance.randint(0, len(rows))
    for part in (rows[:cut], rows[cut:]):
        answers = {
            path.rsplit(".", 1)[-1]: [western(row.get(path)) for _, row in part]
            for path in each.sample.answered
        }
        texts = (
            {"schema_overrides": dict.fromkeys(answers, pl.String)} if library.startswith("polars") else {}
        )
        if part and answers:
            found.append(kenrules.Responses(make({key: [unit for unit, _ in part], **answers}, **texts)))
    return found


@pytest.mark.parametrize("library", ["polars", "polars lazy", "pandas", "pyarrow"])
def test_every_library_of_dataframes_gives_what_the_naive_evaluator_gives(tmp_path, library):
    import narwhals as nw

    for each in worlds(tmp_path, 15, 8):
        states = [state for result in each.expected.results.values() for state in result.state.values()]
        if naive.REFUSED in states or each.sample.rules.get("unit") is None:
            continue  # a frame with a value that cannot be is refused whole
        result = nw.from_native(kenrules.evaluate(each.rules, frames_of(each, each.chance, library)))
        frame = result.collect() if isinstance(result, nw.LazyFrame) else result
        rows = {row[each.sample.key]: row for row in frame.rows(named=True)}
        assert list(rows) == list(each.sample.units)
        for unit, said in each.said.items():
            row = rows[unit]
            scores = {
                name: commands.exact(float(row[name]))
                for name in row
                if each.is_node(name) and row[name] is not None and row[name] == row[name]
            }
            rating = row["rating"] if isinstance(row["rating"], str) else None
            assert (row["status"], rating, scores) == (said.status, said.rating, said.scores), (
                each.sample.seed,
                unit,
            )


def test_figures_that_the_rules_make_contradict_nothing(tmp_path):
    """What is printed of every node, with its results and its rating, stands the audit; and its equations
    come out."""
    for each in worlds(tmp_path, 20, 3):
        for unit, said in each.said.items():
            if {naive.UNDECIDED, naive.REFUSED} & set(each.expected.results[unit].state.values()):
                continue
            rules, formulas = (
                each.expected_rules,
                [path for path, node in each.expected_rules.nodes.items() if node.formula is not None],
            )
            inner = {
                name: score for name, score in said.scores.items() if rules.nodes[rules.path(name)].children
            }
            raw = {
                path: cell
                for path, cell in each.sample.units[unit].scores.items()
                if path in formulas and not naive.is_empty(cell)
            }
            result, tabled = each.expected.results[unit], each.sample.units[unit].scores
            leaves = {  # a score of a table is reported as it is, a mean of answers as it is printed
                name: result.value[rules.path(name)]
                if rules.path(name) in tabled or rules.answered_by_unit(rules.path(name))
                else score
                for name, score in said.scores.items()
                if name not in inner and rules.path(name) not in formulas
            }
            figures = {
                **inner,
                **leaves,
                **{path.rsplit(".", 1)[-1]: naive.exact(cell) for path, cell in raw.items()},
            }
            given = [
                path
                for path in rules.nodes
                if rules.nodes[path].children and not naive.is_empty(each.sample.units[unit].scores.get(path))
            ]
            if given or not figures or len(leaves) + len(raw) < len(rules.leaves()):
                continue  # a given score may contradict what is below it, which an audit is to find
            data = each.rules.parent / f"{unit}.csv"
            lines = [f"{name},{equations.text(value)}," for name, value in figures.items()]
            data.write_text(
                "\n".join([f"{each.sample.key},item,score,rating", *(f"{unit},{line}" for line in lines)])
                + "\n",
                encoding="utf-8",
            )
            found = json.loads(commands.printed("audit", each.rules, data, "--format", "json"))
            assert [finding["code"] for finding in found["findings"]] == [], (each.sample.seed, unit)


def test_equations_of_audits_come_out(tmp_path):
    """A figure that is moved is told with an equation: both sides are equal as they are written, or ≈ says
    that a number was rounded."""
    told = 0
    for each in worlds(tmp_path, 30, 3, at_least=100):
        rules = each.expected_rules
        for unit, said in each.said.items():
            inner = [name for name in said.scores if rules.nodes[rules.path(name)].children]
            leaves = [
                name
                for name in said.scores
                if name not in inner and rules.nodes[rules.path(name)].formula is None
            ]
            if not inner or not leaves:
                continue
            moved = each.chance.choice(inner)
            kept = [name for name in leaves if each.chance.random() < 0.8]
            high = rules.scale.high
            figures = {name: said.scores[name] for name in kept} | {
                moved: high if said.scores[moved] < high / 2 else Fraction(0)
            }
            data = each.rules.parent / f"{unit}.csv"
            lines = [f"{unit},{name},{equations.text(value)}" for name, value in figures.items()]
            data.write_text("\n".join([f"{each.sample.key},item,score", *lines]) + "\n", encoding="utf-8")
            found = json.loads(commands.printed("audit", each.rules, data, "--format", "json"))
            for finding in found["findings"]:
                if finding["code"] == "impossible":
                    equations.check(finding["arithmetic"])
                    told += 1
    assert told > 50


def test_equations_of_explanations_come_out(tmp_path):
    told = 0
    for each in worlds(tmp_path, 30, 3, at_least=80):
        (cut,) = each.cuts(each.rules.parent, 1)
        unit = each.chance.choice(list(each.sample.units))
        text = commands.printed(
            "explain",
            each.rules,
            cut.path,
            *cut.options,
            "--unit",
            unit,
            "--format",
            "markdown",
            "--seconds",
            "0.1",
        )
        for line in re.findall(r"^- (.* = .*, printed .*)$", text, re.MULTILINE):
            equations.check_sum(line.replace("\\", ""), each.expected_rules.scale)
            told += 1
    assert told > 20


def test_a_printed_share_is_the_share_that_is_judged(tmp_path):
    """In `ken evaluate`: the share as it is printed meets the target where the target is met."""
    for each in worlds(tmp_path, 10, 30):
        (cut,) = each.cuts(each.rules.parent, 1)
        text = commands.printed("evaluate", each.rules, cut.path, *cut.options)
        for name, (meeting, rated, met) in each.targets.items():
            found = re.search(
                rf"target {name}: {meeting} of {rated} rated units \(([0-9.]+) %\), at least ([0-9.]+) %: "
                r"(met|not met)",
                text,
            )
            assert found is not None or not rated, (each.sample.seed, text)
            if found is not None:
                assert (Fraction(found[1]) >= Fraction(found[2])) is met is (found[3] == "met"), (
                    each.sample.seed,
                    found[0],
                )
