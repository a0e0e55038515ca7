"""Biases have shape (1, units) instead of (units,), so they are not the contracted state."""

import numpy as np


class NeuralNetwork:
    def __init__(self, layer_sizes):
        self.W = [np.random.randn(m, n).astype(np.float32) for m, n in zip(layer_sizes[:-1], layer_sizes[1:])]
        self.b = [np.zeros((1, n), dtype=np.float32) for n in layer_sizes[1:]]

    def layers(self, x):
        found = [x]
        for i in range(len(self.W)):
            z = found[-1] @ self.W[i] + self.b[i]
            found.append(np.maximum(z, 0))
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return [*found[:-1], e / e.sum(axis=1, keepdims=True)]

    def forward(self, x):
        return self.layers(x)[-1]

    def backward(self, x, y):
        found = self.layers(x)
        delta = found[-1].copy()
        delta[np.arange(len(y)), y] -= 1
        delta /= len(y)
        self.grads = {"W": [], "b": []}
        for i in reversed(range(len(self.W))):
            self.grads["W"].insert(0, found[i].T @ delta)
            self.grads["b"].insert(0, delta.sum(axis=0, keepdims=True))
            delta = (delta @ self.W[i].T) * (found[i] > 0)
        return self.grads

    def step(self, lr):
        for name, values in (("W", self.W), ("b", self.b)):
            for value, gradient in zip(values, self.grads[name]):
                value -= lr * gradient
