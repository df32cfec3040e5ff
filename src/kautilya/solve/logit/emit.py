"""Text of LLVM IR over a workspace of fixed layout, for games of one shape.

A vector of worlds is worked on at a time. Its payoffs, as gains over each player's first strategy,
and all that is reckoned from them stand in the workspace. What is done over and over is a routine
with loops in it, called with the places to work on: so the text stays short however many profiles
and actors there are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod

from kautilya.codegen import Body

__all__ = ["Index", "Piece", "Shape", "Start", "Workspace"]

Index = int | str
"""A number that is known while the text is written, or the name of one that is not."""
Start = int | str
"""Where vectors begin: so many vectors into the workspace, or at an address that has a name."""

WRITTEN_OUT = 12
"""Loops of at most so many short rounds are written out."""

SCALARS = (
    *("spread", "base", "trial", "step", "before", "last", "first", "shrink", "fresh", "state"),
    *("pivot", "sure", "open", "carried"),
)
"""Slots with one number a lane. ``fresh``: 1 at a prediction; ``state``: 0 under way, 1 solved,
2 given up; ``sure``: the least pivot where the step began; ``open``: an integer, not 0 while a lane
is under way."""


@dataclass(frozen=True)
class Shape:
    """All that the text depends on.

    Parameters
    ----------
    sizes
        Number of strategies of each player.
    others
        For each player, on whom its payoffs depend.
    shared
        For each player, whether all worlds have the same payoffs.
    """

    sizes: tuple[int, ...]
    others: tuple[tuple[int, ...], ...]
    shared: tuple[bool, ...]

    @property
    def length(self) -> int:
        """Number of equations: all strategies but each player's first."""
        return sum(self.sizes) - len(self.sizes)

    def joint(self, players: tuple[int, ...]) -> int:
        """Number of joint choices of some players."""
        return prod(self.sizes[player] for player in players)


class Workspace:
    """Where everything stands, counted in vectors.

    Parameters
    ----------
    shape
        What the text depends on.
    """

    def __init__(self, shape: Shape) -> None:
        n = shape.length
        self.size = 0
        self.rows = [sum(shape.sizes[:i]) - i for i in range(len(shape.sizes))]
        self.places = [sum(shape.sizes[:i]) for i in range(len(shape.sizes))]
        self.mixed, self.reply, self.was = (self.room(sum(shape.sizes)) for _ in range(3))
        self.logits, self.begun, self.tangent, self.earlier = (self.room(n) for _ in range(4))
        self.value, self.weight, self.inverse = (self.room(n) for _ in range(3))
        self.matrix = self.room(n * (n + 2))
        self.scalars = {name: self.room(1) for name in SCALARS}
        self.joint: dict[tuple[int, ...], int] = {
            (i,): self.mixed + place for i, place in enumerate(self.places)
        }
        self.gains = [
            self.room((size - 1) * shape.joint(others))
            for size, others in zip(shape.sizes, shape.others, strict=True)
        ]

    def room(self, vectors: int) -> int:
        """Take room for so many vectors; gives where it begins."""
        start, self.size = self.size, self.size + vectors
        return start


class Piece:
    """The body of a function over vectors of worlds.

    Parameters
    ----------
    shape, work
        What the text depends on, and where things stand.
    width
        Worlds in a vector.
    """

    def __init__(self, shape: Shape, work: Workspace, width: int) -> None:
        self.shape, self.work, self.body = shape, work, Body(width)

    @property
    def players(self) -> list[tuple[int, int, int]]:
        """For each player its first equation, its first strategy, and how many it has."""
        return list(zip(self.work.rows, self.work.places, self.shape.sizes, strict=True))

    # -- places -----------------------------------------------------------------------------------

    def plus(self, left: Index, right: Index) -> Index:
        """A sum, reckoned at once where both are known."""
        if isinstance(left, int) and isinstance(right, int):
            return left + right
        return self.body.scalar("add nsw", str(left), right)

    def times(self, left: Index, right: Index) -> Index:
        """A product, reckoned at once where both are known."""
        if isinstance(left, int) and isinstance(right, int):
            return left * right
        return self.body.scalar("mul nsw", str(left), right)

    def address(self, start: Start, index: Index = 0) -> str:
        """Where a vector stands."""
        if isinstance(start, str):
            return self.body.pointer(start, self.times(index, self.body.width))
        return self.body.pointer("%work", self.times(self.plus(index, start), self.body.width))

    def get(self, start: Start, index: Index = 0) -> str:
        """A vector."""
        return self.body.load(self.address(start, index))

    def put(self, value: str, start: Start, index: Index = 0) -> None:
        """Keep a vector."""
        self.body.store(value, self.address(start, index))

    def lane(self, name: str) -> str:
        """What each lane has under a name."""
        return self.get(self.work.scalars[name])

    def keep(self, name: str, value: str) -> None:
        """Set what each lane has under a name."""
        self.put(value, self.work.scalars[name])

    # -- calls and loops --------------------------------------------------------------------------

    def call(self, name: str, *arguments: Start | tuple[str, Index]) -> None:
        """Call a routine: with places, and with other arguments as a type and a value."""
        given = [
            f"{each[0]} {each[1]}" if isinstance(each, tuple) else f"ptr {self.address(each)}"
            for each in arguments
        ]
        self.body.effect(f"call void @{name}({', '.join(given)})")

    def loop(self, first: Index, end: Index, do: Callable[[Index], None]) -> None:
        """Do something for each of some numbers, in a loop."""
        with self.body.loop(first, end) as number:
            do(number)

    def repeat(self, first: int, end: int, do: Callable[[Index], None]) -> None:
        """Do something for each of some numbers: written out where they are few."""
        if end - first <= WRITTEN_OUT:
            for number in range(first, end):
                do(number)
        else:
            self.loop(first, end, do)

    def fold(self, count: int, start: str, step: Callable[[str, Index], str]) -> str:
        """Carry a vector through some numbers; a loop carries it in a slot."""
        if count <= WRITTEN_OUT:
            for number in range(count):
                start = step(start, number)
            return start
        self.keep("carried", start)
        self.loop(0, count, lambda number: self.keep("carried", step(self.lane("carried"), number)))
        return self.lane("carried")
