"""Random rule sets and random data for them: hypothesis strategies."""

from __future__ import annotations

import copy
import random
import tempfile
from pathlib import Path
from typing import Any

import kenrules
import polars as pl
import yaml
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from kenrules import KenError

LAW = settings(deadline=None, suppress_health_check=list(HealthCheck))
"""A random rule set takes as long as it takes."""

WEIGHTED = ("weighted_mean", "geometric_mean", "harmonic_mean")
PLAIN = ("mean", "min", "max", "median", "geometric_mean", "harmonic_mean")


def load(data: dict[str, Any]) -> Any:
    """A rule set from YAML's data. Raises KenError where the checks refuse it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rules.yaml"
        path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
        return kenrules.load(path)


def loaded(data: dict[str, Any]) -> Any:
    """A rule set from YAML's data; one that the checks refuse is no example."""
    try:
        return load(data)
    except KenError:
        assume(False)


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
            made["combine"] = draw(
                st.sampled_from(
                    [
                        kind
                        for kind in WEIGHTED
                        if kind not in irrational and not (rational and kind == "harmonic_mean")
                    ]
                )
            )
            for child in below.values():
                child["weight"] = draw(st.sampled_from([1, 2, 3, 7, 0.5, 33.3]))
        else:
            made["combine"] = draw(
                st.sampled_from(
                    [
                        kind
                        for kind in PLAIN
                        if kind not in irrational and not (rational and kind == "harmonic_mean")
                    ]
                )
            )
        return made

    top = combined(draw(st.integers(1, 3)))
    first_level = list(next(iter(top.values())))
    cuts = sorted(
        draw(st.sets(st.integers(1, maximum * 10**decimals - 1), min_size=1, max_size=4)), reverse=True
    )
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
        "scale": {
            "min": 0,
            "max": maximum,
            "decimals": decimals,
            "rounding": draw(st.sampled_from(["half_up", "half_even", "down", "up"])),
        },
        "thresholds": {"half": maximum / 2},
        "missing": draw(st.sampled_from(["error", "error", "skip", "zero"])),
        "hit_policy": draw(st.sampled_from(["first", "first", "unique"])),
        "bands": bands,
        "judgements": dict.fromkeys(("question", "part", "indicator"), judgements),
        "targets": [{"id": "t", "share_of_units": condition.replace("score", some), "at_least": "50%"}],
        **top,
    }


def random_data(rules: Any, units: int, seed: int, *, gaps: bool = True) -> pl.DataFrame:
    """So many units with values for the questions and now and then for nodes above them: grid values, coarse
    values that make ties, ends of the scale, values that are computed elsewhere (many decimals), gaps."""
    chance = random.Random(seed)
    scale = rules.scale
    columns: dict[str, list[Any]] = {"unit": [f"u{number}" for number in range(units)]}
    for path, node in rules.nodes.items():
        if path == "total" or (node.children and chance.random() < 0.9):
            continue
        low, high = (0.0, 200.0) if node.score is not None else (float(scale.minimum), float(scale.maximum))
        style = chance.choice(["grid", "grid", "coarse", "fine", "any"])
        missing = (
            chance.choice([0.0, 0.0, 0.3]) if gaps and not node.children else 0.5 if node.children else 0.0
        )

        def value(
            style: str = style, low: float = low, high: float = high, missing: float = missing
        ) -> float | None:
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


@st.composite
def revisions(draw: st.DrawFn, *, rational: bool = False) -> tuple[dict[str, Any], dict[str, Any]]:
    """A rule set and a revision of it, as YAML's data: one to four of the things that people change."""
    old = draw(rule_sets(rational=rational))
    new = copy.deepcopy(old)
    new["ruleset"] = "random/two"
    for kind in draw(st.lists(st.sampled_from(list(_REVISIONS)), min_size=1, max_size=4)):
        _REVISIONS[kind](draw, new)
    return old, new


def _mappings(rules: dict[str, Any]) -> list[dict[str, Any]]:
    """Every mapping of children by id."""
    found = []
    for key in ("parts", "indicators", "questions"):
        if key in rules:
            found.append(rules[key])
            found += [inner for child in rules[key].values() for inner in _mappings(child)]
    return found


def _weights(draw: st.DrawFn, rules: dict[str, Any]) -> None:
    weighted = [child for children in _mappings(rules) for child in children.values() if "weight" in child]
    if weighted:
        draw(st.sampled_from(weighted))["weight"] = draw(st.sampled_from([1, 2, 5, 0.25]))


def _added(draw: st.DrawFn, rules: dict[str, Any]) -> None:
    children = draw(st.sampled_from(_mappings(rules)))
    some = next(iter(children.values()))
    taken = {name for each in _mappings(rules) for name in each}
    free = [name for number in range(100) if (name := f"x{number}") not in taken]
    children[draw(st.sampled_from(free))] = {"weight": 1} if "weight" in some else {}


def _removed(draw: st.DrawFn, rules: dict[str, Any]) -> None:
    inner = [children for children in _mappings(rules)[1:] if len(children) > 1]
    if inner:
        children = draw(st.sampled_from(inner))
        del children[draw(st.sampled_from(list(children)))]


def _moved(draw: st.DrawFn, rules: dict[str, Any]) -> None:
    """A question moves below another node that has questions."""
    homes = [
        children for children in _mappings(rules)[1:] if all(name.startswith(("q", "x")) for name in children)
    ]
    sources = [children for children in homes if len(children) > 1]
    if len(homes) > 1 and sources:
        source = draw(st.sampled_from(sources))
        target = draw(st.sampled_from([home for home in homes if home is not source]))
        name = draw(st.sampled_from(list(source)))
        if name not in target:
            child = {key: value for key, value in source.pop(name).items() if key != "weight"}
            target[name] = child | (
                {"weight": 2} if any("weight" in each for each in target.values()) else {}
            )


def _bounds(draw: st.DrawFn, rules: dict[str, Any]) -> None:
    """The boundary between the last two bands moves."""
    step = 10 ** rules["scale"]["decimals"]
    low, high = rules["bands"][-1], rules["bands"][-2]
    cut = draw(st.integers(1, max(1, round(high["to"] * step) - 1)))
    high["from"], low["to"] = cut / step, (cut - 1) / step


def _condition(draw: st.DrawFn, rules: dict[str, Any]) -> None:
    some = next(iter(next(iter(_mappings(rules)))))
    rules["bands"][0]["when"] = draw(
        st.sampled_from(["total >= half", f"{some} > half", f"{some} <= total or total >= half"])
    )


def _named(draw: st.DrawFn, rules: dict[str, Any]) -> None:
    band = draw(st.sampled_from(rules["bands"]))
    band["rating"] = f"{band['rating']}!"


def _set(key: str, *values: Any) -> Any:
    def change(draw: st.DrawFn, rules: dict[str, Any]) -> None:
        rules[key] = draw(st.sampled_from(values))

    return change


def _rounding(draw: st.DrawFn, rules: dict[str, Any]) -> None:
    rules["scale"]["rounding"] = draw(st.sampled_from(["half_up", "half_even", "down", "up"]))


def _threshold(draw: st.DrawFn, rules: dict[str, Any]) -> None:
    rules["thresholds"]["half"] = rules["scale"]["max"] * draw(st.sampled_from([0.25, 0.4, 0.75]))


def _combine(draw: st.DrawFn, rules: dict[str, Any]) -> None:
    if rules.get("combine") in PLAIN:
        rules["combine"] = draw(st.sampled_from(["mean", "min", "max"]))


_REVISIONS = {
    "weights": _weights,
    "added": _added,
    "removed": _removed,
    "moved": _moved,
    "bounds": _bounds,
    "condition": _condition,
    "named": _named,
    "missing": _set("missing", "error", "skip", "zero"),
    "hit_policy": _set("hit_policy", "first", "unique"),
    "rounding": _rounding,
    "threshold": _threshold,
    "combine": _combine,
}
