"""Laws of files: however a table is written, its units come out the same, and what stands in the cells of one
unit changes no other."""

from __future__ import annotations

import random
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import kenrules
import narwhals as nw
import polars as pl
import polars.selectors as cs
import pytest
import yaml
from kenrules import KenError
from kenrules.engine.data.bare_units import BARE
from kenrules.engine.rating import evaluation

from . import commands, naive
from .budget import seeds
from .forms import Form, forms, frame_of, number_of
from .surveys import Survey, survey_of

FORMS_OF_A_SURVEY = 8
UNITS = 20_000


@dataclass(frozen=True)
class Outcome:
    """What comes of data: by unit, in their order, and the findings: those of units by code and unit, and the
    codes of others."""

    said: dict[str, commands.Said]
    of_units: Counter[tuple[str, str]]
    others: frozenset[str]


@pytest.fixture
def outcome(monkeypatch):
    """What `ken evaluate` says of data in some form."""
    seen: list[Any] = []
    own = evaluation.evaluate_dataset

    def kept(*arguments: Any, **options: Any) -> Any:
        seen.append(own(*arguments, **options))
        return seen[-1]

    monkeypatch.setattr(evaluation, "evaluate_dataset", kept)

    def run(rules: Path, data: Path, options: list[str]) -> Outcome:
        said, _ = commands.by_json(rules, data, options)
        found = seen.pop().diagnostics
        of_units = Counter((each.code, each.unit) for each in found if each.unit)
        return Outcome(said, of_units, frozenset(each.code for each in found if not each.unit))

    return run


def surveys(folder: Path, seconds: float, at_least: int = 3, **how: Any) -> Iterator[tuple[Survey, Path]]:
    """Surveys with their rule sets on the disk; those that do not load are left out."""
    for seed in seeds(seconds, at_least):
        survey = survey_of(seed, **how)
        own = folder / str(seed)
        own.mkdir()
        if (rules := rules_of(survey, own)) is not None:
            yield survey, rules
        shutil.rmtree(own)


def rules_of(survey: Survey, folder: Path) -> Path | None:
    rules = folder / "rules.yaml"
    rules.write_text(yaml.safe_dump(survey.rules, allow_unicode=True, sort_keys=False), encoding="utf-8")
    try:
        kenrules.load(rules)
    except KenError:
        return None
    return rules


def expected(survey: Survey) -> dict[str, commands.Said]:
    """What the naive evaluator says."""
    found = naive.evaluate(survey.rules, survey.naive())
    return {unit: commands.by_naive(result) for unit, result in found.results.items()}


def test_every_form_of_the_data_gives_the_same_units_and_findings(tmp_path, outcome):
    kinds: Counter[str] = Counter()
    for survey, rules in surveys(tmp_path, 35):
        chance = random.Random(survey.seed)
        every = [*forms(survey, chance)]
        chosen = [Form("csv"), *chance.sample(every, FORMS_OF_A_SURVEY)]
        first = None
        for number, form in enumerate(chosen):
            data, options = form.write(survey, rules.parent / str(number), chance)
            found = outcome(rules, data, options)
            first = first or found
            assert list(found.said) == survey.units, (survey.seed, form)
            assert found.said == expected(survey), (survey.seed, form)
            assert found.of_units == first.of_units, (survey.seed, form)
            # a comment is something beside the name of a unit
            told = found.others - {BARE}, first.others - {BARE}
            assert (told[0] == told[1]) if form.comments else (found.others == first.others), (
                survey.seed,
                form,
            )
            kinds[form.kind] += 1
    assert min(kinds.values()) >= 2


def test_no_cell_of_a_unit_changes_another(tmp_path, outcome):
    told = 0
    for survey, rules in surveys(tmp_path, 15, clean=False):
        rest = survey.without_bad()
        if not survey.bad or not rest.rows:
            continue
        chance = random.Random(survey.seed)
        for number, form in enumerate(chance.sample([*forms(survey, chance)], 2)):
            data, options = form.write(survey, rules.parent / f"bad{number}", chance)
            whole = outcome(rules, data, options)
            data, options = form.write(rest, rules.parent / f"good{number}", chance)
            alone = outcome(rules, data, options)
            kept = {unit: said for unit, said in whole.said.items() if unit not in survey.bad}
            assert kept == alone.said, (survey.seed, form)
            assert {unit for _, unit in whole.of_units} >= survey.bad, (survey.seed, form)
            others = Counter(
                {each: count for each, count in whole.of_units.items() if each[1] not in survey.bad}
            )
            assert others == alone.of_units, (survey.seed, form)
            told += len(survey.bad)
    assert told > 10


@pytest.mark.parametrize("library", ["polars", "polars lazy", "pandas", "pyarrow"])
def test_frames_give_what_files_give(tmp_path, library):
    made = 0
    for survey, rules in surveys(tmp_path, 2.5, at_least=12, clean=True):
        chance = random.Random(survey.seed)
        frame = frame_of(survey, typed=chance.random() < 0.7)
        if survey.layout == "scores":
            earned = numbers_of(survey)
            if earned is None:
                continue
            frame = frame_of(earned, typed=True)
            frame = frame.with_columns(
                frame[name].cast(float) for name in frame.columns[1:] if frame[name].is_null().all()
            )
        if library == "pandas":  # whose truths with gaps are objects
            frame = frame.with_columns(cs.boolean().cast(pl.String))
        kinds = {
            "polars": lambda frame=frame: frame,
            "polars lazy": frame.lazy,
            "pandas": frame.to_pandas,
            "pyarrow": frame.to_arrow,
        }
        data = kinds[library]()
        given = kenrules.Responses(data) if survey.layout == "responses" else data
        result = nw.from_native(kenrules.evaluate(rules, given))
        rows = (result.collect() if isinstance(result, nw.LazyFrame) else result).rows(named=True)
        nodes = {path.rsplit(".", 1)[-1] for path in naive.Rules.from_yaml(survey.rules).nodes}
        said = {
            row["agency"]: (
                row["status"],
                row["rating"] if isinstance(row["rating"], str) else None,
                {
                    name: commands.exact(float(row[name]))
                    for name in row
                    if name in nodes and row[name] is not None and row[name] == row[name]
                },
            )
            for row in rows
        }
        wanted = {unit: (own.status, own.rating, own.scores) for unit, own in expected(survey).items()}
        assert said == wanted, (survey.seed, library)
        made += 1
    assert made > 3


def numbers_of(survey: Survey) -> Survey | None:
    """The survey with each word as what it scores, unless that is a code itself: frames of units have
    numbers. None where some cannot be written so."""
    parsed = naive.Rules.from_yaml(survey.rules)
    rows = []
    for unit, cells in survey.rows:
        own: dict[str, str | None] = {}
        for name, cell in cells.items():
            score = naive.read_cell(parsed, parsed.path(name), cell).value
            options = parsed.nodes[parsed.path(name)].answers
            if cell is None or number_of(cell) is not None:
                own[name] = cell
            elif score is None or (options and f"{float(score):g}" in options.options):
                return None
            else:
                own[name] = f"{float(score):g}"
                if commands.exact(own[name]) != score:
                    return None
        rows.append((unit, own))
    return Survey(survey.seed, survey.rules, survey.layout, survey.questions, rows)


@pytest.mark.parametrize("layout", ["scores", "responses"])
def test_twenty_thousand_units_in_several_forms(tmp_path, outcome, layout):
    survey, rules = next(
        (survey, rules)
        for seed in range(100)
        if (survey := survey_of(seed, units=20, clean=False)).layout == layout
        and len(survey.bad) > 2
        and (rules := rules_of(survey, tmp_path)) is not None
    )
    copies = UNITS // len(survey.units)
    clean = survey.without_bad()
    rows = [
        *survey.rows,
        *((f"{unit}-{copy}", cells) for copy in range(copies) for unit, cells in clean.rows),
    ]
    many = Survey(survey.seed, survey.rules, survey.layout, survey.questions, rows, survey.bad)
    wanted = expected(survey)
    wanted |= {f"{unit}-{copy}": wanted[unit] for copy in range(copies) for unit in clean.units}
    chance, found = random.Random(1), []
    for number, form in enumerate(
        [
            Form("csv"),
            Form("csv", 8, separator=";", comments=True),
            Form("parquet", typed=True),
            Form("jsonl", 3),
        ]
    ):
        data, options = form.write(many, tmp_path / str(number), chance)
        found.append(outcome(rules, data, options))
        assert list(found[-1].said) == many.units, form
        assert found[-1].said == wanted, form
        assert found[-1] == found[0], form
