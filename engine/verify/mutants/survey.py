"""Which changes of its rules the golden cases of a file notice. Of cases that are tried with a draft this is
laid over the changed rules; another rule set is changed where it has the clause from the same file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal

from ...book.named_sets import places_beside
from ...meaning.settling import SECONDS
from ...rating.evaluation import evaluate_dataset
from ...words.diagnostics import KenError
from ..cases import CaseFile, Cases, read_cases
from ..golden import FileResult, run_file
from .mutant import Mutant, MutantMaker
from .parts_of_changes import PartOfChanges, in_parts, together
from .rule_change import RuleChange
from .search import Search
from .tried_inputs import Inputs
from .unit_results import SEEN, Key, UnitsOfCases

Fate = Literal["noticed", "unnoticed", "alike", "undecided"]


@dataclass(frozen=True)
class JudgedChange:
    """A change of one clause: whether a case notices it; whether one could (`unnoticed`, with a unit that
    shows it), whether it is proved that none can (`alike`), or neither is known."""

    change: RuleChange
    fate: Fate
    unit: Inputs | None = None


@dataclass(frozen=True)
class Survey:
    """A file of cases, and every change of its rules. `failing` cases, which do not get what they expect
    now, notice nothing."""

    file: str
    rules: str
    cases: int
    failing: int
    changes: tuple[JudgedChange, ...]

    def of(self, fate: Fate) -> list[JudgedChange]:
        """The changes of which something holds."""
        return [own for own in self.changes if own.fate == fate]


def survey(path: Path, seconds: float = SECONDS) -> Survey:
    """Changes the rules of a file of cases one clause at a time, and runs the cases against each; many
    changes at once. Raises KenError with what is wrong with the file or its rules."""
    read = _Read(path)
    elsewhere = partial(_judged_of, path, seconds)
    judged = in_parts(partial(read.judged, seconds), elsewhere, len(read.maker.changes()), str(path))
    result = read.result
    return Survey(str(path), read.file.rules.id, len(result.cases), result.failed, tuple(together(judged)))


def _judged_of(path: Path, seconds: float, part: PartOfChanges) -> list[JudgedChange | None]:
    return _Read(path).judged(seconds, part)


class _Read:
    """A file of cases, how they come out, and what changes their rules. Raises KenError with what is wrong
    with the file or its rules."""

    def __init__(self, path: Path) -> None:
        self.file, self.result = read_cases(path), run_file(path)
        self.maker = MutantMaker(self.file.rules.files[0])

    def judged(self, seconds: float, part: PartOfChanges) -> list[JudgedChange | None]:
        """What is known of each change of a part; None of one that makes no other rule set that can be
        loaded. The proofs of all parts take so many seconds together."""
        tried = list(self.maker.tried(part))
        noticing = [
            _Noticing(cases, self.result, _maker_of(cases, self.file, self.maker))
            for cases in self.file.asked
        ]
        open_ = [
            mutant
            for mutant in tried
            if mutant is not None and not any(own.is_noticed(mutant, self.maker) for own in noticing)
        ]
        search = Search(self.maker, open_, seconds / part.of)
        fates = {id(mutant.change): _fate(search, number) for number, mutant in enumerate(open_)}
        return [
            None if each is None else fates.get(id(each.change), JudgedChange(each.change, "noticed"))
            for each in tried
        ]


def _maker_of(cases: Cases, file: CaseFile, maker: MutantMaker) -> MutantMaker:
    """What changes the rules that cases ask: `maker`, where it is those of the file as they are."""
    if cases is file.own:
        return maker
    folder = Path(file.document.file).parent
    path, drafts = places_beside(cases.entries[0]["with"], folder, Path(file.rules.files[0]))
    return MutantMaker(path, drafts)


def _fate(search: Search, number: int) -> JudgedChange:
    """What is known of a change that no case notices."""
    change, found = search.mutants[number].change, search.noticed[number]
    if found:
        least = min(found, key=lambda own: (len(search.inputs[own]), own))
        return JudgedChange(change, "unnoticed", search.inputs[least])
    return JudgedChange(change, "alike" if number in search.alike else "undecided")


class _Noticing:
    """What the cases of a file ask for, and whether that is otherwise where a clause is changed."""

    def __init__(self, cases: Cases, result: FileResult, maker: MutantMaker) -> None:
        self.cases, self.maker = cases, maker
        self.units = UnitsOfCases(cases, (*SEEN, "state"), is_strict=True)
        self.expected = [case[own.key] for own, case in zip(cases.asked, cases.entries, strict=True)]
        passing = [not result.cases[own.case].mismatches for own in cases.asked]
        self.asked = [
            frozenset(_asked(cases, expect)) if passes else frozenset()
            for expect, passes in zip(self.expected, passing, strict=True)
        ]

    def is_noticed(self, mutant: Mutant, maker: MutantMaker) -> bool:
        """Whether a case comes out otherwise than it expects, with a change that `maker` made."""
        own = mutant if maker is self.maker else self.maker.mutant_like(mutant.change)
        return own is not None and self._notices(own)

    def _notices(self, mutant: Mutant) -> bool:
        found = self.units.noticing(self.maker.rules, mutant)
        if found is None:
            return True  # the cases cannot be read any more
        if any(not self.asked[place].isdisjoint(keys) for own in found for place, keys in own.items()):
            return True
        return any(self._lacks_otherwise(mutant))

    def _lacks_otherwise(self, mutant: Mutant) -> Iterator[bool]:
        """Whether something else is lacking in a case that asks for it."""
        asking = [place for place, asked in enumerate(self.asked) if ("lacks", "") in asked]
        if not asking:
            return
        try:
            dataset = replace(self.cases, rules=mutant.rules).dataset()
        except KenError:
            yield True
            return
        for unit in evaluate_dataset(mutant.rules, dataset).units():
            place = int(unit.unit) - 1
            if place in asking:
                yield list(unit.lacks) != self.expected[place]["lacks"]


def _asked(cases: Cases, expect: Mapping[str, Any]) -> Iterator[Key]:
    """What a case expects, as results are known."""
    names = cases.rules.names
    for key, value in expect.items():
        if key in ("rating", "status", "lacks"):
            yield key, ""
        elif key in _KINDS:
            yield from ((_KINDS[key], names[name][0]) for name in value)
        else:
            yield "score", names[key][0]


_KINDS = {"ratings": "word", "judgements": "judgement", "states": "state"}


def is_whole(surveys: Sequence[Survey]) -> bool:
    """Whether no change that could be noticed is noticed by no case."""
    return not any(own.of("unnoticed") for own in surveys)


__all__ = ["Fate", "JudgedChange", "Survey", "is_whole", "survey"]
