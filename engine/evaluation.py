"""A dataset rated: units with their scores, judgements and notes, the targets, and everything that was found on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any, cast

import polars as pl

from .arithmetic.exact import exact_value
from .claims import Claim
from .dataset import Dataset
from .diagnostics import Diagnostic, Text, Translate, in_order, say
from .model import TOTAL, RuleSet, Target
from .plan import Plan
from .rating import Columns, Rated, rate
from .unit import INCOMPLETE, RATED, evaluate_exactly, formula_value, given_values

MAX_GROUPS = 100
MAX_FINDINGS = 200  # of one kind, each of which costs an exact evaluation


@dataclass(frozen=True)
class UnitResult:
    """One unit: scores and judgements by the name under which each node was reported; `lacks` what a rating would need."""

    unit: str
    status: str
    rating: str | None
    scores: Mapping[str, Fraction]
    judgements: Mapping[str, str]
    lacks: tuple[str, ...] = ()
    notes: tuple[Text, ...] = ()
    respondents: Mapping[str, int] = field(default_factory=dict)  # by instrument, where the data are answers
    coverage: Mapping[str, Fraction] = field(default_factory=dict)  # answers received of answers possible
    passed: Mapping[str, object] = field(default_factory=dict)  # the data's columns that are no scores


@dataclass(frozen=True)
class TargetResult:
    """How many of the rated units meet a target's condition, and whether that is enough."""

    target: Target
    meeting: int
    rated: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.meeting, self.rated) if self.rated else None

    @property
    def met(self) -> bool | None:
        return None if self.share is None else self.share >= self.target.at_least


@dataclass(frozen=True)
class Evaluation:
    """The outcome of rating a dataset. Rows of `rated.frame` are units, in the order of the data."""

    rules: RuleSet
    dataset: Dataset
    rated: Rated
    diagnostics: tuple[Diagnostic, ...]
    targets: tuple[TargetResult, ...]
    counts: Mapping[str, int] = field(default_factory=dict)  # units by rating; those not rated under "incomplete"

    @property
    def frame(self) -> pl.DataFrame:
        return cast("pl.DataFrame", self.rated.frame)

    @cached_property
    def shared(self) -> Mapping[str, str]:
        """Nodes that the data reports as one through an alias, and the name under which it does: below the alias's own
        nodes each such name is shown once."""
        own = {path for each in self.dataset.claims.nodes if each.alias is None for path in each.paths}
        found = {}
        for each in self.dataset.claims.nodes:
            for path in each.paths:
                if each.alias is not None and path not in own and path not in self.rules.aliases[each.alias]:
                    found[path] = each.name
        return found

    def name_of(self, path: str) -> str:
        return self.shared.get(path) or self.rules.short_name(path)

    @cached_property
    def _alias_notes(self) -> tuple[Text, ...]:
        used = dict.fromkeys(each.alias for each in self.dataset.claims.nodes if each.alias is not None)
        return tuple(say("{alias} was reported as one and stands for {nodes}", alias=alias, nodes=list(self.rules.aliases[alias])) for alias in used)

    def gaps(self) -> Iterator[tuple[tuple[str, ...], tuple[Text, ...]]]:
        """For each unit what a rating lacks, and the notes on it. Units with the same gaps share their answer."""
        columns, paths = self.rated.columns, list(self.rules.nodes)
        known = [pl.col(columns["printed", path]).is_not_null() for path in paths]
        rated = self.frame[columns["rating", ""]].is_not_null().to_list()
        whole = self.frame.select(pl.all_horizontal(known)).to_series()
        partly = self.frame.filter(~whole).select(known).iter_rows()
        found: dict[tuple[bool, ...] | None, tuple[tuple[str, ...], tuple[Text, ...]]] = {}
        for is_whole, is_rated in zip(whole, rated, strict=True):
            pattern = None if is_whole else next(partly)
            if pattern not in found:
                lacks, assumed = self._gaps(dict.fromkeys(paths, True) if pattern is None else dict(zip(paths, pattern, strict=True)))
                found[pattern] = (lacks, (*self._alias_notes, *assumed))
            lacks, notes = found[pattern]
            yield (() if is_rated else lacks), notes

    def units(self) -> Iterator[UnitResult]:
        """Every unit, in the order of the data."""
        columns, paths = self.rated.columns, list(self.rules.nodes)
        judged = {path: columns["judged", path] for path in paths if ("judged", path) in columns}
        passed = self.dataset.claims.passed
        for row, (lacks, notes) in zip(self.frame.iter_rows(named=True), self.gaps(), strict=True):
            printed = ((path, row[columns["printed", path]]) for path in paths)
            yield UnitResult(
                unit=str(row[self.dataset.claims.key]),
                status=row[columns["status", ""]],
                rating=row[columns["rating", ""]],
                scores={self.name_of(path): exact for path, value in printed if (exact := exact_value(value)) is not None},
                judgements={self.name_of(path): row[column] for path, column in judged.items() if row[column] is not None},
                lacks=lacks,
                notes=notes,
                respondents={each.owner: row[each.respondents] for each in self.dataset.respondents},
                coverage={
                    each.owner: Fraction(row[each.answers], row[each.respondents] * each.questions)
                    for each in self.dataset.respondents
                    if row[each.respondents]
                },
                passed={name: row[name] for name in passed},
            )

    def _gaps(self, known: Mapping[str, bool]) -> tuple[tuple[str, ...], tuple[Text, ...]]:
        """What is missing for a rating, as high up as it is missing whole; and what was left out or counted as zero."""
        plan, lacks, skipped, zeroed = Plan(self.rules), dict[str, None](), [], []

        def missing_below(path: str) -> Iterator[str]:
            node = self.rules.nodes[path]
            below = [child.path for child in node.children]
            if not below or not any(known[inner] for child in node.children for inner in (each.path for each in child.walk())):
                yield self.name_of(path)
                return
            for inner in below:
                if not known[inner]:
                    yield from missing_below(inner)

        for path in plan.required:
            if not known[path]:
                lacks.update(dict.fromkeys(missing_below(path)))
        for node in self.rules.nodes.values():
            gone = [self.name_of(child.path) for child in node.children if not known[child.path]]
            partly = len(gone) < len(node.children)
            if known[node.path] and gone and partly and node.missing == "skip":
                skipped.extend(gone)
            elif known[node.path] and gone and node.missing == "zero" and not self.dataset.claims.columns_for(node.path):
                zeroed.extend(gone)
        notes = []
        if skipped:
            notes.append(say("left out, because they have no score: {nodes}", nodes=list(dict.fromkeys(skipped))))
        if zeroed:
            notes.append(say("counted as 0, because they have no score: {nodes}", nodes=list(dict.fromkeys(zeroed))))
        return tuple(lacks), tuple(notes)


def groupings(described: pl.DataFrame) -> tuple[str, ...]:
    """The columns that put units into groups: more than one, and not nearly as many as units."""
    most = min(MAX_GROUPS, max(2, described.height // 2))
    return tuple(name for name in described.columns if 1 < described[name].n_unique() <= most)


def evaluate_dataset(rules: RuleSet, dataset: Dataset, *, questions: bool = True) -> Evaluation:
    """Rates every unit of a dataset. `questions` asks for the judgements of single questions too, of which there are many."""
    plan = Plan(rules)
    rated = rate(plan, cast("Any", dataset.frame), dataset.claims, judge=None if questions else [level for level in rules.judgements if level != "question"])
    columns = {path: dataset.claims.claims_for(path) for path in rules.nodes}
    frame = without_refused(plan, rated.columns, cast("pl.DataFrame", rated.frame), dataset.claims.key, dataset.refused, columns)
    rated.frame = cast("Any", frame)
    findings = [
        *dataset.diagnostics,
        *_disagreements(plan, dataset, rated, frame),
        *told_twice(rules, dataset, frame),
        *_without_score(plan, dataset, rated, frame),
        *_without_band(plan, dataset, rated, frame),
    ]
    ratings = frame[rated.columns["rating", ""]]
    counts = Counter({str(rating): int(count) for rating, count in ratings.drop_nulls().value_counts().iter_rows()})
    targets = []
    for target in rules.targets:
        column = rated.columns.get(("target", target.id))
        meeting = 0 if column is None else int((frame[column] & ratings.is_not_null()).sum())
        targets.append(TargetResult(target, meeting, counts.total()))
    counts[INCOMPLETE] = ratings.null_count()
    return Evaluation(rules, dataset, rated, in_order(findings), tuple(targets), counts)


def without_refused(
    plan: Plan,
    sheet: Columns,
    frame: pl.DataFrame,
    key: str,
    refused_of: Mapping[str, Collection[str]],
    claims: Mapping[str, Sequence[Claim]],
) -> pl.DataFrame:
    """Takes back what was made without a value that was refused: a policy for missing scores is not one for wrong ones.

    `refused_of` has by unit the paths of nodes of which a value was refused, `claims` by path what gives a node."""
    if not refused_of:
        return frame
    unit = pl.col(key)
    refused: dict[str, set[str]] = {}
    above: dict[str, set[str]] = {}
    for name, paths in refused_of.items():
        for path in paths:
            refused.setdefault(path, set()).add(name)
            steps = path.split(".") if path != TOTAL else []
            for over in (TOTAL, *(".".join(steps[:depth]) for depth in range(1, len(steps)))):
                above.setdefault(over, set()).add(name)
    rating, status = sheet["rating", ""], sheet["status", ""]
    taken_back = []
    unrated = []
    for path in {*refused, *above}:
        given = [pl.col(each.column).is_not_null() for each in claims.get(path, ()) if each.count is None]
        lost = unit.is_in(list(refused.get(path, ()))) | (unit.is_in(list(above.get(path, ()))) & ~pl.any_horizontal(*given, pl.lit(False)))
        taken_back += [
            pl.when(lost).then(None).otherwise(pl.col(column)).alias(column) for kind in ("printed", "judged") if (column := sheet.get((kind, path), ""))
        ]
        if path in plan.required:
            unrated.append(lost)
    is_unrated = pl.any_horizontal(*unrated, pl.lit(False))
    return frame.with_columns(
        *taken_back,
        pl.when(is_unrated).then(None).otherwise(pl.col(rating)).alias(rating),
        pl.when(is_unrated).then(pl.lit(INCOMPLETE)).otherwise(pl.col(status)).alias(status),
    )


def _disagreements(plan: Plan, dataset: Dataset, rated: Rated, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Where a given value and the one computed from what is below it lie further apart than rounding explains."""
    rules = plan.rules
    for (kind, path), column in rated.columns.items():
        if kind != "differs":
            continue
        for row in frame.filter(pl.col(column)).head(MAX_FINDINGS).iter_rows(named=True):
            outcome = evaluate_exactly(plan, given_values(dataset.claims, row), judge=()).outcome
            given, computed = outcome.values[path], outcome.computed.get(path)
            if not outcome.differs.get(path) or given is None or computed is None:
                continue
            source = next(name for name in dataset.claims.columns_for(path) if row[name] is not None)
            apart = abs(Fraction(given) - Fraction(computed))
            message = say(
                "{node} of “{unit}” is given as {given}, but what is below it makes {computed}: {apart} apart, more than rounding explains",
                node=rules.short_name(path),
                unit=row[dataset.claims.key],
                given=Fraction(given),
                computed=_brief(Fraction(computed)),
                apart=_brief(apart),
            )
            yield Diagnostic(
                "disagreement", message, dataset.locate(row["ken:row"], source), say("the given value is kept; check which of the two is right"), "warning"
            )


def told_twice(rules: RuleSet, dataset: Dataset, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Where two columns (a node's own and that of an alias, or those of two aliases) give one node different values."""
    key = dataset.claims.key
    last_place = Fraction(1, 10**rules.scale.decimals)
    told: set[tuple[str, str]] = set()
    for path in rules.nodes:
        claims = [each for each in dataset.claims.claims_for(path) if each.count is None]
        for first, other in zip(claims[:1] * len(claims), claims[1:], strict=False):
            if (first.column, other.column) in told:
                continue
            told.add((first.column, other.column))
            apart = (pl.col(first.column).cast(pl.Float64) - pl.col(other.column).cast(pl.Float64)).abs()
            for row in frame.filter(apart > float(last_place) * 0.99).head(MAX_FINDINGS).iter_rows(named=True):
                one, two = exact_value(row[first.column]), exact_value(row[other.column])
                if one is not None and two is not None and abs(one - two) > last_place:
                    message = say(
                        "{node} of “{unit}” is {one} by {first} and {two} by {second}",
                        node=rules.short_name(path),
                        unit=row[key],
                        one=one,
                        first=first.name,
                        two=two,
                        second=other.name,
                    )
                    yield Diagnostic(
                        "disagreement",
                        message,
                        dataset.locate(row["ken:row"], other.column),
                        say("{first} counts; check which of the two is right", first=first.name),
                        "warning",
                    )


def _without_score(plan: Plan, dataset: Dataset, rated: Rated, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Where a raw value is there and its formula gives no score, or one outside the scale."""
    rules = plan.rules
    for path, node in rules.nodes.items():
        columns = dataset.claims.columns_for(path)
        if node.score is None or not columns:
            continue
        printed = pl.col(rated.columns["printed", path])
        for column in columns:
            for row in frame.filter(pl.col(column).is_not_null() & printed.is_null()).head(MAX_FINDINGS).iter_rows(named=True):
                raw, at, words = exact_value(row[column]), dataset.locate(row["ken:row"], column), node.score.text
                score = formula_value(plan, node, raw)
                named = {"node": rules.short_name(path), "unit": row[dataset.claims.key], "formula": words, "raw": raw}
                if score is None:
                    message = say("{node} of “{unit}”: {formula} has no value for {raw}", **named)
                    yield Diagnostic("no-score", message, at, say("ln needs a number above 0, and a divisor must not be 0: check the value or the formula"))
                else:
                    message = say("{node} of “{unit}”: {formula} makes {score} of {raw}, outside the scale", score=_brief(score), **named)
                    yield Diagnostic(
                        "no-score", message, at, say("keep it within the scale by clip(…, {low}, {high})", low=rules.scale.minimum, high=rules.scale.maximum)
                    )


def _brief(value: Fraction) -> Fraction:
    """For messages: at most four decimals."""
    return Fraction(round(value * 10_000), 10_000)


def _without_band(plan: Plan, dataset: Dataset, rated: Rated, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Units whose scores are all there and that no band, or under hit policy unique more than one, takes."""
    rules = plan.rules
    required = [rated.columns["printed", path] for path in plan.required]
    unplaced = frame.filter(pl.col(rated.columns["rating", ""]).is_null() & pl.all_horizontal(pl.col(required).is_not_null()))
    for row in unplaced.head(MAX_FINDINGS).iter_rows(named=True):
        result = evaluate_exactly(plan, given_values(dataset.claims, row), judge=())
        total = result.outcome.printed[TOTAL]
        assert total is not None
        at = dataset.locate(row["ken:row"], dataset.claims.key)
        if result.overlapping:
            message = say(
                "“{unit}”, total {total}: the bands {bands} match together, and hit_policy is unique",
                unit=row[dataset.claims.key],
                total=Fraction(total),
                bands=list(result.overlapping),
            )
            yield Diagnostic("overlap", message, at, say("let the bands not meet, or use hit_policy: first"))
        else:
            message = say("no band takes “{unit}”, total {total}", unit=row[dataset.claims.key], total=Fraction(total))
            yield Diagnostic("no-band", message, at, say("the bands of {rules} have a gap here", rules=rules.id))


def as_json(evaluation: Evaluation, translate: Translate = str) -> dict[str, Any]:
    """The result as one JSON object; numbers are scores as printed."""
    return {
        "ruleset": evaluation.rules.id,
        "fingerprint": evaluation.rules.fingerprint,
        "units": [unit_json(unit, translate) for unit in evaluation.units()],
        "counts": dict(evaluation.counts),
        "targets": [target_json(target) for target in evaluation.targets],
        "diagnostics": [diagnostic_json(diagnostic, translate) for diagnostic in evaluation.diagnostics],
    }


def unit_json(unit: UnitResult, translate: Translate = str) -> dict[str, Any]:
    return {
        "unit": unit.unit,
        "status": unit.status,
        "rating": unit.rating,
        "scores": {name: json_number(score) for name, score in unit.scores.items()},
        "judgements": dict(unit.judgements),
        "lacks": list(unit.lacks),
        "notes": [note.in_words(translate) for note in unit.notes],
        **({"data": {name: json_cell(value) for name, value in unit.passed.items()}} if unit.passed else {}),
        **({"respondents": dict(unit.respondents)} if unit.respondents else {}),
        **({"coverage": {name: round(float(share), 6) for name, share in unit.coverage.items()}} if unit.coverage else {}),
    }


def target_json(result: TargetResult) -> dict[str, Any]:
    return {
        "id": result.target.id,
        "meeting": result.meeting,
        "rated": result.rated,
        "share": None if result.share is None else round(float(result.share), 6),
        "at_least": json_number(result.target.at_least),
        "met": result.met,
    }


def diagnostic_json(diagnostic: Diagnostic, translate: Translate = str) -> dict[str, Any]:
    at = diagnostic.position
    return {
        "file": at.file,
        "line": at.line or None,
        "column": at.column or None,
        "cell": at.cell or None,
        "severity": diagnostic.severity,
        "code": diagnostic.code,
        "message": diagnostic.message.in_words(translate),
        "hint": None if diagnostic.hint is None else diagnostic.hint.in_words(translate),
    }


def json_number(value: Fraction) -> int | float:
    return value.numerator if value.denominator == 1 else float(value)


def json_cell(value: object) -> object:
    return value if value is None or isinstance(value, (str, int, float, bool)) else str(value)


__all__ = ["INCOMPLETE", "RATED", "Evaluation", "TargetResult", "UnitResult", "as_json", "diagnostic_json", "evaluate_dataset", "groupings"]
