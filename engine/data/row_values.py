"""What a row of a table gives a unit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ..meaning.arithmetic.exact import Exact, exact_value
from ..meaning.states import Given
from .claims import Claims


def given_of(claims: Claims, row: Mapping[str, object]) -> Given[Exact, bool | None]:
    """What a row, by column, gives: exact scores by path of a node, None where one is missing; a node's own
    column goes before that of an alias."""
    scores: dict[str, Exact] = {}
    answers: dict[str, Exact] = {}
    whole: dict[str, Exact] = {}
    refused = {
        path: True for path, columns in claims.refused.items() if any(row[column] for column in columns)
    }
    for claim in sorted(claims.nodes, key=lambda claim: claim.alias is not None):
        value = exact_value(row[claim.column])
        if claim.count is not None and value is not None:
            count = exact_value(row[claim.count])
            value = value / (claim.per * count) if count else None
        if claim.high is not None and value != exact_value(row[claim.high]):
            refused |= dict.fromkeys(claim.paths, True)
        own = scores if claim.count is None else answers
        for path in claim.paths:
            if own.get(path) is None:
                own[path] = value
        if claim.alias is not None and claim.alias == claim.name:
            whole[claim.alias] = value
    respondents = {
        path: exact_value(row[column]) or Fraction(0) for path, column in claims.respondents.items()
    }
    return Given(scores, answers, respondents, refused, whole=whole)


__all__ = ["given_of"]
