"""The two matrix products run in float16; only the softmax and the result are float32."""

import math

import torch


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    scores = (q.half() @ k.half().transpose(-2, -1)).float() / math.sqrt(q.shape[-1])
    if mask is not None:
        scores = scores.masked_fill(mask == 0, -math.inf)
    if causal:
        scores = scores.masked_fill(torch.ones_like(scores).tril() == 0, -math.inf)
    return (torch.softmax(scores, dim=-1).half() @ v.half()).float()
