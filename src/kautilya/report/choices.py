"""The focal decision and the game around it, as the board shows them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.text import Text

from kautilya.report.paper import Paper, side_by_side
from kautilya.study import Choices, Dossier, Swing
from kautilya.study.wording import percent, printable

BAR, SHORT_BAR = 20, 6
"""Cells of the longest bar, on wide and on narrow paper."""

NARROW = 80
"""Paper with fewer cells is narrow."""

MOST_PROFILES = 3
"""Resting places that the board shows."""


def choices_lines(dossier: Dossier, paper: Paper) -> Iterator[Text]:
    """The focal decision in shares of worlds; nothing where the case names none."""
    choices = dossier.choices
    if choices is None:
        return
    owner = choices.decision.partition(".")[0]
    name = printable(dossier.heading.actors.get(owner, owner))
    yield Text.assemble((choices.decision, "bold"), f"   {name}'s choice, in shares of worlds")
    if choices.best:
        yield from _chosen(paper, "best", choices.best, choices.ex_ante_best)
        yield from _chosen(paper, "foresees", choices.foresees, choices.ex_ante_foresees)
    yield from _chosen(paper, "settled", choices.settled, "")
    yield from paper.wrap(_game(choices, paper), indent=2, hang=4)
    yield from _places(choices, paper)
    yield from swing_lines(choices.swings, paper)
    yield Text("")


def _chosen(paper: Paper, query: str, shares: Mapping[str, float], ex_ante: str) -> Iterator[Text]:
    """Options by share, and the choice made before the facts are known."""
    ranked = sorted(shares.items(), key=lambda item: -item[1])
    text = Text.assemble((f"{query:<10}", "cyan"))
    text.append("   ".join(f"{option} {percent(share)}" for option, share in ranked))
    if ex_ante:
        text.append(f"   (full information; ex ante: {ex_ante})", "dim")
    return iter(paper.wrap(text, indent=2, hang=12))


def _game(choices: Choices, paper: Paper) -> str:
    """How often it settles, at an equilibrium or not, with which agreements."""
    dot = f" {paper.glyphs.dot} "
    parts = [
        f"settles in {percent(choices.converged)} of worlds",
        f"at a pure equilibrium in {percent(choices.nash)}",
    ]
    if choices.tied:
        parts.append(f"best is tied in {percent(choices.tied)}")
    numbers = ", ".join(
        f"{_number(count)} in {percent(share)}" for count, share in choices.equilibria.items()
    )
    if numbers:
        parts.append(f"pure equilibria: {numbers} of worlds")
    formed = ", ".join(f"{name} in {percent(s)}" for name, s in choices.agreements.items() if s)
    if choices.agreements:
        parts.append(f"agreements formed: {formed} of worlds" if formed else "no agreement formed")
    return dot.join(parts)


def _number(count: str) -> str:
    words = {"0": "none", "1": "one", "2": "two", "3": "three", "4": "four"}
    return words.get(count, "five or more" if count == "5+" else count)


def _places(choices: Choices, paper: Paper) -> Iterator[Text]:
    """Profiles in which the settling most often rests."""
    for number, (label, share) in enumerate(list(choices.at_rest.items())[:MOST_PROFILES]):
        lead = "rests at  " if number == 0 else " " * 10
        words = label.replace("=", " is ").replace(",", ", ")
        text = Text.assemble((lead, "cyan"), f"{percent(share):>4}  {words}")
        yield from paper.wrap(text, indent=2, hang=18)


def swing_lines(swings: tuple[Swing, ...], paper: Paper) -> Iterator[Text]:
    """Weight times swing of each interest: importance that does not move carries nothing."""
    if not swings:
        return
    glyphs = paper.glyphs
    yield Text.assemble("  ", (f"weight {glyphs.times} swing", "cyan"), " of each interest")
    ids = [swing.interest.partition(".")[2] for swing in swings]
    width = max(map(len, ids))
    most = max(swing.carried for swing in swings)
    cells_of_bar = BAR if paper.width >= NARROW else SHORT_BAR
    for name, swing in zip(ids, swings, strict=True):
        bar = glyphs.bar * round(cells_of_bar * swing.carried / most) if most > 0 else ""
        sum_ = f"{swing.weight:.2f} {glyphs.times} {swing.swing:.2f} = {swing.carried:.3f}"
        called = printable(swing.name) if swing.name != name else ""
        room = max(12, paper.width - 4 - width - len(sum_) - cells_of_bar - 3 * 2)
        cells = [
            (Text(name), width),
            (Text(sum_), len(sum_)),
            (Text(bar, "blue"), cells_of_bar),
            (Text(called, "dim"), room),
        ]
        yield from (Text.assemble("    ", line) for line in side_by_side(cells))
