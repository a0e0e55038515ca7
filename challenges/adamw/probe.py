"""Drives an optimizer: the same gradients go in on both sides, the change of the parameters comes out.

The change, and not the new value, is what tells optimizers apart: a parameter of size 1 hides what is wrong with a step
of size 1e-3. `options` go to the optimizer as they are.
"""

import torch


def _parameters(starts):
    return [torch.nn.Parameter(start.clone()) for start in starts]


def _changes(parameters, starts):
    return [parameter.detach() - start for parameter, start in zip(parameters, starts)]


def train(submission, start, gradients, report, **options):
    """Steps once for each gradients[t], of the shape of `start`; the changes so far after the steps in `report`."""
    parameters = _parameters([start])
    optimizer = submission.AdamW(parameters, **options)
    changes = []
    for number, gradient in enumerate(gradients, start=1):
        parameters[0].grad = gradient.clone()
        optimizer.step()
        if number in report:
            changes += _changes(parameters, [start])
    return changes


def train_on_one_gradient(submission, start, gradient, steps):
    """The change after `steps` steps with the same gradient: much arithmetic for few bytes, so that it can be timed."""
    return train(submission, start, gradient.expand(steps, *gradient.shape), (steps,))


def train_groups(submission, starts, gradients, settings, **options):
    """One group, with settings of its own, for each start; gradients[t][i] goes to parameter i."""
    parameters = _parameters(starts)
    groups = [{"params": [parameter], **own} for parameter, own in zip(parameters, settings)]
    optimizer = submission.AdamW(groups, **options)
    for step in gradients:
        for parameter, gradient in zip(parameters, step):
            parameter.grad = gradient.clone()
        optimizer.step()
    return _changes(parameters, starts)


def train_with_gaps(submission, starts, gradients, present, **options):
    """Where present[t][i] is false, parameter i has no gradient (None) in step t. Parameters come as a generator."""
    parameters = _parameters(starts)
    optimizer = submission.AdamW((parameter for parameter in parameters), **options)
    for step, given in zip(gradients, present):
        for parameter, gradient, here in zip(parameters, step, given):
            parameter.grad = gradient.clone() if here else None
        optimizer.step()
    return _changes(parameters, starts)


def train_with_schedule(submission, start, gradients, rates, **options):
    """The learning rate of the group is set to rates[t] before step t, as a schedule does."""
    parameters = _parameters([start])
    optimizer = submission.AdamW(parameters, **options)
    for gradient, rate in zip(gradients, rates):
        for group in optimizer.param_groups:
            group["lr"] = rate
        parameters[0].grad = gradient.clone()
        optimizer.step()
    return _changes(parameters, [start])


def train_side_by_side(submission, starts, gradients, settings):
    """One optimizer for each start, all alive and stepped in turn."""
    parameters = _parameters(starts)
    optimizers = [submission.AdamW([parameter], **own) for parameter, own in zip(parameters, settings)]
    for step in gradients:
        for parameter, gradient, optimizer in zip(parameters, step, optimizers):
            parameter.grad = gradient.clone()
            optimizer.step()
    return _changes(parameters, starts)


def train_with_closure(submission, start, target, steps, **options):
    """Minimises |p - target|^2 / 2 by way of closures; their losses, how often one ran, and the change."""
    parameters = _parameters([start])
    optimizer = submission.AdamW(parameters, **options)
    calls, losses = 0, []

    def closure():
        nonlocal calls
        calls += 1
        optimizer.zero_grad()
        loss = 0.5 * (parameters[0] - target).square().sum()
        loss.backward()
        return loss

    for _ in range(steps):
        loss = optimizer.step(closure)
        losses.append(loss.item() if isinstance(loss, torch.Tensor) else loss)
    return losses, calls, _changes(parameters, [start])


def after_a_step(submission, start, gradient):
    """What `step()` returned, the gradient that it left, whether it is an optimizer, whether zero_grad works."""
    parameters = _parameters([start])
    optimizer = submission.AdamW(parameters)
    parameters[0].grad = gradient.clone()
    returned = optimizer.step()
    left = parameters[0].grad.detach().clone() if parameters[0].grad is not None else None
    optimizer.zero_grad()
    cleared = parameters[0].grad is None or not bool(parameters[0].grad.any())
    return returned, left, isinstance(optimizer, torch.optim.Optimizer), cleared


def refuses_sparse(submission, weights, rows):
    """Whether a step on the sparse gradient of an embedding (weights (n, d), rows: indices) raises RuntimeError."""
    embedding = torch.nn.Embedding.from_pretrained(weights.clone(), freeze=False, sparse=True)
    optimizer = submission.AdamW(embedding.parameters())
    embedding(rows).sum().backward()
    try:
        optimizer.step()
    except Exception as error:
        return isinstance(error, RuntimeError)
    return False
