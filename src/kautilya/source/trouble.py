"""A place where the YAML parser stopped, and the ways to read on after it."""

import re
from dataclasses import dataclass

from kautilya.diagnostics import Diagnostic
from kautilya.source.extents import after_bracket
from kautilya.source.masks import blank
from kautilya.source.text import SourceText

_ENTRY = re.compile(r" *(?:- +)*(?:[^\s,\[\]{}#\"'&*!|>%@`-][^:\r\n]*: +)?(?=[\[{\"'])")
_NEXT_LINE = re.compile(r"\s*[\r\n](?: *#[^\r\n]*[\r\n]+| *[\r\n]+)*( *)(?=[^\s#])")


@dataclass(frozen=True, slots=True)
class Explained:
    """A syntax fault in an author's words, and the text with which reading may go on.

    Parameters
    ----------
    diagnostics : tuple of Diagnostic
        What to report.
    text : str or None
        The text, of the same length, for another pass; None when reading on would only find
        faults that are not there.
    whole : bool
        Whether that text still holds all that the author wrote.
    """

    diagnostics: tuple[Diagnostic, ...]
    text: str | None = None
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Trouble:
    """A syntax fault with the text around it."""

    source: SourceText
    text: str
    problem: str
    at: int
    context_at: int | None
    last: int  # where the last single value before it begins

    @property
    def found(self) -> str:
        """The character at the fault; empty at the end of the file."""
        return self.text[self.at : self.at + 1]

    @property
    def begins_line(self) -> bool:
        """Whether nothing but blanks stands before the fault in its line."""
        return not self.text[self.source.line_start(self.at) : self.at].strip()


def report(
    trouble: Trouble, at: int, message: str, why: str, help_: str, code: str = "KC003"
) -> Diagnostic:
    """Make a diagnostic at an offset; at the end of the file, at its last line with text."""
    text = trouble.source.text
    end = at + 1
    if at >= len(text) or not trouble.source.line_text(at).strip():
        end = len(text[:at].rstrip())
        at = max(end - 1, 0)
    return Diagnostic(code, message, trouble.source.span(at, end), why, help_)


def past_entry(
    trouble: Trouble, diagnostic: Diagnostic, at: int, end: int | None = None
) -> Explained:
    """Read on with the value of the entry left out, where it is clear how far that reaches."""
    start = trouble.source.line_start(at)
    entry = _ENTRY.match(trouble.text, start)
    if entry is None or not entry.group().strip() or entry.end() > at:
        return Explained((diagnostic,))
    opened = entry.end()
    if end is None and trouble.text[opened] in "[{":
        end = after_bracket(trouble.text, opened)
        if end is not None:
            end = trouble.source.line_end(end)
    elif end is None:
        end = trouble.source.line_end(opened)
    if end is None or trouble.source.line_of(end) < trouble.source.line_of(trouble.at) - 1:
        end = end if end is not None and diagnostic.message.endswith("not closed") else None
    if end is None:
        return Explained((diagnostic,))
    return Explained((diagnostic,), blank(trouble.text, opened, end))


def past_line(trouble: Trouble, diagnostic: Diagnostic) -> Explained:
    """Read on with the value left out where the entry is a line of its own."""
    start, end = trouble.source.line_start(trouble.at), trouble.source.line_end(trouble.at)
    entry = re.match(r" *(?:- +)*[^\s:{}\[\],#][^:{}\[\]]*: +(?=\S)", trouble.text[start:end])
    if entry is None:
        return Explained((diagnostic,))
    return Explained((diagnostic,), blank(trouble.text, start + entry.end(), end))


def _commented(text: str, start: int, end: int) -> str:
    """Turn a line into a comment of the same length."""
    first = start + len(text[start:end]) - len(text[start:end].lstrip())
    return text[:first] + "#" + text[first + 1 :]


def without_line(trouble: Trouble, diagnostic: Diagnostic, at: int) -> Explained:
    """Read on without a line, unless entries stand below it."""
    start, end = trouble.source.line_start(at), trouble.source.line_end(at)
    if has_lines_below(trouble, at):
        return Explained((diagnostic,))
    return Explained((diagnostic,), _commented(trouble.text, start, end))


def has_lines_below(trouble: Trouble, at: int) -> bool:
    """Whether the next line with text is indented further than the line of an offset."""
    following = _NEXT_LINE.match(trouble.text, trouble.source.line_end(at))
    return following is not None and len(following[1]) > trouble.source.indentation(at)


def short(words: str) -> str:
    """Keep a quotation to a length that fits a message."""
    return words if len(words) <= 70 else words[:69] + "…"
