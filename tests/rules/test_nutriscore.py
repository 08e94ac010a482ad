"""Nutri-Score of 2023 against a second implementation, and against published test cases of Open Food Facts.

No library on PyPI knows the algorithm of 2023 (pyNutriScore 0.0.2 has that of 2017), so `points_and_letter` is
written from the reports of the Scientific Committee (June 2022, March 2023) in plain Python. The products in
`data/nutriscore_products.csv` are unit tests of Open Food Facts' server (`tests/unit/nutriscore.t`), with what
that program expects. All of them agree; there is no difference to explain.
"""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import kenrules
import polars as pl

from ..conftest import ROOT

PRODUCTS = Path(__file__).parent / "data" / "nutriscore_products.csv"
NUTRIENTS = ["energy_kj", "sugars_g", "satfat_g", "fat_g", "salt_g", "protein_g", "fibre_g", "fruit_pct"]

ENERGY = [335 * step for step in range(1, 11)]
SUGARS = [Fraction("3.4"), Fraction("6.8"), 10, 14, 17, 20, 24, 27, 31, 34, 37, 41, 44, 48, 51]
SATURATES = list(range(1, 11))
SALT = [Fraction(step, 5) for step in range(1, 21)]
PROTEIN = [Fraction("2.4"), Fraction("4.8"), Fraction("7.2"), Fraction("9.6"), 12, 14, 17]
FIBRE = [Fraction(figure) for figure in ("3.0", "4.1", "5.2", "6.3", "7.4")]
SATURATES_ENERGY = [120 * step for step in range(1, 11)]
SATURATES_SHARE = [10 + 6 * step for step in range(10)]
DRINK_ENERGY = [30, 90, 150, 210, 240, 270, 300, 330, 360, 390]
DRINK_SUGARS = [Fraction(1, 2), 2, Fraction("3.5"), 5, 6, 7, 8, 9, 10, 11]
DRINK_PROTEIN = [Fraction(figure) for figure in ("1.2", "1.5", "1.8", "2.1", "2.4", "2.7", "3.0")]

LETTERS = {"food": (0, 2, 10, 18), "fat": (-6, 2, 10, 18), "drink": (None, 2, 6, 9)}


def passed(value: Fraction, steps: list) -> int:
    """How many of the steps lie below the value."""
    return sum(1 for step in steps if value > step)


def points_and_letter(product: dict) -> tuple[int, int, int, str]:
    """Negative points, positive points that count, their difference, and the letter."""
    kind = product["kind"]
    of = {name: Fraction(str(product[name] or 0)) for name in NUTRIENTS}
    drink = kind in ("beverage", "water")
    if kind == "fat":
        share = of["satfat_g"] / of["fat_g"] * 100 if of["fat_g"] else Fraction(0)
        negative = passed(37 * of["satfat_g"], SATURATES_ENERGY)
        negative += sum(1 for step in SATURATES_SHARE if share >= step)
    else:
        negative = passed(of["energy_kj"], DRINK_ENERGY if drink else ENERGY)
        negative += passed(of["satfat_g"], SATURATES)
    negative += passed(of["sugars_g"], DRINK_SUGARS if drink else SUGARS) + passed(of["salt_g"], SALT)
    if kind == "beverage" and product["sweetener"] == "yes":
        negative += 4
    protein = passed(of["protein_g"], DRINK_PROTEIN if drink else PROTEIN)
    if kind == "red_meat":
        protein = min(protein, 2)
    if not (drink or kind == "cheese") and negative >= (7 if kind == "fat" else 11):
        protein = 0
    fruit = [(80, 6), (60, 4), (40, 2)] if drink else [(80, 5), (60, 2), (40, 1)]
    positive = protein + passed(of["fibre_g"], FIBRE)
    positive += next((points for above, points in fruit if of["fruit_pct"] > above), 0)
    score = negative - positive
    if kind == "water":
        return negative, positive, score, "A"
    ends = LETTERS["drink" if drink else kind if kind == "fat" else "food"]
    letter = next(
        (name for name, end in zip("ABCD", ends, strict=True) if end is not None and score <= end), "E"
    )
    return negative, positive, score, letter


def some_products(count: int, seed: int) -> list[dict]:
    """Products with figures at a step, a hundredth to either side of it, or anywhere."""
    chance = random.Random(seed)
    steps = {
        "energy_kj": (3700, [*ENERGY, *DRINK_ENERGY]),
        "sugars_g": (60, [*SUGARS, *DRINK_SUGARS]),
        "satfat_g": (12, [*SATURATES, Fraction("3.24"), Fraction("6.49")]),
        "salt_g": (5, SALT),
        "protein_g": (20, [*PROTEIN, *DRINK_PROTEIN]),
        "fibre_g": (9, FIBRE),
        "fruit_pct": (100, [40, 60, 80]),
    }
    products = []
    for number in range(count):
        kind = chance.choice(["food", "red_meat", "cheese", "fat", "beverage", "water"])
        product = {"product": f"p{number}", "kind": kind, "sweetener": chance.choice(["yes", "no", None])}
        for name, (most, at) in steps.items():
            small = chance.random() < 0.6
            figure = Fraction(chance.randrange(0, most * (20 if small else 100) + 1), 100)
            if chance.random() < 0.5:
                figure = max(Fraction(0), chance.choice(at) + Fraction(chance.choice([-1, 0, 0, 1]), 100))
            product[name] = float(figure)
        satfat = Fraction(str(product["satfat_g"]))
        if chance.random() < 0.5 and satfat:
            figure = round(satfat * 100 / chance.choice(SATURATES_SHARE), 2)
            product["fat_g"] = float(min(Fraction(100), max(satfat, figure)))
        else:
            product["fat_g"] = float(satfat + Fraction(chance.randrange(0, 3000), 100))
        if kind == "water":
            product |= {"sugars_g": 0.0, "sweetener": None}
        for name in ("fibre_g", "fruit_pct"):
            if chance.random() < 0.1:
                product[name] = None
        products.append(product)
    return products


def differences(products: list[dict]) -> list[tuple]:
    """The products that Ken and `points_and_letter` see otherwise."""
    rated = kenrules.evaluate("nutriscore/2023", pl.DataFrame(products, infer_schema_length=None))
    columns = [rated[name].to_list() for name in ("negative", "positive", "total", "rating")]
    return [
        (product, got, wanted)
        for product, *got in zip(products, *columns, strict=True)
        if tuple(got) != (wanted := points_and_letter(product))
    ]


def test_random_products_and_products_at_every_step():
    products = some_products(2000, seed=2023)
    assert not differences(products)
    met = {(product["kind"], points_and_letter(product)[3]) for product in products}
    assert met >= {(kind, letter) for kind in ("food", "red_meat", "cheese", "fat") for letter in "ABCDE"}
    assert met >= {("beverage", letter) for letter in "BCDE"} | {("water", "A")}


def test_products_that_open_food_facts_tests():
    data = pl.read_csv(PRODUCTS)
    rated = kenrules.evaluate("nutriscore/2023", data)
    for name in ("negative", "positive", "total", "rating"):
        assert rated[name].to_list() == data[f"{name}_expected"].to_list(), name


def test_the_second_implementation_agrees_with_open_food_facts_too():
    for product in pl.read_csv(PRODUCTS).iter_rows(named=True):
        expected = tuple(product[f"{name}_expected"] for name in ("negative", "positive", "total", "rating"))
        assert points_and_letter(product) == expected, product["product"]


def test_the_example_is_rated_without_findings(ken):
    found = ken("evaluate", "nutriscore/2023", ROOT / "examples/nutriscore/products.csv")
    assert (found.exit_code, found.stderr) == (0, "")
    assert "not rated" not in found.stdout


def test_it_has_no_findings_and_its_golden_tests_pass(ken):
    assert ken("check", ROOT / "rules/nutriscore", "--seconds", "120").stdout.count("no findings") == 2
    assert ken("test", ROOT / "rules/nutriscore").stdout.splitlines()[-1].endswith("failed 0")
