"""Of many findings of one kind a terminal has the first few, and says how many more there are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from kenrules.engine.show.alike_findings import FEW, shortened
from kenrules.engine.words.diagnostics import Diagnostic, Position, say

KINDS = [("a", "error"), ("a", "warning"), ("b", "error")]
SAID = [say("one {n}", n=1), say("other {n}", n=2)]
FINDINGS = st.builds(
    lambda kind, said, file, line, column, more: Diagnostic(
        kind[0], SAID[said], Position(file, line, 1), None, kind[1], column=column, more=more
    ),
    st.sampled_from(KINDS),
    st.integers(0, 1),
    st.sampled_from(["x.csv", "y.xlsx", "rules.yaml"]),
    st.integers(1, 10**6),
    st.sampled_from(["I1", "I2"]),
    st.sampled_from([0, 0, 0, 7]),
)


def stands_for(found):
    """How many findings of each kind there are."""
    counts = {}
    for each in found:
        key = (each.code, each.severity, each.position.file, each.column)
        counts[key] = counts.get(key, 0) + (each.more or 1)
    return counts


@given(
    st.lists(FINDINGS, max_size=120, unique_by=lambda each: each.position.line),
    st.sampled_from(["", "all.html"]),
)
def test_all_are_told_or_counted(found, listing):
    short = shortened(found, listing)
    assert stands_for(short) == stands_for(found)
    own = [each for each in short if each in found]
    assert own == [each for each in found if each in own]  # in their order
    data = [each for each in short if not each.position.file.endswith(".yaml") and not each.more]
    for key, count in stands_for(data).items():
        assert count <= FEW + len(SAID), key
    said = {(each.code, each.position.file, each.message.template) for each in found if not each.more}
    assert said <= {(each.code, each.position.file, each.message.template) for each in short}


def test_the_listing_is_named_once_there_is_one():
    found = [Diagnostic("a", SAID[0], Position("x.csv", line, 1)) for line in range(1, 13)]
    *_, last = shortened(found)
    assert (last.position.line, str(last.message)) == (11, "and 2 more like these")
    assert "--findings" in str(last.hint)
    assert str(shortened(found, "f.html")[-1].hint) == "see them in f.html"


def test_findings_about_rules_are_told_one_by_one():
    found = [Diagnostic("a", SAID[0], Position("r.yaml", line, 1)) for line in range(1, 50)]
    assert shortened(found) == found
