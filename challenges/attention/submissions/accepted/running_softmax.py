"""One position after another, with a running maximum, a running sum and a running context."""

import torch
from torch import nn
from torch.nn import functional


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def score(self, state, hidden):
        together = torch.cat((state, hidden), dim=-1)
        return functional.linear(functional.linear(together, self.attn.weight, self.attn.bias).tanh(), self.v.weight)

    def forward(self, encoder_outputs, hidden):
        scores = []
        top = hidden.new_full((hidden.shape[0], 1), -torch.inf)
        total, context = torch.zeros_like(top), torch.zeros_like(hidden)
        for state in encoder_outputs.unbind(dim=1):
            score = self.score(state, hidden)
            new_top = torch.maximum(top, score.detach())
            shrink, weight = torch.exp(top - new_top), torch.exp(score - new_top)
            total = total * shrink + weight
            context = context * shrink + weight * state
            scores.append(score)
            top = new_top
        weights = torch.exp(torch.cat(scores, dim=1) - top) / total
        return (context / total).unsqueeze(1), weights
