"""What is wrong, where, and what mends it: used by every room, knows none of them.

A message is kept as a template and its arguments, so that the command line alone decides in which language it
is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal, TypeAlias

from .language import ARABIC
from .numerals import Numeral, decimal_text, in_numerals

MAX_SHOWN = 100
MAX_LISTED = 30

Translate: TypeAlias = "Callable[[str], str]"
Severity = Literal["error", "warning", "note"]


MAY_BE_MEANT = (
    "constant-answers",
    "fractions",
    "no-answer-scores",
    "pasted-rows",
    "same-answers",
    "same-contents",
    "same-respondent",
    "several-times",
    "shortened-names",
    "small-scores",
    "stray-answers",
    "test-unit",
    "total-row",
    "weighted-rows",
    "weighted-scores",
    "wrong-letters",
)
"""Codes of findings about whole columns and rows of data, which somebody may say are meant."""


@dataclass(frozen=True)
class Text:
    """A sentence for people: an English template and what fills it. The template is the key of its
    translations."""

    template: str
    arguments: Mapping[str, object] = field(default_factory=dict)

    def in_words(self, translate: Translate = str, numerals: str = ARABIC) -> str:
        """The sentence; `translate` turns an English template into that of another language. Of its arguments
        only numbers are written in `numerals`: digits within a name, an address or a code stay."""
        template = translate(self.template)
        return template.format_map(
            {name: argument_words(value, translate, numerals) for name, value in self.arguments.items()}
        )

    def __str__(self) -> str:
        return self.in_words()


def say(template: str, **arguments: object) -> Text:
    """A `Text`. Every template written as `say("...")` must stand in the catalogues (a test sees to it)."""
    return Text(template, arguments)


def counted(count: int, one: str, many: str, **arguments: object) -> Text:
    """A `Text` for one thing or for another number of them, which is its argument `count`. Both templates
    stand in the catalogues: Thai has one form for both."""
    return Text(one if count == 1 else many, {"count": Numeral(f"{count:,}"), **arguments})


def listed(texts: Sequence[Text]) -> Text:
    """Clauses as one sentence."""
    first, *rest = texts
    return say("{first}; {rest}", first=first, rest=listed(rest)) if rest else first


def argument_words(value: object, translate: Translate, numerals: str = ARABIC) -> str:
    """What fills a template, in words."""
    if isinstance(value, Text):
        return value.in_words(translate, numerals)
    if isinstance(value, Fraction):
        return in_numerals(_brief(decimal_text(value)), numerals)
    if isinstance(value, (Numeral, int)):
        return in_numerals(_brief(str(value)), numerals)
    if isinstance(value, (list, tuple)):
        more = len(value) - MAX_LISTED
        return ", ".join(argument_words(entry, translate, numerals) for entry in value[:MAX_LISTED]) + (
            f", … (+{in_numerals(str(more), numerals)})" if more > 0 else ""
        )
    return _brief(str(value))


def _brief(text: str) -> str:
    """What the user wrote, cut when it is long, and with control characters shown and not sent to the
    terminal."""
    short = text if len(text) <= MAX_SHOWN else f"{text[: MAX_SHOWN - 1]}…"
    return visible(short)


def visible(text: str) -> str:
    """The text with control characters as their pictures (Unicode block Control Pictures), and � for those
    that turn round what comes after them."""
    return text.translate(_PICTURES)


_PICTURES = (
    {sign: chr(0x2400 + sign) for sign in range(0x20) if chr(sign) != "\n"}
    | dict.fromkeys(range(0x7F, 0xA0), "␡")
    | dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
)


@dataclass(frozen=True, order=True)
class Position:
    """A place in a file. Lines and columns count from 1; 0 means that the file has no such thing (a Parquet
    row has no column)."""

    file: str
    line: int = 0
    column: int = 0
    length: int = field(default=1, compare=False)
    # the name that a spreadsheet gives the place, such as Sheet1!D5
    cell: str = field(default="", compare=False)

    def __str__(self) -> str:
        if self.cell:
            return f"{self.file}:{self.cell}"
        return ":".join([self.file, *(str(part) for part in (self.line, self.column) if part)])


@dataclass(frozen=True)
class Diagnostic:
    """One finding. `code` is stable and names the kind of finding; `hint` says what to do about this very
    one; `about` is the rating or id that it speaks of, by which it can be suppressed; `unit` the unit, where
    it speaks of one; `shown` units that show it, by scores that data can give (by path)."""

    code: str
    message: Text
    position: Position
    hint: Text | None = None
    severity: Severity = "error"
    about: str = ""
    unit: str | None = None
    shown: tuple[Mapping[str, Fraction], ...] = field(default=(), compare=False)
    column: str = field(default="", compare=False)
    more: int = field(default=0, compare=False)

    @property
    def order(self) -> tuple[str, int, int, str]:
        """What findings are sorted by: file, line, column, code."""
        return (self.position.file, self.position.line, self.position.column, self.code)


class KenError(Exception):
    """What the user gave is wrong. Carries every finding; raised where it is known, shown at the edge."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = in_order(diagnostics)
        super().__init__(
            "\n".join(
                f"{d.position}: {d.severity}: {d.message} [{d.code}]" + (f" hint: {d.hint}" if d.hint else "")
                for d in self.diagnostics
            )
        )

    def __reduce__(self) -> tuple[type[KenError], tuple[tuple[Diagnostic, ...]]]:
        """So that it comes whole from another process."""
        return KenError, (self.diagnostics,)


def in_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Sorted by place, each finding once (a YAML alias can make one be found twice)."""
    once: dict[tuple[Position, str, str, str], Diagnostic] = {}
    for diagnostic in diagnostics:
        place = diagnostic.position
        once.setdefault((place, place.cell, diagnostic.code, str(diagnostic.message)), diagnostic)
    return tuple(sorted(once.values(), key=lambda d: d.order))


def errors(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Those that are errors, and neither warnings nor notes."""
    return tuple(told for told in diagnostics if told.severity == "error")


def with_hint(diagnostic: Diagnostic, translate: Translate) -> str:
    """A finding in words, and in a line below them what to do about it."""
    hint = "" if diagnostic.hint is None else f"\n{translate('hint')}: {diagnostic.hint.in_words(translate)}"
    return diagnostic.message.in_words(translate) + hint
