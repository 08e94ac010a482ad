"""A questionnaire as an XLSForm, which ODK and KoboToolbox take: what it asks for a rule set, with the words
and limits that answers may have, in every language that is spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from ..meaning.cell_meaning import CellMeaning
from ..meaning.model import INPUT, Node, Possible, RuleSet
from ..meaning.titles import Title
from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from ..words.language import LANGUAGES, SPOKEN, Language, catalogue
from ..words.numerals import decimal_text
from .asked_values import AskedRows, ends_of, limits_told

FormRow = Mapping[str, str]
_NAME = re.compile(r"[A-Za-z_\u0e01-\u0e3a\u0e40-\u0e4e][\w.\u0e01-\u0e4e-]*")
"""Names that XML takes, of those that rules have."""
_RESERVED = ("meta",)
_ONCE = ("type", "name", "required", "constraint")


def survey_form(rules: RuleSet, asked: AskedRows, language: Language) -> dict[str, list[list[str]]]:
    """The sheets of the form, which opens in a language, each as rows of texts below its headings. Raises
    KenError where a name cannot be that of a question."""
    names = [rules.short_name(node.path) for node in asked.nodes]
    if faults := [_unusable(name) for name in names if not _is_usable(name)]:
        raise KenError(faults)
    lists = _lists(rules, asked.nodes)
    title = rules.title.in_language(language) or rules.id
    settings = {
        "form_title": title if asked.layout == "scores" else f"{title} · {asked.name}",
        "form_id": re.sub(r"[^A-Za-z0-9_.-]", "_", f"{rules.id}_{asked.name}"),
        "version": rules.fingerprint.removeprefix("sha256:")[:12],
        "default_language": _called(language),
    }
    choices = [
        {"list_name": name, "name": word, **_in_each("label", word)}
        for words, name in lists.items()
        for word in words
    ]
    label, message = list(_in_each("label", "")), list(_in_each("constraint_message", ""))
    survey = list(_survey(rules, asked, lists))
    return {
        "survey": _table([*_ONCE[:2], *label, *_ONCE[2:], *message], survey),
        "choices": _table(["list_name", "name", *label], choices),
        "settings": _table(list(settings), [settings]),
    }


def _table(headings: Sequence[str], rows: Sequence[FormRow]) -> list[list[str]]:
    return [list(headings), *([row.get(heading, "") for heading in headings] for row in rows)]


def _called(language: Language) -> str:
    """What an XLSForm calls a language, with its code."""
    return f"{SPOKEN[language].name} ({language})"


def _in_each(heading: str, said: str | Title | Sequence[Text]) -> dict[str, str]:
    """A text under a heading for each language: a name, a title of the rules, or sentences of our own."""
    told = dict[str, str]()
    for language in LANGUAGES:
        if isinstance(said, str):
            text = said
        elif isinstance(said, Title):
            text = said.in_language(language) or ""
        else:
            text = " ".join(each.in_words(catalogue(language)) for each in said)
        told[f"{heading}::{_called(language)}"] = text
    return told


def _is_usable(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and name not in _RESERVED


def _unusable(name: str) -> Diagnostic:
    message = say("“{name}” cannot be the name of a question in an XLSForm", name=name)
    hint = say("write a name that begins with a letter, and has letters, digits, _ - . alone")
    return Diagnostic("column-name", message, Position("--xlsform"), hint)


def _lists(rules: RuleSet, nodes: Sequence[Node]) -> dict[tuple[str, ...], str]:
    """The lists of words to choose from, each with its name."""
    lists: dict[tuple[str, ...], str] = {}
    for node in nodes:
        words = tuple(CellMeaning.of(rules, node).words)
        if words and words not in lists:
            scale = rules.answers.get(node.answers or "")
            is_shared = scale is not None and not scale.is_own
            wanted = scale.id if scale is not None and is_shared else rules.short_name(node.path)
            wanted = re.sub(r"[^\w.-]", "_", wanted)
            while wanted in lists.values():
                wanted += "_"
            lists[words] = wanted
    return lists


def _survey(rules: RuleSet, asked: AskedRows, lists: Mapping[tuple[str, ...], str]) -> Iterator[FormRow]:
    unit = rules.unit if _is_usable(rules.unit) else "unit"
    label = _in_each("label", [say("Name of the {unit}", unit=rules.unit)])
    yield {"type": "text", "name": unit, **label, "required": "yes"}
    for group, nodes in groupby(asked.nodes, lambda node: _group_of(rules, node)):
        if group is not None:
            yield {"type": "begin_group", "name": group.id, **_titled(group)}
        for node in nodes:
            yield _question(rules, node, lists)
        if group is not None:
            yield {"type": "end_group"}


def _group_of(rules: RuleSet, node: Node) -> Node | None:
    """The highest node that a question is below; None for inputs, and where that is itself."""
    first, _, rest = node.path.partition(".")
    return rules.nodes[first] if rest and node.level != INPUT and _is_usable(first) else None


def _titled(node: Node, measure: str | None = None) -> dict[str, str]:
    titles = _in_each("label", node.title if node.title else node.id)
    return {key: f"{text} ({measure})" if measure else text for key, text in titles.items()}


def _question(rules: RuleSet, node: Node, lists: Mapping[tuple[str, ...], str]) -> FormRow:
    measure = node.measure or (None if node.value is None else node.value.measure)
    question = {"name": rules.short_name(node.path), **_titled(node, measure)}
    if words := tuple(CellMeaning.of(rules, node).words):
        return {"type": f"select_one {lists[words]}", **question}
    possible = rules.possible(node)
    question["type"] = "integer" if possible.decimals == 0 else "decimal"
    if constraint := " and ".join(_constraints(possible)):
        question |= {"constraint": constraint, **_in_each("constraint_message", limits_told(possible))}
    return question


def _constraints(possible: Possible) -> Iterator[str]:
    """What an answer has to be, as conditions of XPath."""
    low, high = ends_of(possible)
    if low is not None:
        yield f". >= {decimal_text(low)}"
    if high is not None:
        yield f". <= {decimal_text(high)}"
    if places := possible.decimals:
        yield f"round(., {places}) = ."
    elif places is None and possible.step is not None:
        steps = f"((. - {_signed(possible.base)}) div {decimal_text(possible.step)})"
        yield f"round({steps}, 6) = round({steps}, 0)"


def _signed(number: Fraction) -> str:
    """A number that may stand after a minus."""
    return decimal_text(number) if number >= 0 else f"({decimal_text(number)})"


__all__ = ["survey_form"]
