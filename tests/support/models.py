"""Random cases: one generator for every test that compares evaluators or states laws."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

UNARY = ("exp", "tanh", "logistic", "sqrt", "log", "step")
"""Functions of one argument that a random formula may call."""


weight = st.sampled_from([-0.9, -0.4, 0.3, 0.7])
"""What a term is multiplied with that is meant to matter."""


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
def models(draw: st.DrawFn, *, tame: bool = True, game: str = "any") -> dict[str, Any]:
    """A random case as plain data, with an entry or more in every section but `propositions`.

    What actors want depends on what they choose, so that there is something to decide. In a game
    that is not any, the owners of the first two decisions play it with their first two options:

    - `quarrel`: one wants to do as the other does, the other does not: the settling often cycles.
    - `hunt`: neither moves alone and both gain together: the agreement `pact0` is often formed,
      unless a third party keeps it from being formed.
    """
    actors = [
        f"actor{n}" for n in range(draw(st.sampled_from([2, 3, 1] if game == "any" else [2, 3])))
    ]
    premises = {f"premise{n}": draw(premise()) for n in range(draw(st.integers(1, 3)))}
    decisions = draw(menus(actors, least=1 if game == "any" else 2))
    chosen = [(d, o) for d, entry in decisions.items() for o in entry["options"]]
    stocks = [f"stock{n}" for n in range(draw(st.integers(1, 3)))]
    events = [f"event{n}" for n in range(draw(st.integers(0, 2)))]
    early = [*premises, *stocks, *events]

    def text(names: list[str], depth: int = 2) -> str:
        return draw(formula(names, chosen, tame=tame, depth=depth))

    auxiliaries: dict[str, Any] = {}
    for n in range(draw(st.integers(1, 3))):
        auxiliaries[f"auxiliary{n}"] = {"is": text([*early, *auxiliaries], 3)}
    auxiliaries["mood_$a"] = {"for": "a in folk", "is": text([*early, *list(auxiliaries)])}
    moods = [f"mood_{name}" for name in actors]
    known = [*early, *(name for name in auxiliaries if "$" not in name), *moods]
    giver, receiver = draw(st.sampled_from(actors)), draw(st.sampled_from(actors))
    transfers = {"transfer0": {"from": giver, "to": receiver, "is": text(known)}}
    everything = [*known, "transfer0"]
    flowing = draw(st.sampled_from([None, *stocks]))
    data: dict[str, Any] = {
        "language": 1,
        "case": "random",
        "horizon": draw(st.integers(1, 8)),
        "discount": draw(st.sampled_from([0.0, 0.05, 0.3])),
        "yardstick": "ICD 203",
        # Odd, so that no difference of payoffs is within rounding of it.
        "epsilon": draw(st.sampled_from([1.0371e-4, 0.0173139])),
        "actors": {name: {"name": name} for name in actors},
        "groups": {"folk": actors},
        "premises": premises,
        "stocks": {},
        "auxiliaries": auxiliaries,
        "transfers": transfers,
        "events": {},
        "mechanisms": {},
        "decisions": decisions,
    }
    for name in stocks:
        stock: dict[str, Any] = {"start": draw(number(0, 1))}
        if name == flowing or draw(st.booleans()):
            stock |= {"toward": text(everything), "over": draw(st.integers(1, 6))}
        if draw(st.booleans()):
            stock["bounds"] = [-1.0, 1.5]
        data["stocks"][name] = stock
    endings = [*decisions, "mechanism0", *(f"{d}.{o}" for d, o in chosen)]
    for name in events:
        data["events"][name] = {
            "rate": draw(number(0, 0.5)),
            "ends": draw(st.lists(st.sampled_from(endings), unique=True, max_size=2)),
            "then": {flowing: "0.1"} if flowing and draw(st.booleans()) else {},
        }
        if draw(st.booleans()):
            key = draw(st.sampled_from(["ends", "then"]))
            if key == "ends":
                data["events"][name]["ends"].append("transfer0")
            else:
                data["events"][name]["then"]["transfer0"] = "0.2 * premise0"
    for n in range(draw(st.integers(1, 4))):
        # What is computed within the month is not to be computed from itself.
        target = draw(st.sampled_from([*stocks, *stocks, *events, "auxiliary0", "transfer0"]))
        names = {"auxiliary0": early, "transfer0": known}.get(target, everything)
        rule = f"{text(names, 1)} + {draw(weight)} * {draw(st.sampled_from([*premises]))}"
        entry = {"to": target, draw(st.sampled_from(["adds", "adds", "scales"])): rule}
        if draw(st.booleans()):
            entry["chance"] = draw(st.sampled_from(["likely", "very likely", "unlikely"]))
        data["mechanisms"][f"mechanism{n}"] = entry
    for decision, option in chosen:
        if draw(st.booleans()):
            entry = decisions[decision]["options"][option]
            entry["does"] = {draw(st.sampled_from(stocks)): text(everything, 1)}
            if draw(st.booleans()):
                entry["if"] = text(everything, 1)
    wants = {actor: draw(stakes(actor, decisions, game)) for actor in actors}
    data["interests"] = {
        actor: draw(interests([wants[actor], text(everything)], [*premises], stocks))
        for actor in actors
    }
    data["beliefs"] = {
        actor: held for actor in actors if (held := draw(beliefs(premises, data["mechanisms"])))
    }
    if draw(st.booleans()):
        decision, option = draw(st.sampled_from(chosen))
        given = draw(beliefs(premises, data["mechanisms"]))
        decisions[decision]["options"][option]["persuades"] = {draw(st.sampled_from(actors)): given}
    data["agreements"] = {
        f"pact{n}": {
            "parties": draw(st.lists(st.sampled_from(actors), min_size=1, max_size=2, unique=True)),
            "when": [f"{d} is {o}" for d, o in draw(some_options(decisions, least=1)).items()],
        }
        for n in range(draw(st.integers(0, 2)))
    }
    if game == "hunt":
        pair = list(decisions)[:2]
        owners = [decision.partition(".")[0] for decision in pair]
        data["agreements"]["pact0"] = {
            "parties": draw(st.sampled_from([owners, actors])),
            "when": [f"{decision} is option1" for decision in pair],
        }
        for decision in pair:
            decisions[decision]["now"] = "option0"
    doing = [f"{d}.{o}" for d, o in chosen if "does" in decisions[d]["options"][o]]
    switches = [*data["mechanisms"], *doing]
    held = draw(some_options(decisions, most=min(1, len(decisions) - 1)))
    data["scenarios"] = {
        "other": {
            "set": {draw(st.sampled_from([*premises])): draw(number(0, 1))},
            "start": draw(some_options(decisions, least=1)),
            "off": draw(st.lists(st.sampled_from(switches), unique=True, max_size=2)),
            "hold": [f"{d} is {o}" for d, o in held.items()],
        }
    }
    return data


@st.composite
def menus(draw: st.DrawFn, actors: list[str], least: int = 1) -> dict[str, Any]:
    """Up to three decisions of up to three options; the first two have different owners."""
    decisions: dict[str, Any] = {}
    for n in range(draw(st.integers(least, 3))):
        options = [f"option{k}" for k in range(draw(st.integers(least, 3)))]
        owner = draw(st.sampled_from(actors)) if n > 1 else actors[min(n, len(actors) - 1)]
        decisions[f"{owner}.decision{n}"] = {
            "now": draw(st.sampled_from(options)),
            "options": {option: {"says": option} for option in options},
        }
    return decisions


@st.composite
def some_options(
    draw: st.DrawFn, decisions: dict[str, Any], least: int = 0, most: int = 3
) -> dict[str, str]:
    """An option for each of some decisions."""
    some = draw(st.lists(st.sampled_from([*decisions]), unique=True, min_size=least, max_size=most))
    return {decision: draw(st.sampled_from([*decisions[decision]["options"]])) for decision in some}


@st.composite
def stakes(draw: st.DrawFn, actor: str, decisions: dict[str, Any], game: str) -> str:
    """What an actor gains by options, alone and in pairs of decisions."""
    terms = ["0"]
    pairs = [(d, o) for d, entry in decisions.items() for o in entry["options"]]
    for decision, option in pairs:
        if draw(st.booleans()):
            other, theirs = draw(st.sampled_from(pairs))
            # Roots of different primes have no sums in common, so that ties are not by design.
            size = draw(number(-1, 1)) * draw(st.sampled_from([2, 3, 5, 7, 11])) ** 0.5
            terms.append(f"{size:.6f} * ({decision} is {option}) * ({other} is {theirs})")
    if game != "any":
        first, second = list(decisions)[:2]
        if actor in (first.partition(".")[0], second.partition(".")[0]):
            mine = first if actor == first.partition(".")[0] else second
            word = "==" if game == "quarrel" and mine == first else "!="
            both = f"({first} is option1) * ({second} is option1)"
            terms += {
                "quarrel": [f"6 * (({first} is option0) {word} ({second} is option0))"],
                "hunt": [f"9 * {both}", f"-3 * ({mine} is option1)"],
            }[game]
    return " + ".join(terms)


@st.composite
def interests(
    draw: st.DrawFn, values: list[str], premises: list[str], stocks: list[str]
) -> list[dict[str, Any]]:
    """An actor's interests: ranked by order, by tiers or by fixed weights.

    Each depends on a premise and a stock, so that worlds, beliefs and mechanisms matter.
    """
    count = draw(st.integers(1, 3))
    rows: list[dict[str, Any]] = []
    for k, value in enumerate([" + ".join(values), *values][:count]):
        leans = [f"{draw(weight)} * {draw(st.sampled_from(names))}" for names in (premises, stocks)]
        rows.append(
            {"id": f"interest{k}", "value": " + ".join([value, *leans]), "anchors": [-4, 5]}
        )
    kind = draw(st.sampled_from(["order", "tiers", "weights"]))
    if kind == "weights":
        for row, fixed in zip(rows, [[1.0], [0.3, 0.7], [0.2, 0.5, 0.3]][count - 1], strict=True):
            row["weight"] = fixed
        return rows
    if kind == "tiers":
        for row, tier in zip(rows, [1, draw(st.integers(1, 2)), 2], strict=False):
            row["tier"] = tier
        if count == 3 and rows[1]["tier"] == 1 and draw(st.booleans()):
            rows[2]["tier"] = 1
    rows[0]["absolute"] = draw(st.booleans())
    return rows


@st.composite
def beliefs(
    draw: st.DrawFn, premises: dict[str, Any], mechanisms: dict[str, Any]
) -> dict[str, Any]:
    """What one actor takes to be true: about a premise, about a mechanism, both or neither."""
    held: dict[str, Any] = {}
    if draw(st.integers(0, 2)):
        about = draw(st.sampled_from([*premises]))
        forms: list[Any] = [0.25, [0.1, 0.9], {"value": 0.5, "range": [0.0, 0.6]}]
        forms += [{"chance": "likely"}, "on", "off"] if "chance" in premises[about] else []
        held[about] = draw(st.sampled_from(forms))
    if draw(st.integers(0, 2)):
        about = draw(st.sampled_from([*mechanisms]))
        held[about] = draw(st.sampled_from(["on", "off", {"chance": "unlikely"}]))
    return held
