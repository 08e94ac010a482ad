"""What is said of a text that is no number: what makes it none, and how the number is written that it has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from fractions import Fraction

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import RuleSet
from ..words.alike import character_name, look
from ..words.diagnostics import Text, say
from ..words.language import MONTHS
from ..words.numerals import decimal_text, read_number, western
from .no_answers import means_no_answer, told_of_no_answer
from .percentages import percentage

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ T][0-9:.]{1,15})?")
_MONTHS = [month[:3].casefold() for month in MONTHS]
_MONTH = re.compile(
    r"(?:([0-9]{{1,2}})[-/. ]({names})|({names})[-/. ]([0-9]{{1,4}}))(?:[-/. ][0-9]{{2,4}})?".format(
        names="|".join(f"{month[:3]}(?:{month[3:]})?" if month[3:] else month for month in MONTHS)
    ),
    re.IGNORECASE,
)
"""A day and a month by its name, in one order or the other: 3-May, May-03."""
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_PARTED = re.compile(r"([0-9]{1,15})\s?([^\w\s./%]|_|\.\.|\s)\s?([0-9]{1,15})")
_POWER = re.compile(r"[+-]?[0-9]{1,20}(?:\.[0-9]{1,20})?[eE][+-]?[0-9]{1,20}")
_BLANKS = re.compile(r"(?<=[.,+-])\s+|\s+(?=[.,])|\s(?=[0-9]{3}(?![0-9]))")
_SHARE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,15})?)\s?/\s?([0-9]{1,15})")
_IN_BRACKETS = re.compile(r"\(\s?([0-9]{1,15}(?:\.[0-9]{1,15})?)\s?\)")
_LOOKS = {"o": "0", "O": "0", "l": "1", "I": "1", "|": "1", "S": "5", "s": "5", "B": "8", "Z": "2", "z": "2"}
"""Letters that are typed, or read from paper, in the place of a digit."""
_DITTO = ('"', "''", "\u201d", "\u3003", "ๆ", "-do-", "do.", "ditto")
_OF_THOUSANDS = "'’ʼ´`"
_FRACTIONS = {
    "½": Fraction(1, 2),
    "¼": Fraction(1, 4),
    "¾": Fraction(3, 4),
    "⅕": Fraction(1, 5),
    "⅛": Fraction(1, 8),
}
_ERRORS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!")
MAX_LENGTH = 60  # of a text that is looked at


def told_of_number(
    text: str, meaning: CellMeaning, limits: tuple[Fraction, Fraction], results: Sequence[str] = ()
) -> tuple[Text, Text]:
    """A message and a hint about a text that is no number, where `limits` are those of the score that is
    wanted, and `results` the words for what scores are judged to be."""
    plain = western(text.strip())
    if len(plain) > MAX_LENGTH or not re.search("[0-9]", plain):
        return _without_digits(text, results)
    for told in _SLIPS:
        if found := told(text, plain, meaning):
            return found
    if found := _of_share(text, plain, limits):
        return found
    if _POWER.fullmatch(plain):
        message = say("“{text}” is no number", text=text)
        return message, say("write all its digits, without a power of ten")
    numbers = _NUMBER.findall(plain)
    if len(numbers) > 1:
        message = say("“{text}” is no number: it has several ({numbers})", text=text, numbers=numbers)
        return message, say("write the one number that is the score")
    begin, end = next((match.start(), match.end()) for match in _NUMBER.finditer(plain))
    if len(numbers[0]) == len(plain):
        message = say("“{text}” is no number: it has several points or commas", text=text)
        return message, say("leave the one that stands before the decimals")
    beside = [part for part in (plain[:begin].strip(), plain[end:].strip()) if part]
    message = say("“{text}” is no number: “{beside}” stands beside it", text=text, beside=" … ".join(beside))
    hint = say(
        "write {number} alone, if that is the score; what else is to be said goes into a column of its own",
        number=numbers[0],
    )
    return message, hint


def results_of(rules: RuleSet) -> list[str]:
    """The words for what scores are judged to be, and for ratings."""
    judged = [judgement.result for judgements in rules.judgements.values() for judgement in judgements]
    return [*judged, *(band.rating for band in rules.bands)]


def _without_digits(text: str, results: Sequence[str]) -> tuple[Text, Text]:
    if text.strip() in _DITTO:
        message = say("“{text}” is no number, but a sign for what stands above it", text=text)
        return message, say("write the number out in each row")
    if text in results:
        message = say("“{text}” is no number, but a result, which comes of a score", text=text)
        return message, say("write the score; the result follows from it")
    message = say("“{text}” is no number", text=text)
    return message, say("write the score as a number; leave the cell empty where there is none")


def _of_date(text: str, plain: str, meaning: CellMeaning) -> tuple[Text, Text] | None:  # noqa: ARG001
    """A date, which spreadsheets make of what is typed with a stroke or a dash."""
    if not _DATE.fullmatch(plain):
        return None
    month, day = int(plain[5:7]), int(plain[8:10])
    message = say(
        "“{text}” is a date, and no number: spreadsheets make one of what is typed like {day}/{month} or "
        "{day}-{month}",
        text=text,
        day=day,
        month=month,
    )
    return message, say("set the format of the cell to Number, and type the score anew")


def _of_month(text: str, plain: str, meaning: CellMeaning) -> tuple[Text, Text] | None:  # noqa: ARG001
    """A day and a month, or a month and a year, as spreadsheets show what they took for a date."""
    found = _MONTH.fullmatch(plain)
    if not found:
        return None
    month = _MONTHS.index((found[2] or found[3]).casefold()[:3]) + 1
    message = say(
        "“{text}” is a date, and no number: spreadsheets make one of what is typed like {day}/{month} or "
        "{day}-{month}",
        text=text,
        day=int(found[1] or found[4]),
        month=month,
    )
    return message, say("set the format of the cell to Number, and type the score anew")


def _of_letter(text: str, plain: str, meaning: CellMeaning) -> tuple[Text, Text] | None:
    """A number with letters in the place of digits."""
    seen = look(plain)
    if len(seen) != len(text.strip()):
        return None
    odd = [place for place, letter in enumerate(seen) if letter in _LOOKS or seen[place] != plain[place]]
    digits = "".join(_LOOKS.get(letter, letter) for letter in seen)
    if not odd or len(odd) == len(seen) or meaning.number(digits) is None:
        return None
    message = say(
        "“{text}” is no number: its character {place} is {character}, which looks like “{digit}”",
        text=text,
        place=odd[0] + 1,
        character=character_name(text.strip()[odd[0]]),
        digit=digits[odd[0]],
    )
    begin = text.strip()[: odd[0]]
    if (
        unicodedata.name(text.strip()[odd[0]], "").startswith("SUPERSCRIPT")
        and meaning.number(begin) is not None
    ):
        return message, say(
            "write {number} alone, if a mark of a note stands behind it; what else is to be said goes into a "
            "column of its own",
            number=begin,
        )
    return message, say("write {number}, if that is meant, with digits alone", number=digits)


def _of_hidden(text: str, plain: str, meaning: CellMeaning) -> tuple[Text, Text] | None:
    """A number with characters that nobody sees."""
    number = "".join(own for own in plain if unicodedata.category(own) != "Cf")
    if number == plain or meaning.number(number) is None:
        return None
    place = next(at for at, own in enumerate(text) if unicodedata.category(own) == "Cf")
    message = say(
        "“{text}” is no number: its character {place} is {character}, which nobody sees",
        text=text,
        place=place + 1,
        character=character_name(text[place]),
    )
    return message, say("type {number} anew", number=number)


def _of_fraction(text: str, plain: str, meaning: CellMeaning) -> tuple[Text, Text] | None:
    """A whole number and a sign for a fraction."""
    whole, sign = plain[:-1].strip(), plain[-1]
    part = _FRACTIONS.get(sign)
    if part is None or not whole.isdecimal():
        return None
    number = decimal_text(int(whole) + part)
    message = say("“{text}” is no number: “{beside}” stands beside it", text=text, beside=sign)
    return message, say(
        "write {number}", number=number.replace(".", "," if meaning.decimal == "comma" else ".")
    )


def _of_blanks(text: str, plain: str, meaning: CellMeaning) -> tuple[Text, Text] | None:
    """A number with blanks beside its signs, or between thousands."""
    number = _BLANKS.sub("", plain)
    if number == plain or meaning.number(number) is None:
        return None
    message = say("“{text}” is no number: a blank stands in it", text=text)
    return message, say("write {number}, without a blank", number=number)


def _of_parted(text: str, plain: str, meaning: CellMeaning) -> tuple[Text, Text] | None:
    """Two runs of digits with a sign between them that parts no decimals."""
    found = _PARTED.fullmatch(plain)
    if not found or found[2] in ",-–":
        return None
    message = say("“{text}” is no number: “{sign}” stands between its digits", text=text, sign=found[2])
    if found[2] in _OF_THOUSANDS and len(found[3]) == len("000") >= len(found[1]):
        return message, say("if it parts thousands, write {number}", number=f"{found[1]}{found[3]}")
    sign = "," if meaning.decimal == "comma" else "."
    number = f"{found[1]}{sign}{found[3]}"
    return message, say("if it parts the decimals, write {number}", number=number)


def _of_brackets(text: str, plain: str, meaning: CellMeaning) -> tuple[Text, Text] | None:  # noqa: ARG001
    """A number in brackets, which accounts have for one below nought."""
    found = _IN_BRACKETS.fullmatch(plain)
    if not found:
        return None
    message = say(
        "“{text}” is no number: in accounts the brackets mean -{number}", text=text, number=found[1]
    )
    return message, say("write {number} without brackets, if that is the score", number=found[1])


def _of_share(text: str, plain: str, limits: tuple[Fraction, Fraction]) -> tuple[Text, Text] | None:
    """A number of points out of so many."""
    found = _SHARE.fullmatch(plain)
    own, most = (read_number(part) for part in found.groups()) if found else (None, None)
    if own is None or not most or own > most:
        return None
    low, high = limits
    message = say("“{text}” is no number, but {own} of {most}", text=text, own=own, most=most)
    return message, say(
        "write the score alone; from {low} to {high} this is {score}",
        low=low,
        high=high,
        score=decimal_text(low + own / most * (high - low)),
    )


def told_of_signs(text: str, meaning: CellMeaning, otherwise: tuple[Text, Text]) -> tuple[Text, Text]:
    """A message and a hint about a text that says no score, of its signs where these are what is in doubt: a
    percentage, a comma, an error of a spreadsheet; a hint of its own where it is likely no answer. Else what
    is said `otherwise`."""
    message, _ = otherwise
    if text in _ERRORS:
        message = say("“{text}” is an error of the spreadsheet, and no number", text=text)
        hint = say("mend the formula, or {otherwise}", otherwise=told_of_no_answer(text))
        return message, hint
    if means_no_answer(text):
        return message, told_of_no_answer(text)
    if (shown := percentage(text)) is not None and (number := meaning.number(shown)) is not None:
        return _of_percentage(text, number)
    both = meaning.readings(western(text))
    if "," in text and both:
        return _of_comma(text, both)
    return _of_point(text, both) if meaning.decimal == "either" and len(both) > 1 else otherwise


def _of_percentage(text: str, number: Fraction) -> tuple[Text, Text]:
    """What is said of a percentage."""
    shown, stored = decimal_text(number), decimal_text(number / 100)
    message = say("“{text}” can be {one} or {other}", text=text, one=shown, other=stored)
    return message, say(
        "say which it is: --percent as_shown ({shown}) or as_stored ({stored}), or percent: in the manifest",
        shown=shown,
        stored=stored,
    )


def _of_point(text: str, readings: Sequence[Fraction]) -> tuple[Text, Text]:
    """What is said of a number whose points may part its decimals or its thousands."""
    one, other = (decimal_text(number) for number in readings[:2])
    message = say("“{text}” can be {one} or {other}", text=text, one=one, other=other)
    return message, say(
        "say which it is, {one} with --decimal point or {other} with --decimal comma; or decimal: in the "
        "manifest",
        one=one,
        other=other,
    )


def _of_comma(text: str, readings: Sequence[Fraction]) -> tuple[Text, Text]:
    """What is said of a number with a comma, which may part its decimals or its thousands."""
    if len(readings) > 1:
        one, other = (decimal_text(number) for number in readings[:2])
        message = say("“{text}” can be {one} or {other}", text=text, one=one, other=other)
        return message, say("say which it is: --decimal comma, or decimal: comma in the manifest")
    message = say("“{text}” has a comma for its decimals", text=text)
    return message, say(
        "write {number}, or say it for the whole file: --decimal comma, or decimal: comma in the manifest",
        number=decimal_text(readings[0]),
    )


_SLIPS = (*(_of_hidden, _of_date, _of_month, _of_letter, _of_blanks, _of_parted, _of_brackets), _of_fraction)


__all__ = ["results_of", "told_of_number", "told_of_signs"]
