"""The US Air Quality Index of 2012 beside the library `python-aqi`: every concentration that the tables have,
and days with several pollutants, some of them not measured, with decimals to be cut off.

| where they differ | the library | the rule set | why |
|---|---|---|---|
| an index midway between two (8 of 10,025 concentrations) | the even one: PM2.5 of 0.6 makes 2; of 3.3 ppm of CO 37, as its 28 digits fall just short of 37.5 | the upper one: 3 | the appendix says "nearest" only; a worked example of EPA (document of 2018) makes 126 of 125.5 |
| SO2 of an hour from 305 ppb on | on along the rows of 24 hours | 200 | footnote 4 of table 2; EPA's technical assistance document |
| SO2 of 24 hours | does not know it | 201 and more, from 305 ppb on | the same |
| an hour of ozone below 0.125 ppm | divides by nought at 0, else fails | does not count | table 2 has no row for it |
| 8 hours of ozone above 0.374 ppm | fails | leaves it to the hour, or refuses the day | footnote 2 of table 2 |
"""

from __future__ import annotations

import random
from decimal import ROUND_DOWN, Decimal
from fractions import Fraction

import aqi
import kenrules
import polars as pl
import pytest

from ..conftest import ROOT

POLLUTANTS = {
    "pm25_24h": ("pm25", aqi.POLLUTANT_PM25, "0.0", "500.4"),
    "pm10_24h": ("pm10", aqi.POLLUTANT_PM10, "0", "604"),
    "ozone_8h": ("o3_8h", aqi.POLLUTANT_O3_8H, "0.000", "0.374"),
    "ozone_1h": ("o3_1h", aqi.POLLUTANT_O3_1H, "0.125", "0.604"),
    "co_8h": ("co", aqi.POLLUTANT_CO_8H, "0.0", "50.4"),
    "so2_1h": ("so2_hour", aqi.POLLUTANT_SO2_1H, "0", "304"),
    "so2_24h": ("so2_day", aqi.POLLUTANT_SO2_1H, "305", "1004"),
    "no2_1h": ("no2", aqi.POLLUTANT_NO2_1H, "0", "2049"),
}
"""By input: the node, the pollutant of the library, and between what concentrations both have an index."""
DAYS = 2000
RATINGS = ("Good", "Moderate", "Unhealthy for Sensitive Groups", "Unhealthy", "Very Unhealthy", "Hazardous")
MIDWAY = {"pm25_24h": ("0.6", "3.0", "5.4", "7.8", "10.2"), "ozone_8h": ("0.245",), "co_8h": ("1.1", "3.3")}
"""Concentrations whose index lies midway between two, and which the library takes downwards."""


def evaluated(columns):
    size = len(next(iter(columns.values())))
    return kenrules.evaluate(
        kenrules.load("aqi/us-2012"), pl.DataFrame({"station_day": range(size), **columns})
    )


def every(input_):
    _, _, low, high = POLLUTANTS[input_]
    step = Decimal(1).scaleb(Decimal(low).as_tuple().exponent)
    return [Decimal(low) + step * number for number in range(int((Decimal(high) - Decimal(low)) / step) + 1)]


def known(input_, concentration):
    """The index of the library, with what is midway taken upwards."""
    _, pollutant, low, _ = POLLUTANTS[input_]
    read = str(concentration.quantize(Decimal(low), ROUND_DOWN))
    return int(aqi.to_iaqi(pollutant, read, algo=aqi.ALGO_EPA)) + (read in MIDWAY.get(input_, ()))


@pytest.mark.parametrize("input_", POLLUTANTS)
def test_every_concentration_has_the_index_of_the_library(input_):
    concentrations = every(input_)
    found = evaluated({input_: [float(value) for value in concentrations]})
    indices = [known(input_, value) for value in concentrations]
    assert found[POLLUTANTS[input_][0]].to_list() == indices
    assert found["total"].to_list() == indices


def test_what_is_midway_is_so_indeed():
    ends = {
        "pm25_24h": (0, Fraction(12), 0, 50),
        "ozone_8h": (Fraction("0.116"), Fraction("0.374"), 201, 300),
    }
    ends["co_8h"] = (0, Fraction("4.4"), 0, 50)
    for input_, values in MIDWAY.items():
        low, high, first, last = ends[input_]
        for value in values:
            index = first + (last - first) * (Fraction(value) - low) / (high - low)
            assert index % 1 == Fraction(1, 2)


def measured(input_, chance):
    """A concentration with decimals to be cut off, mostly low; or none."""
    high = Decimal(POLLUTANTS[input_][3])
    if chance.random() < 0.5:
        return None
    exponent = Decimal(POLLUTANTS[input_][2]).as_tuple().exponent
    whole = int(int(high.scaleb(-exponent)) * chance.random() ** 4)
    tail = chance.choice(("", "", "0", "1", "49", "5", "99"))
    return Decimal(f"{whole}.{tail or 0}").scaleb(exponent)


def days(count, seed):
    chance = random.Random(seed)
    made = []
    for _ in range(count):
        day = {name: measured(name, chance) for name in POLLUTANTS}
        if chance.random() < 0.1:
            day["so2_1h"] = Decimal(chance.randrange(300, 900))
        if chance.random() < 0.05:
            day["ozone_8h"] = Decimal(chance.randrange(370, 500)) / 1000
        made.append(day)
    return made


def expected(day):
    """The index of a day as the appendix has it, of what the library says of each pollutant; None where
    nothing can be said."""
    so2, ozone = day["so2_1h"], day["ozone_8h"]
    if (so2 is not None and so2 >= 305 and day["so2_24h"] is None) or (
        ozone is not None and ozone >= Decimal("0.375") and day["ozone_1h"] is None
    ):
        return None
    found = []
    for name, value in day.items():
        _, _, low, high = POLLUTANTS[name]
        step = Decimal(1).scaleb(Decimal(low).as_tuple().exponent)
        if value is not None and Decimal(low) <= value < Decimal(high) + step:
            found.append(known(name, value))
    return max([*found, 200]) if so2 is not None and so2 >= 305 else max(found, default=None)


def differences(count, seed):
    made = days(count, seed)
    found = evaluated(
        {name: [None if day[name] is None else float(day[name]) for day in made] for name in POLLUTANTS}
    )
    wanted = [expected(day) for day in made]
    ends = (50, 100, 150, 200, 300, 500)
    ratings = [
        None if index is None else next(name for name, end in zip(RATINGS, ends, strict=True) if index <= end)
        for index in wanted
    ]
    return [
        (day, *row)
        for day, *row in zip(
            made, wanted, found["total"].to_list(), ratings, found["rating"].to_list(), strict=True
        )
        if row[0] != row[1] or row[2] != row[3]
    ]


def test_days_have_the_index_of_the_library():
    assert differences(DAYS, 2012) == []


def test_days_are_of_all_kinds():
    made = [expected(day) for day in days(DAYS, 2012)]
    assert made.count(None) > 20
    assert made.count(200) > 20


def test_the_example_is_rated_without_findings(ken):
    shown = ken("evaluate", "aqi/us-2012", ROOT / "examples/aqi/station-days.csv")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout.splitlines()[-1].endswith("Unhealthy 3, Very Unhealthy 2, Hazardous 2")


def test_it_has_no_findings_and_its_golden_tests_pass(ken):
    assert ken("check", ROOT / "rules/aqi", "--seconds", "120").stdout.count("no findings") == 2
    assert ken("test", ROOT / "rules/aqi").stdout.splitlines()[-1].endswith("failed 0")
