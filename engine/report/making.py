"""From a unit's trace, the guidance and the findings of an audit to what stands in its report."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path
from typing import Literal

from .. import __version__
from ..audit.contradictions import Contradiction
from ..book import library
from ..book.guidance import Guidance
from ..explain.conditions import PLURALS, in_words
from ..explain.least import Remedy
from ..explain.reasons import unrated_words
from ..explain.remedy_words import goal_words, way_words
from ..explain.trace import Trace, TraceStep
from ..meaning.facts import UNKNOWN, rating_text, result_text, score_text, weight_text
from ..meaning.model import TOTAL, Judgement, Node, RuleSet, Title
from ..meaning.model import Band as Rating
from ..meaning.ways import way_of
from ..words.diagnostics import Position, Text, Translate, say
from ..words.language import Language
from ..words.numerals import decimal_text, shown_text, thai
from . import bar_chart
from .content import (
    Band,
    Content,
    Finding,
    Grid,
    Indicator,
    Instrument,
    Measure,
    Previous,
    Question,
    Way,
    in_thai_digits,
)

Digits = Literal["thai", "arabic"]

BUDDHIST_ERA = 543
MOST_TO_KEEP = 3  # measures for an indicator that passes
MONTHS = (
    Title(th="มกราคม", en="January"),
    Title(th="กุมภาพันธ์", en="February"),
    Title(th="มีนาคม", en="March"),
    Title(th="เมษายน", en="April"),
    Title(th="พฤษภาคม", en="May"),
    Title(th="มิถุนายน", en="June"),
    Title(th="กรกฎาคม", en="July"),
    Title(th="สิงหาคม", en="August"),
    Title(th="กันยายน", en="September"),
    Title(th="ตุลาคม", en="October"),
    Title(th="พฤศจิกายน", en="November"),
    Title(th="ธันวาคม", en="December"),
)


@dataclass(frozen=True)
class Setting:
    """What all reports of a run share: the rules, the guidance, the language and its digits."""

    guidance: Guidance
    language: Language
    translate: Translate
    digits: Digits

    @property
    def rules(self) -> RuleSet:
        return self.guidance.rules

    def words(self, text: Text) -> str:
        return text.in_words(self.translate)

    def title(self, title: Title) -> str:
        return title.in_language(self.language) or ""

    @cached_property
    def year(self) -> int | None:
        """The fiscal year of the rules, of the Buddhist era: that in which they end."""
        end = self.rules.effective[1]
        if end is not None:
            return int(end[:4]) + BUDDHIST_ERA
        found = re.search(r"(?<![0-9])([0-9]{4})$", self.rules.id)
        return int(found[1]) if found else None

    @cached_property
    def earlier(self) -> RuleSet | None:
        """The rule set that this one extends, where its bands are others."""
        if len(self.rules.files) < 2:
            return None
        rules, _ = library.inspect(self.rules.files[1])
        bands = [
            [(band.rating, band.minimum, band.maximum, band.when) for band in each.bands]
            for each in (self.rules, rules or self.rules)
        ]
        return rules if bands[0] != bands[1] else None

    def deadline(self, month: int | None) -> str:
        """By when: a month of the fiscal year after the rules' last day, or any time in it."""
        end = self.rules.effective[1]
        if month is None or end is None:
            if self.year is None:
                return self.words(say("within the next fiscal year"))
            return self.words(say("within fiscal year {year}", year=self.year + 1))
        begin = datetime.date.fromisoformat(end) + datetime.timedelta(days=1)
        at = begin.month - 1 + month - 1
        return self.words(
            say(
                "by {month} {year}",
                month=self.title(MONTHS[at % 12]),
                year=begin.year + at // 12 + BUDDHIST_ERA,
            )
        )

    # what the rules alone say

    @cached_property
    def bands(self) -> tuple[Band, ...]:
        return tuple(self.band(self.rules, band) for band in self.rules.bands)

    def band(self, rules: RuleSet, band: Rating) -> Band:
        places = rules.scale.decimals
        low, high = (
            None if bound is None else shown_text(bound, places) for bound in (band.minimum, band.maximum)
        )
        condition = "" if band.when is None else self.words(in_words(rules, band.when))
        return Band(band.rating, self.title(band.title) or band.rating, self.scores(low, high), condition)

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
        return f"{low}–{high}"

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
        rows.append((self.words(say("weight")), *(weight_text(top) or UNKNOWN for top in tops)))
        total = self.how(self.rules.total)
        headings = (self.words(say("score")), *(top.id for top in tops))
        return Grid(headings, (*rows, (self.words(say("total")), total, *("" for _ in tops[1:]))))

    def made(self, top: Node, level: str) -> str:
        """How the nodes of a level below a node are made; several ways are all named."""
        ways = dict.fromkeys(self.how(node) for node in top.walk() if node.level == level and node is not top)
        return ", ".join(ways) or UNKNOWN

    def how(self, node: Node) -> str:
        if node.children:
            children = PLURALS[f"{node.children[0].level}s"]
            return self.title(way_of(node).words).format(children=self.words(children))
        if self.rules.steps(node):
            return self.words(say("the item's own score"))
        if node.score is not None:
            return self.words(say("by formula: {formula}", formula=node.score.text))
        return self.words(say("mean of all respondents' answers") if node.answers else say("as reported"))

    @cached_property
    def subjects(self) -> tuple[str, ...]:
        """The paths of what a report speaks of one by one: what the rule set calls indicators, whether
        questions hang below them or not; and of what has none in it, the nodes right above the questions."""

        def below(node: Node) -> Iterator[str]:
            is_parted = any(child.children for child in node.children) or any(
                each.level == "indicator" for each in node.walk()
            )
            if node.level == "indicator" or (node.path != TOTAL and not is_parted):
                yield node.path
                return
            for child in node.children:
                yield from below(child)

        return tuple(below(self.rules.total))

    @cached_property
    def judgements(self) -> Sequence[Judgement]:
        """How the subjects are judged: those of the first level that is."""
        levels = dict.fromkeys(self.rules.nodes[path].level for path in self.subjects)
        return next((self.rules.judgements[level] for level in levels if level in self.rules.judgements), ())

    @cached_property
    def pass_mark(self) -> str:
        """How the subjects are judged, in words."""
        told = [
            f"{self.title(each.title) or each.result}: {self.words(in_words(self.rules, each.when))}"
            for each in self.judgements
        ]
        return "; ".join(told)

    @cached_property
    def mark(self) -> Fraction | None:
        """The bound at which a subject passes, where a threshold gives it."""
        names = self.judgements[0].when.names if self.judgements else ()
        return next(
            (self.rules.thresholds[name].value for name in names if name in self.rules.thresholds), None
        )

    @cached_property
    def targets(self) -> tuple[str, ...]:
        told = []
        for each in self.rules.targets:
            words = {
                "title": self.title(each.title) or each.id,
                "share": decimal_text(each.at_least * 100),
                "unit": self.rules.unit,
            }
            told.append(self.words(say("{title}: at least {share} % of all that are rated", **words)))
        return tuple(told)


def content_of(
    setting: Setting,
    trace: Trace,
    ways: Sequence[Remedy] = (),
    findings: Sequence[Contradiction] = (),
    previous: Trace | None = None,
) -> Content:
    """The fields of one unit's report, in the setting's language and digits. `previous` is last year's trace
    of the same unit."""
    unit = _Unit(setting, trace, previous)
    made = unit.content(ways, findings)
    return replace(
        in_thai_digits(made) if setting.digits == "thai" else made, chart=unit.chart(made.indicators)
    )


@dataclass(frozen=True)
class _Unit:
    setting: Setting
    trace: Trace
    previous: Trace | None

    def content(self, ways: Sequence[Remedy], findings: Sequence[Contradiction]) -> Content:
        setting, rules = self.setting, self.setting.rules
        indicators = tuple(self.indicator(number, steps) for number, steps in enumerate(self.subjects(), 1))
        rating = next((band for band in rules.bands if band.rating == self.trace.rating), None)
        earlier = setting.earlier
        lacking = [] if self.trace.rating is not None else [unrated_words(self.trace)]
        made_by = say(
            "Made by Ken {version} from {rules}, {fingerprint}",
            version=__version__,
            rules=rules.id,
            fingerprint=rules.fingerprint[:19],
        )
        return Content(
            language=setting.language,
            unit=self.trace.unit,
            title=setting.title(rules.title),
            ruleset=rules.id,
            year="" if setting.year is None else str(setting.year),
            next_year="" if setting.year is None else str(setting.year + 1),
            principles=tuple(map(setting.title, setting.guidance.principles)),
            instruments=tuple(map(self.instrument, self.trace.root.children)),
            scoring=setting.scoring,
            bands=setting.bands,
            earlier_title="" if earlier is None else setting.title(earlier.title),
            earlier_bands=()
            if earlier is None
            else tuple(setting.band(earlier, band) for band in earlier.bands),
            pass_mark=setting.pass_mark,
            targets=setting.targets,
            total=self.score(self.trace.root.printed),
            rating=self.trace.rating or UNKNOWN,
            rating_title=UNKNOWN if rating is None else setting.title(rating.title) or rating.rating,
            notes=tuple(map(setting.words, [*self.trace.notes, *lacking])),
            indicators=indicators,
            strengths=_told_apart(indicators, passes=True),
            weaknesses=_told_apart(indicators, passes=False),
            failing=tuple(each for each in indicators if each.passes is False),
            passing=tuple(each for each in indicators if each.passes),
            ways=tuple(
                Way(
                    setting.words(goal_words(self.trace, each.goal, setting.language)),
                    setting.words(way_words(self.trace, each, setting.language)),
                )
                for each in ways
            ),
            findings=tuple(
                Finding(
                    setting.words(_brief(each.message)),
                    each.arithmetic,
                    str(_named(each.position)),
                    setting.words(each.hint),
                )
                for each in findings
            ),
            previous=self.last_year(),
            provenance=setting.words(made_by),
        )

    def subjects(self) -> Iterator[list[TraceStep]]:
        """The indicators, those that were reported as one together."""
        shared: dict[str, list[TraceStep]] = {}
        for path in self.setting.subjects:
            step = self.trace.step(path)
            known = [each for each in step.walk() if each.source in ("given", "answers", "shared", "formula")]
            is_shared = bool(known) and all(each.source == "shared" for each in known)
            shared.setdefault(step.node.id if is_shared else path, []).append(step)
        yield from shared.values()

    def instrument(self, step: TraceStep) -> Instrument:
        setting = self.setting
        subjects = [
            each.node for each in step.walk() if each is not step and each.node.path in setting.subjects
        ]
        indicators = tuple(setting.title(node.title) or node.id for node in subjects)
        about = setting.title(setting.guidance.of(step.node.path).about)
        title = setting.title(step.node.title) or step.node.id
        return Instrument(
            step.node.id,
            title,
            about,
            weight_text(step.node) or "",
            indicators,
            self.score(step.printed),
            self.before(step)[0],
        )

    def indicator(self, number: int, steps: Sequence[TraceStep]) -> Indicator:
        setting, step = self.setting, steps[0]
        owners = [
            owner
            for each in steps
            for owner in self.trace.root.children
            if each.node.path.startswith(f"{owner.node.path}.")
        ]
        advice = setting.guidance.of(step.node.path)
        passes = step.passes
        questions = [each for each in step.walk() if each.node.level == "question" and each is not step]
        before, change = self.before(*steps)
        is_joined = len(steps) > 1
        return Indicator(
            number=str(number),
            id=step.node.id if is_joined else step.name,
            title=setting.title(step.node.title) or step.node.id,
            instrument=", ".join(owner.node.id for owner in owners),
            instrument_title=", ".join(setting.title(owner.node.title) or owner.node.id for owner in owners),
            score=self.score(step.printed),
            result=self.result(step),
            passes=passes,
            previous=before,
            change=change,
            guidance=setting.title(advice.keep if passes else advice.improve),
            questions=tuple(
                self.question(each, is_joined=is_joined) for each in _to_speak_of(questions, passes)
            ),
            measures=tuple(
                made
                for each in _to_mend(questions or [step], passes)
                if (made := self.measure(each, is_joined=is_joined)) is not None
            ),
        )

    def question(self, step: TraceStep, *, is_joined: bool) -> Question:
        advice = self.setting.guidance.of(step.node.path)
        passes = step.passes
        text = self.setting.title(advice.keep if passes else advice.improve)
        name = step.node.id if is_joined else step.name
        return Question(
            name,
            self.setting.title(step.node.title) or step.node.id,
            self.score(step.printed),
            self.result(step),
            passes,
            text,
        )

    def measure(self, step: TraceStep, *, is_joined: bool) -> Measure | None:
        setting, proposal = self.setting, self.setting.guidance.of(step.node.path).measure
        if proposal is None:
            return None
        units = ", ".join(map(setting.title, proposal.units))
        steps = tuple(map(setting.title, proposal.steps))
        name = step.node.id if is_joined else step.name
        return Measure(
            name,
            setting.title(step.node.title) or step.node.id,
            units,
            steps,
            setting.title(proposal.report),
            setting.deadline(proposal.month),
        )

    def result(self, step: TraceStep) -> str:
        return result_text(self.setting.rules, step.node.level, step.result, self.setting.language) or ""

    def score(self, value: Fraction | None) -> str:
        return score_text(value, self.setting.rules.scale)

    def before(self, *steps: TraceStep) -> tuple[str, str]:
        """Last year's score of a node, and the difference: of that of the same path, of that of an alias that
        stands for it, or of the only one of its id. For several that were reported as one it has to be the
        same of all."""
        if self.previous is None:
            return "", ""
        found = {self.same_of(self.previous, step) for step in steps}
        value = found.pop() if len(found) == 1 else None
        return self.score(value), self.difference(value, steps[0].printed)

    def same_of(self, previous: Trace, step: TraceStep) -> Fraction | None:
        path, known = step.node.path, {each.node.path: each.printed for each in previous.root.walk()}
        for alias, members in self.setting.rules.aliases.items():
            for member in members:
                if path not in known and (path == member or path.startswith(f"{member}.")):
                    path = f"{alias}{path.removeprefix(member)}"
        if path not in known:
            same = [
                each.node.path
                for each in previous.root.walk()
                if each.node.id == step.node.id and each.node.level == step.node.level
            ]
            path = same[0] if len(same) == 1 else path
        return known.get(path)

    def difference(self, old: Fraction | None, new: Fraction | None) -> str:
        if old is None or new is None:
            return UNKNOWN
        return ("+" if new > old else "") + self.score(new - old)

    def last_year(self) -> Previous | None:
        if self.previous is None:
            return None
        rules, total = self.previous.rules, self.previous.root.printed
        rating = self.setting.words(rating_text(rules, self.previous.rating, self.setting.language))
        return Previous(
            self.setting.title(rules.title),
            self.score(total),
            rating,
            self.difference(total, self.trace.root.printed),
        )

    def chart(self, indicators: Sequence[Indicator]) -> bar_chart.Chart | str:
        scale, mark = self.setting.rules.scale, self.setting.mark
        shown = thai if self.setting.digits == "thai" else str
        values = [steps[0].printed for steps in self.subjects()]
        bars = [
            bar_chart.Bar(shown(f"{each.id} {each.title}"), float(value), shown(each.score), each.passes)
            for each, value in zip(indicators, values, strict=True)
            if value is not None
        ]
        if not bars:
            return ""
        text = "" if mark is None else shown(decimal_text(mark))
        return bar_chart.bars(
            bars, None if mark is None else float(mark), text, float(scale.minimum), float(scale.maximum)
        )


def _named(position: Position) -> Position:
    """A place in a file by the file's name alone: in what folder it stands is nobody's business who reads a
    report."""
    return replace(position, file=Path(position.file).name)


def _brief(message: Text) -> Text:
    return replace(
        message,
        arguments={
            name: _named(each) if isinstance(each, Position) else each
            for name, each in message.arguments.items()
        },
    )


def _to_speak_of(questions: Sequence[TraceStep], passes: bool | None) -> list[TraceStep]:
    """Of an indicator that fails the questions that fail, of one that passes those that pass."""
    return [] if passes is None else [each for each in questions if each.passes is passes]


def _to_mend(questions: Sequence[TraceStep], passes: bool | None) -> list[TraceStep]:
    """The questions that measures are proposed for: those that fail; where none does, or no score of theirs
    is known, of an indicator that fails all, of one that passes the first ones. None of an indicator that is
    not judged."""
    failing = [each for each in questions if each.passes is False]
    if passes is None or failing:
        return failing if passes is not None else []
    unknown_first = [
        *(each for each in questions if each.printed is None),
        *(each for each in questions if each.printed is not None),
    ]
    return unknown_first[:MOST_TO_KEEP] if passes else list(questions)


def _told_apart(indicators: Sequence[Indicator], *, passes: bool) -> tuple[str, ...]:
    """The titles of indicators that pass or fail, with their instruments where several have one title."""
    titles = [each.title for each in indicators]
    return tuple(
        f"{each.title} ({each.instrument})"
        if titles.count(each.title) > 1 and each.instrument
        else each.title
        for each in indicators
        if each.passes is passes
    )


__all__ = ["Digits", "Setting", "content_of"]
