# challenge: padding-mask
"""Your solution. Read the task with `judge show padding-mask`."""

from torch import Tensor


def pad_and_mask(sequences: list[Tensor], padding_value: float = 0) -> tuple[Tensor, Tensor]:
    """sequences: B tensors (length,) of one dtype -> padded (B, L) of that dtype, and mask (B, L), bool."""
    raise NotImplementedError
