"""Right padding of a batch of sequences, and the mask of what is real."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence


@torch.no_grad()
def pad_and_mask(sequences: list[Tensor], padding_value: float = 0) -> tuple[Tensor, Tensor]:
    """B sequences (length,) of one dtype -> padded (B, L) of that dtype, and mask (B, L), bool: True is real."""
    padded = pad_sequence(sequences, batch_first=True, padding_value=padding_value)
    lengths = torch.tensor([len(sequence) for sequence in sequences])
    return padded, torch.arange(padded.shape[1]) < lengths.unsqueeze(1)
