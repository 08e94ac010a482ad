"""What is printed of a score."""

from __future__ import annotations

from .arithmetic import Arithmetic, Number, Truth
from .model import INPUT, Node, RuleSet


def printed_score(a: Arithmetic[Number, Truth], rules: RuleSet, node: Node, number: Number) -> Number:
    """What is printed of a node's value: rounded as its `round` says, else to its decimals."""
    step = node.round
    if step is not None and step.step is not None:
        return a.to_step(number, step.step, step.rounding or rules.scale.rounding)
    rounding = None if step is None else step.rounding
    return a.rounded(number, node.decimals, rounding)


def printed_places(rules: RuleSet, node: Node) -> int:
    """To how many decimals a node's score is printed, or an input that is rounded."""
    if node.level == INPUT and node.value is not None and node.value.decimals is not None:
        return node.value.decimals
    return rules.scale.decimals if node.decimals is None else node.decimals


__all__ = ["printed_places", "printed_score"]
