"""What can be known about a rule set without data: one file a check.

A check is a module with `ID`, `SEVERITY`, `WHY` (one sentence), `PASSES` and `FAILS` (two rule sets in YAML,
laid over the smallest rule set there is, that are its tests) and `check`, a generator of diagnostics. Those
of `AT_LOAD` are looked at whenever a rule set is loaded; the others when it is checked. A proof's `check`
gives trials, which a solver settles together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from types import ModuleType
from typing import TYPE_CHECKING, Protocol, cast

from ..meaning.model import RuleSet
from ..meaning.steps_in_order import has_steps
from ..words.diagnostics import Diagnostic, Severity, Text, say
from . import (
    ambiguous_boundary,
    answer_or_score,
    answers_alike,
    bands,
    corresponding_ratings,
    duplicate_condition,
    effective_dates,
    files,
    half_notch,
    hundredth,
    identity,
    idle_function,
    idle_key,
    judgement_gap,
    judgement_overlap,
    limit_grid,
    limit_order,
    may_not_apply,
    missing_source,
    missing_title,
    no_number,
    options_alike,
    other_threshold,
    question_twice,
    range_,
    range_grid,
    rating_step,
    rating_twice,
    ratings_alike,
    reference_gap,
    ruleset_name,
    short_formula,
    suppression,
    table_gap,
    thresholds,
    title_language,
    title_twice,
    undecided,
    unit_name,
    unused,
    variant_order,
    weights_missing,
    weights_mixed,
    weights_sum,
    weights_unused,
    without_patch,
    word_gap,
    zero_weight,
)
from .band_ranges import check as band_ranges
from .variant_proofs import Variant, proved_of_all, told_once, variants_of

if TYPE_CHECKING:
    from ..meaning.settling import Trial
    from ..meaning.worlds_of_rules import Worlds
    from .finding import Result


class Explained(Protocol):
    """What `ken check --explain` answers."""

    @property
    def ID(self) -> str:  # noqa: N802
        """The code of its findings."""

    @property
    def SEVERITY(self) -> Severity:  # noqa: N802
        """How grave its usual finding is."""

    @property
    def WHY(self) -> Text:  # noqa: N802
        """What goes wrong where it finds something, in one sentence."""

    @property
    def PASSES(self) -> str:  # noqa: N802
        """YAML or a call in which it finds nothing."""

    @property
    def FAILS(self) -> str:  # noqa: N802
        """The same in which it finds something."""


class Check(Explained, Protocol):
    check: Callable[[RuleSet], Iterator[Diagnostic]]


class Proof(Explained, Protocol):
    check: Callable[[Worlds], Iterator[Trial[Result]]]


def _checks(*modules: ModuleType) -> tuple[Check, ...]:
    return tuple(cast(Check, module) for module in modules)


AT_LOAD = _checks(
    weights_missing,
    weights_unused,
    weights_mixed,
    weights_sum,
    bands,
    thresholds,
    range_,
    duplicate_condition,
    rating_twice,
    rating_step,
    limit_order,
    may_not_apply,
)
_OF_PLAN = _checks(bands, range_, rating_step, limit_order, may_not_apply)
"""Those of them that ask what scores can be."""

FURTHER = _checks(
    half_notch,
    no_number,
    table_gap,
    word_gap,
    limit_grid,
    other_threshold,
    range_grid,
    idle_key,
    variant_order,
    without_patch,
    options_alike,
    ambiguous_boundary,
    answer_or_score,
    answers_alike,
    zero_weight,
    unused,
    question_twice,
    ratings_alike,
    hundredth,
    idle_function,
    short_formula,
    judgement_gap,
    judgement_overlap,
    missing_title,
    title_twice,
    title_language,
    missing_source,
    unit_name,
)


def proofs() -> tuple[Proof, ...]:
    """The checks that prove something, which load a solver."""
    from . import (
        case_gap,
        constant_condition,
        constant_step,
        gap,
        monotone,
        overlap,
        refuted_claim,
        shadowed,
        target_impossible,
        unreachable,
        unreachable_case,
        unreachable_row,
        unreached_limit,
    )

    of_ratings = (gap, overlap, unreachable, shadowed, monotone, constant_condition)
    of_whole = (target_impossible, refuted_claim)
    of_steps = (case_gap, unreachable_case, constant_step, unreachable_row, unreached_limit)
    return tuple(cast(Proof, module) for module in (*of_ratings, *of_whole, *of_steps))


def every() -> tuple[Check | Proof, ...]:
    """The checks that look at one rule set, and have rule sets for examples."""
    return (*AT_LOAD, *FURTHER, *proofs())


def explained() -> tuple[Explained, ...]:
    """Everything that this room and its users print by a code of its own, with its reason and examples."""
    return (
        *every(),
        *(
            cast(Explained, module)
            for module in (
                ruleset_name,
                identity,
                reference_gap,
                corresponding_ratings,
                effective_dates,
                suppression,
                undecided,
            )
        ),
        *files.TOLD,
    )


def meant(rules: RuleSet, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings without those that the rule set says are meant."""
    return suppression.meant(
        rules,
        found,
        {check.ID for check in every()} | {effective_dates.ID, identity.ID, reference_gap.ID, "resembles"},
    )


def check_rules(rules: RuleSet, *, is_sound: bool = True) -> Iterator[Diagnostic]:
    """Every finding of the checks that a rule set is loaded with. Where an expression of it means nothing (it
    is not sound) nothing is asked of the plan that would have to run it."""
    is_run = not is_sound and any(has_steps(rules, node) for node in rules.nodes.values())
    for check in AT_LOAD:
        if not (is_run and check in _OF_PLAN):
            yield from check.check(rules)
    yield from ruleset_name.check(rules)


def check_further(
    rules: RuleSet, earlier: Iterable[RuleSet], older: Mapping[str, RuleSet | None], seconds: float
) -> Iterator[Diagnostic]:
    """Every finding of the others, proofs among them, in so many seconds. What was not proved is said.
    `earlier` are the rule sets of the family that may be in force before this one, the last first; `older`
    those of which `corresponds` speaks, by name."""
    found = list(_unproved(rules))
    proofs_found = proved_of_all(rules, seconds, _proved_of)
    yield from (*found, *told_once(proofs_found))
    ranges = list(_ranges(rules, list(chain(*proofs_found.values()))))
    yield from ranges
    yield from _of_variants(rules, [*found, *ranges], proofs_found, seconds)
    yield from effective_dates.check(rules, earlier)
    yield from corresponding_ratings.check(rules, older)


def check_beside(rules: RuleSet, found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """Further errors, as far as they need no proof and are not meant, beside those that say nothing else than
    that weights do not add up; nothing beside others."""
    if {told.code for told in found if told.severity == "error"} == {weights_sum.ID}:
        beside = [*_unproved(rules), *band_ranges(rules, is_proved=False)]
        # what is meant and not found may be found by the others
        errors = (told for told in meant(rules, beside) if told.severity == "error")
        yield from (told for told in errors if told.code != suppression.ID)


def _proved_of(variant: Variant, seconds: float) -> list[Diagnostic]:
    """What is proved of one variant, in so many seconds."""
    found = proved(proofs(), variant.rules, seconds, variant)
    return list(_caused_once(variant.rules, list(found)))


def _ranges(rules: RuleSet, proofs_found: Sequence[Diagnostic]) -> Iterator[Diagnostic]:
    """What is found of the ranges of bands, beside what was proved."""
    known = {(told.code, told.about) for told in proofs_found}
    is_proved = undecided.ID not in {told.code for told in proofs_found}
    yield from (
        told for told in band_ranges(rules, is_proved=is_proved) if (told.code, told.about) not in known
    )


def _unproved(rules: RuleSet) -> Iterator[Diagnostic]:
    for check in FURTHER:
        yield from check.check(rules)
    yield from identity.check(rules)
    yield from reference_gap.check(rules)


_OF_THE_WHOLE = (unused.ID, options_alike.ID, without_patch.ID, variant_order.ID)
"""Checks that look at a rule set with its variants."""


def _of_variants(
    rules: RuleSet,
    known: Iterable[Diagnostic],
    proofs_found: Mapping[str, Sequence[Diagnostic]],
    seconds: float,
) -> Iterator[Diagnostic]:
    """What is found in variants without proofs, and not in the rules without them (`known`), in so many
    seconds; what was not looked at is said. `proofs_found` is what was proved of variants, by name."""
    told = {(found.code, found.position, str(found.message)) for found in known}
    from ..meaning.settling import Budget

    budget, named = Budget(seconds), variants_of(rules)
    for place, (words, variant) in enumerate(rules.variants.items()):
        if budget.left <= 0:
            yield undecided.variants_left(rules, len(rules.variants) - place)
            return
        proved_here = next((proofs_found[own.name] for own in named if own.rules is variant), None)
        if proved_here is None:  # no unit is rated by it
            continue
        for found in (*_unproved(variant), *_ranges(variant, proved_here)):
            mark = (found.code, found.position, str(found.message))
            if found.code not in _OF_THE_WHOLE and mark not in told:
                told.add(mark)
                chosen_by = [word for word in words if word is not None]
                message = say("{finding} (variant {words})", finding=found.message, words=chosen_by)
                yield replace(found, message=message)


def _caused_once(rules: RuleSet, found: list[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings without bands that cannot be reached because their own condition is never true, which is
    told of the condition."""
    from . import constant_condition, unreachable

    said = [
        text
        for told in found
        if told.code == constant_condition.ID
        for text in (told.message, told.message.arguments.get("finding"))
    ]
    idle = {
        band.position
        for band in rules.bands
        if band.when is not None and constant_condition.never_true(band.rating, band.when) in said
    }
    yield from (told for told in found if told.code != unreachable.ID or told.position not in idle)


def proved(
    checks: Iterable[Proof], rules: RuleSet, seconds: float, variant: Variant | None = None
) -> Iterator[Diagnostic]:
    """Every finding of some proofs, in so many seconds for all of them; and what of them is not settled. Of a
    `variant` only the units that it is chosen for are looked at."""
    from ..meaning.settling import Budget, settle
    from ..meaning.spaces import made_readable
    from ..meaning.worlds_of_rules import Worlds
    from .finding import Witnessed

    chosen = () if variant is None else variant.choosing
    budget, worlds = Budget(seconds), Worlds(rules, chosen, () if variant is None else variant.words)
    trials = {check.ID: list(check.check(worlds)) for check in checks}
    settle([trial for own in trials.values() for trial in own], budget)
    results = [result for own in trials.values() for trial in own for result in trial.results]
    yield from (_narrowed(result, worlds) for result in results if isinstance(result, Diagnostic))
    shown = [result for result in results if isinstance(result, Witnessed)]
    readable = made_readable([result.shown for result in shown], budget)
    for result, witnesses in zip(shown, readable, strict=True):
        told = replace(result.told(witnesses), shown=tuple(witness.data for witness in witnesses))
        yield _narrowed(told, worlds) if result.of_all else told
    for check, own in trials.items():
        if rule := next((trial.beyond for trial in own if trial.beyond is not None), None):
            yield undecided.beyond(check, rules, rule)
        left = [trial for trial in own if trial.beyond is None and not trial.is_decided]
        yield from undecided.left(check, rules, {trial.about: trial.is_hopeless for trial in left})


def _narrowed(finding: Diagnostic, worlds: Worlds) -> Diagnostic:
    """What was proved, and of whom."""
    if not worlds.is_partial or finding.severity == "note":
        return finding
    return replace(finding, message=say("{finding} (of units that lack nothing)", finding=finding.message))


__all__ = [
    "AT_LOAD",
    "FURTHER",
    "check_beside",
    "check_further",
    "check_rules",
    "every",
    "explained",
    "meant",
    "proofs",
    "proved",
]
