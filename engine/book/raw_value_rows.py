"""What data can give of inputs and of the raw values of nodes, as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ..meaning.model import Node, RuleSet
from ..meaning.scoring import RawValue
from ..show.sections import Cell
from ..words.diagnostics import Text, listed, say
from ..words.language import Language
from ..words.numerals import decimal_text
from .rule_lines import span_text

HEADINGS = (say("id"), say("title"), say("values"), say("decimals"), say("measure"), say("remarks"))


def raw_rows(rules: RuleSet, entries: Iterator[Node], language: Language) -> list[tuple[Cell, ...]]:
    """A row for each input, or node with a raw value, of which something is said."""
    rows: list[tuple[Cell, ...]] = []
    for node in entries:
        raw = node.value
        if raw is None or (raw == RawValue() and node.answers is None):
            continue
        scale = rules.answers.get(node.answers or "")
        words = () if scale is None else scale.words
        remarks = list(_remarks(raw, words))
        rows.append(
            (
                rules.short_name(node.path),
                node.title.in_language(language) or "",
                ", ".join(words) if words else span_text(raw.minimum, raw.maximum),
                "" if raw.decimals is None else str(raw.decimals),
                raw.measure or "",
                listed(remarks) if remarks else "",
            )
        )
    return rows


def _remarks(raw: RawValue, words: tuple[str, ...]) -> Iterator[Text]:
    if raw.step is not None:
        yield say("in steps of {step}", step=raw.step)
    if raw.rounding is not None:
        yield say("further decimals are rounded ({rounding})", rounding=raw.rounding)
    if raw.missing is not None:
        yield say("an empty cell stands for {value}", value=_value_text(raw.missing, words))
    if raw.fixed:
        yield say("nobody can change it")


def _value_text(value: Fraction, words: tuple[str, ...]) -> str:
    return words[int(value)] if words else decimal_text(value)


__all__ = ["HEADINGS", "raw_rows"]
