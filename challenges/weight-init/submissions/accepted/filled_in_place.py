"""Empty tensors, filled by the generator."""

import torch


def fans(shape):
    one = torch.empty(shape)[0, 0].numel()
    return one * shape[1], one * shape[0]


def kaiming_normal(shape, mode, nonlinearity, generator):
    slope = {"linear": 1.0, "relu": 0.0, "leaky_relu": 0.01}
    variance = 25 / 9 if nonlinearity == "tanh" else 2 / (1 + slope[nonlinearity] ** 2)
    fan = fans(shape)[("fan_in", "fan_out").index(mode)]
    return torch.empty(shape).normal_(0.0, (variance / fan) ** 0.5, generator=generator)


def xavier_uniform(shape, gain, generator):
    std = gain * (2 / sum(fans(shape))) ** 0.5
    return torch.empty(shape).uniform_(-std * 3**0.5, std * 3**0.5, generator=generator)
