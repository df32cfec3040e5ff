"""Confidence in a verdict, apart from how often the conclusion holds.

A grade starts high and is lowered a step for each ground against it, two for the graver ones. The
grounds are about what the verdict rests on and never about the share itself, so that a conclusion
that hardly ever holds may be judged so with high confidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from kautilya.findings import Finding, Standing
from kautilya.study.brief.plain import clause, enumerated, numeral
from kautilya.study.stress import Stress

MANY_FLIPS = 3
"""From so many single changes that turn a verdict on, two steps are lost."""


class Grade(StrEnum):
    """How much a verdict can be trusted, on this encoding."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


@dataclass(frozen=True)
class Ground:
    """Something that speaks against a verdict, and how many steps it costs."""

    words: str
    steps: int = 1


@dataclass(frozen=True)
class Confidence:
    """Confidence in one verdict.

    Parameters
    ----------
    grade
        The grade.
    grounds
        What speaks against it, in words; empty where nothing does.
    """

    grade: Grade
    grounds: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """The grade and its grounds, in one sentence that says nothing of how often."""
        if not self.grounds:
            return (
                "Confidence in this verdict is high: nothing that was tried turns it, and most of "
                "the premises in its reach come from the text or the record."
            )
        return f"Confidence in this verdict is {self.grade}: {enumerated(self.grounds)}."


RULE = (
    "Confidence is a grade of the verdict and says nothing about how often a conclusion holds. It "
    "starts high. It loses a step where Monte Carlo error crosses an edge of the claimed band, "
    "where a single change of an assumption turns the verdict, where more than half of the "
    "premises in its reach are judged, and where hardly any world agrees with what was observed; "
    "two steps where three or more single changes turn it, where the way in which ranges are drawn "
    "decides, and where the conclusion passes without the reasons that the text gives for it."
)
"""The rule, for the reader."""


def confidence_of(
    finding: Finding,
    judged: tuple[int, int],
    stress: Stress | None,
    *,
    observed_warns: bool = False,
) -> Confidence | None:
    """Confidence in a verdict; None where nothing was tested.

    Parameters
    ----------
    finding
        The verdict.
    judged
        How many premises in its reach are judged, and how many there are.
    stress
        Which single changes turn it; None where that was not asked.
    observed_warns
        Whether hardly any world agrees with what was observed.

    Examples
    --------
    >>> from kautilya.credence import Fit
    >>> verdict = Finding("x", "", None, "author", (), (), "likely", "", "", None, (), (), "",
    ...     fit=Fit.AS_STATED, standing=Standing.ROBUST, near_edge=True)
    >>> found = confidence_of(verdict, (3, 4), None)
    >>> found.grade.value, len(found.grounds)
    ('low', 2)
    """
    if finding.fit is None:
        return None
    grounds = [*_of_draw(finding), *_of_change(finding, stress)]
    number, of = judged
    if of and 2 * number > of:
        all_of = "all" if number == of else f"{numeral(number)} of"
        what = "premise in its reach is" if of == 1 else "premises in its reach are"
        words = f"the only {what} judged" if of == 1 else f"{all_of} {numeral(of)} {what} judged"
        grounds.append(
            Ground(words if number < of or of == 1 else f"all {numeral(of)} {what} judged")
        )
    if observed_warns:
        grounds.append(Ground("hardly any world agrees with what was observed"))
    steps = sum(ground.steps for ground in grounds)
    grade = (Grade.HIGH, Grade.MODERATE, Grade.LOW)[min(steps, 2)]
    return Confidence(grade, tuple(ground.words for ground in grounds))


def _of_draw(finding: Finding) -> list[Ground]:
    grounds = []
    if str(finding.fit) == "underdetermined":
        grounds.append(Ground("the way in which ranges are drawn decides it", 2))
    if finding.near_edge:
        grounds.append(Ground("Monte Carlo error crosses an edge of what is claimed"))
    return grounds


def _of_change(finding: Finding, stress: Stress | None) -> list[Ground]:
    grounds = []
    if finding.standing == Standing.VACUOUS:
        why = clause(finding.vacuity).replace("it passes", "the conclusion passes")
        grounds.append(Ground(why or "its condition is hardly ever met", 2))
    found = {} if stress is None else {tested.name: tested for tested in stress.tested}
    tested = found.get(finding.id)
    if tested is not None:
        number = len(tested.flips)
        if number:
            words = (
                "one single change turns it"
                if number == 1
                else (f"{numeral(number)} single changes turn it")
            )
            grounds.append(Ground(words, 2 if number >= MANY_FLIPS else 1))
    elif finding.standing in (Standing.RESTING, Standing.WOULD_HOLD):
        number = len(finding.rests_on)
        words = "taking away one element turns it"
        if number > 1:
            words = f"taking away any of {numeral(number)} elements turns it"
        grounds.append(Ground(words, 2 if number >= MANY_FLIPS else 1))
    elif finding.standing == Standing.UNKNOWN:
        grounds.append(Ground("what it rests on was not asked"))
    return grounds


def tally_of(grades: Mapping[str, Confidence]) -> dict[Grade, int]:
    """How many verdicts have each grade, the highest first."""
    return {grade: sum(c.grade == grade for c in grades.values()) for grade in Grade}
