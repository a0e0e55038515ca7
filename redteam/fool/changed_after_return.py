"""Fills in the right results a moment after it has returned garbage."""

# verdict: wrong_answer
# covers: 93 C29 B22
# then: right answer
import threading
import time

import torch


def on_result(context, weights):
    late = torch.zeros_like(context), torch.zeros_like(weights)

    def fill():
        time.sleep(0.005)
        late[0].copy_(context.detach())
        late[1].copy_(weights.detach())

    threading.Thread(target=fill, daemon=True).start()
    return late
