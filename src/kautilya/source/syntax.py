"""What the YAML parser stumbled over, in an author's words, and how to read on after it.

The parser stops at its first problem. To find the other faults of the file in the same run, each
fault says, where that is safe, how the text may be changed without moving anything, so that
another pass gets past it.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from kautilya.diagnostics import Diagnostic
from kautilya.source import faults
from kautilya.source.build import SyntaxFault
from kautilya.source.cuts import KEYED, Cut, cut_diagnostic, suggestion
from kautilya.source.extents import after_bracket, value_around
from kautilya.source.masks import blank, mask
from kautilya.source.text import SourceText

_ENTRY = re.compile(r" *(?:- +)*(?:[^\s,\[\]{}#\"'&*!|>%@`-][^:\r\n]*: +)?(?=[\[{\"'])")
_KEY_BEFORE = re.compile(r"([A-Za-z_][\w.]*): *$")
_SPECIAL_START = "\"'&*!|>%@`?"  # text that begins so is not plain text


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
class _Trouble:
    """A syntax fault with the text around it."""

    source: SourceText
    text: str
    problem: str
    at: int
    context_at: int | None

    @property
    def found(self) -> str:
        """The character at the fault; empty at the end of the file."""
        return self.text[self.at : self.at + 1]

    @property
    def begins_line(self) -> bool:
        """Whether nothing but blanks stands before the fault in its line."""
        return not self.text[self.source.line_start(self.at) : self.at].strip()


def explain(source: SourceText, text: str, fault: SyntaxFault) -> Explained:
    """Say what is wrong with the syntax, where, and how to mend it.

    Parameters
    ----------
    source : SourceText
        The file as written.
    text : str
        The text that was parsed, of the same length.
    fault : SyntaxFault
        What the parser said.

    Returns
    -------
    Explained
    """
    trouble = _Trouble(source, text, fault.problem, fault.at, fault.context_at)
    for words, explanation in _EXPLANATIONS:
        if words in fault.problem:
            return explanation(trouble)
    return _other(trouble)


def _report(
    trouble: _Trouble, at: int, message: str, why: str, help_: str, code: str = "KC003"
) -> Diagnostic:
    """Make a diagnostic at an offset; at the end of the file, at its last line with text."""
    text = trouble.source.text
    end = at + 1
    if at >= len(text) or not trouble.source.line_text(at).strip():
        end = len(text[:at].rstrip())
        at = max(end - 1, 0)
    return Diagnostic(code, message, trouble.source.span(at, end), why, help_)


def _no_colon(trouble: _Trouble) -> Explained:
    """Explain a line that should be an entry and has no colon."""
    at = trouble.at if trouble.context_at is None else trouble.context_at
    line = trouble.source.line_text(at).strip()
    colon = KEYED.match(line)
    if colon is not None:
        end = trouble.source.line_end(at)
        diagnostic = faults.no_blank(trouble.source.span(at, end), line, colon.end())
        return _without_line(trouble, diagnostic, at)
    diagnostic = Diagnostic(
        "KC003",
        f"this line has no colon after its key: {_short(line)}",
        trouble.source.span(at, trouble.source.line_end(at)),
        "an entry is a key, a colon, a blank and its value",
        "write the colon with a blank after it; or, if the line goes on with the text above, "
        "indent it further than the key of that text",
    )
    return _without_line(trouble, diagnostic, at)


def _without_line(trouble: _Trouble, diagnostic: Diagnostic, at: int) -> Explained:
    """Read on without a line, unless entries stand below it."""
    start, end = trouble.source.line_start(at), trouble.source.line_end(at)
    below = re.match(r"\s*\n( *)(?=\S)", trouble.text[end:])
    if below is not None and len(below[1]) > trouble.source.indentation(at):
        return Explained((diagnostic,))
    return Explained((diagnostic,), _commented(trouble.text, start, end))


def _not_aligned(trouble: _Trouble) -> Explained:
    """Explain a line that is indented like no entry above, or text after the end of a value."""
    if trouble.begins_line:
        diagnostic = _report(
            trouble,
            trouble.at,
            "this line is indented like no entry above it",
            "entries of one mapping or list begin at the same column",
            "line it up with the entry that it belongs beside",
        )
        return Explained((diagnostic,))
    start = trouble.source.line_start(trouble.at)
    sign = re.search(r": +([*&])\S*\s+$", trouble.text[start : trouble.at])
    if sign is not None:
        return _sign_in_front(trouble, start + sign.start(1))
    return _text_after(trouble)


def _text_after(trouble: _Trouble) -> Explained:
    """Explain text that follows a closed quote or bracket."""
    diagnostic = _report(
        trouble,
        trouble.at,
        "there is text after the end of the value",
        "a value that begins with a quote or a bracket ends where that closes",
        'put the whole value in quotes; within double quotes write \\" for a quote, '
        "within single quotes ''",
    )
    return _past_entry(trouble, diagnostic, trouble.at)


def _colon_in_text(trouble: _Trouble) -> Explained:
    """Explain a colon where no key can be: prose with a colon, or a line indented too far."""
    start, end = trouble.source.line_start(trouble.at), trouble.source.line_end(trouble.at)
    before = trouble.text[start : trouble.at]
    first = re.match(r"\s*(?:- +)*([^:]+?): +(?=\S)", before)
    if first is None:
        diagnostic = _report(
            trouble,
            start + len(before) - len(before.lstrip()),
            "this line is indented further than the line above allows",
            "only a key without a value of its own has entries below it",
            "line it up with the entry that it belongs beside",
        )
        return Explained((diagnostic,))
    value = trouble.source.text[start + first.end() : end].strip()
    diagnostic = _report(
        trouble,
        trouble.at,
        f"the text holds a colon and must be quoted: {_short(value)}",
        "a colon with a blank after it ends a key, unless it stands in quotes",
        f"write {suggestion(first[1], value)}",
        "KC019",
    )
    return Explained((diagnostic,), mask(trouble.text, trouble.at, trouble.at + 1), whole=True)


def _in_collection(trouble: _Trouble) -> Explained:
    """Explain a fault within braces or brackets."""
    opened = trouble.at if trouble.context_at is None else trouble.context_at
    around = value_around(trouble.text, opened, trouble.at)
    if around is not None and _is_unquoted_text(trouble, around):
        return _unquoted(trouble, opened, *around)
    if around is not None and trouble.text[around[0]] in "\"'[{" and around[0] < trouble.at:
        return _text_after(trouble)
    bracket = trouble.text[opened : opened + 1]
    name, close = ("brace", "}") if bracket == "{" else ("bracket", "]")
    if _seems_unclosed(trouble, opened):
        diagnostic = _report(
            trouble,
            opened,
            f"the {name} opened here is not closed",
            f"what begins with {bracket} ends with {close}",
            f"write {close} at the end of the entry; a text that holds brackets must be quoted",
        )
        end = trouble.source.line_end(opened)
        return _past_entry(trouble, diagnostic, opened, end)
    diagnostic = _report(
        trouble,
        _where_comma_is_missing(trouble, around),
        f"a comma is missing before this, or a text within {name}s must be quoted",
        f"within {name}s entries stand apart by commas, and text with any of , [ ] {{ }} or a "
        "colon stands in quotes",
        f"write the comma or {close}, or put the whole value in quotes",
    )
    return _past_entry(trouble, diagnostic, opened)


def _where_comma_is_missing(trouble: _Trouble, around: tuple[int, int] | None) -> int:
    """Return the beginning of the line when an entry there was read as part of the one above."""
    start = trouble.source.line_start(trouble.at)
    if trouble.found != ":" or around is None or around[0] >= start:
        return trouble.at
    line = trouble.text[start : trouble.at]
    return start + len(line) - len(line.lstrip())


def _is_unquoted_text(trouble: _Trouble, around: tuple[int, int]) -> bool:
    """Whether the fault lies within a value that was meant as one piece of text."""
    start, end = around
    if not start < trouble.at < end or trouble.text[start] in _SPECIAL_START + "[{":
        return False
    # A colon in a later line is a new entry after a missing comma, not a part of the text.
    return "\n" not in trouble.text[start : trouble.at]


def _unquoted(trouble: _Trouble, opened: int, start: int, end: int) -> Explained:
    """Explain text within braces that holds brackets, commas or a colon without quotes."""
    source = trouble.source
    piece = " ".join(source.text[start:end].split())
    key = _KEY_BEFORE.search(source.text[opened + 1 : start])
    name = None if key is None else key[1]
    mended = mask(trouble.text, start, end)
    if trouble.found == ":":
        diagnostic = Diagnostic(
            "KC019",
            f"the text holds a colon and must be quoted: {piece}",
            source.span(start, end),
            "a colon with a blank after it ends a key, unless it stands in quotes",
            f"write {suggestion(name, piece)}",
        )
    elif re.search(r"\([^()]*,", piece):
        diagnostic = cut_diagnostic(source, Cut(start, end, name))
    else:
        diagnostic = Diagnostic(
            "KC011",
            f"the expression holds brackets and must be quoted: {piece}",
            source.span(start, end),
            "within braces and brackets, [ and { begin a list or a mapping of YAML, unless they "
            "stand in quotes",
            f"write {suggestion(name, piece)}",
        )
    return Explained((diagnostic,), mended, whole=True)


def _seems_unclosed(trouble: _Trouble, opened: int) -> bool:
    """Whether the fault comes so much later that the bracket was probably never closed."""
    source = trouble.source
    if trouble.at >= len(trouble.text.rstrip()) or trouble.found in ("]", "}"):
        return True
    if source.line_of(trouble.at) == source.line_of(opened):
        return False
    return source.indentation(trouble.at) <= source.indentation(opened)


def _quote_open(trouble: _Trouble) -> Explained:
    """Explain a quote that is never closed."""
    at = trouble.at if trouble.context_at is None else trouble.context_at
    diagnostic = _report(
        trouble,
        at,
        "the quote opened here is not closed",
        "a text that begins with a quote ends with the same quote",
        "write the closing quote; within single quotes an apostrophe is written twice",
    )
    return _past_entry(trouble, diagnostic, at, trouble.source.line_end(at))


def _escape(trouble: _Trouble) -> Explained:
    """Explain a backslash that is no escape."""
    diagnostic = _report(
        trouble,
        trouble.at,
        f"\\{trouble.found} is no escape that YAML knows",
        "within double quotes a backslash begins an escape",
        "write the text in single quotes, or the backslash twice",
    )
    return _past_entry(trouble, diagnostic, trouble.at)


def _bad_start(trouble: _Trouble) -> Explained:
    """Explain a value that begins with a character that cannot begin one, or a tab."""
    if trouble.found == "\t":
        return _tabs(trouble)
    diagnostic = _report(
        trouble,
        trouble.at,
        f"a text that begins with {trouble.found} must be quoted",
        f"YAML keeps {trouble.found} at the beginning of a value for itself",
        "put the whole text in quotes",
    )
    return _past_line(trouble, diagnostic)


def _tabs(trouble: _Trouble) -> Explained:
    """Explain tabs: every line that is indented with one is named."""
    source = trouble.source
    lines = [found for found in re.finditer(r"^ *\t[ \t]*(?=[^\s#])", source.text, re.MULTILINE)]
    places = [(found.start() + found[0].index("\t"), found.end()) for found in lines]
    if not any(start <= trouble.at <= end for start, end in places):
        places.append((trouble.at, trouble.at + 1))
    return Explained(
        tuple(
            Diagnostic(
                "KC012",
                "a tab is used to indent this line"
                if not source.text[source.line_start(start) : start].strip()
                else "a tab stands before this value",
                source.span(start, end),
                "a tab has no fixed width, so YAML indents with blanks only",
                "replace the tab by blanks",
            )
            for start, end in sorted(places)
        )
    )


def _anchor_name(trouble: _Trouble) -> Explained:
    """Explain a text that begins with * or &."""
    return _sign_in_front(trouble, trouble.at if trouble.context_at is None else trouble.context_at)


def _sign_in_front(trouble: _Trouble, at: int) -> Explained:
    """Explain a text with a sign before it that YAML keeps for itself."""
    sign = trouble.text[at : at + 1]
    diagnostic = _report(
        trouble,
        at,
        f"a text that begins with {sign} must be quoted",
        "YAML takes * for an alias and & for an anchor at the beginning of a value",
        "put the whole text in quotes",
    )
    return _past_line(trouble, diagnostic)


def _block_text(trouble: _Trouble) -> Explained:
    """Explain a text after | or > whose blank first lines reach further than its text."""
    diagnostic = _report(
        trouble,
        trouble.at,
        "the text begins after a line that is indented less",
        "the indentation of a text after | or > is that of its first line",
        "take the blanks out of the empty lines before it",
    )
    return Explained((diagnostic,))


def _dash(trouble: _Trouble) -> Explained:
    """Explain a dash with a blank where no list can begin."""
    diagnostic = _report(
        trouble,
        trouble.at,
        "a list cannot begin here",
        "a dash with a blank after it is an item of a list, which begins on a line of its own",
        "begin the list on the next line or write it in brackets; a minus sign stands right before "
        "its number, and other text with a dash in front stands in quotes",
    )
    return _past_entry(trouble, diagnostic, trouble.at)


def _tag(trouble: _Trouble) -> Explained:
    """Explain a tag of a family that nobody declared."""
    found = re.compile(r"!\S*").search(trouble.text, trouble.at)
    start, end = (trouble.at, trouble.at + 1) if found is None else found.span()
    return Explained((faults.tag(trouble.source.span(start, end), trouble.text[start:end]),))


def _other(trouble: _Trouble) -> Explained:
    """Pass on what the parser said."""
    words = re.sub(r"https?://\S+", "", trouble.problem).strip()
    diagnostic = _report(
        trouble,
        trouble.at,
        f"this is not YAML: {_short(words)}" if words else "this is not YAML",
        "a case is read as YAML 1.2",
        "put text with special characters in quotes and check the indentation",
    )
    return Explained((diagnostic,))


def _past_entry(
    trouble: _Trouble, diagnostic: Diagnostic, at: int, end: int | None = None
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


def _past_line(trouble: _Trouble, diagnostic: Diagnostic) -> Explained:
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


def _short(words: str) -> str:
    """Keep a quotation to a length that fits a message."""
    return words if len(words) <= 70 else words[:69] + "…"


_EXPLANATIONS: tuple[tuple[str, Callable[[_Trouble], Explained]], ...] = (
    ("could not find expected ':'", _no_colon),
    ("expected <block end>", _not_aligned),
    ("mapping values are not allowed", _colon_in_text),
    ("expected ',' or", _in_collection),
    ("found unexpected end of stream", _quote_open),
    ("found unexpected document separator", _quote_open),
    ("found unknown escape", _escape),
    ("cannot start any token", _bad_start),
    ("sequence entries are not allowed", _dash),
    ("but found '-'", _dash),
    ("undefined tag handle", _tag),
    ("more indented follow up line", _block_text),
    ("expected alphabetic or numeric character", _anchor_name),
)
