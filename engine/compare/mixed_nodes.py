"""Nodes between those of two rule sets: each facet of a node is taken from the one or from the other."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from ..meaning.model import TOTAL, AnswerScale, Band, Node, RuleSet
from ..meaning.scoring import Case, PointsTable, RawValue
from .listed_changes import KEYS, Entries
from .rule_differences import Facet
from .rule_pair import Paths, RulePair
from .table_row_changes import ALL, ELSE, is_apart
from .way_changes import case_pairs, looked_up, raw_facet, whole_way

_SINGLE: Mapping[str, tuple[str, ...]] = {
    "missing": ("missing",),
    "min_respondents": ("min_respondents",),
    "reversed": ("reversed",),
    "best": ("best",),
    "applies": ("applies",),
    "stand_in": ("stand_in",),
    "round": ("round",),
    "better": ("better",),
    "whole": ("is_whole",),
    "level": ("level",),
}
"""By facet of a node: its fields."""

_RAW = ("decimals", "step", "rounding", "missing")

BANDS = ("from", "to", "condition")
"""The facets of a band."""

OF_BANDS = frozenset({*BANDS, "band", "order", "name", "hit_policy"})
"""The facets of the bands of the whole, and of nodes where they name these."""


@dataclass(frozen=True)
class NodeMixer:
    """Makes the nodes of a rule set between two others, and the answer scales that are their own."""

    pair: RulePair
    taken: Collection[Facet]
    own_scales: dict[str, AnswerScale] = field(default_factory=dict)

    def mixed(self, old: Node | None, new: Node | None, path: str, *, is_new: bool = False) -> Node:
        """A node with its own facets from either rule set, and below it what the facet of its children says.
        Where it stands as in the new rule set (`is_new`) it is that one's node, else the old one's."""
        if old is None or new is None:
            only = old or new
            assert only is not None
            children = [
                self.mixed(
                    *self._partners(child, None, is_new=old is None), _under(path, child), is_new=old is None
                )
                for child in only.children
            ]
            rules = self.pair.old if new is None else self.pair.new
            return _at(self._with_scales(only, rules, path), path, tuple(children))
        of_new = ("children", old.path, new.path) in self.taken
        side = new if of_new else old
        below = []
        for child in side.children:
            above = (new, old) if of_new else (old, new)
            partners = self._partners(child, above[1], is_new=of_new)
            stands_new = is_new if self._is_one(child, above, is_new=of_new) else of_new
            made = self.mixed(*partners, _under(path, child), is_new=stands_new)
            below.append(replace(made, weight=child.weight, weight_is_percent=child.weight_is_percent))
        made = replace(
            side, kin=(new if is_new else old).kin, **self._single(old, new), **self._lists(old, new)
        )
        made = replace(made, bands=self.bands(old, new), thresholds=self._thresholds(old, new))
        return _at(self._scored(made, old, new, path), path, tuple(below))

    def _partners(self, child: Node, above: Node | None, *, is_new: bool) -> tuple[Node | None, Node | None]:
        """A child of one rule set, with the node of the other that it is: of several the one below the node
        that its parent is put together with."""
        nodes = self.pair.nodes
        matches = (nodes.old_of if is_new else nodes.new_of).get(child.path, ())
        near = [
            path for path in matches if above is not None and path in {own.path for own in above.children}
        ]
        match = next(iter((*near, *matches)), None)
        other = None if match is None else (self.pair.old if is_new else self.pair.new).nodes[match]
        return (other, child) if is_new else (child, other)

    def _is_one(self, child: Node, above: tuple[Node, Node], *, is_new: bool) -> bool:
        """Whether a child of the first of two nodes that are put together is one child of the other, and that
        no other one's."""
        there, back = self.pair.nodes.new_of, self.pair.nodes.old_of
        there, back = (back, there) if is_new else (there, back)
        ours, theirs = ({node.path for node in own.children} for own in above)
        near = [path for path in there.get(child.path, ()) if path in theirs]
        return len(near) == 1 and len(ours.intersection(back.get(near[0], ()))) == 1

    def _is_taken(self, facet: str | None, old: Node, new: Node) -> bool:
        return (facet, old.path, new.path) in self.taken

    def _side(self, facet: str | None, old: Node, new: Node) -> Node:
        return new if self._is_taken(facet, old, new) else old

    def _single(self, old: Node, new: Node) -> dict[str, Any]:
        """The fields that are taken one by one."""
        made = {
            name: getattr(self._side(facet, old, new), name)
            for facet, names in _SINGLE.items()
            for name in names
        }
        is_covered = self._is_taken("missing", old, new) or self._is_taken("min_coverage", old, new)
        made["min_coverage"] = (new if is_covered else old).min_coverage
        facet = "decimals" if old.round == new.round else "round"
        made["decimals"] = self._side(facet, old, new).decimals
        return made

    def _lists(self, old: Node, new: Node) -> dict[str, Any]:
        """The lists of which each entry is taken by itself."""
        made = {}
        for key in KEYS:
            entries = Entries(self.pair, key, (old.path, new.path))
            if not getattr(old, key) and not getattr(new, key):
                continue
            chosen = (
                other if entries.facet(one, other) in self.taken else one
                for one, other in entries.pairs(old, new)
            )
            made[key] = tuple(entry for entry in chosen if entry is not None)
        return made

    def _thresholds(self, old: Node, new: Node) -> dict[str, Any]:
        """The thresholds of a node; of one whose value differs that which is taken."""
        made = {}
        for name in dict.fromkeys([*old.thresholds, *new.thresholds]):
            side = new if ("threshold", old.path, new.path, name) in self.taken else old
            if name in side.thresholds:
                made[name] = side.thresholds[name]
        return made

    def bands(self, old: Node, new: Node) -> tuple[Band, ...]:
        """The bands of a node, not of the whole."""
        return mixed_bands(old.bands, new.bands, self.taken, (old.path, new.path))

    # how a node is scored

    def _scored(self, made: Node, old: Node, new: Node, path: str) -> Node:
        """The node with its way of scoring."""
        whole = whole_way(old, new)
        if whole is not None:
            is_new = self._is_taken(whole, old, new)
            side = new if is_new else old
            names = ("score", "of", "points", "cases", "answers", "value")
            made = replace(made, **{name: getattr(side, name) for name in names})
            return self._with_scales(made, self.pair.new if is_new else self.pair.old, path)
        made = replace(
            made,
            score=self._side("score", old, new).score,
            of=self._side("of", old, new).of,
            value=self._value(old, new),
            points=self._points(old, new),
        )
        return self._with_answers(self._with_cases(made, old, new, path), old, new, path)

    def _value(self, old: Node, new: Node) -> RawValue | None:
        if old.value is None or new.value is None:
            return self._side(looked_up(old, new), old, new).value
        return self.raw_value(old, new, old.value, new.value)

    def raw_value(self, old: Node, new: Node, one: RawValue, other: RawValue) -> RawValue:
        """What the raw value of a node or input can be."""
        ends = other if self._is_taken("range", old, new) else one
        own = {
            name: getattr(other if self._is_taken(raw_facet(name), old, new) else one, name) for name in _RAW
        }
        return replace(one, minimum=ends.minimum, maximum=ends.maximum, **own)

    def _points(self, old: Node, new: Node) -> PointsTable | None:
        if old.points is None or new.points is None:
            return old.points
        return mixed_table(old.points, new.points, self.taken, ("points", old.path, new.path))

    def _with_cases(self, made: Node, old: Node, new: Node, path: str) -> Node:
        """The node with its cases: each part of one by itself where there are as many in both."""
        if not old.cases:
            return made
        if len(old.cases) != len(new.cases):
            is_new = self._is_taken("cases", old, new)
            made = replace(made, cases=(new if is_new else old).cases)
            return self._with_scales(made, self.pair.new if is_new else self.pair.old, path)
        cases = [
            self._case(number, one, other, (old.path, new.path), path)
            for number, (one, other) in enumerate(case_pairs(self.pair, old, new))
            if one is not None and other is not None
        ]
        return replace(made, cases=tuple(cases))

    def _case(self, number: int, one: Case, other: Case, at: Paths, path: str) -> Case:
        facet = ("case way", *at, number)
        is_new = facet in self.taken
        way, rules = (other, self.pair.new) if is_new else (one, self.pair.old)
        points = way.points
        if one.points is not None and other.points is not None:
            points = mixed_table(one.points, other.points, self.taken, facet)
        return replace(
            way,
            when=(other if ("case when", *at, number) in self.taken else one).when,
            of=(other if ("case of", *at, number) in self.taken else one).of,
            points=points,
            answers=self._scale(way.answers, rules, f"{path}.cases.{number + 1}"),
        )

    def _with_answers(self, made: Node, old: Node, new: Node, path: str) -> Node:
        """The node with its answer scale, its own where it has one."""
        is_new = self._is_taken("answers", old, new)
        side, rules = (new, self.pair.new) if is_new else (old, self.pair.old)
        name = self._scale(side.answers, rules, f"{path}.answers")
        scales = [
            own.answers.get(node.answers or "") for own, node in zip(self.pair.both, (old, new), strict=True)
        ]
        if name is not None and all(scale is not None and scale.is_own for scale in scales):
            answering = scales[self._is_taken("answered_by", old, new)]
            assert answering is not None
            self.own_scales[name] = replace(self.own_scales[name], answered_by=answering.answered_by)
        return replace(made, answers=name)

    def _with_scales(self, node: Node, rules: RuleSet, path: str) -> Node:
        """A node of one rule set, with the answer scales that are its own."""
        cases = tuple(
            replace(case, answers=self._scale(case.answers, rules, f"{path}.cases.{number}"))
            for number, case in enumerate(node.cases, 1)
        )
        return replace(node, answers=self._scale(node.answers, rules, f"{path}.answers"), cases=cases)

    def _scale(self, name: str | None, rules: RuleSet, own_name: str) -> str | None:
        """What an answer scale of one rule set is called here; one of a node's own is kept under its
        place."""
        scale = rules.answers.get(name or "")
        if scale is None or not scale.is_own:
            return name
        self.own_scales[own_name] = replace(scale, id=own_name)
        return own_name

    # inputs

    def alone(self, node: Node, rules: RuleSet) -> Node:
        """An input that only one of the rule sets has."""
        return self._with_scales(node, rules, node.path)

    def input(self, old: Node, new: Node) -> Node:
        """An input that both rule sets have."""
        assert old.value is not None
        assert new.value is not None
        is_new = self._is_taken("answers", old, new)
        side, rules = (new, self.pair.new) if is_new else (old, self.pair.old)
        value = self.raw_value(old, new, old.value, new.value)
        if (old.answers is None) != (new.answers is None):
            assert side.value is not None
            value = side.value
        elif side.answers is not None and value.missing is not None:
            value = replace(value, missing=self._missing_word(old, new, rules, side))
        return replace(side, answers=self._scale(side.answers, rules, f"{side.path}.answers"), value=value)

    def _missing_word(self, old: Node, new: Node, rules: RuleSet, side: Node) -> Any:
        """The number of the word that an empty cell stands for, among the words that are taken."""
        is_new = self._is_taken(raw_facet("missing"), old, new)
        source, node = (self.pair.new, new) if is_new else (self.pair.old, old)
        assert node.value is not None
        if node.value.missing is None:
            return None
        word = list(source.answers[node.answers or ""].options)[int(node.value.missing)]
        return rules.answers[side.answers or ""].options.get(word)


def mixed_table(old: PointsTable, new: PointsTable, taken: Collection[Facet], facet: Facet) -> PointsTable:
    """A table with the rows that are taken from either."""
    if not is_apart(old, new):
        return new if (*facet, ALL) in taken else old
    rows = tuple(
        other if (*facet, number) in taken else one
        for number, (one, other) in enumerate(zip(old.rows, new.rows, strict=True))
    )
    otherwise = new.otherwise if (*facet, ELSE) in taken else old.otherwise
    return replace(old, rows=rows, otherwise=otherwise)


def mixed_bands(
    old: tuple[Band, ...], new: tuple[Band, ...], taken: Collection[Facet], at: Paths | None = None
) -> tuple[Band, ...]:
    """Bands with the ends and the conditions that are taken, those that came where they are taken, and those
    that went where they are not. `at` is the node, if it is not the whole."""
    more = at or ()
    olds, news = ({band.rating: band for band in bands} for bands in (old, new))

    def is_there(rating: str) -> bool:
        is_taken = ("band", rating, *more) in taken
        return (rating in olds and rating in news) or is_taken == (rating in news)

    first, second = (news, olds) if ("order", *more) in taken else (olds, news)
    listed = [rating for rating in first if is_there(rating)]
    for rating in second:
        if rating in first or not is_there(rating):
            continue
        before = list(second)[: list(second).index(rating)]
        place = next((listed.index(own) + 1 for own in reversed(before) if own in listed), 0)
        listed.insert(place, rating)
    made = []
    for rating in listed:
        one, other = olds.get(rating), news.get(rating)
        if one is None or other is None:
            made += [own for own in (one, other) if own is not None]
            continue
        low, high, judged = (other if (end, rating, *more) in taken else one for end in BANDS)
        made.append(
            replace(
                one,
                minimum=low.minimum,
                above=low.above,
                maximum=high.maximum,
                below=high.below,
                when=judged.when,
            )
        )
    return tuple(made)


def _under(path: str, child: Node) -> str:
    return f"{path}.{child.id}" if path else child.id


def _at(node: Node, path: str, children: tuple[Node, ...]) -> Node:
    own = path.rpartition(".")[2] or TOTAL
    return replace(node, id=own, path=path or TOTAL, children=children)


__all__ = ["OF_BANDS", "NodeMixer", "mixed_bands"]
