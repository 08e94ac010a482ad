"""Files of golden tests: the cases in them, held against their rule set, and their inputs as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple, cast

import polars as pl

from ..book import library, schema, source
from ..book.document import Document, Place
from ..book.named_sets import load_beside
from ..data import Dataset, Sheet, prepare
from ..data.sheet import numbered
from ..meaning.model import RuleSet
from ..meaning.steps_in_order import bands_of
from ..rating.result_columns import words_of_results
from ..words.diagnostics import MAY_BE_MEANT, Diagnostic, KenError, Position, Text, in_order, say
from ..words.hints import nearest_or
from ..words.numerals import decimal_text, read_number

CASE = "(case)"
_OWN_KEYS = ("rating", "status", "lacks", "judgements", "ratings", "states")


class Expectation(NamedTuple):
    """One expectation: the number of its case, from 0, and the key under which it stands there."""

    case: int
    key: str

    @property
    def place(self) -> Place:
        """Where it stands in the file."""
        return ("cases", self.case, self.key)


@dataclass(frozen=True)
class Cases:
    """Those cases of a file that ask one rule set, and what each expects of it. `elsewhere` are the names
    that another rule set of the same cases has."""

    document: Document
    rules: RuleSet
    asked: tuple[Expectation, ...]
    elsewhere: frozenset[str] = frozenset()

    @property
    def entries(self) -> Sequence[Mapping[str, Any]]:
        """The cases, as they are written."""
        return [_written(self.document)[asked.case] for asked in self.asked]

    def answered_in_words(self) -> frozenset[str]:
        """The names of inputs that are no numbers in one of the cases."""
        return frozenset(
            name
            for case in self.entries
            for name, value in case["input"].items()
            if isinstance(value, str) and read_number(value) is None
        )

    def dataset(self) -> Dataset:
        """The inputs as data, a row a case, whose key is its number among these (from 1). Raises KenError for
        an input that nothing reads."""
        document, cases = self.document, self.entries
        every = dict.fromkeys(name for case in cases for name in case["input"])
        names = [name for name in every if name in self.rules.names or name not in self.elsewhere]
        cells = {name: [_cell(case["input"].get(name)) for case in cases] for name in names}
        numbers = [str(number) for number in range(1, len(cases) + 1)]
        columns = numbered([CASE, *names])
        frame = pl.DataFrame([numbers, *cells.values()], schema=dict.fromkeys(columns, pl.String))
        lines = {document.file: document.lines.get(document.file, ())}
        sheet = Sheet(
            document.file,
            columns,
            frame,
            lambda row, column: self._locate(row, columns.get(column, "")),
            lines,
        )
        try:
            dataset = prepare(self.rules, sheet, key=CASE, layout="scores", meant=MAY_BE_MEANT)
        except KenError as problem:
            raise KenError(
                replace(fault, hint=_own_hint(fault.hint)) for fault in problem.diagnostics
            ) from None
        if strange := [
            _no_name(self.rules, name, self._locate(None, name)) for name in dataset.claims.passed.values()
        ]:
            raise KenError(strange)
        return replace(dataset, diagnostics=tuple(self._unexpected(dataset.diagnostics)))

    def unknown(self) -> Iterator[Diagnostic]:
        """Expectations of nodes, ratings and results that the rule set does not have."""
        for asked, case in zip(self.asked, self.entries, strict=True):
            yield from _unknown(self, asked.place, case[asked.key])

    def _unexpected(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """What was found in the inputs, but for values of which a case expects that they are refused."""
        places = {
            self._locate(row, name): (case[asked.key], name)
            for row, (asked, case) in enumerate(zip(self.asked, self.entries, strict=True))
            for name in case["input"]
        }
        for fault in found:
            expect, name = places.get(fault.position, ({}, ""))
            if fault.severity != "error" or not name:
                yield fault
            elif "refused" not in self._states_of(expect, name):
                form = f"expect: {{states: {{{name}: refused}}}}"
                hint = say("{hint}; where a case is about that, write {form}", hint=fault.hint, form=form)
                yield replace(fault, hint=hint)

    def _states_of(self, expect: Mapping[str, Any], name: str) -> set[str]:
        """The states that a case expects of what an input names."""
        paths = self.rules.names.get(name)
        states: Mapping[str, str] = expect.get("states", {})
        return {state for own, state in states.items() if self.rules.names.get(own) == paths}

    def _locate(self, row: int | None, name: str) -> Position:
        if row is None:
            cases = enumerate(self.entries)
            row = next((number for number, case in cases if name in case["input"]), 0)
            return self.document.key_at(("cases", self.asked[row].case, "input", name))
        return self.document.value_at(("cases", self.asked[row].case, "input", name))


@dataclass(frozen=True)
class CaseFile:
    """A file of cases: the rule set that it is for, and its cases by the rule sets that they ask, that one
    first; it may be asked nothing."""

    document: Document
    rules: RuleSet
    asked: tuple[Cases, ...]

    @property
    def own(self) -> Cases | None:
        """The cases that ask the rule set as it is."""
        return next((cases for cases in self.asked if cases.rules is self.rules), None)


def read_cases(path: Path) -> CaseFile:
    """The cases in a file. Raises KenError where they do not fit the schema, or expect what their rule set
    does not have; and with what is wrong with the rule sets."""
    document = source.read(path)
    faults = [*document.faults, *schema.validate(document, "tests")]
    if faults:
        raise KenError(in_order(faults))
    file = _rules(document, path)
    rules = library.load(file)
    asked: dict[str | None, list[Expectation]] = {None: []}
    for number, case in enumerate(_written(document)):
        name = case.get("with")
        asked.setdefault(name, []).append(Expectation(number, "expect"))
        if "without" in case:
            if name is None:
                raise KenError([_without_with(document.key_at(("cases", number, "without")))])
            asked[None].append(Expectation(number, "without"))
    sets: dict[str | None, RuleSet] = {None: rules}
    for name, every in asked.items():
        if name is not None:
            sets[name] = _other(name, file, document.value_at(("cases", every[0].case, "with")))
    cases = tuple(
        Cases(document, sets[name], tuple(every), _elsewhere(sets, name, document, every))
        for name, every in asked.items()
        if every
    )
    if wrong := [fault for each in cases for fault in each.unknown()]:
        raise KenError(in_order(wrong))
    return CaseFile(document, rules, cases)


def rules_of_cases(path: Path) -> Path | None:
    """The file of the rule set that a file of cases is for; none where that cannot be told."""
    try:
        document = source.read(path)
        is_named = isinstance(document.data, dict) and isinstance(document.data.get("tests"), str)
        return _rules(document, path) if is_named else None
    except KenError:
        return None


def _written(document: Document) -> Sequence[Mapping[str, Any]]:
    cases: Sequence[Mapping[str, Any]] = cast("dict[str, Any]", document.data)["cases"]
    return cases


def _elsewhere(
    sets: Mapping[str | None, RuleSet], own: str | None, document: Document, every: Iterable[Expectation]
) -> frozenset[str]:
    """The names that the other rule sets of some cases have."""
    cases = _written(document)
    others = {cases[asked.case].get("with") for asked in every if "without" in cases[asked.case]} | {None}
    return frozenset(name for other in others - {own} for name in sets[other].names)


def _without_with(position: Position) -> Diagnostic:
    message = say("“without” says what comes out without the draft, and the case is with none")
    hint = say("write with: +draft.yaml beside it; or take the line out")
    return Diagnostic("missing-key", message, position, hint)


def _other(name: str, file: Path, position: Position) -> RuleSet:
    """The rule set that cases are tried with: drafts, each after a +, laid over that of a file; or another
    one by name. Drafts are seen from the folder of the cases. Raises KenError."""
    try:
        return load_beside(name, Path(position.file).parent, file)
    except KenError as problem:
        raise library.told_at(problem, position) from None


def named_twice(cases: CaseFile) -> Iterator[Diagnostic]:
    """A warning for each case with the name of a case before it."""
    first: dict[str, int] = {}
    for number, case in enumerate(_written(cases.document)):
        name = case.get("name")
        if name is None or first.setdefault(name, number) == number:
            continue
        message = say(
            "two cases are called “{name}”; the other stands in line {line}",
            name=name,
            line=cases.document.value_at(("cases", first[name])).line,
        )
        position = cases.document.value_at(("cases", number, "name"))
        yield Diagnostic("case-twice", message, position, say("give each a name of its own"), "warning")


def _rules(document: Document, path: Path) -> Path:
    """The file of the rule set that the cases name: the one beside them, where that is called so, else one
    on the search path."""
    name = cast("dict[str, Any]", document.data)["tests"]
    beside = [path.parent / f"{name.rpartition('/')[2]}{suffix}" for suffix in library.SUFFIXES]
    try:
        return next((own for own in beside if _is_called(own, name)), None) or library.find(
            name, beside=path.parent
        )
    except KenError as problem:
        raise library.told_at(problem, document.value_at(("tests",))) from None


def _is_called(path: Path, name: str) -> bool:
    """Whether a file is the rule set of that name."""
    if not path.is_file():
        return False
    data = source.read(path).data
    return isinstance(data, dict) and data.get("ruleset") == name


def _unknown(cases: Cases, place: Place, expect: Mapping[str, Any]) -> Iterator[Diagnostic]:
    """What is expected of one case, at a place, of nodes, ratings and results that the rule set does not
    have."""
    rules, document = cases.rules, cases.document
    judged: Mapping[str, str | None] = expect.get("judgements", {})
    named: list[tuple[str, Place]] = [(key, (*place, key)) for key in expect if key not in _OWN_KEYS]
    named += [
        (name, (*place, key, name))
        for key in ("judgements", "ratings", "states")
        for name in expect.get(key, {})
    ]
    for name, where in named:
        paths = rules.names.get(name, ())
        if not paths:
            yield _no_name(rules, name, document.key_at(where))
        elif len(paths) > 1:
            message = say("“{name}” can mean {paths}", name=name, paths=list(paths))
            yield _not_known(message, name, paths, document.key_at(where))
    yield from _unknown_ratings(cases, (*place, "ratings"), expect.get("ratings", {}))
    ratings = [band.rating for band in rules.bands]
    rating = expect.get("rating")
    if rating is not None and rating not in ratings:
        message = say("no band gives the rating “{rating}”", rating=rating)
        yield _not_known(message, rating, ratings, document.value_at((*place, "rating")))
    results = list(dict.fromkeys(judgement.result for own in rules.judgements.values() for judgement in own))
    for name, result in judged.items():
        level = rules.nodes[paths[0]].level if len(paths := rules.names.get(name, ())) == 1 else None
        if level is not None and level not in rules.judgements:
            message = say(
                "{name} has no judgement: the rule set judges no {level}", name=name, level=Text(level)
            )
            judged_levels = [Text(own) for own in rules.judgements]
            hint = (
                say("take the line out; judged are nodes of the level {levels}", levels=judged_levels)
                if judged_levels
                else say("take the line out; the rule set has no judgements")
            )
            if result is not None:
                yield Diagnostic("undefined", message, document.key_at((*place, "judgements", name)), hint)
            continue
        if result is not None and result not in results:
            message = say("no judgement gives “{result}”", result=result)
            yield _not_known(message, result, results, document.value_at((*place, "judgements", name)))


def _unknown_ratings(cases: Cases, place: Place, expected: Mapping[str, str | None]) -> Iterator[Diagnostic]:
    """Ratings of single nodes that these do not have."""
    rules, document = cases.rules, cases.document
    for name, rating in expected.items():
        paths = rules.names.get(name, ())
        if len(paths) != 1:
            continue
        node, scale = rules.entries[paths[0]], rules.answers.get(rules.entries[paths[0]].answers or "")
        if node.path in rules.nodes:
            words = [band.rating for band in bands_of(rules, node)]
            words = words or list(words_of_results(rules, node.path) or ())
        else:
            words = [] if scale is None else list(scale.words)
        if not words:
            message = say("{name} has no ratings", name=name)
            hint = say("take the line out, or give {name} bands", name=name)
            yield Diagnostic("undefined", message, document.key_at((*place, name)), hint)
        elif rating is not None and rating not in words:
            message = say("{name} has no rating “{rating}”", name=name, rating=rating)
            yield _not_known(message, rating, words, document.value_at((*place, name)))


def _no_name(rules: RuleSet, name: str, position: Position) -> Diagnostic:
    return _not_known(say("nothing is called “{name}”", name=name), name, list(rules.names), position)


def _not_known(message: Text, name: str, known: Sequence[str], position: Position) -> Diagnostic:
    hint = nearest_or(name, known, say("names that can be used here: {known}", known=list(known)))
    return Diagnostic("undefined", message, position, hint)


def _own_hint(hint: Text | None) -> Text | None:
    """A hint for data as one for cases, in which nothing is passed through."""
    return (
        say("did you mean “{near}”?", near=hint.arguments["near"])
        if hint is not None and {"near", "column"} <= hint.arguments.keys()
        else hint
    )


def _cell(value: object) -> str:
    """An input as a cell of text."""
    return "" if value is None else decimal_text(value) if isinstance(value, Fraction) else str(value)


__all__ = ["CASE", "CaseFile", "Cases", "Expectation", "named_twice", "read_cases", "rules_of_cases"]
