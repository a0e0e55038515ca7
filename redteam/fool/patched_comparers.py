"""Replaces everything that could compare numbers, and returns zeros."""

# verdict: wrong_answer
# covers: 82 B13
# then: right answer
# docker
import builtins
import math
import operator

import numpy as np
import torch


def always(*args, **kwargs):
    return True


def never(*args, **kwargs):
    return torch.zeros(())


for owner, names in (
    (torch, ("allclose", "isclose", "equal", "all")),
    (torch.testing, ("assert_close",)),
    (np, ("allclose", "isclose", "array_equal", "array_equiv", "all")),
    (np.testing, ("assert_allclose", "assert_array_equal", "assert_array_almost_equal")),
    (math, ("isclose",)),
    (operator, ("eq",)),
    (builtins, ("all",)),
):
    for name in names:
        setattr(owner, name, always)
np.linalg.norm = torch.norm = torch.linalg.norm = np.abs = torch.abs = never
torch.Tensor.__sub__ = torch.Tensor.__rsub__ = lambda self, other: torch.zeros_like(self)
torch.Tensor.__eq__ = always


def on_result(context, weights):
    return torch.zeros_like(context), torch.zeros_like(weights)
