"""No ready-made layer: bare parameters, plain matrix products, and a softmax written out."""

import torch


class Weights(torch.nn.Module):
    def __init__(self, rows, columns, bias):
        super().__init__()
        self.weight = torch.nn.Parameter(torch.randn(rows, columns) / columns**0.5)
        if bias:
            self.bias = torch.nn.Parameter(torch.zeros(rows))


class Attention(torch.nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.attn = Weights(hidden_size, 2 * hidden_size, bias=True)
        self.v = Weights(1, hidden_size, bias=False)

    def forward(self, encoder_outputs, hidden):
        batch, length, size = encoder_outputs.shape
        pairs = torch.cat([encoder_outputs, hidden.reshape(batch, 1, size).repeat(1, length, 1)], dim=-1)
        energy = (pairs.reshape(batch * length, 2 * size) @ self.attn.weight.T + self.attn.bias).tanh()
        scores = (energy @ self.v.weight.T).reshape(batch, length)
        powers = (scores - scores.amax(dim=1, keepdim=True)).exp()
        weights = powers / powers.sum(dim=1, keepdim=True)
        context = (weights.reshape(batch, length, 1) * encoder_outputs).sum(dim=1, keepdim=True)
        return context, weights
