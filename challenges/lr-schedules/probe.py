"""A schedule over many steps, as one vector: where a value is 0, only the others say how exact it must be."""

import numpy as np


def values(submission, name, steps, *settings):
    """float32 (len(steps),): what the schedule of that name gives at each step."""
    schedule = getattr(submission, name)
    return np.array([float(schedule(step, *settings)) for step in steps], dtype=np.float32)
