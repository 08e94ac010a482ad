"""Random leaves of the second edition, and what any node may have beside its way of scoring."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from .book_formulas import WORDS, Here, Known, Raw, Writer, plain, shown


class LeafAuthor(Writer):
    """Writes leaves, limits and bands."""

    def __init__(self, chance: random.Random) -> None:
        super().__init__(chance)
        self.decimals = chance.choice([0, 1, 1, 2, 3])
        self.lower = self.likely(0.2)
        self.bounded = self.likely(0.3)
        self.columns: dict[str, Raw] = {}
        self.given: dict[str, Fraction] = {}
        self.judgements: dict[str, list[dict[str, Any]]] = {}
        self.numbers: dict[str, int] = {}
        self.steps = {"never": 1, "at times": 4, "always": 9}
        self.uses_steps = False
        self.all_by_unit = self.likely(0.15)
        self.rating_book = self.likely(0.12)

    def make_inputs(self) -> None:
        for number in range(self.chance.randint(1, 3)):
            self.inputs[f"x{number}"] = Raw(decimals=self.chance.choice([0, 1, 1, 2]))
        for number in range(self.chance.randint(1, 2)):
            words = (
                ("1", "2", "3")
                if self.likely(0.1)
                else tuple(self.chance.sample(WORDS, self.chance.randint(2, 4)))
            )
            self.inputs[f"k{number}"] = Raw(words=words)

    def input(self, raw: Raw) -> dict[str, Any]:
        made: dict[str, Any]
        if raw.words:
            made = {"one_of": [int(word) if word.isdigit() else word for word in raw.words]}
            if self.likely(0.4):
                made["missing"] = made["one_of"][0]
            return made
        made = self.kind(raw)
        if self.likely(0.3):
            made["missing"] = 0
        return made

    def kind(self, raw: Raw) -> dict[str, Any]:
        made: dict[str, Any] = {"range": f"{shown(raw.low)}..{shown(raw.high)}", "decimals": raw.decimals}
        if self.likely(0.3):
            made["rounding"] = self.chance.choice(["down", "half_up", "up", "half_even"])
        return made

    def new_id(self, letter: str) -> str:
        self.numbers[letter] = self.numbers.get(letter, 0) + 1
        return f"{letter}{self.numbers[letter]}"

    # Leaves

    def leaf(self, path: str, level: str) -> tuple[dict[str, Any], Known]:
        """A leaf of any kind."""
        chance = self.chance
        node = Known(path.rsplit(".", 1)[-1], path, level, leaf=True)
        kinds: list[Callable[[dict[str, Any], Known], Here]] = [
            self.value_leaf, self.table_leaf, self.table_leaf, self.formula_leaf, self.case_leaf, self.answer_leaf,
            self.answer_leaf, self.steps_leaf, self.of_leaf, self.chosen_leaf, self.computed_leaf, self.given_leaf,
        ]  # fmt: skip
        if not self.rating_book and "." in path:
            kinds.append(self.words_leaf)
        made: dict[str, Any] = {}
        here = chance.choice(kinds)(made, node)
        self.extras(made, node, here)
        return made, node

    def raw(self, made: dict[str, Any], node: Known) -> Raw:
        low = Fraction(self.chance.choice([0, 0, 0, -5]))
        raw = Raw(low, Fraction(10), self.chance.choice([0, 1, 1, 2]))
        self.columns[node.path] = raw
        made["value"] = self.kind(raw)
        if self.likely(0.05):
            made["value"]["missing"] = 0
        return raw

    def value_leaf(self, made: dict[str, Any], node: Known) -> Here:
        node.positive = self.raw(made, node).low == 0
        if self.likely(0.15):
            made["value"] = {"range": "0..10", "step": 0.5}
            self.columns[node.path].decimals = 1
            self.columns[node.path].low = Fraction(0)
            node.positive = True
        return Here(value=True)

    def table_leaf(self, made: dict[str, Any], node: Known) -> Here:
        raw = self.raw(made, node)
        made["points"] = self.table(raw)
        node.positive = True
        if self.likely(0.1):
            made["answered_by"] = "respondents"
            raw.by_respondents = True
            return Here()
        return Here(value=True)

    def table(self, raw: Raw) -> dict[Any, Any]:
        """Rows for a raw value: steps, lines, touching lines, or a ladder."""
        chance = self.chance
        step = Fraction(1, 10**raw.decimals)
        cuts = sorted(chance.sample(range(1, 10), chance.randint(1, 3)))
        raw.near += [Fraction(cut) for cut in cuts]
        kind = chance.choice(["rows", "rows", "lines", "touching", "ladder"])
        if kind == "ladder":
            return self.ladder(cuts)
        if kind == "touching":
            low, high = cuts[0], cuts[-1] if len(cuts) > 1 else 10
            begin, end = chance.choice([(0, 10), (10, 0), (2, 5)])
            return {f"..{low}": begin, f"{low}..{high}": f"{begin}..{end}", f"{high}..": end}
        rows: dict[Any, Any] = {}
        begin = raw.low
        for cut in cuts:
            end = Fraction(cut) - step
            outcome: Any = chance.randint(0, 10)
            if begin == end:
                rows[plain(begin)] = outcome
            else:
                if kind == "lines" and self.likely(0.7):
                    outcome = f"{outcome}..{chance.randint(0, 10)}"
                first = "" if begin == raw.low and ".." not in str(outcome) else shown(begin)
                rows[f"{first}..{shown(end)}"] = outcome
            begin = Fraction(cut)
        rows[f"{shown(begin)}.."] = chance.randint(0, 10)
        if len(rows) > 2 and self.likely(0.15):
            del rows[chance.choice(list(rows))]
        return rows

    def ladder(self, cuts: Sequence[int] | None = None) -> dict[Any, Any]:
        steps = list(cuts or sorted(self.chance.sample(range(10), self.chance.randint(1, 3))))
        key = self.chance.choice(["above", "from"])
        if self.likely(0.5):
            return {key: steps}
        made: dict[Any, Any] = {key: {step: self.chance.randint(0, 10) for step in steps}}
        return {"else": self.chance.randint(0, 5), **made} if self.likely(0.5) else made

    def formula_leaf(self, made: dict[str, Any], node: Known) -> Here:
        self.raw(made, node)
        made["score"] = self.number(Here(value=True))
        return Here(value=True)

    def case_leaf(self, made: dict[str, Any], node: Known) -> Here:
        raw = self.raw(made, node)
        here = Here(value=True)
        cases: list[dict[str, Any]] = [{"when": self.condition(here), "points": self.table(raw)}]
        if self.likely(0.5):
            cases.append(
                {"when": [self.condition(here, 0), self.condition(here, 1)], "score": self.number(here)}
            )
        if self.likely(0.3):
            cases.append({"when": self.condition(here), "of": self.number(here, 1), "points": self.ladder()})
        if self.likely(0.85):
            cases.append(self.chance.choice([{"points": self.table(raw)}, {"score": self.number(here)}]))
        made["cases"] = cases
        return here

    def answer_leaf(self, made: dict[str, Any], node: Known) -> Here:
        words = tuple(self.chance.sample(WORDS, self.chance.randint(2, 4)))
        node.words = words
        if self.likely(0.2) and self.word_inputs():
            tables = [self.answers(words) for _ in range(2)]
            made["cases"] = [
                {"when": self.word_atom(name := self.chance.choice(self.word_inputs()), self.inputs[name].words), "answers": tables[0]},
                {"answers": tables[1]},
            ]  # fmt: skip
        else:
            tables = [self.answers(words)]
            made["answers"] = tables[0]
            if self.likely(0.2) and all(isinstance(score, int) for score in tables[0].values()):
                made["reversed"] = True
        node.may_leave = any("not_applicable" in table.values() for table in tables)
        node.positive = True
        scores = {score for table in tables for score in table.values() if isinstance(score, int)}
        same = len(tables) == 1 and "reversed" not in made
        self.columns[node.path] = Raw(
            words=words, scores=tuple(Fraction(score) for score in sorted(scores)) if same else ()
        )
        return Here()

    def answers(self, words: Sequence[str]) -> dict[str, Any]:
        made: dict[str, Any] = dict(zip(words, self.chance.sample(range(11), len(words)), strict=True))
        if len(words) > 2 and self.likely(0.25):
            made[words[-1]] = self.chance.choice(["missing", "not_applicable"])
        return made

    def steps_leaf(self, made: dict[str, Any], node: Known) -> Here:
        """A leaf that respondents answer by the scale that has a name."""
        made["answers"] = "steps"
        self.uses_steps = True
        by_unit = self.likely(0.3)
        if by_unit != self.all_by_unit:
            made["answered_by"] = "unit" if by_unit else "respondents"
        if by_unit:
            node.words = tuple(self.steps)
        elif self.likely(0.1):
            made["min_respondents"] = 2
        node.positive = True
        self.columns[node.path] = Raw(
            words=tuple(self.steps),
            by_respondents=not by_unit,
            scores=tuple(map(Fraction, self.steps.values())),
        )
        return Here()

    def words_leaf(self, made: dict[str, Any], node: Known) -> Here:
        """A leaf that is answered with words without numbers."""
        node.number = False
        node.words = tuple(self.chance.sample(WORDS, 3))
        made["answers"] = list(node.words)
        self.columns[node.path] = Raw(words=node.words)
        return Here()

    def of_leaf(self, made: dict[str, Any], node: Known) -> Here:
        made |= {"of": self.number(Here(), 1), "points": self.ladder()}
        node.positive = True
        return Here()

    def chosen_leaf(self, made: dict[str, Any], node: Known) -> Here:
        """A leaf that looks up the word of an input, now and then one that it has no answer for."""
        name = self.chance.choice(self.word_inputs())
        words = self.inputs[name].words
        made["of"] = name
        made["answers"] = {
            int(word) if word.isdigit() else word: self.chance.randint(0, 10)
            for word in (words[:-1] if self.likely(0.2) else words)
        }
        node.positive = True
        return Here()

    def computed_leaf(self, made: dict[str, Any], _: Known) -> Here:
        if self.likely(0.7):
            made["score"] = self.number(Here())
        else:
            made["cases"] = [
                {"when": self.condition(Here()), "score": self.number(Here())},
                {"score": self.number(Here(), 1)},
            ]
        return Here()

    def given_leaf(self, _: dict[str, Any], node: Known) -> Here:
        node.positive = self.bounded
        self.columns[node.path] = Raw(decimals=self.decimals)
        return Here()

    # What any node may have

    def applicable(self, made: dict[str, Any], node: Known, here: Here) -> None:
        if self.likely(0.18):
            made["applies"] = (
                self.condition(here)
                if self.likely(0.8)
                else [self.condition(here, 1), self.condition(here, 0)]
            )
            node.may_leave = True

    def extras(self, made: dict[str, Any], node: Known, here: Here) -> None:
        chance = self.chance
        if node.level != "total":
            self.applicable(made, node, here)
        if self.likely(0.05):
            inside = Here(children=here.children, only_children=True)
            entries = [
                {
                    "when": f"({self.atom(inside)}) and ({self.atom(inside)})",
                    "because": "it contradicts itself",
                }
            ]
            made["refuse"] = entries[0] if self.likely(0.7) else entries
        if not node.number:
            return
        if node.leaf and self.likely(0.2):
            made["missing"] = chance.choice([0, 7, 2.5, "not_applicable"])
            node.may_leave = node.may_leave or made["missing"] == "not_applicable"
        before = Here(value=here.value and node.leaf, children=here.children)
        if node.leaf or self.likely(0.6):
            self.additions(made, node, before)
        if self.likely(0.12):
            made["round"] = chance.choice(
                [
                    0,
                    1,
                    2,
                    {"decimals": 1, "rounding": "up"},
                    {"decimals": 0, "rounding": "down"},
                    {"to": 0.5},
                    {"to": 0.1, "rounding": "half_even"},
                ]
            )
        elif self.likely(0.1) and node.level != "total":
            made["decimals"] = chance.randint(0, 3)
        if node.level != "total" and self.likely(0.15):
            self.rated(made, node, before)
        elif self.judgements.get(node.level):
            node.results = ("ok", "weak")

    def additions(self, made: dict[str, Any], node: Known, here: Here) -> None:
        if self.likely(0.15):
            made["plus"] = self.entries(here)
            node.positive = False
        limits = sorted(self.chance.sample(range(11), 2))
        if self.likely(0.08):
            made["at_least"] = limits[0] if self.likely(0.7) else self.by_data(here)
        if self.likely(0.15):
            made["at_most"] = limits[1] if self.likely(0.6) else self.by_data(here)
            node.positive = node.positive and isinstance(made["at_most"], int)

    def entries(self, here: Here) -> Any:
        """What is added, or a limit: an expression, one with a condition, or a list."""
        one: Callable[[], Any] = lambda: self.chance.choice([self.name(here), int(self.chance.randint(1, 9))])  # noqa: E731
        entry: Callable[[], Any] = lambda: {  # noqa: E731
            "score": self.chance.choice([one(), one(), "score / 2", "0.1 * score"]), "when": self.condition(here, 1)
        }  # fmt: skip
        return self.chance.choice([one, entry, entry, lambda: [one(), entry()], lambda: [entry(), entry()]])()

    def by_data(self, here: Here) -> Any:
        """A limit that depends on data, so that which of two is greater does."""
        when = self.condition(here, 1)
        return self.chance.choice(
            [
                {"score": self.chance.randint(0, 10), "when": when},
                {"score": self.name(here), "when": when},
                [
                    {"score": self.chance.randint(0, 10), "when": when},
                    {"score": "score + 1", "when": "2 > 1"},
                ],
            ]
        )

    def rated(self, made: dict[str, Any], node: Known, here: Here) -> None:
        words = ("high", "middle", "low") if self.likely(0.8) else ("yes", "no")
        lower = self.lower
        if self.likely(0.1):
            lower = not lower
            made["better"] = "lower" if lower else "higher"
        made["bands"] = self.bands(words, lower=lower)
        node.ratings = words
        if self.likely(0.3):
            made["no_better_than"] = self.limits(words, here)
        if self.likely(0.2):
            made["notches"] = self.notches(here)

    def bands(self, words: Sequence[str], *, lower: bool | None = None) -> list[dict[str, Any]]:
        """Bands for scores about 0 to 10, best first."""
        falling = self.lower if lower is None else lower
        cuts = sorted(self.chance.sample(range(1, 10), len(words) - 1), reverse=not falling)
        end = self.chance.choice(["to", "below"] if falling else ["from", "above"])
        made: list[dict[str, Any]] = [
            {"rating": word, end: cut} for word, cut in zip(words, cuts, strict=False)
        ]
        return [*made, {"rating": words[-1]}]

    def limits(self, words: Sequence[str], here: Here) -> dict[str, Any]:
        condition: Callable[[], Any] = lambda: self.condition(here, 1)  # noqa: E731
        return {
            word: self.chance.choice(
                [
                    condition,
                    lambda: {"when": condition(), "source": "made up"},
                    lambda: [condition(), {"when": condition()}],
                ]
            )()
            for word in self.chance.sample(list(words[1:]), self.chance.randint(1, len(words) - 1))
        }

    def notches(self, here: Here) -> Any:
        when = self.condition(here, 1)
        return self.chance.choice(
            [
                1,
                {"score": -1, "when": when},
                {"score": 1, "when": when},
                [{"score": -1, "when": when}, {"score": 2, "when": self.condition(here, 0)}],
                {"score": f"{self.chance.choice(self.number_inputs())} - 3", "when": when},
            ]
        )
