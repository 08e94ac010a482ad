"""CVSS 3.1 beside the library `cvss`, for every vector of base metrics that there is: 2,592.

Nothing differs: base score, severity and both sub-scores are the same. The library's own tests hold it against
the calculator of FIRST.
"""

from __future__ import annotations

import itertools
import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import kenrules
import polars as pl
import pytest
import z3
from cvss import CVSS3

from ..conftest import ROOT

METRICS = {"AV": "NALP", "AC": "LH", "PR": "NLH", "UI": "NR", "S": "UC", "C": "HLN", "I": "HLN", "A": "HLN"}
VECTORS = list(itertools.product(*METRICS.values()))
WEIGHTS = {
    "AV": {"N": "0.85", "A": "0.62", "L": "0.55", "P": "0.2"},
    "AC": {"L": "0.77", "H": "0.44"},
    "UI": {"N": "0.85", "R": "0.62"},
    "U": {"N": "0.85", "L": "0.62", "H": "0.27"},
    "C": {"N": "0.85", "L": "0.68", "H": "0.5"},
    "loss": {"H": "0.56", "L": "0.22", "N": "0"},
}


@pytest.fixture(scope="module")
def base():
    columns = dict(zip(METRICS, zip(*VECTORS, strict=True), strict=True))
    frame = pl.DataFrame({"vulnerability": range(len(VECTORS)), **columns})
    return kenrules.evaluate(kenrules.load("cvss/3.1"), frame)


def printed(number: Decimal) -> float:
    return float(number.quantize(Decimal("0.1"), ROUND_HALF_UP))


def test_every_vector_has_the_score_and_severity_of_the_library(base):
    known = [
        CVSS3("CVSS:3.1/" + "/".join(map(":".join, zip(METRICS, vector, strict=True)))) for vector in VECTORS
    ]
    assert len(known) == 2592
    assert base["total"].to_list() == [float(each.base_score) for each in known]
    assert base["rating"].to_list() == [each.severities()[0] for each in known]
    assert base["impact"].to_list() == [printed(each.isc) for each in known]
    assert base["exploitability"].to_list() == [printed(each.esc) for each in known]


def exact(vector: tuple[str, ...]) -> tuple[Fraction, Fraction]:
    """The impact and the score before it is rounded, from the equations of section 7.1."""
    av, ac, pr, ui, scope, *losses = vector
    left = math.prod(1 - Fraction(WEIGHTS["loss"][loss]) for loss in losses)
    weights = WEIGHTS["AV"][av], WEIGHTS["AC"][ac], WEIGHTS[scope][pr], WEIGHTS["UI"][ui]
    exploitability = Fraction("8.22") * math.prod(map(Fraction, weights))
    iss = 1 - left
    if scope == "U":
        impact, factor = Fraction("6.42") * iss, Fraction(1)
    else:
        impact = (
            Fraction("7.52") * (iss - Fraction("0.029")) - Fraction("3.25") * (iss - Fraction("0.02")) ** 15
        )
        factor = Fraction("1.08")
    return impact, Fraction(0) if impact <= 0 else min(factor * (impact + exploitability), Fraction(10))


def roundup(score: Fraction) -> float:
    """As appendix A has it: whole hundred thousandths first."""
    whole = math.floor(score * 100000 + Fraction(1, 2))
    return whole / 100000 if whole % 10000 == 0 else (whole // 10000 + 1) / 10


def test_the_five_decimals_of_appendix_a_change_no_score(base):
    scores = [exact(vector)[1] for vector in VECTORS]
    assert base["total"].to_list() == [roundup(score) for score in scores]
    assert [roundup(score) for score in scores] == [math.ceil(score * 10) / 10 for score in scores]


def test_no_impact_is_printed_as_nought_that_is_not_at_most_nought():
    impacts = {exact(vector)[0] for vector in VECTORS}  # the rules judge the impact as printed
    assert not [impact for impact in impacts if 0 < impact < Fraction("0.05")]


def test_the_example_is_rated_without_findings(ken):
    shown = ken("evaluate", "cvss/3.1", ROOT / "examples/cvss/vulnerabilities.csv")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "None 0, Low 1, Medium 4, High 3, Critical 3" in shown.stdout


@pytest.mark.parametrize("before", [0, 1_000])
def test_it_has_no_findings_and_its_golden_tests_pass(ken, before):
    kept = [z3.Real("before") + number for number in range(before)]  # a solver answers otherwise after them
    shown = ken("check", ROOT / "rules/cvss", "--seconds", "120")
    assert shown.stdout.count("no findings") == 2
    assert len(kept) == before
    assert ken("test", ROOT / "rules/cvss").stdout.splitlines()[-1].endswith("failed 0")
