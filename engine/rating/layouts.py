"""What was built for data is kept with the plan of its rule set, and taken again for data that are laid out
alike: the same columns, with as many decimals, between about the same ends."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, TypeVar

from ..data.claims import Claims
from ..meaning.joint import Joint
from ..meaning.keeping import kept_with
from ..meaning.model import Possible, RuleSet
from .profile import Profile
from .tabulated import about

Built = TypeVar("Built")


@dataclass(frozen=True)
class Layout:
    """What is looked at of a frame of polars when columns are built for it: `types` has the type of each
    column that is read, `rows` about how many rows there are."""

    claims: Claims
    profiles: Mapping[str, Profile]
    types: Mapping[str, Any]
    rows: int

    @classmethod
    def of(
        cls, rules: RuleSet, claims: Claims, profiles: Mapping[str, Profile], frame: Any, rows: int
    ) -> Layout:
        """The layout of a frame with so many rows, whose columns have these profiles."""
        schema, own = frame.collect_schema(), replace(claims, key_name="", passed={})
        types = {column: schema[column] for column in profiles}
        return cls(own, roughly(rules, claims, profiles), types, about(rows))


def kept(joint: Joint, layout: tuple[Any, ...], build: Callable[[], Built]) -> Built:
    """What `build` makes for a layout (all that it looks at): what it made before, where that is kept with a
    rule set, or with several that run together."""
    if len(joint.plans) > 1:
        return kept_with(joint, "kept", layout, build)
    return kept_with(joint.plans[0], "kept", (joint.inputs, joint.links, joint.wholes, *layout), build)


def roughly(rules: RuleSet, claims: Claims, profiles: Mapping[str, Profile]) -> dict[str, Profile]:
    """Profiles of columns with ends that other data are likely to have too: of two digits, next to the true
    ones outwards, and within what can be as far as these are. What several claims read stays as it is."""
    found, seen = dict(profiles), set[str]()
    for claim in claims.nodes:
        column, possible = claim.column, rules.possible(rules.readable[claim.paths[0]])
        if claim.count is None:
            found[column] = _rough(profiles[column], possible) if column not in seen else profiles[column]
            seen.add(column)
    return found


def _rough(exact: Profile, possible: Possible) -> Profile:
    """The profile with rough ends; those that are beyond what can be stay as they are."""
    span = exact.high - exact.low
    if not span:
        return exact
    least = Fraction(0) if exact.decimals is None else Fraction(1, 10**exact.decimals)
    low, high = (max(least, _unit(end, span)) for end in (exact.low, exact.high))
    low, high = exact.low // low * low, -(-exact.high // high) * high
    (least_given, _), (most_given, _) = possible.given_ends
    low = max(low, min(exact.low, least_given))
    high = min(high, max(exact.high, most_given))
    return replace(exact, low=_on_grid(low, exact.low, least), high=_on_grid(high, exact.high, least))


def _on_grid(end: Fraction, exact: Fraction, least: Fraction) -> Fraction:
    """A rough end, but the true one where that alone is a multiple of the last decimal."""
    return exact if least and end % least else end


def _unit(end: Fraction, span: Fraction) -> Fraction:
    """The place of the second digit of an end, or of the difference of both where that is finer."""
    size = min(abs(end) or span, span)
    return Fraction(10) ** (math.floor(math.log10(size)) - 1)


__all__ = ["Layout", "kept", "roughly"]
