"""What a rule set claims of its own results, read and held against its names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from ..meaning.model import OwnClaim, RuleSet, Title
from ..meaning.statement_reading import statement
from ..words.diagnostics import Diagnostic, KenError, say
from .document import Document


def with_claims(document: Document, rules: RuleSet) -> tuple[RuleSet, list[Diagnostic]]:
    """The rule set with its claims, each variant with what they say of its units; and what is wrong with
    them, told once where several variants have it."""
    faults = list(_twice(document))
    variants = {}
    for words, variant in rules.variants.items():
        claims, own = _claims(document, variant, rules)
        variants[words] = replace(variant, claims=claims)
        faults += own
    claims, own = _claims(document, rules, rules)
    told = {(fault.position, str(fault.message)): fault for fault in [*own, *faults]}
    return replace(rules, claims=claims, variants=variants), list(told.values())


def _claims(
    document: Document, rules: RuleSet, whole: RuleSet
) -> tuple[tuple[OwnClaim, ...], list[Diagnostic]]:
    """The claims that mean something in a rule set, which may be a variant of the whole."""
    claims: list[OwnClaim] = []
    faults: list[Diagnostic] = []
    for number, data in enumerate(_written(document)):
        position = document.value_at(("claims", number, "holds"))
        try:
            said = statement(data["holds"], rules, wholes=(whole,))
        except KenError as problem:
            faults += [replace(fault, position=position) for fault in problem.diagnostics]
            continue
        titles = Title(data.get("title")), Title(data.get("because"))
        claims.append(OwnClaim(data["id"], said, *titles, position))
    return tuple(claims), faults


def _written(document: Document) -> list[dict[str, Any]]:
    return cast("dict[str, Any]", document.data).get("claims") or []


def _twice(document: Document) -> Iterator[Diagnostic]:
    """Claims of one id."""
    ids: set[str] = set()
    for number, data in enumerate(_written(document)):
        if data["id"] in ids:
            message = say("two claims are called “{id}”", id=data["id"])
            position = document.value_at(("claims", number, "id"))
            yield Diagnostic("duplicate-id", message, position, say("give one of them another id"))
        ids.add(data["id"])


__all__ = ["with_claims"]
