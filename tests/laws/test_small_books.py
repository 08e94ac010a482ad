"""The law that proofs and trying every unit agree, on random rule sets of the second edition whose inputs and
raw values have a few values each (small_books.py).

Every unit, those that lack something among them, is rated in exact arithmetic. What is proved of each variant
is held against that, both ways, and every unit that a finding shows does what is said of it. In CI for a
while from a fixed seed; by hand KEN_LAWS_PROOFS=500 for so many rule sets."""

from __future__ import annotations

import itertools
import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import kenrules
import pytest
import yaml
from kenrules import Diagnostic, KenError
from kenrules.engine import checks
from kenrules.engine.checks import constant_step, monotone
from kenrules.engine.checks.looked_up import looked_up
from kenrules.engine.checks.step_conditions import step_conditions
from kenrules.engine.checks.step_worlds import StepWorld
from kenrules.engine.checks.variant_proofs import Variant, variants_of
from kenrules.engine.meaning.arithmetic.exact import ExactArithmetic
from kenrules.engine.meaning.expressions import Expression
from kenrules.engine.meaning.lacking_units import parts_of
from kenrules.engine.meaning.model import TOTAL, Node, RuleSet
from kenrules.engine.meaning.one_unit import ExactResult, Standing, evaluate_exactly
from kenrules.engine.meaning.plan import Plan
from kenrules.engine.meaning.scoring import Adjustment, PointsTable, Row
from kenrules.engine.meaning.step_records import AdjustedBy
from kenrules.engine.meaning.steps_in_order import bands_of, has_way
from kenrules.engine.meaning.witnesses import Witness
from kenrules.engine.meaning.worlds_of_rules import Worlds
from kenrules.engine.words.diagnostics import Position

from .budget import SEED, seeds
from .small_books import small_book

PROOFS = int(os.environ.get("KEN_LAWS_PROOFS", "0"))
SECONDS = 25.0
SECONDS_OF_A_BOOK = 60.0  # more than it takes where other work goes on beside it

Unit = Mapping[str, Fraction | None]


def test_proofs_and_trying_every_unit_agree(tmp_path):
    asked: Counter[str] = Counter()
    failed: list[str] = []
    for seed in range(SEED, SEED + PROOFS) if PROOFS else seeds(SECONDS, at_least=5):
        path = tmp_path / "rules.yaml"
        path.write_text(yaml.safe_dump(small_book(random.Random(seed)), sort_keys=False), encoding="utf-8")
        try:
            rules = kenrules.load(path)
        except KenError:
            asked["refused"] += 1
            continue
        asked["rule sets"] += 1
        for variant in variants_of(rules):
            found = list(checks.proved(checks.proofs(), variant.rules, SECONDS_OF_A_BOOK, variant))
            said = list(Book(variant, found).wrong(asked))
            failed += [f"== seed {seed} {variant.name}: {each}\n{path.read_text()}" for each in said]
    if failed:
        pytest.fail("\n".join(sorted(failed, key=len)[:3]), pytrace=False)


@dataclass
class Book:
    """One variant: what was found about it, and what every unit of it comes to."""

    variant: Variant
    found: list[Diagnostic]

    @property
    def rules(self) -> RuleSet:
        return self.variant.rules

    @cached_property
    def plan(self) -> Plan:
        return Plan.of(self.rules)

    @cached_property
    def free(self) -> list[str]:
        """What data say of a unit."""
        return [
            path
            for path, entry in self.rules.entries.items()
            if not entry.children and (entry.is_raw or path in self.rules.worded or not has_way(entry))
        ]

    @cached_property
    def units(self) -> list[tuple[tuple[Fraction | None, ...], ExactResult]]:
        """Every unit that the variant is chosen for, and what it comes to."""
        every = zip(self.combinations, self.all_units, strict=True)
        return [
            (unit, result)
            for unit, result in every
            if self.is_chosen(dict(zip(self.free, unit, strict=True)))
        ]

    @cached_property
    def combinations(self) -> list[tuple[Fraction | None, ...]]:
        """What units have of all that data say."""
        return list(itertools.product(*([None, *_values(self.rules, path)] for path in self.free)))

    @cached_property
    def all_units(self) -> list[ExactResult]:
        """What each comes to by these rules, whether they are chosen for it or not."""
        return [
            evaluate_exactly(self.plan, dict(zip(self.free, unit, strict=True)), judge=(), recorded=True)
            for unit in self.combinations
        ]

    @cached_property
    def exact(self) -> ExactArithmetic:
        return ExactArithmetic(self.rules.scale)

    def is_chosen(self, given: Unit) -> bool:
        if not self.variant.words:
            return True
        chosen = []
        for path in self.variant.choosing:
            raw = self.rules.inputs[path].value
            number = given[path] if given[path] is not None or raw is None else raw.missing
            chosen.append(number)
        return tuple(chosen) in self.variant.words

    def wrong(self, asked: Counter[str]) -> Iterator[str]:
        """What is told and not so, so and not told, or not decided."""
        asked["units"] += len(self.units)
        for each in self.found:
            if each.code == "undecided":
                asked["undecided"] += 1
                yield f"undecided without need: {each.message}"
        for code, each_so, about in self.laws():
            expected = set(each_so)
            asked[f"{code}: so"] += len(expected)
            if expected != about:
                messages = [str(each.message) for each in self.found if each.code == code]
                yield f"{code}: so of {sorted(expected)}, told of {sorted(about)}: {messages}"
        yield from self.wrong_units(asked)
        yield from self.wrong_parts(asked)

    def laws(self) -> Iterator[tuple[str, Iterable[str], set[str]]]:
        bands, rated = self.rules.bands, [result for _, result in self.units if result.outcome.rated]
        given = {result.rating for _, result in self.units}
        holding = [any(_holds(result, number) for result in rated) for number in range(len(bands))]
        names = [band.rating for band in bands]
        yield (
            "gap",
            ["it"] if any(each.standing is Standing.NO_BAND for each in rated) else [],
            ({"it"} if self.about("gap") else set()),
        )
        yield (
            "unreachable",
            [name for name, holds in zip(names, holding, strict=True) if name not in given and not holds],
            self.about("unreachable"),
        )
        yield (
            "shadowed",
            [
                name
                for number, (name, holds) in enumerate(zip(names, holding, strict=True))
                if number and name not in given and holds
            ],
            self.about("shadowed"),
        )
        yield (
            "constant-condition",
            self.constant(),
            {
                f"{each.about} {'always' if 'always' in str(each.message) else 'never'}"
                for each in self.found
                if each.code == "constant-condition"
            },
        )
        yield from self.laws_of_steps()
        yield from self.laws_of_places()
        yield from self.laws_of_node_bands()
        if list(monotone.check(Worlds(self.rules))):
            yield "monotone", self.falls(), self.about("monotone")

    def laws_of_steps(self) -> Iterator[tuple[str, Iterable[str], set[str]]]:
        """Of conditions of steps, and cases: of all units, whatever variant is chosen for them."""
        nodes, outcomes = self.rules.nodes.values(), [result.outcome for result in self.all_units]

        def truths(node: Node, condition: Expression, key: str = "") -> list[bool | None]:
            steps = StepWorld(Worlds(self.rules), node, is_rating=key in constant_step.OF_RATING)
            return [steps.truth(self.exact, outcome, condition) for outcome in outcomes]

        constant, unreached, gaps = set(), set(), set()
        for node in nodes:
            for key, condition in step_conditions(node):
                if "score" not in condition.names or key in constant_step.OF_RATING:
                    of_units = truths(node, condition, key)
                    if True not in of_units:
                        constant.add(f"{key} {node.path} {condition.text} never")
                    elif False not in of_units:
                        constant.add(f"{key} {node.path} {condition.text} always")
            for key, limits in (("plus", node.plus), ("at_least", node.at_least), ("at_most", node.at_most)):
                for limit in limits:
                    if limit.when is not None and "score" in limit.when.names:
                        held = {each.holds for each in self.adjusted(node, limit)}
                        if not {True, False} <= held:
                            how = "never" if True not in held else "always"
                            constant.add(f"{key} {node.path} {limit.when.text} {how}")
            every = [True] * len(outcomes)
            cases = [every if case.when is None else truths(node, case.when) for case in node.cases]
            if all(case.when is None for case in node.cases):
                continue
            by_unit = list(zip(*cases, strict=True))
            for number in range(len(cases)):
                if not any(own[number] and all(each is False for each in own[:number]) for own in by_unit):
                    unreached.add(f"{node.path} {number + 1}")
            applies = every if node.applies is None else truths(node, node.applies)
            if any(is_there and set(own) == {False} for own, is_there in zip(by_unit, applies, strict=True)):
                gaps.add(node.path)
        said = [each.message.arguments | {"text": str(each.message)} for each in self.of("constant-step")]
        yield (
            "constant-step",
            constant,
            {
                f"{each['key']} {each['node']} {each['condition']} {'always' if 'every' in each['text'] else 'never'}"
                for each in said
            },
        )
        told = [each.message.arguments for each in self.of("unreachable-case")]
        yield "unreachable-case", unreached, {f"{each['node']} {each['number']}" for each in told}
        yield "case-gap", gaps, self.about("case-gap")

    def laws_of_places(self) -> Iterator[tuple[str, Iterable[str], set[str]]]:
        """Of rows of tables, limits and notches: of all units, whatever variant is chosen for them."""
        rows, limits = set(), set()
        for own in looked_up(self.rules):
            if own.table is not None:
                values = [*self.looked_up(own.node, own.table)]
                for row in own.table.rows if values else ():
                    if own.table.is_ladder:
                        is_reached = any(
                            value > row.low or (value == row.low and not row.above) for value, _ in values
                        )
                    else:
                        is_reached = any(taken is row for _, taken in values)
                    if not is_reached:
                        rows.add(f"{own.node.path} {row.position}")
        for node in self.rules.nodes.values():
            for key in ("at_least", "at_most"):
                for limit in getattr(node, key):
                    held = [each for each in self.adjusted(node, limit) if each.holds]
                    sign = 1 if key == "at_least" else -1
                    if (held or limit.when is None) and not any(
                        sign * each.before <= sign * each.amount.number
                        for each in held
                        if each.amount.number is not None
                    ):
                        limits.add(f"{node.path} {limit.amount.position}")
            limits |= {f"{node.path} {each}" for each in self.idle_of_rating(node)}
        for code, expected in (("unreachable-row", rows), ("unreached-limit", limits)):
            yield code, expected, {f"{each.about} {each.position}" for each in self.of(code)}

    def looked_up(self, node: Node, table: PointsTable) -> Iterator[tuple[Fraction, Row | None]]:
        """What units look up in a table of a node that applies to them, and the row that takes it."""
        for result in self.all_units:
            record = result.outcome.records[node.path]
            way = record.way
            is_table = record.applies is True and way is not None and way.case.points is table
            if is_table and way.value.number is not None:
                yield way.value.number, way.row

    def adjusted(self, node: Node, adjustment: Adjustment) -> Iterator[AdjustedBy]:
        """What came of something added, or of a limit, in units to which the node applies."""
        for result in self.all_units:
            record = result.outcome.records[node.path]
            if record.applies is True:
                yield from (each for each in record.adjusted if each.adjustment is adjustment)

    def idle_of_rating(self, node: Node) -> Iterator[Position]:
        """Limits and notches of a rating that move none, though their conditions are met."""
        bands = bands_of(self.rules, node)
        places = {band.rating: number for number, band in enumerate(bands)}
        rated = []
        for result in self.all_units:
            chosen = result.outcome.bands if node.path == TOTAL else result.outcome.node_bands.get(node.path)
            if (
                chosen is not None
                and chosen.number is not None
                and (node.path != TOTAL or result.outcome.rated)
            ):
                rated.append(result.outcome.ratings[node.path])

        def is_met(condition: Expression | None) -> bool:
            steps = StepWorld(Worlds(self.rules), node, is_rating=True)
            return condition is None or any(
                steps.truth(self.exact, result.outcome, condition) is True for result in self.all_units
            )

        for limit in node.no_better_than:
            place = places[limit.rating]
            is_idle = not any(own.limits[limit.rating][0] and own.notched < place for own in rated)
            if place and is_idle and is_met(limit.when):
                yield limit.position
        for notch in node.notches:
            is_idle = all(own.banded > len(bands) - 1 or own.notched == own.banded for own in rated)
            if is_idle and is_met(notch.when):
                yield notch.amount.position

    def laws_of_node_bands(self) -> Iterator[tuple[str, Iterable[str], set[str]]]:
        """Of bands of nodes, in all units."""
        gaps, unreached, shadowed = set(), set(), set()
        for node in self.rules.nodes.values():
            if node.path == TOTAL or not node.bands:
                continue
            known = [
                result.outcome
                for result in self.all_units
                if result.outcome.nodes[node.path].number is not None
            ]
            chosen = [
                outcome.node_bands[node.path]
                for outcome in known
                if node.path in outcome.node_bands and outcome.ratings[node.path].rated is True
            ]
            given = {found.number for found in chosen}
            gaps |= {node.path} if len(node.bands) in given else set()
            for number, band in enumerate(node.bands):
                if number not in given:
                    holds = any(found.holds[number] is True for found in chosen)
                    (shadowed if holds else unreached).add(f"{node.path} {band.rating}")
        yield "gap", gaps, {str(each.message.arguments["node"]) for each in self.of_nodes("gap")}
        for code, expected in (("unreachable", unreached), ("shadowed", shadowed)):
            arguments = [each.message.arguments for each in self.of_nodes(code)]
            yield code, expected, {f"{each['node']} {each['rating']}" for each in arguments}

    def of_nodes(self, code: str) -> list[Diagnostic]:
        """What is found of bands of nodes."""
        return [each for each in self.of(code) if "node" in each.message.arguments]

    def of(self, code: str) -> list[Diagnostic]:
        return [each for each in self.found if each.code == code]

    def about(self, code: str) -> set[str]:
        """What findings speak of, but for those of bands of nodes."""
        of_nodes = self.of_nodes(code) if code in ("gap", "unreachable", "shadowed") else []
        return {each.about or "" for each in self.of(code) if each not in of_nodes}

    def constant(self) -> Iterator[str]:
        for band in self.rules.bands:
            if band.when is not None:
                truths = {
                    Witness(self.plan, {}, {}, result).meets(band.when)
                    for _, result in self.units
                    if result.outcome.rated
                }
                if True not in truths:
                    yield f"{band.rating} never"
                elif False not in truths:
                    yield f"{band.rating} always"

    def falls(self) -> set[str]:
        """The leaves of which a better score, with all else as it was, makes the rating worse."""
        sign = 1 if self.rules.scale.better == "higher" else -1
        places = {band.rating: number for number, band in enumerate(self.rules.bands)}
        found = set()
        for place, path in enumerate(self.free):
            alike: dict[Any, list[tuple[Fraction, int]]] = defaultdict(list)
            for unit, result in self.units:
                score = None if path in self.rules.inputs else result.outcome.values.get(path)
                if unit[place] is not None and score is not None and result.rating is not None:
                    rest = (*unit[:place], *unit[place + 1 :])
                    alike[rest].append((sign * Fraction(score), places[result.rating]))
            pairs = (pair for own in alike.values() for pair in itertools.permutations(own, 2))
            if any(low[0] < high[0] and low[1] < high[1] for low, high in pairs):
                found.add(self.rules.short_name(path))
        return found

    def wrong_parts(self, asked: Counter[str]) -> Iterator[str]:
        """Units of which a part is what it is said that it cannot be."""
        parts = parts_of(self.plan, self.free)
        asked["parts"] += len(parts)
        for unit, result in self.units:
            for path, value in result.outcome.nodes.items():
                states = (value.refused, value.undecided, value.inapplicable)
                if value.number is not None and any(states):
                    yield f"{path} has a number and a state in {unit}"
                if path not in parts:
                    continue
                box = parts[path]
                can_be = (box.refused, box.undecided, box.inapplicable)
                if any(so and not perhaps for so, perhaps in zip(states, can_be, strict=True)):
                    yield f"{path} is in a state that it cannot be in: {unit}"
                if value.number is None:
                    is_right = box.number is None or box.number.may_lack
                else:
                    is_right = box.number is not None and box.number.low <= value.number <= box.number.high
                if not is_right:
                    yield f"{path} has {value.number}, which it cannot have, in {unit}"

    def wrong_units(self, asked: Counter[str]) -> Iterator[str]:
        for each in self.found:
            results = [evaluate_exactly(self.plan, dict(unit), judge=()) for unit in each.shown]
            asked["units shown"] += len(results)
            if each in [*self.of_nodes("gap"), *self.of_nodes("shadowed")]:
                continue
            if each.code == "gap" and results and results[0].standing is not Standing.NO_BAND:
                yield f"the unit that is shown has a band: {each.message}"
            if each.code == "shadowed" and not _shows_shadowed(each, results[0].rating):
                yield f"the unit that is shown is no such: {each.message}"
            if each.code == "monotone":
                places = {band.rating: number for number, band in enumerate(self.rules.bands)}
                low, high = (places.get(result.rating or "", -1) for result in results)
                if not 0 <= low < high:
                    yield f"the units that are shown are no such: {each.message}"


def _shows_shadowed(told: Diagnostic, rating: str | None) -> bool:
    """Whether a unit that has this rating is what is told of it."""
    named = ["no rating", "it cannot be told"] if rating is None else [rating]
    return rating != told.about and any(name in str(told.message) for name in named)


def _holds(result: ExactResult, number: int) -> bool:
    return result.outcome.bands is not None and result.outcome.bands.holds[number] is True


def _values(rules: RuleSet, path: str) -> list[Fraction]:
    """All that something can be."""
    possible = rules.possible(rules.entries[path])
    if possible.only:
        return list(possible.only)
    assert possible.step is not None
    count = int((possible.high - possible.low) / possible.step)
    return [possible.low + number * possible.step for number in range(count + 1)]
