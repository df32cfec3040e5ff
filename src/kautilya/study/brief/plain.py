"""Words of the author's in a sentence of ours: on one line, quoted, begun and ended as needed."""

from __future__ import annotations

from collections.abc import Sequence

from kautilya.study.wording import printable


def clause(text: str) -> str:
    """A text on one line, without a full stop at its end.

    Examples
    --------
    >>> clause("the board  will dredge.")
    'the board will dredge'
    """
    return printable(text).strip().rstrip(".")


def sentence_of(text: str) -> str:
    """An author's fragment as a sentence: begun with a capital and ended.

    Examples
    --------
    >>> sentence_of("the board will dredge"), sentence_of("does it?")
    ('The board will dredge.', 'Does it?')
    """
    said = printable(text).strip()
    if not said:
        return ""
    whole = said[:1].upper() + said[1:]
    return whole if whole[-1] in ".?!…" else f"{whole}."


def quoted(text: str) -> str:
    """A text in quotation marks.

    Examples
    --------
    >>> quoted("very likely")
    '“very likely”'
    """
    return f"“{clause(text)}”"


def shortened(text: str, most: int = 64) -> str:
    """A text of at most so many signs, cut at a blank.

    Examples
    --------
    >>> shortened("and is better off with it, which is the point", 28)
    'and is better off with it …'
    """
    said = clause(text)
    if len(said) <= most:
        return said
    cut = said[:most].rpartition(" ")[0] or said[:most]
    return f"{cut.rstrip(' ,;:')} …"


def capital(text: str) -> str:
    """A text begun with a capital."""
    return text[:1].upper() + text[1:]


def counted(number: int, one: str, many: str = "") -> str:
    """A number and its noun; small numbers in words.

    Examples
    --------
    >>> counted(1, "verdict"), counted(3, "verdict"), counted(14, "premise")
    ('one verdict', 'three verdicts', '14 premises')
    """
    noun = one if number == 1 else (many or f"{one}s")
    return f"{numeral(number)} {noun}"


def numeral(number: int) -> str:
    """A number in words up to ten.

    Examples
    --------
    >>> numeral(0), numeral(7), numeral(1200)
    ('none', 'seven', '1,200')
    """
    words = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
    return words[number] if 0 <= number < len(words) else f"{number:,}"


def enumerated(parts: Sequence[str], most: int = 0, last: str = "and") -> str:
    """Parts as a list in a sentence; beyond `most`, how many more there are.

    Examples
    --------
    >>> enumerated(["a", "b", "c"]), enumerated(["a", "b", "c", "d"], 2)
    ('a, b and c', 'a, b and two more')
    """
    shown = list(parts[:most]) if most else list(parts)
    more = len(parts) - len(shown)
    if more:
        shown.append(f"{numeral(more)} more")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {last} {shown[-1]}"
