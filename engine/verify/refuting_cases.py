"""Units of which claims are not true, as golden cases: what the rules make of them now."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Any

from ..book import library
from ..book.differences import taken_apart
from ..book.document import Document, Plain
from ..book.starting import not_there, yaml_quoted, yaml_scalar
from ..checks import refuted_claim
from ..meaning.arithmetic.text import exactly
from ..meaning.model import TOTAL, OwnClaim, RuleSet
from ..meaning.plan import Plan
from ..meaning.statements import Statement
from ..meaning.witnesses import Witness
from ..show.writing import saved
from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..words.numerals import decimal_text
from ..words.speech import Speech
from .case_texts import input_text, mapping_text, number_text, word_text
from .cases import Cases, Expectation
from .mutants.unit_results import Columns, UnitsOfCases

Unit = Mapping[str, Fraction]
"""What data give of a unit, by path."""


@dataclass(frozen=True)
class Refutation:
    """A claim, and a unit of which it is not true: as the one rule set has it that it is about, or as the old
    and the new one have it. A claim that stands in no file is its own name."""

    statement: Statement
    unit: tuple[Unit, ...]
    own: OwnClaim | None = None

    @property
    def name(self) -> str | Text:
        """What the claim is called."""
        return self.statement.text if self.own is None else refuted_claim.named(self.own)


def refutations(rules: RuleSet, found: Sequence[Diagnostic]) -> list[Refutation]:
    """The claims of a rule set that are refuted among its findings, each with its first unit."""
    claims = {claim.id: claim for claim in rules.claims}
    return [
        Refutation(claims[each.about].statement, each.shown[:1], claims[each.about])
        for each in found
        if each.code == refuted_claim.ID and each.shown and each.about in claims
    ]


@dataclass(frozen=True)
class CaseSets:
    """Rule sets that cases are about, by the names that they were given: one, or an old and a new one."""

    names: tuple[str, ...]
    rules: tuple[RuleSet, ...]

    def told_in(self, path: Path) -> tuple[str, str | None]:
        """The rule set that a file of cases names, and what its cases are tried with. Raises KenError where
        the old one of two has drafts: cases are asked of a rule set as it is."""
        base, drafts = taken_apart(self.names[0])
        named = _as_seen_from(path, base)
        if len(self.names) == 1:
            return named, _with(path, drafts) if drafts else None
        if drafts:
            message = say("{rules} has drafts laid over it: no case can be asked of it", rules=self.names[0])
            hint = say("leave out --write-cases, or compare a rule set without drafts")
            raise KenError([Diagnostic("unwritable", message, Position(str(path)), hint)])
        newer, drafts = taken_apart(self.names[1])
        is_same = os.path.realpath(library.find(newer)) == os.path.realpath(library.find(base))
        return named, ("" if is_same and drafts else _as_seen_from(path, newer)) + _with(path, drafts)


def write_cases(sets: CaseSets, found: Sequence[Refutation], path: Path, speech: Speech) -> None:
    """Writes a file with a case for each claim. Raises KenError, and writes nothing, where the file is there
    already or a unit cannot be said as a case."""
    not_there([path])
    named, tried_with = sets.told_in(path)
    cases = [_RefutingCase(sets.rules, each) for each in found]
    if unsaid := [case.found.name for case in cases if not case.is_said]:
        message = say("the unit that refutes {claims} cannot be written as a case", claims=unsaid)
        hint = say("write it by hand: one name means two things, or a score is no decimal")
        raise KenError([Diagnostic("unwritable", message, Position(str(path)), hint)])
    head = speech.words(say("Units of which claims are not true, and what the rules give them now."))
    text = "".join(case.written(tried_with, speech) for case in cases)
    saved(path, [f"# {head}\ntests: {yaml_scalar(named)}\ncases:\n{text}".encode()])


class _RefutingCase:
    """One case: the unit that refutes a claim."""

    def __init__(self, rules: Sequence[RuleSet], found: Refutation) -> None:
        self.rules, self.found = rules, found
        self.witnesses = [
            Witness.of(Plan.of(own), dict(unit)) for own, unit in zip(rules, found.unit, strict=True)
        ]

    @cached_property
    def inputs(self) -> dict[str, str] | None:
        """What stands in the case, by name; None where a name would mean two things, or a score is no
        decimal."""
        made: dict[str, str] = {}
        for rules, witness in zip(self.rules, self.witnesses, strict=True):
            for path, value in witness.data.items():
                word = witness.word(path, value)
                cell = decimal_text(value) if word is None else word
                is_exact = word is not None or exactly(value) == cell
                if made.setdefault(rules.short_name(path), cell) != cell or not is_exact:
                    return None
        return made

    @cached_property
    def results(self) -> list[Columns | None]:
        """What each rule set makes of the case as it is written."""
        case: Plain = {"input": {**(self.inputs or {})}, "expect": {}}
        asked = (Expectation(0, "expect"),)
        names = frozenset(name for own in self.rules for name in own.names)
        document = Document("cases", {"tests": self.rules[0].id, "cases": [case]})
        return [UnitsOfCases(Cases(document, own, asked, names)).results(own) for own in self.rules]

    @property
    def is_said(self) -> bool:
        """Whether the case as it is written has the ratings and the scores of the unit."""
        if self.inputs is None:
            return False
        return all(
            made is not None and _is_same(made, witness)
            for made, witness in zip(self.results, self.witnesses, strict=True)
        )

    def written(self, tried_with: str | None, speech: Speech) -> str:
        """The case as it stands in the file."""
        *olds, news = (mapping_text(dict(self._expected(number))) for number in range(len(self.rules)))
        name = speech.words(say("refutes {claim}", claim=self.found.name))
        inputs = {name: input_text(cell) for name, cell in (self.inputs or {}).items()}
        lines = [
            f"  - name: {yaml_quoted(name)}",
            f"    input: {mapping_text(inputs)}",
            *([] if tried_with is None else [f"    with: {yaml_quoted(tried_with)}"]),
            f"    expect: {news}",
            *(f"    without: {own}" for own in olds),
            f"    because: {yaml_quoted(self._reason(speech))}",
        ]
        return "".join(f"{line}\n" for line in lines)

    def _reason(self, speech: Speech) -> str:
        text = self.found.statement.text
        return speech.words(say("it is not true of this unit that: {claim}", claim=text))

    def _expected(self, number: int) -> Iterator[tuple[str, str]]:
        """The total, the rating, and what the claim names, as one rule set gives them."""
        rules, made = self.rules[number], self.results[number] or {}
        named = [TOTAL, *sorted(self.found.statement.paths(*self.rules)[number] - {TOTAL})]
        for path in named:
            value = _of(made, "score", path)
            if value is not None and path not in self.found.unit[number]:
                yield rules.short_name(path), number_text(value)
        if _of(made, "rating", "") is not None:
            yield "rating", word_text(_of(made, "rating", ""))
        else:
            yield "status", word_text(_of(made, "status", ""))


def _of(made: Columns, kind: str, path: str) -> Any:
    column = made.get((kind, path))
    return None if column is None else column[0]


def _is_same(made: Columns, witness: Witness) -> bool:
    """Whether a unit has the rating and every score of a witness."""
    printed = witness.result.outcome.printed
    return _of(made, "rating", "") == witness.result.rating and all(
        _of(made, "score", path) == printed.get(path) for path in witness.plan.rules.nodes
    )


def _as_seen_from(path: Path, name: str) -> str:
    """How a file of cases names a rule set: by its name, or by its file as seen from there."""
    file = library.find(name)
    if not name.endswith(library.SUFFIXES):
        return name
    return Path(os.path.relpath(file.resolve(), path.parent.resolve())).as_posix()


def _with(path: Path, drafts: Sequence[Path]) -> str:
    seen = (os.path.relpath(draft.resolve(), path.parent.resolve()) for draft in drafts)
    return "".join(f"+{Path(each).as_posix()}" for each in seen)


__all__ = ["CaseSets", "Refutation", "refutations", "write_cases"]
