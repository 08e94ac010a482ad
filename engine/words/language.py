"""The languages that Ken speaks: which one to use, its catalogue of messages, and all else that differs from
language to language.

A new language is an entry here, its catalogue (tools/renew_catalogue.py), and templates of reports and
guidance in it."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

Language: TypeAlias = str
"""The code of a language that is spoken, such as th."""

ENGLISH: Language = "en"
"""The language that messages are written in; of several languages it is the last to be fallen back on."""
ARABIC = "arabic"
"""The numerals 0-9."""


class Spoken(NamedTuple):
    """A language. `numerals` names its digits (as CSS does), of which `digits` are the ten; `page_numbers` is
    what Word calls them. `era` is what its calendar adds to a year of the Christian era. `spaced` says
    whether words stand apart; `syllable` is a regular expression of what a line may break around. `sizes` are
    those of text and of tables, in points. `columns` are names of columns in data, by what they hold;
    `totals` are words that name a row of totals, averages or weights, and words that may stand beside them;
    `tests` are names that people give a unit to try something out, `counts` are beginnings of names of rows
    that count or aim at something, `full_marks` names of rows with the most points, `statistics` whole names
    that rows of statistics have, and that a unit may have too."""

    code: Language
    name: str
    numerals: str = ARABIC
    digits: str = "0123456789"
    page_numbers: str = "decimal"
    era: int = 0
    spaced: bool = True
    syllable: str = ""
    sizes: tuple[int, int] = (14, 12)
    columns: Mapping[str, Sequence[str]] = MappingProxyType({})
    totals: tuple[Sequence[str], Sequence[str]] = ((), ())
    tests: Sequence[str] = ()
    counts: Sequence[str] = ()
    full_marks: Sequence[str] = ()
    statistics: Sequence[str] = ()


_EVERY = (
    Spoken(
        ENGLISH,
        "English",
        columns={
            "unit": ("unit",),
            "item": ("item", "node", "question"),
            "score": ("score", "value"),
            "result": ("result",),
            "rating": ("rating",),
            "text": ("text", "guideline", "measure"),
        },
        totals=(
            (
                *("totals", "total", "subtotal", "sum", "averages", "average", "avg", "mean", "overall"),
                *("weights", "weight", "full score", "full marks", "maximum", "minimum", "median"),
                *("standard deviation", "std dev", "s.d"),
            ),
            ("grand", "all", "of", "the", "scores", "score", "units", "unit", "n", "possible"),
        ),
        tests=("test", "tests", "testing", "test data", "dummy"),
        counts=("number of ", "count of ", "percentage of ", "share of ", "target:", "passed:", "failed:"),
        full_marks=("full score", "full marks", "maximum", "maximum score"),
        statistics=(
            *("max", "min", "max value", "min value", "highest", "lowest", "range", "mode", "variance", "sd"),
            *(
                "std",
                "std. dev",
                "std. deviation",
                "st. dev",
                "standard error",
                "std deviation",
                "stdev",
                "count",
                "no. of units",
                "%",
                "percent",
                "percentage",
            ),
            *("target", "targets", "benchmark", "threshold", "cut-off", "rank", "ranking", "weighting"),
            *(
                "all units",
                "all agencies",
                "summary",
                "column total",
                "group mean",
                "national average",
                "national mean",
            ),
            *("previous year", "last year", "change", "difference", "quartile 1", "quartile 3", "iqr"),
        ),
    ),
    Spoken(
        "th",
        "Thai",
        numerals="thai",
        digits="๐๑๒๓๔๕๖๗๘๙",
        page_numbers="thaiNumbers",
        era=543,
        spaced=False,
        syllable="[\u0e40-\u0e44]?[\u0e01-\u0e2e][^\u0e01-\u0e2e\u0e40-\u0e44]*",
        sizes=(16, 14),
        columns={
            "unit": ("หน่วย", "หน่วยงาน"),
            "item": ("ข้อ",),
            "score": ("คะแนน",),
            "result": ("ผล", "ผลการประเมิน"),
            "rating": ("ระดับ", "ระดับผลการประเมิน"),
            "text": ("ข้อความ", "แนวทาง", "มาตรการ"),
        },
        totals=(
            (
                *("เฉลี่ย", "รวม", "ทั้งหมด", "ทั้งสิ้น", "น้ำหนัก", "คะแนนเต็ม", "สูงสุด", "ต่ำสุด"),
                *("เบี่ยงเบนมาตรฐาน", "มัธยฐาน"),
            ),
            ("ค่า", "คะแนน", "ผล", "ยอด", "ภาพ", "ทุก", "หน่วยงาน", "หน่วย", "ของ", "สรุป", "แห่ง", "ส่วน"),
        ),
        tests=("ทดสอบระบบ", "ทดสอบ", "ทดลองระบบ", "ทดลอง", "ข้อมูลทดสอบ"),
        counts=("จำนวน", "ร้อยละ", "ผ่านเกณฑ์", "ไม่ผ่านเกณฑ์", "เป้าหมาย", "ค่าเป้าหมาย"),
        full_marks=("คะแนนเต็ม", "เต็ม"),
        statistics=(
            *("ค่า sd", "ค่า s.d.", "sd", "ฐานนิยม", "ค่าฐานนิยม", "พิสัย", "ค่าพิสัย", "ความแปรปรวน", "ค่าความแปรปรวน"),
            *("เกณฑ์", "เกณฑ์การประเมิน", "ค่าเกณฑ์", "อันดับ", "ลำดับที่", "สรุป", "ปีก่อน", "ปีที่แล้ว", "ผลต่าง"),
            *("ถ่วงน้ำหนัก", "ระดับประเทศ", "ระดับจังหวัด", "ภาพรวมประเทศ", "ทั้งประเทศ", "ทั้งจังหวัด"),
        ),
    ),
)
SPOKEN: Mapping[Language, Spoken] = {each.code: each for each in _EVERY}
LANGUAGES: tuple[Language, ...] = tuple(SPOKEN)
DIGITS: Mapping[str, str] = {each.numerals: each.digits for each in _EVERY}
"""The ten digits, by the name of their numerals."""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
"""Months in English, as the catalogues have them."""

_LANGUAGE = re.compile(r"[A-Za-z]*")
DOMAIN = "kenrules"
FOLDER = Path(__file__).resolve().parent / "locale"


def column_names(kind: str) -> tuple[str, ...]:
    """The names that columns of a kind have in any language, English ones first."""
    return tuple(name for each in _EVERY for name in each.columns.get(kind, ()))


def from_environment(environment: Mapping[str, str] | None = None) -> Language:
    """The first language that the environment names and Ken speaks, in the order of gettext; English without
    one."""
    variables = os.environ if environment is None else environment
    for variable in ("KEN_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        for name in variables.get(variable, "").split(":"):
            for language in LANGUAGES:
                if _LANGUAGE.findall(name.casefold())[0] == language:
                    return language
            if _LANGUAGE.findall(name)[0] in ("C", "POSIX"):
                return ENGLISH
    return ENGLISH


def paragraphs(text: str) -> str:
    """A docstring that users see, one line a paragraph: its line breaks in the source mean nothing."""
    return "\n\n".join(" ".join(each.split()) for each in re.split(r"\n\s*\n", text.strip()))


def catalogue(language: Language) -> Callable[[str], str]:
    """Turns English templates into the language's; those without a translation stay English."""
    if language == ENGLISH:
        return str
    found = gettext.translation(DOMAIN, FOLDER, [language], fallback=True)
    return lambda template: found.gettext(template) if template else ""


def numerals_of(language: Language, asked: str | None = None) -> str:
    """The numerals of a text in a language: those asked for, else the language's own."""
    return asked or SPOKEN[language].numerals


def fallbacks(languages: Iterable[Language]) -> list[Language]:
    """Some languages in the order in which one of them stands for another: English last."""
    given = set(languages)
    order = [*(language for language in LANGUAGES if language != ENGLISH), ENGLISH]
    return [language for language in order if language in given]


def pieces(word: str) -> list[str]:
    """A word in the pieces between which a line may break: syllables where its script has them, else
    letters."""
    return _PIECE.findall(word)


_PIECE = re.compile("|".join([*(each.syllable for each in _EVERY if each.syllable), "."]), re.DOTALL)
