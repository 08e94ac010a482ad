"""What the arithmetic of units that may lack something is made of: numbers with where they are there, truths
with where they are told, and truths joined without those that say nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import z3

from .terms import Term


def true() -> Term:
    """The truth that always holds."""
    return z3.BoolVal(val=True)


def false() -> Term:
    """The truth that never holds."""
    return z3.BoolVal(val=False)


@dataclass(frozen=True)
class MayLack:
    """A number, and where it is there; what the term is elsewhere means nothing."""

    term: Term
    there: Term = field(default_factory=true)


@dataclass(frozen=True)
class MayHold:
    """Where a truth is known to hold, and where it is known not to."""

    yes: Term
    no: Term


def always(truth: Term) -> bool:
    """Whether a truth is the one that always holds."""
    return bool(z3.Z3_get_bool_value(truth.ctx_ref(), truth.as_ast()) == z3.Z3_L_TRUE)


def impossible(truth: Term) -> bool:
    """Whether a truth is the one that never holds."""
    return bool(z3.Z3_get_bool_value(truth.ctx_ref(), truth.as_ast()) == z3.Z3_L_FALSE)


def all_of(truths: Iterable[Term]) -> Term:
    """That all hold, without those that always do."""
    parts = {truth.get_id(): truth for truth in truths if not always(truth)}
    if any(impossible(truth) for truth in parts.values()):
        return false()
    return z3.And(*parts.values()) if len(parts) > 1 else next(iter(parts.values()), true())


def one_of(truths: Iterable[Term]) -> Term:
    """That one holds, without those that never do."""
    parts = {truth.get_id(): truth for truth in truths if not impossible(truth)}
    if any(always(truth) for truth in parts.values()):
        return true()
    return z3.Or(*parts.values()) if len(parts) > 1 else next(iter(parts.values()), false())


def never(truth: Term) -> Term:
    """That it does not hold."""
    return false() if always(truth) else true() if impossible(truth) else z3.Not(truth)


__all__ = ["MayHold", "MayLack", "all_of", "always", "false", "impossible", "never", "one_of", "true"]
