"""Briefs of small cases, made once for all tests that look at them."""

from __future__ import annotations

from functools import lru_cache

from kautilya.study import Study, load
from kautilya.study.brief import Brief, Material, brief_of, gather
from support.reports import FERRY, SEED, ferry_dossier, hostile


@lru_cache(maxsize=1)
def ferry_material() -> Material:
    """What the brief on the ferry is written from."""
    return gather(load(FERRY), ferry_dossier(), threads=1)


@lru_cache(maxsize=1)
def ferry_brief() -> Brief:
    """The brief on the ferry."""
    return brief_of(ferry_material())


def quick(study: Study) -> Brief:
    """A brief on a case, from few worlds."""
    return brief_of(gather(study, study.test(worlds=40, seed=SEED, threads=1), threads=1))


@lru_cache(maxsize=4)
def hostile_brief(words: str) -> Brief:
    """A brief on the ferry with somebody's own words wherever a text is printed."""
    return quick(hostile(words))
