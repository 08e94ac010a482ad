"""Rates the rows of a dataframe: columns first, and exactly where columns leave a doubt.

What is collected: of any frame one row of figures a column (least, greatest, missing, decimals), and the rows
in doubt."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from ..data.claims import Claims
from ..meaning.arithmetic.columns import ColumnArithmetic
from ..meaning.arithmetic.frames import (
    Frame,
    Names,
    any_of,
    collected,
    in_narwhals,
    is_eager,
    is_polars,
    names_for,
    of_polars,
    workable,
)
from ..meaning.joint import Joint, alone
from ..meaning.model import RuleSet
from ..meaning.plan import Plan, target_met
from .claimed_columns import given_by_columns, refuse_impossible
from .doubtful_rows import DOUBT, DoubtfulRows
from .few_combinations import combinations, domains_of_all, looked_up
from .layouts import Layout, kept
from .profile import SAMPLE, Profile, profiled
from .result_columns import PREFIX, Columns, ResultColumns, in_words
from .tabulated import Built, Domain, Tabulated, tabulated

if TYPE_CHECKING:
    import narwhals as nw


Made: TypeAlias = "tuple[Tabulated, Sequence[ResultColumns]]"
"""What is to be computed of a frame, and the results of each rule set."""


@dataclass
class Rated:
    """A frame with the results as columns beside its own. `sheets` names them, for each rule set; `settled`
    is how many rows were settled by the exact arithmetic."""

    frame: Frame
    claims: Claims
    sheets: list[Columns] = field(default_factory=list)
    settled: int = 0

    @property
    def columns(self) -> Columns:
        """The results by the only rule set, or the first."""
        return self.sheets[0]


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
    levels of which single nodes are judged (None: all); `findings` asks for the targets, for the states of
    nodes, and for given values that disagree with computed ones."""
    if plan.rules.variants:
        from .by_variant import rate_by_variant

        def rate_one(variant: Plan, rows: Frame, of: Claims) -> Rated:
            return _rate_alone(variant, rows, of, judge, findings=findings, strict=strict)

        asked = Asked(judge, targets=findings, states=findings, disagreements=findings)
        return rate_by_variant(plan, table, claims, rate_one, asked, strict=strict)
    return _rate_alone(plan, table, claims, judge, findings=findings, strict=strict)


def _rate_alone(
    plan: Plan, table: Frame, claims: Claims, judge: Collection[str] | None, *, findings: bool, strict: bool
) -> Rated:
    return rate_jointly(
        alone(plan),
        table,
        claims,
        judge=judge,
        targets=findings,
        states=findings,
        disagreements=findings,
        strict=strict,
    )


def rate_jointly(
    joint: Joint,
    table: Frame,
    claims: Claims,
    *,
    judge: Collection[str] | None = None,
    shown: Collection[str] | None = None,
    targets: bool = True,
    states: bool = True,
    disagreements: bool = False,
    strict: bool = False,
) -> Rated:
    """Rates a frame by several rule sets in one pass; of scores only those of the paths `shown` (None: all)
    are made columns. The results have a sheet for each rule set, in the order in which they run. See `rate`;
    `targets`, `states` and `disagreements` ask for what there is `findings`."""
    asked = Asked(judge, shown, targets=targets, states=states, disagreements=disagreements)
    rated = _rated(joint, table, claims, asked, strict=strict)
    if not is_polars(table):
        rated.frame = in_narwhals(rated.frame)
    return rated


def _rated(joint: Joint, table: Frame, claims: Claims, asked: Asked, *, strict: bool) -> Rated:
    """See `rate_jointly`; the rows of a table of polars are rated as one of polars."""
    frame, profiles = profiled(joint.reader, workable(table), claims, sample_of(table))
    if strict:
        refuse_impossible(joint.reader, claims, profiles)
    if not is_polars(frame) or not is_eager(table):
        built, results = build(joint, names_for(frame), claims, profiles, asked)
        return _computed(joint, frame, claims, asked, (Tabulated([], [], built), results))
    rows = len(collected(table))
    found = domains_of_all(frame.collect_schema(), profiles, claims, rows)
    if found is not None:
        return _by_combinations(joint, frame, claims, asked, (profiles, found))
    layout = Layout.of(joint.reader, claims, profiles, frame, rows)
    return _computed(joint, frame, claims, asked, _laid_out(joint, layout, asked), in_memory=True)


def _computed(
    joint: Joint, frame: Frame, claims: Claims, asked: Asked, made: Made, *, in_memory: bool = False
) -> Rated:
    """A frame with what was made for it, collected where its rows are `in_memory`, and with rows in doubt
    settled."""
    (looked_up, kept_results), own = made, frame.collect_schema().names()
    left, results = looked_up.left, [columns.copied() for columns in kept_results]
    sets = [plan.rules for plan in joint.plans]
    frame = with_results(looked_up.added_to(frame), left, results)
    # what was kept on the way is left behind
    frame = with_statuses(frame, [*own, *names_of(results, left.doubts)], results, sets, in_memory=in_memory)
    rated = Rated(frame, claims, [columns.sheet for columns in results])
    if left.doubts:
        rated.frame, rated.settled = DoubtfulRows(joint, claims, asked.judge, rated.sheets).settled(frame)
    return rated


def _laid_out(joint: Joint, layout: Layout, asked: Asked) -> Made:
    """What is to be computed of a frame of polars that is laid out so."""

    def made() -> Made:
        import polars as x

        built, results = build(joint, x, layout.claims, layout.profiles, asked)
        return tabulated(layout.types, layout.profiles, layout.rows, built), results

    return kept(joint, (layout, asked), made)


def _by_combinations(
    joint: Joint,
    frame: Any,
    claims: Claims,
    asked: Asked,
    known: tuple[Mapping[str, Profile], Sequence[Domain]],
) -> Rated:
    """A frame of polars rated by the combinations of values that its rows can give, by what is known of its
    columns."""
    profiles, found = known
    few: Any = combinations(found, claims.key)

    def made() -> Rated:
        layout = Layout.of(joint.reader, claims, profiles, few, few.height)
        return _computed(joint, few.lazy(), claims, asked, _laid_out(joint, layout, asked), in_memory=True)

    rated = kept(joint, (claims.key, claims.nodes, profiles, found, asked), made)
    results: Any = rated.frame
    results = results.drop(few.columns)
    whole: Any = looked_up(frame, found, results)
    whole = collected(whole.select(*frame.collect_schema().names(), *results.columns))
    settled = int(whole.get_column(DOUBT).sum()) if DOUBT in results.columns else 0
    return Rated(whole, claims, rated.sheets, settled)


@dataclass(frozen=True)
class Asked:
    """What is asked of a frame; see `rate_jointly`."""

    judge: Collection[str] | None
    shown: Collection[str] | None = None
    targets: bool = True
    states: bool = True
    disagreements: bool = False


def build(
    joint: Joint, x: Names, claims: Claims, profiles: Mapping[str, Profile], asked: Asked
) -> tuple[Built, list[ResultColumns]]:
    """What is to be computed of a frame whose columns have these profiles, and what the results of each rule
    set are called; nothing is computed."""
    most = {claim.count: profiles[claim.column].most for claim in claims.nodes if claim.count}
    reading = ColumnArithmetic(joint.reader.scale, PREFIX, x, most)
    arithmetics = _beside(joint, reading)
    given = given_by_columns(reading, joint.reader, claims, profiles)
    outcomes = joint.run(arithmetics, given, judge=asked.judge, compare_given=asked.disagreements)
    results = []
    for plan, a, outcome in zip(joint.plans, arithmetics, outcomes, strict=True):
        columns = ResultColumns(x, a.prefix, in_numbers=of_polars(x))
        targets = plan.rules.targets if asked.targets else ()
        met = {target.id: target_met(plan, a, target, outcome) for target in targets}
        columns.add(plan.rules, outcome, met, asked.shown, states=asked.states)
        results.append(columns)
    exprs = [expr for columns in results for expr in columns.exprs]
    doubts = [doubt.expr for doubt in reading.doubts if doubt.expr is not None]
    return Built(reading.stages, exprs, doubts), results


def _beside(joint: Joint, reading: ColumnArithmetic) -> list[ColumnArithmetic]:
    """An arithmetic for each rule set, beside that by which data are read."""
    alone = len(joint.plans) == 1
    return [
        reading.beside(plan.rules.scale, PREFIX if alone else f"{PREFIX}{number}:")
        for number, plan in enumerate(joint.plans)
    ]


def sample_of(table: Frame) -> Any:
    """Some rows of a frame of polars that is in memory; None of any other."""
    if not is_eager(table):
        return None
    native: Any = table if is_polars(table) else table.to_native()
    return native.head(SAMPLE) if is_polars(native) else None


def names_of(results: Sequence[ResultColumns], doubts: Sequence[nw.Expr]) -> list[str]:
    """The columns of results, and the one that marks rows in doubt."""
    found = [column for columns in results for column in columns.sheet.values()]
    return [*found, DOUBT] if doubts else found


def with_results(frame: Frame, built: Built, results: Sequence[ResultColumns]) -> Frame:
    """The frame with the results beside its columns but for the statuses, and where there are doubts with the
    rows in doubt marked."""
    x = names_for(frame)
    for stage in built.stages:
        frame = frame.with_columns(*stage)
    exprs = list(built.results)
    if built.doubts:
        exprs.append(any_of(x, built.doubts).alias(DOUBT))
    frame = frame.with_columns(*exprs)
    if is_polars(frame):
        frame = in_words(frame, {name: texts for columns in results for name, texts in columns.words.items()})
    return frame


def with_statuses(
    frame: Frame,
    names: Sequence[str],
    results: Sequence[ResultColumns],
    sets: Sequence[RuleSet],
    *,
    in_memory: bool,
) -> Frame:
    """The columns of a frame that have some names, and the statuses by each rule set; collected where its
    rows are `in_memory`, so that a status which all rows have is not worked out row by row."""
    frame = frame.select(*names)
    known = frame = collected(frame) if in_memory else frame
    statuses = [
        columns.status(rules, known if in_memory else None)
        for columns, rules in zip(results, sets, strict=True)
    ]
    return frame.with_columns(*statuses)


__all__ = [
    "Asked",
    "Columns",
    "Rated",
    "build",
    "names_of",
    "rate",
    "rate_jointly",
    "sample_of",
    "with_results",
    "with_statuses",
]
