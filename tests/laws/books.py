"""Random rule sets of the second edition and random units for them, the same for the same seed.

    book = book_of(seed)
    book.text       # the rule set as YAML
    book.rules      # the same as plain data
    book.units      # name: Unit, with scores, inputs and respondents' answers, as naive.assess takes them

Every rule set is meant to be valid: a formula names only nodes that are done before it, what may not apply is
guarded, words are options of what stands on their left."""

from __future__ import annotations

import copy
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import yaml

from .book_formulas import KEYS, Here, Known, Raw, plain, shown
from .book_leaves import LeafAuthor
from .naive import LEVELS, Unit, assess, data_of
from .naive.numbers import rounded

_Safe: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Dumper(_Safe):  # type: ignore[misc]
    """Writes everything out: what stands twice is written twice."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


@dataclass(frozen=True)
class Sample:
    """A rule set and data for it."""

    seed: int
    text: str
    rules: dict[str, Any]
    units: dict[str, Unit]


def book_of(seed: int, *, units: int | None = None) -> Sample:
    """A random rule set with random units."""
    chance = random.Random(seed)
    author = Author(chance)
    rules = author.book()
    filler = _Filler(author, chance)
    made = {f"u{number}": filler.unit() for number in range(units or chance.randint(2, 6))}
    author.finish(rules, made)
    text = yaml.dump(rules, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100000)
    return Sample(seed, text, data_of(text), made)


class Author(LeafAuthor):
    """Writes one rule set."""

    def book(self) -> dict[str, Any]:
        """A rule set without the bands of the whole."""
        scale: dict[str, Any] = {
            "decimals": self.decimals,
            "rounding": self.chance.choice(["half_up", "half_up", "half_up", "half_even", "down", "up"]),
        }
        if self.lower:
            scale["better"] = "lower"
        if self.bounded:
            scale |= {"min": 0, "max": 10}
        self.make_inputs()
        for number in range(self.chance.randint(0, 2)):
            self.thresholds[f"t{number}"] = Fraction(self.chance.randint(2, 18), 2)
        keys = self.chance.choice([KEYS[:1], KEYS[1:], KEYS[1:], KEYS])
        for key in keys:
            if not self.rating_book and self.likely(0.15):
                self.judgements[LEVELS[key]] = [
                    {"result": "ok", "when": f"score >= {self.constant()}"}, {"result": "weak", "when": "score >= -1000000"},
                ]  # fmt: skip
        whole = self.inner("", keys, "total")
        made: dict[str, Any] = {
            "ruleset": "random/one", "title": {"th": "สุ่ม", "en": "random"}, "source": "made up", "unit": "unit",
            "scale": scale,
        }  # fmt: skip
        if self.thresholds:
            made["thresholds"] = {name: plain(number) for name, number in self.thresholds.items()}
        if self.inputs:
            made["inputs"] = {name: self.input(raw) for name, raw in self.inputs.items()}
        if self.uses_steps:
            made["answers"] = {"steps": self.steps}
        if self.all_by_unit:
            made["answered_by"] = "unit"
        if self.judgements:
            made["judgements"] = self.judgements
        return made | whole[0]

    # Inner nodes

    def inner(self, path: str, keys: Sequence[str], level: str) -> tuple[dict[str, Any], Known]:
        """A node with children, and what is known of it."""
        key, below = keys[0], keys[1:]
        before = len(self.done)
        children: dict[str, Any] = {}
        nodes: list[Known] = []
        ratings = self.rating_book and level == "total"
        for _ in range(self.chance.randint(1 if below else 2, 4)):
            name = self.new_id({"instruments": "M", "indicators": "N", "questions": "q"}[key])
            child_path = f"{path}.{name}" if path else name
            if ratings:
                written, node = self.rated_child(child_path, below, LEVELS[key])
            elif below and self.likely(0.75):
                written, node = self.inner(child_path, below, LEVELS[key])
            else:
                written, node = self.leaf(child_path, LEVELS[key])
            children[name] = written
            nodes.append(node)
            self.done.append(node)
            if below and node.leaf is False and not ratings and self.likely(0.1):
                nodes.append(self.twin(children, node, key, path))
        found = self.done[before:]
        lists = {each: [node for node in found if node.level == LEVELS[each]] for each in keys}
        here = Here(children=nodes, lists={each: named for each, named in lists.items() if named})
        made: dict[str, Any] = {}
        node = Known(path.rsplit(".", 1)[-1], path or "total", level)
        self.inner_way(made, node, here, children, ratings=ratings)
        self.extras(made, node, here)
        if self.thresholds and level != "total" and self.likely(0.15):
            made["thresholds"] = {self.chance.choice(sorted(self.thresholds)): self.chance.randint(1, 9)}
        made[key] = children
        if level != "total":
            self.columns[path] = Raw()
        return made, node

    def twin(self, children: dict[str, Any], node: Known, key: str, path: str) -> Known:
        """A node like its neighbour: ids below them are told apart by their paths from now on."""
        name = self.new_id({"instruments": "M", "indicators": "N", "questions": "q"}[key])
        old, new = node.path, f"{path}.{name}" if path else name
        children[name] = {"like": node.name}
        for each in list(self.done):
            if each.path.startswith(f"{old}."):
                each.name = each.path
                fellow = copy.copy(each)
                fellow.path = fellow.name = new + each.path.removeprefix(old)
                self.done.append(fellow)
        for column, raw in list(self.columns.items()):
            if column.startswith(old):
                self.columns[new + column.removeprefix(old)] = copy.deepcopy(raw)
        made = copy.copy(node)
        made.name, made.path = name, new
        self.done.append(made)
        return made

    def inner_way(
        self, made: dict[str, Any], node: Known, here: Here, children: Mapping[str, Any], *, ratings: bool
    ) -> None:
        chance = self.chance
        node.may_leave = all(child.may_leave for child in here.children)
        node.positive = all(child.positive for child in here.children)
        if ratings:
            made["combine"] = "none"
            node.number = False
            return
        numbers = all(child.number for child in here.children)
        if not numbers or self.likely(0.25):
            node.may_leave = node.positive = False
            kind = chance.choice(["score", "score", "cases", "of"])
            if kind == "score":
                made["score"] = self.number(here)
            elif kind == "cases":
                made["cases"] = [
                    {"when": self.condition(here), "score": self.number(here)},
                    *([{"when": self.condition(here), "of": self.number(here, 1), "points": self.ladder()}] if self.likely(0.4) else []),
                    {"score": self.number(here)},
                ]  # fmt: skip
            else:
                made |= {"of": self.number(here, 1), "points": self.ladder()}
            return
        self.policy(made)
        if self.likely(0.35) and not any("like" in child for child in children.values()):
            for child, weight in zip(children.values(), self.weights(len(children)), strict=True):
                child["weight"] = weight
            kinds = [
                None,
                None,
                "weighted_mean",
                *(["geometric_mean", "harmonic_mean"] if node.positive else []),
            ]
        else:
            kinds = [
                None,
                None,
                "sum",
                "sum",
                "min",
                "max",
                "median",
                "mean",
                *(["geometric_mean"] if node.positive else []),
                *(["product"] if len(children) < 3 and node.positive else []),
            ]
        kind = chance.choice(kinds)
        if kind:
            made["combine"] = kind
        if len(children) > 2 and self.likely(0.25) and "weight" not in next(iter(children.values())):
            made["best"] = len(children) - 1

    def policy(self, made: dict[str, Any]) -> None:
        if self.likely(0.55):
            made["missing"] = self.chance.choice(["skip", "skip", "skip", "zero", "error"])
            if made["missing"] == "skip" and self.likely(0.3):
                made["min_coverage"] = self.chance.choice(["50%", "66.67%", "100%"])

    def weights(self, count: int) -> list[Any]:
        kind = self.chance.choice(["percent", "plain", "fraction"])
        if kind == "percent":
            cuts = sorted(self.chance.sample(range(1, 100), count - 1))
            return [f"{high - low}%" for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
        if kind == "fraction":
            return [f"1/{count}"] * count
        return [self.chance.choice([1, 2, 3, 0.5]) for _ in range(count)]

    def rated_child(self, path: str, below: Sequence[str], level: str) -> tuple[dict[str, Any], Known]:
        """A node with ratings of the words that all have in a book that makes no number."""
        words = ("strong", "fine", "weak")
        if not below or self.likely(0.3):
            if self.likely(0.6):
                self.columns[path] = Raw(words=words)
                node = Known(path.rsplit(".", 1)[-1], path, level, number=False, words=words, leaf=True)
                made: dict[str, Any] = {"answers": list(words)}
                self.applicable(made, node, Here())
                return made, node
            made, node = self.leaf(path, level)
        else:
            made, node = self.inner(path, below, level)
        made.pop("notches", None)
        made.pop("no_better_than", None)
        if not node.ratings or node.ratings != words:
            made["bands"] = self.bands(words)
            node.ratings = words
        return made, node

    # The whole, when there are units

    def finish(self, rules: dict[str, Any], units: Mapping[str, Unit]) -> None:
        """Adds bands whose bounds are the totals of units, limits and notches, and variants."""
        words = ["A", "B", "C", "D"][: self.chance.randint(2, 4)]
        tops = [node for node in self.done if "." not in node.path]
        lists = {key: [node for node in self.done if node.level == LEVELS[key]] for key in KEYS}
        here = Here(children=tops, lists={key: nodes for key, nodes in lists.items() if nodes})
        if self.rating_book:
            rules["bands"] = [
                {"rating": word, "when": self.list_atom(here) if self.likely(0.6) else self.condition(here)} for word in words[:-1]
            ] + [{"rating": words[-1]}]  # fmt: skip
        elif self.likely(0.92):
            rules["bands"] = self.whole_bands(rules, units, words, here)
        if "bands" in rules:
            if self.likely(0.35):
                rules["no_better_than"] = self.limits(words, here)
            if self.likely(0.2):
                rules["notches"] = self.notches(Here(children=tops))
        if self.likely(0.06):
            rules["applies"] = self.condition(Here(), 0)
        if self.likely(0.35):
            self.variants(rules)

    def whole_bands(
        self, rules: Mapping[str, Any], units: Mapping[str, Unit], words: Sequence[str], here: Here
    ) -> list[dict[str, Any]]:
        totals = {
            result.total
            for unit in list(units.values())[:3]
            if (result := assess(rules, unit)).total is not None
        }
        wanted = [total for total in totals if total is not None and abs(total) < 10**9]
        spare = iter(Fraction(number) for number in (3, 6, 8, 1, 20, -4))
        while len(set(wanted)) < len(words) - 1:
            wanted.append(next(spare))
        cuts = sorted(self.chance.sample(sorted(set(wanted)), len(words) - 1), reverse=not self.lower)
        bands: list[dict[str, Any]] = []
        for word, cut in zip(words, cuts, strict=False):
            end = self.chance.choice(["to", "to", "below"] if self.lower else ["from", "from", "above"])
            band: dict[str, Any] = {"rating": word, end: plain(cut)}
            if self.likely(0.2):
                band["when"] = (
                    self.condition(here)
                    if self.likely(0.7)
                    else [self.condition(here, 0), self.list_atom(here)]
                )
            bands.append(band)
        last: dict[str, Any] = {"rating": words[-1]}
        if self.likely(0.15):
            last["from" if not self.lower else "to"] = plain(cuts[-1] - 3 if not self.lower else cuts[-1] + 3)
        return [*bands, last]

    def variants(self, rules: dict[str, Any]) -> None:
        inputs = self.word_inputs()
        names = inputs if self.likely(0.3) else inputs[:1]
        patches: dict[str, Any] = {}
        for name in names:
            words = [int(word) if word.isdigit() else word for word in self.inputs[name].words]
            by_word: dict[Any, Any] = {}
            for word in words[: self.chance.randint(1, len(words))]:
                if len(names) > 1:  # of two inputs, one patches the nodes, the other the rest
                    kept = self.patch(rules).items()
                    by_word[word] = {
                        key: each for key, each in kept if (key == "change") == (name == names[0])
                    }
                elif by_word and self.likely(0.2):
                    by_word[word] = {"like": next(iter(by_word)), **({} if self.rating_book else {"plus": 2})}
                else:
                    by_word[word] = self.patch(rules)
            patches[name] = by_word
        rules["variants"] = patches

    def patch(self, rules: Mapping[str, Any]) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if self.thresholds and self.likely(0.5):
            made["thresholds"] = {self.chance.choice(sorted(self.thresholds)): self.chance.randint(1, 9)}
        if "bands" in rules and self.likely(0.5):
            band = self.chance.choice(rules["bands"][:-1])
            ends = [end for end in ("from", "above", "to", "below") if end in band]
            if ends:
                made["bands"] = {
                    band["rating"]: {
                        ends[0]: plain(Fraction(str(band[ends[0]])) + self.chance.choice([-1, 1]))
                    }
                }
            elif len(rules["bands"]) > 2 and "no_better_than" not in rules:
                made["bands"] = {band["rating"]: None}
        if not self.rating_book and "at_least" not in rules and self.likely(0.3):
            made["at_most"] = self.chance.randint(5, 12)
        changes: dict[str, Any] = {}
        for path, written in all_nodes(rules, ""):
            if not self.likely(0.25) or "like" in written:
                continue
            if "applies" in written:
                changes[path] = {"applies": None}
            elif "points" in written and "of" in written:
                changes[path] = {"points": {"replace": self.ladder()}}
            elif "plus" in written:
                changes[path] = {"plus": self.chance.randint(-3, 3)}
        if changes:
            made["change"] = changes
        return made or {"title": {"th": "อีกแบบ", "en": "a variant"}}


def all_nodes(written: Mapping[str, Any], path: str) -> list[tuple[str, Mapping[str, Any]]]:
    found: list[tuple[str, Mapping[str, Any]]] = []
    for key in KEYS:
        for name, child in (written.get(key) or {}).items():
            found += [(f"{path}{name}", child), *all_nodes(child, f"{path}{name}.")]
    return found


class _Filler:
    """Fills in units."""

    def __init__(self, author: Author, chance: random.Random) -> None:
        self.author, self.chance = author, chance
        self.inner = {node.path for node in author.done if not node.leaf}

    def unit(self) -> Unit:
        chance = self.chance
        gaps = chance.choice([0.0, 0.0, 0.05, 0.2])
        wrong = chance.choice([0.0, 0.0, 0.0, 0.0, 0.04])
        inputs = {name: self.cell(raw, gaps, wrong) for name, raw in self.author.inputs.items()}
        scores: dict[str, Any] = {}
        asked = [path for path, raw in self.author.columns.items() if raw.by_respondents]
        for path, raw in self.author.columns.items():
            if path in self.inner:
                if chance.random() < 0.04:
                    scores[path] = str(chance.randint(0, 10))
            elif not raw.by_respondents or chance.random() < 0.1:
                scores[path] = self.cell(raw, gaps, wrong)
        rows = [
            {path: self.cell(self.author.columns[path], gaps, wrong / 3) for path in asked}
            for _ in range(chance.randint(1, 4) if asked else 0)
        ]
        return Unit(scores, rows, inputs)

    def cell(self, raw: Raw, gaps: float, wrong: float) -> Any:
        """A cell: empty, wrong, a word (or its score), or a number of the range, often near a bound."""
        chance = self.chance
        if chance.random() < gaps:
            return chance.choice([None, "", " "])
        if chance.random() < wrong:
            return chance.choice(["what", shown(raw.high + 1), shown(raw.low - 3), "12.3456"])
        if raw.words:
            if raw.scores and chance.random() < 0.1:
                return shown(chance.choice(raw.scores))
            return chance.choice(raw.words)
        step = Fraction(1, 10**raw.decimals)
        if raw.near and chance.random() < 0.4:
            value = chance.choice(raw.near) + chance.choice([0, 0, -1, 1]) * step
        elif chance.random() < 0.3:
            value = Fraction(chance.randint(0, 20), 2)
        else:
            value = rounded(raw.low + (raw.high - raw.low) * Fraction(chance.random()), raw.decimals, "down")
        if raw.decimals == 0:
            value = rounded(value, 0, "down")
        if chance.random() < 0.01:
            value += step / 2  # a tie, or a decimal too many
        return shown(min(max(value, raw.low), raw.high))
