"""Random units of any rule set, with what its rules look at: the ends of its ranges, rows and bands, and what
lies beside them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from kenrules.engine.meaning.model import Node, RuleSet

from .naive import Unit

WIDEST = 10**6
"""What a value without an end reaches to."""


class Filler:
    """Makes units of one rule set, all of its variants among them."""

    def __init__(self, rules: RuleSet, chance: random.Random) -> None:
        self.rules, self.chance = rules, chance

    def unit(self) -> Unit:
        """What data say of one unit: most cells are there, and numbers are often on a bound or beside it."""
        inputs = {name: self.cell(node) for name, node in self.rules.inputs.items()}
        return Unit({node.path: self.cell(node) for node in self.leaves}, [], inputs)

    @cached_property
    def leaves(self) -> list[Node]:
        """The nodes that data give: by an answer, a raw value or a score."""
        return [
            node
            for path, node in self.rules.readable.items()
            if path not in self.rules.inputs
            and not node.children
            and node.of is None
            and (node.is_raw or self.words(node) or not (node.score or node.cases or node.points))
        ]

    def words(self, node: Node) -> list[str]:
        """What an answer can be."""
        scales = [node.answers, *(case.answers for case in node.cases)]
        return sorted({word for scale in scales if scale for word in self.rules.answers[scale].words})

    def cell(self, node: Node) -> str:
        """A value as data write it; one in fifty is lacking."""
        chance = self.chance
        if chance.random() < 0.02:
            return ""
        if words := self.words(node):
            return chance.choice(words)
        low, high = self.rules.limits(node)
        low, high = max(low, Fraction(-WIDEST)), min(high, Fraction(WIDEST))
        value = node.value
        places = 2 if value is None or value.decimals is None else value.decimals
        places += chance.random() < 0.2 and value is not None and value.rounding is not None
        step = Fraction(1, 10**places)
        if value is not None and value.step is not None:
            step = value.step
        near = [bound for bound in self.bounds if low <= bound <= high]
        if near and chance.random() < 0.6:
            wanted = chance.choice(near) + step * chance.choice([-1, 0, 0, 1])
        else:
            wanted = low + (high - low) * Fraction(chance.randrange(10**6), 10**6)
        number = min(high, max(low, low + round((wanted - low) / step) * step))
        return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"

    @cached_property
    def bounds(self) -> list[Fraction]:
        """Where anything in the rules begins or ends."""
        return sorted(set(self._bounds()))

    def _bounds(self) -> Iterator[Fraction]:
        for rules in (self.rules, *self.rules.variants.values()):
            for node in (*rules.inputs.values(), *rules.nodes.values()):
                yield from rules.limits(node)
                for table in (node.points, *(case.points for case in node.cases)):
                    for row in () if table is None else table.rows:
                        yield from (end for end in (row.low, row.high) if end is not None)
                for band in (*rules.bands, *node.bands):
                    yield from (end for end in (band.minimum, band.maximum) if end is not None)
            yield from (threshold.value for threshold in rules.thresholds.values())


__all__ = ["Filler"]
