"""Options of a choice that no rule tells apart."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..meaning.expressions import EQUALITIES, dotted, words_of
from ..meaning.model import RuleSet
from ..words.alike import compared
from ..words.diagnostics import Diagnostic, Severity, say
from .expressions_in import expressions_in, sets_in

ID = "options-alike"
SEVERITY: Severity = "note"
WHY = say(
    "Options of a choice that no rule tells apart are one option, or a rule about one of them is lacking."
)
PASSES = """
inputs: {size: {one_of: [small, middle, large]}}
no_better_than: {low: "size in (small, middle)"}
"""
FAILS = """
inputs: {size: {one_of: [small, middle, large]}}
no_better_than: {low: size == small}
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A note for each choice with two options or more that are asked for nowhere."""
    for input_ in rules.inputs.values():
        scale = rules.answers.get(input_.answers or "")
        if scale is None or input_.id in rules.choosing:
            continue  # of what chooses among variants the options without a patch are told
        asked, is_named = _asked(rules, input_.id)
        alike = [word for word in scale.options if compared(word) not in asked]
        if is_named and len(alike) > 1:
            message = say(
                "no rule tells these options of {input} apart: {words}", input=input_.id, words=alike
            )
            hint = say("write one option for them, or the rule that asks for one of them")
            position = scale.option_positions.get(alike[0], scale.position)
            yield Diagnostic(ID, message, position, hint, SEVERITY, input_.id)


def _asked(rules: RuleSet, id_: str) -> tuple[set[str], bool]:
    """The words with which an input is compared, and those of the answers in which it is looked up; and
    whether it is named at all."""
    words, is_named = set[str](), False
    for _, _, expression in expressions_in(rules):
        if id_ not in expression.names:
            continue
        is_named = True
        for part in ast.walk(expression.tree):
            if isinstance(part, ast.Compare):
                sides = zip((part.left, *part.comparators), part.ops, part.comparators, strict=False)
                for left, sign, right in sides:
                    if dotted(left) == id_ and isinstance(sign, EQUALITIES):
                        words |= {compared(word) for word in words_of(right)}
    for own in sets_in(rules):
        for node in own.nodes.values():
            looked = [(node.of, node.answers), *((case.of or node.of, case.answers) for case in node.cases)]
            for of, answers in looked:
                scale = own.answers.get(answers or "")
                if of is not None and scale is not None and dotted(of.tree) == id_:
                    words |= {compared(word) for word in scale.words}
    return words, is_named
