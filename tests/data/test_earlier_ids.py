"""Columns of data that were made for rules which these extend."""

from __future__ import annotations

NEXT = """
ruleset: test/next
extends: rules.yaml
source: made up
parts: {replace: {q1: {}, q4: {was: q2}, q5: {title: Something new}}}
"""


def test_ids_of_the_rules_before_are_told_as_such(ken, smallest, write):
    smallest(
        "parts: {replace: {q1: {title: The first}, q2: {title: The second}, q3: {title: The third}, other: {}}}"
    )
    rules = write("next.yaml", NEXT)
    data = write("data.csv", "agency,q1,q2,q3,q4,q5,other\none,80,70,60,50,40,x\n")
    result = ken("evaluate", rules, data)
    assert result.exit_code == 2
    told = [line for line in result.stderr.splitlines() if "[misspelt-column]" in line]
    assert told == [
        f"{data}:1:11: error: the column “q2” is no node of test/next any more: it is q4 now [misspelt-column]",
        f"{data}:1:14: error: the column “q3” is no node of test/next any more: it was taken away "
        "[misspelt-column]",
    ]
    passed = ken("evaluate", rules, data, "--pass-through", "q2", "--pass-through", "q3", "--format", "csv")
    assert passed.exit_code == 0
    assert passed.stdout.splitlines()[1].startswith("one,70,60,x,56.67,")


def test_a_title_beside_ids_is_told(ken, smallest, write):
    """It was passed through, and the unit lacked its node for no reason that was told."""
    rules = smallest("parts: {replace: {a: {title: {th: บริการ, en: Service}}, b: {title: Honesty}}}")
    for heading in ("บริการ", "service"):
        data = write("data.csv", f"agency,{heading},b\none,80,70\n")
        result = ken("evaluate", rules, data)
        assert result.exit_code == 2
        assert f"the column “{heading}” is no node of test/changed: it is the title of a" in result.stderr
    both = write("data.csv", "agency,a,b,Service\none,80,70,desk\n")
    assert ken("evaluate", rules, both).exit_code == 0
