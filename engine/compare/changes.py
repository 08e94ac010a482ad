"""What differs between two rule sets: in meaning, not in lines of text.

A `Change` is what a person would call one: the weights below a node, a boundary between two bands, an
instrument split into two. It lists each difference with both positions, and the facets of the rules (see
hybrids.py) that it takes from the new rule set."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

from ..meaning.expressions import Expression
from ..meaning.facts import UNKNOWN, score_text, weight_text, weighted_name
from ..meaning.model import TOTAL, AnswerScale, Band, Node, RuleSet, Title
from ..meaning.plan import Plan
from ..words.diagnostics import Position, Text, counted, listed, say
from ..words.numerals import decimal_text
from .correspondence import Correspondence, canonical, combined, correspondence, shares, values_of

Facet = tuple[Hashable, ...]


@dataclass(frozen=True)
class Difference:
    """One thing that reads otherwise: what it is, both values (None where there is none), and where they
    stand."""

    what: Text
    old: str | Text | None
    new: str | Text | None
    old_position: Position
    new_position: Position


@dataclass(frozen=True)
class Change:
    """Differences that belong together. `rates` says whether it can change a rating; if so, `facets` are what
    it changes."""

    kind: str
    title: Text
    differences: tuple[Difference, ...]
    rates: bool
    facets: frozenset[Facet] = frozenset()

    @property
    def id(self) -> str:
        """The same for the change back."""
        return (
            " ".join(sorted(":".join([str(facet[0]), *sorted(map(str, facet[1:]))]) for facet in self.facets))
            or f"{self.kind}:{self.differences[0].what.template}"
        )


@dataclass(frozen=True)
class Differences:
    """Every change between two rule sets, those first that can change a rating."""

    old: RuleSet
    new: RuleSet
    correspondence: Correspondence
    changes: tuple[Change, ...]

    @property
    def rating(self) -> tuple[Change, ...]:
        """The changes that can change a rating."""
        return tuple(change for change in self.changes if change.rates)

    @property
    def other(self) -> tuple[Change, ...]:
        """The changes that cannot."""
        return tuple(change for change in self.changes if not change.rates)


def differences(old: RuleSet, new: RuleSet) -> Differences:
    """What changed from the old rule set to the new one."""
    finder = _Finder(old, new)
    return Differences(
        old, new, finder.nodes, tuple(sorted(finder.changes(), key=lambda change: not change.rates))
    )


class _Finder:
    def __init__(self, old: RuleSet, new: RuleSet) -> None:
        self.old, self.new = old, new
        self.nodes = correspondence(old, new)
        self.reach = {id(rules): Plan.of(rules).reach.ends(rules.total) for rules in (old, new)}

    def changes(self) -> Iterator[Change]:
        yield from self.structure()
        yield from self.attributes()
        yield from self.thresholds()
        yield from self.answers()
        yield from self.scale()
        yield from self.bands()
        yield from self.judgements()
        yield from self.targets()
        yield from self.labels()

    # which nodes there are, and what they weigh

    def structure(self) -> Iterator[Change]:
        """One change for each parent whose children differ; parents between which a node moved are one
        change."""
        groups: dict[tuple[str, str], set[tuple[str, str]]] = {}
        for pair in self.nodes.pairs:
            if self.children_differ(*pair):
                groups[pair] = {pair}
        parents = (
            {child.path: node.path for node in rules.nodes.values() for child in node.children}
            for rules in (self.old, self.new)
        )
        old_parents, new_parents = parents
        for old, new in self.nodes.moved:
            froms = self.parents_of(old, old_parents, 0)
            tos = self.parents_of(new, new_parents, 1)
            for pair in (*froms, *tos):
                groups.setdefault(pair, {pair})
            together = set().union(*(groups[pair] for pair in (*froms, *tos)))
            for pair in together:
                groups[pair] = together
        told: set[frozenset[tuple[str, str]]] = set()
        for group in groups.values():
            key = frozenset(group)
            if key not in told:
                told.add(key)
                yield self.restructured(sorted(group))

    def parents_of(self, path: str, parents: Mapping[str, str], side: int) -> list[tuple[str, str]]:
        """The pairs of the nearest node above that both rule sets have."""
        while True:
            path = parents[path]
            found = [pair for pair in self.nodes.pairs if pair[side] == path]
            if found:
                return found

    def children_differ(self, old: str, new: str) -> bool:
        one, other = self.old.nodes[old], self.new.nodes[new]
        if not one.children and not other.children:
            return False
        paths = {child.path for child in other.children}
        found = (
            tuple(match for match in self.nodes.new_of.get(child.path, ()) if match in paths)
            for child in one.children
        )
        theirs = sorted(zip(found, shares(one), strict=True))
        ours = sorted(zip(((child.path,) for child in other.children), shares(other), strict=True))
        return theirs != ours or combined(one) != combined(other)

    def restructured(self, pairs: Sequence[tuple[str, str]]) -> Change:
        clauses: list[Text] = []
        found: list[Difference] = []
        kinds: dict[str, None] = {}
        for old, new in pairs:
            for kind, clause, difference in self.moved_children(self.old.nodes[old], self.new.nodes[new]):
                kinds[kind] = None
                found.append(difference)
                if clause not in clauses:
                    clauses.append(clause)
        facets = frozenset(("children", old, new) for old, new in pairs)
        kind = next(iter(kinds)) if len(kinds) == 1 else "structure"
        return Change(kind, listed(clauses), tuple(found), rates=True, facets=facets)

    def moved_children(self, one: Node, other: Node) -> Iterator[tuple[str, Text, Difference]]:
        """What is otherwise below a node: by kind, in words, and as a difference."""
        if combined(one) != combined(other):
            what = say("how {node} combines what is below it", node=one.id)
            yield (
                "combine",
                say("{what}: {old} → {new}", what=what, old=one.combine, new=other.combine),
                Difference(what, one.combine, other.combine, one.at("combine"), other.at("combine")),
            )
        kept = [
            (child, match)
            for child in one.children
            for match in other.children
            if (child.path, match.path) in self.nodes.pairs
        ]
        split = {child.path: [match for each, match in kept if each is child] for child, _ in kept}
        merged = {match.path: [child for child, each in kept if each is match] for _, match in kept}
        weights = dict(zip((child.path for child in one.children), shares(one), strict=True))
        new_weights = dict(zip((child.path for child in other.children), shares(other), strict=True))
        for path, parts in split.items():
            child = self.old.nodes[path]
            if len(parts) > 1:
                clause = say(
                    "{node} ({weight}) becomes {parts}",
                    node=child.id,
                    weight=weight_text(child) or UNKNOWN,
                    parts=[weighted_name(each.id, each) for each in parts],
                )
                yield (
                    "split",
                    clause,
                    Difference(
                        clause_subject(child),
                        _named([child]),
                        _named(parts),
                        child.position,
                        parts[0].position,
                    ),
                )
        for path, parts in merged.items():
            child = self.new.nodes[path]
            if len(parts) > 1:
                clause = say(
                    "{parts} become {node} ({weight})",
                    node=child.id,
                    weight=weight_text(child) or UNKNOWN,
                    parts=[weighted_name(each.id, each) for each in parts],
                )
                yield (
                    "merge",
                    clause,
                    Difference(
                        clause_subject(child),
                        _named(parts),
                        _named([child]),
                        parts[0].position,
                        child.position,
                    ),
                )
        shifted = [
            (child, match)
            for child, match in kept
            if len(split[child.path]) == len(merged[match.path]) == 1
            and weights[child.path] != new_weights[match.path]
            and weight_text(child) != weight_text(match)
        ]
        if shifted:
            each = [
                say(
                    "{node} {old} → {new}",
                    node=child.id,
                    old=weight_text(child) or UNKNOWN,
                    new=weight_text(match) or UNKNOWN,
                )
                for child, match in shifted
            ]
            where = say("weights below {node}: {weights}", node=self.old.short_name(one.path), weights=each)
            for child, match in shifted:
                yield (
                    "weights",
                    where,
                    Difference(
                        say("weight of {node}", node=child.id),
                        weight_text(child) or UNKNOWN,
                        weight_text(match) or UNKNOWN,
                        child.at("weight"),
                        match.at("weight"),
                    ),
                )
        moved_from = dict(self.nodes.moved)
        moved_to = {new: old for old, new in self.nodes.moved}
        for child in one.children:
            if child.path not in split:
                if child.path in moved_from:
                    yield self.moved(child.path, moved_from[child.path])
                else:
                    clause = say(
                        "{node} is taken away from {parent}",
                        node=child.id,
                        parent=self.old.short_name(one.path),
                    )
                    yield (
                        "removed",
                        clause,
                        Difference(
                            clause_subject(child), _named([child]), None, child.position, other.position
                        ),
                    )
        for child in other.children:
            if child.path not in merged:
                if child.path in moved_to:
                    yield self.moved(moved_to[child.path], child.path)
                else:
                    clause = say(
                        "{node} is added to {parent}", node=child.id, parent=self.new.short_name(other.path)
                    )
                    yield (
                        "added",
                        clause,
                        Difference(
                            clause_subject(child), None, _named([child]), one.position, child.position
                        ),
                    )

    def moved(self, old: str, new: str) -> tuple[str, Text, Difference]:
        child, match = self.old.nodes[old], self.new.nodes[new]
        above = [
            rules.short_name(path.rpartition(".")[0] or TOTAL)
            for rules, path in ((self.old, old), (self.new, new))
        ]
        clause = say("{node} moves from {old} to {new}", node=child.id, old=above[0], new=above[1])
        return "moved", clause, Difference(clause_subject(child), old, new, child.position, match.position)

    # what is said of single nodes

    def attributes(self) -> Iterator[Change]:
        """The same attribute changed in the same way in several nodes is one change."""
        grouped: dict[tuple[str, str, str], list[tuple[Facet, Difference]]] = {}
        for old, new in self.nodes.pairs:
            for name, words, one, other in self.attributes_of(self.old.nodes[old], self.new.nodes[new]):
                if one != other:
                    nodes = self.old.nodes[old], self.new.nodes[new]
                    what = say("{attribute} of {node}", attribute=words, node=self.old.short_name(old))
                    difference = Difference(
                        what, _shown(one), _shown(other), nodes[0].at(name), nodes[1].at(name)
                    )
                    grouped.setdefault((name, _shown(one), _shown(other)), []).append(
                        ((name, old, new), difference)
                    )
        for (name, one, other), found in grouped.items():
            first = found[0][1].what
            what = (
                first
                if len(found) == 1
                else say("{first} and {count} more", first=first, count=len(found) - 1)
            )
            yield Change(
                name,
                say("{what}: {old} → {new}", what=what, old=one, new=other),
                tuple(difference for _, difference in found),
                rates=True,
                facets=frozenset(facet for facet, _ in found),
            )

    def attributes_of(self, one: Node, other: Node) -> Iterator[tuple[str, Text, Any, Any]]:
        if one.children and other.children:
            yield "missing", say("what is done about missing scores"), one.missing, other.missing
            if one.missing == other.missing == "skip":
                yield "min_coverage", say("least coverage"), one.min_coverage, other.min_coverage
        if one.children or one.level == "question":
            yield (
                "min_respondents",
                say("least number of respondents"),
                one.min_respondents,
                other.min_respondents,
            )
        if not one.children and not other.children:
            scales = [
                rules.answers.get(node.answers or "") for rules, node in ((self.old, one), (self.new, other))
            ]
            options = [None if scale is None else scale.options for scale in scales]
            if one.answers != other.answers and options[0] != options[1]:
                yield "answers", say("answer scale"), one.answers, other.answers
            yield "reversed", say("reversed"), one.reversed, other.reversed
            same = self.same_condition(one.score, other.score)
            yield (
                "score",
                say("formula"),
                *((None, None) if same else (one.score and one.score.text, other.score and other.score.text)),
            )
            yield (
                "range",
                say("range"),
                (one.raw_minimum, one.raw_maximum),
                (other.raw_minimum, other.raw_maximum),
            )

    def thresholds(self) -> Iterator[Change]:
        """A threshold that is new or gone changes nothing by itself: what uses it does."""
        for name, one in self.old.thresholds.items():
            other = self.new.thresholds.get(name)
            if other is not None and one.value != other.value:
                what = say("threshold {name}", name=name)
                difference = Difference(
                    what, decimal_text(one.value), decimal_text(other.value), one.position, other.position
                )
                used = any(
                    name in expression.names
                    for rules in (self.old, self.new)
                    for expression in _rating_expressions(rules)
                )
                yield _single("threshold", difference, [("threshold", name)] if used else [])

    def answers(self) -> Iterator[Change]:
        for name, one in self.old.answers.items():
            other = self.new.answers.get(name)
            if other is not None and dict(one.options) != dict(other.options):
                used = any(
                    node.answers == name and not node.children
                    for rules in (self.old, self.new)
                    for node in rules.nodes.values()
                )
                found = tuple(self.options(one, other))
                title = say(
                    "answer scale {name}: {changes}", name=name, changes=[_in_words(each) for each in found]
                )
                yield Change(
                    "answers",
                    title,
                    found,
                    rates=used,
                    facets=frozenset([("options", name)]) if used else frozenset(),
                )
            if other is not None and one.answered_by != other.answered_by:
                what = say("answer scale {name}: who answers", name=name)
                used = any(
                    node.answers == name and not node.children
                    for rules in (self.old, self.new)
                    for node in rules.nodes.values()
                )
                difference = Difference(
                    what, one.answered_by, other.answered_by, one.position, other.position
                )
                yield _single("answers", difference, [("answered_by", name)] if used else [])

    def options(self, one: AnswerScale, other: AnswerScale) -> Iterator[Difference]:
        for word in dict.fromkeys([*one.options, *other.options]):
            values = one.options.get(word), other.options.get(word)
            if values[0] != values[1]:
                at = (
                    one.option_positions.get(word, one.position),
                    other.option_positions.get(word, other.position),
                )
                old, new = (None if value is None else decimal_text(value) for value in values)
                yield Difference(say("“{word}”", word=word), old, new, *at)

    def scale(self) -> Iterator[Change]:
        one, other = self.old.scale, self.new.scale
        words = {
            "decimals": say("decimals of scores"),
            "rounding": say("rounding"),
            "minimum": say("lowest score"),
            "maximum": say("highest score"),
        }
        keys = {"minimum": "min", "maximum": "max"}
        for name, what in words.items():
            values = getattr(one, name), getattr(other, name)
            if values[0] != values[1]:
                places = (rules.at(f"scale.{keys.get(name, name)}") for rules in (self.old, self.new))
                yield _single(
                    "scale",
                    Difference(what, _shown(values[0]), _shown(values[1]), *places),
                    [("scale", name)],
                )

    # ratings

    def bands(self) -> Iterator[Change]:
        ratings = [[band.rating for band in rules.bands] for rules in (self.old, self.new)]
        if ratings[0] == ratings[1]:
            yield from self.rebounded()
        else:
            yield self.replaced()
        if self.old.hit_policy != self.new.hit_policy:
            places = self.old.at("hit_policy"), self.new.at("hit_policy")
            yield _single(
                "hit_policy",
                Difference(say("hit policy"), self.old.hit_policy, self.new.hit_policy, *places),
                [("hit_policy",)],
            )
        for one, other in zip(self.old.bands, self.new.bands, strict=False):
            if one.rating == other.rating and one.rank != other.rank:
                yield _single(
                    "rank",
                    Difference(
                        say("rank of {rating}", rating=one.rating),
                        _shown(one.rank),
                        _shown(other.rank),
                        one.position,
                        other.position,
                    ),
                )

    def replaced(self) -> Change:
        """The bands as a whole: names came, went, or changed places."""
        pairs = list(self.band_pairs())
        old_names, new_names = ({band.rating for band in rules.bands} for rules in (self.old, self.new))
        found = []
        for one, other in pairs:
            old, new = (
                None if band is None else self.range(rules, band)
                for band, rules in ((one, self.old), (other, self.new))
            )
            if one is None or other is None or not self.same_band(one, other):
                shown = one or other
                assert shown is not None
                places = [
                    rules.at("bands") if band is None else band.position
                    for band, rules in ((one, self.old), (other, self.new))
                ]
                found.append(Difference(say("band {rating}", rating=shown.rating), old, new, *places))
        if not old_names & new_names:
            title = counted(
                len(self.old.bands),
                "{count} band is replaced by {new}",
                "{count} bands are replaced by {new}",
                new=len(self.new.bands),
            )
        else:
            gone, came = (
                [one.rating for one, other in pairs if one and other is None],
                [other.rating for one, other in pairs if other and one is None],
            )
            kept = [one.rating for one, other in pairs if one and other and not self.same_band(one, other)]
            clauses = [say("bands taken away: {ratings}", ratings=gone)] if gone else []
            clauses += [say("bands added: {ratings}", ratings=came)] if came else []
            clauses += [say("bands otherwise: {ratings}", ratings=kept)] if kept else []
            title = listed(clauses or [say("the bands stand in another order")])
        if not found:
            orders = [", ".join(band.rating for band in rules.bands) for rules in (self.old, self.new)]
            found.append(
                Difference(
                    say("order of the bands"),
                    orders[0],
                    orders[1],
                    self.old.at("bands"),
                    self.new.at("bands"),
                )
            )
        return Change("bands", title, tuple(found), rates=True, facets=frozenset([("bands",)]))

    def band_pairs(self) -> Iterator[tuple[Band | None, Band | None]]:
        """Each band with the one that it became: the very same first, then one of the same rating; None for
        one that came or went."""
        left = list(self.new.bands)
        same: dict[int, Band] = {}
        for is_one in (self.same_band, lambda one, other: one.rating == other.rating):
            for at, band in enumerate(self.old.bands):
                match = next((each for each in left if is_one(band, each)), None) if at not in same else None
                if match is not None:
                    same[at] = match
                    left = [each for each in left if each is not match]
        yield from ((band, same.get(at)) for at, band in enumerate(self.old.bands))
        yield from ((None, band) for band in left)

    def same_band(self, one: Band, other: Band) -> bool:
        bounds = [self.ends(rules, band) for rules, band in ((self.old, one), (self.new, other))]
        return (
            one.rating == other.rating
            and bounds[0] == bounds[1]
            and self.same_condition(one.when, other.when)
        )

    def ends(self, rules: RuleSet, band: Band) -> tuple[Fraction | None, Fraction | None]:
        """The bounds of a band; None for one that every total keeps."""
        low, high = self.reach[id(rules)]
        return (
            None if band.minimum is None or band.minimum <= low else band.minimum,
            None if band.maximum is None or band.maximum >= high else band.maximum,
        )

    def same_condition(self, one: Expression | None, other: Expression | None) -> bool:
        """Whether two expressions mean the same: with the same names of thresholds (whose numbers are
        compared by themselves), or with the same numbers for them; nodes are the same when they
        correspond."""
        if one is None or other is None:
            return one is other
        names = [{name: f"threshold {name}" for name in rules.thresholds} for rules in (self.old, self.new)]
        values = [values_of(rules) for rules in (self.old, self.new)]
        nodes = [
            {name: self.common[path] for name, (path, *more) in self.old.names.items() if not more},
            {name: paths[0] for name, paths in self.new.names.items() if len(paths) == 1},
        ]
        return any(
            canonical(one, nodes[0] | words[0]) == canonical(other, nodes[1] | words[1])
            for words in (names, values)
        )

    @cached_property
    def common(self) -> dict[str, str]:
        """Every node of the old rule set by the path of the new one that it is; by its own where it is
        none."""
        return {path: self.nodes.only(path) or f"old {path}" for path in self.old.nodes}

    def range(self, rules: RuleSet, band: Band) -> str:
        """A band as one reads it in a table."""
        low, high = (
            rules.scale.minimum if band.minimum is None else band.minimum,
            rules.scale.maximum if band.maximum is None else band.maximum,
        )
        condition = "" if band.when is None else f" · {band.when.text}"
        return f"{score_text(low, rules.scale)} – {score_text(high, rules.scale)}{condition}"

    def rebounded(self) -> Iterator[Change]:
        """Boundaries and conditions of bands that are the same by name. Where one band ends lower and the
        next begins lower, it is one boundary that moves."""
        pairs = list(zip(self.old.bands, self.new.bands, strict=True))
        done: set[int] = set()
        for at, (one, other) in enumerate(pairs):
            if self.ends(self.old, one)[0] != self.ends(self.new, other)[0]:
                moved = [self.boundary("from", at, one, other)]
                below = next(
                    (
                        each
                        for each in range(len(pairs))
                        if each not in done and self.touch(pairs[each], pairs[at])
                    ),
                    None,
                )
                if below is not None:
                    done.add(below)
                    moved.append(self.boundary("to", below, *pairs[below]))
                yield self.bounds(moved)
        for at, (one, other) in enumerate(pairs):
            if self.ends(self.old, one)[1] != self.ends(self.new, other)[1] and at not in done:
                yield self.bounds([self.boundary("to", at, one, other)])
        for at, (one, other) in enumerate(pairs):
            if not self.same_condition(one.when, other.when):
                what = say("condition of {rating}", rating=one.rating)
                places = (band.when.position if band.when else band.position for band in (one, other))
                old, new = (None if band.when is None else band.when.text for band in (one, other))
                yield _single("condition", Difference(what, old, new, *places), [("condition", at)])

    def touch(self, below: tuple[Band, Band], above: tuple[Band, Band]) -> bool:
        """Whether a band ends where another begins, in both rule sets, and both move."""
        (low_old, low_new), (high_old, high_new) = below, above
        if low_old.maximum == low_new.maximum or low_old is high_old:
            return False
        steps = [Fraction(1, 10**rules.scale.decimals) for rules in (self.old, self.new)]
        ends = [(low.maximum, high.minimum) for low, high in ((low_old, high_old), (low_new, high_new))]
        return all(
            end is not None and start is not None and 0 <= start - end <= step
            for (end, start), step in zip(ends, steps, strict=True)
        )

    def boundary(self, key: str, at: int, one: Band, other: Band) -> tuple[Facet, Difference]:
        values = [
            (band.minimum if key == "from" else band.maximum, rules)
            for band, rules in ((one, self.old), (other, self.new))
        ]
        places = [
            (band.minimum_position if key == "from" else band.maximum_position, band.position)
            for band in (one, other)
        ]
        old, new = (None if value is None else score_text(value, rules.scale) for value, rules in values)
        what = (
            say("{rating} from", rating=one.rating)
            if key == "from"
            else say("{rating} to", rating=one.rating)
        )
        return (key, at), Difference(
            what, old, new, *(place if place.line else band for place, band in places)
        )

    def bounds(self, moved: Sequence[tuple[Facet, Difference]]) -> Change:
        found = tuple(difference for _, difference in moved)
        return Change(
            "boundary",
            listed([_in_words(each) for each in found]),
            found,
            rates=True,
            facets=frozenset(facet for facet, _ in moved),
        )

    # what cannot change a rating

    def judgements(self) -> Iterator[Change]:
        for level in dict.fromkeys([*self.old.judgements, *self.new.judgements]):
            lists = [rules.judgements.get(level, ()) for rules in (self.old, self.new)]
            texts = [
                "; ".join(f"{each.result}: {canonical(each.when)}" for each in judgements) or None
                for judgements in lists
            ]
            if texts[0] != texts[1]:
                places = [
                    entries[0].position if entries else rules.position
                    for entries, rules in zip(lists, (self.old, self.new), strict=True)
                ]
                yield _single(
                    "judgements",
                    Difference(
                        say("judgements of level {level}", level=Text(level)),
                        texts[0],
                        texts[1],
                        places[0],
                        places[1],
                    ),
                )

    def targets(self) -> Iterator[Change]:
        old, new = ({target.id: target for target in rules.targets} for rules in (self.old, self.new))
        for id_ in dict.fromkeys([*old, *new]):
            one, other = old.get(id_), new.get(id_)
            texts = [
                None
                if target is None
                else say(
                    "{condition} for at least {least} %",
                    condition=canonical(target.condition),
                    least=target.at_least * 100,
                )
                for target in (one, other)
            ]
            if texts[0] != texts[1]:
                places = [
                    rules.at("targets") if target is None else target.position
                    for target, rules in ((one, self.old), (other, self.new))
                ]
                yield _single(
                    "target", Difference(say("target {id}", id=id_), texts[0], texts[1], places[0], places[1])
                )

    def labels(self) -> Iterator[Change]:
        if self.old.unit != self.new.unit:
            yield _single(
                "unit",
                Difference(
                    say("what a unit is called"),
                    self.old.unit,
                    self.new.unit,
                    self.old.at("unit"),
                    self.new.at("unit"),
                ),
            )
        dates = [
            " – ".join(day or "…" for day in rules.effective) if any(rules.effective) else None
            for rules in (self.old, self.new)
        ]
        if dates[0] != dates[1]:
            yield _single(
                "effective",
                Difference(
                    say("in force"), dates[0], dates[1], self.old.at("effective"), self.new.at("effective")
                ),
            )
        yield from self.aliases()
        yield from self.renamed()
        yield from self.named_thresholds()
        yield from _together("titles", say("titles"), self.titles())
        yield from _together("sources", say("sources"), self.sources())
        yield from self.order()

    def aliases(self) -> Iterator[Change]:
        """Names under which data may report several nodes as one; those of nodes that were split or merged
        belong there."""
        structural = {
            rules.nodes[path].id
            for rules, paths in ((self.old, self.nodes.split), (self.new, self.nodes.merged))
            for path in paths
        }
        for name in dict.fromkeys([*self.old.aliases, *self.new.aliases]):
            one, other = self.old.aliases.get(name), self.new.aliases.get(name)
            if one != other and name not in structural:
                places = [rules.alias_positions.get(name, rules.position) for rules in (self.old, self.new)]
                members = [", ".join(each) if each else None for each in (one, other)]
                yield _single(
                    "alias", Difference(say("alias {name}", name=name), members[0], members[1], *places)
                )

    def renamed(self) -> Iterator[Change]:
        for old, new in self.nodes.pairs:
            one, other = self.old.nodes[old], self.new.nodes[new]
            if one.id != other.id and self.nodes.only(old) == new:
                yield _single(
                    "renamed", Difference(clause_subject(one), one.id, other.id, one.position, other.position)
                )

    def named_thresholds(self) -> Iterator[Change]:
        """Thresholds that only one rule set has: what uses them is compared by itself."""
        for name in dict.fromkeys([*self.old.thresholds, *self.new.thresholds]):
            one, other = self.old.thresholds.get(name), self.new.thresholds.get(name)
            if one is None or other is None:
                values = [None if each is None else decimal_text(each.value) for each in (one, other)]
                places = [
                    rules.at("thresholds") if each is None else each.position
                    for each, rules in ((one, self.old), (other, self.new))
                ]
                yield _single(
                    "threshold", Difference(say("threshold {name}", name=name), values[0], values[1], *places)
                )

    def titles(self) -> Iterator[Difference]:
        yield from _otherwise(
            say("title of the rule set"),
            _title(self.old.title),
            _title(self.new.title),
            self.old.at("title"),
            self.new.at("title"),
        )
        for old, new in self.nodes.pairs:
            if old != TOTAL and old not in self.nodes.split and new not in self.nodes.merged:
                one, other = self.old.nodes[old], self.new.nodes[new]
                what = say("title of {node}", node=self.old.short_name(old))
                yield from _otherwise(
                    what, _title(one.title), _title(other.title), one.at("title"), other.at("title")
                )
        for what, olds, news in self.labelled():
            for name, each in olds.items():
                if name in news:
                    one_title, other_title = _title(each.title), _title(news[name].title)
                    yield from _otherwise(
                        replace(what, arguments={"name": name}),
                        one_title,
                        other_title,
                        each.position,
                        news[name].position,
                    )

    def labelled(self) -> Iterator[tuple[Text, dict[str, Any], dict[str, Any]]]:
        bands = [{band.rating: band for band in rules.bands} for rules in (self.old, self.new)]
        targets = [{target.id: target for target in rules.targets} for rules in (self.old, self.new)]
        yield say("title of band {name}", name=""), bands[0], bands[1]
        yield say("title of threshold {name}", name=""), dict(self.old.thresholds), dict(self.new.thresholds)
        yield say("title of answer scale {name}", name=""), dict(self.old.answers), dict(self.new.answers)
        yield say("title of target {name}", name=""), targets[0], targets[1]

    def sources(self) -> Iterator[Difference]:
        yield from _otherwise(
            say("source of the rule set"),
            self.old.source,
            self.new.source,
            self.old.at("source"),
            self.new.at("source"),
        )
        for old, new in self.nodes.pairs:
            one, other = self.old.nodes[old], self.new.nodes[new]
            if one.source != other.source and (one.source, other.source) != (
                self.old.source,
                self.new.source,
            ):
                what = say("source of {node}", node=self.old.short_name(old))
                yield Difference(what, one.source, other.source, one.at("source"), other.at("source"))

    def order(self) -> Iterator[Change]:
        found = []
        for old, new in self.nodes.pairs:
            ids = [
                [child.id for child in rules.nodes[path].children]
                for rules, path in ((self.old, old), (self.new, new))
            ]
            if sorted(ids[0]) == sorted(ids[1]) and ids[0] != ids[1]:
                what = say("order below {node}", node=self.old.short_name(old))
                found.append(
                    Difference(
                        what,
                        ", ".join(ids[0]),
                        ", ".join(ids[1]),
                        self.old.nodes[old].position,
                        self.new.nodes[new].position,
                    )
                )
        yield from _together("order", say("order"), found)


def clause_subject(node: Node) -> Text:
    return say("{level} {node}", level=Text(node.level), node=node.id)


def _named(nodes: Sequence[Node]) -> str:
    return ", ".join(weighted_name(node.id, node) for node in nodes)


def _shown(value: object) -> str:
    match value:
        case None:
            return UNKNOWN
        case bool():
            return "✓" if value else UNKNOWN
        case Fraction():
            return decimal_text(value)
        case tuple():
            return " … ".join(_shown(each) for each in value)
    return str(value)


def _title(title: Title) -> str | None:
    return " / ".join(dict.fromkeys(text for text in (title.plain, title.th, title.en) if text)) or None


def _in_words(difference: Difference) -> Text:
    return say(
        "{what}: {old} → {new}",
        what=difference.what,
        old=difference.old or UNKNOWN,
        new=difference.new or UNKNOWN,
    )


def _single(kind: str, difference: Difference, facets: Iterable[Facet] = ()) -> Change:
    found = frozenset(facets)
    return Change(kind, _in_words(difference), (difference,), rates=bool(found), facets=found)


def _otherwise(
    what: Text, old: str | None, new: str | None, old_position: Position, new_position: Position
) -> Iterator[Difference]:
    if old != new:
        yield Difference(what, old, new, old_position, new_position)


def _together(kind: str, words: Text, found: Iterable[Difference]) -> Iterator[Change]:
    listing = tuple(found)
    if listing:
        yield Change(kind, say("{what}: {count}", what=words, count=len(listing)), listing, rates=False)


def _rating_expressions(rules: RuleSet) -> Iterator[Expression]:
    """The expressions on which a rating hangs."""
    yield from (band.when for band in rules.bands if band.when)
    yield from (node.score for node in rules.nodes.values() if node.score)


__all__ = ["Change", "Difference", "Differences", "Facet", "differences"]
