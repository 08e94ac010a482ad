"""The fields that a template of a report can use, and templates that are filled in with them.

A template may be anybody's. It can name fields, go through lists and ask conditions, and nothing else: no
calls, no arithmetic that grows, no other files."""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, get_type_hints

from ..book import source
from ..show import packages
from ..words.diagnostics import Diagnostic, KenError, Position, say
from ..words.language import ARABIC, DIGITS
from ..words.numerals import in_numerals
from .content import Content
from .template_check import TemplateCheck
from .template_kinds import TEXTS, Scope, written_hint
from .template_tags import Where, fault

LONGEST = 30_000_000  # letters of a filled-in template
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def values(content: Content) -> dict[str, Any]:
    """The fields of a content as templates get them: without control characters."""
    return {
        field.name: _clean(getattr(content, field.name)) for field in fields(content) if field.name != "chart"
    }


def plain(text: str) -> str:
    """The text without what no document can hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, tuple):
        return tuple(map(_clean, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _clean(getattr(value, field.name)) for field in fields(value)})
    return value


def unreadable(path: Path, reason: object) -> KenError:
    """A template that is not there, or is none."""
    hint = say(
        "give the path of a template; ken report --write-template FILE writes the one that comes with Ken"
    )
    message = say("the template cannot be read: {error}", error=reason)
    return KenError([fault(message, Position(str(path)), hint)])


def template_in(path: Path) -> bytes:
    """What stands in the file of a template. Raises KenError when it cannot be read, or is no file: a pipe
    would keep the run waiting."""
    if path.exists() and not path.is_dir() and source.is_none(path) and (refusal := source.unreadable(path)):
        raise KenError([refusal])
    try:
        return path.read_bytes()
    except OSError as problem:
        raise unreadable(path, problem.strerror or problem) from None


class _NotTextError(TypeError):
    """What is neither a text nor a number was to be written out."""


def environment(finish: Callable[[Any], Any] | None = None, **settings: Any) -> Any:
    """A sandbox of Jinja for templates of reports, that writes nothing out but texts, numbers and pictures;
    `finish` is done with each of them."""
    jinja, sandbox = packages.needed("jinja2", "jinja2"), packages.needed("jinja2.sandbox", "jinja2")

    def written(value: Any) -> Any:
        if isinstance(value, jinja.Undefined):
            return value
        if isinstance(value, bool) or not (isinstance(value, TEXTS) or hasattr(value, "__html__")):
            raise _NotTextError
        return value if finish is None else finish(value)

    made = sandbox.SandboxedEnvironment(
        undefined=jinja.StrictUndefined, keep_trailing_newline=True, finalize=written, **settings
    )
    made.globals.clear()
    made.filters["numbered"] = jinja.pass_context(_numbered)
    return made


def _numbered(context: Mapping[str, Any], lines: tuple[str, ...]) -> str:
    """The texts in lines, with numbers before them where there are several."""
    if len(lines) < 2:
        return "".join(lines)
    digits = context["numerals"] if context["numerals"] in DIGITS else ARABIC
    return "\n".join(f"{in_numerals(str(number), digits)}. {line}" for number, line in enumerate(lines, 1))


class Prepared:
    """A template that can be filled in. Raises KenError with everything in it that is wrong."""

    def __init__(self, source: str, environment: Any, where: Where, more: Scope) -> None:
        self.where = where
        jinja = packages.needed("jinja2", "jinja2")
        self.undefined = jinja.UndefinedError
        self.refused = (jinja.TemplateError, ArithmeticError, RecursionError, TypeError, ValueError)
        try:
            check = TemplateCheck(where, frozenset(environment.tests))
            check.body(environment.parse(source).body, {**get_type_hints(Content), "chart": str, **more}, 0)
            if check.found:
                raise KenError(check.found)
            self.template = environment.from_string(source)
        except jinja.TemplateSyntaxError as error:
            reason: object = error.message or ""
            hint = say(
                "tags are written {output}, {condition} and {loop}",
                output="{{ unit }}",
                condition="{% if … %} … {% endif %}",
                loop="{% for … %} … {% endfor %}",
            )
            message = say("the template cannot be read: {error}", error=reason)
            raise KenError([fault(message, where(error.lineno, ""), hint)]) from error
        except (RecursionError, SyntaxError, ValueError, MemoryError) as error:
            reason = say("nested too deep, or a number too long")
            hint = say("make its expressions shorter, and take out brackets inside brackets")
            message = say("the template cannot be read: {error}", error=reason)
            raise KenError([fault(message, where(0, ""), hint)]) from error

    def render(self, context: Mapping[str, Any]) -> str:
        """The template filled in. Raises KenError where that cannot be done."""
        pieces: list[str] = []
        left = LONGEST
        try:
            for piece in self.template.generate(context):
                pieces.append(piece)
                left -= len(piece)
                if left < 0:
                    message = say("what the template makes is too long")
                    hint = say("take out loops inside loops")
                    raise KenError([fault(message, self.where(0, ""), hint)])
        except self.refused as error:
            raise KenError([self._refusal(error)]) from error
        return "".join(pieces)

    def _refusal(self, error: Exception) -> Diagnostic:
        """What is wrong with a template that Jinja could not fill in."""
        lines = [
            frame.lineno or 0
            for frame in traceback.extract_tb(error.__traceback__)
            if frame.filename in (self.template.filename, "<template>")
        ]
        position = self.where(lines[-1] if lines else 0, "")
        if isinstance(error, self.undefined):
            hint = say("write it between {start} and {end}", start="{% if … %}", end="{% endif %}")
            message = say("the template asks for what is not there: {error}", error=str(error))
        elif isinstance(error, _NotTextError):
            hint = written_hint()
            message = say("what is to be written out here is neither a text nor a number")
        else:
            hint = say(
                "figures of a report are texts: they can be joined by {join} and compared by {equal}",
                join="~",
                equal="==",
            )
            message = say("the template cannot be filled in: {error}", error=str(error))
        return fault(message, position, hint)


__all__ = ["Prepared", "environment", "plain", "template_in", "unreadable", "values"]
