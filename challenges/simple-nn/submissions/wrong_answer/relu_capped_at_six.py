"""ReLU is capped at 6, as in networks for phones."""

import torch
from torch import nn


class SimpleNN(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.relu = nn.ReLU6()
        self.fc2 = nn.Linear(hidden_size, output_size)

    def forward(self, x):
        hidden = self.relu(self.fc1(x))
        return self.fc2(hidden)
