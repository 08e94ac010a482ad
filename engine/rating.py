"""Rates the rows of a dataframe: columns first, and exactly where columns leave a doubt.

What is collected: of any frame one row of figures a column (least, greatest, missing, decimals), and the rows in doubt.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from typing import TYPE_CHECKING, Any

from .arithmetic.columns import EPS, MAX_WHOLE, ColumnArithmetic, Quantity, Truth
from .arithmetic.exact import ExactArithmetic
from .claims import Claim, Claims
from .diagnostics import Diagnostic, KenError, Position, say
from .frames import Frame, Names, any_of, collected, in_narwhals, is_eager, is_polars, names_for, safe, workable
from .joint import Joint, alone, whole
from .model import RuleSet
from .plan import Outcome, Plan, target_met
from .profile import Profile, profiled
from .unit import INCOMPLETE, RATED, ExactResult, evaluate_jointly, given_values

if TYPE_CHECKING:
    import narwhals as nw

PREFIX = "ken:"
MAX_NESTED = 40


Columns = Mapping[tuple[str, str], str]
"""Names of columns with results, by what they are: ("printed", path), ("judged", path), ("differs", path), ("target", id),
("rating", ""), ("status", "")."""


@dataclass
class Rated:
    """A frame with the results as columns beside its own. `sheets` names them, for each rule set."""

    frame: Frame
    claims: Claims
    sheets: list[dict[tuple[str, str], str]] = field(default_factory=list)
    settled: int = 0  # how many rows were settled by the exact arithmetic

    @property
    def columns(self) -> Columns:
        """The results by the only rule set, or the first."""
        return self.sheets[0]


@dataclass(frozen=True)
class _Work:
    """What is asked of a frame: by which rule sets it is rated, and what of that is wanted."""

    joint: Joint
    claims: Claims
    judge: Collection[str] | None
    shown: Collection[str] | None

    def settled(self, row: Mapping[str, object]) -> list[ExactResult]:
        return evaluate_jointly(self.joint, given_values(self.claims, row), judge=self.judge)


def rate(plan: Plan, table: Frame, claims: Claims, *, judge: Collection[str] | None = None, findings: bool = True, strict: bool = False) -> Rated:
    """Rates a frame (of narwhals or polars) by the columns that are claimed. The frame keeps its own columns. `strict` refuses values that cannot be
    (KenError); without it they are taken as missing. `judge` names the levels of which single nodes are judged (None: all);
    `findings` asks for the targets, and for given values that disagree with computed ones."""
    return rate_jointly(alone(plan), table, claims, judge=judge, targets=findings, disagreements=findings, strict=strict)


def rate_jointly(
    joint: Joint,
    table: Frame,
    claims: Claims,
    *,
    judge: Collection[str] | None = None,
    shown: Collection[str] | None = None,
    targets: bool = True,
    disagreements: bool = False,
    strict: bool = False,
) -> Rated:
    """Rates a frame by several rule sets in one pass; of scores only those of the paths `shown` (None: all) are made columns.
    The results have a sheet for each rule set, in the order in which they run."""
    eager = is_eager(table)
    work = _Work(joint, claims, judge, shown)
    frame = workable(table)
    x = names_for(frame)
    frame, profiles = profiled(joint.reader, frame, claims)
    if strict:
        _possible(joint.reader, claims, profiles)
    base = ColumnArithmetic(joint.reader.scale, PREFIX, x, {each.count: profiles[each.column].most for each in claims.nodes if each.count})
    prefixes = [PREFIX if len(joint.plans) == 1 else f"{PREFIX}{number}:" for number in range(len(joint.plans))]
    arithmetics = [base.beside(plan.rules.scale, prefix) for plan, prefix in zip(joint.plans, prefixes, strict=True)]
    given = {path: _given(base, joint.reader, path, claims, profiles) for path in joint.reader.nodes}
    for each in claims.nodes:
        if each.alias is not None and each.alias == each.name:
            limits = joint.reader.limits(joint.reader.nodes[each.paths[0]])
            given[whole(each.alias)] = _quantity(x, limits, each, profiles[each.column])
    outcomes = joint.run(arithmetics, {path: quantity for path, quantity in given.items() if quantity is not None}, judge=judge, compare_given=disagreements)
    rated = Rated(frame, claims)
    for stage in base.stages:
        rated.frame = rated.frame.with_columns(*stage)
    exprs: list[nw.Expr] = []
    words: dict[str, list[str]] = {}
    for plan, prefix, outcome, arithmetic in zip(joint.plans, prefixes, outcomes, arithmetics, strict=True):
        met = {target.id: target_met(plan, arithmetic, target, outcome) for target in plan.rules.targets} if targets else {}
        sheet, columns, texts = _result_columns(plan, outcome, met, x, prefix, shown, in_numbers=is_polars(rated.frame))
        rated.sheets.append(sheet)
        exprs += columns
        words |= texts
    doubt = [truth.expr for truth in base.doubts if truth.expr is not None]
    if doubt:
        exprs.append(any_of(x, doubt).alias(f"{PREFIX}doubt"))
    rated.frame = rated.frame.with_columns(*exprs)
    if is_polars(rated.frame):
        rated.frame = _worded(rated.frame, words)
    statuses = []
    for sheet, prefix in zip(rated.sheets, prefixes, strict=True):
        sheet["status", ""] = f"{prefix}status"
        statuses.append(x.when(x.col(sheet["rating", ""]).is_null()).then(x.lit(INCOMPLETE)).otherwise(x.lit(RATED)).alias(f"{prefix}status"))
    rated.frame = rated.frame.with_columns(*statuses)
    if eager and is_polars(rated.frame):
        rated.frame = collected(rated.frame)
    if doubt:
        _settle(work, rated)
    rated.frame = rated.frame if is_polars(table) else in_narwhals(rated.frame)
    return rated


def _result_columns(
    plan: Plan,
    outcome: Outcome[Quantity, Truth],
    targets: Mapping[str, Truth | None],
    x: Names,
    prefix: str,
    shown: Collection[str] | None,
    *,
    in_numbers: bool,
) -> tuple[dict[tuple[str, str], str], list[nw.Expr], dict[str, list[str]]]:
    """The columns of one rule set's results: their names by what they are, the expressions, and by column the words that
    stand for its numbers (see `_first_case`)."""
    exprs: list[nw.Expr] = []
    words: dict[str, list[str]] = {}
    sheet: dict[tuple[str, str], str] = {}

    def add(kind: str, name: str, expr: nw.Expr) -> None:
        column = safe(f"{prefix}{kind}={name}")
        sheet[kind, name] = column
        exprs.append(expr.alias(column))

    for path in plan.rules.nodes if shown is None else [path for path in plan.rules.nodes if path in shown]:
        printed = outcome.printed[path]
        add("printed", path, x.lit(None, dtype=x.Float64) if printed is None else _shown(printed, plan.rules.scale.decimals, x, divide=not in_numbers))
    for path, judged in outcome.judged.items():
        printed = outcome.printed[path]
        assert printed is not None
        verdict = _first_case([(truth, judgement.result) for truth, judgement in judged], x, in_numbers)
        add("judged", path, x.when(~printed.expr.is_null()).then(verdict) if printed.missing else verdict)
        words[sheet["judged", path]] = [judgement.result for _, judgement in judged]
    for path, truth in outcome.differs.items():
        if truth.constant is not False:
            add("differs", path, _condition(truth, x))
    for id_, met in targets.items():
        if met is not None:
            add("target", id_, _condition(met, x))
    add("rating", "", _rating(outcome, x, in_numbers, is_unique=plan.rules.hit_policy == "unique"))
    words[sheet["rating", ""]] = [band.rating for _, band in outcome.bands]
    return sheet, exprs, words


def _rating(outcome: Outcome[Quantity, Truth], x: Names, in_numbers: bool, *, is_unique: bool) -> nw.Expr:
    text = _first_case([(truth, band.rating) for truth, band in outcome.bands], x, in_numbers)
    if outcome.rated is None:
        return text
    condition = outcome.rated.expr
    if is_unique:
        held = (truth.holds if truth.holds is not None else x.lit(bool(truth.constant)) for truth, _ in outcome.bands)
        only_one = reduce(lambda one, other: one + other, (x.when(holds).then(x.lit(1)).otherwise(x.lit(0)) for holds in held)) == 1
        condition = only_one if condition is None else condition & only_one
    conditional: nw.Expr = text if condition is None else x.when(condition).then(text)
    return conditional


def _first_case(cases: Sequence[tuple[Truth, str]], x: Names, in_numbers: bool) -> nw.Expr:
    """The text of the first case that holds; or its number, which `_worded` turns into the text.

    polars copies a column of texts for every case, which takes ten times as long as numbers and one look-up.
    """
    dtype = x.UInt32 if in_numbers else x.String
    result: nw.Expr = x.lit(None, dtype=dtype)
    for at, (truth, text) in reversed(list(enumerate(cases))):
        case = x.lit(at if in_numbers else text, dtype=dtype)
        holds = truth.holds
        if holds is not None:
            result = x.when(holds).then(case).otherwise(result)
        elif truth.constant:
            result = case
    return result


def _worded(frame: Any, words: Mapping[str, Sequence[str]]) -> Frame:
    """The frame of polars with numbers of ratings and judgements replaced by their words."""
    import polars as pl

    series: dict[tuple[str, ...], pl.Expr] = {}
    gathered = []
    for column, texts in words.items():
        known = series.setdefault(tuple(texts), pl.lit(pl.Series(texts, dtype=pl.String)))
        gathered.append(known.gather(pl.col(column)).alias(column))
    replaced: Frame = frame.with_columns(gathered)
    return replaced


def _condition(truth: Truth, x: Names) -> nw.Expr:
    """The condition as a column; missing where it is not known."""
    expr: nw.Expr = x.lit(bool(truth.constant)) if truth.expr is None else truth.expr
    return expr if truth.known is None else x.when(truth.known).then(expr)


def _shown(printed: Quantity, decimals: int, x: Names, *, divide: bool) -> nw.Expr:
    """A printed score as the double nearest to its decimal number."""
    if printed.constant is not None:
        constant: nw.Expr = x.lit(float(printed.constant))
        return constant
    around_zero = printed.low <= 0 <= printed.high  # where -0.0 may stand, to which adding 0 gives 0.0
    if printed.per == 1 and printed.stage == 0 and printed.plain:
        return printed.expr + 0.0 if around_zero else printed.expr  # a column of the data that is on the grid already
    if printed.per == 10**decimals:
        whole = printed.expr
    else:
        factor = Fraction(10**decimals, printed.per)
        whole = (printed.expr * float(factor)).round()
    return _nearest_decimal(whole + 0.0 if around_zero else whole, decimals, divide=divide)


def _nearest_decimal(whole: nw.Expr, decimals: int, *, divide: bool) -> nw.Expr:
    """whole / 10^decimals, correctly rounded. polars turns a division by a number into a multiplication by its reciprocal,
    which is off by one unit in the last place now and then; its own round divides."""
    if decimals == 0:
        return whole
    return whole / float(10**decimals) if divide else (whole / float(10**decimals)).round(decimals)


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


def _given(arithmetic: ColumnArithmetic, rules: RuleSet, path: str, claims: Claims, profiles: Mapping[str, Profile]) -> Quantity | None:
    """A node's given value as a quantity; values that cannot be are left out, as missing."""
    limits = rules.limits(rules.nodes[path])
    found = [quantity for each in claims.claims_for(path) if (quantity := _quantity(arithmetic.x, limits, each, profiles[each.column])) is not None]
    return arithmetic.first_known(found) if found else None


def _quantity(x: Names, limits: tuple[Fraction, Fraction], claim: Claim, profile: Profile) -> Quantity | None:
    low, high = limits
    least, most = max(low, profile.low), min(high, profile.high)
    if least > most:
        return None
    size = float(max(abs(least), abs(most)))
    if claim.count is not None:
        mean = x.col(claim.column) / (x.col(claim.count).cast(x.Float64) * float(claim.per))
        return Quantity(
            expr=x.when(x.col(claim.count) > 0).then(mean) if profile.missing else mean,
            low=least,
            high=most,
            error=size * EPS,
            denominator=claim.per,
            missing=profile.missing,
            counts=frozenset([claim.count]),
        )
    expr = x.col(claim.column) if profile.is_double else x.col(claim.column).cast(x.Float64)
    inside = low <= profile.low and profile.high <= high
    return Quantity(
        expr=expr if inside else x.when((expr >= float(low)) & (expr <= float(high))).then(expr),
        low=least,
        high=most,
        error=0.0 if profile.decimals == 0 and size < MAX_WHOLE else size * EPS,
        denominator=None if profile.decimals is None else 10**profile.decimals,
        missing=profile.missing or not inside,
        plain=inside and profile.is_double,
    )


# the rows in doubt


def _settle(work: _Work, rated: Rated) -> None:
    if is_eager(rated.frame) and not is_polars(rated.frame):
        _settle_in_place(work, rated)
        return
    # only the rows in doubt are collected; their results are laid over the others by the key
    x, key = names_for(rated.frame), rated.claims.key
    doubtful = collected(rated.frame.filter(x.col(f"{PREFIX}doubt")).select(key, *rated.claims.inputs))
    rated.settled = len(doubtful)
    if not rated.settled:
        return
    found = {row[key]: work.settled(row) for row in doubtful.rows(named=True)}
    if is_polars(rated.frame):
        rated.frame = _joined_results(work, rated, found)
        return
    units = list(found)
    dtypes = _dtypes(x)
    for start in range(0, len(units), MAX_NESTED):  # a round for so many units: expressions that nest deeper break engines
        exprs = []
        for number, kind, name, column in _cells(rated):
            expr = x.col(column)
            for unit in units[start : start + MAX_NESTED]:
                value = x.lit(_result_of(work, found[unit], number, kind, name), dtype=dtypes[kind])
                expr = x.when(x.col(key) == unit).then(value).otherwise(expr)
            exprs.append(expr.alias(column))
        rated.frame = rated.frame.with_columns(*exprs)


def _cells(rated: Rated) -> list[tuple[int, str, str, str]]:
    """Every column of results: by which rule set, what it is, and what it is called."""
    return [(number, kind, name, column) for number, sheet in enumerate(rated.sheets) for (kind, name), column in sheet.items()]


def _dtypes(x: Names) -> dict[str, Any]:
    return {"printed": x.Float64(), "judged": x.String(), "differs": x.Boolean(), "target": x.Boolean(), "rating": x.String(), "status": x.String()}


def _settle_in_place(work: _Work, rated: Rated) -> None:
    import narwhals as nw

    frame, doubt = rated.frame, f"{PREFIX}doubt"
    assert isinstance(frame, nw.DataFrame)
    rows = [at for at, doubtful in enumerate(frame.get_column(doubt).to_list()) if doubtful]
    if not rows:
        return
    rated.settled = len(rows)
    found = [work.settled(row) for row in frame.select(*rated.claims.inputs)[rows].rows(named=True)]
    patched, dtypes = [], _dtypes(nw)
    for number, kind, name, column in _cells(rated):
        values = [None if type(value).__name__ == "NAType" else value for value in frame.get_column(column).to_list()]
        for row, results in zip(rows, found, strict=True):
            values[row] = _result_of(work, results, number, kind, name)
        patched.append(nw.new_series(column, values, dtypes[kind], backend=frame.implementation))
    rated.frame = frame.with_columns(*patched)


def _joined_results(work: _Work, rated: Rated, found: Mapping[Any, list[ExactResult]]) -> Frame:
    """The frame of polars with the rows that were settled replaced, by a join on the key."""
    import polars as pl

    frame: Any = rated.frame
    key, dtypes = rated.claims.key, _dtypes(pl)
    settled = pl.DataFrame(
        {
            f"{PREFIX}unit": pl.Series(list(found), dtype=frame.collect_schema()[key]),
            f"{PREFIX}settled": [True] * len(found),
            **{
                f"{PREFIX}new {column}": pl.Series([_result_of(work, results, number, kind, name) for results in found.values()], dtype=dtypes[kind])
                for number, kind, name, column in _cells(rated)
            },
        }
    )
    joined = frame.join(settled.lazy() if hasattr(frame, "collect") else settled, left_on=key, right_on=f"{PREFIX}unit", how="left", maintain_order="left")
    replaced: Frame = joined.with_columns(
        pl.when(pl.col(f"{PREFIX}settled")).then(pl.col(f"{PREFIX}new {column}")).otherwise(pl.col(column)).alias(column) for _, _, _, column in _cells(rated)
    )
    return replaced


def _result_of(work: _Work, results: Sequence[ExactResult], number: int, kind: str, name: str) -> float | str | bool | None:
    plan, result = work.joint.plans[number], results[number]
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
