"""What can be known about a rule set without data: one file a check.

A check is a module with `ID`, `SEVERITY`, `WHY` (one sentence), `PASSES` and `FAILS` (two rule sets in YAML, laid over the
smallest rule set there is, that are its tests) and `check`, a generator of diagnostics. Those of `AT_LOAD` are looked at
whenever a rule set is loaded; the others when it is checked. A proof's `check` is told how many seconds it may take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, Protocol, cast

from ..diagnostics import Diagnostic, Severity, Text, say
from ..model import RuleSet
from . import (
    ambiguous_boundary,
    bands,
    duplicate_condition,
    missing_source,
    missing_title,
    question_twice,
    range_,
    thresholds,
    unused,
    weights_sum,
    zero_weight,
)


class Check(Protocol):
    ID: str
    SEVERITY: Severity
    WHY: Text
    PASSES: str
    FAILS: str
    check: Callable[[RuleSet], Iterator[Diagnostic]]


class Proof(Protocol):
    ID: str
    SEVERITY: Severity
    WHY: Text
    PASSES: str
    FAILS: str
    check: Callable[[RuleSet, Any], Iterator[Diagnostic]]


def _checks(*modules: ModuleType) -> tuple[Check, ...]:
    return tuple(cast(Check, module) for module in modules)


AT_LOAD = _checks(weights_sum, bands, thresholds, range_, duplicate_condition)
FURTHER = _checks(ambiguous_boundary, zero_weight, unused, question_twice, missing_title, missing_source)


def proofs() -> tuple[Proof, ...]:
    """The checks that prove something, which load a solver."""
    from . import constant_condition, gap, monotone, overlap, shadowed, target_impossible, unreachable

    return tuple(cast(Proof, module) for module in (gap, overlap, unreachable, shadowed, monotone, constant_condition, target_impossible))


def every() -> tuple[Check | Proof, ...]:
    return (*AT_LOAD, *FURTHER, *proofs())


def check_rules(rules: RuleSet) -> Iterator[Diagnostic]:
    """Every finding of the checks that a rule set is loaded with."""
    for each in AT_LOAD:
        yield from each.check(rules)


def check_further(rules: RuleSet, seconds: float) -> Iterator[Diagnostic]:
    """Every finding of the others, proofs among them. What was not proved is said."""
    from ..arithmetic.symbols import BeyondProof
    from ..proofs import Budget, UndecidedError

    for each in FURTHER:
        yield from each.check(rules)
    for proof in proofs():
        try:
            yield from proof.check(rules, Budget(seconds))
        except UndecidedError:
            message = say("{check} was neither proved nor disproved in {seconds} seconds", check=proof.ID, seconds=seconds)
            yield Diagnostic("undecided", message, rules.position, say("give it more time with --seconds"), "warning", proof.ID)
        except BeyondProof as rule:
            message = say("{check} cannot be proved for rules with {rule}", check=proof.ID, rule=rule)
            yield Diagnostic("undecided", message, rules.position, say("test the rule set on data instead"), "note", proof.ID)
