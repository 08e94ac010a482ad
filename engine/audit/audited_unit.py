"""One unit whose reported figures are held against the rules: what it reports, what the rules make of that,
and contradictions as findings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from ..book import library
from ..meaning.arithmetic.exact import Exact, round_exactly
from ..meaning.facts_in_words import score_text
from ..meaning.model import Band, RuleSet, Title
from ..meaning.one_unit import ExactResult, evaluate_exactly
from ..meaning.plan import Plan
from ..meaning.states import Given
from ..meaning.worlds import World
from ..words.diagnostics import Diagnostic, Position, Severity, Text
from .bounds import Bounds
from .figures import Figures, Reported


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
    """The rules that all units of an audit are held against."""

    rules: RuleSet
    # by a rating's word: the rule set that has it
    known: dict[str, RuleSet | None] = field(default_factory=dict)

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
        values = {path: figure.value for path, figure in self.reported.items()}
        self.loose = Bounds(self.plan, values, rounded=True)
        self.strict = Bounds(self.plan, values, rounded=False)
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

    def printed(self, value: Fraction) -> Fraction:
        """A value, rounded as the rules round scores."""
        return round_exactly(value, self.rules.scale.decimals, self.rules.scale.rounding)

    def shown(self, value: Fraction) -> str:
        """A score as it is printed."""
        return score_text(value, self.rules.scale)


def band_named(bands: Sequence[Band], word: str) -> Band | None:
    """The band that a word names: its rating or its title in any language; None where none is called so."""
    return next((band for band in bands if word.casefold() in words_for(band.rating, band.title)), None)


def words_for(name: str, title: Title) -> set[str]:
    """Every way to write a rating or a result, small and capital letters alike."""
    return {word.casefold() for word in (name, *title.values()) if word}


__all__ = ["AuditedUnit", "Contradiction", "Scheme", "band_named", "words_for"]
