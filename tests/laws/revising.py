"""Random revisions of random books: one thing of a rule set is otherwise, as somebody would write it."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Iterator
from typing import Any

LABELS = {"title", "source", "because", "ruleset", "unit", "in"}
"""Keys that change no rating."""

WORDS = {
    "half_up": "down",
    "half_even": "up",
    "down": "up",
    "up": "half_up",
    "skip": "zero",
    "zero": "skip",
    "error": "skip",
    "sum": "mean",
    "mean": "max",
    "max": "min",
    "min": "median",
    "median": "sum",
    "lower": "higher",
}
"""Words of the language, and another one for each."""

SIGNS = {">=": ">", "<=": "<", ">": "<=", "<": ">=", "==": "!=", "!=": "==", " and ": " or ", " or ": " and "}

KEPT = {
    "questions",
    "indicators",
    "instruments",
    "inputs",
    "answers",
    "combine",
    "scale",
    "parts",
    "thresholds",
}
"""Keys that are not taken away: too much hangs on them."""


def revised(rules: dict[str, Any], chance: random.Random) -> tuple[dict[str, Any], str] | None:
    """The rule set with one thing otherwise, and which; None where nothing came of it."""
    made = copy.deepcopy(rules)
    places = list(_places(made, ()))
    holder, key, place = chance.choice(places)
    value = holder[key]
    if isinstance(key, str) and key not in KEPT and chance.random() < 0.2:
        if len(holder) == 1:
            return None
        del holder[key]
        return made, f"{place}: gone"
    if isinstance(value, list) and len(value) > 1 and chance.random() < 0.5:
        del value[chance.randrange(len(value))]
        return made, f"{place}: an entry gone"
    if isinstance(value, (dict, list)):
        return _more(holder, key, place, made, chance)
    other = _otherwise(value, chance)
    if other is None or other == value:
        return None
    holder[key] = other
    return made, f"{place}: {value} → {other}"


def _places(value: Any, place: tuple[Any, ...]) -> Iterator[tuple[Any, Any, tuple[Any, ...]]]:
    """Every value, with what holds it and its key."""
    entries = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, inner in entries:
        if key not in LABELS:
            yield value, key, (*place, key)
            yield from _places(inner, (*place, key))


def _otherwise(value: Any, chance: random.Random) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.choice([-1, 1, 2])
    if not isinstance(value, str):
        return None
    if value in WORDS:
        return WORDS[value]
    numbers = list(re.finditer(r"(?<![\w.])\d+(?:\.\d+)?(?![\w.])", value))
    signs = [sign for sign in SIGNS if sign in value]
    if signs and (not numbers or chance.random() < 0.5):
        sign = chance.choice(signs)
        return value.replace(sign, SIGNS[sign], 1)
    if numbers:
        found = chance.choice(numbers)
        number = str(float(found[0]) + 1) if "." in found[0] else str(int(found[0]) + chance.choice([1, 2]))
        return value[: found.start()] + number + value[found.end() :]
    return None


def _more(
    holder: Any, key: Any, place: tuple[Any, ...], made: dict[str, Any], chance: random.Random
) -> tuple[dict[str, Any], str] | None:
    """Something more at a node."""
    value = holder[key]
    if isinstance(value, dict) and len(place) > 1 and place[-2] in ("questions", "indicators", "instruments"):
        added = chance.choice(
            [{"plus": 1}, {"at_most": 5}, {"at_least": 2}, {"round": 0}, {"decimals": 1}, {"missing": 3}]
        )
        ((name, what),) = added.items()
        if name in value:
            return None
        value[name] = what
        return made, f"{place}: {name} {what}"
    return None
