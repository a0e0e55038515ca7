"""numpy draws; a mask of the box chooses between a picture and its partner."""

import numpy as np
import torch


def inside(size, side):
    distance = np.abs(np.arange(size) - np.random.randint(size))
    return torch.from_numpy(distance < size * side / 2)


def cutmix_data(x, y, alpha=1.0):
    side = np.sqrt(1 - np.random.beta(alpha, alpha)) if alpha > 0 else 0.0
    mask = inside(x.shape[2], side)[:, None] & inside(x.shape[3], side)
    order = torch.randperm(len(y))
    return torch.where(mask, x[order], x), y, y[order], 1.0 - mask.double().mean().item()
