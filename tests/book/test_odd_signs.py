"""Signs in rules that look like others or like nothing: each is told at its place, with its name."""

from __future__ import annotations

import pytest
from kenrules.engine.book.source import parse
from kenrules.engine.words.diagnostics import KenError

RULES = """\
ruleset: test/one
title: {en: One}
unit: agency
source: made up
scale: {min: 0, max: 100, decimals: 2, rounding: half_up}
answers: {said: {options: {"yes": 100, "no": 0}}}
instruments:
  S: {weight: 100%, indicators: {A: {weight: 100%, questions: [q1, q2], answers: said}}}
bands:
  - {rating: high, from: 50, to: 100}
  - {rating: low, from: 0, to: 49.99}
"""
NO_BREAK, ZERO, CURLY = (
    "U+00A0 NO-BREAK SPACE",
    "U+200B ZERO WIDTH SPACE",
    "U+201C LEFT DOUBLE QUOTATION MARK",
)
CASES = {
    "curly quotes around a text": ("source: made up", "source: “made up”", "4:9", CURLY, "or none: made up"),
    "curly quotes around a rating": ("rating: high", "rating: “high”", "10:14", CURLY, "or none: high"),
    "curly quotes around a number": ("from: 50", "from: “50”", "10:26", CURLY, "or none: 50"),
    "curly quotes around an option": ('"yes"', "“yes”", "6:28", CURLY, "or none: yes"),
    "single curly quotes": ("unit: agency", "unit: ‘agency’", "3:7", "U+2018", "or none: agency"),
    "full-width digits": ("from: 50", "from: ５０", "10:26", "U+FF15 FULLWIDTH DIGIT FIVE", "write 50"),
    "full-width percentage": ("S: {weight: 100%", "S: {weight: １００%", "8:15", "U+FF11", "write 100%"),
    "full-width colon": ("unit: agency", "unit： agency", "3:5", "U+FF1A FULLWIDTH COLON", "write “: ”"),
    "full-width colon in braces": ("from: 50", "from：50", "10:20", "from：50", "a space: from: 50"),
    "full-width comma": ("0, max", "0，max", "5:15", "U+FF0C FULLWIDTH COMMA", "write “,”"),
    "no-break space behind a key": ("unit: agency", "unit\u00a0: agency", "3:5", NO_BREAK, "plain blank"),
    "no-break space behind a colon": ("unit: agency", "unit:\u00a0agency", "3:6", NO_BREAK, "plain blank"),
    "no-break space to indent": ("  S:", "\u00a0 S:", "8:1", NO_BREAK, "put plain blanks"),
    "zero width in a key": ("unit:", "unit\u200b:", "3:5", ZERO, "delete it"),
    "zero width in an id": ("{A:", "{A\u200b:", "8:35", ZERO, "delete it"),
    "zero width in a question": ("q2]", "q2\u200b]", "8:68", "q2", f"is {ZERO}"),
    "zero width in a rating": ("rating: high", "rating: high\u200b", "10:18", ZERO, "delete it"),
    "zero width in an option": ('"yes"', '"yes\u200b"', "6:32", ZERO, "delete it"),
    "Cyrillic letter in an id": ("{A:", "{\u0410:", "8:34", "\u0410", "U+0410 CYRILLIC CAPITAL LETTER A"),
    "option in two ways": ('"no": 0', '"no": 0, "น้ำ": 1, "นํ้า": 2', "6:59", "U+0E4D", "keep one of the two"),
}


@pytest.mark.parametrize("case", CASES)
def test_each_is_told_alone_at_its_place_with_its_name(ken, write, case):
    plain, odd, place, character, hint = CASES[case]
    assert plain in RULES
    result = ken("check", write("rules.yaml", RULES.replace(plain, odd, 1)))
    assert result.exit_code == 1
    assert result.stdout.count("hint:") == 1, result.stdout
    assert f"rules.yaml:{place}: error:" in result.stdout
    told, _, mended = result.stdout.partition("hint:")
    assert character in told.split("\n")[0]
    assert hint in mended


def test_a_rating_in_two_ways_is_told(ken, write):
    text = RULES.replace("rating: high", 'rating: "น้ำ"').replace("rating: low", 'rating: "นํ้า"')
    shown = ken("check", write("rules.yaml", text)).stdout
    assert "rules.yaml:11:14: error: the rating “นํ้า” is written in two ways" in shown
    assert "U+0E4D THAI CHARACTER NIKHAHIT" in shown


@pytest.mark.parametrize(
    "text",
    [
        "a: the “best” of all",
        "a: '“quoted”'",
        'a: "５０"',
        "a: ๕๐",
        "น้ำ: ผู้ใช้",
        "a: ‘tis a word",
        "a: ระดับ\u200bดี",
    ],
)
def test_what_is_meant_so_is_no_finding(text):
    assert parse(text).faults == []


def test_what_is_told_is_read_as_it_was_meant():
    document = parse("unit\u200b: “agency”\nfrom: ５０\n")
    assert document.data == {"unit": "agency", "from": 50}
    assert [fault.code for fault in document.faults] == ["odd-characters"] * 3


def test_a_structure_that_hangs_on_a_blank_that_is_none_is_not_read_on():
    with pytest.raises(KenError) as refused:
        parse("a:\n\u3000b: 1\n")
    assert "U+3000 IDEOGRAPHIC SPACE is used to indent" in str(refused.value)
