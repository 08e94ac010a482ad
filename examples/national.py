"""Makes a national year of ITA data, of any size: answers of respondents, and the items that agencies
publish.

    python examples/national.py FOLDER [--years N] [--agencies 8325] [--format parquet|csv] [--seed 2566]

Writes iit.* and eit.* (a row a respondent; `part` tells EIT1 from EIT2), oit.* (a row an agency) and
dataset.yaml, the manifest for `ken evaluate ita/2566 FOLDER/dataset.yaml`. With the published size (8,325
agencies; 461,440 internal and 907,795 external respondents) a year has 27.8 million answers. Agencies differ
in how well they do and in how many answer; about one answer in two hundred is missing. The same seed gives
the same data."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl

AGENCIES, INTERNAL, EXTERNAL = 8_325, 461_440, 907_795
STEPS = np.array([0.0, 33.33, 66.67, 100.0])
MISSING = 0.005
PROVINCES = 77


def respondents(random: np.random.Generator, agencies: int, total: int) -> np.ndarray:
    """The agency of each respondent: at least five for each, the rest unequal."""
    shares = random.gamma(1.2, 1.0, agencies)
    rest = random.choice(agencies, size=max(0, total - 5 * agencies), p=shares / shares.sum())
    return np.sort(np.concatenate([np.repeat(np.arange(agencies), 5), rest])[:total])


def answers(
    random: np.random.Generator, agency: np.ndarray, quality: np.ndarray, questions: int, prefix: str
) -> dict[str, pl.Series]:
    columns = {}
    for number in range(1, questions + 1):
        ease = random.normal(0.0, 0.25)
        level = np.clip(
            np.floor(4 * (quality[agency] + ease * 0.1) + random.normal(0.0, 0.6, len(agency))), 0, 3
        ).astype(int)
        gap = random.random(len(agency)) < MISSING
        columns[f"{prefix}{number}"] = pl.Series(STEPS[level]).set(pl.Series(gap), None)
    return columns


def year(seed: int, agencies: int, internal: int, external: int, first: int = 0) -> dict[str, pl.DataFrame]:
    """One year's three tables; agencies are numbered from `first`."""
    random = np.random.default_rng(seed)
    quality = np.clip(random.beta(9, 1.6, agencies), 0.2, 0.99)
    names = np.array([f"หน่วยงาน {first + number:05d}" for number in range(agencies)])
    inside, outside = respondents(random, agencies, internal), respondents(random, agencies, external)
    published = {f"o{number}": np.where(random.random(agencies) < quality, 100, 0) for number in range(1, 44)}
    return {
        "iit": pl.DataFrame({"agency": names[inside], **answers(random, inside, quality, 30, "i")}),
        "eit": pl.DataFrame(
            {
                "agency": names[outside],
                "part": random.integers(1, 3, len(outside)),
                **answers(random, outside, quality, 15, "e"),
            }
        ),
        "oit": pl.DataFrame(
            {"agency": names, "province": random.integers(1, PROVINCES + 1, agencies), **published}
        ),
    }


def write(folder: Path, years: int, agencies: int, kind: str, seed: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    share = agencies / AGENCIES
    made = [
        year(seed + at, agencies, round(INTERNAL * share), round(EXTERNAL * share), at * agencies)
        for at in range(years)
    ]
    for name in ("iit", "eit", "oit"):
        table = pl.concat([tables[name] for tables in made])
        if kind == "parquet":
            table.write_parquet(folder / f"{name}.parquet")
        else:
            table.write_csv(folder / f"{name}.csv")
    manifest = f"""# yaml-language-server: $schema=../schemas/dataset.schema.json
dataset: ita-national
files:
  - {{path: iit.{kind}, layout: responses, instrument: IIT}}
  - {{path: eit.{kind}, layout: responses, instrument: {{column: part, values: {{1: EIT1, 2: EIT2}}}}}}
  - {{path: oit.{kind}, layout: scores, instrument: OIT}}
"""
    (folder / "dataset.yaml").write_text(manifest, encoding="utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--years", type=int, default=1)
    parser.add_argument("--agencies", type=int, default=AGENCIES)
    parser.add_argument("--format", choices=["parquet", "csv"], default="parquet", dest="kind")
    parser.add_argument("--seed", type=int, default=2566)
    asked = parser.parse_args()
    write(asked.folder, asked.years, asked.agencies, asked.kind, asked.seed)
