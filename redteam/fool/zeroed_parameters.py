"""Zeroes its own parameters, so that a reference that shared them would agree."""

# verdict: wrong_answer
# covers: B21
# then: right answer
import gc

import torch
from torch import nn


def on_call(encoder_outputs, hidden):
    with torch.no_grad():
        for one in gc.get_objects():
            if type(one) is nn.Parameter:
                one.zero_()
