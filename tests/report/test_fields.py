"""What is told of a wrong template: its place, and a hint."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from kenrules.engine.report import fields
from kenrules.engine.words.diagnostics import KenError, Position

from .readers import LOOK, MAKERS, flat, read, told

FOUR_LOOPS = (
    "{% for a in indicators %}{% for b in indicators %}{% for c in indicators %}{% for d in indicators %}"
)
NOWHERE = "{% endfor %}{% endfor %}{% endfor %}{% endfor %}"


# A template, the line of what is wrong with it, what is said of it, and the hint.
WRONG = {
    "unknown field": ("a\n{{ uniit }}", 2, "uniit", "“unit”"),
    "unknown field in a condition": ("{% if previuos %}\nx\n{% endif %}", 1, "previuos", "“previous”"),
    "unknown attribute of a loop variable": (
        "{% for each in failing %}\nx\n{{ each.titel }}\n{% endfor %}",
        3,
        "titel",
        "“title”",
    ),
    "unknown attribute in a loop in a loop": (
        "{% for a in failing %}\n{% for b in a.questions %}\n{{ b.by }}\n{% endfor %}\n{% endfor %}",
        3,
        "by",
        "guidance",
    ),
    "unknown attribute by its name in brackets": (
        "{% for each in failing %}\n{{ each['titel'] }}\n{% endfor %}",
        2,
        "titel",
        "“title”",
    ),
    "loop variable after its loop": (
        "{% for each in failing %}\n{% endfor %}\n{{ each.title }}",
        3,
        "each",
        "year",
    ),
    "unknown word": ("{{ words.memorandom }}", 1, "memorandom", "“memorandum”"),
    "list that is written": ("a\nb\n{{ failing }}", 3, "failing", "{% for each in … %}"),
    "object that is written": ("{% for each in failing %}\n{{ each }}\n{% endfor %}", 2, "each", "title"),
    "loop without its end": ("a\n{% for each in failing %}", 2, "endfor", "{% for … %} … {% endfor %}"),
    "end without its loop": ("a\n{% endfor %}", 2, "endfor", "{% for … %} … {% endfor %}"),
    "tag that is not closed": ("a\n{{ unit", 2, "cannot be read", "{{ unit }}"),
    "condition without a condition": ("{% if %}\n{% endif %}", 1, "cannot be read", "{% if … %}"),
    "unknown tag": ("a\n{% do x %}", 2, "do", "{{ unit }}"),
    "what is too much": (
        f"{FOUR_LOOPS}{'{{ principles|join }}' * 4}{NOWHERE}",
        0,
        "too long",
        "loops inside loops",
    ),
    "too many loops": (
        f"\n{FOUR_LOOPS}{{% for e in indicators %}}x{{% endfor %}}{NOWHERE}",
        2,
        "more than 4 loops",
        "",
    ),
    "endless range": ("a\n{% for each in range(10 ** 12) %}x{% endfor %}", 2, "range(…)", "if and for"),
    "power without end": ("{{ 9 ** 9 ** 9 }}", 1, "**", "if and for"),
    "text without end": ("{{ 'x' * 999999999 }}", 1, "*", "if and for"),
    "text without end by formatting": ("{{ '%999999999d' % 1 }}", 1, "%", "if and for"),
    "text without end by a filter": ("{{ unit|center(999999999) }}", 1, "center", "upper"),
    "expression without end": (f"{{{{ {'(' * 3000}unit{')' * 3000} }}}}", 0, "nested too deep", ""),
    "class of a text": ("a\n{{ unit.__class__ }}", 2, "__class__", ""),
    "class of an object": (
        "{% for each in failing %}\n{{ each.__class__ }}\n{% endfor %}",
        2,
        "__class__",
        "title",
    ),
    "class by a filter": ("{{ unit|attr('__class__') }}", 1, "attr", "upper"),
    "class by a filter of lists": ("{{ failing|map(attribute='__class__')|join }}", 1, "__class__", "title"),
    "class of a letter": ("{{ unit[0].__class__ }}", 1, "__class__", ""),
    "globals of a function": ("{{ words.office.upper.__globals__ }}", 1, "upper", ""),
    "call of a method": ("{{ unit.upper() }}", 1, "upper(…)", "if and for"),
    "call of a global": ("{{ lipsum() }}", 1, "lipsum(…)", "if and for"),
    "filter that makes text markup": ("{{ unit|safe }}", 1, "safe", "upper"),
    "filter by a slip of the pen": ("{{ unit|uper }}", 1, "uper", "“upper”"),
    "filter that is there for lists only": ("{{ unit|join(', ') }}", 1, "join", "upper"),
    "another file": ("{% include '/etc/passwd' %}", 1, "include", "if and for"),
    "another template": ("{% extends '/etc/passwd' %}", 1, "extends", "if and for"),
    "import": ("{% import 'os' as os %}", 1, "import", "if and for"),
    "macro": ("{% macro x() %}{% endmacro %}", 1, "macro", "if and for"),
    "variable": ("{% set x = 1 %}", 1, "set", "if and for"),
    "method of a letter": ("a\n{{ total[0].upper }}", 2, "upper", "without what stands after it"),
    "method of a letter by its name": (
        "a\n{{ total[0]['up' ~ 'per'] }}",
        2,
        "total[…]",
        "{{ strengths[0] }}",
    ),
    "field by a name that is put together": (
        "{% for each in failing %}\n{{ each['ti' ~ 'tle'] }}\n{% endfor %}",
        2,
        "each[…]",
        "previous.total",
    ),
    "field of a list": ("a\n{{ failing.title }}", 2, "title", "{% for each in … %}"),
    "condition that is written": (
        "{% for each in failing %}\n{{ each.passes }}\n{% endfor %}",
        2,
        "passes",
        "if each.passes else",
    ),
    "nothing that is written": ("a\n{{ none }}", 2, "None", "if each.passes else"),
    "one of two that is a list": ("a\n{{ failing if unit else unit }}", 2, "is a list", "join"),
    "one or the other that is a list": ("a\n{{ failing or unit }}", 2, "is a list", "join"),
    "list where there is no text": ("a\n{{ unit|d(failing) }}", 2, "is a list", "join"),
    "list that is put after a text": ("a\n{{ unit ~ failing }}", 2, "failing", "{% for each in … %}"),
    "list in capital letters": ("a\n{{ failing|upper }}", 2, "failing", "{% for each in … %}"),
    "objects that are numbered": ("a\n{{ failing|numbered }}", 2, "failing", "title"),
    "lists that are joined": (
        "a\n{{ failing|join(', ', attribute='questions') }}",
        2,
        "questions",
        "{% for each in … %}",
    ),
    "objects that are joined": (
        "a\n{{ failing|join(', ') }}",
        2,
        "needs the name of a field",
        "attribute='title'",
    ),
    "filter without its field": (
        "a\n{{ failing|map('upper')|join }}",
        2,
        "needs the name of a field",
        "attribute='title'",
    ),
    "loop through a text": ("a\n{% for each in unit %}{% endfor %}", 2, "unit", "indicators"),
    "loop with two names": ("a\n{% for a, b in failing %}{% endfor %}", 2, "{% for each in … %}", "one name"),
    "unknown test": ("a\n{% if unit is foo %}x{% endif %}", 2, "foo", "defined"),
    "test by a slip of the pen": ("a\n{% if unit is definde %}x{% endif %}", 2, "definde", "“defined”"),
    "unknown test in a branch that is not taken": (
        "{% if not unit %}\n{{ 'x' if unit is foo }}\n{% endif %}",
        2,
        "foo",
        "defined",
    ),
    "unknown test of a filter": (
        "a\n{{ failing|selectattr('passes', 'nosuch')|list|length }}",
        2,
        "nosuch",
        "defined",
    ),
    "unknown test of a filter that is not used": (
        "{% if not unit %}\n{{ failing|rejectattr('passes', 'nosuch')|length }}\n{% endif %}",
        2,
        "nosuch",
        "defined",
    ),
    "markup that is not escaped": (
        "a\n{% autoescape false %}{{ unit }}{% endautoescape %}",
        2,
        "autoescape",
        "if and for",
    ),
    "arithmetic with a text": ("a\n{{ unit - 1 }}", 2, "cannot be filled in", "texts"),
    "order of what has none": ("a\n{% if unit > 1 %}x{% endif %}", 2, "cannot be filled in", "texts"),
    "what is not there in this unit": ("a\n{{ previous.total }}", 2, "total", "{% if … %}"),
    "element that is not there": ("a\n{{ indicators[99].title }}", 2, "99", "{% if … %}"),
}


@pytest.mark.slow
@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_templates_are_told_with_their_place_and_a_hint(english, template, wrong, kind):
    text, line, message, hint = WRONG[wrong]
    path = template(kind, text)
    (fault,) = told(kind, replace(english, previous=None), path)
    assert message in str(fault.message)
    assert fault.hint
    assert hint in str(fault.hint)
    if kind != "docx":
        assert fault.position.line == line
        assert fault.position.column == 0 or re.match(
            r"\w+", text.split("\n")[line - 1][fault.position.column - 1 :]
        )
    elif line:
        assert fault.position.cell
        assert fault.position.cell.rstrip("…") in text.split("\n")[line - 1]


@pytest.mark.parametrize("kind", MAKERS)
def test_all_that_is_wrong_is_told_at_once(english, template, kind):
    path = template(
        kind,
        "{{ one }} {{ unit }}\n{{ two }}\n{% for each in failing %}\n{{ each.three }} {{ four|safe "
        "}}\n{% endfor %}\n{{ unit|nothing }}",
    )
    faults = told(kind, english, path)
    said = " ".join(str(each.message) for each in faults)
    assert all(f"“{each}”" in said for each in ("one", "two", "three", "four", "nothing"))
    assert len({str(each.position) for each in faults}) >= 5


@pytest.mark.parametrize("kind", ["html", "markdown"])
@pytest.mark.parametrize(
    ("text", "line", "before"),
    [
        ("uniit: {{ uniit }}", 1, "uniit: {{ "),
        ("{{ unit }} uniit {{ uniit }}", 1, "{{ unit }} uniit {{ "),
        ("{{ unit }}{{ uni }}", 1, "{{ unit }}{{ "),
        ("{# {{ uniit }} #}{{ uniit }}", 1, "{# {{ uniit }} #}{{ "),
        ("{% raw %}{{ uniit }}{% endraw %}{{ uniit }}", 1, "{% raw %}{{ uniit }}{% endraw %}{{ "),
        ("{{ '}} uniit' ~ uniit }}", 1, "{{ '}} uniit' ~ "),
        ("{% if '%}' == uniit %}{% endif %}", 1, "{% if '%}' == "),
        ("{{ 'uniit' ~ uniit }}", 1, "{{ 'uniit' ~ "),
        ("{{ title }} {{ unit.title }}", 1, "{{ title }} {{ unit."),
        ("{{ title }} {{ unit . title }}", 1, "{{ title }} {{ unit . "),
        ("{{ title }} {{ unit['title'] }}{{ total.title }}", 1, "{{ title }} {{ unit['title'] }}{{ total."),
        ("{{ title }}{{ unit['title'] }}", 1, "{{ title }}{{ unit['"),
        (
            "{{ title }}{{ strengths|map(attribute='title')|join }}",
            1,
            "{{ title }}{{ strengths|map(attribute='",
        ),
        ("{{ unit ~ 'safe' }}{{ unit|safe }}", 1, "{{ unit ~ 'safe' }}{{ unit|"),
        ("{{ words.safe }}{{ unit|safe }}", 1, "{{ words."),
        ("{{ unit }}\n{% if unit and\n  uniit %}x{% endif %}", 3, "  "),
        ("{{ unit }}\u2028\n{{ uniit }}", 2, "{{ "),
        ("if {% if unit is foo %}{% endif %} foo", 1, "if {% if unit is "),
    ],
)
def test_a_fault_stands_at_its_word_inside_a_tag(english, template, kind, text, line, before):
    faults = told(kind, english, template(kind, text))
    assert Position(faults[0].position.file, line, len(before) + 1) in [each.position for each in faults]


@pytest.mark.parametrize("value", [[1], None, True, {"a": 1}, str.upper], ids=str)
def test_what_is_neither_text_nor_number_is_never_written_out(value):
    prepared = fields.Prepared(
        "a\n{{ x }}", fields.environment(), lambda line, _: Position("own", line), {"x": str}
    )
    with pytest.raises(KenError) as caught:
        prepared.render({"x": value})
    (fault,) = caught.value.diagnostics
    assert fault.hint
    assert (fault.position.line, "neither a text nor a number" in str(fault.message)) == (2, True)
    assert [prepared.render({"x": each}) for each in ("t", 1, 1.5)] == ["a\nt", "a\n1", "a\n1.5"]


@pytest.mark.parametrize("kind", MAKERS)
def test_tests_and_conditions_that_there_are_can_be_used(english, template, kind):
    text = (
        "{{ indicators|selectattr('passes', 'none')|list|length }} {{ "
        "failing|selectattr('passes')|list|length }} {{ unit[0] }}{{ unit[:2] }} "
        "{{ (strengths + weaknesses)|length }} {{ 'yes' if year is defined and failing[-1].passes is "
        "false else 'no' }} {{ year or title }}"
    )
    made = flat(
        *read(
            kind, MAKERS[kind](replace(english, unit="The unit", year=""), LOOK, template(kind, text))
        ).texts
    )
    assert made == f"0 0 TTh {len(english.indicators)} yes {english.title}"
