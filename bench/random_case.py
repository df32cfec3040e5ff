"""A random case of a given size, to measure on: nobody's subject, the field's shape.

A third of its equations are made of exp, tanh or logistic; six actors choose among 216 profiles.
"""

from __future__ import annotations

import random
from typing import Any

ACTORS = 6
OPTIONS = (2, 3, 2, 3, 2, 3)  # 216 profiles
PREMISES = 24
SHARES = {"stocks": 0.31, "auxiliaries": 0.33, "transfers": 0.05, "events": 0.02}
"""Share of each section in the equations; the rest are mechanisms."""

CURVED = 3
"""Every third equation is curved: exp, tanh or logistic."""


def random_case(equations: int, seed: int = 1) -> dict[str, Any]:
    """A case as plain data, with just so many equations: what `equations` counts."""
    return _Writer(equations, random.Random(seed)).case()


class _Writer:
    def __init__(self, equations: int, draws: random.Random) -> None:
        self.draws, self.written = draws, 0
        self.counts = {name: round(share * equations) for name, share in SHARES.items()}
        self.counts["mechanisms"] = equations - sum(self.counts.values())
        self.actors = [f"actor{n}" for n in range(ACTORS)]
        self.decisions = [f"{actor}.choice" for actor in self.actors]

    def case(self) -> dict[str, Any]:
        premises = [f"premise{n}" for n in range(PREMISES)]
        stocks = [f"stock{n}" for n in range(self.counts["stocks"])]
        events = [f"event{n}" for n in range(self.counts["events"])]
        early = [*premises, *stocks, *stocks, *events]
        auxiliaries: dict[str, Any] = {}
        for n in range(self.counts["auxiliaries"]):
            auxiliaries[f"auxiliary{n}"] = {"is": self.equation([*early, *auxiliaries])}
        known = [*early, *auxiliaries]
        transfers: dict[str, Any] = {}
        for n in range(self.counts["transfers"]):
            giver, taker = self.draws.sample(self.actors, 2)
            transfers[f"transfer{n}"] = {"from": giver, "to": taker, "is": self.equation(known)}
        known = [*known, *transfers]
        mechanisms = {}
        for n in range(self.counts["mechanisms"]):
            # Each aims at a stock, so that nothing is computed from itself within a month.
            mechanisms[f"mechanism{n}"] = {
                "to": stocks[n % len(stocks)],
                self.draws.choice(["adds", "adds", "scales"]): self.equation(known),
            }
        return {
            "language": 1,
            "case": "random",
            "horizon": 48,
            "discount": 0.05,
            "yardstick": "ICD 203",
            "actors": {actor: {"name": actor} for actor in self.actors},
            "premises": {name: self.premise() for name in premises},
            "stocks": {name: self.stock(known) for name in stocks},
            "auxiliaries": auxiliaries,
            "transfers": transfers,
            "events": {name: {"rate": f"0.05 * {self.curved(known)}"} for name in events},
            "mechanisms": mechanisms,
            "decisions": {
                decision: {
                    "now": "option0",
                    "options": {f"option{k}": {"says": "an option"} for k in range(length)},
                }
                for decision, length in zip(self.decisions, OPTIONS, strict=True)
            },
            "interests": {
                actor: [
                    {
                        "id": f"interest{n}",
                        "name": "an interest",
                        "value": f"{self.draws.choice(stocks)} - 0.2 * {self.chosen(decision)}",
                        "anchors": [-0.5, 1.5],
                    }
                    for n in range(2)
                ]
                for actor, decision in zip(self.actors, self.decisions, strict=True)
            },
        }

    def premise(self) -> dict[str, Any]:
        low = round(self.draws.uniform(0, 0.6), 2)
        return {"says": "a premise", "status": "judged", "range": [low, round(low + 0.3, 2)]}

    def stock(self, known: list[str]) -> dict[str, Any]:
        return {
            "start": self.number(),
            "toward": self.equation(known),
            "over": f"{self.draws.randint(4, 24)} months",
        }

    # -- equations ----------------------------------------------------------

    def equation(self, names: list[str]) -> str:
        """The next equation."""
        self.written += 1
        return self.curved(names) if self.written % CURVED == 0 else self.plain(names)

    def curved(self, names: list[str]) -> str:
        """Between 0 and 1, by way of exp, tanh or logistic."""
        inner = self.weighted(names, 2)
        match self.draws.choice(["exp", "tanh", "logistic"]):
            case "exp":
                return f"exp(-({inner}) ** 2)"
            case "tanh":
                return f"0.5 + 0.5 * tanh({inner})"
            case _:
                return f"logistic(4 * ({inner}))"

    def plain(self, names: list[str]) -> str:
        """A sum of products, held within bounds or bent at a threshold."""
        match self.draws.choice(["sum", "sum", "clip", "branch", "option"]):
            case "sum":
                return f"0.5 + 0.2 * ({self.weighted(names, 2)})"
            case "clip":
                return f"max(0, min(1, 0.5 + {self.weighted(names, 2)}))"
            case "branch":
                one, two = self.draws.sample(names, 2)
                return f"(0.3 * {one} if {one} > {two} else 0.1 * {two}) + 0.3 * {one} * {two}"
            case _:
                decision = self.draws.choice(self.decisions)
                return f"0.4 + 0.3 * {self.chosen(decision)} * ({self.weighted(names, 2)})"

    def weighted(self, names: list[str], terms: int) -> str:
        """A sum of products with small weights; every other one knows of a choice."""
        found = [f"{self.number()} * {name}" for name in self.draws.sample(names, terms)]
        if self.draws.random() < 0.5:
            found[-1] = f"{self.number()} * {self.chosen(self.draws.choice(self.decisions))}"
        signs = [self.draws.choice("+-") for _ in found[1:]]
        return found[0] + "".join(f" {s} {t}" for s, t in zip(signs, found[1:], strict=True))

    def chosen(self, decision: str) -> str:
        """1 where a decision has an option other than its first."""
        length = OPTIONS[self.decisions.index(decision)]
        return f"({decision} is option{self.draws.randint(1, length - 1)})"

    def number(self) -> str:
        return f"{self.draws.uniform(0.1, 0.9):.2f}"
