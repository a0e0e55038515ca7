"""Returns an array of records whose bytes are the right ones."""

# verdict: wrong_answer
# covers: 86
# challenge: scaled-dot-product-attention
# tests: all
# then: right numpy answer
import numpy as np


def on_result(result):
    return np.ascontiguousarray(result).view([("value", "f4")])
