"""Nodes are known again whatever their ids have become: as is declared, else by their titles."""

from __future__ import annotations

import random
from collections.abc import Mapping

import kenrules
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

WORDS = ["budget plan", "code of ethics", "contact details", "annual report", "risk survey", "staff rules",
         "open meetings", "complaints desk", "work manual", "news"]  # fmt: skip
HEAD = """
title: {{en: {title}}}
unit: agency
scale: {{min: 0, max: 100, decimals: 2, rounding: half_up}}
"""
BANDS = """
bands:
  - {rating: gold, from: 60}
  - {rating: none, from: 0, to: 59.99}
"""


def written(ids: Mapping[str, str], groups: Mapping[str, list[str]], *, extends: str = "") -> str:
    """A rule set whose questions, by key, have these ids and their own words for titles."""
    parts = "".join(
        f"  {group}: {{title: {{en: group {group}}}, questions: {{replace: {{{_asked(ids, keys)}}}}}}}\n"
        if extends
        else f"  {group}: {{title: {{en: group {group}}}, questions: {{{_asked(ids, keys)}}}}}\n"
        for group, keys in groups.items()
    )
    return (
        f"extends: {extends}\nparts:\n{parts}"
        if extends
        else f"{HEAD.format(title='x')}parts:\n{parts}{BANDS}"
    )


def _asked(ids: Mapping[str, str], keys: list[str]) -> str:
    return ", ".join(f"{ids[key]}: {{en: {key}}}" for key in keys)


@st.composite
def renumberings(draw):
    """Ids and groups of the same questions in an old and a new rule set, with the answers to them."""
    keys = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=8, unique=True))
    cut = draw(st.integers(1, len(keys) - 1))
    order = draw(st.permutations(range(len(keys))))
    old = {key: f"q{number}" for number, key in enumerate(keys)}
    new = {key: f"q{number + draw(st.integers(0, 1)) * 20}" for key, number in zip(keys, order, strict=True)}
    mixed = draw(st.permutations(keys))
    groups = ({"A": keys[:cut], "B": keys[cut:]}, {"A": mixed[:cut], "B": mixed[cut:]})
    seed = draw(st.integers(0, 10**6))
    return keys, (old, new), groups, random.Random(seed)


@settings(max_examples=12, deadline=None)
@given(renumberings(), st.booleans())
def test_a_renumbering_is_found_and_compared_as_if_columns_were_renamed(tmp_path_factory, drawn, is_extended):
    keys, (old_ids, new_ids), (old_groups, new_groups), chance = drawn
    folder = tmp_path_factory.mktemp("years")
    (folder / "one.yaml").write_text("ruleset: one\n" + written(old_ids, old_groups))
    extends = "one.yaml" if is_extended else ""
    (folder / "two.yaml").write_text("ruleset: two\n" + written(new_ids, new_groups, extends=extends))
    old, new = kenrules.load(folder / "one.yaml"), kenrules.load(folder / "two.yaml")
    found = kenrules.diff(old, new)
    nodes = found.correspondence
    same = {one.rpartition(".")[2]: other.rpartition(".")[2] for one, other in nodes.pairs}
    assert {old_ids[key]: new_ids[key] for key in keys}.items() <= same.items()
    rows = [{key: float(chance.randint(0, 100)) for key in keys} for _ in range(12)]
    tables = [
        pl.DataFrame(
            [{"agency": str(n), **{ids[k]: v for k, v in row.items()}} for n, row in enumerate(rows)]
        )
        for ids in (old_ids, new_ids)
    ]
    compared = kenrules.compare(old, new, tables[0])
    for rules, table, side in ((old, tables[0], "old"), (new, tables[1], "new")):
        alone = kenrules.evaluate(rules, table)
        assert compared.units[f"{side}_total"].to_list() == alone["total"].to_list()
        assert compared.units[f"{side}_rating"].to_list() == alone["rating"].to_list()
