"""Corners in which columns and exact arithmetic once differed, or a result was guessed: each with the rule
set that shows it."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import kenrules
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

BANDS = "parts: null\nbands: [{rating: hi, from: 50}, {rating: lo}]\n"

BACKENDS = {
    "polars": (lambda frame: frame, lambda result: result),
    "polars-lazy": (lambda frame: frame.lazy(), lambda result: result.collect()),
    "pandas": (lambda frame: frame.to_pandas(), pl.from_pandas),
    "pandas-arrow": (lambda frame: frame.to_pandas(use_pyarrow_extension_array=True), pl.from_pandas),
    "pyarrow": (lambda frame: frame.to_arrow(), pl.from_arrow),
    "duckdb": (lambda frame: duckdb.from_arrow(frame.to_arrow()), lambda result: result.pl()),
}


@pytest.fixture(params=BACKENDS)
def rate(request, smallest):
    """Rates columns by a rule set, on each library: a list of (total, rating)."""
    there, back = BACKENDS[request.param]

    def run(text, **columns):
        rows = len(next(iter(columns.values())))
        frame = pl.DataFrame(
            {"agency": [f"u{n:04}" for n in range(rows)], **columns},
            schema_overrides={name: pl.Float64 for name, cells in columns.items() if isinstance(cells, list)},
        )
        found = back(kenrules.evaluate(kenrules.load(smallest(BANDS + text)), there(frame))).sort("agency")
        return list(zip(found["total"].to_list(), found["rating"].to_list(), strict=True))

    return run


def test_rounding_to_fewer_decimals_than_the_scale(rate):
    assert rate('questions: {a: {score: "round(value, 1)"}}', a=[5.55, 60.0]) == [(5.6, "lo"), (60.0, "hi")]


@pytest.mark.parametrize(
    "formula",
    ["count(value >= 3) * 50", "count(not (value >= 3)) * 50", "value * 0 + 50", "min(value, 3) * 0"],
)
def test_a_formula_of_a_missing_value_has_no_value(rate, formula):
    assert rate(
        f'missing: skip\nquestions: {{a: {{score: "{formula}"}}, b: {{}}}}', a=[None, 5.0], b=[80.0, 80.0]
    )[0] == (80.0, "hi")


def test_a_geometric_mean_of_what_is_zero_but_for_floats(rate):
    text = (
        "combine: geometric_mean\nquestions: "
        '{a: {score: "value * 3 - 0.9", range: {min: 0.3, max: 30}}, b: {}}'
    )
    assert rate(text, a=[0.3, 10.3], b=[80.0, 80.0]) == [(0.0, "lo"), (48.99, "lo")]


def test_very_small_numbers_are_numbers(rate):
    assert rate("questions: [a, b]", a=[1e-120, 5e-324], b=[80.0, 80.0]) == [(40.0, "lo"), (40.0, "lo")]


def test_zero_has_no_sign(rate):
    found = rate("questions: [a, b]", a=[-0.0, -0.0], b=[-0.0, 0.0])
    assert [str(total) for total, _ in found] == ["0.0", "0.0"]


def test_many_rows_in_doubt(rate):
    cells = [None if n % 7 == 0 else n / 40 for n in range(600)]
    found = rate(
        "combine: geometric_mean\nmissing: skip\nquestions: [a, b]",
        a=cells,
        b=[(n * 37 % 4000) / 40 for n in range(600)],
    )
    assert len(found) == 600
    assert all(total is not None for total, _ in found)


def test_a_column_without_any_value(rate):
    assert rate("missing: skip\nquestions: [a, b]", a=[None, None], b=[80.0, 10.0]) == [
        (80.0, "hi"),
        (10.0, "lo"),
    ]


def test_a_column_without_any_value_on_a_scale_without_nought(rate):
    assert rate(
        "scale: {min: 1, max: 60}\nmissing: skip\nquestions: [a, b]", a=[None, None], b=[4.0, 1.0]
    ) == [(4.0, "lo"), (1.0, "lo")]


def test_a_sum_on_the_grid_is_printed_without_the_noise_of_floats(rate):
    assert rate('questions: {a: {score: "value + 0.2", range: {min: 0, max: 99}}}', a=[0.1, 0.7]) == [
        (0.3, "lo"),
        (0.9, "lo"),
    ]


def test_a_frame_without_rows(rate):
    assert rate("questions: [a, b]", a=[], b=[]) == []


@pytest.mark.parametrize("scale", [6, 12])
def test_decimals_that_no_double_holds(smallest, scale):
    rules = kenrules.load(smallest(BANDS + "scale: {max: 100000000000, rounding: up}\nquestions: [a]"))
    cells = [Decimal("50000000000.000001"), Decimal("50000000000.010000")]
    frame = pl.DataFrame({"agency": ["a", "b"], "a": pl.Series(cells, dtype=pl.Decimal(38, scale))})
    assert kenrules.evaluate(rules, frame)["total"].to_list() == [50000000000.01, 50000000000.01]


def test_a_decimal_just_outside_the_scale_is_outside(smallest, rated, write):
    rules = smallest(BANDS + "questions: [a, b]")
    frame = pl.DataFrame(
        {
            "agency": ["a"],
            "a": pl.Series([Decimal("100.000000000000000001")], dtype=pl.Decimal(38, 24)),
            "b": [80.0],
        }
    )
    with pytest.raises(kenrules.KenError, match="possible are 0 to 100"):
        kenrules.evaluate(kenrules.load(rules), frame)
    found = rated(rules, write("data.csv", "agency,a,b\nu,100.00000000000000001,80\n"))
    assert [each["code"] for each in found["diagnostics"]] == ["out-of-range"]
    assert found["units"][0]["status"] == "incomplete"


def test_nan_in_pandas_arrow_columns_is_missing(smallest):
    cells = pd.Series(pd.arrays.ArrowExtensionArray(pa.array([float("nan"), 1.0, 50.0])))
    frame = pd.DataFrame({"agency": ["a", "b", "c"], "a": cells})
    found = kenrules.evaluate(kenrules.load(smallest(BANDS + "questions: [a]")), frame)
    assert found["status"].tolist() == ["incomplete", "rated", "rated"]


def test_nullable_pandas_rows_that_are_settled(smallest):
    frame = pd.DataFrame(
        {
            "agency": ["a", "b"],
            "a": pd.array([None, 2.0], dtype="Float64"),
            "b": pd.array([None, 2.0], dtype="Float64"),
        }
    )
    found = kenrules.evaluate(
        kenrules.load(smallest(BANDS + "combine: geometric_mean\nmissing: skip\nquestions: [a, b]")), frame
    )
    assert found["status"].tolist() == ["incomplete", "rated"]


def test_whole_numbers_too_large_for_doubles_are_outside(smallest):
    table = pa.table({"agency": ["x", "y"], "a": pa.array([2**53 + 1, 5])})
    with pytest.raises(kenrules.KenError, match="possible are 0 to 100"):
        kenrules.evaluate(kenrules.load(smallest(BANDS + "questions: [a]")), table)


def test_formulas_with_absurd_constants_do_not_crash(smallest):
    huge = " * ".join(["9" * 50] * 8)
    rules = kenrules.load(smallest(BANDS + f'questions: {{a: {{score: "clip(value * ({huge}), 0, 100)"}}}}'))
    assert kenrules.evaluate(rules, pl.DataFrame({"agency": ["x", "y"], "a": [1.0, 0.0]}))[
        "total"
    ].to_list() == [100.0, 0.0]


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"total": ["x"], "a": [1.0]}, "reserved"),
        ({"rating": ["x"], "a": [1.0]}, "reserved"),
        ({"agency": ["x"], "a": [1.0], "ken:status": ["y"]}, "reserved"),
        ({"agency": ["x", None], "a": [1.0, 2.0]}, "duplicate-unit"),
    ],
)
def test_names_that_are_taken(smallest, columns, code):
    rules = kenrules.load(smallest(BANDS + "questions: [a]"))
    with pytest.raises(kenrules.KenError) as caught:
        kenrules.evaluate(rules, pl.DataFrame(columns), key=next(iter(columns)))
    assert [each.code for each in caught.value.diagnostics] == [code]


def test_columns_of_the_data_never_displace_results(smallest):
    frame = pl.DataFrame({"agency": ["x"], "a": [60.0], "rating": ["old"], "rating (data)": ["older"]})
    found = kenrules.evaluate(kenrules.load(smallest(BANDS + "questions: [a]")), frame)
    assert (found["rating"][0], found["rating (data)"][0], found["rating (data) (data)"][0]) == (
        "hi",
        "older",
        "old",
    )


def test_pandas_columns_with_numbers_for_names(smallest):
    with pytest.raises(kenrules.KenError, match="no texts"):
        kenrules.evaluate(
            kenrules.load(smallest(BANDS + "questions: [a]")),
            pd.DataFrame({"agency": ["x"], "a": [1.0], 2565: [1]}),
        )


@pytest.mark.parametrize(
    "formula", ["abs(questions)", "ln(questions)", "round(questions)", "clip(questions, 0, 100)"]
)
def test_functions_of_one_number_take_no_lists(smallest, formula):
    found = kenrules.check(
        smallest(
            f"parts: null\nquestions: [a, b, c]\nbands: [{{rating: hi, when: '{formula} >= 50'}}, "
            f"{{rating: lo}}]"
        )
    )
    assert {each.code for each in found} == {"expression-type"}


JUDGED = """
missing: skip
parts: {a: null, b: null, x: {questions: [a]}, y: {questions: [b]}}
judgements:
  part:
    - {result: pass, when: score >= 50 or y >= 50}
    - {result: fail, when: not (score >= 50 and y >= 50)}
targets: [{id: T, share_of_units: x >= 50 or y >= 50, at_least: 50%}]
bands: [{rating: hi, from: 50}, {rating: lo}]
"""


def test_a_condition_on_a_missing_score_is_told_as_soon_as_the_known_ones_decide(rated, smallest, write):
    found = rated(smallest(JUDGED), write("data.csv", "agency,a,b\nu,60,\nv,10,\nw,50,80\n"))
    assert [unit["judgements"] for unit in found["units"]] == [{"x": "pass"}, {}, {"x": "pass", "y": "pass"}]
    assert found["targets"][0]["meeting"] == 2


def test_an_alias_does_not_stand_in_for_a_refused_value(rated, smallest, write):
    text = (
        BANDS.replace("parts: null", "parts: {a: null, b: null, x: {questions: [a]}, y: {questions: [a]}}")
        + "aliases: {E: [x, y]}"
    )
    found = rated(smallest(text), write("data.csv", "agency,x,E\nu,140,60\n"))
    assert found["units"][0]["status"] == "incomplete"


def test_passed_through_numbers_are_not_rounded(ken, smallest, tmp_path):
    path = tmp_path / "data.parquet"
    pl.DataFrame(
        {"agency": ["u"], "a": [60.0], "lat": [13.756331], "tags": [["x", "y"]], "none": [float("nan")]}
    ).write_parquet(path)
    lines = ken("evaluate", smallest(BANDS + "questions: [a]"), path, "--format", "csv").stdout.splitlines()
    assert lines[1].startswith("u,13.756331,\"['x', 'y']\",")
    assert (
        ken("evaluate", smallest(BANDS + "questions: [a]"), path, "-o", tmp_path / "out.xlsx").exit_code == 0
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("agency,a\nx,12345678901234567\n", "out-of-range"),
        ("agency,a\nx,99999999999999999999999999999999999999\n", "out-of-range"),
        ("agency,a,ken:row\nx,1,2\n", "reserved"),
        ("agency,item,score,(row)\nx,a,101,1\n", "out-of-range"),
        ("agency,item,score\nx,a,1\nx,agency,3\n", "reserved"),
        ("agency,a\nx,-0.00\n", None),
    ],
)
def test_odd_tables_get_a_diagnostic(ken, smallest, write, text, code):
    shown = ken("evaluate", smallest(BANDS + "questions: [a]"), write("data.csv", text), "--format", "csv")
    assert (f"[{code}]" in shown.stderr) if code else (",0.00,0.00," in shown.stdout)


def test_names_of_files_can_be_too_long(ken, smallest):
    assert ken("evaluate", smallest(), "x" * 300 + ".csv").exit_code == 2
    assert ken("check", "x" * 300 + ".yaml").exit_code == 2


def test_a_full_disk_is_no_fault_of_ken():
    import subprocess
    import sys

    with open("/dev/full", "w") as full:  # noqa: PTH123
        done = subprocess.run(
            [sys.executable, "-m", "kenrules.cli", "show", "ita/2566"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert "cannot write the output: No space left on device" in done.stderr


def test_numpy_scalars_and_pandas_words_for_missing():
    from kenrules.engine.meaning.arithmetic.exact import exact_value

    assert exact_value(np.float64(0.1)) == exact_value(0.1)
    assert [exact_value(each) for each in (pd.NA, pd.NaT, None, float("nan"), float("inf"), True)] == [
        None
    ] * 6
