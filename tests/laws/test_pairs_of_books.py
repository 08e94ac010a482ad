"""The law that what is proved of two rule sets and what trying every unit shows agree, on random small books of
the second edition (small_books.py) and revisions of them: which ratings a unit can have by both, and claims.

Units lack values, too, and have every word; variants are chosen unit by unit. In CI for a while from a fixed
seed; by hand KEN_LAWS_PROOFS=500 for so many pairs."""

from __future__ import annotations

import itertools
import os
import random
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import kenrules
import pytest
import yaml
from kenrules import KenError
from kenrules.engine.checks.tried_units import possible
from kenrules.engine.compare.implied_proofs import Proofs, proofs
from kenrules.engine.meaning.model import RuleSet
from kenrules.engine.meaning.one_unit import ExactResult, evaluate_exactly
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.steps_in_order import is_told
from kenrules.engine.words.diagnostics import Text

from .budget import SEED, seeds
from .revised_books import revised
from .small_books import small_book

PAIRS = int(os.environ.get("KEN_LAWS_PROOFS", "0"))
SECONDS, SECONDS_OF_A_PAIR = 15.0, 60.0
MOST_UNITS, MOST_VALUES = 3_000, 12

Said = Mapping[str, Hashable | None]
"""What data say of a unit, by path: words as such, numbers as they are."""
CLAIMS = ("new.total >= old.total", "old.total <= 3 implies new.total <= 5", "new.rating == old.rating")


def test_proofs_of_two_books_and_trying_every_unit_agree(tmp_path):
    asked: Counter[str] = Counter()
    failed: list[str] = []
    for seed in range(SEED, SEED + PAIRS) if PAIRS else seeds(SECONDS, at_least=6):
        pair = _pair(seed, tmp_path)
        units = None if pair is None else _units(*pair)
        if pair is None or units is None:
            asked["left out"] += 1
            continue
        asked["pairs"] += 1
        asked["with variants"] += any(rules.variants for rules in pair)
        proved = proofs(*pair, CLAIMS, seconds=SECONDS_OF_A_PAIR)
        assert proved.beyond is None, (seed, proved.beyond)
        wrong = list(_wrong(proved, pair, units, asked))
        texts = [(tmp_path / name).read_text() for name in ("one.yaml", "two.yaml")]
        failed += [f"== seed {seed}: {each}\n{texts[0]}\n{texts[1]}" for each in wrong]
    if failed:
        pytest.fail("\n".join(sorted(failed, key=len)[:3]), pytrace=False)
    assert asked["pairs"], asked
    assert asked["possible: False"], asked
    assert not PAIRS or asked["with variants"], asked


def _pair(seed: int, folder: Path) -> tuple[RuleSet, RuleSet] | None:
    """A random book and a revision of it; None where one of them is not valid, or has no bands."""
    chance = random.Random(seed)
    book = small_book(chance)
    made = []
    for name, written in (("one", book), ("two", revised(book, chance))):
        path = folder / f"{name}.yaml"
        path.write_text(yaml.safe_dump(written, sort_keys=False, allow_unicode=True), encoding="utf-8")
        try:
            made.append(kenrules.load(path))
        except KenError:
            return None
    return (made[0], made[1]) if all(rules.bands for rules in made) else None


def _tokens(rules: RuleSet, path: str) -> dict[Hashable, Fraction]:
    """What data can say of something, and how exact arithmetic takes it; nothing where that is too much."""
    entry = rules.entries[path]
    if entry.answers is None:
        own = possible(rules, path)
        count = 0 if own.step is None else int((own.high - own.low) / own.step) + 1
        if not own.only and not 0 < count <= MOST_VALUES:
            return {}
        values = own.only or [own.low + number * (own.step or 0) for number in range(count)]
        return {value: value for value in values}
    scale = rules.answers[entry.answers]
    if path in rules.worded or path in rules.inputs:
        return {word: Fraction(number) for number, word in enumerate(scale.words)}
    return {word: scale.score(word, reversed_=entry.reversed) for word in scale.options}


def _units(old: RuleSet, new: RuleSet) -> list[Said] | None:
    """Every unit of whose values both rule sets know something; None where these are too many."""
    known: dict[str, dict[Hashable, None]] = {}
    for rules in (old, new):
        for path in rules.entries:
            if is_told(rules, rules.entries[path]):
                tokens = dict.fromkeys(_tokens(rules, path))
                if not tokens:
                    return None
                known[path] = {token: None for token in known.get(path, tokens) if token in tokens}
    count = 1
    for tokens in known.values():
        count *= len(tokens) + 1
    if count > MOST_UNITS:
        return None
    every = itertools.product(*([None, *tokens] for tokens in known.values()))
    return [dict(zip(known, said, strict=True)) for said in every]


def _result(rules: RuleSet, said: Said) -> ExactResult:
    given = {
        path: None if token is None else _tokens(rules, path)[token]
        for path, token in said.items()
        if path in rules.entries and is_told(rules, rules.entries[path])
    }
    return evaluate_exactly(Plan.of(rules), given, judge=())


def _wrong(
    proved: Proofs, pair: tuple[RuleSet, RuleSet], units: list[Said], asked: Counter[str]
) -> Iterator[str | Text]:
    """What is said and not so, so and not said, or not decided."""
    results = [tuple(_result(rules, said) for rules in pair) for said in units]
    both = [(one, other) for one, other in results if one.rating is not None and other.rating is not None]
    seen = {(one.rating, other.rating) for one, other in both}
    asked["units"] += len(units)
    apart = any("differ in any way" in str(text) for text in proved.assumptions)
    for each in proved.transitions:
        asked[f"possible: {each.possible}"] += 1
        if each.possible is None:
            yield f"undecided: {each.old} → {each.new}"
        elif each.possible is False and (each.old, each.new) in seen:
            yield f"said to be never, and so: {each.old} → {each.new}"
        elif each.possible and (each.old, each.new) not in seen and not apart:
            yield f"said to be possible, and not so: {each.old} → {each.new}"
        if each.example is not None:
            shown = [
                evaluate_exactly(Plan.of(rules), own.data, judge=()).rating
                for rules, own in zip(pair, (each.example.old, each.example.new), strict=True)
            ]
            if shown != [each.old, each.new]:
                yield f"the example of {each.old} → {each.new} has {shown}"
    for number, verdict in enumerate(proved.verdicts):
        holds = all(_holds(number, one, other) for one, other in both)
        asked[f"claim: {verdict.holds}"] += 1
        if verdict.holds is None:
            yield f"undecided claim: {CLAIMS[number]}"
        elif verdict.holds != holds and not (apart and holds):
            yield f"the claim {CLAIMS[number]}: {verdict.holds}"


def _holds(number: int, one: ExactResult, other: ExactResult) -> bool:
    """Whether a claim holds of a unit that both rate; one of which it cannot be told does not refute it."""
    totals = one.outcome.printed["total"], other.outcome.printed["total"]
    if number == 2:
        return one.rating == other.rating
    if None in totals:
        return True
    old, new = (Fraction(total) for total in totals if total is not None)
    return new >= old if number == 0 else not old <= 3 or new <= 5
