"""Numbers as people write them, read exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from kenrules.engine.words.numerals import decimal_text, in_numerals, read_number, read_percent


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
