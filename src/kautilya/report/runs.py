"""Runs that were kept: the list of them, one manifest, and what differs between two."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.text import Text

from kautilya.report.paper import Paper
from kautilya.report.terminal import counted
from kautilya.study.compare import Changed, asked_apart, found_apart
from kautilya.study.manifest import Manifest, State
from kautilya.study.wording import printable

_COLOURS = {State.FINISHED: "green", State.RUNNING: "cyan", State.INTERRUPTED: "yellow"}


def list_lines(manifests: Sequence[Manifest]) -> list[Text]:
    """One line for each run."""
    return [_line(manifest) for manifest in manifests]


def _line(manifest: Manifest) -> Text:
    passes = sum(manifest.verdicts.values())
    found = f"{passes} of {len(manifest.verdicts)} pass"
    parts = [
        f"{counted(manifest.worlds, 'world')}",
        f"seed {manifest.seed}",
        *([f"scenario {printable(manifest.scenario)}"] if manifest.scenario else []),
        *([found] if manifest.state == State.FINISHED else []),
    ]
    return Text.assemble(
        (manifest.id, "bold"),
        f"  {when(manifest.started)}  ",
        (f"{manifest.state:<11}", _COLOURS.get(manifest.state, "red")),
        f"  {printable(manifest.case)}@{manifest.case_hash[:7]}  ",
        "  ".join(parts),
    )


def when(moment: str) -> str:
    """A moment in UTC, to the minute.

    Examples
    --------
    >>> when("2021-11-27T09:30:12.345Z")
    '2021-11-27 09:30Z'
    """
    return f"{moment[:10]} {moment[11:16]}Z" if moment else ""


def manifest_lines(manifest: Manifest, paper: Paper) -> list[Text]:
    """All that a manifest says."""
    libraries = ", ".join(f"{name} {number}" for name, number in manifest.libraries.items())
    chosen = "all" if manifest.selection is None else ", ".join(manifest.selection)
    rows = {
        "run": f"{manifest.id}, {manifest.state}",
        "case": f"{manifest.case}, {manifest.file}",
        "content": manifest.case_hash,
        "seed": f"{manifest.seed}, {counted(manifest.worlds, 'world')}",
        "yardstick": f"{manifest.yardstick}, {manifest.yardstick_version}",
        "scenario": manifest.scenario or "none",
        "tested": f"{chosen}{'' if manifest.removals else ', without removals'}",
        "program": f"kautilya {manifest.version}, Python {manifest.python}, {libraries}",
        "evaluator": manifest.evaluator,
        "command": " ".join(("kautilya", *manifest.command)),
        "began": f"{when(manifest.started)}{_again(manifest.resumed)}",
        "ended": when(manifest.ended) or "not yet",
        "result": manifest.result_hash or "none",
    }
    lines = []
    for name, words in rows.items():
        lines += paper.wrap(Text.assemble((f"{name:<11}", "dim"), printable(words)), hang=11)
    return lines


def _again(resumed: int) -> str:
    return f", taken up again {counted(resumed, 'time')}" if resumed else ""


def diff_lines(
    one: Manifest,
    other: Manifest,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    paper: Paper,
) -> list[Text]:
    """What differs between two runs.

    Parameters
    ----------
    one, other
        Their manifests.
    before, after
        Their dossiers as plain JSON.
    paper
        How wide, and with which signs.
    """
    arrow = paper.glyphs.arrow
    lines = [Text(f"{one.id} {arrow} {other.id}", "bold")]
    asked = asked_apart(one, other)
    if not asked:
        lines += paper.wrap("asked alike: the same content, seed, worlds, version and yardstick")
    for words, (old, new) in asked.items():
        text = f"{words}: {_told(old)} {arrow} {_told(new)}"
        lines += paper.wrap(printable(text), indent=2, hang=6)
    found = found_apart(before, after)
    lines.append(Text(""))
    if not found:
        lines += paper.wrap("no verdict and no share differs")
    for change in found:
        lines += paper.wrap(_change(change, arrow), indent=2, hang=6)
    same = one.result_hash == other.result_hash
    lines += paper.wrap(f"result {one.result_hash} {'is the same' if same else 'differs'}", hang=2)
    return lines


def _change(change: Changed, arrow: str) -> str:
    if change.before is None or change.after is None:
        there = change.after or change.before
        assert there is not None
        which = "first" if change.after is None else "second"
        return f"{change.id}: only in the {which} run, {there[0]}"
    (fit, standing, share), (fit_after, standing_after, share_after) = change.before, change.after
    parts = [fit if fit == fit_after else f"{fit} {arrow} {fit_after}"]
    if standing != standing_after:
        parts.append(f"{standing} {arrow} {standing_after}")
    if share != share_after:
        parts.append(f"{_share(share)} {arrow} {_share(share_after)} of worlds")
    return f"{change.id}: {'   '.join(parts)}"


def _share(share: float | None) -> str:
    """A share to a tenth of a per cent: two runs may lie closer than a whole one."""
    return "none" if share is None else f"{100 * share:.1f}%"


def _told(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {number}" for name, number in value.items())
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "all" if value is None else str(value)
    return text[:12] if len(text) == 64 else text
