"""What is spoken of one by one, between the whole and its questions: indicators, or the parts that stand in
their place."""

from __future__ import annotations

from collections.abc import Iterator

from .model import TOTAL, Node, RuleSet


def subject_paths(rules: RuleSet) -> tuple[str, ...]:
    """The paths of what the rule set calls indicators, whether questions hang below them or not; and of what
    has none in it, the nodes right above the questions."""

    def below(node: Node) -> Iterator[str]:
        is_parted = any(child.children for child in node.children) or any(
            each.level == "indicator" for each in node.walk()
        )
        if node.level == "indicator" or (node.path != TOTAL and not is_parted):
            yield node.path
            return
        for child in node.children:
            yield from below(child)

    return tuple(below(rules.total))


__all__ = ["subject_paths"]
