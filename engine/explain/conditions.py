"""What became of bands and judgements, and conditions in words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from ..meaning.arithmetic.exact import Exact, ExactArithmetic
from ..meaning.expressions import COMPARISONS, Expression, dotted
from ..meaning.model import LEVELS, TOTAL, Band, RuleSet
from ..meaning.named_values import stated_names
from ..meaning.plan import Outcome, Plan
from ..meaning.stated import Stated
from ..meaning.stated_truths import Told
from ..meaning.states import Value
from ..words.diagnostics import Text, say
from ..words.numerals import decimal_text, read_number
from .clauses import Clause, WordClause, apart_as_printed, taken_apart, written


@dataclass(frozen=True)
class Judged:
    """What became of a band or a judgement: `holds` is None where that cannot be told."""

    name: str
    holds: bool | None
    parts: tuple[Clause, ...]
    condition: str = ""  # that of a band, where it is more than comparisons that must all hold
    condition_holds: bool | None = True
    words: tuple[WordClause, ...] = ()  # comparisons with words


def band_verdict(plan: Plan, band: Band, outcome: Outcome[Exact, bool | None], holds: bool | None) -> Judged:
    """A band's range and condition against a unit's printed scores."""
    total = outcome.printed[TOTAL]
    bounds: list[Clause] = []
    if total is not None:
        value = Fraction(total)
        ends = ((">" if band.above else ">=", band.minimum), ("<" if band.below else "<=", band.maximum))
        for sign, bound in ends:
            if bound is not None:
                is_met = bool(ExactArithmetic(plan.rules.scale).compare(sign, value, bound))
                text = f"{TOTAL} {sign} {decimal_text(bound)}"
                bounds.append(Clause(text, value, sign, bound, is_met, (TOTAL,)))
    if band.when is None:
        return Judged(band.rating, holds, tuple(bounds))
    apart = apart_as_printed(plan, band.when, outcome)
    clauses = (*bounds, *apart.clauses)
    if _all_must_hold(band.when.tree) and not apart.words:
        return Judged(band.rating, holds, clauses)
    met = holds if not bounds or all(clause.holds for clause in bounds) else _met(plan, band.when, outcome)
    return Judged(band.rating, holds, clauses, band.when.text, met, apart.words)


def _met(plan: Plan, condition: Expression, outcome: Outcome[Exact, bool | None]) -> bool | None:
    """Whether the condition of a band holds by itself."""
    stated = Stated(ExactArithmetic(plan.rules.scale))
    own = {"score": Value[Exact, "bool | None"](outcome.printed[TOTAL])}
    told: Told[Exact, bool | None] = condition.evaluate(
        stated, stated_names(plan, outcome, stated, TOTAL, own)
    )
    return told.truth


def _all_must_hold(tree: ast.expr) -> bool:
    """Whether a condition is comparisons of numbers that must all hold."""
    if isinstance(tree, ast.BoolOp):
        return isinstance(tree.op, ast.And) and all(map(_all_must_hold, tree.values))
    return isinstance(tree, ast.Compare) and not any(
        isinstance(term, ast.Compare) for side in (tree.left, *tree.comparators) for term in ast.walk(side)
    )


PLURALS = {
    "instruments": say("instruments"),
    "indicators": say("indicators"),
    "subindicators": say("subindicators"),
    "questions": say("questions"),
    "parts": say("parts"),
    "items": say("items"),
}
"""What several nodes of a level are called."""

_BOUNDS = {
    ">=": say("{number} or more"),
    ">": say("more than {number}"),
    "<=": say("{number} or less"),
    "<": say("below {number}"),
}


def in_words(rules: RuleSet, expression: Expression) -> Text:
    """A condition as a sentence's part: every instrument 85 or more. What has no plain words stays as it is
    written."""
    return _words(rules, expression, expression.tree)


def _words(rules: RuleSet, expression: Expression, tree: ast.expr) -> Text:
    as_written = say("{condition}", condition=written(expression, tree))
    if isinstance(tree, ast.BoolOp):
        words, *others = (_words(rules, expression, value) for value in tree.values)
        for second in others:
            is_and = isinstance(tree.op, ast.And)
            words = (
                say("{first} and {second}", first=words, second=second)
                if is_and
                else say("{first} or {second}", first=words, second=second)
            )
        return words
    if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
        return as_written
    sign, left, right = COMPARISONS.get(type(tree.ops[0])), tree.left, tree.comparators[0]
    number = _bound(rules, expression, right)
    if sign not in _BOUNDS or number is None:
        return as_written
    bound = Text(_BOUNDS[sign].template, {"number": number})
    name = dotted(left)
    if name is not None and name not in rules.lists:
        return say("{node} {bound}", node=Text(name) if name in ("score", TOTAL) else name, bound=bound)
    function = (
        left.func.id
        if isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and len(left.args) == 1
        else None
    )
    listed = dotted(left.args[0]) if isinstance(left, ast.Call) and function in ("min", "max") else None
    if listed is None or listed not in rules.lists:
        return as_written
    level = Text(LEVELS[listed])
    if (function == "min") == (sign[0] == ">"):
        return say("every {level} {bound}", level=level, bound=bound)
    return say("some {level} {bound}", level=level, bound=bound)


def _bound(rules: RuleSet, expression: Expression, tree: ast.expr) -> Fraction | None:
    """The number that a term is, also as a threshold; None for anything else."""
    name = dotted(tree)
    if name is not None:
        return rules.thresholds[name].value if name in rules.thresholds else None
    return read_number(written(expression, tree)) if isinstance(tree, ast.Constant) else None


def wanted_of(
    plan: Plan, expression: Expression, outcome: Outcome[Exact, bool | None], own: str | None = None
) -> Iterator[tuple[str, str, Fraction]]:
    """The nodes that have to rise before a condition can hold, each with the sign and the bound: of
    min(instruments) >= 85 every instrument that is below 85. `own` is the node that `score` means."""
    waiting = [expression.tree]
    while waiting:
        tree = waiting.pop(0)
        if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And):
            waiting += tree.values
        if not isinstance(tree, ast.Compare) or len(tree.ops) != 1:
            continue
        sign, left, bound = (
            COMPARISONS[type(tree.ops[0])],
            tree.left,
            _bound(plan.rules, expression, tree.comparators[0]),
        )
        if sign not in (">=", ">") or bound is None:
            continue
        is_least = isinstance(left, ast.Call) and isinstance(left.func, ast.Name) and left.func.id == "min"
        for term in left.args if isinstance(left, ast.Call) and is_least else [left]:
            name = dotted(term) or ""
            for path in (
                [own]
                if name == "score" and own is not None
                else plan.rules.lists.get(name) or plan.rules.names.get(name, ())
            ):
                value = outcome.printed[path]
                if value is not None and (value < bound or (sign == ">" and value == bound)):
                    yield path, sign, bound


__all__ = [
    "PLURALS",
    "Clause",
    "Judged",
    "WordClause",
    "band_verdict",
    "in_words",
    "taken_apart",
    "wanted_of",
]
