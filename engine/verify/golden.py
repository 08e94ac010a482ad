"""Golden tests: cases in YAML that pin a rule set, run through exact arithmetic and through columns."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import polars as pl

from ..book import library, schema, source
from ..book.folder import yaml_files
from ..data import Dataset, Table, prepare
from ..data.given import given_of
from ..meaning.arithmetic.exact import Exact
from ..meaning.choosing import Chosen, taken
from ..meaning.facts import weighted_name
from ..meaning.model import Judgement, RuleSet
from ..meaning.one_unit import ExactResult, evaluate_exactly
from ..meaning.plan import Plan
from ..rating.evaluation import UnitResult, evaluate_dataset
from ..words.diagnostics import Diagnostic, KenError, Position, Text, errors, in_order, say
from ..words.numerals import decimal_text

SUFFIXES = (".test.yaml", ".test.yml")
CASE = "(case)"
_OWN_KEYS = ("rating", "status", "lacks", "judgements")


@dataclass(frozen=True)
class Mismatch:
    """Something that came out differently than expected; `way` is how it came about, line by line."""

    what: str
    expected: str
    exact: str
    columns: str
    position: Position
    way: tuple[str, ...] = ()


@dataclass(frozen=True)
class CaseResult:
    name: str
    because: str | None
    position: Position
    mismatches: tuple[Mismatch, ...]


@dataclass(frozen=True)
class FileResult:
    """The outcome of one file of cases; `unexercised` is what of the rule set no case looks at."""

    file: str
    rules: str
    cases: tuple[CaseResult, ...]
    unexercised: tuple[Text, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def failed(self) -> int:
        return sum(bool(case.mismatches) for case in self.cases)


def test_files(names: Iterable[str]) -> tuple[list[Path], list[Diagnostic]]:
    """The files of cases: paths as they are, and those in folders; and the folders that cannot be read.
    Raises KenError where there are none."""
    found: list[Path] = []
    unread: list[Diagnostic] = []
    for name in names:
        path = _beside(name)
        if os.path.isdir(path):  # noqa: PTH112  # what may not be looked at is told when it is read
            files, faults = yaml_files(path)
            unread += faults
            found += [each for each in files if each.name.endswith(SUFFIXES)]
        elif source.stands(path):
            found.append(path)
        else:
            message = say("there are no golden tests here")
            raise KenError(
                [Diagnostic("unreadable", message, Position(str(path)), say("write them into this file"))]
            )
    if not found:
        message = say("there are no golden tests here")
        hint = say("write them into files that end in .test.yaml, beside the rule sets")
        raise KenError(unread or [Diagnostic("unreadable", message, Position(", ".join(names)), hint)])
    return found, unread


def _beside(name: str) -> Path:
    """The golden tests that a name means: a path as it is; for a rule set, by name or path, the file beside
    it."""
    path = Path(name)
    # what may not be looked at is told when it is read
    if os.path.isdir(path) or path.name.endswith(SUFFIXES):  # noqa: PTH112
        return path
    return library.find(name).with_suffix(SUFFIXES[0])


def run_file(path: Path) -> FileResult:
    """Runs the cases of a file. Raises KenError with everything that is wrong with it."""
    document, rules = _read(path)
    data = cast("dict[str, Any]", document.data)
    dataset = _dataset(rules, document, data["cases"])
    if found := errors(dataset.diagnostics):
        raise KenError(found)
    plan = Plan.of(rules)
    by_columns = {unit.unit: unit for unit in evaluate_dataset(rules, dataset).units()}
    results: list[CaseResult] = []
    outcomes: list[ExactResult] = []
    for row in dataset.frame.iter_rows(named=True):
        at = int(row[dataset.claims.key]) - 1
        given = given_of(dataset.claims, row)
        exact = evaluate_exactly(plan, given)
        outcomes.append(exact)
        case = data["cases"][at]
        mismatches = tuple(
            _mismatches(plan, document, at, case["expect"], exact, by_columns[row[dataset.claims.key]])
        )
        name = case.get("name") or ", ".join(
            f"{key} {_written(value)}" for key, value in case["input"].items()
        )
        results.append(CaseResult(name, case.get("because"), document.value_at(("cases", at)), mismatches))
    return FileResult(
        str(path), rules.id, tuple(results), tuple(_unexercised(plan, outcomes)), dataset.diagnostics
    )


def faults(path: Path) -> tuple[Diagnostic, ...]:
    """What is wrong with a file of cases itself, without running them."""
    try:
        document, rules = _read(path)
        return in_order(_dataset(rules, document, cast("dict[str, Any]", document.data)["cases"]).diagnostics)
    except KenError as problem:
        return problem.diagnostics


def _read(path: Path) -> tuple[source.Document, RuleSet]:
    document = source.read(path)
    found = [*document.faults, *schema.validate(document, "tests")]
    if found:
        raise KenError(in_order(found))
    data = cast("dict[str, Any]", document.data)
    own = [path.parent / f"{data['tests'].rpartition('/')[2]}{suffix}" for suffix in library.SUFFIXES]
    try:
        found_at = next((each for each in own if _is_called(each, data["tests"])), None) or library.find(
            data["tests"], beside=path.parent
        )
    except KenError as problem:
        raise library.told_at(problem, document.value_at(("tests",))) from None
    rules = library.load(found_at)
    wrong = list(_unknown(rules, document, data["cases"]))
    if wrong:
        raise KenError(in_order(wrong))
    return document, rules


def _is_called(path: Path, name: str) -> bool:
    """Whether a file is the rule set of that name."""
    if not path.is_file():
        return False
    data = source.read(path).data
    return isinstance(data, dict) and data.get("ruleset") == name


def _unknown(
    rules: RuleSet, document: source.Document, cases: Sequence[Mapping[str, Any]]
) -> Iterator[Diagnostic]:
    """Expectations of nodes, ratings and results that the rule set does not have."""
    ratings = [band.rating for band in rules.bands]
    results = list(
        dict.fromkeys(
            judgement.result for judgements in rules.judgements.values() for judgement in judgements
        )
    )
    for at, case in enumerate(cases):
        expect = case["expect"]
        nodes = [key for key in expect if key not in _OWN_KEYS]
        places: list[tuple[str, source.Place]] = [(name, ("cases", at, "expect", name)) for name in nodes]
        places += [
            (name, ("cases", at, "expect", "judgements", name)) for name in expect.get("judgements", {})
        ]
        for name, place in places:
            paths = rules.names.get(name, ())
            if len(paths) != 1:
                yield _not_known(
                    say("nothing is called “{name}”", name=name)
                    if not paths
                    else say("“{name}” can mean {paths}", name=name, paths=list(paths)),
                    name,
                    paths or list(rules.names),
                    document.key_at(place),
                )
        if expect.get("rating") is not None and expect["rating"] not in ratings:
            yield _not_known(
                say("no band gives the rating “{rating}”", rating=expect["rating"]),
                expect["rating"],
                ratings,
                document.value_at(("cases", at, "expect", "rating")),
            )
        for name, result in expect.get("judgements", {}).items():
            if result is not None and result not in results:
                yield _not_known(
                    say("no judgement gives “{result}”", result=result),
                    result,
                    results,
                    document.value_at(("cases", at, "expect", "judgements", name)),
                )


def _not_known(message: Text, name: str, known: Sequence[str], position: Position) -> Diagnostic:
    near = schema.suggestion(name, known)
    hint = (
        say("did you mean “{near}”?", near=near)
        if near
        else say("names that can be used here: {known}", known=list(known))
    )
    return Diagnostic("undefined", message, position, hint)


def _dataset(rules: RuleSet, document: source.Document, cases: Sequence[Mapping[str, Any]]) -> Dataset:
    """The inputs as a table, a row a case, read like any data."""
    names = list(dict.fromkeys(name for case in cases for name in case["input"]))
    cells = {name: [_cell(case["input"].get(name)) for case in cases] for name in names}
    units = [str(at) for at in range(1, len(cases) + 1)]
    frame = pl.DataFrame({CASE: units, **cells}, schema=dict.fromkeys([CASE, *names], pl.String))

    def locate(row: int | None, column: str) -> Position:
        if row is None:
            at = next((at for at, case in enumerate(cases) if column in case["input"]), 0)
            return document.key_at(("cases", at, "input", column))
        return document.value_at(("cases", row, "input", column))

    try:
        dataset = prepare(
            rules,
            Table(
                document.file, frame, locate, {document.file: tuple(document.lines.get(document.file, ()))}
            ),
            key=CASE,
            layout="scores",
        )
    except KenError as problem:
        raise KenError([replace(each, hint=_own_hint(each.hint)) for each in problem.diagnostics]) from None

    strange = [
        _not_known(say("nothing is called “{name}”", name=name), name, list(rules.names), locate(None, name))
        for name in dataset.claims.passed
    ]
    if strange:
        raise KenError(strange)
    return dataset


def _own_hint(hint: Text | None) -> Text | None:
    """A hint for data as one for cases, in which nothing is passed through."""
    return (
        say("did you mean “{near}”?", near=hint.arguments["near"])
        if hint is not None and {"near", "column"} <= hint.arguments.keys()
        else hint
    )


def _cell(value: object) -> str:
    return "" if value is None else decimal_text(value) if isinstance(value, Fraction) else str(value)


def _mismatches(
    plan: Plan,
    document: source.Document,
    at: int,
    expect: Mapping[str, Any],
    exact: ExactResult,
    columns: UnitResult,
) -> Iterator[Mismatch]:
    rules, place = plan.rules, ("cases", at, "expect")
    verdicts = {rules.short_name(path): _result(judged) for path, judged in exact.outcome.judged.items()}
    found: list[tuple[str, object, object, object, source.Place, str | None]] = []
    for key, wanted in expect.items():
        if key == "rating":
            found.append((key, wanted, exact.rating, columns.rating, (*place, key), None))
        elif key == "status":
            found.append((key, wanted, exact.status, columns.status, (*place, key), None))
        elif key == "lacks":
            found.append((key, wanted, list(columns.lacks), list(columns.lacks), (*place, key), None))
        elif key == "judgements":
            for name, result in wanted.items():
                short = rules.short_name(rules.names[name][0])
                found.append(
                    (
                        name,
                        result,
                        verdicts.get(short),
                        columns.judgements.get(short),
                        (*place, key, name),
                        None,
                    )
                )
        else:
            (path,) = rules.names[key]
            printed = exact.outcome.printed.get(path)
            found.append(
                (
                    key,
                    wanted,
                    None if printed is None else Fraction(printed),
                    columns.scores.get(rules.short_name(path)),
                    (*place, key),
                    path,
                )
            )
    for what, wanted, by_exact, by_columns, where, node in found:
        if not wanted == by_exact == by_columns:
            way = tuple(_way_to_rating(plan, exact)) if node is None else tuple(_way(plan, exact, node))
            if by_exact is None and columns.lacks:
                way = (*way, f"lacks: {', '.join(columns.lacks)}")
            yield Mismatch(
                what,
                _written(wanted),
                _written(by_exact),
                _written(by_columns),
                document.value_at(where),
                way,
            )


def _result(judged: Chosen[Exact, bool | None, Judgement]) -> str | None:
    judgement = taken(judged)
    return None if judgement is None else judgement.result


def _written(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, Fraction):
        return decimal_text(value) if 10**12 % value.denominator == 0 else f"{float(value):.6f}"
    return ", ".join(map(str, value)) or "-" if isinstance(value, list) else str(value)


def _way(plan: Plan, exact: ExactResult, path: str) -> Iterator[str]:
    """How a node's score came about: what it is made of, before and after rounding."""
    node = plan.rules.nodes[path]
    value, printed = exact.outcome.values.get(path), exact.outcome.printed.get(path)
    if value is None or printed is None:
        yield f"{plan.rules.short_name(path)}: -"
        return
    yield f"{plan.rules.short_name(path)} = {_brief(Fraction(value))} → {_written(Fraction(printed))}"
    if (
        path in exact.outcome.computed
        or not node.children
        or all(exact.outcome.values.get(child.path) is None for child in node.children)
    ):
        return
    parts = [
        f"{weighted_name(plan.rules.short_name(child.path), child)} {_brief(Fraction(inner))}"
        for child in node.children
        if (inner := exact.outcome.values.get(child.path)) is not None
    ]
    yield f"  {node.combine}: " + ", ".join(parts)


def _way_to_rating(plan: Plan, exact: ExactResult) -> Iterator[str]:
    for path in plan.required:
        yield from _way(plan, exact, path)


def _brief(value: Fraction) -> str:
    return decimal_text(value) if 10**6 % value.denominator == 0 else f"{float(value):.6f}…"


def _unexercised(plan: Plan, outcomes: Sequence[ExactResult]) -> Iterator[Text]:
    """What of the rule set no case looks at: ratings, results of single nodes, both sides of thresholds,
    missing scores."""
    rules = plan.rules
    ratings = {outcome.rating for outcome in outcomes}
    if lacking := [band.rating for band in rules.bands if band.rating not in ratings]:
        yield say("no case gets {ratings}", ratings=lacking)
    for level, judgements in rules.judgements.items():
        seen = {
            _result(judged)
            for outcome in outcomes
            for path, judged in outcome.outcome.judged.items()
            if rules.nodes[path].level == level
        }
        if lacking := [judgement.result for judgement in judgements if judgement.result not in seen]:
            yield say("no {level} is judged {results}", level=Text(level), results=lacking)
    for at, band in enumerate(rules.bands):
        thresholds = (
            [] if band.when is None else [name for name in band.when.names if name in rules.thresholds]
        )
        sides = {outcome.outcome.bands.holds[at] for outcome in outcomes if outcome.outcome.bands is not None}
        if thresholds and not {True, False} <= sides:
            yield say(
                "no cases lie on both sides of {threshold} in {rating}",
                threshold=thresholds,
                rating=band.rating,
            )
    if all(outcome.rating is not None for outcome in outcomes):
        yield say("no case lacks a score (missing: {policy})", policy=rules.total.missing)
