"""Random rule sets and random units for them, the same for the same seed.

sample = generate(seed)
sample.rules     # a rule set as YAML data
sample.units     # name: Unit, as naive.evaluate takes them
sample.scored    # the paths that a table of scores has columns for
sample.answered  # the paths that respondents answer

Not every rule set passes the checks; the caller skips those that do not load.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .naive import Node, Rules, Unit, possible, rounded

NUMBERED = ("1", "2", "3")
"""The words of the answer scale whose words look like numbers."""


@dataclass(frozen=True)
class Sample:
    """A rule set and data for it. A path is never both scored and answered."""

    seed: int
    rules: dict[str, Any]
    units: dict[str, Unit]
    scored: list[str]
    answered: list[str]

    @property
    def key(self) -> str:
        """The column that names the units."""
        return str(self.rules["unit"])


def generate(seed: int, *, rational: bool = True, units: int | None = None) -> Sample:
    """A random rule set with random units; `rational=False` adds roots, harmonic means and logarithms."""
    chance = random.Random(seed)
    rules = rule_set(chance, rational=rational)
    return data_for(rules, chance, seed=seed, units=units)


# Rule sets


def rule_set(chance: random.Random, *, rational: bool = True) -> dict[str, Any]:
    """A random rule set as YAML data."""
    return _Author(chance, rational=rational).rule_set()


class _Author:
    """Writes one rule set."""

    def __init__(self, chance: random.Random, *, rational: bool) -> None:
        self.chance, self.rational = chance, rational
        self.maximum, self.decimals = chance.choice([(100, 2), (10, 1), (5, 0), (1, 3)])
        self.numbers: dict[str, int] = {}
        self.scales: dict[str, Any] = {}

    def likely(self, probability: float) -> bool:
        return self.chance.random() < probability

    def of_maximum(self, share: str, decimals: int = 3) -> int | float:
        """A share of the greatest score, as it would be written."""
        return plain(rounded(Fraction(share) * self.maximum, decimals, "half_up"))

    def rule_set(self) -> dict[str, Any]:
        depth = self.chance.choice([1, 2, 2, 3, 3])
        key = {
            1: ["questions", "parts", "instruments"],
            2: ["instruments", "indicators", "parts"],
            3: ["instruments"],
        }[depth]
        top = self.inner(self.chance.choice(key), depth, None)
        children = self.handed_down(top)
        alike = len({_has_children(child) for child in children.values()}) == 1
        if alike and self.likely(0.25):
            top["min_respondents"] = self.chance.randint(1, 4)
        top.setdefault("missing", self.chance.choice(["error", "skip", "skip", "zero"]))
        if top["missing"] == "skip" and self.likely(0.4):
            top["min_coverage"] = self.chance.choice(["50%", "66.67%", "34%"])
        written = {
            "ruleset": "random/one",
            "title": {"th": "สุ่ม", "en": "random"},
            "source": "made up",
            "unit": self.chance.choice(["unit", "agency"]),
            "scale": {
                "min": 0,
                "max": self.maximum,
                "decimals": self.decimals,
                "rounding": self.chance.choice(["half_up", "half_up", "half_even", "down", "up"]),
            },
            "thresholds": {"half": self.of_maximum("1/2"), "pass": {"value": self.of_maximum("4/5")}},
        }
        if self.scales:
            written["answers"] = self.scales
        written |= top
        bare = Rules.from_yaml({**written, "bands": []})
        return written | self.outcomes(bare)

    # Nodes

    def handed_down(self, top: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """The children of the top, which take over its answer scale: at the top, `answers` are the scales
        themselves."""
        answers = top.pop("answers", None)
        key = next(key for key in ("questions", "parts", "instruments", "indicators") if key in top)
        if not isinstance(top[key], dict) or not all(isinstance(child, dict) for child in top[key].values()):
            top[key] = {
                name: {} for name in Rules.from_yaml(_FRAME | {key: top[key]}).nodes if name != "total"
            }
        children: dict[str, dict[str, Any]] = top[key]
        for child in children.values():
            if answers is not None and "score" not in child:
                child.setdefault("answers", answers)
        return children

    def name(self, key: str) -> str:
        letter = {
            "instruments": "M",
            "indicators": "N",
            "subindicators": "S",
            "parts": "P",
            "questions": "q",
        }[key]
        self.numbers[letter] = self.numbers.get(letter, 0) + 1
        return f"{letter}{self.numbers[letter]}"

    def inner(self, key: str, depth: int, answers: str | None) -> dict[str, Any]:
        """A node with children of one kind; `depth` levels are to come."""
        chance = self.chance
        made: dict[str, Any] = {}
        if answers is None and self.likely(0.5) and key != "instruments":
            answers = made["answers"] = self.scale()
        summed = depth == 1 and self.likely(0.12)
        if summed:
            answers = self.scale("small")
            made["answers"] = answers
        width = chance.randint(1, 4)
        simple = key == "questions" and not summed and self.likely(0.15)
        children = {
            self.name(key): {} if simple else self.child(key, depth - 1, answers, free=not summed)
            for _ in range(width)
        }
        if not simple:
            self.combine(made, children, summed=summed)
        self.policy(made)
        names = list(children)
        if simple:
            made[key] = chance.choice([f"{names[0]}..{names[-1]}", names, dict.fromkeys(names, "ข้อ")])
        else:
            made[key] = children
        return made

    def child(self, key: str, depth: int, answers: str | None, *, free: bool) -> dict[str, Any]:
        """A node below: a leaf at the bottom, now and then above it."""
        if depth == 0 or (key != "indicators" and self.likely(0.12)):
            return self.leaf(key, answers, free=free)
        below = {
            "instruments": ["questions", "parts"] if depth == 1 else ["indicators", "indicators", "parts"],
            "indicators": ["questions", "subindicators"],
        }
        own = None
        if answers is None and self.likely(0.6):
            own = self.scale()
        made = self.inner(self.chance.choice(below.get(key, ["questions"])), depth, own or answers)
        if own is not None:
            made.setdefault("answers", own)
        if self.likely({"instruments": 0.25, "indicators": 0.15}.get(key, 0.1)):
            made["min_respondents"] = self.chance.randint(1, 4)
        return made

    def leaf(self, key: str, answers: str | None, *, free: bool) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if key != "questions":
            if free and self.likely(0.25):
                made["answers"] = self.scale()
            return made
        if free and answers is None and self.likely(0.45):
            return self.formula()
        if free and self.likely(0.15):
            answers = made["answers"] = self.scale()
        if answers is not None and self.likely(0.25):
            made["reversed"] = True
        return made

    def formula(self) -> dict[str, Any]:
        top = self.maximum
        formulas = [
            f"clip(value / 7, 0, 1) * {top}",
            f"{top} / value",
            f"{top} * value / (value - 3)",
            "value",
            "min(value, half + half)",
            f"count(ln(value) >= 0, value > 3) / 2 * {top}",
            f"round(clip(value / 15, 0, 1), 1) * {top}",
            f"abs(clip(value / 30, -1, 1)) * {top}",
            f"pass - half * (value / value) + {self.of_maximum('1/10')}",
        ]
        if not self.rational:
            formulas += [
                f"{top} * clip((ln(value) - ln(100)) / (ln(75000) - ln(100)), 0, 1)",
                f"{top} * (1 - clip(ln(value) / ln(50), 0, 1))",
            ] * 3
        made: dict[str, Any] = {"score": self.chance.choice(formulas)}
        if self.likely(0.4):
            made["range"] = self.chance.choice(
                [{"min": 0, "max": 1000}, {"min": -50, "max": 100000}, {"min": 0}]
            )
        return made

    def scale(self, name: str | None = None) -> str:
        """The name of an answer scale, which is written down."""
        name = name or self.chance.choice(["steps", "steps", "yes_no", "tick", "inside", "numbered"])
        made: dict[str, dict[str, Any]] = {
            "steps": {
                "never": 0,
                "seldom": self.of_maximum("1/3", self.decimals + 1),
                "often": self.of_maximum("2/3", self.decimals + 1),
                "always": self.maximum,
            },
            "yes_no": {"options": {"มี": self.maximum, "ไม่มี": 0}, "answered_by": "unit"},
            "tick": {
                "options": {"full": self.maximum, "half way": self.of_maximum("1/2"), "none": 0},
                "answered_by": "unit",
            },
            "inside": {
                "low": self.of_maximum("1/5"),
                "middle": self.of_maximum("1/2"),
                "high": self.of_maximum("9/10"),
            },
            "numbered": {"1": 0, "2": self.of_maximum("1/2"), "3": self.maximum},
            "small": {"a": 0, "b": self.of_maximum("1/10"), "c": self.of_maximum("1/4")},
        }
        self.scales[name] = made[name]
        return name

    def combine(self, made: dict[str, Any], children: dict[str, dict[str, Any]], *, summed: bool) -> None:
        chance = self.chance
        if summed:
            made["combine"] = "sum"
            return
        irrational = [] if self.rational else ["geometric_mean", "geometric_mean", "harmonic_mean"]
        if self.likely(0.45):
            for child, weight in zip(children.values(), self.weights(len(children)), strict=True):
                child["weight"] = weight
            kind = chance.choice([None, None, "weighted_mean", *irrational])
        else:
            kind = chance.choice(
                [
                    None,
                    None,
                    "mean",
                    "min",
                    "max",
                    "median",
                    *(["product"] if self.maximum == 1 else []),
                    *irrational,
                ]
            )
        if kind:
            made["combine"] = kind

    def weights(self, count: int) -> list[Any]:
        if self.likely(0.4):
            cuts = sorted(self.chance.sample(range(1, 100), count - 1))
            return [f"{high - low}%" for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
        weights = [
            0 if self.likely(0.12) else self.chance.choice([1, 2, 3, 7, 0.5, 33.3]) for _ in range(count)
        ]
        return weights if any(weights) else [1] * count

    def policy(self, made: dict[str, Any]) -> None:
        if self.likely(0.2):
            made["missing"] = self.chance.choice(["error", "skip", "zero"])
        if self.likely(0.15):
            made["min_coverage"] = self.chance.choice(["50%", "66.67%", "100%", "๒๕%"])
        if "min_coverage" in made:
            made.setdefault("missing", "skip")

    # Ratings

    def outcomes(self, rules: Rules) -> dict[str, Any]:
        """Bands, judgements and targets for the nodes that there are."""
        chance = self.chance
        bands, unique = self.bands(rules)
        made: dict[str, Any] = {"bands": bands}
        if unique:
            made["hit_policy"] = "unique"
        elif self.likely(0.3):
            made["hit_policy"] = "first"
        levels = sorted({node.level for node in rules.nodes.values()})
        judged = {level: self.judgements(rules) for level in levels if self.likely(0.6)}
        if judged:
            made["judgements"] = judged
        count = chance.choice([0, 1, 1, 2])
        if count:
            made["targets"] = [
                {
                    "id": f"t{number}",
                    "share_of_units": self.condition(rules, list(rules.nodes)),
                    "at_least": chance.choice(["50%", "33.34%", "75%", "100%"]),
                }
                for number in range(count)
            ]
        return made

    def bands(self, rules: Rules) -> tuple[list[dict[str, Any]], bool]:
        """Bands, and whether exactly one of them is to hold."""
        chance = self.chance
        grid = self.maximum * 10**self.decimals
        cuts = sorted(chance.sample(range(1, grid), min(chance.randint(1, 3), grid - 1)), reverse=True)
        bands: list[dict[str, Any]] = []
        upper = grid
        for number, cut in enumerate([*cuts, 0]):
            bands.append({"rating": f"r{number}", "from": self.on_grid(cut), "to": self.on_grid(upper)})
            upper = cut - 1
        if self.likely(0.05):
            del bands[chance.randrange(len(bands))]
        for band in bands:
            for end, at in (("to", self.maximum), ("from", 0)):
                if band.get(end) == at and self.likely(0.2) and len(band) > 2:
                    del band[end]
        high = [path for path, node in rules.nodes.items() if node.level != "question"]
        usable = high if len(high) > 1 and self.likely(0.8) else list(rules.nodes)
        kind = chance.choice(["none", "first", "first", "first", "unique", "split"])
        unique = kind == "unique" or (kind == "split" and self.likely(0.6))
        if kind == "split" and bands:
            at = chance.randrange(len(bands))
            condition = self.condition(rules, usable)
            band = bands[at]
            bands[at : at + 1] = [
                {**band, "rating": "split", "when": condition},
                {**band, "when": f"not ({condition})"},
            ]
        elif kind == "first" and bands:
            for _ in range(chance.randint(1, 2)):
                at = chance.randrange(len(bands))
                when = {"rating": f"if{len(bands)}", "when": self.condition(rules, usable)}
                ends: dict[str, Any] = {end: bands[at][end] for end in ("from", "to") if end in bands[at]}
                bands.insert(at, {**ends, **when} if self.likely(0.7) else when)
        return bands, unique

    def on_grid(self, steps: int) -> int | float:
        return plain(Fraction(steps, 10**self.decimals))

    def judgements(self, rules: Rules) -> list[dict[str, Any]]:
        names = list(rules.nodes)
        condition = self.condition(rules, names, score=True)
        made = [{"result": "yes", "when": condition}]
        if self.likely(0.4):
            made.append({"result": "perhaps", "when": self.condition(rules, names, score=True)})
        made.append(
            {"result": "no", "when": self.chance.choice([f"not ({condition})", "score < half", "score >= 0"])}
        )
        return made

    # Conditions

    def condition(self, rules: Rules, paths: list[str], *, score: bool = False, depth: int = 2) -> str:
        """A condition over the nodes with these paths."""
        chance = self.chance
        number: Callable[[], str] = lambda: self.number(paths, score=score)  # noqa: E731
        again: Callable[[], str] = lambda: self.condition(rules, paths, score=score, depth=depth - 1)  # noqa: E731
        if depth and self.likely(0.4):
            return chance.choice(
                [
                    lambda: f"not ({again()})",
                    lambda: f"({again()}) or ({again()})",
                    lambda: f"({again()}) and ({again()})",
                    lambda: f"count({again()}, {again()}, {number()} >= half) >= {chance.randint(1, 2)}",
                ]
            )()
        lists = self.lists(rules, paths)
        if lists and self.likely(0.2):
            some = chance.choice(lists)
            return chance.choice(
                [
                    f"count({some} >= half) >= {chance.randint(1, 2)}",
                    f"count({some} < pass) + count({number()} > half) == 1",
                    f"min({some}) >= {chance.choice(['half', self.of_maximum('1/4')])}",
                    f"mean({some}) > half",
                    f"max({some}) - min({some}) <= half",
                ]
            )
        compared = chance.choice([">=", ">=", ">", "<", "<=", "==", "!="])
        return chance.choice(
            [
                lambda: f"{number()} {compared} half",
                lambda: f"{number()} {compared} pass",
                lambda: f"{number()} {compared} {number()}",
                lambda: f"{number()} / {number()} >= {chance.choice([0.5, 1, 0.75])}",
                lambda: f"{self.of_maximum('1/4')} <= {number()} {chance.choice(['<', '<='])} pass",
            ]
        )()

    def lists(self, rules: Rules, paths: list[str]) -> list[str]:
        levels = {rules.nodes[path].level for path in paths}
        return [f"{level}s" for level in sorted(levels - {"total"})]

    def number(self, paths: list[str], *, score: bool) -> str:
        chance = self.chance
        one, other = (chance.choice(paths).rsplit(".", 1)[-1] for _ in range(2))
        if score and self.likely(0.5):
            one = "score"
        if self.likely(0.65):
            return one
        return chance.choice(
            [
                f"mean({one}, {other})",
                f"max({one}, {other})",
                f"abs({one} - {other})",
                f"round({one} * 0.5, {self.decimals})",
                f"round(mean({one}, {other}))",
                f"clip({one}, 0, half)",
                f"({one} + {other}) / 2",
                f"{self.maximum} * count(ln({one}) > 0)",
            ]
        )


_FRAME = {"scale": {"min": 0, "max": 1, "decimals": 0, "rounding": "up"}, "bands": []}


def _has_children(written: dict[str, Any]) -> bool:
    return any(key in written for key in ("instruments", "indicators", "subindicators", "questions", "parts"))


def plain(number: Fraction) -> int | float:
    """A number as YAML data has it."""
    return int(number) if number.denominator == 1 else float(number)


# Data


def data_for(
    rules: dict[str, Any], chance: random.Random, *, seed: int = 0, units: int | None = None
) -> Sample:
    """Random units for a rule set."""
    parsed = Rules.from_yaml(rules)
    answered, scored = _sources(parsed, chance)
    made = {}
    for number in range(units or chance.randint(1, 8)):
        made[f"u{number}"] = _Filler(parsed, chance).unit(scored, answered)
    return Sample(seed, rules, made, scored, answered)


def _sources(rules: Rules, chance: random.Random) -> tuple[list[str], list[str]]:
    """Which leaves respondents answer, and which nodes a table has scores of: decided for each instrument."""
    answered: list[str] = []
    scored: list[str] = []
    share = chance.choice([0.0, 0.5, 0.9, 1.0])
    for top in rules.nodes["total"].children:
        asked = chance.random() < share
        for leaf in rules.leaves(top):
            node = rules.nodes[leaf]
            exception = chance.random() < 0.05
            (answered if node.answers and node.formula is None and asked != exception else scored).append(
                leaf
            )
    for path, node in rules.nodes.items():
        if node.children and chance.random() < (0.02 if path == "total" else 0.12):
            scored.append(path)
    return answered, scored


class _Filler:
    """Fills in one unit, in one style."""

    def __init__(self, rules: Rules, chance: random.Random) -> None:
        self.rules, self.chance = rules, chance
        self.scale = rules.scale
        self.gaps = chance.choice([0.0, 0.0, 0.0, 0.1, 0.3])
        self.wrong = chance.choice([0.0, 0.0, 0.0, 0.0, 0.1])
        self.centre = chance.choice([chance.random(), chance.random(), 0.9, 1.0, 0.0])
        self.thai = chance.random() < 0.05

    def unit(self, scored: list[str], answered: list[str]) -> Unit:
        scores: dict[str, Any] = {}
        for path in scored:
            node = self.rules.nodes[path]
            gap = self.gaps if not node.children else 0.6
            if self.chance.random() < gap:
                scores[path] = None
            elif self.chance.random() < self.wrong:
                scores[path] = self.wrong_cell(node)
            else:
                scores[path] = self.cell(node)
        return Unit(scores, self.rows(answered) if answered else [])

    def rows(self, answered: list[str]) -> list[dict[str, Any]]:
        chance = self.chance
        agreed = {path: self.answer(self.rules.nodes[path]) for path in answered}
        silent = {path for path in answered if chance.random() < self.gaps}
        rows: list[dict[str, Any]] = []
        for _ in range(chance.choice([0, 1, 1, 2, 2, 3, 4, 5, 6, 8])):
            blank = chance.random() < 0.1
            row: dict[str, Any] = {}
            for path in answered:
                answers = self.rules.nodes[path].answers
                assert answers is not None
                if blank or path in silent or chance.random() < self.gaps:
                    row[path] = None
                elif chance.random() < self.wrong / 3:
                    row[path] = chance.choice(
                        ["maybe", "900", self.text(self.scale.high * Fraction(37, 100))]
                    )
                elif answers.by_unit and chance.random() > self.wrong / 2:
                    row[path] = agreed[path]
                else:
                    row[path] = self.answer(self.rules.nodes[path])
            rows.append(row)
        return rows

    def answer(self, node: Node) -> str:
        """An option's word, or its score."""
        assert node.answers is not None
        word = self.chance.choice(list(node.answers.options))
        if self.chance.random() < 0.25:
            return self.text(node.answers.options[word])
        return word

    def cell(self, node: Node) -> str:
        """A possible score (or raw value) of a node."""
        chance = self.chance
        if node.formula is not None:
            if "ln(75000)" in node.formula:
                return chance.choice(["100", "75000", "0", "-5", "12345.6", "890", "31000.25", "5000"])
            low, high = possible(self.rules, node)
            raw = chance.choice(
                ["0", "1", "3", "7", "-2", "0.5", "12.5", "20", "50", "4.55", "1000", "86.25"]
            )
            return raw if low <= Fraction(raw) <= high else "2"
        if node.answers is not None and not node.children:
            if node.answers.by_unit or chance.random() < 0.6:
                return self.answer(node)
            options = node.answers.options.values()
            return self.between(min(options), max(options))
        return self.between(self.scale.low, self.scale.high)

    def between(self, low: Fraction, high: Fraction) -> str:
        """A number in a range: its ends, the grid of printed scores, halves of its steps, or finer."""
        chance = self.chance
        if chance.random() < 0.15:
            return self.text(chance.choice([low, high, high * Fraction(4, 5), high / 2]))
        drawn = low + (high - low) * Fraction(min(max(chance.gauss(self.centre, 0.2), 0.0), 1.0))
        step = Fraction(1, 10**self.scale.decimals)
        match chance.choice(["grid", "grid", "tie", "coarse", "fine"]):
            case "grid":
                value = rounded(drawn, self.scale.decimals, "down")
            case "tie":
                value = rounded(drawn, self.scale.decimals, "down") + step / 2
            case "coarse":
                value = rounded(drawn * 4 / high, 0, "half_up") * high / 4
            case _:
                value = rounded(drawn, self.scale.decimals + 2, "down")
        return self.text(min(max(value, low), high))

    def wrong_cell(self, node: Node) -> str:
        """A cell that is refused."""
        if node.formula is not None:
            return self.chance.choice(["maybe", self.text(possible(self.rules, node)[1] * 2)])
        cells = ["maybe", "900", "-1"]
        if node.answers is not None and not node.children:
            if node.answers.by_unit:
                cells += [self.text(self.scale.high * Fraction(37, 100))] * 3
            elif max(node.answers.options.values()) < self.scale.high and "3" not in node.answers.options:
                cells += [self.text(self.scale.high)] * 2
        return self.chance.choice(cells)

    def text(self, number: Fraction) -> str:
        """A number as a cell has it, now and then in Thai digits."""
        text = format(Decimal(number.numerator) / Decimal(number.denominator), "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")) if self.thai else text
