"""How the points of a node are shared out among its parts, and what the best is that it could have. Where
that cannot be told, nothing is said."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ..meaning.arithmetic.exact import Exact
from ..meaning.missing_policy import counts_as_zero
from ..meaning.model import RAW_LIMIT, TOTAL, Node, above_of
from ..meaning.one_unit import ExactResult
from ..meaning.plan import Plan
from ..meaning.points_tables import row_taking, score_in_row
from ..meaning.scoring import Adjustment, PointsTable
from ..meaning.step_records import StepRecord
from ..meaning.steps_in_order import combines, has_steps, is_numberless
from ..meaning.ways import way_of
from ..words.numerals import read_number
from .linear_formulas import Multiples, multiples_in


@dataclass(frozen=True)
class SharedOut:
    """The shares and the best scores of one unit's nodes. `with_steps` says that the rules have more than
    scores that are combined, so that ends of intervals are no scores yet."""

    plan: Plan
    exact: ExactResult
    with_steps: bool

    def record(self, node: Node) -> StepRecord:
        """What the steps of a node did."""
        return (self.exact.outcome.records or {}).get(node.path) or StepRecord()

    def shares(self, node: Node) -> Mapping[str, Fraction]:
        """By path of each child that counts: its share in the node's value. Nothing where points cannot be
        shared out: also where the value is given, and not what is below it makes, or is limited or
        rounded."""
        values, computed = self.exact.outcome.values, self.exact.outcome.computed.get(node.path)
        stands = self.exact.outcome.given[node.path] is not None and computed != values[node.path]
        if stands or values[node.path] is None or not combines(node) or self._is_bent(node):
            return {}
        counted = [child for child in node.children if self._counts(node, child)]
        if kept := self.record(node).kept:
            best = {child.path for child, is_kept in zip(node.children, kept, strict=True) if is_kept}
            counted = [child for child in counted if child.path in best]
        shares = way_of(node).shares([child.relative_weight for child in counted])
        return {} if shares is None else dict(zip((child.path for child in counted), shares, strict=True))

    def multiples(self, node: Node) -> Multiples | None:
        """Of a node whose formula is a sum of multiples of its children: these, as the value has them."""
        value, path = self.exact.outcome.values[node.path], node.path
        stands = self.exact.outcome.given[path] is not None and not node.is_raw
        if node.score is None or node.cases or value is None or stands or self._is_bent(node):
            return None
        found = multiples_in(node.score, self.plan.scope(path))
        children = {child.path for child in node.children}
        if found is None or not found.times or not children.issuperset(found.times):
            return None
        known = {each: self.exact.outcome.values[each] for each in found.times}
        made = sum((times * Fraction(known[each] or 0) for each, times in found.times.items()), found.number)
        return found if made + (self.added(node) or 0) == value and None not in known.values() else None

    def _counts(self, node: Node, child: Node) -> bool:
        outcome = self.exact.outcome
        if outcome.is_there(child.path):
            return True
        return counts_as_zero(node, outcome.is_there) and not outcome.nodes[child.path].inapplicable

    def _is_bent(self, node: Node) -> bool:
        """Whether a limit, a rounding or what stands in moved a node's value, so that it is no sum of
        parts."""
        record = self.record(node)
        limited = any(step.key != "plus" and step.before != step.after for step in record.adjusted)
        return (
            limited
            or record.stood_in
            or (record.rounded is not None and record.rounded[0] != record.rounded[1])
        )

    def added(self, node: Node) -> Fraction | None:
        """What is added to what the children make; None where nothing is."""
        return _total(
            Fraction(step.after) - Fraction(step.before)
            for step in self.record(node).adjusted
            if step.key == "plus" and step.before is not None and step.after is not None
        )

    # the best that there could be

    @property
    def lower(self) -> bool:
        """Whether lower scores of the whole are better."""
        return self.plan.rules.better_at(self.plan.rules.total) == "lower"

    def is_ordered(self, node: Node) -> bool:
        """Whether more or less of a node is better, as it is for the whole, in all that stands above it."""
        rules = self.plan.rules
        around = {rules.better_at(rules.nodes[path]) for path in (*above_of(node.path), node.path, TOTAL)}
        return len(around) == 1 and "none" not in around

    def lacking(self, node: Node, value: Fraction) -> Fraction | None:
        """How far a value is from the best that a node could have, of children that count; None where that
        is not known."""
        if not self.is_ordered(node):
            return None
        best = self.best(node)
        if best is None:
            return None
        lacking = value - best if self.lower else best - value
        return None if self.with_steps and lacking < 0 else lacking

    def best(self, node: Node) -> Fraction | None:
        """The best that a node can be, of children that count."""
        shares = self.shares(node)
        if not shares:
            return self._best_alone(node)
        parts = [(shares[child.path], self.best(child)) for child in node.children if child.path in shares]
        if any(best is None for _, best in parts):
            return None
        best = sum((share * of_child for share, of_child in parts if of_child is not None), Fraction(0))
        return self._within_limits(node, best + (self.added(node) or 0))

    def _within_limits(self, node: Node, best: Fraction) -> Fraction | None:
        """The best of the children and what is added to it; None where a limit or a rounding could bend it,
        or where what is added may become another one."""
        if node.round is not None or node.stand_in is not None or node.applies is not None:
            return None
        if any(step.when is not None or step.names_score for step in node.plus):
            return None
        for key, limits in (("least", node.at_least), ("most", node.at_most)):
            for limit in limits:
                bound = _constant(limit)
                if bound is None or (best < bound if key == "least" else best > bound):
                    return None
        return best

    def lets_move(self, node: Node, by: Fraction) -> bool:
        """Whether what its children make could be as much more or less, and no limit or rounding would bend
        it."""
        value = self.exact.outcome.values[node.path]
        if value is None or by == 0 or not (node.at_least or node.at_most or node.round):
            return True
        return self._within_limits(node, Fraction(value) + by) is not None

    def _best_alone(self, node: Node) -> Fraction | None:
        """The best that a node can be of which nothing is shared out."""
        if not self.with_steps:
            return self.plan.reach.ends(node)[1]
        if any(has_steps(self.plan.rules, inner) for inner in node.walk() if inner is not node):
            return None
        if is_numberless(node):
            return None
        end = self.plan.reach.ends(node)[0 if self.lower else 1]
        if abs(end) >= RAW_LIMIT:
            return None
        if not has_steps(self.plan.rules, node):
            return end
        return end if self._attains(node, end) else None

    def _attains(self, node: Node, end: Fraction) -> bool:
        """Whether a leaf with a table, with answers, or with nothing but its raw value gets a score for some
        value."""
        bends = (*node.plus, *node.at_least, *node.at_most)
        if node.cases or node.score or node.applies or node.round or bends:
            return False
        rules = self.plan.rules
        if node.points is not None:
            return self._table_attains(node, node.points, end)
        if node.path in rules.worded and node.of is None:
            scale = rules.answers[node.answers or ""]
            return end in scale.scores_given(reversed_=node.reversed)
        return node.of is None and node.value is not None and rules.possible(node).takes(end)

    def _table_attains(self, node: Node, table: PointsTable, end: Fraction) -> bool:
        rules, entry = self.plan.rules, node
        if node.of is not None:
            path = node.of.text
            if path not in rules.inputs:
                return False
            entry = rules.inputs[path]
        possible = rules.possible(entry)
        step = possible.step or Fraction(1)
        for value in _at_ends(table, step, (possible.low, possible.high)):
            row = row_taking(table, value) if possible.takes(value) else None
            if row is not None and score_in_row(row, value) == end:
                return True
            if row is None and table.is_ladder and possible.takes(value) and table.otherwise == end:
                return True
        return False


def _at_ends(table: PointsTable, step: Fraction, ends: Sequence[Fraction]) -> Iterator[Fraction]:
    """Values at and beside the ends of the rows of a table, and between them."""
    bounds = [end for row in table.rows for end in (row.low, row.high) if end is not None]
    for bound in (*bounds, *ends):
        yield from (bound - step, bound, bound + step)


def _constant(limit: Adjustment) -> Fraction | None:
    return read_number(limit.amount.text) if limit.when is None else None


def _total(parts: Iterator[Fraction]) -> Fraction | None:
    found = list(parts)
    return sum(found, Fraction(0)) if found else None


def fraction_of(value: Exact) -> Fraction | None:
    """A number of the exact arithmetic as a fraction."""
    return None if value is None else Fraction(value)


__all__ = ["SharedOut", "fraction_of"]
