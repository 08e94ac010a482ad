"""Rule sets that run together, where some have variants: the units of each combination of variants by
themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from ..data.claims import Claims
from ..meaning.chosen_variant import combinations_of
from ..meaning.model import RuleSet
from ..rating.by_variant import holds_for
from .correspondence import correspondence
from .together import Together

ROW = "ken:place"
"""The column with the place of a row in the whole frame."""

UNTOLD = -1
"""Stands for the variant of a unit of which none can be told."""


@dataclass(frozen=True)
class RowsOfVariants:
    """Some units, and by which variant of each rule set they are rated; None where it cannot be told, and a
    unit is not rated. `together` has the variants (the rule set itself stands for one that cannot be
    told)."""

    together: Together
    variants: tuple[RuleSet | None, ...]
    frame: pl.DataFrame


def by_words(together: Together, claims: Claims, frame: pl.DataFrame) -> Iterator[RowsOfVariants]:
    """The rows of a frame by the variants that hold for them; all at once where there are none. A frame
    without rows is one of the rules as they stand."""
    if not any(rules.choosing for rules in together.rules) or not frame.height:
        yield RowsOfVariants(together, together.rules, frame)
        return
    choices = [
        _Choice.of(rules, claims, frame, dict(correspondence(rules, together.reader).inputs))
        for rules in together.rules
    ]
    numbers = pl.DataFrame([choice.numbers.alias(str(place)) for place, choice in enumerate(choices)])
    for key in numbers.unique(maintain_order=True).iter_rows():
        rows = numbers.select(
            pl.all_horizontal(pl.col(str(place)) == number for place, number in enumerate(key))
        ).to_series()
        variants = [
            None if number == UNTOLD else choice.variants[number]
            for number, choice in zip(key, choices, strict=True)
        ]
        forms = tuple(variant or own for variant, own in zip(variants, together.rules, strict=True))
        yield RowsOfVariants(together.of(forms), tuple(variants), frame.filter(rows))


@dataclass(frozen=True)
class _Choice:
    """The variants of one rule set, and the number of that of each row."""

    variants: Sequence[RuleSet]
    numbers: pl.Series

    @classmethod
    def of(cls, rules: RuleSet, claims: Claims, frame: pl.DataFrame, called: Mapping[str, str]) -> _Choice:
        """How the rows of a frame choose among the variants of a rule set; `called` says what its inputs are
        called where the data were read."""
        if not rules.choosing:
            return cls([rules], pl.repeat(0, frame.height, dtype=pl.Int64, eager=True))
        variants: list[RuleSet] = []
        number: Any = pl.lit(UNTOLD, pl.Int64)
        for words, variant in combinations_of(rules):
            holds: Any = holds_for(pl, rules, claims, words, called=called)
            if holds is None:
                continue
            place = next((place for place, own in enumerate(variants) if own is variant), len(variants))
            if place == len(variants):
                variants.append(variant)
            number = pl.when(holds).then(pl.lit(place, pl.Int64)).otherwise(number)
        return cls(variants, frame.select(number.alias("variant")).to_series())


__all__ = ["ROW", "UNTOLD", "RowsOfVariants", "by_words"]
