"""What an author may write of a conflict: states, who prefers which, published answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema, model_validator

from kautilya.case.exact import exact_rows, written_rows
from kautilya.case.records import Entry, Names, Record, listed

Concept = Literal[
    "nash",
    "gmr",
    "smr",
    "seq",
    "sim",
    "coalition_nash",
    "coalition_gmr",
    "coalition_smr",
    "coalition_seq",
    "mixed",
]
"""Solution concepts of published answers."""

CONCEPTS: tuple[str, ...] = get_args(Concept)

Standing = Literal["verified", "textbook", "recalled", "disputed"]
"""How sure it is that print says so."""


def _move(value: object) -> object:
    """A pair of states."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise ValueError("a move is [from, to], two states")
    return value


Move = Annotated[
    tuple[str, str],
    BeforeValidator(_move),
    WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 2, "maxItems": 2}),
]


def payoffs_form(value: object) -> object:
    """Payoffs of each actor, or the name of a file."""
    if not isinstance(value, dict | str | None):
        raise ValueError("payoffs are nested lists for each actor, or the name of a .nfg file")
    return value


_FORMS = "preferences are a ranking, [best, .., worst], or {statements: [..]}"

ExactRows = Annotated[
    Any,
    BeforeValidator(exact_rows),
    PlainSerializer(written_rows),
    WithJsonSchema({"type": "array"}),
]
"""Nested tuples of `fractions.Fraction`; what is no number stays the text that stands there."""

_TEXTS: tuple[dict[str, Any], ...] = (
    {"type": "string"},
    {"type": "array", "items": {"type": "string"}},
)


class State(Record):
    """A state of the conflict that has a name."""

    is_: Names = Field(
        (),
        alias="is",
        description="Patterns or conditions that tell its profiles; several profiles are one "
        "state. Left out where the case has no decisions.",
    )
    says: str = Field("", description="What the state is, in a few words.")
    source: Names = Field((), description="Citation.")
    note: str = Field("", description="A remark for the reader.")

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: object) -> object:
        if data is None:
            return {}
        return {"is": data} if isinstance(data, str | list | tuple) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        """Short forms are for the editor what they are for the reader."""
        return {"anyOf": [*_TEXTS, {"type": "null"}, handler(core)]}


class Preference(Entry):
    """How one actor ranks the states: a ranking, or statements from which it follows."""

    ranking: tuple[Names, ...] = Field(
        (),
        description="The best first, ties in brackets: [best, [tied, tied], worst]; each is the "
        "name of a state, a pattern or a condition.",
    )
    statements: Names = Field(
        (),
        description="Conditions, the most important first: a state in which an earlier one holds "
        "is preferred, whatever holds of the later ones.",
    )

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: object) -> object:
        if isinstance(data, str):
            raise ValueError(_FORMS)
        return {"ranking": data} if isinstance(data, list | tuple) else data

    @model_validator(mode="after")
    def _one_form(self) -> Preference:
        if bool(self.ranking) == bool(self.statements):
            raise ValueError(_FORMS)
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        """Short forms are for the editor what they are for the reader."""
        return {"anyOf": [{"type": "array", "items": {"anyOf": [*_TEXTS]}}, handler(core)]}


class Published(Record):
    """An answer in print, to hold the computed one against."""

    concept: Annotated[tuple[Concept, ...], BeforeValidator(listed)] = Field(
        description="Solution concept, or several that the answer holds under: "
        + ", ".join(CONCEPTS)
        + "."
    )
    equilibria: Names | None = Field(
        None, description="The states that are equilibria: all of them, and [] for none."
    )
    actor: str | None = Field(
        None, description="Actor for whom alone the states are stable, in place of equilibria."
    )
    number: int | None = Field(None, description="How many there are.", ge=0)
    status: Standing | None = Field(
        None,
        description="verified: read in the source; textbook: a fact of the field; recalled: not "
        "looked up; disputed: print is contradicted.",
    )
    says: str = Field("", description="What is claimed, in a few words.")
    source: Names = Field((), description="Citation.")
    note: str = Field("", description="A remark for the reader.")

    @model_validator(mode="after")
    def _answers(self) -> Published:
        if self.equilibria is None and self.number is None:
            raise ValueError("a published answer has `equilibria`, or their `number`")
        return self
