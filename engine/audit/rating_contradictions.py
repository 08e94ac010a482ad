"""Ratings and results that the rules do not give for the figures beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import z3

from ..explain.conditions import Clause, band_verdict, taken_apart
from ..meaning.arithmetic.terms import BeyondProof, Term
from ..meaning.choosing import taken
from ..meaning.facts_in_words import UNKNOWN
from ..meaning.model import TOTAL, Band, Judgement, RuleSet
from ..meaning.settling import Budget, UndecidedError
from ..meaning.spaces import Space
from ..meaning.steps_in_order import bands_of
from ..meaning.worlds import World
from ..words.diagnostics import Text, say
from ..words.hints import did_you_mean
from ..words.numerals import decimal_text
from .audited_unit import AuditedUnit, Contradiction, band_named, words_for
from .figures import Word
from .score_contradictions import impossible

PROOF_SECONDS = 5.0
MOST_TOLD = 2  # ratings that are left possible; more say nothing

_OPPOSITE = {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}


def wrong_ratings(unit: AuditedUnit) -> Iterator[Contradiction]:
    """Ratings that the rules do not give for the figures, or that are of other rules."""
    checks: dict[str, _RatingCheck] = {}
    for word in unit.figures.ratings if unit.scheme.told else ():
        path = word.paths[0] if word.paths else TOTAL
        bands = bands_of(unit.rules, unit.rules.nodes[path])
        if not bands:
            continue
        check = checks.setdefault(path, _RatingCheck(unit, path, bands))
        band = band_named(bands, word.word)
        if band is not None and check.may_be(band):
            continue
        yield check.wrong(word, band)


@dataclass(frozen=True)
class _RatingCheck:
    """The rating of a node by the figures of a unit."""

    unit: AuditedUnit
    path: str
    bands: Sequence[Band]

    def may_be(self, band: Band) -> bool:
        """Whether the figures leave a rating possible, as far as that can be told."""
        result = self.unit.result
        if band.rating == (result.rating if self.path == TOTAL else result.word(self.path)):
            return True
        return self.possible is None or band.rating in self.possible

    @cached_property
    def right(self) -> Sequence[str]:
        """The ratings that the unit has: those left possible where they are few, else what the rules give;
        none where there is none."""
        if not self.unit.scheme.is_plain:
            return list(self.possible or ())
        if self.is_narrow and self.possible:
            return list(self.possible)
        return [] if self.unit.result.rating is None else [self.unit.result.rating]

    @property
    def is_narrow(self) -> bool:
        """Whether few ratings are left possible."""
        return self.possible is not None and len(self.possible) <= MOST_TOLD

    def wrong(self, word: Word, band: Band | None) -> Contradiction:
        """That a rating is not the unit's; `band` is what it names in these rules, None for nothing."""
        if band is None and self.path == TOTAL:
            other = self.unit.scheme.elsewhere(word.word)
            if other is not None:
                return self.of_another_scheme(word, other)
        code = "unknown-rating" if band is None else "wrong-rating"
        if band is None:
            hint = did_you_mean(word.word, [band.rating for band in self.bands])
        elif self.right:
            hint = say("write {given}, or mend the score", given=self.right)
        else:
            hint = say("take the rating out, or mend the score")
        message = self._of_node(word, band) if word.paths else self._of_unit(word, band)
        return self.unit.finding(code, message, self.arithmetic, word.position, hint)

    def _of_unit(self, word: Word, band: Band | None) -> Text:
        words = {
            "rating": word.word,
            "unit": self.unit.unit,
            "rules": self.unit.rules.id,
            "given": self.right,
        }
        if band is not None:
            if self.right or self.unit.scheme.is_plain:
                return say("“{unit}” is reported as {rating}, and {rules} gives {given}", **words)
            return say("“{unit}” is reported as {rating}, and {rules} gives it no rating", **words)
        if self.right:
            return say(
                "“{unit}” is reported as {rating}, which is no rating of {rules}; it gives {given}", **words
            )
        return say("“{unit}” is reported as {rating}, which is no rating of {rules}", **words)

    def _of_node(self, word: Word, band: Band | None) -> Text:
        words = {"node": word.name, "rating": word.word, "unit": self.unit.unit, "given": self.right}
        if band is not None and self.right:
            return say("{node} of “{unit}” is reported as {rating}, and the rules give {given}", **words)
        if band is not None:
            return say("{node} of “{unit}” is reported as {rating}, and the rules give it no rating", **words)
        if self.right:
            return say(
                "{node} of “{unit}” is reported as {rating}, which is no rating of it; the rules give "
                "{given}",
                **words,
            )
        return say("{node} of “{unit}” is reported as {rating}, which is no rating of it", **words)

    def of_another_scheme(self, word: Word, other: RuleSet) -> Contradiction:
        """That a rating is one of another rule set of the family."""
        unit, until = self.unit, other.effective[1]
        words = {
            "rating": word.word,
            "unit": unit.unit,
            "rules": unit.rules.id,
            "given": self.right,
            "other": other.id,
            "until": say("in force until {day}", day=until) if until else say("not in force"),
        }
        if self.right:
            hint = say("write {given}", given=self.right)
            message = say(
                "“{unit}” is reported as {rating}, a rating of {other} ({until}); {rules} gives {given}",
                **words,
            )
        else:
            hint = say("write a rating of {rules}", rules=unit.rules.id)
            message = say("“{unit}” is reported as {rating}, a rating of {other} ({until})", **words)
        return unit.finding("other-scheme", message, self.arithmetic, word.position, hint)

    @cached_property
    def arithmetic(self) -> str:
        """Why the unit has the rating that it has: the range and condition that gave it, with its numbers;
        else the total that is reported, and the ranges of ratings that it leaves possible."""
        unit, band = self.unit, taken(self.unit.result.outcome.bands)
        if not unit.scheme.is_plain:
            made = unit.in_words(unit.plan.rating_of(unit.rules.nodes[self.path]))
            return f"{made} → {', '.join(self.right) or UNKNOWN}"
        if unit.result.rating is not None:
            if band is None or band.rating != unit.result.rating:
                return UNKNOWN
            return _line(band_verdict(unit.plan, band, unit.result.outcome, holds=True).parts)
        total = unit.reported.get(TOTAL)
        told = [] if total is None else [f"{TOTAL} = {unit.shown(TOTAL, total.value)}"]
        for band in unit.rules.bands:
            if band.rating in self.right:
                bounds = [
                    "" if bound is None else unit.shown(TOTAL, bound)
                    for bound in (band.minimum, band.maximum)
                ]
                condition = f", {band.when.text}" if band.when else ""
                told.append(f"{band.rating}: {'–'.join(bounds)}{condition}")
        return "; ".join(told) or UNKNOWN

    @cached_property
    def possible(self) -> tuple[str, ...] | None:
        """Every rating that the figures leave possible, the rounding of each considered; None where that
        cannot be told."""
        unit = self.unit
        if unit.refused and unit.result.rating is None:
            return None
        if not unit.scheme.is_plain:
            return self._found()
        try:
            world = unit.scheme.world
            conditions = list(_reported(unit, world))
            solver, budget = Space.of(world).knowing(*conditions, *world.given), Budget(PROOF_SECONDS)
            if budget.ask(solver, *conditions) is None:
                return None  # the figures contradict each other, which is told by itself
            return tuple(
                dict.fromkeys(
                    band.rating
                    for band, given in zip(unit.rules.bands, world.given, strict=True)
                    if budget.ask(solver, given, *conditions) is not None
                )
            )
        except (BeyondProof, UndecidedError):
            return None

    def _found(self) -> tuple[str, ...] | None:
        """The ratings that the plan can give the figures; None where these contradict each other, which is
        told by itself."""
        if next(impossible(self.unit), None) is not None:
            return None
        outcome = self.unit.loose.found
        chosen = outcome.bands if self.path == TOTAL else outcome.node_bands.get(self.path)
        numbers = () if chosen is None or chosen.number is None else chosen.number.wholes
        return tuple(
            dict.fromkeys(self.bands[number].rating for number in numbers if number < len(self.bands))
        )


def _reported(unit: AuditedUnit, world: World) -> Iterator[Term]:
    """That the unit's scores are those that are reported, or such as are printed so."""
    for path, term in world.free.items():
        figure = unit.reported.get(path)
        if not unit.rules.nodes[path].is_raw:
            around = unit.loose.around(unit.rules.nodes[path])
            yield term >= z3.RealVal(around.low)
            yield term <= z3.RealVal(around.high)
        elif figure is not None:  # its raw value is free
            yield term == z3.RealVal(figure.value)
    for path, printed in world.outcome.printed.items():
        figure = unit.reported.get(path)
        is_made = bool(unit.rules.nodes[path].children) and path not in world.free
        if figure is not None and printed is not None and (path in world.plan.required or is_made):
            value = world.arithmetic.number(unit.printed(path, figure.value))
            yield world.arithmetic.compare("==", printed, value)


def wrong_results(unit: AuditedUnit) -> Iterator[Contradiction]:
    """Results that the scores beside them do not earn."""
    for word in unit.figures.results if unit.scheme.told else ():
        node = unit.rules.nodes[word.paths[0]]
        judgements = unit.rules.judgements.get(node.level, ())
        if not judgements or word.score is None:
            continue
        earned = _earned(unit, node.path, word.score)
        named = _judgement_named(judgements, word.word)
        if not earned or (named is not None and named in earned):
            continue
        score = unit.shown(node.path, word.score)
        right = list(dict.fromkeys(judgement.result for judgement in earned))
        words = {"node": word.name, "unit": unit.unit, "word": word.word}
        if named is None:
            code, arithmetic = "unknown-result", f"{score} → {', '.join(right)}"
            message = say(
                "{node} of “{unit}” is reported as {word}, which is no result of {rules}",
                **words,
                rules=unit.rules.id,
            )
            hint = did_you_mean(word.word, [judgement.result for judgement in judgements])
        else:
            code, arithmetic = "wrong-result", f"{score} → {', '.join(right)}"
            if unit.scheme.is_plain:
                result = unit.evaluated({node.path: word.score})
                arithmetic = _line(taken_apart(unit.plan, named.when, result.outcome, node.path))
            message = say(
                "{node} of “{unit}” is {value} and reported as {word}; it is {earned}",
                **words,
                value=score,
                earned=right,
            )
            hint = say("write {word}, or mend the score", word=right)
        yield unit.finding(code, message, arithmetic, word.position, hint)


def _earned(unit: AuditedUnit, path: str, score: Fraction) -> Sequence[Judgement]:
    """The judgements that a node with a score may have, by the figures beside it."""
    if unit.scheme.is_plain:
        earned = taken(unit.evaluated({path: score}).outcome.judged.get(path))
        return () if earned is None else (earned,)
    is_own = path in unit.loose.reported and unit.loose.reported[path] == score
    found = unit.loose.found if is_own else unit.bounds({path: score}, rounded=True).found
    judged = found.judged.get(path)
    numbers = () if judged is None or judged.number is None else judged.number.wholes
    return () if judged is None else [judged.cases[number] for number in numbers if number < judged.none]


def _judgement_named(judgements: Sequence[Judgement], word: str) -> Judgement | None:
    return next(
        (
            judgement
            for judgement in judgements
            if word.casefold() in words_for(judgement.result, judgement.title)
        ),
        None,
    )


def _line(clauses: Sequence[Clause]) -> str:
    """Comparisons with their numbers, as they are: min(instruments) = 67.75 < 85."""
    return "; ".join(
        f"{clause.text.split(f' {clause.sign} ')[0]} = {decimal_text(clause.left)} "
        f"{clause.sign if clause.holds else _OPPOSITE[clause.sign]} {decimal_text(clause.right)}"
        for clause in clauses
    )


__all__ = ["wrong_ratings", "wrong_results"]
