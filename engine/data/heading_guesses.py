"""What the heading of a column is sure to stand for, by whatever a tool for surveys or a person wrote there:
an id, a title, an id in brackets, the last part of a path. What is less than sure is a doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice

from ..meaning.model import RuleSet, is_below
from ..words.alike import compared
from ..words.diagnostics import Text, say
from ..words.hints import suggestion
from ..words.numerals import decimal_text, western
from .column_matching import key_names
from .misspellings import GROUP_SIGNS
from .spelling import Spelling
from .told_measures import ToldMeasures
from .wrong_letters import what_was_meant

MOST_PROPOSED = 3
UNIT = "ken:unit"
"""In the place of a path: that of the column with the units."""

_BRACKETS = re.compile(r"[\[(]([^\[\]()]{1,200})[\])]")
_WORD = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z][A-Za-z0-9_]*")
_NUMBERED = re.compile(r"^[0-9๐-๙]{1,3}\s?[.):]\s*")
_HYPHENATED = re.compile(r"\w+(?:-\w+)+", re.ASCII)
"""A name of a question after those of groups, as ODK Central writes it."""
_OTHER_TIME = re.compile(
    r"(?<![0-9])(?:1[89]|20|21|24|25|26)[0-9]{2}(?![0-9])"
    r"|(?:ปี|พ\.ศ\.|FY)\s?[0-9]{2}(?![0-9])|ปี(?:ก่อน|ที่แล้ว|ที่ผ่านมา)|เดิม|\b(?:last|previous|prior|old)\b",
    re.IGNORECASE,
)
"""What may say that a column is of another year."""
_POINTS = re.compile(
    r"(?:เต็ม|out of|max(?:imum)?|/)\s*(?:คะแนน)?\s*([0-9]+(?:\.[0-9]+)?)"
    r"|([0-9]+(?:\.[0-9]+)?)\s*(?:คะแนน|points?\b|pts?\b|marks?\b)",
    re.IGNORECASE,
)
"""How many points a column is said to have."""
_OTHER_THING = re.compile(
    r"อันดับ|ลำดับ|จำนวน|เบี่ยงเบน|น้ำหนัก|เป้าหมาย|ผลต่าง|ส่วนต่าง|ความคิดเห็น|ข้อเสนอแนะ|เหตุผล|อื่น ?ๆ|ต่ำสุด|สูงสุด"
    r"|ไตรมาส|ครั้งที่|รอบที่|(?:ก่อน|หลัง)(?:เรียน|อบรม|ทดสอบ)"
    r"|\b(?:s\.?d|rank(?:ing)?|n|count|weight|target|goal|std|stddev|deviation|difference|diff|change|median|variance"
    r"|pre|post|wave|round|quarter|min(?:imum)?|max(?:imum)?|comments?|other|feedback|reasons?|remarks?)\b",
    re.IGNORECASE,
)
"""What may say that a column has something else than the score: ranks, deviations, targets, comments, what
was measured before."""
_OF_COUNTS = re.compile(
    r"บาท|(?<![ก-๛])(?:คน|ราย|วัน|ชั่วโมง)(?![ก-๛])|\b(?:THB|USD|EUR|days?|hours?|persons?|people)\b",
    re.IGNORECASE,
)
"""What is counted, and is no score."""
_A_SCORE = ("score", "scores", "value", "mean", "average", "คะแนน", "ค่าเฉลี่ย", "ร้อยละ", "ผล")
"""What may stand below the head of a node in the place of a name."""
_AN_ANSWER = ("open-ended response", "response")


@dataclass(frozen=True)
class Sure:
    """That a column is the node, the input or (UNIT) the unit of a path, and why; it `is_known` to Ken as it
    is called."""

    path: str
    why: Text
    is_known: bool = False

    @property
    def is_known_unit(self) -> bool:
        """Whether it is called as units are."""
        return self.is_known and self.path == UNIT


@dataclass(frozen=True)
class OpenHeading:
    """That a column may be some nodes, and what leaves it open."""

    near: tuple[str, ...]
    why: Text


class Headings:
    """The names that columns can have, for a rule set; `within` is the path of the node that ids without a
    path are meant below."""

    def __init__(self, rules: RuleSet, within: str | None = None) -> None:
        self.rules = rules
        self.within = within
        self.measures = ToldMeasures(rules)
        self._kept: dict[str, Sure | OpenHeading | None] = {}

    def guess(self, heading: str) -> Sure | OpenHeading | None:
        """What a heading stands for; None where it looks like nothing."""
        return self.named(heading) or self._near(western(compared(heading))) or self._misread(heading)

    def _misread(self, heading: str) -> OpenHeading | None:
        """A heading that was a name before it was read in a wrong encoding."""
        meant = what_was_meant(heading.strip())
        own = None if meant is None else self.guess(meant)
        if own is None:
            return None
        near = own.near if isinstance(own, OpenHeading) else self.names([own.path])
        why = say("it seems to be “{own}”, read in a wrong encoding: export the file again", own=meant)
        return OpenHeading(near, why)

    def named(self, heading: str) -> Sure | OpenHeading | None:
        """The same of a heading that has a name in it; None of others."""
        if heading not in self._kept:
            self._kept[heading] = self._named(western(compared(heading)))
        return self._kept[heading]

    def _named(self, form: str) -> Sure | OpenHeading | None:
        if self._is_unit(form):
            return Sure(UNIT, say("it is what a unit is called"), is_known=True)
        sign = next((sign for sign in GROUP_SIGNS if sign in form), None)
        if sign and self._is_unit_of_path(*map(str.strip, form.rsplit(sign, 1))):
            return Sure(UNIT, say("the last part of a path"))
        if form in self.rules.aliases:
            return Sure(form, say("the id"), is_known=True)
        if own := self._by_id(form):
            return self._of_id(own)
        found = dict[str, Text]()
        for named, why in self._ways(form):
            paths = self.measures.chosen(named, form)
            if len(paths) > 1:
                return OpenHeading(self.names(paths), say("several nodes are called so"))
            found = {**dict.fromkeys(paths, why), **found}
        if len(found) > 1:
            return OpenHeading(self.names(found), say("it has the names of several nodes"))
        if not found:
            return None
        ((path, why),) = found.items()
        beside = self._beside(form, path)
        if _OTHER_TIME.search(beside):
            return OpenHeading(self.names([path]), say("it may be of another year"))
        doubt = self.doubt(beside, path)
        if doubt is None and (doubt := self.measures.beside(beside, path)) is not None:
            return OpenHeading(self.names(self.measures.with_inputs(path)), doubt)
        return Sure(path, why) if doubt is None else OpenHeading(self.names([path]), doubt)

    def doubt(self, beside: str, path: str) -> Text | None:
        """What a text beside the name of a node says against that it has the scores of that node."""
        is_score = path in self.rules.nodes and not self.rules.nodes[path].is_raw
        if _OTHER_THING.search(beside) or (is_score and _OF_COUNTS.search(beside)):
            return say("it may be something else than the score")
        return self._other_points(beside, path)

    def _is_unit(self, form: str) -> bool:
        return form.casefold() in (compared(name).casefold() for name in key_names(self.rules, None))

    def _is_unit_of_path(self, above: str, last: str) -> bool:
        """Whether a path names the units: in its last part, or above what SurveyMonkey calls an answer."""
        return self._is_unit(last) or (last.casefold() in _AN_ANSWER and self._is_unit(above))

    def _other_points(self, beside: str, path: str) -> Text | None:
        """That a heading tells of another number of points than the node can have."""
        told = [Fraction(number) for pair in _POINTS.findall(beside) for number in pair if number]
        _, high = self.rules.limits(self.rules.readable[path]) if path in self.rules.readable else (0, None)
        if not told or high is None or high in told:
            return None
        return say(
            "it tells of {points} points, and {high} are possible",
            points=decimal_text(told[0]),
            high=decimal_text(high),
        )

    def names(self, paths: Iterable[str], most: int = MOST_PROPOSED) -> tuple[str, ...]:
        """The first of some nodes, as rules and data call them."""
        return tuple(
            self.rules.short_name(path) for path in islice(paths, most) if path in self.rules.entries
        )

    def exactly(self, text: str) -> tuple[str, ...]:
        """The nodes that have a text as their id or as their title."""
        form = western(compared(text))
        return self._by_id(form) or self._titles.get(form.casefold(), ())

    def _of_id(self, paths: tuple[str, ...]) -> Sure | OpenHeading:
        if len(paths) == 1:
            return Sure(paths[0], say("the id"), is_known=True)
        return OpenHeading(self.names(paths), say("several nodes have this id: write the path"))

    def _by_id(self, form: str) -> tuple[str, ...]:
        paths = self.rules.meant(form)
        if self.within is None:
            return paths
        return tuple(path for path in paths if path == self.within or is_below(path, self.within))

    @cached_property
    def _titles(self) -> Mapping[str, tuple[str, ...]]:
        """By title, in any language: the nodes that have it."""
        found: dict[str, list[str]] = {}
        for path, node in self.rules.entries.items():
            if self.within is not None and path != self.within and not is_below(path, self.within):
                continue
            for title in {western(compared(title)).casefold() for title in node.title.values()}:
                found.setdefault(title, []).append(path)
        return {title: tuple(paths) for title, paths in found.items() if title}

    def _ways(self, form: str) -> Iterator[tuple[tuple[str, ...], Text]]:
        """The nodes that parts of a heading name, and how: at most one in each way, unless it is open."""
        yield self._titles.get(form.casefold(), ()), say("the title")
        bare = _NUMBERED.sub("", form)
        yield self._titles.get(bare.casefold(), ()), say("the title, after a number")
        outside = " ".join(_BRACKETS.sub(" ", form).split()).strip(" .:-–")
        groups = self.exactly(outside)
        for inside in _BRACKETS.findall(form):
            own = self.exactly(inside)
            below = tuple(path for path in own if any(is_below(path, group) for group in groups))
            yield below or own, say("its name in brackets")
            yield () if below else groups, say("its name beside brackets")
        yield self._of_path(form)
        first, _, rest = form.replace(".", " ", 1).replace(":", " ", 1).partition(" ")
        if rest and (paths := self._by_id(first)) and self._is_title(rest, paths):
            yield paths, say("the id and the title")

    def _is_title(self, text: str, paths: tuple[str, ...]) -> bool:
        return any(path in self._titles.get(text.strip().casefold(), ()) for path in paths)

    def _of_path(self, form: str) -> tuple[tuple[str, ...], Text]:
        """The nodes that the last part of a path names, as far as its other parts do not name others."""
        why = say("the last part of a path")
        sign = next((sign for sign in GROUP_SIGNS if sign in form), None)
        if sign is None and _HYPHENATED.fullmatch(form):
            sign = "-"
        if sign is None:
            return (), why
        *groups, last = (part.strip() for part in form.split(sign))
        paths = self.exactly(last)
        if not paths and last.casefold() not in (*_A_SCORE, *_AN_ANSWER):
            return (), why
        for group in groups:
            owners = self.exactly(group)
            if owners and owners != paths:
                below = tuple(path for path in paths if any(is_below(path, owner) for owner in owners))
                paths = below or (*paths, *owners)
        return paths, why

    def _beside(self, form: str, path: str) -> str:
        """What a heading has beside the id and the titles of a node."""
        node = self.rules.entries[path]
        rest = form.casefold()
        for title in sorted(node.title.values(), key=len, reverse=True):
            rest = rest.replace(western(compared(title)).casefold(), " ")
        return re.sub(rf"(?<!\w){re.escape(node.id.casefold())}(?!\w)", " ", rest)

    def _near(self, form: str) -> OpenHeading | None:
        """A heading that is nearly the name of a node."""
        if (begun := self._spelling.begun(form)) or (begun := self._spelling.meant(form)):
            is_dated = _OTHER_TIME.search(form.removeprefix(begun)) is not None
            return OpenHeading(
                (begun,), say("it may be of another year") if is_dated else say("it looks like a name")
            )
        ids = dict.fromkeys(word for word in _WORD.findall(form) if len(word) > 1)
        if inside := [path for word in ids for path in self._by_id(word)]:
            return OpenHeading(self.names(inside), say("it has an id in it"))
        near = suggestion(form.casefold(), [*self._titles]) if len(form) > MOST_PROPOSED else None
        contained = [
            title for title in self._titles if len(title) > MOST_PROPOSED and title in form.casefold()
        ]
        titles = [near] if near else contained
        paths = list(dict.fromkeys(path for title in titles for path in self._titles[title]))
        if not paths:
            return None
        is_dated = _OTHER_TIME.search(self._beside(form, paths[0])) is not None
        return OpenHeading(
            self.names(paths), say("it may be of another year") if is_dated else say("it looks like a title")
        )

    @cached_property
    def _spelling(self) -> Spelling:
        return Spelling(self.rules, self.within)


__all__ = ["UNIT", "Headings", "OpenHeading", "Sure"]
