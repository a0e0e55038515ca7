"""Half precision is not accepted in any challenge: an accepted program whose results are rounded on their way out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from judge.catalog import open_catalog
from judge.model import Verdict

# Significant bits that are left of float32's 24: those of float16 and TF32. bfloat16 has 8.
BITS = 11
# Here many tests look at forms, integers, names or distributions, which rounding does not change.
FORMS = (
    "cached-dataset",
    "cifar10-cnn",
    "classification-metrics",
    "cutmix",
    "hyperparameter-search",
    "imbalanced-loss",
    "mixup",
    "padding-mask",
    "positional-encoding",
    "precision-recall",
    "simple-cnn",
    "weight-init",
)
ROUNDING = """
import sys as _sys

import numpy as _np


def _rounded(array):
    if array is None or array.dtype != "float32":
        return array
    values = _np.frombuffer(array.data, _np.uint32)
    kept = (values.astype(_np.uint64) + (1 << (DROPPED - 1))) >> DROPPED << DROPPED
    finite = _np.isfinite(values.view(_np.float32))
    return type(array)(array.dtype, array.shape, _np.where(finite, kept, values).astype(_np.uint32).tobytes())


for _name in ("torch_adapter", "numpy_adapter"):
    if _adapter := _sys.modules.get(f"sandbox.adapters.{_name}"):
        _adapter.plain = lambda value, honest=_adapter.plain: _rounded(honest(value))
"""


def accepted_programs() -> list[Path]:
    folders = [challenge.folder / "submissions/accepted" for challenge in open_catalog().load_all()]
    return [sorted(folder.glob("*.py"))[0] for folder in folders]


@pytest.mark.parametrize("path", accepted_programs(), ids=lambda path: path.parents[2].name)
def test_rounded_results_are_wrong(arena, attack_of, path):
    challenge = path.parents[2].name
    rounding = ROUNDING.replace("DROPPED", str(24 - BITS)).encode()
    attack = attack_of(path.read_bytes() + rounding, "wrong_answer", "wrong_gradient", wall_s=5, total_wall_s=30)
    report = arena.judge(replace(attack, challenge=challenge, tests="all"))
    assert report.verdict in attack.verdicts, report.reason
    passed = [test for test in report.tests if test.verdict is Verdict.ACCEPTED]
    if challenge in FORMS:
        passed = [test for test in passed if test.budget_used]
    assert len(passed) < len(report.tests) / 10  # a few look at forms and integers only
