"""Bytes to text: Thai files are in UTF-8, in UTF-16 or in CP874 (Thai Windows)."""

from __future__ import annotations

import codecs

from ..words.diagnostics import Diagnostic, KenError, Position, say

_CALLED = {"tis-620": "cp874", "tis620": "cp874", "windows-874": "cp874"}
"""By other names: Thai Windows, of which TIS-620 is a part."""


def decoded(raw: bytes, encoding: str | None, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text, in the encoding named, else by its byte order mark, else in UTF-8, else in Thai Windows, with
    a note that says so. Raises KenError for bytes that are no text in it, and for a name of none."""
    if encoding:
        return _strictly(raw, _codec(encoding, file), file), ()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(raw, "utf-16", file), ()
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        text = _strictly(raw, "cp874", file)
        message = say("read as CP874 (Thai Windows), because it is not UTF-8")
        hint = say("save it as UTF-8, or give its encoding with --encoding")
        return text, (Diagnostic("encoding", message, Position(file), hint, "note"),)


def _codec(encoding: str, file: str) -> str:
    """Python's name for an encoding."""
    try:
        codec = codecs.lookup(_CALLED.get(encoding.casefold(), encoding)).name
        "".encode(codec)  # refuses codecs that are none of text
    except (LookupError, UnicodeError):
        message = say("no encoding is called “{name}”", name=encoding)
        hint = say("use utf-8, cp874 (Thai Windows) or utf-16")
        raise KenError([Diagnostic("encoding", message, Position(file), hint)]) from None
    return "utf-8-sig" if codec == "utf-8" else codec


def _strictly(raw: bytes, codec: str, file: str) -> str:
    hint = say("save the file as UTF-8, or give its encoding with --encoding")
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as problem:
        line = raw[: problem.start].count(b"\n") + 1
        column = problem.start - raw.rfind(b"\n", 0, problem.start)
        message = say(
            "byte 0x{byte} is no character in {codec}",
            byte=f"{raw[problem.start]:02X}",
            codec=codec.upper().removesuffix("-SIG"),
        )
        raise KenError([Diagnostic("encoding", message, Position(file, line, column), hint)]) from None
    except UnicodeError:
        message = say("the text is not in {codec}", codec=codec.upper())
        raise KenError([Diagnostic("encoding", message, Position(file), hint)]) from None


__all__ = ["decoded"]
