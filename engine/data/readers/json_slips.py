"""What is said of a text that is not JSON from some place on."""

from __future__ import annotations

import json
import re

from ...words.diagnostics import Text, say

_CURVED = "“”„‟«»‘’"
_NUMBER_BEFORE = re.compile(r"([0-9]{1,15})\s{0,5},\s{0,5}$")
_NUMBER_HERE = re.compile(r"[0-9]{1,15}(?=\s{0,5}[,}\]])")
_AROUND = 60  # characters that are looked at


def told_of_json(text: str, problem: json.JSONDecodeError, *, is_line: bool = False) -> tuple[Text, Text]:
    """A message and a hint about a text, or one of its lines, by what stands where it stops being JSON."""
    place, before = problem.pos, text[max(0, problem.pos - _AROUND) : problem.pos]
    sign, message = text[place : place + 1], say("the file is not JSON from here on")
    message = say("the line is not JSON from here on") if is_line else message
    if sign and sign in _CURVED:
        message = say("the file is not JSON from here on: {sign} is no quotation mark of JSON", sign=sign)
        return message, say(
            'write straight marks (") in the place of all curved ones, which word processors make'
        )
    if sign == "'":
        message = say("the file is not JSON from here on: {sign} is no quotation mark of JSON", sign=sign)
        return message, say('write " in the place of each such mark')
    if sign == "{" and problem.msg == "Extra data" and not is_line:
        message = say("a second object begins here: the file has objects one after the other, and no list")
        return message, say(
            "call the file .jsonl, if each object has a line of its own; else put [ before the first, commas "
            "between them and ] behind the last"
        )
    trailing = re.search(r",\s*$", before) is not None
    if trailing and sign and sign in "]}":
        message = say("the file is not JSON from here on: a comma stands before {sign}", sign=sign)
        return message, say("delete the comma, after which nothing follows")
    whole, rest = _NUMBER_BEFORE.search(before), _NUMBER_HERE.match(text, place)
    if whole and rest:
        written = f"{whole[1]},{rest[0]}"
        message = say("“{number}” is no number of JSON: a comma parts its decimals", number=written)
        return message, say("write {number}", number=f"{whole[1]}.{rest[0]}")
    return message, say("check the commas, quotation marks and brackets before this place")


__all__ = ["told_of_json"]
