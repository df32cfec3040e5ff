"""The profiles of a case: one option for every decision."""

from __future__ import annotations

from kautilya.case.names import owner
from kautilya.case.schema import Case
from kautilya.payoffs import ProfileSpace


def profile_space(case: Case) -> ProfileSpace:
    """The profiles of a case.

    A decision that says nothing of today, as a conflict allows, stands at its first option.
    """
    decisions = case.decisions
    return ProfileSpace(
        tuple(decisions),
        tuple(tuple(d.options) for d in decisions.values()),
        tuple(owner(name) for name in decisions),
        tuple(
            tuple(d.options).index(d.now) if d.now in d.options else 0 for d in decisions.values()
        ),
    )
