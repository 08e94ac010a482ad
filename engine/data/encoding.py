"""Bytes to text: files are in UTF-8, in UTF-16, in CP874 (Thai Windows) or in Windows-1252 (Western
Windows)."""

from __future__ import annotations

import codecs

from ..words.diagnostics import Diagnostic, KenError, Position, Text, say
from .encoding_evidence import evidence_of, wide_encoding

_CALLED = {"tis-620": "cp874", "tis620": "cp874", "windows-874": "cp874"}
"""By other names: Thai Windows, of which TIS-620 is a part."""


def decoded(raw: bytes, encoding: str | None, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text, in the encoding named, else by its byte order mark, else in UTF-8, else in the encoding that
    the bytes themselves tell, with a note that says so. Raises KenError for bytes that are no text in it, or
    do not tell it, and for a name of none."""
    if encoding:
        return _strictly(raw, _codec(encoding, file), file), ()
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(raw, "utf-16", file), ()
    if wide := wide_encoding(raw):
        message = say("read as {codec}, because every second byte is nought", codec=wide.upper())
        return _strictly(raw, wide, file), (_note(message, file),)
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError as problem:
        return _by_evidence(raw, problem.start, file)


def _by_evidence(raw: bytes, first: int, file: str) -> tuple[str, tuple[Diagnostic, ...]]:
    """The text of bytes that are not UTF-8 from one of them on."""
    found = evidence_of(raw)
    codec = found.encoding
    if codec is None:
        message = say(
            "the file is not in UTF-8, and its bytes do not tell whether it is Thai (CP874) or Western "
            "(Windows-1252)"
        )
        hint = say("give it with --encoding cp874 or --encoding windows-1252, or save the file as UTF-8")
        raise KenError([Diagnostic("encoding", message, _place(raw, first, file), hint)])
    text = _strictly(raw, codec, file)
    word = raw[slice(*found.word)].decode(codec)
    if codec == "cp874":
        message = say(
            "read as CP874 (Thai Windows), because it is not UTF-8, and “{word}” is Thai by it", word=word
        )
    elif word:
        message = say(
            "read as Windows-1252 (Western Windows), because it is not UTF-8, and “{word}” has a letter with "
            "an accent by it",
            word=word,
        )
    else:
        message = say("read as Windows-1252 (Western Windows), because it is not UTF-8")
    return text, (_note(message, file),)


def _note(message: Text, file: str) -> Diagnostic:
    hint = say("save it as UTF-8, or give its encoding with --encoding")
    return Diagnostic("encoding", message, Position(file), hint, "note")


def _codec(encoding: str, file: str) -> str:
    """Python's name for an encoding."""
    try:
        codec = codecs.lookup(_CALLED.get(encoding.casefold(), encoding)).name
        "".encode(codec)  # refuses codecs that are none of text
    except (LookupError, ValueError):  # the second of a name with a character that no name has
        message = say("no encoding is called “{name}”", name=encoding)
        hint = say("use utf-8, cp874 (Thai Windows), windows-1252 (Western Windows) or utf-16")
        raise KenError([Diagnostic("encoding", message, Position(file), hint)]) from None
    return "utf-8-sig" if codec == "utf-8" else codec


def _strictly(raw: bytes, codec: str, file: str) -> str:
    hint = say("save the file as UTF-8, or give its encoding with --encoding")
    try:
        return raw.decode(codec)
    except UnicodeDecodeError as problem:
        message = say(
            "byte 0x{byte} is no character in {codec}",
            byte=f"{raw[problem.start]:02X}",
            codec=codec.upper().removesuffix("-SIG"),
        )
        raise KenError([Diagnostic("encoding", message, _place(raw, problem.start, file), hint)]) from None
    except UnicodeError:
        message = say("the text is not in {codec}", codec=codec.upper())
        raise KenError([Diagnostic("encoding", message, Position(file), hint)]) from None


def _place(raw: bytes, at: int, file: str) -> Position:
    """Where a byte stands: its line, and its number in it."""
    return Position(file, raw[:at].count(b"\n") + 1, at - raw.rfind(b"\n", 0, at))


__all__ = ["decoded"]
