"""The conditions of the steps of nodes as proofs see them: of units that may lack anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..meaning.arithmetic.exact import ExactArithmetic
from ..meaning.arithmetic.lacking_terms import MayHold
from ..meaning.expressions import Expression
from ..meaning.model import Node
from ..meaning.named_values import stated_names
from ..meaning.names import Outcome
from ..meaning.plan import Plan
from ..meaning.spaces import Found, Space
from ..meaning.stated import Stated
from ..meaning.states import Value
from ..meaning.witnesses import Witness
from ..meaning.worlds import World
from ..meaning.worlds_of_rules import Worlds
from ..words.numerals import decimal_text
from .tried_units import named_in

Wanted = tuple[Expression, bool]
"""A condition, and whether it is to hold or not."""


class StepWorld:
    """The conditions at one node, in the world of all units; with `is_rating` those that are asked where it
    is rated, so that its score is known."""

    def __init__(self, worlds: Worlds, node: Node, *, is_rating: bool = False) -> None:
        self.node, self.is_rating = node, is_rating
        self.plan = Plan.of(worlds.rules)
        self.world: World = worlds.of_steps()

    def asked(self, wanted: Sequence[Wanted]) -> Found:
        """Whether there is a unit of which some conditions are known to hold, or not to."""
        lacking = self.world.lacking
        assert lacking is not None
        terms = []
        for condition, is_so in wanted:
            truth: MayHold = self.truth(lacking.a, lacking.outcome, condition)
            terms.append(truth.yes if is_so else truth.no)
        return Found(Space.of(self.world), tuple(terms), self._confirms(wanted))

    def _confirms(self, wanted: Sequence[Wanted]) -> Callable[[Sequence[Witness]], bool]:
        exact = ExactArithmetic(self.plan.rules.scale)

        def confirms(witnesses: Sequence[Witness]) -> bool:
            outcome = witnesses[0].result.outcome
            return all(self.truth(exact, outcome, condition) is is_so for condition, is_so in wanted)

        return confirms

    def truth(self, a: Any, outcome: Outcome[Any, Any], condition: Expression) -> Any:
        """Whether a condition holds, in an arithmetic in which the plan was run."""
        path = self.node.path
        score: Value[Any, Any] = Value(outcome.printed[path]) if self.is_rating else Value()
        own = {"value": outcome.read.get(path, Value()), "score": score}
        stated: Stated[Any, Any] = Stated(a)
        names = stated_names(self.plan, outcome, stated, path, own)
        return stated.untold(condition.evaluate(stated, names)).truth

    def named(self, witness: Witness, conditions: Iterable[Expression]) -> str:
        """What a unit has of all that conditions name."""
        rules, given = self.plan.rules, witness.given
        return ", ".join(
            f"{rules.short_name(path)} {witness.word(path, given[path]) or decimal_text(given[path])}"
            for path in named_in(rules, self.node, list(conditions))
            if path in given
        )


__all__ = ["StepWorld", "Wanted"]
