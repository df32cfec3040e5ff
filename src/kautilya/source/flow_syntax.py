"""What the YAML parser stumbled over within braces and brackets, in an author's words."""

import re

from kautilya.diagnostics import Diagnostic
from kautilya.source.cuts import Cut, cut_diagnostic, suggestion
from kautilya.source.extents import value_around
from kautilya.source.masks import mask
from kautilya.source.trouble import Explained, Trouble, past_entry, report

_KEY_BEFORE = re.compile(r"([A-Za-z_][\w.]*): *$")
_SPECIAL_START = "\"'&*!|>%@`?"  # text that begins so is not plain text


def text_after(trouble: Trouble) -> Explained:
    """Explain text that follows a closed quote or bracket."""
    diagnostic = report(
        trouble,
        trouble.at,
        "there is text after the end of the value",
        "a value that begins with a quote or a bracket ends where that closes",
        'put the whole value in quotes; within double quotes write \\" for a quote, '
        "within single quotes ''",
    )
    return past_entry(trouble, diagnostic, trouble.at)


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


def _seems_unclosed(trouble: Trouble, opened: int) -> bool:
    """Whether the fault comes so much later that the bracket was probably never closed."""
    source = trouble.source
    if trouble.at >= len(trouble.text.rstrip()) or trouble.found in ("]", "}"):
        return True
    if source.line_of(trouble.at) == source.line_of(opened):
        return False
    return source.indentation(trouble.at) <= source.indentation(opened)
