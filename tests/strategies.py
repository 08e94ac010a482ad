"""Random rule sets and random data for them: hypothesis strategies."""

from __future__ import annotations

import random
from typing import Any

import polars as pl
from hypothesis import strategies as st

WEIGHTED = ("weighted_mean", "geometric_mean", "harmonic_mean")
PLAIN = ("mean", "min", "max", "geometric_mean", "harmonic_mean")


@st.composite
def rule_sets(draw: st.DrawFn, *, rational: bool = False) -> dict[str, Any]:
    """A rule set that passes the checks, as YAML's data. `rational` leaves out roots and logarithms."""
    maximum, decimals = draw(st.sampled_from([(100, 2), (1, 3), (10, 1), (5, 0), (100, 4)]))
    ids = iter(f"n{number}" for number in range(1000))
    counter = iter(range(1000))

    def children(depth: int) -> dict[str, Any]:
        width = draw(st.integers(1, 5))
        if depth == 0 or draw(st.booleans()):
            return {"questions": {f"q{next(counter)}": question() for _ in range(width)}}
        key = draw(st.sampled_from(["parts", "indicators"]))
        return {key: {next(ids): node(depth - 1) for _ in range(width)}}

    def question() -> dict[str, Any]:
        if rational or draw(st.integers(0, 5)) > 0:
            return {}
        formula = draw(
            st.sampled_from(
                [
                    "clip(value / 7, 0, 1)",
                    "clip((ln(value) - ln(100)) / (ln(75000) - ln(100)), 0, 1)",
                    "clip(1 - value / 3, 0, 1)",
                    "abs(clip(value / 300, -1, 1))",
                    "count(value >= 3, not value >= 100) / 2",
                    "round(clip(value / 150, 0, 1), 1)",
                ]
            )
        )
        return {"score": f"{maximum} * {formula}", "range": {"min": 0, "max": 100000}}

    def node(depth: int) -> dict[str, Any]:
        made = combined(depth)
        if draw(st.integers(0, 3)) == 0:
            made["missing"] = draw(st.sampled_from(["error", "skip", "zero"]))
            if made["missing"] == "skip" and draw(st.booleans()):
                made["min_coverage"] = draw(st.sampled_from(["50%", "66.67%", "100%"]))
        return made

    def combined(depth: int) -> dict[str, Any]:
        made = children(depth)
        below = next(iter(made.values()))
        irrational = ("geometric_mean",) if rational else ()
        if draw(st.booleans()):
            made["combine"] = draw(st.sampled_from([kind for kind in WEIGHTED if kind not in irrational and not (rational and kind == "harmonic_mean")]))
            for child in below.values():
                child["weight"] = draw(st.sampled_from([1, 2, 3, 7, 0.5, 33.3]))
        else:
            made["combine"] = draw(st.sampled_from([kind for kind in PLAIN if kind not in irrational and not (rational and kind == "harmonic_mean")]))
        return made

    top = combined(draw(st.integers(1, 3)))
    first_level = list(next(iter(top.values())))
    cuts = sorted(draw(st.sets(st.integers(1, maximum * 10**decimals - 1), min_size=1, max_size=4)), reverse=True)
    bands: list[dict[str, Any]] = []
    upper = maximum * 10**decimals
    some = draw(st.sampled_from(first_level))
    for at, cut in enumerate([*cuts, 0]):
        band = {"rating": f"r{at}", "from": cut / 10**decimals, "to": upper / 10**decimals}
        if at == 0 and draw(st.booleans()):
            band["to"] = maximum
            bands.append(
                {
                    **band,
                    "rating": "best",
                    "when": draw(
                        st.sampled_from(
                            [
                                f"{some} >= total",
                                f"min({', '.join(first_level)}) >= half",
                                f"mean({', '.join(first_level)}) > half",
                                f"count({some} >= half, total >= half) == 2",
                                f"not {some} * 3 < half * 2 + 0.05",
                            ]
                        )
                    ),
                }
            )
        bands.append(band)
        upper = cut - 1
    condition = draw(
        st.sampled_from(
            [
                "score >= half",
                f"score >= half or {some} >= half",
                f"not (score >= half and total >= {some})",
                f"count({some} >= half, score > total) == 1",
                "round(score, 0) > half",
            ]
        )
    )
    judgements = [{"result": "yes", "when": condition}, {"result": "no", "when": f"not ({condition})"}]
    return {
        "ruleset": "random/one",
        "title": {"th": "สุ่ม", "en": "random"},
        "unit": "unit",
        "source": "made up",
        "scale": {"min": 0, "max": maximum, "decimals": decimals, "rounding": draw(st.sampled_from(["half_up", "half_even", "down", "up"]))},
        "thresholds": {"half": maximum / 2},
        "missing": draw(st.sampled_from(["error", "error", "skip", "zero"])),
        "hit_policy": draw(st.sampled_from(["first", "first", "unique"])),
        "bands": bands,
        "judgements": dict.fromkeys(("question", "part", "indicator"), judgements),
        "targets": [{"id": "t", "share_of_units": condition.replace("score", some), "at_least": "50%"}],
        **top,
    }


def random_data(rules: Any, units: int, seed: int, *, gaps: bool = True) -> pl.DataFrame:
    """So many units with values for the questions and now and then for nodes above them: grid values, coarse values that make
    ties, ends of the scale, values that are computed elsewhere (many decimals), gaps."""
    chance = random.Random(seed)
    scale = rules.scale
    columns: dict[str, list[Any]] = {"unit": [f"u{number}" for number in range(units)]}
    for path, node in rules.nodes.items():
        if path == "total" or (node.children and chance.random() < 0.9):
            continue
        low, high = (0.0, 200.0) if node.score is not None else (float(scale.minimum), float(scale.maximum))
        style = chance.choice(["grid", "grid", "coarse", "fine", "any"])
        missing = chance.choice([0.0, 0.0, 0.3]) if gaps and not node.children else 0.5 if node.children else 0.0

        def value(style: str = style, low: float = low, high: float = high, missing: float = missing) -> float | None:
            if chance.random() < missing:
                return None
            drawn = chance.uniform(low, high)
            if chance.random() < 0.1:
                drawn = chance.choice([low, high, (low + high) / 2])
            match style:
                case "grid":
                    return round(drawn, scale.decimals)
                case "coarse":
                    return round(drawn * 2) / 2 if high > 5 else round(drawn, 1)
                case "fine":
                    return round(drawn, scale.decimals + 1)
                case _:
                    return drawn

        columns[path] = [value() for _ in range(units)]
    return pl.DataFrame(columns, schema_overrides={name: pl.Float64 for name in columns if name != "unit"})
