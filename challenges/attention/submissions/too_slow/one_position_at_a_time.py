"""Right, but one position of one sequence after the other."""

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs, hidden):
        contexts, rows = [], []
        for states, query in zip(encoder_outputs, hidden):
            scores = [self.v(torch.tanh(self.attn(torch.cat([state, query])))) for state in states]
            weights = torch.softmax(torch.cat(scores), dim=0)
            context = torch.zeros_like(query)
            for weight, state in zip(weights, states):
                context = context + weight * state
            contexts.append(context.unsqueeze(0))
            rows.append(weights)
        return torch.stack(contexts), torch.stack(rows)
