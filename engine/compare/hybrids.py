"""Rule sets between two others: the old one with some of the changes that lead to the new one."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import replace
from typing import Any

from ..book.meaning_of_names import with_ends, worded
from ..book.variant_data import read_alike, read_apart
from ..meaning.model import AnswerScale, Node, RuleSet
from ..meaning.scope import own_words
from .mixed_nodes import OF_BANDS, NodeMixer, mixed_bands
from .rule_differences import Differences, Facet
from .rule_pair import RulePair
from .soundness import is_sound
from .variant_changes import WHERE, Variants
from .way_changes import raw_facet

_OF_DATA = frozenset(
    ("answers", "answered_by", "options", *map(raw_facet, ("range", "decimals", "step", "rounding")))
)
"""Kinds of facets that say what data can give: data are read before it is known which variant a unit has."""


def between(differences: Differences, taken: Collection[int]) -> RuleSet | None:
    """The old rule set with some changes made, by their numbers in `differences.rating`; None where they
    cannot be made without others (a band's condition that names a node which only another change brings).
    Where ratings have other names all of these are made first."""
    if not taken:
        return differences.old
    if len(taken) == len(differences.rating):
        return differences.new
    if not differences.names <= frozenset(taken):
        return None  # what is otherwise is said of the bands as they are called in the new rule set
    if len(taken) == len(differences.names):
        return differences.places.renamed
    facets = frozenset(facet for number in taken for facet in differences.rating[number].facets)
    return mixed(differences, facets)


def mixed(differences: Differences, taken: Collection[Facet]) -> RuleSet | None:
    """The old rule set with some facets of the new one, and its variants; None where that is no rule set that
    means something."""
    old, new = differences.places.renamed, differences.new
    rules = _Mixture(differences.pair, taken).sound()
    if rules is None or not (old.choosing or new.choosing):
        return rules
    variants: dict[tuple[str | None, ...], RuleSet] = {}
    every = Variants(old, new)
    choosing = every.called(new if ("choosing",) in taken else old)
    for words, one, other in every.every():
        inner = _of_variant(taken, words)
        by_name = dict(zip(every.choosing, words, strict=True))
        if any(word is not None and name not in choosing for name, word in by_name.items()):
            if inner and inner != _of_variant(differences.facets, words):
                return None  # a part of a variant of an input that does not choose here
            continue
        variant = _Mixture(RulePair(one, other), inner | _of_data(differences, taken, words)).sound()
        if variant is None:
            return None
        variants[tuple(by_name[name] for name in choosing)] = variant
    if read_apart(rules, variants):
        return None
    read, all_read = read_alike(rules, variants)
    return replace(read, choosing=choosing, variants=all_read)


def _of_variant(taken: Collection[Facet], words: Hashable) -> frozenset[Facet]:
    """What is taken of a variant."""
    return frozenset(facet[2:] for facet in taken if facet[:2] == (WHERE, words))


def _of_data(differences: Differences, taken: Collection[Facet], words: Hashable) -> frozenset[Facet]:
    """The facets that are taken of what data can give, where no rating of a variant hangs on that, so that
    the variant has none of its own for it."""
    return frozenset(
        facet for facet in taken if facet[0] in _OF_DATA and (WHERE, words, *facet) not in differences.facets
    )


def _asking(rules: RuleSet, asked: Collection[str]) -> RuleSet:
    """The same rule set, in which data say the words of some nodes, as they are read once for all rule
    sets."""
    nodes = rules.nodes
    return replace(
        rules, worded=frozenset(path for path in asked if path in nodes and own_words(rules, nodes[path]))
    )


class _Mixture:
    """The old rule set with some facets taken from the new one, variants left out."""

    def __init__(self, pair: RulePair, taken: Collection[Facet]) -> None:
        self.old, self.new, self.pair, self.taken = pair.old, pair.new, pair, taken
        self.nodes = NodeMixer(pair, taken)

    def sound(self) -> RuleSet | None:
        """The rule set, whole; None where what is taken does not go together."""
        if self.pair.is_misleading:
            return None
        rules = self.rule_set()
        aliases = {
            name: members
            for source in (self.new, self.old)
            for name, members in source.aliases.items()
            if name not in rules.names and all(path in rules.nodes for path in members)
        }
        rules = replace(rules, aliases=aliases)
        if not is_sound(rules):
            return None
        asked = {*worded(rules), *self.old.worded, *self.new.worded}
        return with_ends(_asking(rules, asked))

    def rule_set(self) -> RuleSet:
        """The rule set as it is put together."""
        old, new = self.old, self.new
        inputs, total = self.tree()
        answers = {**self.answers(old.answers, new.answers), **self.nodes.own_scales}
        levels = dict.fromkeys([*old.judgements, *new.judgements])
        judged = {level: self.side("judgements", level).judgements.get(level, ()) for level in levels}
        return RuleSet(
            id=old.id,
            title=old.title,
            unit=new.unit,
            scale=self.scale(),
            total=total,
            bands=mixed_bands(old.bands, new.bands, self.taken),
            hit_policy=self.side("hit_policy").hit_policy,
            thresholds=self.thresholds(),
            answers={name: replace(scale, order=()) for name, scale in answers.items()},
            judgements={level: own for level, own in judged.items() if own} if self.is_judged else {},
            inputs=inputs,
            tables=self.chosen(old.tables, new.tables, "table"),
            made_of=tuple(own for rules in self.pair.both for own in rules.made_of or (rules,)),
        )

    def tree(self) -> tuple[dict[str, Node], Node]:
        """The inputs and the total: the same ones where only bands of the whole differ."""
        of_nodes = frozenset(facet for facet in self.taken if facet[0] not in OF_BANDS or len(facet) > 2)
        known = self.pair.trees.get(of_nodes)
        if known is None:
            inputs, total = self.inputs(), self.nodes.mixed(self.old.total, self.new.total, "")
            known = self.pair.trees[of_nodes] = inputs, total, self.nodes.own_scales
        self.nodes.own_scales.update(known[2])
        return known[0], known[1]

    @property
    def is_judged(self) -> bool:
        """Whether a rating hangs on what nodes are judged to be."""
        return self.pair.hanging.on_results

    def side(self, *facet: str) -> RuleSet:
        """The rule set from which a facet is taken."""
        return self.new if facet in self.taken else self.old

    def scale(self) -> Any:
        """The scale, with what is taken of the new one."""
        fields = {
            "minimum": ("minimum", "bounded_below"),
            "maximum": ("maximum", "bounded_above"),
            "decimals": ("decimals",),
            "rounding": ("rounding",),
            "better": ("better",),
        }
        own = {
            name: getattr(self.side("scale", facet).scale, name)
            for facet, names in fields.items()
            for name in names
        }
        return replace(self.old.scale, **own)

    def thresholds(self) -> dict[str, Any]:
        """The thresholds of both; of one that only the new rule set asks for where it rates, the new one."""
        old, new, hanging = self.old.thresholds, self.new.thresholds, self.pair.hanging
        made = self.chosen(old, new, "threshold")
        return made | {name: new[name] for name in new if name in old and not hanging.named_by(0, name)}

    def chosen(self, old: Mapping[str, Any], new: Mapping[str, Any], kind: str) -> dict[str, Any]:
        """Those of both; of one that both have, the new one where that is taken."""
        both: dict[str, Any] = {**new, **old}
        return both | {name: new[name] for name in new if name in old and (kind, name) in self.taken}

    def answers(
        self, old: Mapping[str, AnswerScale], new: Mapping[str, AnswerScale]
    ) -> dict[str, AnswerScale]:
        """The answer scales of both that are no node's own; of one that both have, the options and who
        answers are taken apart from each other."""
        chosen = self.chosen(old, new, "options")
        for name, scale in new.items():
            if name in old:
                answered_by = (
                    scale.answered_by if ("answered_by", name) in self.taken else old[name].answered_by
                )
                chosen[name] = replace(chosen[name], answered_by=answered_by)
        return {name: scale for name, scale in chosen.items() if not scale.is_own}

    def inputs(self) -> dict[str, Node]:
        """The inputs of both, but for those of which a node has the name."""
        made = {}
        for old, new in self.pair.nodes.inputs:
            mixed_input = self.nodes.input(self.old.inputs[old], self.new.inputs[new])
            made.update({name: replace(mixed_input, id=name, path=name) for name in (old, new)})
        for rules in (self.new, self.old):
            for name, only in rules.inputs.items():
                if name not in made:
                    made[name] = self.nodes.alone(only, rules)
        order = dict.fromkeys([*self.old.inputs, *self.new.inputs])
        return {name: made[name] for name in order}


__all__ = ["between", "mixed"]
