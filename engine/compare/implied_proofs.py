"""What was proved of two rule sets, without any data: which ratings one unit can have by both, and whether
statements hold. Rules with variants are looked at variant by variant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from itertools import product
from typing import Any

from ..checks.variant_proofs import Variant, variants_of
from ..meaning.arithmetic.terms import BeyondProof
from ..meaning.model import OwnClaim, RuleSet
from ..meaning.readings import all_forms, reading
from ..meaning.settling import SECONDS, Budget, Question, Steps, Trial, own_solvers, settle
from ..meaning.spaces import Shown, made_readable
from ..meaning.statement_reading import WHERE, statement
from ..meaning.statements import Statement
from ..meaning.witnesses import Witness
from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from .implied import Implied
from .together import Together


@dataclass(frozen=True)
class Example:
    """Scores of one unit, as each rule set sees them."""

    old: Witness
    new: Witness


@dataclass(frozen=True)
class Transition:
    """Whether a unit can have the one rating by the old and the other by the new rule set; None where that
    was not decided."""

    old: str
    new: str
    possible: bool | None
    example: Example | None = None


@dataclass(frozen=True)
class Verdict:
    """Whether a statement holds for all scores; None where that was not decided. `counterexample` is one
    where it does not, `beyond` what in the statement is beyond the logic of the proofs; `own` is the claim
    of a file that says it."""

    statement: Statement
    holds: bool | None
    counterexample: Example | None = None
    beyond: str | None = None
    own: OwnClaim | None = None


@dataclass(frozen=True)
class Proofs:
    """What was proved about two rule sets; `beyond` says why nothing could be, or not of all variants."""

    transitions: tuple[Transition, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    assumptions: tuple[Text, ...] = ()
    beyond: Text | None = None


def understood(old: RuleSet, new: RuleSet, claims: Sequence[str]) -> None:
    """Reads claims and proves nothing. Raises KenError with everything that is wrong with any of them, each
    by its text where there are several."""
    wrong: list[Diagnostic] = []
    for claim in claims:
        try:
            for pair in variant_pairs(old, new):
                _statement(claim, pair, (old, new))
        except KenError as error:
            where = WHERE if len(claims) == 1 else Position(f"{WHERE.file} {claim!r}")
            wrong += [replace(found, position=where) for found in error.diagnostics]
    if wrong:
        raise KenError(wrong)


def _statement(claim: str, pair: tuple[Variant, Variant], wholes: tuple[RuleSet, RuleSet]) -> Statement:
    """A claim about a pair of variants, which may name every rating of the rule sets."""
    return statement(claim, *(variant.rules for variant in pair), wholes=wholes)


@own_solvers()
def proofs(
    old: RuleSet,
    new: RuleSet,
    claims: Sequence[str] = (),
    *,
    transitions: bool = True,
    seconds: float = SECONDS,
) -> Proofs:
    """Which ratings a unit can have by both rule sets, and whether claims hold; all of it in so many seconds.

    Raises KenError when a claim cannot be understood."""
    budget = Budget(seconds)
    forms = [_Form(pair, (old, new), claims) for pair in variant_pairs(old, new)]
    without = [rules.id for rules in (old, new) if not rules.bands]
    if without:
        return Proofs(beyond=say("Nothing is proved: {rules} gives no ratings.", rules=without[0]))
    known = [form for form in forms if form.implied is not None]
    if not known:
        return Proofs(beyond=say("Nothing is proved: {reason}.", reason=forms[0].beyond))
    against = [_Asked(forms, [form.against(number) for form in known]) for number in range(len(claims))]
    pairs = _rating_pairs(old, new) if transitions else []
    can_be = [_Asked(forms, [form.can_be(*pair) for form in known]) for pair in pairs]
    nearest = sorted(range(len(pairs)), key=_farness(pairs).__getitem__)
    settle(
        [trial for asked in (*against, *(can_be[number] for number in nearest)) for trial in asked.trials],
        budget,
    )
    every = [*against, *can_be]
    shown = [asked.shown for asked in every]
    readable = iter(made_readable([witnesses for witnesses in shown if witnesses is not None], budget))
    examples = [None if witnesses is None else Example(*next(readable)) for witnesses in shown]
    return Proofs(
        tuple(
            Transition(*pair, asked.is_possible, example)
            for pair, asked, example in zip(pairs, can_be, examples[len(against) :], strict=True)
        ),
        tuple(
            _verdict(form_claim, asked, example)
            for form_claim, asked, example in zip(known[0].claims, against, examples, strict=False)
        ),
        _once(assumption for form in known for assumption in form.assumptions),
        _left_out(forms),
    )


class _Form:
    """A pair of variants of two rule sets, and what they imply; None with the reason where the logic of the
    proofs does not reach them. Raises KenError when a claim cannot be understood."""

    def __init__(
        self, pair: tuple[Variant, Variant], wholes: tuple[RuleSet, RuleSet], claims: Sequence[str]
    ) -> None:
        self.pair = pair
        rules = [variant.rules for variant in pair]
        self.claims = [_statement(claim, pair, wholes) for claim in claims]
        self.implied: Implied | None = None
        self.beyond: Text | None = None
        without = [own for own in rules if not own.bands]
        if without:
            self.beyond = say("{rules} gives no ratings", rules=without[0].id)
            return
        try:
            self.implied = Implied(*pair, wholes, self.claims)
        except BeyondProof as rule:
            self.beyond = say("the logic of the proofs does not reach {rule}", rule=str(rule))

    @property
    def name(self) -> str:
        """By the words of the variants."""
        return " / ".join(dict.fromkeys(variant.name for variant in self.pair if variant.name))

    def can_be(self, one: str, other: str) -> Callable[[], Question | None]:
        """Whether a unit can have two ratings; None where these variants do not give them."""
        assert self.implied is not None
        return partial(self.implied.can_be, one, other)

    def against(self, number: int) -> Callable[[], Question | None]:
        """The scores for which a claim does not hold."""
        assert self.implied is not None
        return partial(self.implied.against, self.claims[number])

    @property
    def assumptions(self) -> tuple[Text, ...]:
        """What is taken for granted."""
        return () if self.implied is None else self.implied.assumptions


class _Asked:
    """Whether something can be, asked of several pairs of variants: until one shows it."""

    def __init__(self, forms: Sequence[_Form], asked: Sequence[Callable[[], Question | None]]) -> None:
        self.is_complete = all(form.implied is not None for form in forms)
        self.shown: Shown | None = None
        self.trials = [Trial[Shown]("", self._steps(question)) for question in asked]

    def _steps(self, asked: Callable[[], Question | None]) -> Steps[Shown]:
        question = asked()
        if question is not None:
            shown = yield _Unless(self, question)
            self.shown = self.shown or shown

    @property
    def is_possible(self) -> bool | None:
        """None where that was not decided."""
        if self.shown is not None:
            return True
        is_never = self.is_complete and all(trial.is_decided for trial in self.trials)
        return False if is_never else None


@dataclass(frozen=True)
class _Unless(Question):
    """A question that is not asked any more once something was shown."""

    asked: _Asked
    question: Question

    def answered(self, budget: Budget) -> Any:
        """None where it is not asked any more."""
        return None if self.asked.shown is not None else self.question.answered(budget)


def variant_pairs(old: RuleSet, new: RuleSet) -> Iterator[tuple[Variant, Variant]]:
    """The pairs of variants by which one unit can be rated."""
    same = {
        one: other
        for one, other in Together((old, new)).between(0, 1).inputs
        if reading(old, one, of_missing=False) == reading(new, other, of_missing=False)
    }
    for one, other in product(variants_of(old), variants_of(new)):
        places = [
            (place, other.choosing.index(same[path]))
            for place, path in enumerate(one.choosing)
            if same.get(path) in other.choosing
        ]
        words = (
            [
                {tuple(numbers[place] for place in own) for numbers in variant.words}
                for variant, own in zip((one, other), zip(*places, strict=True), strict=True)
            ]
            if places
            else []
        )
        if not places or not words[0].isdisjoint(words[1]):
            yield one, other


def _verdict(claim: Statement, against: _Asked, counterexample: Example | None) -> Verdict:
    """What became of a claim, by what became of the search for scores for which it does not hold."""
    is_refuted = against.is_possible
    beyond = next((trial.beyond for trial in against.trials if trial.beyond is not None), None)
    holds = None if is_refuted is None else not is_refuted
    return Verdict(claim, holds, counterexample, None if beyond is None or holds is False else str(beyond))


def _left_out(forms: Sequence[_Form]) -> Text | None:
    """Of which variants nothing is proved, and why."""
    left = [form for form in forms if form.beyond is not None]
    if not left:
        return None
    names = [form.name for form in left]
    return say("Nothing is proved of {variants}: {reason}.", variants=names, reason=left[0].beyond)


def _once(texts: Iterator[Text]) -> tuple[Text, ...]:
    return tuple({str(text): text for text in texts}.values())


def _rating_pairs(old: RuleSet, new: RuleSet) -> list[tuple[str, str]]:
    """Every rating of the old rules, of any variant, with every one of the new ones."""
    olds, news = (
        dict.fromkeys(band.rating for form in all_forms(rules) for band in form.bands) for rules in (old, new)
    )
    return [(one, other) for one in olds for other in news]


def _farness(pairs: Sequence[tuple[str, str]]) -> list[Fraction]:
    """How far the places of two ratings are from each other: those at like places are asked first. Where the
    time does not suffice for all, these are the ones that matter."""
    olds, news = (list(dict.fromkeys(pair[side] for pair in pairs)) for side in range(2))
    return [
        abs(Fraction(olds.index(one), len(olds)) - Fraction(news.index(other), len(news)))
        for one, other in pairs
    ]


__all__ = ["Example", "Proofs", "Transition", "Verdict", "proofs", "variant_pairs"]
