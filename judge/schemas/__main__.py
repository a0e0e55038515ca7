"""`python -m judge.schemas` writes all schemas anew; run it after a change of the models."""

from __future__ import annotations

from typing import get_args

from judge import schemas

if __name__ == "__main__":
    for name in get_args(schemas.Name):
        schemas.schema_file(name).write_text(schemas.text(name), encoding="utf-8")
