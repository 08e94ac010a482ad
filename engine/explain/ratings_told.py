"""What rated a node, in sentences: its bands, notches, and limits of the rating; and which variant of the
rules holds for the unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..meaning.arithmetic.exact import Exact
from ..meaning.choosing import taken
from ..meaning.facts_in_words import titled
from ..meaning.model import TOTAL, Band, Node, RuleSet
from ..meaning.names import RatingRecord
from ..meaning.scoring import RatingLimit
from ..meaning.steps_in_order import bands_of
from ..words.diagnostics import Text, say
from ..words.language import Language
from ..words.numerals import shown_text
from .decisions import Decision
from .unit_words import UnitWords, verbatim
from .worked_equations import figure


@dataclass(frozen=True)
class RatingsTold:
    """The ratings of one unit's nodes."""

    words: UnitWords
    language: Language

    def of(self, node: Node) -> Iterator[Decision]:
        """How a node with bands came to its rating."""
        record = self.words.exact.outcome.ratings.get(node.path)
        if record is None:
            return
        outcome = self.words.exact.outcome
        chosen = outcome.bands if node.path == TOTAL else outcome.node_bands.get(node.path)
        if chosen is None or chosen.number is None:
            return
        banded = self._name(node, record.banded)
        if banded is not None and node.path != TOTAL:
            yield self._banded(node, bands_of(self.words.rules, node)[int(record.banded or 0)])
        if banded is not None:
            yield from self.moved(node, record)
        rating = taken(chosen)
        if rating is None and node.path != TOTAL:
            yield Decision("bands", say("not rated"), {"rating": None})

    def _name(self, node: Node, number: Exact) -> str | None:
        bands = bands_of(self.words.rules, node)
        place = None if number is None else int(number)
        return None if place is None or place >= len(bands) else bands[place].rating

    def _banded(self, node: Node, band: Band) -> Decision:
        """Which of its own bands takes a node, and why."""
        printed = self.words.exact.outcome.printed[node.path]
        reasons = [] if printed is None else list(self._ends(node, band, Fraction(printed)))
        if band.when is not None:
            score = None if printed is None else (printed, printed)
            reasons.append(self.words.condition(band.when, node.path, score))
        data = {"rating": band.rating, "score": printed}
        rating = titled(band.rating, band.title, self.language)
        if not reasons:
            return Decision("bands", say("rated {rating}", rating=rating), data)
        words = say("rated {rating}: {reason}", rating=rating, reason=_joined(reasons))
        return Decision("bands", words, data)

    def _ends(self, node: Node, band: Band, printed: Fraction) -> Iterator[Text]:
        value = self.words.score(node, printed)
        places = self.words.places(node)
        low, high = (None if end is None else shown_text(end, places) for end in (band.minimum, band.maximum))
        if low is not None and low == high:
            yield say("{value} is {high}", value=value, high=low)
        elif low is not None and high is not None and not band.above and not band.below:
            yield say("{value} is in {range}", value=value, range=f"{low}..{high}")
        elif low is not None or high is not None:
            if low is not None:
                yield (
                    say("{value} is above {step}", value=value, step=low)
                    if band.above
                    else say("{value} is {step} or more", value=value, step=low)
                )
            if high is not None:
                yield (
                    say("{value} is below {last}", value=value, last=high)
                    if band.below
                    else say("{value} is {high} or less", value=value, high=high)
                )

    def moved(self, node: Node, record: RatingRecord[Exact, bool | None]) -> Iterator[Decision]:
        """What notches and limits made of what the bands gave."""
        yield from self._notches(node, record)
        number = record.notched
        for rating, truths in record.limits.items():
            holding = [limit for limit, holds in zip(_limits_of(node, rating), truths, strict=True) if holds]
            before = self._name(node, number)
            place = [band.rating for band in bands_of(self.words.rules, node)].index(rating)
            if not holding or before is None or number is None:
                continue
            moves = number < place
            number = Fraction(place) if moves else number
            yield self._limit(node, holding[0], before, moves=moves)

    def _notches(self, node: Node, record: RatingRecord[Exact, bool | None]) -> Iterator[Decision]:
        before, after = self._name(node, record.banded), self._name(node, record.notched)
        for notch, move in zip(node.notches, record.moves, strict=False):
            if not move:
                continue
            by = Fraction(move)
            words = _places(by)
            if notch.when is not None:
                printed = self.words.exact.outcome.printed[node.path]
                condition = self.words.condition(notch.when, node.path, (printed, printed))
                words = say("{what}, because {condition}", what=words, condition=condition)
            yield Decision("notches", words, {"places": by, "from": before, "to": after})
        if record.moves and before != after:
            words = say("notches: {before} becomes {after}", before=before, after=after)
            yield Decision("notches", words, {"from": before, "to": after})

    def _limit(self, node: Node, limit: RatingLimit, before: str, *, moves: bool) -> Decision:
        printed = self.words.exact.outcome.printed[node.path]
        condition = self.words.condition(limit.when, node.path, (printed, printed))
        why = say("no better than {rating}, because {condition}", rating=limit.rating, condition=condition)
        if limit.source:
            why = say("{what} [{source}]", what=why, source=verbatim(limit.source))
        data = {"rating": limit.rating, "condition": limit.when.text, "from": before, "moves": moves}
        words = (
            say("{what}: {before} becomes {after}", what=why, before=before, after=limit.rating)
            if moves
            else say("{what}; this changes nothing", what=why)
        )
        return Decision("no_better_than", words, data)

    # variants

    def variant(self, asked: RuleSet) -> Iterator[Decision]:
        """Which variant of the rules that were asked for holds for the unit."""
        if not asked.choosing or self.words.rules is asked:
            return
        values = [f"{path} = {self.words.said(path)}" for path in asked.choosing]
        data = {path: self.words.said(path) for path in asked.choosing}
        yield Decision("variant", say("rated by the rules for {values}", values=values), data)


def _places(by: Fraction) -> Text:
    """By how many places a notch moves a rating."""
    many = figure(abs(by))
    if by > 0:
        return say("one place better") if by == 1 else say("{count} places better", count=many)
    return say("one place worse") if by == -1 else say("{count} places worse", count=many)


def _limits_of(node: Node, rating: str) -> list[RatingLimit]:
    return [limit for limit in node.no_better_than if limit.rating == rating]


def _joined(texts: list[Text]) -> Text:
    first, *rest = texts
    return say("{first} and {second}", first=first, second=_joined(rest)) if rest else first


__all__ = ["RatingsTold"]
