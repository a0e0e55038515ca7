"""Zeroes its inputs in place and returns zeros, which would then be right."""

# verdict: wrong_answer
# covers: 63 B21
# then: right answer
import torch


def on_call(encoder_outputs, hidden):
    with torch.no_grad():
        encoder_outputs.zero_()
        hidden.zero_()
