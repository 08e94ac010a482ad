"""All findings about data as a page, in every language that is spoken: by kind, by file, by unit, and one by
one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..words.days import day_in_words, today
from ..words.diagnostics import Diagnostic, Text, counted, say
from ..words.language import LANGUAGES, SPOKEN, Language, catalogue
from .alike_findings import place_of_column
from .drawing import FONTS
from .formats.html import MISSING, PAGE, PRINTED, script_json, template_of_page
from .packed_texts import PackedTexts, steps

TEMPLATE = "findings.html.j2"
SEVERITIES = ("error", "warning", "note")
MOST = 200_000  # that a page lists
MOST_UNITS = 20  # with the most findings
MOST_CHOICES = 500  # of a list to choose from
LINE = "\u0001"
"""Stands in a place for the number of its line."""

_WORDS: Mapping[str, Text] = {
    "title": say("What was found in the data"),
    "all": say("All findings"),
    "kinds": say("By kind"),
    "files": say("By file"),
    "units": say("By unit"),
    "click": say("A click on a name shows its findings below."),
    "most": say(
        "The {count} units with the most findings are listed; the search finds the others.", count=20
    ),
    "none": say("Nothing was found."),
    "severity": say("severity"),
    "error": say("error"),
    "warning": say("warning"),
    "note": say("note"),
    "code": say("kind"),
    "file": say("file"),
    "place": say("place"),
    "column": say("column"),
    "unit": say("unit"),
    "message": say("what is wrong"),
    "hint": say("what to do"),
    "count": say("findings"),
    "example": say("the first of them"),
    "search": say("Search"),
    "every": say("(all)"),
    "reset": say("Show all"),
    "download": say("Download as CSV"),
    "before": say("previous"),
    "after": say("next"),
    "found": say("{found} of {all} rows", found="{found}", all="{all}"),
    "rows": say("rows {first} to {last}", first="{first}", last="{last}"),
    "left_out": say(
        "{shown} of {all} rows are printed here; {left} are left out.",
        shown="{shown}",
        all="{all}",
        left="{left}",
    ),
}
"""What the page says in each language."""


@dataclass(frozen=True)
class FoundInData:
    """Findings about the data of a file, read by the rules of a name."""

    rules: str
    source: str
    diagnostics: Sequence[Diagnostic]

    @cached_property
    def counts(self) -> Counter[str]:
        """How many there are of each severity; those that stand for others are counted as these."""
        counts = Counter[str]()
        for each in self.diagnostics:
            counts[each.severity] += each.more or 1
        return counts

    def sentences(self) -> list[Text]:
        """How many findings there are, and how many of them are not told one by one."""
        counts = self.counts
        told = [
            say(
                "{errors}, {warnings}, {notes}.",
                errors=counted(counts["error"], "{count} error", "{count} errors"),
                warnings=counted(counts["warning"], "{count} warning", "{count} warnings"),
                notes=counted(counts["note"], "{count} note", "{count} notes"),
            )
        ]
        listed = self.diagnostics[:MOST]
        if left := counts.total() - sum(not each.more for each in listed):
            told.append(
                counted(
                    left,
                    "{count} of these is not listed by itself, but counted.",
                    "{count} of these are not listed one by one, but counted.",
                )
            )
        return told


def findings_page(found: FoundInData, language: Language) -> bytes:
    """The page, which opens in a language. Raises KenError when a package of the optional extra is not
    installed."""
    languages = [language, *(other for other in LANGUAGES if other != language)]
    translates = [catalogue(each) for each in languages]
    texts = PackedTexts(translates)
    about = [
        (say("rules"), say("{name}", name=found.rules)),
        (say("data"), say("{name}", name=found.source)),
        (say("made on"), None),
    ]
    days = [
        day_in_words(today(), each).in_words(translate)
        for each, translate in zip(languages, translates, strict=True)
    ]
    data: dict[str, Any] = {
        "about": [[texts.place(name), days if what is None else texts.place(what)] for name, what in about],
        "sentences": [texts.place(each) for each in found.sentences()],
        **_rows(found.diagnostics[:MOST], texts),
    }
    said = {
        code: {name: text.in_words(translate) for name, text in _WORDS.items()}
        for code, translate in zip(languages, translates, strict=True)
    }
    own = {"page": PAGE, "printed": PRINTED, "missing": MISSING, "units": MOST_UNITS, "choices": MOST_CHOICES}
    packed = {"words": texts.words, "templates": texts.templates, "line": LINE}
    name = f"{found.source}-findings".replace("/", "-")
    context = {
        "title": said[language]["title"],
        "language": language,
        "languages": [(code, SPOKEN[code].name) for code in languages],
        "fonts": FONTS,
        "said": said[language],
        "first": [_in_words(each, translates[0]) for each in found.diagnostics[:PAGE]],
        "script": script_json({**own, "languages": languages, "said": said, "file": name}),
        "data": script_json({**data, **packed}),
    }
    return bytes(template_of_page(TEMPLATE).render(context).encode(errors="replace"))


def _in_words(each: Diagnostic, translate: Any) -> Mapping[str, str]:
    """A finding as a page without scripts has it."""
    return {
        "severity": translate(each.severity),
        "code": each.code,
        "place": str(each.position),
        "unit": each.unit or "",
        "message": each.message.in_words(translate),
        "hint": "" if each.hint is None else each.hint.in_words(translate),
    }


def _rows(diagnostics: Sequence[Diagnostic], texts: PackedTexts) -> Mapping[str, Any]:
    """The findings by number: what those of a kind in one column have in common once, the rest as steps."""
    kinds: dict[tuple[int, ...], int] = {}
    rows = list[tuple[int, ...]]()
    for each in diagnostics:
        place, unit = each.position, each.unit or ""
        file = "" if unit and place.file == unit else place.file
        kind = (
            SEVERITIES.index(each.severity),
            *map(texts.place, (each.code, file, each.column or place_of_column(each), place_of_row(each))),
        )
        number = kinds.setdefault(kind, len(kinds))
        message, hint = texts.place(each.message), texts.place("" if each.hint is None else each.hint)
        rows.append((number, place.line, texts.place(unit), message, hint))
    columns = [steps(column) for column in zip(*rows, strict=True)] or [[]] * 5
    names = ("kind", "line", "unit", "message", "hint")
    return {"kinds": [list(kind) for kind in kinds], "rows": dict(zip(names, columns, strict=True))}


def place_of_row(found: Diagnostic) -> str:
    """The place of a finding in its file, with LINE for the number of its row."""
    place = found.position
    if not place.cell:
        return LINE if place.line else ""
    if place.line and place.cell.endswith(f"[{place.line}]"):
        return place.cell.removesuffix(f"{place.line}]") + LINE + "]"
    if place.line and place.cell.endswith(str(place.line)):
        return place.cell.removesuffix(str(place.line)) + LINE
    return place.cell


__all__ = ["FoundInData", "findings_page"]
