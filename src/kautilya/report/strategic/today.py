"""What can come of today: ways to equilibria, best responses in turn, and joint moves."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from kautilya.report.strategic.words import Words
from kautilya.study.strategic import FromToday, Joint, Way

LEAD = 15
"""Cells of the words at the beginning of a line."""


def today_lines(words: Words) -> Iterator[Text]:
    """Where today can lead, by whose moves, and which joint moves would pay all who make them."""
    found = words.picture.from_today
    if found is None:
        return
    at = words.picture.subject.at
    payoffs = f"   at payoffs {_at(at)}" if at else ""
    yield from words.paper.wrap(Text.assemble(("from today", "bold"), payoffs), hang=4)
    yield from words.paper.wrap(words.long(found.today), indent=2, hang=4, style="dim")
    yield from _path(words, found)
    for way in found.ways:
        yield from _way(words, found.today, way)
    if found.unreachable:
        said = f" {words.paper.glyphs.dot} ".join(words.short(s) for s in found.unreachable)
        yield from _line(words, "out of reach", f"{said}: no moves lead there")
    for joint in found.joint:
        yield from _joint(words, joint)


def _at(at: str) -> str:
    return "in the mean over worlds" if at == "mean" else f"of {at}"


def _path(words: Words, found: FromToday) -> Iterator[Text]:
    path = found.path
    if path is None:
        return
    if not path.steps:
        yield from _line(words, "best responses", "nobody moves: each does best where it is")
        return
    said = words.moves(found.today, path.steps)
    if path.end is not None:
        said += "; there nobody moves"
        if len(path.steps) > 1:
            said += f": {words.short(path.end)}"
    else:
        said += f"; and so round again, {len(path.cycle)} states long"
    yield from _line(words, "best responses", said)


def _way(words: Words, today: int, way: Way) -> Iterator[Text]:
    name = words.short(way.state)
    if way.improving:
        path = words.moves(today, way.improving, last=False)
        yield from _line(words, "can reach", f"{name}, each move paying who makes it: {path}")
    elif way.any:
        path = words.moves(today, way.any, last=False)
        said = f"{name}, only by a move that costs who makes it: {path}"
        yield from _line(words, "could reach", said)


def _joint(words: Words, joint: Joint) -> Iterator[Text]:
    who = words.actors(joint.parties)
    if joint.state is None:
        yield from _line(words, "agreement", f"{joint.name}: it leads to no feasible state")
        return
    ranked = words.picture.subject.kind == "ranked"
    gains = ", ".join(
        f"{words.actor(actor)} {gain:+.0f}" if ranked else f"{words.actor(actor)} {gain:+.3f}"
        for actor, gain in joint.gains.items()
    )
    lead = "agreement" if joint.name else "together"
    name = f"{joint.name}: " if joint.name else ""
    verdict = "all of them gain" if joint.all_gain else "not all of them gain"
    what = "ranks" if ranked else "payoff"
    said = f"{name}{who} to {words.short(joint.state)}; {verdict} ({what}: {gains})"
    yield from _line(words, lead, said)


def _line(words: Words, lead: str, said: str) -> list[Text]:
    text = Text.assemble((f"{lead:<{LEAD}}", "cyan"), said)
    return words.paper.wrap(text, indent=2, hang=2 + LEAD)
