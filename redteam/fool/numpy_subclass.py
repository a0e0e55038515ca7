"""Returns an array of a subclass that equals everything."""

# verdict: wrong_answer
# covers: B11
# challenge: scaled-dot-product-attention
# tests: all
# then: right numpy answer
import numpy as np


class Agreeable(np.ndarray):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return np.zeros(self.shape, self.dtype)

    __hash__ = None


def on_result(result):
    return np.zeros_like(result).view(Agreeable)
