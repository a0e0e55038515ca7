"""Objectives cannot be sent: they live here, note what they are called with, and tell what was returned."""

import math
import random

import numpy as np

OBJECTIVES = {
    "bowl": lambda p: (p["x"] - 0.3) ** 2 + (p["y"] + 2) ** 2,
    "small": lambda p: math.log10(p["rate"]),
    "large": lambda p: -math.log10(p["rate"]),
    "mixed": lambda p: (0.0 if p["kind"] == "b" else 5.0) + abs(p["width"] - 7) + p["x"],
    "flat": lambda p: 1.0,
    "count": lambda p: float(p["n"]),
}


def run(submission, name, space, n_trials, seed):
    """What search returned for an objective: best params, best value, history; what it was called with, whether the
    space is as it was, and the values as one vector.
    """
    calls = []

    def objective(params):
        calls.append(dict(params))
        value = OBJECTIVES[name](params)
        params.clear()  # the caller's own dict must not depend on this one
        return value

    given = {key: tuple(entry) for key, entry in space.items()}
    best_params, best_value, history = submission.search(objective, given, n_trials, seed)
    unchanged = given == {key: tuple(entry) for key, entry in space.items()}
    entries = [[dict(params), value] for params, value in history]
    return dict(best_params), best_value, entries, calls, unchanged, np.array([one[1] for one in entries], np.float32)


def twice(submission, name, space, n_trials, seed, other):
    """Whether the same seed gives the same history under other global seeds, and another seed another one."""
    histories = []
    for number, one in enumerate((seed, seed, other)):
        random.seed(number)
        histories.append(run(submission, name, space, n_trials, one)[2])
    return histories[0] == histories[1], histories[0] == histories[2]


def made(submission, n_trials):
    """How many calls a search makes."""
    return len(run(submission, "count", {"n": ["int", 0, 9]}, n_trials, 3)[3])
