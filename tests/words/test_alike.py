"""Texts that look alike: compared as one, and the characters that make them differ are named."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kenrules.engine.words.alike import (
    NEEDS_LOOK,
    compared,
    differ_by_a_slip,
    first_difference,
    foreign_characters,
    glance,
    look,
    odd_characters,
)

ALIKE = {
    "sara am in two signs": ("ก\u0e33", "ก\u0e4d\u0e32"),
    "tone before nikhahit": ("น\u0e49\u0e33", "น\u0e49\u0e4d\u0e32"),
    "nikhahit before tone": ("น\u0e49\u0e33", "น\u0e4d\u0e49\u0e32"),
    "tone after sara am": ("น\u0e49\u0e33", "น\u0e33\u0e49"),
    "tone before the vowel above": ("ท\u0e35\u0e48", "ท\u0e48\u0e35"),
    "tone before the vowel below": ("ผ\u0e39\u0e49", "ผ\u0e49\u0e39"),
    "silent mark before the vowel": ("สิทธ\u0e34\u0e4c", "สิทธ\u0e4c\u0e34"),
    "composed and not": ("caf\u00e9", "cafe\u0301"),
    "two blanks": ("office of a", "office  of a"),
    "no-break space": ("office of a", "office of\u00a0a"),
    "thin and ideographic space": ("office of a", "office\u2009of\u3000a"),
    "line break": ("office of a", "office of\n a"),
    "blanks at the ends": ("office", "\u00a0 office\t"),
    "zero width space": ("I1", "I1\u200b"),
    "byte order mark": ("I1", "\ufeffI1"),
    "soft hyphen": ("office", "of\u00adfice"),
    "word joiner and directions": ("office", "\u200eof\u2060fice\u202c"),
    "variation selector": ("ก", "ก\ufe0f"),
    "zero width between letter and accent": ("caf\u00e9", "cafe\u200b\u0301"),
    "full width": ("I1", "\uff29\uff11"),
}

LETTERS = st.text(
    st.one_of(
        st.sampled_from("กนทผา\u0e33\u0e4d\u0e31\u0e34\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4c\u0e4eเแ๑"),
        st.sampled_from("aé e\u0301\u0338\u0327\u00a0\u200b\u00ad\ufe0f\u3164\t½ﬁＡІ"),
        st.characters(),
    )
)


@pytest.mark.parametrize("case", ALIKE)
def test_what_nobody_sees_makes_no_difference(case: str) -> None:
    plain, other = ALIKE[case]
    assert plain != other
    assert compared(plain) == compared(other) == plain
    assert odd_characters(other)
    assert odd_characters(plain) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("I1", "i1"), ("ab", "a b"), ("ก่า", "ก้า"), ("é", "e"), ("๑", "1"), ("เเ", "แ"), ("I", "І"), ("มี", "มีี")],
)
def test_what_is_seen_makes_one(one: str, other: str) -> None:
    assert compared(one) != compared(other)


@pytest.mark.parametrize("text", ["", "a", "agency 1", "กรมน้ำ", "สิทธิ์ที่ผู้ใช้ ๑", "São Tomé", "ก็ ทั้งนี้ ฤๅษี"])
def test_plain_texts_are_let_through_at_once(text: str) -> None:
    assert re.search(NEEDS_LOOK, text) is None
    assert compared(text) == text


@given(LETTERS)
def test_compared_is_the_same_of_its_own_result(text: str) -> None:
    once = compared(text)
    assert compared(once) == once
    assert look(look(text)) == look(text)


@given(LETTERS)
def test_a_text_that_is_let_through_is_in_the_form_compared(text: str) -> None:
    if re.search(NEEDS_LOOK, text) is None:
        slow = compared(f"{text} \u200b")
        assert slow == text.strip()


@given(LETTERS)
def test_canonical_variants_are_one(text: str) -> None:
    variants = {unicodedata.normalize(form, text) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert {compared(variant) for variant in variants} == {compared(text)}


@given(LETTERS)
def test_blanks_around_and_invisible_signs_within_are_nothing(text: str) -> None:
    assert compared(f"\u2003{text}\u200b ") == compared(text) == compared("\u200c".join(text))


@given(LETTERS)
def test_something_is_named_of_every_text_that_is_written_otherwise(text: str) -> None:
    if unicodedata.is_normalized("NFC", text) and compared(text) != text:
        assert odd_characters(text)


def test_the_characters_are_named_with_their_places() -> None:
    assert odd_characters("I1\u200b") == [(3, "\u200b", "U+200B ZERO WIDTH SPACE")]
    assert odd_characters("น\u0e4d\u0e49า") == [(2, "\u0e4d", "U+0E4D THAI CHARACTER NIKHAHIT")]
    assert odd_characters("ท\u0e48\u0e35") == [(3, "\u0e35", "U+0E35 THAI CHARACTER SARA II")]
    assert odd_characters("cafe\u0301") == [(5, "\u0301", "U+0301 COMBINING ACUTE ACCENT")]
    assert odd_characters("a  b") == [(3, " ", "U+0020 SPACE")]


def test_letters_of_other_scripts_look_like_latin_ones() -> None:
    assert look("\u04061") == "I1"
    assert look("\u0399\u0e51") == "I1"
    assert look("เเม\u0e45") == "แมา"
    assert look("A–B") == "A-B"
    assert foreign_characters("\u04061") == [
        (1, "I", "U+0406 CYRILLIC CAPITAL LETTER BYELORUSSIAN-UKRAINIAN I")
    ]
    assert foreign_characters("I1") == []
    assert glance("Office") == glance("OFFICE") == glance("оffice")
    assert look("Office") != look("office")


def test_where_two_texts_differ() -> None:
    assert first_difference("office ๑", "office 1") == (8, "U+0E51 THAI DIGIT ONE")
    assert first_difference("ab", "abc") == (2, "U+0062 LATIN SMALL LETTER B")
    assert first_difference("", "\u200b") == (1, "U+200B ZERO WIDTH SPACE")
    assert first_difference("abc", "ab") == (3, "U+0063 LATIN SMALL LETTER C")


@pytest.mark.parametrize(
    ("one", "other", "is_slip"),
    [
        ("ปรับปรุง", "ปรับปุรง", True),
        ("excellent", "excelent", True),
        ("very good result", "very good resuult", True),
        ("level A", "level B", False),
        ("stages", "stage", False),
        ("ผ่าน", "ไม่ผ่าน", False),
        ("good", "goad", False),
        ("rating 11111", "rating 11211", False),
    ],
)
def test_a_slip_is_told_from_another_name(one, other, is_slip):
    assert differ_by_a_slip(one, other) is is_slip
    assert differ_by_a_slip(other, one) is is_slip
