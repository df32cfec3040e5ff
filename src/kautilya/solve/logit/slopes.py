"""Text of LLVM IR for the linear system of a Newton step.

As in `equations`, but one pass over the gains sums out both halves.
"""

from __future__ import annotations

from kautilya.solve.logit.emit import Index, Piece
from kautilya.solve.logit.equations import split
from kautilya.solve.logit.routines import Routines

__all__ = ["evaluate"]


def evaluate(piece: Piece, routines: Routines) -> None:
    """From logits to probabilities, expected gains and the linear system of a Newton step.

    The matrix is the derivative of logits less precision times gains, by logits. Of the two
    right-hand sides one is how far the logits fall short, the other the gains.
    """
    body, shape, work = piece.body, piece.shape, piece.work
    piece.call(routines.mix(), work.logits, work.mixed, ("double", "1.0"), 0)
    trial = piece.lane("trial")
    less = body.neg(trial)
    for row, place, size in piece.players:
        _weigh(piece, less, work.mixed + place + 1, work.weight + row, size - 1)
    for players in _parts(piece):
        _join(piece, routines, players)
    for player in range(len(shape.sizes)):
        _Rows(piece, routines, player).write()

    def sides(row: Index) -> None:
        value = piece.get(work.value, row)
        short = body.sub(body.mul(trial, value), piece.get(work.logits, row))
        at = piece.times(row, shape.length + 2)
        piece.put(short, work.matrix + shape.length, at)
        piece.put(value, work.matrix + shape.length + 1, at)

    piece.loop(0, shape.length, sides)


def _weigh(piece: Piece, less: str, source: int, target: int, count: int) -> None:
    """Keep minus the precision times each probability."""
    piece.repeat(
        0, count, lambda a: piece.put(piece.body.mul(less, piece.get(source, a)), target, a)
    )


def _parts(piece: Piece) -> list[tuple[int, ...]]:
    """Every group of players whose joint choices are summed over, the smallest first."""
    found: set[tuple[int, ...]] = set()

    def part(players: tuple[int, ...]) -> None:
        if len(players) > 1:
            cut = split(players, piece.shape.sizes)
            for half in (players[:cut], players[cut:]):
                found.update(half[:end] for end in range(2, len(half) + 1))
                part(half)

    for others in piece.shape.others:
        part(others)
    return sorted(found, key=lambda players: (len(players), players))


def _join(piece: Piece, routines: Routines, players: tuple[int, ...]) -> None:
    """Keep the probabilities of a group's joint choices."""
    work, shape = piece.work, piece.shape
    many, size = shape.joint(players[:-1]), shape.sizes[players[-1]]
    target = work.joint[players] = work.room(many * size)
    few, one = work.joint[players[:-1]], work.joint[players[-1:]]
    piece.call(routines.join(), few, one, target, ("i64", many), ("i64", size))


class _Rows:
    """One player's rows of the linear system.

    Parameters
    ----------
    piece
        The function that they are written into.
    routines
        What it calls.
    player
        Whose rows.
    """

    def __init__(self, piece: Piece, routines: Routines, player: int) -> None:
        self.piece, self.routines, self.player = piece, routines, player
        self.work, self.shape = piece.work, piece.shape
        self.own = self.shape.sizes[player] - 1
        self.value = self.work.value + self.work.rows[player]
        self.valued = False

    def write(self) -> None:
        """Write the instructions."""
        piece, others = self.piece, self.shape.others[self.player]
        gains = self.work.gains[self.player]
        if others:
            self._part(gains, others)
        else:
            piece.repeat(0, self.own, lambda a: piece.put(piece.get(gains, a), self.value, a))
        for other, size in enumerate(self.shape.sizes):
            if other not in others:
                rows, columns = ("i64", self.own), ("i64", size - 1)
                piece.call(self.routines.clear(), self._block(other), rows, columns)
        piece.call(self.routines.diagonal(), self._block(self.player), ("i64", self.own))

    def _part(self, table: int, others: tuple[int, ...]) -> None:
        """From gains by the joint choices of some others to those by each one's strategy."""
        if len(others) == 1:
            self._leaf(table, others[0])
            return
        cut = split(others, self.shape.sizes)
        left, right = others[:cut], others[cut:]
        lefts, rights = self.shape.joint(left), self.shape.joint(right)
        on_left = self.work.room(self.own * lefts)
        on_right = self.work.room(self.own * rights)
        self.piece.call(
            self.routines.sums(rights),
            table,
            self.work.joint[left],
            self.work.joint[right],
            on_left,
            on_right,
            ("i64", self.own),
            ("i64", lefts),
        )
        self._part(on_left, left)
        self._part(on_right, right)

    def _leaf(self, table: int, other: int) -> None:
        """What a table by own and one other's strategy gives: value, if new, and slopes."""
        size, rows = self.shape.sizes[other], ("i64", self.own)
        if not self.valued:
            mixed = self.work.joint[other,]
            self.piece.call(self.routines.means(size), table, mixed, self.value, rows, 0)
            self.valued = True
        weight = self.work.weight + self.work.rows[other]
        block = self._block(other)
        self.piece.call(self.routines.slopes(size), table, self.value, weight, block, rows)

    def _block(self, other: int) -> int:
        """Where the player's rows begin in the columns of another."""
        rows, width = self.work.rows, self.shape.length + 2
        return self.work.matrix + rows[self.player] * width + rows[other]
