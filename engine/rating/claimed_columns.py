"""What the claimed columns of a frame give the nodes of a rule set: columns as quantities, and where they
have values that cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING

from ..data.claims import Claim, Claims
from ..meaning.arithmetic.columns import EPS, MAX_WHOLE, ColumnArithmetic, Quantity, Truth
from ..meaning.arithmetic.frames import Names, any_of, is_one_of, within
from ..meaning.combining import either
from ..meaning.model import Possible, RuleSet
from ..meaning.states import Given
from ..words.diagnostics import Diagnostic, KenError, Position, Text, counted, say
from ..words.numerals import decimal_text
from .profile import Profile, off_grid, off_step

if TYPE_CHECKING:
    import narwhals as nw

MOST_RESPONDENTS = 10**12


def refuse_impossible(rules: RuleSet, claims: Claims, profiles: Mapping[str, Profile]) -> None:
    """Raises KenError when a column of scores has values that its node cannot have."""
    faults = [
        fault
        for claim in claims.nodes
        if claim.count is None
        for fault in _impossible(
            rules.possible(rules.readable[claim.paths[0]]), claim, profiles[claim.column]
        )
    ]
    if faults:
        raise KenError(faults)


def _is_beyond(profile: Profile, possible: Possible) -> bool:
    """Whether a column has values that are read as less or greater than what can be."""
    return possible.read(profile.low) < possible.low or possible.read(profile.high) > possible.high


def _impossible(possible: Possible, claim: Claim, profile: Profile) -> Iterator[Diagnostic]:
    """That a column of scores has values beyond what its node can have, or between what answers earn."""
    hint = say("mend these values, or make them missing (null)")
    if profile.is_infinite:
        message = say(
            "“{column}” has infinite values; possible are {low} to {high}",
            column=claim.heading,
            low=possible.low,
            high=possible.high,
        )
        yield Diagnostic("out-of-range", message, Position("data", cell=claim.heading), hint)
    elif _is_beyond(profile, possible):
        message = say(
            "“{column}” has values from {least} to {most}; possible are {low} to {high}",
            column=claim.heading,
            least=profile.low,
            most=profile.high,
            low=possible.low,
            high=possible.high,
        )
        yield Diagnostic("out-of-range", message, Position("data", cell=claim.heading), hint)
    elif profile.strange or profile.apart:
        message = _apart(claim.name)
        if profile.strange:
            message = _strange(possible, claim.name) if possible.only else _between(possible, claim.name)
        yield Diagnostic("not-an-answer", message, Position("data", cell=claim.name), hint)


def _between(possible: Possible, name: str) -> Text:
    if possible.decimals is not None:
        return counted(
            possible.decimals,
            "“{column}” has values with more than {count} decimal",
            "“{column}” has values with more than {count} decimals",
            column=name,
        )
    assert possible.step is not None
    step, base = decimal_text(possible.step), decimal_text(possible.base)
    return say(
        "“{column}” has values between the steps of {step} from {base}", column=name, step=step, base=base
    )


def _strange(possible: Possible, name: str) -> Text:
    return say(
        "“{column}” has values that no answer earns; answers earn {answers}",
        column=name,
        answers=[decimal_text(score) for score in possible.only],
    )


def _apart(name: str) -> Text:
    return say("“{column}” has several answers of one unit, which answers it once", column=name)


def given_by_columns(
    a: ColumnArithmetic, rules: RuleSet, claims: Claims, profiles: Mapping[str, Profile]
) -> Given[Quantity, Truth]:
    """What the columns give, by path; values that cannot be are refused. A node's own column goes before that
    of an alias."""
    scores: dict[str, list[Quantity]] = {}
    answers: dict[str, list[Quantity]] = {}
    refused: dict[str, list[Truth]] = {
        path: [Truth(a.x.col(column)) for column in columns] for path, columns in claims.refused.items()
    }
    whole: dict[str, Quantity] = {}
    for claim in sorted(claims.nodes, key=lambda claim: claim.alias is not None):
        quantity, wrong = _read(a.x, rules, claim, profiles[claim.column])
        if profiles[claim.column].odd:
            a.doubted.row(_odd(a.x, claim, profiles[claim.column]), 0)
        for path in claim.paths:
            if quantity is not None:
                (scores if claim.count is None else answers).setdefault(path, []).append(quantity)
            if wrong is not None:
                refused.setdefault(path, []).append(wrong)
        if claim.alias is not None and claim.alias == claim.name and quantity is not None:
            whole[claim.alias] = quantity
    return Given(
        {path: a.first_known(quantities) for path, quantities in scores.items()},
        {path: a.first_known(quantities) for path, quantities in answers.items()},
        {
            path: Quantity(a.x.col(column), Fraction(0), Fraction(MOST_RESPONDENTS), 0.0, 1, plain=True)
            for path, column in claims.respondents.items()
        },
        {path: state for path, truths in refused.items() if (state := either(a, *truths)) is not None},
        whole=whole,
    )


def _odd(x: Names, claim: Claim, profile: Profile) -> nw.Expr:
    """The rows that have one of the few values with more decimals than the others: what is said of the column
    does not hold of these."""
    values = x.col(claim.column) if profile.is_double else x.col(claim.column).cast(x.Float64)
    return off_grid(x, values, profile.decimals or 0)


def _read(x: Names, rules: RuleSet, claim: Claim, profile: Profile) -> tuple[Quantity | None, Truth | None]:
    """A column as a quantity, and where it has a value that cannot be."""
    possible = rules.possible(rules.readable[claim.paths[0]])
    wrong = [] if claim.count is not None else list(_wrong(x, possible, claim, profile))
    is_wrong = (
        x.when(~x.col(claim.column).is_null()).then(any_of(x, wrong)).otherwise(x.lit(False))
        if wrong
        else None
    )
    quantity = _quantity(x, possible, claim, profile)
    if quantity is not None and is_wrong is not None:
        quantity = quantity.with_expr(x.when(~is_wrong).then(quantity.expr), missing=True)
    return quantity, None if is_wrong is None else Truth(is_wrong)


def _wrong(x: Names, possible: Possible, claim: Claim, profile: Profile) -> Iterator[nw.Expr]:
    """Conditions under which a score cannot be, as far as the profile says that there are some."""
    expr = x.col(claim.column).cast(x.Float64)
    if _is_beyond(profile, possible):
        yield ~within(expr, possible)
    if profile.strange and possible.only:
        yield ~is_one_of(x, expr, possible.only)
    elif profile.strange:
        yield off_step(x, expr, possible)
    if claim.high is not None and profile.apart:
        yield x.col(claim.column) != x.col(claim.high)


def _quantity(x: Names, possible: Possible, claim: Claim, profile: Profile) -> Quantity | None:
    """A column's values as far as they can be: scores as they stand, of a sum of answers the mean. None where
    none of them can."""
    (least, _), (most, _) = possible.given_ends
    low, high = max(least, profile.low), min(most, profile.high)
    if low > high:
        return None
    size = float(max(abs(low), abs(high)))
    if claim.count is not None:
        mean = x.col(claim.column) / (x.col(claim.count).cast(x.Float64) * float(claim.per))
        return Quantity(
            expr=x.when(x.col(claim.count) > 0).then(mean) if profile.missing else mean,
            low=low,
            high=high,
            error=size * EPS,
            denominator=claim.per,
            missing=profile.missing,
            counts=frozenset([claim.count]),
        )
    return Quantity(
        expr=x.col(claim.column) if profile.is_double else x.col(claim.column).cast(x.Float64),
        low=low,
        high=high,
        error=0.0 if profile.decimals == 0 and size < MAX_WHOLE else size * EPS,
        denominator=None if profile.decimals is None else 10**profile.decimals,
        missing=profile.missing,
        plain=profile.is_double or profile.is_narrow,
        narrow=x.col(claim.column) if profile.is_narrow else None,
    )


__all__ = ["given_by_columns", "refuse_impossible"]
