"""The report as JSON: strict (no NaN, no infinity), ASCII only, valid against `judge/schemas/report.schema.json`."""

from __future__ import annotations

import json
import math
from typing import Any

from judge.model import Report


def to_json(report: Report) -> str:
    """One JSON document with a newline at its end; `##`, which CI systems obey in a log, is written as an escape."""
    text = json.dumps(_plain(report.model_dump(mode="json")), indent=2, allow_nan=False)
    return text.replace("##", "#\\u0023") + "\n"


def _plain(value: Any) -> Any:
    """JSON has neither infinity (null instead) nor lone surrogates (`?` instead)."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {_plain(key): _plain(item) for key, item in value.items()}
    return value
