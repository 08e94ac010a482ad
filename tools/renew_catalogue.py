"""Brings the catalogue of every language but English up to date with the messages in the source:
`python tools/renew_catalogue.py`.

New messages are added to kenrules.po without a translation, those that are gone are dropped, translations are
kept; then kenrules.mo is compiled. Both files depend on nothing but the messages and their translations: no
dates, no line numbers. The languages that the schemas let titles be written in are
brought up to date too."""

from __future__ import annotations

import ast
import importlib
import io
import json
import pkgutil
import re
import string
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias, get_args

import click
from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parent.parent
FOLDER = SOURCE / "engine/words/locale"
SCHEMAS = [
    SOURCE / f"schemas/{name}.schema.json" for name in ("ruleset", "guidance", "house_style", "claims")
]

MessageId: TypeAlias = "str | tuple[str, str]"
"""An English template; for click's plurals, singular and plural."""

CLICK: tuple[MessageId, ...] = (
    "Aborted!",
    "Argument {name!r} takes {nargs} values.",
    "Choose from:\n\t{choices}",
    "Couldn't detect Bash version, shell completion is not supported.",
    "Error: {message}",
    "Invalid value for {param_hint}: {message}",
    "Invalid value: {message}",
    "Missing argument",
    "Missing command.",
    "Missing option",
    "Missing parameter",
    "Missing parameter: {param_name}",
    "No such command {name!r}.",
    "No such option {name!r}.",
    "No such option: {name}",
    "Option {name!r} does not take a value.",
    "Options",
    "Positional arguments",
    "Shell completion is not supported for Bash versions older than 4.4.",
    "Show this message and exit.",
    "Try '{command} {option}' for help.",
    "Usage:",
    "default: {default}",
    "required",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is not readable.",
    "{name} {filename!r} is not writable.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""What a user of `ken` can meet of click's own messages, in the wordings of click 8.2 and later."""


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call of a function of that name in the source, with its place."""
    for path in (
        *sorted((SOURCE / "engine").rglob("*.py")),
        *sorted((SOURCE / "commands").rglob("*.py")),
        SOURCE / "cli.py",
    ):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            if isinstance(node, ast.Call) and name in (
                getattr(node.func, "id", None),
                getattr(node.func, "attr", None),
            ):
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", node


def placeholders(template: str) -> set[str]:
    """The {names} that a template is filled with, with their conversions."""
    return {
        f"{name}!{conversion}" if conversion else name
        for _, name, _, conversion in string.Formatter().parse(template)
        if name is not None
    }


def templates() -> set[str]:
    """Every English template of Ken itself. One that has no words of its own, such as {parts}, needs no
    translation."""
    found = set(_helps())
    for name in ("say", "translate"):
        for _, call in calls(name):
            first = call.args[0] if call.args else None
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                found.add(first.value)
    for _, call in calls("counted"):
        found.update(
            each.value
            for each in call.args[1:3]
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )
    found.update(_names())
    return {
        template
        for template in found
        if any(letter.isalpha() for text, *_ in string.Formatter().parse(template) for letter in text)
    }


def _helps() -> Iterator[str]:
    from kenrules.cli import commands
    from kenrules.commands.shared.verbs import all_templates_of

    verbs = pkgutil.iter_modules([str(SOURCE / "commands")])
    modules = (importlib.import_module(f"kenrules.commands.{verb.name}") for verb in verbs if not verb.ispkg)
    for command in (commands, *(module.command for module in modules)):
        yield from all_templates_of(command)


def _names() -> Iterator[str]:
    """The names that are translated where they are shown: severities, levels and months."""
    from kenrules.engine.meaning.model import LEVELS, TOTAL
    from kenrules.engine.words.diagnostics import Severity
    from kenrules.engine.words.language import MONTHS

    yield from get_args(Severity)
    yield from (TOTAL, *LEVELS.values(), *MONTHS)


class _Undated(Catalog):
    """A catalogue whose header says only what readers need."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)),
            ("Plural-Forms", "nplurals=1; plural=0;"),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit\n"),
        ]


def languages() -> list[str]:
    """Those that have a catalogue."""
    from kenrules.engine.words.language import ENGLISH, LANGUAGES

    return [language for language in LANGUAGES if language != ENGLISH]


def po(language: str) -> Path:
    """The file of a language's translations; that of the compiled ones stands beside it."""
    return FOLDER / language / "LC_MESSAGES" / "kenrules.po"


def translations(language: str) -> dict[MessageId, str]:
    """What kenrules.po says now."""
    if not po(language).exists():
        return {}
    with po(language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    return {
        message.id: message.string[0] if isinstance(message.string, tuple) else message.string
        for message in catalogue
        if message.id
    }


def catalogue(language: str, known: Mapping[MessageId, str]) -> Catalog:
    """The catalogue that is wanted: Ken's own messages by alphabet, then those of click."""
    from kenrules.engine.words.language import SPOKEN

    name = SPOKEN[language].name
    wanted = _Undated(
        language,
        header_comment=f"# {name} messages of Ken. After a change: python tools/renew_catalogue.py",
        fuzzy=False,
    )
    own = templates()
    for identifier in (*sorted(own), *(identifier for identifier in CLICK if identifier not in own)):
        text = known.get(identifier, "")
        message = wanted.add(
            identifier,
            text if isinstance(identifier, str) else (text,),
            auto_comments=[] if identifier in own else ["click"],
        )
        message.flags.discard("python-format")  # Babel takes “30 % c…” for one
    return wanted


def po_bytes(wanted: Catalog) -> bytes:
    file = io.BytesIO()
    write_po(file, wanted, width=0)
    return file.getvalue().rstrip(b"\n") + b"\n"


def mo_bytes(wanted: Catalog) -> bytes:
    file = io.BytesIO()
    write_mo(file, wanted)
    return file.getvalue()


_TITLE_IN = re.compile(r'(?:( *)"\w+": {"type": \["string", "null"\], "description": "In [^\n]+\n)+')
_CODES = re.compile(r'"enum": \["[a-z]{2}"(?:, "[a-z]{2}")*')
_DIGIT = re.compile(r"\[0-9(?:[^\x00-\x7f]-[^\x00-\x7f])+\]")
_IN_LANGUAGES = re.compile(r'(?:{"required": \["[a-z]{2}"\]}(?:, )?)+')


def schema_text(text: str) -> str:
    """A schema with the languages that are spoken as those of titles, and their digits as those of numbers.
    What it says of a language stays."""
    from kenrules.engine.words.language import DIGITS, SPOKEN, fallbacks

    order = fallbacks(SPOKEN)

    def lines(found: re.Match[str]) -> str:
        told = {line.split('"')[1]: line.rstrip(",") for line in found[0].splitlines()}
        for language in order:
            form = {"type": ["string", "null"], "description": f"In {SPOKEN[language].name}."}
            told.setdefault(language, f'{found[1]}"{language}": {json.dumps(form)}')
        return ",\n".join(told[language] for language in order) + "\n"

    either = ", ".join(json.dumps({"required": [language]}) for language in order)
    codes = f'"enum": {json.dumps(order)}'.rstrip("]")
    digits = "[" + "".join(f"{each[0]}-{each[-1]}" for each in DIGITS.values()) + "]"
    for pattern, wanted in ((_IN_LANGUAGES, either), (_CODES, codes), (_DIGIT, digits)):
        text = pattern.sub(lambda _, wanted=wanted: wanted, text)
    return _TITLE_IN.sub(lines, text)


def main() -> None:
    for path in SCHEMAS:
        path.write_text(schema_text(path.read_text(encoding="utf-8")), encoding="utf-8")
    untranslated = sum(renewed(language) for language in languages())
    sys.exit(1 if untranslated else 0)


def renewed(language: str) -> int:
    """Brings the catalogue of a language up to date; how many of its messages have no translation."""
    before = translations(language)
    wanted = catalogue(language, before)
    path = po(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(po_bytes(wanted))
    path.with_suffix(".mo").write_bytes(mo_bytes(wanted))
    after = translations(language)
    for identifier in before.keys() - after.keys():
        click.echo(f"dropped: {identifier}")
    lacking = [identifier for identifier, text in after.items() if not text]
    for identifier in lacking:
        click.echo(f"to be translated: {identifier}")
    click.echo(f"{language}: {len(after)} messages, {len(lacking)} without a translation")
    return len(lacking)


if __name__ == "__main__":
    main()
