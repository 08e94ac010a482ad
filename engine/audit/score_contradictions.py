"""Scores that contradict each other: one figure reported twice, a score that no answer earns, a figure that
those below it do not make."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from ..meaning.arithmetic.exact import ExactArithmetic
from ..meaning.arithmetic.text import TextArithmetic, Written, brief, is_brief, written
from ..meaning.combining import combine
from ..meaning.model import Node
from ..meaning.possible import Span
from ..meaning.states import Value
from ..meaning.steps_in_order import has_way
from ..meaning.ways import way_of
from ..words.diagnostics import say
from ..words.numerals import decimal_text
from .audited_unit import AuditedUnit, Contradiction
from .bounds import Bounds, Interval
from .figures import Reported
from .figures_run import is_read


def two_figures(unit: AuditedUnit) -> Iterator[Contradiction]:
    """One figure, reported as two numbers."""
    first: dict[tuple[str, tuple[str, ...]], Reported] = {}
    told: set[tuple[str, Fraction]] = set()
    for figure in unit.figures.scores:
        earlier = first.setdefault((figure.name, figure.paths), figure)
        path = figure.paths[0]
        is_same = unit.printed(path, figure.value) == unit.printed(path, earlier.value)
        if is_same or (figure.name, figure.value) in told:
            continue
        told.add((figure.name, figure.value))
        value, other = unit.shown(path, figure.value), unit.shown(path, earlier.value)
        message = say(
            "{node} of “{unit}” is {value} here and {other} in {place}",
            node=figure.name,
            unit=unit.unit,
            value=value,
            other=other,
            place=earlier.position,
        )
        hint = say("one of the two is a slip; look at the source of the score")
        yield unit.finding("two-figures", message, f"{value} ≠ {other}", figure.position, hint)


def no_answers(unit: AuditedUnit) -> Iterator[Contradiction]:
    """A question that its unit answers once, with a score that no answer earns."""
    for figure in unit.figures.scores:
        entry = unit.rules.entries[figure.paths[0]]
        possible = unit.rules.possible(entry)
        if is_read(unit.rules, entry) or not possible.only or possible.takes(figure.value):
            continue
        options, value = ", ".join(map(decimal_text, possible.only)), unit.shown(entry.path, figure.value)
        message = say(
            "{node} of “{unit}” is {value}, which no answer earns",
            node=figure.name,
            unit=unit.unit,
            value=value,
        )
        hint = say("answers earn {options}", options=options)
        yield unit.finding("no-answer", message, f"{value} ∉ {{{options}}}", figure.position, hint)


def impossible(unit: AuditedUnit) -> Iterator[Contradiction]:
    """A figure that the figures below it do not allow."""
    told: set[tuple[str, Fraction]] = set()
    for figure in unit.figures.scores if unit.scheme.told else ():
        if (figure.name, figure.value) in told:
            continue
        told.add((figure.name, figure.value))
        if figure.alias is None and unit.agrees(figure):
            continue
        loose = _allowed(unit, figure, unit.loose)
        if loose is None:
            continue
        path = figure.paths[0]
        given = unit.figure_printed(path, figure.value)
        low, high = unit.printed(path, loose.low), unit.printed(path, loose.high)
        if not low <= given <= high:
            strict = _allowed(unit, figure, unit.strict)
            yield _impossible(unit, figure, strict or loose, is_high=given > high)
            continue
        gaps = [(unit.printed(path, low), unit.printed(path, high)) for low, high in loose.gaps]
        if around := [gap for gap in gaps if gap[0] < given < gap[1]]:
            yield _between(unit, figure, around[0])


def _between(unit: AuditedUnit, figure: Reported, gap: Span) -> Contradiction:
    """That a figure lies between two, and nothing between these is possible."""
    path = figure.paths[0]
    value, low, high = (unit.shown(path, each) for each in (figure.value, *gap))
    message = say(
        "{node} of “{unit}” is given as {value}, and what is below it makes none between {low} and {high}",
        node=figure.name,
        unit=unit.unit,
        value=value,
        low=low,
        high=high,
    )
    arithmetic = f"{unit.looked_at(path)} → ≤ {low}, ≥ {high}; {low} < {value} < {high}"
    hint = say("check {node} and the scores below it against their source", node=figure.name)
    return unit.finding("impossible", message, arithmetic, figure.position, hint)


def _impossible(unit: AuditedUnit, figure: Reported, allowed: Interval, *, is_high: bool) -> Contradiction:
    """That a figure is too high or too low, with the equation of the nearest that it could be."""
    bound, path = allowed.end(high=is_high), figure.paths[0]
    value, end = unit.shown(path, figure.value), unit.shown(path, unit.printed(path, bound))
    names = {"node": figure.name, "unit": unit.unit, "value": value, "bound": end}
    if allowed.known and unit.printed(path, allowed.low) == unit.printed(path, allowed.high):
        sign = "≠"
        message = say("{node} of “{unit}” is given as {value}, and what is below it makes {bound}", **names)
    elif is_high:
        sign = ">"
        message = say(
            "{node} of “{unit}” is given as {value}, and can be at most {bound} by what is known below it",
            **names,
        )
    else:
        sign = "<"
        message = say(
            "{node} of “{unit}” is given as {value}, and can be no less than {bound} by what is known below "
            "it",
            **names,
        )
    is_plain = unit.strict.combines_plainly(unit.rules.nodes[path])
    made = _equation(unit, figure, bound, is_high=is_high) if is_plain else unit.looked_at(path)
    arithmetic = f"{made} → {end}; {value} {sign} {end}"
    hint = say("check {node} and the scores below it against their source", node=figure.name)
    return unit.finding("impossible", message, arithmetic, figure.position, hint)


def _allowed(unit: AuditedUnit, figure: Reported, bounds: Bounds) -> Interval | None:
    """The interval that others allow a figure; None where they say nothing. One that stands for several nodes
    is their mean: of those that are reported themselves, else of what is below, as far as means go."""
    if figure.paths[0] in unit.rules.inputs:
        return None
    nodes = [unit.rules.nodes[path] for path in figure.paths]
    if figure.alias is None:
        (node,) = nodes
        is_made = bool(node.children) or (has_way(node) and not unit.scheme.is_plain)
        if not is_made or is_read(unit.rules, node) or not bounds.speaks(node):
            return None
        return bounds.below(node) if bounds.combines_plainly(node) or bounds.made(node) else None
    if not unit.scheme.is_plain:
        return None
    own = _reported_themselves(unit, nodes)
    tellable = (
        is_own or (_is_linear(node) and bounds.speaks(node)) for is_own, node in zip(own, nodes, strict=True)
    )
    if not all(tellable):
        return None
    intervals = [
        bounds.around(node) if is_own else bounds.below(node) for is_own, node in zip(own, nodes, strict=True)
    ]
    return _mean(unit, intervals, nodes)


def _reported_themselves(unit: AuditedUnit, nodes: Sequence[Node]) -> list[bool]:
    """Of each node whether it has a figure of its own, and not only that of an alias."""
    return [unit.reported[node.path].alias is None for node in nodes]


def _mean(unit: AuditedUnit, intervals: Sequence[Interval], nodes: Sequence[Node]) -> Interval:
    """The interval of the mean, weighted as the nodes are."""
    weights, arithmetic = [node.relative_weight for node in nodes], ExactArithmetic(unit.rules.scale)
    low, high = (
        Fraction(arithmetic.mean([interval.end(high=high) for interval in intervals], weights) or 0)
        for high in (False, True)
    )
    return Interval(low, high, all(interval.known for interval in intervals))


def _is_linear(node: Node) -> bool:
    """Whether a mean over several nodes of this form is the node of their means."""
    ways = (
        (way_of(parent), [child.relative_weight for child in parent.children])
        for parent in node.walk()
        if parent.children
    )
    return all(way.shares(weights) is not None for way, weights in ways)


def _equation(unit: AuditedUnit, figure: Reported, result: Fraction, *, is_high: bool) -> str:
    """How a figure comes of those below it, with numbers: what is not known stands with the bound that is
    taken for it. The sides are equal as they are written, or ≈ stands between them where a number was
    rounded."""
    made, numbers = _written(unit, figure, is_high=is_high)
    sign = "=" if all(map(is_brief, [*numbers, result])) else "≈"
    return f"{made.text} {sign} {brief(result)}"


def _written(unit: AuditedUnit, figure: Reported, *, is_high: bool) -> tuple[Written, list[Fraction]]:
    """What makes a figure, in words, and the numbers that stand in it."""
    arithmetic, nodes = TextArithmetic(unit.rules.scale), [unit.rules.nodes[path] for path in figure.paths]
    own = _reported_themselves(unit, nodes)
    ends = [
        (unit.strict.around(node) if is_own else unit.strict.below(node)).end(high=is_high)
        for is_own, node in zip(own, nodes, strict=True)
    ]
    if len(set(ends)) > 1 or any(own[1:]):
        weights = [node.relative_weight for node in nodes]
        return arithmetic.mean([written(end) for end in ends], weights), ends
    node = nodes[0]
    attained = unit.strict.attained(node, high=is_high)
    if attained is None:
        return written(ends[0]), ends
    children: list[Value[Written, bool | None]] = []
    for child, part, value in zip(node.children, unit.strict.parts(node), attained[1], strict=True):
        if value is None:
            children.append(Value())
        elif part.known and part.low == part.high:
            children.append(Value(written(value)))
        else:
            sign = "≤" if is_high else "≥"
            children.append(Value(Written(value, f"[{child.id} {sign} {brief(value)}]")))
    made = combine(arithmetic, node, children).number
    numbers = [value for value in attained[1] if value is not None]
    return (written(ends[0]) if made is None else made), numbers


__all__ = ["impossible", "no_answers", "two_figures"]
