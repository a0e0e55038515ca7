"""Iterates until an error is exactly zero, which it never is."""

import random


def draw(generator, kind, *rest):
    if kind == "uniform":
        return generator.uniform(*rest)
    if kind == "log":
        return rest[0] * (rest[1] / rest[0]) ** generator.random()
    if kind == "int":
        return generator.randint(*rest)
    return generator.choice(*rest)


def search(objective, space, n_trials, seed):
    generator = random.Random(seed)
    history = []
    error = 1.0
    while error > 0:
        error = max(error / 2, 1e-30)
    for _ in range(n_trials):
        params = {name: draw(generator, *entry) for name, entry in space.items()}
        history.append((params, objective(dict(params))))
    best_params, best_value = min(history, key=lambda entry: entry[1])
    return best_params, best_value, history
