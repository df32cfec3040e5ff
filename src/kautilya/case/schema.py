"""What an author may write: the records of a case file, frozen.

Each class is one kind of entry; each field's description is the hover text of an editor that reads
the JSON Schema. A formula or a claim stays the text that the author wrote; :mod:`kautilya.model`
compiles it.
"""

from __future__ import annotations

import math
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator


def _formula(value: object) -> object:
    """Numbers stand for themselves in a formula."""
    if isinstance(value, bool):
        raise ValueError("true and false are no formulas: write 1 or 0")
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError("a formula has finite numbers")
    return repr(value) if isinstance(value, int | float) else value


def _listed(value: object) -> object:
    """One entry stands for a list of one."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value


def _months(value: object) -> object:
    """``12`` and ``12 months`` are the same duration."""
    if isinstance(value, str):
        number = value.removesuffix("months").removesuffix("month").strip()
        try:
            return float(number)
        except ValueError:
            raise ValueError("a duration is a number of months, such as 12 or 12 months") from None
    if isinstance(value, bool):
        raise ValueError("a duration is a number of months, such as 12 or 12 months")
    return value


Formula = Annotated[str, BeforeValidator(_formula)]
Names = Annotated[tuple[str, ...], BeforeValidator(_listed)]
Months = Annotated[
    float, BeforeValidator(_months), Field(json_schema_extra={"type": ["number", "string"]})
]
Range = tuple[float, float]


class Status(StrEnum):
    """Where an entry comes from."""

    STATED = "stated"
    IMPLIED = "implied"
    DATA = "data"
    JUDGED = "judged"
    RIVAL = "rival"


class Record(BaseModel):
    """A frozen entry that refuses keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Entry(Record):
    """What every entry may say of itself."""

    says: str = Field("", description="What the entry states, in a few words.")
    source: Names = Field((), description="Citation, `osw#17` for paragraph 17 of source osw.")
    system: str | None = Field(None, description="The system that the entry belongs to.")
    row: Names = Field((), description="Rows of claims.tsv that the entry encodes.")
    status: Status | None = Field(
        None,
        description="stated: the text says it; implied: the text needs it; data: from the record, "
        "with its own source; judged: the analyst's; rival: a counter-mechanism.",
    )
    note: str = Field("", description="A remark for the reader.")


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


class Premise(Entry):
    """A number or a fact that the argument takes as given: never a conclusion."""

    value: float | None = Field(None, description="Its value; with a range, the likeliest value.")
    range: Range | None = Field(None, description="Where the value may lie, [low, high].")
    chance: str | float | None = Field(
        None, description="Hedge word or probability: a fact that is 0 or 1 in each world."
    )
    unit: str | None = Field(None, description="Unit; without one it is dimensionless.")


class Stock(Entry):
    """What accumulates."""

    start: Formula = Field(description="Value at the beginning: a number or a formula of premises.")
    toward: Formula | None = Field(None, description="Level that it moves toward; needs `over`.")
    over: Months | None = Field(None, description="Months of adjustment, 1 or more.")
    bounds: Range | None = Field(None, description="Limits that it is held within.")
    scale: dict[str, str] | None = Field(None, description="Labels of values.")
    unit: str | None = Field(None, description="Unit; without one it is dimensionless.")


class Auxiliary(Entry):
    """A quantity that follows from others in the same month."""

    is_: Formula = Field(alias="is", description="The formula.")
    scale: dict[str, str] | None = Field(None, description="Labels of values.")
    unit: str | None = Field(None, description="Unit; without one it is dimensionless.")


class Transfer(Entry):
    """What one actor gives another."""

    from_: str = Field(alias="from", description="Who gives.")
    to: str = Field(description="Who receives.")
    is_: Formula = Field(alias="is", description="How much a month.")
    unit: str | None = Field(None, description="Unit; without one it is dimensionless.")


class Mechanism(Entry):
    """A causal claim, with a name, a citation and an off-switch."""

    to: str = Field(description="The stock, auxiliary, transfer or event that it acts on.")
    from_: Names = Field((), alias="from", description="What it acts from, for the map.")
    adds: Formula | None = Field(None, description="What it adds.")
    scales: Formula | None = Field(None, description="What it multiplies by.")
    chance: str | float | None = Field(
        None, description="Hedge word: the chance that it is in force."
    )

    @model_validator(mode="after")
    def _acts(self) -> Mechanism:
        if (self.adds is None) == (self.scales is None):
            raise ValueError("a mechanism has `adds` or `scales`, one of the two")
        return self


class Event(Entry):
    """What may happen, once, at a monthly rate."""

    rate: Formula = Field(description="Chance a month.")
    then: dict[str, Formula] = Field(
        default_factory=dict, description="What is read instead once it has happened."
    )
    ends: Names = Field((), description="Mechanisms, transfers and decisions that it ends.")


class Belief(Entry):
    """What an actor takes to be true: a number, a range, `on` or `off`, or a draw of its own."""

    form: float | Range | str | None = Field(
        None, alias="is", description="A number, [low, high], `on` or `off`."
    )
    value: float | None = Field(None, description="Its value; with a range, the likeliest value.")
    range: Range | None = Field(None, description="Where the value may lie.")
    chance: str | float | None = Field(None, description="Hedge word: 0 or 1 in each world.")

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: object) -> object:
        if not isinstance(data, dict):
            return {"is": data}
        inner = data.get("is")
        return (
            {**{k: v for k, v in data.items() if k != "is"}, **inner}
            if isinstance(inner, dict)
            else data
        )

    @model_validator(mode="after")
    def _one_form(self) -> Belief:
        if isinstance(self.form, str) and self.form not in ("on", "off"):
            raise ValueError(
                "a belief is a number, [low, high], on, off, or {value, range, chance}"
            )
        given = [
            self.form is not None,
            self.value is not None or self.range is not None,
            self.chance is not None,
        ]
        if sum(given) != 1:
            raise ValueError(
                "a belief has one form: a number, [low, high], on, off, or {value, range, chance}"
            )
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        """Short forms are for the editor what they are for the reader."""
        long = handler(core)
        short = [
            {"type": "number"},
            {"enum": ["on", "off"]},
            {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        ]
        return {"anyOf": [*short, long]}


class Option(Entry):
    """One of the things that an actor can choose."""

    if_: Formula | None = Field(
        None, alias="if", description="Rule, read each month: when the option acts."
    )
    does: dict[str, Formula] = Field(default_factory=dict, description="What it adds, and to what.")
    persuades: dict[str, dict[str, Belief]] = Field(
        default_factory=dict,
        description="Beliefs that it gives to others: {actor: {premise: form}}.",
    )


class Decision(Entry):
    """A choice that one actor has."""

    now: str = Field(description="The option in force today.")
    options: dict[str, Option] = Field(description="The options.", min_length=1)


class Agreement(Entry):
    """A move that no actor can make alone."""

    parties: Names = Field(description="Who must gain by it.")
    when: Names = Field(description="What is chosen once it is formed: [decision is option, ..].")


class Interest(Entry):
    """Something that an actor wants."""

    id: str = Field(description="Short name, unique among the actor's interests.")
    name: str = Field("", description="Name as printed.")
    value: Formula = Field(description="The formula that is valued each month.")
    anchors: tuple[Formula, Formula] = Field(
        description="[worst, best]: numbers or formulas of premises."
    )
    tier: int | None = Field(
        None, description="Rank of importance, 1 first; equal ranks are not ordered."
    )
    absolute: bool = Field(
        False, description="Absolute interests together weigh at least one half."
    )
    weight: float | None = Field(None, description="A fixed weight.")
    unit: str | None = Field(None, description="Unit of the value.")


class Scenario(Entry):
    """A named set of changes."""

    set: dict[str, float] = Field(default_factory=dict, description="Premises and their values.")
    start: dict[str, str] = Field(
        default_factory=dict, description="Options in force at the start."
    )
    off: Names = Field((), description="Mechanisms that are not in force.")
    hold: Names = Field((), description="Decisions that are held: [decision is option, ..].")


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
    horizon: int = Field(description="Months that the case looks ahead.", ge=1, le=1200)
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
    stocks: dict[str, Stock] = Field(default_factory=dict, description="What accumulates.")
    auxiliaries: dict[str, Auxiliary] = Field(default_factory=dict, description="What follows.")
    transfers: dict[str, Transfer] = Field(default_factory=dict, description="What actors give.")
    mechanisms: dict[str, Mechanism] = Field(default_factory=dict, description="Causal claims.")
    events: dict[str, Event] = Field(default_factory=dict, description="What may happen.")
    decisions: dict[str, Decision] = Field(
        default_factory=dict, description="Choices of the actors."
    )
    agreements: dict[str, Agreement] = Field(default_factory=dict, description="Joint moves.")
    interests: dict[str, tuple[Interest, ...]] = Field(
        default_factory=dict, description="What each actor wants, the most important first."
    )
    beliefs: dict[str, dict[str, Belief]] = Field(
        default_factory=dict, description="What each actor takes to be true."
    )
    scenarios: dict[str, Scenario] = Field(default_factory=dict, description="Sets of changes.")
    propositions: dict[str, Proposition] = Field(
        default_factory=dict, description="Conclusions, as tests."
    )
