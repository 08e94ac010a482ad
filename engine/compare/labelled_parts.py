"""The parts of two rule sets that have a title, a source or a reason, beside their nodes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..meaning.model import TOTAL, Node
from ..words.diagnostics import Position, Text, say
from .listed_changes import KEYS, Entries
from .rule_pair import RulePair


@dataclass(frozen=True)
class LabelledPart:
    """Something that both rule sets have: what it is called, as either has it, and where it stands."""

    what: Text
    old: Any
    new: Any
    places: tuple[Position, Position]


def titled_parts(pair: RulePair) -> Iterator[LabelledPart]:
    """Inputs, judgements, cases, and what is written at single nodes: with a title and a source."""
    for one, other in paired_inputs(pair):
        yield _part(say("input {name}", name=one.id), one, other)
    for level, judgements in pair.old.judgements.items():
        news = {judgement.result: judgement for judgement in pair.new.judgements.get(level, ())}
        for judgement in judgements:
            if judgement.result in news:
                what = say("judgement {result} of {level}", result=judgement.result, level=Text(level))
                yield _part(what, judgement, news[judgement.result])
    for one, other in pair.paired:
        yield from _at_node(pair, one, other)


def _at_node(pair: RulePair, one: Node, other: Node) -> Iterator[LabelledPart]:
    name = pair.name(one)
    if len(one.cases) == len(other.cases):
        for number, (old, new) in enumerate(zip(one.cases, other.cases, strict=True), 1):
            yield _part(say("case {number} of {node}", number=number, node=name), old, new)
    for threshold, held in one.thresholds.items():
        if threshold in other.thresholds:
            what = say("threshold {name} of {node}", name=threshold, node=name)
            yield _part(what, held, other.thresholds[threshold])
    bands = {band.rating: band for band in other.bands if one.path != TOTAL}
    for band in one.bands:
        if band.rating in bands:
            what = say("{node}: {what}", node=name, what=say("band {rating}", rating=band.rating))
            yield _part(what, band, bands[band.rating])


def sourced_parts(pair: RulePair) -> Iterator[LabelledPart]:
    """What else has a source: bands, thresholds, answer scales, targets, and entries in lists of nodes."""
    old, new = pair.both
    bands = {band.rating: band for band in new.bands}
    targets = {target.id: target for target in new.targets}
    for band in old.bands:
        if band.rating in bands:
            yield _part(say("band {rating}", rating=band.rating), band, bands[band.rating])
    for name, threshold in old.thresholds.items():
        if name in new.thresholds:
            yield _part(say("threshold {name}", name=name), threshold, new.thresholds[name])
    for name, scale in old.answers.items():
        if name in new.answers and not scale.is_own:
            yield _part(say("answer scale {name}", name=name), scale, new.answers[name])
    for target in old.targets:
        if target.id in targets:
            yield _part(say("target {id}", id=target.id), target, targets[target.id])
    yield from (part for part in _entries(pair) if hasattr(part.old, "source"))


def reasoned_parts(pair: RulePair) -> Iterator[LabelledPart]:
    """Contradictions, which have a reason."""
    yield from (part for part in _entries(pair) if hasattr(part.old, "because"))


def _entries(pair: RulePair) -> Iterator[LabelledPart]:
    """The entries in lists of nodes that both rule sets have."""
    for one, other in pair.paired:
        for key, words in KEYS.items():
            if not getattr(one, key) or not getattr(other, key):
                continue
            entries = Entries(pair, key, (one.path, other.path))
            for old, new in entries.pairs(one, other):
                if old is not None and new is not None:
                    what = say("{attribute} of {node}", attribute=words, node=pair.name(one))
                    yield _part(what, old, new)


def paired_inputs(pair: RulePair) -> Iterator[tuple[Node, Node]]:
    """The inputs of both."""
    olds, news = pair.old.inputs, pair.new.inputs
    yield from ((olds[old], news[new]) for old, new in pair.nodes.inputs)


def _part(what: Text, old: Any, new: Any) -> LabelledPart:
    return LabelledPart(what, old, new, (old.position, new.position))


__all__ = ["LabelledPart", "paired_inputs", "reasoned_parts", "sourced_parts", "titled_parts"]
