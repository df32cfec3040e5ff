"""What a case says of a conflict (KC651-KC659, KC805, and KC2.. in its conditions)."""

from __future__ import annotations

from collections.abc import Iterator

from kautilya.case.conflict.flaw import Flaw
from kautilya.case.conflict.form import resolve
from kautilya.case.entries import options
from kautilya.case.names import Names, owner
from kautilya.case.places import Places
from kautilya.case.schema import Case
from kautilya.diagnostics import Diagnostic
from kautilya.source import Path

SHAPES = ("states", "infeasible", "irreversible", "moves", "misperceived")
"""Sections that shape the graph of a conflict, whatever says what actors want."""

DYNAMICS = (
    "stocks",
    "auxiliaries",
    "transfers",
    "mechanisms",
    "events",
    "interests",
    "beliefs",
    "scenarios",
    "propositions",
    "hypotheses",
    "evidence",
)
"""Sections of a model over time."""


def has_conflict(case: Case) -> bool:
    """Whether a case says anything of a conflict."""
    return case.is_conflict or any(
        getattr(case, section) for section in (*SHAPES, "today", "published")
    )


def check_conflict(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Everything that a case says of states, of who prefers which, and of moves between them."""
    yield from _beside(case, places)
    if not has_conflict(case):
        return
    form, flaws, others = resolve(case, places.tree.file, names.set_aside)
    for flaw in flaws:
        yield _located(flaw, places)
    yield from others
    if case.is_conflict:
        yield from _without(case, names, places)
    elif form is not None and not {"preferences", "payoffs"} & {
        part for pair in names.set_aside for part in pair
    }:
        for state in form.grid.merged:
            name = form.grid.label(state)
            yield Diagnostic(
                "KC659",
                f"the state '{name}' covers several profiles, and the case has a model over time",
                places.key(("states", name)),
                "each profile has payoffs of its own, so each is a state of its own",
                "give each of its profiles a name, or none",
            )
        for actor in case.moves:
            if actor in case.actors and actor not in map(owner, case.decisions):
                yield Diagnostic(
                    "KC657",
                    f"moves are given to {actor}, who decides nothing",
                    places.key(("moves", actor)),
                    "in a model over time, states are profiles, and one who moves between them "
                    "changes a decision",
                    f"give {actor} a decision, or take its moves out",
                )


def _beside(case: Case, places: Places) -> Iterator[Diagnostic]:
    """Preferences and payoffs, or either beside a model over time."""
    if not case.is_conflict:
        return
    given = "preferences" if case.preferences else "payoffs"
    if case.preferences and case.payoffs is not None:
        yield Diagnostic(
            "KC654",
            "the case has both preferences and payoffs",
            places.key(("payoffs",)),
            "either says all of what actors want",
            "take one of the two out",
        )
    for section in DYNAMICS:
        if getattr(case, section):
            yield Diagnostic(
                "KC654",
                f"the case has {given}, and {section} beside them",
                places.key((section,)),
                f"{given} say of each state at once what actors want; a model over time says what "
                "each profile comes to",
                f"take `{section}` out; or take `{given}` out, and let `interests` value the "
                "profiles",
            )
    for decision, option, entry in options(case):
        for key, content in (
            ("if", entry.if_),
            ("does", entry.does),
            ("persuades", entry.persuades),
        ):
            if content:
                yield Diagnostic(
                    "KC654",
                    f"the case has {given}, and the option '{decision}.{option}' has `{key}`",
                    places.key(("decisions", decision, "options", option, key)),
                    f"{given} say of each state at once what actors want",
                    f"take `{key}` out, or keep what it says in `says`",
                )


def _without(case: Case, names: Names, places: Places) -> Iterator[Diagnostic]:
    """Actors who move and of whom nothing says what they want."""
    if isinstance(case.payoffs, str):
        return
    section = "preferences" if case.preferences else "payoffs"
    given = {*case.preferences, *(case.payoffs or ()), *names.unknowable}
    movers = case.moves or dict.fromkeys(map(owner, case.decisions))
    for actor in case.actors:
        if actor in movers and actor not in given:
            yield Diagnostic(
                "KC654",
                f"{actor} moves, and has no {section}",
                places.key((section,)),
                "whether a state is stable for an actor hangs on what it would rather have",
                f"add {actor} to `{section}`; one who minds nothing "
                + (
                    "has zeros alone"
                    if section == "payoffs"
                    else f'ties all states: {actor}: ["{"-" * len(case.decisions)}"]'
                    if case.decisions
                    else "ties all states in one pair of brackets"
                ),
            )


def _located(flaw: Flaw, places: Places) -> Diagnostic:
    """A flaw with its place in the file."""
    path = placed(flaw.path, places)
    if flaw.key:
        span = places.key(path)
    elif flaw.length:
        text = places.tree.raw(places.source_path(path))
        span = (
            places.value(path) if text is None else places.inside(path, text, flaw.at, flaw.length)
        )
    else:
        span = places.value(path)
    return Diagnostic(flaw.code, flaw.message, span, flaw.why, flaw.help)


def placed(path: Path, places: Places) -> Path:
    """The path in the file of what stands at a path of the case with every short form written out.

    A list of one may stand as its member, and what `is` or `ranking` holds may stand in its place.
    """
    found: Path = ()
    # `source_path` knows of names that stood in a list.
    here = places.tree.data
    for step in path:
        following = places.source_path((*found, step))
        try:
            value = places.tree.data
            for part in following:
                value = value[part]
        except (KeyError, IndexError, TypeError):
            if step in ("is", "ranking") or not isinstance(here, dict | list):
                continue
            return (*found, step)
        found, here = (*found, step), value
    return found
