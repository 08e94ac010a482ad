"""What was not proved, and not disproved either."""

from __future__ import annotations

from collections.abc import Sequence

from ..meaning.model import OwnClaim, RuleSet
from ..words.diagnostics import Diagnostic, Severity, counted, say

ID = "undecided"
SEVERITY: Severity = "note"
WHY = say(
    "A check that is silent has found a proof. Where it has none, because time ran out or the logic does "
    "not reach so far, it is not silent."
)
PASSES = """
combine: mean
bands: [{rating: high, when: a >= 50}, {rating: low}]
"""
FAILS = """
combine: mean
bands: [{rating: high, when: a / b >= 1}, {rating: low}]
"""


def unsettled(check: str, rules: RuleSet, about: Sequence[str], *, is_hopeless: bool) -> Diagnostic:
    """The time was too short; or the solver found no way, and would find none in more time."""
    named = [name for name in about if name]
    message = say("{check} was neither proved nor disproved", check=check)
    if named:
        message = say("{check} was neither proved nor disproved: {what}", check=check, what=named)
    if is_hopeless:
        return Diagnostic(
            ID, message, rules.position, say("test the rule set on data instead"), SEVERITY, check
        )
    return Diagnostic(
        ID,
        message,
        rules.position,
        say("give it more time with --seconds, or test the rule set on data"),
        "warning",
        check,
    )


def beyond(check: str, rules: RuleSet, rule: object) -> Diagnostic:
    """The rules have something that cannot be reasoned about."""
    message = say("{check} cannot be proved for rules with {rule}", check=check, rule=rule)
    return Diagnostic(ID, message, rules.position, say("test the rule set on data instead"), SEVERITY, check)


def claim(own: OwnClaim, rule: object) -> Diagnostic:
    """A claim, or the rules that it speaks of, has something that cannot be reasoned about."""
    message = say(
        "the claim {claim} was neither proved nor refuted: the logic of the proofs does not reach {rule}",
        claim=own.id,
        rule=str(rule),
    )
    return Diagnostic(ID, message, own.position, say("test the rule set on data instead"), "warning", own.id)


def variants_left(rules: RuleSet, count: int) -> Diagnostic:
    """The time was too short to look at so many variants."""
    message = counted(
        count,
        "{count} variant was not looked at for lack of time",
        "{count} variants were not looked at for lack of time",
    )
    hint = say("give it more time with --seconds")
    return Diagnostic(ID, message, rules.position, hint, SEVERITY, rules.id)
