"""What differs between worlds: who would leave the leading states, and what that turns on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len
from rich.text import Text

from kautilya.report.strategic.table import Cells, table
from kautilya.report.strategic.words import CONCEPT, Words
from kautilya.study.strategic import Erring, Leading, OverWorlds, Spread, Stance, Turn
from kautilya.study.wording import percent, percent_range, printable

ROOM = 30
"""Cells that a list beside names needs; with fewer, its later lines stand below the names."""

MOST_TURNS = 3
"""What an actor's staying turns on: so many are named."""


def leading_lines(words: Words, most: int | None) -> Iterator[Text]:
    """The leading states, actor by actor."""
    over = words.picture.over
    if over is None or not over.leading:
        return
    head = Text.assemble(("who would leave", "bold"), "   share of worlds in which each stays")
    yield from words.paper.wrap(head, hang=4)
    yield from words.paper.wrap(_explained(words, over), indent=2, style="dim")
    for leading in over.leading:
        yield from _leading(words, over, leading, None if most is None else MOST_TURNS)


def _explained(words: Words, over: OverWorlds) -> str:
    """How to read the columns and the lines below them."""
    first = CONCEPT[words.picture.subject.concepts[0]]
    text = f"to spare: payoff by which staying ({first}) beats the best that leaving brings, median"
    text += " and middle 90% of worlds"
    if over.turn_worlds:
        text += (
            f"; turns on: the share that stays ({CONCEPT[over.turn_concept]}) with a premise at "
        )
        text += "its low and high end, or as it is and without what is named, on the same "
        text += f"{over.turn_worlds:,} worlds, beyond twice the standard error; it flips where "
        text += "most worlds become few, or few most"
    return text


def _leading(words: Words, over: OverWorlds, leading: Leading, most: int | None) -> Iterator[Text]:
    picture, paper = words.picture, words.paper
    concepts = picture.subject.concepts
    lead = Text.assemble((words.long(leading.state), "bold"))
    yield from paper.wrap(lead, indent=2, hang=6)
    first = concepts[0]
    low, high = leading.error[first]
    said = f"nobody leaves in {percent(leading.equilibrium[first])} of worlds"
    said += f" ({percent_range(low, high)} by Monte Carlo error)"
    if leading.leads:
        said += f"; first under {', '.join(CONCEPT[c] for c in leading.leads)}"
    yield from paper.wrap(said, indent=4, hang=6, style="dim")
    head: Cells = ["", "worth", *(CONCEPT[c] for c in concepts), "to spare"]
    rows = [_stance(words, leading.state, stance, concepts) for stance in leading.stances]
    right = frozenset(range(1, 2 + len(concepts)))
    yield from table(paper, head, rows, words=0, right=right, indent=4)
    turning = [stance for stance in leading.stances if stance.turns_on]
    width = max((cell_len(words.actor(stance.actor)) for stance in turning), default=0)
    for number, stance in enumerate(turning):
        start = "turns on  " if number == 0 else " " * 10
        name = words.actor(stance.actor)
        text = Text.assemble((start, "cyan"), f"{name:<{width}}  ")
        hang = 4 + cell_len(text.plain)
        if hang + ROOM > paper.width:
            hang = 8
        text.append(_turns(words, stance.turns_on, most))
        yield from paper.wrap(text, indent=4, hang=hang)
    if leading.tried and not turning:
        yield from paper.wrap(f"turns on nothing single: {over.tried} changes were tried", indent=4)


def _stance(words: Words, state: int, stance: Stance, concepts: Sequence[str]) -> list[Text | str]:
    worth = next(r.worth.get(stance.actor, "") for r in words.picture.rows if r.state == state)
    shares = [
        Text(percent(stance.stable[c]), "" if stance.stable[c] >= 0.5 else "red") for c in concepts
    ]
    spare = stance.margins.get(concepts[0])
    said = Text("cannot move", "dim") if stance.no_move else Text(_spread(spare))
    return [words.actor(stance.actor), worth, *shares, said]


def _spread(spread: Spread | None) -> str:
    if spread is None:
        return ""
    return f"{spread.median:+.4f} ({spread.low:+.4f} to {spread.high:+.4f})"


def _turns(words: Words, turns: Sequence[Turn], most: int | None) -> str:
    shown = turns[:most]
    arrow = words.paper.glyphs.arrow
    parts = []
    for turn in shown:
        lead = f"without {turn.name}"
        if turn.ends is not None:
            lead = f"{turn.name} {turn.ends[0]:g} to {turn.ends[1]:g}:"
        mark = " (flips)" if turn.turns else ""
        parts.append(f"{lead} {percent(turn.first)} {arrow} {percent(turn.second)}{mark}")
    more = len(turns) - len(shown)
    said = f" {words.paper.glyphs.dot} ".join(parts)
    return said + (f" and {more} more" if more else "")


def choices_lines(words: Words) -> Iterator[Text]:
    """What would be chosen at once: what hardly ever pays, and what actors take who err."""
    over = words.picture.over
    if over is None or not (over.dominated or over.erring):
        return
    said = "   all choose at once, each what it holds for the better"
    yield from words.paper.wrap(Text.assemble(("choices", "bold"), said), hang=4)
    yield from _dominated(words, over)
    for erring in over.erring:
        yield from _erring(words, erring)


def _dominated(words: Words, over: OverWorlds) -> Iterator[Text]:
    """Strategies that elimination takes out in most worlds."""
    lead = "never pays"
    for actor, shares in over.dominated.items():
        ranked = sorted(shares.items(), key=lambda item: -item[1])
        parts = [f"{printable(name)} {percent(share)}" for name, share in ranked if share >= 0.5]
        if parts:
            text = Text.assemble((f"{lead:<12}", "cyan"), f"{words.actor(actor)}: ")
            text.append(f" {words.paper.glyphs.dot} ".join(parts))
            yield from words.paper.wrap(text, indent=2, hang=16)
            lead = ""
    if not lead:
        said = "in so many worlds something else is better whatever the others do, once they leave "
        yield from words.paper.wrap(said + "out what never pays them", indent=14, style="dim")


def _erring(words: Words, erring: Erring) -> Iterator[Text]:
    """The mean chances at one precision."""
    worth = 1.0 / erring.precision
    said = f"what pays {worth:g} more is taken 2.7 times as often; mean of {erring.found:,} worlds"
    lead = f"if they err, precision {erring.precision:g}"
    text = Text.assemble((lead, "cyan"), f"   {said}")
    if erring.found < erring.worlds:
        text.append(f"; not found in {erring.worlds - erring.found:,}", "yellow")
    yield from words.paper.wrap(text, indent=2, hang=4)
    width = max(map(len, erring.choices))
    for decision, shares in erring.choices.items():
        ranked = sorted(shares.items(), key=lambda item: -item[1])
        parts = "   ".join(f"{printable(option)} {percent(share)}" for option, share in ranked)
        line = Text(f"{decision:<{width}}  {parts}")
        yield from words.paper.wrap(line, indent=4, hang=6 + width)
