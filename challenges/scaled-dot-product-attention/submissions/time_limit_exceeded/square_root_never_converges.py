"""Newton's square root loops until its square equals d exactly, which never happens for most d."""

import torch


def square_root(number):
    guess = float(number)
    while guess * guess != number or number == 1:
        guess = 0.5 * (guess + number / guess)
    return guess


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = q @ k.transpose(-2, -1) / square_root(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -1e30)
    if causal:
        scores = scores.masked_fill(torch.ones_like(scores).tril() == 0, -1e30)
    return torch.softmax(scores, dim=-1) @ v
