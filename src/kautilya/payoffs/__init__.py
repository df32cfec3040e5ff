"""The waist: profiles, worlds and the payoffs that follow, with nothing of how they came about."""

from kautilya.payoffs.evaluator import Block, Evaluator, Level, Outcome, Request, Setting
from kautilya.payoffs.space import Arrangement, Profile, ProfileSpace, grid, listing

__all__ = [
    "Arrangement",
    "Block",
    "Evaluator",
    "Level",
    "Outcome",
    "Profile",
    "ProfileSpace",
    "Request",
    "Setting",
    "grid",
    "listing",
]
