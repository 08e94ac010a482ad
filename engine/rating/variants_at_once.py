"""Rates a frame in memory by several variants at once: what they share is computed once for all rows, and of
what they say otherwise each row has its own."""

from __future__ import annotations

import operator
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from typing import Any, TypeAlias

import polars as pl

from ..data.claims import Claims
from ..meaning.arithmetic.frames import folded, safe, workable
from ..meaning.joint import alone
from ..meaning.model import RuleSet
from ..meaning.plan import Plan
from ..words.diagnostics import KenError
from .claimed_columns import refuse_impossible
from .doubtful_rows import DOUBT, DoubtfulRows
from .layouts import Layout, kept
from .profile import Profile, profiled
from .rated import Asked, Rated, build, names_of, sample_of, with_results, with_statuses
from .result_columns import NO_WORDS, PREFIX, ResultColumns, result_types
from .tabulated import LEAST_ROWS, Built, Tabulated, tabulated

MOST_WORK = 2
"""What is computed for every row may be so many times as long as what the longest variant computes alone."""

Refused: TypeAlias = tuple[Collection[str], Any] | None
"""Where a word that chooses is refused, and the paths of all that are refused there; None for no row."""

Variants: TypeAlias = Sequence[tuple[RuleSet, Any]]
"""Rule sets, each with the condition under which it holds for a row."""


def rate_at_once(
    variants: Variants, table: Any, claims: Claims, asked: Asked, refused: Refused, *, strict: bool
) -> Rated | None:
    """A frame of polars in memory, each row rated by the variant that holds for it; None where it is better
    rated part by part: few rows, variants that have little in common, or values that cannot be."""
    if table.height < LEAST_ROWS:
        return None
    holding = table.lazy().select(holds.sum().alias(str(place)) for place, (_, holds) in enumerate(variants))
    counts = holding.collect().row(0)
    rest = None
    if sum(counts) < table.height:
        rest = ~folded(operator.or_, (holds for _, holds in variants)), refused
    there = [variant for variant, count in zip(variants, counts, strict=True) if count]
    sets = [rules for rules, _ in there]
    if not sets or not _read_alike(sets, claims):
        return None
    frame, profiles = profiled(sets[0], workable(table), claims, sample_of(table))
    if strict and not _are_possible(sets[0], claims, profiles):
        return None
    layout = Layout.of(sets[0], claims, profiles, frame, table.height)

    def made() -> _Together | None:
        return _together(there, layout, asked, rest)

    parts = tuple(id(rules) for rules in sets), rest is not None
    together = kept(alone(Plan.of(sets[0])), (layout, asked, *parts), made)
    if together is None:
        return None
    left, results = together.looked_up.left, together.results.copied()
    whole = with_results(together.looked_up.added_to(frame), left, [results])
    names = [*table.columns, *names_of([results], left.doubts)]
    whole = with_statuses(whole, names, [results], sets[:1], in_memory=True)
    rated = Rated(whole, claims, [results.sheet])
    if left.doubts:
        _settle(rated, there, [own.copied() for own in together.each], asked)
    return rated


@dataclass(frozen=True)
class _Together:
    """What is computed for all rows, what its results are called, and what those of each variant are."""

    looked_up: Tabulated
    results: ResultColumns
    each: Sequence[ResultColumns]


def _together(
    variants: Variants, layout: Layout, asked: Asked, rest: tuple[Any, Refused] | None
) -> _Together | None:
    """What is to be computed of a frame that is laid out so; None where that is too much."""
    claims, profiles = layout.claims, layout.profiles
    each = [build(alone(Plan.of(rules)), pl, claims, profiles, asked) for rules, _ in variants]
    merged = _merged(variants, [(built, results[0]) for built, results in each], rest)
    if merged is None:
        return None
    built, results = merged
    looked_up = tabulated(layout.types, profiles, layout.rows, built)
    if _length(looked_up.left) > MOST_WORK * max(_length(own) for own, _ in each):
        return None
    return _Together(looked_up, results, [own for _, (own,) in each])


def _read_alike(sets: Sequence[RuleSet], claims: Claims) -> bool:
    """Whether rule sets read the same from all columns, and say what they say with the same decimals."""
    first, *others = sets
    paths = [path for claim in claims.nodes for path in claim.paths]
    return all(
        other.scale.decimals == first.scale.decimals
        and bool(other.bands) == bool(first.bands)
        and all(path in other.readable and path in first.readable for path in paths)
        and all(
            other.possible(other.readable[path]) == first.possible(first.readable[path]) for path in paths
        )
        for other in others
    )


def _are_possible(rules: RuleSet, claims: Claims, profiles: Mapping[str, Profile]) -> bool:
    try:
        refuse_impossible(rules, claims, profiles)
    except KenError:
        return False
    return True


def _merged(
    variants: Variants, each: Sequence[tuple[Built, ResultColumns]], rest: tuple[Any, Refused] | None
) -> tuple[Built, ResultColumns] | None:
    """What is to be computed of all rows; None where variants compute the same columns in another order."""
    conditions = [holds for _, holds in variants]
    staged = [{_name(expr): expr for stage in built.stages for expr in stage} for built, _ in each]
    order: TopologicalSorter[str] = TopologicalSorter()
    columns = {name for own in staged for name in own}
    for own in staged:
        for name, expr in own.items():
            order.add(name, *(root for root in expr.meta.root_names() if root in columns))
    try:
        order.prepare()
    except CycleError:
        return None
    stages = []
    while order.is_active():
        ready = order.get_ready()
        order.done(*ready)
        stages.append([_chosen(name, [own.get(name) for own in staged], conditions) for name in ready])
    results = ResultColumns(pl, PREFIX, in_numbers=True)
    for _, own_results in each:
        results.sheet.update(own_results.sheet)
    named = _in_shared_words(results, [own_results for _, own_results in each])
    if rest is not None and rest[1] is not None:
        for path in rest[1][0]:
            results.sheet.setdefault(("refused", path), safe(f"{PREFIX}refused={path}"))
    types = result_types(pl)
    for (kind, _), column in results.sheet.items():
        none = pl.lit(None, dtype=pl.UInt32 if column in results.words else types[kind])
        lacks = pl.lit(False) if kind in ("refused", "undecided", "inapplicable", "few", "differs") else none
        expr = _chosen(column, [own.get(column, lacks) for own in named], conditions)
        if rest is not None:
            told = rest[1][1] if kind == "refused" and rest[1] is not None else lacks
            expr = pl.when(rest[0]).then(told).otherwise(expr).alias(column)
        results.exprs.append(expr)
    doubts = [
        holds & doubt for holds, (built, _) in zip(conditions, each, strict=True) for doubt in built.doubts
    ]
    return Built(stages, results.exprs, doubts), results


def _in_shared_words(results: ResultColumns, each: Sequence[ResultColumns]) -> list[dict[str, Any]]:
    """The results of each variant, by column. Where variants have other words for the numbers of a column,
    `results` is given those of all of them, one list after the other, and numbers start where theirs does."""
    named = []
    starts: dict[str, dict[tuple[str | None, ...], int]] = {}
    for own in each:
        exprs = {_name(expr): expr for expr in own.exprs}
        for column, texts in own.words.items():
            words, known = results.words.setdefault(column, []), starts.setdefault(column, {})
            if tuple(texts) not in known:
                known[tuple(texts)] = len(words)
                results.words[column] = [*words, *texts, *NO_WORDS]
            if start := known[tuple(texts)]:
                exprs[column] = (exprs[column] + start).alias(column)
        named.append(exprs)
    return named


def _chosen(name: str, exprs: Sequence[Any], conditions: Sequence[Any]) -> Any:
    """A column that is in every row what its variant says; what one does not have, it does not look at."""
    groups: list[tuple[Any, list[Any]]] = []
    for holds, expr in zip(conditions, exprs, strict=True):
        if expr is not None:
            alike = next((group for own, group in groups if own.meta.eq(expr)), None)
            if alike is None:
                groups.append((expr, [holds]))
            else:
                alike.append(holds)
    *others, (chosen, _) = sorted(groups, key=lambda group: len(group[1]))
    for expr, holding in others:
        one_holds: Any = folded(operator.or_, holding)
        chosen = pl.when(one_holds).then(expr).otherwise(chosen)
    return chosen.alias(name)


def _length(built: Built) -> int:
    exprs = [*(expr for stage in built.stages for expr in stage), *built.results, *built.doubts]
    return sum(len(str(expr)) for expr in exprs)


def _settle(rated: Rated, variants: Variants, each: Sequence[ResultColumns], asked: Asked) -> None:
    """Settles the rows in doubt, by the variant of each."""
    frame: Any = rated.frame
    doubtful = frame.get_column(DOUBT)
    for (rules, holds), own in zip(variants, each, strict=True):
        own.status(rules)
        frame = frame.with_columns(doubtful & frame.select(holds).to_series())
        settling = DoubtfulRows(alone(Plan.of(rules)), rated.claims, asked.judge, [own.sheet])
        frame, settled = settling.settled(frame)
        rated.settled += settled
    rated.frame = frame


def _name(expr: Any) -> str:
    name: str = expr.meta.output_name()
    return name


__all__ = ["rate_at_once"]
