"""What a row of a table gives a unit."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from ..meaning.arithmetic.exact import Exact, exact_value
from ..meaning.states import Given
from .claims import Claims


def given_of(claims: Claims, row: Mapping[str, object]) -> Given[Exact, bool | None]:
    """What a row gives; a node's own column before that of an alias."""
    scores: dict[str, Exact] = {}
    answers: dict[str, Exact] = {}
    whole: dict[str, Exact] = {}
    refused = {
        path: True for path, columns in claims.refused.items() if any(row[column] for column in columns)
    }
    for each in sorted(claims.nodes, key=lambda found: found.alias is not None):
        value = exact_value(row[each.column])
        if each.count is not None and value is not None:
            count = exact_value(row[each.count])
            value = value / (each.per * count) if count else None
        if each.high is not None and value != exact_value(row[each.high]):
            refused |= dict.fromkeys(each.paths, True)
        own = scores if each.count is None else answers
        for path in each.paths:
            if own.get(path) is None:
                own[path] = value
        if each.alias is not None and each.alias == each.name:
            whole[each.alias] = value
    respondents = {
        path: exact_value(row[column]) or Fraction(0) for path, column in claims.respondents.items()
    }
    return Given(scores, answers, respondents, refused, whole=whole)


__all__ = ["given_of"]
