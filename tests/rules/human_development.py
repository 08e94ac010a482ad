"""The indices of UNDP written from its technical notes in plain decimals, to hold the rule sets against."""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal, localcontext
from pathlib import Path

DATA = Path(__file__).parent / "data"
DIGITS = 40
HDI_FIGURES = ("life_expectancy", "expected_years", "mean_years", "gni")
UNEQUAL = ("unequal_life", "unequal_education", "unequal_income")
GII_FIGURES = (
    "maternal_deaths",
    "adolescent_births",
    "seats_women",
    "schooling_women",
    "schooling_men",
    "labour_women",
    "labour_men",
)


def published(name: str) -> list[dict[str, str]]:
    """The rows of a table of the reports in the folder data, each cell as it is printed there."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(value: Decimal, digits: int = 3) -> Decimal:
    """A value as a report prints it, halves up."""
    return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def root(value: Decimal, degree: int) -> Decimal:
    """The root of a degree; of nought it is nought."""
    return value ** (Decimal(1) / degree) if value else value


def between(value: Decimal, least: int, most: int) -> Decimal:
    """Where a value lies between two goalposts, from 0 to 1."""
    return min(max((value - least) / (most - least), Decimal(0)), Decimal(1))


def dimensions(
    life: Decimal, expected: Decimal, mean: Decimal, gni: Decimal
) -> tuple[Decimal, Decimal, Decimal]:
    """Technical note 1, step 1: the indices of health, education and income."""
    income = (gni.ln() - Decimal(100).ln()) / (Decimal(75000).ln() - Decimal(100).ln())
    education = (between(expected, 0, 18) + between(mean, 0, 15)) / 2
    return between(life, 20, 85), education, min(max(income, Decimal(0)), Decimal(1))


def hdi(*figures: Decimal) -> Decimal:
    """Technical note 1, step 2: their geometric mean."""
    with localcontext(prec=DIGITS):
        health, education, income = dimensions(*figures)
        return root(health * education * income, 3)


def ihdi(*figures: Decimal) -> Decimal:
    """Technical note 2: each dimension less its inequality, and their geometric mean."""
    with localcontext(prec=DIGITS):
        product = Decimal(1)
        for index, unequal in zip(dimensions(*figures[:4]), figures[4:], strict=True):
            product *= index * (1 - unequal / 100)
        return root(product, 3)


def gii(*figures: Decimal) -> Decimal:
    """Technical note 4: what women and men reach, held against what they would reach without a gap."""
    with localcontext(prec=DIGITS):
        deaths, births, seats_f, school_f, school_m, labour_f, labour_m = figures
        least = Decimal("0.1")
        deaths = min(max(deaths, Decimal(10)), Decimal(1000))
        births, school_f, school_m = max(births, least), max(school_f, least), max(school_m, least)
        labour_f, labour_m = max(labour_f, least), max(labour_m, least)
        seats_f, seats_m = max(seats_f, least), max(100 - seats_f, least)
        health = root(10 / deaths / births, 2)
        power_f, power_m = root(seats_f * school_f, 2), root(seats_m * school_m, 2)
        women, men = root(health * power_f * labour_f, 3), root(power_m * labour_m, 3)
        equal = 2 / (1 / women + 1 / men)
        standard = root((health + 1) / 2 * (power_f + power_m) / 2 * (labour_f + labour_m) / 2, 3)
        return 1 - equal / standard
