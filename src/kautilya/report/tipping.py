"""Tipping points in plain text: shares along a premise, and where what turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from kautilya.report.paper import Paper
from kautilya.study.deciding import Subject
from kautilya.study.tipping import Course, Flip, Swept, Tipping
from kautilya.study.wording import percent, percent_range, printable

CELL = 6
"""Cells of one value in the table."""

WIDEST = 30
"""Cells of the names in the table."""

RARE = 0.05
"""An option that is chosen in a smaller share of worlds throughout has no row."""


def tipping_lines(found: Tipping, paper: Paper) -> list[Text]:
    """Shares along a premise and what turns, line by line.

    Parameters
    ----------
    found
        What was found.
    paper
        How wide, and with which signs.
    """
    turning = [course for course in found.courses if course.flips]
    shown = [c for c in found.courses if c.flips or c.decision] or list(found.courses[:3])
    return [
        *heading_lines(found.subject, paper),
        *swept_lines(found.swept, paper),
        Text(""),
        *_table(found, shown, paper),
        Text(""),
        *(line for course in turning for line in _turns(course, found.swept, paper)),
        *_still(found, paper),
    ]


def heading_lines(subject: Subject, paper: Paper) -> Iterator[Text]:
    """What was asked about, and in which worlds."""
    by = ", ".join(filter(None, (printable(subject.publisher), str(subject.year or ""))))
    title = printable(subject.title or subject.case)
    head = f'in this encoding of "{title}"' + (f" ({by})" if by else "")
    yield from paper.wrap(f"{head}   {subject.case}@{subject.case_hash[:7]}", hang=2)
    where = f"   in {subject.scenario}" if subject.scenario else ""
    worlds = f"{subject.worlds:,} worlds as authored, the same ones at every value"
    yield from paper.wrap(f"seed {subject.seed}   {worlds}{where}", hang=2)
    yield Text("")


def swept_lines(swept: Swept, paper: Paper) -> Iterator[Text]:
    """What is moved, from where to where, and where it stands today."""
    says = f"  {printable(swept.says)}" if swept.says else ""
    parts = [swept.status, *map(printable, swept.sources), f"line {swept.line}"]
    place = "  ".join(filter(None, parts))
    text = Text.assemble((swept.name, "bold"), says, (f"   {place}", "dim"))
    yield from paper.wrap(text, hang=4)
    yield from paper.wrap(_range(swept), indent=2, hang=4)
    if swept.believed_by:
        who = " and ".join(f"{actor}.believes.{swept.name}" for actor in swept.believed_by)
        text = Text(f"only the facts are moved: what is believed stays ({who})")
        yield from paper.wrap(text, indent=2, hang=4)
    if swept.tied:
        yield from paper.wrap(
            f"tied to it by `corr`, and drawn as authored all the same: {', '.join(swept.tied)}",
            indent=2,
            hang=4,
        )


def _range(swept: Swept) -> str:
    if swept.is_chance:
        return f"so or not; today {percent(swept.today)}, {swept.today_is}"
    unit = "" if swept.unit in ("", "share") else f" {swept.unit}"
    span = f"{number(swept.low)} to {number(swept.high)}{unit}"
    if swept.declared is None:
        text = f"swept from {span}; it has no range"
    elif swept.is_beyond:
        low, high = map(number, swept.declared)
        text = f"swept from {span}, beyond its range {low} to {high}"
    elif (swept.low, swept.high) != swept.declared:
        low, high = map(number, swept.declared)
        text = f"swept from {span}, a part of its range {low} to {high}"
    else:
        text = f"range {span}"
    return f"{text}; today {number(swept.today)}, {swept.today_is}"


# -- the table ------------------------------------------------------------------------------------


def _table(found: Tipping, shown: Sequence[Course], paper: Paper) -> Iterator[Text]:
    """A row of shares for each question that turns, and for each option of a choice."""
    swept = found.swept
    rows = [row for course in shown for row in _rows(course, paper)]
    width = min(WIDEST, max([len(name) for name, _, _ in rows] + [len(swept.name)]))
    width += swept.is_chance  # `not so` fills its cell.
    room = max(2, (paper.width - 2 - width) // CELL)
    values = _columns(found.grid, swept.today, room)
    heads = [_column(value, swept) for value in values]
    yield Text.assemble("  ", (_fit(swept.name, width), "cyan"), *(f"{h:>{CELL}}" for h in heads))
    if swept.today in values and not swept.is_chance:
        mark = " " * (2 + width + CELL * (values.index(swept.today) + 1) - len("today"))
        yield Text(f"{mark}today", style="dim")
    for name, course, cells in rows:
        line = Text.assemble("  ", (_fit(name, width), "bold" if course else ""))
        places = {value: place for place, value in enumerate(course.values)} if course else {}
        for value in values if course else ():
            place = places.get(value)
            line.append_text(_right(cells[place] if place is not None else Text("")))
        yield line
    yield from paper.wrap(Text(_legend(shown, paper), style="dim"), indent=2, hang=2)


Row = tuple[str, Course | None, Sequence[Text]]
"""A name, the course that its cells are of, and a cell for each value of that course."""


def _rows(course: Course, paper: Paper) -> Iterator[Row]:
    if course.decision:
        yield course.name, None, ()
        for option, shares in course.shares.items():
            if max((s for s in shares if s is not None), default=0.0) < RARE:
                continue
            leads = [answer == option for answer in course.answers]
            cells = [_share(s, "*" if lead else " ") for s, lead in zip(shares, leads, strict=True)]
            yield f"  {option}", course, cells
        return
    signs = {"passes": (paper.glyphs.passes, "green"), "fails": (paper.glyphs.contradicted, "red")}
    yield (
        course.name,
        course,
        [
            _share(share, *signs[answer], signed=course.stated.startswith("irrelevant"))
            for share, answer in zip(course.shares["holds"], course.answers, strict=True)
        ],
    )


def _share(share: float | None, mark: str, style: str = "", *, signed: bool = False) -> Text:
    if share is None:
        return Text.assemble("none", (mark, style))
    words = f"{100 * share:+.0f}" if signed else percent(share)
    return Text.assemble(words, (mark, style))


def _right(cell: Text) -> Text:
    return Text.assemble(" " * max(0, CELL + 1 - len(cell.plain) - 1), cell)


def _columns(grid: Sequence[float], today: float, room: int) -> list[float]:
    """As many values of the grid as there is room for, both ends and today's among them."""
    if len(grid) <= room:
        return list(grid)
    step = (len(grid) - 1) / (room - 1)
    chosen = {grid[round(n * step)] for n in range(room)}
    if today in grid and today not in chosen:
        inner = sorted(chosen)[1:-1] or sorted(chosen)[:1]
        chosen.discard(min(inner, key=lambda value: abs(value - today)))
        chosen.add(today)
    return sorted(chosen)


def _column(value: float, swept: Swept) -> str:
    if swept.is_chance:
        return "so" if value else "not so"
    return number(value, 2) if len(number(value)) >= CELL else number(value)


def _fit(name: str, width: int) -> str:
    return f"{name:<{width}}" if len(name) <= width else f"{name[: width - 2]}.."


def _legend(shown: Sequence[Course], paper: Paper) -> str:
    glyphs = paper.glyphs
    parts = []
    if any(course.decision for course in shown):
        parts.append("shares of worlds that choose the option; * the most")
    if any(not course.decision for course in shown):
        parts.append(f"shares of worlds in which it holds; {glyphs.passes} passes as stated")
    return "; ".join(parts)


# -- sentences ------------------------------------------------------------------------------------


def _turns(course: Course, swept: Swept, paper: Paper) -> Iterator[Text]:
    """What a question answers from where to where, and each flip."""
    who = f"{whose(course.owner, course.by)}: " if course.decision else ""
    head = Text.assemble((course.name, "bold"), f"  {who}{_course_of(course, swept)}")
    yield from paper.wrap(head, hang=4)
    if not course.decision:
        yield from paper.wrap(Text(_about(course), style="dim"), indent=4, hang=4)
    for flip in course.flips:
        yield from paper.wrap(_flip(flip, swept), indent=4, hang=6)


def whose(owner: str, by: str) -> str:
    """Whose choice it is, and how it is asked.

    Examples
    --------
    >>> whose("Harbour board", "best")
    "Harbour board's choice in most worlds, all others as they stand"
    """
    how = {"best": "all others as they stand", "foresees": "the others' answers thought through"}
    return f"{printable(owner)}'s choice in most worlds, {how[by]}"


def _about(course: Course) -> str:
    """What a proposition says, and where."""
    where = [*map(printable, course.sources), f"line {course.line}", f"stated: {course.stated}"]
    where += [f"in {course.scenario}"] if course.scenario else []
    return ", ".join([printable(course.says), *where])


def _course_of(course: Course, swept: Swept) -> str:
    """The answers from the lowest value to the highest."""
    value = (lambda at: percent(at)) if swept.is_chance else number
    words, flips = [], course.flips
    for place, flip in enumerate(flips):
        since = f"from {value(flips[place - 1].at)} " if place else ""
        words.append(f"{flip.before} {since}{'to' if place else 'up to'} {value(flip.at)}")
    words.append(f"{flips[-1].after} above")
    text = ", ".join(words)
    return f"by the chance that it is so: {text}" if swept.is_chance else text


def _flip(flip: Flip, swept: Swept) -> str:
    """One flip: how far from today, how certain, and where single worlds flip."""
    parts = [f"{_at(flip.at, swept)}: {_away(flip, swept)}", _error(flip, swept)]
    if flip.worlds is not None and flip.flipping is not None:
        low, high = map(number, flip.worlds)
        where = f"at {low}" if low == high else f"from {low} to {high}"
        parts.append(
            f"single worlds flip so {where} (5-95% of the {percent(flip.flipping)} that do)"
        )
    elif flip.flipping is not None:
        parts.append(f"it decides in {percent(flip.flipping)} of worlds")
    return "; ".join(parts)


def _at(value: float, swept: Swept) -> str:
    return percent(value) if swept.is_chance else number(value)


def _away(flip: Flip, swept: Swept) -> str:
    """How far a flip is from today."""
    length = abs(flip.at - flip.today)
    today = _at(flip.today, swept)
    if _at(flip.at, swept) == today:
        return f"where it stands today ({today})"
    side = "above" if flip.at > flip.today else "below"
    if swept.is_chance:
        points = round(100 * length)
        return f"{points} {'point' if points == 1 else 'points'} {side} today's {today}"
    of = "its range" if swept.declared is not None else "what was swept"
    return f"{number(length, 2)} {side} today's {today}, {percent(abs(flip.distance))} of {of}"


def _error(flip: Flip, swept: Swept) -> str:
    low, high = flip.error
    words = f"{_at(low, swept)} to {_at(high, swept)}"
    below, above = flip.error_open
    beyond = " and beyond" if below or above else ""
    return f"Monte Carlo error, 95%: {words}{beyond}"


def _still(found: Tipping, paper: Paper) -> Iterator[Text]:
    """What does not turn: all of it in a sentence, and what moves most."""
    still = [course for course in found.courses if not course.flips]
    turning = len(found.courses) - len(still)
    swept = found.swept
    between = (
        "whether it is so or not"
        if swept.is_chance
        else f"between {number(swept.low)} and {number(swept.high)}"
    )
    if not turning:
        yield from paper.wrap(f"{swept.name} turns nothing {between}", hang=2)
    choices = [course for course in still if course.decision]
    for course in choices:
        spans = [s for s in course.shares.get(course.authored_answer, ()) if s is not None]
        span = f", in {percent_range(min(spans), max(spans))} of worlds" if spans else ""
        yield from paper.wrap(f"{course.name} stays {course.answers[0]}{span}", indent=2, hang=4)
    claims = [course for course in still if not course.decision]
    if claims:
        most = max(claims, key=lambda course: course.moves[1] - course.moves[0])
        yield from paper.wrap(_most(claims, most, other=bool(turning)), indent=2, hang=4)
    left = max((course.left_out for course in found.courses), default=0.0)
    if left >= 0.005:
        yield from paper.wrap(
            f"worlds without an answer are left out: at most {percent(left)}", indent=2, hang=4
        )
    if found.unmoved:
        number_of = "one question does" if found.unmoved == 1 else f"{found.unmoved} questions do"
        yield from paper.wrap(Text(f"{number_of} not depend on it", style="dim"), indent=2, hang=4)


def _most(claims: Sequence[Course], most: Course, *, other: bool) -> str:
    """How far the propositions move that do not turn."""
    low, high = most.moves
    if most.stated.startswith("irrelevant"):
        moves = f"its difference moves from {100 * low:+.0f} to {100 * high:+.0f} points"
    elif round(100 * low) == round(100 * high):
        moves = f"it holds in {percent(low)} of worlds throughout"
    else:
        moves = f"it holds in {percent_range(low, high)} of worlds"
    word = "passes" if most.answers[0] == "passes" else "fails"
    if len(claims) == 1:
        return f"{most.name} {word} throughout: {moves}"
    more = "other " if other else ""
    return (
        f"{len(claims)} {more}propositions that depend on it do not turn; {most.name} moves most "
        f"and {word} throughout: {moves}"
    )


def number(value: float, digits: int = 3) -> str:
    """A number with few digits.

    Examples
    --------
    >>> number(0.24666), number(12.0), number(1234.5)
    ('0.247', '12', '1,234')
    """
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.{digits}g}"
