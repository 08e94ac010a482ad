"""A table whose units can give only a few combinations of values: each combination is rated once, and every
unit looks its results up.

Where columns leave a doubt of a combination, it is settled once too, and not for every unit that gives it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from ..data.claims import Claims
from . import tabulated
from .profile import Profile
from .tabulated import Domain, are_few, domains


def domains_of_all(
    schema: Mapping[str, Any], profiles: Mapping[str, Profile], claims: Claims, rows: int
) -> list[Domain] | None:
    """What each column that units are rated by can be, where these are few combinations beside the number of
    rows; None where they are not, or something else says what a unit gives."""
    columns = dict.fromkeys(claim.column for claim in claims.nodes)
    if rows < tabulated.LEAST_ROWS or not columns or set(claims.inputs) != set(columns):
        return None
    known = domains(schema, profiles, rows)
    found = [known[column] for column in columns if column in known and not profiles[column].odd]
    few = len(found) == len(columns) and are_few(math.prod(domain.size for domain in found), rows)
    return found if few else None


def combinations(found: Sequence[Domain], key: str) -> pl.DataFrame:
    """A row for every combination of values, the last column changing first; the `key` numbers them."""
    frame = found[0].values
    for domain in found[1:]:
        frame = frame.join(domain.values, how="cross", maintain_order="left_right")
    return frame.with_row_index(key)


def looked_up(frame: Any, found: Sequence[Domain], results: pl.DataFrame) -> Any:
    """The frame with the results of the combination that each row gives."""
    place = found[0].place
    for domain in found[1:]:
        place = place * domain.size + domain.place
    exprs = []
    for values in results.iter_columns():
        same = values.n_unique() == 1
        expr = pl.lit(values[0], dtype=values.dtype) if same else pl.lit(values).gather(pl.col(_PLACE))
        exprs.append(expr.alias(values.name))
    return frame.with_columns(place.alias(_PLACE)).with_columns(exprs)


_PLACE = "ken:place of all"


__all__ = ["combinations", "domains_of_all", "looked_up"]
