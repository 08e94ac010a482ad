"""YAML is read exactly and without its surprises."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import kenrules
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from kenrules import KenError
from kenrules.engine.book import source
from kenrules.engine.book.source import parse

from ..conftest import SMALLEST


@pytest.mark.parametrize(
    "text",
    [
        "no",
        "on",
        "yes",
        "off",
        "y",
        "NO",
        "1:30",
        "12:30:45",
        "0x1F",
        "0o17",
        "1_000",
        "2021-10-01",
        "=",
        "1.2.3",
        "30%",
        "+",
        ".",
        "e5",
    ],
)
def test_yaml_1_1_turns_these_into_something_else_and_ken_does_not(text):
    assert parse(f"a: {text}").data == {"a": text}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("94.99", "94.99"),
        ("0777", "777"),
        ("1e3", "1000"),
        ("-0.5", "-0.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("๘๕.๕๐", "85.5"),
        ("+3", "3"),
    ],
)
def test_numbers_are_exact_decimals(text, value):
    assert parse(f"a: {text}").data == {"a": Fraction(value)}


def test_quoted_numbers_are_texts_and_keys_are_always_texts():
    assert parse("a: '85'\n1: x\nno: y\n2021-01-01: z").data == {
        "a": "85",
        "1": "x",
        "no": "y",
        "2021-01-01": "z",
    }


def test_words_with_a_meaning():
    assert parse("[true, false, null, ~, True]").data == [True, False, None, None, True]


def test_every_value_has_its_position():
    document = parse("a:\n  - {b: 1, c: [2, 'three']}\nd: &x {e: 4}\nf: *x\n")
    assert str(document.value_at(("a", 0, "c", 1))) == "<text>:2:19"
    assert str(document.key_at(("a", 0, "c"))) == "<text>:2:12"
    assert str(document.value_at(("f", "e"))) == "<text>:3:11"
    assert str(document.value_at(("f", "gone"))) == "<text>:3:4"


@pytest.mark.slow
def test_a_bomb_of_aliases_does_not_go_off():
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 10)}]" for n in range(1, 12))
    with pytest.raises(KenError) as caught:
        parse(f"l0: &l0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n{levels}\n")
    assert [finding.code for finding in caught.value.diagnostics] == ["alias-bomb"]


def test_many_aliases_of_little_are_quick():
    parse("a: &a 1\n" + "".join(f"k{n}: *a\n" for n in range(20_000)))


def test_a_file_over_the_limit_is_not_read(tmp_path):
    path = tmp_path / "large.yaml"
    path.write_text("a: 1\n" + "# padding\n" * (source.MAX_BYTES // 10))
    with pytest.raises(KenError) as caught:
        source.read(path)
    assert caught.value.diagnostics[0].code == "too-large"


@pytest.mark.slow
@given(st.text(max_size=300))
def test_any_text_is_data_or_diagnostics(text):
    with suppress(KenError):
        parse(text)


ESCAPES = ["\\UFFFFFFFF", "\\U00110000", "\\uD800", "\\uDFFF", "\\UDEADBEEF"]


@pytest.mark.parametrize("escape", ESCAPES)
@pytest.mark.parametrize("has_libyaml", [True, False])
def test_an_escape_that_is_no_character_is_told_at_its_place(write, monkeypatch, escape, has_libyaml):
    if not has_libyaml:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    (finding,) = kenrules.check(write("r.yaml", f'ruleset: test/1\ntitle: "เก่ง \\"a\\" {escape}b"\n'))
    assert (finding.code, finding.position.line, finding.position.column) == ("yaml-syntax", 2, 20)
    assert (str(finding.message), finding.position.length) == (f"{escape} is no character", len(escape))
    assert finding.hint is not None


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        (
            "x.test.yaml",
            'tests: test/smallest\ncases:\n  - {name: "\\U99999999", input: {a: 1}, expect: {a: 1}}\n',
            3,
        ),
        ("data.yaml", 'dataset: d\nfiles: [{path: "\\uDC00.csv", layout: scores}]\n', 2),
        ("smallest.guidance.yaml", 'guidance: test/smallest\nitems:\n  a: {improve: "\\U00110001"}\n', 3),
    ],
)
def test_it_is_told_in_every_kind_of_file(ken, write, tmp_path, name, text, line):
    write("smallest.yaml", SMALLEST)
    write("other.yaml", SMALLEST.replace("weight", "w"))
    path = write(name, text)
    shown = ken("check", path)
    assert shown.exit_code == 1
    assert f"{name}:{line}:" in shown.stdout
    assert " is no character [yaml-syntax]" in shown.stdout
    whole = ken("check", tmp_path)
    assert whole.exit_code == 1
    assert f"{name}:{line}:" in whole.stdout
    assert "other.yaml: no findings" in whole.stdout


def test_commands_that_need_the_file_end_with_2(ken, write, smallest):
    rules = write("r.yaml", SMALLEST.replace("made up", '"\\UFFFFFFFF"'))
    for arguments in (
        ("show", rules),
        ("evaluate", smallest(), write("data.yaml", 'dataset: "\\ud900"\nfiles: [{path: d.csv}]\n')),
    ):
        shown = ken(*arguments)
        assert shown.exit_code == 2
        assert "is no character [yaml-syntax]" in shown.stderr


def test_a_path_of_windows_between_double_quotes_is_told_as_an_escape(write):
    (finding,) = kenrules.check(write("r.yaml", 'ruleset: test/1\nsource: "D:\\Users\\somchai"\n'))
    assert (str(finding.message), finding.position.column) == ("\\U is no escape that YAML knows", 12)
    assert "single quotes" in str(finding.hint)


def test_escapes_that_are_characters_are_read_without_libyaml_too(monkeypatch):
    text = 'a: "\\x41\\u0e01\\U0001F600\\t\\/\\\\ \\"q\\" and\\\n  on\\_"\n'
    data = source.parse(text).data
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert source.parse(text).data == data == {"a": 'Aก😀\t/\\ "q" andon\xa0'}


def told(text):
    with pytest.raises(KenError) as caught:
        parse(text)
    (finding,) = caught.value.diagnostics
    return finding


def test_versions_that_were_not_merged_are_told_with_their_lines():
    finding = told("a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> draft\n")
    assert (finding.position.line, finding.position.column) == (2, 1)
    assert "one stands in the lines 2 to 4, the other in the lines 4 to 6" in str(finding.message)
    assert "delete the lines of the version that does not count" in str(finding.hint)


def test_curly_quotation_marks_over_which_yaml_stumbles_are_told():
    finding = told("t: {th: “แบบสำรวจ: ภายใน”, en: Survey}\n")
    assert (finding.code, finding.position.column) == ("odd-characters", 9)
    assert "straight quotation marks" in str(finding.hint)
