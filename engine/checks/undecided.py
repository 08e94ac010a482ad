"""What was not proved, and not disproved either."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..meaning.model import OwnClaim, RuleSet
from ..words.diagnostics import Diagnostic, Severity, counted, say

ID = "undecided"
SEVERITY: Severity = "note"
CLAIMS = "refuted-claim"
"""The check of claims: what it leaves open is told where each of them stands."""
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


def left(check: str, rules: RuleSet, about: Mapping[str, bool]) -> Iterator[Diagnostic]:
    """What a check has not settled, and whether more time would not help: of claims each by itself, of all
    else once for the check."""
    claims = {own.id: own for own in rules.claims} if check == CLAIMS else {}
    if claims:
        yield from (claim_left(claims[name], is_hopeless=hopeless) for name, hopeless in about.items())
    elif about:
        yield _unsettled(check, rules, list(about), is_hopeless=all(about.values()))


def _unsettled(check: str, rules: RuleSet, about: Sequence[str], *, is_hopeless: bool) -> Diagnostic:
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


def claim_left(own: OwnClaim, *, is_hopeless: bool = False) -> Diagnostic:
    """The work that may be done did not suffice for a claim; or no claim could be looked at."""
    message = say("the claim {claim} was neither proved nor refuted", claim=own.id)
    hint = (
        say("test the rule set on data instead")
        if is_hopeless
        else say("give it more time with --seconds, or test the rule set on data")
    )
    return Diagnostic(ID, message, own.position, hint, "warning", own.id)


def variants_left(rules: RuleSet, count: int) -> Diagnostic:
    """The time was too short to look at so many variants."""
    message = counted(
        count,
        "{count} variant was not looked at for lack of time",
        "{count} variants were not looked at for lack of time",
    )
    hint = say("give it more time with --seconds")
    return Diagnostic(ID, message, rules.position, hint, SEVERITY, rules.id)
