"""Files as people have them are rated as what they were made from, or refused with what is wrong, or warned of:
none is rated otherwise in silence."""

from __future__ import annotations

import pytest

from . import files_one, files_three, files_two
from .own_files import RULES, outcome

CASES = [*files_one.CASES, *files_two.CASES, *files_three.CASES]


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_a_file_as_people_have_it(ken, smallest, tmp_path, case):
    rules = smallest(RULES[case.rules]) if case.rules in RULES else case.rules
    found = outcome(ken, rules, case, tmp_path)
    assert not found.why, (found.kind, found.why, found.text)


def test_there_are_enough_and_each_has_something_to_come_of_it():
    assert len(CASES) >= 60
    assert all(case.rated or case.refused or case.warned for case in CASES)
    assert len({case.name for case in CASES}) == len(CASES)
