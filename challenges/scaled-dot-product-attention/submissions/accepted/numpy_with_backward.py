"""numpy, with the derivative of the softmax written by hand."""

import numpy as np


def weights_of(q, k, mask, causal):
    scores = q @ np.swapaxes(k, -1, -2) / np.float32(np.sqrt(q.shape[-1]))
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    if causal:
        scores = np.where(np.tri(q.shape[-2], k.shape[-2], dtype=bool), scores, -np.inf)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return weights / weights.sum(axis=-1, keepdims=True)


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    return (weights_of(q, k, mask, causal) @ v).astype(v.dtype)


def scaled_dot_product_attention_backward(cotangent, q, k, v, mask=None, causal=False):
    weights = weights_of(q, k, mask, causal)
    grad_v = np.swapaxes(weights, -1, -2) @ cotangent
    grad_weights = cotangent @ np.swapaxes(v, -1, -2)
    row = (grad_weights * weights).sum(axis=-1, keepdims=True)
    grad_scores = weights * (grad_weights - row) / np.float32(np.sqrt(q.shape[-1]))
    return grad_scores @ k, np.swapaxes(grad_scores, -1, -2) @ q, grad_v
