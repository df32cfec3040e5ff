"""A map over two premises in plain text: a letter for the option, or a sign for the verdict."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.text import Text

from kautilya.report.paper import Paper
from kautilya.report.tipping import heading_lines, number, swept_lines, whose
from kautilya.study.tipping import Plan, Swept, TippingMap
from kautilya.study.wording import percent, percent_range, printable

COLOURS = ("cyan", "yellow", "magenta", "green", "blue", "red")
"""Of options on a map, in the order in which they stand there."""


def tipping_map_lines(found: TippingMap, paper: Paper) -> list[Text]:
    """Maps over two premises, line by line.

    Parameters
    ----------
    found
        What was found.
    paper
        How wide, and with which signs.
    """
    lines = [
        *heading_lines(found.subject, paper),
        *swept_lines(found.first, paper),
        *swept_lines(found.second, paper),
    ]
    for plan in found.plans:
        lines += [Text(""), *_plan(plan, found, paper)]
    if found.unmoved:
        words = (
            "one question depends" if found.unmoved == 1 else f"{found.unmoved} questions depend"
        )
        lines += paper.wrap(Text(f"{words} on neither", style="dim"), hang=4)
    return lines


def _plan(plan: Plan, found: TippingMap, paper: Paper) -> Iterator[Text]:
    """One map: rows for the second premise, columns for the first, today's cell in brackets."""
    yield from paper.wrap(_head(plan), hang=4)
    signs = _signs(plan, paper)
    heads = [_value(value, found.second) for value in found.second_values]
    width = max([len(found.second.name), *map(len, heads)])
    here = _nearest(found.first_values, found.first), _nearest(found.second_values, found.second)
    yield Text.assemble("  ", (f"{found.second.name:>{width}}", "cyan"))
    for row in reversed(range(len(found.second_values))):
        line = Text(f"  {heads[row]:>{width}} ")
        for column in range(len(found.first_values)):
            sign, style = signs[plan.answers[row][column]]
            today = (column, row) == here
            line.append_text(
                Text.assemble("[" if today else " ", (sign, style), "]" if today else " ")
            )
        yield line
    yield from _axis(found, width)
    yield from paper.wrap(_legend(plan, signs), indent=2, hang=4)
    yield from paper.wrap(_today(plan, found), indent=2, hang=4)


def _head(plan: Plan) -> Text:
    if plan.decision:
        return Text.assemble((plan.name, "bold"), f"  {whose(plan.owner, plan.by)}")
    where = [*map(printable, plan.sources), f"line {plan.line}", f"stated: {plan.stated}"]
    where += [f"in {plan.scenario}"] if plan.scenario else []
    about = ", ".join([printable(plan.says), *where])
    return Text.assemble((plan.name, "bold"), f"  {about}")


def _signs(plan: Plan, paper: Paper) -> Mapping[str, tuple[str, str]]:
    """A sign and a colour for each answer on the map."""
    if not plan.decision:
        glyphs = paper.glyphs
        return {"passes": (glyphs.passes, "green"), "fails": (glyphs.contradicted, "red")}
    found: dict[str, tuple[str, str]] = {}
    for answer in (a for row in plan.answers for a in row):
        if answer not in found:
            taken = {sign for sign, _ in found.values()}
            letters = [c for c in (*answer.lower(), *answer.upper(), *"123456789") if c.isalnum()]
            sign = next((c for c in letters if c not in taken), "?")
            found[answer] = (sign, COLOURS[len(found) % len(COLOURS)])
    return found


def _axis(found: TippingMap, width: int) -> Iterator[Text]:
    """The first premise under the map: its lowest and highest value, today's between them."""
    values = found.first_values
    wide = 3 * len(values)
    line = [" "] * (wide + 12)
    today = _nearest(values, found.first)
    for place, rank in ((0, 0), (len(values) - 1, 0), (today, 1)):
        word = _value(values[place], found.first)
        start = max(0, 3 * place + 1 - len(word) // 2)
        span = line[max(0, start - 1) : start + len(word) + 1]
        if rank == 0 or all(sign == " " for sign in span):
            line[start : start + len(word)] = word
    indent = " " * (2 + width + 1)
    yield Text(f"{indent}{''.join(line).rstrip()}")
    yield Text.assemble(indent, (found.first.name, "cyan"))


def _legend(plan: Plan, signs: Mapping[str, tuple[str, str]]) -> str:
    present = {answer for row in plan.answers for answer in row}
    words = [f"{sign} {answer}" for answer, (sign, _) in signs.items() if answer in present]
    shares = [share for row in plan.shares for share in row if share is not None]
    span = percent_range(min(shares), max(shares)) if shares and min(shares) >= 0 else ""
    what = "chosen" if plan.decision else "it holds"
    tail = f"   ({what} in {span} of worlds)" if span else ""
    return "   ".join([*words, "[ ] today"]) + tail


def _today(plan: Plan, found: TippingMap) -> str:
    """The answer today, and the nearest place with another."""
    if plan.nearest is None:
        return f"{plan.here} everywhere on the map"
    near = plan.nearest
    ways = [
        f"{swept.name} at {_value(value, swept)} ({_away(distance, swept)})"
        for swept, value, distance in zip(
            (found.first, found.second), (near.first, near.second), near.distances, strict=True
        )
        if distance
    ]
    return f"today {plan.here}; the nearest place with another answer is {near.answer}: " + (
        " and ".join(ways)
    )


def _away(distance: float, swept: Swept) -> str:
    of = "its range" if swept.declared is not None else "what was swept"
    return f"{percent(abs(distance))} of {of} {'up' if distance > 0 else 'down'}"


def _nearest(values: tuple[float, ...], swept: Swept) -> int:
    return min(range(len(values)), key=lambda n: abs(values[n] - swept.today))


def _value(value: float, swept: Swept) -> str:
    if swept.is_chance:
        return "so" if value else "not so"
    return number(value)
