"""The matrix over the concatenation is split in two, so the decoder state is multiplied once and not L times."""

import torch
from torch import nn


class Attention(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.hidden_size = hidden_size
        self.attn = nn.Linear(2 * hidden_size, hidden_size)
        self.v = nn.Linear(hidden_size, 1, bias=False)

    def forward(self, encoder_outputs, hidden):
        of_encoder, of_decoder = self.attn.weight.split(self.hidden_size, dim=1)
        keys = torch.einsum("blk,hk->blh", encoder_outputs, of_encoder)
        query = torch.einsum("bk,hk->bh", hidden, of_decoder) + self.attn.bias
        scores = torch.einsum("blh,h->bl", torch.tanh(keys + query[:, None, :]), self.v.weight[0])
        weights = torch.exp(scores - torch.logsumexp(scores, dim=1, keepdim=True))
        return torch.einsum("bl,blh->bh", weights, encoder_outputs)[:, None, :], weights
