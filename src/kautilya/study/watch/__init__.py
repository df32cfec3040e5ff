"""The watch-list: observable signs that a verdict or the central choice is about to change."""

from kautilya.study.watch.make import WORLDS, watch
from kautilya.study.watch.record import ChoiceToday, Consequence, Indicator, WatchList

__all__ = ["WORLDS", "ChoiceToday", "Consequence", "Indicator", "WatchList", "watch"]
