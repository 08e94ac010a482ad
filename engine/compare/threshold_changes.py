"""Thresholds with another value: whether they rate, and what else they change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..meaning.model import LEVELS, Judgement
from ..words.diagnostics import Text, listed, say
from ..words.numerals import decimal_text
from .canonical_forms import canonical, to_be_read, values_of
from .rule_differences import Change, Difference, single
from .rule_pair import RulePair

_PLURALS = {level: key for key, level in LEVELS.items()}


def threshold_changes(pair: RulePair) -> Iterator[Change]:
    """One that is new or gone changes nothing by itself: what uses it does. So does one that only one of the
    rule sets asks for where it rates. Of such a one it is told what it changes instead."""
    for name, one in pair.old.thresholds.items():
        other = pair.new.thresholds.get(name)
        if other is None or one.value == other.value:
            continue
        what, places = say("threshold {name}", name=name), (one.position, other.position)
        difference = Difference(what, decimal_text(one.value), decimal_text(other.value), *places)
        rates = all(pair.hanging.named_by(side, name) for side in range(2))
        change = single("threshold", difference, [("threshold", name)] if rates else [])
        told = [] if rates else [*_judged_by(pair, name), *_aimed_at(pair, name)]
        if told:
            change = replace(change, title=say("{change} ({told})", change=change.title, told=listed(told)))
        yield change


def _judged_by(pair: RulePair, name: str) -> Iterator[Text]:
    """What nodes are judged to be by a threshold, of each level."""
    for level, judgements in pair.new.judgements.items():
        own = [judgement for judgement in judgements if name in judgement.when.names]
        simple = [judgement for judgement in own if _is_from(judgement, name)]
        nodes, number = Text(_PLURALS.get(level, level)), decimal_text(pair.new.thresholds[name].value)
        for judgement in simple or own:
            if _is_from(judgement, name):
                yield say(
                    "{nodes} are judged {result} from {number}",
                    nodes=nodes,
                    result=judgement.result,
                    number=number,
                )
            else:
                yield say(
                    "{nodes} are judged {result} where {condition}",
                    nodes=nodes,
                    result=judgement.result,
                    condition=to_be_read(judgement.when, values_of(pair.new)),
                )


def _is_from(judgement: Judgement, name: str) -> bool:
    return canonical(judgement.when) == f"score >= {name}"


def _aimed_at(pair: RulePair, name: str) -> Iterator[Text]:
    """The targets whose condition names a threshold."""
    for target in pair.new.targets:
        if name in target.condition.names:
            yield say(
                "target {id} counts units with {condition}",
                id=target.id,
                condition=to_be_read(target.condition, values_of(pair.new)),
            )


__all__ = ["threshold_changes"]
