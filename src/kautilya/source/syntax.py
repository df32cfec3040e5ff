"""What the YAML parser stumbled over, in an author's words, and how to read on after it.

The parser stops at its first problem. To find the other faults of the file in the same run, each
fault says, where that is safe, how the text may be changed without moving anything, so that
another pass gets past it.
"""

import re
from collections.abc import Callable

from kautilya.diagnostics import Diagnostic
from kautilya.source import faults
from kautilya.source.build import SyntaxFault
from kautilya.source.cuts import KEYED, suggestion
from kautilya.source.flow_syntax import in_collection, quote_open, text_after
from kautilya.source.masks import mask
from kautilya.source.text import SourceText
from kautilya.source.trouble import (
    Explained,
    Trouble,
    has_lines_below,
    past_entry,
    past_line,
    report,
    short,
    without_line,
)

_FIRST_KEY = re.compile(r"\s*(?:- +)*([^:]+?): +(?=\S)")
_SECOND_KEY = re.compile(r"[\w.$]+: +[\[{]")
_BRACKET_FIRST = re.compile(r" *(?:- +)*([A-Za-z_$][\w.$-]*) *[\[{][^:]*:")


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
    trouble = Trouble(source, text, fault.problem, fault.at, fault.context_at, fault.last)
    for words, explanation in _EXPLANATIONS:
        if words in fault.problem:
            return explanation(trouble)
    return _other(trouble)


def _no_colon(trouble: Trouble) -> Explained:
    """Explain a line that should be an entry and has no colon."""
    at = trouble.at if trouble.context_at is None else trouble.context_at
    line = trouble.source.line_text(at).strip()
    colon = KEYED.match(line)
    if colon is not None:
        end = trouble.source.line_end(at)
        diagnostic = faults.no_blank(trouble.source.span(at, end), line, colon.end())
        return without_line(trouble, diagnostic, at)
    return _line_without_colon(trouble, at)


def _line_without_colon(trouble: Trouble, at: int) -> Explained:
    """Report a line that should be an entry."""
    line = trouble.source.line_text(at).strip()
    diagnostic = Diagnostic(
        "KC003",
        f"this line has no colon after its key: {short(line)}",
        trouble.source.span(at, trouble.source.line_end(at)),
        "an entry is a key, a colon, a blank and its value",
        "write the colon with a blank after it; or, if the line goes on with the text above, "
        "indent it further than the key of that text",
    )
    return without_line(trouble, diagnostic, at)


def _not_aligned(trouble: Trouble) -> Explained:
    """Explain a line that is indented like no entry above, or text after the end of a value."""
    if trouble.begins_line:
        diagnostic = report(
            trouble,
            trouble.at,
            "this line is indented like no entry above it",
            "entries of one mapping or list begin at the same column",
            "line it up with the entry that it belongs beside",
        )
        return Explained((diagnostic,))
    forgotten = _colon_before_bracket(trouble)
    if forgotten is not None:
        return forgotten
    start = trouble.source.line_start(trouble.at)
    sign = re.search(r": +([*&])\S*\s+$", trouble.text[start : trouble.at])
    if sign is not None:
        return _sign_in_front(trouble, start + sign.start(1))
    return text_after(trouble)


def _colon_before_bracket(trouble: Trouble) -> Explained | None:
    """Explain a line such as ``water {start: 0.5}``, if this is one."""
    start = trouble.source.line_start(trouble.at)
    opened = _BRACKET_FIRST.match(trouble.source.line_text(trouble.at))
    if opened is None:
        return None
    span = trouble.source.span(start + opened.start(1), start + opened.end())
    return without_line(trouble, faults.no_colon(span, opened[1]), trouble.at)


def _colon_in_text(trouble: Trouble) -> Explained:
    """Explain a colon where no key can be: prose with a colon, or a line out of place."""
    source = trouble.source
    start, end = source.line_start(trouble.at), source.line_end(trouble.at)
    line = source.text[start:end]
    forgotten = _colon_before_bracket(trouble)
    if forgotten is not None:
        return forgotten
    first = _FIRST_KEY.match(trouble.text[start : trouble.at])
    if first is None:
        return _out_of_place(trouble)
    value = line[first.end() :].strip()
    if _SECOND_KEY.match(value):
        diagnostic = report(
            trouble,
            trouble.at,
            f"there are two keys in one line: {short(line.strip())}",
            "a key on a line of its own has one value, or entries on the lines below it",
            f"begin a new line after '{first[1]}:', or put the value in braces",
        )
        return without_line(trouble, diagnostic, trouble.at)
    diagnostic = report(
        trouble,
        trouble.at,
        f"the text holds a colon and must be quoted: {short(value)}",
        "a colon with a blank after it ends a key, unless it stands in quotes",
        f"write {suggestion(first[1], value)}",
        "KC019",
    )
    if has_lines_below(trouble, trouble.at):
        return Explained((diagnostic,))
    return Explained((diagnostic,), mask(trouble.text, start + first.end(), end), whole=True)


def _out_of_place(trouble: Trouble) -> Explained:
    """Explain an entry that the parser took for more of the text above it."""
    source = trouble.source
    start = source.line_start(trouble.at)
    above = trouble.last if source.line_of(trouble.last) < source.line_of(trouble.at) else None
    if above is not None and source.indentation(above) >= source.indentation(trouble.at):
        return _line_without_colon(trouble, above)
    diagnostic = report(
        trouble,
        start + source.indentation(trouble.at),
        "this line is indented further than the line above allows",
        "only a key without a value of its own has entries below it",
        "line it up with the entry that it belongs beside",
    )
    return Explained((diagnostic,))


def _quote_open(trouble: Trouble) -> Explained:
    """Explain a quote that is never closed."""
    return quote_open(trouble, trouble.at if trouble.context_at is None else trouble.context_at)


def _escape(trouble: Trouble) -> Explained:
    """Explain a backslash that is no escape."""
    diagnostic = report(
        trouble,
        trouble.at,
        f"\\{trouble.found} is no escape that YAML knows",
        "within double quotes a backslash begins an escape",
        "write the text in single quotes, or the backslash twice",
    )
    return past_entry(trouble, diagnostic, trouble.at)


def _bad_start(trouble: Trouble) -> Explained:
    """Explain a value that begins with a character that cannot begin one, or a tab."""
    if trouble.found == "\t":
        return _tabs(trouble)
    diagnostic = report(
        trouble,
        trouble.at,
        f"a text that begins with {trouble.found} must be quoted",
        f"YAML keeps {trouble.found} at the beginning of a value for itself",
        "put the whole text in quotes",
    )
    return past_line(trouble, diagnostic)


def _tabs(trouble: Trouble) -> Explained:
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


def _anchor_name(trouble: Trouble) -> Explained:
    """Explain a text that begins with * or &."""
    return _sign_in_front(trouble, trouble.at if trouble.context_at is None else trouble.context_at)


def _sign_in_front(trouble: Trouble, at: int) -> Explained:
    """Explain a text with a sign before it that YAML keeps for itself."""
    sign = trouble.text[at : at + 1]
    diagnostic = report(
        trouble,
        at,
        f"a text that begins with {sign} must be quoted",
        "YAML takes * for an alias and & for an anchor at the beginning of a value",
        "put the whole text in quotes",
    )
    return past_line(trouble, diagnostic)


def _block_text(trouble: Trouble) -> Explained:
    """Explain a text after | or > whose blank first lines reach further than its text."""
    diagnostic = report(
        trouble,
        trouble.at,
        "the text begins after a line that is indented less",
        "the indentation of a text after | or > is that of its first line",
        "take the blanks out of the empty lines before it",
    )
    return Explained((diagnostic,))


def _no_value(trouble: Trouble) -> Explained:
    """Explain punctuation where a value should begin."""
    diagnostic = report(
        trouble,
        trouble.at,
        f"a value is missing before this {trouble.found}".rstrip(),
        "after a comma or a colon YAML expects text, a number, or an opening bracket",
        f"write the value, or put a text that begins with {trouble.found} in quotes",
    )
    return past_entry(trouble, diagnostic, trouble.at)


def _dash(trouble: Trouble) -> Explained:
    """Explain a dash with a blank where no list can begin."""
    diagnostic = report(
        trouble,
        trouble.at,
        "a list cannot begin here",
        "a dash with a blank after it is an item of a list, which begins on a line of its own",
        "begin the list on the next line or write it in brackets; a minus sign stands right before "
        "its number, and other text with a dash in front stands in quotes",
    )
    return past_entry(trouble, diagnostic, trouble.at)


def _tag(trouble: Trouble) -> Explained:
    """Explain a tag of a family that nobody declared."""
    found = re.compile(r"!\S*").search(trouble.text, trouble.at)
    start, end = (trouble.at, trouble.at + 1) if found is None else found.span()
    return Explained((faults.tag(trouble.source.span(start, end), trouble.text[start:end]),))


def _other(trouble: Trouble) -> Explained:
    """Pass on what the parser said."""
    words = re.sub(r"https?://\S+", "", trouble.problem).strip()
    diagnostic = report(
        trouble,
        trouble.at,
        f"this is not YAML: {short(words)}" if words else "this is not YAML",
        "a case is read as YAML 1.2",
        "put text with special characters in quotes and check the indentation",
    )
    return Explained((diagnostic,))


_EXPLANATIONS: tuple[tuple[str, Callable[[Trouble], Explained]], ...] = (
    ("could not find expected ':'", _no_colon),
    ("expected <block end>", _not_aligned),
    ("mapping values are not allowed", _colon_in_text),
    ("expected ',' or", in_collection),
    ("found unexpected end of stream", _quote_open),
    ("found unexpected document separator", _quote_open),
    ("found unknown escape", _escape),
    ("cannot start any token", _bad_start),
    ("sequence entries are not allowed", _dash),
    ("but found '-'", _dash),
    ("expected the node content", _no_value),
    ("undefined tag handle", _tag),
    ("more indented follow up line", _block_text),
    ("expected alphabetic or numeric character", _anchor_name),
)
