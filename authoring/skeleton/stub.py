# challenge: $id
"""Your solution. The task is in statement.md; `judge show $id` prints it."""

import torch


def $entry(x: torch.Tensor) -> torch.Tensor:
    """x (n, d) -> (n, d)."""
    raise NotImplementedError
