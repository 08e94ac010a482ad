"""Names of a rule set that mean two things, and ratings that are named and do not exist."""

from __future__ import annotations

from ..meaning.model import RuleSet
from ..meaning.steps_in_order import bands_of
from ..words.diagnostics import Position, Text, say
from ..words.hints import nearest_or
from .draft import RESERVED, Draft


def judge_names(draft: Draft, rules: RuleSet) -> None:
    """Keeps a fault for each name that is an input and a node, or a threshold of a node and one of these, and
    for each limit of a rating that no band has."""
    places = {node.id: node.position for node in rules.nodes.values()}
    for id_, entry in rules.inputs.items():
        if id_ in places and id_ not in RESERVED:
            _twice(draft, id_, say("an input"), entry.position, say("a node"), places[id_])
    places |= {id_: entry.position for id_, entry in rules.inputs.items()}
    for node in rules.nodes.values():
        for threshold in node.thresholds.values():
            if threshold.id in places and threshold.id not in RESERVED:
                first = say("an input") if threshold.id in rules.inputs else say("a node")
                own = say("a threshold of {node}", node=node.path)
                _twice(draft, threshold.id, own, threshold.position, first, places[threshold.id])
        ratings = [band.rating for band in bands_of(rules, node)]
        for limit in node.no_better_than:
            if limit.rating not in ratings:
                message = say("no_better_than: there is no rating “{rating}”", rating=limit.rating)
                hint = (
                    nearest_or(limit.rating, ratings, say("the ratings are {ratings}", ratings=ratings))
                    if ratings
                    else say("write bands here, or put it where the bands are")
                )
                draft.fault("undefined", message, limit.position, hint)


def _twice(draft: Draft, id_: str, own: Text, position: Position, other: Text, at: Position) -> None:
    message = say(
        "“{id}” is {own} here, and {other} in {place}",
        id=id_,
        own=own,
        other=other,
        place=f"{at.file}:{at.line}",
    )
    draft.fault("duplicate-id", message, position, say("rename one of the two"))


__all__ = ["judge_names"]
