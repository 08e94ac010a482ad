"""What two rule sets say otherwise of single nodes and inputs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..meaning.expressions import Expression
from ..meaning.model import Node, Threshold
from ..meaning.scope import thresholds_at
from ..meaning.scoring import RoundStep, StandIn
from ..words.diagnostics import Text, counted, listed, say
from ..words.numerals import decimal_text
from .hanging import Hanging
from .listed_changes import listed_atoms
from .rule_differences import Atom, Change, Difference, Facet, grouped, value_text
from .rule_pair import RulePair
from .way_changes import way_atoms


@dataclass(frozen=True)
class _Attribute:
    """What a node is said to be in both rule sets: its key, what it is called, and both values."""

    key: str
    words: Text
    old: Any
    new: Any


def node_changes(pair: RulePair) -> Iterator[Change]:
    """The same attribute changed in the same way in several nodes is one change."""
    hanging = pair.hanging
    yield from grouped(
        atom
        for one, other in pair.paired
        for atom in (
            *_attribute_atoms(pair, one, other),
            *way_atoms(pair, one, other),
            *listed_atoms(pair, one, other),
            *_threshold_atoms(pair, hanging, one, other),
        )
    )


def _attribute_atoms(pair: RulePair, one: Node, other: Node) -> Iterator[Atom]:
    for attribute in (*_attributes(one, other), *_steps(pair, one, other)):
        if attribute.old != attribute.new:
            key = attribute.key
            what = say("{attribute} of {node}", attribute=attribute.words, node=pair.name(one))
            places = one.at(_KEYS.get(key, key)), other.at(_KEYS.get(key, key))
            difference = Difference(what, value_text(attribute.old), value_text(attribute.new), *places)
            yield Atom(key, (difference,), frozenset([(key, one.path, other.path)]))


_KEYS = {"stand_in": "missing", "whole": "like"}
"""By facet of a node: the key under which it is written, if it is another one."""


def _attributes(one: Node, other: Node) -> Iterator[_Attribute]:
    """What a node is told about what stands below it, and who answers."""
    if one.children and other.children:
        yield _Attribute("missing", say("what is done about missing scores"), one.missing, other.missing)
        if one.missing == other.missing == "skip":
            shares = [Text(f"{decimal_text(own.min_coverage * 100)}%") for own in (one, other)]
            yield _Attribute("min_coverage", say("least coverage"), *shares)
        yield _Attribute("best", say("number of the best that count"), one.best, other.best)
    if one.children or one.level == "question":
        words = say("least number of respondents")
        yield _Attribute("min_respondents", words, one.min_respondents, other.min_respondents)
    if not (one.children or other.children):
        yield _Attribute("reversed", say("reversed"), one.reversed, other.reversed)
    levels = Text(one.level), Text(other.level)
    yield _Attribute("level", say("level"), *levels)


def _steps(pair: RulePair, one: Node, other: Node) -> Iterator[_Attribute]:
    """What is done with a node's score on its way."""
    applies: list[Expression | str | None] = [one.applies, other.applies]
    if pair.same_expression(one.applies, other.applies, (one.path, other.path)):
        applies = [None, None]
    texts = (own.text if isinstance(own, Expression) else own for own in applies)
    yield _Attribute("applies", say("condition to apply"), *texts)
    stands = (_stand_in(own.stand_in) for own in (one, other))
    yield _Attribute("stand_in", say("what stands for a missing score"), *stands)
    yield _Attribute("round", say("rounding on the way"), _rounded(one.round), _rounded(other.round))
    if one.round == other.round:
        yield _Attribute("decimals", say("decimals that are printed"), one.decimals, other.decimals)
    yield _Attribute("better", say("better"), one.better, other.better)
    yield _Attribute("whole", say("taken as a whole"), one.is_whole, other.is_whole)


def _stand_in(stand_in: StandIn | None) -> Any:
    return Text(stand_in) if isinstance(stand_in, str) else stand_in


def _rounded(step: RoundStep | None) -> Text | None:
    if step is None:
        return None
    texts = [] if step.step is None else [say("to multiples of {step}", step=step.step)]
    texts += [] if step.decimals is None else [counted(step.decimals, "{count} decimal", "{count} decimals")]
    texts += [] if step.rounding is None else [say("{name}", name=step.rounding)]
    return listed(texts)


def _threshold_atoms(pair: RulePair, hanging: Hanging, one: Node, other: Node) -> Iterator[Atom]:
    """Thresholds of a node, which hold for all below it, with another value than before: there, or above."""
    for name in dict.fromkeys([*one.thresholds, *other.thresholds]):
        own = one.thresholds.get(name), other.thresholds.get(name)
        holding: list[Threshold | None] = [
            thresholds_at(rules, node.path).get(name)
            for rules, node in zip(pair.both, (one, other), strict=True)
        ]
        values = [None if held is None else held.value for held in holding]
        if values[0] == values[1] or (None not in own and own[0] == own[1]):
            continue
        what = say("threshold {name} of {node}", name=name, node=pair.name(one))
        places = (
            node.at("thresholds") if mine is None else mine.position
            for node, mine in zip((one, other), own, strict=True)
        )
        old, new = (None if value is None else value_text(value) for value in values)
        facet: Facet = ("threshold", one.path, other.path, name)
        facets = frozenset([facet]) if hanging.on_threshold(name, one, other) else frozenset()
        yield Atom("threshold", (Difference(what, old, new, *places),), facets)


__all__ = ["node_changes"]
