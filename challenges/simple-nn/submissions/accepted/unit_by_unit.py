"""The hidden units' contributions are added one after the other, in groups of 64."""

import torch
from torch import nn
from torch.nn import functional


class SimpleNN(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.fc2 = nn.Linear(hidden_size, output_size)

    def forward(self, x):
        weights, biases, outs = (part.split(64, dim) for part, dim in self.parts())
        total = self.fc2.bias.expand(len(x), -1)
        for weight, bias, out in zip(weights, biases, outs):
            total = total + functional.relu(x @ weight.T + bias) @ out.T
        return total

    def parts(self):
        return (self.fc1.weight, 0), (self.fc1.bias, 0), (self.fc2.weight, 1)
