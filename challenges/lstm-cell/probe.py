"""What a plain call cannot express for `lstm-cell`. It runs alike for the candidate and for the reference."""

import torch


def chain(submission, layer, xs, h, c):
    """Apply `layer` once for each row of xs (T, B, input_size), from states h and c (B, H).

    Returns all hidden states (T, B, H) and the last cell state (B, H).
    """
    shown = []
    for x in xs.unbind(0):
        h, c = layer(x, (h, c))
        shown.append(h)
    return torch.stack(shown), c


def two_chains(submission, first, second, xs, h, c):
    """Two objects, a step of one after a step of the other: hidden states (T, 2, B, H)."""
    states = [(h, c), (h, c)]
    shown = []
    for x in xs.unbind(0):
        states = [layer(x, state) for layer, state in zip((first, second), states, strict=True)]
        shown.append(torch.stack([state[0] for state in states]))
    return torch.stack(shown)
