"""What reported figures contradict: each other, the rules, the scheme in force. Every finding shows its
arithmetic."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import z3

from ..book import library
from ..book.schema import did_you_mean
from ..explain.conditions import Clause, band_verdict, taken_apart
from ..meaning.arithmetic.exact import Exact, ExactArithmetic, round_exactly
from ..meaning.arithmetic.symbols import BeyondProof
from ..meaning.arithmetic.text import TextArithmetic, Written, brief, is_brief, written
from ..meaning.choosing import taken
from ..meaning.model import TOTAL, Band, Node, RuleSet, Title
from ..meaning.one_unit import ExactResult, evaluate_exactly
from ..meaning.plan import Plan, combine
from ..meaning.proofs import World
from ..meaning.settling import Budget, UndecidedError
from ..meaning.states import Given, Value
from ..meaning.ways import way_of
from ..words.diagnostics import Diagnostic, Position, Severity, Text, say
from ..words.numerals import decimal_text, shown_text
from .bounds import Bounds, Interval
from .figures import Figure, Figures, Passage, Word

SHORTEST_TEXT = 12  # letters; shorter texts may well be the same twice
PROOF_SECONDS = 5.0


@dataclass(frozen=True)
class Finding:
    """One contradiction: of which unit, what is wrong, the arithmetic in one line, where, and what to do."""

    code: str
    unit: str
    message: Text
    arithmetic: str
    position: Position
    hint: Text
    severity: Severity = "error"

    @property
    def diagnostic(self) -> Diagnostic:
        return Diagnostic(self.code, self.message, self.position, self.hint, self.severity)


def audit(rules: RuleSet, figures: Figures) -> list[Finding]:
    """Everything that the reported figures contradict, unit by unit, in the order of the figures."""
    scheme = _Scheme(rules)
    found = [
        finding for unit, own in figures.by_unit().items() for finding in _Unit(scheme, unit, own).findings()
    ]
    return [*found, *_copied(figures.texts)]


@dataclass(frozen=True)
class _Scheme:
    """What all units of an audit share."""

    rules: RuleSet
    # by a rating's word: the rule set that has it
    known: dict[str, RuleSet | None] = field(default_factory=dict)

    @cached_property
    def plan(self) -> Plan:
        return Plan.of(self.rules)

    @cached_property
    def world(self) -> World:
        """Any unit's scores as terms. Raises BeyondProof where the rules use what cannot be said in them."""
        return World(self.rules)

    @cached_property
    def family(self) -> Sequence[RuleSet]:
        family = self.rules.id.rpartition("/")[0]
        paths = [
            entry.path
            for entry in library.entries()
            if entry.name.rpartition("/")[0] == family and entry.name != self.rules.id
        ]
        return [rules for rules, _ in map(library.inspect, paths) if rules is not None]

    def elsewhere(self, word: str) -> RuleSet | None:
        """The latest rule set of the family that has such a rating."""
        if word not in self.known:
            found = [rules for rules in self.family if _named(rules.bands, word) is not None]
            self.known[word] = max(
                found, key=lambda rules: (rules.effective[1] or "", rules.id), default=None
            )
        return self.known[word]


class _Unit:
    def __init__(self, scheme: _Scheme, unit: str, figures: Figures) -> None:
        self.scheme, self.rules, self.plan, self.unit, self.figures = (
            scheme,
            scheme.rules,
            scheme.plan,
            unit,
            figures,
        )
        self.reported: dict[str, Figure] = {}
        for each in sorted(figures.scores, key=lambda figure: figure.alias is not None):
            for path in each.paths:
                self.reported.setdefault(path, each)
        values = {path: each.value for path, each in self.reported.items()}
        self.loose, self.strict = (
            Bounds(self.plan, values, rounded=True),
            Bounds(self.plan, values, rounded=False),
        )
        self.refused = dict.fromkeys((path for each in figures.refused for path in each.paths), True)

    def findings(self) -> Iterator[Finding]:
        yield from self.twice()
        yield from self.no_answers()
        yield from self.impossible()
        yield from self.ratings()
        yield from self.results()

    def finding(self, code: str, message: Text, arithmetic: str, at: Position, hint: Text) -> Finding:
        return Finding(code, self.unit, message, arithmetic, at, hint)

    # figures

    def twice(self) -> Iterator[Finding]:
        """One figure, reported as two numbers."""
        first: dict[tuple[str, tuple[str, ...]], Figure] = {}
        told: set[tuple[str, Fraction]] = set()
        for each in self.figures.scores:
            earlier = first.setdefault((each.name, each.paths), each)
            if (
                self.printed(each.value) != self.printed(earlier.value)
                and (each.name, each.value) not in told
            ):
                told.add((each.name, each.value))
                message = say(
                    "{node} of “{unit}” is {value} here and {other} in {place}",
                    node=each.name,
                    unit=self.unit,
                    value=self.shown(each.value),
                    other=self.shown(earlier.value),
                    place=earlier.position,
                )
                arithmetic = f"{self.shown(each.value)} ≠ {self.shown(earlier.value)}"
                yield self.finding(
                    "two-figures",
                    message,
                    arithmetic,
                    each.position,
                    say("one of the two is a slip; look at the source of the score"),
                )

    def no_answers(self) -> Iterator[Finding]:
        """A question that its unit answers once, with a score that no answer earns."""
        for each in self.figures.scores:
            possible = self.rules.possible(self.rules.nodes[each.paths[0]])
            if possible.only and not possible.takes(each.value):
                options = ", ".join(map(decimal_text, possible.only))
                message = say(
                    "{node} of “{unit}” is {value}, which no answer earns",
                    node=each.name,
                    unit=self.unit,
                    value=self.shown(each.value),
                )
                yield self.finding(
                    "no-answer",
                    message,
                    f"{self.shown(each.value)} ∉ {{{options}}}",
                    each.position,
                    say("answers earn {options}", options=options),
                )

    def impossible(self) -> Iterator[Finding]:
        """A figure that the figures below it do not allow."""
        told: set[tuple[str, Fraction]] = set()
        for each in self.figures.scores:
            if (each.name, each.value) in told:
                continue
            told.add((each.name, each.value))
            allowed = self.allowed(each)
            if allowed is None:
                continue
            loose, strict = allowed
            given = self.printed(each.value)
            is_high = given > self.printed(loose.high)
            if not is_high and given >= self.printed(loose.low):
                continue
            bound = strict.high if is_high else strict.low
            end = self.shown(self.printed(bound))
            names = {"node": each.name, "unit": self.unit, "value": self.shown(each.value), "bound": end}
            if loose.known:
                message = say(
                    "{node} of “{unit}” is given as {value}, and what is below it makes {bound}", **names
                )
            elif is_high:
                message = say(
                    "{node} of “{unit}” is given as {value}, and can be at most {bound} by what is known "
                    "below it",
                    **names,
                )
            else:
                message = say(
                    "{node} of “{unit}” is given as {value}, and can be no less than {bound} by what is "
                    "known below it",
                    **names,
                )
            sign = "≠" if loose.known else ">" if is_high else "<"
            line = (
                f"{self.equation(each, bound, is_high=is_high)} → {end}; {self.shown(each.value)} "
                f"{sign} {end}"
            )
            hint = say("check {node} and the scores below it against their source", node=each.name)
            yield self.finding("impossible", message, line, each.position, hint)

    def allowed(self, figure: Figure) -> tuple[Interval, Interval] | None:
        """The interval that others allow a figure, with their rounding and without; None where they say
        nothing. One that stands for several nodes is their mean: of those that are reported themselves, else
        of what is below, as far as means go."""
        nodes = [self.rules.nodes[path] for path in figure.paths]
        if figure.alias is None:
            (node,) = nodes
            return (
                (self.loose.below(node), self.strict.below(node))
                if node.children and self.strict.speaks(node)
                else None
            )
        own = [self.reported[node.path].alias is None for node in nodes]
        tellable = [
            is_own or (_is_linear(node) and self.strict.speaks(node))
            for is_own, node in zip(own, nodes, strict=True)
        ]
        if not all(tellable):
            return None
        loose, strict = (
            self.mean(
                [
                    bounds.around(node) if is_own else bounds.below(node)
                    for is_own, node in zip(own, nodes, strict=True)
                ],
                nodes,
            )
            for bounds in (self.loose, self.strict)
        )
        return loose, strict

    def mean(self, intervals: Sequence[Interval], nodes: Sequence[Node]) -> Interval:
        """The interval of the mean, weighted as the nodes are."""
        weights, a = [node.relative_weight for node in nodes], ExactArithmetic(self.rules.scale)
        low, high = (
            Fraction(a.mean([each.end(high=high) for each in intervals], weights) or 0)
            for high in (False, True)
        )
        return Interval(low, high, all(each.known for each in intervals))

    def equation(self, figure: Figure, result: Fraction, *, is_high: bool) -> str:
        """How a figure comes of those below it, with numbers: what is not known stands with the bound that is
        taken for it. The sides are equal as they are written, or ≈ stands between them where a number was
        rounded."""
        made, numbers = self.written(figure, is_high=is_high)
        sign = "=" if all(map(is_brief, [*numbers, result])) else "≈"
        return f"{made.text} {sign} {brief(result)}"

    def written(self, figure: Figure, *, is_high: bool) -> tuple[Written, list[Fraction]]:
        """What makes a figure, in words, and the numbers that stand in it."""
        a, nodes = TextArithmetic(self.rules.scale), [self.rules.nodes[path] for path in figure.paths]
        own = [self.reported[node.path].alias is None for node in nodes]
        ends = [
            (self.strict.around(node) if is_own else self.strict.below(node)).end(high=is_high)
            for is_own, node in zip(own, nodes, strict=True)
        ]
        if len(set(ends)) > 1 or any(own[1:]):
            return a.mean([written(end) for end in ends], [node.relative_weight for node in nodes]), ends
        node = nodes[0]
        attained = self.strict.attained(node, high=is_high)
        if attained is None:
            return written(ends[0]), ends
        children = []
        for child, part, value in zip(node.children, self.strict.parts(node), attained[1], strict=True):
            if value is None:
                children.append(Value[Written, bool | None]())
            elif part.known:
                children.append(Value(written(value)))
            else:
                children.append(
                    Value(Written(value, f"[{child.id} {'≤' if is_high else '≥'} {brief(value)}]"))
                )
        made = combine(a, node, children).number
        return (written(ends[0]) if made is None else made), [
            value for value in attained[1] if value is not None
        ]

    # ratings

    @cached_property
    def result(self) -> ExactResult:
        return self.evaluated({}, judge=())

    def evaluated(
        self, changed: Mapping[str, Fraction], *, judge: Collection[str] | None = None
    ) -> ExactResult:
        """What the rules make of the figures, and of some others in their place."""
        scores: dict[str, Exact] = {**{path: each.value for path, each in self.reported.items()}, **changed}
        return evaluate_exactly(self.plan, Given(scores, refused=self.refused), judge=judge)

    def ratings(self) -> Iterator[Finding]:
        """A rating that the rules do not give for the figures, or that is of other rules."""
        for each in self.figures.ratings:
            band = _named(self.rules.bands, each.word)
            if band is not None and self.result.rating == band.rating:
                continue
            could = self.possible_ratings
            if band is not None and (could is None or band.rating in could):
                continue
            given = list(could) if could is not None and len(could) <= 2 and could else None
            yield self.wrong_rating(each, band, given)

    def wrong_rating(self, reported: Word, band: Band | None, given: Sequence[str] | None) -> Finding:
        known = given or ([self.result.rating] if self.result.rating is not None else [])
        words = {"rating": reported.word, "unit": self.unit, "rules": self.rules.id, "given": known}
        line = self.why(self.result.rating) if self.result.rating is not None else self.ranges(given or ())
        if band is not None:
            message = say("“{unit}” is reported as {rating}, and {rules} gives {given}", **words)
            return self.finding(
                "wrong-rating",
                message,
                line,
                reported.position,
                say("write {given}, or mend the score", given=words["given"]),
            )
        other = self.scheme.elsewhere(reported.word)
        if other is not None:
            until = (
                say("in force until {day}", day=other.effective[1])
                if other.effective[1]
                else say("not in force")
            )
            if not known:
                message = say(
                    "“{unit}” is reported as {rating}, a rating of {other} ({until})",
                    **words,
                    other=other.id,
                    until=until,
                )
                return self.finding(
                    "other-scheme",
                    message,
                    line,
                    reported.position,
                    say("write a rating of {rules}", rules=self.rules.id),
                )
            message = say(
                "“{unit}” is reported as {rating}, a rating of {other} ({until}); {rules} gives {given}",
                **words,
                other=other.id,
                until=until,
            )
            return self.finding(
                "other-scheme", message, line, reported.position, say("write {given}", given=words["given"])
            )
        if known:
            message = say(
                "“{unit}” is reported as {rating}, which is no rating of {rules}; it gives {given}", **words
            )
        else:
            message = say("“{unit}” is reported as {rating}, which is no rating of {rules}", **words)
        return self.finding(
            "unknown-rating",
            message,
            line,
            reported.position,
            did_you_mean(reported.word, [each.rating for each in self.rules.bands]),
        )

    def why(self, rating: str | None) -> str:
        """The range and condition that gave a rating, with the unit's numbers."""
        band = taken(self.result.outcome.bands)
        if band is None or band.rating != rating:
            return "–"
        return "; ".join(map(part_text, band_verdict(self.plan, band, self.result.outcome, holds=True).parts))

    def ranges(self, ratings: Sequence[str]) -> str:
        """The total that is reported, and the ranges of ratings that it leaves possible."""
        total = self.reported.get(TOTAL)
        told = [] if total is None else [f"{TOTAL} = {self.shown(total.value)}"]
        for band in self.rules.bands:
            if band.rating in ratings:
                bounds = [
                    "" if bound is None else self.shown(bound) for bound in (band.minimum, band.maximum)
                ]
                told.append(
                    f"{band.rating}: {'–'.join(bounds)}" + (f", {band.when.text}" if band.when else "")
                )
        return "; ".join(told) or "–"

    @cached_property
    def possible_ratings(self) -> tuple[str, ...] | None:
        """Every rating that the figures leave possible, the rounding of each considered; None where that
        cannot be told."""
        rules = self.rules
        if self.refused and self.result.rating is None:
            return None
        try:
            world = self.scheme.world
            conditions = []
            for path, term in world.free.items():
                node, raw = rules.nodes[path], self.reported.get(path)
                if node.score is not None:  # its raw value is free
                    conditions += [] if raw is None else [term == z3.RealVal(raw.value)]
                    continue
                around = self.loose.around(node)
                conditions += [term >= z3.RealVal(around.low), term <= z3.RealVal(around.high)]
            for path in world.outcome.printed:
                figure = self.reported.get(path)
                if (
                    figure is not None
                    and world.outcome.printed[path] is not None
                    and (
                        path in world.plan.required or (rules.nodes[path].children and path not in world.free)
                    )
                ):
                    a = world.arithmetic
                    conditions.append(
                        a.compare("==", world.outcome.printed[path], a.number(self.printed(figure.value)))
                    )
            solver, budget = world.space.solver(*conditions, *world.given), Budget(PROOF_SECONDS)
            if budget.ask(solver, *conditions) is None:
                return None  # the figures contradict each other, which is told by itself
            return tuple(
                dict.fromkeys(
                    band.rating
                    for band, given in zip(rules.bands, world.given, strict=True)
                    if budget.ask(solver, given, *conditions) is not None
                )
            )
        except (BeyondProof, UndecidedError):
            return None

    def results(self) -> Iterator[Finding]:
        """A result that the score beside it does not earn."""
        for each in self.figures.results:
            node = self.rules.nodes[each.paths[0]]
            judgements = self.rules.judgements.get(node.level, ())
            if not judgements or each.score is None:
                continue
            result = self.evaluated({node.path: each.score})
            earned = taken(result.outcome.judged.get(node.path))
            word = next(
                (other for other in judgements if each.word.casefold() in _words(other.result, other.title)),
                None,
            )
            if earned is None or word == earned:
                continue
            if word is None:
                message = say(
                    "{node} of “{unit}” is reported as {word}, which is no result of {rules}",
                    node=each.name,
                    unit=self.unit,
                    word=each.word,
                    rules=self.rules.id,
                )
                known = [other.result for other in judgements]
                yield self.finding(
                    "unknown-result",
                    message,
                    f"{self.shown(each.score)} → {earned.result}",
                    each.position,
                    did_you_mean(each.word, known),
                )
                continue
            parts = taken_apart(self.plan, word.when, result.outcome, node.path)
            names = {
                "node": each.name,
                "unit": self.unit,
                "value": self.shown(each.score),
                "word": each.word,
                "earned": earned.result,
            }
            message = say("{node} of “{unit}” is {value} and reported as {word}; it is {earned}", **names)
            yield self.finding(
                "wrong-result",
                message,
                "; ".join(map(part_text, parts)),
                each.position,
                say("write {word}, or mend the score", word=earned.result),
            )

    def printed(self, value: Fraction) -> Fraction:
        return round_exactly(value, self.rules.scale.decimals, self.rules.scale.rounding)

    def shown(self, value: Fraction) -> str:
        return shown_text(value, self.rules.scale.decimals)


def _copied(texts: Sequence[Passage]) -> Iterator[Finding]:
    """A text that is the same as that of the line above, for something else."""
    last: dict[tuple[str, str], tuple[str, Passage]] = {}
    for each in texts:
        plain = " ".join(each.text.split()).casefold()
        key = (each.position.file, each.column)
        before = last.get(key)
        last[key] = (plain, each)
        if (
            before is None
            or before[0] != plain
            or len(plain) < SHORTEST_TEXT
            or (before[1].unit, before[1].item) == (each.unit, each.item)
        ):
            continue
        item, other = (
            (each.item, before[1].item) if each.unit == before[1].unit else (each.unit, before[1].unit)
        )
        message = say(
            "“{column}” of {item} is the same text as that of {other} above it",
            column=each.column,
            item=item,
            other=other,
        )
        hint = say("write what is meant for {item} itself", item=item)
        yield Finding("copied-text", each.unit, message, f"{item} = {other}", each.position, hint, "warning")


def part_text(part: Clause) -> str:
    """A comparison with its numbers, as it is: min(instruments) = 67.75 < 85."""
    sign = (
        part.sign
        if part.holds
        else {">=": "<", ">": "<=", "<=": ">", "<": ">=", "==": "!=", "!=": "=="}[part.sign]
    )
    name = part.text.split(f" {part.sign} ")[0]
    return f"{name} = {decimal_text(part.left)} {sign} {decimal_text(part.right)}"


def _is_linear(node: Node) -> bool:
    """Whether a mean over several nodes of this form is the node of their means."""
    ways = (
        (way_of(each), [child.relative_weight for child in each.children])
        for each in node.walk()
        if each.children
    )
    return all(way.shares(weights) is not None for way, weights in ways)


def _words(name: str, title: Title) -> set[str]:
    """Every way to write a rating or a result, small and capital letters alike."""
    return {each.casefold() for each in (name, title.th, title.en, title.plain) if each}


def _named(bands: Sequence[Band], word: str) -> Band | None:
    return next((band for band in bands if word.casefold() in _words(band.rating, band.title)), None)


__all__ = ["Finding", "audit", "part_text"]
