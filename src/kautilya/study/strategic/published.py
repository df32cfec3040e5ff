"""Published answers held against what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from kautilya.case.conflict import Answer
from kautilya.solve.limits import TooLarge
from kautilya.solve.stability.coalition import CoalitionConcept, coalition_stabilities
from kautilya.solve.stability.conflict import Conflict
from kautilya.solve.stability.moves import Rule
from kautilya.solve.stability.picture import stabilities
from kautilya.solve.stability.records import CONCEPTS
from kautilya.study.strategic.record_answers import Compared
from kautilya.study.strategic.record_games import Game

_GROUPS: dict[str, CoalitionConcept] = {
    "coalition_nash": "nash",
    "coalition_gmr": "gmr",
    "coalition_smr": "smr",
    "coalition_seq": "seq",
}


def compared(
    published: Sequence[Answer],
    conflict: Conflict | None,
    rule: Rule,
    game: Game | None,
    label: Callable[[int], str],
) -> tuple[Compared, ...]:
    """Hold each published answer against what was found, concept by concept.

    Parameters
    ----------
    published
        The answers.
    conflict
        The conflict in one world; None where answers differ between worlds.
    rule
        Which sequences of answers count.
    game
        The game in strategic form, for equilibria that mix.
    label
        What a state is called.
    """
    return tuple(
        _compared(answer, concept, conflict, rule, game, label)
        for answer in published
        for concept in answer.concepts
    )


def _compared(
    answer: Answer,
    concept: str,
    conflict: Conflict | None,
    rule: Rule,
    game: Game | None,
    label: Callable[[int], str],
) -> Compared:
    told = _told(answer, label)
    try:
        found = None if conflict is None else _found(answer, concept, conflict, rule)
    except (TooLarge, ValueError) as error:
        return _answer(answer, concept, None, told, f"nothing: {error}")
    if concept == "mixed":
        return _mixed(answer, told, game)
    if found is None:
        return _answer(answer, concept, None, told, "shares of worlds, which print does not give")
    missing: tuple[int, ...] = ()
    extra: tuple[int, ...] = ()
    same = True
    if answer.states is not None:
        missing = tuple(s for s in answer.states if s not in found)
        extra = tuple(s for s in found if s not in answer.states)
        same = not missing and not extra
    if answer.number is not None:
        same = same and len(found) == answer.number
    listed = ", ".join(map(label, found)) if answer.states is not None else str(len(found))
    return _answer(answer, concept, same, told, listed or "none", missing, extra)


def _found(answer: Answer, concept: str, conflict: Conflict, rule: Rule) -> tuple[int, ...] | None:
    """States that are equilibria under a concept, or stable for the actor that is named."""
    if concept in _GROUPS:
        group = _GROUPS[concept]
        held = coalition_stabilities(conflict, (group,)).equilibria(group)
        return tuple(np.flatnonzero(held[:, 0]).tolist())
    for known in CONCEPTS:
        if known == concept:
            verdicts = stabilities(conflict, (known,), rule)
            if answer.actor is not None:
                held = verdicts.stable(known, answer.actor)
            else:
                held = verdicts.equilibria(known)
            return tuple(np.flatnonzero(held[:, 0]).tolist())
    return None


def _mixed(answer: Answer, told: str, game: Game | None) -> Compared:
    """How many equilibria there are with those that mix."""
    if game is None or game.complete not in ("all", "continuum"):
        number = 0 if game is None else len(game.mixed)
        return _answer(answer, "mixed", None, told, f"{number}, which need not be all")
    number = len(game.mixed)
    same = answer.number is None or number == answer.number
    missing: tuple[int, ...] = ()
    extra: tuple[int, ...] = ()
    if answer.states is not None:
        missing = tuple(s for s in answer.states if s not in game.pure)
        extra = tuple(s for s in game.pure if s not in answer.states)
        same = same and not missing and not extra
    return _answer(answer, "mixed", same, told, str(number), missing, extra)


def _told(answer: Answer, label: Callable[[int], str]) -> str:
    """What print says, in a few words."""
    return ", ".join(_parts(answer, label)) or "none"


def _parts(answer: Answer, label: Callable[[int], str]) -> Iterator[str]:
    if answer.states is not None:
        yield from map(label, answer.states)
    if answer.number is not None:
        yield str(answer.number)


def _answer(
    answer: Answer,
    concept: str,
    reproduced: bool | None,
    published: str,
    found: str,
    missing: tuple[int, ...] = (),
    extra: tuple[int, ...] = (),
) -> Compared:
    return Compared(
        answer.name,
        answer.says,
        concept,
        " ".join(answer.source),
        answer.status or "",
        answer.note,
        reproduced,
        published,
        found,
        missing,
        extra,
        answer.actor or "",
    )
