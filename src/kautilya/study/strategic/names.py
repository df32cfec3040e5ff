"""States by name: what each is called, and which one a reader means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from kautilya.case.conflict import StateGrid
from kautilya.case.conflict.flaw import Flaws
from kautilya.case.conflict.states import States
from kautilya.diagnostics import did_you_mean
from kautilya.study.strategic.record import Label

TODAY = "today"
"""What a reader may write for today's state."""

MOST_MEANT = 50
"""States that one pattern may mean."""


class StateUnknown(LookupError):
    """A reader named a state that the case does not have.

    Examples
    --------
    >>> print(StateUnknown("there is no state 'wra'; did you mean 'war'?"))
    there is no state 'wra'; did you mean 'war'?
    """

    def __str__(self) -> str:
        """The message, without the quotes that a `LookupError` adds."""
        return str(self.args[0])


class Gazetteer:
    """The names of states; it remembers which states were named.

    Parameters
    ----------
    grid
        The states of the case.
    today
        Today's state.
    says
        What the case says of states with a name.
    """

    def __init__(
        self, grid: StateGrid, today: int | None, says: Mapping[str, str] | None = None
    ) -> None:
        self.grid, self.today, self.says = grid, today, dict(says or {})
        self.labels: dict[int, Label] = {}

    def note(self, states: Iterable[int]) -> None:
        """Remember some states, so that a reader can look them up."""
        for state in states:
            if state not in self.labels:
                self.labels[state] = self._label(state)

    def _label(self, state: int) -> Label:
        grid = self.grid
        name = grid.names.get(state, "")
        says = self.says.get(name, "")
        if grid.space is None:
            return Label(state, "", name or str(state), says, {}, 0, state == self.today)
        profiles = grid.profiles(state)
        holds, signs = {}, []
        for axis, (decision, options) in enumerate(
            zip(grid.space.decisions, grid.space.options, strict=True)
        ):
            found = {profile[axis] for profile in profiles}
            signs.append("-" if len(found) > 1 else str(profiles[0][axis]))
            if len(found) == 1:
                holds[decision] = options[profiles[0][axis]]
        # Options beyond the tenth have no sign of their own.
        pattern = "".join(signs) if max(grid.space.shape, default=0) <= 10 else ".".join(signs)
        return Label(state, pattern, name, says, holds, len(profiles), state == self.today)

    def meant(self, text: str) -> tuple[int, ...]:
        """The states that a reader means: a name, ``today``, a pattern, a condition, or name*.

        Raises
        ------
        StateUnknown
            Where there is none, or too many.
        """
        words = text.strip()
        if words == TODAY and TODAY not in self.grid.named:
            if self.today is None:
                raise StateUnknown("the case does not say which state is today's")
            return (self.today,)
        if any(sign in words for sign in "*?"):
            found = [s for name, s in self.grid.named.items() if fnmatchcase(name, words)]
        else:
            found = self._resolved(words)
        if not found:
            near = did_you_mean(words, [*self.grid.named, TODAY])
            raise StateUnknown(f"no state is called {words!r}; {near}")
        if len(found) > MOST_MEANT:
            raise StateUnknown(
                f"{words!r} means {len(found):,} states, more than {MOST_MEANT}: narrow it"
            )
        return tuple(sorted(found))

    def only(self, text: str) -> int:
        """The one state that a reader means.

        Raises
        ------
        StateUnknown
            Where there is none, or more than one.
        """
        found = self.meant(text)
        if len(found) > 1:
            raise StateUnknown(f"{text!r} means {len(found)} states: name one")
        return found[0]

    def _resolved(self, words: str) -> list[int]:
        if words.isdecimal() and self.grid.space is None and int(words) < self.grid.count:
            return [int(words)]
        flaws = Flaws()
        # Commas join conditions on the command line, as the board prints them.
        known = words in self.grid.named or "[" in words
        asked = words if known else " and ".join(part.strip() for part in words.split(","))
        found = States(self.grid, flaws).named(asked, ("state",))
        if flaws.found:
            flaw = flaws.found[0]
            help_ = flaw.help or did_you_mean(words, [*self.grid.named, TODAY])
            why = f"; {help_}" if help_ else ""
            raise StateUnknown(f"{words!r}: {flaw.message}{why}")
        return [] if found is None else [int(state) for state in found]
