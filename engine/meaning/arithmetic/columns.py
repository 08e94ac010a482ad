"""Numbers as dataframe columns: narwhals expressions in double precision, certified to round and compare as
exact ones do.

Every quantity carries what is known of it before any row is looked at: an interval that holds its values, a
bound on its error in floats, and its denominator. A rational with denominator q is a multiple of 1/q, so a
value can lie on a tie (or a threshold) or a whole step away from it, never nearer. Where half that step is
larger than the error, moving the boundary by a quarter step decides every value as exact arithmetic would
(the certificate). Where it is not, the rows that come within the error of a boundary are marked doubtful, and
the caller has them settled by the exact arithmetic.

The bounds follow Higham, Accuracy and Stability of Numerical Algorithms (2002), chapters 2 to 4, with room to
spare: twice the unit roundoff, and operations counted generously, so that fused, reassociated or reciprocal
forms are covered."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import accumulate
from typing import TYPE_CHECKING, TypeAlias

from ..model import Scale
from .frames import Names, folded, safe

if TYPE_CHECKING:
    import narwhals as nw

EPS = 2.0**-52
MAX_DENOMINATOR = 10**16
MAX_WHOLE = 2.0**51  # whole numbers up to here, and their halves, are exact doubles

_OPPOSITE = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


@dataclass(frozen=True)
class Quantity:
    """A number in every row. The value is `expr` / `per`; `low`, `high`, `error` and `denominator` speak of
    the value.

    `constant` is set for a number that is the same in every row. `missing` says whether rows may lack it.
    `stage` counts how many rounds of `with_columns` must come before it can be computed."""

    expr: nw.Expr
    low: Fraction
    high: Fraction
    error: float = 0.0
    denominator: int | None = None
    per: int = 1
    missing: bool = False
    stage: int = 0
    constant: Fraction | None = None
    plain: bool = False  # a column of the data as it stands, which needs no name of its own
    # columns of whole numbers: a row's denominator is `denominator` times their lcm
    counts: frozenset[str] = frozenset()

    @property
    def size(self) -> float:
        return _float(max(abs(self.low), abs(self.high)))


@dataclass(frozen=True)
class Truth:
    """A condition in every row; `constant` is set where it is known to be the same in all.

    `known` says in which rows it is known at all: where no number that it hangs on is missing. None is
    everywhere; elsewhere `expr` means nothing (dataframe libraries differ in what a comparison with a missing
    number gives)."""

    expr: nw.Expr | None = None
    constant: bool | None = None
    stage: int = 0
    known: nw.Expr | None = None

    @property
    def holds(self) -> nw.Expr | None:
        """True where the condition is known and holds, False elsewhere; None where `constant` says it all."""
        if self.known is None:
            return self.expr
        return self.known & self.expr if self.expr is not None else self.known & bool(self.constant)

    @property
    def fails(self) -> nw.Expr | None:
        """True where the condition is known and does not hold, False elsewhere; None where `constant` says it
        all."""
        if self.expr is None:
            return None if self.known is None else self.known & (not self.constant)
        return ~self.expr if self.known is None else self.known & ~self.expr


@dataclass(frozen=True)
class _Certificate:
    """How a boundary is to be moved so that floats fall on the right side of it, and which rows that does not
    hold for.

    `nudge` is by how much; a value that falls within `width` above the moved boundary lies on the true one.
    Rows within `radius` of the boundary are in doubt: all of them, or those whose count (see
    `Quantity.counts`) is over `limit`."""

    nudge: float
    width: float
    radius: float | None = None
    limit: float | None = None


def _certificate(denominator: int | None, counts: frozenset[str], error: float) -> _Certificate:
    """The certificate for values that are multiples of 1/denominator (in rows, of 1/(denominator * lcm of the
    counts))."""
    if denominator is not None and math.isfinite(error):
        if not counts and error < 1 / (4 * denominator):
            return _Certificate(1 / (4 * denominator), 1 / (2 * denominator))
        if counts and error > 0 and (limit := 1 / (8 * denominator * error)) > 1:
            return _Certificate(2 * error, 4 * error, 4 * error, limit)
    return _Certificate(0.0, error, error)


_Mean: TypeAlias = "Callable[[Names, Sequence[tuple[Quantity, Fraction]]], tuple[nw.Expr, float]]"


class ColumnArithmetic:
    """Builds columns; nothing is computed here. `x` is where expressions come from (see frames.py), `most`
    the greatest number in each column of counts. `stages` lists the columns to add, round by round; `doubts`
    the conditions under which a row must be settled exactly."""

    def __init__(self, scale: Scale, prefix: str, x: Names, most: Mapping[str, int]) -> None:
        self.scale = scale
        self.x = x
        self.most = most
        self.prefix = prefix
        self.stages: list[list[nw.Expr]] = []
        self.doubts: list[Truth] = []

    def beside(self, scale: Scale, prefix: str) -> ColumnArithmetic:
        """Another scale's arithmetic on the same frame: what it adds comes to these stages and doubts."""
        other = ColumnArithmetic(scale, prefix, self.x, self.most)
        other.stages, other.doubts = self.stages, self.doubts
        return other

    # numbers

    def number(self, value: Fraction) -> Quantity:
        double = _float(value)
        error = math.inf if math.isinf(double) else 0.0 if Fraction(double) == value else abs(double) * EPS
        return Quantity(self.x.lit(double), value, value, error, value.denominator, constant=value)

    def add(self, left: Quantity, right: Quantity) -> Quantity:
        return self.total([left, right], [Fraction(1), Fraction(1)])

    def subtract(self, left: Quantity, right: Quantity) -> Quantity:
        return self.total([left, right], [Fraction(1), Fraction(-1)])

    def negate(self, value: Quantity) -> Quantity:
        return self.total([value], [Fraction(-1)])

    def multiply(self, left: Quantity, right: Quantity) -> Quantity:
        if left.constant is not None:
            return self.total([right], [left.constant])
        if right.constant is not None:
            return self.total([left], [right.constant])
        corners = [x * y for x in (left.low, left.high) for y in (right.low, right.high)]
        error = (
            (left.size + left.error) * (right.size + right.error)
            - left.size * right.size
            + 4 * EPS * left.size * right.size
        )
        if not (math.isfinite(left.error) and math.isfinite(right.error)):
            error = math.inf
        return Quantity(
            left.expr * right.expr,
            min(corners),
            max(corners),
            error,
            _bounded(
                left.denominator * right.denominator if left.denominator and right.denominator else None
            ),
            left.per * right.per,
            left.missing or right.missing,
            max(left.stage, right.stage),
            counts=left.counts | right.counts,
        )

    def divide(self, left: Quantity, right: Quantity) -> Quantity:
        if right.constant:
            return self.total([left], [1 / right.constant])
        divisor = _alone(right)
        least = float(right.low) if right.low > 0 else float(-right.high) if right.high < 0 else 0.0
        if least > 2 * right.error:
            low, high = _hull(x / y for x in (left.low, left.high) for y in (right.low, right.high))
            size = left.size / least
            error = (left.error + size * right.error) / (least - right.error) + 6 * EPS * size
            return Quantity(
                _alone(left) / divisor,
                low,
                high,
                error,
                None,
                1,
                left.missing or right.missing,
                max(left.stage, right.stage),
            )
        safe = self.x.when(divisor != 0).then(divisor)
        self._doubt_all([left, right])
        return Quantity(_alone(left) / safe, *_WIDE, math.inf, None, 1, True, max(left.stage, right.stage))

    def absolute(self, value: Quantity) -> Quantity:
        if value.low >= 0:
            return value
        low = Fraction(0) if value.high >= 0 else -value.high
        if value.constant is not None:
            return self.number(abs(value.constant))
        return replace(value, expr=value.expr.abs(), low=low, high=max(-value.low, value.high), plain=False)

    def logarithm(self, value: Quantity) -> Quantity:
        alone = _alone(value)
        if value.low > 0 and float(value.low) > 2 * value.error:
            low, high = math.log(float(value.low)), math.log(float(value.high))
            size = max(abs(low), abs(high))
            error = value.error / (float(value.low) - value.error) + 8 * EPS * size + EPS
            return Quantity(alone.log(), _down(low), _up(high), error, None, 1, value.missing, value.stage)
        safe = self.x.when(alone > 0).then(alone)
        self._doubt_all([value])
        return Quantity(safe.log(), *_WIDE, math.inf, None, 1, True, value.stage)

    def minimum(self, values: Sequence[Quantity]) -> Quantity:
        return self._extreme(values, self.x.min_horizontal, min)

    def maximum(self, values: Sequence[Quantity]) -> Quantity:
        return self._extreme(values, self.x.max_horizontal, max)

    def total(
        self, values: Sequence[Quantity], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Quantity:
        unweighed = [
            value for value, weight in zip(values, weights, strict=True) if not weight and value.missing
        ]
        if unweighed and not partial:
            weighed = [(value, weight) for value, weight in zip(values, weights, strict=True) if weight]
            rest = self.total([value for value, _ in weighed], [weight for _, weight in weighed])
            return self.only_if(self.known(unweighed, len(unweighed)), rest)
        if partial and any(value.missing for value in values):
            values = [self._filled(value) if value.missing else value for value in values]
        constants = sum(
            (
                weight * value.constant
                for value, weight in zip(values, weights, strict=True)
                if value.constant is not None
            ),
            Fraction(0),
        )
        moving = [
            (value, weight)
            for value, weight in zip(values, weights, strict=True)
            if value.constant is None and weight
        ]
        if not moving:
            return self.number(constants)
        if len(moving) == 1 and moving[0][1] == 1 and not constants:
            return moving[0][0]
        low = constants + sum(weight * (value.low if weight > 0 else value.high) for value, weight in moving)
        high = constants + sum(weight * (value.high if weight > 0 else value.low) for value, weight in moving)
        size = abs(_float(constants)) + sum(abs(_float(weight)) * value.size for value, weight in moving)
        error = (
            sum(abs(_float(weight)) * value.error for value, weight in moving)
            + (2 * len(moving) + 4) * EPS * size
        )
        if not math.isfinite(size) or math.isnan(error):
            error = math.inf
        denominator = _lcm(
            [constants.denominator, *(_scaled(value.denominator, weight) for value, weight in moving)]
        )
        # one step of the common factor is taken out, so that equal weights cost one multiplication and not
        # many
        factor = moving[0][1] / moving[0][0].per
        terms = [_times(value.expr, weight / value.per / factor) for value, weight in moving]
        expr = _times(folded(operator.add, terms), factor)
        if constants:
            expr = expr + _float(constants)
        missing, stage = any(value.missing for value, _ in moving), max(value.stage for value, _ in moving)
        return Quantity(
            expr,
            low,
            high,
            error,
            denominator,
            1,
            missing,
            stage,
            counts=_all_counts([value for value, _ in moving]),
        )

    def mean(
        self, values: Sequence[Quantity], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Quantity:
        if not (partial and any(value.missing for value in values)):
            share = sum(weights, Fraction(0))
            return self.total(values, [weight / share for weight in weights])
        summed = self.total(values, weights, partial=True)
        share_expr = folded(
            operator.add,
            (self._present(value, float(weight)) for value, weight in zip(values, weights, strict=True)),
        )
        safe = self.x.when(share_expr > 0).then(share_expr)
        least = min(weight for weight in weights if weight > 0)
        low, high = min(value.low for value in values), max(value.high for value in values)
        size = max(abs(float(low)), abs(float(high)))
        error = summed.error / float(least) + (len(values) + 8) * EPS * size * float(sum(weights) / least)
        shares = _shares(weights)
        denominator = (
            _lcm([_scaled(summed.denominator, 1 / share) for share in shares])
            if shares and summed.denominator
            else None
        )
        return Quantity(
            _alone(summed) / safe, low, high, error, denominator, 1, True, summed.stage, counts=summed.counts
        )

    def geometric_mean(
        self, values: Sequence[Quantity], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Quantity:
        return self._powered(values, weights, partial, _geometric)

    def harmonic_mean(
        self, values: Sequence[Quantity], weights: Sequence[Fraction], *, partial: bool = False
    ) -> Quantity:
        return self._powered(values, weights, partial, _harmonic)

    def rounded(self, value: Quantity, decimals: int | None = None) -> Quantity:
        places = self.scale.decimals if decimals is None else decimals
        grid = 10**places
        if (
            value.denominator is not None
            and not value.counts
            and grid % value.denominator == 0
            and value.error * grid < 0.25
        ):
            return value  # on the grid already
        low, high = (Fraction(bound * grid) for bound in (value.low, value.high))
        magnitude = value.expr if value.low >= 0 else value.expr.abs()
        scaled = _times(magnitude, Fraction(grid, value.per))
        error = value.error * grid + 4 * EPS * (value.size * grid + 1)
        half = self.scale.rounding in ("half_up", "half_even")
        # in units of the last decimal the value is a multiple of 1/q, and so is its distance from any tie
        q = (
            None
            if value.denominator is None
            else math.lcm(value.denominator // math.gcd(value.denominator, grid), 2)
        )
        certificate = _certificate(q if value.size * grid < MAX_WHOLE else None, value.counts, error)
        nudge = certificate.nudge
        shifted = scaled - nudge if self.scale.rounding == "up" else scaled + (0.5 + nudge if half else nudge)
        whole = shifted.ceil() + 0.0 if self.scale.rounding == "up" else shifted.floor()
        if self.scale.rounding == "half_even":
            odd = whole - 2 * (whole * 0.5).floor()
            whole = self.x.when(shifted - whole < certificate.width).then(whole - odd).otherwise(whole)
        self._doubt_near((shifted - shifted.round()).abs(), certificate, value)
        # adding 0 turns -0.0 into 0.0
        signed = whole if value.low >= 0 else self.x.when(value.expr < 0).then(-whole).otherwise(whole) + 0.0
        return Quantity(
            signed,
            Fraction(math.floor(low), grid),
            Fraction(math.ceil(high), grid),
            0.0,
            grid,
            grid,
            value.missing,
            value.stage,
        )

    # truths

    def compare(self, sign: str, left: Quantity, right: Quantity) -> Truth:
        if left.constant is not None and right.constant is not None:
            return Truth(constant=_holds(sign, left.constant - right.constant))
        if left.constant is not None:
            return self.compare(_OPPOSITE[sign], right, left)
        if right.constant is not None:
            settled = _settled(sign, left, right.constant)
            if settled is not None:
                return Truth(constant=settled)
        difference = left if right.constant is not None else self.subtract(left, right)
        threshold = right.constant if right.constant is not None else Fraction(0)
        step_of = _lcm([difference.denominator, threshold.denominator])
        error = difference.error + 4 * EPS * (difference.size + abs(_float(threshold)))
        certificate = _certificate(step_of, difference.counts, error)
        self._doubt_near((_alone(difference) - _float(threshold)).abs(), certificate, difference)
        # on either side of the threshold, as far as the nudge, no value can lie: the comparison is made there
        shift = Fraction(certificate.nudge)
        above, below = (
            _float((threshold + shift) * difference.per),
            _float((threshold - shift) * difference.per),
        )
        x, moved = difference.expr, certificate.nudge > 0
        match sign:
            case ">=":
                expr = x > below if moved else x >= below
            case ">":
                expr = x > above
            case "<=":
                expr = x < above if moved else x <= above
            case "<":
                expr = x < below
            case "==":
                expr = (x > below) & (x < above) if moved else x == above
            case _:
                expr = (x < below) | (x > above) if moved else x != above
        return Truth(expr, None, difference.stage, ~difference.expr.is_null() if difference.missing else None)

    def both(self, truths: Sequence[Truth]) -> Truth:
        return _joined(truths, True)

    def either(self, truths: Sequence[Truth]) -> Truth:
        return _joined(truths, False)

    def opposite(self, truth: Truth) -> Truth:
        if truth.expr is None:
            return replace(truth, constant=not truth.constant)
        return replace(truth, expr=~truth.expr)

    def choose(self, truth: Truth, yes: Quantity, no: Quantity) -> Quantity:
        if truth.expr is None:
            chosen = yes if truth.constant else no
            return (
                chosen if truth.known is None else self.only_if(Truth(truth.known, None, truth.stage), chosen)
            )
        expr = self.x.when(truth.expr).then(_alone(yes)).otherwise(_alone(no))
        chosen = _joined_quantity(expr, [yes, no], yes.missing or no.missing, truth.stage)
        return chosen if truth.known is None else self.only_if(Truth(truth.known, None, truth.stage), chosen)

    # missing numbers

    def known(self, values: Sequence[Quantity], at_least: int) -> Truth:
        sure = sum(not value.missing for value in values)
        unsure = [value for value in values if value.missing]
        if at_least <= sure:
            return Truth(constant=True)
        stage = max(value.stage for value in unsure)
        if at_least == len(values):
            return Truth(folded(operator.and_, (~value.expr.is_null() for value in unsure)), None, stage)
        count = folded(operator.add, (self._present(value, 1.0) for value in unsure))
        return Truth(count > at_least - sure - 0.5, None, stage)

    def first_known(self, values: Sequence[Quantity]) -> Quantity:
        first, *others = values
        if not first.missing or not others:
            return first
        second = self.first_known(others)
        expr = self.x.when(~first.expr.is_null()).then(_alone(first)).otherwise(_alone(second))
        return _joined_quantity(expr, [first, second], second.missing, 0)

    def only_if(self, truth: Truth, value: Quantity) -> Quantity:
        holds = truth.holds
        if holds is None and truth.constant:
            return value
        holds = self.x.lit(False) if holds is None else holds
        return replace(
            value,
            expr=self.x.when(holds).then(value.expr),
            missing=True,
            stage=max(truth.stage, value.stage),
            constant=None,
            plain=False,
        )

    def nothing(self) -> Quantity:
        zero = Fraction(0)
        return Quantity(self.x.lit(None, dtype=self.x.Float64), zero, zero, 0.0, 1, missing=True)

    def sure(self, value: Quantity) -> Quantity:
        return replace(value, missing=False)

    def never(self, truth: Truth) -> bool:
        return truth.constant is False

    def called(self, function: str, values: Sequence[Quantity], value: Quantity) -> Quantity:  # noqa: ARG002
        return value

    def named(self, name: str, value: Quantity) -> Quantity:
        """Keeps the quantity as a column of that name (after the prefix), and refers to it from now on."""
        if value.constant is not None or value.plain:
            return value
        while len(self.stages) <= value.stage:
            self.stages.append([])
        column = safe(self.prefix + name)
        self.stages[value.stage].append(value.expr.alias(column))
        return replace(value, expr=self.x.col(column), stage=value.stage + 1, plain=True)

    # inner workings

    def _doubt_near(self, distance: nw.Expr, certificate: _Certificate, value: Quantity) -> None:
        """Marks the rows whose distance from a boundary the certificate does not cover."""
        if certificate.radius is None:
            return
        if (
            certificate.limit is not None
            and len(value.counts) == 1
            and all(self.most[count] <= certificate.limit for count in value.counts)
        ):
            return
        near = distance <= certificate.radius if math.isfinite(certificate.radius) else ~value.expr.is_null()
        if certificate.limit is not None:
            near = near & (self._common_count(value.counts) > certificate.limit)
        self._doubt(near, value.stage)

    def _doubt(self, expr: nw.Expr, stage: int) -> None:
        self.doubts.append(Truth(expr, None, stage))

    def _doubt_all(self, values: Sequence[Quantity]) -> None:
        """Nothing is known of the error: every row that has one of the values is settled exactly."""
        for value in values:
            self._doubt(~value.expr.is_null() if value.missing else self.x.lit(True), value.stage)

    def _filled(self, value: Quantity) -> Quantity:
        zero = Fraction(0)
        return replace(
            value,
            expr=self.x.when(~value.expr.is_null()).then(value.expr).otherwise(self.x.lit(0.0)),
            low=min(zero, value.low),
            high=max(zero, value.high),
            missing=False,
            plain=False,
        )

    def _extreme(
        self,
        values: Sequence[Quantity],
        horizontal: Callable[..., nw.Expr],
        choose: Callable[[Iterable[Fraction]], Fraction],
    ) -> Quantity:
        if len(values) == 1:
            return values[0]
        if all(value.constant is not None for value in values):
            return self.number(choose(value.low for value in values))
        same = len({value.per for value in values}) == 1
        exprs = [value.expr if same else _alone(value) for value in values]
        # a known number bounds the extreme only from its own side: with missing ones beside it, either end
        # may stand
        missing = all(value.missing for value in values)
        lows, highs = [value.low for value in values], [value.high for value in values]
        unsure = any(value.missing for value in values)
        low = min(lows) if unsure else choose(lows)
        high = max(highs) if unsure else choose(highs)
        quantity = _joined_quantity(horizontal(*exprs), values, missing, 0)
        return replace(quantity, low=low, high=high, per=values[0].per if same else 1)

    def _powered(
        self, values: Sequence[Quantity], weights: Sequence[Fraction], partial: bool, mean: _Mean
    ) -> Quantity:
        """A mean that is not linear. With missing ones beside known ones every row is settled exactly."""
        pairs = [(value, weight) for value, weight in zip(values, weights, strict=True) if weight]
        low, high = min(value.low for value, _ in pairs), max(value.high for value, _ in pairs)
        stage = max(value.stage for value, _ in pairs)
        if low < 0 or (partial and any(value.missing for value, _ in pairs)):
            anchor = folded(operator.add, (self._present(value, 1.0) for value, _ in pairs))
            self._doubt_all([value for value, _ in pairs])
            return Quantity(
                self.x.when(anchor > 0).then(self.x.lit(0.0)),
                min(low, Fraction(0)),
                high,
                math.inf,
                None,
                1,
                True,
                stage,
            )
        share = sum((weight for _, weight in pairs), Fraction(0))
        expr, error = mean(self.x, [(value, weight / share) for value, weight in pairs])
        return Quantity(expr, low, high, error, None, 1, any(value.missing for value, _ in pairs), stage)

    def _present(self, value: Quantity, weight: float) -> nw.Expr:
        """The weight where the value is not missing, 0 elsewhere."""
        found: nw.Expr = self.x.lit(weight)
        return (
            self.x.when(~value.expr.is_null()).then(found).otherwise(self.x.lit(0.0))
            if value.missing
            else found
        )

    def _common_count(self, counts: frozenset[str]) -> nw.Expr:
        """A bound on the lcm of a row's counts: it divides the product of all whole numbers from the least of
        them to the most, which is at most most^(most - least + 1); for counts that are all the same, that is
        the count itself."""
        columns: list[nw.Expr] = [self.x.col(name).cast(self.x.Float64) for name in sorted(counts)]
        if len(columns) == 1:
            return columns[0]
        least, most = self.x.min_horizontal(*columns), self.x.max_horizontal(*columns)
        bound: nw.Expr = most ** (most - least + 1.0)
        return bound


_WIDE = (Fraction(-(10**30)), Fraction(10**30))


def _float(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf


def _alone(value: Quantity) -> nw.Expr:
    return value.expr if value.per == 1 else value.expr / float(value.per)


def _times(expr: nw.Expr, factor: Fraction) -> nw.Expr:
    return expr if factor == 1 else expr * _float(factor)


def _bounded(denominator: int | None) -> int | None:
    return denominator if denominator is not None and denominator <= MAX_DENOMINATOR else None


def _scaled(denominator: int | None, weight: Fraction) -> int | None:
    """A denominator of weight times a number with the given one."""
    return (
        None
        if denominator is None
        else denominator * weight.denominator // math.gcd(denominator, weight.numerator)
    )


def _lcm(denominators: Sequence[int | None]) -> int | None:
    common = 1
    for each in denominators:
        if each is None or (common := math.lcm(common, each)) > MAX_DENOMINATOR:
            return None
    return common


def _shares(weights: Sequence[Fraction]) -> set[Fraction] | None:
    """What the weights of the known ones can add up to; None where these are too many to list."""
    if len(set(weights)) == 1:
        return {weights[0] * count for count in range(1, len(weights) + 1)}
    if len(weights) > 12:
        return None
    sums = {Fraction(0)}
    for weight in weights:
        sums |= {each + weight for each in sums}
    return {share for share in sums if share}


def _hull(values: Iterable[Fraction]) -> tuple[Fraction, Fraction]:
    listed = list(values)
    return min(listed), max(listed)


def _down(value: float) -> Fraction:
    return Fraction(value) - Fraction(1, 10**9)


def _up(value: float) -> Fraction:
    return Fraction(value) + Fraction(1, 10**9)


def _holds(sign: str, difference: Fraction) -> bool:
    return {
        "<": difference < 0,
        "<=": difference <= 0,
        ">": difference > 0,
        ">=": difference >= 0,
        "==": difference == 0,
        "!=": difference != 0,
    }[sign]


def _settled(sign: str, value: Quantity, threshold: Fraction) -> bool | None:
    """What the interval alone says; a missing number leaves it open."""
    if value.missing:
        return None
    ends = {_holds(sign, value.low - threshold), _holds(sign, value.high - threshold)}
    inside = sign in ("==", "!=") and value.low <= threshold <= value.high
    return ends.pop() if len(ends) == 1 and not (inside and value.low != value.high) else None


def _joined(truths: Sequence[Truth], every: bool) -> Truth:
    """All of them (`every`) or one of them, as in the exact arithmetic: told as soon as one that is known
    decides."""
    stage = max((truth.stage for truth in truths), default=0)
    decided = [truth for truth in truths if truth.constant is (not every) and truth.known is None]
    if decided:
        return Truth(None, not every, stage)
    open_ = [truth for truth in truths if not (truth.constant is every and truth.known is None)]
    if not open_:
        return Truth(None, every, stage)
    if len(open_) == 1:
        return replace(open_[0], stage=stage)
    if all(truth.known is None for truth in open_):
        exprs = [truth.expr for truth in open_ if truth.expr is not None]
        return Truth(folded(operator.and_ if every else operator.or_, exprs), None, stage)
    holds, fails = (
        [each for each in found if each is not None]
        for found in ([truth.holds for truth in open_], [truth.fails for truth in open_])
    )
    every_one, some = (holds, fails) if every else (fails, holds)
    all_so, one_so = folded(operator.and_, every_one), folded(operator.or_, some)
    return Truth(all_so if every else one_so, None, stage, all_so | one_so)


def _all_counts(values: Iterable[Quantity]) -> frozenset[str]:
    return frozenset().union(*(value.counts for value in values))


def _joined_quantity(expr: nw.Expr, values: Sequence[Quantity], missing: bool, stage: int) -> Quantity:
    return Quantity(
        expr,
        min(value.low for value in values),
        max(value.high for value in values),
        max(value.error for value in values) + 4 * EPS * max(value.size for value in values),
        _lcm([value.denominator for value in values]),
        1,
        missing,
        max(stage, *(value.stage for value in values)),
        counts=_all_counts(values),
    )


# as _harmonic
def _geometric(x: Names, pairs: Sequence[tuple[Quantity, Fraction]]) -> tuple[nw.Expr, float]:  # noqa: ARG001
    expr = folded(operator.mul, (_alone(value).clip(0.0) ** float(weight) for value, weight in pairs))
    size = math.prod(value.size ** float(weight) for value, weight in pairs)
    error = (len(pairs) + 4) * 8 * EPS * size + EPS
    most = [(value.size + value.error) ** float(weight) for value, weight in pairs]
    before = list(accumulate(most[:-1], initial=1.0, func=operator.mul))
    after = list(accumulate(reversed(most[1:]), initial=1.0, func=operator.mul))
    for at, (value, weight) in enumerate(pairs):
        others = before[at] * after[-1 - at]
        low = float(value.low) - value.error
        slope = float(weight) * value.error * low ** (float(weight) - 1) if low > 0 else math.inf
        # x**w grows by at most e**w, wherever x lies
        error += min(slope, value.error ** float(weight)) * others
    return expr, error


def _harmonic(x: Names, pairs: Sequence[tuple[Quantity, Fraction]]) -> tuple[nw.Expr, float]:
    low = min(float(value.low) - value.error for value, _ in pairs)
    high = max(value.size for value, _ in pairs)
    inverse = folded(operator.add, (float(weight) / _alone(value) for value, weight in pairs))
    if low <= 0:
        zero = folded(operator.or_, (_alone(value) <= 0 for value, _ in pairs))
        return x.when(zero).then(x.lit(0.0)).otherwise(1.0 / inverse), math.inf
    spread = (high / low) ** 2
    error = spread * (
        sum(float(weight) * value.error for value, weight in pairs) + (len(pairs) + 6) * 4 * EPS * high
    )
    return 1.0 / inverse, error
