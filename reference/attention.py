"""Additive attention over a sequence of encoder states: the numerical reference of the challenge `attention`."""

import torch
from torch import nn


class Attention(nn.Module):
    """Score every encoder state against one decoder state, and average the encoder states by those scores.

    score_t = v . tanh(W [e_t; h] + b), weights = softmax over t, context = sum_t weights_t e_t. This is the alignment
    model of Bahdanau, Cho and Bengio (arXiv:1409.0473, appendix A.1.2) with one matrix over the concatenation,
    as in the "concat" score of Luong, Pham and Manning (arXiv:1508.04025, equation 8).

    Parameters: attn.weight (h, 2h), attn.bias (h,), v.weight (1, h), where h is `hidden_size`.
    """

    def __init__(self, hidden_size: int) -> None:
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs: torch.Tensor, hidden: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """encoder_outputs (B, L, h) and hidden (B, h) -> context (B, 1, h) and weights (B, L), in the inputs' dtype."""
        repeated = hidden.unsqueeze(1).expand_as(encoder_outputs)
        energy = torch.tanh(self.attn(torch.cat([encoder_outputs, repeated], dim=2)))
        weights = torch.softmax(self.v(energy).squeeze(2), dim=1)
        context = torch.bmm(weights.unsqueeze(1), encoder_outputs)
        return context, weights
