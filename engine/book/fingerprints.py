"""What a rule set is known by, whoever wrote it and however it is written down."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from fractions import Fraction
from functools import cache
from typing import Any

from ..meaning.model import PLAIN, RuleSet, Title


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
    "fingerprint",
    "tree",
}


_LANGUAGES_OF_OLD = (PLAIN, "th", "en")
"""What is said of every title, given or not: fingerprints stay what they were when another language comes."""


@cache
def _signed(kind: type) -> tuple[str, ...] | None:
    """The fields of a class of the model that the fingerprint tells of; None for other classes."""
    return (
        tuple(field.name for field in fields(kind) if field.name not in _UNSIGNED)
        if is_dataclass(kind)
        else None
    )


def _canonical(value: Any) -> Any:
    kind: Any = type(value)
    if value is None or kind is str:
        return value
    if kind is Title:
        return {**dict.fromkeys(_LANGUAGES_OF_OLD), **value}
    if (names := _signed(kind)) is not None:
        return {name: _canonical(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {key: _canonical(inner) for key, inner in value.items()}
    if isinstance(value, (tuple, list)):
        return [_canonical(inner) for inner in value]
    return str(value) if isinstance(value, Fraction) else value


__all__ = ["fingerprint"]
