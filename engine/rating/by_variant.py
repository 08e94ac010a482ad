"""Rates a frame by rules that differ by the words of some inputs: the rows of each combination of words by
the variant that holds for them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ..data.claims import Claims
from ..meaning.arithmetic.frames import (
    Frame,
    Names,
    folded,
    in_narwhals,
    is_eager,
    is_polars,
    names_for,
    safe,
)
from ..meaning.chosen_variant import combinations_of
from ..meaning.model import RuleSet
from ..meaning.plan import Plan
from ..meaning.statuses import INCOMPLETE
from .rated import Asked, Rated
from .result_columns import PREFIX, Columns, result_types
from .variants_at_once import rate_at_once

if TYPE_CHECKING:
    import narwhals as nw

ROW = f"{PREFIX}place"
"""The column with the place of a row in the whole frame."""

Rate = Callable[[Plan, Frame, Claims], Rated]


def rate_by_variant(
    plan: Plan, table: Frame, claims: Claims, rate: Rate, asked: Asked, *, strict: bool
) -> Rated:
    """A frame rated row by row as the variant says that holds for it; `rate` rates a frame by one plan. A row
    of which no variant can be told has no results, and is incomplete. Rows in memory keep their order."""
    work: Any = table
    if is_eager(table) and not is_polars(table) and is_polars(native := table.to_native()):
        work = native
    rules, x = plan.rules, names_for(work)
    ordered = is_polars(work) and is_eager(work)
    by_rules: dict[int, tuple[RuleSet, list[nw.Expr]]] = {}
    for numbers, variant in combinations_of(rules):
        holds = holds_for(x, rules, claims, numbers)
        if holds is not None:
            by_rules.setdefault(id(variant), (variant, []))[1].append(holds)
    conditions = [folded(operator.or_, conditions) for _, conditions in by_rules.values()]
    pieces: list[Rated] = []
    if ordered:
        variants = [(own, holds) for (own, _), holds in zip(by_rules.values(), conditions, strict=True)]
        told = _refused(x, rules, claims)
        refused = None if told is None else (tuple(rules.entries), told)
        rated = rate_at_once(variants, work, claims, asked, refused, strict=strict)
        if rated is not None:
            rated.frame = rated.frame if is_polars(table) else in_narwhals(rated.frame)
            return rated
        work = work.with_row_index(ROW)
    for (variant, _), condition in zip(by_rules.values(), conditions, strict=True):
        rows = work.filter(condition)
        if ordered and not rows.height and pieces:
            continue
        pieces.append(rate(Plan.of(variant), rows, known_to(variant, claims)))
    rest = work.filter(~folded(operator.or_, conditions)) if conditions else work
    rated = _together(x, plan, claims, pieces, rest, whole=work if ordered else None)
    if not is_polars(table):
        rated.frame = in_narwhals(rated.frame)
    return rated


def known_to(variant: RuleSet, claims: Claims) -> Claims:
    """The claims without those on nodes that a variant does not have."""
    entries = variant.entries
    if all(path in entries for claim in claims.nodes for path in claim.paths):
        return claims
    return claims.of(tuple(entries))


def holds_for(
    x: Names, rules: RuleSet, claims: Claims, numbers: list[int], *, called: Mapping[str, str] | None = None
) -> nw.Expr | None:
    """Where the inputs that choose have the words with some numbers; None where data have none of them.
    `called` says of inputs what they are called where the data were read."""
    condition: Any = None
    for path, number in zip(rules.choosing, numbers, strict=True):
        read = (called or {}).get(path, path)
        value, columns = rules.inputs[path].value, claims.columns_for(read)
        assert value is not None
        is_usual = value.missing is not None and value.missing == number
        if not columns:
            if not is_usual:
                return None
            continue
        cell = x.col(columns[0])
        one: Any = (cell == float(number)) & ~cell.is_null()
        if is_usual:
            one = one | cell.is_null()
        for refused in claims.refused.get(read, ()):
            one = one & ~x.col(refused)
        condition = one if condition is None else condition & one
    found: nw.Expr = x.lit(True) if condition is None else condition
    return found


def _together(x: Names, plan: Plan, claims: Claims, pieces: list[Rated], rest: Any, *, whole: Any) -> Rated:
    """The rated pieces as one frame with the same columns; in the order of the `whole` one, where rows are in
    memory (None: elsewhere)."""
    sheet: dict[tuple[str, str], str] = {}
    for piece in pieces:
        sheet.update(piece.columns)
    if not pieces:
        sheet = {("rating", ""): f"{PREFIX}rating=", ("status", ""): f"{PREFIX}status"}
        sheet |= {("printed", path): safe(f"{PREFIX}printed={path}") for path in plan.rules.nodes}
    own = list(rest.collect_schema().names()) if hasattr(rest, "collect_schema") else list(rest.columns)
    kept = own if whole is None else [ROW]
    types = result_types(x)
    refused = _refused(x, plan.rules, claims)
    if refused is not None:
        for path in plan.rules.entries:
            sheet.setdefault(("refused", path), safe(f"{PREFIX}refused={path}"))
    no = x.lit(False)
    untold = no if refused is None else refused
    frames: list[Any] = []
    for frame, columns, told in [*((piece.frame, piece.columns, no) for piece in pieces), (rest, {}, untold)]:
        if whole is not None and not frame.height and frames:
            continue
        frames.append(frame.select(*kept, *_results(x, sheet, columns, types, told)))
    joined = _stacked(x, frames)
    if whole is not None:
        places, results = joined.get_column(ROW), joined.drop(ROW)
        if not places.is_sorted():
            results = results.rechunk()[places.arg_sort()]  # of many chunks rows are gathered slowly
        joined = whole.drop(ROW).hstack(results)
    return Rated(joined, claims, [sheet], sum(piece.settled for piece in pieces))


def _refused(x: Names, rules: RuleSet, claims: Claims) -> Any:
    """Where an input that chooses is refused; None where none is."""
    found: Any = None
    for path in rules.choosing:
        for column in claims.refused.get(path, ()):
            found = x.col(column) if found is None else found | x.col(column)
    return found


def _results(
    x: Names, sheet: Columns, columns: Columns, types: dict[str, Any], refused: nw.Expr
) -> Iterator[nw.Expr]:
    """Every column of results, and what stands for those that a piece does not have: of refused values where
    something is `refused`."""
    for (kind, name), column in sheet.items():
        if (kind, name) in columns:
            yield x.col(column)
        elif kind == "refused":
            yield refused.alias(column)
        elif kind in ("undecided", "inapplicable", "few", "differs"):
            yield x.lit(False).alias(column)
        elif kind == "status":
            yield x.lit(INCOMPLETE).alias(column)
        else:
            yield x.lit(None, dtype=types[kind]).alias(column)


def _stacked(x: Names, frames: list[Any]) -> Any:
    """Frames with the same columns, one below the other."""
    if x.__name__ == "polars":
        return x.concat(frames, how="vertical_relaxed")
    return x.concat(frames, how="vertical")


__all__ = ["holds_for", "known_to", "rate_by_variant"]
