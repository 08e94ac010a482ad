"""What a rule set costs grows as its size does: counted in calls, not in seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import kenrules
import polars as pl
import pytest
from kenrules.engine.book import library
from kenrules.engine.data import faultless, prepare, read_table
from kenrules.engine.explain.trace import explain
from kenrules.engine.rating.evaluation import evaluate_dataset
from kenrules.engine.rating.unit_rows import rows_of_units
from kenrules.engine.show.formats.csv import csv_text
from kenrules.engine.words.diagnostics import KenError

from ..large_rules import BANDS, HEAD

LESS, MORE = 100, 1_000


def indicators(size: int) -> str:
    return "instruments:\n  A:\n    indicators:\n" + "".join(
        f"      I{at // 10}: {{questions: q{at + 1}..q{at + 10}}}\n" for at in range(0, size, 10)
    )


def one_instrument(size: int) -> str:
    return f"instruments:\n  A: {{questions: q1..q{size}}}\n"


def judged(size: int) -> str:
    judgements = "[{result: pass, when: score >= 50}, {result: fail, when: score < 50}]"
    return f"judgements: {{question: {judgements}, indicator: {judgements}}}\n" + indicators(size)


def left_out(size: int) -> str:
    return "missing: skip\n" + indicators(size)


def with_targets(size: int) -> str:
    return (
        indicators(size)
        + "targets:\n"
        + "".join(
            f"  - {{id: t{at}, share_of_units: q{at} >= 50, at_least: 50%}}\n" for at in range(1, size + 1)
        )
    )


def geometric(size: int) -> str:
    return f"instruments:\n  A: {{combine: geometric_mean, questions: q1..q{size}}}\n"


def scores(size: int) -> dict[str, str]:
    return {f"q{at}": str(at % 100 + 1) for at in range(1, size + 1)}


def gaps(size: int) -> dict[str, str]:
    return {name: "" if at % 3 else value for at, (name, value) in enumerate(scores(size).items())}


def off_the_scale(size: int) -> dict[str, str]:
    return dict.fromkeys(scores(size), "200")


def contradicted(size: int) -> dict[str, str]:
    return scores(size) | {f"I{at}": "77" for at in range(size // 10)}


def of_other_names(size: int) -> dict[str, str]:
    return {"q1": "50", **{f"column{at}": "50" for at in range(size)}}


def misspelt(size: int) -> dict[str, str]:
    return {"q1": "50", **{f"qq{at}": "50" for at in range(size)}}


def calls(work: Callable[[], object]) -> int:
    """How many functions a piece of work calls."""
    count = 0

    def seen(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def rated(rules: Path, data: Path) -> str:
    loaded = library.load(str(rules))
    return csv_text(rows_of_units(evaluate_dataset(loaded, prepare(loaded, read_table(data)))))


def explained(rules: Path, data: Path) -> object:
    loaded = library.load(str(rules))
    return explain(loaded, prepare(loaded, read_table(data)), "a")


def rated_as_frame(rules: Path, data: Path) -> object:
    return kenrules.evaluate(kenrules.load(str(rules)), pl.read_csv(data))


def refused(rules: Path, data: Path) -> None:
    with pytest.raises(KenError):
        rated(rules, data)


CASES = [
    (indicators, scores, rated),
    (one_instrument, scores, rated),
    (one_instrument, scores, rated_as_frame),
    (judged, scores, rated),
    (left_out, gaps, rated),
    (with_targets, scores, rated),
    (geometric, scores, rated),
    (indicators, gaps, rated),
    (indicators, off_the_scale, rated),
    (indicators, contradicted, rated),
    (indicators, of_other_names, rated),
    (indicators, misspelt, refused),
    (indicators, scores, explained),
    (one_instrument, scores, explained),
]


@pytest.mark.slow
@pytest.mark.parametrize(("rules", "data", "work"), CASES, ids=lambda each: each.__name__)
def test_ten_times_the_questions_are_at_most_eleven_times_the_calls(rules, data, work, write):
    counts = []
    for size in (LESS, LESS, MORE):  # the first run imports what is needed
        cells = data(size)
        files = (
            write("rules.yaml", HEAD + rules(size) + BANDS),
            write("data.csv", ",".join(["agency", *cells]) + "\n" + ",".join(["a", *cells.values()]) + "\n"),
        )
        counts.append(calls(lambda files=files: work(*files)))
    assert counts[2] < 11 * counts[1]


@pytest.mark.slow
def test_ten_thousand_questions_are_loaded_and_rated(write):
    rules = kenrules.load(write("rules.yaml", HEAD + "instruments:\n  A: {questions: q1..q10000}\n" + BANDS))
    assert len(rules.nodes) == 10_002
    frame = pl.DataFrame(
        {"agency": ["a", "b"], **{f"q{at}": [float(at % 101), 50.0] for at in range(1, 10_001)}}
    )
    exact = round(sum(at % 101 for at in range(1, 10_001)) / 10_000, 2)
    assert kenrules.evaluate(rules, frame).select("total", "rating").rows() == [
        (exact, "poor" if exact < 50 else "good"),
        (50.0, "good"),
    ]


def test_the_fiftieth_misspelt_column_is_the_last_that_is_asked_what_it_means(write, ken):
    cells = misspelt(LESS)
    rules, data = (
        write("rules.yaml", HEAD + indicators(LESS) + BANDS),
        write("data.csv", ",".join(["agency", *cells]) + "\n" + ",".join(["a", *cells.values()]) + "\n"),
    )
    told = ken("evaluate", rules, data).stderr
    assert told.count("looks like one") == 50
    assert (
        "50 more columns are no nodes of test/growth, and were not looked at further [misspelt-column]"
        in told
    )


@pytest.mark.parametrize("most", [0, 4_000])
def test_cells_of_short_and_of_tall_tables_are_looked_at_alike(most, write, monkeypatch):
    monkeypatch.setattr(faultless, "MAX_STACKED", most)
    rules = kenrules.load(write("rules.yaml", HEAD + "parts: {a: {}, b: {}, c: {}, d: {}, e: {}}\n" + BANDS))
    frame = pl.DataFrame(
        {
            "agency": ["x", "y", "z"],
            "a": [1, 2, None],
            "b": [1.5, None, 3.0],
            "c": ["1", "", "3.25"],
            "d": ["1", "2x", "300"],
            "e": [0, 101, 7],
        }
    )
    frame.write_parquet(file := write("data.parquet", ""))
    dataset = prepare(rules, read_table(file))
    assert dataset.frame.select("c1", "c2", "c3", "c4", "c5").rows() == [
        (1, 1.5, 1.0, 1.0, 0),
        (2, None, None, None, None),
        (None, 3.0, 3.25, None, 7),
    ]
    assert [each.code for each in dataset.diagnostics] == ["not-a-number", "out-of-range", "out-of-range"]
