"""The right answer to `attention` that follows an attack.

It calls on_call(encoder_outputs, hidden) of the attack before it computes, and returns what on_result(context, weights)
makes of its results, where the attack has such functions.
"""

import torch as _torch


class Attention(_torch.nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.attn = _torch.nn.Linear(2 * hidden_size, hidden_size)
        self.v = _torch.nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs, hidden):
        globals().get("on_call", lambda *_: None)(encoder_outputs, hidden)
        repeated = hidden.unsqueeze(1).expand_as(encoder_outputs)
        energy = _torch.tanh(self.attn(_torch.cat([encoder_outputs, repeated], dim=2)))
        weights = _torch.softmax(self.v(energy).squeeze(2), dim=1)
        context = _torch.bmm(weights.unsqueeze(1), encoder_outputs)
        return globals().get("on_result", lambda *both: both)(context, weights)
