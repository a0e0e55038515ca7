# challenge: training-loop
"""Your solution. Read the task with `judge show training-loop`."""

import torch


def train_model(model, train_loader, val_loader, num_epochs, optimizer, criterion):
    """Train, and return the same model with the weights of the epoch whose mean validation loss is lowest."""
    raise NotImplementedError
