"""What an author may write of who chooses: options, agreements, interests and beliefs."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from kautilya.case.records import Entry, Formula, Names, Range, named


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
    exposed: str | float | None = Field(
        None,
        description="Hedge word or probability: in such worlds those beliefs stay at the facts.",
    )
    keeps: str | None = Field(
        None, description="How a promise is kept: a decision of the same actor is an option."
    )


class Decision(Entry):
    """A choice that one actor has."""

    now: str = Field(
        "",
        description="The option in force today. Needed except in a conflict that starts nowhere.",
    )
    options: Annotated[dict[str, Option], BeforeValidator(named)] = Field(
        description="The options; a list of names stands for options without content.",
        min_length=1,
    )


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
