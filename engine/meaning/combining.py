"""A node's value from those right below it: how many have to be there, what stands in for those that are not,
and what cannot be told."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from .arithmetic import Arithmetic, Number, Truth
from .best import best_of
from .missing_policy import Policy
from .model import NO_NUMBER, Node
from .states import Value
from .ways import way_of


def first_known(a: Arithmetic[Number, Truth], *numbers: Number | None) -> Number | None:
    """The first of some numbers that is there."""
    known = [number for number in numbers if number is not None]
    return a.first_known(known) if len(known) > 1 else next(iter(known), None)


def either(a: Arithmetic[Number, Truth], *states: Truth | None) -> Truth | None:
    """Where one of some states holds; None where none ever does."""
    ever = [state for state in states if state is not None and not a.never(state)]
    return a.either(ever) if len(ever) > 1 else next(iter(ever), None)


def given_or_made(
    a: Arithmetic[Number, Truth], given: Number, made: Value[Number, Truth]
) -> Value[Number, Truth]:
    """What was given, and where nothing was what was made, with its states."""
    elsewhere = a.opposite(a.known([given], 1))
    states = (
        None if state is None else a.both([elsewhere, state])
        for state in (made.refused, made.undecided, made.inapplicable, made.assumed)
    )
    return Value(given if made.number is None else a.first_known([given, made.number]), *states)


def combine(
    a: Arithmetic[Number, Truth],
    node: Node,
    children: Sequence[Value[Number, Truth]],
    *,
    assumptions: bool = False,
    lower: bool = False,
    kept: list[Number | None] | None = None,
) -> Value[Number, Truth]:
    """A node's value, by its `combine` and its policy for missing children. `assumptions` asks where the
    policy stands in for something; `lower` says that lower scores are better; `kept` is told the best."""
    zero = a.number(Fraction(0))
    leaving = [child.inapplicable for child in children if child.inapplicable is not None]
    out = a.both(leaving) if leaving and len(leaving) == len(children) else None
    if node.combine == NO_NUMBER:  # a number of no meaning says that it is there
        return Value(zero if out is None else a.only_if(a.opposite(out), zero), inapplicable=out)
    policy = Policy.of(node)
    refused = either(a, *(child.refused for child in children))
    undecided = either(a, *(child.undecided for child in children))
    assumed = _assumed(a, policy, children) if assumptions else None
    best = node.best if node.best is not None and node.best < len(children) else None
    numbers, needed = _numbers(a, policy, children, zero, best), policy.needed
    values = [number for number in numbers if number is not None]
    if best is not None:
        numbers = _best(a, node, numbers, best, lower=lower)
        needed = min(needed, best)
        (kept if kept is not None else []).extend(numbers)
    weighed = [
        (number, child.relative_weight)
        for number, child in zip(numbers, node.children, strict=True)
        if number is not None and child.relative_weight
    ]
    if not weighed or len(values) < needed - len(leaving):
        return Value(None, refused, undecided, out)
    partial = bool(leaving) or needed < len(values) or (node.best or needed) < len(values)
    enough = _enough(a, policy, values, node, leaving) if leaving else a.known(values, needed)
    way = way_of(node)
    made = way.combined(a, weighed, partial=partial)
    if way.unsigned:
        undecided = either(a, undecided, _without_number(a, enough, weighed, made))
    number = a.only_if(enough, made)
    poisoned = either(a, refused, undecided)
    return Value(
        number if poisoned is None else a.only_if(a.opposite(poisoned), number),
        refused,
        undecided,
        out,
        assumed,
    )


def _assumed(
    a: Arithmetic[Number, Truth], policy: Policy, children: Sequence[Value[Number, Truth]]
) -> Truth | None:
    """Where the policy stands in for something here or below."""
    lacking = [_lacking(a, child) for child in children] if policy.skips or policy.fills else []
    return either(a, *(child.assumed for child in children), *lacking)


def _without_number(
    a: Arithmetic[Number, Truth], enough: Truth, weighed: Sequence[tuple[Number, Fraction]], made: Number
) -> Truth:
    """Where enough is there and makes no number: a mean of scores below 0."""
    there = a.known([value for value, _ in weighed], 1)
    return a.both([enough, there, a.opposite(a.known([made], 1))])


def _best(
    a: Arithmetic[Number, Truth], node: Node, numbers: Sequence[Number | None], count: int, *, lower: bool
) -> list[Number | None]:
    """The best so many of the numbers, each kept under a name; of numbers that count alike in their order,
    where an arithmetic has one for them."""
    if len({child.relative_weight for child in node.children}) == 1 and hasattr(a, "best"):
        found: list[Number | None] | None = a.best(numbers, count, lower=lower)
        if found is not None:
            return found
    kept = best_of(a, numbers, count, lower=lower)
    return [
        None if number is None else a.named(f"best of {node.path} {place}", number)
        for place, number in enumerate(kept)
    ]


def _numbers(
    a: Arithmetic[Number, Truth],
    policy: Policy,
    children: Sequence[Value[Number, Truth]],
    zero: Number,
    best: int | None,
) -> list[Number | None]:
    """What is combined of each child: its number, and 0 where it is missing and counts so. Of the `best` so
    many none counts so where so many are known."""
    if not policy.fills:
        return [child.number for child in children]
    if best is not None:
        known = [child.number for child in children if child.number is not None]
        zero = a.only_if(a.opposite(a.known(known, best)), zero)
    return [_filled(a, child, zero) for child in children]


def _filled(a: Arithmetic[Number, Truth], child: Value[Number, Truth], zero: Number) -> Number:
    """A child's number, and 0 where it is missing."""
    stand_in = zero if child.inapplicable is None else a.only_if(a.opposite(child.inapplicable), zero)
    return stand_in if child.number is None else a.first_known([child.number, stand_in])


def _lacking(a: Arithmetic[Number, Truth], child: Value[Number, Truth]) -> Truth:
    """Where a child has no number, and should have one."""
    lacks = a.known([], 0) if child.number is None else a.opposite(a.known([child.number], 1))
    return lacks if child.inapplicable is None else a.both([lacks, a.opposite(child.inapplicable)])


def _enough(
    a: Arithmetic[Number, Truth],
    policy: Policy,
    values: Sequence[Number],
    node: Node,
    leaving: Sequence[Truth],
) -> Truth:
    """Whether enough of those children are known that apply, and one at least; where only the best are
    combined so many are enough."""
    one, zero = a.number(Fraction(1)), a.number(Fraction(0))
    applying = a.subtract(
        a.number(Fraction(len(node.children))),
        a.total([a.choose(truth, one, zero) for truth in leaving], [Fraction(1)] * len(leaving)),
    )
    known = a.total(
        [a.choose(a.known([value], 1), one, zero) for value in values], [Fraction(1)] * len(values)
    )
    wanted = a.compare(">=", known, a.multiply(a.number(policy.coverage), applying))
    if node.best is not None:
        wanted = a.either([wanted, a.compare(">=", known, a.number(Fraction(node.best)))])
    return a.both([wanted, a.compare(">=", known, one)])


__all__ = ["combine", "either", "first_known", "given_or_made"]
