"""Claims of files about two rule sets: what became of each, and what is told of those that do not hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..book.claims_files import ClaimsFile
from ..checks import refuted_claim, undecided
from ..meaning.model import OwnClaim
from ..verify.refuting_cases import Refutation
from ..words.diagnostics import Diagnostic, say
from .difference_sections import example_in_words
from .implied_proofs import Proofs, Verdict


def statements_of(files: Sequence[ClaimsFile]) -> list[str]:
    """What the claims of some files say, in their order."""
    return [claim.statement.text for file in files for claim in file.claims]


def with_owners(proofs: Proofs, files: Sequence[ClaimsFile]) -> Proofs:
    """Proofs whose last verdicts are of the claims of some files: each knows its claim."""
    claims = [claim for file in files for claim in file.claims]
    if not claims or not proofs.verdicts:
        return proofs
    first = len(proofs.verdicts) - len(claims)
    owned = (
        replace(verdict, own=claim) for verdict, claim in zip(proofs.verdicts[first:], claims, strict=True)
    )
    return replace(proofs, verdicts=(*proofs.verdicts[:first], *owned))


def claims_told(proofs: Proofs, files: Sequence[ClaimsFile]) -> Iterator[Diagnostic]:
    """A finding for each claim of a file that does not hold, or of which it is not decided."""
    if proofs.beyond is not None and not proofs.verdicts:
        claims = (claim for file in files for claim in file.claims)
        yield from (undecided.claim_left(claim, is_hopeless=True) for claim in claims)
    for verdict in proofs.verdicts:
        if verdict.own is not None and verdict.holds is not True:
            yield _told(verdict, verdict.own)


def refutations_of(proofs: Proofs) -> list[Refutation]:
    """The claims that do not hold, each with its unit as both rule sets have it."""
    return [
        Refutation(verdict.statement, (example.old.data, example.new.data), verdict.own)
        for verdict in proofs.verdicts
        if (example := verdict.counterexample) is not None
    ]


def _told(verdict: Verdict, claim: OwnClaim) -> Diagnostic:
    if verdict.counterexample is not None:
        example = verdict.counterexample
        message = say(
            "the claim {claim} does not hold: {witness}",
            claim=refuted_claim.named(claim),
            witness=example_in_words(example),
        )
        return Diagnostic(
            refuted_claim.ID,
            message,
            claim.position,
            refuted_claim.mending(claim),
            refuted_claim.SEVERITY,
            claim.id,
            shown=(example.old.data, example.new.data),
        )
    if verdict.beyond is not None:
        return undecided.claim(claim, verdict.beyond)
    return undecided.claim_left(claim)


__all__ = ["claims_told", "refutations_of", "statements_of", "with_owners"]
