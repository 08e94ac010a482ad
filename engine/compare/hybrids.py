"""Rule sets between two others: the old one with some of the changes that lead to the new one."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..meaning.model import LEVELS, TOTAL, AnswerScale, Band, Node, RuleSet, Threshold
from .rule_differences import Differences, Facet


def between(differences: Differences, taken: Collection[int]) -> RuleSet | None:
    """The old rule set with some changes made, by their numbers in `differences.rating`; None where they
    cannot be made without others (a band's condition that names a node which only another change brings)."""
    if not taken:
        return differences.old
    if len(taken) == len(differences.rating):
        return differences.new
    rules = _Mixture(
        differences, frozenset(facet for number in taken for facet in differences.rating[number].facets)
    ).rule_set()
    aliases = {
        name: members
        for source in (differences.new, differences.old)
        for name, members in source.aliases.items()
        if name not in rules.names
    }
    rules = replace(
        rules,
        aliases={
            name: members for name, members in aliases.items() if all(path in rules.nodes for path in members)
        },
    )
    return rules if all(_known(rules, name) for name in _names(rules)) else None


class _Mixture:
    """The old rule set with the facets of some changes taken from the new one."""

    def __init__(self, differences: Differences, taken: Collection[Facet]) -> None:
        self.old, self.new, self.nodes = differences.old, differences.new, differences.correspondence
        self.taken = taken

    def rule_set(self) -> RuleSet:
        old, new = self.old, self.new
        bands_from = new if ("bands",) in self.taken else old
        scale = replace(
            old.scale,
            **{
                name: getattr(new.scale, name)
                for name in ("minimum", "maximum", "decimals", "rounding")
                if ("scale", name) in self.taken
            },
        )
        return RuleSet(
            id=old.id,
            title=old.title,
            unit=new.unit,
            scale=scale,
            total=self.mixed(old.total, new.total, ""),
            bands=bands_from.bands
            if bands_from is new
            else tuple(self.band(number, band) for number, band in enumerate(old.bands)),
            hit_policy=new.hit_policy if ("hit_policy",) in self.taken else old.hit_policy,
            thresholds=self.chosen(old.thresholds, new.thresholds, "threshold"),
            answers=self.answers(old.answers, new.answers),
        )

    def chosen(self, old: Mapping[str, Any], new: Mapping[str, Any], kind: str) -> dict[str, Any]:
        """Those of both; of one that both have, the new one where that is taken."""
        both: dict[str, Threshold | AnswerScale] = {**new, **old}
        return both | {name: new[name] for name in new if name in old and (kind, name) in self.taken}

    def answers(
        self, old: Mapping[str, AnswerScale], new: Mapping[str, AnswerScale]
    ) -> dict[str, AnswerScale]:
        """The answer scales of both; of one that both have, the options and who answers are taken apart from
        each other."""
        chosen = self.chosen(old, new, "options")
        for name, scale in new.items():
            if name in old:
                answered_by = (
                    scale.answered_by if ("answered_by", name) in self.taken else old[name].answered_by
                )
                chosen[name] = replace(chosen[name], answered_by=answered_by)
        return chosen

    def band(self, number: int, band: Band) -> Band:
        """A band of the old rule set, counted from 0, with the ends and the condition that are taken."""
        if [own.rating for own in self.old.bands] != [own.rating for own in self.new.bands]:
            return band
        other = self.new.bands[number]
        return replace(
            band,
            minimum=other.minimum if ("from", number) in self.taken else band.minimum,
            maximum=other.maximum if ("to", number) in self.taken else band.maximum,
            when=other.when if ("condition", number) in self.taken else band.when,
        )

    def mixed(self, old: Node | None, new: Node | None, path: str) -> Node:
        """A node with its own facets from either rule set, and below it what the facet of its children
        says."""
        if old is None or new is None:
            only = old or new
            assert only is not None
            return self.at(
                only,
                path,
                tuple(
                    self.mixed(*self.partners(child, old is None), _under(path, child))
                    for child in only.children
                ),
            )
        is_new = ("children", old.path, new.path) in self.taken
        side = new if is_new else old
        children = []
        for child in side.children:
            made = self.mixed(*self.partners(child, is_new), _under(path, child))
            children.append(replace(made, weight=child.weight, weight_is_percent=child.weight_is_percent))
        own = {
            name: getattr(self.side(name, old, new), name)
            for name in ("missing", "min_respondents", "reversed", "score")
        }
        covered = (
            new
            if {("missing", old.path, new.path), ("min_coverage", old.path, new.path)} & set(self.taken)
            else old
        )
        answers = self.side("answers", old, new).answers if old.answers != new.answers else old.answers
        bounds = self.side("range", old, new)
        made = replace(side, answers=answers, value=bounds.value, min_coverage=covered.min_coverage, **own)
        return self.at(made, path, tuple(children))

    def side(self, name: str, old: Node, new: Node) -> Node:
        return new if (name, old.path, new.path) in self.taken else old

    def partners(self, child: Node, is_new: bool) -> tuple[Node | None, Node | None]:
        """A child of one rule set, with the node of the other that it is."""
        matches = (self.nodes.old_of if is_new else self.nodes.new_of).get(child.path, ())
        other = (self.old if is_new else self.new).nodes[matches[0]] if matches else None
        return (other, child) if is_new else (child, other)

    def at(self, node: Node, path: str, children: tuple[Node, ...]) -> Node:
        own = path.rpartition(".")[2] or TOTAL
        return replace(node, id=own, path=path or TOTAL, children=children)


def _under(path: str, child: Node) -> str:
    return f"{path}.{child.id}" if path else child.id


def _names(rules: RuleSet) -> Iterator[str]:
    for band in rules.bands:
        yield from band.when.names if band.when else ()


def _known(rules: RuleSet, name: str) -> bool:
    return (
        name in rules.thresholds
        or (name in LEVELS and name in rules.lists)
        or len(rules.names.get(name, ())) == 1
    )


__all__ = ["between"]
