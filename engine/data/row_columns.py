"""What the name of a column says of the rows: for how many respondents one stands, of which time it is, who
answered it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..words.alike import compared
from ..words.numerals import read_number, western

_COUNTS = re.compile(
    r"^(?:จำนวน|ความถี่|(?:ค่า)?(?:ถ่วง)?น้ำหนัก|(?:frequency|freq|counts?|n|respondents)\b"
    r"|_?(?:(?:p|f|sample|sampling|survey|final|design)[ _]?)?(?:weights?|wgt|wt)(?![a-z]))",
    re.IGNORECASE,
)
"""How a column is called that says for how many respondents a row stands."""
_TIMES = re.compile(
    r"(?:(?:fiscal|budget|survey|school|academic|reporting|assessment)[ _]?)?years?|fy"
    r"|(?:(?:survey|reporting)[ _]?)?(?:round|wave|phase|cycle|period)|time[ _]?points?|pre[ _/-]?post"
    r"|(?:ปี|พ\.?ศ\.?|ปี ?พ\.?ศ\.?)"
    r"|ปี ?(?:งบประมาณ|การศึกษา|ที่ประเมิน|สำรวจ|ที่สำรวจ|ประเมิน)(?: ?พ\.?ศ\.?)?"
    r"|(?:รอบ|งวด|ระยะ)(?:ที่|การประเมิน|ประเมิน|สำรวจ)?|ครั้งที่",
    re.IGNORECASE,
)
"""How a column is called that says of which year or round a row is."""
_PARTS_OF_YEARS = re.compile(
    r"quarter|qtr|half|semester|term|month|ไตรมาส(?:ที่)?|ภาคเรียน(?:ที่)?|เดือน", re.IGNORECASE
)
"""The same of a part of a year: answers of these are added up, scores are not."""
_WHO = re.compile(
    r"(?:response|respondent|submission|instance|record|survey|case|questionnaire|interview)"
    r"[ _.-]?(?:id|no\.?|number|code)|_?uuid|_id|meta[/:.-]instanceid|key|token"
    r"|(?:(?:your|respondent'?s?)[ _]?)?e-?mail(?:[ _]?address)?|respondent|(?:national|citizen)[ _]?id"
    r"|(?:ที่อยู่)?อีเมล์?|เลขประจำตัวประชาชน|เลข(?:ที่)?บัตรประชาชน"
    r"|(?:รหัส|เลขที่|หมายเลข|ลำดับที่?)(?:ผู้ตอบ|แบบสอบถาม|ชุด|ผู้ตอบแบบสอบถาม|แบบประเมิน)",
    re.IGNORECASE,
)
"""How a column is called in which each respondent has a name of its own."""
_OF_TOOLS = re.compile(
    r"_[a-z_]+|device_?id|submitter_?(?:id|name)|subscriber_?id|sim_?serial|phone_?number|user_?name|edits"
    r"|form_?version|start_?language|last_?page|seed|ip_?address|recorded_?date|user_?language"
    r"|attachments_?(?:present|expected)|external_?(?:data_?)?reference",
    re.IGNORECASE,
)
"""How tools for surveys call the columns of their own."""


def counts_respondents(heading: str, cells: Iterable[str]) -> bool:
    """Whether a column may say for how many respondents a row stands: it is called so, and has numbers that
    are not all 1."""
    if not _COUNTS.search(compared(heading)):
        return False
    numbers = {read_number(western(compared(cell))) for cell in cells if cell.strip()}
    return bool(numbers) and None not in numbers and numbers != {1}


def is_of_time(heading: str) -> bool:
    """Whether a column is called as one that says of which year or round a row is."""
    return _TIMES.fullmatch(compared(heading)) is not None


def is_of_part_of_year(heading: str) -> bool:
    """Whether a column is called as one that says of which part of a year a row is."""
    return _PARTS_OF_YEARS.fullmatch(compared(heading)) is not None


def tells_who(heading: str) -> bool:
    """Whether a column is called as one in which each respondent has a name of its own."""
    return _WHO.fullmatch(compared(heading)) is not None


def is_of_tools(heading: str) -> bool:
    """Whether a column is called as tools for surveys call one of their own."""
    return _OF_TOOLS.fullmatch(compared(heading)) is not None


__all__ = ["counts_respondents", "is_of_part_of_year", "is_of_time", "is_of_tools", "tells_who"]
