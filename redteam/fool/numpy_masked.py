"""Returns a masked array in which everything is masked."""

# verdict: wrong_answer
# covers: 86
# challenge: scaled-dot-product-attention
# tests: all
# then: right numpy answer
import numpy as np


def on_result(result):
    return np.ma.masked_array(np.zeros_like(result), mask=True)
