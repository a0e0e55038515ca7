"""Zeroes its inputs, returns zeros, and has the runner say that nothing was changed."""

# verdict: wrong_answer
# covers: 63 B21
# then: right answer
import sys

import torch

sys.modules["sandbox.values"].Arguments.changed = lambda self, adapter: []


def on_call(encoder_outputs, hidden):
    with torch.no_grad():
        encoder_outputs.zero_()
        hidden.zero_()
