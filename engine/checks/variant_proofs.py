"""What is proved of each variant of a rule set, told once where several share it.

Each variant is a rule set of its own, of the units that it is chosen for; so are the rules without patches,
where some words have none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..meaning.chosen_variant import combinations_of
from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, counted, say

Words = tuple[tuple[int, ...], ...]
"""Numbers of words, one for each input that chooses, in every combination in which a variant holds."""


@dataclass(frozen=True)
class Variant:
    """Rules without variants of their own, and for which words of the inputs that choose (`choosing`) they
    hold; `name` is what the finding calls them."""

    rules: RuleSet
    name: str
    choosing: tuple[str, ...] = ()
    words: Words = ()


def variants_of(rules: RuleSet) -> list[Variant]:
    """Every variant that units can be rated by, those of patches first; of rules without variants themselves
    alone."""
    if not rules.variants:
        return [Variant(rules, "")]
    holding: dict[int, tuple[RuleSet, list[tuple[int, ...]]]] = {
        id(own): (own, []) for own in rules.variants.values()
    }
    for numbers, own in combinations_of(rules):
        holding.setdefault(id(own), (own, []))[1].append(tuple(numbers))
    made = []
    for own, words in holding.values():
        if words:
            plain = replace(rules, variants={}, choosing=()) if own is rules else own
            made.append(Variant(plain, _name(rules, words), rules.choosing, tuple(words)))
    return made


def _name(rules: RuleSet, words: Sequence[tuple[int, ...]]) -> str:
    """The words for which a variant holds."""
    parts = []
    for place, path in enumerate(rules.choosing):
        options = list(rules.answers[rules.inputs[path].answers or ""].options)
        parts.append("/".join(options[number] for number in dict.fromkeys(each[place] for each in words)))
    return " ".join(parts)


def told_once(found: Mapping[str, Sequence[Diagnostic]]) -> Iterator[Diagnostic]:
    """Findings by the name of a variant, each once with the names of those that have it."""
    sharing: dict[object, list[tuple[str, Diagnostic]]] = {}
    for name, own in found.items():
        told = set()
        for finding in own:
            key = (finding.code, finding.about)
            mark: object = key if key not in told else (key, str(finding.message))
            told.add(key)
            sharing.setdefault(mark, []).append((name, finding))
    for same in sharing.values():
        yield _named(same, len(found))


def _named(same: Sequence[tuple[str, Diagnostic]], count: int) -> Diagnostic:
    """A finding with the variants that have it, or one like it about the same thing."""
    (name, finding), others = same[0], [other for other, _ in same[1:]]
    if not name:
        return finding
    alike = len({str(own.message) for _, own in same}) == 1
    if alike and len(same) == count:
        message = say("{finding} (all variants)", finding=finding.message)
    elif alike:
        message = counted(
            len(same),
            "{finding} (variant {words})",
            "{finding} (variants {words})",
            finding=finding.message,
            words=[own for own, _ in same],
        )
    else:
        message = counted(
            len(others),
            "{finding} (variant {words}; the like in variant {others})",
            "{finding} (variant {words}; the like in variants {others})",
            finding=finding.message,
            words=name,
            others=others,
        )
    return replace(finding, message=message)


def proved_of_all(
    rules: RuleSet, seconds: float, prove: Callable[[Variant, float], Sequence[Diagnostic]]
) -> dict[str, Sequence[Diagnostic]]:
    """What is proved of each variant, by its name, in so many seconds for all of them."""
    from ..meaning.settling import Budget, own_solvers

    found, variants = {}, variants_of(rules)
    with own_solvers():
        budget = Budget(seconds)
        for place, variant in enumerate(variants):
            with own_solvers():
                found[variant.name] = prove(variant, max(0.0, budget.left) / (len(variants) - place))
    return found


__all__ = ["Variant", "proved_of_all", "told_once", "variants_of"]
