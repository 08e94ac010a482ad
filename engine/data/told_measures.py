"""In what a heading says that its column is measured, held against what the rules take: mg are no g."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.diagnostics import Text, say

_BRACKETS = re.compile(r"[\[(]([^\[\]()]{1,200})[\])]")
_SAME = {
    **dict.fromkeys(("percent", "percentage", "pct", "ร้อยละ", "เปอร์เซ็นต์"), "%"),
    **dict.fromkeys(("กรัม", "ก.", "gram"), "g"),
    **dict.fromkeys(("มิลลิกรัม", "มก.", "milligram"), "mg"),
    **dict.fromkeys(("กิโลกรัม", "กก.", "kilogram"), "kg"),
    **dict.fromkeys(("กิโลจูล", "kilojoule"), "kj"),
    **dict.fromkeys(("กิโลแคลอรี", "กิโลแคลอรี่", "kilocalorie", "calorie", "แคลอรี", "cal"), "kcal"),
    **dict.fromkeys(("ปี", "yr"), "year"),
    **dict.fromkeys(("เดือน", "mo"), "month"),
    **dict.fromkeys(("วัน",), "day"),
}
"""Other words for a measure."""
_KNOWN = frozenset(
    (
        *("g", "mg", "kg", "μg", "kj", "mj", "kcal", "j", "kwh", "wh", "w"),
        *("year", "month", "week", "day", "hour", "minute"),
        *("mm", "cm", "m", "km", "ml", "dl", "l", "ppm", "ppb", "°c", "°f", "mmhg", "kpa"),
        *("μg/m3", "mg/m3", "mg/l", "mmol/l", "g/100g", "g/100ml", "mg/100g", "mg/100ml"),
        *("kj/100g", "kj/100ml", "kcal/100g", "kcal/100ml"),
    )
)
"""Measures that are no scores, whatever the rules are about."""


class ToldMeasures:
    """What headings tell of measures, for the nodes and inputs of a rule set."""

    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules

    def of(self, path: str) -> str | None:
        """In what the rules take what data say of a node; None of an alias, which has scores."""
        node = self.rules.entries.get(path)
        if node is None:
            return None
        return node.measure if node.value is None else node.value.measure or node.measure

    def chosen(self, paths: tuple[str, ...], heading: str) -> tuple[str, ...]:
        """Of nodes that a heading names, and of the inputs of which they are made, the one that is measured
        in what its brackets say; all of the nodes, where that is none or several."""
        told = {_form(text) for text in _BRACKETS.findall(heading)}
        fit = {own for path in paths for own in self.with_inputs(path) if _form(self.of(own) or "") in told}
        return (*fit,) if len(fit) == 1 else paths

    def with_inputs(self, path: str) -> tuple[str, ...]:
        """The input of which the points of a node are made, if there is one, and the node."""
        node = self.rules.entries.get(path)
        names = () if node is None or node.of is None else node.of.names
        inputs = [name for name in names if name in self.rules.entries and self.of(name) is not None]
        return (*inputs, path) if len(inputs) == len(names) == 1 else (path,)

    def beside(self, text: str, path: str) -> Text | None:
        """What brackets in a text beside the name of a node say against that it is measured as the rules take
        it."""
        return self.doubt(_BRACKETS.findall(text), path)

    def doubt(self, texts: Iterable[str], path: str) -> Text | None:
        """The same of texts, each of which may tell a measure."""
        measure = self.of(path)
        for text in (text.strip(" ()[]") for text in texts):
            form = _form(text)
            if not form or form.isdecimal() or form == _form(measure or ""):
                continue
            if measure is not None:
                return say(
                    "“{text}” stands beside it, and the rules take {measure}", text=text, measure=measure
                )
            if form in _KNOWN or form in self._measures:
                return say("it tells of {measure}, and the rules take a score", measure=text)
        return None

    def other_end(self, heading: str, near: str) -> tuple[str, str] | None:
        """In what a name is measured by its end (`salt_mg`), and in what the rules take the node that it is
        nearly called as (`salt_g`); None where the ends tell no two measures."""
        (name, _, end), paths = heading.rpartition("_"), self.rules.meant(near)
        measure = self.of(paths[0]) if len(paths) == 1 else None
        is_other = measure is not None and _form(end) in _KNOWN and _form(end) != _form(measure)
        return (end, measure) if measure is not None and name and is_other else None

    @cached_property
    def _measures(self) -> frozenset[str]:
        """Those of all that the rules take, but percentages, in which scores are told too."""
        return frozenset(_form(own) for path in self.rules.entries if (own := self.of(path))) - {"%"}


def _form(measure: str) -> str:
    """A measure as it is compared: without blanks, capitals and the ending of a plural."""
    form = compared(measure).casefold().replace(" ", "")
    form = re.sub("^(?:u|mc)g(?![a-z])", "μg", form)
    form = form[:-1] if len(form) > 3 and form.endswith("s") and "/" not in form else form
    return _SAME.get(form, form)


__all__ = ["ToldMeasures"]
