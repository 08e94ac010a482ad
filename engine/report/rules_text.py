"""What a report says of the rules alone: ratings, how scores are made, how they are judged, targets."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from .. import __version__
from ..explain.conditions import PLURALS, in_words
from ..meaning.expressions import Expression
from ..meaning.facts_in_words import UNKNOWN, weight_text
from ..meaning.model import TOTAL, Band, Judgement, Node, RuleSet
from ..meaning.second_edition import is_second_edition
from ..meaning.subject_paths import subject_paths
from ..meaning.ways import way_of
from ..words.diagnostics import Text, say
from ..words.language import ARABIC
from ..words.numerals import decimal_text, shown_text
from .content import BandText, Content, Grid
from .rules_in_full import RulesInFull
from .setting import Setting

SHORT = 24  # letters
LONGEST_IN_WORDS = 100  # letters of a condition; what is longer would be cut


@dataclass(frozen=True)
class RulesText:
    """The rules of a setting in its language, made once for all units."""

    setting: Setting
    variant: RuleSet | None = None  # of the setting's rules: the one that is spoken of

    @cached_property
    def _variants(self) -> dict[str, RulesText]:
        return {}

    def of(self, rules: RuleSet) -> RulesText:
        """The same for the rules that hold for a unit: these, or a variant of them."""
        if rules is self.setting.rules:
            return self
        return self._variants.setdefault(rules.id, RulesText(self.setting, rules))

    @property
    def rules(self) -> RuleSet:
        """The rules that are spoken of."""
        return self.variant or self.setting.rules

    @cached_property
    def full(self) -> RulesInFull | None:
        """What is said node by node; None of rules of the first edition."""
        asked = self.setting.rules
        return RulesInFull(self.setting, self.rules) if is_second_edition(asked) else None

    def words(self, text: Text) -> str:
        """A text in the language of the setting."""
        return self.setting.words(text)

    @cached_property
    def content(self) -> Content:
        """A report with nothing of a unit in it yet."""
        setting, rules, full = self.setting, self.setting.rules, self.full
        earlier = setting.earlier if self.variant is None else None
        made_by = say(
            "Made by Ken {version} from {rules}, {fingerprint}",
            version=__version__,
            rules=rules.id,
            fingerprint=rules.fingerprint[:19],
        )
        return Content(
            language=setting.language,
            title=setting.name(rules),
            ruleset=rules.id,
            year="" if setting.year is None else setting.figure(str(setting.year)),
            next_year="" if setting.year is None else setting.figure(str(setting.year + 1)),
            principles=tuple(map(setting.title, setting.guidance.principles)),
            scoring=self.scoring if full is None else full.scoring(),
            bands=self.bands,
            earlier_title="" if earlier is None else setting.name(earlier),
            earlier_bands=()
            if earlier is None
            else tuple(self.band(earlier, band) for band in earlier.bands),
            pass_mark=self.pass_mark,
            targets=self.targets,
            provenance=setting.words(made_by),
            numerals="decimal" if setting.digits == ARABIC else setting.digits,
            scoring_total=self.how(rules.total) if full is None else "",
            parts=setting.parts,
            memo=setting.memo,
            remarks=() if full is None else full.remarks(),
            further=Grid((), ()) if full is None else full.further(),
        )

    @cached_property
    def bands(self) -> tuple[BandText, ...]:
        """The ratings, best first."""
        return tuple(self.band(self.rules, band) for band in self.rules.bands)

    def band(self, rules: RuleSet, band: Band) -> BandText:
        """A rating of these rules or of others, in words."""
        places = rules.scale.decimals
        low, high = (
            None if bound is None else shown_text(bound, places) for bound in (band.minimum, band.maximum)
        )
        condition = "" if band.when is None else self.condition(rules, band.when)
        span = self.scores(low, high)
        if band.above or band.below:
            span = RulesInFull(self.setting, rules).span(
                band.minimum, band.maximum, places, above=band.above, below=band.below
            )
        return BandText(band.rating, self.setting.title(band.title) or band.rating, span, condition)

    def condition(self, rules: RuleSet, when: Expression) -> str:
        """A condition in words; as it is written where words would leave open what belongs together, or what
        its thresholds are."""
        if self.full is None:
            return self.words(in_words(rules, when))
        own = {name for node in rules.nodes.values() for name in node.thresholds}
        joins = {type(each.op) for each in ast.walk(when.tree) if isinstance(each, ast.BoolOp)}
        is_plain = len(joins) < 2 and len(when.text) <= LONGEST_IN_WORDS and own.isdisjoint(when.names)
        return self.words(in_words(rules, when)) if is_plain else when.text

    def scores(self, low: str | None, high: str | None) -> str:
        """A range of scores, of which one end or both may be open."""
        if low is None or high is None:
            return (
                UNKNOWN
                if low == high
                else self.words(
                    say("{number} or more", number=low)
                    if high is None
                    else say("up to {number}", number=high)
                )
            )
        return self.setting.figure(f"{low}–{high}")

    @cached_property
    def scoring(self) -> Grid:
        """How a score comes of those below it, level by level, for each node below the total."""
        tops = self.rules.total.children
        levels = dict.fromkeys(
            node.level
            for node in sorted(self.rules.nodes.values(), key=lambda node: -node.path.count("."))
            if node.path != TOTAL
        )
        below = [level for level in levels if level not in {top.level for top in tops}]
        rows = [(self.words(Text(level)), *(self.made(top, level) for top in tops)) for level in below]
        rows += [
            (self.words(Text(level)), *(self.how(top) if top.level == level else UNKNOWN for top in tops))
            for level in dict.fromkeys(t.level for t in tops)
        ]
        rows.append(
            (self.words(say("weight")), *(self.setting.figure(weight_text(top) or UNKNOWN) for top in tops))
        )
        headings = (self.words(say("score")), *(self.short(top) for top in tops))
        return Grid(headings, tuple(rows))

    def short(self, node: Node) -> str:
        """What heads a column of a node: its title, where that is short."""
        title = self.setting.title(node.title)
        return title if title and len(title) <= SHORT else node.id

    def made(self, top: Node, level: str) -> str:
        """How the nodes of a level below a node are made; several ways are all named."""
        ways = dict.fromkeys(self.how(node) for node in top.walk() if node.level == level and node is not top)
        return ", ".join(ways) or UNKNOWN

    def how(self, node: Node) -> str:
        """How the score of a node is made, in words."""
        if node.children:
            children = PLURALS[f"{node.children[0].level}s"]
            return self.words(Text(way_of(node).words.template, {"children": children}))
        if self.rules.steps(node):
            return self.words(say("the item's own score"))
        if node.score is not None:
            return self.words(say("by formula: {formula}", formula=node.score.text))
        return self.words(say("mean of all respondents' answers") if node.answers else say("as reported"))

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The paths of what a report speaks of one by one."""
        return subject_paths(self.rules)

    @cached_property
    def judgements(self) -> Sequence[Judgement]:
        """How the subjects are judged: those of the first level that is."""
        levels = dict.fromkeys(self.rules.nodes[path].level for path in self.subjects)
        return next((self.rules.judgements[level] for level in levels if level in self.rules.judgements), ())

    @cached_property
    def pass_mark(self) -> str:
        """How the subjects are judged, in words."""
        told = [
            f"{self.setting.title(each.title) or each.result}: {self.condition(self.rules, each.when)}"
            for each in self.judgements
        ]
        return "; ".join(told)

    @cached_property
    def mark(self) -> Fraction | None:
        """The bound at which a subject passes, where a threshold gives it."""
        names = self.judgements[0].when.names if self.judgements else ()
        if self.full is not None and not self._is_one_bound:
            return None
        return next(
            (self.rules.thresholds[name].value for name in names if name in self.rules.thresholds), None
        )

    @property
    def _is_one_bound(self) -> bool:
        """Whether what passes is only compared with a threshold, which is the same for all subjects."""
        when = self.judgements[0].when if self.judgements else None
        pattern = r"score\s*[<>]=?\s*([A-Za-z_]\w*)"
        found = None if when is None else re.fullmatch(pattern, when.text.strip())
        return found is not None and not any(found[1] in each.thresholds for each in self.rules.total.walk())

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """What is wanted of all units, a sentence a target."""
        told = []
        for each in self.rules.targets:
            words = {
                "title": self.setting.title(each.title) or each.id,
                "share": decimal_text(each.at_least * 100),
                "unit": self.rules.unit,
            }
            told.append(self.words(say("{title}: at least {share} % of all that are rated", **words)))
        return tuple(told)


__all__ = ["RulesText"]
