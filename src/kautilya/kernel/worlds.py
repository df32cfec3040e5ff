"""Worlds: everything uncertain, drawn; and each actor's view of them.

Draw k of a name depends only on the seed, the role that it plays, the name and k (semantics,
"Worlds"), so that more worlds keep the earlier ones and an added name moves nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from threading import Lock

import numpy as np
from scipy.special import ndtr

from kautilya.case import Case
from kautilya.case.schema import Belief, Premise
from kautilya.credence import (
    Band,
    Shape,
    chance,
    hedge_of,
    quantile,
    uniforms,
    yardstick,
    yardstick_from_table,
)
from kautilya.credence import Yardstick as _Yardstick
from kautilya.kernel.ties import Ties
from kautilya.kernel.weighting import weighed
from kautilya.payoffs import Block, Crossed, Setting
from kautilya.terms import FACTS, FloatArray

Draw = float | FloatArray
"""One number for every world, or one for each."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a name is drawn: a number, a range with or without a likeliest value, or a chance."""

    value: float | None = None
    range: tuple[float, float] | None = None
    band: Band | None = None


@dataclass(frozen=True)
class Persuasion:
    """A belief that an option gives while it is chosen."""

    decision: int
    option: int
    name: str
    value: Draw


@dataclass(frozen=True)
class View:
    """The worlds as somebody takes them to be.

    Parameters
    ----------
    premises, switches
        Value of every premise and off-switch: a number, or one for each world.
    persuasions
        Beliefs that depend on the options chosen, in file order; the last one wins.
    """

    premises: Mapping[str, Draw]
    switches: Mapping[str, Draw]
    persuasions: tuple[Persuasion, ...] = ()


def yardstick_of(case: Case, name: str | None = None) -> _Yardstick:
    """The table of hedge words that a case names, its own or one of those shipped."""
    wanted = name or case.yardstick
    if wanted in case.yardsticks:
        return yardstick_from_table(wanted, case.yardsticks[wanted])
    return yardstick(wanted)


KEPT_WORLDS = 500
"""The first worlds: what is taken away is tried on them again and again, so their draws stay."""

KEPT_BLOCKS = 16
"""Blocks of later worlds whose draws are at hand; the one not used for longest is let go."""


class Drawn:
    """Draws by block of worlds: those of the first worlds, and of the blocks that are in use.

    So what is kept does not grow with the number of worlds. Safe for several threads; a draw that
    two ask for at once may be made twice, and is the same.
    """

    def __init__(self) -> None:
        self._first: dict[Block, dict[Hashable, FloatArray]] = {}
        self._later: OrderedDict[Block, dict[Hashable, FloatArray]] = OrderedDict()
        self._lock = Lock()

    def get(self, block: Block, key: Hashable, draw: Callable[[], FloatArray]) -> FloatArray:
        """A draw that was made before, or made now."""
        kept = self._of(block)
        found = kept.get(key)
        if found is None:
            found = kept[key] = draw()
        return found

    def _of(self, block: Block) -> dict[Hashable, FloatArray]:
        if block.first + block.count <= KEPT_WORLDS:
            return self._first.setdefault(block, {})
        with self._lock:
            kept = self._later.setdefault(block, {})
            self._later.move_to_end(block)
            if len(self._later) > KEPT_BLOCKS:
                self._later.popitem(last=False)
        return kept

    def __len__(self) -> int:
        """Number of blocks whose draws are kept."""
        return len(self._first) + len(self._later)


class Worlds:
    """The draws of a case under one seed.

    Parameters
    ----------
    case
        The case.
    seed
        Seed of every stream.
    """

    def __init__(self, case: Case, seed: int) -> None:
        self.case, self.seed = case, seed
        self._yardstick = yardstick_of(case)
        self._ties = Ties(case, seed)
        self._drawn = Drawn()

    # -- views ------------------------------------------------------------------------------------

    def view(self, viewer: str, setting: Setting, block: Block) -> View:
        """The worlds as ``facts`` or an actor has them.

        What an actor has no belief about is as in the facts of that world.
        """
        premises = {name: self._fact(name, setting, block) for name in self.case.premises}
        switches = self._switches(setting, block)
        if viewer == FACTS:
            return View(premises, switches)
        persuasions = tuple(self._persuasions(viewer, setting, block, {**switches, **premises}))
        fixed = dict(setting.believed)
        for name, belief in self.case.beliefs.get(viewer, {}).items():
            full = f"{viewer}.believes.{name}"
            if full in setting.removed or name in setting.removed:
                continue
            held: Draw = (
                fixed[full]
                if full in fixed
                else self._belief(f"belief:{viewer}", name, belief, setting, block)
            )
            (premises if name in premises else switches)[name] = held
        return View(premises, switches, persuasions)

    def premise(self, name: str, viewer: str, setting: Setting, block: Block) -> FloatArray:
        """A premise's value in each world, as a viewer has it."""
        value = (
            self._fact(name, setting, block)
            if viewer == FACTS
            else self.view(viewer, setting, block).premises[name]
        )
        return np.broadcast_to(np.asarray(value, dtype=np.float64), (block.count,))

    def _fact(self, name: str, setting: Setting, block: Block) -> Draw:
        pinned = dict(setting.pinned)
        if name in pinned:
            return pinned[name]
        if setting.scenario is not None:
            changed = self.case.scenarios[setting.scenario].set
            if name in changed:
                return changed[name]
        return self._draw("fact", name, self._form(self.case.premises[name]), setting, block)

    def _switches(self, setting: Setting, block: Block) -> dict[str, Draw]:
        off = set(setting.removed)
        if setting.scenario is not None:
            off |= set(self.case.scenarios[setting.scenario].off)
        switches: dict[str, Draw] = {}
        for name, mechanism in self.case.mechanisms.items():
            if name in off:
                switches[name] = 0.0
            elif mechanism.chance is None:
                switches[name] = 1.0
            else:
                form = Form(band=self._band(mechanism.chance))
                switches[name] = self._draw("in_force", name, form, setting, block)
        for decision, entry in self.case.decisions.items():
            for option, o in entry.options.items():
                if o.does:
                    name = f"{decision}.{option}"
                    switches[name] = 0.0 if name in off else 1.0
        return switches

    def _belief(self, role: str, name: str, belief: Belief, setting: Setting, block: Block) -> Draw:
        return self._draw(role, name, self._form(belief), setting, block)

    def _persuasions(
        self, viewer: str, setting: Setting, block: Block, facts: Mapping[str, Draw]
    ) -> list[Persuasion]:
        """Beliefs that options give; where an option is exposed, the fact in their place."""
        found = []
        for axis, (decision, entry) in enumerate(self.case.decisions.items()):
            for number, (option, o) in enumerate(entry.options.items()):
                for name, belief in o.persuades.get(viewer, {}).items():
                    role = f"belief:{viewer}:{decision}.{option}"
                    value = self._belief(role, name, belief, setting, block)
                    if o.exposed is not None:
                        form = Form(band=self._band(o.exposed))
                        shown = self._draw("exposed", f"{decision}.{option}", form, setting, block)
                        value = np.where(np.asarray(shown) != 0.0, facts[name], value)
                    if name not in setting.removed:
                        found.append(Persuasion(axis, number, name, value))
        return found

    # -- draws ------------------------------------------------------------------------------------

    def is_drawn(self, premise: str) -> bool:
        """Whether a premise differs between worlds."""
        entry = self.case.premises[premise]
        low, high = entry.range or (0.0, 0.0)
        return entry.chance is not None or low < high

    def tied_to(self, premise: str) -> tuple[str, ...]:
        """A premise and those whose draws move with its own."""
        return self._ties.group(premise)

    def _form(self, entry: Premise | Belief) -> Form:
        form = entry.form if isinstance(entry, Belief) else None
        if form is not None:
            if isinstance(form, tuple):
                return Form(range=form)
            return Form(value={"on": 1.0, "off": 0.0}[form] if isinstance(form, str) else form)
        if entry.chance is not None:
            return Form(band=self._band(entry.chance))
        return Form(entry.value, entry.range)

    def _band(self, word: str | float) -> Band:
        if isinstance(word, str):
            return hedge_of(word, self._yardstick).band
        return Band(word, word, closed_high=True)

    def _draw(self, role: str, name: str, form: Form, setting: Setting, block: Block) -> Draw:
        if form.band is None and form.range is None:
            assert form.value is not None
            return form.value
        if form.range is not None and form.range[0] == form.range[1]:
            return form.range[0]
        if isinstance(block, Crossed):
            return self._crossed(role, name, form, setting, block)
        # A draw does not depend on scenario or removal: it is made once for each block.
        return self._drawn.get(
            block,
            (role, name, form, setting.shape),
            lambda: self._fresh(role, name, form, Shape(setting.shape), block),
        )

    def _fresh(self, role: str, name: str, form: Form, shape: Shape, block: Block) -> FloatArray:
        at = (self.seed, role, name, block.first, block.count)
        normal = self._ties.normal(name, block) if role == "fact" else None
        if form.band is not None:
            happens = None if normal is None else np.asarray(ndtr(-normal))
            return chance(form.band, shape, *at, happens)
        assert form.range is not None
        u = uniforms(*at) if normal is None else np.asarray(ndtr(normal))
        return quantile(shape, u, *form.range, form.value)

    def _crossed(
        self, role: str, name: str, form: Form, setting: Setting, block: Crossed
    ) -> FloatArray:
        """A draw of worlds that are put together from two."""
        if role == "fact" and name in block.premises:
            return block.of_known(np.asarray(self._draw(role, name, form, setting, block.within)))
        normal = self._ties.crossed(name, block) if role == "fact" else None
        if normal is None:
            return block.of_rest(np.asarray(self._draw(role, name, form, setting, block.behind)))
        shape = Shape(setting.shape)
        if form.range is not None:
            return quantile(shape, np.asarray(ndtr(normal)), *form.range, form.value)
        assert form.band is not None
        own = uniforms(self.seed, role, name, 0, block.behind.count)
        probability = quantile(shape, own, form.band.low, form.band.high)
        return np.asarray(ndtr(-normal) < block.of_rest(probability), dtype=np.float64)

    # -- weights ----------------------------------------------------------------------------------

    def weights(self, actor: str, setting: Setting, block: Block) -> FloatArray:
        """Weights of an actor's interests, (interest, world); an interest taken away has none.

        The weights of the rest keep their proportions and sum to one again.
        """
        if isinstance(block, Crossed):
            return block.of_rest(self.weights(actor, setting, block.behind))
        rows = self.case.interests[actor]
        rule = dict(setting.weighting).get(actor, "")
        if rows[0].weight is not None and not rule:
            fixed = np.array([row.weight for row in rows], dtype=np.float64)
            table = np.repeat(fixed[:, None], block.count, axis=1)
        else:
            table = self._drawn.get(
                block,
                ("weights", actor, rule),
                lambda: weighed(self.seed, actor, rows, rule, block.first, block.count),
            )
        gone = [n for n, row in enumerate(rows) if f"{actor}.{row.id}" in setting.removed]
        if gone:
            table = table.copy()
            table[gone] = 0.0
            left = table.sum(axis=0)
            table = np.divide(table, left, out=np.zeros_like(table), where=left > 0.0)
        return table
