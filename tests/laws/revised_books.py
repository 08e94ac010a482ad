"""Random books of the second edition with one thing changed, as next year's rules are."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator
from typing import Any

Written = dict[str, Any]
LEVELS = ("instruments", "indicators", "subindicators", "questions", "parts")
ENDS = ("from", "above", "to", "below")


def revised(rules: Written, chance: random.Random) -> Written:
    """A copy of a rule set with another name and one thing changed; it need not be valid."""
    new = copy.deepcopy(rules)
    new["ruleset"] = "random/two"
    for _ in range(40):
        if chance.choice(REVISIONS)(new, chance):
            break
    return new


def nodes(written: Written, path: str = "") -> Iterator[tuple[Written, str, Written]]:
    """Each node with what it stands in, and its name there."""
    for level in LEVELS:
        for name, child in (written.get(level) or {}).items():
            if isinstance(child, dict):
                yield written[level], name, child
                yield from nodes(child, f"{path}{name}.")


def _some(rules: Written, chance: random.Random, key: str | None = None) -> Written | None:
    """A node, or the whole; one that has a key."""
    found = [rules, *(child for _, _, child in nodes(rules))]
    found = [node for node in found if key is None or key in node]
    return chance.choice(found) if found else None


def _bound(rules: Written, chance: random.Random) -> bool:
    node = _some(rules, chance, "bands")
    bands = [] if node is None else [band for band in node["bands"] if any(end in band for end in ENDS)]
    if not bands:
        return False
    band = chance.choice(bands)
    end = chance.choice([end for end in ENDS if end in band])
    band[end] = float(band[end]) + chance.choice([-1, -0.5, 0.5, 1])
    return True


def _threshold(rules: Written, chance: random.Random) -> bool:
    node = _some(rules, chance, "thresholds")
    if node is None or not node["thresholds"]:
        return False
    name = chance.choice(sorted(node["thresholds"]))
    node["thresholds"][name] = float(node["thresholds"][name]) + chance.choice([-2, -1, 1, 2])
    return True


def _points(rules: Written, chance: random.Random) -> bool:
    node = _some(rules, chance, "points")
    if node is None:
        return False
    points = node["points"]
    steps = next((points[kind] for kind in ("from", "above") if kind in points), points)
    if isinstance(steps, list):
        steps[-1] = float(steps[-1]) + chance.choice([0.5, 1])
        return True
    plain = [key for key, score in steps.items() if isinstance(score, (int, float)) and key != "else"]
    if not plain:
        return False
    steps[chance.choice(plain)] += chance.choice([-1, 1])
    return True


def _word(rules: Written, chance: random.Random) -> bool:
    """The score of a word, a word more, or another order of words."""
    owners = [node for _, _, node in nodes(rules) if isinstance(node.get("answers"), (dict, list))]
    owners += [{"answers": rules["answers"]["steps"]}] if "answers" in rules else []
    if not owners:
        return False
    answers = chance.choice(owners)["answers"]
    if isinstance(answers, list):
        if chance.random() < 0.5:
            answers.append("novel")
        else:
            answers.reverse()
        return True
    kind = chance.randrange(4)
    word = chance.choice(list(answers))
    if kind == 0 and isinstance(answers[word], (int, float)):
        answers[word] += chance.choice([-1, 1])
    elif kind == 1:
        answers["novel"] = 3
    elif kind == 2:
        answers[word] = chance.choice(["not_applicable", "missing"])
    else:
        turned = list(answers.items())[::-1]
        answers.clear()
        answers.update(turned)
    return True


def _adjusted(rules: Written, chance: random.Random) -> bool:
    node = _some(rules, chance)
    assert node is not None
    key = chance.choice(["plus", "at_most", "at_least", "round", "decimals", "missing", "best"])
    if key in node and chance.random() < 0.6:
        del node[key]
        return True
    made: dict[str, Any] = {
        "plus": chance.choice([-1, 0.25, 2, {"score": 1, "when": "score >= 4"}]),
        "at_most": chance.choice([6, 9.5]),
        "at_least": chance.choice([1, 2.5]),
        "round": chance.choice([0, 1, {"to": 0.5}]),
        "decimals": chance.choice([0, 1, 3]),
        "missing": chance.choice([3, "skip", "zero", "error", "not_applicable"]),
        "best": 1,
    }
    node[key] = made[key]
    return True


def _weights(rules: Written, chance: random.Random) -> bool:
    weighted = [child for _, _, child in nodes(rules) if isinstance(child.get("weight"), (int, float))]
    if not weighted:
        return False
    chance.choice(weighted)["weight"] = chance.choice([0.25, 4, 7])
    return True


def _rating(rules: Written, chance: random.Random) -> bool:
    """Notches, limits, a band more or less, or no bands."""
    node = _some(rules, chance, "bands")
    if node is None:
        return False
    ratings = [band["rating"] for band in node["bands"]]
    kind = chance.randrange(5)
    if kind == 0:
        node["notches"] = chance.choice([-1, 1, {"score": -1, "when": "2 > 1"}])
    elif kind == 1:
        node["no_better_than"] = {ratings[-1]: "1 > 2", ratings[len(ratings) // 2]: "2 > 1"}
    elif kind == 2 and len(ratings) > 2:
        del node["bands"][1]
    elif kind == 3:
        node.pop("notches", None)
        node.pop("no_better_than", None)
    elif node is rules:
        for key in ("bands", "notches", "no_better_than", "variants"):
            rules.pop(key, None)
    return True


def _scale(rules: Written, chance: random.Random) -> bool:
    key = chance.choice(["decimals", "rounding", "better", "max"])
    if key == "max":
        rules["scale"].pop("min", None)
        rules["scale"].pop("max", None)
    else:
        rules["scale"][key] = chance.choice(
            {"decimals": [0, 1, 2, 3], "rounding": ["half_up", "half_even", "down", "up"]}.get(
                key, ["lower", "higher", "none"]
            )
        )
    return True


def _question(rules: Written, chance: random.Random) -> bool:
    """A node more, or one less."""
    found = list(nodes(rules))
    if not found:
        return False
    above, name, _ = chance.choice(found)
    if chance.random() < 0.5:
        above["extra"] = chance.choice(
            [{}, {"value": {"range": "0..10"}, "points": {"from": [2, 5]}}, {"score": "3"}]
        )
    else:
        del above[name]
    return True


def _input(rules: Written, chance: random.Random) -> bool:
    inputs = rules.setdefault("inputs", {})
    kind = chance.randrange(4)
    if kind == 0 or not inputs:
        inputs["x9"] = {"range": "0..5", "missing": 1}
        rules["plus"] = {"score": "x9", "when": "x9 > 2"}
        return True
    name = chance.choice(sorted(inputs))
    if kind == 1:
        inputs[name]["missing"] = inputs[name]["one_of"][0] if "one_of" in inputs[name] else 4
    elif kind == 2 and "one_of" in inputs[name]:
        chance.choice([inputs[name]["one_of"].reverse, lambda: inputs[name]["one_of"].append("novel")])()
    elif kind == 3 and "range" in inputs[name]:
        inputs[name]["range"] = "0..8"
    else:
        return False
    return True


def _variant(rules: Written, chance: random.Random) -> bool:
    by_word = [name for name, each in (rules.get("inputs") or {}).items() if "one_of" in each]
    if "variants" in rules and chance.random() < 0.5:
        del rules["variants"]
        return True
    if not by_word or rules.get("combine") == "none":
        return False
    name = chance.choice(by_word)
    patch = chance.choice([{"at_most": 5}, {"plus": 1}, {"decimals": 0}])
    rules["variants"] = {name: {chance.choice(rules["inputs"][name]["one_of"]): patch}}
    return True


def _applies(rules: Written, chance: random.Random) -> bool:
    node = _some(rules, chance)
    assert node is not None
    if "applies" in node:
        del node["applies"]
        return True
    ranges = [name for name, each in (rules.get("inputs") or {}).items() if "range" in each]
    if not ranges:
        return False
    node["applies"] = f"{chance.choice(ranges)} > {chance.randint(1, 7)}"
    return True


REVISIONS: tuple[Callable[[Written, random.Random], bool], ...] = (
    _bound, _threshold, _points, _word, _adjusted, _weights, _rating, _scale, _question, _input, _variant, _applies,
)  # fmt: skip
