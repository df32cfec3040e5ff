"""The strategic picture of a case, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from kautilya.report.paper import Paper
from kautilya.report.strategic.asked import (
    inverse_lines,
    published_lines,
    witness_lines,
)
from kautilya.report.strategic.game import game_lines, matrix_lines
from kautilya.report.strategic.states import equilibria_lines, states_lines
from kautilya.report.strategic.today import today_lines
from kautilya.report.strategic.words import Words
from kautilya.report.strategic.worlds import choices_lines, leading_lines
from kautilya.report.terminal import counted
from kautilya.study.strategic import Strategic
from kautilya.study.wording import printable

MOST_LINES = 12
"""Long lists are cut to so many, unless all are asked for."""


def strategic_lines(picture: Strategic, paper: Paper, *, everything: bool = False) -> list[Text]:
    """The picture, line by line.

    Parameters
    ----------
    picture
        What was found.
    paper
        How wide, and with which signs.
    everything
        Whether long lists are printed whole.
    """
    words = Words(picture, paper)
    most = None if everything else MOST_LINES
    sections = [
        _heading(picture, words),
        matrix_lines(words),
        states_lines(words),
        equilibria_lines(words, most),
        leading_lines(words, most),
        today_lines(words),
        game_lines(words, most),
        choices_lines(words),
        published_lines(words),
        witness_lines(words),
        inverse_lines(words),
        _foot(picture, paper),
    ]
    lines: list[Text] = []
    for section in sections:
        part = list(section)
        if part:
            lines += [*([Text("")] if lines else []), *part]
    return lines


def _heading(picture: Strategic, words: Words) -> Iterator[Text]:
    subject, paper = picture.subject, words.paper
    parts = (printable(subject.source), subject.year)
    published = ", ".join(str(part) for part in parts if part)
    title = Text.assemble(
        "in this encoding of ",
        (f'"{printable(subject.title or subject.case)}"', "bold"),
        f" ({published})" if published else "",
        "   ",
        (f"{printable(subject.case)}@{subject.case_hash[:7]}", "cyan"),
    )
    yield from paper.wrap(title)
    yield from paper.wrap(_run(picture), style="dim")
    yield from paper.wrap(_shared(picture), style="dim")
    for player in picture.players:
        text = Text.assemble((printable(player.name), "bold"))
        if player.name != player.actor:
            text.append(f" ({printable(player.actor)})")
        if player.decisions:
            said = [
                f"{printable(name)}: {_options(options, player.now.get(name))}"
                for name, options in player.decisions.items()
            ]
            text.append(f"   {f' {paper.glyphs.dot} '.join(said)}")
        yield from paper.wrap(text, indent=2, hang=6)


def _options(options: tuple[str, ...], now: str | None) -> str:
    """Options, with today's marked."""
    return ", ".join(printable(o) + (" (today)" if o == now else "") for o in options)


def _run(picture: Strategic) -> str:
    subject = picture.subject
    parts = []
    if picture.over is not None:
        parts += [f"seed {subject.seed}", f"{counted(subject.worlds, 'world')} as authored"]
    states = counted(subject.states, "state")
    if subject.profiles > subject.states:
        states += f" of {counted(subject.profiles, 'profile')}"
    parts.append(states)
    if subject.scenario:
        parts.append(f"scenario {printable(subject.scenario)}")
    if subject.rule != "any":
        parts.append(f"answers: rule {subject.rule}")
    return "   ".join(parts)


def _shared(picture: Strategic) -> str:
    """What holds for all the answers below."""
    subject = picture.subject
    parts = ["everybody sees every move and what it is worth to the others"]
    if subject.kind == "dynamic":
        believing = [p for p in picture.players if p.believes]
        parts.append(
            "each judges by beliefs of its own where it has them" if believing else "by the facts"
        )
        parts.append(f"differences of payoff up to {subject.epsilon:g} are ties")
    else:
        parts.append("by rank" if subject.kind == "ranked" else "by exact payoffs")
    return "; ".join(parts)


def _foot(picture: Strategic, paper: Paper) -> Iterator[Text]:
    for why in picture.left_out:
        yield from paper.wrap(f"left out: {printable(why)}", hang=2, style="yellow")
    found = picture.certificates
    if found.failed:
        number = len(found.failed)
        line = f"certificates: {found.checked} checked, {number} FAILED: a fault of this program"
        yield from paper.wrap(line, hang=2, style="bold red")
        for what in found.failed:
            yield from paper.wrap(printable(what), indent=2, hang=4, style="red")
    elif found.checked:
        yield from paper.wrap(
            f"certificates: {found.checked:,} checked, all hold", hang=2, style="dim"
        )
