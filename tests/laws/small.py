"""Random rule sets so small that every kind of unit can be tried (brute.py), and pairs of them with the same
leaves.

    rules = rule_set(random.Random(seed))      # as YAML data
    old, new = pair(random.Random(seed))

They are made so that bands have gaps, overlap, are out of reach or turned upside down often enough, and as
often seem so only as long as one forgets that a unit has no score between two answers. Not every one loads;
the caller skips those that do not."""

from __future__ import annotations

import copy
import itertools
import json
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import kenrules

from . import naive
from .brute import inputs_of
from .generate import plain

SCHEMA = Path(kenrules.__file__).parent / "schemas" / "ruleset.schema.json"
ROUNDINGS = ("half_up", "half_even", "down", "up")
BEYOND = ("geometric_mean", "harmonic_mean", "product")
"""Ways of combining that proofs may leave undecided."""


def ways() -> list[str]:
    """The ways of combining that the installed version knows."""
    known = json.loads(SCHEMA.read_text(encoding="utf-8"))["$defs"]["combine"]["enum"]
    return [way for way in known if way is not None]


def rule_set(chance: random.Random) -> dict[str, Any]:
    """A random small rule set as YAML data."""
    author = _Author(chance)
    written = author.nodes()
    return {**written, **author.outcomes(written)}


def pair(chance: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    """Two rule sets with the same leaves: other weights, ways of combining, bands, answers, formulas or
    rounding."""
    author = _Author(chance, of_two=True)
    written = author.nodes()
    other = author.changed(written)
    return {**written, **author.outcomes(written)}, {
        **other,
        "ruleset": "small/other",
        **author.outcomes(other),
    }


def totals_of(rules: naive.Rules) -> list[Fraction]:
    """Every total that is printed, where units have nothing but answers of their own; else none."""
    inputs = inputs_of(rules)
    if inputs.numbers:
        return []
    found = set()
    for picks in itertools.product(*(range(answer.count) for answer in inputs.answers)):
        scored = naive.scored(rules, {path: form[-1] for path, form in inputs.cells(0, picks).items()})[
            "total"
        ].value
        assert scored is not None
        found.add(naive.rounded(scored, rules.scale.decimals, rules.scale.rounding))
    return sorted(found)


class _Author:
    """Writes one rule set, or two."""

    def __init__(self, chance: random.Random, *, of_two: bool = False) -> None:
        self.chance = chance
        # numbers between two ends, at most
        self.free = (
            chance.choice([0, 0, 1, 1, 2, 2]) if of_two else chance.choice([0, 0, 1, 1, 1, 2, 2, 2, 3])
        )
        fine = [(0, 4, 0), (0, 10, 0), (0, 1, 1), (0, 2, 1), (-2, 2, 0)]
        coarse = [(0, 100, 2), (0, 100, 0), (0, 10, 1), (0, 1, 2), (-5, 5, 1)]
        self.low, self.high, self.decimals = chance.choice(
            coarse if not self.free else fine if self.free < 3 else [(0, 2, 0), (0, 4, 0)]
        )
        self.rounding = chance.choice(ROUNDINGS)
        self.ways = ways()
        self.scales: dict[str, Any] = {}
        self.count = 0

    def likely(self, probability: float) -> bool:
        return self.chance.random() < probability

    def on_grid(self, low: Fraction | int, high: Fraction | int) -> Fraction:
        """A number as it is printed."""
        grid = 10**self.decimals
        return Fraction(self.chance.randint(round(low * grid), round(high * grid)), grid)

    # Nodes

    def nodes(self) -> dict[str, Any]:
        """Everything but what becomes of the scores."""
        written: dict[str, Any] = {
            "ruleset": "small/one",
            "title": "small",
            "source": "made up",
            "unit": "unit",
            "scale": {
                "min": self.low,
                "max": self.high,
                "decimals": self.decimals,
                "rounding": self.rounding,
            },
        }
        leaves = self.chance.choice([1, 2, 2, 3, 3, 4])
        key = self.chance.choice(["questions", "questions", "parts", "instruments"])
        written |= self.inner(
            key,
            leaves,
            deep=key != "questions" and leaves > 1 and self.likely(0.6),
            top=Fraction(self.high),
            least=Fraction(self.low),
        )
        if self.scales:
            written["answers"] = self.scales
        return written

    def inner(self, key: str, leaves: int, *, deep: bool, top: Fraction, least: Fraction) -> dict[str, Any]:
        """A node with so many leaves below it, whose scores go from `least` to `top`."""
        made: dict[str, Any] = {}
        groups = self.groups(leaves) if deep else [1] * leaves
        way = self.way()
        if way == "sum":
            top, least = self.shared(top, len(groups)), self.shared(least, len(groups))
        if way == "product" and top > 1:
            top = Fraction(1)
        children = {}
        for size in groups:
            self.count += 1
            name = f"{key[0]}{self.count}"
            if size > 1 or (deep and self.likely(0.2)):
                children[name] = self.inner("questions", size, deep=False, top=top, least=least)
            else:
                children[name] = self.leaf(key, top, least)
        if way in ("weighted_mean", "geometric_mean", "harmonic_mean") and (
            way == "weighted_mean" or self.likely(0.5)
        ):
            for child, weight in zip(children.values(), self.weights(len(children)), strict=True):
                child["weight"] = weight
        if way != "mean" and not (way == "weighted_mean" and self.likely(0.5)):
            made["combine"] = way
        made[key] = children
        return made

    def shared(self, end: Fraction, count: int) -> Fraction:
        """An equal part of an end, towards nought, with a few decimals."""
        return naive.rounded(end / count, 2, "down")

    def way(self) -> str:
        usual = ["mean", "weighted_mean", "sum", "min", "max", "median"]
        way = self.chance.choice(
            usual * 3 + ["mean", "weighted_mean", "product"] * 2 + ["geometric_mean", "harmonic_mean"]
        )
        if way in BEYOND and self.low < 0:
            return "mean"
        if way in ("geometric_mean", "harmonic_mean") and self.free:
            return "mean"
        return way if way in self.ways else "mean"

    def groups(self, leaves: int) -> list[int]:
        cuts = sorted(self.chance.sample(range(1, leaves), self.chance.randint(1, leaves - 1)))
        return [high - low for low, high in zip([0, *cuts], [*cuts, leaves], strict=True)]

    def weights(self, count: int) -> list[Any]:
        shares = {
            1: [["100%"]],
            2: [["50%", "50%"], ["25%", "75%"], ["60%", "40%"]],
            3: [["25%", "25%", "50%"], ["20%", "40%", "40%"]],
            4: [["25%"] * 4],
        }
        if self.likely(0.4):
            return self.chance.sample(found := self.chance.choice(shares[count]), len(found))
        weights = [0 if self.likely(0.08) else self.chance.choice([1, 1, 2, 3]) for _ in range(count)]
        return weights if any(weights) else [1] * count

    def leaf(self, key: str, top: Fraction, least: Fraction) -> dict[str, Any]:
        made: dict[str, Any] = {}
        is_question = key == "questions"
        is_free = self.free > 0 and self.likely(0.75)
        if not is_free:
            made["answers"] = self.scale("unit", top, least)
        else:
            self.free -= 1
            narrow = top < self.high or least > self.low
            kind = self.chance.choice(["plain", "plain", "respondents", "range", "formula", "formula"])
            if kind == "respondents" or (not is_question and (narrow or kind != "plain")):
                made["answers"] = self.scale("respondents", top, least)
            elif kind == "formula" and not narrow:
                made |= self.formula()
            elif kind == "range" or narrow:
                low, high = sorted([self.on_grid(least, top), self.on_grid(least, top)])
                made["range"] = (
                    {"min": plain(low), "max": plain(high)}
                    if low < high
                    else {"min": plain(least), "max": plain(top)}
                )
        if is_question and "answers" in made and self.likely(0.3):
            made["reversed"] = True
        return made

    def scale(self, by: str, top: Fraction, least: Fraction) -> str:
        """The name of an answer scale, which is written down."""
        if self.scales and self.likely(0.4):
            fits = [
                name
                for name, scale in self.scales.items()
                if scale["answered_by"] == by and self.fits(scale, top, least)
            ]
            if fits:
                return self.chance.choice(fits)
        name = f"scale{len(self.scales) + 1}"
        self.scales[name] = {"options": self.options(by, top, least), "answered_by": by}
        return name

    def fits(self, scale: Mapping[str, Any], top: Fraction, least: Fraction) -> bool:
        return all(least <= naive.exact(score) <= top for score in scale["options"].values())

    def options(self, by: str, top: Fraction, least: Fraction) -> dict[str, int | float]:
        count = self.chance.choice([2, 2, 3, 3, 4] if by == "unit" else [2, 2, 3])
        if self.likely(0.4):
            scores = [least + (top - least) * part / (count - 1) for part in range(count)]
            scores = [naive.rounded(score, 2, "down") for score in scores]
        else:
            step = Fraction(1, 10 ** (self.decimals + self.chance.choice([0, 0, 1])))
            scores = [least + step * self.chance.randint(0, int((top - least) / step)) for _ in range(count)]
        if len(set(scores)) < 2:
            scores = [least, top]
        words = ("none", "some", "much", "all")
        return {word: plain(score) for word, score in zip(words, sorted(set(scores)), strict=False)}

    def formula(self) -> dict[str, Any]:
        low, high = self.low, self.high
        middle = plain(Fraction(low + high, 2))
        formula, ends = self.chance.choice(
            [
                (f"value / 2 + {middle}", (low, high)),
                (f"{low + high} - value", (low, high)),
                ("value / 3", (3 * low, 3 * high)),
                (f"clip(value / 4, {low}, {high})", None),
                (f"clip({high} - value / 2, {low}, {high})", (0, 10)),
                ("value - 1", (low, high + 2)),  # leaves the scale
                (f"count(value >= 2, value >= 3) * {plain(Fraction(high, 2))}", (0, 10)),
                (f"min(max(value, {low}), {middle})", (low - 5, high + 5)),
            ]
        )
        made: dict[str, Any] = {"score": formula}
        if ends is not None:
            made["range"] = {"min": ends[0], "max": ends[1]}
        return made

    # The other of two

    def changed(self, written: Mapping[str, Any]) -> dict[str, Any]:
        """The same leaves, otherwise scored."""
        made: dict[str, Any] = copy.deepcopy(dict(written))
        if self.likely(0.3):
            made["scale"]["rounding"] = self.chance.choice(ROUNDINGS)
        for scale in made.get("answers", {}).values():
            if self.likely(0.4):
                scores = [naive.exact(score) for score in scale["options"].values()]
                drawn = self.options(scale["answered_by"], max(scores), min(scores))
                scale["options"] = {word: drawn.get(word, score) for word, score in scale["options"].items()}
        self.reweighed(made)
        return made

    def reweighed(self, node: dict[str, Any]) -> None:
        children = next(
            (node[key] for key in ("instruments", "parts", "questions") if isinstance(node.get(key), dict)),
            None,
        )
        if children is None:
            return
        for child in children.values():
            self.reweighed(child)
            if "reversed" in child and self.likely(0.3):
                del child["reversed"]
        if self.likely(0.5) and node.get("combine") not in (
            "sum",
            "product",
            "geometric_mean",
            "harmonic_mean",
        ):
            node.pop("combine", None)
            for child in children.values():
                child.pop("weight", None)
            way = self.chance.choice(
                [way for way in ("mean", "weighted_mean", "min", "max", "median") if way in self.ways]
            )
            if way == "weighted_mean":
                for child, weight in zip(children.values(), self.weights(len(children)), strict=True):
                    child["weight"] = weight
            elif way != "mean":
                node["combine"] = way

    # Ratings

    def outcomes(self, written: Mapping[str, Any]) -> dict[str, Any]:
        """Bands, judgements and targets for the nodes that there are."""
        rules = naive.Rules.from_yaml({**written, "bands": []})
        names = [path.rsplit(".", 1)[-1] for path in rules.nodes]
        made: dict[str, Any] = {
            "thresholds": {"half": plain(self.on_grid(self.low, self.high))},
            "bands": self.bands(rules, names),
        }
        if self.likely(0.35):
            made["hit_policy"] = "unique"
        if self.likely(0.15):
            self.chance.shuffle(made["bands"])
        if self.likely(0.4):
            made["targets"] = [
                {"id": "t1", "share_of_units": self.condition(rules, names), "at_least": "50%"}
            ]
        if self.likely(0.25):
            level = self.chance.choice(sorted({node.level for node in rules.nodes.values()} - {"total"}))
            condition = f"score {self.chance.choice(['>=', '<', '>'])} {self.number()}"
            made["judgements"] = {
                level: [{"result": "yes", "when": condition}, {"result": "no", "when": f"not ({condition})"}]
            }
        return made

    def bands(self, rules: naive.Rules, names: Sequence[str]) -> list[dict[str, Any]]:
        chance = self.chance
        step = Fraction(1, 10**self.decimals)
        cuts = sorted(
            {
                self.on_grid(self.low + step, self.high)
                for _ in range(chance.randint(1, 2 if self.free else 3))
            },
            reverse=True,
        )
        bands: list[dict[str, Any]] = []
        upper = Fraction(self.high)
        for number, cut in enumerate([*cuts, Fraction(self.low)]):
            top = min(Fraction(self.high), max(cut, upper + step * chance.choice([0, 0, 0, 0, 0, -1, 1, -2])))
            bands.append({"rating": f"r{number}", "from": plain(cut), "to": plain(top)})
            upper = cut - step
        totals = totals_of(rules)
        if totals and self.likely(0.5):
            bands = self.around(totals)
        if len(bands) > 1 and self.likely(0.15):
            del bands[chance.randrange(len(bands))]
        for band in bands:
            if self.likely(0.25):
                band.pop(chance.choice(["from", "to"]))
        for _ in range(chance.choice([0, 0, 1, 1, 2])):
            where = chance.randrange(len(bands))
            kind = chance.choice(["more", "stricter", "split"])
            if kind == "more":
                ends: dict[str, Any] = {
                    end: bands[where][end]
                    for end in ("from", "to")
                    if end in bands[where] and self.likely(0.7)
                }
                bands.insert(
                    where, {"rating": f"if{len(bands)}", **ends, "when": self.condition(rules, names)}
                )
            elif "when" not in bands[where]:
                condition = self.condition(rules, names)
                band = bands[where]
                if kind == "split":
                    bands[where : where + 1] = [
                        {**band, "rating": f"if{len(bands)}", "when": condition},
                        {**band, "when": f"not ({condition})"},
                    ]
                else:
                    band["when"] = condition
        if self.likely(0.1):
            chance.shuffle(bands)
        if len(bands) > 2 and self.likely(0.05):
            bands[-1]["rating"] = bands[0]["rating"]
        return bands

    def around(self, totals: Sequence[Fraction]) -> list[dict[str, Any]]:
        """Bands that take the only totals there are, and mostly nothing between them."""
        cuts = sorted(
            self.chance.sample(range(1, len(totals)), min(len(totals) - 1, self.chance.randint(1, 3))),
            reverse=True,
        )
        groups = [totals[low:high] for low, high in zip([*cuts, 0], [len(totals), *cuts], strict=True)]
        return [
            {"rating": f"r{number}", "from": plain(group[0]), "to": plain(group[-1])}
            for number, group in enumerate(groups)
        ]

    def number(self) -> int | float:
        return plain(self.on_grid(self.low, self.high))

    def condition(self, rules: naive.Rules, names: Sequence[str], depth: int = 1) -> str:
        chance = self.chance
        if depth and self.likely(0.25):
            one, other = (self.condition(rules, names, depth - 1) for _ in range(2))
            return chance.choice([f"({one}) and ({other})", f"({one}) or ({other})", f"not ({one})"])
        one, other = (chance.choice(names) for _ in range(2))
        sign = chance.choice([">=", ">=", ">", "<", "<=", "==", "!="])
        plurals = sorted({f"{node.level}s" for node in rules.nodes.values()} - {"totals"})
        some = chance.choice(plurals)
        return chance.choice(
            [
                f"{one} {sign} {self.number()}",
                f"{one} {sign} {self.number()}",
                f"{one} {sign} half",
                f"{one} {sign} {other}",
                f"min({some}) {sign} {self.number()}",
                f"max({some}) < {self.number()}",
                f"count({some} >= {self.number()}) >= {chance.randint(1, 2)}",
                f"mean({one}, {other}) {sign} {self.number()}",
                f"abs({one} - {other}) <= {self.number()}",
                f"round({one} / 2) {sign} {self.number()}",
                f"total >= {self.number()} and {one} < {other}",
            ]
        )
