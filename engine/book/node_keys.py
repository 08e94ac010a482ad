"""What is written at a node of how its score is made: raw values, cases, limits, roundings, contradictions,
and what limits its rating."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from ..meaning.expressions import Expression
from ..meaning.model import AnswerScale, Band, Title
from ..meaning.scoring import (
    NOT_APPLICABLE,
    Adjustment,
    Case,
    RatingLimit,
    RawValue,
    Refusal,
    RoundStep,
    StandIn,
)
from ..words.diagnostics import say
from ..words.numerals import decimal_text
from .document import Place
from .draft import Draft
from .points import range_of, table_of

POLICIES = ("error", "skip", "zero")
"""Words of `missing` that speak of what stands below; numbers speak of the node itself."""


class NodeKeys:
    """Reads the keys of nodes and inputs of one document."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.document = draft, draft.document

    # raw values

    def raw_value(self, data: Mapping[str, Any], place: Place) -> RawValue:
        """What is written under `value`, or at an input of numbers."""
        low, high = self._range(data, place)
        places, step = data.get("decimals"), data.get("step")
        if step is not None and step <= 0:
            self.draft.fault(
                "out-of-range",
                say("a step of {step} leads nowhere", step=step),
                self.document.value_at((*place, "step")),
                say("write a number above 0, for example 0.5"),
            )
            step = None
        missing = data.get("missing")
        self._judge_raw(data, low, high, place)
        return RawValue(
            low,
            high,
            None if places is None else int(places),
            data.get("rounding"),
            step,
            missing if isinstance(missing, Fraction) else None,
            bool(data.get("fixed")),
            data.get("in"),
        )

    def _range(self, data: Mapping[str, Any], place: Place) -> tuple[Fraction | None, Fraction | None]:
        """The ends of a range; those that were exchanged are put in order, for what is told beside."""
        low = high = None
        if isinstance(written := data.get("range"), str):
            ends = range_of(written)
            if ends is None:
                self.draft.fault(
                    "wrong-form",
                    say("“{text}” is no range of values", text=written),
                    self.document.value_at((*place, "range")),
                    say("write for example range: 0..100"),
                )
            else:
                low, high = ends
        elif isinstance(written, dict):
            low, high = written.get("min"), written.get("max")
        if low is not None and high is not None and low >= high:
            is_text = isinstance(written, str)
            hint = say("write the lowest value under min and the highest under max")
            if is_text:
                hint = say("write range: {low}..{high}", low=high, high=low)
            self.draft.fault(
                "scale",
                say(
                    "the range's max ({maximum}) is not above its min ({minimum})", maximum=high, minimum=low
                ),
                self.document.value_at((*place, "range") if is_text else (*place, "range", "max")),
                hint if low != high else say("write two ends that differ"),
            )
            low, high = (None, None) if low == high else (high, low)
        return low, high

    def _judge_raw(
        self, data: Mapping[str, Any], low: Fraction | None, high: Fraction | None, place: Place
    ) -> None:
        """Keeps what does not go together in what a raw value can be."""
        places, step, missing = data.get("decimals"), data.get("step"), data.get("missing")
        if data.get("range") is not None and data.get("one_of") is not None:
            message = say("a value is one of some words or lies in a range, not both")
            hint = say("delete range or one_of")
            self.draft.fault("two-ways", message, self.document.key_at((*place, "one_of")), hint)
        if data.get("rounding") is not None and places is None:
            message = say("rounding says how more decimals are read, and nothing says how many there are")
            hint = say("write decimals beside it, for example decimals: 1")
            self.draft.fault("missing-key", message, self.document.key_at((*place, "rounding")), hint)
        if step is not None and places is not None and (step * 10 ** int(places)).denominator != 1:
            message = say("steps of {step} have more decimals than {decimals}", step=step, decimals=places)
            hint = say("delete decimals; the step says which values there can be")
            self.draft.fault("two-ways", message, self.document.key_at((*place, "decimals")), hint)
        if not isinstance(missing, Fraction) or data.get("one_of") is not None:
            return
        if (low is not None and missing < low) or (high is not None and missing > high):
            message = say(
                "an empty cell stands for {missing}, which no value is: they lie in {range}",
                missing=decimal_text(missing),
                range=f"{_end(low)}..{_end(high)}",
            )
            hint = say("let the range take it, or write one of its values")
            self.draft.fault("out-of-range", message, self.document.value_at((*place, "missing")), hint)
        elif places is not None and (missing * 10 ** int(places)).denominator != 1:
            message = say(
                "an empty cell stands for {missing}, which has more decimals than {decimals}",
                missing=decimal_text(missing),
                decimals=places,
            )
            hint = say("write a value with as many decimals as are declared")
            self.draft.fault("out-of-range", message, self.document.value_at((*place, "missing")), hint)

    def words(self, path: str, data: Any, place: Place, *, unit: bool = True) -> AnswerScale:
        """An answer scale of a node or input alone: words with scores, or a list of words without. A word may
        stand for a missing score, or for a node that does not apply."""
        key = f"{path}.answers"
        position = self.document.value_at(place)
        if isinstance(data, list):
            texts = [word_text(word) for word in data]
            for number, text in enumerate(texts):
                if text in texts[:number]:
                    self.draft.fault(
                        "duplicate-id",
                        say("the word “{word}” is listed twice", word=text),
                        self.document.value_at((*place, number)),
                        say("list each word once"),
                    )
            positions = {text: self.document.value_at((*place, number)) for number, text in enumerate(texts)}
            options = {text: Fraction(number) for number, text in enumerate(dict.fromkeys(texts))}
            return AnswerScale(
                key,
                options,
                answered_by="unit",
                position=position,
                option_positions=positions,
                has_scores=False,
                is_own=True,
            )
        options_data = data.get("options", data) if isinstance(data.get("options"), dict) else data
        at = (*place, "options") if options_data is not data else place
        scores, leaving, lacking = scored_words(options_data)
        positions = {word: self.document.value_at((*at, word)) for word in options_data}
        return AnswerScale(
            key,
            scores,
            answered_by="unit" if unit else "respondents",
            position=position,
            option_positions=positions,
            leaving=leaving,
            lacking=lacking,
            is_own=True,
        )

    # ways

    def cases(
        self, path: str, data: Sequence[Mapping[str, Any]], place: Place
    ) -> tuple[tuple[Case, ...], dict[str, AnswerScale]]:
        """The cases of a node, and the answer scales of theirs."""
        cases, scales = [], {}
        for number, entry in enumerate(data):
            at = (*place, number)
            answers = None
            if isinstance(entry.get("answers"), (dict, list)):
                scale = self.words(f"{path}.cases.{number + 1}", entry["answers"], (*at, "answers"))
                scales[scale.id] = scale
                answers = scale.id
            elif entry.get("answers"):
                answers = str(entry["answers"])
            ways = [key for key in ("answers", "points", "score") if entry.get(key) is not None]
            if len(ways) != 1:
                self.draft.fault(
                    "two-ways" if ways else "missing-key",
                    say(
                        "case {number} has {ways}; a case has one way of scoring",
                        number=number + 1,
                        ways=ways,
                    )
                    if ways
                    else say("case {number} has no way of scoring", number=number + 1),
                    self.document.value_at(at),
                    say("write one of answers, points and score in it"),
                )
            if entry.get("when") is None and number < len(data) - 1:
                self.draft.fault(
                    "shadowed-case",
                    say(
                        "case {number} holds always, so that those after it are never reached",
                        number=number + 1,
                    ),
                    self.document.value_at(at),
                    say("put it last, or write a when in it"),
                )
            cases.append(self._case(entry, answers, at))
        return tuple(cases), scales

    def _case(self, entry: Mapping[str, Any], answers: str | None, place: Place) -> Case:
        points = entry.get("points")
        return Case(
            self.condition(entry.get("when"), (*place, "when")),
            answers,
            table_of(self.draft, points, (*place, "points")) if isinstance(points, dict) else None,
            self.formula(entry.get("score"), (*place, "score")),
            self.formula(entry.get("of"), (*place, "of")),
            self.document.value_at(place),
            Title(entry.get("title")),
            entry.get("source"),
        )

    def formula(self, data: Any, place: Place) -> Expression | None:
        """A formula; a number stands for itself."""
        if data is None:
            return None
        text = decimal_text(data) if isinstance(data, Fraction) else str(data)
        expression = self.draft.parsed(text, place)
        self.draft.wants[id(expression)] = "number"
        return expression

    def condition(self, data: Any, place: Place) -> Expression | None:
        """A condition, or a list of which all hold."""
        if data is None:
            return None
        if isinstance(data, list):
            parts = [self.draft.parsed(str(text), (*place, number)) for number, text in enumerate(data)]
            for part in parts:
                self.draft.wants[id(part)] = "truth"
            if len(parts) == 1:
                return parts[0]
            whole = self.draft.parsed(" and ".join(f"({part.text})" for part in parts), place)
            self.draft.parts[id(whole)] = parts
            return whole
        expression = self.draft.parsed(str(data), place)
        self.draft.wants[id(expression)] = "truth"
        return expression

    def adjustments(self, data: Any, place: Place) -> tuple[Adjustment, ...]:
        """What is added, or limits: an expression, one with a condition, or a list of such."""
        if data is None:
            return ()
        if isinstance(data, list):
            return tuple(
                made
                for number, entry in enumerate(data)
                for made in self.adjustments(entry, (*place, number))
            )
        position = self.document.value_at(place)
        if isinstance(data, dict):
            amount = self.formula(data.get("score"), (*place, "score"))
            when = self.condition(data.get("when"), (*place, "when"))
            return () if amount is None else (Adjustment(amount, when, position, data.get("source")),)
        amount = self.formula(data, place)
        return () if amount is None else (Adjustment(amount, None, position),)

    def refusals(self, data: Any, place: Place) -> tuple[Refusal, ...]:
        """What contradicts itself."""
        entries = data if isinstance(data, list) else [data] if data is not None else []
        made = []
        for number, entry in enumerate(entries):
            at = (*place, number) if isinstance(data, list) else place
            when = self.condition(entry.get("when"), (*at, "when"))
            if when is not None:
                made.append(Refusal(when, Title(entry.get("because")), self.document.value_at(at)))
        return tuple(made)

    def round_step(self, data: Any, place: Place) -> RoundStep | None:
        """To what a value is rounded on its way."""
        if data is None:
            return None
        if isinstance(data, Fraction):
            return RoundStep(int(data))
        places, step = data.get("decimals"), data.get("to")
        if places is not None and step is not None:
            self.draft.fault(
                "two-ways",
                say("round has decimals and to; a score is rounded to one of the two"),
                self.document.key_at((*place, "to")),
                say("delete one of the two"),
            )
        elif places is None and step is None:
            self.draft.fault(
                "missing-key",
                say("round does not say to what"),
                self.document.value_at(place),
                say("write decimals or to in it, for example {form}", form="{decimals: 1, rounding: up}"),
            )
        if step is not None and step <= 0:
            self.draft.fault(
                "out-of-range",
                say("a step of {step} leads nowhere", step=step),
                self.document.value_at((*place, "to")),
                say("write a number above 0, for example 0.5"),
            )
            step = None
        return RoundStep(None if places is None else int(places), step, data.get("rounding"))

    def stand_in(self, data: Any) -> StandIn | None:
        """What stands for a missing outcome of the node itself; None where `missing` speaks of its
        children."""
        if isinstance(data, Fraction):
            return data
        return "not_applicable" if data == NOT_APPLICABLE else None

    # ratings

    def bands(self, data: Sequence[Mapping[str, Any]], place: Place, source: str | None) -> tuple[Band, ...]:
        """The bands of a node, best first."""
        return tuple(self.band(entry, (*place, number), source) for number, entry in enumerate(data))

    def band(self, data: Mapping[str, Any], place: Place, source: str | None) -> Band:
        """One band."""
        value_at = self.document.value_at
        low, high = ("above" if "above" in data else "from"), ("below" if "below" in data else "to")
        for one, other in (("above", "from"), ("below", "to")):
            if data.get(one) is not None and data.get(other) is not None:
                self.draft.fault(
                    "two-ways",
                    say("a band has {one} or {other}, not both", one=one, other=other),
                    value_at((*place, one)),
                    say("delete one of the two"),
                )
        return Band(
            rating=data["rating"],
            minimum=data.get(low),
            maximum=data.get(high),
            when=self.condition(data.get("when"), (*place, "when")),
            title=Title(data.get("title")),
            source=data.get("source") or source,
            position=value_at(place),
            above=low == "above" and data.get(low) is not None,
            below=high == "below" and data.get(high) is not None,
            minimum_position=value_at((*place, low)),
            maximum_position=value_at((*place, high)),
        )

    def limits_of_rating(self, data: Mapping[str, Any] | None, place: Place) -> tuple[RatingLimit, ...]:
        """No better than which ratings something is, and where: by rating a condition, one with its source,
        or a list of which one is enough."""
        limits = []
        for rating, written in (data or {}).items():
            at = (*place, rating)
            entries = written if isinstance(written, list) else [written]
            for number, entry in enumerate(entries):
                here = (*at, number) if isinstance(written, list) else at
                is_full = isinstance(entry, dict)
                text = entry.get("when") if is_full else entry
                when = self.condition(text, (*here, "when") if is_full else here)
                if when is not None:
                    source = entry.get("source") if is_full else None
                    limits.append(RatingLimit(rating, when, source, self.document.key_at(at)))
        return tuple(limits)


def _end(end: Fraction | None) -> str:
    return "" if end is None else decimal_text(end)


def word_text(word: Any) -> str:
    """A word as it is written: a number is one too."""
    return decimal_text(word) if isinstance(word, Fraction) else str(word)


def scored_words(data: Mapping[str, Any]) -> tuple[dict[str, Fraction], tuple[str, ...], tuple[str, ...]]:
    """By word its score; the words with which a node does not apply, and those for a missing score."""
    scores = {word: score for word, score in data.items() if isinstance(score, Fraction)}
    leaving, lacking = (
        tuple(word for word, score in data.items() if score == stand_in)
        for stand_in in (NOT_APPLICABLE, "missing")
    )
    return scores, leaving, lacking


__all__ = ["POLICIES", "NodeKeys", "scored_words", "word_text"]
