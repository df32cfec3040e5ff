"""What the YAML parser stumbled over within braces and brackets, in an author's words."""

import re
from dataclasses import replace

from kautilya.diagnostics import Diagnostic, Severity, Span
from kautilya.source import faults
from kautilya.source.cuts import KEYED, UNCOLONED, Cut, cut_diagnostic, suggestion
from kautilya.source.extents import value_around
from kautilya.source.masks import mask
from kautilya.source.trouble import Explained, Trouble, has_lines_below, past_entry, report

_KEY_BEFORE = re.compile(r"([A-Za-z_][\w.]*): *$")
_ENTRY_BEGINS = re.compile(r"[\w.$]+:(?:\s|$)")
_SPECIAL_START = "\"'&*!|>%@`?"  # text that begins so is not plain text


def text_after(trouble: Trouble) -> Explained:
    """Explain text that follows a closed quote or bracket."""
    source, last = trouble.source, trouble.last
    is_quote = trouble.text[last : last + 1] in ("'", '"')
    if is_quote and source.line_of(last) < source.line_of(trouble.at):
        return quote_open(trouble, last)  # the quote that closed it was meant to open another
    diagnostic = report(
        trouble,
        trouble.at,
        "there is text after the end of the value",
        "a value that begins with a quote or a bracket ends where that closes",
        'put the whole value in quotes; within double quotes write \\" for a quote, '
        "within single quotes ''",
    )
    if _ENTRY_BEGINS.match(trouble.text, trouble.at):
        return Explained((diagnostic,))  # a line break is missing: entries may stand below
    return past_entry(trouble, diagnostic, trouble.at)


def quote_open(trouble: Trouble, at: int) -> Explained:
    """Explain a quote that is never closed, or by a later one."""
    diagnostic = report(
        trouble,
        at,
        "the quote opened here is not closed",
        "a text that begins with a quote ends with the same quote",
        "write the closing quote; within single quotes an apostrophe is written twice",
    )
    if has_lines_below(trouble, at):
        return Explained((diagnostic,))
    return past_entry(trouble, diagnostic, at, trouble.source.line_end(at))


def in_collection(trouble: Trouble) -> Explained:
    """Explain a fault within braces or brackets."""
    opened = trouble.at if trouble.context_at is None else trouble.context_at
    around = value_around(trouble.text, opened, trouble.at)
    if around is not None and _is_unquoted_text(trouble, around):
        return _unquoted(trouble, opened, *around)
    if around is not None and trouble.text[around[0]] in "\"'[{" and around[0] < trouble.at:
        return text_after(trouble)
    bracket = trouble.text[opened : opened + 1]
    name, close = ("brace", "}") if bracket == "{" else ("bracket", "]")
    if _seems_unclosed(trouble, opened):
        diagnostic = report(
            trouble,
            opened,
            f"the {name} opened here is not closed",
            f"what begins with {bracket} ends with {close}",
            f"write {close} at the end of the entry; a text that holds brackets must be quoted",
        )
        end = trouble.source.line_end(opened)
        if has_lines_below(trouble, opened):
            return Explained((diagnostic,))
        return past_entry(trouble, diagnostic, opened, end)
    diagnostic = report(
        trouble,
        _where_comma_is_missing(trouble, around),
        f"a comma is missing before this, or a text within {name}s must be quoted",
        f"within {name}s entries stand apart by commas, and text with any of , [ ] {{ }} or a "
        "colon stands in quotes",
        f"write the comma or {close}, or put the whole value in quotes",
    )
    return past_entry(trouble, diagnostic, opened)


def _where_comma_is_missing(trouble: Trouble, around: tuple[int, int] | None) -> int:
    """Return the beginning of the line when an entry there was read as part of the one above."""
    start = trouble.source.line_start(trouble.at)
    if trouble.found != ":" or around is None or around[0] >= start:
        return trouble.at
    line = trouble.text[start : trouble.at]
    return start + len(line) - len(line.lstrip())


def _is_unquoted_text(trouble: Trouble, around: tuple[int, int]) -> bool:
    """Whether the fault lies within a value that was meant as one piece of text."""
    start, end = around
    if not start < trouble.at < end or trouble.text[start] in _SPECIAL_START + "[{":
        return False
    # A colon in a later line is a new entry after a missing comma, not a part of the text.
    return "\n" not in trouble.text[start : trouble.at]


def _unquoted(trouble: Trouble, opened: int, start: int, end: int) -> Explained:
    """Explain text within braces that holds brackets, commas or a colon without quotes."""
    source = trouble.source
    piece = " ".join(source.text[start:end].split())
    key = _KEY_BEFORE.search(source.text[opened + 1 : start])
    name = None if key is None else key[1]
    mended = mask(trouble.text, start, end)
    span = source.span(start, end)
    for pattern, fault in ((KEYED, _no_blank), (UNCOLONED, _no_colon)):
        forgotten = pattern.match(piece)
        if forgotten is not None and _is_in_place_of_key(trouble, start):
            return Explained((fault(span, piece, forgotten),), mended)
    if trouble.found == ":":
        diagnostic = Diagnostic(
            "KC019",
            f"the text holds a colon and must be quoted: {piece}",
            span,
            "a colon with a blank after it ends a key, unless it stands in quotes",
            f"write {suggestion(name, piece)}",
        )
    elif re.search(r"\([^()]*,", piece):
        cut = cut_diagnostic(source, Cut(start, end, name))
        diagnostic = replace(cut, severity=Severity.ERROR)  # no reader of YAML takes it
    else:
        diagnostic = Diagnostic(
            "KC011",
            f"the expression holds brackets and must be quoted: {piece}",
            span,
            "within braces and brackets, [ and { begin a list or a mapping of YAML, unless they "
            "stand in quotes",
            f"write {suggestion(name, piece)}",
        )
    return Explained((diagnostic,), mended, whole=True)


def _is_in_place_of_key(trouble: Trouble, start: int) -> bool:
    """Whether a piece stands where a key is expected: no colon before it."""
    return not trouble.text[:start].rstrip().endswith(":")


def _no_blank(span: Span, piece: str, found: re.Match[str]) -> Diagnostic:
    """Report a colon without a blank."""
    return faults.no_blank(span, piece, found.end())


def _no_colon(span: Span, piece: str, found: re.Match[str]) -> Diagnostic:
    """Report a key without a colon."""
    return faults.no_colon(span, found[1])


def _seems_unclosed(trouble: Trouble, opened: int) -> bool:
    """Whether the fault comes so much later that the bracket was probably never closed."""
    source = trouble.source
    if trouble.at >= len(trouble.text.rstrip()) or trouble.found in ("]", "}"):
        return True
    if source.line_of(trouble.at) == source.line_of(opened):
        return False
    return source.indentation(trouble.at) <= source.indentation(opened)
