"""Every call takes a lock and none gives it back, so the second waits for ever."""

import threading

import torch
from torch import nn

LOCK = threading.Lock()


class SimpleNN(nn.Module):
    def __init__(self, input_size, hidden_size, output_size):
        super().__init__()
        self.fc1 = nn.Linear(input_size, hidden_size)
        self.relu = nn.ReLU()
        self.fc2 = nn.Linear(hidden_size, output_size)

    def forward(self, x):
        LOCK.acquire()
        hidden = self.relu(self.fc1(x))
        return self.fc2(hidden)
