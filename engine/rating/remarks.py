"""What is found when a dataset is rated: who has too few respondents, which scores contradict each other, and
what no rule decides."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from fractions import Fraction
from typing import Any

import polars as pl

from ..data import Dataset
from ..data.claims import Claims
from ..data.most_told import most_told
from ..data.row_values import given_of
from ..meaning.arithmetic.exact import Exact, exact_value
from ..meaning.model import TOTAL, RuleSet
from ..meaning.one_unit import Standing, evaluate_below, evaluate_exactly
from ..meaning.plan import Plan
from ..meaning.states import Given, State, state_of
from ..meaning.steps_in_order import has_steps, is_numberless
from ..meaning.titles import TitleInMessage
from ..words.diagnostics import Diagnostic, Position, counted, say
from .rated import Columns, Rated
from .rows_looked_at import MAX_FINDINGS, LookedAt, first_rows
from .without_score import no_score

MAX_NAMED = 5


def remarks(plan: Plan, dataset: Dataset, rated: Rated, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Everything that is found in the rated frame of a dataset."""
    yield from few_respondents(plan, dataset, rated.columns, frame)
    yield from _disagreements(plan, dataset, rated, frame)
    yield from told_twice(plan.rules, dataset, frame)
    yield from _contradictions(plan, dataset, rated, frame)
    yield from _without_score(plan, dataset, rated, frame)
    yield from _without_band(plan, dataset, rated, frame)
    yield from _without_judgement(plan, dataset, rated, frame)
    yield from _without_verdict(plan, dataset, rated, frame)


def _marking(columns: Columns, kind: str, frame: pl.DataFrame) -> dict[str, str]:
    """Of the columns of a kind, by name of what they are of, those that mark a unit. All are looked at in one
    go: each look at a frame takes time by the number of its columns."""
    marks = {name: column for (of_kind, name), column in columns.items() if of_kind == kind}
    some = frame.select(pl.col(column).any() for column in dict.fromkeys(marks.values()))
    return {name: column for name, column in marks.items() if some[column].item()}


def _below(plan: Plan, path: str, claims: Claims, row: Mapping[str, object]) -> Given[Exact, bool | None]:
    """What a row gives a node and what it hangs on."""
    return given_of(claims.of(plan.needs(path)), row)


class _Rows:
    """Rows of a frame in a few of its columns, taken from it at the cost of these alone."""

    def __init__(self, frame: pl.DataFrame) -> None:
        self.columns = dict(zip(frame.columns, frame.get_columns(), strict=True))

    def marked(self, mark: str, names: Collection[str]) -> Iterator[dict[str, Any]]:
        """The first rows that a column marks."""
        few = pl.DataFrame([self.columns[name] for name in dict.fromkeys([mark, *names])])
        return first_rows(few.filter(pl.col(mark)))


def few_respondents(
    plan: Plan, dataset: Dataset, columns: Columns, frame: pl.DataFrame
) -> Iterator[Diagnostic]:
    """Units with respondents to a node, and fewer than it asks for."""
    claims = dataset.claims
    hint = say("the answers do not count; gather more, or lower min_respondents in the rules")
    for path, column in _marking(columns, "few", frame).items():
        least, node = plan.rules.nodes[path].min_respondents, plan.rules.short_name(path)
        few = frame.filter(pl.col(column))
        for unit, number in (
            few.select(claims.key, claims.respondents[path]).head(most_told(MAX_FINDINGS)).iter_rows()
        ):
            words: dict[str, object] = {"unit": unit, "node": node, "least": least}
            message = counted(
                int(number),
                "“{unit}” has {count} respondent to {node}; the rules ask for {least}",
                "“{unit}” has {count} respondents to {node}; the rules ask for {least}",
                **words,
            )
            yield Diagnostic("few-respondents", message, Position(str(unit)), hint, "warning", unit=str(unit))
        if (more := few.height - most_told(MAX_FINDINGS)) > 0:
            message = counted(
                more,
                "{count} more unit has fewer than {least} respondents to {node}",
                "{count} more units have fewer than {least} respondents to {node}",
                least=least,
                node=node,
            )
            yield Diagnostic("few-respondents", message, Position(dataset.file), hint, "warning", more=more)


def _disagreements(plan: Plan, dataset: Dataset, rated: Rated, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Where a given value and the one computed from what is below it lie further apart than rounding
    explains."""
    rules, rows = plan.rules, _Rows(frame)
    for path, column in _marking(rated.columns, "differs", frame).items():
        looked = LookedAt(int(frame[column].sum()), dataset.file)
        for row in rows.marked(
            column, [dataset.claims.key, "ken:row", *dataset.claims.of(plan.needs(path)).inputs]
        ):
            outcome = evaluate_below(plan, path, _below(plan, path, dataset.claims, row))
            given, computed = outcome.given[path], outcome.computed.get(path)
            if not outcome.differs.get(path) or given is None or computed is None:
                continue
            source = next(name for name in dataset.claims.columns_for(path) if row[name] is not None)
            apart = abs(Fraction(given) - Fraction(computed))
            message = say(
                "{node} of “{unit}” is given as {given}, but what is below it makes {computed}: {apart} "
                "apart, more than rounding explains",
                node=rules.short_name(path),
                unit=row[dataset.claims.key],
                given=Fraction(given),
                computed=_brief(Fraction(computed)),
                apart=_brief(apart),
            )
            place, unit = dataset.locate(row["ken:row"], source), str(row[dataset.claims.key])
            hint = say("the given value is kept; check which of the two is right")
            yield looked.at(Diagnostic("disagreement", message, place, hint, "warning", unit=unit))
        yield from looked.rest()


def told_twice(rules: RuleSet, dataset: Dataset, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Where two columns (a node's own and that of an alias, or those of two aliases) give one node different
    values."""
    key = dataset.claims.key
    last_place = Fraction(1, 10**rules.scale.decimals)
    told: set[tuple[str, str]] = set()
    for path in rules.nodes:
        claims = [claim for claim in dataset.claims.claims_for(path) if claim.count is None]
        for first, second in zip(claims[:1] * len(claims), claims[1:], strict=False):
            # what two tables give otherwise is refused
            if (first.column, second.column) in told or first.alias == second.alias:
                continue
            told.add((first.column, second.column))
            apart = (pl.col(first.column).cast(pl.Float64) - pl.col(second.column).cast(pl.Float64)).abs()
            several = frame.filter(apart > float(last_place) * 0.99)
            looked = LookedAt(several.height, dataset.file)
            for row in first_rows(several):
                one, two = exact_value(row[first.column]), exact_value(row[second.column])
                if one is not None and two is not None and abs(one - two) > last_place:
                    message = say(
                        "{node} of “{unit}” is {one} by {first} and {two} by {second}",
                        node=rules.short_name(path),
                        unit=row[key],
                        one=one,
                        first=first.name,
                        two=two,
                        second=second.name,
                    )
                    place = dataset.locate(row.get("ken:row", 0), second.column)
                    hint = say("{first} counts; check which of the two is right", first=first.name)
                    found = Diagnostic("disagreement", message, place, hint, "warning", unit=str(row[key]))
                    yield looked.at(found)
            yield from looked.rest()


def _contradictions(plan: Plan, dataset: Dataset, rated: Rated, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Where the rules refuse a unit, or a node of it, for values that contradict each other: with the reason
    that they give."""
    every = (plan.rules, *plan.rules.variants.values())
    refusing = {path for rules in every for path, node in rules.nodes.items() if node.refuse}
    for path, mark in _marking(rated.columns, "refused", frame).items():
        if path not in refusing:
            continue
        marked = frame.filter(pl.col(mark))
        looked = LookedAt(marked.height, dataset.file)
        for row in first_rows(marked):
            result = evaluate_exactly(plan, given_of(dataset.claims, row), judge=(), recorded=True)
            record = (result.outcome.records or {}).get(path)
            for refusal in (refusal for refusal, holds in (record.refusals if record else ()) if holds):
                unit, condition = str(row[dataset.claims.key]), refusal.when
                words = {"unit": unit, "because": TitleInMessage.of(refusal.because)}
                message = (
                    say("“{unit}” is refused: {because}", **words)
                    if path == TOTAL
                    else say(
                        "{node} of “{unit}” is refused: {because}",
                        node=result.plan.rules.short_name(path),
                        **words,
                    )
                )
                raw = [path] if "value" in condition.names else []
                named = dataset.claims.of([*result.plan.referred(condition, path), *raw]).inputs
                there = [column for column in named if row[column] is not None]
                place = dataset.locate(row["ken:row"], there[0] if there else dataset.claims.key)
                hint = say("check the values that the rule looks at: {condition}", condition=condition.text)
                yield looked.at(Diagnostic("refused", message, place, hint, unit=unit))
        yield from looked.rest()


def _without_score(plan: Plan, dataset: Dataset, rated: Rated, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Where everything is there and a node's way of scoring gives no score: told where it begins."""
    rules, rows = plan.rules, _Rows(frame)
    for path, mark in _marking(rated.columns, "undecided", frame).items():
        node = rules.nodes[path]
        if not has_steps(rules, node):
            continue
        looked = LookedAt(int(frame[mark].sum()), dataset.file)
        for row in rows.marked(
            mark, [dataset.claims.key, "ken:row", *dataset.claims.of(plan.needs(path)).inputs]
        ):
            outcome = evaluate_below(plan, path, _below(plan, path, dataset.claims, row))
            looked_at = [each for each in plan.needs(path) if each != path]
            known = outcome.nodes
            if any(each in known and state_of(known[each]) is State.UNDECIDED for each in looked_at):
                continue
            message, hint = no_score(plan, node, outcome, str(row[dataset.claims.key]))
            columns = [*dataset.claims.columns_for(path), *dataset.claims.of(looked_at).inputs]
            there = [column for column in columns if row[column] is not None]
            place = dataset.locate(row["ken:row"], there[0] if there else columns[0])
            unit = str(row[dataset.claims.key])
            yield looked.at(Diagnostic("no-score", message, place, hint, unit=unit))
        yield from looked.rest()


def _brief(value: Fraction) -> Fraction:
    """For messages: at most four decimals."""
    return Fraction(round(value * 10_000), 10_000)


def _without_band(plan: Plan, dataset: Dataset, rated: Rated, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Units whose scores are all there and that no band takes, or under hit policy unique more than one; and
    those of which a band cannot be told."""
    rules = plan.rules
    if not rules.bands:
        return
    required = [rated.columns["printed", path] for path in plan.required]
    unplaced = frame.filter(
        pl.col(rated.columns["rating", ""]).is_null() & pl.all_horizontal(pl.col(required).is_not_null())
    )
    looked = LookedAt(unplaced.height, dataset.file)
    for row in first_rows(unplaced):
        result = evaluate_exactly(plan, given_of(dataset.claims, row), judge=())
        total, unit = result.outcome.printed[TOTAL], str(row[dataset.claims.key])
        place = dataset.locate(row["ken:row"], dataset.claims.key)
        words: dict[str, object] = {"unit": unit, "total": "–" if total is None else Fraction(total)}
        if result.outcome.bands is None:  # the whole itself cannot be told
            continue
        match result.standing:
            case Standing.SEVERAL:
                words["bands"] = list(result.overlapping)
                message = say(
                    "“{unit}”, total {total}: the bands {bands} match together, and hit_policy is unique",
                    **words,
                )
                hint = say("let the bands not meet, or use hit_policy: first")
                yield looked.at(Diagnostic("overlap", message, place, hint, unit=unit))
            case Standing.UNDECIDED:
                band = result.untold
                words |= {"rating": band.rating, "condition": band.when.text if band.when else ""}
                message = say(
                    "“{unit}”, total {total}: whether {rating} is given cannot be told, because "
                    "{condition} has no value",
                    **words,
                )
                hint = say("a divisor must not be 0: guard it, for example b > 0 and a / b >= 0.5")
                yield looked.at(Diagnostic("undecided-band", message, place, hint, unit=unit))
            case _:
                yield looked.at(_no_band(rules, words, place))
    yield from looked.rest()


def _no_band(rules: RuleSet, words: dict[str, object], place: Position) -> Diagnostic:
    """What is told of a unit that no band takes; a total only where there is one."""
    message = (
        say("no band takes “{unit}”", **words)
        if is_numberless(rules.total)
        else say("no band takes “{unit}”, total {total}", **words)
    )
    hint = say("the bands of {rules} have a gap here", rules=rules.id)
    return Diagnostic("no-band", message, place, hint, unit=str(words["unit"]))


def _without_judgement(
    plan: Plan, dataset: Dataset, rated: Rated, frame: pl.DataFrame
) -> Iterator[Diagnostic]:
    """Scores of which it cannot be told how they are judged, though everything that the judgements name is
    there."""
    rules = plan.rules
    for (kind, path), column in rated.columns.items():
        if kind != "judged":
            continue
        judgements = rules.judgements[rules.nodes[path].level]
        if not any(judgement.when.is_partial for judgement in judgements):
            continue
        named = [
            rated.columns["printed", looked_at]
            for judgement in judgements
            for looked_at in (path, *plan.referred(judgement.when))
        ]
        unjudged = frame.filter(
            pl.col(column).is_null()
            & pl.all_horizontal(pl.col(name).is_not_null() for name in dict.fromkeys(named))
        )
        looked = LookedAt(unjudged.height, dataset.file)
        for row in first_rows(unjudged):
            judged = evaluate_exactly(plan, given_of(dataset.claims, row)).outcome.judged[path]
            untold = next(
                (
                    judgement
                    for judgement, holds in zip(judged.cases, judged.holds, strict=True)
                    if holds is None
                ),
                None,
            )
            if judged.number is not None or untold is None:
                continue
            words = {
                "node": rules.short_name(path),
                "unit": str(row[dataset.claims.key]),
                "result": untold.result,
                "condition": untold.when.text,
            }
            message = say(
                "{node} of “{unit}”: whether it is {result} cannot be told, because {condition} has no value",
                **words,
            )
            hint = say("a divisor must not be 0: guard it, for example b > 0 and a / b >= 0.5")
            own = next(iter(dataset.claims.columns_for(path)), dataset.claims.key)
            place, unit = dataset.locate(row["ken:row"], own), words["unit"]
            yield looked.at(Diagnostic("undecided-judgement", message, place, hint, "warning", unit=unit))
        yield from looked.rest()


def met_column(columns: Columns, target: str) -> pl.Expr:
    """Whether each unit meets a target; of none it is told where no data say which rules hold."""
    column = columns.get(("target", target))
    return pl.lit(None, dtype=pl.Boolean) if column is None else pl.col(column)


def _without_verdict(plan: Plan, dataset: Dataset, rated: Rated, frame: pl.DataFrame) -> Iterator[Diagnostic]:
    """Targets of which it cannot be told whether rated units meet them: these do not count as meeting."""
    is_rated = pl.col(rated.columns["rating", ""]).is_not_null()
    some = frame.select(
        (is_rated & met_column(rated.columns, target.id).is_null()).any().alias(target.id)
        for target in plan.rules.targets
    )
    for target in plan.rules.targets:
        if not some[target.id].item():
            continue
        untold = frame.filter(is_rated & met_column(rated.columns, target.id).is_null())
        if untold.height:
            message = counted(
                untold.height,
                "target {target}: of {count} rated unit ({units}) it cannot be told whether it meets "
                "{condition}; it does not count as meeting",
                "target {target}: of {count} rated units ({units}) it cannot be told whether they meet "
                "{condition}; they do not count as meeting",
                target=target.id,
                units=untold[dataset.claims.key].head(MAX_NAMED).cast(pl.String).to_list(),
                condition=target.condition.text,
            )
            hint = say("see which of the scores it names are missing or refused")
            yield Diagnostic("untold-target", message, Position(dataset.file), hint, "warning")


__all__ = ["few_respondents", "met_column", "remarks", "told_twice"]
