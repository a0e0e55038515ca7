"""Returns an object that only says how it would become an array."""

# verdict: wrong_answer
# covers: 85 C29
# challenge: scaled-dot-product-attention
# tests: all
# then: right numpy answer
import numpy as np


class Lazy:
    def __init__(self, result):
        self.result = result
        self.shape, self.dtype, self.ndim = result.shape, result.dtype, result.ndim
        self.__array_interface__ = result.__array_interface__

    def __array__(self, *rest, **more):
        return self.result

    def __array_ufunc__(self, *rest, **more):
        return np.True_


def on_result(result):
    return Lazy(result)
