"""One unit whose reported figures are held against the rules: what it reports, what the rules make of that,
and contradictions as findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from ..book import library
from ..meaning.arithmetic.exact import Exact, ExactArithmetic
from ..meaning.arithmetic.text import brief, is_brief
from ..meaning.chosen_variant import of_words
from ..meaning.facts_in_words import UNKNOWN
from ..meaning.model import INPUT, Band, RuleSet, Title
from ..meaning.one_unit import ExactResult, evaluate_exactly
from ..meaning.plan import Plan
from ..meaning.printed_scores import printed_places, printed_score
from ..meaning.states import Given
from ..meaning.steps_in_order import expressions_of, has_steps, rating_expressions_of
from ..meaning.worlds import World
from ..words.diagnostics import Diagnostic, Position, Severity, Text
from ..words.numerals import decimal_text, shown_text
from .bounds import Bounds
from .figures import Figures, Reported
from .figures_run import is_read


@dataclass(frozen=True)
class Contradiction:
    """Of which unit, what is wrong, the arithmetic in one line, where, and what to do."""

    code: str
    unit: str
    message: Text
    arithmetic: str
    position: Position
    hint: Text
    severity: Severity = "error"

    @property
    def diagnostic(self) -> Diagnostic:
        """The same without its arithmetic, as every command reports what it finds."""
        return Diagnostic(self.code, self.message, self.position, self.hint, self.severity)


@dataclass(frozen=True)
class Scheme:
    """The rules that units of an audit are held against. They are not `told` where these have variants, and
    it is not known which of them holds."""

    rules: RuleSet
    told: bool = True
    # by a rating's word: the rule set that has it
    known: dict[str, RuleSet | None] = field(default_factory=dict)
    # by the numbers of the words that choose it: that of a variant
    variants: dict[tuple[int, ...], Scheme] = field(default_factory=dict)

    def of_unit(self, figures: Figures) -> Scheme:
        """The rules that hold for a unit, by the words that it reports."""
        if not self.rules.choosing:
            return self
        reported = {path: figure.value for figure in figures.scores for path in figure.paths}
        if not set(self.rules.choosing) <= reported.keys():
            return Scheme(self.rules, told=False)
        numbers = tuple(int(reported[path]) for path in self.rules.choosing)
        if numbers not in self.variants:
            self.variants[numbers] = Scheme(of_words(self.rules, list(numbers)))
        return self.variants[numbers]

    @cached_property
    def is_plain(self) -> bool:
        """Whether rules make means of scores and rate them, and do nothing else: then proofs know all of
        them."""
        rules, nodes = self.rules, self.rules.nodes.values()
        if rules.inputs or rules.tables or not rules.bands or any(node.no_better_than for node in nodes):
            return False
        return not any(
            has_steps(rules, replace(node, score=None, value=None))
            or (node.score is not None and (node.value is None or self.plan.referred(node.score, node.path)))
            or node.best is not None
            or node.bands
            or any(
                expression.calls & {"known", "first"}
                for expression in (*expressions_of(node), *rating_expressions_of(rules, node))
            )
            for node in nodes
        )

    @cached_property
    def plan(self) -> Plan:
        """The rules, ready to be evaluated."""
        return Plan.of(self.rules)

    @cached_property
    def world(self) -> World:
        """Any unit's scores as terms. Raises BeyondProof where the rules use what cannot be said in them."""
        return World(self.rules)

    @cached_property
    def family(self) -> Sequence[RuleSet]:
        """The other rule sets that stand beside this one in the library: the schemes of other years."""
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
            having = [rules for rules in self.family if band_named(rules.bands, word) is not None]
            self.known[word] = max(
                having, key=lambda rules: (rules.effective[1] or "", rules.id), default=None
            )
        return self.known[word]


class AuditedUnit:
    """A unit and what it reports. `reported` has by path the figure that counts: that of the node itself goes
    before that of an alias. `loose` and `strict` are what the figures allow each node to be, with their
    rounding and without."""

    def __init__(self, scheme: Scheme, unit: str, figures: Figures) -> None:
        self.scheme, self.rules, self.plan = scheme, scheme.rules, scheme.plan
        self.unit, self.figures = unit, figures
        self.reported: dict[str, Reported] = {}
        for figure in sorted(figures.scores, key=lambda figure: figure.alias is not None):
            for path in figure.paths:
                self.reported.setdefault(path, figure)
        self.loose, self.strict = self.bounds(rounded=True), self.bounds(rounded=False)
        self.refused = dict.fromkeys((path for refusal in figures.refused for path in refusal.paths), True)

    def finding(
        self, code: str, message: Text, arithmetic: str, position: Position, hint: Text
    ) -> Contradiction:
        """A contradiction of this unit."""
        return Contradiction(code, self.unit, message, arithmetic, position, hint)

    @cached_property
    def result(self) -> ExactResult:
        """What the rules make of the figures."""
        return self.evaluated({}, judge=())

    def evaluated(
        self, changed: Mapping[str, Fraction], *, judge: Collection[str] | None = None
    ) -> ExactResult:
        """What the rules make of the figures, and of some others in their place (by path); `judge` are the
        levels of which nodes are judged, None for all."""
        scores: dict[str, Exact] = {
            **{path: figure.value for path, figure in self.reported.items()},
            **changed,
        }
        return evaluate_exactly(self.plan, Given(scores, refused=self.refused), judge=judge)

    def agrees(self, figure: Reported) -> bool:
        """Whether a figure is what the rules make of the others as they stand: then it is possible."""
        path = figure.paths[0]
        made = self.result.outcome.computed.get(path)
        return made is not None and self.printed(path, Fraction(made)) == self.figure_printed(
            path, figure.value
        )

    def bounds(self, changed: Mapping[str, Fraction] | None = None, *, rounded: bool) -> Bounds:
        """What the figures, and some others in their place, allow each node to be. One figure for several
        nodes is that of each only where means of means allow it."""
        plain = self.scheme.is_plain
        own = {
            path: figure.value
            for path, figure in self.reported.items()
            if plain or figure.alias is None or len(figure.paths) == 1
        }
        return Bounds(self.plan, {**own, **(changed or {})}, rounded, plain)

    def printed(self, path: str, value: Fraction) -> Fraction:
        """What is printed of a node's value; what is read is as it is."""
        node = self.rules.entries[path]
        if is_read(self.rules, node):
            return value
        return Fraction(printed_score(ExactArithmetic(self.rules.scale), self.rules, node, value) or 0)

    def shown(self, path: str, value: Fraction) -> str:
        """A score as it is printed, with more decimals where it has more; a raw value, or a word, as it is
        given."""
        node = self.rules.entries[path]
        if not is_read(self.rules, node):
            return shown_text(value, printed_places(self.rules, node))
        scale = self.rules.answers.get(node.answers or "")
        if scale is None or not (path in self.rules.worded or node.level == INPUT):
            return decimal_text(value)
        numbers = map(decimal_text, scale.scores_given(reversed_=node.reversed))
        return (*scale.words, *numbers)[int(value)]

    def figure_printed(self, path: str, figure: Fraction) -> Fraction:
        """A figure as it is printed; one of a node that is rounded to a step was so before."""
        step = self.rules.entries[path].round
        return figure if step is not None and step.step is not None else self.printed(path, figure)

    def looked_at(self, path: str) -> str:
        """What a node's value comes of, each with what is known of it: negative = 10; kind = food."""
        return self.in_words(self.plan.looked_at(self.rules.nodes[path]))

    def in_words(self, paths: Iterable[str]) -> str:
        """What is known of some nodes and inputs: what is reported, and what the rules make of that."""
        return "; ".join(f"{self.rules.short_name(path)} {self._known(path)}" for path in paths)

    def _known(self, path: str) -> str:
        figure, value = self.reported.get(path), self.strict.found.values[path]
        if path in self.rules.inputs or path in self.rules.worded or value is None:
            return f"= {UNKNOWN if figure is None else self.shown(path, figure.value)}"
        if value.low < value.high:
            return f"= {brief(value.low)}–{brief(value.high)}"
        return f"{'=' if is_brief(value.low) else '≈'} {brief(value.low)}"


def band_named(bands: Sequence[Band], word: str) -> Band | None:
    """The band that a word names: its rating or its title in any language; None where none is called so."""
    return next((band for band in bands if word.casefold() in words_for(band.rating, band.title)), None)


def words_for(name: str, title: Title) -> set[str]:
    """Every way to write a rating or a result, small and capital letters alike."""
    return {word.casefold() for word in (name, *title.values()) if word}


__all__ = ["AuditedUnit", "Contradiction", "Scheme", "band_named", "words_for"]
