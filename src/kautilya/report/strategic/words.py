"""The words of the strategic picture: what states, actors, concepts and moves are called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.cells import cell_len

from kautilya.report.paper import Paper
from kautilya.study.strategic import CONCEPTS, Label, Strategic
from kautilya.study.wording import printable

CONCEPT = {"nash": "Nash", "smr": "SMR", "seq": "SEQ", "gmr": "GMR", "sim": "SIM"}
"""Concepts as printed."""

MEANING = {
    "nash": "it sees nothing better",
    "smr": "others could spoil every gain, and it could not escape from that",
    "seq": "others would spoil every gain, by moves that pay those who make them",
    "gmr": "others could spoil every gain, at whatever cost to themselves",
    "sim": "what others gain by moving at the same time would spoil every gain",
}
"""What keeps an actor where it is."""

LEAVES = "leaves"
"""What is said of an actor that nothing keeps."""

FEW = 4
"""With so few decisions a state is told by its options, in the order of the heading."""

MANY = 6
"""With more decisions than that options are not repeated beside a state's name."""

WIDE = 14
"""Cells of a name above a column; a longer one gives way to the actor's short name."""


class Words:
    """What things are called in one picture, on some paper.

    Parameters
    ----------
    picture
        The picture.
    paper
        Which signs there are.
    """

    def __init__(self, picture: Strategic, paper: Paper) -> None:
        self.picture, self.paper = picture, paper
        self._names = {p.actor: printable(p.name) for p in picture.players}

    def actor(self, actor: str) -> str:
        """An actor as printed."""
        return self._names.get(actor, printable(actor))

    def column(self, actor: str) -> str:
        """An actor above a column: as printed, or its short name where that is much shorter."""
        name = self.actor(actor)
        return name if cell_len(name) <= WIDE else min(name, printable(actor), key=cell_len)

    def actors(self, actors: Iterable[str]) -> str:
        """Some actors, joined as in a sentence.

        Two names are joined by "and", more by commas before it.
        """
        return sentence([self.actor(actor) for actor in actors])

    def label(self, state: int) -> Label:
        """What a state is."""
        return self.picture.labels[state]

    def sign(self, state: int) -> str:
        """A state's pattern, or its number where it has none."""
        label = self.label(state)
        return label.pattern or printable(label.name) or str(state)

    def short(self, state: int) -> str:
        """A state in few words: its name, today, its options, or how it differs from today."""
        label = self.label(state)
        if label.name:
            return printable(label.name) + (" (today)" if label.today else "")
        if label.today:
            return "today"
        if len(label.holds) <= FEW:
            options = self._options(label)
            return f"({options})" if options else self.full(state)
        today = self.picture.today
        now = {} if today is None else self.label(today).holds
        differs = {d: o for d, o in label.holds.items() if now.get(d) != o}
        if now and len(differs) < len(label.holds):
            return f"as today, but {_holds(differs)}"
        return self.full(state)

    def brief(self, state: int) -> str:
        """A state as the row of a table: its name with what the case says of it, or its options."""
        label, short = self.label(state), self.short(state)
        if label.says:
            return f"{short}: {printable(label.says)}"
        options = self._options(label)
        if not (label.name or label.today):
            return short.strip("()")
        if not options or len(label.holds) > MANY:
            return short
        return f"{short}: {options}"

    def _options(self, label: Label) -> str:
        """The options of a state in the order of the heading, without their decisions."""
        if label.profiles > 1:
            return ""
        order = [d for player in self.picture.players for d in player.decisions]
        held = [d for d in label.holds if d not in order]
        return ", ".join(printable(label.holds[d]) for d in (*order, *held) if d in label.holds)

    def full(self, state: int) -> str:
        """A state by all that holds in it."""
        label = self.label(state)
        said = _holds(label.holds)
        if label.profiles > 1:
            said = f"{label.profiles} profiles" + (f", in all {said}" if said else "")
        return said or printable(label.name) or str(state)

    def long(self, state: int) -> str:
        """A state by its name and by all that holds in it."""
        label = self.label(state)
        lead = printable(label.name) or ("today" if label.today else "")
        if label.name and label.today:
            lead += " (today)"
        full = self.full(state)
        if label.says:
            lead += f", {printable(label.says)}"
        return f"{lead}: {full}" if lead and lead != full else full

    def taken(self, before: int, after: int, *, named: bool = True) -> str:
        """What a move takes: the options that change, and the name of the state that they make."""
        then, now = self.label(before).holds, self.label(after).holds
        options = [
            f"{printable(option)} ({printable(decision.partition('.')[2] or decision)})"
            for decision, option in now.items()
            if then.get(decision) != option
        ]
        name = printable(self.label(after).name)
        if not options:
            return name or self.full(after)
        return sentence(options) + (f", which is {name}" if name and named else "")

    def move(self, actor: str, before: int, after: int, *, named: bool = True) -> str:
        """One move in words: who, and the options that it takes."""
        who = self.actor(actor) if actor in self._names else f"the agreement {printable(actor)}"
        return f"{who} moves to {self.taken(before, after, named=named)}"

    def moves(self, start: int, path: Sequence[tuple[str, int]], *, last: bool = True) -> str:
        """A sequence of moves in words; `last` says whether the last state's name is told."""
        parts, here = [], start
        for number, (actor, state) in enumerate(path, 1):
            parts.append(self.move(actor, here, state, named=last or number < len(path)))
            here = state
        return ", then ".join(parts)


def keeps(stable: Mapping[str, float]) -> str:
    """The strongest concepts by which an actor stays, in one world.

    Nash implies the others; SMR and SEQ each imply GMR, and neither the other.

    Examples
    --------
    >>> keeps({"nash": 1.0, "gmr": 1.0}), keeps({"nash": 0.0, "smr": 1.0, "seq": 1.0, "gmr": 1.0})
    ('Nash', 'SMR, SEQ')
    >>> keeps({"nash": 0.0, "gmr": 0.0}), keeps({"gmr": 1.0})
    ('leaves', 'GMR')
    """
    held = [concept for concept in CONCEPTS if stable.get(concept, 0.0) > 0.0]
    if "nash" in held:
        return CONCEPT["nash"]
    if "smr" in held or "seq" in held:
        held = [concept for concept in held if concept != "gmr"]
    return ", ".join(CONCEPT[concept] for concept in held) or LEAVES


def sentence(names: Sequence[str]) -> str:
    """Names joined as in a sentence.

    Examples
    --------
    >>> sentence(["a"]), sentence(["a", "b"]), sentence(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _holds(holds: Mapping[str, str]) -> str:
    return ", ".join(f"{printable(d)} is {printable(o)}" for d, o in holds.items())
