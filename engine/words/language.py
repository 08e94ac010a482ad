"""The languages that Ken speaks: which one to use, and its catalogue of messages."""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias

from .diagnostics import Translate

Language: TypeAlias = "Literal['en', 'th']"
LANGUAGES: tuple[Language, ...] = ("en", "th")
_LANGUAGE = re.compile(r"[A-Za-z]*")
DOMAIN = "kenrules"
FOLDER = Path(__file__).resolve().parent / "locale"


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
                return "en"
    return "en"


def paragraphs(text: str) -> str:
    """A docstring that users see, one line a paragraph: its line breaks in the source mean nothing."""
    return "\n\n".join(" ".join(each.split()) for each in re.split(r"\n\s*\n", text.strip()))


def catalogue(language: Language) -> Translate:
    """Turns English templates into the language's; those without a translation stay English."""
    if language == "en":
        return str
    found = gettext.translation(DOMAIN, FOLDER, [language], fallback=True)
    return lambda template: found.gettext(template) if template else ""
