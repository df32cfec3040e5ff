"""What an author may write: the records of a case file, frozen.

Each class is one kind of entry; each field's description is the hover text of an editor that reads
the JSON Schema. A formula or a claim stays the text that the author wrote; :mod:`kautilya.model`
compiles it.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

from pydantic import BaseModel as BaseModel
from pydantic import BeforeValidator, Field, ValidationInfo, model_validator

from kautilya.case.choice_records import Agreement as Agreement
from kautilya.case.choice_records import Belief as Belief
from kautilya.case.choice_records import Decision as Decision
from kautilya.case.choice_records import Interest as Interest
from kautilya.case.choice_records import Option as Option
from kautilya.case.conflict_records import ExactRows, Move, payoffs_form
from kautilya.case.conflict_records import Preference as Preference
from kautilya.case.conflict_records import Published as Published
from kautilya.case.conflict_records import State as State
from kautilya.case.evidence_records import Evidence as Evidence
from kautilya.case.evidence_records import Hypothesis as Hypothesis
from kautilya.case.evidence_records import Observation as Observation
from kautilya.case.evidence_records import Scenario as Scenario
from kautilya.case.model_records import Auxiliary as Auxiliary
from kautilya.case.model_records import Event as Event
from kautilya.case.model_records import Mechanism as Mechanism
from kautilya.case.model_records import Premise as Premise
from kautilya.case.model_records import Stock as Stock
from kautilya.case.model_records import Transfer as Transfer
from kautilya.case.records import Entry as Entry
from kautilya.case.records import Formula as Formula
from kautilya.case.records import Names, Range, Record, named
from kautilya.case.records import Status as Status
from kautilya.terms.html import part, table

SHOWN: Final = (
    "sources",
    "actors",
    "decisions",
    "premises",
    "stocks",
    "mechanisms",
    "events",
    "interests",
    "beliefs",
    "scenarios",
    "propositions",
)
"""Parts of a case that a notebook counts."""

IN_PARTS: Final = {"in parts": True}
"""Context of a validation that has set parts of the case aside."""


class Source(Record):
    """A text or a data set that entries cite."""

    title: str = Field("", description="Title of the text or data set.")
    authors: Names = Field((), description="Who wrote it.")
    publisher: str = Field("", description="Who published it.")
    year: int | None = Field(None, description="Year of publication.")
    date: str = Field("", description="Date of publication.")
    url: str = Field("", description="Where it can be read.")
    licence: str = Field("", description="Terms under which it may be used.")
    text: str = Field("", description="The user's own copy of the text, a local file.")
    note: str = Field("", description="A remark for the reader.")


class Actor(Record):
    """Somebody who decides or is affected."""

    name: str = Field("", description="Name as printed.")
    iso3: str | None = Field(None, description="Country code, ISO 3166-1 alpha-3.")
    says: str = Field("", description="Who this is, in a few words.")
    source: Names = Field((), description="Citation.")
    note: str = Field("", description="A remark for the reader.")


class System(Record):
    """A part of the assessment's subject that can be seen, run and questioned."""

    title: str = Field("", description="Title as printed.")
    says: str = Field("", description="What it is about.")
    source: Names = Field((), description="Paragraphs that describe it.")
    note: str = Field("", description="A remark for the reader.")


class Proposition(Entry):
    """A conclusion of the text, as a test."""

    claim: str | None = Field(None, description="The test.")
    untested: str | None = Field(None, description="Why it cannot be tested, in place of a claim.")
    in_: str | None = Field(None, alias="in", description="Scenario in which the claim is made.")
    hold: Names = Field((), description="Decisions that are held: [decision is option, ..].")
    given: str | None = Field(None, description="Antecedent: only worlds where it holds count.")
    because: Names = Field(
        (), description="Reasons that the text gives: mechanisms, interests, beliefs."
    )
    voice: str = Field("author", description="`author`, or the actor who believes it.")
    stated: str | dict[str, str] = Field("flat", description="Hedge word of the text.")
    reply: str = Field("", description="The author's answer to the verdict.")

    @model_validator(mode="after")
    def _tested(self) -> Proposition:
        if (self.claim is None) == (self.untested is None):
            raise ValueError("a proposition has a `claim`, or says in `untested` why it has none")
        return self


class Case(Record):
    """A strategic assessment written so that a machine can check it."""

    language: int = Field(description="Version of the case language: 1.")
    case: str = Field(
        description="Short name of the case.", pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$"
    )
    title: str = Field("", description="Title of the assessment.")
    question: str = Field("", description="The question that it answers.")
    focal: str | None = Field(None, description="The decision that it is about.")
    as_of: date | None = Field(None, description="Date of the assessment.")
    horizon: int = Field(
        0,
        description="Months that the case looks ahead. Needed except beside preferences or "
        "payoffs.",
        ge=1,
        le=1200,
    )
    discount: float = Field(0.0, description="Discount a year.", gt=-1.0, allow_inf_nan=False)
    yardstick: str = Field("ICD 203", description="Table between hedge words and shares.")
    epsilon: float = Field(1e-4, description="Differences of a payoff within it are ties.", ge=0)
    sources: dict[str, Source] = Field(default_factory=dict, description="Texts and data cited.")
    actors: dict[str, Actor] = Field(description="Who decides or is affected.", min_length=1)
    systems: dict[str, System] = Field(default_factory=dict, description="Parts of the subject.")
    groups: dict[str, Names] = Field(default_factory=dict, description="Groups of actors.")
    yardsticks: dict[str, dict[str, Range]] = Field(
        default_factory=dict, description="The author's own tables of hedge words."
    )
    premises: dict[str, Premise] = Field(default_factory=dict, description="Numbers and facts.")
    corr: tuple[tuple[str, str, float], ...] = Field(
        (),
        description="Premises that vary together, [[premise, premise, rank correlation], ..].",
    )
    stocks: dict[str, Stock] = Field(default_factory=dict, description="What accumulates.")
    auxiliaries: dict[str, Auxiliary] = Field(default_factory=dict, description="What follows.")
    transfers: dict[str, Transfer] = Field(default_factory=dict, description="What actors give.")
    mechanisms: dict[str, Mechanism] = Field(default_factory=dict, description="Causal claims.")
    events: dict[str, Event] = Field(default_factory=dict, description="What may happen.")
    decisions: dict[str, Decision] = Field(
        default_factory=dict, description="Choices of the actors."
    )
    agreements: dict[str, Agreement] = Field(default_factory=dict, description="Joint moves.")
    states: Annotated[dict[str, State], BeforeValidator(named)] = Field(
        default_factory=dict,
        description="Names for states of a conflict; its states where there are no decisions.",
    )
    infeasible: Names = Field(
        (), description="Patterns or conditions of profiles that cannot be: no states."
    )
    irreversible: dict[str, tuple[Names, ...]] = Field(
        default_factory=dict,
        description="For a decision, its options in the only order in which they can be taken: "
        "[[a, b], c] is a and b freely, then c.",
    )
    moves: dict[str, tuple[Move, ...]] = Field(
        default_factory=dict,
        description="For each actor its moves between states, [from, to], in place of those that "
        "the options give.",
    )
    today: str | None = Field(
        None, description="The state of today where the case has no decisions."
    )
    preferences: dict[str, Preference] = Field(
        default_factory=dict, description="How each actor ranks the states of a conflict."
    )
    payoffs: Annotated[str | dict[str, ExactRows] | None, BeforeValidator(payoffs_form)] = Field(
        None,
        description="Exact payoffs for each actor, nested lists with one level a decision; or "
        "the name of a .nfg file beside the case.",
    )
    misperceived: dict[str, Names] = Field(
        default_factory=dict,
        description="For an actor the states that it does not see: it moves neither from nor to "
        "them.",
    )
    published: dict[str, Published] = Field(
        default_factory=dict, description="Answers in print, to hold the computed ones against."
    )
    interests: dict[str, tuple[Interest, ...]] = Field(
        default_factory=dict, description="What each actor wants, the most important first."
    )
    beliefs: dict[str, dict[str, Belief]] = Field(
        default_factory=dict, description="What each actor takes to be true."
    )
    observed: tuple[Observation, ...] = Field(
        (), description="What was seen to happen: shares are also told of the worlds that agree."
    )
    scenarios: dict[str, Scenario] = Field(default_factory=dict, description="Sets of changes.")
    propositions: dict[str, Proposition] = Field(
        default_factory=dict, description="Conclusions, as tests."
    )
    hypotheses: dict[str, Hypothesis] = Field(
        default_factory=dict, description="Rival explanations, as sets of worlds or by name."
    )
    evidence: dict[str, Evidence] = Field(
        default_factory=dict, description="What speaks for one hypothesis over another."
    )

    @property
    def is_conflict(self) -> bool:
        """Whether preferences or payoffs say what actors want, in place of a model over time."""
        return bool(self.preferences) or self.payoffs is not None

    def _repr_html_(self) -> str:
        counts = [(name, len(getattr(self, name))) for name in SHOWN if getattr(self, name)]
        asked = [
            (name, entry.says or entry.claim or "", str(entry.stated or ""), " ".join(entry.source))
            for name, entry in self.propositions.items()
        ]
        head = ("proposition", "says", "stated", "source")
        tables = [table(f"{self.case}: {self.title}", (), counts)]
        tables += [table("propositions", head, asked)] if asked else []
        return part(*tables, note=self.question)

    @model_validator(mode="after")
    def _over_time(self, info: ValidationInfo) -> Case:
        """Refuse a case over time without a horizon, or with a decision without today's option."""
        if not self.is_conflict and info.context is not IN_PARTS:
            if not self.horizon:
                raise ValueError("the case lacks `horizon`, and has no preferences or payoffs")
            for name, decision in self.decisions.items():
                if not decision.now:
                    raise ValueError(f"the decision '{name}' lacks `now`")
        return self
