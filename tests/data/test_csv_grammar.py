"""Which signs of a CSV text are cells: as Python's csv module reads them, and as other programs do where the
text is as RFC 4180 has it; and what is refused, in both layouts alike."""

from __future__ import annotations

import csv
import io
import json
import random
import re

import polars as pl
import pytest
from kenrules import KenError
from kenrules.engine.data.readers import csv_file

TEXTS = 5_000
ODD = (
    "",
    "x",
    "กข",
    " ",
    "\t",
    '"',
    '""',
    '15"',
    '"a"',
    '"a"b',
    ' "q"',
    '"a,b"',
    '"a;b"',
    '"l\nm"',
    '"d""d"',
    "' '",
    "é",
)
PLAIN = ("", "x", "กขค", "1.5", " y", "z ", 'say "no"', "a,b;c", "l\nm", "\n", '"')


def odd_text(chance: random.Random, separator: str) -> str:
    """A text of which programs read some otherwise: marks anywhere, blanks, rows of other lengths."""
    width = chance.randint(2, 4)
    lines = [separator.join(chance.choice(["{}", '"{}"', " {}"]).format(f"c{at}") for at in range(width))]
    for _ in range(chance.randint(1, 4)):
        here = width if chance.random() < 0.95 else chance.randint(1, 5)
        lines.append(
            separator.join("".join(chance.choices(ODD, k=chance.choice([1, 1, 2]))) for _ in range(here))
        )
        if chance.random() < 0.1:
            lines.append(chance.choice(["", "  ", separator * (width - 1)]))
    return "\n".join(lines) + chance.choice(["", "\n", "\n\n"])


def well_formed(chance: random.Random, separator: str) -> str:
    """A text as RFC 4180 has it, whose every row says something."""
    width, text = chance.randint(2, 4), io.StringIO()
    quoting = chance.choice([csv.QUOTE_ALL, csv.QUOTE_MINIMAL])
    writer = csv.writer(text, delimiter=separator, quoting=quoting, lineterminator="\n")
    writer.writerow([f"c{at}" for at in range(width)])
    for number in range(chance.randint(1, 5)):
        writer.writerow([f"u{number}", *chance.choices(PLAIN, k=width - 1)])
    return text.getvalue()


def by_python(text: str, separator: str) -> list[list[str]] | str:
    """The records of Python's csv module that are not blank; or the code with which the text is refused."""
    end = "the end"

    def records(whole: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(whole), delimiter=separator, skipinitialspace=True))

    if records(f"{text}\n{end}")[-1] != [end]:
        return "unreadable"  # a mark that is never closed: Python takes all that follows for one cell
    kept = [record for record in records(text) if any(cell.strip() for cell in record)]
    if any(len(record) != len(kept[0]) for record in kept):
        return "ragged-row"  # Python gives such a row as it is
    return kept


def by_ken(path, text: str, line_end: str, mark: str) -> list[list[str]] | str:
    path.write_bytes((mark + text).replace("\n", line_end).encode())
    try:
        sheet = csv_file.read(path)
    except pl.exceptions.PolarsError:
        return "broken"
    except KenError as problem:
        (code,) = {each.code for each in problem.diagnostics}
        return code
    return [list(sheet.names.values()), *([cell or "" for cell in row] for row in sheet.frame.rows())]


def stripped(records: list[list[str]] | str) -> list[list[str]] | str:
    """Blanks around cells left out, which no reader of cells minds: in plain files they are kept, where Python
    leaves out blanks before a cell and keeps tabs."""
    return records if isinstance(records, str) else [[cell.strip() for cell in record] for record in records]


def test_cells_are_those_of_python_and_of_polars(tmp_path):
    chance, refused = random.Random(4180), {"unreadable": 0, "ragged-row": 0}
    for number in range(TEXTS):
        separator = chance.choice(",,;\t|")
        is_odd = number % 5 > 0
        text = odd_text(chance, separator) if is_odd else well_formed(chance, separator)
        line_end, mark = chance.choice(["\n", "\n", "\r\n", "\r"]), chance.choice(["", "", "\ufeff"])
        wanted, found = by_python(text, separator), by_ken(tmp_path / "data.csv", text, line_end, mark)
        assert stripped(found) == stripped(wanted), (number, text, line_end)
        if isinstance(wanted, str):
            refused[wanted] += 1
        if not is_odd:
            frame = pl.read_csv(text.encode(), separator=separator, infer_schema=False).fill_null("")
            by_polars = [frame.columns, *map(list, frame.rows())]
            assert found == by_polars, (number, text)
    assert min(refused.values()) > 100


RULES = """
answers: {yes_no: {yes: 100, no: 0}}
parts: null
instruments: {S: {answers: yes_no, questions: [s1, s2]}}
"""
HEAD = "agency,comment,s1,s2"
YES, NO = (100, 100), (0, 0)
A, B = {"A": YES}, {"A": YES, "B": NO}
WRONG = "no answer"
RAGGED, UNREADABLE, SWALLOWED = "ragged-row", "unreadable", "swallowed-rows"
READ = {
    "stray": (f'{HEAD}\nA,a 15" screen,yes,yes\nB,15",no,no\n', B),
    "stray, and a quoted cell": (f'{HEAD}\nA,a 15" screen,yes,yes\nB,"x, y",no,no\n', B),
    "doubled": (f'{HEAD}\nA,"a 15"" screen",yes,yes\nB,"""x""",no,no\n', B),
    "a mark inside an open cell": (f'{HEAD}\nA,x"y"z,yes,yes\nB,"x"y"z,no,no\n', B),
    "quoted after blanks": (f'{HEAD}\nA, "x, y", "yes", yes\nB,  "x",no, "no"\n', B),
    "all quoted": ('"agency","comment","s1","s2"\n"A","x","yes","yes"\n"B","","no","no"\n', B),
    "line breaks": (f'{HEAD}\nA,"x\ny",yes,yes\nB,"\n",no,no\n', B),
    "line break in the header": ('agency,"com\nment",s1,s2\nA,x,yes,yes\nB,,no,no\n', B),
    "trailing commas": (f"{HEAD},\nA,x,yes,yes,\nB,,no,no,\n", B),
    "blank lines": (f"\n{HEAD}\n\nA,x,yes,yes\n  \nB,,no,no\n\n\n", B),
    "commas alone": (f"{HEAD}\nA,x,yes,yes\n,,,\nB,,no,no\n,,,\n", B),
    "more commas alone": (f"{HEAD}\nA,x,yes,yes\n,,,,,,\nB,,no,no\n,\n", B),
    "carriage returns": (f"{HEAD}\rA,x,yes,yes\rB,,no,no\r", B),
    "carriage returns, quoted": (f'{HEAD}\rA,"x\ry",yes,yes\rB,,no,no\r', B),
    "Windows": (f'{HEAD}\r\nA,"x\r\ny",yes,yes\r\nB,,no,no', B),
    "sep=;": ("sep=;\nagency;s1;s2\nA;yes;yes\nB;no;no\n", B),
    "sep=, and a mark": (f"\ufeffsep=,\n{HEAD}\nA,x;y;z;w,yes,yes\nB,,no,no\n", B),
    "one unit": (f"{HEAD}\nA,,yes,yes", A),
}
FOUND = {
    "wrong": (f"{HEAD}\nA,x,yes,maybe\n", [(WRONG, 2, 9)]),
    "wrong after a stray mark": (f'{HEAD}\nA,15",yes, maybe\n', [(WRONG, 2, 12)]),
    "wrong below lines": (f'{HEAD}\nA,"x\ny\n\nz",yes,yes\nB,,no,maybe\n', [(WRONG, 6, 7)]),
    "wrong beside lines": (f'{HEAD}\nA,"x\ny",yes,maybe\n', [(WRONG, 3, 8)]),
    "wrong below a header of lines": ('agency,"a\nb",s1,s2\nA,x,yes,maybe\n', [(WRONG, 3, 9)]),
    "wrong below blank lines": (f"\n\n{HEAD}\n\n,,,\nA,,yes,maybe\n", [(WRONG, 6, 8)]),
    "wrong below carriage returns": (f"{HEAD}\rA,,yes,yes\rB,,maybe,no\r", [(WRONG, 3, 4)]),
    "wrong below sep=": ("sep=;\nagency;s1;s2\nA;yes;maybe\n", [(WRONG, 3, 7)]),
    "wrong after a tab": (f'{HEAD}\nA,\t"x,yes,yes\nB,,no,maybe\n', [(WRONG, 3, 7)]),
    "swallowed": (f'{HEAD}\nA,"x,yes,yes\nB,y,no,no\nC,z",yes,yes\n', [(SWALLOWED, 2, 1)]),
}
REFUSED = {
    "short": (f"{HEAD}\nA,x,yes,yes\nB,,no\n", [(RAGGED, 3, 1)]),
    "short and quoted": (f'{HEAD}\nA,"x",yes,yes\n"B"\n', [(RAGGED, 3, 1)]),
    "short, tabs": ('agency\tc\ts1\n"A"\n\t\t\nB\t\tno\n', [(RAGGED, 2, 1)]),
    "long": (f"{HEAD}\nA,x,yes,yes\nB,x,y,no,no\n", [(RAGGED, 3, 1)]),
    "short and long": (f"{HEAD}\nA,yes,yes\nB,x,y,no,no\nC,,no,no\n", [(RAGGED, 2, 1), (RAGGED, 3, 1)]),
    "short, and long at the end": (f"{HEAD}\nA,yes,yes\nB,x,no,no,", [(RAGGED, 2, 1), (RAGGED, 3, 1)]),
    "long at the end, and quoted": (f'{HEAD}\nA,yes,yes\nB,"x",no,no,', [(RAGGED, 2, 1), (RAGGED, 3, 1)]),
    "unclosed": (f'{HEAD}\nA,x,yes,yes\nB,"y,no,no\nC,z,no,no\n', [(UNREADABLE, 3, 1)]),
    "unclosed at the end": (f'{HEAD}\nA,x,yes,yes\nB,x,no,"no\n', [(UNREADABLE, 3, 1)]),
}


@pytest.fixture
def read(ken, smallest, tmp_path):
    """By layout: the exit status, the scores by unit, and the findings by place."""

    def run(text: str):
        (tmp_path / "data.csv").write_bytes(text.encode())
        rules, outcomes = smallest(RULES), []
        for layout in ("scores", "responses"):
            result = ken("evaluate", rules, tmp_path / "data.csv", "--layout", layout, "--format", "json")
            told = json.loads(result.stdout) if result.stdout else {"units": [], "diagnostics": []}
            found = [(each["code"], each["line"], each["column"]) for each in told["diagnostics"]]
            if not result.stdout:
                places = re.findall(
                    r"data\.csv:(\d+):(\d+): error: .*\[([a-z-]+)\]$", result.stderr, re.MULTILINE
                )
                found = [(code, int(line), int(column)) for line, column, code in places]
            found = [(WRONG if code.startswith("not-a") else code, *place) for code, *place in found]
            units = {
                unit["unit"]: (unit["scores"].get("s1"), unit["scores"].get("s2")) for unit in told["units"]
            }
            outcomes.append((result.exit_code, units, found))
        return outcomes

    return run


@pytest.mark.parametrize("name", READ)
def test_what_is_read_is_read_in_both_layouts(read, name):
    text, units = READ[name]
    assert read(text) == [(0, units, [])] * 2


@pytest.mark.parametrize("name", FOUND)
def test_faults_of_cells_have_their_line_and_column_in_both_layouts(read, name):
    text, found = FOUND[name]
    scores, responses = read(text)
    assert scores == responses
    assert (scores[0], scores[2]) == (1, found)


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_taken_apart_is_refused_in_both_layouts(read, name):
    text, found = REFUSED[name]
    assert read(text) == [(2, {}, found)] * 2
