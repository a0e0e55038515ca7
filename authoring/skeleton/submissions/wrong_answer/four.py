"""TODO: name the mistake in one line, and rename the file after it."""

import torch


def $entry(x):
    return torch.sigmoid(x)
