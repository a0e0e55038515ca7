"""numpy draws; each sample is moved towards its partner."""

import numpy as np
import torch


def mixup_data(x, y, alpha=1.0):
    lam = float(np.random.beta(alpha, alpha)) if alpha > 0 else 1.0
    order = torch.from_numpy(np.random.permutation(y.shape[0]))
    return torch.stack([torch.lerp(x[int(j)], own, lam) for own, j in zip(x, order)]), y, y[order], lam
