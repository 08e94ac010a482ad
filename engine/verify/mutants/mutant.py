"""Rule sets with one clause changed, each built by the builder of all rule sets."""

from __future__ import annotations

import os
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from ...book import library
from ...book.document import Document, Plain
from ...book.taken_sets import TakenSets
from ...book.variants import variations, without_variants
from ...meaning.model import RuleSet
from ...words.diagnostics import Diagnostic, KenError, errors
from .kinds_of_change import changes_of
from .parts_of_changes import ALL, PartOfChanges
from .rule_change import RuleChange

Words = tuple[str | None, ...]
WHOLE: Words = ()
"""The form of a rule set in which nothing is patched."""


@dataclass(frozen=True)
class Mutant:
    """A rule set with one clause changed; `changed` are the words of its variants that are otherwise for
    that, and `WHOLE` where the rules without a patch are."""

    change: RuleChange
    rules: RuleSet
    changed: tuple[Words, ...]


def form_named(rules: RuleSet, words: Words) -> RuleSet:
    """A form of a rule set: one of its variants, or the rules without a patch."""
    return rules if words == WHOLE else rules.variants[words]


@dataclass
class MutantMaker:
    """A rule set as it is written, with files of differences laid over it, and how it is made with a clause
    changed."""

    name: str | os.PathLike[str]
    drafts: Sequence[Path] = ()
    rules: RuleSet = field(init=False)
    _document: Document = field(init=False)
    _sets: TakenSets = field(init=False)
    _forms: dict[Words, Plain] = field(init=False)

    def __post_init__(self) -> None:
        self._document, faults, self._sets = library.laid(library.find(self.name), self.drafts)
        rules, faults = library.made_of(self._document, faults, self._sets)
        if rules is None or errors(faults):
            raise KenError(errors(faults))
        self.rules = rules
        self._forms = {WHOLE: without_variants(self._document).data}
        if rules.choosing:
            made, _ = variations(self._document, self._sets)
            self._forms |= {variation.words: variation.document.data for variation in made}

    def changes(self) -> list[RuleChange]:
        """Every change of one clause."""
        return changes_of(self._document)

    @cached_property
    def _by_clause(self) -> Mapping[Hashable, RuleChange]:
        return {_as_written(change): change for change in self.changes()}

    def mutant_like(self, change: RuleChange) -> Mutant | None:
        """This rule set with the change that another one is made with, where the clause is one of both and
        stands in one file; None where it is not, or the rule set cannot be loaded or is the same with it."""
        own = self._by_clause.get(_as_written(change))
        mutant = None if own is None else self.mutant(own)
        return mutant if mutant is not None and mutant.changed else None

    def mutants(self) -> Iterator[Mutant]:
        """Every mutant that can be loaded and is another rule set than this one."""
        return (mutant for mutant in self.tried(ALL) if mutant is not None)

    def tried(self, part: PartOfChanges) -> Iterator[Mutant | None]:
        """The mutant of each change of a part; None for one that cannot be loaded or is the same rule set."""
        for change in part.among(self.changes()):
            mutant = self.mutant(change)
            yield None if mutant is None or not mutant.changed else mutant

    def mutant(self, change: RuleChange) -> Mutant | None:
        """The rule set with a change; None where it cannot be loaded."""
        known, order, whole = set[Words](), iter(self._forms), list[Diagnostic]()

        def form(document: Document, faults: list[Diagnostic]) -> tuple[RuleSet | None, list[Diagnostic]]:
            """The form that is known, where its document is the same."""
            words = next(order, None)
            if words is not None and document.data == self._forms[words]:
                known.add(words)
                return form_named(self.rules, words), faults
            if errors(whole):
                return None, faults  # nothing is asked of patches over what is no rule set
            # what fits in the rules without a patch fits below patches that did before
            made, found = library.form_of(document, faults, fits=words != WHOLE and WHOLE not in known)
            whole.extend(found if words == WHOLE else ())
            return made, found

        rules, faults = library.made_of(change.made(self._document), [], self._sets, form)
        if rules is None or errors(faults) or rules.variants.keys() != self.rules.variants.keys():
            return None
        variants = {
            words: self.rules.variants[words] if words in known else variant
            for words, variant in rules.variants.items()
        }
        changed = tuple(words for words in self._forms if words not in known)
        return Mutant(change, replace(rules, variants=variants), changed)


def _as_written(change: RuleChange) -> Hashable:
    """What a change is known by in all rule sets that are made of the file it stands in."""
    return change.position, change.was, str(change.now)


__all__ = ["WHOLE", "Mutant", "MutantMaker", "Words", "form_named"]
