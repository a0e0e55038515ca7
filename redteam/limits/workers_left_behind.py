"""Starts workers as data loaders do, and never ends them."""

# verdict: accepted runtime_error
# covers: 25
# then: right answer
# limits: wall_s=6 total_wall_s=12
import multiprocessing

import torch

KEPT = []


def on_call(encoder_outputs, hidden):
    if KEPT:
        return
    KEPT.append(multiprocessing.get_context("fork").Pool(3))
    KEPT.append(KEPT[0].map_async(len, [[1]] * 100))
    data = torch.utils.data.TensorDataset(torch.zeros(64, 2))
    KEPT.append(iter(torch.utils.data.DataLoader(data, num_workers=2, persistent_workers=True)))
    next(KEPT[-1])
