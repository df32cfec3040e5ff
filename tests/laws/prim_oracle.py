"""PRIM as its definition reads: one candidate after another, no arrays over columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor, inf

from kautilya.explore.boxes import Column, Restriction
from kautilya.terms import BoolArray


@dataclass
class State:
    """Bounds of numbers and kept categories, by column."""

    low: dict[str, float]
    high: dict[str, float]
    kept: dict[str, set[int]]

    def moved(self, name: str, **change: float) -> State:
        """The same with one bound moved, or a category taken off (`off`) or on (`on`)."""
        new = State(dict(self.low), dict(self.high), {k: set(v) for k, v in self.kept.items()})
        for kind, value in change.items():
            if kind == "off":
                new.kept[name].discard(int(value))
            elif kind == "on":
                new.kept[name].add(int(value))
            else:
                getattr(new, kind)[name] = value
        return new


class Oracle:
    """The walk, with the lenient objective."""

    def __init__(self, columns: list[Column], hits: BoolArray, peel: float, least: float) -> None:
        self.columns, self.hits = columns, [bool(hit) for hit in hits]
        self.values = {c.name: [float(v) for v in c.values] for c in columns}
        self.share, self.least = peel, least
        self.occurring = {
            c.name: {int(v) for v in self.values[c.name]} for c in columns if c.categories
        }

    def walk(self) -> list[tuple[int, int, tuple[Restriction, ...]]]:
        """Cases, cases of interest and restrictions of every box."""
        state = State({}, {}, {k: set(v) for k, v in self.occurring.items()})
        found = [self.told(state)]
        for candidates, grows in ((self.peels, False), (self.pastes, True)):
            while (new := self.best(state, list(candidates(state)), grows)) is not None:
                state = new
                found.append(self.told(state))
        return found

    def best(self, state: State, candidates: list[State], grows: bool) -> State | None:
        cases, hits = self.count(state)
        chosen, key = None, (0.0, 0)
        for new in candidates:
            new_cases, new_hits = self.count(new)
            if not new_cases or new_cases == cases:
                continue
            gain = (new_hits / new_cases - hits / cases) / abs(new_cases - cases)
            if (gain, -len(self.restrictions(new))) > key and gain > 0.0:
                chosen, key = new, (gain, -len(self.restrictions(new)))
        if chosen is None:
            return None
        new_cases = self.count(chosen)[0]
        enough = new_cases / len(self.hits) >= self.least
        return chosen if enough and (new_cases > cases) is grows else None

    def peels(self, state: State) -> Iterator[State]:
        inside = self.inside(state)
        for column in self.columns:
            if not column.categories:
                values = sorted(self.values[column.name][n] for n in inside)
                yield state.moved(column.name, high=middle(values, 1.0 - self.share))
                yield state.moved(column.name, low=middle(values, self.share))
        for name, kept in state.kept.items():
            if len(kept) > 1:
                for code in sorted(kept):
                    yield state.moved(name, off=code)

    def pastes(self, state: State) -> Iterator[State]:
        for column in self.columns:
            name = column.name
            if column.categories or not (name in state.low or name in state.high):
                continue
            values = self.values[name]
            for side, end, share in (
                ("low", min(values), 1.0 - self.share),
                ("high", max(values), self.share),
            ):
                bound = getattr(state, side).get(name, end)
                whole = state.moved(name, low=-inf, high=inf)
                beyond = sorted(
                    values[n]
                    for n in self.inside(whole)
                    if (values[n] <= bound if side == "low" else values[n] >= bound)
                )
                new = middle(beyond, share) if beyond else end
                yield state.moved(name, **{side: new})
        for name, kept in state.kept.items():
            for code in sorted(self.occurring[name] - kept):
                yield state.moved(name, on=code)

    def inside(self, state: State) -> list[int]:
        return [
            n
            for n in range(len(self.hits))
            if all(
                self.values[c.name][n] in state.kept[c.name]
                if c.categories
                else state.low.get(c.name, -inf)
                <= self.values[c.name][n]
                <= state.high.get(c.name, inf)
                for c in self.columns
            )
        ]

    def count(self, state: State) -> tuple[int, int]:
        inside = self.inside(state)
        return len(inside), sum(self.hits[n] for n in inside)

    def restrictions(self, state: State) -> tuple[Restriction, ...]:
        found = []
        for column in self.columns:
            name = column.name
            if column.categories:
                if state.kept[name] != self.occurring[name]:
                    kept = tuple(column.categories[code] for code in sorted(state.kept[name]))
                    found.append(Restriction(name, kept=kept))
                continue
            low, high = state.low.get(name, -inf), state.high.get(name, inf)
            bounds = (
                low if low > min(self.values[name]) else None,
                high if high < max(self.values[name]) else None,
            )
            if bounds != (None, None):
                found.append(Restriction(name, *bounds))
        return tuple(found)

    def told(self, state: State) -> tuple[int, int, tuple[Restriction, ...]]:
        return (*self.count(state), self.restrictions(state))


def middle(ordered: list[float], share: float) -> float:
    """A quantile halfway between two values that differ, seen from the end that is cut off."""
    at = (len(ordered) - 1) * share
    lower, upper = floor(at), ceil(at)
    if share > 0.5:
        while lower > 0 and ordered[lower] == ordered[upper]:
            lower -= 1
    else:
        while upper < len(ordered) - 1 and ordered[lower] == ordered[upper]:
            upper += 1
    return (ordered[lower] + ordered[upper]) / 2.0
