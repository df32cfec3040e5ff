"""The intermediate representation: a case as a graph of numbers."""

from kautilya.model.from_case import Compiled, from_case, profile_space
from kautilya.model.graph import ModelGraph, Node, State, Value

__all__ = [
    "Compiled",
    "ModelGraph",
    "Node",
    "State",
    "Value",
    "from_case",
    "profile_space",
]
