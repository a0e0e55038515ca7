"""What is kept is not scaled up."""

import torch
from torch import nn


class DropoutMLP(nn.Module):
    def __init__(self, in_features=784, hidden=256, out=10, p=0.5):
        super().__init__()
        self.p = p
        self.layers = nn.ModuleList([nn.Linear(in_features, hidden), nn.ReLU(), nn.Identity(), nn.Linear(hidden, out)])

    def dropped(self, h):
        if not self.training:
            return h
        kept = torch.rand_like(h) >= self.p
        return h * kept

    def forward(self, x):
        h = torch.relu(self.layers[0](x))
        return self.layers[3](self.dropped(h))
