"""Random cases: one generator for every test that compares evaluators or states laws."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

UNARY = ("exp", "tanh", "logistic", "sqrt", "log", "step")
"""Functions of one argument that a random formula may call."""


def number(low: float = -2.0, high: float = 2.0) -> st.SearchStrategy[float]:
    """A number with few digits, so that failures read well."""
    return st.integers(int(low * 20), int(high * 20)).map(lambda n: n / 20)


@st.composite
def formula(
    draw: st.DrawFn, names: list[str], options: list[tuple[str, str]], *, tame: bool, depth: int = 3
) -> str:
    """A random formula over some names and options.

    A tame one is bounded, so that a stock that adds it up for months stays finite.
    """
    kinds = ["number", "name"] + (["is"] if options else [])
    if depth > 0:
        kinds += ["sum", "product", "call", "if", "min", "truth"]
        if not tame:
            kinds += ["quotient", "power"]
    kind = draw(st.sampled_from(kinds))
    inner = formula(names, options, tame=tame, depth=depth - 1)
    match kind:
        case "number":
            return repr(draw(number()))
        case "name":
            return draw(st.sampled_from(names)) if names else "0.5"
        case "is":
            decision, option = draw(st.sampled_from(options))
            return f"({decision} is {option})"
        case "sum":
            return f"({draw(inner)} {draw(st.sampled_from('+-'))} {draw(inner)})"
        case "product":
            return (
                f"({draw(inner)} * {draw(number())})"
                if tame
                else f"({draw(inner)} * {draw(inner)})"
            )
        case "quotient":
            return f"({draw(inner)} / {draw(inner)})"
        case "power":
            return f"(({draw(inner)}) ** {draw(st.sampled_from([2, 3, -1, 0.5]))})"
        case "call":
            function = draw(st.sampled_from(("tanh", "logistic", "step") if tame else UNARY))
            return f"{function}({draw(inner)})"
        case "min":
            return f"{draw(st.sampled_from(['min', 'max']))}({draw(inner)}, {draw(inner)})"
        case "truth":
            word = draw(st.sampled_from(["<", "<=", ">", "!="]))
            joined = draw(st.sampled_from(["and", "or"]))
            return f"({draw(inner)} {word} {draw(inner)} {joined} not {draw(inner)})"
        case _:
            return f"({draw(inner)} if {draw(inner)} > {draw(inner)} else {draw(inner)})"


@st.composite
def premise(draw: st.DrawFn) -> dict[str, Any]:
    """A fixed number, a range, a range with a likeliest value, or a chance."""
    low = draw(number(0, 1))
    high = low + draw(number(0.05, 1))
    kind = draw(st.sampled_from(["value", "range", "pert", "chance"]))
    form: dict[str, Any] = {
        "value": {"value": low},
        "range": {"range": [low, high]},
        "pert": {"value": (low + high) / 2, "range": [low, high]},
        "chance": {"chance": draw(st.sampled_from(["likely", "unlikely", "roughly even"]))},
    }[kind]
    return {"says": "a premise", "status": "judged", **form}


@st.composite
def models(draw: st.DrawFn, *, tame: bool = True) -> dict[str, Any]:
    """A random case as plain data: stocks, auxiliaries, events, decisions, beliefs, interests."""
    actors = draw(st.integers(1, 3))
    names = [f"actor{n}" for n in range(actors)]
    premises = {f"premise{n}": draw(premise()) for n in range(draw(st.integers(1, 3)))}
    decisions: dict[str, Any] = {}
    for n in range(draw(st.integers(1, 3))):
        options = [f"option{k}" for k in range(draw(st.integers(1, 3)))]
        decisions[f"{draw(st.sampled_from(names))}.decision{n}"] = {
            "now": draw(st.sampled_from(options)),
            "options": {option: {"says": option} for option in options},
        }
    chosen = [(d, o) for d, entry in decisions.items() for o in entry["options"]]
    stocks = {f"stock{n}": None for n in range(draw(st.integers(1, 3)))}
    events = {f"event{n}": None for n in range(draw(st.integers(0, 2)))}
    readable = [*premises, *stocks, *events]
    auxiliaries: dict[str, Any] = {}
    for n in range(draw(st.integers(1, 4))):
        text = draw(formula([*readable, *auxiliaries], chosen, tame=tame))
        auxiliaries[f"auxiliary{n}"] = {"is": text, "says": "an auxiliary"}
    everything = [*readable, *auxiliaries]

    def text(depth: int = 2) -> str:
        return draw(formula(everything, chosen, tame=tame, depth=depth))

    for name in stocks:
        stock: dict[str, Any] = {"start": draw(number(0, 1))}
        if draw(st.booleans()):
            stock |= {"toward": text(), "over": draw(st.integers(1, 6))}
        if draw(st.booleans()):
            stock["bounds"] = [-1.0, 1.5]
        stocks[name] = stock  # type: ignore[assignment]
    flowing = [name for name, stock in stocks.items() if stock and "toward" in stock]
    for name in events:
        ends = draw(st.lists(st.sampled_from([*decisions, "mechanism0"]), unique=True, max_size=2))
        then = {flowing[0]: "0.1"} if flowing and draw(st.booleans()) else {}
        events[name] = {"rate": draw(number(0, 0.5)), "ends": ends, "then": then}  # type: ignore[assignment]
    mechanisms: dict[str, Any] = {}
    for n in range(draw(st.integers(1, 4))):
        entry: dict[str, Any] = {
            "to": draw(st.sampled_from([*stocks, *events])),
            "status": "judged",
        }
        entry[draw(st.sampled_from(["adds", "scales"]))] = text()
        if draw(st.booleans()):
            entry["chance"] = draw(st.sampled_from(["likely", "very likely", "unlikely"]))
        mechanisms[f"mechanism{n}"] = entry
    for decision, option in chosen:
        if draw(st.booleans()):
            entry = decisions[decision]["options"][option]
            entry["does"] = {draw(st.sampled_from([*stocks])): text(1)}
            if draw(st.booleans()):
                entry["if"] = text(1)
    interests = {
        actor: [
            {
                "id": f"interest{k}",
                "name": "an interest",
                "value": text(),
                "anchors": [-1, 1.5],
                **({"absolute": True} if k == 0 and draw(st.booleans()) else {}),
            }
            for k in range(draw(st.integers(1, 3)))
        ]
        for actor in names
    }
    beliefs: dict[str, Any] = {}
    for actor in names:
        held: dict[str, Any] = {}
        if draw(st.booleans()):
            held[draw(st.sampled_from([*premises]))] = draw(
                st.sampled_from([0.25, [0.1, 0.9], {"chance": "likely"}])
            )
        if draw(st.booleans()):
            held["mechanism0"] = draw(st.sampled_from(["on", "off"]))
        if held:
            beliefs[actor] = held
    for name in premises:
        for actor in beliefs:
            form = beliefs[actor].get(name)
            if form == {"chance": "likely"} and "chance" not in premises[name]:
                beliefs[actor][name] = 0.75
    return {
        "language": 1,
        "case": "random",
        "horizon": draw(st.integers(1, 8)),
        "discount": draw(st.sampled_from([0.0, 0.05, 0.3])),
        "yardstick": "ICD 203",
        "actors": {name: {"name": name} for name in names},
        "premises": premises,
        "stocks": stocks,
        "auxiliaries": auxiliaries,
        "events": events,
        "mechanisms": mechanisms,
        "decisions": decisions,
        "interests": interests,
        "beliefs": beliefs,
    }
