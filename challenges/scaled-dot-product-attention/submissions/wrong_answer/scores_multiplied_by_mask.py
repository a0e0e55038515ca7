"""Scores are multiplied by the mask, so a hidden key gets the score 0 instead of minus infinity."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = q @ k.transpose(-2, -1)
    if mask is not None:
        scores = scores * (mask != 0)
    if causal:
        scores = scores.masked_fill(torch.ones_like(scores).tril() == 0, -math.inf)
    return torch.softmax(scores / math.sqrt(q.shape[-1]), dim=-1) @ v
