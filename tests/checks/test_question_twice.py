"""Questions that count twice, and forms that are filled in twice."""

from __future__ import annotations

import kenrules
import pytest

FORM = "{questions: {q1: One, q2: Two}}"


def twice(path):
    return [found.about for found in kenrules.check(path) if found.code == "question-twice"]


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (f"{{c: {FORM}, d: {{questions: {{q2: Two, q3: Three}}}}}}", ["q2"]),
        (f"{{c: {FORM}, d: {FORM}}}", ["q1", "q2"]),
        (f"{{c: {FORM}, d: {{like: c}}}}", []),
        (f"{{c: {FORM}, d: {{like: c}}, e: {{like: c, title: {{en: Third, th: สาม}}}}}}", []),
        (f"{{c: {FORM}, d: {{like: c}}, e: {{questions: [q1]}}}}", ["q1"]),
    ],
)
def test_a_copy_of_a_form_is_no_question_that_stands_twice(smallest, parts, told):
    assert twice(smallest(f"parts: {{x: {{parts: {parts}}}}}\n")) == told
