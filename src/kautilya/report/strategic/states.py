"""States of the strategic picture, and the equilibria among them."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from kautilya.report.strategic.table import Cells, table
from kautilya.report.strategic.words import CONCEPT, LEAVES, MEANING, Words, keeps
from kautilya.study.strategic import COALITION, Row
from kautilya.study.wording import percent


def states_lines(words: Words) -> Iterator[Text]:
    """The states that are shown, as a table: over worlds by share, in one world by actor."""
    picture = words.picture
    if not picture.rows:
        return
    shown, there = len(picture.rows), picture.subject.states
    if shown == there:
        what = "all of them"
    else:
        what = f"{shown} of {there:,}: today, equilibria and those asked for; --all prints all"
    labels = [picture.labels[row.state] for row in picture.rows]
    if any(label.holds and not label.says for label in labels):
        what += "; options stand in the order above"
    head = Text.assemble(("states", "bold"), f"   {what}")
    yield from words.paper.wrap(head, hang=4)
    yield from _over(words) if picture.over is not None else _single(words)


def _name(words: Words, state: int) -> Text:
    """A state in its row; today's stands out."""
    return Text(words.brief(state), "bold" if words.label(state).today else "")


# -- one world ------------------------------------------------------------------------------------


def _single(words: Words) -> Iterator[Text]:
    picture = words.picture
    actors = [player.actor for player in picture.players]
    signs = any(picture.labels[row.state].pattern for row in picture.rows)
    head: Cells = ["#" if signs else "", "state", "all stay by", *map(words.column, actors)]
    rows: list[Cells] = [
        [
            words.sign(row.state) if signs else "",
            _name(words, row.state),
            _all_stay(row),
            *(_cell(row, actor) for actor in actors),
        ]
        for row in picture.rows
    ]
    worth = "rank (1 best)" if picture.subject.kind == "ranked" else "payoff"
    yield from words.paper.wrap(
        f"for each actor: its {worth}, and what keeps it there", indent=2, style="dim"
    )
    yield from table(words.paper, head, rows, words=1)
    yield from _legend(words)


def _all_stay(row: Row) -> Text:
    """The strongest concepts under which nobody leaves."""
    held = keeps(row.equilibrium)
    return Text("" if held == LEAVES else held, "green")


def _cell(row: Row, actor: str) -> Text:
    """What a state is worth to an actor, and what keeps the actor there."""
    worth = row.worth.get(actor, "")
    if actor in row.no_move:
        return Text.assemble(worth, ("  no move", "dim"))
    held = keeps({concept: rows[actor] for concept, rows in row.stable.items()})
    return Text.assemble(worth, "  ", (held, "red" if held == LEAVES else ""))


def _legend(words: Words) -> Iterator[Text]:
    """What the concepts mean, in the words of the field."""
    parts = [f"{CONCEPT[c]}: {MEANING[c]}" for c in words.picture.subject.concepts]
    text = f"an actor stays by {'; '.join(parts)}"
    yield from words.paper.wrap(text, indent=2, hang=4, style="dim")


# -- over worlds ----------------------------------------------------------------------------------


def _over(words: Words) -> Iterator[Text]:
    picture = words.picture
    concepts = picture.subject.concepts
    head: Cells = ["#", "share of worlds in which nobody leaves", *(CONCEPT[c] for c in concepts)]
    rows: list[Cells] = [
        [
            words.sign(row.state),
            _name(words, row.state),
            *(_share(row.equilibrium[concept]) for concept in concepts),
        ]
        for row in picture.rows
    ]
    right = frozenset(range(2, 2 + len(concepts)))
    yield from table(words.paper, head, rows, words=1, right=right)
    yield from _numbers(words)
    yield from _legend(words)


def _share(share: float) -> Text:
    return Text(percent(share), "" if share >= 0.5 else "dim")


def _numbers(words: Words) -> Iterator[Text]:
    """In how many worlds there are how many equilibria."""
    over = words.picture.over
    if over is None:
        return
    for concept in words.picture.subject.concepts:
        counts = over.numbers[concept]
        said = ", ".join(f"{_number(n)} in {percent(share)}" for n, share in counts.items())
        text = Text.assemble((f"{CONCEPT[concept]:<5}", "cyan"), f"equilibria: {said} of worlds")
        yield from words.paper.wrap(text, indent=2, hang=7)


def _number(count: str) -> str:
    names = {"0": "none", "1": "one", "2": "two", "3": "three", "4": "four", "5+": "five or more"}
    return names.get(count, count)


# -- equilibria -----------------------------------------------------------------------------------


def equilibria_lines(words: Words, most: int | None) -> Iterator[Text]:
    """Equilibria concept by concept, in one world."""
    picture = words.picture
    if picture.over is not None or not picture.numbers:
        return
    yield Text("equilibria", "bold")
    for concept in picture.subject.concepts:
        found = [row.state for row in picture.rows if row.equilibrium[concept] > 0.0]
        yield from _listed(words, CONCEPT[concept], found, most, picture.numbers[concept])
    if COALITION in picture.numbers:
        found = [row.state for row in picture.rows if row.coalition]
        yield from _listed(words, "coalition Nash", found, most, picture.numbers[COALITION])


def _listed(
    words: Words, name: str, states: list[int], most: int | None, number: int
) -> Iterator[Text]:
    """One concept's equilibria; how many there are beside those that are named."""
    lead = f"{name:<16}"
    shown = states[:most]
    said = f" {words.paper.glyphs.dot} ".join(words.short(state) for state in shown)
    if len(shown) < number:
        said += f" and {number - len(shown):,} more" if shown else f"{number:,} states"
    text = Text.assemble((lead, "cyan"), said or "none")
    yield from words.paper.wrap(text, indent=2, hang=2 + len(lead))
