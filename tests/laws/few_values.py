"""Random rule sets of the second edition over so few values, on grids so coarse, that every unit can be tried.

    book = few_values(random.Random(seed))
    book.rules                          # as YAML data
    book.values                         # by name: all that it can have, lowest or first first
    book.unit(chance)                   # by name: one of these

Not every one loads; the caller skips those that do not."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

WORDS = ("red", "green", "blue")


@dataclass
class FewValues:
    """A rule set, and by name all that its values can be; nobody can change what is `fixed`."""

    rules: dict[str, Any]
    values: dict[str, list[Any]]
    fixed: set[str] = field(default_factory=set)
    stand_ins: dict[str, Any] = field(default_factory=dict)

    def rated_by(self, totals: Sequence[Fraction], chance: random.Random) -> None:
        """Sets the bounds of the bands to totals that there are."""
        cuts = sorted({chance.choice(totals) for _ in self.rules["bands"][1:]})
        lower = self.rules["scale"].get("better") == "lower"
        bands = self.rules["bands"][:-1][: len(cuts)]
        for band, cut in zip(bands, cuts if lower else reversed(cuts), strict=True):
            band["to" if lower else "from"] = float(cut)
        last = self.rules["bands"][-1]
        self.rules["bands"] = [*bands, last]
        kept = {band["rating"] for band in self.rules["bands"]}
        for rating in set(self.rules.get("no_better_than", ())) - kept:
            del self.rules["no_better_than"][rating]
        if not self.rules.get("no_better_than", True):
            del self.rules["no_better_than"]

    def unit(self, chance: random.Random) -> dict[str, Any]:
        """One unit; what has a stand-in may be lacking (None)."""
        return {
            name: None if name in self.stand_ins and chance.random() < 0.5 else chance.choice(values)
            for name, values in self.values.items()
        }


def few_values(chance: random.Random) -> FewValues:
    """A random rule set."""
    return _Author(chance).book()


class _Author:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.values: dict[str, list[Any]] = {}
        self.fixed: set[str] = set()
        self.stand_ins: dict[str, Any] = {}
        self.inputs: dict[str, Any] = {}
        self.numbers: list[str] = []
        self.words: list[str] = []
        self.leaving: set[str] = set()

    def likely(self, probability: float) -> bool:
        return self.chance.random() < probability

    def book(self) -> FewValues:
        chance = self.chance
        self.lower = self.likely(0.4)
        for number in range(chance.randint(0, 2)):
            self.input(f"x{number}")
        parts = {f"p{number}": self.part(f"p{number}") for number in range(chance.randint(2, 3))}
        rules: dict[str, Any] = {
            "ruleset": "few/values",
            "title": "few",
            "source": "made up",
            "unit": "unit",
            "answered_by": "unit",
            "scale": {
                "decimals": chance.choice([0, 1]),
                "rounding": chance.choice(["half_up", "half_even", "down", "up"]),
                **({"better": "lower"} if self.lower else {}),
            },
        }
        if self.inputs:
            rules["inputs"] = self.inputs
        rules |= self.whole(list(parts))
        rules["parts"] = parts
        rules |= self.ratings(list(parts))
        return FewValues(rules, self.values, self.fixed, self.stand_ins)

    def number(self, name: str) -> dict[str, Any]:
        """What a raw value can be."""
        low, count = self.chance.choice([-2, 0, 0, 1]), self.chance.randint(2, 5)
        kind = self.chance.choice(["whole", "half", "tenth"])
        if kind == "tenth":
            made: dict[str, Any] = {
                "range": f"{low}..{low}.{count - 1}" if low >= 0 else f"{low}..-1.{11 - count}",
                "decimals": 1,
            }
            values = [Fraction(low) + Fraction(step, 10) for step in range(count)]
            made["range"] = f"{float(values[0])}..{float(values[-1])}"
        else:
            step = Fraction(1) if kind == "whole" else Fraction(1, 2)
            values = [low + step * place for place in range(count)]
            made = {"range": f"{float(values[0])}..{float(values[-1])}"}
            made |= {"decimals": 0} if kind == "whole" else {"step": 0.5}
        self.values[name] = values
        if self.likely(0.15):
            made["fixed"] = True
            self.fixed.add(name)
        return made

    def input(self, name: str) -> None:
        if self.likely(0.5):
            self.inputs[name] = self.number(name)
            self.numbers.append(name)
            stand_in: Any = float(self.values[name][0])
        else:
            options = list(WORDS[: self.chance.randint(2, 3)])
            self.inputs[name] = {"one_of": options}
            self.values[name] = options
            self.words.append(name)
            stand_in = options[0]
            if self.likely(0.2):
                self.inputs[name]["fixed"] = True
                self.fixed.add(name)
        if self.likely(0.4):
            self.inputs[name]["missing"] = stand_in
            self.stand_ins[name] = self.values[name][0]

    def part(self, name: str) -> dict[str, Any]:
        """A leaf: a table, a line, a formula, words with scores; perhaps with limits."""
        chance = self.chance
        kind = chance.choice(["table", "line", "formula", "answers", "cases"])
        if kind == "answers":
            options = list(WORDS[: chance.randint(2, 3)])
            self.values[name] = options
            scores = chance.sample(range(7), len(options))
            made: dict[str, Any] = {"answers": dict(zip(options, scores, strict=True))}
        else:
            made = {"value": self.number(name)}
            if kind == "table":
                made["points"] = self.ladder(name)
            elif kind == "line":
                values = self.values[name]
                low, high = chance.sample(range(7), 2)
                made["points"] = {f"{float(values[0])}..{float(values[-1])}": f"{low}..{high}"}
            elif kind == "formula":
                made["score"] = self.formula("value")
            else:
                made["cases"] = [
                    {"when": self.condition(), "points": self.ladder(name)},
                    {"score": self.formula("value")},
                ]
        if self.likely(0.25):
            made["plus"] = {"score": chance.randint(-2, 2), "when": self.condition()}
        if self.likely(0.25):
            made["at_most"] = chance.randint(2, 6)
        if self.likely(0.25):
            made["applies"] = self.condition()
            self.leaving.add(name)
        return made

    def ladder(self, name: str) -> dict[str, Any]:
        values = self.values[name]
        steps = sorted(self.chance.sample(values, self.chance.randint(1, len(values))))
        points = {float(step): self.chance.randint(0, 6) for step in steps}
        return {"else": self.chance.randint(0, 6), "from": points}

    def formula(self, own: str) -> str:
        other = self.chance.choice(self.numbers) if self.numbers else "2"
        return self.chance.choice(
            [
                f"2 * {own} - {other}",
                f"abs({own} - {other})",
                f"{own} * {own}",
                f"sqrt(abs({own}) + 1) * 2",
                f"if({own} > {other}, 3, {own})",
                f"{own} / (abs({other}) + 1)",
                f"max({own}, {other})",
                f"ln(abs({own}) + 1) * 4",
                f"6 / {own}",
            ]
        )

    def condition(self) -> str:
        """One over inputs."""
        atoms = [f"{name} == {self.chance.choice(self.values[name])}" for name in self.words]
        atoms += [
            f"{name} {self.chance.choice(['>', '<=', '>=', '!='])} {float(self.chance.choice(self.values[name]))}"
            for name in self.numbers
        ]
        if not atoms:
            return "1 > 0"
        joined = self.chance.sample(atoms, min(len(atoms), self.chance.randint(1, 2)))
        return self.chance.choice([" and ", " or "]).join(joined)

    def whole(self, parts: list[str]) -> dict[str, Any]:
        if self.likely(0.25):
            terms = [f"first({part}, 1)" if part in self.leaving else part for part in parts]
            return {"score": " - ".join(terms) if self.likely(0.5) else f"max({', '.join(terms)})"}
        made: dict[str, Any] = {"combine": self.chance.choice(["sum", "sum", "mean", "min", "max", "median"])}
        if self.likely(0.4):
            made["missing"] = self.chance.choice(["skip", "zero"])
        if len(parts) > 2 and self.likely(0.2):
            made["best"] = 2
        if self.likely(0.2):
            made["at_least"] = self.chance.randint(0, 2)
        return made

    def ratings(self, parts: list[str]) -> dict[str, Any]:
        chance = self.chance
        cuts = sorted(chance.sample(range(-1, 12), chance.randint(1, 3)), reverse=not self.lower)
        end = "to" if self.lower else "from"
        bands: list[dict[str, Any]] = [{"rating": "ABC"[at], end: cut} for at, cut in enumerate(cuts)]
        if self.likely(0.3):
            known = [part for part in parts if part not in self.leaving]
            if known:
                bands[0]["when"] = (
                    f"{chance.choice(known)} {chance.choice(['<=', '>='])} {chance.randint(0, 5)}"
                )
        made: dict[str, Any] = {"bands": [*bands, {"rating": "D"}]}
        if self.likely(0.3):
            made["no_better_than"] = {chance.choice(["D", bands[-1]["rating"]]): self.condition()}
        if self.likely(0.15):
            made["notches"] = {"score": chance.choice([-1, 1]), "when": self.condition()}
        return made


__all__ = ["FewValues", "few_values"]
