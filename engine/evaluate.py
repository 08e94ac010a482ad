"""Rates the rows of a dataframe: columns first, and exactly where columns leave a doubt.

What is collected: of any frame one row of figures a column (least, greatest, missing, decimals), and the rows in doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import Any

import narwhals as nw

from .arithmetic.columns import EPS, MAX_WHOLE, ColumnArithmetic, Quantity, Truth
from .arithmetic.exact import Exact, ExactArithmetic, exact_value
from .claims import Claim, Claims, claim
from .diagnostics import Diagnostic, KenError, Position, say
from .model import Node, RuleSet
from .plan import Outcome, Plan, run, target_met
from .profile import Frame, Profile, one_row, profiled

PREFIX = "ken:"
RATED, INCOMPLETE = "rated", "incomplete"

_DTYPES = {"printed": nw.Float64(), "judged": nw.String(), "differs": nw.Boolean(), "target": nw.Boolean(), "rating": nw.String(), "status": nw.String()}

MAX_NESTED = 40
_CODE = nw.UInt32()


# one unit, exactly


@dataclass(frozen=True)
class ExactResult:
    """One unit in exact arithmetic. `outcome` has every value by path; `rating` is None where none is given."""

    outcome: Outcome[Exact, bool | None]
    rating: str | None
    overlapping: tuple[str, ...] = ()  # under hit policy unique: the bands that match together

    @property
    def status(self) -> str:
        return INCOMPLETE if self.rating is None else RATED


def evaluate_exactly(plan: Plan, given: Mapping[str, Fraction | None], *, judge: bool = True) -> ExactResult:
    """Rates one unit from what is given of it, by path; what lies outside the possible values is taken as missing."""
    rules = plan.rules
    usable: dict[str, Exact] = {}
    for path, value in given.items():
        low, high = rules.limits(rules.nodes[path])
        usable[path] = value if value is not None and low <= value <= high else None
    outcome = run(plan, ExactArithmetic(rules.scale), usable, judge=judge)
    matching = [band.rating for holds, band in outcome.bands if holds] if outcome.rated else []
    if rules.hit_policy == "unique" and len(matching) > 1:
        return ExactResult(outcome, None, tuple(matching))
    return ExactResult(outcome, matching[0] if matching else None)


def formula_value(plan: Plan, node: Node, raw: Fraction | None) -> Fraction | None:
    """What a question's formula makes of a raw value, on the scale or not; None where it has no value."""
    assert node.score is not None
    meanings = {**{id_: threshold.value for id_, threshold in plan.rules.thresholds.items()}, "value": raw}
    value = node.score.evaluate(ExactArithmetic(plan.rules.scale), lambda name: meanings[name])
    return None if value is None else Fraction(value)


# a frame


@dataclass
class Rated:
    """A frame with the results as columns beside its own; `columns` names them by what they are.

    Keys of `columns`: ("printed", path), ("judged", path), ("differs", path), ("target", id), ("rating", ""), ("status", "").
    """

    frame: Frame
    claims: Claims
    columns: dict[tuple[str, str], str] = field(default_factory=dict)
    settled: int = 0  # how many rows were settled by the exact arithmetic


def evaluate(rules: RuleSet, frame: Any, *, key: str | None = None, pass_through: Collection[str] = ()) -> Any:
    """Rates every row of a dataframe (polars, pandas, pyarrow, or anything else that narwhals takes).

    The columns are node ids (or paths, or aliases), the key column is named by the rule set's `unit` or by `key`. Gives back
    the same kind of frame: the key, a column for each node with its score as printed (float, rounded to the scale's
    decimals; missing where it has none), `rating`, `status` ("rated" or "incomplete"), and the columns that are no nodes.

    Raises KenError when a column is misspelt or stands for nothing certain, has no numbers, or when a unit is there twice.
    """
    try:
        table = nw.from_native(frame)
        names = table.collect_schema().names()
    except nw.exceptions.DuplicateError:
        raise KenError(
            [Diagnostic("column-twice", say("two columns of the frame have the same name"), Position("data"), say("rename or delete one of them"))]
        ) from None
    odd = [name for name in names if not isinstance(name, str)]
    if odd:
        raise KenError(
            [
                Diagnostic(
                    "column-name",
                    say("the columns {columns} have names that are no texts", columns=odd),
                    Position("data"),
                    say("rename them, for example by str()"),
                )
            ]
        )
    claims, faults = claim(rules, names, lambda column: Position("data", cell=column), key=key, pass_through=pass_through)
    if claims is None:
        raise KenError(faults)
    _each_unit_once(rules, table, claims.key)
    rated = rate(Plan(rules), table, claims, judge=False, strict=True)
    shown = {rated.columns["printed", path]: rules.short_name(path) for path in rules.nodes}
    shown |= {rated.columns["rating", ""]: "rating", rated.columns["status", ""]: "status"}
    passed = [nw.col(column).alias(name) for column, name in passed_names(claims, {claims.key, *shown.values()}).items()]
    return rated.frame.select(claims.key, *passed, *(nw.col(column).alias(name) for column, name in shown.items())).to_native()


def passed_names(claims: Claims, taken: Collection[str]) -> dict[str, str]:
    """What columns that are passed through are called in the result, where the names of results are taken."""
    used = {*taken, *claims.passed}
    names = {}
    for column in claims.passed:
        name = column
        while name in taken or (name != column and name in used):
            name += " (data)"
        used.add(name)
        names[column] = name
    return names


def rate(plan: Plan, table: Frame, claims: Claims, *, judge: bool = True, strict: bool = False) -> Rated:
    """Rates a frame by the columns that are claimed. The frame keeps its own columns. `strict` refuses values that cannot be
    (KenError); without it they are taken as missing."""
    is_polars = table.implementation is nw.Implementation.POLARS
    eager = isinstance(table, nw.DataFrame)
    work: Frame = table.lazy() if eager and is_polars and isinstance(table, nw.DataFrame) else table
    work, profiles = profiled(plan, work, claims)
    if strict:
        _possible(plan.rules, claims, profiles)
    arithmetic = ColumnArithmetic(plan.rules.scale, PREFIX)
    given = {path: _given(plan.rules, path, claims, profiles) for path in plan.rules.nodes}
    outcome = run(plan, arithmetic, {path: quantity for path, quantity in given.items() if quantity is not None}, judge=judge, compare_given=judge)
    targets = {target.id: target_met(plan, arithmetic, target, outcome) for target in plan.rules.targets} if judge else {}
    rated = Rated(work, claims)
    for stage in arithmetic.stages:
        rated.frame = rated.frame.with_columns(*stage)
    exprs, words = _result_columns(plan, outcome, targets, rated, is_polars)
    doubt = [truth.expr for truth in arithmetic.doubts if truth.expr is not None]
    if doubt:
        exprs.append(nw.any_horizontal(*doubt, ignore_nulls=True).alias(f"{PREFIX}doubt"))
    rated.frame = rated.frame.with_columns(*exprs)
    if is_polars:
        rated.frame = _worded(rated.frame, words)
    status = nw.when(nw.col(rated.columns["rating", ""]).is_null()).then(nw.lit(INCOMPLETE)).otherwise(nw.lit(RATED))
    rated.columns["status", ""] = f"{PREFIX}status"
    rated.frame = rated.frame.with_columns(status.alias(f"{PREFIX}status"))
    if eager and isinstance(rated.frame, nw.LazyFrame):
        rated.frame = rated.frame.collect()
    if doubt:
        _settle(plan, rated, judge=judge)
    return rated


def _result_columns(
    plan: Plan, outcome: Outcome[Quantity, Truth], targets: Mapping[str, Truth | None], rated: Rated, is_polars: bool
) -> tuple[list[nw.Expr], dict[str, list[str]]]:
    """The columns of results, and by column the words that stand for its numbers (see `_first_case`)."""
    exprs: list[nw.Expr] = []
    words: dict[str, list[str]] = {}

    def add(kind: str, name: str, expr: nw.Expr) -> None:
        column = f"{PREFIX}{kind}={name}"
        rated.columns[kind, name] = column
        exprs.append(expr.alias(column))

    for path in plan.rules.nodes:
        printed = outcome.printed[path]
        add("printed", path, nw.lit(None, dtype=nw.Float64) if printed is None else _shown(printed, plan.rules.scale.decimals, is_polars))
    for path, judged in outcome.judged.items():
        printed = outcome.printed[path]
        assert printed is not None
        verdict = _first_case([(truth, judgement.result) for truth, judgement in judged], is_polars)
        add("judged", path, nw.when(~printed.expr.is_null()).then(verdict) if printed.missing else verdict)
        words[rated.columns["judged", path]] = [judgement.result for _, judgement in judged]
    for path, truth in outcome.differs.items():
        if truth.constant is not False:
            add("differs", path, _condition(truth))
    for id_, met in targets.items():
        if met is not None:
            add("target", id_, _condition(met))
    add("rating", "", _rating(outcome, is_unique=plan.rules.hit_policy == "unique", is_polars=is_polars))
    words[rated.columns["rating", ""]] = [band.rating for _, band in outcome.bands]
    return exprs, words


def _rating(outcome: Outcome[Quantity, Truth], *, is_unique: bool, is_polars: bool) -> nw.Expr:
    if outcome.rated is None:
        return nw.lit(None, dtype=_CODE if is_polars else nw.String())
    text = _first_case([(truth, band.rating) for truth, band in outcome.bands], is_polars)
    condition = outcome.rated.expr
    if is_unique:
        held = (truth.holds if truth.holds is not None else nw.lit(bool(truth.constant)) for truth, _ in outcome.bands)
        only_one = reduce(lambda x, y: x + y, (nw.when(holds).then(nw.lit(1)).otherwise(nw.lit(0)) for holds in held)) == 1
        condition = only_one if condition is None else condition & only_one
    return text if condition is None else nw.when(condition).then(text)


def _first_case(cases: Sequence[tuple[Truth, str]], is_polars: bool) -> nw.Expr:
    """The text of the first case that holds; for polars its number, which `_worded` turns into the text.

    polars copies a column of texts for every case, which takes ten times as long as numbers and one look-up.
    """
    dtype = _CODE if is_polars else nw.String()
    result = nw.lit(None, dtype=dtype)
    for at, (truth, text) in reversed(list(enumerate(cases))):
        case = nw.lit(at if is_polars else text, dtype=dtype)
        holds = truth.holds
        if holds is not None:
            result = nw.when(holds).then(case).otherwise(result)
        elif truth.constant:
            result = case
    return result


def _worded(frame: Frame, words: Mapping[str, Sequence[str]]) -> Frame:
    """The frame with numbers of ratings and judgements replaced by their words."""
    import polars as pl

    native = frame.to_native()
    assert isinstance(native, pl.LazyFrame)
    return nw.from_native(
        native.with_columns(pl.lit(pl.Series(texts, dtype=pl.String)).gather(pl.col(column)).alias(column) for column, texts in words.items())
    )


def _condition(truth: Truth) -> nw.Expr:
    """The condition as a column; missing where it is not known."""
    expr = nw.lit(bool(truth.constant)) if truth.expr is None else truth.expr
    return expr if truth.known is None else nw.when(truth.known).then(expr)


def _shown(printed: Quantity, decimals: int, is_polars: bool) -> nw.Expr:
    """A printed score as the double nearest to its decimal number."""
    if printed.constant is not None:
        return nw.lit(float(printed.constant))
    around_zero = printed.low <= 0 <= printed.high  # where -0.0 may stand, to which adding 0 gives 0.0
    if printed.per == 1 and printed.stage == 0 and printed.plain:
        return printed.expr + 0.0 if around_zero else printed.expr  # a column of the data that is on the grid already
    if printed.per == 10**decimals:
        whole = printed.expr
    else:
        factor = Fraction(10**decimals, printed.per)
        whole = (printed.expr * float(factor)).round()
    return _nearest_decimal(whole + 0.0 if around_zero else whole, decimals, is_polars)


def _nearest_decimal(whole: nw.Expr, decimals: int, is_polars: bool) -> nw.Expr:
    """whole / 10^decimals, correctly rounded. polars turns a division by a number into a multiplication by its reciprocal,
    which is off by one unit in the last place now and then; its own round divides."""
    if decimals == 0:
        return whole
    return (whole / float(10**decimals)).round(decimals) if is_polars else whole / float(10**decimals)


def _possible(rules: RuleSet, claims: Claims, profiles: Mapping[str, Profile]) -> None:
    """Raises KenError when a column has values that its node cannot have."""
    faults = []
    for each in claims.nodes:
        low, high = rules.limits(rules.nodes[each.paths[0]])
        found = profiles[each.column]
        if each.count is None and (found.low < low or found.high > high):
            message = say(
                "“{column}” has values from {least} to {most}; possible are {low} to {high}",
                column=each.column,
                least=found.low,
                most=found.high,
                low=low,
                high=high,
            )
            faults.append(Diagnostic("out-of-range", message, Position("data", cell=each.column), say("mend these values, or make them missing (null)")))
    if faults:
        raise KenError(faults)


def _each_unit_once(rules: RuleSet, table: Frame, key: str) -> None:
    row = one_row(table.select(nw.col(key).n_unique().alias("units"), nw.len().alias("rows"), nw.col(key).null_count().alias("unnamed")))
    rows, unnamed = int(row["rows"] or 0), int(row["unnamed"] or 0)
    repeated = rows - unnamed - (int(row["units"] or 0) - (1 if unnamed else 0))
    if not rows or (repeated <= 0 and not unnamed):
        return
    counted = table.group_by(key).agg(nw.len().alias(f"{PREFIX}rows")).filter(nw.col(f"{PREFIX}rows") > 1).select(key)
    twice = (counted.collect() if isinstance(counted, nw.LazyFrame) else counted).get_column(key).to_list()
    message = say(
        "of {rows} rows {repeated} have a {unit} that is there before, and {unnamed} have none: {units}",
        rows=rows,
        repeated=max(0, repeated),
        unnamed=unnamed,
        unit=rules.unit,
        units=sorted(str(unit) for unit in twice if unit is not None)[:5],
    )
    raise KenError([Diagnostic("duplicate-unit", message, Position("data", cell=key), say("keep one row for each {unit}", unit=rules.unit))])


def _given(rules: RuleSet, path: str, claims: Claims, profiles: Mapping[str, Profile]) -> Quantity | None:
    """A node's given value as a quantity; values that cannot be are left out, as missing."""
    found = [quantity for each in claims.claims_for(path) if (quantity := _quantity(rules.limits(rules.nodes[path]), each, profiles[each.column])) is not None]
    return ColumnArithmetic(rules.scale, PREFIX).first_known(found) if found else None


def _quantity(limits: tuple[Fraction, Fraction], claim: Claim, profile: Profile) -> Quantity | None:
    low, high = limits
    least, most = max(low, profile.low), min(high, profile.high)
    if least > most:
        return None
    size = float(max(abs(least), abs(most)))
    if claim.count is not None:
        mean = nw.col(claim.column) / (nw.col(claim.count).cast(nw.Float64) * float(claim.per))
        return Quantity(
            expr=nw.when(nw.col(claim.count) > 0).then(mean) if profile.missing else mean,
            low=least,
            high=most,
            error=size * EPS,
            denominator=claim.per,
            missing=profile.missing,
            counts=frozenset([claim.count]),
        )
    expr = nw.col(claim.column) if profile.is_double else nw.col(claim.column).cast(nw.Float64)
    inside = low <= profile.low and profile.high <= high
    return Quantity(
        expr=expr if inside else nw.when((expr >= float(low)) & (expr <= float(high))).then(expr),
        low=least,
        high=most,
        error=0.0 if profile.decimals == 0 and size < MAX_WHOLE else size * EPS,
        denominator=None if profile.decimals is None else 10**profile.decimals,
        missing=profile.missing or not inside,
        plain=inside and profile.is_double,
    )


# the rows in doubt


def _settle(plan: Plan, rated: Rated, *, judge: bool) -> None:
    doubt = f"{PREFIX}doubt"
    frame = rated.frame
    if isinstance(frame, nw.LazyFrame):
        _settle_lazily(plan, rated, judge=judge)
        return
    indexed = frame.select(nw.col(doubt).fill_null(False).alias(doubt)).get_column(doubt).to_list()
    rows = [at for at, doubtful in enumerate(indexed) if doubtful]
    if not rows:
        return
    rated.settled = len(rows)
    inputs = rated.claims.inputs
    cells = frame.select(*inputs)[rows].rows(named=True)
    found = [_settled_row(plan, rated.claims, row, judge=judge) for row in cells]
    patched = []
    for (kind, name), column in rated.columns.items():
        values = [None if type(value).__name__ == "NAType" else value for value in frame.get_column(column).to_list()]
        for row, result in zip(rows, found, strict=True):
            values[row] = _result_of(result, kind, name, plan)
        patched.append(nw.new_series(column, values, _DTYPES[kind], backend=frame.implementation))
    rated.frame = frame.with_columns(*patched)


def _settle_lazily(plan: Plan, rated: Rated, *, judge: bool) -> None:
    """Only the rows in doubt are collected; their results are laid over the others by the key."""
    assert isinstance(rated.frame, nw.LazyFrame)
    doubt, key = f"{PREFIX}doubt", rated.claims.key
    inputs = rated.claims.inputs
    doubtful = rated.frame.filter(nw.col(doubt)).select(key, *inputs).collect()
    rated.settled = len(doubtful)
    if not rated.settled:
        return
    found = {row[key]: _settled_row(plan, rated.claims, row, judge=judge) for row in doubtful.rows(named=True)}
    if rated.frame.implementation is nw.Implementation.POLARS:
        rated.frame = _joined_results(plan, rated, found)
        return
    units = list(found)
    for start in range(0, len(units), MAX_NESTED):  # a round for so many units: expressions that nest deeper break engines
        exprs = []
        for (kind, name), column in rated.columns.items():
            expr = nw.col(column)
            for unit in units[start : start + MAX_NESTED]:
                value = nw.lit(_result_of(found[unit], kind, name, plan), dtype=_DTYPES[kind])
                expr = nw.when(nw.col(key) == unit).then(value).otherwise(expr)
            exprs.append(expr.alias(column))
        rated.frame = rated.frame.with_columns(*exprs)


def _joined_results(plan: Plan, rated: Rated, found: Mapping[Any, ExactResult]) -> Frame:
    """The lazy polars frame with the rows that were settled replaced, by a join on the key."""
    import polars as pl

    native, key = rated.frame.to_native(), rated.claims.key
    assert isinstance(native, pl.LazyFrame)
    types = {"printed": pl.Float64(), "differs": pl.Boolean(), "target": pl.Boolean()}
    settled = pl.LazyFrame(
        {
            f"{PREFIX}unit": pl.Series(list(found), dtype=native.collect_schema()[key]),
            f"{PREFIX}settled": [True] * len(found),
            **{
                f"{PREFIX}new {column}": pl.Series([_result_of(result, kind, name, plan) for result in found.values()], dtype=types.get(kind, pl.String()))
                for (kind, name), column in rated.columns.items()
            },
        }
    )
    joined = native.join(settled, left_on=key, right_on=f"{PREFIX}unit", how="left", maintain_order="left")
    replaced = [
        pl.when(pl.col(f"{PREFIX}settled")).then(pl.col(f"{PREFIX}new {column}")).otherwise(pl.col(column)).alias(column) for column in rated.columns.values()
    ]
    return nw.from_native(joined.with_columns(replaced))


def given_values(claims: Claims, row: Mapping[str, object]) -> dict[str, Fraction | None]:
    """What a row gives, by path; a node's own column before that of an alias."""
    given: dict[str, Fraction | None] = {}
    for each in sorted(claims.nodes, key=lambda found: found.alias is not None):
        value = exact_value(row[each.column])
        if each.count is not None and value is not None:
            count = exact_value(row[each.count])
            value = value / (each.per * count) if count else None
        for path in each.paths:
            if given.get(path) is None:
                given[path] = value
    return given


def _settled_row(plan: Plan, claims: Claims, row: Mapping[str, object], *, judge: bool) -> ExactResult:
    return evaluate_exactly(plan, given_values(claims, row), judge=judge)


def _result_of(result: ExactResult, kind: str, name: str, plan: Plan) -> float | str | bool | None:
    outcome = result.outcome
    match kind:
        case "printed":
            printed = outcome.printed[name]
            return None if printed is None else float(printed)
        case "judged":
            return next((judgement.result for holds, judgement in outcome.judged.get(name, ()) if holds), None)
        case "differs":
            return bool(outcome.differs.get(name))
        case "target":
            target = next(target for target in plan.rules.targets if target.id == name)
            return target_met(plan, ExactArithmetic(plan.rules.scale), target, outcome)
        case "rating":
            return result.rating
        case _:
            return result.status
