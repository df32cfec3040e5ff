"""Tipping points: at which value of a premise a choice or a verdict turns."""

from kautilya.study.tipping.make import BOTH, WORLDS, tip
from kautilya.study.tipping.over_two import tip_map
from kautilya.study.tipping.record import (
    Course,
    Flip,
    NearestOther,
    Plan,
    Swept,
    Tipping,
    TippingMap,
)

__all__ = [
    "BOTH",
    "WORLDS",
    "Course",
    "Flip",
    "NearestOther",
    "Plan",
    "Swept",
    "Tipping",
    "TippingMap",
    "tip",
    "tip_map",
]
