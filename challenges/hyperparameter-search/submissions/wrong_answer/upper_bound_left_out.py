"""The upper bound of an integer is never tried."""

import random


def draw(generator, kind, *rest):
    if kind == "uniform":
        return generator.uniform(*rest)
    if kind == "log":
        return rest[0] * (rest[1] / rest[0]) ** generator.random()
    if kind == "int":
        return generator.randrange(rest[0], max(rest[1], rest[0] + 1))
    return generator.choice(*rest)


def search(objective, space, n_trials, seed):
    generator = random.Random(seed)
    history = []
    for _ in range(n_trials):
        params = {name: draw(generator, *entry) for name, entry in space.items()}
        history.append((params, objective(dict(params))))
    best_params, best_value = min(history, key=lambda entry: entry[1])
    return best_params, best_value, history
