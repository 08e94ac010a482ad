"""Files whose name is that of another rule set: family/version.yaml that says that it is another version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..meaning.model import RuleSet
from ..words.diagnostics import Diagnostic, Severity, say

ID = "ruleset-name"
SEVERITY: Severity = "warning"
WHY = say(
    "A rule set is found by the name of its file: one that calls itself otherwise is most likely a copy that "
    "still has the old name."
)
PASSES = """
# rules/ita/2566.yaml
ruleset: ita/2566
"""
FAILS = """
# rules/ita/2567.yaml
ruleset: ita/2566
"""


def check(rules: RuleSet) -> Iterator[Diagnostic]:
    """A finding where the file stands in a folder of the family's name and has another version for a name; of
    rules that differences are laid over, none."""
    family, _, version = rules.id.rpartition("/")
    if not family or not rules.files or "+" in version:
        return
    path = Path(rules.files[0])
    if path.resolve().parent.name == family.rpartition("/")[2] and path.stem != version:
        message = say("the rule set calls itself {id}, and the file is {file}", id=rules.id, file=path.name)
        hint = say("write ruleset: {family}/{version}, or rename the file", family=family, version=path.stem)
        yield Diagnostic(ID, message, rules.at("ruleset"), hint, SEVERITY)
