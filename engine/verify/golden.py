"""Golden tests: cases in YAML that pin a rule set, run through exact arithmetic and through columns."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ..book import library, source
from ..book.folder import yaml_files
from ..data.row_values import given_of
from ..meaning.one_unit import ExactResult, evaluate_exactly
from ..meaning.plan import Plan
from ..rating.evaluation import evaluate_dataset
from ..rating.nodes_of_units import nodes_of_units
from ..words.diagnostics import Diagnostic, KenError, Position, Text, errors, in_order, say
from ..words.natural_order import natural_path
from .cases import Cases, Expectation, named_twice, read_cases, rules_of_cases
from .mismatches import Came, Mismatch, result_of, written
from .unreached import RulePlace, unreached, unreached_lines

SUFFIXES = (".test.yaml", ".test.yml")


@dataclass(frozen=True)
class CaseResult:
    """One case: its name, why it is there, and what came out otherwise."""

    name: str
    because: str | None
    position: Position
    mismatches: tuple[Mismatch, ...]


@dataclass(frozen=True)
class FileResult:
    """The outcome of one file of cases; `unexercised` is what of the rule set no case looks at, `unreached`
    are the places of its rules among that."""

    file: str
    rules: str
    cases: tuple[CaseResult, ...]
    unexercised: tuple[Text, ...] = ()
    unreached: tuple[RulePlace, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> int:
        """How many cases came out otherwise."""
        return sum(bool(case.mismatches) for case in self.cases)


def test_files(names: Iterable[str]) -> tuple[list[Path], list[Diagnostic]]:
    """The files of cases: paths as they are, and those in folders; and the folders that cannot be read.
    Raises KenError where there are none."""
    paths: list[Path] = []
    unread: list[Diagnostic] = []
    for path in (own for name in names for own in _meant(name)):
        if os.path.isdir(path):  # noqa: PTH112  # what may not be looked at is told when it is read
            files, faults = yaml_files(path)
            unread += faults
            paths += [file for file in files if file.name.endswith(SUFFIXES)]
        elif source.stands(path):
            paths.append(path)
        else:
            message = say("there are no golden tests here")
            hint = say("write them into this file")
            raise KenError([Diagnostic("unreadable", message, Position(str(path)), hint)])
    if not paths:
        message = say("there are no golden tests here")
        hint = say("write them into files that end in .test.yaml, beside the rule sets")
        raise KenError(unread or [Diagnostic("unreadable", message, Position(", ".join(names)), hint)])
    return paths, unread


def _meant(name: str) -> list[Path]:
    """The golden tests that a name means: a path as it is; for a rule set, by name or path, the file called
    as it is beside it, and others there that are for it."""
    path = Path(name)
    # what may not be looked at is told when it is read
    if os.path.isdir(path) or path.name.endswith(SUFFIXES):  # noqa: PTH112
        return [path]
    rules = library.find(name)
    first = next((own for own in map(rules.with_suffix, SUFFIXES) if source.stands(own)), None)
    beside = [file for ending in SUFFIXES for file in rules.parent.glob(f"*{ending}")]
    others = [file for file in sorted(beside, key=natural_path) if file != first and _is_for(file, rules)]
    return [first or rules.with_suffix(SUFFIXES[0]), *others] if first or not others else others


def _is_for(cases: Path, rules: Path) -> bool:
    """Whether a file of cases is for the rule set of a file."""
    named = rules_of_cases(cases)
    return named is not None and os.path.realpath(named) == os.path.realpath(rules)


def run_file(path: Path) -> FileResult:
    """Runs the cases of a file. Raises KenError with everything that is wrong with it."""
    file = read_cases(path)
    runs = [_run(cases) for cases in file.asked]
    by_case: dict[int, list[CaseResult]] = {}
    for cases, run in zip(file.asked, runs, strict=True):
        for asked, result in zip(cases.asked, run.results, strict=True):
            by_case.setdefault(asked.case, []).append(result)
    results = tuple(_of_one_case(every) for _, every in sorted(by_case.items()))
    found = in_order([*(fault for run in runs for fault in run.found), *named_twice(file)])
    if (own := file.own) is None:
        return FileResult(str(path), file.rules.id, results, diagnostics=found)
    plan, outcomes = Plan.of(own.rules), runs[file.asked.index(own)].outcomes
    places = tuple(unreached(plan, outcomes))
    unexercised = (*_unexercised(plan, outcomes, own.answered_in_words()), *unreached_lines(places))
    return FileResult(str(path), own.rules.id, results, unexercised, places, found)


@dataclass(frozen=True)
class _RunCases:
    """What came of the cases that ask one rule set, in their order."""

    results: Sequence[CaseResult]
    outcomes: Sequence[ExactResult]
    found: Sequence[Diagnostic]


def _run(cases: Cases) -> _RunCases:
    dataset, rules, document = cases.dataset(), cases.rules, cases.document
    if refused := errors(dataset.diagnostics):
        raise KenError(refused)
    plan, key = Plan.of(rules), dataset.claims.key
    evaluation = evaluate_dataset(rules, dataset)
    by_columns = {unit.unit: unit for unit in evaluation.units()}
    nodes = dict(zip(by_columns, nodes_of_units(evaluation), strict=True))
    results: dict[int, CaseResult] = {}
    outcomes: dict[int, ExactResult] = {}
    entries = cases.entries
    for row in dataset.frame.iter_rows(named=True):
        number = int(row[key]) - 1
        case, asked = entries[number], cases.asked[number]
        exact = evaluate_exactly(plan, given_of(dataset.claims, row), recorded=True)
        outcomes[number] = exact
        came = Came(plan, exact, by_columns[row[key]], nodes[row[key]])
        wrong = came.mismatches(document, asked.place, case[asked.key])
        inputs = ", ".join(f"{name} {written(value)}" for name, value in case["input"].items())
        position = document.value_at(("cases", asked.case))
        results[number] = CaseResult(
            case.get("name") or inputs, case.get("because"), position, tuple(_told_of(asked, wrong))
        )
    numbers = range(len(entries))
    return _RunCases(
        [results[each] for each in numbers], [outcomes[each] for each in numbers], dataset.diagnostics
    )


def _told_of(asked: Expectation, wrong: Iterable[Mismatch]) -> Iterator[Mismatch]:
    """What came out otherwise, with the key where it is expected, unless that is the common one."""
    for each in wrong:
        yield each if asked.key == "expect" else replace(each, what=f"{asked.key}: {each.what}")


def _of_one_case(every: Sequence[CaseResult]) -> CaseResult:
    """What came of a case by all rule sets that it asks."""
    return replace(every[0], mismatches=tuple(wrong for each in every for wrong in each.mismatches))


def faults(path: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with a file of cases itself, without running them."""
    try:
        file = read_cases(path)
        found = [fault for cases in file.asked for fault in cases.dataset().diagnostics]
        return in_order([*found, *named_twice(file)])
    except KenError as problem:
        return problem.diagnostics


def _unexercised(plan: Plan, outcomes: Sequence[ExactResult], words: Collection[str]) -> Iterator[Text]:
    """What of the rule set no case looks at: ratings, results of single nodes, both sides of thresholds,
    reversed questions, missing scores. `words` are the names of what cases answer in words."""
    rules = plan.rules
    ratings = {outcome.rating for outcome in outcomes}
    every = dict.fromkeys(band.rating for each in (rules, *rules.variants.values()) for band in each.bands)
    if lacking := [rating for rating in every if rating not in ratings]:
        yield say("no case gets {ratings}", ratings=lacking)
    for level, judgements in rules.judgements.items():
        seen = {
            result_of(judged)
            for outcome in outcomes
            for path, judged in outcome.outcome.judged.items()
            if rules.nodes[path].level == level
        }
        if lacking := [judgement.result for judgement in judgements if judgement.result not in seen]:
            yield say("no {level} is judged {results}", level=Text(level), results=lacking)
    yield from _one_sided(outcomes)
    reversed_ = [path for path, node in rules.nodes.items() if node.reversed]
    answered = {path for name in words for path in rules.names.get(name, ())}
    if reversed_ and answered.isdisjoint(reversed_):
        shown = [rules.short_name(path) for path in reversed_]
        yield say("no case gives an answer, in words, to a reversed question: {questions}", questions=shown)
    if all(outcome.rating is not None for outcome in outcomes):
        yield say("no case lacks a score (missing: {policy})", policy=rules.total.missing)


def _one_sided(outcomes: Sequence[ExactResult]) -> Iterator[Text]:
    """The ratings whose conditions name a threshold that all cases lie on one side of; each case is judged
    by the bands of its own variant."""
    sides: dict[str, set[bool | None]] = {}
    named: dict[str, list[str]] = {}
    for outcome in outcomes:
        rules, judged = outcome.plan.rules, outcome.outcome.bands
        for number, band in enumerate(rules.bands):
            names = () if band.when is None else dict.fromkeys(band.when.names)
            if thresholds := [name for name in names if name in rules.thresholds]:
                named[band.rating] = thresholds
                if judged is not None:
                    sides.setdefault(band.rating, set()).add(judged.holds[number])
    for rating, thresholds in named.items():
        if not {True, False} <= sides.get(rating, set()):
            yield say(
                "no cases lie on both sides of {threshold} in {rating}", threshold=thresholds, rating=rating
            )


__all__ = ["CaseResult", "FileResult", "Mismatch", "faults", "run_file", "test_files"]
