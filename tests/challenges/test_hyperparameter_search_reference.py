"""The search of the reference: distributions of what it tries, and its bounds."""

import importlib.util
import math
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SPEC = importlib.util.spec_from_file_location("hyperparameter_search", ROOT / "reference" / "hyperparameter-search.py")
REFERENCE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(REFERENCE)
SPACE = {"u": ("uniform", -1.0, 3.0), "l": ("log", 1e-4, 1e2), "i": ("int", 2, 4), "c": ("categorical", ["x", None])}


def points(n_trials=3000, seed=1):
    return [params for params, _ in REFERENCE.search(lambda p: p["u"], SPACE, n_trials, seed)[2]]


def test_each_kind_is_spread_evenly():
    tried = points()
    assert sum(p["u"] for p in tried) / 3000 == pytest.approx(1.0, abs=0.1)
    assert sum(math.log10(p["l"]) for p in tried) / 3000 == pytest.approx(-1.0, abs=0.15)
    for name, values in (("i", (2, 3, 4)), ("c", ("x", None))):
        counts = [sum(p[name] == value for p in tried) for value in values]
        assert sum(counts) == 3000
        assert min(counts) > 0.85 * 3000 / len(values)


def test_bounds_and_seed():
    assert all(-1 <= p["u"] <= 3 and 1e-4 <= p["l"] <= 1e2 for p in points())
    assert points(20) == points(20)
    assert points(20) != points(20, seed=2)


def test_best_is_the_first_of_the_smallest():
    best_params, best_value, history = REFERENCE.search(lambda p: p["i"] // 2, SPACE, 50, 0)
    assert best_value == 1
    assert best_params is next(params for params, value in history if value == 1)


def test_one_value_only():
    for low in (1e-3, 0.3, 7.0):
        [(params, _)] = REFERENCE.search(lambda p: 0.0, {"l": ("log", low, low)}, 1, 0)[2]
        assert params == {"l": low}
