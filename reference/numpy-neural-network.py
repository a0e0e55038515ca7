"""A fully connected classifier in numpy, with backpropagation written by hand.

Source of the gradients: Goodfellow, Bengio and Courville 2016, "Deep Learning", section 6.5 (algorithm 6.4); softmax
with cross-entropy has the gradient p - onehot(y) with respect to the logits.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]


def softmax(logits: Array) -> Array:
    """Probabilities along the last axis, same shape and dtype; the maximum is taken off so that exp stays finite."""
    exponentials = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return exponentials / exponentials.sum(axis=-1, keepdims=True)


class NeuralNetwork:
    """ReLU between the layers, softmax at the end, mean cross-entropy as the loss.

    Attributes:
        W: W[i] of shape (layer_sizes[i], layer_sizes[i + 1]).
        b: b[i] of shape (layer_sizes[i + 1],); all are float32 at first, and results follow their dtype.
    """

    def __init__(self, layer_sizes: list[int]) -> None:
        """Draw weights from N(0, 2 / fan_in) and set biases to zero; layer_sizes: input, hidden ..., classes."""
        pairs = list(pairwise(layer_sizes))
        self.W = [(np.random.standard_normal(pair) * (2 / pair[0]) ** 0.5).astype(np.float32) for pair in pairs]
        self.b = [np.zeros(size, dtype=np.float32) for _, size in pairs]
        self._gradients: dict[str, list[Array]] = {}

    def forward(self, x: Array) -> Array:
        """Class probabilities (n, classes) of inputs x (n, features)."""
        return self._activations(x)[-1]

    def backward(self, x: Array, y: Array) -> dict[str, list[Array]]:
        """Gradients of the mean cross-entropy of x (n, features) with labels y (n,) integer, shaped like W and b."""
        activations = self._activations(x)
        delta = activations[-1].copy()
        delta[np.arange(len(y)), y] -= 1
        delta /= len(y)
        weights, biases = [], []
        for index in reversed(range(len(self.W))):
            weights.append(activations[index].T @ delta)
            biases.append(delta.sum(axis=0))
            if index:
                delta = (delta @ self.W[index].T) * (activations[index] > 0)
        self._gradients = {"W": weights[::-1], "b": biases[::-1]}
        return self._gradients

    def step(self, lr: float) -> None:
        """One step of gradient descent with the gradients of the last `backward`."""
        for name, values in (("W", self.W), ("b", self.b)):
            for value, gradient in zip(values, self._gradients[name], strict=True):
                value -= lr * gradient

    def _activations(self, x: Array) -> list[Array]:
        """What goes into each layer, and the probabilities last."""
        found = [x]
        for weight, bias in zip(self.W[:-1], self.b[:-1], strict=True):
            found.append(np.maximum(found[-1] @ weight + bias, 0))
        return [*found, softmax(found[-1] @ self.W[-1] + self.b[-1])]
