"""NEWS2 beside a plain reading of charts 1, 2 and 4 of the Royal College of Physicians, on random observations.

No library of the community is as well tried as the charts are short. `vitalscore` 0.1.1 has the same seven points on
100,000 random observations; it calls a single 3 “Medium”, which chart 2 calls low to medium.
"""

from __future__ import annotations

import random

import polars as pl

from ..conftest import ROOT

COUNT = 2000
LEVELS = ("alert", "new confusion", "voice", "pain", "unresponsive")
NAMES = ("spo2_scale", "respiration", "spo2", "oxygen", "pressure", "pulse", "consciousness", "temperature")
POINTS = ("respiration", "spo2", "oxygen", "pressure", "pulse", "consciousness", "temperature")


def steps(value, *ends):
    """The points of the first end that is not below a value; the last ones where there is none."""
    *pairs, above = ends
    return next((points for end, points in pairs if value <= end), above)


def saturation(scale, spo2, oxygen):
    if scale == 1:
        return steps(spo2, (91, 3), (93, 2), (95, 1), 0)
    if spo2 > 92 and oxygen == "oxygen":
        return steps(spo2, (94, 1), (96, 2), 3)
    return steps(spo2, (83, 3), (85, 2), (87, 1), 0)


def points(scale, respiration, spo2, oxygen, pressure, pulse, consciousness, temperature):
    """The seven scores of chart 1, in the order of the chart; the temperature is in tenths of a degree."""
    return (
        steps(respiration, (8, 3), (11, 1), (20, 0), (24, 2), 3),
        saturation(scale or 1, spo2, oxygen),
        2 if oxygen == "oxygen" else 0,
        steps(pressure, (90, 3), (100, 2), (110, 1), (219, 0), 3),
        steps(pulse, (40, 3), (50, 1), (90, 0), (110, 1), (130, 2), 3),
        0 if consciousness == "alert" else 3,
        steps(temperature, (350, 3), (360, 1), (380, 0), (390, 1), 2),
    )


def risk(found):
    total = sum(found)
    return "high" if total >= 7 else "medium" if total >= 5 else "low-medium" if 3 in found else "low"


def again(found):
    total = sum(found)
    if total >= 7:
        return "continuously"
    if total >= 5 or 3 in found:
        return "every hour"
    return "every 4 to 6 hours" if total else "every 12 hours"


def observations(count, seed):
    chance = random.Random(seed)
    for _ in range(count):
        is_well = chance.random() < 0.5
        near = chance.gauss
        yield (
            chance.choice((1, 2, None)),
            max(0, round(near(16, 3 if is_well else 8))),
            min(100, round(near(96, 2) if is_well else near(90, 6))),
            chance.choice(("air", "oxygen")) if not is_well else "air",
            max(0, round(near(125, 15 if is_well else 45))),
            max(0, round(near(75, 12 if is_well else 35))),
            "alert" if is_well or chance.random() < 0.7 else chance.choice(LEVELS),
            min(450, max(250, round(near(370, 5 if is_well else 15)))),
        )


def differences(count, seed, ken, path):
    """Observations of which the rule set says something else than the charts: with what both say."""
    made = list(observations(count, seed))
    columns = {name: [row[at] for row in made] for at, name in enumerate(NAMES)}
    columns["temperature"] = [tenths / 10 for tenths in columns["temperature"]]
    pl.DataFrame({"observation": range(count), **columns}).write_csv(path)
    found = pl.read_csv(ken("evaluate", "news2/2017", path, "--format", "csv").stdout_bytes)
    told = found.select(*POINTS, "total", "rating", "news rating").rows()
    scored = [points(*row) for row in made]
    expected = [(*own, sum(own), risk(own), again(own)) for own in scored]
    return [(row, one, two) for row, one, two in zip(made, expected, told, strict=True) if one != two]


def test_random_observations_are_scored_as_the_charts_read(ken, tmp_path):
    assert differences(COUNT, 2017, ken, tmp_path / "observations.csv") == []


def test_the_observations_are_of_all_kinds():
    found = [points(*row) for row in observations(COUNT, 2017)]
    for name in ("low", "low-medium", "medium", "high"):
        assert sum(risk(each) == name for each in found) > 50
    for at, most in enumerate((3, 3, 2, 3, 3, 3, 3)):
        assert (
            {each[at] for each in found} == {0, 2} if most == 2 else max(each[at] for each in found) == most
        )


def test_the_example_is_rated_without_findings(ken):
    shown = ken("evaluate", "news2/2017", ROOT / "examples/news2/observations.csv")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "low 4, low-medium 2, medium 1, high 2" in shown.stdout


def test_it_has_no_findings_and_its_golden_tests_pass(ken):
    assert ken("check", ROOT / "rules/news2", "--seconds", "120").stdout.count("no findings") == 2
    assert ken("test", ROOT / "rules/news2").stdout.splitlines()[-1].endswith("failed 0")
