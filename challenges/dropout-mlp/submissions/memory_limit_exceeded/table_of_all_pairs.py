"""A table of all pairs of positions is filled in the constructor, for later."""

import torch
from torch import nn


class DropoutMLP(nn.Module):
    def __init__(self, in_features=784, hidden=256, out=10, p=0.5):
        super().__init__()
        self.pairs = torch.ones(24_576, 24_576)
        self.p = p
        self.layers = nn.ModuleList([nn.Linear(in_features, hidden), nn.ReLU(), nn.Identity(), nn.Linear(hidden, out)])

    def dropped(self, h):
        if not self.training:
            return h
        kept = torch.rand_like(h) >= self.p
        return h * kept / (1 - self.p)

    def forward(self, x):
        h = torch.relu(self.layers[0](x))
        return self.layers[3](self.dropped(h))
