"""From a unit's trace, the guidance and the findings of an audit to what stands in its report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from ..audit.contradictions import Contradiction
from ..compare.correspondence import correspondence
from ..explain.headline import headline, rating_name
from ..explain.reasons import unrated_words
from ..explain.remedies import Remedy
from ..explain.remedy_words import goal_words, way_words
from ..explain.subjects import subjects_of
from ..explain.trace import Trace, TraceStep
from ..meaning.facts_in_words import UNKNOWN, rating_text, result_text, weight_text
from ..meaning.labels import item_label, labels_of
from ..meaning.model import TOTAL
from ..words.diagnostics import Position, Text, say
from ..words.numerals import decimal_text
from . import bar_chart
from .content import (
    Content,
    FindingText,
    GroupText,
    IndicatorText,
    InstrumentText,
    MeasureText,
    PreviousText,
    QuestionText,
    RemedyText,
)
from .rules_text import RulesText
from .score_axis import are_alike, axis_of, is_drawn
from .scores_in_full import ScoresInFull
from .setting import Setting

MOST_TO_KEEP = 3  # measures for an indicator that passes


def content_of(
    asked: RulesText,
    trace: Trace,
    ways: Sequence[Remedy] = (),
    findings: Sequence[Contradiction] = (),
    previous: Trace | None = None,
) -> Content:
    """The fields of one unit's report, in the setting's language and digits. `previous` is last year's trace
    of the same unit."""
    unit = UnitText(asked.of(trace.rules), trace, previous)
    made = unit.content(ways, findings)
    return replace(made, chart=unit.chart(made.indicators))


@dataclass(frozen=True)
class UnitText:
    """A unit's trace, and that of last year (None: there is none), in words."""

    rules_text: RulesText
    trace: Trace
    previous: Trace | None

    @property
    def setting(self) -> Setting:
        """The setting of the rules' text."""
        return self.rules_text.setting

    @cached_property
    def full(self) -> ScoresInFull | None:
        """What is said node by node; None by rules of the first edition."""
        full = self.rules_text.full
        return None if full is None else ScoresInFull(full, self.trace)

    def content(self, ways: Sequence[Remedy], findings: Sequence[Contradiction]) -> Content:
        """All that is said of the unit."""
        setting, trace = self.setting, self.trace
        indicators = _told_apart(
            [self.indicator(number, steps) for number, steps in enumerate(subjects_of(self.trace), 1)]
        )
        rating = next((band for band in trace.rules.bands if band.rating == trace.rating), None)
        lacking = [] if trace.rating is not None else [unrated_words(trace)]
        content = replace(
            self.rules_text.content,
            unit=trace.unit,
            total=setting.total(trace.rules, trace.root.printed),
            rating=trace.rating or UNKNOWN,
            rating_title=UNKNOWN if rating is None else setting.title(rating.title) or rating.rating,
            headline=tuple(self.told(text) for text in headline(trace, ways, setting.language).lines),
            notes=tuple(map(self.told, [*trace.notes, *lacking])),
            instruments=tuple(map(self.instrument, trace.root.children)),
            indicators=indicators,
            groups=_grouped(indicators),
            strengths=tuple(each.label for each in indicators if each.passes is True),
            weaknesses=tuple(each.label for each in indicators if each.passes is False),
            failing=tuple(indicator for indicator in indicators if indicator.passes is False),
            passing=tuple(indicator for indicator in indicators if indicator.passes),
            ways=self.remedies(ways),
            findings=tuple(map(self.finding, findings)) if "audit" in setting.parts else (),
            previous=self.last_year(),
        )
        return content if self.full is None else self.full.laid_over(content)

    @cached_property
    def label(self) -> Callable[[str], str]:
        """What people call a node, by its path: a question has its id beside its title."""
        rules, language = self.trace.rules, self.setting.language
        labels = labels_of(rules, language)

        def label(path: str) -> str:
            node = rules.entries[path]
            return item_label(rules, node, language) if node.level == "question" else labels(path)

        return label

    def told(self, text: Text) -> str:
        """A sentence in which nodes that are listed have the names that people know."""
        nodes = text.arguments.get("nodes")
        if isinstance(nodes, list):
            paths = {self.trace.rules.short_name(path): path for path in self.trace.rules.entries}
            named = [self.label(paths[name]) if name in paths else name for name in nodes]
            text = Text(text.template, {**text.arguments, "nodes": named})
        inner = text.arguments.get("why")
        if isinstance(inner, Text):
            text = Text(text.template, {**text.arguments, "why": self.told(inner)})
        return self.setting.words(text)

    def remedies(self, ways: Sequence[Remedy]) -> tuple[RemedyText, ...]:
        """The least changes, those to one goal together."""
        trace, setting = self.trace, self.setting
        goals: dict[str, list[str]] = {}
        for way in ways:
            goal = (
                rating_name(trace.rules, way.goal.rating, setting.language)
                if way.goal.rating is not None and way.goal.path == TOTAL
                else setting.words(goal_words(trace, way.goal, setting.language, self.label))
            )
            told = setting.words(way_words(trace, way, setting.language, self.label))
            goals.setdefault(goal, []).append(told)
        return tuple(
            RemedyText(goal, "\n".join(self.ways_to(goal_ways))) for goal, goal_ways in goals.items()
        )

    def ways_to(self, told: Sequence[str]) -> Iterator[str]:
        """The ways to one goal, with numbers where there are several."""
        if len(told) == 1:
            yield told[0]
            return
        for number, way in enumerate(told, 1):
            yield f"{self.setting.words(say('Way {number}:', number=number))} {way}"

    def finding(self, finding: Contradiction) -> FindingText:
        """A finding of the audit; of its places only the names of files."""
        return FindingText(
            self.setting.words(_brief(finding.message)),
            finding.arithmetic,
            str(_named(finding.position)),
            self.setting.words(finding.hint),
        )

    def instrument(self, step: TraceStep) -> InstrumentText:
        """What is said of a node right below the total."""
        setting = self.setting
        subjects = [
            each.node
            for each in step.walk()
            if each is not step and each.node.path in self.rules_text.subjects
        ]
        indicators = tuple(setting.title(node.title) or node.id for node in subjects)
        about = setting.title(setting.guidance.of(step.node.path).about)
        title = setting.title(step.node.title) or step.node.id
        return InstrumentText(
            step.node.id,
            title,
            about,
            setting.figure(weight_text(step.node) or ""),
            indicators,
            self.score(step),
            self.before(step)[0],
        )

    def indicator(self, number: int, steps: Sequence[TraceStep]) -> IndicatorText:
        """What is said of an indicator, or of several that were reported as one."""
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
        return IndicatorText(
            number=setting.figure(str(number)),
            id=step.node.id if is_joined else step.name,
            title=setting.title(step.node.title) or step.node.id,
            instrument=", ".join(owner.node.id for owner in owners),
            instrument_title=", ".join(setting.title(owner.node.title) or owner.node.id for owner in owners),
            score=self.score(step),
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

    def question(self, step: TraceStep, *, is_joined: bool) -> QuestionText:
        """What is said of a question, and what to do about it."""
        advice = self.setting.guidance.of(step.node.path)
        passes = step.passes
        text = self.setting.title(advice.keep if passes else advice.improve)
        if not text and step.node.path in self.setting.guidance.withheld:
            text = self.setting.words(
                say("No advice is at hand: what is known under this id is on another question.")
            )
        name = step.node.id if is_joined else step.name
        return QuestionText(
            name,
            self.setting.title(step.node.title) or step.node.id,
            self.score(step),
            self.result(step),
            passes,
            text,
        )

    def measure(self, step: TraceStep, *, is_joined: bool) -> MeasureText | None:
        """The measure that the guidance proposes for a question; None where it has none."""
        setting, proposal = self.setting, self.setting.guidance.of(step.node.path).measure
        if proposal is None:
            return None
        units = ", ".join(map(setting.title, proposal.units))
        steps = tuple(map(setting.title, proposal.steps))
        name = step.node.id if is_joined else step.name
        return MeasureText(
            name,
            setting.title(step.node.title) or step.node.id,
            units,
            steps,
            setting.title(proposal.report),
            setting.deadline(proposal.month),
        )

    def score(self, step: TraceStep) -> str:
        """The score of a node as it is printed; a dash where there is none."""
        return self.setting.score(step.printed) if self.full is None else self.full.score(step)

    def result(self, step: TraceStep) -> str:
        """How a node is judged, in words; "" where it is not."""
        if self.full is not None:
            return self.full.result(step)
        return result_text(self.setting.rules, step.node.level, step.result, self.setting.language) or ""

    def before(self, *steps: TraceStep) -> tuple[str, str]:
        """Last year's score of a node, and the difference: of the node that it was then, whatever its id. For
        several that were reported as one it has to be the same of all."""
        if self.previous is None:
            return "", ""
        found = {self.same_of(self.previous, step) for step in steps}
        value = found.pop() if len(found) == 1 else None
        return self.setting.score(value), self.difference(value, steps[0].printed)

    def same_of(self, previous: Trace, step: TraceStep) -> Fraction | None:
        """The score of last year's node that stands for this one; None where there is none."""
        known = {each.node.path: each.printed for each in previous.root.walk() if _has_number(previous, each)}
        then = correspondence(previous.rules, self.trace.rules).old_of.get(step.node.path, ())
        return known.get(then[0]) if len(then) == 1 else None

    def difference(self, old: Fraction | None, new: Fraction | None) -> str:
        """What has changed, with its sign; a dash where one of the scores is not known."""
        if old is None or new is None:
            return UNKNOWN
        return ("+" if new > old else "") + self.setting.score(new - old)

    def last_year(self) -> PreviousText | None:
        """Last year's result; None without last year."""
        if self.previous is None:
            return None
        rules, total = self.previous.rules, self.previous.root.printed
        told = rating_text(rules, self.previous.rating, self.setting.language)
        rating = self.setting.words(told) if rules.bands else ""
        return PreviousText(
            self.setting.name(rules),
            self.setting.total(rules, total),
            rating,
            self.difference(total, self.trace.root.printed),
        )

    def chart(self, indicators: Sequence[IndicatorText]) -> bar_chart.Chart | str:
        """The chart of the indicators; "" where no score is known."""
        scale, mark = self.setting.rules.scale, self.rules_text.mark
        subjects = [steps[0] for steps in subjects_of(self.trace)]
        values = [step.printed if _has_number(self.trace, step) else None for step in subjects]
        bars = [
            bar_chart.Bar(
                f"{each.number} {each.label}" if self.full is None else self.full.full.name(step.node),
                float(value),
                each.score,
                each.passes,
            )
            for each, step, value in zip(indicators, subjects, values, strict=True)
            if value is not None
        ]
        if not bars or (self.full is not None and not are_alike(self.trace.rules)):
            return ""
        text = "" if mark is None else self.setting.figure(decimal_text(mark))
        if self.full is not None:
            drawn = [step for step, value in zip(subjects, values, strict=True) if value is not None]
            return bar_chart.bars(bars, axis_of(self.trace.exact.plan, drawn, mark, text))
        axis = bar_chart.Axis(
            float(scale.minimum), float(scale.maximum), None if mark is None else float(mark), text
        )
        return bar_chart.bars(bars, axis)


def _has_number(trace: Trace, step: TraceStep) -> bool:
    """Whether a node has a score, and no word or nothing in its place."""
    return step.printed is not None and (not trace.second_edition or is_drawn(trace.exact.plan, step))


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


def _grouped(indicators: Sequence[IndicatorText]) -> tuple[GroupText, ...]:
    """Indicators by what they belong to, in order."""
    groups: dict[str, list[IndicatorText]] = {}
    for each in indicators:
        groups.setdefault(each.instrument_title, []).append(each)
    return tuple(GroupText(title, tuple(members)) for title, members in groups.items())


def _told_apart(indicators: Sequence[IndicatorText]) -> tuple[IndicatorText, ...]:
    """Indicators with labels: their titles, with their instruments where several have one title."""
    titles = Counter(each.title for each in indicators)
    return tuple(
        replace(
            each,
            label=f"{each.title} ({each.instrument})"
            if titles[each.title] > 1 and each.instrument
            else each.title,
        )
        for each in indicators
    )


__all__ = ["UnitText", "content_of"]
