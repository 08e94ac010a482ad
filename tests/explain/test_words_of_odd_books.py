"""What is said of units of books with an odd shape: a whole without a number that is refused, one part that counts,
one point, words that count beside values."""

from __future__ import annotations

HEAD = "ruleset: odd/1\ntitle: made up\nsource: made up\nunit: area\n"
PHASES = """
scale: {decimals: 0, rounding: half_up}
inputs: {p1: {range: 0..100}, p2: {range: 0..100}}
refuse: {when: p1 + p2 != 100, because: they do not add up to 100}
combine: none
parts: {bad: {score: p2}}
bands: [{rating: good, when: bad < 20}, {rating: poor}]
"""
TAX = """
scale: {decimals: 0, rounding: down, better: lower}
inputs: {fuel: {one_of: [petrol, electric]}, co2: {range: 0..100}}
refuse: {when: fuel == electric and co2 > 0, because: an electric car with CO2}
combine: sum
parts:
  size: {applies: fuel == petrol, score: 20}
  weight: {applies: fuel == electric, score: 62.26}
bands: [{rating: low, to: 50}, {rating: high, from: 51}]
"""
POINTS = """
scale: {decimals: 0, rounding: half_up}
inputs: {cut: {range: 0..100, decimals: 0}}
combine: sum
parts:
  water: {of: cut, points: {from: [25, 30, 35]}}
  smoke: {answers: {yes: 1, no: 0}}
bands: [{rating: gold, from: 3}, {rating: none, to: 2}]
"""
MEAN = """
scale: {min: 0, max: 100, decimals: 0, rounding: half_up}
parts: {afdb: {}, sgi: {}}
bands: [{rating: clean, from: 80}, {rating: fair, to: 79}]
"""


def _told(ken, write, rules: str, data: str) -> str:
    return " ".join(ken("explain", write("odd.yaml", HEAD + rules), write("data.csv", data)).stdout.split())


def test_a_refused_whole_without_a_number_lacks_nothing_that_is_not_named(ken, write):
    told = _told(ken, write, PHASES, "area,p1,p2\na,50,40\n")
    assert "not rated, because a value was refused" in told
    assert "lacks" not in told


def test_of_a_refused_whole_no_sum_is_told(ken, write):
    told = _told(ken, write, TAX, "area,fuel,co2\na,electric,10\n")
    assert "refused: an electric car with CO2" in told
    assert "sum of its parts" not in told


def test_one_part_that_counts_is_no_equation(ken, write):
    told = _told(ken, write, TAX, "area,fuel,co2\na,electric,0\n")
    assert "sum of its parts: 62.26" in told
    assert "62.26 = 62.26" not in told


def test_what_words_alone_cannot_do_is_left_out_where_values_do_it(ken, write):
    told = _told(ken, write, POINTS, "area,cut,smoke\na,20,no\n")
    assert "gold by one of the values given: raise cut from 20 to 35" in told
    assert "cannot be reached" not in told
    files = write("odd.yaml", HEAD + POINTS), write("data.csv", "area,cut,smoke\na,20,no\n")
    asked = " ".join(ken("explain", *files, "--by", "items").stdout.split())
    assert "gold by items: cannot be reached" in asked


def test_one_point_is_one_point(ken, write):
    told = _told(ken, write, MEAN, "area,afdb,sgi\na,79,79\n")
    assert "clean by parts: at least 1 point: afdb 79 → 80; then total 80: clean" in told


def test_a_rating_beside_the_scores_is_no_slip_of_a_node(ken, write):
    rules = MEAN.replace("sgi", "ratio")
    ran = ken(
        "evaluate",
        write("odd.yaml", HEAD + rules),
        write("data.csv", "area,afdb,ratio,Rating\na,79,79,fair\n"),
    )
    assert "misspelt-column" not in ran.stdout + ran.stderr
    assert ran.exit_code == 0
    short = write("short.csv", "area,afdb,Rating\na,79,fair\n")
    ran = ken("evaluate", write("odd.yaml", HEAD + rules), short)
    assert "misspelt-column" not in ran.stdout + ran.stderr
