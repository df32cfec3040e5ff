"""Games with known answers, as data: each file in `games/` is a game, its settings and answers."""

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kautilya.payoffs import ProfileSpace
from kautilya.solve import (
    Agreement,
    acts,
    best,
    equilibrium_profiles,
    foresees,
    pure_nash,
    regret,
    self_enforcing,
    settle,
)

GAMES = {path.stem: json.loads(path.read_text()) for path in Path(__file__).parent.glob("games/*")}
SETTINGS = [(game, setting) for game in sorted(GAMES) for setting in GAMES[game]["settings"]]
QUERIES = [
    (game, setting, query)
    for game, setting in SETTINGS
    for query in GAMES[game]["settings"][setting]["queries"]
]


class Game:
    """One game in one setting, with arrays in place of words."""

    def __init__(self, name: str, setting: str) -> None:
        data = GAMES[name]
        decisions = data["decisions"]
        self.space = ProfileSpace(
            decisions=tuple(decisions),
            options=tuple(tuple(entry["options"]) for entry in decisions.values()),
            owners=tuple(decision.split(".")[0] for decision in decisions),
            now=tuple(entry["options"].index(entry["now"]) for entry in decisions.values()),
        )
        self.payoffs = {
            actor: np.array(values, dtype=np.float64).reshape((*self.space.shape, 1))
            for actor, values in data["payoffs"].items()
        }
        self.agreements = [
            Agreement(agreement, tuple(entry["parties"]), self.pins(entry["when"]))
            for agreement, entry in data["agreements"].items()
        ]
        chosen = data["settings"][setting]
        self.start = self.space.profile(chosen["start"])
        self.hold = self.pins(chosen["hold"])
        self.answers = chosen

    def pins(self, conditions: list[str]) -> dict[int, int]:
        """Read `decision is option` as axis to index."""
        pairs = [condition.split(" is ") for condition in conditions]
        return {
            self.space.axis[decision]: self.space.option(decision, option)
            for decision, option in pairs
        }

    def answer(self, query: str) -> Any:
        """Answer a query such as `settled(a.x, b.y is z)` in words."""
        match = re.fullmatch(r"(\w+)\(([^,]+)((?:, .+)*)\)", query)
        assert match
        concept, subject, rest = match.groups()
        pinned = {**self.hold, **self.pins([part for part in rest.split(", ") if part])}
        common = (self.space, self.payoffs)
        if concept == "self_enforcing":
            which = [agreement.name for agreement in self.agreements].index(subject)
            outcome = settle(*common, self.start, pinned, self.agreements)
            truth = self_enforcing(*common, outcome, self.agreements, which, pinned)
            return "cycles" if truth.cycles[0] else bool(truth.holds[0])
        axis = self.space.axis[subject]
        if concept == "acts":
            ahead = foresees(*common, axis, self.start, pinned, self.agreements)
            truth = acts(self.space, axis, ahead)
            return "cycles" if truth.cycles[0] else bool(truth.holds[0])
        if concept == "best":
            option = best(*common, axis, self.start, pinned).option[0]
        elif concept == "foresees":
            option = foresees(*common, axis, self.start, pinned, self.agreements).choice.option[0]
        else:
            option = settle(*common, self.start, pinned, self.agreements).profile[axis, 0]
        return "cycles" if option < 0 else self.space.options[axis][option]


@pytest.mark.parametrize(("name", "setting", "query"), QUERIES)
def test_query(name: str, setting: str, query: str) -> None:
    game = Game(name, setting)
    assert game.answer(query) == game.answers["queries"][query]


@pytest.mark.parametrize(("name", "setting"), SETTINGS)
def test_pure_equilibria(name: str, setting: str) -> None:
    game = Game(name, setting)
    found = equilibrium_profiles(pure_nash(game.space, game.payoffs, game.hold), 0, game.hold)
    assert [game.space.label(profile) for profile in found] == game.answers["nash"]
    for profile in found:
        assert regret(game.space, game.payoffs, profile, game.hold)[0] <= 1e-4
