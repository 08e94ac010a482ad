"""Bands of nodes, and of a whole about which nothing is proved: gaps, bands that nobody comes to, and bands
in the wrong order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from ..meaning.arithmetic import Arithmetic
from ..meaning.arithmetic.exact import Exact, ExactArithmetic
from ..meaning.model import TOTAL, Band, Node, RuleSet
from ..meaning.plan import Plan
from ..meaning.rating_steps import within_ends
from ..meaning.steps_in_order import bands_of, rating_expressions_of
from ..words.diagnostics import Diagnostic, counted, say
from ..words.numerals import decimal_text
from .limit_grid import printed_step
from .tried_units import Tried, narrowed, samples, whole


def check(rules: RuleSet, *, is_proved: bool) -> Iterator[Diagnostic]:
    """A finding for a score of a unit that no band of a node takes; for each band beyond what the node
    scores, or within those above it; and for each that stands above a better one. Where everything
    `is_proved` only of the order."""
    for node in rules.nodes.values():
        bands = bands_of(rules, node)
        if not bands:
            continue
        if is_proved:
            if node.path != TOTAL or (rules.scale.better != "higher" and rules.hit_policy == "first"):
                yield from _order(rules, node, bands)
            continue
        step = printed_step(rules, node)
        yield from _gap(rules, node, bands, step)
        # notches give ratings of no band, and limits those that they are of
        limited = {limit.rating for limit in node.no_better_than}
        for number, band in enumerate(bands if not node.notches else ()):
            if band.rating in limited:
                continue
            if (told := unreached_told(rules, node, band)) is not None:
                yield replace(told, message=narrowed(rules, node, told.message))
            elif takers := takers_of(rules, bands, number, step):
                yield shadowed_told(node, band, takers)
        if node.path != TOTAL or rules.hit_policy == "first":
            yield from _order(rules, node, bands)


# gaps


def _gap(rules: RuleSet, node: Node, bands: Sequence[Band], step: Fraction) -> Iterator[Diagnostic]:
    bounds = [bound for band in bands for bound in (band.minimum, band.maximum) if bound is not None]
    near = [bound + sign * step for bound in bounds for sign in (-1, 0, 1)]
    plain = [band for band in bands if band.when is None]
    if all(any(_takes(rules, band, score) for band in plain) for score in near or [Fraction(0)]):
        return
    conditions = list(rating_expressions_of(rules, node))
    for unit in samples(rules, node, conditions, {}, near):
        printed = unit.outcome.printed.get(node.path)
        if printed is None or printed.low != printed.high or not _is_unrated(unit, node):
            continue
        yield gap_told(node, bands, step, printed.low)
        return


def gap_told(node: Node, bands: Sequence[Band], step: Fraction, score: Fraction) -> Diagnostic:
    """What is told of a score of a node that no band takes."""
    message = say("{node}: no band takes {score}", node=node.path, score=decimal_text(score))
    below = max((band for band in bands if _ends(band) < score), key=_ends, default=None)
    above = min((band for band in bands if _begins(band) > score), key=_begins, default=None)
    position, hint = (below or above or bands[-1]).position, say("widen the band beside it, or add one")
    if below is not None and above is not None and below.maximum is not None and above.minimum is not None:
        position = below.maximum_position
        hint = say(
            "let {below} end at {end}, or {above} begin at {begin}",
            below=below.rating,
            end=decimal_text(above.minimum - (0 if above.above else step)),
            above=above.rating,
            begin=decimal_text(below.maximum + (0 if below.below else step)),
        )
    return Diagnostic("gap", message, position, hint, "error", (below or above or bands[-1]).rating)


def _is_unrated(unit: Tried, node: Node) -> bool:
    """Whether everything is known of a unit and no band holds."""
    chosen = unit.outcome.bands if node.path == TOTAL else unit.outcome.node_bands.get(node.path)
    is_rated = node.path != TOTAL or unit.outcome.rated is True
    return chosen is not None and is_rated and all(holds is False for holds in chosen.holds)


def _begins(band: Band) -> Fraction:
    return Fraction(-(10**30)) if band.minimum is None else band.minimum


def _ends(band: Band) -> Fraction:
    return Fraction(10**30) if band.maximum is None else band.maximum


# bands that nobody comes to


def unreached_told(rules: RuleSet, node: Node, band: Band) -> Diagnostic | None:
    """A finding where a band lies beyond what the node scores, data that give its score among it."""
    low, high = Plan.of(rules).reach.ends(node)
    if node.path == TOTAL:
        low, high = Plan.of(rules).span
    printed = whole(rules).outcome.printed.get(node.path)
    if printed is None or printed.low < -(10**14) or printed.high > 10**14:
        return None
    low, high = min(low, printed.low), max(high, printed.high)
    is_above = band.minimum is not None and (band.minimum > high or (band.above and band.minimum == high))
    is_below = band.maximum is not None and (band.maximum < low or (band.below and band.maximum == low))
    if not (is_above or is_below):
        return None
    message = say(
        "no unit can get {rating}: the rules make scores of {node} between {low} and {high}",
        rating=band.rating,
        node=node.path,
        low=decimal_text(low),
        high=decimal_text(high),
    )
    hint = say("mend its range, or take the band away")
    return Diagnostic("unreachable", message, band.position, hint, "warning", band.rating)


def takers_of(rules: RuleSet, bands: Sequence[Band], number: int, step: Fraction) -> list[Band]:
    """The bands above one that take its scores, where they take all that it could; none where they do
    not."""
    band, above = bands[number], [own for own in bands[:number] if own.when is None]
    bounds = {bound for own in (*above, band) for bound in (own.minimum, own.maximum) if bound is not None}
    points = {bound + sign * step for bound in bounds for sign in (-1, 0, 1)} or {Fraction(0)}
    own_points = sorted(point for point in points if _takes(rules, band, point))
    takers = [next((own for own in above if _takes(rules, own, point)), None) for point in own_points]
    found = [taker for taker in takers if taker is not None]
    return [own for own in above if own in found] if len(found) == len(takers) else []


def _takes(rules: RuleSet, band: Band, score: Fraction) -> bool:
    """Whether a printed score lies within the ends of a band."""
    a: Arithmetic[Exact, bool | None] = ExactArithmetic(rules.scale)
    ends: list[bool | None] = within_ends(a, band, score)
    return all(ends)


def excluded_told(node: Node, band: Band) -> Diagnostic:
    """What is told of a band of a node within which nobody is."""
    message = say(
        "{node}: no unit can get {rating}: none comes within its range and meets its condition",
        node=node.path,
        rating=band.rating,
    )
    hint = say("mend its range or its condition, or take the band away")
    return Diagnostic("unreachable", message, band.position, hint, "warning", band.rating)


def shadowed_told(node: Node, band: Band, takers: Sequence[Band]) -> Diagnostic:
    """What is told of a band of a node of which others take all; of no `takers` that it is moved and limited,
    or cannot be told."""
    if not takers:
        message = say(
            "{node}: {rating} can never be given; bands above it, notches or limits of the rating prevent it",
            node=node.path,
            rating=band.rating,
        )
        hint = say("mend the order of the bands, or what moves and limits the rating")
        return Diagnostic("shadowed", message, band.position, hint, "warning", band.rating)
    names = [taker.rating for taker in takers]
    message = counted(
        len(names),
        "{node}: {rating} can never be given; {takers} stands above it and takes its scores",
        "{node}: {rating} can never be given; {takers} stand above it and take its scores",
        node=node.path,
        rating=band.rating,
        takers=names,
    )
    hint = say(
        "put {rating} above {taker}, or change the range of one of them", rating=band.rating, taker=names[0]
    )
    return Diagnostic("shadowed", message, band.position, hint, "warning", band.rating)


# the order


def _order(rules: RuleSet, node: Node, bands: Sequence[Band]) -> Iterator[Diagnostic]:
    """A finding where a band stands above one that takes better scores alone."""
    better = rules.better_at(node)
    if better == "none":
        return
    for number, upper in enumerate(bands):
        for lower in bands[number + 1 :]:
            first, second = (upper, lower) if better == "higher" else (lower, upper)
            if first.maximum is None or second.minimum is None or first.maximum > second.minimum:
                continue
            if upper.when is not None or lower.when is not None:
                continue
            message = say(
                "{node}: bands stand best first, and {upper} stands above {lower}, which takes the better "
                "scores (better: {better})",
                node=node.path,
                upper=upper.rating,
                lower=lower.rating,
                better=better,
            )
            hint = say("turn the order of the bands round, or mend better in the scale")
            yield Diagnostic("monotone", message, lower.position, hint, "warning", lower.rating)
            return


__all__ = ["check", "excluded_told", "gap_told", "shadowed_told", "takers_of", "unreached_told"]
