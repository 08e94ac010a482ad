"""What the rules make of reported figures: the plan, run on the stretches in which reported values may lie.

A raw value, an input and a score that nothing is computed from are what is reported. Of a computed score the
figure stands for every value that is printed so. What is not reported may be anything that it can be, or not
be there."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from ..meaning.arithmetic import Arithmetic
from ..meaning.arithmetic.stretches import May, StretchArithmetic, Stretches, stretches
from ..meaning.model import INPUT, Node, RuleSet
from ..meaning.plan import Outcome, Plan, run
from ..meaning.printed_scores import printed_places
from ..meaning.states import Given
from ..meaning.steps_in_order import has_way

Found: TypeAlias = Outcome[Stretches | None, May]
"""What a run on stretches has found."""


def is_read(rules: RuleSet, node: Node) -> bool:
    """Whether what is reported of a node or input is no score: a raw value, or the number of a word."""
    return node.level == INPUT or node.is_raw or node.path in rules.worded


def slack_of(rules: RuleSet, node: Node, figure: Fraction) -> Fraction:
    """How far a figure may lie from the value that it was rounded from. What is read, a score that nothing is
    computed from, and one that is carried rounded were not rounded for print; nor was a figure with more
    decimals than are printed."""
    is_computed = bool(node.children) or has_way(node) or (node.answers is not None and not rules.steps(node))
    places = printed_places(rules, node)
    if not is_computed or is_read(rules, node) or node.round or (figure * 10**places).denominator != 1:
        return Fraction(0)
    return Fraction(1, (2 if rules.scale.rounding.startswith("half") else 1) * 10**places)


def run_on_figures(plan: Plan, figures: Mapping[str, Fraction], *, rounded: bool) -> Found:
    """Runs a plan on figures, by path; `rounded` allows for their rounding."""
    rules = plan.rules
    scores: dict[str, Stretches | None] = {}
    answers: dict[str, Stretches | None] = {}
    pinned: dict[str, Fraction] = {}
    for path, entry in rules.entries.items():
        figure = figures.get(path)
        if figure is not None:
            slack = slack_of(rules, entry, figure) if rounded else Fraction(0)
            scores[path] = stretches([(figure - slack, figure + slack)])
            if slack:
                pinned[f"printed:{path}"] = figure
        elif is_read(rules, entry) or (not entry.children and not has_way(entry)):
            scores[path] = stretches(rules.possible(entry).spans, may_lack=True)
            if not is_read(rules, entry) and entry.answers is not None:
                answers[path] = scores[path]
    arithmetic: Arithmetic[Stretches | None, May] = StretchArithmetic(rules.scale, pinned)
    return run(plan, arithmetic, Given(scores, answers))


__all__ = ["Found", "is_read", "run_on_figures", "slack_of"]
