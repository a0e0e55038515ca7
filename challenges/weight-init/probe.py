"""Generators cannot be sent: here they are made, and the weights come out."""

import torch


def weights(submission, name, seed, *settings):
    """What the function of that name gives under a generator with that seed; settings[0] is the shape."""
    return getattr(submission, name)(tuple(settings[0]), *settings[1:], torch.Generator().manual_seed(seed))


def where_from(submission, name, seed, *settings):
    """Whether equal generators give equal weights under different global seeds; whether it moves on; what is left."""
    torch.manual_seed(1)
    one = weights(submission, name, seed, *settings)
    torch.manual_seed(2)
    state = torch.get_rng_state()
    generator = torch.Generator().manual_seed(seed)
    two = getattr(submission, name)(tuple(settings[0]), *settings[1:], generator)
    three = getattr(submission, name)(tuple(settings[0]), *settings[1:], generator)
    untouched = bool(torch.equal(state, torch.get_rng_state()))
    return bool(torch.equal(one, two)), bool(torch.equal(two, three)), untouched, two.requires_grad


def made(submission, shape):
    """Shape and dtype of large weights, and no numbers: programs may draw in another order."""
    one = weights(submission, "kaiming_normal", 0, shape, "fan_in", "relu")
    return list(one.shape), str(one.dtype)
