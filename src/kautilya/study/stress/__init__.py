"""The stress test of an argument: which assumptions carry it, alone, in pairs and together."""

from kautilya.study.stress.make import WORLDS, stress
from kautilya.study.stress.record import Carrier, Cut, Effect, Stress, Tested, Variant, Wide

__all__ = ["WORLDS", "Carrier", "Cut", "Effect", "Stress", "Tested", "Variant", "Wide", "stress"]
