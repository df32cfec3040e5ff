"""Routines in LLVM IR that the logit equations are made of, each written once a text."""

from __future__ import annotations

from collections.abc import Callable

from kautilya.codegen import functions
from kautilya.solve.logit.emit import Index, Piece, Shape, Workspace

__all__ = ["Routines"]

WHOLE, CHUNK = 16, 8
"""A row up to the first length is summed in straight code; a longer one by pieces of the second."""


class Routines:
    """The routines that a text calls.

    Parameters
    ----------
    shape, work
        What the text depends on, and where things stand.
    width
        Worlds in a vector.
    """

    def __init__(self, shape: Shape, work: Workspace, width: int) -> None:
        self.shape, self.work, self.width = shape, work, width
        self._written: dict[str, str] = {}

    @property
    def text(self) -> str:
        """All that were asked for."""
        return "".join(self._written.values())

    def fetch(self, shared: bool) -> str:
        """Payoffs as gains over the first strategy; the largest of them goes to ``spread``.

        From payoffs and their places, at a world; for so many strategies and choices of others.
        """

        def write(piece: Piece) -> None:
            body = piece.body

            def payoff(index: Index) -> str:
                address = body.emit(f"getelementptr inbounds i64, ptr %places, i64 {index}")
                place = body.emit(f"load i64, ptr {address}, align 8")
                if shared:
                    return body.load_spread(body.pointer("%values", place))
                return body.load(body.pointer("%values", body.scalar("add nsw", place, "%world")))

            with body.loop(0, "%rest") as met:
                first = payoff(met)
                with body.loop(1, "%size") as own:
                    at = piece.plus(piece.times(own, "%rest"), met)
                    gain = body.sub(payoff(at), first)
                    piece.put(gain, "%gains", body.scalar("sub nsw", str(at), "%rest"))
                    high = body.greatest(body.intrinsic("fabs", gain), piece.get("%spread"))
                    piece.put(high, "%spread")

        parameters = (
            "ptr %values, ptr %places, ptr %gains, ptr %spread, i64 %size, i64 %rest, i64 %world"
        )
        return self._routine("shared" if shared else "fetch", parameters, write)

    def mix(self) -> str:
        """Probabilities of all strategies from logits, times a factor."""

        def write(piece: Piece) -> None:
            body, zero = piece.body, piece.body.splat(0.0)
            factor = body.spread("%factor")

            def logit(row: Index) -> str:
                return body.mul(piece.get("%source", row), factor)

            for row, place, size in piece.players:

                def higher(high: str, a: Index, row: int = row) -> str:
                    return body.greatest(logit(piece.plus(a, row)), high)

                highest = piece.fold(size - 1, zero, higher)
                piece.put(body.neg(highest), "%target", place)

                def lower(
                    a: Index, row: int = row, place: int = place, highest: str = highest
                ) -> None:
                    value = body.sub(logit(piece.plus(a, row)), highest)
                    piece.put(value, "%target", piece.plus(a, place + 1))

                piece.repeat(0, size - 1, lower)
            piece.loop(
                0,
                sum(self.shape.sizes),
                lambda k: piece.put(functions.exp(body, piece.get("%target", k)), "%target", k),
            )
            for _, place, size in piece.players:

                def add(total: str, a: Index, place: int = place) -> str:
                    return body.add(total, piece.get("%target", piece.plus(a, place)))

                share = body.div(body.splat(1.0), piece.fold(size, zero, add))

                def scale(a: Index, place: int = place, share: str = share) -> None:
                    at = piece.plus(a, place)
                    piece.put(body.mul(piece.get("%target", at), share), "%target", at)

                piece.repeat(0, size, scale)

        return self._routine("mix", "ptr %source, ptr %target, double %factor, ptr %work", write)

    def join(self) -> str:
        """Probabilities of the joint choices of a group and one more player."""

        def write(piece: Piece) -> None:
            with piece.body.loop(0, "%many") as a:
                share, at = piece.get("%few", a), piece.times(a, "%size")
                with piece.body.loop(0, "%size") as b:
                    joint = piece.body.mul(share, piece.get("%one", b))
                    piece.put(joint, "%target", piece.plus(at, b))

        return self._routine("join", "ptr %few, ptr %one, ptr %target, i64 %many, i64 %size", write)

    def sums(self, rights: int) -> str:
        """Both halves of the others summed out of a table, in one pass.

        Rows of the table are own strategies, then choices of the left half; `rights` is the
        number of those of the right half.
        """

        def write(piece: Piece) -> None:
            body, zero = piece.body, piece.body.splat(0.0)

            def strategy(own: Index) -> None:
                column = piece.times(own, rights)
                piece.repeat(
                    0, rights, lambda b: piece.put(zero, "%on_right", piece.plus(column, b))
                )
                first = piece.times(own, "%lefts")

                def row(left: Index) -> None:
                    line = piece.plus(first, left)
                    start, weight = piece.times(line, rights), piece.get("%by_left", left)
                    if rights <= WHOLE:
                        total = _chunk(piece, weight, start, column, 0, rights)
                        piece.put(total, "%on_left", line)
                        return
                    piece.put(zero, "%on_left", line)

                    def chunk(number: Index, size: int = CHUNK) -> None:
                        after = piece.times(number, CHUNK)
                        total = _chunk(piece, weight, start, column, after, size)
                        piece.put(body.add(piece.get("%on_left", line), total), "%on_left", line)

                    whole, left_over = divmod(rights, CHUNK)
                    piece.loop(0, whole, chunk)
                    if left_over:
                        chunk(whole, left_over)

                piece.loop(0, "%lefts", row)

            piece.loop(0, "%rows", strategy)

        parameters = (
            "ptr %table, ptr %by_left, ptr %by_right, ptr %on_left, ptr %on_right, "
            "i64 %rows, i64 %lefts"
        )
        return self._routine(f"sums{rights}", parameters, write)

    def means(self, size: int) -> str:
        """Expected gains, from a table by own strategy and by that of another, who has `size`."""

        def write(piece: Piece) -> None:
            body = piece.body

            def strategy(own: Index) -> None:
                at = piece.times(own, size)

                def add(total: str, b: Index) -> str:
                    gain = piece.get("%table", piece.plus(at, b))
                    return body.fma(gain, piece.get("%mixed", b), total)

                piece.put(piece.fold(size, body.splat(0.0), add), "%value", own)

            piece.loop(0, "%rows", strategy)

        return self._routine(
            f"means{size}", "ptr %table, ptr %mixed, ptr %value, i64 %rows, ptr %work", write
        )

    def slopes(self, size: int) -> str:
        """Entries of the matrix by another player's logits, from the same table."""
        width = self.shape.length + 2

        def write(piece: Piece) -> None:
            body = piece.body

            def strategy(own: Index) -> None:
                at, line = piece.times(own, size), piece.times(own, width)
                value = piece.get("%value", own)

                def entry(b: Index) -> None:
                    beyond = body.sub(piece.get("%table", piece.plus(piece.plus(at, b), 1)), value)
                    slope = body.mul(piece.get("%weight", b), beyond)
                    piece.put(slope, "%matrix", piece.plus(line, b))

                piece.repeat(0, size - 1, entry)

            piece.loop(0, "%rows", strategy)

        return self._routine(
            f"slopes{size}", "ptr %table, ptr %value, ptr %weight, ptr %matrix, i64 %rows", write
        )

    def clear(self) -> str:
        """A block of the matrix set to 0."""

        def write(piece: Piece) -> None:
            zero = piece.body.splat(0.0)
            with piece.body.loop(0, "%rows") as a, piece.body.loop(0, "%columns") as b:
                at = piece.times(a, self.shape.length + 2)
                piece.put(zero, "%matrix", piece.plus(at, b))

        return self._routine("clear", "ptr %matrix, i64 %rows, i64 %columns", write)

    def diagonal(self) -> str:
        """The diagonal of a block set to 1."""

        def write(piece: Piece) -> None:
            with piece.body.loop(0, "%rows") as a:
                at = piece.times(a, self.shape.length + 3)
                piece.put(piece.body.splat(1.0), "%matrix", at)

        return self._routine("diagonal", "ptr %matrix, i64 %rows", write)

    def _routine(self, name: str, parameters: str, write: Callable[[Piece], None]) -> str:
        """The name of a routine, written if it was not yet."""
        if name not in self._written:
            piece = Piece(self.shape, self.work, self.width)
            write(piece)
            self._written[name] = piece.body.function(name, parameters, internal=True)
        return name


def _chunk(piece: Piece, weight: str, start: Index, column: Index, after: Index, size: int) -> str:
    """The sum of some neighbours in a row of a table; each is added to its column's sum, too."""
    body, total = piece.body, ""
    table = piece.address("%table", piece.plus(start, after))
    shares = piece.address("%by_right", after)
    sums = piece.address("%on_right", piece.plus(column, after))
    for place in range(size):
        gain, share = piece.get(table, place), piece.get(shares, place)
        total = body.fma(gain, share, total) if total else body.mul(gain, share)
        piece.put(body.fma(gain, weight, piece.get(sums, place)), sums, place)
    return total
