"""Findings that are meant are suppressed, with a reason."""

from __future__ import annotations

import kenrules

from .found import codes


def test_a_finding_that_is_meant_is_suppressed_with_its_reason(tmp_path, smallest):
    bands = "bands: [{rating: high, from: 50}, {rating: best, from: 90, to: 100}, {rating: low, to: 49.99}]\n"
    assert {code for code, _ in codes(smallest(bands))} == {"shadowed"}
    meant = "checks: {shadowed: {ignore: [best], because: a rating of next year}}\n"
    assert codes(smallest(bands + meant)) == []
    late = "checks: {shadowed: {ignore: [best, low], because: no more}, shadwed: {ignore: [x], because: y}}\n"
    found = codes(smallest(bands + late))
    assert ("suppression", "shadowed finds nothing about low") in found
    assert ("suppression", "there is no check “shadwed”") in found


def test_a_suppression_changes_no_fingerprint(smallest):
    one = kenrules.load(smallest("parts: {a: {}, c: {}}", "one.yaml"))
    other = kenrules.load(
        smallest("parts: {a: {}, c: {}}\nchecks: {gap: {ignore: [high], because: x}}", "other.yaml")
    )
    assert one.fingerprint == other.fingerprint
