"""The work behind verdicts, in pieces small enough that urgent work has not long to wait."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kautilya.findings import Tally
from kautilya.findings.examine import Laboratory
from kautilya.findings.job import Sample
from kautilya.findings.trial import Trial, grouped
from kautilya.payoffs import Block, Setting
from kautilya.study.desk.changes import Changes
from kautilya.study.desk.turns import Stopped
from kautilya.study.stress.verdicts import Verdict as Word


@dataclass(frozen=True)
class Piece:
    """Some propositions in one setting and one block of worlds."""

    trials: tuple[Trial, ...]
    setting: Setting
    block: Block
    worlds: int


def pieces_of(
    laboratory: Laboratory,
    changes: Changes,
    trials: Iterable[Trial],
    shape: str,
    worlds: int,
) -> list[Piece]:
    """The work under one shape of draw, what is quick first: it is told first, too."""
    number = worlds if shape == "authored" else max(1, worlds // 4)
    groups = sorted(grouped(trials).items(), key=lambda item: (item[0][1], item[0][0] is None))
    return [
        Piece(tuple(asked), changes.setting(scenario, shape), block, number)
        for (scenario, _), asked in groups
        for block in _blocks(laboratory.block_size, number)
    ]


def _blocks(size: int, worlds: int) -> Iterator[Block]:
    for first in range(0, worlds, size):
        yield Block(first, min(size, worlds - first))


def done(
    words: Mapping[str, Word], laboratory: Laboratory, piece: Piece, stop: threading.Event
) -> dict[str, tuple[Tally, Sample]]:
    """Do one piece of work; a test of irrelevance runs at both ends of its premise."""
    if stop.is_set():
        raise Stopped
    plain = [t for t in piece.trials if words[t.name].premise is None]
    found = {}
    if plain:
        answers = laboratory.answer_block(plain, piece.setting, piece.block, piece.worlds)
        for name, counted in answers.items():
            found[name] = counted.tally(), Sample(counted.value, counted.counts)
    for trial in piece.trials:
        word = words[trial.name]
        if word.premise is None:
            continue
        kept = tuple(pair for pair in piece.setting.pinned if pair[0] != word.premise)
        low, high = (
            laboratory.answer_block(
                [trial],
                replace(piece.setting, pinned=(*kept, (word.premise, end))),
                piece.block,
                piece.worlds,
            )[trial.name]
            for end in word.ends
        )
        apart = Sample(low.value - high.value, low.counts & high.counts)
        found[trial.name] = low.tally(), apart
    return found
