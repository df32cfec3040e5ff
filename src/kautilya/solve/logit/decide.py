"""Text of LLVM IR for what a lane does once its linear system is solved."""

from __future__ import annotations

from kautilya.codegen import functions
from kautilya.solve.logit import lanes
from kautilya.solve.logit.emit import Index, Piece
from kautilya.solve.logit.routines import Routines

__all__ = ["decide"]


def decide(piece: Piece, _: Routines) -> None:
    """Judge the step of each lane, and take it to where it is looked at next."""
    step = _Step(piece)
    step.judge()
    step.measure()
    step.move()
    step.close()


class _Step:
    """What a lane does once its linear system is solved.

    Parameters
    ----------
    piece
        The function that it is written into.
    """

    def __init__(self, piece: Piece) -> None:
        self.piece, self.body, self.work = piece, piece.body, piece.work
        self.n, self.zero = piece.shape.length, piece.body.splat(0.0)
        self.wanted = self.body.spread("%precision")
        self.base, self.trial = piece.lane("base"), piece.lane("trial")
        self.fresh = self.body.compare("une", piece.lane("fresh"), self.zero)
        self.starting = self.body.compare("oeq", self.base, self.zero)

    def judge(self) -> None:
        """Whether the step passes, is done, or counts."""
        body, piece = self.body, self.piece
        size, short, number = self._norms()
        quiet = body.logic("or", self.fresh, body.compare("ole", size, body.splat(lanes.NOISE)))
        self.size = size
        self.ratio = body.select(quiet, self.zero, body.div(size, piece.lane("last")))
        near = body.compare("ole", size, body.splat(lanes.LONGEST))
        near = body.logic("or", near, self.starting)
        shrunk = body.compare("ole", self.ratio, body.splat(lanes.SHRINK))
        sound = body.compare("ogt", piece.lane("pivot"), body.splat(lanes.PIVOT))
        sound = body.logic("and", sound, number)
        self.dip = self._dip()
        sound = body.logic("and", sound, body.compare("ole", self.dip, body.splat(1.0)))
        self.passes = body.logic("and", sound, self._choose(self.fresh, near, shrunk))
        final = body.compare("oge", self.trial, self.wanted)
        scale = body.mul(self.wanted, piece.lane("spread"))
        close = body.fma(body.splat(lanes.CLOSE[1]), scale, body.splat(lanes.CLOSE[0]))
        there = body.logic("and", final, body.compare("ole", short, close))
        under_way = body.compare("oeq", piece.lane("state"), self.zero)
        done = body.logic("and", self.passes, there)
        self.done = body.logic("and", under_way, done)
        self.active = body.logic("and", under_way, body.invert(done))
        most = body.select(self.fresh, body.splat(lanes.EXACT), body.splat(lanes.PASSED))
        counts = body.logic("and", body.compare("ole", size, most), body.invert(final))
        self.counts = body.logic("and", self.passes, counts)
        self.anew = body.logic("or", self.counts, body.invert(self.passes))

    def measure(self) -> None:
        """How long the next step is, and which precision is looked at next."""
        body, piece, zero = self.body, self.piece, self.zero
        shrink = body.greatest(self.ratio, piece.lane("shrink"))
        shrink = body.select(self.fresh, zero, shrink)
        first = body.select(self.fresh, self.size, piece.lane("first"))
        load = body.select(self.starting, zero, body.div(first, body.splat(lanes.AIM[1])))
        load = body.greatest(load, body.div(shrink, body.splat(lanes.AIM[0])))
        dip = functions.power(body, body.div(self.dip, body.splat(lanes.AIM[2])), 1.5)
        load = body.greatest(load, dip)
        cube = lanes.GROWTH**3
        load = body.least(body.greatest(load, body.splat(1 / cube)), body.splat(cube))
        growth = functions.power(body, load, -1 / 3)
        went = body.sub(self.trial, self.base)
        self.before = body.select(self.counts, went, piece.lane("before"))
        step = body.select(self.counts, body.mul(self.before, growth), piece.lane("step"))
        base = body.select(self.counts, self.trial, self.base)
        cut = body.mul(body.splat(lanes.CUT), body.least(step, body.sub(self.trial, base)))
        self.step = body.select(self.passes, step, cut)
        trial = body.least(body.add(base, self.step), self.wanted)
        trial = body.select(self.anew, trial, self.trial)
        self.length = body.sub(trial, base)
        self._set("shrink", shrink)
        self._set("first", first)
        self._set("before", self.before)
        self._set("step", self.step)
        self._set("base", base)
        self._set("sure", body.select(self.counts, piece.lane("pivot"), piece.lane("sure")))
        self._set("trial", trial)
        self._set("last", self.size)
        self._set("fresh", body.select(self.anew, body.splat(1.0), zero))

    def move(self) -> None:
        """Correct the logits, or predict those of the next step."""
        body, piece, work, n = self.body, self.piece, self.work, self.n
        square = body.mul(self.length, self.length)
        bent = body.div(square, body.add(self.before, self.before))
        counts = body.logic("and", self.active, self.counts)

        def row(k: Index) -> None:
            at = piece.times(k, n + 2)
            ahead = piece.get(work.matrix + n + 1, at)
            logit, begun = piece.get(work.logits, k), piece.get(work.begun, k)
            old, older = piece.get(work.tangent, k), piece.get(work.earlier, k)
            logit = body.add(logit, piece.get(work.matrix + n, at))
            earlier = body.select(counts, body.select(self.starting, ahead, old), older)
            tangent = body.select(counts, ahead, old)
            begun = body.select(counts, logit, begun)
            predicted = body.fma(self.length, tangent, begun)
            predicted = body.fma(bent, body.sub(tangent, earlier), predicted)
            logit = body.select(self.anew, predicted, logit)
            logit = body.select(self.active, logit, piece.get(work.logits, k))
            for value, start in (
                (logit, work.logits),
                (begun, work.begun),
                (tangent, work.tangent),
                (earlier, work.earlier),
            ):
                piece.put(value, start, k)

        def chance(k: Index) -> None:
            new, old = piece.get(work.mixed, k), piece.get(work.was, k)
            piece.put(body.select(counts, new, old), work.was, k)

        piece.loop(0, n, row)
        piece.loop(0, sum(piece.shape.sizes), chance)

    def close(self) -> None:
        """Mark the lanes that have arrived or are given up, and whether any is left."""
        body, piece = self.body, self.piece
        least = body.mul(body.splat(lanes.GIVE_UP), self.wanted)
        goes_on = body.logic("or", self.passes, body.compare("oge", self.step, least))
        given_up = body.logic("and", self.active, body.invert(goes_on))
        state = body.select(self.done, body.splat(1.0), piece.lane("state"))
        piece.keep("state", body.select(given_up, body.splat(2.0), state))
        bits = f"i{body.width}"
        left = body.emit(f"bitcast {body.mask} {body.logic('and', self.active, goes_on)} to {bits}")
        some = body.emit(f"icmp ne {bits} {left}, 0")
        word = body.emit(f"zext i1 {some} to i64")
        body.effect(f"store i64 {word}, ptr {piece.address(self.work.scalars['open'])}, align 8")

    def _norms(self) -> tuple[str, str, str]:
        """Size of the correction and of what the logits fall short; whether it is a number."""
        body, piece, work, n = self.body, self.piece, self.work, self.n

        def correction(k: Index) -> str:
            return piece.get(work.matrix + n, piece.times(k, n + 2))

        def largest(high: str, k: Index) -> str:
            return body.greatest(body.intrinsic("fabs", correction(k)), high)

        def farthest(high: str, k: Index) -> str:
            gain = body.mul(self.trial, piece.get(work.value, k))
            short = body.sub(gain, piece.get(work.logits, k))
            return body.greatest(body.intrinsic("fabs", short), high)

        def watch(total: str, k: Index) -> str:
            return body.fma(correction(k), self.zero, total)

        size, short = piece.fold(n, self.zero, largest), piece.fold(n, self.zero, farthest)
        number = body.compare("oeq", piece.fold(n, self.zero, watch), self.zero)
        return size, short, number

    def _dip(self) -> str:
        """How deep a pivot can dip in between, as a part of what it may."""
        body, piece, work, one = self.body, self.piece, self.work, self.body.splat(1.0)

        def apart(total: str, k: Index) -> str:
            change = body.sub(piece.get(work.mixed, k), piece.get(work.was, k))
            return body.add(total, body.intrinsic("fabs", change))

        total = piece.fold(sum(piece.shape.sizes), self.zero, apart)
        moved = body.mul(total, body.splat(0.5))
        rise = body.select(self.starting, one, body.sub(body.div(self.trial, self.base), one))
        low = body.least(piece.lane("pivot"), piece.lane("sure"))
        coupled = body.least(body.greatest(body.sub(one, low), self.zero), one)
        coupled = body.add(coupled, body.splat(lanes.HIDDEN[0]))
        depth = body.mul(body.mul(moved, body.add(rise, moved)), coupled)
        return body.div(depth, body.mul(body.splat(lanes.HIDDEN[1]), low))

    def _choose(self, truth: str, then: str, other: str) -> str:
        """One mask where a third holds, another elsewhere."""
        return self.body.logic(
            "or",
            self.body.logic("and", truth, then),
            self.body.logic("and", self.body.invert(truth), other),
        )

    def _set(self, name: str, value: str) -> None:
        """Set a number in the lanes that are under way."""
        self.piece.keep(name, self.body.select(self.active, value, self.piece.lane(name)))
