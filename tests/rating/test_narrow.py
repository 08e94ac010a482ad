"""Small whole numbers, which polars has in columns of one or two bytes: other libraries have doubles for
them."""

from __future__ import annotations

import kenrules
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

SIZES = [[3, 42, 63, 64, 127], [127, 200, 10_922, 16_383, 32_767], [128, 32_768, 70_000]]
"""Points about which sums of two or three leave a byte, two bytes, or neither."""

signs = st.sampled_from([1, -1])


@st.composite
def books(draw):
    """Three points for each of two or three questions, and a bound."""
    points = st.builds(
        lambda size, sign: size * sign, draw(st.sampled_from([st.sampled_from(own) for own in SIZES])), signs
    )
    return draw(st.lists(st.tuples(points, points, points), min_size=2, max_size=3)), draw(points)


def rules_of(tmp_path, tables, weights, bound, way):
    """Questions that a table gives points each, and their sum, least or greatest."""
    lines = "".join(
        f"  q{number}:\n    value: {{range: 0..9, decimals: 0}}\n"
        f"    points: {{..3: {low}, 4..6: {middle}, 7..: {high}}}\n"
        for number, (low, middle, high) in enumerate(tables)
    )
    weighed = " ".join(f"{weight:+} * q{number}" for number, weight in enumerate(weights[: len(tables)]))
    text = (
        "ruleset: narrow\ntitle: {en: Narrow}\nsource: made up\nunit: unit\nmissing: zero\n"
        f"scale: {{decimals: 0, rounding: half_up}}\ncombine: {way}\nquestions:\n{lines}bands:\n"
        f'  - {{rating: weighed, when: "0 {weighed} >= {bound}"}}\n'
        f"  - {{rating: most, when: max(questions) > {bound // 2}}}\n"
        f"  - {{rating: alike, when: total == {bound}}}\n  - {{rating: rest}}\n"
    )
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    return kenrules.load(tmp_path / "rules.yaml")


@pytest.mark.filterwarnings("ignore:.*bare-rows")
@pytest.mark.parametrize("way", ["sum", "min", "max"])
@settings(deadline=None, max_examples=25)
@given(book=books(), weights=st.lists(st.sampled_from([1, 2, -3, 255]), min_size=3, max_size=3))
def test_small_numbers_come_to_what_doubles_come_to(tmp_path_factory, way, book, weights):
    tables, bound = book
    rules = rules_of(tmp_path_factory.mktemp("narrow"), tables, weights, bound, way)
    cells = [*range(10), None]
    rows = range(len(cells) ** 2)
    frame = pl.DataFrame(
        {
            "unit": rows,
            "q0": pl.Series([cells[row % 11] for row in rows], dtype=pl.Float64),
            "q1": pl.Series([cells[row // 11] for row in rows], dtype=pl.Int8),
            "q2": pl.Series([cells[row * row % 11] for row in rows], dtype=pl.Int64),
        }
    ).select("unit", *(f"q{number}" for number in range(len(tables))))
    narrow = kenrules.evaluate(rules, frame)
    assert narrow.equals(kenrules.evaluate(rules, frame.lazy()).collect())
    others = kenrules.evaluate(rules, frame.to_arrow())
    assert narrow.equals(pl.DataFrame(others).cast(narrow.schema))


@pytest.mark.parametrize("least", [-128, -127])
def test_the_least_number_of_a_byte_has_a_magnitude(tmp_path, least):
    text = (
        "ruleset: least\ntitle: {en: Least}\nsource: made up\nunit: unit\n"
        "scale: {decimals: 0, rounding: half_up}\n"
        "inputs: {x: {range: -200..200, decimals: 0}}\nquestions: {q: {score: abs(x)}}\n"
    )
    (tmp_path / "rules.yaml").write_text(text, encoding="utf-8")
    frame = pl.DataFrame({"unit": [1, 2], "x": pl.Series([least, 127], dtype=pl.Int8)})
    assert kenrules.evaluate(tmp_path / "rules.yaml", frame)["q"].to_list() == [-least, 127]
