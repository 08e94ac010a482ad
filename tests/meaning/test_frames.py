"""Expressions of many parts."""

from __future__ import annotations

from kenrules.engine.meaning.arithmetic.frames import folded


def test_a_long_chain_nests_as_deep_as_its_logarithm():
    def joined(one: int, other: int) -> int:
        return max(one, other) + 1

    assert folded(joined, [0] * 8) == 7  # type: ignore[arg-type, type-var]
    assert folded(joined, [0] * 10_000) < 25  # type: ignore[arg-type, type-var]
