"""What of the rules no golden case reaches: rows of tables, cases, words, what is added, limits, notches,
bands of nodes, the sides of `applies`. What a case reached is told by the run of the plan that rated it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..meaning.arithmetic.exact import Exact
from ..meaning.choosing import taken
from ..meaning.model import TOTAL, Node, RuleSet
from ..meaning.names import RatingRecord
from ..meaning.one_unit import ExactResult
from ..meaning.plan import Plan
from ..meaning.scoring import NOT_APPLICABLE, Adjustment, Case, PointsTable, Row
from ..meaning.step_records import StepRecord
from ..words.diagnostics import Text, say
from ..words.numerals import decimal_text

ELSE = "else"


@dataclass(frozen=True)
class RulePlace:
    """A place of the rules: what stands under a `key` of a node or input."""

    node: str
    key: str
    what: str


def unreached(plan: Plan, results: Sequence[ExactResult]) -> list[RulePlace]:
    """The places of the rules that none of some recorded results reached, each by its own variant."""
    rules = {id(result.plan.rules): result.plan.rules for result in results} or {0: plan.rules}
    every = dict.fromkeys(place for each in rules.values() for place in _places(each))
    if len(plan.rules.choosing) > 1:
        every |= dict.fromkeys(_variant(words) for words in plan.rules.variants)
    reached = {place for result in results for place in _reached(result)}
    for words, variant in plan.rules.variants.items():
        if any(result.plan.rules is variant for result in results):
            reached.add(_variant(words))
    return [place for place in every if place not in reached]


def unreached_lines(places: Sequence[RulePlace]) -> Iterator[Text]:
    """A line for each key of a node that has places which no case reached."""
    by_key: dict[tuple[str, str], list[str]] = {}
    for place in places:
        by_key.setdefault((place.node, place.key), []).append(place.what)
    for (node, key), what in by_key.items():
        yield say("{node}: no case reaches {places} ({key})", node=node, key=key, places=what)


# what there is


def _places(rules: RuleSet) -> Iterator[RulePlace]:
    """Every place of a rule set that a case may reach or not."""
    for path, entry in rules.inputs.items():
        if (scale := rules.answers.get(entry.answers or "")) is not None:
            yield from (RulePlace(path, "one_of", word) for word in scale.words)
    for path, node in rules.nodes.items():
        name = rules.short_name(path)
        yield from (RulePlace(name, key, what) for key, what in _of_node(rules, node))


def _of_node(rules: RuleSet, node: Node) -> Iterator[tuple[str, str]]:
    for number, case in enumerate(node.cases):
        yield "cases", _case(case, number)
    for way in (*node.cases, Case(None, node.answers, node.points)):
        if way.points is not None:
            yield from (("points", row) for row in _rows(way.points))
        scale = rules.answers.get(way.answers or "")
        is_told = node.path in rules.worded or (way.of or node.of) is not None
        if scale is not None and scale.is_own and is_told:
            yield from (("answers", word) for word in scale.words)
    if node.stand_in is not None:
        yield "missing", _stand_in(node)
    for key in ("plus", "at_least", "at_most", "notches"):
        yield from ((key, _adjustment(each)) for each in getattr(node, key))
    yield from (("refuse", refusal.when.text) for refusal in node.refuse)
    if node.applies is not None:
        yield from (("applies", side) for side in _SIDES.values())
    yield from (("bands", band.rating) for band in node.bands)
    yield from (("no_better_than", f"{limit.rating}: {limit.when.text}") for limit in node.no_better_than)


_SIDES = {True: "true", False: "false"}


def _rows(table: PointsTable) -> Iterator[str]:
    if table.is_ladder:
        yield ELSE
    yield from map(_row, table.rows)


def _row(row: Row) -> str:
    """A row as rules write it: 9..11, or > 335 of a ladder."""
    low, high = ("" if end is None else decimal_text(end) for end in (row.low, row.high))
    if row.above:
        return f"> {low}" if row.high is None else f"> {low}..{high}"
    return low if low == high else f"{low}..{high}"


def _case(case: Case, number: int) -> str:
    return f"{number + 1}: {ELSE if case.when is None else case.when.text}"


def _adjustment(adjustment: Adjustment) -> str:
    condition = "" if adjustment.when is None else f" ({adjustment.when.text})"
    return f"{adjustment.amount.text}{condition}"


def _stand_in(node: Node) -> str:
    stand_in = node.stand_in
    return NOT_APPLICABLE if not isinstance(stand_in, Fraction) else decimal_text(stand_in)


def _variant(words: Sequence[str | None]) -> RulePlace:
    return RulePlace(TOTAL, "variants", ", ".join(ELSE if word is None else word for word in words))


# what was reached


def _reached(result: ExactResult) -> Iterator[RulePlace]:
    """The places that one result reached."""
    rules, outcome = result.plan.rules, result.outcome
    for path, entry in rules.inputs.items():
        scale, number = rules.answers.get(entry.answers or ""), outcome.nodes[path].number
        if scale is not None and number is not None and number < len(scale.words):
            yield RulePlace(path, "one_of", scale.words[int(number)])
    for path, node in rules.nodes.items():
        name = rules.short_name(path)
        record, rating = (outcome.records or {}).get(path), outcome.ratings.get(path)
        if record is not None:
            yield from (RulePlace(name, key, what) for key, what in _by_steps(node, record))
        if rating is not None:
            yield from (RulePlace(name, key, what) for key, what in _by_rating(node, rating))
        band = taken(outcome.node_bands.get(path))
        if band is not None:
            yield RulePlace(name, "bands", band.rating)


def _by_steps(node: Node, record: StepRecord) -> Iterator[tuple[str, str]]:
    """What the steps of a node reached: of a limit only where it changed the value."""
    way = record.way
    for number, case in enumerate(node.cases):
        if way is not None and case is way.case:
            yield "cases", _case(case, number)
    if way is not None and way.case.points is not None and way.value.number is not None:
        if way.row is not None:
            yield "points", _row(way.row)
        elif way.case.points.is_ladder:
            yield "points", ELSE
    if way is not None and way.word is not None:
        yield "answers", way.word
    if record.stood_in:
        yield "missing", _stand_in(node)
    for step in record.adjusted:
        if step.holds and (step.key == "plus" or step.before != step.after):
            yield step.key, _adjustment(step.adjustment)
    yield from (("refuse", refusal.when.text) for refusal, holds in record.refusals if holds)
    if node.applies is not None and record.applies is not None:
        yield "applies", _SIDES[record.applies]


def _by_rating(node: Node, record: RatingRecord[Exact, bool | None]) -> Iterator[tuple[str, str]]:
    """What rated a node: the notches that moved it, and the limits that held."""
    for notch, move in zip(node.notches, record.moves, strict=False):
        if move:
            yield "notches", _adjustment(notch)
    held = {rating: iter(truths) for rating, truths in record.limits.items()}
    for limit in node.no_better_than:
        if limit.rating in held and next(held[limit.rating], None):
            yield "no_better_than", f"{limit.rating}: {limit.when.text}"


__all__ = ["RulePlace", "unreached", "unreached_lines"]
