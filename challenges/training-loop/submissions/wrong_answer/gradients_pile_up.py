"""Gradients are never cleared."""

import copy

import torch


def train_model(model, train_loader, val_loader, num_epochs, optimizer, criterion):
    best_loss = float("inf")
    best_state = copy.deepcopy(model.state_dict())
    for _ in range(num_epochs):
        model.train()
        for inputs, targets in train_loader:
            loss = criterion(model(inputs), targets)
            loss.backward()
            optimizer.step()
        model.eval()
        losses = []
        with torch.no_grad():
            for inputs, targets in val_loader:
                losses.append(float(criterion(model(inputs), targets)))
        val_loss = sum(losses) / len(losses)
        if val_loss < best_loss:
            best_loss = val_loss
            best_state = copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model
