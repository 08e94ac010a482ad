"""Random rule sets of the second edition so small that every unit can be tried: inputs, tables, lines, cases,
limits, words, notches, variants, both directions.

    book = small_book(random.Random(seed))      # as YAML data

Not every one loads; the caller skips those that do not."""

from __future__ import annotations

import random
from typing import Any

WAYS = ("sum", "sum", "mean", "max", "min", "median", "weighted_mean")


def small_book(chance: random.Random) -> dict[str, Any]:
    """A random small rule set of the second edition as YAML data."""
    return _Author(chance).written()


class _Author:
    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.better = chance.choice(["higher", "higher", "lower"])
        self.inputs: dict[str, Any] = {}
        self.leaves: list[str] = []

    def likely(self, probability: float) -> bool:
        return self.chance.random() < probability

    def number(self, low: int = 0, high: int = 10) -> int:
        return self.chance.randint(low, high)

    def written(self) -> dict[str, Any]:
        """All of it."""
        if self.likely(0.6):
            self.inputs["kind"] = {"one_of": ["red", "blue"]}
        if self.likely(0.4):
            self.inputs["age"] = {"range": "0..3", "decimals": 0}
        for entry in self.inputs.values():
            if self.likely(0.3):
                entry["missing"] = 1 if "range" in entry else "blue"
        children = {f"q{number}": self.leaf(f"q{number}") for number in range(1, self.number(1, 3) + 1)}
        book: dict[str, Any] = {
            "ruleset": "small/book",
            "title": "small",
            "source": "made up",
            "unit": "unit",
            "scale": {
                "decimals": self.chance.choice([0, 0, 1]),
                "rounding": self.chance.choice(["half_up", "half_even", "down", "up"]),
                "better": self.better,
            },
            "combine": self.chance.choice(WAYS),
        }
        if self.inputs:
            book["inputs"] = self.inputs
        if self.likely(0.2):
            book["missing"] = self.chance.choice(["skip", "zero"])
            book |= {"min_coverage": "50%"} if book["missing"] == "skip" and self.likely(0.3) else {}
        if len(children) > 1 and self.likely(0.25):
            book["best"] = 1
        if self.likely(0.5):
            book["parts"] = self.parts(children)
        else:
            book["questions"] = children
        self.steps(book, chance=0.3)
        book["bands"] = self.bands()
        if self.likely(0.25):
            ratings = [band["rating"] for band in book["bands"]]
            book["no_better_than"] = {self.chance.choice(ratings): self.condition()}
        if self.likely(0.2):
            book["notches"] = {"score": self.chance.choice([-1, 1]), "when": self.condition()}
        if "kind" in self.inputs and self.likely(0.25):
            book["variants"] = {"kind": {"red": {"bands": {"replace": self.bands()}}}}
        return book

    def parts(self, children: dict[str, Any]) -> dict[str, Any]:
        """The leaves below one or two nodes; conditions mostly name these."""
        names = list(children)
        cut = self.number(1, len(names))
        made: dict[str, Any] = {}
        for name, own in (("first_part", names[:cut]), ("other_part", names[cut:])):
            if own:
                made[name] = self.part({leaf: children[leaf] for leaf in own})
        self.leaves = [*made] if self.likely(0.7) else [*made, *names]
        return made

    def part(self, children: dict[str, Any]) -> dict[str, Any]:
        """A node over some leaves."""
        made: dict[str, Any] = {"combine": self.chance.choice(WAYS)}
        if self.likely(0.5):
            made["missing"] = self.chance.choice(["skip", "skip", "zero"])
            made |= {"min_coverage": "50%"} if made["missing"] == "skip" and self.likely(0.3) else {}
        if len(children) > 1 and self.likely(0.2):
            made["best"] = 1
        if self.inputs and self.likely(0.1):
            made["applies"] = self.of_inputs()
        if self.likely(0.35):
            made["bands"] = self.bands_of_part([*children])
        made["questions"] = children
        self.steps(made, chance=0.15)
        return made

    def bands_of_part(self, leaves: list[str]) -> list[dict[str, Any]]:
        """Bands of a node, best first."""
        end = "from" if self.better == "higher" else "to"
        cuts = sorted(self.chance.sample(range(10), 2), reverse=self.better == "higher")
        made = [{"rating": name, end: cut} for name, cut in zip(("up", "level"), cuts, strict=True)]
        if self.likely(0.5):
            leaf, sign = self.chance.choice(leaves), self.chance.choice(["<", ">="])
            made[self.number(0, 1)]["when"] = f"{leaf} {sign} {self.number(0, 6)}"
        if self.likely(0.7):
            made.append({"rating": "down"})
        if self.likely(0.2):
            made.reverse()
        return made

    def leaf(self, name: str) -> dict[str, Any]:
        """A leaf: words with scores, or a raw value with a table, cases or a score of its own."""
        made: dict[str, Any] = {}
        match self.chance.choice(
            ["words", "words", "points", "points", "cases", "ladder", "line", "of", "of", "alone"]
        ):
            case "words":
                made["answers"] = {"no": 0, "some": self.number(1, 5), "yes": self.number(3, 9)}
                if self.likely(0.2):
                    made["answers"]["out"] = self.chance.choice(["missing", "not_applicable"])
            case "points":
                cut = self.number(0, 2)
                made |= self.raw() | {"points": {f"..{cut}": self.number(), f"{cut + 1}..": self.number()}}
                if self.likely(0.15):
                    made["points"] = {f"..{cut}": self.number(), f"{cut + 2}..": self.number()}
            case "line":
                made |= self.raw() | {"points": {"0..3": f"{self.number(0, 3)}..{self.number(3, 9)}"}}
            case "of" if self.leaves:
                made |= {"of": self.worked_out(), "points": self.rows()}
            case "ladder":
                made |= self.raw() | {"points": {self.chance.choice(["above", "from"]): [1, 2]}}
            case "cases" if self.inputs:
                made |= self.raw() | {
                    "cases": [
                        {"when": self.of_inputs(), "score": f"value + {self.number(0, 2)}"},
                        {"score": f"{self.number(0, 5)} - value"}
                        if self.likely(0.8)
                        else {"when": self.of_inputs(), "score": "value"},
                    ]
                }
            case _:
                made |= self.raw()
        if self.inputs and self.likely(0.2):
            made["applies"] = self.of_inputs()
        if self.likely(0.2):
            made["missing"] = self.chance.choice([0, 3, "not_applicable"])
        self.steps(made, chance=0.12)
        self.leaves.append(name)
        return made

    def worked_out(self) -> str:
        """Something that is looked up instead of a raw value, over what stands earlier."""
        leaf = self.chance.choice(self.leaves)
        others = [f"{leaf} + {self.number(0, 2)}", leaf, f"first({leaf}, 1) * 2"]
        others += [f"age - {self.number(0, 2)}", f"{leaf} + 2 * age"] if "age" in self.inputs else []
        return self.chance.choice(others)

    def rows(self) -> dict[str, Any]:
        """A table, mostly with a row that takes all the rest; or a ladder, with steps perhaps too high."""
        if self.likely(0.3):
            steps = sorted(self.chance.sample(range(-1, 12), 2))
            return {self.chance.choice(["above", "from"]): {step: self.number() for step in steps}}
        cuts = sorted(self.chance.sample(range(-1, 12), 2))
        begin = cuts[0] + self.chance.choice([0, 0, 1])
        made: dict[str, Any] = {f"..{cuts[0]}": self.number(), f"{begin}..{cuts[1]}": self.number()}
        return made if self.likely(0.2) else made | {f"{cuts[1]}..": self.number()}

    def raw(self) -> dict[str, Any]:
        return {"value": {"range": "0..3", "decimals": 0}}

    def steps(self, made: dict[str, Any], *, chance: float) -> None:
        """Something that is added, limits, rounding."""
        if self.likely(chance):
            made["plus"] = {"score": self.number(-2, 3)}
            if self.inputs and self.likely(0.7):
                made["plus"]["when"] = self.of_inputs()
            elif self.likely(0.5):
                made["plus"]["when"] = self.of_score()
        if self.likely(chance):
            made["at_most"] = self.limit(self.number(3, 9))
        if self.likely(chance / 2):
            made["at_least"] = self.limit(self.number(-1, 2))
        if self.likely(chance / 3):
            made["round"] = {"to": self.chance.choice([0.5, 2])}

    def limit(self, number: int) -> Any:
        """A limit of a score, always or where a condition holds."""
        if self.likely(0.5):
            return number
        return {
            "score": number,
            "when": self.of_inputs() if self.inputs and self.likely(0.5) else self.of_score(),
        }

    def of_score(self) -> str:
        """A condition on the score as it stands at its step."""
        text = f"score {self.chance.choice(['<', '>=', '>', '=='])} {self.number(0, 12)}"
        return f"{text} or {self.of_inputs()}" if self.inputs and self.likely(0.3) else text

    def of_inputs(self) -> str:
        """A condition on an input."""
        if "kind" in self.inputs and ("age" not in self.inputs or self.likely(0.5)):
            return self.chance.choice(["kind == red", "kind != red", "kind in (red, blue)"])
        return f"age {self.chance.choice(['<', '>=', '=='])} {self.number(0, 3)}"

    def condition(self) -> str:
        """A condition of a band, a limit or a notch."""
        leaf = self.chance.choice(self.leaves)
        texts = [f"{leaf} {self.chance.choice(['<', '<=', '>', '>=', '=='])} {self.number(0, 6)}"] * 3
        texts += [f"known({leaf})", f"first({leaf}, 2) >= {self.number(0, 4)}"]
        texts += [self.of_inputs()] * 2 if self.inputs else []
        if len(self.leaves) > 1:
            texts += [
                f"count(questions >= {self.number(0, 4)}) >= {self.number(0, len(self.leaves))}",
                f"{self.leaves[0]} > {self.leaves[1]}",
                f"max({self.leaves[0]}, {self.leaves[1]}) < 4",
            ]
        text = self.chance.choice(texts)
        return f"not ({text})" if self.likely(0.15) else text

    def bands(self) -> list[dict[str, Any]]:
        """Bands, best first."""
        cuts = sorted(self.chance.sample(range(1, 12), self.number(1, 2)), reverse=self.better == "higher")
        made = []
        names = iter(["good", "fair", "poor", "last"])
        for cut in cuts:
            made.append({"rating": next(names), "from" if self.better == "higher" else "to": cut})
            if self.likely(0.3):
                made[-1]["when"] = self.condition()
        made.append({"rating": next(names)})
        if self.likely(0.4):
            made[-1]["to" if self.better == "higher" else "from"] = cuts[-1] + (
                self.chance.choice([-1, -0.1, 0, -2]) * (1 if self.better == "higher" else -1)
            )
        if self.likely(0.15):
            self.chance.shuffle(made)
        if self.likely(0.15):
            made.insert(0, {"rating": "special", "when": self.condition()})
        return made
