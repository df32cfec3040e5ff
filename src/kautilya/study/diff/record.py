"""What differs between two versions of a case: edits, verdicts, and which edit did it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Edit:
    """One entry that is written otherwise.

    Parameters
    ----------
    name
        In words, as printed: ``mechanism lost_grip``, ``horizon``.
    kind
        ``added``, ``removed`` or ``changed``.
    before, after
        What differs, in a few words; empty where the entry is not there.
    with_
        Other edits that it cannot be made without, by name.
    """

    name: str
    kind: str
    before: str
    after: str
    with_: tuple[str, ...] = ()


@dataclass(frozen=True)
class Share:
    """What one edit does to one proposition.

    Parameters
    ----------
    edit
        Its name.
    base, alone
        Share of the first version, and with this edit alone made to it; None where it cannot be
        made alone.
    without
        Share of the second version with everything but this edit.
    turns
        Whether this edit alone turns the verdict, as authored.
    """

    edit: str
    base: float | None
    alone: float | None
    without: float | None
    turns: bool


@dataclass(frozen=True)
class Change:
    """A proposition whose verdict or share differs.

    Parameters
    ----------
    name, says
        The proposition.
    fit_before, fit_after
        How share and word stand, over all shapes of draw.
    share_before, share_after
        Share of worlds as authored; for a test of irrelevance how far the ends lie apart.
    rewritten
        Whether the claim itself was edited.
    edits
        Edits that move it, the largest first; none where only several together do.
    after_seeing
        Whether it moved by more than a tenth by an edit made after the result had been seen.
    """

    name: str
    says: str
    fit_before: str
    fit_after: str
    share_before: float | None
    share_after: float | None
    rewritten: bool
    edits: tuple[Share, ...]
    after_seeing: bool

    @property
    def turned(self) -> bool:
        """Whether the verdict differs, and not only the share."""
        return self.fit_before != self.fit_after


@dataclass(frozen=True)
class Diff:
    """Two versions of a case, or two scenarios, held against each other.

    Parameters
    ----------
    case, title, before, after
        Which case, and what the two are, in words.
    seed, worlds
        The worlds of the verdicts; edits are tried on the first 500.
    edits
        What differs.
    changes
        Propositions that moved.
    added, removed
        Propositions that one of the two lacks.
    same
        Number of propositions whose verdict and share are the same within a tenth.
    seen
        How it is known that the first version's results had been seen; empty where nobody knows.
    """

    case: str
    title: str
    before: str
    after: str
    seed: int
    worlds: int
    edits: tuple[Edit, ...]
    changes: tuple[Change, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    same: int
    seen: str
