"""What names of nodes, words and columns of reference tables stand for, once these have been worked out."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from .arithmetic import Arithmetic, Number, Truth
from .choosing import Chosen, choose
from .combining import either
from .lookups import looked_up
from .model import Judgement, Node
from .names import NamesOf, Outcome
from .stated import Stated
from .states import Value
from .word_options import Choice

if TYPE_CHECKING:
    from .plan import Plan


def named_value(a: Arithmetic[Number, Truth], name: str, value: Value[Number, Truth]) -> Value[Number, Truth]:
    """A value whose number and states are kept under a name."""

    def named(kind: str, state: Truth | None) -> Truth | None:
        return None if state is None else a.named_truth(f"{name} {kind}", state)

    return Value(
        None if value.number is None else a.named(name, value.number),
        named("refused", value.refused),
        named("undecided", value.undecided),
        named("inapplicable", value.inapplicable),
        value.assumed,
    )


def stated_names(
    plan: Plan,
    outcome: Outcome[Number, Truth],
    stated: Stated[Number, Truth],
    at: str,
    own: Mapping[str, Any],
    own_judged: Mapping[str, Any] | None = None,
) -> NamesOf[Number, Truth]:
    """What names mean at a node, as values with their states."""

    def value_of(path: str, judged: bool) -> Value[Number, Truth]:
        if path in plan.rules.table_columns:
            return looked_up(plan, stated.a, outcome, path, word_of)
        value = outcome.nodes[path]
        number = outcome.printed[path] if judged else value.number
        return Value(number, value.refused, value.undecided, value.inapplicable)

    def word_of(choice: Choice) -> Value[Number, Truth]:
        return word_value(plan, stated.a, outcome, choice)

    return NamesOf(plan.scope(at), own, value_of, word_of, stated.number, Value, own_judged or {})


def word_value(
    plan: Plan, a: Arithmetic[Number, Truth], outcome: Outcome[Number, Truth], choice: Choice
) -> Value[Number, Truth]:
    """The number of the word that is said of something, with its states."""
    path = choice.path
    if choice.kind == "result":
        value, judged = outcome.nodes[path], judgement_of(plan, a, outcome, plan.rules.nodes[path])
        known = a.known([] if value.number is None else [value.number], 1)
        untold = a.both([known, a.opposite(a.known([judged.number], 1))])
        number = a.only_if(a.compare("<", judged.number, a.number(Fraction(judged.none))), judged.number)
        return Value(number, value.refused, either(a, value.undecided, untold), value.inapplicable)
    return outcome.words.get((path, choice.kind)) or outcome.nodes[path]


def number_of(
    plan: Plan, a: Arithmetic[Number, Truth], outcome: Outcome[Number, Truth], path: str, *, judged: bool
) -> Number | None:
    """What is carried of a node or input, or printed where it is `judged`; or what stands in a column of a
    reference table."""
    if path not in plan.rules.table_columns:
        return outcome.printed[path] if judged else outcome.nodes[path].number
    return looked_up(plan, a, outcome, path, lambda choice: word_value(plan, a, outcome, choice)).number


def judgement_of(
    plan: Plan, a: Arithmetic[Number, Truth], outcome: Outcome[Number, Truth], node: Node
) -> Chosen[Number, Truth, Judgement]:
    """What a node is judged to be, by what is printed of it."""
    judgements, names = plan.rules.judgements[node.level], names_of_judgement(plan, a, outcome, node)
    chosen = choose(a, judgements, [judgement.when.evaluate(a, names) for judgement in judgements])
    printed = names("score", judged=True)
    return Chosen(chosen.cases, chosen.holds, a.only_if(a.known([printed], 1), chosen.number))


def names_of_judgement(
    plan: Plan, a: Arithmetic[Number, Truth], outcome: Outcome[Number, Truth], node: Node
) -> NamesOf[Number, Truth]:
    """What names mean in a judgement of a node."""

    def value_of(path: str, judged: bool) -> Number:
        number = number_of(plan, a, outcome, path, judged=judged)
        return a.nothing() if number is None else number

    def word_of(choice: Choice) -> Number:
        number = word_value(plan, a, outcome, choice).number
        return a.nothing() if number is None else number

    carried, printed = ({"score": value_of(node.path, judged)} for judged in (False, True))
    scope = plan.scope_of_judgement(node)
    return NamesOf(scope, carried, value_of, word_of, a.number, a.nothing, printed)


__all__ = ["judgement_of", "named_value", "names_of_judgement", "number_of", "stated_names", "word_value"]
