"""How data are read of what a rule set has, and which of its nodes mean what they meant in the first edition
of the language: what is read alike can share a column, and what is plain can share a value."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import MISSING, Field, fields
from functools import cache
from typing import Any

from .model import AnswerScale, Node, RuleSet
from .plan import Plan
from .scope import thresholds_at
from .scoring import RawValue

_READ_ONLY = frozenset({"value", "measure", "decimals", "better", "thresholds"})
"""Fields of a node that its value does not hang on, or that are looked at by themselves."""


def reading(rules: RuleSet, path: str, *, of_missing: bool = True) -> Hashable:
    """How data of a node or input are read: what has the same can share a column. Without `of_missing` what
    stands for an empty cell is left out."""
    node, scale = rules.entries[path], rules.scale
    answers = rules.answers.get(node.answers or "")
    is_input, is_worded = path in rules.inputs, path in rules.worded
    value = node.value
    return (
        is_input,
        is_worded,
        None if answers is None else _options(answers, in_words=is_input or is_worded),
        answers is not None and node.reversed,
        rules.steps(node),
        value and (value.minimum, value.maximum, value.decimals, value.rounding, value.step),
        value.missing if value is not None and of_missing else None,
        None if is_input or not scale.bounded_below else scale.minimum,
        None if is_input or not scale.bounded_above else scale.maximum,
    )


def _options(scale: AnswerScale, *, in_words: bool) -> Hashable:
    """What its words say: by their numbers, where data are read so."""
    options = tuple(scale.options.items())
    if in_words:
        return options, scale.leaving, scale.lacking, scale.has_scores
    return tuple(sorted(options)), scale.answered_by == "unit"


def is_plain(rules: RuleSet, node: Node) -> bool:
    """Whether the value of a node is given, combined, or made of its own raw value, as in the first edition,
    and so is everything below it: then its number says all of it."""
    known = _not_plain(rules)
    return not known or not any(inner.path in known for inner in node.walk())


def _not_plain(rules: RuleSet) -> frozenset[str]:
    """The paths of the nodes that are not plain themselves, worked out once and kept with the rule set."""
    kept = vars(rules)
    if "not_plain" not in kept:
        kept["not_plain"] = frozenset(
            path for path, node in rules.nodes.items() if not _is_plain(rules, node)
        )
    found: frozenset[str] = kept["not_plain"]
    return found


def _is_plain(rules: RuleSet, node: Node) -> bool:
    if node.path in rules.worded or any(_is_used(node, each) for each in _second()):
        return False
    value = node.value
    if value is not None and (node.children or value != RawValue(value.minimum, value.maximum)):
        return False
    if node.score is None:
        return True
    if Plan.of(rules).scope(node.path).referred(node.score) or any(
        name in rules.table_columns for name in node.score.names
    ):
        return False
    return dict(thresholds_at(rules, node.path)) == dict(rules.thresholds)


@cache
def _second() -> tuple[Field[Any], ...]:
    """The fields of a node that the second edition brought, and on which its value hangs."""
    return tuple(own for own in fields(Node) if "edition" in own.metadata and own.name not in _READ_ONLY)


def _is_used(node: Node, own: Field[Any]) -> bool:
    """Whether a field says something."""
    default = own.default if own.default is not MISSING else own.default_factory()  # type: ignore[operator]
    return bool(getattr(node, own.name) != default)


def all_forms(rules: RuleSet) -> Iterator[RuleSet]:
    """A rule set, and its variants."""
    yield rules
    yield from rules.variants.values()


__all__ = ["all_forms", "is_plain", "reading"]
