"""Weight-for-age of the WHO Child Growth Standards against WHO's printed lines, a library, WHO's example survey,
and a second reading of chapter 7 of WHO's report.

pygrowup2 1.0.0 looks up every day, as WHO's software does; the rule set has WHO's rows by week and by month,
and straight lines between. What that makes:

| where | difference | why |
|---|---|---|
| 16, 32 and 48 months | none within ±3 | 487, 974 and 1,461 days are whole months: both have the same row |
| a first z-score that rounds to ±3.00 | 0.01 at most | the library rounds before it asks whether −3 or 3 is passed |
| after the first week, within ±3 | 0.04 at most | L, M and S bend between two rows |
| in the first week, within ±3 | 0.15 at most | newborns lose weight before they gain, between two rows |
"""

from __future__ import annotations

import csv
import random
from bisect import bisect_right
from decimal import Decimal, localcontext
from importlib.resources import files
from itertools import chain
from pathlib import Path

import kenrules
import polars as pl
import pygrowup
from pygrowup.tables.by_day.wfa import DATA as BY_DAY

RULES = "growth/weight-for-age"
LINES = Path(__file__).parent / "data" / "who_weight_for_age_lines.csv"
TABLE = Path(kenrules.__file__).parent / "rules" / "growth" / "weight-for-age.lms.csv"
SURVEY = files(pygrowup) / "test_datasets" / "MySurvey_z_st.csv"
DAYS = Decimal("30.4375")  # of a month
COUNT = 200  # children of a test; with 2,000 nothing else comes out
SEXES = {"1": "male", "2": "female"}


def rated(children: list[tuple[str, Decimal, Decimal]]) -> list[dict]:
    """What the rule set makes of a sex, age in months and weight each."""
    columns = {
        "child": [f"c{number}" for number in range(len(children))],
        "sex": [sex for sex, _, _ in children],
        "age": [str(age) for _, age, _ in children],
        "weight": [str(weight) for _, _, weight in children],
    }
    return kenrules.evaluate(RULES, pl.DataFrame(columns)).to_dicts()


def months(days: int) -> Decimal:
    """An age in days as the rule set takes it."""
    return (days / DAYS).quantize(Decimal("0.01"))


def reference() -> dict[str, dict[Decimal, tuple[Decimal, ...]]]:
    """L, M and S by sex and age."""
    found: dict[str, dict[Decimal, tuple[Decimal, ...]]] = {"female": {}, "male": {}}
    with TABLE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[row["sex"]][Decimal(row["age"])] = tuple(Decimal(row[name]) for name in "lms")
    return found


def z_score(sex: str, age: Decimal, weight: Decimal, table: dict) -> Decimal:
    """Chapter 7, with L, M and S on a straight line between two ages, to fifty digits."""
    ages = sorted(table[sex])
    above = min(bisect_right(ages, age), len(ages) - 1)
    low, high = ages[above - 1], ages[above]
    with localcontext() as context:
        context.prec = 50
        share = (age - low) / (high - low)
        pairs = zip(table[sex][low], table[sex][high], strict=True)
        box_cox, median, spread = [first + share * (last - first) for first, last in pairs]

        def line(deviations: int) -> Decimal:
            return median * (1 + box_cox * spread * deviations) ** (1 / box_cox)

        z = ((weight / median) ** box_cox - 1) / (box_cox * spread)
        if z > 3:
            z = 3 + (weight - line(3)) / (line(3) - line(2))
        elif z < -3:
            z = -3 + (weight - line(-3)) / (line(-2) - line(-3))
        return z.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")


def rating(z: Decimal) -> str | None:
    """WHO's table of growth problems, for weight-for-age; None beyond what is plausible."""
    if z < -6 or z > 5:
        return None
    if z < -2:
        return "severely underweight" if z < -3 else "underweight"
    return "normal" if z <= 1 else "see weight for height"


def test_every_row_gives_the_lines_that_who_prints():
    with LINES.open(encoding="utf-8") as file:
        printed = list(csv.DictReader(file))
    table = reference()
    assert len(printed) == sum(map(len, table.values())) == 146
    made = rated([(row["sex"], row["age"], table[row["sex"]][Decimal(row["age"])][1]) for row in printed])
    for row, own in zip(printed, made, strict=True):
        assert {name: own[name] for name in list(row)[2:]} == {
            name: float(row[name]) for name in list(row)[2:]
        }, row
        assert own["waz"] == 0, row


def test_the_table_is_that_of_the_library_by_day():
    for sex, rows in reference().items():
        for age, figures in rows.items():
            exact = age * DAYS if age == int(age) else Decimal(round(age * DAYS))
            day, part = int(exact), exact % 1
            for name, figure, last in zip("lms", figures, (4, 4, 5), strict=True):
                first, then = (BY_DAY[sex][number][name] for number in (day, day + 1))
                assert abs(first + part * (then - first) - figure) <= Decimal(1).scaleb(-last), (
                    sex,
                    age,
                    name,
                )


def test_scores_and_ratings_are_those_of_a_second_reading():
    chance, table = random.Random(1127), reference()
    children = [
        (chance.choice(["female", "male"]), Decimal(chance.randrange(6001)) / 100) for _ in range(COUNT)
    ]
    weighed = []
    for sex, age in children:
        median = BY_DAY[sex][int(age * DAYS)]["m"]
        weighed.append(
            (
                sex,
                age,
                max(Decimal("0.5"), (median * Decimal(chance.uniform(0.35, 2.1))).quantize(Decimal("0.001"))),
            )
        )
    for child, own in zip(weighed, rated(weighed), strict=True):
        z = z_score(*child, table)
        assert own["rating"] == rating(z), child
        assert own["waz"] == float(z), child


def test_on_days_that_are_whole_months_scores_are_those_of_the_library():
    chance, children, theirs, is_near = random.Random(2006), [], [], []
    for _ in range(COUNT):
        sex, (age, days) = (
            chance.choice(["female", "male"]),
            chance.choice([(16, 487), (32, 974), (48, 1461)]),
        )
        weight = Decimal(chance.randrange(450, 3200)) / 100
        child = pygrowup.Observation(sex, age_in_days=days)
        children.append((sex, Decimal(age), weight))
        theirs.append(child.wfa(weight))
        first = child._get_first_pass_z_score(weight, **BY_DAY[sex][days])
        is_near.append(abs(first) == 3)
    made = rated(children)
    assert sum(is_near) < COUNT / 20
    for child, own, their, near in zip(children, made, theirs, is_near, strict=True):
        assert own["rating"] == rating(their), child
        assert own["waz"] is not None, child
        assert abs(Decimal(str(own["waz"])) - their) <= (Decimal("0.01") if near else 0), child


def test_between_the_rows_scores_stay_near_those_by_day():
    children, days = [], []
    for sex, day in chain.from_iterable(((sex, day) for day in range(1, 1826, 57)) for sex in BY_DAY):
        child = pygrowup.Observation(sex, age_in_days=day)
        for share in ("0.75", "1.3"):
            weight = (BY_DAY[sex][day]["m"] * Decimal(share)).quantize(Decimal("0.001"))
            children.append((sex, months(day), weight))
            days.append((day, child.wfa(weight)))
    for child, own, (day, theirs) in zip(children, rated(children), days, strict=True):
        limit = Decimal("0.15") if day < 7 else Decimal("0.04")
        assert abs(Decimal(str(own["waz"])) - theirs) <= limit, (child, theirs)


def test_the_example_survey_of_who_has_the_same_scores():
    with SURVEY.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["zwei"] and row["age.days"]]
    children = [
        (
            SEXES[row["GENDER"]],
            months(int(row["age.days"])),
            Decimal(row["WEIGHT"]).quantize(Decimal("0.001")),
        )
        for row in rows
    ]
    kept = [number for number, (_, age, _) in enumerate(children) if age <= 60][:150]
    assert len(kept) == 150
    same = 0
    for number, own in zip(kept, rated([children[number] for number in kept]), strict=True):
        theirs = Decimal(rows[number]["zwei"])
        assert abs(Decimal(str(own["waz"])) - theirs) <= Decimal("0.04"), rows[number]
        same += Decimal(str(own["waz"])) == theirs
    assert same > 120  # 418 of all 485
