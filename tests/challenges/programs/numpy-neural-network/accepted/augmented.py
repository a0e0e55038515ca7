# challenge: numpy-neural-network
"""A column of ones for the bias inside, recursion instead of loops."""

import numpy as np


def ones(a):
    return np.hstack([a, np.ones((a.shape[0], 1), dtype=a.dtype)])


class NeuralNetwork:
    def __init__(self, layer_sizes):
        self.sizes = tuple(layer_sizes)
        self.W = [np.random.randn(*s).astype(np.float32) for s in zip(self.sizes, self.sizes[1:])]
        self.b = [np.random.randn(n).astype(np.float32) for n in self.sizes[1:]]

    def _full(self, i):
        return np.vstack([self.W[i], self.b[i][None]])

    def _probabilities(self, a, i):
        z = ones(a) @ self._full(i)
        if i + 1 < len(self.W):
            return self._probabilities(np.clip(z, 0, None), i + 1)
        z = z - np.amax(z, 1)[:, np.newaxis]
        return np.exp(z) / np.exp(z).sum(1)[:, np.newaxis]

    def forward(self, x):
        return self._probabilities(x, 0)

    def _down(self, a, y, i, out):
        z = ones(a) @ self._full(i)
        if i + 1 == len(self.W):
            z = z - z.max(1, keepdims=True)
            p = np.exp(z)
            p /= p.sum(1, keepdims=True)
            hot = np.equal(y[:, None], np.arange(p.shape[1])).astype(p.dtype)
            g = (p - hot) / p.dtype.type(len(p))
        else:
            g = self._down(np.clip(z, 0, None), y, i + 1, out) * np.greater(z, 0)
        full = ones(a).T @ g
        out[i] = full[:-1], full[-1]
        return g @ self.W[i].T

    def backward(self, x, y):
        out = {}
        self._down(x, y, 0, out)
        self._found = {name: [out[i][k] for i in range(len(self.W))] for k, name in enumerate("Wb")}
        return self._found

    def step(self, lr):
        for name, found in self._found.items():
            current = getattr(self, name)
            setattr(self, name, [p - np.asarray(lr, p.dtype) * g for p, g in zip(current, found)])
