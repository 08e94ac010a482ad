"""What is said of files themselves, where a folder or a name is checked."""

from __future__ import annotations

from dataclasses import dataclass

from ..words.diagnostics import Severity, Text, say


@dataclass(frozen=True)
class FileFinding:
    """A finding that is explained like a check's, and has files for examples."""

    ID: str
    SEVERITY: Severity
    WHY: Text
    PASSES: str
    FAILS: str


NO_SUCH_RULE_SET = FileFinding(
    "no-such-ruleset",
    "error",
    say("Where nothing is found under a name, or in a folder, nothing was checked; that is no good news."),
    "rules/ita/2566.yaml\n$ ken check ita/2566",
    "rules/ita/2566.yaml\n$ ken check ita/2656",
)
UNREADABLE = FileFinding(
    "unreadable",
    "error",
    say(
        "A file that may not be read, a link to nothing, or a folder in place of a file was not checked; "
        "the others were."
    ),
    "rules/ita/2566.yaml -> 2565.yaml",
    "rules/ita/2566.yaml -> 2556.yaml",
)
FILE_ENDING = FileFinding(
    "file-ending",
    "error",
    say(
        "Names in capitals are the same to some systems and not to others: a rule set that is found here "
        "would be lost elsewhere."
    ),
    "rules/ita/2566.yaml",
    "rules/ita/2566.YAML",
)
DIFFERENCES = FileFinding(
    "differences",
    "note",
    say(
        "Differences are no rule set by themselves: they are checked together with the rules that they "
        "are laid over."
    ),
    "# draft.yaml\nthresholds: {pass: 80}\n\n$ ken check ita/2566+draft.yaml",
    "# draft.yaml\nthresholds: {pass: 80}\n\n$ ken check draft.yaml",
)
LEFT_OUT = FileFinding(
    "left-out",
    "note",
    say(
        "YAML of other programs is left out of a folder; it is named, so that no rule set is left out unseen."
    ),
    "rules/ita/2566.yaml",
    "rules/ita/2566.yaml\nrules/docker-compose.yaml",
)
BUILT_ON = FileFinding(
    "built-on",
    "error",
    say(
        "An error is told once, in the file that has it; of what builds on that file only its number is told."
    ),
    "# more.yaml\nruleset: demo/more\nextends: ./base.yaml\n\n$ ken check more.yaml",
    "# more.yaml\nruleset: demo/more\nextends: ./base.yaml\n\n$ ken check base.yaml more.yaml",
)
CASE_TWICE = FileFinding(
    "case-twice",
    "warning",
    say("Of two golden cases with one name nobody knows which one is meant where it is told that one fails."),
    "tests: ita/2566\ncases:\n  - {name: all full, …}\n  - {name: all empty, …}",
    "tests: ita/2566\ncases:\n  - {name: all full, …}\n  - {name: all full, …}",
)
TOLD = (NO_SUCH_RULE_SET, UNREADABLE, FILE_ENDING, DIFFERENCES, LEFT_OUT, BUILT_ON, CASE_TWICE)
