"""The waist: profiles, worlds and the payoffs that follow, with nothing of how they came about."""

from kautilya.payoffs.evaluator import (
    Block,
    Change,
    Crossed,
    Evaluator,
    Level,
    Outcome,
    Request,
    Setting,
)
from kautilya.payoffs.nfg import parse_nfg, read_nfg, write_nfg
from kautilya.payoffs.normal_form import ExactArray, NormalForm, exact_array, normal_form
from kautilya.payoffs.space import Arrangement, Profile, ProfileSpace, grid, listing

__all__ = [
    "Arrangement",
    "Block",
    "Change",
    "Crossed",
    "Evaluator",
    "ExactArray",
    "Level",
    "NormalForm",
    "Outcome",
    "Profile",
    "ProfileSpace",
    "Request",
    "Setting",
    "exact_array",
    "grid",
    "listing",
    "normal_form",
    "parse_nfg",
    "read_nfg",
    "write_nfg",
]
