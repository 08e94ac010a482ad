"""A unit for each mutant that it tells from the rules: first by units that are tried, then by the solver;
many mutants in parts."""

from __future__ import annotations

import os
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from operator import itemgetter
from pathlib import Path

from ...book.document import Document, Plain
from ...meaning.settling import SECONDS, Budget, Trial, own_solvers, settle
from ...meaning.spaces import Shown
from ...meaning.witnesses import Witness
from ..cases import Cases, Expectation
from .changed_paths import alone
from .mutant import WHOLE, Mutant, MutantMaker, Words, form_named
from .parts_of_changes import PartOfChanges, in_parts, together
from .rule_change import RuleChange
from .told_apart import ToldApart
from .tried_inputs import Inputs, TriedInputs, choosing_words, written_input
from .unit_results import Key, UnitsOfCases


@dataclass
class Search:
    """Mutants of a rule set, and inputs of cases: `noticed` has for each mutant the inputs, by their number,
    of which somebody sees something else, and what. `alike` are those of which it is proved that nobody
    ever does, both by number."""

    maker: MutantMaker
    mutants: Sequence[Mutant]
    seconds: float = SECONDS
    inputs: list[Inputs] = field(default_factory=list)
    noticed: list[dict[int, list[Key]]] = field(init=False)
    alike: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.noticed = [{} for _ in self.mutants]
        looked_at = self._looked_at()
        self._try([own for form in self._forms_open for own in form.first(looked_at)])
        looked_at = self._looked_at()
        self._try([own for form in self._forms_open for own in form.at_jumps(looked_at)])
        self._try([own for form in self._forms_open for own in form.further()])
        self._try(self._asked())

    @property
    def _forms_open(self) -> list[TriedInputs]:
        """Inputs of the forms of the rules that are otherwise in a mutant of which nothing is known."""
        changed = {words for number in self._open for words in self.mutants[number].changed}
        return [form for words, form in self._forms.items() if words in changed]

    @cached_property
    def _forms(self) -> dict[Words, TriedInputs]:
        rules = self.maker.rules
        return {words: TriedInputs(rules, words) for words in (WHOLE, *rules.variants)}

    @property
    def _open(self) -> list[int]:
        """The mutants of which nothing is known, by number."""
        return [number for number, found in enumerate(self.noticed) if not found and number not in self.alike]

    def _pair(self, mutant: Mutant, words: Words) -> ToldApart:
        return ToldApart(*(alone(form_named(rules, words)) for rules in (self.maker.rules, mutant.rules)))

    def _looked_at(self) -> list[str]:
        """The nodes that are written otherwise in one of the mutants of which nothing is known, but for those
        in which all are."""
        found: dict[str, None] = {}
        for mutant in (self.mutants[number] for number in self._open):
            for words in mutant.changed:
                pair = self._pair(mutant, words)
                if pair.reads_alike and len(pair.direct) < len(pair.old.entries):
                    found |= dict.fromkeys(path for path in pair.old.nodes if path in pair.direct)
        return list(found)

    def _try(self, inputs: Sequence[Inputs]) -> None:
        """Tries inputs on the mutants that are open, in one form of the rules after another until some of
        these notice."""
        waiting = self._open
        if not inputs or not waiting:
            return
        units, first = UnitsOfCases(as_cases(self.maker, inputs)), len(self.inputs)
        self.inputs += inputs
        for number in waiting:
            found = units.noticing(self.maker.rules, self.mutants[number]) or ()
            self.noticed[number] = {first + place: keys for form in found for place, keys in form.items()}

    @own_solvers()
    def _asked(self) -> list[Inputs]:
        """The units that the solver finds for mutants that are open; of others it may prove that there is
        none."""
        trials: list[tuple[int, Words, Trial[Shown]]] = [
            (number, words, Trial("", self._pair(self.mutants[number], words).steps()))
            for number in self._open
            for words in self.mutants[number].changed
        ]
        settle([trial for *_, trial in trials], Budget(self.seconds))
        settled: dict[int, bool] = {}
        for number, _, trial in trials:
            is_alike = trial.is_decided and not trial.results
            settled[number] = settled.get(number, True) and is_alike
        self.alike |= {number for number, is_alike in settled.items() if is_alike}
        shown = [(words, own) for _, words, trial in trials for own in trial.results]
        return [self._written(words, own.witnesses[0]) for words, own in shown]

    def _written(self, words: Words, witness: Witness) -> Inputs:
        """A unit as a case gives it."""
        rules = self.maker.rules
        given = {**choosing_words(rules, words), **witness.data}
        form = form_named(rules, words)
        return {rules.short_name(path): written_input(form, path, value) for path, value in given.items()}


@dataclass(frozen=True)
class KnownChange:
    """A change of one clause: the inputs of which somebody sees something else with it, by their number, and
    what; whether it is proved that nobody ever does."""

    change: RuleChange
    noticed: Mapping[int, Sequence[Key]]
    is_alike: bool


@dataclass(frozen=True)
class FoundUnits:
    """The inputs that were tried on the mutants of some changes, and what is known of these; in a part of the
    changes None of one that makes no other rule set that can be loaded."""

    inputs: Sequence[Inputs]
    changes: Sequence[KnownChange | None]


def found_of(maker: MutantMaker, seconds: float = SECONDS) -> FoundUnits:
    """What is known of every change of a rule set that makes another one; many changes at once."""
    here = partial(found_in, maker, seconds)
    elsewhere = partial(_found_of_part, maker.name, maker.drafts, seconds)
    parts = in_parts(here, elsewhere, len(maker.changes()), os.fspath(maker.name))
    numbers: dict[Hashable, int] = {}
    inputs: list[Inputs] = []
    for own in (own for part in parts for own in part.inputs):
        if numbers.setdefault(_as_known(own), len(inputs)) == len(inputs):
            inputs.append(own)

    def numbered(part: FoundUnits, known: KnownChange | None) -> KnownChange | None:
        if known is None:
            return None
        noticed = {numbers[_as_known(part.inputs[own])]: keys for own, keys in known.noticed.items()}
        return replace(known, noticed=noticed)

    return FoundUnits(inputs, together([[numbered(part, known) for known in part.changes] for part in parts]))


def _found_of_part(
    name: str | os.PathLike[str], drafts: Sequence[Path], seconds: float, part: PartOfChanges
) -> FoundUnits:
    return found_in(MutantMaker(name, drafts), seconds, part)


def found_in(maker: MutantMaker, seconds: float, part: PartOfChanges) -> FoundUnits:
    """What is known of the changes of a part; the proofs of all parts take so many seconds together."""
    tried = list(maker.tried(part))
    search = Search(maker, [mutant for mutant in tried if mutant is not None], seconds / part.of)
    known = (
        KnownChange(mutant.change, search.noticed[number], number in search.alike)
        for number, mutant in enumerate(search.mutants)
    )
    return FoundUnits(search.inputs, [None if mutant is None else next(known) for mutant in tried])


def _as_known(inputs: Inputs) -> Hashable:
    return tuple(sorted(inputs.items(), key=itemgetter(0)))


def as_cases(maker: MutantMaker, inputs: Sequence[Inputs]) -> Cases:
    """Inputs as cases of a rule set, which expect nothing."""
    entries: list[Plain] = [{"input": {**own}, "expect": {}} for own in inputs]
    asked = tuple(Expectation(number, "expect") for number in range(len(inputs)))
    return Cases(Document("cases", {"tests": maker.rules.id, "cases": entries}), maker.rules, asked)


__all__ = ["FoundUnits", "KnownChange", "Search", "as_cases", "found_in", "found_of"]
