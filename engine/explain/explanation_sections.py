"""A trace and the least changes as sections for people, and as data for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any

from .. import __version__
from ..meaning.facts import (
    NOT_RATED,
    STATES,
    UNKNOWN,
    node_text,
    rating_text,
    result_text,
    score_text,
    weight_text,
)
from ..meaning.model import TOTAL
from ..meaning.one_unit import ExactResult, Standing
from ..meaning.states import State
from ..rating.evaluation import diagnostic_json
from ..show.sections import Cell, Figure, Section, Table
from ..words.diagnostics import Text, Translate, counted, listed, say
from ..words.language import Language
from ..words.numerals import decimal_text, shown_text
from .conditions import Part, Verdict
from .least import Goal, Way, level_words
from .trace import Share, Step, Trace

FORMAT = "ken-trace/1"
IN_A_ROW = 20
DEEPER = "\u00a0\u00a0"
"""What a name is set in by for each level: blanks that no renderer takes away."""

SOURCES = {
    "given": say("given"),
    "answers": say("answers"),
    "shared": say("reported as one"),
    "formula": say("formula"),
    "computed": say("computed"),
    "withheld": say("too few respondents"),
    **{state.value: words for state, words in STATES.items()},
}


def sections(trace: Trace, found: Sequence[Way], language: Language) -> Iterator[Section]:
    """The whole explanation, the result first."""
    yield Section(say("{name}", name=trace.unit), tuple(_summary(trace, language)))
    yield Section(say("The way to the rating"), tuple(_remarks(trace)), way_table(trace, language))
    answered, withheld = _answers_table(trace, language), tuple(_withheld(trace))
    if answered is not None or withheld:
        yield Section(say("Answers"), withheld, answered)
    yield Section(
        say("Why this rating"), tuple(verdict_sentence(trace, at, language) for at in range(len(trace.bands)))
    )
    if found:
        yield Section(say("The least change"), tuple(way_sentence(trace, each, language) for each in found))
    elif trace.rating is not None and trace.better:
        yield Section(
            say("The least change"),
            (say("no score can be raised: each is kept, at its best, or below one that is given otherwise"),),
        )


def _summary(trace: Trace, language: Language) -> Iterator[Text]:
    total = trace.root.printed
    if trace.rating is None:
        yield unrated_words(trace)
    else:
        yield say(
            "total {total}: {rating}",
            total=score_text(total, trace.rules.scale),
            rating=rating_text(trace.rules, trace.rating, language),
        )
    yield from trace.notes


def unrated_words(trace: Trace) -> Text:
    """Why a unit has no rating."""
    exact = trace.exact
    match exact.standing:
        case Standing.REFUSED:
            return say("not rated, because a value was refused; lacks {nodes}", nodes=list(trace.lacks))
        case Standing.UNDECIDED if trace.lacks:
            return say("not rated, because a score cannot be told; lacks {nodes}", nodes=list(trace.lacks))
        case Standing.UNDECIDED:
            return say(
                "not rated, because it cannot be told whether {rating} is given", rating=exact.untold.rating
            )
        case Standing.NO_BAND:
            return say(
                "not rated: no band takes total {total}",
                total=score_text(trace.root.printed, trace.rules.scale),
            )
        case Standing.SEVERAL:
            return say("not rated: {bands} hold, and only one may", bands=list(exact.overlapping))
    return say("not rated; lacks {nodes}", nodes=list(trace.lacks)) if trace.lacks else NOT_RATED


def _withheld(trace: Trace) -> Iterator[Text]:
    """Of whom there are too few answers for them to be shown."""
    for step in trace.root.walk():
        if step.few is not None:
            number, least = step.few
            yield counted(
                number,
                "{node}: {count} respondent; the rules ask for {least}: the answers are not shown",
                "{node}: {count} respondents; the rules ask for {least}: the answers are not shown",
                node=step.name,
                least=least,
            )


def _remarks(trace: Trace) -> Iterator[Text]:
    """That what is added makes the total, with the numbers."""
    adding = [child for child in trace.root.children if child.adds is not None]
    if trace.root.adds is not None and adding:
        terms = [f"{child.name} {_points(child.adds)}" for child in adding]
        words: dict[str, object] = {
            "terms": " + ".join(terms),
            "sum": _points(trace.root.adds),
            "total": score_text(trace.root.printed, trace.rules.scale),
        }
        if all(
            share.shown == share.exact
            for share in (trace.root.adds, *(child.adds for child in adding))
            if share is not None
        ):
            yield say("{terms} = {sum}, printed {total}", **words)
        else:
            words["places"] = trace.root.adds.places
            yield say("{terms} = {sum} (points rounded to {places} decimals), printed {total}", **words)
    gone = [
        child.name
        for step in trace.root.walk()
        if any(child.source != "missing" for child in step.children)
        for child in step.children
        if child.source == "missing"
    ]
    if gone:
        yield say("without a score: {nodes}", nodes=list(dict.fromkeys(gone)))


def way_table(trace: Trace, language: Language) -> Table:
    headings = (
        say("node"),
        say("title"),
        say("weight"),
        say("before rounding"),
        say("score"),
        say("adds"),
        say("costs"),
        say("result"),
        say("by"),
        say("source"),
    )
    rows: list[tuple[Cell, ...]] = []
    seen: set[str] = set()

    def row(step: Step, depth: int) -> None:
        is_again = step.node.level == "question" and step.source == "shared" and step.name in seen
        seen.add(step.name)
        if (step.source not in ("missing", "withheld") or step.adds is not None) and not is_again:
            name = say("total") if step.node.path == TOTAL else say("{name}", name=DEEPER * depth + step.name)
            rows.append(
                (
                    name,
                    node_text(step.node, language),
                    weight_text(step.node),
                    _brief(step.value),
                    _figure(step.printed, trace.rules.scale.decimals),
                    _share(step.adds),
                    _share(step.costs),
                    result_text(trace.rules, step.node.level, step.result, language) or _untold_result(step),
                    _margin(trace, step),
                    SOURCES[step.source],
                )
            )
        for child in step.children:
            row(child, depth + 1)

    row(trace.root, 0)
    return Table("way", headings, rows)


def _untold_result(step: Step) -> Text | None:
    """That it cannot be told how a known score is judged."""
    untold = step.result is None and any(verdict.holds is None for verdict in step.verdicts)
    return SOURCES["undecided"] if untold else None


def _margin(trace: Trace, step: Step) -> Cell:
    """By how much a node meets or misses the first comparison of its first judgement."""
    parts = step.verdicts[0].parts if step.verdicts else ()
    return (
        _figure(parts[0].margin, trace.rules.scale.decimals, signed=True)
        if parts and parts[0].margin is not None
        else None
    )


def _answers_table(trace: Trace, language: Language) -> Table | None:
    rows: list[tuple[Cell, ...]] = []
    for step in trace.root.walk():
        if step.answers:
            counts = ", ".join(f"{option} {count:,}" for option, _, count in step.answers)
            rows.append(
                (
                    step.node.path,
                    node_text(step.node, language),
                    sum(count for _, _, count in step.answers),
                    counts,
                )
            )
    return (
        Table("answers", (say("question"), say("title"), say("answers received"), say("answers")), rows)
        if rows
        else None
    )


def verdict_sentence(trace: Trace, at: int, language: Language) -> Text:
    """Why a band was given or not; `at` counts from the first."""
    verdict = trace.bands[at]
    name = rating_text(trace.rules, trace.rules.bands[at].rating, language)
    if verdict.holds is None:
        return _untold(trace, at, name)
    if at == trace.given_at:
        return say("{rating} is given: {reasons}", rating=name, reasons=_reasons(trace, verdict, met=True))
    if verdict.holds:
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
    return say("{rating} is not given: {reasons}", rating=name, reasons=_reasons(trace, verdict, met=False))


def _untold(trace: Trace, at: int, name: Text) -> Text:
    """Why it cannot be told whether a band holds."""
    band = trace.rules.bands[at]
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


def _reasons(trace: Trace, verdict: Verdict, *, met: bool) -> Text:
    """The comparisons that decided; a condition that is more than comparisons that must all hold is told as a
    whole."""
    if not verdict.condition:
        return listed(
            [_reason(trace, part) for part in verdict.parts if part.holds == met] or [Text(UNKNOWN)]
        )
    bounds = [
        part
        for part in verdict.parts
        if part.nodes == (TOTAL,) and part.text.startswith(f"{TOTAL} ") and part.text not in verdict.condition
    ]
    told = [_reason(trace, part) for part in bounds if part.holds == met]
    if verdict.condition_holds == met:
        places = trace.rules.scale.decimals
        seen = dict.fromkeys(path for part in verdict.parts if part not in bounds for path in part.nodes)
        values = [
            f"{trace.rules.short_name(path)} {shown_text(Fraction(value), places)}"
            for path in seen
            if (value := trace.outcome.printed[path]) is not None
        ]
        words = {"condition": verdict.condition, "values": values}
        told.append(
            say("{condition} holds: {values}", **words)
            if met
            else say("{condition} does not hold: {values}", **words)
        )
    return listed(told or [Text(UNKNOWN)])


def _reason(trace: Trace, part: Part) -> Text:
    places = trace.rules.scale.decimals
    at = [trace.rules.short_name(path) for path in part.nodes if path != TOTAL]
    words: dict[str, object] = {
        "condition": part.text,
        "value": shown_text(part.left, places),
        "nodes": at,
        "margin": shown_text(abs(part.margin or Fraction(0)), places),
    }
    if part.holds:
        return say("{condition} holds: {value}", **words)
    if part.margin is None:
        return say("{condition} does not hold: {value}", **words)
    if at:
        words["value"] = say("{value} ({nodes})", value=words["value"], nodes=at)
    if part.sign[0] == ">":
        return say("{condition} does not hold: {value}, {margin} short", **words)
    return say("{condition} does not hold: {value}, {margin} over", **words)


def goal_words(trace: Trace, goal: Goal, language: Language) -> Text:
    """What is to be reached."""
    if goal.rating is not None:
        return rating_text(trace.rules, goal.rating, language)
    name = trace.rules.short_name(goal.path)
    bound = shown_text(goal.bound or Fraction(0), trace.rules.scale.decimals)
    return (
        say("{node} {bound} or more", node=name, bound=bound)
        if goal.sign == ">="
        else say("{node} above {bound}", node=name, bound=bound)
    )


def way_sentence(trace: Trace, way: Way, language: Language) -> Text:
    """What a goal takes at the least."""
    return say(
        "{goal} {way}", goal=goal_words(trace, way.goal, language), way=way_words(trace, way, language)
    )


def way_words(trace: Trace, way: Way, language: Language) -> Text:
    """The same, without the goal."""
    places = trace.rules.scale.decimals
    by = level_words(way.by)
    match way.found:
        case "there":
            return say("is reached already")
        case "beyond":
            return say("by {by}: the rules use what no proof can speak of ({rule})", by=by, rule=way.beyond)
        case "undecided":
            return say("by {by}: not decided in the time allowed", by=by)
        case "impossible":
            return say(
                "by {by}: cannot be reached; with all of these at their best it is {best}",
                by=by,
                best=after_words(trace, way.goal, way.best, language),
            )
    after = after_words(trace, way.goal, way.result, language)
    if way.by == "items":
        items = [trace.rules.short_name(each.path) for each in way.changes]
        # a longer list would be cut
        rows = [say("{names}", names=items[at : at + IN_A_ROW]) for at in range(0, len(items), IN_A_ROW)]
        return say(
            "by {by}: at least {count}: {items}; then {after}",
            by=by,
            count=len(items),
            items=rows,
            after=after,
        )
    changes = [
        say(
            "{node} {old} → {new}",
            node=trace.rules.short_name(each.path),
            old=shown_text(each.old, places),
            new=shown_text(each.new, places),
        )
        for each in way.changes
    ]
    return say(
        "by {by}: at least {points} points: {changes}; then {after}",
        by=by,
        points=shown_text(way.points, places),
        changes=changes,
        after=after,
    )


def after_words(trace: Trace, goal: Goal, result: ExactResult | None, language: Language) -> Text:
    """What the unit has when a change is made."""
    if result is None:
        return Text(UNKNOWN)
    total = score_text(result.outcome.printed[TOTAL], trace.rules.scale)
    if goal.rating is not None:
        return say(
            "total {total}: {rating}", total=total, rating=rating_text(trace.rules, result.rating, language)
        )
    score = score_text(result.outcome.printed[goal.path], trace.rules.scale)
    return say(
        "{node} {score}, total {total}", node=trace.rules.short_name(goal.path), score=score, total=total
    )


def _points(share: Share | None) -> str:
    return UNKNOWN if share is None else decimal_text(share.shown, share.places)


def _share(share: Share | None) -> Cell:
    return None if share is None else Figure(float(share.shown), share.places)


def _figure(value: Fraction | None, places: int, *, signed: bool = False) -> Cell:
    return None if value is None else Figure(float(value), places, signed=signed)


def _brief(value: Fraction | None) -> str | None:
    """A value before rounding: with at most six decimals, and … where it has more."""
    if value is None:
        return None
    return (
        decimal_text(value)
        if (value * 10**6).denominator == 1
        else f"{decimal_text(Fraction(int(value * 10**6), 10**6), 6)}…"
    )


# as data


def trace_json(trace: Trace, found: Sequence[Way], translate: Translate) -> dict[str, Any]:
    """The trace in its documented form (schemas/trace.schema.json). Exact numbers are texts: a decimal, or a
    fraction p/q."""
    return {
        "format": FORMAT,
        "kenrules": __version__,
        "ruleset": trace.rules.id,
        "fingerprint": trace.rules.fingerprint,
        "unit": trace.unit,
        "rating": trace.rating,
        "lacks": list(trace.lacks),
        "notes": [each.in_words(translate) for each in trace.notes],
        "total": _step_json(trace.root),
        "bands": [
            {
                "rating": each.name,
                "holds": each.holds,
                "given": at == trace.given_at,
                "parts": _parts_json(each.parts),
            }
            for at, each in enumerate(trace.bands)
        ],
        "least_change": [_way_json(each) for each in found],
        "diagnostics": [diagnostic_json(each, translate) for each in trace.diagnostics],
    }


def exact(value: Fraction | None) -> str | None:
    """A number without loss: a decimal where it is one, else p/q."""
    if value is None:
        return None
    text = decimal_text(value)
    return f"{value.numerator}/{value.denominator}" if text.endswith("…") else text


def _step_json(step: Step) -> dict[str, Any]:
    return {
        "id": step.node.id,
        "path": step.node.path,
        "level": step.node.level,
        "source": step.source,
        "value": exact(step.value),
        "printed": exact(step.printed),
        "share": exact(step.share),
        "adds": None
        if step.adds is None
        else {"exact": exact(step.adds.exact), "shown": decimal_text(step.adds.shown, step.adds.places)},
        "costs": None
        if step.costs is None
        else {"exact": exact(step.costs.exact), "shown": decimal_text(step.costs.shown, step.costs.places)},
        "raw": exact(step.raw),
        "computed": exact(step.computed),
        "few": None if step.few is None else {"respondents": step.few[0], "least": step.few[1]},
        "answers": [
            {"option": option, "score": exact(score), "count": count} for option, score, count in step.answers
        ],
        "result": step.result,
        "judgements": [
            {"result": each.name, "holds": each.holds, "parts": _parts_json(each.parts)}
            for each in step.verdicts
        ],
        "children": [_step_json(child) for child in step.children],
    }


def _parts_json(parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [
        {
            "condition": each.text,
            "left": exact(each.left),
            "right": exact(each.right),
            "holds": each.holds,
            "margin": exact(each.margin),
            "nodes": list(each.nodes),
        }
        for each in parts
    ]


def _way_json(way: Way) -> dict[str, Any]:
    goal: dict[str, Any] = (
        {"rating": way.goal.rating}
        if way.goal.rating is not None
        else {"node": way.goal.path, "sign": way.goal.sign, "bound": exact(way.goal.bound)}
    )
    result = way.result if way.result is not None else way.best
    total = None if result is None else result.outcome.printed[TOTAL]
    return {
        "goal": goal,
        "by": way.by,
        "found": way.found,
        "points": exact(way.points) if way.found == "found" and way.by != "items" else None,
        "changes": [
            {"path": each.path, "old": exact(each.old), "new": exact(each.new)} for each in way.changes
        ],
        "data": None
        if way.data is None
        else {path: exact(value) for path, value in way.data.items() if value is not None},
        "rating": None if result is None else result.rating,
        "total": None if total is None else exact(Fraction(total)),
    }


__all__ = [
    "FORMAT",
    "exact",
    "goal_words",
    "sections",
    "trace_json",
    "unrated_words",
    "verdict_sentence",
    "way_sentence",
    "way_words",
]
