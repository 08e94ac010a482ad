"""What can be known about a rule set without data: one file a check.

A check is a module with `ID`, `SEVERITY`, `WHY` (one sentence), `PASSES` and `FAILS` (two rule sets in YAML, laid over the
smallest rule set there is, that are its tests) and `check`, a generator of diagnostics.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Protocol, cast

from ..diagnostics import Diagnostic, Severity, Text
from ..model import RuleSet
from . import bands, duplicate_condition, range_, thresholds, weights_sum


class Check(Protocol):
    ID: str
    SEVERITY: Severity
    WHY: Text
    PASSES: str
    FAILS: str
    check: Callable[[RuleSet], Iterator[Diagnostic]]


_MODULES: tuple[ModuleType, ...] = (weights_sum, bands, thresholds, range_, duplicate_condition)
ALL: tuple[Check, ...] = tuple(cast(Check, module) for module in _MODULES)


def check_rules(rules: RuleSet) -> Iterator[Diagnostic]:
    """Every finding of every check."""
    for each in ALL:
        yield from each.check(rules)
