"""What people call a node: its title, and its id only where there is no title or several nodes share it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from ..words.language import Language
from .model import TOTAL, Node, RuleSet


def labels_of(rules: RuleSet, language: Language) -> Callable[[str], str]:
    """What each node of a rule set is called, by its path: its title; with the part of the whole that it
    belongs to where others have the same title; its shortest name where it has none."""
    titles = Counter(node.title.in_language(language) for node in rules.nodes.values())

    def label(path: str) -> str:
        node = rules.entries[path]
        title = node.title.in_language(language)
        if not title or path == TOTAL:
            return rules.short_name(path)
        return title if titles[title] < 2 or "." not in path else f"{title} ({path.partition('.')[0]})"

    return label


def item_label(rules: RuleSet, node: Node, language: Language) -> str:
    """The same of something that is known by its id, such as a question of a form: both, the title first."""
    title = node.title.in_language(language)
    return f"{title} ({node.id})" if title else rules.short_name(node.path)


__all__ = ["item_label", "labels_of"]
