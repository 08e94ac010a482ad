"""Why a unit has its rating, and why not another one, or none: in words."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from ..meaning.facts_in_words import NOT_RATED, STATES, UNKNOWN, rating_text, score_text
from ..meaning.model import TOTAL
from ..meaning.one_unit import Standing
from ..meaning.printed_scores import printed_places
from ..meaning.scope import is_pure
from ..meaning.states import State
from ..meaning.steps_in_order import is_numberless
from ..words.diagnostics import Text, listed, say
from ..words.language import Language
from ..words.numerals import shown_text
from .clauses import word_said
from .conditions import Clause, Judged
from .trace import Trace


def unrated_words(trace: Trace) -> Text:
    """Why a unit has no rating."""
    exact = trace.exact
    match exact.standing:
        case Standing.REFUSED if not trace.lacks:  # the whole, of which no number is made
            return say("not rated, because a value was refused")
        case Standing.REFUSED:
            return say("not rated, because a value was refused; lacks {nodes}", nodes=list(trace.lacks))
        case Standing.UNDECIDED if trace.lacks:
            return say("not rated, because a score cannot be told; lacks {nodes}", nodes=list(trace.lacks))
        case Standing.UNDECIDED if trace.outcome.bands is None:
            return say("not rated, because the whole cannot be told")
        case Standing.UNDECIDED:
            return say(
                "not rated, because it cannot be told whether {rating} is given", rating=exact.untold.rating
            )
        case Standing.NOT_APPLICABLE:
            return STATES[State.NOT_APPLICABLE]
        case Standing.NO_BAND if is_numberless(trace.rules.total):
            return say("not rated: no band holds")
        case Standing.NO_BAND:
            total = score_text(trace.root.printed, trace.rules.scale)
            return say("not rated: no band takes total {total}", total=total)
        case Standing.SEVERAL:
            return say("not rated: {bands} hold, and only one may", bands=list(exact.overlapping))
    return say("not rated; lacks {nodes}", nodes=list(trace.lacks)) if trace.lacks else NOT_RATED


def verdict_sentence(trace: Trace, number: int, language: Language, moved: Sequence[Text] = ()) -> Text:
    """Why a band was given or not; bands are counted from 0. `moved` says what moved the rating, once the
    bands gave one."""
    band = trace.bands[number]
    name = rating_text(trace.rules, band.name, language)
    if band.holds is None:
        return _untold(trace, number, name)
    if number == trace.banded_at:
        reasons = _reasons(trace, band, met=True)
        if trace.banded_at != trace.given_at:
            return say("{rating} is what the bands give: {reasons}", rating=name, reasons=reasons)
        return say("{rating} is given: {reasons}", rating=name, reasons=reasons)
    if number == trace.given_at:
        return say("{rating} is given: {reasons}", rating=name, reasons=listed(moved or [Text(UNKNOWN)]))
    if band.holds:
        match trace.exact.standing:
            case Standing.SEVERAL:
                return say(
                    "{rating} holds, as does another band: where several match, none is given", rating=name
                )
            case Standing.UNDECIDED:
                return say(
                    "{rating} holds, and is not given, because {other} cannot be told",
                    rating=name,
                    other=trace.exact.untold.rating,
                )
        return say("{rating} would hold too, and stands below", rating=name)
    return say("{rating} is not given: {reasons}", rating=name, reasons=_reasons(trace, band, met=False))


def _untold(trace: Trace, number: int, name: Text) -> Text:
    """Why it cannot be told whether a band holds."""
    band = trace.rules.bands[number]
    paths = [TOTAL] if band.when is None else [TOTAL, *trace.exact.plan.referred(band.when)]
    states = {trace.exact.state(path) for path in paths}
    if State.REFUSED in states:
        return say("{rating}: cannot be told, because a value was refused", rating=name)
    if State.UNDECIDED in states:
        return say("{rating}: cannot be told, because a score that it looks at cannot", rating=name)
    if states != {State.KNOWN}:
        return say("{rating}: cannot be told, because scores are missing", rating=name)
    if trace.outcome.bands is None:
        return say(
            "{rating}: not looked at, because scores that other bands look at are not known", rating=name
        )
    return say(
        "{rating}: cannot be told, because {condition} has no value",
        rating=name,
        condition=band.when.text if band.when else "",
    )


def _reasons(trace: Trace, band: Judged, *, met: bool) -> Text:
    """The comparisons that decided; a condition that is more than comparisons that must all hold is told as a
    whole."""
    if not band.condition:
        if not band.parts:
            return say("it has no conditions")
        told = [_reason(trace, clause) for clause in band.parts if clause.holds == met]
        return listed(told or [Text(UNKNOWN)])
    bounds = bounds_of(band)
    told = [_reason(trace, clause) for clause in bounds if clause.holds == met]
    if band.condition_holds == met:
        seen = dict.fromkeys(path for clause in band.parts if clause not in bounds for path in clause.nodes)
        said = {clause.path: clause.word for clause in band.words}
        values = [
            f"{trace.rules.short_name(path)} {value}"
            for path in dict.fromkeys([*seen, *said])
            if (value := said.get(path) or _said(trace, path)) is not None
        ]
        words = {"condition": band.condition, "values": values}
        told.append(
            say("{condition} holds: {values}", **words)
            if met
            else say("{condition} does not hold: {values}", **words)
        )
    return listed(told or [Text(UNKNOWN)])


def bounds_of(band: Judged) -> list[Clause]:
    """The comparisons of the range of a band that has a condition too."""
    return [
        clause
        for clause in band.parts
        if clause.nodes == (TOTAL,)
        and clause.text.startswith(f"{TOTAL} ")
        and clause.text not in band.condition
    ]


def _said(trace: Trace, path: str) -> str | None:
    """What a node or input has: a word where it has no number."""
    if is_pure(trace.rules, path):
        return word_said(trace.exact.plan, trace.outcome, path)
    value = trace.outcome.printed[path]
    return None if value is None else shown_text(Fraction(value), _places(trace, path))


def _places(trace: Trace, path: str) -> int:
    return printed_places(trace.rules, trace.rules.entries[path])


def figures_of(trace: Trace, clause: Clause) -> tuple[str, str]:
    """The number that a comparison looks at, and by how much it is on one side of the bound."""
    of_one = len(clause.nodes) == 1 and clause.left == trace.outcome.printed[clause.nodes[0]]
    places = (
        _places(trace, clause.nodes[0])
        if of_one
        else 0
        if trace.second_edition and _counts(clause)
        else trace.rules.scale.decimals
    )
    return shown_text(clause.left, places), shown_text(abs(clause.margin or Fraction(0)), places)


def _reason(trace: Trace, clause: Clause) -> Text:
    """A comparison that holds or not, with the number, and by how much it is missed."""
    nodes = [trace.rules.short_name(path) for path in clause.nodes if path != TOTAL]
    value, margin = figures_of(trace, clause)
    words: dict[str, object] = {"condition": clause.text, "value": value, "nodes": nodes, "margin": margin}
    if clause.holds:
        return say("{condition} holds: {value}", **words)
    if clause.margin is None:
        return say("{condition} does not hold: {value}", **words)
    if nodes:
        words["value"] = say("{value} ({nodes})", value=words["value"], nodes=nodes)
    if not clause.margin:  # of a bound that does not count itself
        return say("{condition} does not hold: {value}, which is the bound itself", **words)
    if clause.sign[0] == ">":
        return say("{condition} does not hold: {value}, {margin} short", **words)
    return say("{condition} does not hold: {value}, {margin} over", **words)


def _counts(clause: Clause) -> bool:
    return clause.text.startswith("count(")


__all__ = ["bounds_of", "figures_of", "unrated_words", "verdict_sentence"]
