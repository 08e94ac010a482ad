"""Where Thai may be broken, without a dictionary."""

from __future__ import annotations

import pytest
from kenrules.engine.words.whole_words import pieces_within, unbroken, words_in

BROKEN = [
    "องค์|การบริ|หาร|ส่วนตำ|บลบ้าน|นา|สาร|ใต้",
    "แบบวัด|การรับ|รู้ของผู้|มี|ส่วน|ได้ส่วน|เสีย|ภายนอก",
    "คุณ|ภาพ|การ|ดำ|เนิน|งาน",
    "ข้อมูล|พื้นฐานของหน่วยงาน|และ|ช่องทาง|ติด|ต่อ",
    "สุ|ราษฎร์|ธา|นี",
    "มหา|วิท|ยา|ลัย",
    "ศักดิ์|สิทธิ์",  # what is silent ends no line and begins none
    "กอล์ฟ",
    "ตัวอย่าง",
    "ห้ามหลัง",  # หล begins a syllable together
    "อา|ชีพครู",
    "60.00 %",  # a sign stays with its number
]


@pytest.mark.parametrize("text", BROKEN)
def test_lines_end_where_a_syllable_does(text):
    whole = text.replace("|", "")
    assert unbroken(whole) == text.split("|")


def test_words_stay_whole_where_there_is_room():
    assert words_in("การประเมินผลและคะแนน") == ["การประเมินผล", "และ", "คะแนน"]
    assert list(pieces_within("การประเมินผล ดี", 20, len)) == ["การประเมินผล ", "ดี"]
    assert list(pieces_within("การประเมินผล ดี", 8, len)) == ["การประ", "เมินผล ", "ดี"]
