"""What a rule set means, a second time: slowly, by fractions, one unit after the other.

An independent opinion to hold the engine against. It is written from the documents and shares nothing with
the engine. `first` speaks of the first edition of the rule language, the other modules of the second:

    result = rate(Rules.from_yaml(data), Unit(scores={"S.q1": "12.5"}))           # the first
    result = assess(data, Unit(scores={"S.q1": "12.5"}, inputs={"kind": "fat"}))  # the second

`evaluate` rates many units by the first edition and adds the targets. `readings.md` says how the text of the
second was read where it can be read in two ways."""

from __future__ import annotations

from .first import (
    FEW_HIDE_REFUSED,
    KNOWN,
    LEVELS,
    MISSING,
    REFUSED,
    UNDECIDED,
    Answers,
    Band,
    Evaluation,
    Node,
    Result,
    Rules,
    Scale,
    Scored,
    Target,
    TargetRule,
    Unit,
    combined,
    conjunction,
    evaluate,
    holds,
    known,
    names_in,
    negation,
    possible,
    rate,
    read_answer,
    read_cell,
    scored,
    targets,
)
from .numbers import (
    Cell,
    exact,
    exact_or_none,
    is_empty,
    natural_logarithm,
    percent,
    read_number,
    root,
    rounded,
    snapped,
)
from .reading import data_of
from .telling import NOT_APPLICABLE
from .unit import INCOMPLETE, RATED, SCORED, assess

__all__ = [
    "FEW_HIDE_REFUSED",
    "INCOMPLETE",
    "KNOWN",
    "LEVELS",
    "MISSING",
    "NOT_APPLICABLE",
    "RATED",
    "REFUSED",
    "SCORED",
    "UNDECIDED",
    "Answers",
    "Band",
    "Cell",
    "Evaluation",
    "Node",
    "Result",
    "Rules",
    "Scale",
    "Scored",
    "Target",
    "TargetRule",
    "Unit",
    "assess",
    "combined",
    "conjunction",
    "data_of",
    "evaluate",
    "exact",
    "exact_or_none",
    "holds",
    "is_empty",
    "known",
    "names_in",
    "natural_logarithm",
    "negation",
    "percent",
    "possible",
    "rate",
    "read_answer",
    "read_cell",
    "read_number",
    "root",
    "rounded",
    "scored",
    "snapped",
    "targets",
]
