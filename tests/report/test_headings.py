"""What a unit does not have has no heading in its report."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import reduce

import pytest

from .readers import LOOK, MAKERS, flat, read, without

# The fields that are taken out of a content, and the names of the words that are not to stand in its report.
LACKING = {
    "findings": ("findings", "findings"),
    "year before": ("previous", "previous_total previous"),
    "ways": ("ways", "ways ways_are"),
    "measures": ("indicators.measures", "measures measures_are"),
    "principles": ("principles", "principles"),
    "guidance": (
        "instruments.about failing.guidance failing.questions.guidance passing.guidance "
        "passing.questions.guidance",
        "",
    ),
    "failing indicators": ("failing weaknesses", "failing failing_are"),
    "passing indicators": ("passing strengths", "passing passing_are"),
    "questions": ("failing.questions passing.questions", "keep"),
    "targets": ("targets", "targets"),
    "earlier ratings": ("earlier_title earlier_bands", "earlier_bands bands"),
    "judgements": ("pass_mark", "pass_mark"),
    "chart": ("chart", "chart"),
    "all but the total": (
        "principles instruments scoring bands earlier_title earlier_bands pass_mark targets notes "
        "indicators failing passing ways findings previous chart year",
        "principles instruments scoring ratings targets indicators failing passing ways measures findings "
        "by_instrument chart",
    ),
}


def check_whole(report):
    """Every heading has something below it, and every table rows."""
    assert not [
        place
        for place, level in enumerate(report.outline)
        if level and (place + 1 == len(report.outline) or 0 < report.outline[place + 1] <= level)
    ], report.outline
    text = flat(*report.texts)
    assert not re.search(r"\bNone\b|\{\{|\{%|\(\)", text)
    return text


@pytest.mark.slow
@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("lack", LACKING)
def test_what_a_unit_does_not_have_has_no_heading(english, lack, kind):
    taken, absent = (names.split() for names in LACKING[lack])
    text = check_whole(read(kind, MAKERS[kind](reduce(without, taken, english), LOOK)))
    assert english.unit in text
    assert not [name for name in absent if LOOK.words[name] in text]


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("scores", [(80, 70), (None, None)])
def test_the_smallest_rules_make_a_report(smallest, content_by, scores, kind):
    content = content_by(smallest("parts: {a: {weight: 1}, b: {weight: 1}}"), "The unit", *scores)
    assert (content.principles, content.targets, content.pass_mark, content.failing, content.passing) == (
        (),
        (),
        "",
        (),
        (),
    )
    text = check_whole(read(kind, MAKERS[kind](content, LOOK)))
    assert ("75.00" if scores[0] else "–") in text
    absent = (
        "principles",
        "targets",
        "pass_mark",
        "failing",
        "passing",
        "ways",
        "measures",
        "findings",
        "previous",
    )
    unjudged = ("request_is", "request_measures", "chart")
    assert not [name for name in (*absent, *unjudged) if LOOK.words[name] in text]
    assert (LOOK.words["chart_alone"] in text) is (kind != "markdown" and scores[0] is not None)


def judged(content, *passes):
    """The content with its indicators judged otherwise, those after the last as that one."""
    wanted = [*passes, *[passes[-1]] * len(content.indicators)]
    indicators = tuple(replace(each, passes=wanted[number]) for number, each in enumerate(content.indicators))
    good, bad = (tuple(each for each in indicators if each.passes is sign) for sign in (True, False))
    titles = {
        "strengths": tuple(each.title for each in good),
        "weaknesses": tuple(each.title for each in bad),
    }
    return replace(content, indicators=indicators, passing=good, failing=bad, **titles)


@pytest.mark.slow
@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(
    ("passes", "said"),
    [
        ([True], "request_measures"),
        ([False], "request_measures"),
        ([True, False], "request_is"),
        ([True, None], "request_measures"),
        ([None, False], "request_measures"),
        ([None], "request_measures"),
    ],
)
def test_the_memo_says_of_the_judgements_what_is_so(english, passes, said, kind):
    text = check_whole(read(kind, MAKERS[kind](judged(english, *passes), LOOK)))
    names = ("request_is", "request_measures")
    assert [name for name in names if LOOK.words[name] in text] == said.split()
    bare = check_whole(
        read(kind, MAKERS[kind](without(judged(english, *passes), "indicators.measures"), LOOK))
    )
    assert not [name for name in ("request_is", "request_measures") if LOOK.words[name] in bare]
    assert LOOK.words["submitted"] in bare


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(
    ("parts", "said"),
    [
        (("memo",), ""),
        (("memo", "result", "failing", "passing"), ""),
        (("memo", "measures"), "request_measures"),
        (("memo", "failing", "measures"), "request_measures"),
        (("memo", "failing", "passing", "measures"), "request_is"),
    ],
)
def test_the_memo_says_of_what_goes_with_it_what_is_so(english, parts, said, kind):
    text = check_whole(read(kind, MAKERS[kind](replace(judged(english, True, False), parts=parts), LOOK)))
    names = ("request_is", "request_measures")
    assert [name for name in names if LOOK.words[name] in text] == said.split()


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("number", [0, 1, None])
def test_what_has_nothing_to_be_said_of_it_is_only_named(english, number, kind):
    lacking = {
        "instruments": ("about", "indicators", "weight"),
        "failing": ("instrument_title", "guidance", "questions"),
    }
    content = english
    for name, inner in lacking.items():
        items = getattr(content, name)
        bare = tuple(
            reduce(without, inner, each) if number in (at, None) else each for at, each in enumerate(items)
        )
        content = replace(content, **{name: bare})
    text = check_whole(read(kind, MAKERS[kind](content, LOOK)))
    assert all(
        f"{each.title} ({each.id})" in text.partition(LOOK.words["ratings"])[0]
        for each in content.instruments
    )
    assert all(
        f"{each.number} {each.title} – " in text.partition(LOOK.words["failing_are"])[2]
        for each in content.failing
    )
