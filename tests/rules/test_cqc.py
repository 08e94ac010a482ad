"""England's Care Quality Commission: the rating principles, and the single assessment framework.

No library on PyPI has them, so both are written here from the pages that the rule sets name: “How we aggregate ratings
using the rating principles: adult social care services” (12 May 2022), and “How we reach a rating (for assessments
before December 2024)”. The principles leave open what one inadequate and at most one requires improvement make; there
`aggregated` has None, and Ken gives no rating.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import product

import kenrules
import polars as pl
import pytest

from ..conftest import ROOT

QUESTIONS = ["safe", "effective", "caring", "responsive", "well_led"]
BEST, GOOD, WEAK, WORST = "outstanding", "good", "requires improvement", "inadequate"
RATINGS = [BEST, GOOD, WEAK, WORST]


def aggregated(ratings: Sequence[str], breach: bool = False) -> str | None:
    """The overall rating of five by the principles, or None where they do not say."""
    of = {rating: ratings.count(rating) for rating in RATINGS}
    if of[WORST] >= 2:  # principle 6
        return WORST
    if of[WEAK] >= 2:  # principle 5
        return WEAK
    if of[WORST] == 1:
        return None
    if breach:  # principle 1
        return WEAK
    if of[BEST] >= 2 and of[WEAK] == 0:  # principle 3
        return BEST
    return GOOD  # principle 4


def of_statements(scores: Sequence[int]) -> tuple[int, str]:
    """The score of a key question in per cent, and its rating, no poor statement being hidden."""
    percent = (200 * sum(scores) + 4 * len(scores)) // (8 * len(scores))  # a half upwards
    worst = min(scores)
    if percent > 87:
        return percent, GOOD if worst <= 2 else BEST
    if percent >= 63:
        return percent, WEAK if worst == 1 else GOOD
    return percent, WEAK if percent >= 39 else WORST


def test_every_location_that_there_can_be():
    locations = list(product(*[RATINGS] * 5, ["yes", "no"]))
    frame = pl.DataFrame(locations, schema=[*QUESTIONS, "breach"], orient="row").with_row_index("location")
    rated = kenrules.evaluate("cqc/principles", frame)
    expected = [aggregated(ratings, breach == "yes") for *ratings, breach in locations]
    assert rated["rating"].to_list() == expected
    assert set(expected) == {*RATINGS, None}
    assert expected.count(None) == 2 * 5 * (2**4 + 4 * 2**3)


def statements() -> dict[str, list[str]]:
    """The quality statements of each key question, by id."""
    rules = kenrules.load("cqc/single-assessment")
    return {name: [child.path for child in rules.nodes[name].children] for name in QUESTIONS}


def some_services(count: int, seed: int) -> list[dict[str, list[int]]]:
    """Services whose key questions lean to some score each, with slips in both directions."""
    chance = random.Random(seed)
    sizes = {name: len(ids) for name, ids in statements().items()}
    services = []
    for _ in range(count):
        service = {}
        for name, size in sizes.items():
            weights = [chance.random() ** 3 for _ in range(4)]
            service[name] = chance.choices([1, 2, 3, 4], weights, k=size)
        services.append(service)
    return services


def test_random_services():
    ids = statements()
    assert [len(of_question) for of_question in ids.values()] == [8, 6, 5, 7, 8]
    services = some_services(2000, seed=34)
    rows = [
        {"service": f"s{number}"}
        | {path: score for name in QUESTIONS for path, score in zip(ids[name], service[name], strict=True)}
        for number, service in enumerate(services)
    ]
    rated = kenrules.evaluate("cqc/single-assessment", pl.DataFrame(rows))
    expected = [{name: of_statements(service[name]) for name in QUESTIONS} for service in services]
    for name in QUESTIONS:
        assert rated[name].to_list() == [each[name][0] for each in expected]
        assert {each[name][1] for each in expected} == set(RATINGS)
    overall = [aggregated([each[name][1] for name in QUESTIONS]) for each in expected]
    assert rated["rating"].to_list() == overall
    assert set(overall) == {*RATINGS, None}


@pytest.mark.parametrize(
    ("rules", "data"), [("cqc/principles", "locations.csv"), ("cqc/single-assessment", "services.csv")]
)
def test_the_examples_are_rated_without_findings(ken, rules, data):
    found = ken("evaluate", rules, ROOT / "examples/cqc" / data)
    assert (found.exit_code, found.stderr) == (0, "")
    assert "not rated" not in found.stdout


def test_they_have_no_findings_and_their_golden_tests_pass(ken):
    assert ken("check", ROOT / "rules/cqc", "--seconds", "240").stdout.count("no findings") == 4
    told = ken("test", ROOT / "rules/cqc").stdout.splitlines()
    assert len(told) == 2
    assert all(line.endswith("failed 0") for line in told)
