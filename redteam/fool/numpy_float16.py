"""Computes in float32 and keeps float16 on the way."""

# verdict: wrong_answer
# covers: B18
# challenge: scaled-dot-product-attention
# tests: all
# then: right numpy answer
import numpy as np


def on_result(result):
    return result.astype(np.float16).astype(np.float32)
