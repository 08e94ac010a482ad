"""Facts of rules and of results in words. Every command that tells of one asks here, so that it reads alike
everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from ..words.diagnostics import Text, say
from ..words.language import Language
from ..words.numerals import Numeral, decimal_text, percent_text, shown_text
from .arithmetic.exact import Exact
from .model import RAW_LIMIT, TOTAL, UNTITLED, Node, RuleSet, Scale, Title
from .states import State
from .statuses import NOT_APPLICABLE, SCORED
from .steps_in_order import is_numberless

UNKNOWN = "–"
"""What stands where there is nothing to tell."""

NOT_RATED = say("not rated")

NUMBERLESS = say("no number is made of the whole: it has a rating only")

STATUSES: Mapping[str, Text] = {SCORED: say("scored"), NOT_APPLICABLE: say("not applicable")}
"""What is said of units that have no rating and lack none."""

STATES: Mapping[State, Text] = {
    State.MISSING: say("missing"),
    State.REFUSED: say("refused"),
    State.UNDECIDED: say("cannot be told"),
    State.NOT_APPLICABLE: say("does not apply"),
}
"""What is told of a value that is not known."""


def weight_text(node: Node) -> str | None:
    """A node's weight among its siblings: 30% of a percentage, ×2 of a plain number; None where it has
    none."""
    if node.weight is None:
        return None
    return Numeral(
        f"{decimal_text(node.weight * 100)}%" if node.weight_is_percent else f"×{decimal_text(node.weight)}"
    )


def weighted_name(name: str, node: Node) -> str:
    """What a node is called, with its weight where it has one: web (30%)."""
    weight = weight_text(node)
    return name if weight is None else f"{name} ({weight})"


def share_text(share: Fraction, bounds: Iterable[Fraction] = ()) -> str:
    """A share (0 to 1) that was found: 50.00 %, with as many decimals as keep it on its side of some bounds
    (shares too)."""
    return Numeral(f"{percent_text(share, bounds)} %")


def least_text(share: Fraction) -> str:
    """A share (0 to 1) that is asked for, as the rules write it: 80 %."""
    return Numeral(f"{decimal_text(share * 100)} %")


def met_text(*, met: bool) -> Text:
    """Whether a target is met."""
    return say("met") if met else say("not met")


def score_text(value: Exact, scale: Scale) -> str:
    """A score with the decimals of its scale, or with more where it has more; – where there is none."""
    return UNKNOWN if value is None else shown_text(Fraction(value), scale.decimals)


def scale_in_words(rules: RuleSet) -> Iterator[Text]:
    """What is to be known to read scores and ratings: between which ends an open total lies, the measure,
    which way is up."""
    scale = rules.scale
    is_open = not (scale.bounded_below and scale.bounded_above) and not is_numberless(rules.total)
    if is_open and max(abs(scale.minimum), abs(scale.maximum)) < RAW_LIMIT:
        ends = {"low": score_text(scale.minimum, scale), "high": score_text(scale.maximum, scale)}
        yield say("the total lies between {low} and {high}", **ends)
    if scale.measure:
        yield say("scores are in {measure}", measure=scale.measure)
    if scale.better == "lower":
        yield say("lower is better")
    elif scale.better == "none":
        yield say("the ratings have no order")


def node_text(node: Node, language: Language) -> str | None:
    """A node's title in a language; None where it has none, and of the total, which is its own title."""
    return None if node.path == TOTAL else node.title.in_language(language)


def titled(name: str, title: Title, language: Language) -> str:
    """What the rules call something, in the language asked for; its own name where they give no title."""
    return title.in_language(language) or name


def result_text(rules: RuleSet, level: str, result: str | None, language: Language) -> str | None:
    """How a node of a level is judged, in the language where the rules have it; None where it is not."""
    titles = (judgement.title for judgement in rules.judgements.get(level, ()) if judgement.result == result)
    return None if result is None else titled(result, next(titles, UNTITLED), language)


def verdict_text(rules: RuleSet, node: Node, result: str | None, language: Language) -> str | None:
    """How a node is judged or, where it has bands of its own, rated, in the language where the rules have it;
    None where it is not."""
    if not node.bands:
        return result_text(rules, node.level, result, language)
    titles = (band.title for band in node.bands if band.rating == result)
    return None if result is None else titled(result, next(titles, UNTITLED), language)


def no_result(rules: RuleSet) -> Text:
    """What is said of a unit that lacks its result."""
    return NOT_RATED if rules.bands else say("not scored")


def rating_text(rules: RuleSet, rating: str | None, language: Language) -> Text:
    """A rating, with its title where that says more; that a unit is not rated where it has none."""
    if rating is None:
        return NOT_RATED
    title = next((band.title for band in rules.bands if band.rating == rating), UNTITLED).in_language(
        language
    )
    return say("{name}", name=rating if title in (None, rating) else f"{rating} ({title})")


__all__ = [
    "NOT_RATED",
    "NUMBERLESS",
    "STATES",
    "STATUSES",
    "UNKNOWN",
    "least_text",
    "met_text",
    "no_result",
    "node_text",
    "rating_text",
    "result_text",
    "scale_in_words",
    "score_text",
    "share_text",
    "titled",
    "verdict_text",
    "weight_text",
    "weighted_name",
]
