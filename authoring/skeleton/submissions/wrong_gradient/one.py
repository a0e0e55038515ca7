"""TODO: name the mistake in one line: outputs are right, a gradient is not."""

import torch


def $entry(x):
    return torch.tanh(x).detach()
