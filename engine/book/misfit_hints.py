"""What mends a value that does not fit, where what was most likely meant can be told from it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from fractions import Fraction

from ..meaning.model import LEVELS
from ..words.diagnostics import Text, say
from ..words.language import LANGUAGES
from ..words.numerals import decimal_text, read_number, western
from .document import Place, place_text

MAX_LENGTH = 200
"""Longer texts are not looked at."""

LANGUAGE_NAMES: Mapping[str, str] = {
    "thai": "th",
    "tha": "th",
    "ไทย": "th",
    "ภาษาไทย": "th",
    "eng": "en",
    "english": "en",
    "อังกฤษ": "en",
    "ภาษาอังกฤษ": "en",
}
"""What people write for the codes of languages."""

SYNONYMS: Mapping[str, str] = {
    "ข้าม": "skip",
    "ศูนย์": "zero",
    "คะแนนรวม": "total",
    "แบบวัด": "instrument",
    "เครื่องมือ": "instrument",
    "ตัวชี้วัด": "indicator",
    "ตัวชี้วัดย่อย": "subindicator",
    "ข้อคำถาม": "question",
}
"""Thai words for words of the rule language."""

_NUMBER = r"[0-9]+(?:\.[0-9]+)?"
_BETWEEN = re.compile(rf"({_NUMBER}) ?(?:-|–|—|ถึง|to|\.\.) ?({_NUMBER})")
_COMPARED = re.compile(rf"(>=|<=|=|>|<|≥|≤|≧|≦) ?({_NUMBER})")
_SHARE = re.compile(rf"(?:ร้อยละ ?({_NUMBER})|({_NUMBER}) ?(?:เปอร์เซ็นต์|เปอร์เซนต์|percent|per cent|pct))")
_RANGE = re.compile(r"([A-Za-z][A-Za-z0-9_]*) ?(?:-|–|—|…|\.{3,}|ถึง|to) ?([A-Za-z][A-Za-z0-9_]*)")


WHOLE: Mapping[str, Text] = {
    "ruleset": say("the rule set"),
    "dataset": say("the manifest"),
    "tests": say("the file of cases"),
    "guidance": say("the guidance"),
    "house_style": say("the house style"),
    "claims": say("the file of claims"),
}
"""What a file that fits a schema is called."""


def number_hint(place: Place, value: object, wanted: Collection[str]) -> Text | None:
    """Of a text where a number is wanted: which number to write."""
    if not isinstance(value, str) or len(value) > MAX_LENGTH or not {"number", "integer"} & set(wanted):
        return None
    text = western(value).strip()
    if (ends := _BETWEEN.fullmatch(text)) and place[-1] in ("from", "to"):
        return say("write from: {low}, to: {high}", low=ends[1], high=ends[2])
    if compared := _COMPARED.fullmatch(text):
        sign = {"≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "=": "=="}.get(compared[1], compared[1])
        return say(
            "write {number} alone; the sign stands in a condition, for example score {sign} {name}",
            number=compared[2],
            sign=sign,
            name=place[-1],
        )
    if place[-1] == "min_respondents":
        return say("write how many respondents there must be, for example 30; a share cannot be asked for")
    return say("write {number} without quotes", number=text) if read_number(text) is not None else None


def misplaced_hint(place: Place, node_keys: Collection[str]) -> Text | None:
    """Of a key of a node that is indented like a child of it: where it belongs."""
    if len(place) < 3 or place[-2] not in LEVELS or place[-1] not in node_keys:
        return None
    return say(
        "“{key}” stands among the {level} of {owner}; if it is said of {owner}, indent it as {level}: is",
        key=place[-1],
        level=place[-2],
        owner=place_text(place[:-2]),
    )


def list_hint(place: Place, value: object, form: str) -> Text | None:
    """Of a list where something else is wanted: how to write what is in it."""
    if (
        not isinstance(value, list)
        or not value
        or not all(isinstance(each, (str, Fraction)) for each in value)
    ):
        return None
    if form == "expression":
        return say("join the conditions to one: {text}", text=" and ".join(map(str, value)))
    if place[:1] == ("thresholds",) and len(value) > 1:
        numbers = [decimal_text(each) if isinstance(each, Fraction) else each for each in value]
        return say(
            "a threshold is one number, and these are {numbers}: write {name}: {first}, and the others under "
            "names of their own",
            numbers=numbers,
            name=place[-1],
            first=numbers[0],
        )
    if place[:1] == ("answers",):
        return say("write the score of each answer: {{{answers}}}", answers=[f"{each}: …" for each in value])
    return None


def mapping_hint(place: Place, value: object) -> Text | None:
    """Of a mapping where a list is wanted: how to write what is in it."""
    if not isinstance(value, dict):
        return None
    if place == ("bands",):
        return say(
            "write a list of all bands, best first, each as - {{rating: {rating}, from: …, to: …}}; a rule "
            "set that extends another has none of its bands then",
            rating=next(iter(value)),
        )
    if set(value) & set(LANGUAGES):
        text = ", ".join(f"{language}: {words}" for language, words in value.items())
        return say("put it between [ ]: [{{{text}}}]", text=text)
    return None


def form_hint(value: object, form: str) -> Text | None:
    """Of a text that is not in a form: the same in that form."""
    if not isinstance(value, str) or len(value) > MAX_LENGTH:
        return None
    text = western(value).strip()
    if form == "questions" and (ends := _RANGE.fullmatch(text)):
        return say("write {first}..{last}", first=ends[1], last=ends[2])
    if form in ("percent", "weight") and (share := _SHARE.fullmatch(text)):
        return say("write {number}%", number=share[1] or share[2])
    return None


def key_hint(key: str, known: Collection[str], question_keys: Collection[str]) -> Text | None:
    """Of a key that is not known where it stands: what it is called, or where it belongs."""
    if code := LANGUAGE_NAMES.get(key.casefold()):
        return say("the languages of a title are written th and en: write “{code}”", code=code)
    if key == "rank" and "rating" in known:
        return say("delete it: the order of the bands is the order of the ratings, the best first")
    if "questions" in known and key in question_keys:
        return say("“{key}” is said of single questions: write it at each of them, under questions:", key=key)
    return None


def lacking_hint(key: str, beside: Mapping[str, object]) -> Text | None:
    """Of a rule set without a scale: how to write one; of a band without a rating that has a title: what the
    rating most likely is."""
    if key == "scale":
        form = "{decimals: 2, rounding: half_up}"
        return say("write scale: {form}, or combine: none where no number is made", form=form)
    title = beside.get("title")
    return say("add rating: {title}", title=title) if key == "rating" and isinstance(title, str) else None


def value_hint(place: Place, schema: str) -> Text | None:
    """Of a word that is none of those that can be written: what is wanted in its place, where that is more
    than a list of words."""
    if schema == "guidance" and place[-1] == "by":
        return say("write a number, 1 for the first month of the next year to 12 for its last, or year")
    return None


__all__ = [
    "SYNONYMS",
    "WHOLE",
    "form_hint",
    "key_hint",
    "lacking_hint",
    "list_hint",
    "mapping_hint",
    "misplaced_hint",
    "number_hint",
    "value_hint",
]
