"""What two rule sets with variants say otherwise in single variants: what these share is told once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

from ..meaning.model import RuleSet
from ..words.diagnostics import Text, listed, say
from .correspondence import correspondence
from .rule_differences import Change, Facet
from .rule_pair import RulePair

Words = tuple[str | None, ...]
"""A word of each input that chooses a variant; None for one without a patch."""

WHERE = "where"
"""What the facet of a variant begins with; then come its words and the facet there."""


@dataclass(frozen=True)
class Variants:
    """The variants of two rule sets, by the words of all inputs that choose in one of them."""

    old: RuleSet
    new: RuleSet

    @property
    def choosing(self) -> tuple[str, ...]:
        """The inputs that choose in one of the two, as the new one calls them, in an order that is the same
        for the change back."""
        return tuple(sorted({*self.called(self.old), *self.called(self.new)}))

    def called(self, rules: RuleSet) -> tuple[str, ...]:
        """The inputs that choose in one of the two, as the new one calls those that both have."""
        if rules is not self.old:
            return rules.choosing
        return tuple(self._now.get(name, name) for name in rules.choosing)

    @cached_property
    def _now(self) -> Mapping[str, str]:
        """By input of the old rule set: the one that it alone is in the new one."""
        pairs = correspondence(self.old, self.new).inputs
        times = Counter(name for side in (0, 1) for name in ((side, pair[side]) for pair in pairs))
        return {old: new for old, new in pairs if times[0, old] == times[1, new] == 1}

    def every(self) -> Iterator[tuple[Words, RuleSet, RuleSet]]:
        """Each combination of words that has a variant in one of the two, with the rules that hold there in
        both."""
        words = [
            dict.fromkeys(
                word
                for rules in (self.old, self.new)
                if name in self.called(rules)
                for key in rules.variants
                if (word := key[self.called(rules).index(name)]) is not None
            )
            for name in self.choosing
        ]
        for chosen in product(*([None, *own] for own in words)):
            old, new = (self.holding(rules, chosen) for rules in (self.old, self.new))
            if old is not self.old or new is not self.new:
                yield chosen, old, new

    def pair(self, old: RuleSet, new: RuleSet) -> RulePair:
        """The rules that hold for some words in both, as rule sets of their own with the same inputs that
        choose."""
        return RulePair(
            *(
                replace(rules, choosing=whole.choosing, variants={})
                for rules, whole in ((old, self.old), (new, self.new))
            )
        )

    def holding(self, rules: RuleSet, chosen: Words) -> RuleSet:
        """The rules that hold where those words are chosen."""
        return rules.variants.get(self.own(rules, chosen), rules)

    def own(self, rules: RuleSet, chosen: Words) -> Words:
        """The words of the inputs that choose in one of the two; None for a word without a patch there."""
        by_name = dict(zip(self.choosing, chosen, strict=True))
        words = (
            (by_name[name], {key[place] for key in rules.variants})
            for place, name in enumerate(self.called(rules))
        )
        return tuple(word if word in known else None for word, known in words)

    def in_words(self, keys: Sequence[Words]) -> Text:
        """Some combinations of words, as a condition that all of them meet and no others."""
        every = [key for key, _, _ in self.every()]
        for place, name in enumerate(self.choosing):
            for word in dict.fromkeys(key[place] for key in keys):
                if word is not None and [key for key in every if key[place] == word] == list(keys):
                    return say("{input} is {word}", input=name, word=word)
        words = [key[0] for key in keys if key[0] is not None]
        if len(self.choosing) == 1 and len(words) == len(keys):
            return say("{input} is {word}", input=self.choosing[0], word=words)
        return listed([self._alone(key) for key in keys])

    def _alone(self, key: Words) -> Text:
        words = [
            say("{input} has no patch", input=name)
            if word is None
            else say("{input} is {word}", input=name, word=word)
            for name, word in zip(self.choosing, key, strict=True)
        ]
        return say("{words}", words=words)


def with_variants(
    pair: RulePair, base: list[Change], between: Callable[[RulePair], list[Change]]
) -> list[Change]:
    """The changes of the rules without their variants, and what is otherwise in some variants only."""
    variants = Variants(*pair.both)
    if not variants.choosing:
        return base
    found = {key: between(variants.pair(old, new)) for key, old, new in variants.every()}
    told: dict[object, list[tuple[Words, Change]]] = {}
    for key, changes in found.items():
        for change in changes:
            told.setdefault(_likeness(change), []).append((key, change))
    made = [_shared(variants, change, told.pop(_likeness(change), []), found) for change in base]
    return [*made, *(_apart(variants, cases) for cases in told.values())]


def _likeness(change: Change) -> object:
    """What is the same for the same change in another variant."""
    told = tuple((repr(each.what), repr(each.old), repr(each.new)) for each in change.differences)
    return change.kind, told


def _shared(
    variants: Variants,
    change: Change,
    cases: Sequence[tuple[Words, Change]],
    found: Mapping[Words, Sequence[Change]],
) -> Change:
    """A change of the rules as a whole; where some variants do not share it, these are named."""
    keys = [key for key, _ in cases]
    without = [key for key in found if key not in keys]
    facets = change.facets | _facets(cases)
    changed = replace(change, facets=facets, rates=bool(facets) or change.rates)
    if not without or not change.rates or change.kind == "variants":
        return changed
    title = say("{change} (not where {where})", change=change.title, where=variants.in_words(without))
    return replace(changed, title=title)


def _apart(variants: Variants, cases: Sequence[tuple[Words, Change]]) -> Change:
    """A change in some variants only."""
    where = variants.in_words([key for key, _ in cases])
    change = cases[0][1]
    return replace(
        change,
        title=say("where {where}: {change}", where=where, change=change.title),
        differences=tuple(
            replace(each, what=say("where {where}: {change}", where=where, change=each.what))
            for each in change.differences
        ),
        facets=_facets(cases),
        rates=any(own.rates for _, own in cases),
    )


def _facets(cases: Sequence[tuple[Words, Change]]) -> frozenset[Facet]:
    return frozenset((WHERE, key, *facet) for key, change in cases for facet in change.facets)


__all__ = ["WHERE", "Variants", "with_variants"]
