"""What all reports of a run have in common: the rules, the guidance, the language, its digits and the house
style."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from ..book import house_style, library
from ..book.guidance import Guidance
from ..book.house_style import HouseStyle
from ..meaning.facts_in_words import UNKNOWN, score_text
from ..meaning.model import UNTITLED, RuleSet, Title
from ..meaning.printed_scores import printed_places
from ..meaning.second_edition import is_second_edition
from ..words.days import day_in_words
from ..words.diagnostics import Text, Translate, say
from ..words.language import MONTHS, SPOKEN, Language, catalogue
from ..words.numerals import in_numerals, shown_text
from .content import USUAL, MemoText
from .look import Look, look


@dataclass(frozen=True)
class Setting:
    """The guidance, with the rules that it is for; the language; the numerals, such as thai; and what is to
    be shown."""

    guidance: Guidance
    language: Language
    digits: str
    parts: tuple[str, ...] = USUAL

    @property
    def rules(self) -> RuleSet:
        """The rules that the reports are by."""
        return self.guidance.rules

    @cached_property
    def translate(self) -> Translate:
        """From English templates to the language."""
        return catalogue(self.language)

    @cached_property
    def style(self) -> HouseStyle:
        """The house style of the rules. Raises KenError where its file has faults."""
        return house_style.load(self.rules)

    @cached_property
    def look(self) -> Look:
        """The fixed words and the templates."""
        of_parts = is_second_edition(self.rules) and "indicators" not in self.rules.lists
        return look(self.language, self.style, of_parts=of_parts)

    def words(self, text: Text) -> str:
        """A text in the language."""
        return text.in_words(self.translate, self.digits)

    def figure(self, number: str) -> str:
        """A number in the digits of the report: one that Ken writes, and no digits of anybody's text."""
        return in_numerals(number, self.digits)

    def title(self, title: Title) -> str:
        """A title in the language; "" where there is none."""
        return title.in_language(self.language) or ""

    def score(self, value: Fraction | None) -> str:
        """A score with the decimals of the scale; a dash where it is not known."""
        return self.figure(score_text(value, self.rules.scale))

    def total(self, rules: RuleSet, value: Fraction | None) -> str:
        """The total of a rule set as it prints it; a dash where it is not known."""
        if value is None:
            return UNKNOWN
        return self.figure(shown_text(value, printed_places(rules, rules.total)))

    @cached_property
    def _era(self) -> int:
        """What is added to a year of the Christian era: by the calendar of the house style, else by that of
        the language."""
        return SPOKEN[self.style.calendar or self.language].era

    @cached_property
    def year(self) -> int | None:
        """The year of the rules, that in which they end; None where they do not say, or hold until further
        notice: then their version is no year of the unit's."""
        begin, end = self.rules.effective
        if end is not None:
            return self._year_of(end)
        if begin is not None:
            return None
        found = re.search(r"(?<![0-9])([0-9]{4})$", self.rules.id)
        return int(found[1]) if found else None

    def _year_of(self, day: str) -> int:
        """The year of a day (2023-09-30), as the calendar counts it."""
        return int(day[:4]) + self._era

    def name(self, rules: RuleSet) -> str:
        """The title of a rule set; of the year in which it ends, where that is its last word, the digits are
        those of the report."""
        title, end = self.title(rules.title), rules.effective[1]
        words, _, last = title.rpartition(" ")
        is_year = end is not None and last == str(self._year_of(end))
        return f"{words} {self.figure(last)}" if is_year else title

    @cached_property
    def memo(self) -> MemoText:
        """What the guidance says of the covering memo, the date in words."""
        own = self.guidance.memo
        date = own.get("date")
        return MemoText(
            self.title(own.get("office", UNTITLED)),
            self.title(own.get("reference", UNTITLED)),
            "" if date is None else self.day(self.title(date)),
            self.title(own.get("to", UNTITLED)),
        )

    def day(self, day: str) -> str:
        """A day (2023-09-30) in words, as the calendar counts years; any other text as it is."""
        try:
            found = datetime.date.fromisoformat(day)
        except ValueError:
            return day
        return self.words(day_in_words(found, self.style.calendar or self.language))

    def deadline(self, month: int | None) -> str:
        """By when: a month of the year after the rules' last day, or any time in it."""
        end = self.rules.effective[1]
        if month is None or end is None:
            if self.year is None:
                return self.look.words["within_next_year"]
            return self.look.words["within_year"].replace("{year}", self.figure(str(self.year + 1)))
        begin = datetime.date.fromisoformat(end) + datetime.timedelta(days=1)
        years, index = divmod(begin.month - 1 + month - 1, 12)
        return self.words(
            say("by {month} {year}", month=Text(MONTHS[index]), year=begin.year + years + self._era)
        )

    @cached_property
    def earlier(self) -> RuleSet | None:
        """The rule set that this one extends, where its bands are others."""
        if len(self.rules.files) < 2:
            return None
        rules, _ = library.inspect(self.rules.files[1])
        bands = [
            [(band.rating, band.minimum, band.maximum, band.when) for band in side.bands]
            for side in (self.rules, rules or self.rules)
        ]
        return rules if bands[0] != bands[1] else None


__all__ = ["Setting"]
