# challenge: numpy-neural-network
"""One row at a time, outer products added up."""

import numpy as np


class NeuralNetwork:
    def __init__(self, layer_sizes):
        self.W = [np.full((a, b), 0.1, dtype="float32") for a, b in zip(layer_sizes[:-1], layer_sizes[1:])]
        self.b = [np.full(b, 0.1, dtype="float32") for b in layer_sizes[1:]]

    def _row(self, row):
        seen = []
        for i, (w, b) in enumerate(zip(self.W, self.b)):
            if i:
                row = row * (row > 0)
            seen.append(row)
            row = row @ w + b
        e = np.exp(row - np.max(row))
        return seen, e / np.sum(e)

    def forward(self, x):
        return np.array([self._row(row)[1] for row in x])

    def backward(self, x, y):
        W = [np.zeros_like(w) for w in self.W]
        b = [np.zeros_like(v) for v in self.b]
        n = np.float32(len(x))
        for row, label in zip(x, y):
            seen, d = self._row(row)
            d = d / n
            d[label] -= 1 / n
            for i in range(len(W) - 1, -1, -1):
                W[i] += np.outer(seen[i], d)
                b[i] += d
                d = (self.W[i] @ d) * (seen[i] > 0)
        self.last = W, b
        return {"b": b, "W": W}

    def step(self, lr):
        for mine, theirs in zip((self.W, self.b), self.last):
            for i in range(len(mine)):
                mine[i] = (mine[i] - lr * theirs[i]).astype(np.float32)
