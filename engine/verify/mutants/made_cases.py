"""A file of golden cases that notice as many changes of the rules as can be, made of what the rules give
now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from ...book.starting import not_there, yaml_quoted, yaml_scalar
from ...meaning.model import TOTAL
from ...meaning.settling import SECONDS
from ...show.writing import saved
from ...words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from ...words.numerals import decimal_text
from ...words.speech import Speech
from ..case_texts import input_text, mapping_text, number_text, word_text
from .mutant import MutantMaker
from .search import KnownChange, as_cases, found_of
from .tried_inputs import Inputs
from .unit_results import Columns, Key, UnitsOfCases

MOST_TOLD = 3
"""So many of the changes that a case notices are told beside it."""

_DEAR = 40
"""So many inputs make a case as dear as one change that it notices is worth."""


@dataclass(frozen=True)
class MadeCases:
    """Cases as they were written: how many, how many changes they notice, and what of the others is
    known."""

    file: Path
    rules: str
    cases: int
    changes: int
    noticed: int
    alike: int

    @property
    def undecided(self) -> int:
        """Changes that no unit was found for, and of which it is not proved that there is none."""
        return self.changes - self.noticed - self.alike


@dataclass(frozen=True)
class _MadeCase:
    """One case: its inputs by number, what it notices of all, and what no case before it does."""

    number: int
    notices: Mapping[int, Sequence[Key]]


def make_cases(name: str, path: Path, speech: Speech, seconds: float = SECONDS) -> MadeCases:
    """Writes a file of cases for a rule set. Raises KenError, and writes nothing, where the file is there
    already or no change is noticed by any case."""
    not_there([path])
    maker = MutantMaker(name)
    known = found_of(maker, seconds)
    changes = [change for change in known.changes if change is not None]
    chosen = list(_chosen(known.inputs, changes))
    if not chosen:
        message = say("no case was found that notices a change of these rules")
        raise KenError([Diagnostic("unwritable", message, Position(str(path)), say("write cases by hand"))])
    text = _CasesText(maker, known.inputs, changes, chosen, speech)
    saved(path, [text.whole().encode()])
    noticed = sum(bool(change.noticed) for change in changes)
    alike = sum(change.is_alike for change in changes)
    return MadeCases(path, maker.rules.id, len(chosen), len(changes), noticed, alike)


def _chosen(inputs: Sequence[Inputs], changes: Sequence[KnownChange]) -> Iterator[_MadeCase]:
    """Cases until all is noticed that one of the inputs notices: each time the one that notices most that
    none before it has, and of those the one with fewest inputs."""
    by_input: dict[int, dict[int, Sequence[Key]]] = {}
    for change, known in enumerate(changes):
        for number, keys in known.noticed.items():
            by_input.setdefault(number, {})[change] = keys
    waiting = {change for change, known in enumerate(changes) if known.noticed}
    while waiting:
        gains = {number: len(waiting & found.keys()) for number, found in by_input.items()}
        best = max(gains, key=lambda number: (gains[number] - len(inputs[number]) / _DEAR, -number))
        yield _MadeCase(
            best, {change: by_input[best][change] for change in sorted(waiting & by_input[best].keys())}
        )
        waiting -= by_input[best].keys()


class _CasesText:
    """The file as it is written."""

    def __init__(
        self,
        maker: MutantMaker,
        inputs: Sequence[Inputs],
        changes: Sequence[KnownChange],
        chosen: Sequence[_MadeCase],
        speech: Speech,
    ) -> None:
        self.maker, self.changes, self.chosen, self.speech = maker, changes, chosen, speech
        self.rules = maker.rules
        self.inputs = [inputs[case.number] for case in chosen]
        self.results: Columns = UnitsOfCases(as_cases(maker, self.inputs)).results(self.rules) or {}
        self.names: set[str] = set()

    def whole(self) -> str:
        """The whole file."""
        head = (
            say("Made by ken test --generate: what the rules give now, and not what they ought to give."),
            say("Read each case, and confirm it against the rule book; take out what you cannot confirm."),
        )
        told = "".join(f"# {self.speech.words(line)}\n" for line in head)
        name = yaml_scalar(str(self.maker.name))
        return f"{told}tests: {name}\ncases:\n" + "".join(
            self._case(place, case) for place, case in enumerate(self.chosen)
        )

    def _case(self, place: int, case: _MadeCase) -> str:
        expect = dict(self._expected(place, case))
        inputs = {name: input_text(value) for name, value in self.inputs[place].items()}
        changes = [self.changes[own].change for own in case.notices]
        told = [
            say("{clause}: {was} → {now}", clause=own.clause, was=own.was, now=own.now)
            for own in changes[:MOST_TOLD]
        ]
        more = len(changes) - len(told)
        because = say("notices {changes}", changes=told)
        if more:
            because = counted(
                more,
                "{told}, and {count} further change",
                "{told}, and {count} further changes",
                told=because,
            )
        return (
            f"  - name: {yaml_quoted(self._name(place, case))}\n"
            f"    input: {mapping_text(inputs)}\n"
            f"    expect: {mapping_text(expect)}\n"
            f"    because: {yaml_quoted(self.speech.words(because))}\n"
        )

    def _name(self, place: int, case: _MadeCase) -> str:
        """What comes out, and of which clauses the case is; another one for each case."""
        clauses = list(dict.fromkeys(str(self.changes[own].change.clause) for own in case.notices))
        rating, total = self._result(("rating", ""), place), self._result(("score", TOTAL), place)
        parts: list[str | Text] = (
            [] if total is None else [say("total {total}", total=decimal_text(Fraction(total)))]
        )
        parts += [] if rating is None else [rating]
        came = say("{parts}", parts=parts) if parts else say("not rated")
        name = self.speech.words(say("{came}: {clause}", came=came, clause=clauses[0]))
        unique, number = name, 1
        while unique in self.names:
            number += 1
            unique = f"{name} ({number})"
        self.names.add(unique)
        return unique

    def _result(self, key: Key, place: int) -> Any:
        column = self.results.get(key)
        return None if column is None else column[place]

    def _expected(self, place: int, case: _MadeCase) -> Iterator[tuple[str, str]]:
        """The total and the rating, and what else shows the changes that the case is for."""
        keys: dict[Key, None] = {}
        if self._result(("score", TOTAL), place) is not None:
            keys["score", TOTAL] = None
        if self.rules.bands:
            keys["rating", ""] = None
        if self._result(("status", ""), place) not in ("rated", "scored"):
            keys["status", ""] = None
        for seen in case.notices.values():
            if not keys.keys() & set(seen):
                keys[min(seen, key=_in_order_of_kinds)] = None
        nested: dict[str, dict[str, str]] = {}
        for kind, path in keys:
            value, name = self._result((kind, path), place), self.rules.short_name(path) if path else kind
            if kind == "score":
                yield name, number_text(value)
            elif kind in ("rating", "status"):
                yield name, word_text(value)
            else:
                nested.setdefault(_NESTED[kind], {})[name] = word_text(value)
        yield from ((kind, mapping_text(own)) for kind, own in nested.items())


_NESTED = {"word": "ratings", "judgement": "judgements"}
_ORDER = ("rating", "status", "score", "word", "judgement")


def _in_order_of_kinds(key: Key) -> tuple[int, int]:
    return _ORDER.index(key[0]), -key[1].count(".")


__all__ = ["MadeCases", "make_cases"]
