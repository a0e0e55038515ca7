# challenge: adamw
"""Your solution. Read the task with `judge show adamw`."""

import torch


class AdamW(torch.optim.Optimizer):
    """Adam with decoupled weight decay; with amsgrad=True it divides by the largest second moment so far."""

    def __init__(self, params, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2, amsgrad=False):
        """params: an iterable of parameters, or of dicts with "params" and settings of their own."""
        raise NotImplementedError

    def step(self, closure=None):
        """Update every parameter that has a gradient, in place.

        closure: None, or a function that computes the loss and its gradients; its result is returned.
        Raises RuntimeError if a gradient is sparse.
        """
        raise NotImplementedError
