"""numpy draws a fraction for each value; the best point is kept on the way."""

import numpy as np


def value_at(share, kind, low, high=None):
    if kind == "uniform":
        return float(low + share * (high - low))
    if kind == "log":
        return float(low * (high / low) ** share)
    count = len(low) if kind == "categorical" else high - low + 1
    place = int(share * count)
    return low[place] if kind == "categorical" else low + place


def search(objective, space, n_trials, seed):
    shares = np.random.default_rng(seed).random((n_trials, len(space)))
    history, best = [], None
    for row in shares:
        params = {name: value_at(share, *entry) for share, (name, entry) in zip(row, space.items())}
        value = objective(params.copy())
        history.append((params, value))
        if best is None or value < best[1]:
            best = history[-1]
    return *best, history
