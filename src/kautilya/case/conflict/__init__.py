"""Conflicts: the states of a case, who ranks them how, and who can move between them."""

from kautilya.case.conflict.form import Answer, ConflictForm, conflict_form
from kautilya.case.conflict.grid import StateGrid
from kautilya.case.conflict.numbering import LARGEST

__all__ = ["LARGEST", "Answer", "ConflictForm", "StateGrid", "conflict_form"]
