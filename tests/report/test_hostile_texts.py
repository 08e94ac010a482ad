"""What is hostile in data and rules is only text in a report."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from kenrules.engine.report.bar_chart import Chart
from kenrules.engine.report.content import FindingText, RemedyText

from .readers import HOSTILE, LOOK, MAKERS, MARKUP, flat, read

CONTROLS = "\x00a\x01\x07b\x0b\x0c\x1b[31mc\x7fd\x85e\ufffef"


def check_harmless(kind, report, plain):
    """Nothing but texts is other than in a plain report."""
    assert [each for each in report.outline if each] == [each for each in plain.outline if each]
    if kind == "docx":
        assert {each.tag for each in report.document.element.iter()} <= {
            each.tag for each in plain.document.element.iter()
        }
    else:
        assert not MARKUP & {tag for tag, _ in report.elements}
        assert not [name for _, attributes in report.elements for name in attributes if name.startswith("on")]


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_hostile_is_only_text(english, reports, kind):
    unit = " ".join(HOSTILE)
    findings = tuple(FindingText(f"m {each}", f"a {each}", each, f"h {each}") for each in HOSTILE)
    indicators = tuple(
        replace(each, title=hostile) for each, hostile in zip(english.indicators, HOSTILE, strict=False)
    )
    content = replace(
        english,
        unit=unit,
        findings=findings,
        ways=tuple(RemedyText(each, each) for each in HOSTILE),
        indicators=indicators,
    )
    report = read(kind, MAKERS[kind](content, LOOK))
    check_harmless(kind, report, reports["en", "arabic", kind])
    assert flat(LOOK.words["result_of"] + ":", unit) in flat(*report.texts)
    texts = {flat(each) for each in report.texts}
    assert {
        flat(each)
        for finding in findings
        for each in (finding.message, finding.arithmetic, finding.place, finding.hint)
    } <= texts
    if kind == "docx":
        assert report.document.core_properties.title == f"{english.title} – {unit}"[:255]


@pytest.mark.parametrize("kind", MAKERS)
def test_hostile_rules_and_their_chart_are_only_text(smallest, content_by, kind):
    titles = HOSTILE[0] + HOSTILE[1], "]]></text></svg><img src=x onerror=1>"
    rules = smallest(
        "parts:\n"
        + "".join(
            f"  {name}:\n    title: |-\n      {title}\n" for name, title in zip("ab", titles, strict=True)
        )
    )
    content = content_by(rules, HOSTILE[3], 80, 70)
    assert isinstance(content.chart, Chart)
    report = read(kind, MAKERS[kind](content, LOOK))
    check_harmless(kind, report, read(kind, MAKERS[kind](content_by(smallest(), "The unit", 80, 70), LOOK)))
    assert all(flat(each) in flat(*report.texts) for each in (*titles, HOSTILE[3]))
    if kind == "html":
        assert all(flat(each) in flat(*report.drawn) for each in titles)


@pytest.mark.parametrize("kind", MAKERS)
def test_control_characters_are_left_out(english, kind):
    made = MAKERS[kind](
        replace(english, unit=CONTROLS, findings=(FindingText(CONTROLS, CONTROLS, CONTROLS, CONTROLS),)), LOOK
    )
    text = "\n".join(read(kind, made).texts)
    assert text.count("ab[31mcdef") >= 6
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe]", text)


@pytest.mark.parametrize("kind", MAKERS)
def test_lines_of_a_text_stay_lines(english, kind):
    made = MAKERS[kind](replace(english, findings=(FindingText("one\ntwo\r\nthree", "", "", ""),)), LOOK)
    assert flat("one two three") in flat(*read(kind, made).texts)
    if kind == "markdown":
        assert "one<br>two<br>three" in made
