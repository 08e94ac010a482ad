"""What rules make of many units, exactly: every result that a golden case can ask for, as a column with the
value of each unit."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any, cast

from ...data.row_values import given_of
from ...meaning.arithmetic.exact import Exact
from ...meaning.arithmetic.exact_rows import Numbers, RowsArithmetic, Truths
from ...meaning.choosing import Chosen, taken
from ...meaning.chosen_variant import variant_for
from ...meaning.model import TOTAL, RuleSet
from ...meaning.one_unit import usable
from ...meaning.plan import Outcome, Plan, run
from ...meaning.readings import all_forms, reading
from ...meaning.scope import words_at
from ...meaning.states import Given, Value, state_of
from ...meaning.statuses import unit_status
from ...rating.doubtful_rows import together
from ...words.diagnostics import KenError, errors
from ..cases import Cases
from .changed_paths import ChangedPaths, alone
from .mutant import WHOLE, Mutant, Words, form_named

Key = tuple[str, str]
"""What is asked of a result: rating, status, score, word, judgement or state, and of what by path."""

Columns = dict[Key, list[Any]]

SEEN = ("rating", "status", "score", "word", "judgement")
"""What a user sees of a result, but for states."""


@dataclass(frozen=True)
class Group:
    """Some units that one form of rules rates: their places among all, and what is given of them."""

    places: tuple[int, ...]
    given: Given[Numbers, Truths]


Groups = Mapping["Words | None", Group]
"""By the words of a form: the units that it rates; None: those of which no form can be told."""


class UnitsOfCases:
    """The units of some cases, as each rule set reads them, and what it makes of them. `kinds` are the kinds
    of results that are looked at; where it `is_strict` cases with a value that cannot be are not read."""

    def __init__(self, cases: Cases, kinds: Collection[str] = SEEN, *, is_strict: bool = False) -> None:
        self.cases, self.kinds, self.is_strict = cases, kinds, is_strict
        self._read: dict[Hashable, Groups | None] = {}
        self._known: dict[Words, _RunOfRows] = {}
        self._every: Columns | None = None

    def results(self, rules: RuleSet) -> Columns | None:
        """What rules make of all of the units; None where they cannot read the cases."""
        groups = self._groups(rules)
        if groups is None:
            return None
        every: Columns = {}
        for words, group in groups.items():
            made = {} if words is None else results_of(form_named(rules, words), group, self.kinds)
            for key, column in made.items():
                whole = every.setdefault(key, [None] * len(self.cases.entries))
                for place, value in zip(group.places, column, strict=True):
                    whole[place] = value
        return every

    def noticing(self, rules: RuleSet, mutant: Mutant) -> Iterator[dict[int, list[Key]]] | None:
        """The units of which somebody sees something else where a clause is changed, by their places, and
        what: one form of the rules after another; None where the changed rules cannot read the cases."""
        groups, own = self._groups(mutant.rules), self._groups(rules)
        if groups is None or own is None:
            return None
        if groups is not own:
            return iter([differing(self._whole(rules), self.results(mutant.rules) or {}, self.kinds)])
        return self._noticing_by_form(rules, mutant, own)

    def _noticing_by_form(
        self, rules: RuleSet, mutant: Mutant, groups: Groups
    ) -> Iterator[dict[int, list[Key]]]:
        for words in mutant.changed:
            group = groups.get(words)
            if group is None:
                continue
            pair = ChangedPaths(*(alone(form_named(own, words)) for own in (rules, mutant.rules)))
            if words not in self._known:
                self._known[words] = _RunOfRows.of(pair.old, group)
            known = self._known[words]
            # what cannot be otherwise is not worked out again
            linked = {path: known.outcome.nodes[path] for path in pair.fixed}
            made = _RunOfRows.of(pair.new, group, linked)
            found = differing(known.columns(self.kinds), made.columns(self.kinds), self.kinds)
            yield {group.places[place]: keys for place, keys in found.items()}

    def _whole(self, rules: RuleSet) -> Columns:
        if self._every is None:
            self._every = self.results(rules) or {}
        return self._every

    def _groups(self, rules: RuleSet) -> Groups | None:
        """The units as a rule set reads them: once for all that read alike."""
        forms = tuple(tuple((path, reading(own, path)) for path in own.entries) for own in all_forms(rules))
        key = (forms, tuple(rules.aliases.items()))
        if key not in self._read:
            self._read[key] = self._grouped(rules)
        return self._read[key]

    def _grouped(self, rules: RuleSet) -> Groups | None:
        try:
            dataset = replace(self.cases, rules=rules).dataset()
        except KenError:
            return None
        if self.is_strict and errors(dataset.diagnostics):
            return None
        possible = cache(lambda path: rules.possible(rules.readable[path]))
        rows = dataset.frame.iter_rows(named=True)
        units = [usable(rules, given_of(dataset.claims, row), possible) for row in rows]
        found: dict[Words | None, list[int]] = {}
        for place, unit in enumerate(units):
            found.setdefault(words_of(rules, unit), []).append(place)
        return {
            words: Group(tuple(places), together([units[place] for place in places]))
            for words, places in found.items()
        }


def words_of(rules: RuleSet, unit: Given[Exact, bool | None]) -> Words | None:
    """The words of the form that rates a unit; None where none can be told."""
    if not rules.choosing:
        return WHOLE
    form = variant_for(rules, unit)
    if form is None:
        return None
    return next((words for words, own in rules.variants.items() if own is form), WHOLE)


def results_of(rules: RuleSet, group: Group, kinds: Collection[str] = SEEN) -> Columns:
    """What rules without variants make of some units: results of some kinds."""
    return _RunOfRows.of(rules, group).columns(kinds)


@dataclass(frozen=True)
class _RunOfRows:
    """A run of a rule set over many units."""

    rules: RuleSet
    a: RowsArithmetic
    outcome: Outcome[Numbers, Truths]

    @classmethod
    def of(
        cls, rules: RuleSet, group: Group, linked: Mapping[str, Value[Numbers, Truths]] | None = None
    ) -> _RunOfRows:
        """The run over the units of a group; `linked` are values that are known, by path."""
        a = RowsArithmetic(rules.scale, len(group.places))
        return cls(rules, a, run(Plan.of(rules), a, group.given, linked=linked, compare_given=False))

    def columns(self, kinds: Collection[str]) -> Columns:
        """Results of some kinds."""
        return {**self._seen, **(self._states_of_all() if "state" in kinds else {})}

    @cached_property
    def _seen(self) -> Columns:
        """What people see."""
        outcome, rules = self.outcome, self.rules
        made: Columns = {("rating", ""): [band and band.rating for band in self._taken(outcome.bands)]}
        for path, node in rules.nodes.items():
            printed = outcome.printed.get(path)
            made["score", path] = self._nothing if printed is None else list(printed)
            if node.bands and (words := words_at(rules, path)) is not None:
                made["word", path] = self._words(path, words)
            judged = outcome.judged.get(path)
            if judged is not None:
                made["judgement", path] = [own and own.result for own in self._taken(judged)]
        made["status", ""] = self._statuses(made)
        return made

    def _states_of_all(self) -> Columns:
        """In which state each node and input is."""
        return {("state", path): self._states(path) for path in self.rules.entries}

    @property
    def _nothing(self) -> list[Any]:
        return [None] * self.a.count

    def _taken(self, chosen: Chosen[Numbers, Truths, Any] | None) -> list[Any]:
        if chosen is None:
            return self._nothing
        return [taken(Chosen(chosen.cases, (), number)) for number in chosen.number]

    def _words(self, path: str, words: Sequence[str]) -> list[str | None]:
        numbers = self.outcome.word(path).number or self._nothing
        return [
            words[int(number)] if number is not None and 0 <= number < len(words) else None
            for number in numbers
        ]

    def _statuses(self, made: Mapping[Key, Sequence[Any]]) -> list[str]:
        results = made["rating", ""] if self.rules.bands else made["score", TOTAL]
        leaving = self.outcome.nodes[TOTAL].inapplicable or self._nothing
        return [
            unit_status(self.rules, has_result=result is not None, leaves=bool(leaves))
            for result, leaves in zip(results, leaving, strict=True)
        ]

    def _states(self, path: str) -> list[str]:
        value = self.outcome.nodes[path]
        parts = (value.number, value.refused, value.undecided, value.inapplicable)
        if parts[1:] == (None, None, None) and value.number is not None and None not in value.number:
            return ["known"] * self.a.count
        rows = zip(*(self._nothing if part is None else part for part in parts), strict=True)
        return [state_of(Value(*row)).value for row in rows]


def differing(one: Columns, other: Columns, kinds: Collection[str] = SEEN) -> dict[int, list[Key]]:
    """The units of which somebody sees something else in the one than in the other, by their places."""
    found: dict[int, list[Key]] = {}
    for key in dict.fromkeys([*one, *other]):
        mine, theirs = one.get(key), other.get(key)
        if key[0] not in kinds or mine == theirs:
            continue
        count = len(mine if mine is not None else cast("list[Any]", theirs))
        for place in range(count):
            if (None if mine is None else mine[place]) != (None if theirs is None else theirs[place]):
                found.setdefault(place, []).append(key)
    return found


__all__ = ["SEEN", "Columns", "Group", "Key", "UnitsOfCases", "differing", "results_of", "words_of"]
