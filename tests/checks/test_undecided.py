"""What is not proved is said, in the time that there is."""

from __future__ import annotations

import time

import kenrules
import kenrules.engine.verify.checking
import pytest


def test_what_cannot_be_proved_is_said(smallest):
    found = kenrules.check(smallest("bands: [{rating: high, when: ln(a + 1) >= 1}, {rating: low}]\n"))
    assert {finding.code for finding in found} == {"undecided"}
    assert all(finding.severity == "note" for finding in found)


@pytest.mark.slow
def test_a_check_keeps_to_its_time(smallest):
    nodes = ", ".join(f"p{number}: {{}}" for number in range(40))
    bands = (
        "bands: [{rating: a, from: 80, when: min(parts) >= 79}, {rating: b, from: 60, to: 79.98}, "
        "{rating: c, from: 80}, {rating: d, to: 59.99}]"
    )
    begin = time.monotonic()
    found = kenrules.engine.verify.checking.check(smallest(f"parts: {{{nodes}}}\n{bands}\n"), 1.0)
    assert time.monotonic() - begin < 20  # one second for all proofs, on a slow machine
    assert "gap" in {finding.code for finding in found}


UNDECIDABLE = """
bands:
  - {rating: one, from: 50, when: a * b * b != 1234.56 + a * a}
  - {rating: two, from: 50}
  - {rating: three, to: 49.99}
"""


@pytest.mark.slow
def test_what_is_not_settled_is_said_once_for_each_check_and_names_what(smallest):
    begun = time.monotonic()
    found = kenrules.engine.verify.checking.check(smallest(UNDECIDABLE), 1.0)
    assert time.monotonic() - begun < 10  # one second of proofs, on a slow machine
    undecided = [finding for finding in found if finding.code == "undecided"]
    assert len({finding.about for finding in undecided}) == len(undecided)
    assert any("two" in str(finding.message) for finding in undecided)


def test_a_rating_that_only_what_stands_in_gets_can_be_given(write):
    text = (
        "ruleset: test/stands-in\ntitle: {en: Stands in}\nunit: agency\nsource: made up\n"
        "scale: {decimals: 0, rounding: half_up}\ncombine: sum\n"
        "questions: {q: {value: {range: 0..3, decimals: 0}, points: {..0: 8, 1..: 6}, missing: %s}, r: {value: {range: 0..3}}}\n"
        "bands: [{rating: least, to: 5.99}, {rating: usual, to: 20}, {rating: most}]\n"
        "no_better_than: {usual: q == 8 and r > 1}\n"
    )
    for stands_in, never in ((40, {"least"}), ("not_applicable", {"most"}), (7, {"least", "most"})):
        found = kenrules.check(write("rules.yaml", text % stands_in))
        told = {each.about for each in found if each.code in ("unreachable", "shadowed")}
        assert told == never, stands_in
