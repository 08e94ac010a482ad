"""Rating one million units by rule books that come with Ken: Ken beside polars queries written by hand, and
beside the libraries of those who use the books.

    python benchmarks/shipped.py [--units 1000000] [--runs 5] [--only nutriscore/2023,cvss/3.1,aqi/us-2012]

Ken and the query run in turn in one process, on the same data; the two are to give the same ratings but for
rows that floats round otherwise. The libraries rate fewer units, one at a time as they do, and are held
against Ken by the time that a unit takes."""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

import kenrules
import numpy as np
import polars as pl
from rulebooks import beside, timed
from shipped_by_hand import SHIPPED_BY_HAND

BY_LIBRARY = 5_000
METRICS = {"AV": "NALP", "AC": "LH", "PR": "NLH", "UI": "NR", "S": "UC", **dict.fromkeys("CIA", "HLN")}


def data(name: str, units: int) -> pl.DataFrame:
    """Random units of a book: decimals as their labels and measures have them."""
    random = np.random.default_rng(2566)

    def skewed(scale: float, high: float, decimals: int) -> Any:
        return np.clip(np.round(random.gamma(1.5, scale, units), decimals), 0, high)

    columns: dict[str, Any]
    match name.partition("/")[0]:
        case "nutriscore":
            fat = skewed(8, 100, 1)
            columns = {
                "kind": random.choice(["food", "red_meat", "cheese", "fat", "beverage", "water"], units),
                "energy_kj": skewed(700, 3800, 0),
                "sugars_g": skewed(8, 100, 1),
                "satfat_g": np.round(fat * random.random(units) * 0.9, 1),
                "fat_g": fat,
                "salt_g": skewed(0.6, 100, 2),
                "protein_g": skewed(5, 100, 1),
                "fibre_g": skewed(2, 100, 1),
                "fruit_pct": random.integers(0, 101, units),
                "sweetener": random.choice(["yes", "no"], units, p=[0.1, 0.9]),
            }
            is_water = columns["kind"] == "water"
            columns["sugars_g"] = np.where(is_water, 0, columns["sugars_g"])
            columns["sweetener"] = np.where(is_water, "no", columns["sweetener"])
        case "cvss":
            columns = {name: random.choice(list(words), units) for name, words in METRICS.items()}
        case _:
            columns = {
                "pm25_24h": skewed(20, 500.4, 2),
                "pm10_24h": skewed(40, 604, 1),
                "ozone_8h": skewed(0.03, 0.374, 4),
                "ozone_1h": skewed(0.04, 0.604, 4),
                "co_8h": skewed(2, 50.4, 2),
                "so2_1h": skewed(60, 10_000, 1),
                "so2_24h": skewed(30, 1004, 1),
                "no2_1h": skewed(40, 2049, 1),
            }
    return pl.DataFrame({"unit": np.arange(units), **columns})


def by_cvss(frame: pl.DataFrame) -> None:
    """The base scores of vulnerabilities by the library of that name."""
    from cvss import CVSS3

    for row in frame.iter_rows(named=True):
        CVSS3("CVSS:3.1/" + "/".join(f"{name}:{row[name]}" for name in METRICS)).scores()


def by_aqi(frame: pl.DataFrame) -> None:
    """The indices of days by python-aqi: of the same pollutants, but for what it has no rows for (an hour's
    ozone under 0.125 ppm, where the book has none either, and sulphur dioxide above 1,004 ppb)."""
    import aqi

    names = {
        "pm25_24h": (aqi.POLLUTANT_PM25, 0.0, 500.4),
        "pm10_24h": (aqi.POLLUTANT_PM10, 0, 604),
        "ozone_8h": (aqi.POLLUTANT_O3_8H, 0, 0.374),
        "ozone_1h": (aqi.POLLUTANT_O3_1H, 0.125, 0.604),
        "co_8h": (aqi.POLLUTANT_CO_8H, 0, 50.4),
        "so2_1h": (aqi.POLLUTANT_SO2_1H, 0, 1004),
        "no2_1h": (aqi.POLLUTANT_NO2_1H, 0, 2049),
    }
    for row in frame.iter_rows(named=True):
        values = [
            (pollutant, str(row[name]))
            for name, (pollutant, low, high) in names.items()
            if low <= row[name] <= high
        ]
        aqi.to_aqi(values)


LIBRARIES: dict[str, tuple[str, Callable[[pl.DataFrame], None]]] = {
    "cvss/3.1": ("cvss", by_cvss),
    "aqi/us-2012": ("python-aqi", by_aqi),
}


def beside_library(name: str, frame: pl.DataFrame) -> None:
    """How many times as long a unit takes a library as it takes Ken."""
    library, rate = LIBRARIES[name]
    few = frame.head(BY_LIBRARY)
    theirs = timed(lambda: rate(few)) / few.height
    rules = kenrules.load(name)
    ours = timed(lambda: kenrules.evaluate(rules, frame)) / frame.height
    both = f"{theirs * 1e6:.1f} µs a unit, ken {ours * 1e6:.2f} µs"
    print(f"{name:28} {library}: {both}: {theirs / ours:.0f} times", flush=True)


def main(units: int, runs: int, only: list[str]) -> None:
    print(f"{units:,} units, medians of {runs} runs in turn; rule sets are loaded beforehand")
    for name in only:
        began = time.perf_counter()
        rules, frame = kenrules.load(name), data(name, units)
        keyed = frame.rename({"unit": rules.unit})
        beside(name, rules, keyed, lambda: SHIPPED_BY_HAND[name](frame), runs)  # noqa: B023  # run at once
        if name in LIBRARIES:
            beside_library(name, keyed)
        print(f"{'':28} {time.perf_counter() - began:.0f} s", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--only", default=",".join(SHIPPED_BY_HAND))
    asked = parser.parse_args()
    main(asked.units, asked.runs, asked.only.split(","))
