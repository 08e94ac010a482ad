"""Every check's own examples: the rule set that passes and the one that fails."""

from __future__ import annotations

import kenrules
import pytest
from kenrules.engine import checks, library


def findings(check, path):
    rules, _ = library.inspect(path)
    assert rules is not None
    found = check.check(rules, 10.0) if check in checks.proofs() else check.check(rules)
    return [finding for finding in found if finding.code == check.ID]


@pytest.mark.parametrize("check", checks.every(), ids=lambda check: check.ID)
def test_the_example_that_passes_has_no_such_finding(check, smallest):
    assert findings(check, smallest(check.PASSES)) == []


@pytest.mark.parametrize("check", checks.every(), ids=lambda check: check.ID)
def test_the_example_that_fails_is_found_with_place_and_hint(check, smallest):
    found = findings(check, smallest(check.FAILS))
    assert found
    for finding in found:
        assert finding.severity == check.SEVERITY
        assert finding.position.line > 0
        assert finding.hint is not None


def test_ids_are_unique_and_reasons_given():
    assert len({check.ID for check in checks.every()}) == len(checks.every())
    assert all(str(check.WHY).endswith(".") for check in checks.every())


def test_a_rule_set_with_errors_is_not_loaded_and_one_with_warnings_is(smallest):
    with pytest.raises(kenrules.KenError):
        kenrules.load(smallest("parts: {a: {weight: 60%}, b: {weight: 35%}}"))
    assert kenrules.load(smallest("thresholds: {pass: 850}"))
    found = kenrules.check(smallest("thresholds: {pass: 850}"))
    assert {(finding.code, finding.severity) for finding in found} == {("threshold-range", "warning"), ("unused", "warning")}


def test_the_hint_for_weights_says_what_would_mend_them(smallest):
    (finding,) = kenrules.check(smallest("parts: {a: {weight: 60%}, b: {weight: 35%}}"))
    assert "95 %, not 100 %: a 60 + b 35" in str(finding.message)
    assert "40%" in str(finding.hint)


def test_a_sum_of_parts_that_fit_the_scale_is_no_error(smallest):
    rules = "combine: sum\nparts: {a: {questions: {q: {range: {min: 0, max: 60}}}}, b: {questions: {r: {range: {min: 0, max: 40}}}}}"
    assert kenrules.check(smallest(rules)) == ()
