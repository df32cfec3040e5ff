"""Rival hypotheses of a case, weighed by its evidence: ratios first, priors apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from kautilya.case import Case, Places
from kautilya.case.likelihoods import band_of, even_prior
from kautilya.explore.evidence import (
    Likelihood,
    by_hand,
    counted,
    even,
    joint,
    leave_one_out,
    posterior_ranges,
    ranking,
    ratio,
)
from kautilya.kernel import yardstick_of
from kautilya.study.asking import Progress
from kautilya.study.check import Checked
from kautilya.study.deciding import CannotAsk, subject_of
from kautilya.study.evidence_record import (
    Hypothesis,
    Item,
    Overlap,
    Posterior,
    RatioOf,
    Together,
)
from kautilya.study.evidence_record import Weighing as Weighing
from kautilya.study.evidence_worlds import Worlds, worlds_of
from kautilya.study.faults import check_asked, told
from kautilya.study.pipeline import DEFAULT_SEED, Order
from kautilya.study.study import Study


def weigh(
    study: Study,
    *,
    worlds: int = 2000,
    seed: int = DEFAULT_SEED,
    threads: int = 2,
    progress: Progress | None = None,
) -> Weighing:
    """Weigh the rival hypotheses of a case by its evidence.

    Parameters
    ----------
    study
        The case.
    worlds, seed, threads
        As for a test; a quarter of the worlds in each other shape of draw.
    progress
        Called with worlds done and worlds in all.

    Returns
    -------
    Weighing
        Ratios of likelihoods with bounds that take in Monte Carlo error and the shapes of draw,
        and the ranges of posteriors that they leave.

    Raises
    ------
    CannotAsk
        For a case with fewer than two hypotheses, or without evidence.
    CaseInvalid
        Where the run meets a value that is not finite.

    References
    ----------
    R. J. Heuer, *Psychology of Intelligence Analysis* (1999), chapter 8.
    """
    checked, case = study.checked, study.case
    if len(case.hypotheses) < 2:
        which = "one hypothesis" if case.hypotheses else "no hypotheses"
        raise CannotAsk(
            f"{case.case} has {which}: evidence speaks for one over another, so there is nothing "
            "to weigh; rival explanations stand under `hypotheses`"
        )
    if not case.evidence:
        raise CannotAsk(
            f"{case.case} has hypotheses and no evidence to tell them apart; it stands under "
            "`evidence`"
        )
    check_asked(checked)
    order = Order(worlds, seed, threads)
    with told(checked):
        return _Weigher(checked, order, worlds_of(checked, order, progress)).weighed()


class _Weigher:
    """Hypotheses, evidence, and the worlds in which each holds."""

    def __init__(self, checked: Checked, order: Order, shapes: Mapping[str, Worlds]) -> None:
        assert checked.case is not None and checked.places is not None
        self.checked, self.order = checked, order
        self.case: Case = checked.case
        self.places: Places = checked.places
        self.yardstick = yardstick_of(self.case, None)
        self.plain, self.shapes = shapes["authored"], shapes
        self.compared = tuple(
            name
            for name in self.case.hypotheses
            if name not in self.plain.hypotheses or self.plain.within(name).any()
        )

    def weighed(self) -> Weighing:
        """Everything."""
        items = tuple(self._item(name) for name in self.case.evidence)
        table = {item.name: item.likelihoods for item in items}
        told_apart = len(self.compared) > 1
        together = self._together() if told_apart else None
        several = sum(held.holds.astype(np.int64) for held in self.plain.hypotheses.values())
        sets = bool(self.plain.hypotheses)
        unanswered = np.logical_or.reduce(
            [np.zeros(self.plain.number, bool), *(~h.known for h in self.plain.hypotheses.values())]
        )
        return Weighing(
            subject_of(self.checked, self.order.seed, self.order.worlds, None),
            tuple(self._hypothesis(name) for name in self.case.hypotheses),
            self.compared,
            self._overlaps(),
            int(np.count_nonzero((several == 0) & ~unanswered)) if sets else 0,
            int(np.count_nonzero(several > 1)) if sets else 0,
            int(np.count_nonzero(unanswered)),
            items,
            self._posterior({h: joint([row[h] for row in table.values()]) for h in self.compared})
            if told_apart
            else None,
            together,
            None if together is None else self._posterior(self._in_same_worlds(together, table)),
            leave_one_out(table, self.compared) if told_apart and len(items) > 1 else (),
        )

    # -- hypotheses -------------------------------------------------------------------------------

    def _hypothesis(self, name: str) -> Hypothesis:
        entry = self.case.hypotheses[name]
        held = self.plain.hypotheses.get(name)
        shares = [
            int(np.count_nonzero(worlds.within(name))) / worlds.number
            for worlds in self.shapes.values()
            if held is not None
        ]
        return Hypothesis(
            name,
            entry.says,
            entry.when or "",
            entry.source,
            self.places.key(("hypotheses", name)).line,
            None if held is None else int(np.count_nonzero(held.holds)),
            shares[0] if shares else None,
            min(shares, default=None),
            max(shares, default=None),
            0 if held is None else int(np.count_nonzero(~held.known)),
            self._prior(name),
            entry.prior is not None,
        )

    def _prior(self, name: str) -> tuple[float, float]:
        stated = self.case.hypotheses[name].prior
        if stated is not None:
            return band_of(stated, self.yardstick)
        return even_prior(len(self.case.hypotheses))

    def _overlaps(self) -> tuple[Overlap, ...]:
        found = []
        for one, other in combinations(self.plain.hypotheses, 2):
            both = int(np.count_nonzero(self.plain.within(one) & self.plain.within(other)))
            if both:
                found.append(Overlap(one, other, both, both / self.plain.number))
        return tuple(found)

    # -- items ------------------------------------------------------------------------------------

    def _item(self, name: str) -> Item:
        entry = self.case.evidence[name]
        hand = {h: band_of(band, self.yardstick) for h, band in entry.likelihood.items()}
        likelihoods = {
            h: by_hand(*hand[h]) if h in hand else self._counted(h, [name]) for h in self.compared
        }
        held = self.plain.evidence.get(name)
        known = 0 if held is None else int(np.count_nonzero(held.known))
        return Item(
            name,
            entry.says,
            entry.expect or "",
            entry.source,
            self.places.key(("evidence", name)).line,
            likelihoods,
            tuple(h for h in self.compared if h in hand),
            self._ratios(likelihoods),
            int(np.count_nonzero(held.holds)) / known if held is not None and known else None,
            0 if held is None else self.plain.number - known,
            any(one.value > 0.0 for one in likelihoods.values()),
        )

    def _counted(self, hypothesis: str, items: Sequence[str]) -> Likelihood:
        """The share of a hypothesis's worlds in which items hold, over all shapes of draw."""
        holds, of = self.plain.count(hypothesis, items)
        others = []
        for shape, worlds in self.shapes.items():
            there, all_there = worlds.count(hypothesis, items)
            if shape != "authored" and all_there:
                others.append((there, all_there))
        if not of:  # no answer in any of its worlds: nothing is known, and a middle is taken
            return Likelihood(0.5, 0.0, 1.0, 0, 0)
        return counted(holds, of, others)

    def _ratios(self, likelihoods: Mapping[str, Likelihood]) -> tuple[RatioOf, ...]:
        found = []
        for one, other in combinations(likelihoods, 2):
            between = ratio(likelihoods[one], likelihoods[other])
            found.append(RatioOf(one, other, between, between.discriminates))
        return tuple(found)

    # -- all of them ------------------------------------------------------------------------------

    def _together(self) -> Together | None:
        """Items with a claim in the same worlds; None with fewer than two."""
        items = tuple(self.plain.evidence)
        sets = [name for name in self.compared if name in self.plain.hypotheses]
        if len(items) < 2 or not sets:
            return None
        same = {name: self._counted(name, items) for name in sets}
        product = {name: joint([self._counted(name, [i]) for i in items]) for name in sets}
        holds = np.logical_and.reduce([self.plain.evidence[item].holds for item in items])
        return Together(
            items,
            same,
            product,
            tuple(n for n in sets if not same[n].low <= product[n].value <= same[n].high),
            float(np.mean(holds)),
            int(np.count_nonzero(holds)),
        )

    def _in_same_worlds(
        self, together: Together, table: Mapping[str, Mapping[str, Likelihood]]
    ) -> dict[str, Likelihood]:
        """All items: those with a claim in the same worlds, times those by hand."""
        found = {}
        for name in self.compared:
            known = together.same_worlds.get(name)
            rest = [
                row[name]
                for item, row in table.items()
                if known is None or item not in together.items
            ]
            found[name] = joint([*([] if known is None else [known]), *rest])
        return found

    def _posterior(self, likelihoods: Mapping[str, Likelihood]) -> Posterior:
        known = [likelihoods[name] for name in self.compared]
        priors = [self._prior(name) for name in self.compared]
        # A hypothesis without a world takes its band along, and the others may not reach 1.
        slack = 1e-9
        fits = (
            sum(low for low, _ in priors) <= 1.0 + slack
            and sum(high for _, high in priors) >= 1.0 - slack
        )
        flat = posterior_ranges(known, even(len(known)))
        banded = posterior_ranges(known, priors) if fits else flat
        return Posterior(
            dict(likelihoods),
            self._ratios(likelihoods),
            ranking(likelihoods),
            None if flat is None else dict(zip(self.compared, flat, strict=True)),
            None if banded is None else dict(zip(self.compared, banded, strict=True)),
            fits,
        )
