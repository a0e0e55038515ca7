"""TODO: one line, and the source of the formula."""

import torch


# It runs in float64 for the truth and in float32 for calibration and clock: follow the dtype of the inputs.
def $entry(x: torch.Tensor) -> torch.Tensor:
    """x (n, d) -> (n, d)."""
    return torch.tanh(x)  # TODO: the reference, short and plain
