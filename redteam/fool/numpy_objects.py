"""Returns an array of objects that equal everything."""

# verdict: wrong_answer
# covers: B11
# challenge: scaled-dot-product-attention
# tests: all
# then: right numpy answer
import numpy as np


class Same(float):
    def __eq__(self, other):
        return True

    def __sub__(self, other):
        return 0.0

    __hash__ = None


def on_result(result):
    return np.vectorize(lambda one: Same(0), otypes=[object])(result)
