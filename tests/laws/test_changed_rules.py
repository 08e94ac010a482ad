"""The law of changed rules over random small books: cases that are made pass, a change that is said to be noticed
gives its unit something else, and one that is proved to make no difference gives every unit the same."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml
from kenrules import KenError
from kenrules.engine.checks.tried_units import possible
from kenrules.engine.data.row_values import given_of
from kenrules.engine.meaning.model import RuleSet
from kenrules.engine.meaning.one_unit import ExactResult, evaluate_exactly
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.steps_in_order import has_way
from kenrules.engine.verify.golden import run_file
from kenrules.engine.verify.mutants.made_cases import make_cases
from kenrules.engine.verify.mutants.mutant import MutantMaker
from kenrules.engine.verify.mutants.search import Search, as_cases
from kenrules.engine.words.speech import Speech

from .budget import seeds
from .small_books import small_book

SECONDS = 2.0
MOST_UNITS, MOST_VALUES = 400, 5


def book_of(seed: int, folder: Path) -> MutantMaker | None:
    """The small book of a seed; None where it does not load."""
    path = folder / f"book{seed}.yaml"
    path.write_text(yaml.safe_dump(small_book(random.Random(seed)), sort_keys=False), encoding="utf-8")
    try:
        return MutantMaker(path)
    except KenError:
        return None


def seen(result: ExactResult) -> Any:
    """What people see of a result: its rating, what is printed, and the ratings of nodes."""
    rules, outcome = result.plan.rules, result.outcome
    words = {path: result.word(path) for path, node in rules.nodes.items() if node.bands}
    printed = {path: outcome.printed.get(path) for path in rules.nodes}
    return result.rating, result.status, printed, words


def units_of(rules: RuleSet) -> Iterator[Mapping[str, Fraction | None]]:
    """Units of a rule set, those that lack something too: all of them, or some that are drawn."""
    free = [
        path
        for path, entry in rules.entries.items()
        if not entry.children and (entry.is_raw or path in rules.worded or not has_way(entry))
    ]
    values = [[None, *_values(rules, path)] for path in free]
    every = list(itertools.islice(itertools.product(*values), 200_000))
    chance = random.Random(5)
    for chosen in every if len(every) <= MOST_UNITS else chance.sample(every, MOST_UNITS):
        yield dict(zip(free, chosen, strict=True))


def _values(rules: RuleSet, path: str) -> list[Fraction]:
    own = possible(rules, path)
    if own.only:
        return list(own.only)
    step = own.step or Fraction(1)
    return [own.low + number * step for number in range(int((own.high - own.low) / step) + 1)]


def test_what_is_said_of_changed_rules_is_so(tmp_path):
    asked: Counter[str] = Counter()
    for seed in seeds(8, at_least=4):
        maker = book_of(seed, tmp_path)
        if maker is None:
            continue
        mutants = list(maker.mutants())
        search = Search(maker, mutants, SECONDS)
        units = list(units_of(maker.rules))
        known = [seen(evaluate_exactly(Plan.of(maker.rules), unit)) for unit in units]
        for number, mutant in enumerate(mutants):
            where = (seed, mutant.change.clause, mutant.change.was, mutant.change.now)
            plan = Plan.of(mutant.rules)
            if number in search.alike:
                asked["alike"] += 1
                made = [seen(evaluate_exactly(plan, unit)) for unit in units]
                assert made == known, where
            for inputs in list(search.noticed[number])[:1]:
                asked["noticed"] += 1
                cases = as_cases(maker, [search.inputs[inputs]])
                results = [
                    seen(evaluate_exactly(Plan.of(rules), given_of(dataset.claims, row)))
                    for rules in (maker.rules, mutant.rules)
                    for dataset in [replace(cases, rules=rules).dataset()]
                    for row in dataset.frame.iter_rows(named=True)
                ]
                assert results[0] != results[1], where
    assert asked["alike"]
    assert asked["noticed"]


def test_cases_that_are_made_pass(tmp_path):
    made = 0
    for seed in seeds(6, at_least=4):
        if book_of(seed, tmp_path) is None:
            continue
        path = tmp_path / f"book{seed}.test.yaml"
        told = make_cases(str(tmp_path / f"book{seed}.yaml"), path, Speech("en"), 1.0)
        result = run_file(path)
        assert not result.failed, [case.mismatches for case in result.cases if case.mismatches]
        assert not result.diagnostics
        assert len(result.cases) == told.cases
        made += 1
    assert made
