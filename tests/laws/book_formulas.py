"""Random formulas and conditions of the second edition, over what is done before them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

WORDS = ("good", "fair", "poor", "ดี", "two words", "None", "pass")
KEYS = ("instruments", "indicators", "questions")
Number = int | float


@dataclass
class Known:
    """What the author knows of a node that is done. `name` is how it is named from elsewhere; `may_leave` says
    whether it may not apply."""

    name: str
    path: str
    level: str
    number: bool = True
    may_leave: bool = False
    positive: bool = False
    words: tuple[str, ...] = ()
    ratings: tuple[str, ...] = ()
    results: tuple[str, ...] = ()
    leaf: bool = False

    @property
    def wordy(self) -> bool:
        return bool(self.words or self.ratings or self.results)


@dataclass
class Raw:
    """What a cell can be: a number of a range, or a word; `near` are numbers of interest."""

    low: Fraction = Fraction(0)
    high: Fraction = Fraction(10)
    decimals: int = 1
    words: tuple[str, ...] = ()
    near: list[Fraction] = field(default_factory=list)
    by_respondents: bool = False
    scores: tuple[Fraction, ...] = ()


def plain(number: Fraction) -> Number:
    """A number as YAML data has it."""
    return int(number) if number.denominator == 1 else float(number)


def shown(number: Fraction) -> str:
    """A number as it is written in a cell, a formula or a key."""
    return str(plain(number))


class Writer:
    """Chances, and what there is to name."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.inputs: dict[str, Raw] = {}
        self.thresholds: dict[str, Fraction] = {}
        self.done: list[Known] = []

    def likely(self, probability: float) -> bool:
        return self.chance.random() < probability

    def constant(self) -> str:
        """A number about the size of scores, often on a tie or bound of others."""
        if self.thresholds and self.likely(0.2):
            return self.chance.choice(sorted(self.thresholds))
        return shown(Fraction(self.chance.randint(0, 20), 2))

    def number_inputs(self) -> list[str]:
        return [name for name, raw in self.inputs.items() if not raw.words]

    def word_inputs(self) -> list[str]:
        return [name for name, raw in self.inputs.items() if raw.words]

    # Numbers

    def name(self, here: Here) -> str:
        """A number with a name: where it may not apply, guarded."""
        nodes = [node for node in self.done if node.number]
        kinds: list[Callable[[], str]] = []
        if self.number_inputs():
            kinds.append(lambda: self.chance.choice(self.number_inputs()))
        if nodes:
            kinds += [lambda: self.guarded(self.chance.choice(nodes))] * 3
        if here.value:
            kinds += [lambda: "value"] * 4
        if any(child.number for child in here.children):
            numbers = [child for child in here.children if child.number]
            kinds += [lambda: self.guarded(self.chance.choice(numbers))] * 4
        return self.chance.choice(kinds)() if kinds else self.constant()

    def guarded(self, node: Known) -> str:
        if not node.may_leave:
            return node.name
        return self.chance.choice(
            [
                f"first({node.name}, {self.constant()})",
                f"if(known({node.name}), {node.name}, {self.constant()})",
                f"max({node.name}, {self.constant()})",
            ]
        )

    def number(self, here: Here, depth: int = 2) -> str:
        """A formula: mostly of the first degree, now and then with a quotient, a power or a root."""
        chance = self.chance
        if depth == 0 or self.likely(0.3):
            return self.name(here) if self.likely(0.8) else self.constant()
        one: Callable[[], str] = lambda: self.number(here, depth - 1)  # noqa: E731
        name: Callable[[], str] = lambda: self.name(here)  # noqa: E731
        plain_ones: list[Callable[[], str]] = [
            lambda: f"{one()} + {one()}",
            lambda: f"{name()} - {name()}",
            lambda: f"{chance.choice(['0.5', '2', '0.3', '1.08', '-1'])} * {name()}",
            lambda: f"({one()} + {one()}) / 2",
            lambda: f"{chance.choice(['min', 'max', 'mean', 'sum', 'median'])}({one()}, {one()}, {one()})",
            lambda: f"clip({one()}, 1, {chance.choice(['5', '7.5', '10'])})",
            lambda: f"abs({name()} - {self.constant()})",
            lambda: f"if({self.condition(here, 1)}, {one()}, {one()})",
            lambda: (
                f"{chance.choice(['round', 'roundup', 'rounddown'])}({one()}, {chance.choice([0, 1, 2])})"
            ),
            lambda: f"{chance.choice(['floor', 'ceiling'])}({one()} / 2)",
            lambda: f"10 - {name()}",
        ]
        rare: list[Callable[[], str]] = [
            lambda: f"{one()} / {name()}",
            lambda: f"power(abs({name()}), {chance.choice(['2', '0.5', '1.81', '1/3'])})",
            lambda: f"sqrt(abs({name()}))",
            lambda: f"{chance.choice(['geomean', 'harmean'])}(abs({name()}), abs({name()}))",
            lambda: f"ln({name()})",
            lambda: f"log10({name()} + 1)",
            lambda: f"exp(-abs({name()}))",
        ]
        lists = self.of_list(here)
        if lists and self.likely(0.35):
            return lists
        return chance.choice(rare if self.likely(0.3) else plain_ones)()

    def of_list(self, here: Here) -> str | None:
        """One number of all nodes of a level below."""
        usable = [
            key
            for key, nodes in here.lists.items()
            if all(node.number for node in nodes) and not all(node.may_leave for node in nodes)
        ]
        if not usable:
            return None
        key = self.chance.choice(usable)
        return self.chance.choice(
            [
                f"{self.chance.choice(['min', 'max', 'mean', 'sum', 'median'])}({key})",
                f"sum(clip({self.constant()} - {key}, 0, 6))",
                f"mean({key} * 2)",
                f"count({key} >= {self.constant()})",
                f"count(known({key}))",
            ]
        )

    # Conditions

    def condition(self, here: Here, depth: int = 2) -> str:
        """A condition over inputs, nodes that are done, and the raw value."""
        chance = self.chance
        if depth and self.likely(0.3):
            one, other = self.condition(here, depth - 1), self.condition(here, depth - 1)
            return chance.choice([f"not ({one})", f"({one}) or ({other})", f"({one}) and ({other})"])
        return self.atom(here)

    def atom(self, here: Here) -> str:
        chance = self.chance
        kinds: list[Callable[[], str]] = []
        compared = chance.choice([">=", ">=", ">", "<", "<="])
        if self.word_inputs():
            kinds += [
                lambda: self.word_atom(name := chance.choice(self.word_inputs()), self.inputs[name].words)
            ] * 2
        if self.number_inputs():
            number = chance.choice(self.number_inputs())
            kinds.append(lambda: f"{number} {compared} {self.constant()}")
            kinds.append(lambda: f"{chance.choice(['1', '2.5'])} <= {number} < {self.constant()}")
        if here.value:
            kinds += [lambda: f"value {compared} {self.constant()}"] * 3
        nodes = here.children if here.only_children else [*self.done, *here.children]
        numbered = [node for node in nodes if node.number]
        if numbered:
            node = chance.choice(numbered)
            kinds += [lambda: f"{node.name} {compared} {self.constant()}"] * 2
            kinds.append(lambda: f"known({node.name})")
            if not node.may_leave:
                kinds.append(lambda: f"exact({node.name}) {compared} {self.constant()}")
            sure = [each for each in numbered if not each.may_leave]
            if len(sure) > 1:
                one, other = chance.sample(sure, 2)
                kinds.append(
                    lambda: f"{one.name} - {other.name} {compared} {chance.choice(['0', '1', '-2.5'])}"
                )
                kinds.append(lambda: f"mean({one.name}, {other.name}) {compared} {self.constant()}")
        wordy = [node for node in nodes if node.wordy]
        if wordy:
            kinds += [lambda: self.node_atom(chance.choice(wordy))] * 3
        if here.lists and not here.only_children:
            kinds += [lambda: self.list_atom(here)] * 3
        return chance.choice(kinds)() if kinds else "1 > 0"

    def word_atom(self, name: str, words: Sequence[str]) -> str:
        quoted = [self.quoted(word) for word in self.chance.sample(list(words), min(2, len(words)))]
        return self.chance.choice(
            [
                f"{name} == {quoted[0]}",
                f"{name} != {quoted[0]}",
                f"{name} in ({', '.join(quoted)})",
                f"{name} in ({quoted[0]})",
            ]
        )

    @staticmethod
    def quoted(word: str) -> str:
        return f"'{word}'" if " " in word else word

    def node_atom(self, node: Known) -> str:
        return self.word_atom(
            node.name,
            self.chance.choice([words for words in (node.words, node.ratings, node.results) if words]),
        )

    def list_atom(self, here: Here) -> str:
        key, nodes = self.chance.choice(list(here.lists.items()))
        count = self.chance.randint(1, len(nodes))
        compared = self.chance.choice([">=", ">=", "<=", "==", "<"])
        shared = set.intersection(*(set(node.words) | set(node.ratings) for node in nodes))
        if shared:
            word = self.quoted(self.chance.choice(sorted(shared)))
            return f"count({key} == {word}) {compared} {count}"
        if all(node.number for node in nodes):
            return f"count({key} {self.chance.choice(['>=', '<'])} {self.constant()}) {compared} {count}"
        return f"count(known({key})) {compared} {count}"


@dataclass
class Here:
    """Where an expression stands: whether there is a raw number, the children, and the lists of nodes below."""

    value: bool = False
    children: list[Known] = field(default_factory=list)
    lists: dict[str, list[Known]] = field(default_factory=dict)
    only_children: bool = False
