"""Random rule sets whose cells have many meanings, and tables for them: words, codes, truths and scores.

survey = survey_of(seed)
survey.rules       # a rule set as YAML data
survey.rows        # a unit and its cells (by question) a row; of units, or of respondents
survey.naive()     # the same as naive.evaluate takes it

Cells are plain: without blanks around them, in Western digits. `forms` dresses them up.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from . import naive

Layout = Literal["scores", "responses"]
Cells = Mapping[str, str | None]
Options = Mapping[str, int | float]

SCALES: dict[int, dict[str, Options]] = {
    100: {
        "steps": {"never": 0, "seldom": 33.33, "often": 66.67, "always": 100},
        "codes": {"1": 100, "2": 75, "3": 50, "4": 25, "5": 0},
        "turned": {"0": 100, "50": 50, "100": 0},
        "truth": {"true": 100, "false": 0},
        "thai": {"มี": 100, "ไม่มี": 0},
    },
    5: {
        "steps": {"never": 1, "half way": 3, "always": 5},
        "codes": {"1": 5, "2": 4, "3": 3, "4": 2, "5": 1},
        "turned": {"0": 1, "1": 2, "2": 3, "3": 4, "4": 5},
        "truth": {"true": 5, "false": 1},
        "thai": {"มี": 5, "ไม่มี": 1},
    },
}
"""By greatest score: answer scales. The words of `codes` are codes of a form, those of `turned` are scores of
other options."""

MANY_DECIMALS = "1234567890123456789012345"


@dataclass(frozen=True)
class Question:
    """A question; `options` are the words of its scale in the order of these, None where it has but
    scores."""

    name: str
    options: Options | None
    by_unit: bool


@dataclass(frozen=True)
class Survey:
    """A rule set and rows for it. `bad` are the units with a cell that is refused."""

    seed: int
    rules: dict[str, Any]
    layout: Layout
    questions: Sequence[Question]
    rows: Sequence[tuple[str, Cells]]
    bad: frozenset[str] = field(default_factory=frozenset)

    @property
    def units(self) -> list[str]:
        """The units in the order of their first rows."""
        return list(dict.fromkeys(unit for unit, _ in self.rows))

    def without_bad(self) -> Survey:
        """The rows of the other units."""
        kept = [(unit, cells) for unit, cells in self.rows if unit not in self.bad]
        return replace(self, rows=kept, bad=frozenset())

    def naive(self) -> dict[str, naive.Unit]:
        """The data for the naive evaluator, which knows no limit for decimals."""
        units = {unit: naive.Unit() for unit in self.units}
        parsed = naive.Rules.from_yaml(self.rules)
        for unit, cells in self.rows:
            own: dict[str, naive.Cell] = {
                parsed.path(name): "maybe" if cell and cell.endswith(MANY_DECIMALS) else cell
                for name, cell in cells.items()
            }
            if self.layout == "scores":
                units[unit].scores.update(own)
            else:
                units[unit].respondents.append(own)
        return units


def survey_of(seed: int, *, units: int | None = None, clean: bool | None = None) -> Survey:
    """A random survey; `clean` says whether it has no bad cells."""
    chance = random.Random(seed)
    top = chance.choice([100, 5])
    low = 0 if top == 100 else 1
    questions: list[Question] = []
    instruments: dict[str, Any] = {}
    scales: dict[str, Any] = {}
    for number in range(chance.randint(1, 3)):
        below = {}
        for _ in range(chance.randint(2, 4)):
            question, written = _question(chance, f"q{len(questions) + 1}", top, scales)
            questions.append(question)
            below[question.name] = written
        instruments[f"M{number + 1}"] = {"questions": below}
    if chance.random() < 0.3:
        chance.choice(list(instruments.values()))["min_respondents"] = chance.randint(2, 3)
    half = (low + top) / 2
    rules = {
        "ruleset": "random/files",
        "title": {"th": "สุ่ม", "en": "random"},
        "source": "made up",
        "unit": "agency",
        "missing": chance.choice(["error", "skip", "zero"] if low == 0 else ["error", "skip"]),
        "scale": {"min": low, "max": top, "decimals": 2, "rounding": chance.choice(["half_up", "half_even"])},
        "answers": scales,
        "instruments": instruments,
        "bands": [{"rating": "hi", "from": half}, {"rating": "lo"}],
    }
    if not scales:
        del rules["answers"]
    layout: Layout = chance.choice(["scores", "responses"])
    bad = 0.0 if clean or (clean is None and chance.random() < 0.4) else 0.08
    filler = _Filler(chance, layout, top, gaps=chance.choice([0, 0.1, 0.3]), bad=bad)
    names = [f"หน่วยงาน {number}" for number in range(units or chance.randint(2, 12))]
    rows: list[tuple[str, Cells]] = []
    for name in names:
        agreed = filler.cells(questions)
        for _ in range(1 if layout == "scores" else chance.randint(1, 5)):
            rows.append((name, filler.cells(questions, agreed)))
            if filler.is_bad:
                filler.refused.add(name)
    if layout == "responses":
        chance.shuffle(rows)
    return Survey(seed, rules, layout, questions, rows, frozenset(filler.refused))


def _question(
    chance: random.Random, name: str, top: int, scales: dict[str, Any]
) -> tuple[Question, dict[str, Any]]:
    """A question, and how the rules write it; its scale is added to `scales`."""
    if chance.random() < 0.25:
        return Question(name, None, by_unit=False), {}
    kind = chance.choice(list(SCALES[top]))
    by_unit = chance.random() < 0.3
    scale = f"{kind}_{'unit' if by_unit else 'all'}"
    options = SCALES[top][kind]
    scales[scale] = {"options": dict(options), "answered_by": "unit"} if by_unit else dict(options)
    written: dict[str, Any] = {"answers": scale}
    if chance.random() < 0.3:
        written["reversed"] = True
    return Question(name, options, by_unit), written


@dataclass
class _Filler:
    """Fills in rows. `is_bad` says of the last one whether a cell is refused; `refused` gathers units."""

    chance: random.Random
    layout: Layout
    top: int
    gaps: float
    bad: float
    is_bad: bool = False
    refused: set[str] = field(default_factory=set)

    def cells(self, questions: Sequence[Question], agreed: Cells | None = None) -> Cells:
        """A row; `agreed` has what all rows of the unit say."""
        self.is_bad = False
        made: dict[str, str | None] = {}
        for question in questions:
            if self.chance.random() < self.gaps:
                made[question.name] = None
            elif agreed is not None and self.chance.random() < self.bad:
                made[question.name] = self._bad(question)
                self.is_bad = True
            elif agreed is not None and question.by_unit:
                made[question.name] = agreed[question.name]
            else:
                made[question.name] = self._good(question)
        return made

    def _good(self, question: Question) -> str:
        chance = self.chance
        low = 0 if self.top == 100 else 1
        options = question.options
        if options and (self.layout == "responses" or question.by_unit or chance.random() < 0.7):
            word = chance.choice(list(options))
            return f"{options[word]:g}" if chance.random() < 0.2 else word
        decimals = chance.choice([0, 0, 1, 2] if self.layout == "responses" else [0, 1, 2, 2, 4])
        whole, part = chance.randint(low, self.top - 1), chance.randint(0, 10**decimals - 1)
        text = f"{whole}.{part:0{decimals}d}" if decimals else str(whole)
        if self.layout == "scores" and question.options is None and chance.random() < 0.03:
            return f"{whole}.12345678901234567891"  # more digits than a double holds
        return text.rstrip("0").rstrip(".") if "." in text else text

    def _bad(self, question: Question) -> str:
        cells = ["maybe", "900", "-1", "1..5"]
        if question.options is None:
            cells.append(f"3.{MANY_DECIMALS}")
        elif self.layout == "responses" or question.by_unit:
            cells.append("3.7")
        return self.chance.choice(cells)


__all__ = ["MANY_DECIMALS", "Layout", "Question", "Survey", "survey_of"]
