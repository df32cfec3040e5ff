"""Elements of a case as a brief names them, and where each stands."""

from __future__ import annotations

from kautilya.findings import Finding
from kautilya.study.brief.gather import Material
from kautilya.study.brief.plain import clause
from kautilya.study.brief.record import Trace
from kautilya.study.causes import place_of
from kautilya.study.stress.variants import entry_of
from kautilya.study.wording import fit_words


class Words:
    """Names, descriptions and places of what a brief speaks of.

    Parameters
    ----------
    material
        What the brief is written from.
    """

    def __init__(self, material: Material) -> None:
        self.material = material
        heading = material.dossier.heading
        self.actors = {name: clause(text) for name, text in heading.actors.items()}
        self.scenarios = {n: clause(e.says) for n, e in material.case.scenarios.items()}

    def actor(self, name: str) -> str:
        """An actor's name as printed."""
        return self.actors.get(name, name)

    def owner(self, decision: str) -> str:
        """Who takes a decision, as printed."""
        return self.actor(decision.partition(".")[0])

    def option(self, decision: str, option: str) -> str:
        """What an option is, in the author's words."""
        entry = self.material.case.decisions[decision].options.get(option)
        return clause(entry.says) if entry is not None and entry.says else option

    def says(self, name: str) -> str:
        """What an element of the case states, in the author's words; its name where it is silent.

        A belief says whose it is.
        """
        entry = entry_of(self.material.case, name)
        said = clause(str(getattr(entry, "says", "") or getattr(entry, "name", "") or ""))
        actor, believes, believed = name.partition(".believes.")
        if believes:
            said = said or self.says(believed)
            return f"{self.actor(actor)}’s belief: {said}"
        if not said:
            return clause(name.rpartition(".")[2].replace("_", " "))
        return said

    def kind(self, name: str) -> str:
        """What sort of element it is; of an interest and a belief also whose."""
        section = str((*place_of(self.material.case, name), "")[0])
        kinds = {"premises": "premise", "mechanisms": "mechanism", "decisions": "option"}
        actor = self.actor(name.partition(".")[0])
        if section == "interests":
            return f"interest of {actor}"
        return kinds.get(section, "belief" if section == "beliefs" else "assumption")

    def line(self, name: str) -> int:
        """Line of an element of the case; 0 where it is none."""
        path = place_of(self.material.case, name)
        return self.material.places.key(path).line if path else 0

    def trace(self, name: str, found: str) -> Trace:
        """Where an element stands, as the trace of something found of it."""
        entry = entry_of(self.material.case, name)
        return Trace(found, self.line(name), tuple(getattr(entry, "source", ())))

    def decision(self, name: str, found: str) -> Trace:
        """Where a decision stands, as the trace of something found of it."""
        return Trace(found, self.material.places.key(("decisions", name)).line)


def of_finding(finding: Finding, found: str = "") -> Trace:
    """Where a proposition stands, as the trace of something found of it."""
    place = f"propositions.{finding.id}" + (f".{found}" if found else "")
    return Trace(place, finding.line, finding.sources)


def mark_of(finding: Finding) -> str:
    """The mark of a verdict."""
    return "pass" if finding.passes else fit_words(finding)
