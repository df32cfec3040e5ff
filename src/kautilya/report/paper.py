"""What lines are written on: how wide, with which signs, wrapped by the cells of a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TextIO

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

WIDTH_PIPED = 100
"""Width where nobody says how wide the paper is."""

NARROWEST = 40
"""A terminal that says it is narrower is written to as if it were this wide."""


@dataclass(frozen=True)
class Glyphs:
    """Signs beyond ASCII, and what stands for them where they cannot be printed."""

    passes: str = "✔"
    contested: str = "~"
    underdetermined: str = "?"
    contradicted: str = "✘"
    untested: str = "·"
    dot: str = "·"
    times: str = "×"
    arrow: str = "→"
    plus_minus: str = "±"
    bar: str = "█"


UNICODE = Glyphs()
ASCII = Glyphs("+", "~", "?", "x", "-", "|", "x", "->", "+-", "#")


def glyphs_for(encoding: str | None) -> Glyphs:
    """The signs that an encoding can print.

    Examples
    --------
    >>> glyphs_for("utf-8").passes, glyphs_for("ascii").passes
    ('✔', '+')
    """
    signs = "".join(str(sign) for sign in vars(UNICODE).values())
    try:
        signs.encode(encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


@dataclass(frozen=True)
class Paper:
    """How wide lines may be and which signs they may use.

    Parameters
    ----------
    width
        In cells of a terminal.
    glyphs
        The signs.
    """

    width: int = WIDTH_PIPED
    glyphs: Glyphs = UNICODE

    def wrap(
        self, text: Text | str, indent: int = 0, hang: int | None = None, style: str = ""
    ) -> list[Text]:
        """A text over as many lines as it needs, indented; later lines by `hang`."""
        later = indent if hang is None else hang
        whole = Text(text, style=style) if isinstance(text, str) else text
        first, *more = folded(whole, self._room(indent))
        lines = [Text.assemble(" " * indent, first)]
        if more:
            rest = whole[len(first.plain) :]
            blank = len(rest.plain) - len(rest.plain.lstrip())
            lines += [
                Text.assemble(" " * later, line) for line in folded(rest[blank:], self._room(later))
            ]
        return lines

    def _room(self, indent: int) -> int:
        return max(NARROWEST // 2, self.width - indent)


class _Pipe(Console):
    """A console that lets its caller know when the reader has left."""

    def on_broken_pipe(self) -> None:
        """Raise again what the console would end the process for."""
        raise BrokenPipeError


def console_for(stream: TextIO) -> tuple[Console, Paper]:
    """A console that prints what it is given as it is, and the paper that it is.

    Parameters
    ----------
    stream
        Where lines go. Colour only where it is a terminal; the width is the terminal's.
    """
    console = _Pipe(file=stream, markup=False, emoji=False, highlight=False, soft_wrap=True)
    width = max(NARROWEST, console.width) if console.is_terminal else WIDTH_PIPED
    return console, Paper(width, glyphs_for(getattr(stream, "encoding", None)))


def write(console: Console, lines: Iterable[Text]) -> None:
    """Print lines one by one; none is cut."""
    for line in lines:
        line.rstrip()
        console.print(line, soft_wrap=True)


def folded(text: Text, width: int) -> list[Text]:
    """A text cut at blanks into lines of at most `width` cells; a longer word is cut."""
    lines = text.wrap(_RULER, max(1, width), tab_size=8)
    for line in lines:
        line.rstrip()
    return list(lines) or [Text("")]


def side_by_side(cells: Sequence[tuple[Text, int]], gap: int = 2) -> list[Text]:
    """Cells beside each other, each wrapped in its own width."""
    columns = [folded(text, width) for text, width in cells]
    lines = []
    for number in range(max(map(len, columns))):
        line = Text()
        for (_, width), column in zip(cells, columns, strict=True):
            part = column[number] if number < len(column) else Text("")
            line.append_text(part)
            line.append(" " * (width - cell_len(part.plain) + gap))
        line.rstrip()
        lines.append(line)
    return lines


def joined(parts: Iterable[str | Text], separator: str) -> Text:
    """Parts with a separator between them."""
    texts = [Text(part) if isinstance(part, str) else part for part in parts]
    return Text(separator).join(texts)


_RULER = Console(width=200, markup=False, emoji=False, highlight=False)
