# challenge: hyperparameter-search
"""Your solution. Read the task with `judge show hyperparameter-search`."""


def search(objective, space, n_trials, seed):
    """Call objective n_trials times with a dict of values from space; return (best_params, best_value, history)."""
    raise NotImplementedError
