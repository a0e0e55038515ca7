"""Many calls in one, for what shows in the long run only."""

import inspect

import torch


def shares(submission, alpha, calls):
    """lam of each call, float32 (calls,)."""
    x, y = torch.ones(2, 1), torch.arange(2)
    return torch.tensor([float(submission.mixup_data(x, y, alpha)[3]) for _ in range(calls)])


def partners(submission, size, calls):
    """The permutation of each call, as the labels y_b of a batch of that size, int64 (calls, size)."""
    x, y = torch.ones(size, 1), torch.arange(size)
    return torch.stack([submission.mixup_data(x, y, 1.0)[2] for _ in range(calls)])


def default_alpha(submission):
    """What alpha is where the caller gives none."""
    return float(inspect.signature(submission.mixup_data).parameters["alpha"].default)


def unmixed(submission, x, y):
    """What alpha = 0 makes of x."""
    return submission.mixup_data(x, y, 0.0)[0]
