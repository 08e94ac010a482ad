"""What differs between two rule sets: in meaning, not in lines of text (see rule_differences.py)."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.expressions import Expression
from ..meaning.model import AnswerScale, RuleSet
from ..meaning.second_edition import only_first_edition
from ..words.diagnostics import say
from ..words.numerals import decimal_text
from .band_changes import band_changes
from .label_changes import label_changes
from .node_changes import node_changes
from .rule_differences import Change, Difference, Differences, single, value_text
from .rule_pair import RulePair
from .structure_changes import structure_changes


def differences(old: RuleSet, new: RuleSet) -> Differences:
    """What changed from the old rule set to the new one. Raises KenError for rules that it does not
    know."""
    only_first_edition(say("a comparison"), old, new)
    pair = RulePair(old, new)
    changes = [
        *structure_changes(pair),
        *node_changes(pair),
        *_thresholds(pair),
        *_answer_scales(pair),
        *_scale(pair),
        *band_changes(pair),
        *label_changes(pair),
    ]
    return Differences(old, new, pair.nodes, tuple(sorted(changes, key=lambda change: not change.rates)))


def _thresholds(pair: RulePair) -> Iterator[Change]:
    """Thresholds with another value. One that is new or gone changes nothing by itself: what uses it does."""
    for name, one in pair.old.thresholds.items():
        other = pair.new.thresholds.get(name)
        if other is not None and one.value != other.value:
            what, places = say("threshold {name}", name=name), (one.position, other.position)
            is_used = any(
                name in expression.names for rules in pair.both for expression in _rating_expressions(rules)
            )
            difference = Difference(what, decimal_text(one.value), decimal_text(other.value), *places)
            yield single("threshold", difference, [("threshold", name)] if is_used else [])


def _rating_expressions(rules: RuleSet) -> Iterator[Expression]:
    """The expressions on which a rating hangs."""
    yield from (band.when for band in rules.bands if band.when)
    yield from (node.score for node in rules.nodes.values() if node.score)


def _answer_scales(pair: RulePair) -> Iterator[Change]:
    """Answer scales with other options, or that others answer."""
    for name, one in pair.old.answers.items():
        other = pair.new.answers.get(name)
        if other is None:
            continue
        is_used = any(
            node.answers == name and not node.children for rules in pair.both for node in rules.nodes.values()
        )
        if dict(one.options) != dict(other.options):
            options = tuple(_options(one, other))
            changes = [option.sentence for option in options]
            yield Change(
                "answers",
                say("answer scale {name}: {changes}", name=name, changes=changes),
                options,
                rates=is_used,
                facets=frozenset([("options", name)] if is_used else []),
            )
        if one.answered_by != other.answered_by:
            what, places = say("answer scale {name}: who answers", name=name), (one.position, other.position)
            difference = Difference(what, one.answered_by, other.answered_by, *places)
            yield single("answers", difference, [("answered_by", name)] if is_used else [])


def _options(one: AnswerScale, other: AnswerScale) -> Iterator[Difference]:
    """The options of an answer scale that score otherwise, came or went."""
    for word in dict.fromkeys([*one.options, *other.options]):
        values = one.options.get(word), other.options.get(word)
        if values[0] != values[1]:
            places = (scale.option_positions.get(word, scale.position) for scale in (one, other))
            old, new = (None if value is None else decimal_text(value) for value in values)
            yield Difference(say("“{word}”", word=word), old, new, *places)


def _scale(pair: RulePair) -> Iterator[Change]:
    """How scores are rounded, and between which they lie."""
    words = {
        "decimals": say("decimals of scores"),
        "rounding": say("rounding"),
        "minimum": say("lowest score"),
        "maximum": say("highest score"),
    }
    keys = {"minimum": "min", "maximum": "max"}
    for name, what in words.items():
        old, new = (getattr(rules.scale, name) for rules in pair.both)
        if old != new:
            places = pair.at(f"scale.{keys.get(name, name)}")
            yield single(
                "scale", Difference(what, value_text(old), value_text(new), *places), [("scale", name)]
            )


__all__ = ["differences"]
