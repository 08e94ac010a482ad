"""Titles of which each stands under the language of the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ..meaning.model import RuleSet, Title
from ..words.diagnostics import Diagnostic, Position, Severity, say

ID = "title-language"
SEVERITY: Severity = "warning"
WHY = say("A Thai title under en, and an English one under th, give every report the wrong language.")
PASSES = """
parts: {a: {title: {th: บริการ, en: Service}}, b: {title: {th: ข้อมูล, en: Information}}}
"""
FAILS = """
parts: {a: {title: {th: Service, en: บริการ}}, b: {title: {th: ข้อมูล, en: Information}}}
"""
_THAI = re.compile("[ก-๛]")
_LATIN = re.compile("[A-Za-z]")


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding for each title whose Thai has no Thai letter while its English has no other."""
    titled: list[tuple[str, Title, Position]] = [
        (rules.id, rules.title, rules.at("title")),
        *((node.path, node.title, node.at("title")) for node in rules.nodes.values()),
        *((band.rating, band.title, band.position) for band in rules.bands),
    ]
    for about, title, position in titled:
        if _is_swapped(title):
            message = say(
                "the titles of {name} stand under each other's language: th is “{th}”, en is “{en}”",
                name=about,
                th=title["th"],
                en=title["en"],
            )
            yield Diagnostic(ID, message, position, say("exchange the two"), SEVERITY, about)


def _is_swapped(title: Mapping[str, str]) -> bool:
    thai, english = title.get("th", ""), title.get("en", "")
    return bool(
        _LATIN.search(thai)
        and not _THAI.search(thai)
        and _THAI.search(english)
        and not _LATIN.search(english)
    )
