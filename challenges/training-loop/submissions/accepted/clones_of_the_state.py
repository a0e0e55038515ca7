"""Keeps clones of all tensors, and adds losses up: their sum is lowest where their mean is."""

import torch


def validate(model, batches, criterion):
    model.eval()
    with torch.inference_mode():
        return sum(criterion(model(x), y) for x, y in batches)


def train_model(model, train_loader, val_loader, num_epochs, optimizer, criterion):
    history = []
    for _ in range(num_epochs):
        model.train(True)
        for x, y in train_loader:
            loss = criterion(model(x), y)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        state = {name: value.clone() for name, value in model.state_dict().items()}
        history.append((validate(model, val_loader, criterion), state))
    if history:
        model.load_state_dict(min(history, key=lambda entry: entry[0])[1])
    return model
