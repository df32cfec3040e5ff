"""Text of LLVM IR for the steps along the branch, as `lanes` describes them."""

from __future__ import annotations

from collections.abc import Callable

from kautilya.solve.logit import lanes
from kautilya.solve.logit.decide import decide
from kautilya.solve.logit.emit import Index, Piece, Shape, Workspace
from kautilya.solve.logit.routines import Routines
from kautilya.solve.logit.slopes import evaluate

__all__ = ["PARAMETERS", "generate"]

PARAMETERS = "ptr %table, i64 %blocks, i64 %last, i64 %across, double %precision, ptr %work"
"""Parameters of ``run``: addresses, number of vectors of worlds, where the last one begins, worlds
in a row of results, the precision that is wanted, room for the work on one vector."""

CALL = "ptr %table, i64 %world, i64 %across, double %precision, ptr %work"
"""Parameters of the functions that it calls."""

OUTLINE = 10
"""Up to so many equations elimination is written out by columns."""

FIRST_PLAYER = 4
"""Where the players' addresses begin in the table, two each: payoffs, and their places. Before
them stand those of the results: probabilities, residual, regret, state."""


def generate(shape: Shape, width: int) -> tuple[str, int]:
    """Write the functions; ``run`` is the one to call.

    Parameters
    ----------
    shape : Shape
        Of the games.
    width : int
        Worlds in a vector.

    Returns
    -------
    text : str
        The functions.
    room : int
        How many vectors the work needs.
    """
    work = Workspace(shape)
    routines = Routines(shape, work, width)
    text = []
    for name, write in (
        ("begin", _begin),
        ("evaluate", evaluate),
        ("eliminate", _eliminate),
        ("decide", decide),
        ("finish", _finish),
    ):
        piece = Piece(shape, work, width)
        write(piece, routines)
        text.append(piece.body.function(name, CALL, internal=True))
    address = work.scalars["open"] * width
    text.append(DRIVER.format(width=width, most=lanes.MOST, open=address))
    return routines.text + "".join(text), work.size


DRIVER = f"""define void @run({PARAMETERS}) nounwind {{{{
entry:
  br label %block
block:
  %number = phi i64 [ 0, %entry ], [ %next, %after ]
  %start = mul nsw i64 %number, {{width}}
  %beyond = icmp sgt i64 %start, %last
  %world = select i1 %beyond, i64 %last, i64 %start
  call void @begin({CALL})
  br label %again
again:
  %round = phi i64 [ 0, %block ], [ %following, %again ]
  call void @evaluate({CALL})
  call void @eliminate({CALL})
  call void @decide({CALL})
  %following = add nsw i64 %round, 1
  %few = icmp slt i64 %following, {{most}}
  %slot = getelementptr inbounds double, ptr %work, i64 {{open}}
  %open = load i64, ptr %slot, align 8
  %some = icmp ne i64 %open, 0
  %more = and i1 %few, %some
  br i1 %more, label %again, label %after
after:
  call void @finish({CALL})
  %next = add nsw i64 %number, 1
  %go = icmp slt i64 %next, %blocks
  br i1 %go, label %block, label %end
end:
  ret void
}}}}
"""


def _begin(piece: Piece, routines: Routines) -> None:
    """Fetch the payoffs, and stand at even mixing with a first precision to try."""
    body, shape, work, zero = piece.body, piece.shape, piece.work, piece.body.splat(0.0)
    piece.keep("spread", zero)
    for player, size in enumerate(shape.sizes):
        word = FIRST_PLAYER + 2 * player
        piece.call(
            routines.fetch(shape.shared[player]),
            ("ptr", body.load_word("%table", word, "ptr")),
            ("ptr", body.load_word("%table", word + 1, "ptr")),
            work.gains[player],
            work.scalars["spread"],
            ("i64", size),
            ("i64", shape.joint(shape.others[player])),
            ("i64", "%world"),
        )

    def clear(row: Index) -> None:
        for start in (work.logits, work.begun, work.tangent, work.earlier):
            piece.put(zero, start, row)

    piece.loop(0, piece.shape.length, clear)
    for name in ("base", "last", "first", "shrink", "state"):
        piece.keep(name, zero)
    for name in ("before", "fresh", "sure"):
        piece.keep(name, body.splat(1.0))
    for _, place, size in piece.players:
        _fill(piece, work.was + place, size, body.splat(1 / size))
    step = body.div(body.splat(lanes.FIRST), piece.lane("spread"))
    step = body.least(step, body.spread("%precision"))
    piece.keep("step", step)
    piece.keep("trial", step)


def _fill(piece: Piece, start: int, count: int, value: str) -> None:
    """Put the same in so many places."""
    piece.repeat(0, count, lambda k: piece.put(value, start, k))


def _eliminate(piece: Piece, _: Routines) -> None:
    """Solve the linear system in place, without exchanges."""
    body, n, width = piece.body, piece.shape.length, piece.shape.length + 2
    matrix, inverse = piece.work.matrix, piece.work.inverse
    # Written out by columns, looped by rows: the text grows by the square of n, not the cube.
    every = _written if n <= OUTLINE else piece.loop
    piece.keep("pivot", body.splat(float("inf")))

    def down(k: Index) -> None:
        pivot = piece.get(matrix, piece.times(k, width + 1))
        piece.keep("pivot", body.least(pivot, piece.lane("pivot")))
        over = body.div(body.splat(1.0), pivot)
        piece.put(over, inverse, k)
        upper, after = piece.times(k, width), piece.plus(k, 1)

        def row(i: Index) -> None:
            lower = piece.times(i, width)
            factor = body.neg(body.mul(piece.get(matrix, piece.plus(lower, k)), over))

            def entry(j: Index) -> None:
                above = piece.get(matrix, piece.plus(upper, j))
                place = piece.plus(lower, j)
                piece.put(body.fma(factor, above, piece.get(matrix, place)), matrix, place)

            every(after, width, entry)

        piece.loop(after, n, row)

    def up(step: Index) -> None:
        k = n - 1 - step if isinstance(step, int) else body.scalar("sub nsw", str(n - 1), step)
        for side in (n, n + 1):
            place = piece.plus(piece.times(k, width), side)
            found = body.mul(piece.get(matrix, place), piece.get(inverse, k))
            piece.put(found, matrix, place)
            less = body.neg(found)

            def row(i: Index, side: int = side, less: str = less) -> None:
                at = piece.times(i, width)
                place = piece.plus(at, side)
                coefficient = piece.get(matrix, piece.plus(at, k))
                piece.put(body.fma(less, coefficient, piece.get(matrix, place)), matrix, place)

            piece.loop(0, k, row)

    every(0, n, down)
    every(0, n, up)


def _written(first: Index, end: Index, do: Callable[[Index], None]) -> None:
    """Do something for each of some known numbers, written out."""
    for number in range(int(first), int(end)):
        do(number)


def _finish(piece: Piece, routines: Routines) -> None:
    """Hand over probabilities, residual, regret and state."""
    body, work, zero = piece.body, piece.work, piece.body.splat(0.0)
    piece.call(routines.mix(), work.value, work.reply, ("double", "%precision"), 0)
    total = sum(piece.shape.sizes)

    def apart(high: str, k: Index) -> str:
        difference = body.sub(piece.get(work.mixed, k), piece.get(work.reply, k))
        return body.greatest(body.intrinsic("fabs", difference), high)

    residual, regret = piece.fold(total, zero, apart), zero
    for row, place, size in piece.players:
        regret = body.greatest(
            _regret(piece, work.value + row, work.mixed + place + 1, size), regret
        )
    results = [residual, regret, piece.lane("state")]
    for word, value in enumerate(results, start=1):
        body.store(value, body.pointer(body.load_word("%table", word, "ptr"), "%world"))
    mixed = body.load_word("%table", 0, "ptr")

    def hand_over(k: Index) -> None:
        place = piece.plus(body.scalar("mul nsw", "%across", k), "%world")
        body.store(piece.get(work.mixed, k), body.pointer(mixed, place))

    piece.loop(0, total, hand_over)


def _regret(piece: Piece, value: int, mixed: int, size: int) -> str:
    """What a player gains by its best reply: the first strategy's gain is 0."""
    body, zero = piece.body, piece.body.splat(0.0)

    def best(high: str, a: Index) -> str:
        return body.greatest(piece.get(value, a), high)

    def mean(total: str, a: Index) -> str:
        return body.fma(piece.get(value, a), piece.get(mixed, a), total)

    return body.sub(piece.fold(size - 1, zero, best), piece.fold(size - 1, zero, mean))
