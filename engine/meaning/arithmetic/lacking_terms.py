"""What the arithmetic of units that may lack something is made of: numbers with where they are there, truths
with where they are told, and truths joined without those that say nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import z3

from .terms import Term

ALWAYS, NEVER = z3.BoolVal(val=True), z3.BoolVal(val=False)
_ALWAYS_ID, _NEVER_ID = ALWAYS.get_id(), NEVER.get_id()  # of each there is but one term


@dataclass(frozen=True)
class MayLack:
    """A number, and where it is there; what the term is elsewhere means nothing."""

    term: Term
    there: Term = ALWAYS


@dataclass(frozen=True)
class MayHold:
    """Where a truth is known to hold, and where it is known not to."""

    yes: Term
    no: Term


def always(truth: Term) -> bool:
    """Whether a truth is the one that always holds."""
    return bool(truth.get_id() == _ALWAYS_ID)


def impossible(truth: Term) -> bool:
    """Whether a truth is the one that never holds."""
    return bool(truth.get_id() == _NEVER_ID)


def all_of(truths: Iterable[Term]) -> Term:
    """That all hold, without those that always do."""
    parts = {truth.get_id(): truth for truth in truths if not always(truth)}
    if any(impossible(truth) for truth in parts.values()):
        return NEVER
    return z3.And(*parts.values()) if len(parts) > 1 else next(iter(parts.values()), ALWAYS)


def one_of(truths: Iterable[Term]) -> Term:
    """That one holds, without those that never do."""
    parts = {truth.get_id(): truth for truth in truths if not impossible(truth)}
    if any(always(truth) for truth in parts.values()):
        return ALWAYS
    return z3.Or(*parts.values()) if len(parts) > 1 else next(iter(parts.values()), NEVER)


def never(truth: Term) -> Term:
    """That it does not hold."""
    return NEVER if always(truth) else ALWAYS if impossible(truth) else z3.Not(truth)


__all__ = ["ALWAYS", "NEVER", "MayHold", "MayLack", "all_of", "always", "impossible", "never", "one_of"]
