"""The order of names: Thai as in its dictionary, numbers by their value."""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from kenrules.engine.words.natural_order import natural, natural_path, natural_places, naturally

CONSONANTS = "กขฃคฅฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรฤลฦวศษสหฬอฮ"
VOWELS, LEADING = "\u0e30\u0e31\u0e32\u0e33\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a", "เแโใไ"
LETTERS = f"ๆ{CONSONANTS}ฯ{VOWELS}{LEADING}ๅ"
SIGNS = "\u0e4e\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d"
"""Thai as the Unicode Collation Algorithm orders it: letters by their first weights, signs by their second."""

THAI = st.text(st.sampled_from(LETTERS + SIGNS), max_size=4)
PROVINCES = [
    "กระบี่",
    "กรุงเทพมหานคร",
    "กาญจนบุรี",
    "กาฬสินธุ์",
    "กำแพงเพชร",
    "ขอนแก่น",
    "จันทบุรี",
    "ฉะเชิงเทรา",
    "ชลบุรี",
    "ชัยนาท",
    "ชัยภูมิ",
    "ชุมพร",
    "เชียงราย",
    "เชียงใหม่",
    "ตรัง",
    "ตราด",
    "ตาก",
    "นครนายก",
    "นครปฐม",
    "นครพนม",
    "นครราชสีมา",
    "นครศรีธรรมราช",
    "นครสวรรค์",
    "นนทบุรี",
    "นราธิวาส",
    "น่าน",
    "บึงกาฬ",
    "บุรีรัมย์",
    "ปทุมธานี",
    "ประจวบคีรีขันธ์",
    "ปราจีนบุรี",
    "ปัตตานี",
    "พระนครศรีอยุธยา",
    "พะเยา",
    "พังงา",
    "พัทลุง",
    "พิจิตร",
    "พิษณุโลก",
    "เพชรบุรี",
    "เพชรบูรณ์",
    "แพร่",
    "ภูเก็ต",
    "มหาสารคาม",
    "มุกดาหาร",
    "แม่ฮ่องสอน",
    "ยโสธร",
    "ยะลา",
    "ร้อยเอ็ด",
    "ระนอง",
    "ระยอง",
    "ราชบุรี",
    "ลพบุรี",
    "ลำปาง",
    "ลำพูน",
    "เลย",
    "ศรีสะเกษ",
    "สกลนคร",
    "สงขลา",
    "สตูล",
    "สมุทรปราการ",
    "สมุทรสงคราม",
    "สมุทรสาคร",
    "สระแก้ว",
    "สระบุรี",
    "สิงห์บุรี",
    "สุโขทัย",
    "สุพรรณบุรี",
    "สุราษฎร์ธานี",
    "สุรินทร์",
    "หนองคาย",
    "หนองบัวลำภู",
    "อ่างทอง",
    "อำนาจเจริญ",
    "อุดรธานี",
    "อุตรดิตถ์",
    "อุทัยธานี",
    "อุบลราชธานี",
]


def weights(word: str) -> tuple[list[int], list[int]]:
    """The weights of a Thai word letter by letter, slowly: what letters say, and what signs do."""
    letters = list(unicodedata.normalize("NFD", word))
    at = 0
    while at + 1 < len(letters):
        if letters[at] in LEADING and letters[at + 1] in CONSONANTS:
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
            at += 1
        at += 1
    first = [LETTERS.index(letter) for letter in letters if letter in LETTERS]
    return first, [SIGNS.find(letter) for letter in letters]


@settings(max_examples=400, deadline=None)
@given(THAI, THAI, THAI, THAI)
@example("", "ตา", "ต่า", "")
@example("", "เก่า", "กาย", "")
def test_thai_words_stand_as_in_a_dictionary(before, one, other, behind):
    one, other = f"{before}{one}{behind}", f"{before}{other}{behind}"
    assert (natural(one) < natural(other)) == ((weights(one), one) < (weights(other), other))


def test_provinces_stand_as_the_royal_society_lists_them():
    assert len(PROVINCES) == 77
    assert naturally(reversed(PROVINCES)) == PROVINCES


@given(st.lists(st.text(max_size=5), max_size=8))
@example(["1", "01", "๑", "é", "e\u0301", "a", "A", "", "²", "\u02ff"])
def test_names_have_one_order_whatever_stood_before(names):
    there = naturally(names)
    assert there == naturally(reversed(names))
    assert sorted(there) == sorted(names)
    for one, other in pairwise(there):
        assert (natural(one) == natural(other)) == (one == other)
        assert not natural(other) < natural(one)


@given(st.integers(0, 10**30), st.integers(0, 10**30), st.booleans(), THAI, THAI)
@example(10, 9, True, "", "")
@example(0, 1, False, "", "")
def test_numbers_in_names_stand_by_their_value(one, other, in_thai, before, behind):
    digits = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙" if in_thai else "0123456789")
    names = [f"{before} {str(number).translate(digits)} {behind}" for number in (one, other)]
    assert (natural(names[0]) < natural(names[1])) == (one < other)


def test_numbers_longer_than_what_becomes_a_number_are_ordered_too():
    assert naturally(["1" * 5001, "9" * 5000]) == ["9" * 5000, "1" * 5001]


@pytest.mark.parametrize(
    "names",
    [
        ["1", "2", "10", "11"],
        ["๑", "2", "๑๐", "11"],
        ["o1.2", "o1.10", "o2", "O10"],
        ["apple", "Élan", "elba", "Zoo", "กรุงเทพ", "เชียงใหม่", "นครราชสีมา"],
        ["a b", "a-b", "a1", "ab"],
        ["ตำบล ก", "ตำบล1", "ตำบลใหม่"],
        ["ต่างๆ", "ต่างกัน", "ต่างจังหวัด"],
    ],
)
def test_what_stands_before_what(names):
    assert naturally(reversed(names)) == names


def test_a_file_stands_before_those_whose_names_go_on():
    names = ["ita/2566.yaml", "ita/2566/more.yaml", "ita/2566-as-printed.yaml", "ita/10000.yaml"]
    assert [str(path) for path in sorted(map(Path, reversed(names)), key=natural_path)] == names


def test_what_has_no_name_stands_last():
    assert natural_places(["10", None, "9", "10"]) == {"9": 0, "10": 1, None: 2}
    assert natural_places(["10", "9"]) == {"9": 0, "10": 1}
