"""Ken: a declarative rules engine for scoring and rating.

    import kenrules
    rules = kenrules.load("ita/2566")
    ratings = kenrules.evaluate(rules, frame)

The functions import what they need when they are called, so that `import kenrules` stays light.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from .engine import __version__
from .engine.diagnostics import Diagnostic, KenError

if TYPE_CHECKING:
    from .engine.gathered import Responses
    from .engine.model import RuleSet

__all__ = ["Diagnostic", "KenError", "Responses", "__version__", "check", "evaluate", "load"]


def load(name_or_path: str | os.PathLike[str]) -> RuleSet:
    """The rule set of that name (`ita/2566`) or path (ends in .yaml), with what it extends laid under it.

    Names are looked up in ./rules, the folders of $KEN_RULES, and the rule sets of this package. Raises KenError, which
    carries every error found as `diagnostics`.
    """
    from .engine import library

    return library.load(name_or_path)


def evaluate(rules: RuleSet | str | os.PathLike[str], data: Any, *, key: str | None = None, pass_through: Collection[str] = ()) -> Any:
    """Rates the units of a dataframe, and gives back the same kind of frame.

    `rules` is a rule set that is loaded, or a name or path.
    `data` is a frame with a row a unit, or a list of such frames and of `Responses` (frames with a row a respondent). A frame is
    anything that narwhals takes: polars, pandas, pyarrow, and lazy ones such as polars.LazyFrame, DuckDB and PySpark. Columns
    are node ids (`I1`), paths (`EIT1.I6`) or aliases (`EIT`); the key column is the rule set's `unit`, or `key`. Columns that
    are no nodes are passed through; name in `pass_through` those that look like a node and are none.

    The result has the key, the columns passed through, one column a node (float, rounded as the rule set says; missing where
    there is no score), `rating` (text; missing for a unit that cannot be rated) and `status` (`rated` or `incomplete`); with
    respondents also their number. Every number equals that of exact rational arithmetic. Scores are numbers; answers of
    respondents are the words or scores of the rule set's answer scales. Null and NaN are missing.

    Lazy frames stay lazy. What is computed at once: one row of figures for each frame (docs/exactness.md), and the rows that
    columns leave in doubt; never more than the table of units.

    Raises KenError when columns cannot be understood, have values that cannot be, or a unit is there twice.
    """
    from .engine.evaluate import evaluate as run
    from .engine.model import RuleSet

    return run(rules if isinstance(rules, RuleSet) else load(rules), data, key=key, pass_through=pass_through)


def __getattr__(name: str) -> Any:
    """`Responses`, imported when it is first asked for."""
    if name == "Responses":
        from .engine.gathered import Responses

        return Responses
    raise AttributeError(name)


def check(rules: RuleSet | str | os.PathLike[str]) -> tuple[Diagnostic, ...]:
    """Everything that can be known about a rule set without data: errors and warnings, in the order of the files.

    Takes a rule set that is loaded, or a name or path; one that cannot even be loaded is answered by its errors. What cannot be
    seen is proved: that no scores fall into a gap between bands, that each band can be given, and the like.
    """
    from .engine import checking
    from .engine.checks import check_rules
    from .engine.model import RuleSet

    return checking.check_rule_set(rules, check_rules(rules)) if isinstance(rules, RuleSet) else checking.check(rules)
