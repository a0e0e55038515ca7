"""A loop over the rows of the batch: sums over the batch are strictly sequential."""

import numpy as np


class NeuralNetwork:
    def __init__(self, layer_sizes):
        sizes = list(zip(layer_sizes[:-1], layer_sizes[1:]))
        self.W = [np.full(pair, 0.01, dtype=np.float32) for pair in sizes]
        self.b = [np.zeros(pair[1], dtype=np.float32) for pair in sizes]

    def row(self, x):
        """Activations of one row, from its features to its class probabilities."""
        found = [x]
        for W, b in zip(self.W, self.b):
            found.append(np.maximum(found[-1] @ W + b, 0))
        z = found[-2] @ self.W[-1] + self.b[-1]
        e = np.exp(z - z.max())
        found[-1] = e / e.sum()
        return found

    def forward(self, x):
        return np.stack([self.row(one)[-1] for one in x])

    def backward(self, x, y):
        self.dW = [np.zeros_like(W) for W in self.W]
        self.db = [np.zeros_like(b) for b in self.b]
        for one, label in zip(x, y):
            found = self.row(one)
            error = found[-1]
            error[label] -= 1
            for i in range(len(self.W) - 1, -1, -1):
                self.dW[i] += np.outer(found[i], error)
                self.db[i] += error
                error = (self.W[i] @ error) * (found[i] > 0)
        for gradient in self.dW + self.db:
            gradient /= len(y)
        return {"W": self.dW, "b": self.db}

    def step(self, lr):
        for i in range(len(self.W)):
            self.W[i] = self.W[i] - lr * self.dW[i]
            self.b[i] = self.b[i] - lr * self.db[i]
