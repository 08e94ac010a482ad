"""Rates the rows of a dataframe: columns first, and exactly where columns leave a doubt.

What is collected: of any frame one row of figures a column (least, greatest, missing, decimals), and the rows
in doubt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from ..data.claims import Claim, Claims
from ..data.given import given_of
from ..meaning.arithmetic.columns import EPS, MAX_WHOLE, ColumnArithmetic, Quantity, Truth
from ..meaning.arithmetic.exact import ExactArithmetic
from ..meaning.arithmetic.frames import (
    Frame,
    Names,
    any_of,
    collected,
    in_narwhals,
    is_eager,
    is_one_of,
    is_polars,
    names_for,
    safe,
    workable,
)
from ..meaning.choosing import Chosen, taken
from ..meaning.joint import Joint, alone
from ..meaning.model import RuleSet
from ..meaning.one_unit import INCOMPLETE, RATED, ExactResult, evaluate_jointly
from ..meaning.plan import Outcome, Plan, either, target_met
from ..meaning.states import Given
from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.numerals import decimal_text
from .profile import Profile, profiled

if TYPE_CHECKING:
    import narwhals as nw

PREFIX = "ken:"
MAX_NESTED = 40
MOST_RESPONDENTS = 10**12


Columns = Mapping[tuple[str, str], str]
"""Names of columns with results, by what they are: ("printed", path), ("judged", path), ("differs", path),
("target", id), ("rating", ""), ("status", ""); and where a node is ("refused", path) or ("undecided", path),
or has too few respondents, ("few", path)."""


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
        return evaluate_jointly(self.joint, given_of(self.claims, row), judge=self.judge)


def rate(
    plan: Plan,
    table: Frame,
    claims: Claims,
    *,
    judge: Collection[str] | None = None,
    findings: bool = True,
    strict: bool = False,
) -> Rated:
    """Rates a frame (of narwhals or polars) by the columns that are claimed. The frame keeps its own columns.
    `strict` refuses values that cannot be (KenError); without it they count as refused. `judge` names the
    levels of which single nodes are judged (None: all); `findings` asks for the targets, and for given values
    that disagree with computed ones."""
    return rate_jointly(
        alone(plan), table, claims, judge=judge, targets=findings, disagreements=findings, strict=strict
    )


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
    """Rates a frame by several rule sets in one pass; of scores only those of the paths `shown` (None: all)
    are made columns. The results have a sheet for each rule set, in the order in which they run."""
    eager = is_eager(table)
    work = _Work(joint, claims, judge, shown)
    frame = workable(table)
    x = names_for(frame)
    frame, profiles = profiled(joint.reader, frame, claims)
    if strict:
        _possible(joint.reader, claims, profiles)
    counts = {each.count: profiles[each.column].most for each in claims.nodes if each.count}
    base = ColumnArithmetic(joint.reader.scale, PREFIX, x, counts)
    prefixes = [
        PREFIX if len(joint.plans) == 1 else f"{PREFIX}{number}:" for number in range(len(joint.plans))
    ]
    arithmetics = [
        base.beside(plan.rules.scale, prefix) for plan, prefix in zip(joint.plans, prefixes, strict=True)
    ]
    outcomes = joint.run(
        arithmetics, _given(base, joint.reader, claims, profiles), judge=judge, compare_given=disagreements
    )
    rated = Rated(frame, claims)
    for stage in base.stages:
        rated.frame = rated.frame.with_columns(*stage)
    exprs: list[nw.Expr] = []
    words: dict[str, list[str]] = {}
    for plan, prefix, outcome, arithmetic in zip(joint.plans, prefixes, outcomes, arithmetics, strict=True):
        met = (
            {target.id: target_met(plan, arithmetic, target, outcome) for target in plan.rules.targets}
            if targets
            else {}
        )
        sheet, columns, texts = _result_columns(
            plan, outcome, met, x, prefix, shown, in_numbers=is_polars(rated.frame)
        )
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
        statuses.append(
            x.when(x.col(sheet["rating", ""]).is_null())
            .then(x.lit(INCOMPLETE))
            .otherwise(x.lit(RATED))
            .alias(f"{prefix}status")
        )
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
    targets: Mapping[str, Truth],
    x: Names,
    prefix: str,
    shown: Collection[str] | None,
    *,
    in_numbers: bool,
) -> tuple[dict[tuple[str, str], str], list[nw.Expr], dict[str, list[str]]]:
    """The columns of one rule set's results: their names by what they are, the expressions, and by column the
    words that stand for its numbers (see `_first_case`)."""
    exprs: list[nw.Expr] = []
    words: dict[str, list[str]] = {}
    sheet: dict[tuple[str, str], str] = {}

    def add(kind: str, name: str, expr: nw.Expr) -> None:
        column = safe(f"{prefix}{kind}={name}")
        sheet[kind, name] = column
        exprs.append(expr.alias(column))

    for path in plan.rules.nodes if shown is None else [path for path in plan.rules.nodes if path in shown]:
        printed = outcome.printed[path]
        add(
            "printed",
            path,
            x.lit(None, dtype=x.Float64)
            if printed is None
            else _shown(printed, plan.rules.scale.decimals, x, divide=not in_numbers),
        )
    for path, judged in outcome.judged.items():
        add("judged", path, _case(judged, [judgement.result for judgement in judged.cases], x, in_numbers))
        words[sheet["judged", path]] = [judgement.result for judgement in judged.cases]
    states: list[tuple[str, str, Truth | None]] = [
        ("differs", path, truth) for path, truth in outcome.differs.items()
    ]
    states += [("few", path, truth) for path, truth in outcome.few.items()]
    for path, value in outcome.nodes.items():
        states += [("refused", path, value.refused), ("undecided", path, value.undecided)]
    for kind, path, state in states:
        if state is not None and state.constant is not False:
            add(kind, path, _condition(state, x))
    for id_, met in targets.items():
        add("target", id_, _condition(met, x))
    ratings = [band.rating for band in plan.rules.bands]
    no_rating = x.lit(None, dtype=x.UInt32 if in_numbers else x.String)
    add("rating", "", no_rating if outcome.bands is None else _case(outcome.bands, ratings, x, in_numbers))
    words[sheet["rating", ""]] = ratings
    return sheet, exprs, words


def _case(chosen: Chosen[Quantity, Truth, Any], texts: Sequence[str], x: Names, in_numbers: bool) -> nw.Expr:
    """The text of the case that is taken; or its number, which `_worded` turns into the text.

    polars copies a column of texts for every case, which takes ten times as long as numbers and one look-up.
    """
    number: nw.Expr = chosen.number.expr
    if in_numbers:
        return number.cast(x.UInt32)
    result: nw.Expr = x.lit(None, dtype=x.String)
    for at, text in enumerate(texts):
        result = x.when(number == at).then(x.lit(text)).otherwise(result)
    return result


def _worded(frame: Any, words: Mapping[str, Sequence[str]]) -> Frame:
    """The frame of polars with numbers of ratings and judgements replaced by their words."""
    import polars as pl

    series: dict[tuple[str, ...], pl.Expr] = {}
    gathered = []
    for column, texts in words.items():
        # no case, or several
        known = series.setdefault(tuple(texts), pl.lit(pl.Series([*texts, None, None], dtype=pl.String)))
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
        # a column of the data that is on the grid already
        return printed.expr + 0.0 if around_zero else printed.expr
    if printed.per == 10**decimals:
        whole = printed.expr
    else:
        factor = Fraction(10**decimals, printed.per)
        whole = (printed.expr * float(factor)).round()
    return _nearest_decimal(whole + 0.0 if around_zero else whole, decimals, divide=divide)


def _nearest_decimal(whole: nw.Expr, decimals: int, *, divide: bool) -> nw.Expr:
    """whole / 10^decimals, correctly rounded. polars turns a division by a number into a multiplication by
    its reciprocal, which is off by one unit in the last place now and then; its own round divides."""
    if decimals == 0:
        return whole
    return whole / float(10**decimals) if divide else (whole / float(10**decimals)).round(decimals)


def _possible(rules: RuleSet, claims: Claims, profiles: Mapping[str, Profile]) -> None:
    """Raises KenError when a column has values that its node cannot have."""
    faults = []
    for each in claims.nodes:
        possible = rules.possible(rules.nodes[each.paths[0]])
        low, high, found = possible.low, possible.high, profiles[each.column]
        if each.count is None and low <= found.low and found.high <= high and (found.strange or found.apart):
            name, answers = each.name, [decimal_text(score) for score in possible.only]
            if found.strange:
                message = say(
                    "“{column}” has values that no answer earns; answers earn {answers}",
                    column=name,
                    answers=answers,
                )
            else:
                message = say(
                    "“{column}” has several answers of one unit, which answers it once", column=name
                )
            hint = say("mend these values, or make them missing (null)")
            faults.append(Diagnostic("not-an-answer", message, Position("data", cell=name), hint))
        elif each.count is None and (found.low < low or found.high > high):
            message = say(
                "“{column}” has values from {least} to {most}; possible are {low} to {high}",
                column=each.column,
                least=found.low,
                most=found.high,
                low=low,
                high=high,
            )
            faults.append(
                Diagnostic(
                    "out-of-range",
                    message,
                    Position("data", cell=each.column),
                    say("mend these values, or make them missing (null)"),
                )
            )
    if faults:
        raise KenError(faults)


def _given(
    a: ColumnArithmetic, rules: RuleSet, claims: Claims, profiles: Mapping[str, Profile]
) -> Given[Quantity, Truth]:
    """What the columns give: values that cannot be are refused."""
    scores: dict[str, list[Quantity]] = {}
    answers: dict[str, list[Quantity]] = {}
    refused: dict[str, list[Truth]] = {
        path: [Truth(a.x.col(column)) for column in columns] for path, columns in claims.refused.items()
    }
    whole: dict[str, Quantity] = {}
    for each in sorted(claims.nodes, key=lambda claim: claim.alias is not None):
        quantity, wrong = _read(a.x, rules, each, profiles[each.column])
        for path in each.paths:
            if quantity is not None:
                (scores if each.count is None else answers).setdefault(path, []).append(quantity)
            if wrong is not None:
                refused.setdefault(path, []).append(wrong)
        if each.alias is not None and each.alias == each.name and quantity is not None:
            whole[each.alias] = quantity
    return Given(
        {path: a.first_known(found) for path, found in scores.items()},
        {path: a.first_known(found) for path, found in answers.items()},
        {
            path: Quantity(a.x.col(column), Fraction(0), Fraction(MOST_RESPONDENTS), 0.0, 1, plain=True)
            for path, column in claims.respondents.items()
        },
        {path: state for path, found in refused.items() if (state := either(a, *found)) is not None},
        whole=whole,
    )


def _read(x: Names, rules: RuleSet, claim: Claim, profile: Profile) -> tuple[Quantity | None, Truth | None]:
    """A column as a quantity, and where it has a value that cannot be."""
    possible = rules.possible(rules.nodes[claim.paths[0]])
    wrong: list[nw.Expr] = []
    if claim.count is None:
        expr = x.col(claim.column).cast(x.Float64)
        if profile.low < possible.low or profile.high > possible.high:
            wrong.append(~((expr >= float(possible.low)) & (expr <= float(possible.high))))
        if profile.strange:
            wrong.append(~is_one_of(x, expr, possible.only))
        if claim.high is not None and profile.apart:
            wrong.append(x.col(claim.column) != x.col(claim.high))
    is_wrong = (
        None
        if not wrong
        else x.when(~x.col(claim.column).is_null()).then(any_of(x, wrong)).otherwise(x.lit(False))
    )
    quantity = _quantity(x, (possible.low, possible.high), claim, profile)
    if quantity is not None and is_wrong is not None and claim.count is None:
        quantity = replace(quantity, expr=x.when(~is_wrong).then(quantity.expr), missing=True, plain=False)
    return quantity, None if is_wrong is None else Truth(is_wrong)


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
    return Quantity(
        expr=expr,
        low=least,
        high=most,
        error=0.0 if profile.decimals == 0 and size < MAX_WHOLE else size * EPS,
        denominator=None if profile.decimals is None else 10**profile.decimals,
        missing=profile.missing,
        plain=profile.is_double,
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
    # a round for so many units: expressions that nest deeper break engines
    for start in range(0, len(units), MAX_NESTED):
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
    return [
        (number, kind, name, column)
        for number, sheet in enumerate(rated.sheets)
        for (kind, name), column in sheet.items()
    ]


def _dtypes(x: Names) -> dict[str, Any]:
    truths = dict.fromkeys(("differs", "target", "refused", "undecided", "few"), x.Boolean())
    return {
        "printed": x.Float64(),
        "judged": x.String(),
        "rating": x.String(),
        "status": x.String(),
        **truths,
    }


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
        values = [
            None if type(value).__name__ == "NAType" else value
            for value in frame.get_column(column).to_list()
        ]
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
                f"{PREFIX}new {column}": pl.Series(
                    [_result_of(work, results, number, kind, name) for results in found.values()],
                    dtype=dtypes[kind],
                )
                for number, kind, name, column in _cells(rated)
            },
        }
    )
    joined = frame.join(
        settled.lazy() if hasattr(frame, "collect") else settled,
        left_on=key,
        right_on=f"{PREFIX}unit",
        how="left",
        maintain_order="left",
    )
    replaced: Frame = joined.with_columns(
        pl.when(pl.col(f"{PREFIX}settled"))
        .then(pl.col(f"{PREFIX}new {column}"))
        .otherwise(pl.col(column))
        .alias(column)
        for _, _, _, column in _cells(rated)
    )
    return replaced


def _result_of(
    work: _Work, results: Sequence[ExactResult], number: int, kind: str, name: str
) -> float | str | bool | None:
    plan, result = work.joint.plans[number], results[number]
    outcome = result.outcome
    match kind:
        case "printed":
            printed = outcome.printed[name]
            return None if printed is None else float(printed)
        case "judged":
            judgement = taken(outcome.judged.get(name))
            return None if judgement is None else judgement.result
        case "refused" | "undecided":
            return bool(getattr(outcome.nodes[name], kind))
        case "few":
            return bool(outcome.few.get(name))
        case "differs":
            return bool(outcome.differs.get(name))
        case "target":
            target = next(target for target in plan.rules.targets if target.id == name)
            return target_met(plan, ExactArithmetic(plan.rules.scale), target, outcome)
        case "rating":
            return result.rating
        case _:
            return result.status
