"""Laws of audits over random books of the second edition: what is printed contradicts nothing, a figure that is
moved too far is found, and every contradiction that is told is one."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from kenrules.engine.audit.contradictions import Contradiction, audit
from kenrules.engine.audit.figures import Figures, RefusedValue, Reported, Word
from kenrules.engine.audit.figures_run import is_read, slack_of
from kenrules.engine.data.row_values import given_of
from kenrules.engine.meaning.arithmetic.exact import ExactArithmetic
from kenrules.engine.meaning.choosing import taken
from kenrules.engine.meaning.model import RuleSet
from kenrules.engine.meaning.one_unit import ExactResult, evaluate_exactly, usable
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.printed_scores import printed_places, printed_score
from kenrules.engine.meaning.scope import is_pure
from kenrules.engine.meaning.states import Given
from kenrules.engine.meaning.steps_in_order import has_way
from kenrules.engine.words.diagnostics import Position

from .budget import seeds
from .side_by_side import Case, read

SAMPLES = 6


@dataclass(frozen=True)
class Printed:
    """What the engine prints of a unit, beside what it was given."""

    known: Given[Any, Any]
    result: ExactResult

    @property
    def rules(self) -> RuleSet:
        """The rules that hold for it."""
        return self.result.plan.rules

    def values(self) -> dict[str, Fraction]:
        """Raw values, inputs and scores as they are given, other scores as they are printed."""
        values: dict[str, Any] = {}
        for path, entry in self.rules.entries.items():
            given = self.known.scores.get(path)
            is_given = is_read(self.rules, entry) or given is not None
            values[path] = given if is_given else self.result.outcome.printed[path]
            if not is_given and is_pure(self.rules, path):
                values[path] = None
        return {path: Fraction(value) for path, value in values.items() if value is not None}

    def figures(self, values: Mapping[str, Fraction]) -> Figures:
        """Values by path as figures, the first one in line 1, with all ratings and results."""
        rules, outcome = self.rules, self.result.outcome
        scores = [
            Reported("u", path, (path,), None, value, Position("data", line))
            for line, (path, value) in enumerate(values.items(), 1)
        ]
        ratings = [] if self.result.rating is None else [Word("u", self.result.rating, Position("data"))]
        ratings += [
            Word("u", word, Position("data"), path, (path,))
            for path, node in rules.nodes.items()
            if path != "total" and node.bands and (word := self.result.word(path)) is not None
        ]
        results = [
            Word("u", judged.result, Position("data"), path, (path,), values[path])
            for path in values
            if (judged := taken(outcome.judged.get(path))) is not None
        ]
        refused = [RefusedValue("u", (path,)) for path in self.known.refused]
        return Figures(scores, results, ratings, refused=refused)


def printed_units(seed: int, folder: Path) -> Iterator[tuple[Case, str, Printed]]:
    """Units of the book of a seed of which data give no score that the rules would make."""
    case = read(seed, folder, units=25)
    if case is None:
        return
    for row in case.rows:
        known = usable(case.rules, given_of(case.dataset.claims, row))
        result = evaluate_exactly(Plan.of(case.rules), known)
        rules = result.plan.rules
        made = [node for node in rules.nodes.values() if node.children and not is_read(rules, node)]
        if all(known.scores.get(node.path) is None for node in made):
            yield case, row[case.key], Printed(known, result)


def test_what_is_printed_contradicts_nothing(tmp_path: Path):
    count = 0
    for seed in seeds(5, at_least=3):
        for case, unit, printed in printed_units(seed, tmp_path):
            chance = random.Random(f"{seed} {unit}")
            share = chance.choice([1.0, 1.0, 0.9, 0.5])
            kept = {path: value for path, value in printed.values().items() if chance.random() < share}
            found = audit(case.rules, printed.figures(kept))
            assert found == [], (seed, unit, kept, [(str(each.message), each.arithmetic) for each in found])
            count += 1
    assert count


def may_be(printed: Printed, values: Mapping[str, Fraction], chance: random.Random) -> Iterator[ExactResult]:
    """What the rules make of values that are printed so: of each figure the value itself, its least, its
    greatest, or one between; what is not reported as it truly is."""
    rules = printed.rules
    grid = ExactArithmetic(rules.scale)
    for number in range(SAMPLES):
        given: dict[str, Any] = {}
        for path, entry in rules.entries.items():
            value, true = values.get(path), printed.known.scores.get(path)
            given[path] = value if value is not None else true
            slack = 0 if value is None else slack_of(rules, entry, value)
            if number and slack and value is not None:
                moved = value + slack * chance.choice(
                    [Fraction(-1), Fraction(1), Fraction(chance.randint(-99, 99), 100)]
                )
                if printed_score(grid, rules, entry, moved) == value:
                    given[path] = moved
        yield evaluate_exactly(
            printed.result.plan, Given(given, printed.known.answers, printed.known.respondents)
        )


def is_true(
    printed: Printed, values: Mapping[str, Fraction], found: Contradiction, chance: random.Random
) -> bool:
    """Whether no values that are printed as the figures are agree with what is said not to be."""
    rules, grid = printed.rules, ExactArithmetic(printed.rules.scale)
    path = rules.names[str(found.message.arguments.get("node", "total"))][0]
    for result in may_be(printed, values, chance):
        outcome = result.outcome
        if found.code == "impossible":
            made = outcome.computed.get(path)
            if made is not None and printed_score(grid, rules, rules.nodes[path], made) == values[path]:
                return False
        elif found.code == "wrong-rating":
            own = result.rating if path == "total" else result.word(path)
            if own == found.message.arguments["rating"]:
                return False
        else:
            assert found.code == "wrong-result"
            judged = taken(outcome.judged.get(path))
            if judged is not None and judged.result == found.message.arguments["word"]:
                return False
    return True


def moved(printed: Printed, chance: random.Random) -> tuple[str, dict[str, Fraction]] | None:
    """A score that was made, and all values with another one in its place; None where none was made."""
    rules, values = printed.rules, printed.values()
    given = printed.known.scores.keys() | printed.known.answers.keys()
    made = [
        path
        for path in values
        if not is_read(rules, rules.entries[path]) and (path not in given or rules.entries[path].children)
    ]
    if not made:
        return None
    path = chance.choice(made)
    node = rules.nodes[path]
    step = Fraction(1, 10 ** printed_places(rules, node))
    if node.round is not None and node.round.step is not None:
        step = node.round.step
    return path, {**values, path: values[path] + step * chance.choice([-40, -3, -1, 1, 3, 40])}


def is_exact(printed: Printed, values: Mapping[str, Fraction], path: str) -> bool:
    """Whether everything on which a score hangs is reported, and was not rounded."""
    rules, hangs_on = printed.rules, {*printed.result.plan.needs(path)} - {path}
    return {*hangs_on, *printed.result.plan.rules.inputs} <= values.keys() and not any(
        slack_of(rules, rules.entries[each], values[each]) for each in hangs_on
    )


def test_a_figure_that_is_moved_is_found_and_nothing_is_told_that_is_not_so(tmp_path: Path):
    exact = noticed = told = 0
    for seed in seeds(8, at_least=3):
        for case, unit, printed in printed_units(seed, tmp_path):
            chance = random.Random(f"{seed} {unit}")
            change = moved(printed, chance)
            if change is None:
                continue
            path, values = change
            found = audit(case.rules, printed.figures(values))
            told += len(found)
            if is_exact(printed, values, path):
                exact += 1
                line = list(values).index(path) + 1
                noticed += any(each.code == "impossible" and each.position.line == line for each in found)
            for each in found:
                words = (seed, unit, path, values[path], str(each.message), each.arithmetic)
                assert is_true(printed, values, each, chance), words
    assert noticed == exact > 0
    assert told


def test_a_rating_that_is_another_is_found(tmp_path: Path):
    """Of units of which everything is reported that is given, and nothing that was rounded."""
    exact = noticed = 0
    for seed in seeds(4, at_least=3):
        for case, unit, printed in printed_units(seed, tmp_path):
            rules, values = printed.rules, printed.values()
            others = [band.rating for band in rules.bands if band.rating != printed.result.rating]
            given = {path for path, value in printed.known.scores.items() if value is not None}
            asked = {
                path
                for path, entry in rules.entries.items()
                if is_read(rules, entry) or not (entry.children or has_way(entry))
            }
            if printed.result.rating is None or not others or not asked <= given:
                continue
            wrong = Word("u", random.Random(f"{seed} {unit}").choice(others), Position("data"))
            figures = printed.figures({path: values[path] for path in asked})
            found = audit(case.rules, replace(figures, ratings=[wrong]))
            exact, noticed = exact + 1, noticed + ([each.code for each in found] == ["wrong-rating"])
    assert noticed == exact > 0
