"""Text in braces or brackets that YAML cut in two at a comma.

In ``{is: min(thirst, water), says: x}`` the comma ends the value: YAML reads ``is: min(thirst``
and then a key ``water)`` without a value. Nobody means that, so it is recognised, reported once and
put together again. Where a call is cut it is an error, since a formula must be written so that
every reader of YAML takes it for one; where a sentence is cut, as in ``{says: cold, and wet}``, a
warning.
"""

import re
from collections.abc import Sequence as Series
from dataclasses import dataclass

from kautilya.diagnostics import Diagnostic, Severity
from kautilya.source.masks import is_masked
from kautilya.source.nodes import Node, Scalar
from kautilya.source.text import SourceText

_CALL = re.compile(r"\w\([^()]*(?:\([^()]*\)[^()]*)*,")  # a comma within the brackets of a call
_CALL_BEGINS = re.compile(r"\w\(")
UNCOLONED = re.compile(r"([A-Za-z_$][\w.$-]*) *[\[{]")  # as in water {start, no colon
KEYED = re.compile(r"[A-Za-z_$][\w.$]*:(?!//)")  # as in says:x, where the blank was forgotten


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry of a flow collection: a key (None in a sequence) and what follows it."""

    key: Scalar | None
    node: Node


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of text that was cut: its place, the key before it, and the collection around."""

    start: int
    end: int
    key: str | None


def cut_in_mapping(text: str, pairs: Series[Pair]) -> list[Cut]:
    """Find the values in braces that are followed by keys without a value."""
    cuts = []
    i = 0
    while i < len(pairs) - 1:
        value, key = pairs[i].node, pairs[i].key
        i += 1
        if key is None or not _is_plain(value) or is_masked(text[value.start : value.end]):
            continue
        depth = _open_brackets(text[value.start : value.end])
        is_call = depth > 0 and _CALL_BEGINS.search(text, value.start, value.end) is not None
        end = value.end
        while i < len(pairs) and _goes_on(text, pairs[i]) and not (is_call and depth <= 0):
            piece = pairs[i].key
            assert piece is not None
            depth += _open_brackets(text[piece.start : piece.end])
            end = piece.end
            i += 1
        if end > value.end:
            cuts.append(Cut(value.start, end, key.text))
    return cuts


def cut_in_sequence(text: str, pairs: Series[Pair]) -> list[Cut]:
    """Find the items in brackets whose round bracket closes in a later item."""
    cuts = []
    i = 0
    while i < len(pairs):
        first = pairs[i].node
        i += 1
        if not _is_plain(first) or is_masked(text[first.start : first.end]):
            continue
        depth = _open_brackets(text[first.start : first.end])
        if depth <= 0:
            continue
        for j in range(i, len(pairs)):
            item = pairs[j].node
            if not _is_plain(item):
                break
            depth += _open_brackets(text[item.start : item.end])
            if depth <= 0:
                cuts.append(Cut(first.start, item.end, None))
                i = j + 1
                break
    return cuts


def cut_diagnostic(source: SourceText, cut: Cut) -> Diagnostic:
    """Report a cut, with the quoted text to write instead."""
    piece = " ".join(source.text[cut.start : cut.end].split())
    is_call = _CALL.search(piece) is not None
    what = "expression" if is_call else "text"
    where = "braces" if cut.key is not None else "brackets"
    return Diagnostic(
        code="KC010",
        message=f"the {what} in {where} is cut at its comma and must be quoted: {piece}",
        span=source.span(cut.start, cut.end),
        why=f"within {where} a comma ends the entry, unless it stands in quotes",
        help=f"write {suggestion(cut.key, piece)}",
        severity=Severity.ERROR if is_call else Severity.WARNING,
    )


def suggestion(key: str | None, piece: str) -> str:
    """Write an entry with its text in quotes."""
    if '"' not in piece and "\\" not in piece:
        quoted = f'"{piece}"'
    else:
        quoted = "'" + piece.replace("'", "''") + "'"
    return quoted if key is None else f"{key}: {quoted}"


def _is_plain(node: Node) -> bool:
    """Whether a node is unquoted text."""
    return isinstance(node, Scalar) and node.style is None and node.end > node.start


def is_valueless(text: str, key: Scalar, node: Node) -> bool:
    """Whether a key stands alone, without even a colon, and without quotes."""
    if key.style is not None or key.end <= key.start:
        return False
    if not isinstance(node, Scalar) or node.style is not None or node.text:
        return False
    return ":" not in text[key.end : node.start]


def _goes_on(text: str, pair: Pair) -> bool:
    """Whether an entry is the rest of a text that was cut: a key alone, not a colon unspaced."""
    key = pair.key
    if key is None or not is_valueless(text, key, pair.node):
        return False
    return KEYED.match(key.text) is None and UNCOLONED.match(key.text) is None


def _open_brackets(piece: str) -> int:
    """Count the round brackets that a piece opens and does not close."""
    return piece.count("(") - piece.count(")")
