"""Laws of differences between two rule sets, over random books and random revisions of them."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from kenrules import KenError
from kenrules.engine.book import library
from kenrules.engine.compare.changes import differences
from kenrules.engine.compare.hybrids import between, mixed
from kenrules.engine.compare.rule_differences import Differences
from kenrules.engine.data.row_values import given_of
from kenrules.engine.meaning.model import RuleSet
from kenrules.engine.meaning.one_unit import evaluate_exactly
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.words.diagnostics import errors

from .books import Sample, book_of
from .budget import seeds
from .revising import revised
from .side_by_side import data_for


@dataclass(frozen=True)
class Revision:
    """A book, and a revision of it."""

    book: Sample
    old: RuleSet
    new: RuleSet
    what: str
    folder: Path

    def results(self, rules: RuleSet) -> Mapping[str, Any] | None:
        """By unit what exact arithmetic says by some rules; None where the data do not fit these."""
        try:
            dataset = data_for(self.book, rules, self.folder)
        except KenError:
            return None
        plan, found = Plan.of(rules), {}
        for row in dataset.frame.iter_rows(named=True):
            result = evaluate_exactly(plan, given_of(dataset.claims, row))
            found[row[dataset.claims.key]] = (
                result.status,
                result.rating,
                result.outcome.printed.get("total"),
            )
        return found


def revisions(seed: int, folder: Path, times: int = 4) -> Iterator[Revision]:
    """Revisions of the book of a seed that are rule sets too."""
    book, chance = book_of(seed), random.Random(seed)
    for unit in book.units.values():  # data cannot say one thing twice
        for path in {path for row in unit.respondents for path in row} & unit.scores.keys():
            del unit.scores[path]
    old = _loaded(book.rules, folder / "old.yaml")
    for _ in range(times if old is not None else 0):
        made = revised(book.rules, chance)
        new = None if made is None else _loaded(made[0], folder / "new.yaml")
        if made is not None and new is not None and old is not None:
            yield Revision(book, old, new, f"{seed} {made[1]}", folder)


def _loaded(written: dict[str, Any], path: Path) -> RuleSet | None:
    path.write_text(yaml.safe_dump(written, allow_unicode=True, sort_keys=False), encoding="utf-8")
    rules, found = library.inspect(path)
    return None if errors(found) else rules


def told(found: Differences) -> list[Any]:
    return [each for change in found.changes for each in change.differences]


def test_a_rule_set_does_not_differ_from_itself(tmp_path: Path):
    for seed in seeds(4, at_least=5):
        rules = _loaded(book_of(seed).rules, tmp_path / "one.yaml")
        again = _loaded(book_of(seed).rules, tmp_path / "two.yaml")
        if rules is not None and again is not None:
            assert [str(change.title) for change in differences(rules, again).changes] == []


def test_what_is_told_has_its_place_and_is_the_same_backwards(tmp_path: Path):
    for seed in seeds(6, at_least=5):
        for case in revisions(seed, tmp_path):
            found, back = differences(case.old, case.new), differences(case.new, case.old)
            assert all(each.old_position.line and each.new_position.line for each in told(found)), case.what
            sides = Counter((str(each.old), str(each.new)) for each in told(found))
            assert sides == Counter((str(each.new), str(each.old)) for each in told(back)), case.what
            ids = (sorted(change.id for change in each.rating) for each in (found, back))
            assert next(ids) == next(ids), case.what


def test_where_nothing_that_rates_is_told_every_unit_is_rated_alike(tmp_path: Path):
    silent = 0
    for seed in seeds(15, at_least=5):
        for case in revisions(seed, tmp_path):
            found = differences(case.old, case.new)
            if found.rating or case.old.fingerprint == case.new.fingerprint:
                continue
            silent += 1
            before, after = case.results(case.old), case.results(case.new)
            assert before is None or after is None or before == after, case.what


def test_all_changes_make_the_new_rules_and_none_the_old_ones(tmp_path: Path):
    made = 0
    for seed in seeds(15, at_least=5):
        for case in revisions(seed, tmp_path, times=2):
            found = differences(case.old, case.new)
            every = frozenset(facet for change in found.rating for facet in change.facets)
            for facets, rules in ((every, case.new), (frozenset[Any](), case.old)):
                between_ = mixed(found, facets)
                assert between_ is not None, case.what
                results = case.results(rules)
                if results is not None:
                    made += 1
                    assert case.results(between_) == results, case.what


def test_rules_between_two_books_can_be_rated(tmp_path: Path):
    """Several revisions at once: whatever is taken of them is a rule set that rates, or none."""
    for seed in seeds(15, at_least=4):
        book, chance = book_of(seed), random.Random(seed)
        written, what = book.rules, []
        for _ in range(12):
            made = revised(written, chance)
            if made is not None and _loaded(made[0], tmp_path / "new.yaml") is not None:
                written, what = made[0], [*what, made[1]]
        old, new = _loaded(book.rules, tmp_path / "old.yaml"), _loaded(written, tmp_path / "new.yaml")
        if old is None or new is None:
            continue
        found = differences(old, new)
        case = Revision(book, old, new, f"{seed} {what}", tmp_path)
        facets = frozenset(facet for change in found.rating for facet in change.facets)
        whole = mixed(found, facets)
        assert whole is not None, case.what
        wanted = case.results(new)
        assert wanted is None or case.results(whole) == wanted, case.what
        for _ in range(4):
            taken = [number for number in range(len(found.rating)) if chance.random() < 0.5]
            rules = between(found, taken)
            if rules is not None:
                case.results(rules)
