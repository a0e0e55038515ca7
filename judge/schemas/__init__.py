"""The published JSON Schemas, generated from the pydantic models: `python -m judge.schemas` writes them anew.

`challenge.schema.json` is what an author may write in challenge.toml, `report.schema.json` what `judge submit --json`
emits, `redteam.schema.json` and `check.schema.json` what `judge redteam --json` and `judge check --json` do.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Literal

from pydantic.json_schema import GenerateJsonSchema

from judge.findings import CheckReport
from judge.model import Challenge, Frozen, Report
from judge.trial import RedteamReport

Name = Literal["challenge", "report", "redteam", "check"]
EMITTED: dict[str, type[Frozen]] = {"report": Report, "redteam": RedteamReport, "check": CheckReport}


class _Emitted(GenerateJsonSchema):
    """For data that we write: every field is always there, a default or not."""

    def field_is_required(self, *_arguments: object, **_options: object) -> bool:
        return True


def generate(name: Name) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one of the documents, from its model."""
    # Serialization mode leaves out the fields that never leave the program: a challenge's folder, the file's bytes.
    if name == "challenge":
        schema = Challenge.model_json_schema(mode="serialization")
    else:
        schema = EMITTED[name].model_json_schema(mode="serialization", schema_generator=_Emitted)
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}


def schema_file(name: Name) -> Path:
    """Where the shipped copy lies."""
    return Path(__file__).with_name(f"{name}.schema.json")


def load(name: Name) -> dict[str, Any]:
    """The shipped copy."""
    schema: dict[str, Any] = json.loads(schema_file(name).read_text(encoding="utf-8"))
    return schema


def text(name: Name) -> str:
    """What the shipped copy must hold."""
    return json.dumps(generate(name), indent=2, sort_keys=True) + "\n"
