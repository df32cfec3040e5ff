"""The verdicts of a run, each with its confidence, and in the order in which a brief needs them."""

from __future__ import annotations

from kautilya.findings import Finding, Standing
from kautilya.study.brief.confidence import Confidence, confidence_of
from kautilya.study.brief.gather import Material
from kautilya.study.brief.likelihood import how_often
from kautilya.study.brief.plain import enumerated, quoted, sentence_of
from kautilya.study.brief.record import Entry, Sentence
from kautilya.study.brief.words import Words, mark_of, of_finding
from kautilya.study.wording import is_irrelevance

ORDER = {"contradicted": 0, "underdetermined": 1, "contested": 2}
"""What fails, the gravest first."""

MOST_ELEMENTS = 3
"""Elements that a sentence names."""


class Judged:
    """Verdicts with their confidence.

    Parameters
    ----------
    material
        What the brief is written from.
    words
        How it names things.
    """

    def __init__(self, material: Material, words: Words) -> None:
        self.material, self.words = material, words
        dossier = material.dossier
        self.findings = dossier.findings
        warns = dossier.observed is not None and dossier.observed.warns
        self.confidence: dict[str, Confidence] = {}
        for finding in self.findings:
            judged = self._judged(finding.id)
            found = confidence_of(finding, judged, material.stress, observed_warns=warns)
            if found is not None:
                self.confidence[finding.id] = found

    def key(self, most: int) -> list[Finding]:
        """The conclusions to put first: about the central choice, passing or not, then what passes.

        Those that ask for the focal decision come in the order of the file.
        """
        focal = self.material.case.focal
        asked = f"({focal}"
        central = [
            f
            for f in self.findings
            if focal is not None and f.fit is not None and _asks(f.claim, asked)
        ]
        rest = [f for f in self.passing if f not in central]
        return [*central[: most - 1], *rest][:most] if rest else central[:most]

    @property
    def passing(self) -> list[Finding]:
        """What passes, what is about the focal decision first, then in the order of the file."""
        focal = self.material.case.focal or "\0"
        passing = [f for f in self.findings if f.passes]
        return sorted(passing, key=lambda f: (focal not in f.claim, is_irrelevance(f), _hollow(f)))

    @property
    def failing(self) -> list[Finding]:
        """What fails, the gravest first, then how far it is from what the text says."""
        failing = [f for f in self.findings if f.fit is not None and not f.passes]
        return sorted(failing, key=lambda f: (ORDER.get(str(f.fit), 3), f.share or 0.0))

    @property
    def untested(self) -> list[Finding]:
        """What was not tested."""
        return [f for f in self.findings if f.fit is None]

    def likelihood(self, finding: Finding) -> Sentence:
        """How often a conclusion holds, and what the text says."""
        text = how_often(finding, self.material.yardstick, self.words)
        return Sentence(text, (of_finding(finding, "interval"),))

    def grade(self, finding: Finding) -> Sentence | None:
        """Confidence in the verdict; in a sentence of its own, as ICD 203 has it."""
        found = self.confidence.get(finding.id)
        if found is None:
            return None
        return Sentence(found.sentence, (of_finding(finding, "standing"),))

    def remedy(self, finding: Finding) -> Sentence | None:
        """What a verdict rests on, or what would turn one that fails."""
        named = [quoted(self.words.says(name)) for name in finding.rests_on]
        traces = tuple(
            self.words.trace(name, f"propositions.{finding.id}.rests_on")
            for name in finding.rests_on[:MOST_ELEMENTS]
        )
        match finding.standing:
            case Standing.WOULD_HOLD:
                text = f"It would pass without {enumerated(named, MOST_ELEMENTS, 'or')}."
            case Standing.RESTING:
                text = f"It rests on {enumerated(named, MOST_ELEMENTS)}."
            case Standing.FAILS:
                text, traces = "No single removal mends it.", (of_finding(finding, "removals"),)
            case _:
                return None
        return Sentence(text, traces)

    def entry(self, finding: Finding, *, graded: bool = True, rests: bool = False) -> Entry:
        """A verdict as an entry of a list."""
        sentences = [self.likelihood(finding)]
        if graded and (grade := self.grade(finding)) is not None:
            sentences.append(grade)
        if rests and (remedy := self.remedy(finding)) is not None:
            sentences.append(remedy)
        lead = sentence_of(finding.says or finding.claim)
        return Entry(lead, tuple(sentences), mark_of(finding), finding.id)

    def _judged(self, name: str) -> tuple[int, int]:
        """Premises in reach that are judged, or that an opponent would add; and all of them."""
        premises = self.material.case.premises
        reach = self.material.reach.get(name, frozenset())
        return sum(str(premises[p].status) == "judged" for p in reach), len(reach)


def _asks(claim: str, asked: str) -> bool:
    """Whether a claim asks what is chosen in a decision, and not only what follows from it."""
    ways = ("best", "foresees", "settled", "acts")
    return any(f"{way}{asked}{end}" in claim for way in ways for end in (",", ")"))


def _hollow(finding: Finding) -> bool:
    """Whether a passing verdict says little of the text's reasons."""
    return finding.standing in (Standing.VACUOUS, Standing.ENTAILED)
