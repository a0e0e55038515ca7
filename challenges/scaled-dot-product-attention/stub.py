# challenge: scaled-dot-product-attention
"""Your solution. Read the task with `judge show scaled-dot-product-attention`."""


def scaled_dot_product_attention(q, k, v, mask=None, causal=False):
    """Return softmax(q k^T / sqrt(d)) v.

    q (..., Lq, d), k (..., Lk, d), v (..., Lk, dv): float32; the result is float32 of shape (..., Lq, dv).
    mask: None, or bool or 0/1, broadcasts to (..., Lq, Lk); true or 1 means "this query may attend to this key".
    causal: when true, query i may attend to keys 0..i only; together with mask, both must allow a key.
    """
    raise NotImplementedError


# Only if you write numpy instead of torch, and want the points for gradients:
#
# def scaled_dot_product_attention_backward(cotangent, q, k, v, mask=None, causal=False):
#     """Return (dq, dk, dv): the gradients of sum(cotangent * output); cotangent has the output's shape."""
