"""Results as columns of a frame: printed scores, judgements, states, targets and ratings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

from ..meaning.arithmetic.columns import Quantity, Truth
from ..meaning.arithmetic.frames import Frame, Names, safe
from ..meaning.choosing import Chosen
from ..meaning.model import RuleSet
from ..meaning.one_unit import INCOMPLETE, RATED
from ..meaning.plan import Outcome

if TYPE_CHECKING:
    import narwhals as nw

PREFIX = "ken:"
"""So the names of columns begin that are no data."""

Columns: TypeAlias = Mapping[tuple[str, str], str]
"""Names of columns with results, by what they are: ("printed", path), ("judged", path), ("differs", path),
("target", id), ("rating", ""), ("status", ""); and where a node is ("refused", path) or ("undecided", path),
or has too few respondents, ("few", path)."""


@dataclass
class ResultColumns:
    """The columns of one rule set's results, for frames of `x`: their names begin with `prefix`. `sheet`
    names them; `words` has by column of ratings or judgements the words that stand for its numbers, where
    these are `in_numbers` (see `in_words`)."""

    x: Names
    prefix: str
    in_numbers: bool
    sheet: dict[tuple[str, str], str] = field(default_factory=dict)
    exprs: list[nw.Expr] = field(default_factory=list)
    words: dict[str, list[str]] = field(default_factory=dict)

    def _add(self, kind: str, name: str, expr: nw.Expr) -> None:
        column = safe(f"{self.prefix}{kind}={name}")
        self.sheet[kind, name] = column
        self.exprs.append(expr.alias(column))

    def add(
        self,
        rules: RuleSet,
        outcome: Outcome[Quantity, Truth],
        met: Mapping[str, Truth],
        shown: Collection[str] | None = None,
    ) -> None:
        """Adds all results: of printed scores only those of the paths `shown` (None: all); of targets whether
        a unit has `met` them, by id."""
        x, decimals = self.x, rules.scale.decimals
        for path in rules.nodes:
            if shown is None or path in shown:
                printed = outcome.printed[path]
                none = x.lit(None, dtype=x.Float64)
                self._add(
                    "printed",
                    path,
                    none if printed is None else _shown(printed, decimals, x, divide=not self.in_numbers),
                )
        for path, judged in outcome.judged.items():
            self._add_case("judged", path, judged, [judgement.result for judgement in judged.cases])
        for path, truth in outcome.differs.items():
            self._add_state("differs", path, truth)
        for path, truth in outcome.few.items():
            self._add_state("few", path, truth)
        for path, value in outcome.nodes.items():
            self._add_state("refused", path, value.refused)
            self._add_state("undecided", path, value.undecided)
        for id_, truth in met.items():
            self._add("target", id_, _condition(truth, x))
        self._add_case("rating", "", outcome.bands, [band.rating for band in rules.bands])

    def _add_state(self, kind: str, path: str, state: Truth | None) -> None:
        """Adds where a state holds, if it ever does."""
        if state is not None and state.constant is not False:
            self._add(kind, path, _condition(state, self.x))

    def _add_case(
        self, kind: str, name: str, chosen: Chosen[Quantity, Truth, Any] | None, texts: list[str]
    ) -> None:
        """Adds the text of the case that is taken; or its number, which `in_words` turns into the text.

        polars copies a column of texts for every case, which takes ten times as long as numbers and one
        look-up."""
        x = self.x
        if chosen is None:
            expr = x.lit(None, dtype=x.UInt32 if self.in_numbers else x.String)
        elif self.in_numbers:
            expr = chosen.number.expr.cast(x.UInt32)
        else:
            expr = x.lit(None, dtype=x.String)
            for number, text in enumerate(texts):
                expr = x.when(chosen.number.expr == number).then(x.lit(text)).otherwise(expr)
        self._add(kind, name, expr)
        self.words[self.sheet[kind, name]] = texts

    def status(self) -> nw.Expr:
        """The column that says whether a unit is rated; the frame has the other columns by then."""
        self.sheet["status", ""] = column = f"{self.prefix}status"
        x = self.x
        status: nw.Expr = (
            x.when(x.col(self.sheet["rating", ""]).is_null())
            .then(x.lit(INCOMPLETE))
            .otherwise(x.lit(RATED))
            .alias(column)
        )
        return status


def in_words(frame: Any, words: Mapping[str, Sequence[str]]) -> Frame:
    """The frame of polars with numbers of ratings and judgements replaced by their words, which `words` has
    by column."""
    import polars as pl

    series: dict[tuple[str, ...], pl.Expr] = {}
    gathered = []
    for column, texts in words.items():
        # no case, or several
        known = series.setdefault(tuple(texts), pl.lit(pl.Series([*texts, None, None], dtype=pl.String)))
        gathered.append(known.gather(pl.col(column)).alias(column))
    replaced: Frame = frame.with_columns(gathered)
    return replaced


def _condition(truth: Truth, x: Names) -> nw.Expr:
    """The condition as a column; missing where it is not known."""
    expr: nw.Expr = x.lit(bool(truth.constant)) if truth.expr is None else truth.expr
    return expr if truth.known is None else x.when(truth.known).then(expr)


def _shown(printed: Quantity, decimals: int, x: Names, *, divide: bool) -> nw.Expr:
    """A printed score as the double nearest to its decimal number."""
    if printed.constant is not None:
        constant: nw.Expr = x.lit(float(printed.constant))
        return constant
    around_zero = printed.low <= 0 <= printed.high  # where -0.0 may stand, to which adding 0 gives 0.0
    if printed.per == 1 and printed.stage == 0 and printed.plain:
        # a column of the data that is on the grid already
        return printed.expr + 0.0 if around_zero else printed.expr
    if printed.per == 10**decimals:
        whole = printed.expr
    else:
        factor = Fraction(10**decimals, printed.per)
        whole = (printed.expr * float(factor)).round()
    return _nearest_decimal(whole + 0.0 if around_zero else whole, decimals, divide=divide)


def _nearest_decimal(whole: nw.Expr, decimals: int, *, divide: bool) -> nw.Expr:
    """whole / 10^decimals, correctly rounded. polars turns a division by a number into a multiplication by
    its reciprocal, which is off by one unit in the last place now and then; its own round divides."""
    if decimals == 0:
        return whole
    return whole / float(10**decimals) if divide else (whole / float(10**decimals)).round(decimals)


__all__ = ["PREFIX", "Columns", "ResultColumns", "in_words"]
