"""How reports look in a language: the words that templates use, and the templates themselves, of the rule
set's house style as far as it has some."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..book.house_style import HouseStyle
from ..words.language import Language, catalogue
from .wording import OF_PARTS, WORDS

FOLDER = Path(__file__).resolve().parent / "templates"
TEMPLATES: Mapping[str, str] = {
    ".docx": "report.{language}.docx",
    ".html": "report.html.j2",
    ".md": "report.md.j2",
}
"""What templates are called, by the ending of what they make."""


@dataclass(frozen=True)
class Look:
    """The fixed words, by the names that templates use, and the folders in which templates are looked for."""

    language: Language
    words: Mapping[str, str]
    folders: tuple[Path, ...] = (FOLDER,)

    def template(self, ending: str) -> Path:
        """The template for files of an ending such as .docx: the first that one of the folders has."""
        paths = [folder / TEMPLATES[ending].format(language=self.language) for folder in self.folders]
        return next((path for path in paths if path.is_file()), paths[-1])


def look(language: Language, style: HouseStyle | None = None, *, of_parts: bool = False) -> Look:
    """The look in a language; by a house style, or as it comes with Ken. `of_parts` is for rules that have no
    indicators to be spoken of."""
    translate, own = catalogue(language), style or HouseStyle()
    texts = {**WORDS, **OF_PARTS} if of_parts else WORDS
    common = {name: translate(text.template) for name, text in texts.items()}
    words = {name: title.in_language(language) or "" for name, title in own.words.items()}
    folders = (FOLDER,) if own.folder is None else (own.folder, FOLDER)
    return Look(language, {**common, **words}, folders)


__all__ = ["TEMPLATES", "Look", "look"]
