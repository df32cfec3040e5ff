"""Random queries, claims and propositions about a random case."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hypothesis import strategies as st

from .models import number, some_options

CHOICES = ("best", "settled", "foresees")
TRUTHS = ("likes", "acts", "cycles")
NUMBERS = ("payoff", "gain")
LEVELS = ("final", "average", "peak")


@st.composite
def queries(
    draw: st.DrawFn,
    data: dict[str, Any],
    kinds: Collection[str],
    held: Collection[str] = (),
    views: Collection[str] | None = None,
) -> tuple[str, str]:
    """A query's subject and text; conditions leave alone the decisions that are held.

    At least one decision is free. Where `views` are given, `seen_by` names one of them.
    """
    free = {d: entry for d, entry in data["decisions"].items() if d not in held}
    kind = draw(st.sampled_from(sorted(kinds)))
    least = int(kind in ("likes", "gain"))
    # Few, so that something is left to settle.
    conditions = draw(some_options(free, least, draw(st.integers(least, least + 1))))
    arguments = [f"{d} is {o}" for d, o in conditions.items()]
    if kind in CHOICES or kind in ("acts", "cycles"):
        subject = draw(st.sampled_from([*free]))
        if kind in ("best", "foresees", "acts"):
            arguments = [f"{d} is {o}" for d, o in conditions.items() if d != subject]
    elif kind in LEVELS:
        variables = [*data["premises"], *data["stocks"], *data["events"], "auxiliary0", "transfer0"]
        subject = draw(st.sampled_from(variables))
    else:
        subject = draw(st.sampled_from([*data["actors"]]))
        if kind == "payoff" and draw(st.booleans()):
            subject += ".interest0"
        if kind == "gain":
            arguments = [f"to={arguments[0]}", *(arguments[1:])]
            decision, option = draw(st.sampled_from([*draw(some_options(free, least=1)).items()]))
            if draw(st.booleans()):
                arguments.append(f"instead_of={decision} is {option}")
        elif kind == "likes" and draw(st.booleans()):
            decision = next(iter(conditions))
            option = draw(st.sampled_from([*free[decision]["options"]]))
            arguments.append(f"instead_of={decision} is {option}")
    # What is named stands behind what is not.
    arguments.sort(key=lambda text: "=" in text)
    if draw(st.booleans()):
        arguments.append(f"within={draw(st.integers(1, data['horizon']))}")
    if views is not None or draw(st.booleans()):
        seen = [*data["actors"], "facts"] if views is None else [*views]
        arguments.append(f"seen_by={draw(st.sampled_from(seen))}")
    return subject, f"{kind}({', '.join([subject, *arguments])})"


ALL = (*CHOICES, *TRUTHS, *NUMBERS, *LEVELS)


@st.composite
def claims(
    draw: st.DrawFn,
    data: dict[str, Any],
    held: Collection[str] = (),
    kinds: Collection[str] = ALL,
    views: Collection[str] | None = None,
    depth: int = 2,
) -> str:
    """A random claim: comparisons of queries joined by and, or, not, if."""

    def inner() -> str:
        return draw(claims(data, held, kinds, views, depth - 1))

    word = draw(st.sampled_from(["alone", "not", "and", "or", "if"])) if depth else "alone"
    match word:
        case "not":
            return f"not ({inner()})"
        case "and" | "or":
            return f"({inner()}) {word} ({inner()})"
        case "if":
            return f"(({inner()}) if ({inner()}) else ({inner()}))"
    if draw(st.integers(0, 7)) == 0:
        return f"{draw(st.sampled_from([*data['premises']]))} > {draw(number(0, 1))} + 0.00137"
    subject, text = draw(queries(data, kinds, held, views))
    kind = text.partition("(")[0]
    if kind in TRUTHS:
        return text
    if kind in CHOICES:
        options = [*data["decisions"][subject]["options"]]
        wanted = draw(st.lists(st.sampled_from(options), min_size=1, unique=True))
        if len(wanted) == 1:
            return f"{text} is {draw(st.sampled_from(['', 'not ']))}{wanted[0]}"
        return f"{text} {draw(st.sampled_from(['', 'not ']))}in [{', '.join(wanted)}]"
    # Thresholds with odd digits are met by no value but for rounding.
    sign = draw(st.sampled_from("<>"))
    return f"{text} {sign} {draw(number(-0.5, 1))} + 0.00137"


@st.composite
def propositions(draw: st.DrawFn, data: dict[str, Any], most: int = 4) -> dict[str, Any]:
    """Random propositions, in the case and in its scenario."""
    found: dict[str, Any] = {}
    for n in range(draw(st.integers(1, most))):
        entry: dict[str, Any] = {}
        held: dict[str, str] = {}
        if data["scenarios"] and draw(st.booleans()):
            entry["in"] = draw(st.sampled_from([*data["scenarios"]]))
            held = dict(c.split(" is ") for c in data["scenarios"][entry["in"]]["hold"])
        if draw(st.booleans()):
            others = {d: e for d, e in data["decisions"].items() if d not in held}
            own = draw(some_options(others, most=min(1, len(others) - 1)))
            entry["hold"] = [f"{d} is {o}" for d, o in own.items()]
            held |= own
        entry["claim"] = draw(claims(data, held))
        if draw(st.booleans()):
            entry["given"] = draw(claims(data, held, depth=0))
        if draw(st.booleans()):
            entry["voice"] = draw(st.sampled_from([*data["actors"]]))
        entry["because"] = draw(
            st.lists(st.sampled_from(removables(data)), unique=True, max_size=2)
        )
        entry["stated"] = draw(
            st.sampled_from(["likely", "could", "flat", "roughly even", "not necessarily"])
        )
        open_ones = [p for p, e in data["premises"].items() if "range" in e or "chance" in e]
        if open_ones and draw(st.integers(0, 3)) == 0:
            entry["stated"] = {"irrelevant": draw(st.sampled_from(open_ones))}
        found[f"claim{n}"] = entry
    return found


def removables(data: dict[str, Any]) -> list[str]:
    """Everything that can be taken away: mechanisms, `does`, beliefs and interests."""
    return [
        *data["mechanisms"],
        *(
            f"{decision}.{option}"
            for decision, entry in data["decisions"].items()
            for option, inner in entry["options"].items()
            if "does" in inner
        ),
        *(f"{actor}.believes.{name}" for actor, held in data["beliefs"].items() for name in held),
        *(f"{actor}.{row['id']}" for actor, rows in data["interests"].items() for row in rows),
    ]
