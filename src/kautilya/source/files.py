"""A file's bytes, checked, and its text: of a bearable size, UTF-8, free of control codes."""

import os
import re
import stat
from pathlib import Path as FilePath

from kautilya.diagnostics import Diagnostic, Span, did_you_mean
from kautilya.source.text import SourceText

CASE_FILE = "case.yaml"
MOST_BYTES = 5_000_000
_MOST_UNFIT = 20  # unfit characters that are named one by one
_MOST_LISTED = 1000  # names of a folder that are looked at for a near miss

# What YAML does not allow, and three line breaks of other systems that look like none.
_UNFIT = re.compile(
    "[^\t\n\r -\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_NAMES = {
    0x00: "the null character",
    0x1B: "an escape character",
    0x7F: "a delete character",
    0x85: "a line break of another system (NEL)",
    0x2028: "a line separator",
    0x2029: "a paragraph separator",
    0xFEFF: "a byte order mark in the middle of the file",
}
_WIDE_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def read_text(file: str | FilePath) -> SourceText | tuple[Diagnostic, ...]:
    """Read the text of a file, or of ``case.yaml`` in a folder.

    Parameters
    ----------
    file : str or Path
        As the user gave it; messages name it so.

    Returns
    -------
    SourceText, or tuple of Diagnostic
        The text without a byte order mark, or what is wrong (KC001, KC002, KC005, KC013).
    """
    shown = os.fspath(file)
    try:
        if os.path.isdir(shown):
            shown = os.path.join(shown, CASE_FILE)
            if not os.path.lexists(shown):
                return (_no_case(shown),)
        data = _bytes_of(shown)
    except FileNotFoundError:
        return (_missing(shown),)
    except (OSError, ValueError) as error:
        return (_unreadable(shown, error),)
    if data is None:
        return (_unreadable(shown, None),)
    if len(data) > MOST_BYTES:
        return (too_large(shown),)
    return _decoded(shown, data)


def too_large(file: str) -> Diagnostic:
    """Report a file that is larger than any case."""
    return Diagnostic(
        "KC005",
        f"the file is larger than {MOST_BYTES // 1_000_000} MB",
        _whole(file),
        "a case is written by hand; a file of this size is probably something else",
        "give the case file; keep data in files of their own",
    )


def unfit_characters(source: SourceText) -> tuple[Diagnostic, ...]:
    """Report every control character, up to a number that can be read."""
    found = []
    for match in _UNFIT.finditer(source.text):
        code = ord(match[0])
        name = _NAMES.get(code, "a control character")
        found.append(
            Diagnostic(
                "KC013",
                f"the file holds {name} (U+{code:04X})",
                source.span(match.start(), match.end()),
                "a case is text to be read; such characters cannot be seen",
                "delete the character, or replace it by a blank or a line break",
            )
        )
        if len(found) == _MOST_UNFIT:
            break
    return tuple(found)


def _bytes_of(shown: str) -> bytes | None:
    """Read a regular file, no further than one byte above the limit; None for anything else."""
    if not stat.S_ISREG(os.stat(shown).st_mode):
        return None  # a pipe or a device could block or never end
    with open(shown, "rb") as stream:
        return stream.read(MOST_BYTES + 1)


def _decoded(shown: str, data: bytes) -> SourceText | tuple[Diagnostic, ...]:
    """Decode UTF-8, with or without a byte order mark, and refuse everything else."""
    for mark, name in _WIDE_MARKS.items():
        if data.startswith(mark):
            return (_encoding(_whole(shown), f"the file is written in {name}, not in UTF-8"),)
    if data[:4].count(0) >= 2 or data[:2].count(0) == 1:
        return (_encoding(_whole(shown), "the file is written in UTF-16 or UTF-32, not in UTF-8"),)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _not_utf8(shown, data)
    source = SourceText(shown, text)
    return unfit_characters(source) or source


def _not_utf8(shown: str, data: bytes) -> tuple[Diagnostic, ...]:
    """Report every line that is not UTF-8, at its first wrong byte, up to a readable number."""
    # Each wrong byte becomes one lone surrogate, which no correct text can hold.
    text = data.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    source = SourceText(shown, text.translate({code: "\ufffd" for code in range(0xDC80, 0xDD00)}))
    found: dict[int, Diagnostic] = {}
    for match in re.finditer("[\udc80-\udcff]", text):
        line = source.line_of(match.start())
        if line not in found:
            byte = ord(match[0]) - 0xDC00
            span = source.span(match.start(), match.end())
            found[line] = _encoding(span, f"the file is not UTF-8: byte 0x{byte:02x} is no letter")
        if len(found) == _MOST_UNFIT:
            break
    return tuple(found.values())


def _encoding(span: Span, message: str) -> Diagnostic:
    """Report a file in another encoding."""
    return Diagnostic(
        "KC002",
        message,
        span,
        "a case is written in UTF-8",
        "save the file as UTF-8: an editor offers this under 'save as' or 'encoding'",
    )


def _no_case(shown: str) -> Diagnostic:
    """Report a folder without a case."""
    others = [
        name for name in _names_in(os.path.dirname(shown)) if name.endswith((".yaml", ".yml"))
    ]
    if others:
        help_ = f"rename the case to {CASE_FILE}, or give the file itself: {', '.join(others[:5])}"
    else:
        help_ = "give the folder of a case, or start one with 'kautilya init'"
    return Diagnostic(
        "KC001",
        f"the folder holds no {CASE_FILE}",
        _whole(shown),
        f"the case of a folder is the file {CASE_FILE} in it",
        help_,
    )


def _missing(shown: str) -> Diagnostic:
    """Report a file that is not there."""
    folder, name = os.path.split(shown)
    names = _names_in(folder or ".")
    near = did_you_mean(name, names)
    return Diagnostic(
        "KC001",
        "there is no such file",
        _whole(shown),
        "a case is a file, or a folder that holds case.yaml",
        near if near.startswith("did you mean") else "check the name and the folder",
    )


def _unreadable(shown: str, error: Exception | None) -> Diagnostic:
    """Report a file that is there and cannot be read."""
    if error is None:
        message = "this is not a regular file"
    else:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        message = f"the file cannot be read: {(reason or 'no reason given').lower()}"
    return Diagnostic(
        "KC001",
        message,
        _whole(shown),
        "a case is a file, or a folder that holds case.yaml",
        "check the name and the permission to read it",
    )


def _names_in(folder: str) -> list[str]:
    """List the names in a folder, or none if it cannot be listed."""
    try:
        with os.scandir(folder) as entries:
            names = [entry.name for entry, _ in zip(entries, range(_MOST_LISTED), strict=False)]
    except (OSError, ValueError):
        return []
    return sorted(names)


def _whole(shown: str) -> Span:
    """Stand for a file as a whole."""
    return Span(shown, 1, 1, 0, "")
