"""Models, data and optimizers to train with; what comes out are weights, and what the model saw."""

import torch
from torch import nn


class Watched(nn.Module):
    """A model that notes for each of its calls: training or not, gradients recorded or not, first input."""

    def __init__(self, model):
        super().__init__()
        self.model = model
        self.calls = []

    def forward(self, x):
        self.calls.append([int(self.training), int(torch.is_grad_enabled()), int(x.flatten()[0] * 64)])
        return self.model(x)


def _linear(weight):
    """A linear model without bias, with these weights (out, in)."""
    model = nn.Linear(weight.shape[1], weight.shape[0], bias=False).to(weight.dtype)
    model.weight.data.copy_(weight)
    return model


def _criterion(outputs, targets):
    """A squared error that counts four times where outputs are too large: with its arguments swapped, another one."""
    error = outputs - targets
    return (torch.where(error > 0, 4.0, 1.0) * error.square()).mean()


def _sgd(model, lr, momentum=0.0):
    return torch.optim.SGD(model.parameters(), lr=lr, momentum=momentum)


def weights(submission, weight, train, val, epochs, lr, momentum=0.0):
    """The weights of a linear model; train and val are lists of (inputs, targets). Whether the model is the same."""
    model = _linear(weight)
    returned = submission.train_model(model, train, val, epochs, _sgd(model, lr, momentum), _criterion)
    return model.weight.detach().clone(), returned is model


def watched(submission, weight, train, val, epochs):
    """What the model was called with; loaders are no lists, and can be gone through again and again."""
    model = Watched(_linear(weight))
    loaders = [torch.utils.data.DataLoader(batches, batch_size=None) for batches in (train, val)]
    submission.train_model(model, *loaders, epochs, _sgd(model, 0.01), _criterion)
    return model.calls


def normalised(submission, first, last, train, val, epochs, lr):
    """Weights and buffers of a model with batch normalisation; train and val as above."""
    model = nn.Sequential(_linear(first), nn.BatchNorm1d(len(first)), nn.Tanh(), _linear(last)).to(first.dtype)
    submission.train_model(model, train, val, epochs, _sgd(model, lr), _criterion)
    return {name: value.clone() for name, value in model.state_dict().items()}
