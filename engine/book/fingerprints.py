"""What a rule set is known by, whoever wrote it and however it is written down."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from ..meaning.model import PLAIN, Band, Node, RuleSet, Title
from ..meaning.scoring import RawValue


def fingerprint(rules: RuleSet) -> str:
    """sha256 of the resolved rules in a canonical form: the same for the same rules, however they are written
    down."""
    text = json.dumps(_canonical(rules), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


_UNSIGNED = {
    "position",
    "option_positions",
    "code",
    "places",
    "minimum_position",
    "maximum_position",
    "alias_positions",
    "share_position",
    "files",
    "suppressions",
    "claims",
    "fingerprint",
    "tree",
    "worded",
    "lent",
    "file",
    "lines",
    "subject",
    "corresponds",
    "notes",
    "taken",
    "asked_as",
    "lineage",
    "kin",
    "made_of",
}


_LANGUAGES_OF_OLD = (PLAIN, "th", "en")
"""What is said of every title, given or not: fingerprints stay what they were when another language comes."""


_OF_BANDS_OF_OLD = {"rank": None}
"""What the first edition could say of a band: fingerprints stay what they were without it."""


@cache
def _signed(kind: type) -> Mapping[str, Any] | None:
    """The fields of a class of the model that the fingerprint tells of, and with which value it says
    nothing of them, if any; None for other classes. So fingerprints stay what they were when the language
    grows."""
    if not is_dataclass(kind):
        return None
    return {
        field.name: _unsaid(field) if "edition" in field.metadata else _ALWAYS
        for field in fields(kind)
        if field.name not in _UNSIGNED
    }


_ALWAYS = object()


def _unsaid(field: Field[Any]) -> Any:
    return field.default if field.default is not MISSING else field.default_factory()  # type: ignore[operator]


def _of_node(node: Node) -> dict[str, Any]:
    """What the fingerprint tells of a node's raw value, as the first edition wrote it."""
    value = node.value
    low, high = (None, None) if value is None else (value.minimum, value.maximum)
    plain = value == RawValue(low, high)
    ends = {"raw_minimum": _canonical(low), "raw_maximum": _canonical(high)}
    return ends if value is None or plain else {**ends, "value": _canonical(value)}


def _canonical(value: Any) -> Any:
    kind: Any = type(value)
    if value is None or kind is str:
        return value
    if kind is Title:
        return {**dict.fromkeys(_LANGUAGES_OF_OLD), **value}
    if (names := _signed(kind)) is not None:
        told = {
            name: _canonical(own)
            for name, unsaid in names.items()
            if (own := getattr(value, name)) != unsaid and not (kind is Node and name == "value")
        }
        if kind is Band:
            told |= _OF_BANDS_OF_OLD
        return {**told, **_of_node(value)} if kind is Node else told
    if isinstance(value, Mapping):
        return {
            key if isinstance(key, str) else json.dumps(key, ensure_ascii=False): _canonical(inner)
            for key, inner in value.items()
        }
    if isinstance(value, (tuple, list)):
        return [_canonical(inner) for inner in value]
    return str(value) if isinstance(value, Fraction) else value


__all__ = ["fingerprint"]
