"""Returns right values in the other order of bytes and in odd strides."""

# verdict: accepted wrong_gradient
# covers: 86
# challenge: scaled-dot-product-attention
# tests: all
# then: right numpy answer
import numpy as np


def on_result(result):
    return np.asfortranarray(result)[...].astype(">f4")
