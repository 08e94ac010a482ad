"""Bytes that are not UTF-8: which encoding they are in is told by what they would say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kenrules.engine.data.encoding import decoded
from kenrules.engine.words.diagnostics import KenError

THAI = "หน่วยงาน,a,b\nองค์การบริหารส่วนตำบลบ้านน้ำ,90,80\nเทศบาลเมืองแม่ฮ่องสอน ๑,70,60\n"
WESTERN = "agency,a,b\nSão Tomé,90,80\nMüller & Söhne,70,60\nNuñoa,1,2\n"
WORDS = ["กรม", "น้ำ", "ที่ดิน", "เทศบาล", "แพทย์", "ใหญ่", "ผู้", "ก็", "ฯลฯ", "ขนส่ง", "ก", "๑๒", "ฤๅษี", "โต๊ะ"]


def read(text: str, encoding: str) -> tuple[str, list[str]]:
    found, notes = decoded(text.encode(encoding), None, "d.csv")
    return found, [str(note.message) for note in notes]


@pytest.mark.parametrize(
    ("text", "encoding", "word"),
    [
        (THAI, "cp874", "หน่วยงาน"),
        (WESTERN, "windows-1252", "São"),
        ("agency,a\nMüller,1\n", "windows-1252", "Müller"),
        ("agency,a\nJosé,1\n", "windows-1252", "José"),
        ("agency,a\nL'été à Élan,1\n", "windows-1252", "été"),
        ("agency,a\nMÃE,1\nAÇÃO,2\n", "windows-1252", "MÃE"),
        ("agency,a\nก,1\nข,2\n", "cp874", "ก"),
        ("agency,a\nKen กรม ABC,1\n", "cp874", "กรม"),
        ("agency,a\n“กรม” …,1\n", "cp874", "กรม"),
    ],
)
def test_the_words_tell_the_encoding(text, encoding, word):
    found, (note,) = read(text, encoding)
    assert found == text
    assert f"“{word}”" in note
    assert note.lower().startswith(f"read as {encoding}")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [THAI, WESTERN, "agency,a\nu,1\n"])
def test_utf_16_is_known_without_a_byte_order_mark(text, encoding):
    found, (note,) = read(text, encoding)
    assert found == text
    assert encoding.upper() in note


def test_signs_that_both_have_need_no_choice():
    found, (note,) = read("agency,a\nKen’s – …,1\n", "windows-1252")
    assert "Ken’s – …" in found
    assert "Windows-1252" in note


@pytest.mark.parametrize(
    "raw",
    [
        "agency,a\nминистерство здравоохранения,1\n".encode("cp1251"),
        THAI.encode("cp874") + WESTERN.encode("windows-1252"),
        b"agency,a\n10\xb0,1\n",
        b"agency,a\n\xff\xfe\xfd\xfc\xfb,1\n",
    ],
)
def test_what_the_bytes_do_not_tell_is_refused(raw):
    with pytest.raises(KenError) as refused:
        decoded(raw, None, "d.csv")
    (fault,) = refused.value.diagnostics
    assert "do not tell whether" in str(fault.message)
    assert "--encoding cp874" in str(fault.hint)
    assert (fault.position.line > 0, decoded(raw, "windows-1252", "d.csv")[1]) == (True, ())


def test_damaged_utf_8_is_no_other_encoding():
    raw = THAI.encode().replace("น้ำ".encode(), "น้ำ".encode()[:-1], 1)
    with pytest.raises(KenError) as refused:
        decoded(raw, None, "d.csv")
    assert "is no character in UTF-8" in str(refused.value.diagnostics[0].message)


@given(
    st.lists(st.sampled_from(WORDS), min_size=3, max_size=30), st.sampled_from(["", " ", ",", "\n", " 12 "])
)
def test_thai_is_read_as_thai(words, between):
    text = f"agency,a\n{between.join([*words, 'กรม', 'น้ำ'])}\n"
    found, notes = read(text, "cp874")
    assert (found, len(notes)) == (text, 1)


def test_a_western_file_is_rated_by_its_names(rated, smallest, tmp_path):
    data = tmp_path / "d.csv"
    data.write_bytes(WESTERN.encode("windows-1252"))
    found = rated(smallest(), data)
    assert [unit["unit"] for unit in found["units"]] == ["São Tomé", "Müller & Söhne", "Nuñoa"]
    assert [finding["code"] for finding in found["diagnostics"]] == ["encoding"]
    named = rated(smallest(), data, "--encoding", "windows-1252")
    assert (named["units"], named["diagnostics"]) == (found["units"], [])


@pytest.mark.parametrize("name", ["nope", "hex", "undefined", "a\0b", "x" * 300])
def test_what_is_no_encoding_is_told(ken, smallest, write, name):
    result = ken("evaluate", smallest(), write("data.csv", "agency,a,b\nx,1,2\n"), "--encoding", name)
    assert (result.exit_code, "error: no encoding is called" in result.stderr) == (2, True)
