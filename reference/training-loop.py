"""A training loop that keeps the weights of the best epoch (Goodfellow et al. 2016, algorithm 7.1)."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable
from typing import TypeAlias

import torch
from torch import Tensor, nn

Batches: TypeAlias = "Iterable[tuple[Tensor, Tensor]]"


def train_model(
    model: nn.Module,
    train_loader: Batches,
    val_loader: Batches,
    num_epochs: int,
    optimizer: torch.optim.Optimizer,
    criterion: Callable[[Tensor, Tensor], Tensor],
) -> nn.Module:
    """Train, and return the same model with the weights and buffers of the epoch whose mean validation loss is lowest.

    Of several such epochs the first one wins; with num_epochs = 0 the model stays as it is.
    """
    best, lowest = copy.deepcopy(model.state_dict()), float("inf")
    for _ in range(num_epochs):
        model.train()
        for inputs, targets in train_loader:
            optimizer.zero_grad()
            criterion(model(inputs), targets).backward()
            optimizer.step()
        model.eval()
        with torch.no_grad():
            losses = [float(criterion(model(inputs), targets)) for inputs, targets in val_loader]
        if (loss := sum(losses) / len(losses)) < lowest:
            best, lowest = copy.deepcopy(model.state_dict()), loss
    model.load_state_dict(best)
    return model
