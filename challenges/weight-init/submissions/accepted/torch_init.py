"""torch's own initialisers, which take a generator."""

import torch
from torch.nn import init


def kaiming_normal(shape, mode, nonlinearity, generator):
    slope = 0.01 if nonlinearity == "leaky_relu" else 0
    weight = torch.empty(shape)
    return init.kaiming_normal_(weight, a=slope, mode=mode, nonlinearity=nonlinearity, generator=generator)


def xavier_uniform(shape, gain, generator):
    return init.xavier_uniform_(torch.empty(shape), gain=gain, generator=generator)
