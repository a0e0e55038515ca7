"""What a plain call cannot express for `simple-nn`. It runs alike for the candidate and for the reference."""

import torch

NAMES = ("fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias")


def train(submission, model, xs, labels):
    """One step of Adam for each batch of xs (T, B, input) and labels (T, B); the change of each parameter."""
    before = {name: value.detach().clone() for name, value in model.state_dict().items()}
    optimizer = torch.optim.Adam(model.parameters(), lr=1e-3)
    for x, label in zip(xs, labels):
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(x), label).backward()
        optimizer.step()
    after = model.state_dict()
    return {name: after[name].detach() - before[name] for name in NAMES}


def gradients(submission, model, x):
    """The gradients of the sum of all logits with respect to x and the first layer's bias."""
    x = x.clone().requires_grad_()
    bias = dict(model.named_parameters())["fc1.bias"]
    return torch.autograd.grad(model(x).sum(), (x, bias), materialize_grads=True)
