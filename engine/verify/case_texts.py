"""What stands in golden cases, as YAML has it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from ..book.starting import yaml_scalar
from ..words.numerals import decimal_text, read_number


def input_text(text: str) -> str:
    """An input: a number as a number."""
    return text if read_number(text) is not None else yaml_scalar(text)


def number_text(value: Any) -> str:
    """A score, or null for none."""
    return "null" if value is None else decimal_text(Fraction(value))


def word_text(value: str | None) -> str:
    """A rating or another word, or null for none."""
    return "null" if value is None else yaml_scalar(value)


def mapping_text(entries: Mapping[str, str]) -> str:
    """A mapping in one line, of values that are written already."""
    return "{" + ", ".join(f"{name}: {value}" for name, value in entries.items()) + "}"


__all__ = ["input_text", "mapping_text", "number_text", "word_text"]
