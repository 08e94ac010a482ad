"""Australia's Star Ratings: every home that there can be, against the published weights and limits.

No library on PyPI has them. `overall` is written from the section on the Overall Star Rating of My Aged Care, "How
are Star Ratings calculated". Only 2 of the 375 homes that no limit touches lie on a half star, where the page does
not say which way they go: `test_homes_on_a_half_star_are_few` names them.
"""

from __future__ import annotations

from itertools import product

import kenrules
import polars as pl

from ..conftest import ROOT

AREAS = ["experience", "compliance", "staffing", "quality"]
WORDS = {
    5: "excellent",
    4: "good",
    3: "acceptable",
    2: "improvement needed",
    1: "significant improvement needed",
}
HOMES = list(product(range(1, 6), repeat=4))


def overall(experience: int, compliance: int, staffing: int, quality: int) -> int:
    """The overall number of stars, a half upwards."""
    hundredths = 33 * experience + 30 * compliance + 22 * staffing + 15 * quality
    stars = (hundredths + 50) // 100
    if compliance == 1:
        return 1
    if compliance == 2 and stars > 2:
        return 2
    return stars


def test_every_home_that_there_can_be():
    homes = pl.DataFrame(HOMES, schema=AREAS, orient="row").with_row_index("home")
    rated = kenrules.evaluate("aged-care/stars", homes)
    expected = [overall(*home) for home in HOMES]
    assert rated["total"].to_list() == expected
    assert rated["rating"].to_list() == [WORDS[stars] for stars in expected]
    assert set(expected) == set(WORDS)


def test_homes_on_a_half_star_are_few():
    halves = [
        home
        for home in HOMES
        if home[1] > 2
        and sum(weight * area for weight, area in zip((33, 30, 22, 15), home, strict=True)) % 100 == 50
    ]
    assert halves == [(1, 4, 1, 5), (1, 5, 1, 3)]


def test_the_example_is_rated_without_findings(ken):
    found = ken("evaluate", "aged-care/stars", ROOT / "examples/aged-care/homes.csv")
    assert (found.exit_code, found.stderr) == (0, "")
    assert "not rated" not in found.stdout


def test_it_has_no_findings_and_its_golden_tests_pass(ken):
    assert ken("check", ROOT / "rules/aged-care", "--seconds", "120").stdout.count("no findings") == 2
    assert ken("test", ROOT / "rules/aged-care").stdout.splitlines()[-1].endswith("failed 0")


def test_there_are_no_half_stars_and_no_sixth_one(ken, write):
    homes = write("homes.csv", "home,experience,compliance,staffing,quality\nH,4.5,4,4,4\nS,4,6,4,4\n")
    found = ken("evaluate", "aged-care/stars", homes)
    assert "not rated 2" in found.stdout
