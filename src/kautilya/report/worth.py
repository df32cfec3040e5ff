"""What is worth finding out, in plain text and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from kautilya.report.paper import Paper
from kautilya.report.subject import place_of, record_to_json, subject_lines
from kautilya.study.learnable import Learnable
from kautilya.study.wording import listed, percent, percent_range, printable
from kautilya.study.worth import Worth
from kautilya.study.worth_actor import ActorWorth, Learning
from kautilya.study.worth_reader import Asked, Finding, ReaderWorth, Turning

SCHEMA = 1
"""Version of the JSON; it grows when a key changes its meaning or goes."""

MOST_SINGLES = 10
"""Single things that are shown for the actor."""

MOST_PAIRS = 3
"""Pairs that are shown for the actor."""

MOST_FOUND = 10
"""Things that are worth finding out which are shown for the reader."""

MOST_TURNING = 3
"""Things that are shown for each proposition."""


def worth_lines(found: Worth, paper: Paper, *, everything: bool = False) -> list[Text]:
    """The answer, line by line.

    Parameters
    ----------
    found
        What was found.
    paper
        How wide, and with which signs.
    everything
        Whether all that was found is shown, and not only the most.
    """
    lines = [*subject_lines(found.subject, paper), Text("")]
    if found.actor is not None:
        lines += [*_actor(found.actor, paper, everything=everything), Text("")]
    if found.reader is not None:
        lines += _reader(found.reader, paper, everything=everything)
    while lines and not lines[-1].plain:
        lines.pop()
    return lines


def worth_to_json(found: Worth) -> str:
    """The answer as JSON."""
    return record_to_json(found, SCHEMA)


# -- the actor ------------------------------------------------------------------------------------


def _actor(actor: ActorWorth, paper: Paper, *, everything: bool) -> Iterator[Text]:
    owner = printable(actor.owner)
    title = Text.assemble(
        (actor.decision, "bold"), f"   what {owner} would gain by knowing more before it chooses"
    )
    yield from paper.wrap(title, hang=2)
    once = (
        f"knowing nothing it chooses {actor.once}, for a payoff of {actor.payoff:.3f} in the mean "
        "over worlds; all other decisions stand as they are"
    )
    yield from paper.wrap(once, indent=2, hang=4)
    if not actor.everything.counts():
        same = f"whatever it learnt, {actor.once} would be as good: nothing is worth finding out"
        yield from paper.wrap(same, indent=2, hang=4)
        return
    whole = actor.everything
    yield from paper.wrap(
        f"knowing everything it would gain {_gain(whole.value)} and choose otherwise in "
        f"{percent(whole.changes)} of worlds",
        indent=2,
        hang=4,
    )
    if actor.weights is not None:
        yield from paper.wrap(_own(actor), indent=2, hang=4)
    yield from _singles(actor, paper, everything=everything)
    if actor.pairs:
        yield Text("  two together", style="dim")
        yield from _learnings(actor.pairs[:MOST_PAIRS], paper)
    if actor.together is not None:
        yield Text("  as asked, together", style="dim")
        yield from _learnings([actor.together], paper)
        if not actor.together.knowing.counts():
            yield from paper.wrap("which is nothing beyond its error", indent=6)


def _own(actor: ActorWorth) -> str:
    assert actor.weights is not None
    if not actor.weights.counts():
        return "knowing how its own interests weigh it would choose the same"
    left = actor.everything.value - actor.weights.value
    text = (
        f"knowing how its own interests weigh it would gain {_gain(actor.weights.value)}: it may "
        "know that where we do not"
    )
    if left > 2.0 * actor.everything.error:
        text += f", and would then gain {_gain(left)} by knowing all the rest"
    return text


def _singles(actor: ActorWorth, paper: Paper, *, everything: bool) -> Iterator[Text]:
    if not actor.singles:
        yield from paper.wrap(
            f"no single thing is worth anything beyond its error: {len(actor.nothing)} were tried",
            indent=2,
            hang=4,
        )
        return
    shown = actor.singles if everything else actor.singles[:MOST_SINGLES]
    yield Text("  learning one thing", style="dim")
    yield from _learnings(shown, paper)
    if len(actor.singles) > len(shown):
        yield Text(f"    and {len(actor.singles) - len(shown)} more (--all)", style="dim")
    if actor.nothing:
        most = len(actor.nothing) if everything else 4
        text = f"worth nothing beyond the error: {listed(actor.nothing, most)}"
        yield from paper.wrap(Text(text, style="dim"), indent=4, hang=6)


def _learnings(found: Sequence[Learning], paper: Paper) -> Iterator[Text]:
    labels = [" and ".join(_called(what) for what in one.what) for one in found]
    width = max(map(len, labels))
    for label, one in zip(labels, found, strict=True):
        knowing = one.knowing
        note = "" if knowing.agrees else "  (by means in cells it is another: take it as rough)"
        place = "; ".join(place_of(what.line, what.source) for what in one.what)
        text = Text.assemble(
            (f"{label:<{width}}", "cyan"),
            f"  gains {_gain(knowing.value)}, chooses otherwise in {percent(knowing.changes)} of "
            f"worlds{note}  ",
            (f"[{place}]", "dim"),
        )
        yield from paper.wrap(text, indent=4, hang=6 + width)


def _gain(value: float) -> str:
    """A gain in payoff, which runs from 0 to 1: two digits that say something.

    Examples
    --------
    >>> _gain(0.0139), _gain(0.00387), _gain(0.21), _gain(0.00002)
    ('0.014', '0.0039', '0.21', 'less than 0.0001')
    """
    if value < 0.00005:
        return "less than 0.0001"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}" if value >= 0.01 else f"{value:.4f}"


# -- the reader -----------------------------------------------------------------------------------


def _reader(reader: ReaderWorth, paper: Paper, *, everything: bool) -> Iterator[Text]:
    if not reader.asked:
        names = listed(reader.left_out)
        yield from paper.wrap(f"nothing to find out for the reader: no share of {names}", hang=2)
        return
    number = len(reader.asked)
    many = "1 proposition" if number == 1 else f"{number} propositions"
    yield from paper.wrap(
        Text.assemble(
            ("what is worth finding out", "bold"),
            f"   verdicts that learning it would turn ({many} asked)",
        ),
        hang=2,
    )
    if reader.found:
        yield from _findings(reader, paper, everything=everything)
    else:
        yield from paper.wrap("no single thing would be expected to move a share", indent=2)
    yield Text("")
    yield from paper.wrap(
        Text.assemble(("how far each share would be expected to move", "bold")), hang=2
    )
    moved = [one for one in reader.asked if one.turning]
    for one in moved:
        yield from _asked(one, paper, everything=everything)
    still = [one.name for one in reader.asked if not one.turning]
    if still:
        most = len(still) if everything else 6
        text = f"moved by no single thing beyond chance: {listed(still, most)}"
        yield from paper.wrap(text, indent=2, hang=4)
    if reader.left_out:
        text = f"left out, for they have no share: {listed(reader.left_out, 6)}"
        yield from paper.wrap(Text(text, style="dim"), indent=2, hang=4)
    yield from paper.wrap(
        Text(
            "a move is the mean distance, over what may be learnt, between the share then and the "
            "share now; only moves beyond what shuffled answers give are told",
            style="dim",
        ),
        hang=2,
    )


def _findings(reader: ReaderWorth, paper: Paper, *, everything: bool) -> Iterator[Text]:
    shown = reader.found if everything else reader.found[:MOST_FOUND]
    width = max(len(_called(one.what)) for one in shown)
    for one in shown:
        yield from _finding(one, paper, width)
    if len(reader.found) > len(shown):
        yield Text(f"    and {len(reader.found) - len(shown)} more (--all)", style="dim")


def _finding(one: Finding, paper: Paper, width: int) -> Iterator[Text]:
    turned = sorted(one.turned, key=lambda name: (-one.turned[name], name))
    parts = [f"{name} ({percent(one.turned[name])} of worlds)" for name in turned[:MOST_TURNING]]
    more = len(turned) - len(parts)
    verdicts = ", ".join(parts) + (f" and {more} more" if more else "")
    moved = "1 share" if len(one.moved) == 1 else f"{len(one.moved)} shares"
    words = f"turns {verdicts}; moves {moved}" if turned else f"turns none, moves {moved}"
    text = Text.assemble(
        (f"{_called(one.what):<{width}}", "cyan"),
        f"  {words}  ",
        (f"[{place_of(one.what.line, one.what.source)}]", "dim"),
    )
    yield from paper.wrap(text, indent=2, hang=4 + width)


def _asked(one: Asked, paper: Paper, *, everything: bool) -> Iterator[Text]:
    mark = (paper.glyphs.passes, "green") if one.passes else (paper.glyphs.contradicted, "red")
    text = Text.assemble(
        mark,
        " ",
        (one.name, "cyan"),
        f"  {printable(one.says)}  ",
        (f"{percent(one.share)} of worlds, stated: {one.stated}  ", "dim"),
        (f"[{place_of(one.line, one.source)}]", "dim"),
    )
    yield from paper.wrap(text, indent=2, hang=6)
    shown = one.turning if everything else one.turning[:MOST_TURNING]
    width = max(len(_called(turning.what)) for turning in shown)
    for turning in shown:
        yield from paper.wrap(_turning(turning, width), indent=6, hang=8 + width)
    if len(one.turning) > len(shown):
        yield Text(f"      and {len(one.turning) - len(shown)} more (--all)", style="dim")


def _turning(turning: Turning, width: int) -> Text:
    moves = turning.moves
    verdict = f"; another verdict in {percent(moves.turns)} of worlds" if moves.turns else ""
    return Text.assemble(
        (f"{_called(turning.what):<{width}}", "cyan"),
        f"  by {100 * moves.expected:.0f} points, to {percent_range(moves.low, moves.high)}"
        f" of worlds{verdict}",
    )


def _called(what: Learnable) -> str:
    return f"weight of {what.name}" if what.kind == "weight" else what.name
