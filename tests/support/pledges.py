"""Random cases with threats, promises and causes, and queries about them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hypothesis import strategies as st

from .models import beliefs, models, number, some_options
from .questions import LEVELS, queries

PLEDGES = ("self_enforcing", "empty", "flips", "share_of")


@st.composite
def pledged(draw: st.DrawFn, game: str = "any") -> dict[str, Any]:
    """A random case with a threat, a promise, and premises that can be taken away."""
    data = draw(models(game=game))
    for entry in data["premises"].values():
        if draw(st.booleans()):
            entry["off"] = draw(number(0, 1))
    options = [(d, o) for d, entry in data["decisions"].items() for o in entry["options"]]
    threat = draw(st.sampled_from(options))
    entry = data["decisions"][threat[0]]["options"][threat[1]]
    entry["if"] = f"{draw(st.sampled_from([*data['stocks']]))} > {draw(number(0, 1))} + 0.00137"
    entry.setdefault("does", {draw(st.sampled_from([*data["stocks"]])): draw(number(-1, 1))})
    deeds = [d for d, entry in data["decisions"].items() if len(entry["options"]) > 1]
    if deeds:
        deed = draw(st.sampled_from(deeds))
        actor = deed.partition(".")[0]
        word, option = draw(st.sampled_from([p for p in options if p[0].startswith(f"{actor}.")]))
        kept = (
            option if word == deed else draw(st.sampled_from([*data["decisions"][deed]["options"]]))
        )
        promise = data["decisions"][word]["options"][option]
        whom = draw(st.lists(st.sampled_from([*data["actors"]]), min_size=1, unique=True))
        promise["persuades"] = {
            name: draw(beliefs(data["premises"], data["mechanisms"])) for name in whom
        }
        promise["keeps"] = f"{deed} is {kept}"
        if draw(st.booleans()):
            promise["exposed"] = draw(st.sampled_from(["unlikely", "roughly even", 1.0, 0.0]))
    return data


def named(data: dict[str, Any], held: Collection[str]) -> list[tuple[str, set[str]]]:
    """Threats and promises that can be asked about, each with the decisions that it compares."""
    found = []
    for decision, entry in data["decisions"].items():
        for option, inner in entry["options"].items():
            if "keeps" in inner and inner.get("persuades"):
                about = {decision, inner["keeps"].partition(" is ")[0]}
            elif "if" in inner and option != entry["now"]:
                about = {decision}
            else:
                continue
            if not about & set(held):
                found.append((f"{decision}.{option}", about))
    return found


def causes(data: dict[str, Any]) -> list[str]:
    """Everything that can be taken away as a cause."""
    return [
        *data["mechanisms"],
        *data["decisions"],
        *(p for p, entry in data["premises"].items() if "off" in entry),
        *(
            f"{decision}.{option}"
            for decision, entry in data["decisions"].items()
            for option, inner in entry["options"].items()
            if inner.get("does")
        ),
    ]


@st.composite
def pledge_queries(
    draw: st.DrawFn, data: dict[str, Any], kind: str, held: Collection[str] = ()
) -> str | None:
    """A query of one of these kinds; None where the case has nothing to ask about."""
    free = {d: entry for d, entry in data["decisions"].items() if d not in held}
    if kind == "share_of":
        about, of = draw(queries(data, ("payoff", "gain", *LEVELS, "likes", "cycles"), held))
        liked = of.partition(", ")[2].partition(" is ")[0] if of.startswith("likes") else ""
        cause = draw(st.sampled_from([c for c in causes(data) if c not in (liked, about)] or [""]))
        return f"share_of({of}, {cause})" if cause else None
    if kind == "self_enforcing":
        subjects = [(name, set()) for name in data["agreements"]]
    elif kind == "empty":
        subjects = named(data, held)
    else:
        moved = [
            p for p, entry in data["premises"].items() if "range" in entry or "chance" in entry
        ]
        subjects = [(f"{p}, {d}", {d}) for p in moved for d in free]
    if not subjects:
        return None
    subject, about = draw(st.sampled_from(subjects))
    others = {d: entry for d, entry in free.items() if d not in about}
    conditions = draw(some_options(others, 0, 1)) if others else {}
    arguments = [subject, *(f"{d} is {o}" for d, o in conditions.items())]
    if draw(st.booleans()):
        arguments.append(f"within={draw(st.integers(1, data['horizon']))}")
    if draw(st.booleans()):
        arguments.append(f"seen_by={draw(st.sampled_from([*data['actors'], 'facts']))}")
    return f"{kind}({', '.join(arguments)})"
