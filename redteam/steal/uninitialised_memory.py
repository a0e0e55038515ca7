"""Returns uninitialised memory, in the hope that the reference's result was freed there."""

# verdict: wrong_answer
# covers: A1 B23
# docker
import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs, hidden):
        batch, length, size = encoder_outputs.shape
        return torch.empty(batch, 1, size), torch.empty(batch, length)
