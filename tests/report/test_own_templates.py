"""Reports by one's own templates."""

from __future__ import annotations

from dataclasses import replace

import pytest
from kenrules.engine.report import report_page
from kenrules.engine.report.content import FindingText

from .readers import HOSTILE, LOOK, MAKERS, flat, read, told


@pytest.mark.parametrize("kind", MAKERS)
def test_a_template_of_ones_own_is_filled_in(english, template, kind):
    path = template(
        kind,
        "{{ unit }}: {{ total }}\n{% for each in failing %}{{ each.title }}, {{ each.score }}; "
        "{% endfor %}\n{% if findings %}audited{% endif %}",
    )
    text = flat(*read(kind, MAKERS[kind](english, LOOK, path)).texts)
    failing = "; ".join(f"{each.title}, {each.score}" for each in english.failing)
    assert text == f"{english.unit}: {english.total} {failing}; audited"


@pytest.mark.slow
@pytest.mark.parametrize("kind", MAKERS)
def test_a_template_of_ones_own_escapes_what_it_writes(english, template, kind):
    path = template(kind, "{% for each in findings %}\n{{ each.message }}\n\n{% endfor %}")
    content = replace(english, findings=tuple(FindingText(each, "", "", "") for each in HOSTILE))
    report = read(kind, MAKERS[kind](content, LOOK, path))
    texts = "\n".join(report.texts).split("\n") if kind == "html" else report.texts
    assert [flat(each) for each in texts if each.strip()] == [flat(each) for each in HOSTILE]


@pytest.mark.parametrize("kind", MAKERS)
def test_a_template_that_is_mended_is_read_anew(english, template, kind):
    told(kind, english, template(kind, "{{ uniit }}"))
    assert read(kind, MAKERS[kind](english, LOOK, template(kind, "{{ unit }}"))).texts == [english.unit]


@pytest.mark.slow
@pytest.mark.parametrize("start", ["    ", "\t", " \t ", "\n    ", "\n", "        "])
def test_a_text_that_begins_with_blanks_is_no_code_in_markdown(english, template, start):
    for text in ("words", "# words", "- words", "1. words"):
        content = replace(english, unit=f"{start}{text}", principles=(f"{start}{text}",))
        report = read(
            "markdown",
            report_page.markdown(
                content, LOOK, template("markdown", "{{ unit }}\n\n- {{ unit }}\n\na {{ unit }}\n")
            ),
        )
        assert [flat(each) for each in report.texts] == [text, text, f"a {text}"]
        assert {tag for tag, _ in report.elements} == {"p", "ul", "li"}
        assert not {"pre", "code"} & {
            tag for tag, _ in read("markdown", report_page.markdown(content, LOOK)).elements
        }
