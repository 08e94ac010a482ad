"""Every unit that a small rule set could have, or one of each kind: what proofs are held against.

What a unit is free in is written as inputs: an answer of the unit itself is one of few, and any other leaf a
number between two ends (of a formula the raw value; of two rule sets that score the same answers otherwise
the share of each answer). Inputs with few values are all tried. The others are cut into cells in which
nothing that is printed changes, and one unit of each cell is tried, the borders and corners being cells too.
That none is forgotten:

1. Where the answers of the unit are fixed, every node is a continuous function of the other inputs that is linear by pieces.
   The pieces are known: those of a mean or sum are the means or sums of pieces of its children, those of `min`, `max` and a
   median of an odd number are the children's, of an even number the means of two children's. A product has one factor at most
   that is not fixed, geometric and harmonic means have none; other rule sets are not looked at (`TooLargeError`). A formula's pieces are
   cut where one goes over into another or where it jumps, so that in a cell only one of them holds.
2. A continuous function that is linear by pieces is a minimum of maxima of its pieces (Ovchinnikov 2002). Rounding keeps the
   order, so the printed score is the same minimum of maxima of the printed pieces. It changes nowhere but where a piece meets
   a bound of rounding: a half of the last decimal (`half_up`, `half_even`), or a whole one (`down`, `up`).
3. So all that is printed is fixed in each cell of the arrangement of the planes `piece = bound`, and conditions look at what
   is printed only. A formula leaves the scale nowhere but at such planes either.
4. Every cell is met: with one input, its bounds and the middle between each two are tried. With several, the planes are cut
   with one another, and what is had without the last input is cut into cells first. Over such a cell the planes keep their order along
   the last input; so for one unit of it the places of the planes and the middles between them are enough.
5. For one leaf that is raised, with all else as it was, it is put last: two units over the same point then stand for every two over
   the same cell. Planes of all answers of the unit are cut together, so that an answer can be raised over the same point too.

Respondents give fractions only; every bound is one, and so is all that is tried.
"""

from __future__ import annotations

import ast
import itertools
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, TypeAlias

from . import naive

MOST_UNITS = 12_000
MOST_PLANES = 400

Form: TypeAlias = tuple[Fraction, ...]
"""A linear function of the inputs that are free between two ends: a factor for each, and a constant."""

Point: TypeAlias = tuple[Fraction, ...]


class TooLargeError(Exception):
    """There are too many units, or kinds of units, or they cannot be told apart by linear functions."""


# Linear functions


def constant(number: Fraction, width: int) -> Form:
    return (*(Fraction(0),) * width, number)


def scaled(form: Form, factor: Fraction) -> Form:
    return tuple(each * factor for each in form)


def added(forms: Iterable[Form]) -> Form:
    return tuple(sum(column, Fraction(0)) for column in zip(*forms, strict=True))


def minus(one: Form, other: Form) -> Form:
    return tuple(left - right for left, right in zip(one, other, strict=True))


def is_constant(form: Form) -> bool:
    return not any(form[:-1])


def at(form: Form, point: Point) -> Fraction:
    return sum((factor * value for factor, value in zip(form[:-1], point, strict=True)), form[-1])


def plane(form: Form) -> Form | None:
    """Where a form is nought, written in one way; None where that is nowhere or everywhere."""
    first = next((factor for factor in reversed(form[:-1]) if factor), None)
    return None if first is None else scaled(form, 1 / first)


# Cells


def stacks(planes: set[Form], ends: Sequence[tuple[Fraction, Fraction]]) -> Iterator[list[Point]]:
    """Points of every cell, those in a row that differ in the last input only."""
    if not ends:
        yield [()]
        return
    width = len(ends)
    low, high = ends[-1]
    crossing = {each[:-2] + each[-1:] for each in planes if each[-2]}  # the last factor is 1
    walls = {scaled(each, Fraction(-1)) for each in crossing} | {
        constant(low, width - 1),
        constant(high, width - 1),
    }
    below = {each[:-2] + each[-1:] for each in planes if not each[-2]}
    if width > 1:
        if len(walls) > MOST_PLANES:
            raise TooLargeError
        below |= {
            found
            for one, other in itertools.combinations(walls, 2)
            if (found := plane(minus(one, other))) is not None
        }
    for base in points(below, ends[:-1]):
        marks = sorted({mark for wall in walls if low <= (mark := at(wall, base)) <= high})
        middles = [(one + other) / 2 for one, other in itertools.pairwise(marks)]
        yield [(*base, value) for value in sorted([*marks, *middles])]


def points(planes: set[Form], ends: Sequence[tuple[Fraction, Fraction]]) -> Iterator[Point]:
    """A point of every cell."""
    for stack in stacks(planes, ends):
        yield from stack


def moved_last(row: Sequence[Any], number: int, *, constant_last: bool = False) -> tuple[Any, ...]:
    """A row with one entry put last, before the constant where there is one."""
    end = len(row) - constant_last
    return (*row[:number], *row[number + 1 : end], row[number], *row[end:])


def moved_back(point: Point, number: int) -> Point:
    return (*point[:number], point[-1], *point[number:-1])


# Inputs


@dataclass(frozen=True)
class Answer:
    """What the unit itself answers once: by rule set and leaf what each answer earns."""

    earns: Mapping[tuple[int, str], tuple[Fraction, ...]]

    @property
    def count(self) -> int:
        return len(next(iter(self.earns.values())))


@dataclass(frozen=True)
class Number:
    """A number between two ends."""

    low: Fraction
    high: Fraction


@dataclass
class Inputs:
    """What units are free in: answers, numbers, and by rule set and leaf what the numbers make of it. `kept`
    is nowhere below nought."""

    answers: list[Answer] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    # None for what is added
    made: dict[tuple[int, str], dict[int | None, Fraction]] = field(default_factory=dict)
    kept: list[dict[int | None, Fraction]] = field(default_factory=list)

    def form(self, written: Mapping[int | None, Fraction]) -> Form:
        return (
            *(written.get(number, Fraction(0)) for number in range(len(self.numbers))),
            written.get(None, Fraction(0)),
        )

    def cells(self, side: int, picks: Sequence[int]) -> dict[str, Form]:
        """By leaf what data give it, when the unit has answered so."""
        width = len(self.numbers)
        found = {path: self.form(written) for (number, path), written in self.made.items() if number == side}
        for answer, pick in zip(self.answers, picks, strict=True):
            found.update(
                {
                    path: constant(earned[pick], width)
                    for (number, path), earned in answer.earns.items()
                    if number == side
                }
            )
        return found

    @property
    def ends(self) -> list[tuple[Fraction, Fraction]]:
        return [(number.low, number.high) for number in self.numbers]


def inputs_of(rules: naive.Rules) -> Inputs:
    """What units of one rule set are free in."""
    found = Inputs()
    for path in rules.leaves():
        _add_alone(found, 0, rules, path)
    return found


def inputs_of_both(old: naive.Rules, new: naive.Rules) -> Inputs:
    """What units are free in that two rule sets with the same leaves look at. The same answers count in both,
    the same raw values, and the same scores where the scales have the same ends; what is read otherwise is
    free in each."""
    found = Inputs()
    for path in old.leaves():
        one, other = old.nodes[path], new.nodes[path]
        asked = (
            one.answers is not None and one.formula is None,
            other.answers is not None and other.formula is None,
        )
        if (one.formula is None) != (other.formula is None) or asked[0] != asked[1]:
            _add_alone(found, 0, old, path)
            _add_alone(found, 1, new, path)
        elif one.answers is not None and other.answers is not None and one.formula is None:
            _add_answers(found, path, old, new)
        else:
            ends = naive.possible(old, one), naive.possible(new, other)
            if one.formula is None and (old.scale.low, old.scale.high) != (new.scale.low, new.scale.high):
                _add_alone(found, 0, old, path)
                _add_alone(found, 1, new, path)
                continue
            _number(found, [(0, path), (1, path)], max(ends[0][0], ends[1][0]), min(ends[0][1], ends[1][1]))
    return found


def _number(found: Inputs, leaves: Sequence[tuple[int, str]], low: Fraction, high: Fraction) -> None:
    for leaf in leaves:
        found.made[leaf] = {len(found.numbers): Fraction(1)}
    found.numbers.append(Number(low, high))


def _add_alone(found: Inputs, side: int, rules: naive.Rules, path: str) -> None:
    node = rules.nodes[path]
    if rules.answered_by_unit(path) and node.answers is not None:
        found.answers.append(
            Answer({(side, path): tuple(node.answers.earned(reversed_=node.reversed).values())})
        )
    else:
        _number(found, [(side, path)], *naive.possible(rules, node))


def _add_answers(found: Inputs, path: str, old: naive.Rules, new: naive.Rules) -> None:
    one, other = old.nodes[path], new.nodes[path]
    assert one.answers is not None
    assert other.answers is not None
    earned = one.answers.earned(reversed_=one.reversed), other.answers.earned(reversed_=other.reversed)
    words = [word for word in earned[0] if word in earned[1]]
    if one.answers.by_unit != other.answers.by_unit or not words:
        raise TooLargeError
    if one.answers.by_unit:
        found.answers.append(
            Answer({(side, path): tuple(each[word] for word in words) for side, each in enumerate(earned)})
        )
        return
    first = len(found.numbers)
    shares = range(first, first + len(words) - 1)  # the last word has the rest
    for side, each in enumerate(earned):
        rest = each[words[-1]]
        found.made[side, path] = {
            share: each[word] - rest for share, word in zip(shares, words, strict=False)
        } | {None: rest}
    found.numbers += [Number(Fraction(0), Fraction(1))] * len(shares)
    if len(shares) > 1:
        found.kept.append({share: Fraction(-1) for share in shares} | {None: Fraction(1)})


# What rules make of linear functions


@dataclass
class Pieces:
    """The linear pieces of every node of a rule set, and where formulas go over from one into another."""

    rules: naive.Rules
    cells: Mapping[str, Form]
    cuts: list[Form] = field(default_factory=list)

    @property
    def width(self) -> int:
        return len(next(iter(self.cells.values()))) - 1

    def of(self, path: str) -> list[Form]:
        node = self.rules.nodes[path]
        if not node.children:
            if node.formula is None:
                return [self.cells[path]]
            found = self._formula(ast.parse(node.formula, mode="eval").body, self.cells[path])
            self.cuts += [
                minus(piece, constant(end, self.width))
                for piece in found
                for end in (self.rules.scale.low, self.rules.scale.high)
            ]
            return found
        below = [self.of(child) for child in node.children]
        weights = [self.rules.nodes[child].weight for child in node.children]
        return list(dict.fromkeys(self._combined(node, below, weights)))

    def _combined(self, node: naive.Node, below: list[list[Form]], weights: list[Fraction]) -> Iterator[Form]:
        flat = [piece for pieces in below for piece in pieces]
        chosen = itertools.product(*below)
        match node.combine:
            case "min" | "max":
                yield from flat
            case "median" if len(below) % 2:
                yield from flat
            case "median":
                for one, other in itertools.combinations(below, 2):
                    yield from (scaled(added(pair), Fraction(1, 2)) for pair in itertools.product(one, other))
                if len(below) == 1:
                    yield from flat
            case "sum":
                yield from map(added, chosen)
            case "mean" | "weighted_mean":
                for pieces in chosen:
                    yield added(
                        scaled(piece, weight / sum(weights))
                        for piece, weight in zip(pieces, weights, strict=True)
                    )
            case "product":
                for pieces in chosen:
                    yield self._product(pieces)
            case _:
                for pieces in chosen:
                    if not all(map(is_constant, pieces)):
                        raise TooLargeError
                    made = naive.combined(
                        node,
                        [
                            (naive.known(piece[-1]), weight)
                            for piece, weight in zip(pieces, weights, strict=True)
                        ],
                    )
                    assert made.value is not None
                    yield constant(made.value, self.width)

    def _product(self, pieces: Sequence[Form]) -> Form:
        free = [piece for piece in pieces if not is_constant(piece)]
        if len(free) > 1:
            raise TooLargeError
        factor = math.prod((piece[-1] for piece in pieces if is_constant(piece)), start=Fraction(1))
        return scaled(free[0], factor) if free else constant(factor, self.width)

    def _formula(self, part: ast.expr, raw: Form) -> list[Form]:
        def again(inner: ast.expr) -> list[Form]:
            return self._formula(inner, raw)

        match part:
            case ast.Constant():
                return [constant(Fraction(str(part.value)), self.width)]
            case ast.Name(id="value"):
                return [raw]
            case ast.UnaryOp(op=ast.USub()):
                return [scaled(piece, Fraction(-1)) for piece in again(part.operand)]
            case ast.BinOp(op=ast.Add()):
                return [added(pair) for pair in itertools.product(again(part.left), again(part.right))]
            case ast.BinOp(op=ast.Sub()):
                return [minus(*pair) for pair in itertools.product(again(part.left), again(part.right))]
            case ast.BinOp(op=ast.Mult()):
                return [
                    self._product(pair) for pair in itertools.product(again(part.left), again(part.right))
                ]
            case ast.BinOp(op=ast.Div()):
                (divisor,) = again(part.right)
                return [scaled(piece, 1 / divisor[-1]) for piece in again(part.left)]
            case ast.Call(func=ast.Name(id="clip" | "min" | "max")):
                found = list(dict.fromkeys(piece for each in part.args for piece in again(each)))
                self.cuts += [minus(one, other) for one, other in itertools.combinations(found, 2)]
                return found
            case ast.Call(func=ast.Name(id="count")):
                for each in part.args:
                    assert isinstance(each, ast.Compare)
                    self.cuts += [
                        minus(*pair)
                        for pair in itertools.product(again(each.left), again(each.comparators[0]))
                    ]
                return [constant(Fraction(number), self.width) for number in range(len(part.args) + 1)]
        raise ValueError(ast.dump(part))


def planes_of(rules: naive.Rules, cells: Mapping[str, Form]) -> Iterator[Form]:
    """Where something that is printed and looked at changes, or a formula becomes undecided."""
    pieces = Pieces(rules, cells)
    scale = rules.scale
    step = Fraction(1, 10**scale.decimals)
    shift = step / 2 if scale.rounding.startswith("half") else Fraction(0)
    beyond = scale.high - scale.low if any(node.formula for node in rules.nodes.values()) else 0
    first, last = math.floor((scale.low - beyond) / step) - 1, math.ceil((scale.high + beyond) / step) + 1
    looked_at = looked_at_in(rules)
    for path in rules.nodes:
        for piece in pieces.of(path):
            if path in looked_at and not is_constant(piece):
                yield from (
                    minus(piece, constant(whole * step + shift, pieces.width))
                    for whole in range(first, last + 1)
                )
    yield from pieces.cuts


def looked_at_in(rules: naive.Rules) -> set[str]:
    """The nodes whose printed scores count for ratings, judgements and targets."""
    conditions = [band.when for band in rules.bands if band.when] + [
        target.condition for target in rules.targets.values()
    ]
    conditions += [when for judged in rules.judgements.values() for _, when in judged]
    named = {path for condition in conditions for path in naive.names_in(rules, condition)}
    return {"total", *named, *(path for path, node in rules.nodes.items() if node.level in rules.judgements)}


# Units


@dataclass(frozen=True)
class Seen:
    """What a rule set makes of a unit that lacks nothing."""

    rating: str | None
    place: int | None
    holds: tuple[bool, ...]  # by band, whatever stands above it
    when: tuple[bool, ...]  # by band its condition alone
    meets: tuple[bool, ...]
    judged: tuple[tuple[str, str, str, bool], ...]  # the node, its level, a condition, whether it holds


class Side:
    """One rule set: its units are rated by the naive evaluator, those that print the same once."""

    def __init__(self, rules: naive.Rules, places: Mapping[str, int]) -> None:
        self.rules, self.places = rules, places
        self.known: dict[tuple[Fraction | None, ...], Seen] = {}
        self.looked_at = [path for path in rules.nodes if path in looked_at_in(rules)]

    def see(self, cells: Mapping[str, Fraction]) -> tuple[Seen | None, dict[str, Fraction]]:
        """What becomes of a unit, and its exact scores; None where some score cannot be told."""
        scored = naive.scored(self.rules, dict(cells))
        scores = {path: each.value for path, each in scored.items() if each.value is not None}
        if len(scores) < len(scored):
            return None, scores
        scale = self.rules.scale
        key = tuple(naive.rounded(scores[path], scale.decimals, scale.rounding) for path in self.looked_at)
        if key not in self.known:
            self.known[key] = self._seen(naive.rate(self.rules, naive.Unit(dict(cells))))
        return self.known[key], scores

    def _seen(self, result: naive.Result) -> Seen:
        rules, printed = self.rules, result.printed
        total = printed["total"]
        assert total is not None
        when = tuple(
            band.when is None or naive.holds(rules, band.when, printed) is True for band in rules.bands
        )
        holds = tuple(
            (band.low is None or total >= band.low) and (band.high is None or total <= band.high) and truth
            for band, truth in zip(rules.bands, when, strict=True)
        )
        meets = tuple(
            naive.holds(rules, target.condition, printed) is True for target in rules.targets.values()
        )
        judged = tuple(
            (path, node.level, when, naive.holds(rules, when, printed, path) is True)
            for path, node in rules.nodes.items()
            for _, when in rules.judgements.get(node.level, [])
        )
        return Seen(
            result.rating,
            None if result.rating is None else self.places[result.rating],
            holds,
            when,
            meets,
            judged,
        )


def places_of(data: Mapping[str, Any]) -> dict[str, int]:
    """The order of ratings, the best first: that of the bands."""
    found: dict[str, int] = {}
    for number, band in enumerate(data["bands"]):
        found.setdefault(band["rating"], number)
    return found


class Brute:
    """All units of one rule set, or of two with the same leaves."""

    def __init__(self, *data: Mapping[str, Any]) -> None:
        rules = [naive.Rules.from_yaml(each) for each in data]
        self.sides = [Side(each, places_of(written)) for each, written in zip(rules, data, strict=True)]
        self.inputs = inputs_of(rules[0]) if len(rules) == 1 else inputs_of_both(*rules)
        self.picks = list(itertools.product(*(range(answer.count) for answer in self.inputs.answers)))
        self.planes: set[Form] = set()
        for picks, side in itertools.product(self.picks, range(len(rules))):
            found = map(plane, planes_of(rules[side], self.inputs.cells(side, picks)))
            self.planes.update(each for each in found if each is not None)
        self.planes.update(
            each for kept in self.inputs.kept if (each := plane(self.inputs.form(kept))) is not None
        )
        if len(self.planes) > MOST_PLANES:
            raise TooLargeError

    @cached_property
    def units(self) -> list[tuple[Seen | None, ...]]:
        """What the rule sets make of every unit that all of them know."""
        found: dict[tuple[Seen | None, ...], None] = {}
        for point in self._few(points(self.planes, self.inputs.ends)):
            for picks in self.picks:
                seen = self.see(picks, point)
                if None not in seen:
                    found[seen] = None
        return list(found)

    @cached_property
    def falls(self) -> set[str]:
        """The leaves of which a rise, with all else as it was, lowers the rating."""
        found = set()
        for number, answer in enumerate(self.inputs.answers):
            (path,) = (path for _, path in answer.earns)
            rest = list(dict.fromkeys((*picks[:number], *picks[number + 1 :]) for picks in self.picks))
            for point in self._few(points(self.planes, self.inputs.ends)):
                for picks in rest:
                    units = [
                        self._see((*picks[:number], pick, *picks[number:]), point)[0]
                        for pick in range(answer.count)
                    ]
                    if _falls(units, path):
                        found.add(path)
        for number in range(len(self.inputs.numbers)):
            (path,) = (path for (_, path), written in self.inputs.made.items() if number in written)
            planes = {plane(moved_last(each, number, constant_last=True)) for each in self.planes}
            for stack in self._few(
                stacks({each for each in planes if each is not None}, moved_last(self.inputs.ends, number))
            ):
                for picks in self.picks:
                    if _falls([self._see(picks, moved_back(point, number))[0] for point in stack], path):
                        found.add(path)
        return found

    def see(self, picks: Sequence[int], point: Point) -> tuple[Seen | None, ...]:
        """What the rule sets make of one unit."""
        return tuple(each for each, _ in self._see(picks, point))

    def _few(self, each: Iterator[Any]) -> Iterator[Any]:
        count = 0
        for one in each:
            yield one
            count += (len(one) if isinstance(one, list) else 1) * len(self.picks)
            if count > MOST_UNITS:
                raise TooLargeError

    def _see(self, picks: Sequence[int], point: Point) -> list[tuple[Seen | None, dict[str, Fraction]]]:
        if any(at(self.inputs.form(kept), point) < 0 for kept in self.inputs.kept):
            return [(None, {})] * len(self.sides)
        return [
            side.see({path: at(form, point) for path, form in self.inputs.cells(number, picks).items()})
            for number, side in enumerate(self.sides)
        ]


def _falls(units: Iterable[tuple[Seen | None, Mapping[str, Fraction]]], path: str) -> bool:
    """Whether of units that differ in one leaf one with a greater score of it has a lower rating."""
    rated = sorted(
        ((scores[path], seen.place) for seen, scores in units if seen is not None and seen.place is not None),
        key=lambda each: each[0],
    )
    return any(
        low[0] < high[0] and low[1] < high[1] for low, high in itertools.combinations(dict.fromkeys(rated), 2)
    )
