"""What two rule sets say otherwise of their thresholds, their answer scales, and the scale of scores."""

from __future__ import annotations

from collections.abc import Iterator

from ..meaning.model import RuleSet
from ..words.diagnostics import say
from .rule_differences import Change, Difference, single, value_text
from .rule_pair import RulePair
from .threshold_changes import threshold_changes
from .way_changes import scale_text, word_differences


def measure_changes(pair: RulePair) -> Iterator[Change]:
    """Everything of that kind."""
    yield from threshold_changes(pair)
    yield from _answer_scales(pair)
    yield from _only_in_one(pair)
    yield from _scale(pair)


def _answer_scales(pair: RulePair) -> Iterator[Change]:
    """Answer scales that several nodes can take, with other options, or that others answer."""
    for name, one in pair.old.answers.items():
        other = pair.new.answers.get(name)
        if other is None or one.is_own or other.is_own:
            continue
        is_used = any(
            (node.answers == name and not node.children) or any(case.answers == name for case in node.cases)
            for rules in pair.both
            for node in rules.nodes.values()
        )
        options = tuple(word_differences(one, other))
        if options:
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


def _only_in_one(pair: RulePair) -> Iterator[Change]:
    """Answer scales that only one rule set has: they change nothing by themselves, what takes them does."""
    for name in dict.fromkeys([*pair.old.answers, *pair.new.answers]):
        scales = [rules.answers.get(name) for rules in pair.both]
        known = next(scale for scale in scales if scale is not None)
        if None in scales and not known.is_own:
            old, new = (None if scale is None else scale_text(scale) for scale in scales)
            places = (
                rules.at("answers") if scale is None else scale.position
                for rules, scale in zip(pair.both, scales, strict=True)
            )
            yield single("answers", Difference(say("answer scale {name}", name=name), old, new, *places))


def _scale(pair: RulePair) -> Iterator[Change]:
    """How scores are rounded, between which those lie that data give, and which way is up."""
    words = {
        "decimals": say("decimals of scores"),
        "rounding": say("rounding"),
        "minimum": say("lowest score"),
        "maximum": say("highest score"),
        "better": say("better"),
    }
    keys = {"minimum": "min", "maximum": "max"}
    for name, what in words.items():
        old, new = (_of_scale(rules, name) for rules in pair.both)
        if old != new:
            places = pair.at(f"scale.{keys.get(name, name)}")
            yield single(
                "scale", Difference(what, value_text(old), value_text(new), *places), [("scale", name)]
            )


def _of_scale(rules: RuleSet, name: str) -> object:
    """What a scale says under a key; nothing of an end that is not written."""
    scale = rules.scale
    is_written = {"minimum": scale.bounded_below, "maximum": scale.bounded_above}.get(name, True)
    return getattr(scale, name) if is_written else None


__all__ = ["measure_changes"]
