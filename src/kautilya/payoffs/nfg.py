"""Games as files of Gambit's strategic form, ``.nfg``, in both of its published variants.

A file names the actors and their strategies, then gives the payoffs of every profile, the first
actor's strategy running fastest: each as a number, or as the number of an outcome listed before::

    NFG 1 R "Stag hunt" { "ann" "bob" } { { "stag" "hare" } { "stag" "hare" } }

    3 3  2 0  0 2  2 2

The form is described in the manual of Gambit under "Game representation formats".
"""

from __future__ import annotations

import os
import stat
from fractions import Fraction
from pathlib import Path

from kautilya.diagnostics import CaseInvalid, Diagnostic, Span, in_file_order
from kautilya.payoffs.nfg_lexer import Faults, NfgText, is_seen
from kautilya.payoffs.nfg_reader import NfgReader
from kautilya.payoffs.normal_form import NormalForm

__all__ = ["parse_nfg", "read_nfg", "write_nfg"]

MOST_BYTES = 5_000_000
_WHY_FILE = "a game in normal form is read from a file of text in UTF-8, as Gambit writes it"


def parse_nfg(text: str, file: str = "game.nfg") -> NormalForm:
    r"""The game that the text of a .nfg file describes.

    Numbers are exact: ``0.1`` and ``1/10`` are the same. An actor or a strategy with an empty
    name is called by its number. Outcome 0 pays nothing to anyone.

    Parameters
    ----------
    text : str
        The whole text.
    file : str, default "game.nfg"
        How messages call it.

    Returns
    -------
    NormalForm

    Raises
    ------
    CaseInvalid
        With all that is wrong, each at its line and column (KC655).

    See Also
    --------
    read_nfg : from a file.
    write_nfg : the other way.

    Examples
    --------
    >>> game = parse_nfg('NFG 1 R "hunt" { "ann" "bob" } { 2 2 }  3 3  2 0  0 2  2 2')
    >>> game.strategies, [int(payoff) for payoff in game.payoff((1, 0))]
    ((('1', '2'), ('1', '2')), [2, 0])
    >>> parse_nfg('NFG 1 R "hunt" { "ann" "bob" } { 2 2 }\n3 3 2 o')
    Traceback (most recent call last):
        ...
    kautilya.diagnostics.invalid.CaseInvalid: error[KC655]: 'o' is no number
      --> game.nfg:2:7
    2 | 3 3 2 o
      |       ^
      = why: a payoff is an integer, a decimal or a fraction such as -3, 0.25, 1e3 or 1/3
      = help: write the number itself
      = more: kautilya rule KC655
    <BLANKLINE>
    error[KC655]: the list of payoffs ends after 4 of 8
      --> game.nfg:2:7
    2 | 3 3 2 o
      |       ^
      = why: 2 x 2 strategies make 4 profiles, each with 2 payoffs; the first actor's runs fastest
      = help: give all; the first that lacks is that of 'ann' in 1 / 2
      = more: kautilya rule KC655
    """
    source = NfgText(file, text)
    faults = Faults(source)
    if len(text) > MOST_BYTES:
        raise CaseInvalid([_too_large(file)])
    game = NfgReader(source, faults).game()
    if game is None or faults.found:
        raise CaseInvalid(in_file_order(faults.found))
    return game


def read_nfg(path: str | Path) -> NormalForm:
    """The game of a .nfg file.

    Parameters
    ----------
    path : str or Path
        The file, of at most 5 MB.

    Returns
    -------
    NormalForm

    Raises
    ------
    CaseInvalid
        If it cannot be read (KC001), is not UTF-8 (KC002) or is malformed (KC655).

    See Also
    --------
    parse_nfg : from a text.
    """
    shown = os.fspath(path)
    try:
        if not stat.S_ISREG(os.stat(shown).st_mode):
            raise CaseInvalid([_unreadable(shown, "this is not a regular file")])
        with open(shown, "rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError:
        raise CaseInvalid([_unreadable(shown, "there is no such file")]) from None
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else str(error)) or "no reason given"
        told = f"the file cannot be read: {reason.lower()}"
        raise CaseInvalid([_unreadable(shown, told)]) from None
    if len(data) > MOST_BYTES:
        raise CaseInvalid([_too_large(shown)])
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CaseInvalid([_not_utf8(shown, data, error)]) from None
    return parse_nfg(text, shown)


def write_nfg(game: NormalForm, *, outcomes: bool = False) -> str:
    r"""The text of a .nfg file that describes a game.

    Reading it gives the same game.

    Parameters
    ----------
    game : NormalForm
        The game.
    outcomes : bool, default False
        Whether to list the different payoffs once, as outcomes, and give their numbers; else
        every payoff is listed.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If a name ends in a backslash or holds a control character: the format has no way to
        write it.

    Examples
    --------
    >>> game = parse_nfg('NFG 1 R "" { "ann" "bob" } { { "a" "b" } { "c" } } 1/2 0 1e1 -.5')
    >>> print(write_nfg(game), end="")
    NFG 1 R "" { "ann" "bob" }
    { { "a" "b" } { "c" } }
    <BLANKLINE>
    1/2 0  10 -1/2
    >>> print(write_nfg(game, outcomes=True), end="")
    NFG 1 R "" { "ann" "bob" }
    { { "a" "b" } { "c" } }
    <BLANKLINE>
    {
    { "" 1/2, 0 }
    { "" 10, -1/2 }
    }
    1 2
    """
    lines = [
        f"NFG 1 R {_quoted(game.title)} {_list(game.actors)}",
        f"{{ {' '.join(map(_list, game.strategies))} }}",
    ]
    if game.comment:
        lines.append(_quoted(game.comment))
    lines.append("")
    # In the file the first actor's strategy runs fastest.
    columns = [array.ravel(order="F") for array in game.payoffs]
    profiles: list[tuple[Fraction, ...]] = list(zip(*columns, strict=True))
    if outcomes:
        numbers = {payoffs: number for number, payoffs in enumerate(dict.fromkeys(profiles), 1)}
        lines.append("{")
        lines += [f'{{ "" {", ".join(map(str, payoffs))} }}' for payoffs in numbers]
        lines.append("}")
        entries, glue = [str(numbers[payoffs]) for payoffs in profiles], " "
    else:
        entries, glue = [" ".join(map(str, payoffs)) for payoffs in profiles], "  "
    width = game.shape[0]
    rows = (entries[start : start + width] for start in range(0, len(entries), width))
    return "\n".join([*lines, *map(glue.join, rows), ""])


def _list(names: tuple[str, ...]) -> str:
    """Names in quotes, within braces."""
    return f"{{ {' '.join(map(_quoted, names))} }}"


def _quoted(text: str) -> str:
    """A text in quotes."""
    if text.endswith("\\") or not is_seen(text):
        raise ValueError(
            f"{text!r} cannot be written in a .nfg file: a text there neither ends in a backslash "
            "nor holds a control character; rename it"
        )
    escaped = text.replace('"', '\\"')
    return f'"{escaped}"'


def _unreadable(file: str, message: str) -> Diagnostic:
    """A file that is not there or cannot be read."""
    mend = "check the name, the folder and the permission to read it"
    return Diagnostic("KC001", message, Span(file, 1, 1, 0, ""), _WHY_FILE, mend)


def _too_large(file: str) -> Diagnostic:
    """A file that is larger than any game that can be solved."""
    return Diagnostic(
        "KC655",
        f"the file is larger than {MOST_BYTES // 1_000_000} MB",
        Span(file, 1, 1, 0, ""),
        "a table of payoffs of this size is beyond every method here, or is something else",
        "give a smaller game: leave out strategies that nobody would choose",
    )


def _not_utf8(file: str, data: bytes, error: UnicodeDecodeError) -> Diagnostic:
    """A file in another encoding, at its first wrong byte."""
    before = data[: error.start].decode("utf-8-sig", "replace")
    line = data[error.start :].splitlines()[0].decode("utf-8", "replace")
    begin = max(before.rfind("\n"), before.rfind("\r")) + 1
    span = Span(
        file, len(before.splitlines()) or 1, len(before) - begin + 1, 1, before[begin:] + line
    )
    return Diagnostic(
        "KC002",
        f"the file is not UTF-8: byte 0x{data[error.start]:02x} is no letter",
        span,
        _WHY_FILE,
        "save the file as UTF-8: an editor offers this under 'save as' or 'encoding'",
    )
