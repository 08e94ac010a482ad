"""What becomes of a unit, in a word."""

from __future__ import annotations

from .model import RuleSet

RATED, SCORED, INCOMPLETE, NOT_APPLICABLE = "rated", "scored", "incomplete", "not applicable"


def unit_status(rules: RuleSet, *, has_result: bool, leaves: bool) -> str:
    """Whether a unit is rated or, by rules without bands, scored; else why not. Its result is its rating, or
    what is printed of its total where there are no bands; a unit `leaves` to which the total does not
    apply."""
    if has_result:
        return RATED if rules.bands else SCORED
    return NOT_APPLICABLE if leaves else INCOMPLETE


__all__ = ["INCOMPLETE", "NOT_APPLICABLE", "RATED", "SCORED", "unit_status"]
