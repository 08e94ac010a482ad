"""YAML is read exactly and without its surprises."""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kenrules import KenError
from kenrules.engine.book import source
from kenrules.engine.book.source import parse
from kenrules.engine.words.numerals import decimal_text, in_numerals, read_number, read_percent


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


@given(st.text(max_size=300))
def test_any_text_is_data_or_diagnostics(text):
    with suppress(KenError):
        parse(text)


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_decimal_text_and_read_number_are_inverse(scaled, decimals):
    value = Fraction(scaled, 10**decimals)
    assert read_number(decimal_text(value)) == value
    assert read_number(in_numerals(decimal_text(value, decimals), "thai")) == value


@pytest.mark.parametrize(
    "text", ["", "abc", "1,2", "1e999", "inf", "nan", "--1", "1 2", "9" * 61, "0x10", "1_0", "๙๐.๖.๓"]
)
def test_what_is_no_number(text):
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("1,234.50", "1234.5"), ("12,345,678", "12345678"), ("๑,๒๓๔", "1234"), ("-1,000", "-1000")],
)
def test_thousands_separators_are_read_in_data(text, value):
    assert read_number(text, grouped=True) == Fraction(value)
    assert read_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"), [("30%", "0.3"), ("๓๐ %", "0.3"), ("33.33%", "0.3333"), ("30", None), ("%", None)]
)
def test_percentages(text, value):
    assert read_percent(text) == (None if value is None else Fraction(value))
