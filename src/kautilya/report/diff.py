"""Two versions of a case held against each other, in plain text."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text

from kautilya.report.paper import Paper, joined
from kautilya.study.diff import Change, Diff, Edit, Share
from kautilya.study.wording import listed, percent, printable

MOST_EDITS = 4
"""Edits that are shown for each proposition."""


def diff_lines(found: Diff, paper: Paper) -> list[Text]:
    """The comparison, line by line.

    Parameters
    ----------
    found
        What was found.
    paper
        How wide, and with which signs.
    """
    return [
        *_heading(found, paper),
        *_edits(found, paper),
        *_changes(found, paper),
        *_closing(found, paper),
    ]


def _heading(found: Diff, paper: Paper) -> Iterator[Text]:
    title = printable(found.title or found.case)
    yield from paper.wrap(f'two encodings of "{title}"', hang=2)
    yield from paper.wrap(f"before  {found.before}", hang=8)
    yield from paper.wrap(f"after   {found.after}", hang=8)
    yield from paper.wrap(f"seed {found.seed}   {found.worlds:,} worlds as authored", hang=2)
    yield Text("")


def _edits(found: Diff, paper: Paper) -> Iterator[Text]:
    if not found.edits:
        yield Text("no entry that a result depends on was edited")
        yield Text("")
        return
    yield Text.assemble(("edits", "bold"))
    for edit in found.edits:
        text = Text.assemble((edit.name, "cyan"), f" {edit.kind}: {_what(edit, paper)}")
        if edit.with_:
            text.append(f" (with {listed(edit.with_)})", "dim")
        yield from paper.wrap(text, indent=2, hang=6)
    yield Text("")


def _what(edit: Edit, paper: Paper) -> str:
    if edit.kind == "changed":
        return printable(
            f"{edit.before or 'nothing'} {paper.glyphs.arrow} {edit.after or 'nothing'}"
        )
    return printable(edit.after or edit.before)


def _changes(found: Diff, paper: Paper) -> Iterator[Text]:
    turned = [change for change in found.changes if change.turned]
    moved = [change for change in found.changes if not change.turned]
    for title, changes in (("verdicts that changed", turned), ("shares that moved", moved)):
        if changes:
            yield Text.assemble((title, "bold"))
            for change in changes:
                yield from _change(change, found, paper)
            yield Text("")


def _change(change: Change, found: Diff, paper: Paper) -> Iterator[Text]:
    arrow = paper.glyphs.arrow
    before = f"{change.fit_before} {_share(change.share_before)}".strip()
    after = f"{change.fit_after} {_share(change.share_after)}".strip()
    text = Text.assemble(
        (change.name, "cyan"), f"  {printable(change.says)}  {before} {arrow} {after}"
    )
    if change.after_seeing:
        text.append("  edited after seeing results", "yellow")
    yield from paper.wrap(text, indent=2, hang=6)
    if change.rewritten:
        yield from paper.wrap("the claim itself was edited", indent=6, hang=8)
    if change.edits:
        shown: list[str | Text] = [_edit(e, paper) for e in change.edits[:MOST_EDITS]]
        more = len(change.edits) - len(shown)
        shown += [f"{more} more"] if more else []
        by = joined(shown, f" {paper.glyphs.dot} ")
        yield from paper.wrap(Text.assemble(("by ", "dim"), by), indent=6, hang=9)
    elif not change.rewritten and found.edits:
        yield from paper.wrap("no edit alone moves it: only several together", indent=6, hang=8)


def _edit(edit: Share, paper: Paper) -> Text:
    arrow = paper.glyphs.arrow
    parts = []
    if edit.alone is not None:
        parts.append(f"alone {_share(edit.base)} {arrow} {_share(edit.alone)}")
    if edit.without is not None:
        parts.append(f"all but this {_share(edit.without)}")
    turns = ", turns the verdict" if edit.turns else ""
    return Text(f"{edit.edit} ({', '.join(parts)}{turns})")


def _share(share: float | None) -> str:
    if share is None:
        return ""
    return f"{share:+.2f}" if share < 0.0 else percent(share)


def _many(number: int, what: str, rest: str) -> str:
    return f"{number} {what if number == 1 else what + 's'} {rest}"


def _closing(found: Diff, paper: Paper) -> Iterator[Text]:
    dot = f" {paper.glyphs.dot} "
    parts = [
        _many(sum(c.turned for c in found.changes), "verdict", "changed"),
        _many(sum(not c.turned for c in found.changes), "share", "moved by more than a tenth"),
        _many(found.same, "proposition", "as before"),
    ]
    if found.added:
        parts.append(f"added: {listed(found.added)}")
    if found.removed:
        parts.append(f"taken out: {listed(found.removed)}")
    yield from paper.wrap(dot.join(parts), hang=2)
    if found.seen:
        yield from paper.wrap(
            Text(f"the results before the edits had been seen: {found.seen}", style="dim"), hang=2
        )
    note = "edits are made one at a time to the first, on its first 500 worlds as authored"
    yield from paper.wrap(Text(note, style="dim"), hang=2)
