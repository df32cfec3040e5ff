"""The JSON Schema of a case file, which editors read for completion and hover text."""

from __future__ import annotations

from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from kautilya.case import Case
from kautilya.case.groups import LOOPED

DIALECT = "https://json-schema.org/draft/2020-12/schema"
"""What the schema is written in."""

_FOR = {
    "type": "string",
    "description": "Written out once for each member: `a in allies`, with `$a` in names.",
}


def case_schema() -> dict[str, Any]:
    """The JSON Schema of a case as authors write it: short forms and loops included.

    Examples
    --------
    >>> case_schema()["title"]
    'Case'
    """
    schema: dict[str, Any] = Case.model_json_schema(
        by_alias=True, mode="validation", schema_generator=_AsWritten
    )
    entries = {_entry(schema, section) for section in LOOPED} | {"Interest"}
    for name in entries:
        schema["$defs"][name]["properties"]["for"] = dict(_FOR)
    _long_belief(schema["$defs"]["Belief"])
    needed = [{"required": [key]} for key in ("horizon", "preferences", "payoffs")]
    schema["allOf"] = [{"anyOf": needed}]
    return {"$schema": DIALECT, **schema}


def _long_belief(belief: dict[str, Any]) -> None:
    """Let the `is` of a belief hold what the belief may hold itself."""
    fields = belief["anyOf"][-1]["properties"]
    inner = {name: fields[name] for name in ("value", "range", "chance")}
    held = {"type": "object", "properties": inner, "additionalProperties": False}
    fields["is"] = {**fields["is"], "anyOf": [*fields["is"]["anyOf"], held]}


def _entry(schema: dict[str, Any], section: str) -> str:
    """Name of the definition that the entries of a section follow."""
    reference: str = schema["properties"][section]["additionalProperties"]["$ref"]
    return reference.rpartition("/")[2]


class _AsWritten(GenerateJsonSchema):
    """Says of a field what an author may write, before it is brought into one form."""

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """A formula may be a number; a name, a list of one; names, entries without content."""
        plain = super().function_before_schema(schema)
        match schema["schema"]["type"]:
            case "str":
                return {**plain, "type": ["string", "number"]}
            case "tuple":
                return {"anyOf": [{"type": "string"}, plain]}
            case "dict":
                return {"anyOf": [{"type": "array", "items": {"type": "string"}}, plain]}
        return plain
